"""Units as tables print them: a scale word and a unit of the language packs, nothing else."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from tiendo.ledger.intake.report.lexicon import Lexicon, lexicons, plain
from tiendo.vocabulary.errors import VocabularyError
from tiendo.vocabulary.indicator import Indicator
from tiendo.vocabulary.unit import SCALES, Unit

_SCALE_WORDS = {power: word for word, power in SCALES.items()}
_PARENTHESIS = re.compile(r"\(([^()]+)\)\s*[*:]*\s*$")


@dataclass(frozen=True, slots=True)
class StatedUnit:
    """A unit as a table prints it.

    Attributes:
        text: as written.
        unit: the unit without its scale; empty for a word that counts whatever is counted.
        power: power of ten of its scale word.
        per: counted noun that it is divided by, as in "m VND per person"; else empty.
    """

    text: str
    unit: str
    power: int
    per: str = ""

    def of_card(self, card: Indicator) -> tuple[str, int]:
        """Return the unit as a figure of `card` is filed in it, and a power of ten on top of it.

        A thousand billions have no scale word of their own: they are filed in bn, times 1000.

        Raises:
            VocabularyError: if the card cannot be stated in it.
        """
        base = self.unit or _counted(card, self.text)
        if self.per and self.per != card.per:
            raise VocabularyError(
                f"'{card.code}' is not stated per {self.per}, as in '{self.text}'",
                remedy=f"state it in {card.unit} or in a scale of it",
            )
        largest = max(_SCALE_WORDS)
        scale = min(self.power, largest)
        unit = Unit.parse(f"{_SCALE_WORDS[scale]} {base}" if scale else base)
        if not unit.converts_to(card.unit):
            raise VocabularyError(
                f"'{card.code}' cannot be stated in '{self.text}'",
                remedy=f"state it in {card.unit} or in a scale of it",
            )
        return unit.text, self.power - scale

    @property
    def is_percent(self) -> bool:
        """Whether it is percent."""
        return self.unit == "percent" and not self.power


def read_unit(text: str) -> StatedUnit | None:
    """Return the unit that a text names wholly, in any language of the packs; None if none."""
    return _read(plain(text).strip(" .:;()[]"))


def unit_at_end(text: str) -> tuple[str, StatedUnit | None]:
    """Cut a unit in parentheses off the end of a text: "Sản lượng (tấn)"."""
    found = _PARENTHESIS.search(text)
    unit = read_unit(found[1]) if found else None
    return (text[: found.start()].rstrip(), unit) if found and unit else (text, None)


@lru_cache(maxsize=4096)
def _read(words: str) -> StatedUnit | None:
    for lexicon in lexicons():
        if found := _read_in(words, lexicon) or _quotient(words, lexicon):
            return found
    return None


def _read_in(words: str, lexicon: Lexicon) -> StatedUnit | None:
    """Return the unit of a whole word list: an optional scale word and a unit."""
    pieces = words.split(" ")
    for cut in range(len(pieces)):
        scale, base = " ".join(pieces[:cut]), " ".join(pieces[cut:])
        if scale and scale not in lexicon.unit_scales:
            continue
        power = lexicon.unit_scales[scale] if scale else 0
        if base in lexicon.unit_words:
            return StatedUnit(words, lexicon.unit_words[base], power)
        if base in lexicon.counters:
            return StatedUnit(words, "", power)
    return None


def _quotient(words: str, lexicon: Lexicon) -> StatedUnit | None:
    """Return a unit per counted noun."""
    above, slash, below = words.partition("/")
    if not slash:
        return None
    top, bottom = _read_in(above.strip(), lexicon), _read_in(below.strip(), lexicon)
    if top is None or bottom is None or bottom.power or not bottom.unit:
        return None
    if not Unit.parse(bottom.unit).counts:
        return None
    return StatedUnit(words, top.unit, top.power, per=bottom.unit)


def _counted(card: Indicator, text: str) -> str:
    if not card.unit.counts:
        raise VocabularyError(
            f"'{card.code}' is not counted, so that '{text}' is no unit of it",
            remedy=f"state it in {card.unit} or in a scale of it",
        )
    return card.unit.text.rpartition(" ")[2]
