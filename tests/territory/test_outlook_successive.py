"""The outlook of places that several reforms made, or one that was taken back."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.country import FOLDER, figures
from tests.territory.outlooks import births, monthly, notes, outlooks, refusal, told
from tiendo.packs import read_pack
from tiendo.packs.loading import Pack
from tiendo.vocabulary.period import Period

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
