"""Indicator cards: what an indicator means and what arithmetic may do with it."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from tiendo.vocabulary.errors import VocabularyError
from tiendo.vocabulary.folding import fold
from tiendo.vocabulary.period import Period
from tiendo.vocabulary.series import Breakdown, Series
from tiendo.vocabulary.unit import Unit
from tiendo.vocabulary.wording import Misread, Remedy
from tiendo.vocabulary.words import Direction, Frequency, Level, Nature, Rule

Texts = Mapping[str, str]
"""One text in several languages, by language code."""

MONTHS_OF = {
    Frequency.MONTHLY: 1,
    Frequency.QUARTERLY: 3,
    Frequency.HALF_YEARLY: 6,
    Frequency.YEARLY: 12,
}


def text_in(texts: Texts, language: str) -> str:
    """Return the text in `language`, else in English, else the first there is."""
    return texts.get(language) or texts.get("en") or next(iter(texts.values()), "")


@dataclass(frozen=True, slots=True)
class Part:
    """One code of a breakdown, with the codes it consists of."""

    code: str
    names: Texts
    parts: tuple[Part, ...] = ()

    def walk(self) -> Iterator[Part]:
        """Yield this part and all below it."""
        yield self
        for part in self.parts:
            yield from part.walk()


@dataclass(frozen=True, slots=True)
class BreakdownTree:
    """A dimension by which an indicator may be cut.

    Attributes:
        additive: whether the parts at the top add up to the total.
        residual: code of the part that closes that sum (GRDP: product taxes less subsidies).
        within: the part of another dimension that all parts lie in, as dimension and code: every
            ministry's investment is the centre's. Tables list them under it.
    """

    dimension: str
    names: Texts
    parts: tuple[Part, ...]
    additive: bool = True
    residual: str | None = None
    within: tuple[str, str] | None = None

    def find(self, code: str) -> Part | None:
        """Return the part with `code`, at any depth."""
        return next((p for top in self.parts for p in top.walk() if p.code == code), None)

    def groups(self) -> Iterator[tuple[str | None, tuple[Part, ...]]]:
        """Yield every set of parts that adds up, with the code of its whole (None: the total)."""
        if self.additive:
            yield None, self.parts
        for top in self.parts:
            for part in top.walk():
                if part.parts:
                    yield part.code, part.parts


@dataclass(frozen=True, slots=True)
class SeriesBreak:
    """A month from which levels do not compare with those before."""

    at: Period
    reason: Texts


@dataclass(frozen=True, slots=True)
class LegalReference:
    """A document that prescribes the indicator.

    `verified` tells whether a named source was checked for it, not that its full text was read.
    """

    document: str
    number: str = ""
    dated: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    verified: bool = False


@dataclass(frozen=True, slots=True)
class FormulaVersion:
    """The text of a formula and the dates between which it holds (half-open, None: open)."""

    expression: str
    valid_from: date | None = None
    valid_to: date | None = None


@dataclass(frozen=True, slots=True)
class Indicator:
    """The card of an indicator, as statistics offices write it, plus what arithmetic needs.

    Attributes:
        unit: unit in which values are kept and printed.
        per: counted noun that the unit is silently divided by (income per head: persons).
        time_rule: how runs combine; place_rule: how places combine.
        weight: for a mean, the indicator that weighs it.
        lag_days: days after the end of a run by which it is due.
        levels: levels of government that report it.
        breaks: months from which levels do not compare with those before.
    """

    code: str
    names: Texts
    unit: Unit
    nature: Nature
    time_rule: Rule
    place_rule: Rule
    direction: Direction = Direction.UP
    price_bases: tuple[str, ...] = ("not_applicable",)
    frequency: Frequency = Frequency.MONTHLY
    lag_days: int = 0
    levels: tuple[Level, ...] = (Level.PROVINCE, Level.DISTRICT, Level.COMMUNE)
    per: str = ""
    weight: str | None = None
    topic: str = ""
    purpose: Texts = field(default_factory=dict)
    concept: Texts = field(default_factory=dict)
    source: Texts = field(default_factory=dict)
    valid_from: date | None = None
    valid_to: date | None = None
    breakdowns: tuple[BreakdownTree, ...] = ()
    breaks: tuple[SeriesBreak, ...] = ()
    legal: tuple[LegalReference, ...] = ()
    formulas: tuple[FormulaVersion, ...] = ()

    def tree(self, dimension: str) -> BreakdownTree | None:
        """Return the breakdown tree of `dimension`, or None."""
        return next((tree for tree in self.breakdowns if tree.dimension == dimension), None)

    def check_breakdown(self, breakdown: Breakdown) -> None:
        """Refuse a breakdown that the card does not know.

        Raises:
            VocabularyError: naming the dimensions or codes that it has.
        """
        for dimension, code in breakdown.pairs:
            tree = self.tree(dimension)
            if tree is None:
                known = ", ".join(t.dimension for t in self.breakdowns)
                named = Remedy.DIMENSIONS.said(dimensions=known)
                raise VocabularyError(
                    Misread.NOT_BROKEN_DOWN.said(indicator=self.code, dimension=dimension),
                    remedy=named if known else Remedy.NO_DIMENSIONS.said(),
                )
            if tree.find(code) is None:
                known = ", ".join(p.code for top in tree.parts for p in top.walk())
                raise VocabularyError(
                    Misread.NO_PART.said(code=code, dimension=dimension, indicator=self.code),
                    remedy=Remedy.CODES.said(codes=known),
                )

    def breakdown_name(self, breakdown: Breakdown, language: str) -> str:
        """Return the parts' names in `language`, joined by commas; empty for the total."""
        found = []
        for dimension, code in breakdown.pairs:
            tree = self.tree(dimension)
            part = tree.find(code) if tree else None
            found.append(text_in(part.names, language) if part else code)
        return ", ".join(found)

    def series_like(self, breakdown: Breakdown, price_basis: str) -> Series | None:
        """Return this indicator's series of a cut, on a basis or else on its only one.

        None where it has no such cut, or several bases of which none is the one asked for.
        """
        for dimension, code in breakdown.pairs:
            tree = self.tree(dimension)
            if tree is None or tree.find(code) is None:
                return None
        if price_basis in self.price_bases:
            return Series(self.code, breakdown, price_basis)
        if len(self.price_bases) == 1:
            return Series(self.code, breakdown, self.price_bases[0])
        return None

    def break_between(self, earlier: Period, later: Period) -> SeriesBreak | None:
        """Return the break in series that parts two runs, or None."""
        return next((b for b in self.breaks if earlier.first < b.at.first <= later.last), None)


