"""Ten reports in offices' layouts load with no map made by hand."""

from __future__ import annotations

import pytest

from tests.intake.report.forms import FORMS
from tests.intake.report.reader import problems, read, told_by_cell
from tests.intake.report.sheets import xlsx
from tiendo.ledger.intake.workbook import read_workbook


@pytest.mark.parametrize("name", FORMS)
def test_a_report_says_what_was_written(name: str) -> None:
    layout = FORMS[name]
    intake = read(read_workbook(xlsx(layout.drawn()), file_name=f"{name}.xlsx"))
    assert problems(intake) == []
    assert told_by_cell(intake) == layout.expected()
    assert {s.place for s in intake.statements} == {layout.place}
    assert {s.known_at.isoformat() for s in intake.statements} == {layout.known_at}
