"""The seven mistakes of offices, planted in the ten reports: at which cells each can be made.

`TABLE` says for each mistake and report at which cells it is planted, and has to be found; or why
that report cannot have it. What is planted is a number, a heading, a title or a merge; the rest of
the report stays as it is.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from tests.intake.report.forms import FORMS
from tests.intake.report.layouts import Layout, amount, as_printed
from tests.intake.report.sheets import Drawn, position

Planter = Callable[[str, str], Drawn]
"""Returns a report, by its name, with a mistake at a cell."""


@dataclass(frozen=True)
class Impossible:
    """Why a report cannot have a mistake."""

    reason: str


@dataclass(frozen=True)
class Mistake:
    """A mistake: how it is planted, and words of what is then said at its cell."""

    plant: Planter
    said: str


def with_number(name: str, cell: str, number: Decimal) -> Drawn:
    layout = FORMS[name]
    value = as_printed(number, layout.texts) if layout.texts else float(number)
    return layout.drawn().with_cell(cell, value)


def number_at(layout: Layout, cell: str, rows_below: int = 0) -> Decimal:
    """Return the number of a cell, or of one below it."""
    row, column = position(cell)
    item = layout.items[row - layout.first_row + rows_below]
    number = amount(layout.columns[column - len(layout.stub)].source, item.record)
    assert number is not None
    return number


def children(layout: Layout, cell: str) -> list[int]:
    """Return how many rows below a cell the rows stand that are one step below its row."""
    first = position(cell)[0] - layout.first_row
    parent, rest = layout.items[first], layout.items[first + 1 :]
    if parent.label == "TỔNG SỐ":
        return [n for n, each in enumerate(rest, start=1) if each.number]
    if parent.number == "I":
        return [1]
    indented: list[int] = []
    if parent.label.startswith("  "):
        return indented
    for number, each in enumerate(rest, start=1):
        if not each.label.startswith("  "):
            break
        indented.append(number)
    return indented


def shifted(name: str, cell: str) -> Drawn:
    layout = FORMS[name]
    return layout.drawn().shifted(cell, layout.first_row + len(layout.items))


def thousandfold(name: str, cell: str) -> Drawn:
    return with_number(name, cell, number_at(FORMS[name], cell) * 1000)


def with_its_children(name: str, cell: str) -> Drawn:
    layout = FORMS[name]
    below = [number_at(layout, cell, step) for step in children(layout, cell)]
    assert below, f"nothing stands below {cell}"
    return with_number(name, cell, sum(below, start=number_at(layout, cell)))


def below_its_month(name: str, cell: str) -> Drawn:
    """Return the report with nine tenths of the month as the months since January."""
    layout = FORMS[name]
    item = layout.items[position(cell)[0] - layout.first_row]
    return with_number(name, cell, round(item.record["month"] * Decimal("0.9"), 1))


def merged_with_next(name: str, cell: str) -> Drawn:
    below = f"{cell[0]}{int(cell[1:]) + 1}"
    return FORMS[name].drawn().with_cell(below, None).with_merge(f"{cell}:{below}")


NEXT_ESTIMATES = {
    "january": "Ước tính tháng 2",
    "february": "Ước tính tháng 3 năm 2024",
    "may": "Ước tính tháng 6",
    "june": "Ước tính tháng 7",
    "october": "Ước tính tháng 11",
    "december": "Ước thực hiện tháng 1 năm 2024",
    "budget": "Ước thực hiện 9 tháng",
    "investment": "Ước tính tháng 6 năm 2024",
    "commune": "Ước thực hiện tháng 4",
    "english": "Estimate of June",
}
"""A heading of what comes next, written over the report's own figures."""

OTHER_MONTHS = {
    "january": ("THÁNG 01", "THÁNG 03"),
    "february": ("THÁNG 2 VÀ 2 THÁNG", "THÁNG 4 VÀ 4 THÁNG"),
    "may": ("THÁNG 5 VÀ 5 THÁNG", "THÁNG 8 VÀ 8 THÁNG"),
    "june": ("THÁNG 6 VÀ 6 THÁNG", "THÁNG 7 VÀ 7 THÁNG"),
    "october": ("THÁNG 10 NĂM 2023", "THÁNG 8 NĂM 2023"),
    "december": ("THÁNG 12 VÀ CẢ NĂM 2023", "THÁNG 11 NĂM 2023"),
    "budget": ("Thực hiện 6 tháng", "Thực hiện 9 tháng"),
    "investment": ("tháng 5 năm 2024", "tháng 6 năm 2024"),
    "commune": ("tháng 3", "tháng 4"),
    "english": ("May and first five months", "June and first six months"),
}
"""Words of a title, or of the budget's only dated heading, and the same with another month."""


