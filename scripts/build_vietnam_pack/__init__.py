"""Turns the raw tables of the Vietnam country pack into its packaged long-form figures.

Run it as `python -m scripts.build_vietnam_pack RAW_DIR PACK_DIR`: RAW_DIR holds the raw CSV files,
PACK_DIR is the pack (with places.yaml); the figures are written to PACK_DIR/figures. The figures
of single localities in that folder are written by hand and left alone.
"""
