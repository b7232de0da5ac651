"""Which indicator, and which part of it, the label of a row names."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from tiendo.ledger.intake.report.lexicon import fold_keeping_percent, lexicons
from tiendo.ledger.intake.report.titles import price_basis_of
from tiendo.ledger.intake.report.units import StatedUnit, unit_at_end
from tiendo.vocabulary.errors import VocabularyError
from tiendo.vocabulary.folding import fold
from tiendo.vocabulary.indicator import BreakdownTree, Catalogue, Indicator, Part
from tiendo.vocabulary.series import TOTAL, Breakdown, Series
from tiendo.vocabulary.words import NOT_APPLICABLE, NOT_STATED

_MAPPING = "name it in a mapping file"


@dataclass(frozen=True, slots=True)
class Named:
    """What a label names.

    Attributes:
        series: indicator, part and price basis.
        unit: the unit that the label itself states, if any.
        reason: why.
    """

    series: Series
    unit: StatedUnit | None
    reason: str


class Labels:
    """Finds indicators and parts by their names in any language of the cards."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._cards: dict[str, dict[str, Indicator]] = {}
        for card in catalogue.values():
            for name in (card.code, *card.names.values()):
                self._cards.setdefault(fold(name), {})[card.code] = card
        self._by_first_word: dict[str, list[str]] = {}
        for name in self._cards:
            if len(name) > 3:
                self._by_first_word.setdefault(name.split()[0], []).append(name)
        self._known: dict[object, Named] = {}

    def card_in(self, words: str) -> Indicator | None:
        """Return the only indicator whose name stands in a title; None if none or several.

        A name that lies within a longer one that stands there does not count.
        """
        _, folded = price_basis_of(words)
        padded = f" {folded} "
        found = [
            name
            for word in set(folded.split())
            for name in self._by_first_word.get(word, ())
            if f" {name} " in padded
        ]
        longest = [n for n in found if not any(n != o and f" {n} " in f" {o} " for o in found)]
        cards = {code: card for name in longest for code, card in self._cards[name].items()}
        return next(iter(cards.values())) if len(cards) == 1 else None

    def name(
        self,
        words: str,
        above: Sequence[Series],
        before: Series | None,
        title: Indicator | None,
        basis: str | None,
    ) -> Named:
        """Return what a label names.

        Args:
            words: the label without its section number.
            above: what the rows that it stands under are about, the nearest first.
            before: what the row before it is about, if it stands beside that one.
            title: the indicator that the table's title names.
            basis: the price basis that the title names.

        Raises:
            VocabularyError: if it names nothing, or more than one thing, with what is near.
        """
        # The tables of a file repeat their labels.
        key = (words, tuple(above), before, title.code if title else None, basis)
        if key not in self._known:
            self._known[key] = self._named(words, above, before, title, basis)
        return self._known[key]

    def _named(
        self,
        words: str,
        above: Sequence[Series],
        before: Series | None,
        title: Indicator | None,
        basis: str | None,
    ) -> Named:
        bare, unit = unit_at_end(words)
        own_basis, folded = price_basis_of(bare)
        basis = own_basis or basis
        contexts = [*above, *([before] if before else [])]
        if cards := self._cards.get(folded) or self._cards.get(fold(words)):
            card = _only_card(cards, words)
            self._refuse_part_too(card, folded, contexts)
            return Named(_series(card, TOTAL, basis, None), unit, f"it is the name of {card.code}")
        if title is not None:
            contexts.append(Series(title.code, TOTAL, ""))
        for context in contexts:
            card = self._catalogue[context.indicator]
            if found := _part_named(card, folded, context.breakdown):
                series = _series(card, found, basis, context.price_basis)
                return Named(series, unit, f"it is a part of {card.code}")
        if title is not None and folded in _totals():
            return Named(_series(title, TOTAL, basis, None), unit, "it is the title's total")
        raise VocabularyError(
            f"'{words}' is no indicator and no part of one above it", remedy=self._near(folded)
        )

    def of_title(self, title: Indicator, basis: str | None) -> Series:
        """Return what rows are about that name something else, such as a place.

        Raises:
            VocabularyError: if the indicator has several price bases and none is named.
        """
        return _series(title, TOTAL, basis, None)

    def leading(self, words: str) -> tuple[Indicator, str] | None:
        """Return the indicator whose name opens a text, and the words behind it; None if none.

        The longest name counts, and one that several indicators have does not.
        """
        pieces = fold_keeping_percent(words).split()
        for length in range(len(pieces), 0, -1):
            cards = self._cards.get(" ".join(pieces[:length]), {})
            if len(cards) == 1:
                return next(iter(cards.values())), " ".join(pieces[length:])
        return None

    def _refuse_part_too(self, card: Indicator, folded: str, contexts: Sequence[Series]) -> None:
        """Refuse a name that an indicator has, and a part of what the row stands under too."""
        for context in contexts:
            whole = self._catalogue[context.indicator]
            if whole is not card and _part_named(whole, folded, context.breakdown):
                raise VocabularyError(
                    f"it may be {card.code} or a part of {whole.code}", remedy=_MAPPING
                )

    def _near(self, folded: str) -> str:
        close = difflib.get_close_matches(folded, self._cards, 3, 0.6)
        codes = list(dict.fromkeys(code for name in close for code in self._cards[name]))
        told = f"did you mean: {', '.join(codes)}? Else " if codes else ""
        return f"{told}{_MAPPING}"


