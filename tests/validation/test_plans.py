"""Rules about plans: the triangle of level, growth and base, and plans that move."""

from __future__ import annotations

import csv
from decimal import Decimal
from pathlib import Path

import pytest

from tests.validation.asking import HERE, found, numbers, rule
from tests.world import filed, planned, stated
from tiendo.validation.rule import PlanMoved, PlanTriangle
from tiendo.vocabulary.words import Operator, Verdict

TRIANGLE = PlanTriangle()
MOVED = PlanMoved(tolerance_pct=Decimal(2))


def plan(base: str, level: str, growth: str, **fields: object) -> list:  # type: ignore[type-arg]
    return filed(
        stated(HERE, "revenue", "2025", base),
        planned(HERE, "revenue", "2026", level, **fields),
        planned(HERE, "revenue", "2026", growth, kind="growth", **fields),
    )


DIEN_BIEN = {
    "A": ("4979.6", "5186.23", "4.15"),
    "B": ("131.15", "140.59", "7.2"),
    "C": ("1050.13", "1195.14", "13.81"),
    "D": ("1186.82", "1322.42", "11.43"),
    "E": ("108.81", "118.3", "8.72"),
    "F": ("3261.8", "3720.14", "14.05"),
    "G": ("2486.46", "2832.08", "13.9"),
    "H": ("844.31", "958.42", "13.51"),
    "I": ("1374.34", "1636.56", "19.08"),
    "J": ("1134.9", "1262.69", "11.26"),
    "K": ("1178.72", "1266.77", "7.47"),
    "L": ("2236.94", "2493.96", "11.49"),
    "M": ("575.23", "646.39", "12.37"),
    "N": ("86.91", "107.73", "23.96"),
    "O": ("3554.06", "4003.79", "12.65"),
    "P": ("2846.03", "3147.23", "12.34"),
    "Q": ("1684.93", "1860.45", "10.12"),
    "R": ("117", "129.31", "10.52"),
    "S": ("290.38", "354.32", "22.02"),
    "T": ("38.25", "42.41", "8.24"),
    "TAX": ("1302.21", "1401.47", "7.62"),
    "TOTAL": ("30469", "33826.4", "11.02"),
}
"""Growth scenario of Điện Biên for 2026: value added of 2025, aim of 2026 in bn VND, aim in %.

The document contradicts itself in three rows. Real; a third party's transcription of a provincial
document, kept for tests only.
"""


def test_the_three_contradictions_of_a_real_scenario_are_found_and_nothing_else() -> None:
    wrong = {row for row, numbers in DIEN_BIEN.items() if found(TRIANGLE, "2026", plan(*numbers))}
    assert wrong == {"P", "Q", "T"}


SCENARIO = Path(__file__).parents[3] / "shared/data/vietnam/ref_dienbien_grdp_scenario_2026.csv"


@pytest.mark.skipif(
    not SCENARIO.exists(), reason=f"the document's transcription is not at {SCENARIO}"
)
def test_the_rows_above_are_those_of_the_document() -> None:
    with SCENARIO.open(encoding="utf-8", newline="") as file:
        lines = {line["isic_section"]: line for line in csv.DictReader(file)}
    columns = ("va_2025_bn", "target_2026_bn", "target_2026_growth_pct")
    sections = [row for row in DIEN_BIEN if row not in ("TAX", "TOTAL")]
    assert len(sections) == 20
    for row in sections:
        assert tuple(Decimal(lines[row][c]) for c in columns) == tuple(map(Decimal, DIEN_BIEN[row]))


def test_a_triangle_names_base_plan_and_both_growths() -> None:
    [one] = found(TRIANGLE, "2026", plan(*DIEN_BIEN["P"]))
    assert one.verdict is Verdict.CONTRADICTION
    assert one.stated == Decimal("12.34")
    assert round(one.expected or 0, 2) == Decimal("10.58")
    assert one.unit == "percent"
    assert len(one.figures) == 3


