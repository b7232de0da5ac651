"""A name that many places bear means the one that its kind, the time and its neighbours tell."""

from __future__ import annotations

from datetime import date

import pytest

from tests.reading.reading import known_pack
from tiendo.packs.reading_words import load_languages
from tiendo.reading import ReadingContext, read_text
from tiendo.reading.place_meaning import Era, PlaceMeaning

BEFORE = Era(date(2024, 1, 1), date(2024, 6, 30))
AFTER = Era(date(2026, 1, 1), date(2026, 6, 30))


@pytest.mark.parametrize(
    ("era", "typed", "kind", "key"),
    [
        (BEFORE, "", "", "que-son"),
        (BEFORE, "huyện Quế Sơn", "district", "que-son"),
        (AFTER, "xã Quế Sơn", "commune", "que-son-20641-2025"),
        (AFTER, "", "", "que-son-20641-2025"),
        # The kind that is written weighs more than the time.
        (AFTER, "huyện Quế Sơn", "district", "que-son"),
        # In a language whose words for the kinds the register does not have.
        (BEFORE, "district de Que Son", "district", "que-son"),
    ],
)
def test_kind_and_time_decide(era: Era, typed: str, kind: str, key: str) -> None:
    assert PlaceMeaning(known_pack().register, era).key("Quế Sơn", typed, kind) == key


def test_the_reform_of_a_province_is_told_by_the_time() -> None:
    register = known_pack().register
    assert PlaceMeaning(register, BEFORE).key("Cần Thơ") == "can-tho"
    assert PlaceMeaning(register, AFTER).key("Cần Thơ") == "can-tho-2025"


def test_what_stays_ambiguous_is_not_decided_unless_a_neighbour_tells() -> None:
    register = known_pack().register
    assert PlaceMeaning(register).key("Cần Thơ") is None
    assert PlaceMeaning(register, AFTER).key("Hà Nam", "xã Hà Nam", "commune") is not None
    many = [place for place in register.named("Tân Hội") if Era.has(BEFORE, place)]
    assert len(many) > 1
    one = many[0]
    parent = next(edge.parent for edge in one.parents)
    alone = [p for p in many if register.ever_stood_below(p.key, parent)] == [one]
    assert PlaceMeaning(register, BEFORE).key("Tân Hội", "", "commune") is None
    found = PlaceMeaning(register, BEFORE, {parent}).key("Tân Hội", "", "commune")
    assert found == (one.key if alone else None)


def test_a_word_of_two_levels_off_means_no_place() -> None:
    """No commune of 2024 was called so, and a province is not meant by "xã"."""
    known = PlaceMeaning(known_pack().register, BEFORE)
    assert known.key("Ninh Thuận", "", "commune") is None


def places_of(text: str, published: date | None = None) -> set[str | None]:
    """The places of the figures of a text."""
    known = known_pack()
    context = ReadingContext(
        catalogue=known.catalogue, register=known.register, published=published
    )
    return {figure.place for figure in read_text(text, load_languages(), context).figures}


def test_a_report_of_its_time() -> None:
    text = "Quế Sơn: thu ngân sách {} đạt 320 tỷ đồng, tăng 5% so với cùng kỳ."
    assert places_of(text.format("năm 2023")) == {"que-son"}
    assert places_of(text.format("năm 2026")) == {"que-son-20641-2025"}
    day = date(2024, 1, 15)
    assert places_of("Thu ngân sách huyện Quế Sơn đạt 320 tỷ đồng.", day) == {"que-son"}


def test_small_words_are_no_places() -> None:
    """There is a commune of the name "Bản Đạt"; "bán đất" sells land."""
    assert places_of("Năm 2023, thu từ bán đất đạt 120 tỷ đồng.") <= {None, "text"}
