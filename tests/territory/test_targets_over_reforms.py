"""Targets set before several reforms: the nearest of each part counts, and all parts must have one.

In March alder and birch became ab; in July ab and cedar became abc. Their targets for the year may
have been set at New Year, in spring or in autumn.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.country import PACK, TODAY, figures, series
from tests.kernel.cubes import tiles_of
from tests.territory.successive import LAND, Reform, register_after, row_of
from tiendo.cube.explain.row import Row
from tiendo.cube.kernel import Country, Question, World
from tiendo.vocabulary.figure import Figure
from tiendo.vocabulary.former_targets import target_lineage
from tiendo.vocabulary.period import Period
from tiendo.vocabulary.place import PlaceRegister
from tiendo.vocabulary.words import Kind, Modality, Operator

CHECK = "rule:target_territory"
BIRTHS = series("births")
MARCH = Reform.on("2022-03-01", "alder > ab", "birch > ab")
JULY = Reform.on("2022-07-01", "ab > abc", "cedar > abc")
MERGED_TWICE = register_after(MARCH, JULY)


def targets(**told: str) -> list[Figure]:
    """Return targets of villages for the births of 2022."""
    each = ((place, "births", "2022", value) for place, value in told.items())
    return figures(*each, modality=Modality.TARGET)


def said(
    filed: list[Figure],
    place: str = "abc",
    register: PlaceRegister = MERGED_TWICE,
    map_day: str | None = None,
) -> tuple[list[int], list[str]]:
    """Return the plans that a result is compared with, and why targets of others are not."""
    filed = [*filed, *figures((place, "births", "2022", "9"), first=100)]
    row = row_of(register, filed, place, BIRTHS, "2022", map_day)
    assert _told(row) == _told_by_the_cube(register, filed, place, map_day)
    why = [f.detail for f in row.findings if f.check == CHECK and f.verdict == "not_checkable"]
    values = [int(plan.answer.value or 0) for plan in row.plans]
    return values, [one.partition("not comparable: ")[2] for one in why]


def _told(row: Row) -> tuple[object, ...]:
    plans = [(plan.answer.value, plan.derived, plan.operator) for plan in row.plans]
    return plans, sorted(f.verdict for f in row.findings if f.check == CHECK)


def _told_by_the_cube(
    register: PlaceRegister, filed: list[Figure], place: str, map_day: str | None
) -> tuple[object, ...]:
    tiles = tiles_of(filed, register, PACK.catalogue, TODAY)
    day = None if map_day is None else Reform.on(map_day).day
    question = Question(Period.parse("2022"), TODAY, tree_as_of=day)
    country = Country(World(register, PACK.catalogue, ()), tiles)
    found = country.evaluate_place(place, question).records(places=[place])
    (row,) = [one for one in found if one["indicator"] == "births"]
    plans = [(plan["value"], plan["derived"], plan["operator"]) for plan in row["plans"]]
    return plans, sorted(f["verdict"] for f in row["findings"] if f["check"] == CHECK)


# ---- merged, and merged again ------------------------------------------------------------


def test_targets_that_all_villages_had_at_new_year_make_that_of_the_last() -> None:
    assert said(targets(alder="10", birch="20", cedar="5")) == ([35], [])


def test_targets_set_between_the_reforms_do_too() -> None:
    assert said(targets(ab="32", cedar="5")) == ([37], [])


def test_a_target_set_after_both_is_its_own() -> None:
    assert said(targets(alder="10", birch="20", ab="32", cedar="5", abc="40")) == ([40], [])


def test_a_village_in_between_with_its_own_target_stands_for_its_parts() -> None:
    """Never are both counted: 10 and 20 were the targets of what 32 was then set for."""
    assert said(targets(alder="10", birch="20", ab="32", cedar="5")) == ([37], [])


def test_where_one_part_of_a_part_had_none_no_target_compares() -> None:
    why = "set for the territory of {}; not recast: birch had none"
    assert said(targets(alder="10", cedar="5")) == ([], [why.format("alder"), why.format("cedar")])


def test_where_nothing_beyond_a_village_had_one_the_village_itself_is_named() -> None:
    why = "set for the territory of cedar; not recast: ab had none"
    assert said(targets(cedar="5")) == ([], [why])


def test_what_a_nearer_target_stands_for_is_not_told_of() -> None:
    why = "set for the territory of ab; not recast: cedar had none"
    assert said(targets(alder="10", birch="20", ab="32")) == ([], [why])


def test_a_minimum_two_reforms_ago_does_not_join_a_maximum_one_ago() -> None:
    least, most = Operator.AT_LEAST, Operator.AT_MOST
    filed = [
        replace(one, statement=replace(one.statement, operator=operator))
        for one, operator in zip(
            targets(alder="10", birch="20", cedar="5"), (least, least, most), strict=True
        )
    ]
    values, why = said(filed)
    assert values == [] and len(why) == 3
    assert "some are to be reached and others not to be exceeded" in why[0]


def test_assigners_are_not_mixed_across_reforms_either() -> None:
    alder, birch, ab, cedar = targets(alder="10", birch="20", ab="32", cedar="5")
    by_the_land = replace(ab, statement=replace(ab.statement, assigner="the land"))
    values, why = said([alder, birch, by_the_land, cedar])
    assert values == [35]
    assert why == ["set for the territory of ab; not recast: cedar had none"]


def test_on_the_map_between_the_reforms_only_what_came_before_counts() -> None:
    filed = targets(alder="10", birch="20", cedar="5")
    assert said(filed, "ab", map_day="2022-05-01") == ([30], [])
    assert said(filed, "abc", map_day="2022-05-01") == ([], [])


def test_on_the_map_before_the_reforms_a_village_has_its_own_target() -> None:
    filed = targets(alder="10", birch="20", cedar="5")
    assert said(filed, "alder", map_day="2022-01-01") == ([10], [])


def test_on_the_map_before_the_reforms_the_last_villages_target_does_not_compare() -> None:
    why = "set for the territory of abc; not recast: only a part of abc lies here"
    assert said(targets(abc="40"), "alder", map_day="2022-01-01") == ([], [why])


def test_three_reforms_are_no_other_than_two() -> None:
    register = register_after(MARCH, JULY, Reform.on("2022-10-01", "abc > all", "dale > all"))
    filed = targets(alder="10", birch="20", ab="32", cedar="5", dale="1")
    assert said(filed, "all", register) == ([38], [])


def test_a_reform_of_long_ago_counts_for_a_target_set_for_today() -> None:
    register = register_after(
        Reform.on("2015-01-01", "alder > ab", "birch > ab"),
        Reform.on("2018-01-01", "ab > abc", "cedar > abc"),
    )
    assert said(targets(alder="10", birch="20", cedar="5"), "abc", register) == ([35], [])


# ---- renamed, split, shifted ---------------------------------------------------------------


def test_over_territories_that_stay_the_same_a_growth_is_carried_on() -> None:
    register = register_after(
        Reform.on("2022-03-01", "alder > alder-2"), Reform.on("2022-07-01", "alder-2 > alder-3")
    )
    (one,) = targets(alder="8")
    growth = replace(one.statement, kind=Kind.GROWTH, stated_unit="percent")
    assert said([replace(one, statement=growth)], "alder-3", register) == ([8], [])


SPLIT_AFTER = register_after(MARCH, Reform.on("2022-07-01", "ab part> left", "ab part> right"))


@pytest.mark.parametrize("place", ["left", "right"])
def test_of_a_village_split_after_a_merger_no_former_target_compares(place: str) -> None:
    only = "not recast: only a part of {} lies here"
    values, why = said(targets(alder="10", birch="20"), place, SPLIT_AFTER)
    assert values == [] and len(why) == 2
    assert all(only.format("alder, birch") in one for one in why)
    values, why = said(targets(alder="10", birch="20", ab="32"), place, SPLIT_AFTER)
    assert values == [] and len(why) == 1 and only.format("ab") in why[0]


def test_a_known_share_is_no_target_after_two_reforms_either() -> None:
    register = register_after(
        Reform.on("2022-03-01", "cedar part 0.4> east", "cedar part 0.6> west"),
        Reform.on("2022-07-01", "east > east-2"),
    )
    values, why = said(targets(cedar="50"), "east-2", register)
    assert values == [] and "only a part of cedar lies here" in why[0]


def test_halves_that_become_one_again_have_the_target_of_the_whole() -> None:
    register = register_after(
        Reform.on("2022-03-01", "cedar part> east", "cedar part> west"),
        Reform.on("2022-07-01", "east > cedar-2", "west > cedar-2"),
    )
    assert said(targets(cedar="50"), "cedar-2", register) == ([50], [])
    assert said(targets(cedar="50", east="30", west="25"), "cedar-2", register) == ([55], [])
    values, why = said(targets(cedar="50", east="30"), "cedar-2", register)
    assert values == [] and len(why) == 2
    assert all("only a part of cedar lies here" in one for one in why)


# ---- a merger taken back -------------------------------------------------------------------

UNDONE = register_after(
    MARCH,
    Reform.on(
        "2022-07-01",
        "ab part> alder-2", "ab part> birch-2", "alder again> alder-2", "birch again> birch-2",
    ),
)  # fmt: skip


def test_a_village_brought_back_to_life_has_the_target_that_it_had() -> None:
    assert said(targets(alder="10"), "alder-2", UNDONE) == ([10], [])
    assert said(targets(alder="10", ab="32"), "alder-2", UNDONE) == ([10], [])


def test_the_target_of_the_time_between_does_not_compare_with_it() -> None:
    values, why = said(targets(ab="32"), "alder-2", UNDONE)
    assert values == [] and "only a part of ab lies here" in why[0]


def test_the_target_of_the_other_village_is_none_of_its_business() -> None:
    assert said(targets(birch="20"), "alder-2", UNDONE) == ([], [])


def test_villages_brought_back_and_merged_again_have_the_sum_of_the_first_targets() -> None:
    again = Reform.on("2022-10-01", "alder-2 > abc", "birch-2 > abc", "cedar > abc")
    register = register_after(
        MARCH,
        Reform.on(
            "2022-07-01",
            "ab part> alder-2", "ab part> birch-2", "alder again> alder-2", "birch again> birch-2",
        ),
        again,
    )  # fmt: skip
    assert said(targets(alder="10", birch="20", cedar="5"), "abc", register) == ([35], [])


def test_on_the_map_of_the_time_between_later_targets_come_first() -> None:
    filed = targets(alder="10", birch="20")
    assert said(filed, "ab", UNDONE, "2022-05-01") == ([30], [])
    later = targets(**{"alder": "10", "birch": "20", "alder-2": "11", "birch-2": "22"})
    assert said(later, "ab", UNDONE, "2022-05-01") == ([33], [])
    half = targets(**{"alder": "10", "birch": "20", "alder-2": "11"})
    assert said(half, "ab", UNDONE, "2022-05-01") == ([30], [])


# ---- nothing to look at --------------------------------------------------------------------


def test_a_village_that_always_was_what_it_is_has_no_others() -> None:
    register = register_after(MARCH, Reform.on("2022-07-01", "dale > dale-2"))
    day = Reform.on("2022-12-31").day
    assert target_lineage(register, LAND, day, day) is None
    assert target_lineage(register, "alder", day, day) is None


def test_across_one_reform_there_is_nothing_to_choose() -> None:
    day = Reform.on("2022-12-31").day
    one = target_lineage(register_after(MARCH), "ab", day, day)
    two = target_lineage(MERGED_TWICE, "abc", day, day)
    assert one is not None and one.only_next is not None and one.only_next.exact
    assert two is not None and two.only_next is None