def _only_card(cards: Mapping[str, Indicator], words: str) -> Indicator:
    if len(cards) > 1:
        raise VocabularyError(
            f"'{words}' names several indicators: {', '.join(cards)}", remedy=_MAPPING
        )
    return next(iter(cards.values()))


def _totals() -> set[str]:
    return {word for lexicon in lexicons() for word in lexicon.total}


def _part_named(card: Indicator, folded: str, within: Breakdown) -> Breakdown | None:
    """Return the cut of `card` that a name means, below a cut or beside it in its dimension.

    Raises:
        VocabularyError: if two parts have the name, or if the part would cut another cut.
    """
    found = [
        (tree.dimension, part.code)
        for tree in card.breakdowns
        for part in _walk(tree)
        if folded in {fold(name) for name in part.names.values()}
    ]
    inside = [pair for pair in found if within.get(pair[0]) is not None]
    below = [pair for pair in inside if _is_below(card, pair, within)]
    found = below or inside or found
    if not found:
        return None
    if len(found) > 1:
        listed = ", ".join(f"{dimension}={code}" for dimension, code in found)
        raise VocabularyError(f"it may be {listed} of {card.code}", remedy=_MAPPING)
    dimension, code = found[0]
    tree = card.tree(dimension)
    if tree is not None and tree.within and within.get(tree.within[0]) == tree.within[1]:
        within = within.without(tree.within[0])
    if within and within.get(dimension) is None:
        raise VocabularyError(
            f"it is {dimension}={code} of {card.code}, but stands under {within}",
            remedy=f"{_MAPPING}: both cuts together are another figure than one of them",
        )
    return within.without(dimension).with_code(dimension, code)


def _walk(tree: BreakdownTree) -> Iterator[Part]:
    for top in tree.parts:
        yield from top.walk()


def _is_below(card: Indicator, pair: tuple[str, str], within: Breakdown) -> bool:
    tree = card.tree(pair[0])
    whole = tree.find(within.get(pair[0]) or "") if tree else None
    return whole is not None and any(part.code == pair[1] for part in whole.walk())


def _series(
    card: Indicator, breakdown: Breakdown, basis: str | None, context: str | None
) -> Series:
    """Return the series on the basis that is named, or on the card's only one.

    Raises:
        VocabularyError: if the card has several and none is named.
    """
    if len(card.price_bases) == 1:
        only = card.price_bases[0]
        if basis and only != NOT_APPLICABLE and not only.startswith(basis):
            raise VocabularyError(
                f"'{card.code}' is known at {only} prices, the table says {basis}",
                remedy="correct the price basis, or name another indicator in a mapping file",
            )
        return Series(card.code, breakdown, only)
    if basis == "constant":
        constant = [each for each in card.price_bases if each.startswith("constant")]
        if len(constant) > 1:
            raise VocabularyError(
                f"'{card.code}' has several constant bases: {', '.join(constant)}",
                remedy="name the year of the prices in the label or in the title",
            )
        basis = constant[0] if constant else basis
    chosen = basis or context or (NOT_STATED if NOT_STATED in card.price_bases else None)
    if chosen not in card.price_bases:
        raise VocabularyError(
            f"'{card.code}' has several price bases and the table names none of them",
            remedy=f"name one in the label or in the title: {', '.join(card.price_bases)}",
        )
    return Series(card.code, breakdown, chosen)
