"""Workbooks as grids of cells: the gate before the parser, the parser in a process of its own.

`read_workbook` reads an Excel workbook and `read_csv_table` any CSV table; both give a `Workbook`,
or refuse the file with a reason and a remedy.
"""

from tiendo.ledger.intake.workbook.csv_table import read_csv_table
from tiendo.ledger.intake.workbook.grid import (
    Cell,
    CellKind,
    Look,
    Merge,
    Sheet,
    Workbook,
    address_of,
    column_name,
)
from tiendo.ledger.intake.workbook.limits import UPLOAD_LIMITS, Limits
from tiendo.ledger.intake.workbook.reading import read_workbook
from tiendo.ledger.intake.workbook.uncomputed import uncomputed_formulas

__all__ = [
    "UPLOAD_LIMITS",
    "Cell",
    "CellKind",
    "Limits",
    "Look",
    "Merge",
    "Sheet",
    "Workbook",
    "address_of",
    "column_name",
    "read_csv_table",
    "read_workbook",
    "uncomputed_formulas",
]
