"""A sentence is English text that knows from what it was said."""

from __future__ import annotations

import pickle
from copy import deepcopy
from datetime import date

import pytest

from tiendo.vocabulary.period import Period
from tiendo.vocabulary.sentence import (
    IndicatorCode,
    InLanguages,
    Listed,
    Number,
    PlaceKey,
    Quantity,
    Sentence,
    Wording,
    number,
)


class MarketSaid(Wording):
    """What a market of the small world may say."""

    SOLD = "{place} sold {amount} in {period}"
    CLOSED = "it was closed"


SOLD = MarketSaid.SOLD.said(
    place=PlaceKey("doi-che"), amount=Quantity("12.5", "bn VND"), period=Period.parse("2024-Q1")
)


def test_it_is_its_english_text() -> None:
    assert SOLD == "doi-che sold 12.5 bn VND in 2024-Q1"
    assert MarketSaid.CLOSED.said() == "it was closed"
    assert f"{SOLD}; {MarketSaid.CLOSED.said()}".endswith("2024-Q1; it was closed")


def test_it_knows_its_word_and_its_values() -> None:
    assert SOLD.word is MarketSaid.SOLD
    assert SOLD.values["place"] == PlaceKey("doi-che")
    assert MarketSaid.SOLD.fields == {"place", "amount", "period"} == SOLD.values.keys()
    assert MarketSaid.context() == "market said"


@pytest.mark.parametrize("copied", [deepcopy(SOLD), pickle.loads(pickle.dumps(SOLD))])
def test_a_copy_knows_them_as_well(copied: Sentence) -> None:
    assert copied == SOLD and copied.word is MarketSaid.SOLD and copied.values == SOLD.values


def test_a_value_that_is_missing_is_refused() -> None:
    with pytest.raises(KeyError, match="amount"):
        MarketSaid.SOLD.said(place=PlaceKey("doi-che"))


@pytest.mark.parametrize(
    ("value", "english"),
    [
        (number(12345.678, ".4g"), "1.235e+04"),
        (Number("12.50"), "12.50"),
        (Quantity("12", "percent"), "12 percent"),
        (Quantity("1200", "bn VND", "1,200 bn VND"), "1,200 bn VND"),
        (IndicatorCode("output", "sector=farming"), "output[sector=farming]"),
        (InLanguages({"vi": "đánh giá lại", "en": "re-evaluated"}), "re-evaluated"),
        (InLanguages({"vi": "đánh giá lại"}), "đánh giá lại"),
        (Listed.of([PlaceKey("doi-che"), date(2024, 5, 1), 3]), "doi-che, 2024-05-01, 3"),
    ],
)
def test_values_are_written_in_english_as_json_has_them(value: object, english: str) -> None:
    assert str(value) == english
