"""Every mistake that offices make, planted in every report that can have it, wherever it can be.

Each is found at the cell where it was planted, first of all that is told, and nothing else of the
table is blamed for it.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.intake.report.forms import FORMS
from tests.intake.report.layouts import Layout
from tests.intake.report.mistakes import MISTAKES, TABLE, Impossible, children
from tests.intake.report.reader import problems, read
from tiendo.ledger.intake.workbook.grid import column_name

UNHEADED = "has numbers and no heading"
"""What is also told where numbers were shifted beyond the last heading."""

PLANTED = [
    (mistake, name, cells)
    for mistake, reports in TABLE.items()
    for name, cells in reports.items()
    if isinstance(cells, str)
]


@pytest.mark.parametrize(("mistake", "name", "cells"), PLANTED)
def test_a_mistake_is_found_where_it_was_planted(mistake: str, name: str, cells: str) -> None:
    planted = MISTAKES[mistake]
    for cell in cells.split():
        intake = read(planted.plant(name, cell))
        told = [one for one in problems(intake) if UNHEADED not in one]
        blamed = [one for one in told if one.startswith(f"{cell}: ") and planted.said in one]
        assert blamed, (cell, told)
        alone = mistake in ("shifted column", "estimate for the month")
        assert len(told) == len(blamed) or alone, (cell, told)
        if mistake in ("estimate for the month", "wrong month"):
            assert not intake.statements


@pytest.mark.parametrize("name", FORMS)
def test_nothing_is_found_in_the_report_as_it_was(name: str) -> None:
    assert problems(read(FORMS[name].drawn())) == []


def test_the_table_names_every_mistake_in_every_report() -> None:
    assert set(TABLE) == set(MISTAKES)
    for mistake, reports in TABLE.items():
        assert set(reports) == set(FORMS), mistake
    reasons = [one for each in TABLE.values() for one in each.values() if not isinstance(one, str)]
    assert [type(one) for one in reasons] == [Impossible] * 3


def levels(layout: Layout) -> Iterator[str]:
    """Yield the letters of the columns with levels."""
    for number, head in enumerate(layout.columns):
        if "/" not in head.source and head.source != "none":
            yield column_name(len(layout.stub) + number)


@pytest.mark.parametrize("name", FORMS)
def test_the_table_leaves_out_no_cell_of_a_report(name: str) -> None:
    """What the table lists by hand is what the layout of the report has room for."""
    layout = FORMS[name]
    rows = range(layout.first_row + 1, layout.first_row + 1 + len(layout.items))
    top = next(row for row in rows if layout.items[row - rows.start].record)
    letters = [column_name(len(layout.stub) + n) for n in range(len(layout.columns))]
    parents = [row for row in rows if children(layout, f"A{row}")]
    sources = dict(zip(letters, (head.source for head in layout.columns), strict=True))
    fallen = [
        f"{letter}{top}"
        for letter, source in sources.items()
        if source in ("cumulative", "previous+month") and "month" in sources.values()
    ]
    expected = {
        "shifted column": [f"{letter}{top}" for letter in letters[:-1]],
        "unit slip": [f"{letter}{rows[-1]}" for letter in levels(layout)],
        "parent added to children": [
            f"{letter}{row}" for row in parents if row >= top for letter in levels(layout)
        ],
        "falling cumulative": fallen,
        "merged total": [f"{letter}{top}" for letter in levels(layout)],
    }
    for mistake, cells in expected.items():
        listed = TABLE[mistake][name]
        assert (listed.split() if isinstance(listed, str) else []) == cells, mistake
