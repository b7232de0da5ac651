"""Reading short texts in tests: packs, cards and places are loaded once."""

from __future__ import annotations

from functools import lru_cache

from tiendo.packs import load_pack
from tiendo.packs.reading_words import load_languages
from tiendo.reading import ReadFigure, Reading, ReadingContext, read_text


@lru_cache(maxsize=1)
def known_pack() -> ReadingContext:
    """The cards and places of Vietnam."""
    pack = load_pack("vietnam")
    return ReadingContext(catalogue=pack.catalogue, register=pack.register)


def read(text: str, language: str = "auto") -> Reading:
    """Read a text with all packs, the Vietnam cards and places."""
    known = known_pack()
    context = ReadingContext(language=language, catalogue=known.catalogue, register=known.register)
    return read_text(text, load_languages(), context)


def figure_at(reading: Reading, start: int, end: int) -> ReadFigure:
    """The one figure that shares text with a span.

    Raises:
        AssertionError: where there is none, or more than one.
    """
    found = [one for one in reading.figures if one.start < end and start < one.end]
    assert len(found) == 1, (reading.text, [one.quote for one in reading.figures])
    return found[0]
