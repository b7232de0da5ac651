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
from tiendo.vocabulary.words import Level

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
            return self._country_in(texts)
        for keys, text in groups.items():
            inner = [key for key in keys if self._lies_in_all(key, groups)]
            if len(inner) == 1:
                return Told(self._register[inner[0]], text.address, text.words)
        listed = ", ".join(sorted({key for keys in groups for key in keys}))
        raise VocabularyError(f"the titles may mean several places: {listed}", remedy=_REMEDY)

    def _country_in(self, texts: Sequence[Text]) -> Told[Place] | None:
        """Return the country, if a title speaks of all of it."""
        country = self.country()
        words = {word for lexicon in lexicons() for word in lexicon.country}
        for text in texts:
            if country and any(f" {word} " in f" {fold(text.words)} " for word in words):
                return Told(country, text.address, text.words)
        return None

    def in_row(self, words: str, within: Place | None, period: Period | None) -> Place | None:
        """Return the place that the label of a row names, with or without the word for its level.

        Args:
            words: the label.
            within: the place of the table, in which it lies; None for anywhere.
            period: only places that exist in it count, if it is given.

        Raises:
            VocabularyError: if it may be several.
        """
        folded = fold(words)
        bare = {folded, *_without_level(folded)}
        named = [self._register[key] for name in bare for key in self._by_name.get(name, ())]
        found = {
            place.key: place
            for place in named
            if _exists_in(place, period)
            and (within is None or (place != within and self.is_within(place.key, within.key)))
        }
        if len(found) > 1:
            worded = {
                key: place
                for key, place in found.items()
                if any(
                    folded.startswith(f"{word} ") or folded.endswith(f" {word}")
                    for word in _words_of(place)
                )
            }
            found = worded or _directly_below(found, within)
        if len(found) > 1:
            listed = ", ".join(sorted(found))
            raise VocabularyError(
                f"'{words}' may be several places: {listed}", remedy="name it in a mapping file"
            )
        return next(iter(found.values()), None)

    def country(self) -> Place | None:
        """Return the country, if the register has only one."""
        found = list(self._register.of_levels([Level.COUNTRY]))
        return found[0] if len(found) == 1 else None

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


def _directly_below(found: dict[str, Place], within: Place | None) -> dict[str, Place]:
    """Return the places that ever belonged to the table's own place, all of them if none did.

    Rows of a province's table are its districts before they are the communes called after them.
    """
    if within is None:
        return found
    children = {
        key: place
        for key, place in found.items()
        if any(edge.parent == within.key for edge in place.parents)
    }
    return children or found


def _has_level_beside(place: Place, before: Sequence[str], after: Sequence[str]) -> bool:
    """Whether the word for the place's level stands before its name or behind it."""
    for lexicon in lexicons():
        for word in lexicon.levels.get(place.level.value, ()):
            size = len(word.split())
            ahead = before[:-1] if before[-1:] == ["of"] else before
            if " ".join(ahead[-size:]) == word or " ".join(after[:size]) == word:
                return True
    return False


def _words_of(place: Place) -> set[str]:
    """Return the words for a place's level, in all languages."""
    levels = (lexicon.levels.get(place.level.value, ()) for lexicon in lexicons())
    return {word for words in levels for word in words}


def _without_level(folded: str) -> Iterator[str]:
    """Yield a name without the word for a level that opens or ends it."""
    for lexicon in lexicons():
        for word in {word for words in lexicon.levels.values() for word in words}:
            if folded.startswith(f"{word} "):
                yield folded.removeprefix(f"{word} ")
            if folded.endswith(f" {word}"):
                yield folded.removesuffix(f" {word}")


def _exists_in(place: Place, period: Period | None) -> bool:
    if period is None:
        return True
    begun, ended = place.span.start, place.span.end
    return (begun is None or begun <= period.end) and (ended is None or period.start < ended)
