"""Places are found in any spelling, never guessed; cards refuse what they do not know."""

from __future__ import annotations

from datetime import date

import pytest

from tests.world import CATALOGUE, DOI_CHE, NUI_VANG, OUTPUT, REGISTER, SONG_XANH
from tiendo.vocabulary.errors import VocabularyError
from tiendo.vocabulary.folding import fold
from tiendo.vocabulary.period import Period
from tiendo.vocabulary.place import Edge, Place, PlaceName, PlaceRegister, Span
from tiendo.vocabulary.series import TOTAL, Breakdown
from tiendo.vocabulary.words import Kind, Level, parse_price_basis, parse_word


@pytest.mark.parametrize(
    "spelling",
    ["song-xanh", "Sông Xanh", "song xanh", "SÔNG  XANH", "Blue River", "So\u0302ng Xanh"],
)
def test_a_place_is_found_in_any_spelling(spelling: str) -> None:
    assert REGISTER.find(spelling) is SONG_XANH


def test_a_place_is_found_by_its_arabic_name() -> None:
    assert REGISTER.find("نوي فانج") is NUI_VANG
    assert NUI_VANG.name("ar") == "نوي فانج"
    assert NUI_VANG.name("ru") == "Núi Vàng"


def test_an_ambiguous_name_lists_its_candidates_with_their_parents() -> None:
    with pytest.raises(VocabularyError) as refused:
        REGISTER.find("Đồi Chè")
    assert "names 2 places" in refused.value.message
    for fragment in ("doi-che (", "doi-che-2 (", "in Sông Xanh", "in Núi Vàng"):
        assert fragment in refused.value.remedy
    assert REGISTER.find("doi-che") is DOI_CHE


def test_an_unknown_place_suggests_close_ones() -> None:
    with pytest.raises(VocabularyError, match="did you mean: song-xanh"):
        REGISTER.find("Song Xan")
    with pytest.raises(VocabularyError, match="use a key"):
        REGISTER.find("%%%")


def test_children_and_parents_hold_between_dates() -> None:
    end = date(2025, 7, 1)
    old = Place(7, "old", Level.PROVINCE, (PlaceName("vi", "Cũ"),), span=Span(None, end))
    moved = Place(
        8,
        "moved",
        Level.COMMUNE,
        (PlaceName("vi", "Chuyển"),),
        parents=(Edge("old", Span(None, end)), Edge("new", Span(end))),
    )
    new = Place(9, "new", Level.PROVINCE, (PlaceName("vi", "Mới"),), span=Span(end))
    register = PlaceRegister([old, moved, new])
    before = date(2025, 6, 30)
    assert register.children("old", before) == (moved,)
    assert register.children("old", end) == ()
    assert register.children("new", end) == (moved,)
    assert (moved.parent_on(before), moved.parent_on(end)) == ("old", "new")
    assert register.all_children("old") == (moved,)


def test_two_places_never_share_a_key_or_an_id() -> None:
    with pytest.raises(VocabularyError, match="two places"):
        PlaceRegister([SONG_XANH, SONG_XANH])


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Đắk Lắk", "dak lak"),
        ("H. Quế Sơn", "h que son"),
        ("Ёлка", "елка"),
        ("أَنفاق", "انفاق"),
        ("كـــيو سون", "كيو سون"),
    ],
)
def test_folding_unites_spellings(text: str, folded: str) -> None:
    assert fold(text) == folded


def test_a_card_refuses_unknown_breakdowns_by_name() -> None:
    OUTPUT.check_breakdown(Breakdown.of(sector="services"))
    with pytest.raises(VocabularyError, match="its dimensions: sector"):
        OUTPUT.check_breakdown(Breakdown.of(size="big"))
    with pytest.raises(VocabularyError, match="it has: farming, industry"):
        OUTPUT.check_breakdown(Breakdown.of(sector="fishing"))


def test_a_breakdown_is_the_same_in_any_order() -> None:
    assert Breakdown.parse("b=2; a=1") == Breakdown.of(a="1", b="2")
    assert str(Breakdown.parse("b=2;a=1")) == "a=1;b=2"
    assert Breakdown.parse("") == TOTAL
    with pytest.raises(VocabularyError, match="stands twice"):
        Breakdown.parse("a=1;a=2")
    with pytest.raises(VocabularyError, match="is no breakdown"):
        Breakdown.parse("a")


def test_cards_are_found_by_code_name_and_words() -> None:
    assert CATALOGUE.find("revenue").code == "revenue"
    assert CATALOGUE.find("Thu ngân sách").code == "revenue"
    assert [card.code for card in CATALOGUE.search("ngan sach")] == ["revenue"]
    with pytest.raises(VocabularyError, match="did you mean: revenue"):
        CATALOGUE.find("revenu")


def test_a_break_parts_the_runs_before_and_after_it() -> None:
    before, after = Period.parse("2020-Q1"), Period.parse("2021-Q1")
    assert OUTPUT.break_between(before, after) is not None
    assert OUTPUT.break_between(after, Period.parse("2022-Q1")) is None
    assert OUTPUT.break_between(Period.parse("2019-Q1"), before) is None


def test_closed_words_name_what_is_allowed() -> None:
    assert parse_word(Kind, "level") is Kind.LEVEL
    with pytest.raises(VocabularyError, match="level, growth, change_abs"):
        parse_word(Kind, "levels")
    assert parse_price_basis("constant_2010") == "constant_2010"
    with pytest.raises(VocabularyError, match="constant_2010, constant_2020"):
        parse_price_basis("constant_10")
