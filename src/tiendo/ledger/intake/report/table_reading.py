"""What reading the columns and reading the rows of a table share: its cells and its faults."""

from __future__ import annotations

from tiendo.ledger.intake.fault import Fault
from tiendo.ledger.intake.report.area import Area
from tiendo.ledger.intake.report.blocks import Block
from tiendo.ledger.intake.report.table import fault_in
from tiendo.vocabulary.words import Severity


class TableReading:
    """A table that is being read.

    Attributes:
        area, block: its sheet, and where it stands there.
        faults, notes: what is wrong with it so far, and what was noticed.
        unit_column, number_column: where units and section numbers stand; -1 where nowhere.
    """

    def __init__(self, area: Area, block: Block) -> None:
        self.area = area
        self.sheet = area.sheet
        self.block = block
        self.faults: list[Fault] = []
        self.notes: list[Fault] = []
        self.unit_column = -1
        self.number_column = -1

    def refuse(self, address: str, message: str, remedy: str) -> None:
        """Add a fault of a cell, or of the whole table where the address is empty."""
        self.faults.append(fault_in(self.sheet, address, message, remedy))

    def note(self, address: str, message: str) -> None:
        """Add something that needs no mending."""
        self.notes.append(fault_in(self.sheet, address, message, "", Severity.INFO))

    def visible_body(self) -> list[int]:
        """Return the rows of the body that people see."""
        hidden = self.sheet.hidden_rows
        return [row for row in self.block.body if row not in hidden]
