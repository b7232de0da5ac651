"""Rules that figures are checked against: the rules are data of a pack, a handful of kinds is code.

A rule never changes a figure and never refuses one: it finds, with the figures concerned.
"""
