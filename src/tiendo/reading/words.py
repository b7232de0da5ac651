"""The lexicons of a language together with a country's cards and places, built once."""

from __future__ import annotations

import re
from dataclasses import dataclass

from tiendo.reading.language import Language, Phrase
from tiendo.reading.lexicon import Lexicon
from tiendo.vocabulary.folding import fold
from tiendo.vocabulary.indicator import Catalogue
from tiendo.vocabulary.place import PlaceRegister
from tiendo.vocabulary.words import Level

_UNIT_FAMILIES = ("unit", "unit_before")
_SUBJECT_FAMILIES = ("indicator", "sector")
_BRACKETS = re.compile(r"\([^)]*\)")


@dataclass(frozen=True, slots=True)
class Words:
    """What is looked up in a text: the pack's words, units, and names of indicators."""

    words: Lexicon
    units: Lexicon
    subjects: Lexicon


_BUILT: dict[tuple[int, int, int], tuple[Words, Language, Catalogue, PlaceRegister]] = {}


def words_of(language: Language, catalogue: Catalogue, register: PlaceRegister) -> Words:
    """Return the lexicons of a language; built at the first call and kept."""
    key = (id(language), id(catalogue), id(register))
    if key not in _BUILT:
        # The values hold what the ids stand for, so that no id is given to something else.
        _BUILT[key] = (_build(language, catalogue, register), language, catalogue, register)
    return _BUILT[key][0]


def _build(language: Language, catalogue: Catalogue, register: PlaceRegister) -> Words:
    units = [p for p in language.phrases if p.family in _UNIT_FAMILIES]
    units += [Phrase(text, "scale", str(power)) for text, power in language.scales.items()]
    units += [Phrase(text, "scale_of_money", str(p)) for text, p in language.money_scales.items()]
    subjects = [p for p in language.phrases if p.family in _SUBJECT_FAMILIES]
    subjects += _card_names(language, catalogue)
    other = (*_UNIT_FAMILIES, *_SUBJECT_FAMILIES)
    words = [p for p in language.phrases if p.family not in other]
    words += _place_names(language, register)
    return Words(
        Lexicon(language, words),
        Lexicon(language, units, clitics=False),
        Lexicon(language, subjects, stem=language.stem),
    )


def _card_names(language: Language, catalogue: Catalogue) -> list[Phrase]:
    """Return the names of the cards in a language, as they may stand in a text."""
    found = []
    for card in catalogue.values():
        name = card.names.get(language.code)
        if name:
            bare = re.sub(r"[\[\]{}|*]", " ", _BRACKETS.sub(" ", name)).strip()
            if bare:
                found.append(Phrase(bare, "indicator", card.code))
    return found


def _place_names(language: Language, register: PlaceRegister) -> list[Phrase]:
    """Return the names of places that may stand in a text of this script.

    A commune is found by the word for its kind: hundreds bear one name, and many are plain words.
    """
    found = []
    for place in register.of_levels((Level.PROVINCE, Level.DISTRICT)):
        for name in place.names:
            latin = name.text[:1] < "\u0250"
            if latin == (language.script == "latin"):
                found.append(Phrase(name.text, "place", place.key))
                # Other languages leave the marks out.
                found.append(Phrase(fold(name.text), "place", place.key))
    return found
