"""Targets across a reform: recast where every part had one, else said not to compare."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest

from tests.country import PACK, REGISTER, cell, evidence, figures, series
from tests.kernel.cubes import tiles_of
from tiendo.cube.explain.reader import Reader
from tiendo.cube.explain.row import Row
from tiendo.cube.explain.targets import Comparability, targets_on_map
from tiendo.cube.kernel import Country, Question, World
from tiendo.vocabulary.figure import Figure
from tiendo.vocabulary.former_targets import joined_operator, target_lineage
from tiendo.vocabulary.period import Period
from tiendo.vocabulary.words import Kind, Modality, Operator, Severity, Verdict

YEAR = Period.parse("2022")
CHECK = "rule:target_territory"


def targets(*told: tuple[str, str], indicator: str = "births", run: str = "2022") -> list[Figure]:
    """Return targets of places for a run."""
    return figures(
        *((place, indicator, run, value) for place, value in told),
        modality=Modality.TARGET,
        first=100,
    )


def as_growth(filed: Sequence[Figure]) -> list[Figure]:
    """Return the same targets as ones of growth."""
    return [
        replace(one, statement=replace(one.statement, kind=Kind.GROWTH, stated_unit="percent"))
        for one in filed
    ]


def with_operators(filed: Sequence[Figure], *operators: Operator) -> list[Figure]:
    """Return the same targets, each to be met in its way."""
    return [
        replace(one, statement=replace(one.statement, operator=operator))
        for one, operator in zip(filed, operators, strict=True)
    ]


def said_of(row: Row) -> list[tuple[Verdict, Severity]]:
    """Return what is found on the targets of a row."""
    return [(f.verdict, f.severity) for f in row.findings if f.check == CHECK]


NOT_COMPARABLE = [(Verdict.NOT_CHECKABLE, Severity.WARNING)]
RESULT = figures(("south-2022", "births", "2022", "90"))


# ---- in the row of the place -------------------------------------------------------


def test_targets_of_all_that_it_was_made_of_make_its_plan() -> None:
    row = cell(
        [*RESULT, *targets(("south", "100"), ("isle", "20"))], "south-2022", "births", "2022"
    )

    (plan,) = row.plans
    assert (plan.answer.value, plan.derived, plan.period) == (120, True, YEAR)
    assert (plan.version, plan.decision) == (None, None)
    assert plan.share is not None and plan.share.value == 75
    assert {f.id for f in plan.answer.trace.figures()} == {100, 101}
    assert said_of(row) == [(Verdict.EXPLAINED, Severity.INFO)]
    assert "recast: sum of the targets of south, isle" in row.findings[-1].detail


def test_a_target_of_one_part_alone_does_not_judge_the_new_place() -> None:
    row = cell([*RESULT, *targets(("south", "100"))], "south-2022", "births", "2022")

    assert row.plans == () and said_of(row) == NOT_COMPARABLE
    assert "level target 100 of 2022 not comparable" in row.findings[-1].detail
    assert "set for the territory of south; not recast: isle had none" in row.findings[-1].detail


def test_the_former_place_keeps_its_own_target() -> None:
    row = cell(targets(("south", "100"), ("isle", "20")), "south", "births", "2022")
    assert [plan.answer.value for plan in row.plans] == [100] and said_of(row) == []


def test_a_target_set_anew_is_the_one_to_compare_with() -> None:
    filed = [*RESULT, *targets(("south", "100"), ("isle", "20"), ("south-2022", "130"))]
    row = cell(filed, "south-2022", "births", "2022")
    assert [plan.answer.value for plan in row.plans] == [130] and said_of(row) == []


def test_one_assigners_targets_are_not_added_to_anothers() -> None:
    one, other = targets(("south", "100"), ("isle", "20"))
    other = replace(other, statement=replace(other.statement, assigner="the country"))
    row = cell([*RESULT, one, other], "south-2022", "births", "2022")
    assert row.plans == () and said_of(row) == NOT_COMPARABLE * 2


def test_growths_of_several_territories_do_not_add_up() -> None:
    filed = as_growth(targets(("south", "8"), ("isle", "9")))
    row = cell([*RESULT, *filed], "south-2022", "births", "2022")
    assert row.plans == () and said_of(row) == NOT_COMPARABLE * 2
    assert "growths of several territories do not add up" in row.findings[-1].detail


def test_of_the_same_territory_even_a_growth_is_carried_over() -> None:
    filed = [
        *as_growth(targets(("alder", "8"), run="2020")),
        *figures(("alder", "births", "2020", "10")),
    ]
    row = cell(filed, "alder-2023", "births", "2020", "2024-01-01")
    assert [plan.answer.value for plan in row.plans] == [8]


def test_targets_of_what_does_not_add_up_over_places_do_not_either() -> None:
    filed = targets(("alder", "40"), ("birch", "60"), indicator="wells-share", run="2021")
    row = cell(
        [*filed, *figures(("alderbirch", "wells-share", "2021", "50"))],
        "alderbirch", "wells-share", "2021",
    )  # fmt: skip
    assert row.plans == () and said_of(row) == NOT_COMPARABLE * 2
    assert "does not add up over places" in row.findings[-1].detail


def test_of_a_divided_village_the_parts_have_no_target() -> None:
    filed = [*targets(("cedar", "50")), *figures(("cedar-east", "births", "2022", "9"))]
    row = cell(filed, "cedar-east", "births", "2022")
    assert row.plans == () and said_of(row) == NOT_COMPARABLE
    assert "only a part of cedar lies here" in row.findings[-1].detail


def test_on_another_map_an_earlier_year_has_the_sum_of_its_targets() -> None:
    filed = targets(("alder", "12"), ("birch", "18"), run="2020")
    row = cell(filed, "alderbirch", "births", "2020", "2021-06-01")
    assert [plan.answer.value for plan in row.plans] == [30]
    assert cell(filed, "alderbirch", "births", "2020").plans == ()


def test_a_maximum_beside_a_minimum_makes_no_target() -> None:
    filed = targets(("south", "100"), ("isle", "20"))
    filed = with_operators(filed, Operator.AT_LEAST, Operator.AT_MOST)
    row = cell([*RESULT, *filed], "south-2022", "births", "2022")
    assert row.plans == () and said_of(row) == NOT_COMPARABLE * 2


@pytest.mark.parametrize(
    ("said", "joined"),
    [
        ("exact exact", "exact"),
        ("at_least more_than", "at_least"),
        ("exact at_least", "at_least"),
        ("exact at_most", "at_most"),
        ("none_left at_most", "at_most"),
        ("none_left none_left", "none_left"),
        ("at_least less_than", None),
        ("none_left at_least", None),
    ],
)
def test_how_a_sum_is_to_be_met(said: str, joined: str | None) -> None:
    found = joined_operator(map(Operator, said.split()))
    assert found == (None if joined is None else Operator(joined))


def test_what_is_set_for_a_lower_unit_is_no_target_of_a_province() -> None:
    day = date(2023, 1, 1)
    lineage = target_lineage(REGISTER, "south-2022", day, YEAR.end)
    assert lineage is not None and lineage.keys == ("south", "isle")
    assert target_lineage(REGISTER, "north", day, YEAR.end) is None
    assert target_lineage(REGISTER, "south", day, YEAR.end) is None


# ---- the cube, and `tiendo recast` ---------------------------------------------------


def test_the_cube_says_the_same() -> None:
    filed = [*RESULT, *targets(("south", "100"), ("isle", "20"))]
    tiles = tiles_of(tuple(filed), REGISTER, PACK.catalogue, date(2026, 6, 1))
    country = Country(World(REGISTER, PACK.catalogue, ()), tiles)
    question = Question(YEAR, date(2026, 6, 1))
    rows = country.evaluate_place("south-2022", question).records(places=["south-2022"])
    (row,) = [one for one in rows if one["indicator"] == "births"]
    (plan,) = row["plans"]
    assert (plan["value"], plan["derived"], plan["share_pct"]) == (120, True, 75)
    assert CHECK in [finding["check"] for finding in row["findings"]]


def _compared(*told: tuple[str, str]) -> list[tuple[Comparability, object]]:
    reader = Reader(evidence(targets(*told), "2023-01-01"))
    found = targets_on_map(reader, "south-2022", series("births"), YEAR)
    return [(target.comparability, target.value) for target in found]


def test_recast_lists_every_target_with_whether_it_compares() -> None:
    assert _compared(("south", "100")) == [(Comparability.NOT_COMPARABLE, 100)]
    assert _compared(("south", "100"), ("isle", "20")) == [(Comparability.RECAST, 120)]
    assert _compared(("south", "100"), ("south-2022", "130")) == [(Comparability.COMPARABLE, 130)]
