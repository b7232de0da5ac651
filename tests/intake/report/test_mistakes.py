"""Every mistake that offices make, planted in every report that can have it, wherever it can be.

Each is found at the cell where it was planted, first of all that is told, and nothing else of the
table is blamed for it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal

import pytest

from tests.intake.report.forms import FORMS
from tests.intake.report.layouts import Layout, amount, as_printed
from tests.intake.report.reader import problems, read
from tests.intake.report.sheets import Drawn
from tiendo.ledger.intake.workbook.grid import column_name

Planted = tuple[Drawn, str, str]
"""The sheet with a mistake, the cell it is to be found at, and what is said there."""

UNHEADED = "has numbers and no heading"


def address(layout: Layout, item: int, column: int) -> str:
    return f"{column_name(len(layout.stub) + column)}{layout.first_row + item + 1}"


def with_number(layout: Layout, item: int, column: int, number: Decimal) -> Drawn:
    value = as_printed(number, layout.texts) if layout.texts else float(number)
    return layout.drawn().with_cell(address(layout, item, column), value)


def number_of(layout: Layout, item: int, column: int) -> Decimal:
    number = amount(layout.columns[column].source, layout.items[item].record)
    assert number is not None
    return number


def levels(layout: Layout) -> list[int]:
    """Return the columns with levels."""
    sources = [head.source for head in layout.columns]
    return [n for n, source in enumerate(sources) if "/" not in source and source != "none"]


def first_item(layout: Layout) -> int:
    """Return the first row that has numbers."""
    return next(n for n, item in enumerate(layout.items) if item.record)


def families(layout: Layout) -> Iterator[tuple[int, list[int]]]:
    """Yield rows with those that stand one step below them, by indentation and section number."""
    for parent, item in enumerate(layout.items):
        children: list[int] = []
        for number in range(parent + 1, len(layout.items)):
            below = layout.items[number]
            if not (below.label.startswith("  ") and not item.label.startswith("  ")):
                break
            children.append(number)
        if item.label == "TỔNG SỐ":
            children = [n for n, each in enumerate(layout.items) if each.number]
        if item.number == "I":
            children = [n for n, each in enumerate(layout.items) if each.number == "1"]
        if item.record and children:
            yield parent, children


def shifted_columns(layout: Layout) -> Iterator[Planted]:
    top = first_item(layout)
    for column in range(len(layout.columns) - 1):
        cell = address(layout, top, column)
        end = layout.first_row + len(layout.items)
        yield layout.drawn().shifted(cell, end), cell, "stand one column to the right"


def unit_slips(layout: Layout) -> Iterator[Planted]:
    item = len(layout.items) - 1
    for column in levels(layout):
        cell = address(layout, item, column)
        slip = number_of(layout, item, column) * 1000
        yield with_number(layout, item, column, slip), cell, "1,000"


def parents_added_to_children(layout: Layout) -> Iterator[Planted]:
    for parent, children in families(layout):
        for column in levels(layout):
            below = sum((number_of(layout, n, column) for n in children), start=Decimal(0))
            total = number_of(layout, parent, column) + below
            cell = address(layout, parent, column)
            yield with_number(layout, parent, column, total), cell, "added to its children"


def falling_cumulatives(layout: Layout) -> Iterator[Planted]:
    sources = [head.source for head in layout.columns]
    for column, source in enumerate(sources):
        if source in ("cumulative", "previous+month") and "month" in sources:
            item = first_item(layout)
            month = number_of(layout, item, sources.index("month"))
            fallen = round(month * Decimal("0.9"), 1)
            cell = address(layout, item, column)
            yield with_number(layout, item, column, fallen), cell, "a cumulative figure falls"


def merged_totals(layout: Layout) -> Iterator[Planted]:
    item = first_item(layout)
    for column in levels(layout):
        cell, below = address(layout, item, column), address(layout, item + 1, column)
        merged = layout.drawn().with_cell(below, None).with_merge(f"{cell}:{below}")
        yield merged, cell, "merged cells"


NEXT_MONTH = {
    "january": ("THÁNG 01", "THÁNG 03"),
    "february": ("THÁNG 2 VÀ 2 THÁNG", "THÁNG 4 VÀ 4 THÁNG"),
    "may": ("THÁNG 5 VÀ 5 THÁNG", "THÁNG 8 VÀ 8 THÁNG"),
    "june": ("THÁNG 6 VÀ 6 THÁNG", "THÁNG 7 VÀ 7 THÁNG"),
    "october": ("THÁNG 10 NĂM 2023", "THÁNG 8 NĂM 2023"),
    "december": ("THÁNG 12 VÀ CẢ NĂM 2023", "THÁNG 11 NĂM 2023"),
    "budget": ("6 THÁNG ĐẦU NĂM 2024", "9 THÁNG ĐẦU NĂM 2024"),
    "investment": ("tháng 5 năm 2024", "tháng 6 năm 2024"),
    "english": ("May and first five months", "June and first six months"),
}


def wrong_months(name: str) -> Drawn:
    layout = FORMS[name]
    good, wrong = NEXT_MONTH[name]
    row, title = next((n, t) for n, t in enumerate(layout.titles) if good in t)
    return layout.drawn().with_cell(f"A{row + 1}", title.replace(good, wrong))


PLANTED: dict[str, Callable[[Layout], Iterator[Planted]]] = {
    "shifted column": shifted_columns,
    "slip of the unit": unit_slips,
    "parent added to its children": parents_added_to_children,
    "falling cumulative": falling_cumulatives,
    "merged total": merged_totals,
}


@pytest.mark.parametrize("name", FORMS)
@pytest.mark.parametrize("mistake", PLANTED)
def test_a_mistake_is_found_where_it_was_planted(mistake: str, name: str) -> None:
    for sheet, cell, said in PLANTED[mistake](FORMS[name]):
        told = [one for one in problems(read(sheet)) if UNHEADED not in one]
        blamed = [one for one in told if one.startswith(f"{cell}: ") and said in one]
        assert blamed, (cell, told)
        assert len(told) == len(blamed) or mistake == "shifted column", (cell, told)


@pytest.mark.parametrize("name", NEXT_MONTH)
def test_a_title_of_another_month_is_refused(name: str) -> None:
    told = problems(read(wrong_months(name)))
    assert told and not read(wrong_months(name)).statements, told


ESTIMATES = {
    "january": ("F5", "Ước thực hiện kỳ sau"),
    "february": ("F4", "Ước tính tháng 3 năm 2024"),
    "may": ("F4", "Ước tính tháng 6"),
    "june": ("E5", "Sơ bộ tháng 7"),
    "october": ("F4", "Ước tính tháng 11"),
    "december": ("F4", "Ước thực hiện tháng 1 năm 2024"),
    "investment": ("E5", "Ước tính tháng 6 năm 2024"),
    "english": ("F4", "Estimate of June"),
}


@pytest.mark.parametrize("name", ESTIMATES)
def test_an_estimate_of_the_next_month_is_not_taken_for_the_month(name: str) -> None:
    cell, heading = ESTIMATES[name]
    sheet = FORMS[name].drawn().with_cell(cell, heading)
    told = problems(read(sheet))
    assert any(one.startswith(f"{cell}: ") for one in told), told
    assert not read(sheet).statements
