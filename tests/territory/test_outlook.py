"""The outlook of a place that a reform made: its parts' history, exact, estimated or refused."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.country import PACK, REGISTER, figures, series
from tests.territory.outlooks import (
    LONG_AFTER,
    births,
    known_in_time,
    monthly,
    notes,
    outlooks,
    refusal,
    told,
)
from tiendo.ledger.outlook_recast import OF_ITS_OWN, map_of_outlook
from tiendo.outlook.json_form import QUANTILES, gate_as_json
from tiendo.outlook.wording import OutlookReason
from tiendo.outlook.year import YearOutlook
from tiendo.vocabulary.figure import Figure
from tiendo.vocabulary.period import Period
from tiendo.vocabulary.words import FiledState, Modality, TargetStatus

SOUTH = monthly("south", "2015-01", "2022-06", 20)
ISLE = monthly("isle", "2015-01", "2022-06", 10)
SINCE = monthly("south-2022", "2022-07", "2022-09", 30)
MERGED = figures(*SOUTH, *ISLE, *SINCE)


# ---- a merger in the middle of the year ----------------------------------------------


def test_the_history_of_a_merged_province_is_that_of_its_parts() -> None:
    one = births(MERGED, "south-2022", "2022-9M")
    outlook = told(one)

    assert (one.month, one.so_far, outlook.to_date) == (9, 270, 270)
    assert (outlook.last_year, len(outlook.years)) == (360, 7)
    assert outlook.centre == pytest.approx(360, rel=1e-3)
    assert [past.actual for past in outlook.past] == [360] * 4


def test_the_outlook_says_of_whom_its_history_was_recast() -> None:
    one = births(MERGED, "south-2022", "2022-9M")

    assert told(one).method.startswith("history recast from south and isle; quick: ")
    assert notes(one) == [
        ("territory", "2015-01/2022-06: history recast from south and isle"),
    ]
    assert gate_as_json(one.outlook.notes) == ["territory"]
    assert (one.recast.sources, one.recast.shared) == (("south", "isle"), ())


def test_years_to_date_of_the_parts_and_of_the_new_province_fit_together() -> None:
    filed = figures(
        ("south", "births", "2021", "240"),
        ("isle", "births", "2021", "120"),
        ("south", "births", "2022-H1", "120"),
        ("isle", "births", "2022-01/2022-05", "50"),
        ("isle", "births", "2022-06", "10"),
        ("south-2022", "births", "2022-07", "30"),
        ("south-2022", "births", "2022-9M", "271"),
    )
    one = births(filed, "south-2022", "2022-9M")

    assert (one.month, one.so_far) == (9, 271)
    table = one.outlook.history.to_date
    assert table is not None and table[-2, 11] == 360
    assert table[-1, [5, 6, 8]].tolist() == [180, 210, 271]


def test_before_the_reform_the_year_of_the_new_province_is_that_of_its_parts() -> None:
    one = births(MERGED, "south-2022", "2022-05")
    assert (one.month, one.so_far, told(one).last_year) == (5, 150, 360)


def test_a_province_that_filed_nothing_itself_yet_has_an_outlook_too() -> None:
    one = births(figures(*SOUTH, *ISLE), "south-2022", "2022")
    assert (one.month, one.so_far) == (6, 180)
    assert told(one).centre == pytest.approx(360, rel=1e-3)


def test_a_stock_is_that_of_the_parts_at_each_years_end() -> None:
    filed = figures(
        *(("south", "people", f"{year}-12", "1000") for year in range(2015, 2022)),
        *(("isle", "people", f"{year}-12", "500") for year in range(2015, 2022)),
        ("south-2022", "people", "2022-12", "1530"),
    )
    one = outlooks(filed, "south-2022", "2022")["people"]
    assert one.outlook.history.values[:, -1].tolist() == [1500] * 7 + [1530]


def test_what_the_place_itself_told_of_earlier_years_comes_first() -> None:
    filed = [*MERGED, *figures(("south-2022", "births", "2021", "372"), first=900)]
    assert told(births(filed, "south-2022", "2022-9M")).last_year == pytest.approx(372)


def test_the_country_above_adds_up_across_the_reform() -> None:
    filed = [*MERGED, *figures(*monthly("north", "2015-01", "2022-09", 5), first=900)]
    one = births(filed, "veloria", "2022-9M")
    assert (one.so_far, told(one).last_year) == (315, 420)
    assert told(one).method.startswith("sum of places; ")


@settings(max_examples=25)
@given(st.lists(st.tuples(*[st.integers(1, 400)] * 2), min_size=93, max_size=93))
def test_merged_parts_are_looked_ahead_like_one_place_that_filed_their_sums(
    births_of: list[tuple[int, int]],
) -> None:
    run, first = "2022-9M", Period.parse("2015-01").first
    dated = [(Period(first + at, first + at), pair) for at, pair in enumerate(births_of)]
    merged = figures(
        *(
            (place, "births", str(month), str(count))
            for month, pair in dated
            if month.end < date(2022, 7, 1)
            for place, count in zip(("south", "isle"), pair, strict=True)
        ),
        *(
            ("south-2022", "births", str(month), str(sum(pair)))
            for month, pair in dated
            if month.end > date(2022, 7, 1)
        ),
    )
    alone = figures(*(("north", "births", str(month), str(sum(pair))) for month, pair in dated))
    one, other = births(merged, "south-2022", run), births(alone, "north", run)

    assert type(one.outlook) is type(other.outlook)
    if isinstance(one.outlook, YearOutlook) and isinstance(other.outlook, YearOutlook):
        assert [one.outlook.quantile(p) for p in QUANTILES.values()] == [
            other.outlook.quantile(p) for p in QUANTILES.values()
        ]
        assert one.outlook.past == other.outlook.past


# ---- what cannot be recast -----------------------------------------------------------


def test_a_part_that_never_filed_is_named_and_no_half_history_is_taken_for_a_whole() -> None:
    one = births(figures(*SOUTH, *SINCE), "south-2022", "2022-9M")
    assert refusal(one) == "2022-H1 cannot be recast: it is not known of isle"
    assert (one.month, one.so_far, one.recast.sources) == (None, None, ())


def test_a_part_that_began_to_file_later_shortens_the_history_and_is_named() -> None:
    isle = monthly("isle", "2019-01", "2022-06", 10)
    one = births(figures(*SOUTH, *isle, *SINCE), "south-2022", "2022-9M")
    assert len(told(one).years) == 3
    assert ("territory", "2018 cannot be recast: it is not known of isle") in notes(one)


def test_a_part_that_is_late_holds_the_year_back_and_is_named() -> None:
    isle = monthly("isle", "2015-01", "2022-05", 10)
    one = births(figures(*SOUTH, *isle, *SINCE), "south-2022", "2022-9M")
    assert (one.month, one.so_far) == (5, 150)
    assert ("territory", "2022-H1 cannot be recast: it is not known of isle") in notes(one)


def test_a_year_with_a_hole_is_refused_by_the_gate_and_says_whose_it_is() -> None:
    isle = [each for each in ISLE if not each[2].startswith(("2021-05", "2021-06", "2021-07"))]
    one = births(figures(*SOUTH, *isle, *SINCE), "south-2022", "2022-9M")
    assert "2021 cannot be recast: it is not known of isle" in refusal(one)


def test_money_of_a_divided_village_is_refused_with_its_name() -> None:
    filed = figures(
        *monthly("cedar", "2015-01", "2021-12", 10, "budget"),
        *monthly("cedar-east", "2022-01", "2022-09", 4, "budget"),
    )
    one = outlooks(filed, "cedar-east", "2022-9M")["budget"]
    assert told(one).method.startswith("no year of history")
    assert notes(one) == [
        ("territory", "2021 cannot be recast: what share of cedar lies here is not known")
    ]


def test_births_of_a_divided_village_are_estimated_by_its_people_and_say_so() -> None:
    filed = figures(
        *monthly("cedar", "2015-01", "2021-12", 10), *monthly("cedar-east", "2022-01", "2022-09", 3)
    )
    one = births(filed, "cedar-east", "2022-9M")

    assert (one.so_far, told(one).last_year) == (27, 36)
    assert told(one).centre == pytest.approx(36, rel=1e-3)
    assert told(one).method.startswith("history recast by shares of cedar, estimated; ")
    assert (one.recast.sources, one.recast.shared) == (("cedar",), ("cedar",))
    assert "intervals take the shares for exact" in notes(one)[0][1]


def test_a_border_that_moved_within_the_year_is_refused_with_the_village_that_gave() -> None:
    filed = figures(
        *monthly("dale", "2015-01", "2022-03", 7),
        *monthly("elm", "2015-01", "2022-03", 5),
        *monthly("elm-2022", "2022-04", "2022-09", 6),
    )
    one = births(filed, "elm-2022", "2022-9M")
    said = "2022-Q1 cannot be recast: what share of dale lies here is not known"
    assert (refusal(one), one.month) == (said, None)


def test_a_ratio_has_no_recast_history() -> None:
    filed = figures(
        *(("alder", "wells-share", str(year), "40") for year in range(2015, 2021)),
        *(("birch", "wells-share", str(year), "60") for year in range(2015, 2021)),
        ("alderbirch", "wells-share", "2021-12", "50"),
    )
    one = outlooks(filed, "alderbirch", "2021", tree="2022-01-01")["wells-share"]
    assert one.so_far == 50 and not one.recast.sources


def test_of_confidential_parts_nothing_is_recast_and_nothing_told() -> None:
    (secret,) = figures(("isle", "births", "2020-03", "10"))
    hidden = replace(secret.statement, state=FiledState.CONFIDENTIAL, value=None)
    filed = [*MERGED, replace(secret, id=999, statement=hidden)]
    one = births(filed, "south-2022", "2022-9M")

    assert (one.so_far, one.recast.sources) == (None, ())
    assert one.recast.gap is not None
    assert one.recast.gap.why.word is OutlookReason.PARTS_CONFIDENTIAL
    said = refusal(one)
    assert said.endswith("figures of this indicator are confidential somewhere")
    assert "isle" not in said and "south" not in said


# ---- targets -------------------------------------------------------------------------


def _targets(*levels: tuple[str, str]) -> list[Figure]:
    return figures(
        *((place, "births", "2022", value) for place, value in levels),
        modality=Modality.TARGET,
        first=700,
    )


def test_the_year_is_measured_against_the_sum_of_the_parts_targets() -> None:
    one = births([*MERGED, *_targets(("south", "230"), ("isle", "100"))], "south-2022", "2022-9M")
    assert one.plan is not None and one.plan.answer.value == 330 and one.plan.derived
    assert one.judgement is not None and one.judgement.chance is not None
    assert one.required_rest == 60


def test_a_target_of_one_part_judges_nothing_though_the_history_is_known() -> None:
    one = births([*MERGED, *_targets(("south", "230"))], "south-2022", "2022-9M")
    assert one.judgement is not None
    assert one.judgement.status is TargetStatus.NOT_COMPARABLE
    assert "isle had none" in str(one.complaint) and told(one).centre == pytest.approx(
        360, rel=1e-3
    )


def test_a_series_that_is_only_planned_for_the_parts_is_listed_with_its_plan() -> None:
    filed = [*figures(*monthly("south-2022", "2022-07", "2022-09", 1, "budget")),
             *_targets(("south", "230"), ("isle", "100"))]  # fmt: skip
    one = births(filed, "south-2022", "2022-9M")
    assert one.plan is not None and one.plan.answer.value == 330 and one.month is None


# ---- which map -----------------------------------------------------------------------


def test_as_of_a_day_before_the_reform_nothing_changed() -> None:
    filed, day = known_in_time(MERGED), date(2022, 6, 15)
    assert outlooks(filed, "south-2022", "2022", as_of=day) == {}
    one = outlooks(filed, "south", "2022", as_of=day)["births"]
    assert (one.month, one.so_far, one.recast) == (5, 100, OF_ITS_OWN)
    assert "recast" not in told(one).method and notes(one) == []
    asked = outlooks(filed, "south-2022", "2022", as_of=day, tree="2022-07-01")["births"]
    assert (asked.month, asked.so_far) == (5, 150)


def test_the_former_place_keeps_its_own_outlook() -> None:
    one = births(MERGED, "south", "2022-H1")
    assert (one.so_far, told(one).last_year, one.recast) == (120, 240, OF_ITS_OWN)


def test_on_an_older_map_what_became_of_a_place_is_recast_backwards() -> None:
    filed = figures(
        *monthly("isle", "2015-01", "2022-06", 10),
        *monthly("ford-on-isle", "2022-07", "2022-09", 4),
        *monthly("quay", "2022-07", "2022-09", 6),
    )
    one = births(filed, "isle", "2022-9M", tree="2022-01-01")
    assert (one.so_far, told(one).last_year) == (90, 120)
    assert told(one).method.startswith("history recast from ford-on-isle and quay; ")


@pytest.mark.parametrize(
    ("place", "run", "day", "map_day"),
    [
        ("north", "2016", LONG_AFTER, None),  # no reform in its years
        ("north", "2022", LONG_AFTER, LONG_AFTER),  # its villages changed
        ("south-2022", "2016", LONG_AFTER, LONG_AFTER),
        ("south-2022", "2022", date(2022, 6, 15), None),  # not on the map yet
        ("south", "2022", LONG_AFTER, None),  # no more
    ],
)
def test_an_outlook_is_on_the_map_of_its_day_where_the_place_is_on_it(
    place: str, run: str, day: date, map_day: date | None
) -> None:
    assert map_of_outlook(REGISTER, REGISTER[place], Period.parse(run), day) == map_day


def test_a_place_that_never_changed_is_told_as_before() -> None:
    one = births(figures(*monthly("north", "2015-01", "2022-09", 5)), "north", "2022-9M")
    assert one.recast is OF_ITS_OWN and "recast" not in told(one).method
    assert series("births").indicator in PACK.catalogue
