"""Which place the titles of a table name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tiendo.ledger.intake.report.lexicon import lexicons
from tiendo.ledger.intake.report.table import Told
from tiendo.ledger.intake.report.titles import Text
from tiendo.vocabulary.errors import VocabularyError
from tiendo.vocabulary.folding import fold
from tiendo.vocabulary.period import Period
from tiendo.vocabulary.place import Place, PlaceRegister

_REMEDY = "name the place with --place"


class PlaceNames:
    """Finds places by their names beside the word for their level: "tỉnh Ninh Thuận"."""

    def __init__(self, register: PlaceRegister) -> None:
        self._register = register
        self._by_name = register.by_name
        self._longest = max((len(name.split()) for name in self._by_name), default=0)

    def named_in(self, texts: Sequence[Text], period: Period | None) -> Told[Place] | None:
        """Return the place that titles name; of a place and those it lies in, the innermost.

        Args:
            texts: the titles.
            period: only places that exist in it count, if it is given.

        Raises:
            VocabularyError: if several are named of which none lies in all others.
        """
        found = [(group, text) for text in texts for group in self._groups(text.words, period)]
        groups = {frozenset(place.key for place in group): text for group, text in found}
        if not groups:
            return None
        for keys, text in groups.items():
            inner = [key for key in keys if self._lies_in_all(key, groups)]
            if len(inner) == 1:
                return Told(self._register[inner[0]], text.address, text.words)
        listed = ", ".join(sorted({key for keys in groups for key in keys}))
        raise VocabularyError(f"the titles may mean several places: {listed}", remedy=_REMEDY)

    def _groups(self, words: str, period: Period | None) -> Iterator[list[Place]]:
        """Yield the places that each name with a word for its level may mean."""
        pieces = fold(words).split()
        for start in range(len(pieces)):
            for length in range(min(self._longest, len(pieces) - start), 0, -1):
                name = " ".join(pieces[start : start + length])
                before, after = pieces[:start], pieces[start + length :]
                fitting = [
                    place
                    for place in map(self._register.__getitem__, self._by_name.get(name, ()))
                    if _has_level_beside(place, before, after) and _exists_in(place, period)
                ]
                if fitting:
                    yield fitting
                    break

    def _lies_in_all(self, key: str, groups: dict[frozenset[str], Text]) -> bool:
        own = {key, *self._above(key)}
        return all(own & keys for keys in groups)

    def _above(self, key: str) -> Iterator[str]:
        for edge in self._register[key].parents:
            if edge.parent in self._register:
                yield edge.parent
                yield from self._above(edge.parent)

    def is_within(self, key: str, other: str) -> bool:
        """Whether a place is another one, or ever lay in it."""
        return key == other or other in set(self._above(key))


def _has_level_beside(place: Place, before: Sequence[str], after: Sequence[str]) -> bool:
    """Whether the word for the place's level stands before its name or behind it."""
    for lexicon in lexicons():
        for word in lexicon.levels.get(place.level.value, ()):
            size = len(word.split())
            ahead = before[:-1] if before[-1:] == ["of"] else before
            if " ".join(ahead[-size:]) == word or " ".join(after[:size]) == word:
                return True
    return False


def _exists_in(place: Place, period: Period | None) -> bool:
    if period is None:
        return True
    begun, ended = place.span.start, place.span.end
    return (begun is None or begun <= period.end) and (ended is None or period.start < ended)
