"""Builds the Vietnam pack's register of places from the official conversion table.

Run again on a newer table: ids and keys once given stay, since the files written before are read
first. Usage: python -m scripts.build_vietnam_register RAW_FOLDER PACK_FOLDER [--report FILE]
"""
