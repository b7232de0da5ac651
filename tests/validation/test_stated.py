"""Rules about stated numbers: range, parts of a whole, growth from levels, two sources."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from tests.validation.asking import HERE, found, numbers, rule
from tests.world import filed, planned, stated
from tiendo.validation.rule import GrowthFromLevels, PartsWithinWhole, StatedRange, TwoSources
from tiendo.vocabulary.figure import Figure
from tiendo.vocabulary.words import Kind, Severity, Verdict

RATE = StatedRange((Kind.LEVEL,), Decimal(0), Decimal(100))
SHARE = StatedRange((Kind.SHARE,), Decimal(0), Decimal(100))
GROWTH = StatedRange((Kind.GROWTH,), Decimal(-100), None)
PARTS = PartsWithinWhole()
LEVELS = GrowthFromLevels()
SOURCES = TwoSources((Kind.LEVEL, Kind.GROWTH, Kind.PLAN_SHARE))


@pytest.mark.parametrize(
    ("value", "fires"), [("104.5", True), ("-3", True), ("100", False), ("100.4", True)]
)
def test_a_rate_beyond_100_is_found(value: str, fires: bool) -> None:
    rates = filed(stated(HERE, "trained-rate", "2025", value))
    assert len(found(RATE, "2025", rates)) == fires


@pytest.mark.parametrize(
    ("severity", "verdict", "word"),
    [
        (Severity.ERROR, Verdict.CONTRADICTION, "possible is 0 to 100"),
        (Severity.WARNING, Verdict.SUSPECT, "plausible is 0 to 100"),
    ],
)
def test_only_an_error_rule_calls_a_number_impossible(
    severity: Severity, verdict: Verdict, word: str
) -> None:
    rates = filed(stated(HERE, "trained-rate", "2025", "104.5"))
    [one] = found(rule(RATE, severity=severity), "2025", rates)
    assert one.verdict is verdict
    assert word in one.detail


def test_a_number_that_rounding_may_bring_into_the_range_is_silent() -> None:
    above = StatedRange((Kind.LEVEL,), Decimal("100.4"), None)
    assert found(above, "2025", filed(stated(HERE, "trained-rate", "2025", "100"))) == ()
    assert len(found(above, "2025", filed(stated(HERE, "trained-rate", "2025", "100.0")))) == 1


def test_a_planned_rate_is_held_to_the_range_too() -> None:
    [one] = found(RATE, "2026", filed(planned(HERE, "trained-rate", "2026", "187.5")))
    assert "planned level 187.5 percent" in one.detail
    assert numbers(one) == (100, Decimal("187.5"))


def test_a_share_and_a_fall_have_ranges_of_their_own() -> None:
    figures = filed(
        stated(HERE, "output", "2025", "130", kind="share", cut="sector=industry"),
        stated(HERE, "revenue", "2025", "-130", kind="growth"),
    )
    assert [one.stated for one in found(SHARE, "2025", figures)] == [130]
    assert [one.stated for one in found(GROWTH, "2025", figures)] == [-130]
    good = filed(
        stated(HERE, "output", "2025", "30", kind="share", cut="sector=industry"),
        stated(HERE, "revenue", "2025", "-100", kind="growth"),
    )
    assert found(SHARE, "2025", good) == found(GROWTH, "2025", good) == ()


def test_only_the_figure_that_answers_counts() -> None:
    mended = filed(
        stated(HERE, "trained-rate", "2025", "825", known="2026-01-10"),
        stated(HERE, "trained-rate", "2025", "82.5", known="2026-01-20"),
    )
    assert found(RATE, "2025", mended) == ()
    assert len(found(RATE, "2025", mended, as_of="2026-01-15")) == 1


def parts(total: str, **codes: str) -> list[Figure]:
    return filed(
        stated(HERE, "investment", "2025", total),
        *(
            stated(HERE, "investment", "2025", value, cut=f"management={code}")
            for code, value in codes.items()
        ),
    )


def test_a_part_larger_than_its_whole_is_found_though_another_part_is_missing() -> None:
    [one] = found(PARTS, "2025", parts("100", local="120"))
    assert one.verdict is Verdict.CONTRADICTION
    assert numbers(one) == (120, 100)
    assert "not known: central" in one.detail


def test_parts_within_their_whole_are_silent_and_so_is_rounding() -> None:
    assert found(PARTS, "2025", parts("100", local="80")) == ()
    assert found(PARTS, "2025", parts("100", local="100.9")) != ()
    assert found(PARTS, "2025", parts("100", local="100.5")) == ()


def test_where_all_parts_are_known_the_check_of_sums_tells_it() -> None:
    assert found(PARTS, "2025", parts("100", local="80", central="40")) == ()


def test_an_unknown_residual_may_be_negative() -> None:
    known = filed(
        stated(HERE, "output", "2025", "100"),
        stated(HERE, "output", "2025", "110", cut="sector=services"),
    )
    assert found(PARTS, "2025", known) == ()


def test_the_parts_of_a_part_are_checked_too() -> None:
    known = filed(stated(HERE, "investment", "2025", "100", cut="management=local")) + filed(
        stated(HERE, "investment", "2025", "130", cut="management=province"), number=2
    )
    [one] = found(PARTS, "2025", known)
    assert str(one.cell.series.breakdown) == "management=local"


def test_a_hidden_part_silences_its_siblings() -> None:
    hidden = parts("100", local="120") + filed(
        stated(HERE, "investment", "2025", None, cut="management=central", state="confidential"),
        number=2,
    )
    assert found(PARTS, "2025", hidden) == ()


def two_years(growth: str, known: str = "2026-01-10") -> list[Figure]:
    """Return levels of two files, and a growth of a third."""
    return [
        *filed(stated(HERE, "revenue", "2024", "100.0", known="2025-01-10"), number=1),
        *filed(stated(HERE, "revenue", "2025", "112.0", known="2026-01-10"), number=2),
        *filed(stated(HERE, "revenue", "2025", growth, kind="growth", known=known), number=3),
    ]


def test_a_growth_of_another_file_must_be_that_between_the_levels() -> None:
    [one] = found(LEVELS, "2025", two_years("8.5"))
    assert one.verdict is Verdict.CONTRADICTION
    assert numbers(one) == (12, Decimal("8.5"))
    assert len(one.figures) == 3
    assert found(LEVELS, "2025", two_years("12")) == ()


def test_a_growth_that_the_levels_gave_when_it_was_stated_is_explained() -> None:
    revised = [
        *two_years("12"),
        *filed(stated(HERE, "revenue", "2025", "118.0", known="2026-03-01"), number=4),
    ]
    [one] = found(LEVELS, "2025", revised)
    assert one.verdict is Verdict.EXPLAINED


def test_a_growth_of_the_levels_own_file_is_left_to_every_evaluation() -> None:
    together = filed(
        stated(HERE, "revenue", "2024", "100.0"),
        stated(HERE, "revenue", "2025", "112.0"),
        stated(HERE, "revenue", "2025", "8.5", kind="growth"),
    )
    assert found(LEVELS, "2025", together) == ()


def test_a_growth_without_levels_is_skipped_or_told() -> None:
    alone = filed(stated(HERE, "revenue", "2025", "8.5", kind="growth"))
    assert found(LEVELS, "2025", alone) == ()
    [one] = found(rule(LEVELS, right="refuse"), "2025", alone)
    assert one.verdict is Verdict.NOT_CHECKABLE


def by(source: str, number: int, value: str, **fields: object) -> list[Figure]:
    """Return one figure of revenue by a source."""
    figures = filed(stated(HERE, "revenue", "2025", value, **fields), number=number)  # type: ignore[arg-type]
    return [replace(f, filing=replace(f.filing, source=source)) for f in figures]


OFFICE, DEPARTMENT = "statistics office", "industry department"


def test_two_sources_that_differ_are_both_kept_and_named() -> None:
    [one] = found(SOURCES, "2025", by(DEPARTMENT, 1, "105"), by(OFFICE, 2, "112"))
    assert one.verdict is Verdict.CONTRADICTION
    assert numbers(one) == (105, 112)
    assert "112 bn VND by statistics office, 105 bn VND by industry department" in one.detail


def test_sources_that_agree_up_to_rounding_are_silent() -> None:
    assert found(SOURCES, "2025", by(DEPARTMENT, 1, "112.4"), by(OFFICE, 2, "112")) == ()


def test_a_revision_by_the_same_source_is_no_conflict() -> None:
    first, second = (
        by(OFFICE, 1, "105", known="2026-01-10"),
        by(OFFICE, 2, "112", known="2026-02-10"),
    )
    assert found(SOURCES, "2025", first, second) == ()


def test_an_estimate_against_a_final_figure_is_suspect() -> None:
    [one] = found(
        SOURCES, "2025", by(DEPARTMENT, 1, "105", status="estimate"), by(OFFICE, 2, "112")
    )
    assert one.verdict is Verdict.SUSPECT


def test_shares_of_plans_by_different_assigners_are_different_things() -> None:
    shares = [
        *by(DEPARTMENT, 1, "43.78", kind="plan_share", assigner="province"),
        *by(OFFICE, 2, "43.69", kind="plan_share", assigner="own"),
    ]
    assert found(SOURCES, "2025", shares) == ()


def test_a_hidden_run_is_not_told_by_another_source() -> None:
    hidden = filed(
        stated(HERE, "revenue", "2025", None, state="confidential", known="2026-02-01"), number=3
    )
    assert found(SOURCES, "2025", by(DEPARTMENT, 1, "105"), by(OFFICE, 2, "112"), hidden) == ()