def test_the_plan_of_the_year_is_checked_in_every_run_of_it() -> None:
    assert len(found(TRIANGLE, "2026-02", plan(*DIEN_BIEN["T"]))) == 1
    assert found(TRIANGLE, "2025-02", plan(*DIEN_BIEN["T"])) == ()


def test_an_aim_of_at_least_is_met_by_more() -> None:
    at_least = plan("100.0", "112.0", "10", operator=Operator.AT_LEAST)
    assert found(TRIANGLE, "2026", at_least) == ()
    too_little = plan("100.0", "105.0", "10", operator=Operator.AT_MOST)
    assert found(TRIANGLE, "2026", too_little) == ()


def test_plans_of_different_assigners_are_not_held_against_each_other() -> None:
    two = filed(
        stated(HERE, "revenue", "2025", "100"),
        planned(HERE, "revenue", "2026", "150", assigner="province"),
        planned(HERE, "revenue", "2026", "10", kind="growth", assigner="own"),
    )
    assert found(TRIANGLE, "2026", two) == ()


@pytest.mark.parametrize(("right", "verdicts"), [("skip", []), ("refuse", ["not_checkable"])])
def test_without_a_base_the_rule_does_what_it_says(right: str, verdicts: list[str]) -> None:
    baseless = plan("100", "150", "10")[1:]
    assert [f.verdict for f in found(rule(TRIANGLE, right=right), "2026", baseless)] == verdicts


def test_a_hidden_base_gives_nothing_away() -> None:
    hidden = [
        *plan("100", "150", "10"),
        *filed(
            stated(HERE, "revenue", "2025", None, state="confidential", known="2026-02-01"),
            number=2,
        ),
    ]
    assert found(rule(TRIANGLE, right="refuse"), "2026", hidden) == ()


def report(period: str, level: str, share: str, known: str, number: int) -> list:  # type: ignore[type-arg]
    return filed(
        stated(HERE, "investment", period, level, known=known),
        stated(HERE, "investment", period, share, kind="plan_share", known=known),
        number=number,
    )


JANUARY = report("2024-01", "1139.268", "5.178", "2024-01-29", 1)
FEBRUARY = report("2024-01/2024-02", "1641.846", "9.59", "2024-02-29", 2)


def test_an_implied_plan_that_moved_is_found_as_for_quang_ninh_in_2024() -> None:
    [one] = found(MOVED, "2024-02", JANUARY, FEBRUARY)
    assert one.verdict is Verdict.SUSPECT
    assert [round(value or 0) for value in numbers(one)] == [22002, 17120]
    assert "moved from 22002.1 (known 2024-01-29) to 17120.4 (known 2024-02-29)" in one.detail
    assert len(one.figures) == 4


def test_a_plan_did_not_move_before_it_moved() -> None:
    assert found(MOVED, "2024-01", JANUARY, FEBRUARY) == ()
    assert found(MOVED, "2024-02", JANUARY, FEBRUARY, as_of="2024-02-10") == ()


def test_a_steady_plan_is_silent_though_its_digits_are_few() -> None:
    # 5.2 % stands for 5.15 to 5.25 %: the plans 22,000 and 21,909 are one and the same.
    january = report("2024-01", "1139.268", "5.2", "2024-01-29", 1)
    february = report("2024-01/2024-02", "2112.192", "9.6", "2024-02-29", 2)
    assert found(MOVED, "2024-02", january, february) == ()


def test_a_filed_version_explains_the_move() -> None:
    version = filed(
        planned(HERE, "investment", "2024", "22002", known="2024-01-05"),
        planned(HERE, "investment", "2024", "17120", known="2024-02-15", decision="12/QĐ"),
        number=3,
    )
    listed = found(MOVED, "2024-02", JANUARY, FEBRUARY, version)
    assert [one.verdict for one in listed] == [Verdict.EXPLAINED, Verdict.EXPLAINED]


def test_a_confidential_level_does_not_tell_its_plan() -> None:
    hidden = filed(
        stated(
            HERE, "investment", "2024-01/2024-02", None, state="confidential", known="2024-03-01"
        ),
        number=3,
    )
    assert found(MOVED, "2024-02", JANUARY, FEBRUARY, hidden) == ()
