"""Small charts as SVG of our own: static, without scripts, readable in print and without colour.

Geometry is computed here and drawn by templates; each chart stands beside a table of its numbers.
Time runs from left to right in every language, as the digits of its years do; only the small line
and bar within a mirrored table are mirrored with it.
"""
