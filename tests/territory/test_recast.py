"""Figures of former places on another day's map: exact, estimated, or refused with names."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.country import cell, figures
from tiendo.vocabulary.reform import Weight
from tiendo.vocabulary.words import Modality, Severity, State

ALDER_AND_BIRCH = figures(("alder", "births", "2020", "10"), ("birch", "births", "2020", "20"))


def test_births_of_10_and_20_in_two_merged_villages_are_30() -> None:
    row = cell(ALDER_AND_BIRCH, "alderbirch", "births", "2020", "2021-06-01")

    assert (row.state, row.value) == (State.VALUE, 30)
    assert "value" in row.derived
    assert [finding.check for finding in row.findings] == ["rule:territory"]


def test_the_merged_villages_keep_their_own_history() -> None:
    assert [cell(ALDER_AND_BIRCH, key, "births", "2020").value for key in ("alder", "birch")] == [
        10,
        20,
    ]


def test_without_another_map_a_later_village_has_no_earlier_figures() -> None:
    assert cell(ALDER_AND_BIRCH, "alderbirch", "births", "2020").state is State.MISSING


def test_a_part_that_did_not_report_makes_the_sum_partial_and_is_named() -> None:
    row = cell(ALDER_AND_BIRCH[:1], "alderbirch", "births", "2020", "2021-06-01")

    assert (row.state, row.value, row.growth_pct) == (State.PARTIAL, 10, None)
    assert "not known: birch" in row.findings[-1].detail


def test_growth_across_the_merger_is_on_the_recast_base_and_says_so() -> None:
    filed = [*ALDER_AND_BIRCH, *figures(("alderbirch", "births", "2021", "33"), first=9)]
    row = cell(filed, "alderbirch", "births", "2021")

    assert (row.value, row.same_period, row.growth_pct) == (33, 30, 10)
    assert "same_period" in row.derived
    (finding,) = row.findings
    assert finding.severity is Severity.INFO
    assert "same_period" in finding.detail and "alder, birch" in finding.detail


def test_a_merger_taken_back_leaves_no_trace_but_its_events() -> None:
    filed = figures(("alder", "births", "2020", "10"), ("alder-2023", "births", "2023", "12"))

    assert cell(filed, "alder-2023", "births", "2020", "2024-01-01").value == 10
    assert cell(filed, "alder", "births", "2023", "2020-01-01").value == 12


def test_of_the_time_between_the_restored_village_is_refused() -> None:
    filed = figures(("alderbirch", "births", "2021", "33"))
    row = cell(filed, "alder-2023", "births", "2021", "2024-01-01")

    assert (row.state, row.value) == (State.REFUSED, None)
    assert "alderbirch" in row.findings[-1].detail


@pytest.mark.parametrize(
    ("indicator", "value"),
    [("people", Decimal("300")), ("forest", Decimal("400"))],
)
def test_people_are_shared_by_people_and_land_by_area(indicator: str, value: Decimal) -> None:
    row = cell(
        figures(("cedar", indicator, "2020", "1000")), "cedar-east", indicator, "2020", "2023-01-01"
    )

    assert (row.state, row.value, row.modality) == (State.VALUE, value, Modality.ESTIMATED)
    assert row.findings[-1].detail.startswith("value of cedar-east")
    assert "estimated recast" in row.findings[-1].detail


def test_money_is_shared_out_only_by_a_weight_that_is_asked_for() -> None:
    filed = figures(("cedar", "budget", "2020", "1000"))

    assert cell(filed, "cedar-east", "budget", "2020", "2023-01-01").state is State.REFUSED
    by_people = cell(filed, "cedar-east", "budget", "2020", "2023-01-01", Weight.PEOPLE)
    assert (by_people.value, by_people.modality) == (300, Modality.ESTIMATED)


def test_shares_of_all_parts_add_up_to_what_was_filed() -> None:
    filed = figures(("cedar", "people", "2020", "1000"))
    parts = [
        cell(filed, key, "people", "2020", "2023-01-01").value
        for key in ("cedar-east", "cedar-west")
    ]
    assert sum(value for value in parts if value is not None) == 1000


def test_a_shifted_border_without_a_share_is_refused_by_name() -> None:
    filed = figures(("dale", "births", "2020", "7"), ("elm", "births", "2020", "5"))
    row = cell(filed, "elm-2022", "births", "2020", "2022-05-01")

    assert row.state is State.REFUSED
    assert "dale" in row.findings[-1].detail and "elm," not in row.findings[-1].detail


def test_the_province_of_a_shifted_border_keeps_its_total() -> None:
    filed = figures(
        ("dale", "births", "2020", "7"),
        ("elm", "births", "2020", "5"),
        ("ford", "births", "2020", "3"),
    )
    for map_day in (None, "2022-05-01"):
        assert cell(filed, "south", "births", "2020", map_day).value == 15


def test_backwards_what_a_province_was_is_added_up_from_the_villages_within_it() -> None:
    filed = figures(("ford-on-isle", "births", "2024", "2"), ("quay", "births", "2024", "4"))
    assert cell(filed, "isle", "births", "2024", "2022-01-01").value == 6


def test_a_year_in_which_a_village_began_is_told_before_and_after() -> None:
    filed = figures(
        ("south", "births", "2022-H1", "5"),
        ("isle", "births", "2022-H1", "1"),
        ("south-2022", "births", "2022-07/2022-12", "8"),
    )
    row = cell(filed, "south-2022", "births", "2022")

    assert (row.value, row.state) == (14, State.VALUE)
    assert "before and after the map changed" in row.findings[-1].detail


def test_a_ratio_is_carried_over_only_where_the_territory_is_the_same() -> None:
    filed = figures(("alder", "wells-share", "2020", "40"), ("birch", "wells-share", "2020", "60"))

    assert cell(filed, "alderbirch", "wells-share", "2020", "2021-06-01").state is State.MISSING
    assert cell(filed, "alder-2023", "wells-share", "2020", "2024-01-01").value == 40


def test_what_a_place_filed_itself_beats_what_is_recast() -> None:
    filed = [*ALDER_AND_BIRCH, *figures(("alderbirch", "births", "2020", "31"), first=9)]
    row = cell(filed, "alderbirch", "births", "2020", "2021-06-01")
    assert (row.value, row.derived) == (31, ())
