"""The catalogue as a whole: names, denominators, formulas, legal references."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

import pytest

from tiendo.packs import load_pack
from tiendo.vocabulary.folding import fold
from tiendo.vocabulary.formula import named_operands, order_of, parse
from tiendo.vocabulary.indicator import Indicator, Part
from tiendo.vocabulary.words import Nature, Rule

CATALOGUE = load_pack().catalogue
CARDS = list(CATALOGUE.values())
WITH_FORMULA = [card for card in CARDS if card.formulas]


def test_no_two_cards_answer_to_one_name_in_any_language() -> None:
    owners = defaultdict(set)
    for card in CARDS:
        for name in (card.code, *card.names.values()):
            owners[fold(name)].add(card.code)
    assert {name: codes for name, codes in owners.items() if len(codes) > 1} == {}


@pytest.mark.parametrize("name", ["Thu nội địa", "thu noi dia", "Domestic revenue"])
def test_a_card_is_found_by_its_name_in_any_spelling(name: str) -> None:
    assert CATALOGUE.find(name).code == "domestic-revenue"


@pytest.mark.parametrize("card", WITH_FORMULA, ids=lambda card: card.code)
def test_every_formula_finds_its_operands_on_a_price_basis_of_the_card(card: Indicator) -> None:
    """An operand without that basis would leave the card missing for ever."""
    for version in card.formulas:
        for code, cut, _ in named_operands(parse(version.expression)):
            operand = CATALOGUE[code]
            for basis in card.price_bases:
                assert operand.series_like(cut, basis) is not None, (code, basis)


def test_a_rate_is_reported_by_levels_that_report_its_operands() -> None:
    for card in WITH_FORMULA:
        if card.nature is Nature.RATIO:
            for code, _, _ in named_operands(parse(card.formulas[0].expression)):
                assert set(card.levels) <= set(CATALOGUE[code].levels), (card.code, code)


def test_formulas_that_need_others_come_after_them() -> None:
    order = order_of(CATALOGUE, date(2024, 12, 31))
    assert order.index("poor-near-poor-households") < order.index("poor-near-poor-household-rate")
    assert order.index("grain-output") < order.index("grain-yield")


def test_a_rate_with_a_formula_is_never_added_up() -> None:
    for card in WITH_FORMULA:
        if card.nature is Nature.RATIO:
            assert card.time_rule is not Rule.SUM and card.place_rule is not Rule.SUM, card.code


def test_a_percentage_is_never_added_up() -> None:
    for card in CARDS:
        if card.unit.text == "percent":
            assert Rule.SUM not in (card.time_rule, card.place_rule), card.code


def test_a_value_per_so_many_people_says_so_in_its_name() -> None:
    for card in CARDS:
        for version in card.formulas:
            if "* 10000" in version.expression:
                assert "10,000" in card.names["en"] and "10.000" in card.names["vi"]


def test_value_added_and_gross_production_value_stay_apart() -> None:
    """No formula puts the two concepts together."""
    for card in WITH_FORMULA:
        for version in card.formulas:
            codes = {code for code, _, _ in named_operands(parse(version.expression))}
            assert not {"grdp", "production-value"} <= codes, card.code


def test_the_domestic_revenue_has_21_items_with_land_use_apart() -> None:
    card = CATALOGUE["domestic-revenue"]
    (tree,) = card.breakdowns
    assert tree.additive and len(tree.parts) == 21
    assert tree.find("land_use") and tree.find("lottery")
    apart = CATALOGUE["domestic-revenue-without-land-use"].formulas[0].expression
    assert apart == "domestic-revenue - domestic-revenue[item=land_use]"


def test_what_overlaps_is_not_called_additive() -> None:
    """A household may lack several services, a commune be both mountainous and at the border."""
    for code, dimension in [
        ("deprived-households", "deprivation"),
        ("communes", "area_type"),
        ("digital-products", "stage"),
        ("annual-crop-output", "crop"),
        ("cpi", "group"),
    ]:
        tree = CATALOGUE[code].tree(dimension)
        assert tree is not None and not tree.additive, code


def test_the_twelve_deprivations_of_the_standard() -> None:
    tree = CATALOGUE["deprived-households"].tree("deprivation")
    assert tree is not None and len(tree.parts) == 12


def test_the_digital_index_of_a_year_does_not_grow_into_that_of_another_version() -> None:
    assert CATALOGUE["digital-transformation-index"].nature is Nature.RATIO
    assert "98" in CATALOGUE["digital-transformation-index"].concept["en"]


@pytest.mark.parametrize(
    ("number", "verified"),
    [
        ("05/2023/QĐ-TTg", True),
        ("07/2021/NĐ-CP", True),
        ("318/QĐ-TTg", True),
        ("51/2025/QĐ-TTg", True),
        ("30/2025/NĐ-CP", False),
        ("148/QĐ-TTg", False),
        ("766/QĐ-TTg", False),
        ("83/2015/QH13", False),
    ],
)
def test_a_legal_reference_is_verified_only_where_a_named_source_was_seen(
    number: str, verified: bool
) -> None:
    found = {law.verified for card in CARDS for law in card.legal if law.number == number}
    assert found == {verified}


def test_texts_are_in_both_languages_and_end_as_sentences() -> None:
    for card in CARDS:
        for texts in (card.purpose, card.concept):
            for language in ("vi", "en"):
                assert texts[language].endswith("."), (card.code, language)
        assert card.concept["vi"] != card.concept["en"]
        assert card.names["vi"] != card.names["en"], card.code


def test_arabic_and_russian_names_are_written_in_their_own_letters() -> None:
    for card in CARDS:
        for named in (card, *card.breakdowns, *_parts(card)):
            assert any("\u0600" <= letter <= "\u06ff" for letter in named.names["ar"]), card.code
            assert any("\u0400" <= letter <= "\u04ff" for letter in named.names["ru"]), card.code


def _parts(card: Indicator) -> list[Part]:
    return [part for tree in card.breakdowns for top in tree.parts for part in top.walk()]
