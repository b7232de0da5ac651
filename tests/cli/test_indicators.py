"""`tiendo indicators`: the cards, found by words in any language and spelling."""

from __future__ import annotations

import pytest

from tests.cli.door import Door


def test_all_cards_are_listed_and_need_no_workspace(door: Door) -> None:
    shown = door.run("indicators", "--lang", "en")
    assert (shown.code, shown.err) == (0, "")
    [grdp] = [text for text in shown.out.splitlines() if text.startswith(" grdp ")]
    for piece in ("Gross regional domestic product", "bn VND", "flow", "quarterly", "sector"):
        assert piece in grdp


@pytest.mark.parametrize("query", ["ngân sách", "ngan sach", "NGAN  SACH", "state budget"])
def test_words_find_cards_whatever_the_spelling(door: Door, query: str) -> None:
    found = [card["code"] for card in door.run("indicators", query, "--json").json()]
    assert "state-budget-investment" in found
    assert "grdp" not in found


def test_json_holds_every_field_of_the_card(door: Door) -> None:
    [card] = [c for c in door.run("indicators", "grdp", "--json").json() if c["code"] == "grdp"]
    assert card["unit"] == "bn VND"
    assert card["nature"] == "flow"
    assert card["price_bases"] == ["current", "constant_2010", "constant_2020", "not_stated"]
    assert set(card["names"]) == {"vi", "en", "ar", "ru"}
    [sectors] = card["breakdowns"]
    assert sectors["residual"] == "product_taxes"
    assert {"concept", "legal", "lag_days", "time_rule", "place_rule", "valid_from"} <= set(card)


def test_names_are_shown_in_the_language_asked(door: Door) -> None:
    assert "Валовая" in door.run("indicators", "grdp", "--lang", "ru").out or (
        "Валовой" in door.run("indicators", "grdp", "--lang", "ru").out
    )


def test_no_match_is_an_empty_list_and_says_so(door: Door) -> None:
    none = door.run("indicators", "unicorns", "--json")
    assert none.code == 0
    assert none.json() == []
    assert "no indicator holds 'unicorns'" in none.err
