"""The outlook of a place that a reform made: its parts' history, exact, estimated or refused."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.country import FOLDER, PACK, REGISTER, figures, series
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
from tiendo.packs import read_pack
from tiendo.packs.loading import Pack
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


# ---- undone, and twice ---------------------------------------------------------------


UNDONE = figures(
    *monthly("alder", "2015-01", "2020-12", 10),
    *monthly("birch", "2015-01", "2020-12", 20),
    *monthly("alderbirch", "2021-01", "2022-12", 30),
    *monthly("alder-2023", "2023-01", "2024-09", 10),
)


def test_of_the_time_of_a_merger_taken_back_nothing_is_guessed() -> None:
    one = births(UNDONE, "alder-2023", "2024-9M")
    assert (one.so_far, told(one).last_year, len(told(one).years)) == (90, 120, 1)
    said = "2022 cannot be recast: what share of alderbirch lies here is not known"
    assert notes(one) == [("territory", said)]


def test_before_a_merger_taken_back_the_village_is_what_it_was() -> None:
    one = births(UNDONE, "alder-2023", "2020-9M")
    assert (one.so_far, told(one).last_year) == (90, 120)
    assert told(one).method.startswith("history recast from alder; ")


def test_the_merger_itself_is_read_on_the_map_of_its_time() -> None:
    one = births(UNDONE, "alderbirch", "2022-9M", tree="2022-01-01")
    assert (one.so_far, told(one).last_year, len(told(one).years)) == (270, 360, 7)
    assert one.recast.run == Period.parse("2015/2020")


@pytest.fixture(scope="module")
def twice(tmp_path_factory: pytest.TempPathFactory) -> Pack:
    """Veloria with further lands: A and B became one in 2022, that and C another one in 2024.

    That one lived from April to June 2024, when it and D became the one that there is. On the same
    day E was divided: half of its area and a quarter of its people are F since, the others G.
    """
    root = Path(shutil.copytree(FOLDER, tmp_path_factory.mktemp("twice") / "veloria"))
    with (root / "places.yaml").open("a", encoding="utf-8") as file:
        for id, (key, begins, ends) in enumerate(_LANDS, start=90):
            span = [f"valid_from: {begins}"] * bool(begins) + [f"valid_to: {ends}"] * bool(ends)
            parent = ", ".join(["parent: veloria", *span])
            names = f'names: [{{lang: en, text: "{key}"}}]'
            place = [f"id: {id}", f"key: {key}", "level: province", *span, names]
            file.write("- " + "\n  ".join([*place, f"parents: [{{{parent}}}]"]) + "\n")
    with (root / "register/events.yaml").open("a", encoding="utf-8") as file:
        for key, day, _, _ in _REFORMS:
            file.write(f"- {{key: {key}, date: {day}, names: {{en: {key}}}}}\n")
    with (root / "register/transfers.csv").open("a", encoding="utf-8") as file:
        for key, _, sources, target in _REFORMS:
            file.writelines(f"{key},{source},{target},whole,,,\n" for source in sources)
        file.write("third,land-e,land-f,part,0.5,0.25,\nthird,land-e,land-g,part,0.5,0.75,\n")
    return read_pack(root, "veloria")


_LANDS = (
    ("land-a", "", "2022-07-01"),
    ("land-b", "", "2022-07-01"),
    ("land-c", "", "2024-04-01"),
    ("land-d", "", "2024-07-01"),
    ("land-ab", "2022-07-01", "2024-04-01"),
    ("land-abc", "2024-04-01", "2024-07-01"),
    ("land-abcd", "2024-07-01", ""),
    ("land-e", "", "2024-07-01"),
    ("land-f", "2024-07-01", ""),
    ("land-g", "2024-07-01", ""),
)
_REFORMS = (
    ("first", "2022-07-01", ("land-a", "land-b"), "land-ab"),
    ("second", "2024-04-01", ("land-ab", "land-c"), "land-abc"),
    ("third", "2024-07-01", ("land-abc", "land-d"), "land-abcd"),
)
CHAIN = (
    *monthly("land-a", "2015-01", "2022-06", 10),
    *monthly("land-b", "2015-01", "2022-06", 20),
    *monthly("land-ab", "2022-07", "2024-03", 30),
    *monthly("land-c", "2015-01", "2024-03", 40),
    *monthly("land-abc", "2024-04", "2024-06", 70),
    *monthly("land-d", "2015-01", "2024-06", 50),
    *monthly("land-abcd", "2024-07", "2024-09", 120),
)


def test_reforms_that_follow_each_other_even_in_one_year_are_recast(twice: Pack) -> None:
    one = outlooks(figures(*CHAIN), "land-abcd", "2024-9M", pack=twice)["births"]

    assert (one.so_far, told(one).last_year, len(told(one).years)) == (1080, 1440, 9)
    assert told(one).centre == pytest.approx(1440, rel=1e-3)
    assert set(one.recast.sources) == {
        "land-a",
        "land-b",
        "land-c",
        "land-d",
        "land-ab",
        "land-abc",
    }
    assert one.recast.gap is None


def test_a_land_divided_within_the_year_has_an_estimated_year_to_date(twice: Pack) -> None:
    filed = figures(
        *monthly("land-e", "2015-01", "2024-06", 100),
        *monthly("land-f", "2024-07", "2024-09", 25),
        *monthly("land-e", "2015-01", "2024-06", 100, "budget"),
        *monthly("land-f", "2024-07", "2024-09", 40, "budget"),
    )
    told_of = outlooks(filed, "land-f", "2024-9M", pack=twice)

    one = told_of["births"]
    assert (one.so_far, told(one).last_year) == (225, 300)
    assert told(one).centre == pytest.approx(300, rel=1e-3)
    assert told(one).method.startswith("history recast by shares of land-e, estimated; ")
    said = "2024-H1 cannot be recast: what share of land-e lies here is not known"
    assert refusal(told_of["budget"]) == said


def test_who_is_silent_between_two_reforms_is_named(twice: Pack) -> None:
    filed = figures(*(each for each in CHAIN if each[0] != "land-abc"))
    one = outlooks(filed, "land-abcd", "2024-9M", pack=twice)["births"]
    assert (one.month, one.so_far) == (3, 360)
    said = "2024-Q2 cannot be recast: it is not known of land-abc"
    assert ("territory", said) in notes(one)


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
