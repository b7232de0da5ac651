"""Finding places, the tree of a day, and what happened to a place."""

from __future__ import annotations

from datetime import date

import pytest

from tests.country import REGISTER
from tiendo.vocabulary.errors import VocabularyError
from tiendo.vocabulary.history import Happening, history
from tiendo.vocabulary.period import Period
from tiendo.vocabulary.place_search import search_places
from tiendo.vocabulary.reform import Extent
from tiendo.vocabulary.split_runs import split_at_change
from tiendo.vocabulary.territory import counterparts, cover, same_territory


def _keys(day: str, parent: str) -> list[str]:
    return [place.key for place in REGISTER.children(parent, date.fromisoformat(day))]


def test_the_tree_is_that_of_the_day() -> None:
    assert _keys("2020-12-31", "north") == ["alder", "birch", "cedar"]
    assert _keys("2021-01-01", "north") == ["alderbirch", "cedar"]
    assert _keys("2024-01-01", "north") == ["alder-2023", "birch-2023", "cedar-east", "cedar-west"]
    assert _keys("2022-06-30", "veloria") == ["north", "south", "isle"]
    assert _keys("2022-07-01", "veloria") == ["north", "south-2022"]


def test_a_code_means_what_it_meant_on_the_day() -> None:
    def owner(code: str, day: str) -> list[str]:
        found = (REGISTER[key] for key in REGISTER.by_code[code])
        on = date.fromisoformat(day)
        return [
            p.key for p in found if (c := p.code_on(on)) and c.code == code and p.span.holds(on)
        ]

    assert owner("01", "2020-06-01") == ["alder"]
    assert owner("01", "2022-06-01") == ["alderbirch"]
    assert owner("01", "2024-06-01") == ["alder-2023"]
    assert owner("02", "2022-06-01") == []


@pytest.mark.parametrize(
    "spelling", ["Quay", "KAJO", "kajo", "v. Kajo", "vilaĝo Kajo", "Причал", "رصيف"]
)
def test_spellings_in_any_script_find_the_same_place(spelling: str) -> None:
    assert REGISTER.find(spelling).key == "quay"


def test_a_name_that_several_have_lists_them_with_parents_and_dates() -> None:
    with pytest.raises(VocabularyError) as refused:
        REGISTER.find("Ford")
    assert "'Ford' names 2 places" in str(refused.value)
    assert "ford (Vado, commune, in Suda" in refused.value.remedy
    assert "ford-on-isle (Vado, commune, in Insulo" in refused.value.remedy
    assert REGISTER.find("ford").key == "ford"


def test_search_knows_beginnings_codes_and_days() -> None:
    assert [p.key for p in search_places(REGISTER, "alno", as_of=date(2020, 1, 1))] == ["alder"]
    assert {p.key for p in search_places(REGISTER, "Ced")} == {"cedar", "cedar-east", "cedar-west"}
    assert [p.key for p in search_places(REGISTER, "22")] == ["quay"]
    assert search_places(REGISTER, "") == ()
    assert search_places(REGISTER, "Atlantis") == ()


def test_history_tells_of_what_a_place_was_made_and_what_became_of_it() -> None:
    formed, passed = history(REGISTER, "alderbirch")
    assert (formed.happening, formed.day) == (Happening.FORMED, date(2021, 1, 1))
    assert [t.source for t in formed.transfers] == ["alder", "birch"]
    assert formed.event is not None and formed.event.documents[0].title == "Act 1/2020"
    assert (passed.happening, passed.day) == (Happening.PASSED_ON, date(2023, 1, 1))


def test_a_merger_taken_back_stays_in_the_history() -> None:
    extents = [[t.extent for t in chapter.transfers] for chapter in history(REGISTER, "alder")]
    assert extents == [[Extent.WHOLE], [Extent.RESTORED]]


def test_what_changed_on_an_unknown_day_keeps_the_day_null() -> None:
    renamed = next(c for c in history(REGISTER, "quay") if c.happening is Happening.RENAMED)
    assert (renamed.day, renamed.known_by) == (None, date(2024, 6, 30))
    assert (renamed.before, renamed.after) == ("village|Kajo", "village|Granda Kajo")
    quay = REGISTER["quay"]
    assert quay.name_on(date(2024, 6, 29), "ve").text == "Kajo"
    assert quay.name_on(date(2024, 6, 30), "ve").text == "Granda Kajo"
    assert quay.name_on(date(2024, 6, 30), "fr").text == "Granda Kajo"
    assert not quay.has_name_in("fr")


def test_a_place_to_which_nothing_happened_has_no_history() -> None:
    assert history(REGISTER, "north") == ()


def test_counterparts_on_another_map() -> None:
    def on(key: str, day: str) -> list[str]:
        return [place.key for place in counterparts(REGISTER, key, date.fromisoformat(day))]

    assert on("south", "2024-01-01") == ["south-2022"]
    assert on("south-2022", "2020-01-01") == ["south", "isle"]
    assert on("dale", "2024-01-01") == ["dale-2022", "elm-2022"]
    assert on("ford", "2020-01-01") == ["ford"]


def test_a_cover_is_exact_where_whole_units_lie_in_it() -> None:
    day = date(2024, 1, 1)
    assert cover(REGISTER, "south", day).exact
    assert not cover(REGISTER, "elm", day).exact
    assert cover(REGISTER, "elm-2022", date(2020, 1, 1)).divided == ("dale",)


def test_a_country_and_a_province_keep_their_territory_through_reforms_within() -> None:
    assert same_territory(REGISTER, "veloria", date(2020, 1, 1), date(2024, 1, 1))
    assert same_territory(REGISTER, "north", date(2020, 1, 1), date(2024, 1, 1))


@pytest.mark.parametrize(
    ("key", "run", "pieces"),
    [
        ("south-2022", "2022", ("2022-H1", "2022-07/2022-12")),
        ("south", "2022", ("2022-H1", "2022-07/2022-12")),
        ("south-2022", "2023", None),
        ("south-2022", "2022-07/2022-12", None),
    ],
)
def test_a_run_is_divided_where_a_place_began_or_ended(
    key: str, run: str, pieces: tuple[str, str] | None
) -> None:
    found = split_at_change(REGISTER[key], Period.parse(run))
    assert found == (tuple(map(Period.parse, pieces)) if pieces else None)
