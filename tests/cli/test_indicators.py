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


def test_an_indicator_named_exactly_is_shown_in_full(door: Door) -> None:
    shown = door.run("indicators", "Poor households", "--lang", "en")
    lines = shown.out.splitlines()
    assert lines[0] == "Poor households (poor-households)"
    assert "Unit: households" in lines
    assert "Over time: last" in lines and "Over places: sum" in lines
    assert any(line.startswith("Concept and method: Households at or below") for line in lines)
    assert "  Group of households (group): does not add up" in lines
    assert "    group=ethnic_minority: Ethnic-minority households" in lines
    assert any("2023-01: Provinces may set a higher standard" in line for line in lines)
    assert "also found: " in shown.err and ", near-poor-households" in shown.err


def test_a_legal_reference_tells_whether_it_was_verified(door: Door) -> None:
    shown = door.run("indicators", "poor-households", "--lang", "en").out
    assert "07/2021/NĐ-CP (verified)" in shown
    assert "30/2025/NĐ-CP (not verified)" in shown
    assert "Legal reference: none" in door.run("indicators", "tourists", "--lang", "en").out


def test_a_card_in_full_tells_formula_weight_and_noun(door: Door) -> None:
    rate = door.run("indicators", "trained-labour-rate", "--lang", "en").out
    assert "Formula: trained-workers / labour-force" in rate
    assert "Over places: mean (weighed by: Labour force)" in rate
    assert (
        "Unit: m VND (per persons)" in door.run("indicators", "grdp-per-head", "--lang", "en").out
    )


@pytest.mark.parametrize(
    ("lang", "label"),
    [
        ("vi", "Khái niệm, phương pháp: "),
        ("en", "Concept and method: "),
        ("ar", "المفهوم والطريقة: "),
        ("ru", "Метод: "),
    ],
)
def test_a_card_in_full_is_labelled_in_each_language(door: Door, lang: str, label: str) -> None:
    assert label in door.run("indicators", "cpi", "--lang", lang).out


def codes(door: Door, *arguments: str) -> list[str]:
    return [card["code"] for card in door.run("indicators", *arguments, "--json").json()]


def test_the_likeliest_stands_first(door: Door) -> None:
    assert codes(door, "poor-households")[0] == "poor-households"
    assert codes(door, "hộ nghèo")[0] == "poor-households"
    assert codes(door, "exports of")[0] == "export-turnover"
    assert codes(door, "yield")[:2] == ["rice-yield", "maize-yield"]


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("so bac si", "doctors"),
        ("Врачи", "doctors"),
        ("الأطباء", "doctors"),
        ("domestic-revenue", "domestic-revenue"),
        ("xo so kien thiet", "domestic-revenue"),
        ("lottery", "domestic-revenue"),
        ("health", "doctors"),
        ("chuyen doi so", "digital-transformation-index"),
    ],
)
def test_codes_names_topics_and_parts_of_breakdowns_find_a_card(
    door: Door, query: str, code: str
) -> None:
    assert code in codes(door, query)


def test_some_of_the_words_are_enough_only_where_no_card_holds_all(door: Door) -> None:
    assert "doctors" in codes(door, "doctors unicorns")
    assert "doctors" not in codes(door, "hospital beds")


def test_topic_and_level_narrow_the_list(door: Door) -> None:
    every = door.run("indicators", "--topic", "health", "--json").json()
    assert every and {card["topic"] for card in every} == {"health"}
    communes = door.run("indicators", "--topic", "health", "--level", "commune", "--json").json()
    assert 0 < len(communes) < len(every)
    assert all("commune" in card["levels"] for card in communes)
    assert codes(door, "rate", "--topic", "health", "--level", "commune")


def test_an_unknown_topic_is_refused_with_those_there_are(door: Door) -> None:
    refused = door.run("indicators", "--topic", "helth")
    assert refused.code == 1 and refused.out == ""
    assert "there is no topic 'helth'" in refused.err and "health" in refused.err


def test_an_unknown_level_is_wrong_usage(door: Door) -> None:
    refused = door.run("indicators", "--level", "village")
    assert refused.code == 2 and "commune" in refused.err


def test_a_misspelt_query_is_told_what_is_close(door: Door) -> None:
    assert "did you mean: " in door.run("indicators", "turism").err
    assert "tourists" in door.run("indicators", "turism").err


def test_what_other_topics_hold_is_told(door: Door) -> None:
    none = door.run("indicators", "xuất khẩu", "--topic", "prices", "--json")
    assert none.json() == []
    assert "found without --topic and --level" in none.err


def test_a_topic_that_a_level_does_not_report_is_empty(door: Door) -> None:
    none = door.run("indicators", "--topic", "prices", "--level", "commune")
    assert none.code == 0 and none.out == ""
    assert "no indicator of this topic is reported by this level" in none.err
