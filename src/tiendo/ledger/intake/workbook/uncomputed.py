"""Cells whose formula was never computed: what they would show is not known."""

from __future__ import annotations

import numpy as np

from tiendo.ledger.intake.fault import Fault
from tiendo.ledger.intake.workbook.grid import CellKind, Workbook, address_of


def uncomputed_formulas(workbook: Workbook) -> list[Fault]:
    """Return a fault for each cell that holds a formula and no result, in the order of the sheets.

    A cell whose saved result is 0 counts as well where the program that wrote the file asks for all
    formulas to be computed on opening: such programs write 0 where they computed nothing.
    """
    return [
        Fault(
            0,
            "",
            "the cell holds a formula that was never computed",
            "open the file in a spreadsheet program and save it",
            file_name=workbook.file_name,
            sheet=sheet.name,
            cell=address_of(int(row), int(column)),
        )
        for sheet in workbook.sheets
        for row, column in np.argwhere(sheet.formulas & (sheet.kinds == CellKind.EMPTY))
    ]
