"""Every counted noun of the cards has its word in the languages that people read."""

from __future__ import annotations

import pytest

from tiendo.packs import load_pack
from tiendo.packs.nouns import noun_in
from tiendo.vocabulary.unit import SCALES, Unit


def counted() -> set[str]:
    """Return the nouns that the units of the shipped cards count."""
    texts = [text for card in load_pack().catalogue.values() for text in (card.unit.text, card.per)]
    pieces = [piece for text in texts if text for piece in text.split("/")]
    nouns = [piece.rpartition(" ")[2] for piece in pieces]
    return {noun for noun in nouns if noun not in SCALES and Unit.parse(noun).counts}


@pytest.mark.parametrize("language", ["vi", "ar", "ru"])
def test_no_counted_noun_is_printed_in_english(language: str) -> None:
    nouns = counted()
    assert len(nouns) > 40
    assert [noun for noun in sorted(nouns) if noun_in(noun, language) == noun] == []


def test_english_and_what_is_not_known_stay_as_they_are() -> None:
    assert noun_in("pupils", "en") == "pupils"
    assert noun_in("dragons", "vi") == "dragons"
