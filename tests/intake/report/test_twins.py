"""Each report has a twin with one mistake, which is found where it stands."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.intake.report.forms import FORMS
from tests.intake.report.reader import problems, read
from tests.intake.report.sheets import Drawn

Mistake = Callable[[Drawn], Drawn]


def with_cells(**values: object) -> Mistake:
    def mistake(drawn: Drawn) -> Drawn:
        for address, value in values.items():
            drawn = drawn.with_cell(address, value)  # type: ignore[arg-type]
        return drawn

    return mistake


TWINS: dict[str, tuple[str, Mistake, str]] = {
    "shifted column": (
        "january",
        lambda drawn: drawn.shifted("F7", 14),
        "F7: the numbers of column F on stand one column to the right",
    ),
    "falling cumulative": (
        "february",
        with_cells(K6=300.1),
        "K6: a cumulative figure falls: 2024-01/2024-02 in K6 has 300.1",
    ),
    "estimate taken for the month": (
        "may",
        with_cells(F4="Ước tính tháng 6"),
        "F4: 'Ước tính tháng 6' means the same as 'Ước tính tháng 6' in M4",
    ),
    "wrong month in the title": (
        "june",
        with_cells(A2="BÁO CÁO THÁNG 7 VÀ 7 THÁNG ĐẦU NĂM 2024"),
        "A2: the title names 2024-01/2024-07, but no column is about that: 'Sơ bộ tháng 6' in E5",
    ),
    "slip of the unit": (
        "october",
        with_cells(G8=12_188_100),
        "G8: the number fits the others only divided by 1,000: 12,188.1 expected",
    ),
    "merged total": (
        "december",
        lambda drawn: drawn.with_cell("F10", None).with_merge("F9:F10"),
        "F9: the number stands in merged cells",
    ),
    "other decimal mark": (
        "budget",
        with_cells(D9="1,561.25"),
        "D9: '1,561.25' cannot be read with the decimal mark ','",
    ),
    "parent added to its children": (
        "investment",
        with_cells(F7=1206 + 933.75),
        "F7: the parent was added to its children: 1,206 expected, 2,139.75 stated",
    ),
    "cumulative below its month": (
        "commune",
        with_cells(F7=10),
        "F7: a cumulative figure falls: 2024-Q1 in F7 has 10, its part 2024-03 in E7 has 16.75",
    ),
    "growth under a heading of ratios": (
        "english",
        with_cells(I6="6.38", I7="8.69", I8="13.42"),
        "I6: 'May 2024 compared with the same period of last year (%)' is read as base_ratio, "
        "but its numbers look like growth",
    ),
}


@pytest.mark.parametrize("mistake", TWINS)
def test_a_mistake_is_found_at_its_address(mistake: str) -> None:
    form, make, told = TWINS[mistake]
    good = FORMS[form].drawn()
    assert problems(read(good)) == []
    assert any(problem.startswith(told) for problem in problems(read(make(good)))), problems(
        read(make(good))
    )


def test_every_form_has_its_twin() -> None:
    assert {form for form, _, _ in TWINS.values()} == set(FORMS)
