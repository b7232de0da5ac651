"""Workbooks as grids of cells: the gate before the parser, the parser in a process of its own."""
