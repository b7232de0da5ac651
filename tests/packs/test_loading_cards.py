"""Cards that are wrong are refused with file, card and field."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.packs.small_pack import CARDS, NAMES, card, changed, tree, writer
from tiendo.packs import Pack
from tiendo.vocabulary.errors import VocabularyError


@pytest.fixture
def load(tmp_path: Path) -> Callable[..., Pack]:
    return writer(tmp_path)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"unit": "furlong"}, "field 'unit': 'furlong' is no known unit; write an optional"),
        ({"unit": ...}, "field 'unit': it is missing; write it as text"),
        ({"units": "t"}, "field 'units': there is no such field; the fields: code, valid_from,"),
        ({"code": "Revenue"}, "field 'code': 'Revenue' is no code; write lower-case ASCII"),
        ({"code": "state_revenue"}, "field 'code': 'state_revenue' is no code"),
        ({"names": {"vi": "a", "en": "b"}}, "field 'names': there is no text in ar, ru; add the"),
        ({"names": NAMES | {"ru": ""}}, "field 'names.ru': it is no text; put the text in quot"),
        ({"names": NAMES | {"RU": "a"}}, "field 'names': 'RU' is no language code; write vi, en,"),
        ({"names": NAMES | {False: "a"}}, "field 'names': 'False' is no language code"),
        ({"topic": 3}, "field 'topic': '3' is a whole number, not text; put it in quotation marks"),
        ({"nature": "flux"}, "field 'nature': 'flux' is not one of the words for nature; write"),
        ({"direction": None}, "field 'direction': it is missing; write it as text"),
        ({"price_bases": []}, "field 'price_bases': the list is empty"),
        ({"price_bases": ["real"]}, "field 'price_bases': 'real' is no price basis; write current"),
        ({"price_bases": ["current", "current"]}, "field 'price_bases': a word stands twice"),
        ({"levels": ["ward"]}, "field 'levels': 'ward' is not one of the words for level"),
        ({"levels": [1]}, "field 'levels': '1' is a whole number, not text"),
        ({"lag_days": "10"}, "field 'lag_days': '10' is text, not a whole number"),
        ({"lag_days": 1.5}, "field 'lag_days': '1.5' is a number with a fraction, not a whole"),
        ({"per": "km"}, "field 'per': 'km' is no counted noun; write a plural such as persons"),
        ({"per": "head"}, "field 'per': 'head' is no known unit"),
        (
            {"place_rule": "mean"},
            "field 'weight': the mean over places has no weight; name the indicator that weighs it",
        ),
        ({"weight": "people"}, "field 'weight': no rule of the card is a mean; leave the weight"),
        (
            {"place_rule": "mean", "weight": "gone"},
            "field 'weight': there is no indicator 'gone'; write the code of a card",
        ),
        ({"place_rule": "mean", "weight": "revenue"}, "field 'weight': a card cannot weigh itself"),
        ({"place_rule": "last"}, "field 'place_rule': places have no last one; write sum, mean"),
        (
            {"breaks": [{"at": "soon", "reason": NAMES}]},
            "breaks[1], field 'at': 'soon' is no period",
        ),
        ({"breaks": [{"at": "2021-01"}]}, "breaks[1], field 'reason': it is missing"),
        ({"legal": ["Law"]}, "legal[1]: this is text, not a mapping; write field: value pairs"),
        ({"legal": [{"document": "Law", "date": "2015"}]}, "legal[1], field 'date': '2015' is no"),
    ],
)
def test_a_wrong_card_is_refused_by_name(
    load: Callable[..., Pack], changes: dict[str, Any], said: str
) -> None:
    entry = changed(card("revenue"), **changes)
    with pytest.raises(VocabularyError) as caught:
        load(cards=[CARDS[1], entry])
    where = f"indicators/a.yaml, card '{entry['code']}', "
    assert str(caught.value).startswith(where + said)


@pytest.mark.parametrize(
    ("broken", "said"),
    [
        (tree(residual="trade"), "'sector', field 'residual': 'trade' is none of the codes at the"),
        (
            tree(residual="rest", additive=False),
            "'sector', field 'residual': parts that do not add",
        ),
        (tree(dimension="a b"), ", field 'dimension': 'a b' is no name of a dimension"),
        (tree(codes=[]), "'sector', field 'codes': the list is empty"),
        (
            tree(codes=[{"code": "a", "names": NAMES, "parts": [{"code": "a", "names": NAMES}]}]),
            "'sector', field 'codes': 'a' stands twice; each code stands once in a tree",
        ),
        (
            tree(codes=[{"code": "a=b", "names": NAMES}]),
            "'sector', codes[1], field 'code': 'a=b' is no code; write letters",
        ),
        (
            tree(codes=[{"code": "a", "names": {"vi": "a"}}]),
            "'sector', codes[1], field 'names': there is no text in en, ar, ru",
        ),
    ],
)
def test_a_wrong_breakdown_is_refused_by_name(
    load: Callable[..., Pack], broken: Any, said: str
) -> None:
    with pytest.raises(VocabularyError) as caught:
        load(cards=[card("revenue", breakdowns=[broken])])
    where = "indicators/a.yaml, card 'revenue', breakdowns[1]"
    assert str(caught.value).replace(" 'sector'", "'sector'", 1).startswith(where + said)


@pytest.mark.parametrize(
    ("formulas", "said"),
    [
        (["revenue +"], "field 'formulas': column 10: found the end, expected a number"),
        (["gone"], "field 'formulas': there is no indicator 'gone'"),
        (["revenue / people"], "field 'formulas': the formula gives VND / persons, its card says"),
    ],
)
def test_a_wrong_formula_is_refused_by_name(
    load: Callable[..., Pack], formulas: list[str], said: str
) -> None:
    derived = card("derived", formulas=[{"expression": text} for text in formulas])
    with pytest.raises(VocabularyError) as caught:
        load(cards=[*CARDS, derived])
    assert str(caught.value).startswith(f"indicators/a.yaml, card 'derived', {said}")


def test_formulas_in_a_circle_are_refused(load: Callable[..., Pack]) -> None:
    cards = [
        card("a", formulas=[{"expression": "2 * b"}]),
        card("b", formulas=[{"expression": "a / 2"}]),
    ]
    with pytest.raises(VocabularyError, match="go in a circle: a -> b -> a"):
        load(cards=cards)


def test_two_cards_with_one_code_are_refused(load: Callable[..., Pack]) -> None:
    with pytest.raises(VocabularyError, match=r"already in indicators/a.yaml, card 'revenue'"):
        load(cards=[*CARDS, card("revenue")])
