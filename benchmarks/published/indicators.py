"""Whether what a reader calls an indicator is what the gold calls it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .gold import Gold
    from .scoring import Found

Names = Mapping[str, tuple[str, ...]]
"""Card code -> its names in all languages."""

_STEM = 5
_HALF = 0.5


def same_indicator(gold: Gold, one: Found, names: Names) -> bool:
    """Whether the card is the same, or half of the words are.

    A word counts by its first five letters, so that endings do not part what is one word. Where
    the gold is in another language than the text, the card's names in that language are compared.
    """
    if gold.indicator_id and gold.indicator_id == one.indicator_id:
        return True
    mine = _words(gold.indicator)
    said = (one.phrase, one.indicator or "", *names.get(one.indicator_id or "", ()))
    return any(_overlap(mine, _words(text)) >= _HALF for text in said)


def _overlap(mine: frozenset[str], its: frozenset[str]) -> float:
    """Share of the gold's words that were said, or Dice's coefficient, whichever is larger."""
    if not mine or not its:
        return 0.0
    both = len(mine & its)
    return max(both / len(mine), 2 * both / (len(mine) + len(its)))


def _words(text: str) -> frozenset[str]:
    flat = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    flat = "".join(sign for sign in flat if not unicodedata.combining(sign))
    return frozenset(
        word.removeprefix("ال")[:_STEM] for word in re.split(r"[\W_]+", flat) if len(word) > 1
    ) - {"of", "the", "and", "in", "для", "на", "по", "من", "في"}