def next_estimate(name: str, cell: str) -> Drawn:
    return FORMS[name].drawn().with_cell(cell, NEXT_ESTIMATES[name])


def of_another_month(name: str, cell: str) -> Drawn:
    drawn = FORMS[name].drawn()
    row, column = position(cell)
    words = drawn.rows[row][column]
    good, wrong = OTHER_MONTHS[name]
    assert isinstance(words, str) and good in words
    return drawn.with_cell(cell, words.replace(good, wrong))


MISTAKES = {
    "shifted column": Mistake(shifted, "stand one column to the right"),
    "unit slip": Mistake(thousandfold, "1,000"),
    "parent added to children": Mistake(with_its_children, "added to its children"),
    "falling cumulative": Mistake(below_its_month, "a cumulative figure falls"),
    "estimate for the month": Mistake(next_estimate, ""),
    "wrong month": Mistake(of_another_month, " names "),
    "merged total": Mistake(merged_with_next, "merged cells"),
}

TABLE: dict[str, dict[str, str | Impossible]] = {
    "shifted column": {
        "january": "D7 E7 F7 G7",
        "february": "D6 E6 F6 G6 H6 I6 J6",
        "may": "D7 E7 F7 G7 H7 I7 J7 K7 L7 M7 N7",
        "june": "C7 D7 E7 F7 G7 H7",
        "october": "D6 E6 F6 G6 H6 I6 J6 K6 L6",
        "december": "D7 E7 F7 G7 H7 I7",
        "budget": "C9 D9 E9 F9",
        "investment": "C7 D7 E7 F7 G7",
        "commune": "D7 E7 F7",
        "english": "D6 E6 F6 G6 H6",
    },
    "unit slip": {
        "january": "D14 E14 F14",
        "february": "D13 E13 F13 I13 J13 K13",
        "may": "D14 E14 F14 G14 H14 I14 M14 N14",
        "june": "C13 D13 E13 F13 G13",
        "october": "D13 E13 F13 G13 I13 J13",
        "december": "D14 E14 F14 G14 H14",
        "budget": "C11 D11 E11",
        "investment": "C12 D12 E12 F12",
        "commune": "D8 E8 F8",
        "english": "D8 E8 F8 G8",
    },
    "parent added to children": {
        "january": "D7 E7 F7 D9 E9 F9",
        "february": "D6 E6 F6 I6 J6 K6 D8 E8 F8 I8 J8 K8",
        "may": "D7 E7 F7 G7 H7 I7 M7 N7 D9 E9 F9 G9 H9 I9 M9 N9",
        "june": "C7 D7 E7 F7 G7 C9 D9 E9 F9 G9",
        "october": "D6 E6 F6 G6 I6 J6 D8 E8 F8 G8 I8 J8",
        "december": "D7 E7 F7 G7 H7 D9 E9 F9 G9 H9",
        "budget": "C9 D9 E9",
        "investment": "C7 D7 E7 F7 C9 D9 E9 F9",
        "commune": Impossible("its rows are no parts of each other"),
        "english": "D6 E6 F6 G6",
    },
    "falling cumulative": {
        "january": Impossible("January is all of the year so far: it prints no cumulative"),
        "february": "K6",
        "may": "G7",
        "june": "F7",
        "october": "G6",
        "december": "G7",
        "budget": Impossible("it prints one run a year, of which nothing else is a part"),
        "investment": "F7",
        "commune": "F7",
        "english": "G6",
    },
    "estimate for the month": {
        "january": "F5",
        "february": "F4",
        "may": "F4",
        "june": "E5",
        "october": "F4",
        "december": "F4",
        "budget": "D5",
        "investment": "E5",
        "commune": "E5",
        "english": "F4",
    },
    "wrong month": {
        "january": "A2",
        "february": "A2",
        "may": "A2",
        "june": "A2",
        "october": "A2",
        "december": "A2",
        "budget": "D5",
        "investment": "A2",
        "commune": "A2",
        "english": "A2",
    },
    "merged total": {
        "january": "D7 E7 F7",
        "february": "D6 E6 F6 I6 J6 K6",
        "may": "D7 E7 F7 G7 H7 I7 M7 N7",
        "june": "C7 D7 E7 F7 G7",
        "october": "D6 E6 F6 G6 I6 J6",
        "december": "D7 E7 F7 G7 H7",
        "budget": "C9 D9 E9",
        "investment": "C7 D7 E7 F7",
        "commune": "D7 E7 F7",
        "english": "D6 E6 F6 G6",
    },
}
"""By mistake and report: the cells at which it is planted and found, or why it cannot be made."""
