"""Words in four languages, and numbers as each language writes them."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tiendo.cli.options import Language
from tiendo.cli.words import _WORDS, Speech, language_of_terminal
from tiendo.vocabulary.interval import Interval
from tiendo.vocabulary.words import Comparator, Operator

EN = Speech(Language.EN)


@pytest.mark.parametrize("language", Language)
def test_every_word_is_there_in_every_language(language: Language) -> None:
    words = Speech(language)
    assert all(words.word(key).strip() for key in _WORDS)


@pytest.mark.parametrize(
    ("language", "written"),
    [
        (Language.VI, "12.722,705"),
        (Language.EN, "12,722.705"),
        (Language.RU, "12\N{NO-BREAK SPACE}722,705"),
        (Language.AR, "12,722.705"),
    ],
)
def test_a_number_is_written_as_the_language_does(language: Language, written: str) -> None:
    assert Speech(language).filed(Decimal("12722.705")) == written


def test_a_filed_number_keeps_its_digits_and_a_computed_one_has_two_decimals() -> None:
    assert EN.filed(Decimal("1641.8460")) == "1,641.8460"
    assert EN.computed(Decimal("1633.96649")) == "1,633.97"
    assert EN.computed(Decimal("0.00012345")) == "0.000123"
    assert EN.computed(Decimal(0)) == "0"
    assert EN.computed(Decimal("5.8E+3")) == "5,800"
    assert EN.computed(None) == EN.filed(None) == ""


def test_growth_has_a_sign() -> None:
    assert EN.signed(Decimal("8.26")) == "+8.26"
    assert EN.signed(Decimal("-13.26")) == "-13.26"
    assert EN.signed(Decimal(0)) == "0"


def test_comparators_and_operators_stand_before_the_number() -> None:
    assert EN.compared(Comparator.MORE_THAN, "5,800") == "> 5,800"
    assert EN.compared(Operator.AT_LEAST, "10") == "≥ 10"
    assert EN.compared(Comparator.EXACT, "5") == EN.compared(None, "5") == "5"
    assert EN.compared(Comparator.NEARLY, "700") == "nearly 700"
    assert EN.compared(Comparator.APPROX, "") == ""


def test_bounds_may_be_open() -> None:
    low, high = Decimal("246.5"), Decimal("248.5")
    assert EN.bounds(Interval(low, high)) == "246.5 – 248.5"
    assert EN.bounds(Interval(low, None)) == "≥ 246.5"
    assert EN.bounds(Interval(None, high)) == "≤ 248.5"
    assert EN.bounds(Interval(None, None)) == ""


@pytest.mark.parametrize(
    ("variables", "language"),
    [
        ({"LANG": "vi_VN.UTF-8"}, Language.VI),
        ({"LANG": "vi_VN.UTF-8", "LC_ALL": "ru_RU.UTF-8"}, Language.RU),
        ({"LANG": "de_DE.UTF-8"}, Language.EN),
        ({}, Language.EN),
    ],
)
def test_the_language_is_that_of_the_terminal(
    variables: dict[str, str], language: Language, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, text in variables.items():
        monkeypatch.setenv(name, text)
    assert language_of_terminal() is language


def test_price_bases_are_told_in_words() -> None:
    assert EN.price_basis("constant_2010") == "prices of 2010"
    assert EN.price_basis("not_applicable") == ""