class Catalogue(Mapping[str, Indicator]):
    """All cards by code, in the order given, with search."""

    def __init__(self, cards: Iterable[Indicator]) -> None:
        self._cards: dict[str, Indicator] = {}
        for card in cards:
            if card.code in self._cards:
                raise VocabularyError(f"two cards have the code '{card.code}'")
            self._cards[card.code] = card

    def __getitem__(self, code: str) -> Indicator:
        return self._cards[code]

    def __iter__(self) -> Iterator[str]:
        return iter(self._cards)

    def __len__(self) -> int:
        return len(self._cards)

    def find(self, text: str) -> Indicator:
        """Return the card with this code, or the only one with this name.

        Raises:
            VocabularyError: if there is none or more than one, with what is close.
        """
        if text in self._cards:
            return self._cards[text]
        wanted = fold(text)
        named = [
            card
            for card in self._cards.values()
            if wanted in {fold(card.code), *(fold(name) for name in card.names.values())}
        ]
        if len(named) == 1:
            return named[0]
        close = [c.code for c in named] or difflib.get_close_matches(text, self._cards, 5, 0.4)
        remedy = Remedy.SEE_INDICATORS.said()
        if close:
            remedy = Remedy.MEANT.said(several=", ".join(close))
        problem = Misread.SEVERAL_INDICATORS if named else Misread.NO_INDICATOR
        raise VocabularyError(problem.said(text=text), remedy=remedy)

    def search(self, query: str) -> tuple[Indicator, ...]:
        """Return the cards whose code or a name in any language holds every word of `query`."""
        words = fold(query).split()
        return tuple(
            card
            for card in self._cards.values()
            if all(
                word in fold(" ".join((card.code, card.topic, *card.names.values())))
                for word in words
            )
        )
