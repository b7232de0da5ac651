"""What the words of a line mean, apart from its place, period, number and date.

Lines of a file repeat the same few combinations of words, so that each is understood once.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from operator import itemgetter
from typing import TypeVar

from tiendo.ledger.intake.limits import Limit
from tiendo.ledger.intake.stated_units import expected_unit, shift_from
from tiendo.ledger.intake.table import Row
from tiendo.vocabulary.errors import TiendoError, VocabularyError
from tiendo.vocabulary.indicator import Catalogue, Indicator
from tiendo.vocabulary.series import Breakdown, Series
from tiendo.vocabulary.unit import Unit
from tiendo.vocabulary.words import (
    NOT_STATED,
    Comparator,
    FiledState,
    Kind,
    Modality,
    Operator,
    Status,
    Word,
    parse_price_basis,
)

Problem = tuple[str, str, str]
"""Column, message and remedy of something wrong in a line."""

Read = TypeVar("Read")

_OPEN = {
    Comparator.MORE_THAN: Operator.MORE_THAN,
    Comparator.AT_LEAST: Operator.AT_LEAST,
    Comparator.LESS_THAN: Operator.LESS_THAN,
    Comparator.AT_MOST: Operator.AT_MOST,
}
_PLANNED = (Kind.LEVEL, Kind.COUNT, Kind.GROWTH, Kind.BASE_RATIO)
_OF_PLANS = (Kind.PLAN_SHARE, Kind.OVER_PLAN)


@dataclass(frozen=True, slots=True)
class Shape:
    """The words of a line, understood.

    Attributes:
        kind: as it is kept: a count is a level, "over the plan" a share of it.
        shift: power of ten from the stated unit to the kept one.
        added: what is added to the number (100 where it tells the excess over the plan).
        limits: what the number cannot be beyond.
    """

    card: Indicator
    series: Series
    kind: Kind
    unit: str
    shift: int
    added: int
    comparator: Comparator
    modality: Modality
    status: Status | None
    state: FiledState | None
    operator: Operator | None
    assigner: str | None
    version: str | None
    decision: str | None
    limits: tuple[Limit, ...] = ()


class ShapeReader:
    """Reads the words of one line and collects everything that is wrong with them."""

    def __init__(self, row: Row, catalogue: Catalogue) -> None:
        self.problems: list[Problem] = []
        self._row = row
        self._catalogue = catalogue

    def read(self) -> Shape | None:
        """Return the shape, or None if there are problems."""
        row = self._row
        kind = self._kind()
        modality = self._word("modality", Modality, row.modality) or Modality.ACTUAL
        state = self._word("state", FiledState, row.state)
        status = self._word("status", Status, row.status)
        comparator = self._word("comparator", Comparator, row.comparator) or Comparator.EXACT
        comparator, operator = self._operator(comparator, modality)
        self._check_assigner(kind, modality)
        self._check_target(kind, modality)
        self._check_state(state, comparator)
        card = self._reading("indicator", self._card)
        if card is None:
            return None
        series = self._series(card)
        unit = self._unit(card, kind)
        if self.problems or series is None or unit is None or kind is None:
            return None
        return Shape(
            card=card,
            series=series,
            kind={Kind.COUNT: Kind.LEVEL, Kind.OVER_PLAN: Kind.PLAN_SHARE}.get(kind, kind),
            unit=unit.text,
            shift=shift_from(card, kind, unit),
            added=100 if kind is Kind.OVER_PLAN else 0,
            comparator=comparator,
            modality=modality,
            status=status,
            state=state,
            operator=operator,
            assigner=_text(row.assigner),
            version=_text(row.version),
            decision=_text(row.decision),
        )

    def _card(self) -> Indicator:
        if not self._row.indicator:
            raise VocabularyError("the cell is empty", remedy="every line needs an indicator")
        return self._catalogue.find(self._row.indicator)

    def _refuse(self, column: str, message: str, remedy: str) -> None:
        self.problems.append((column, message, remedy))

    def _reading(self, column: str, read: Callable[[], Read]) -> Read | None:
        try:
            return read()
        except TiendoError as error:
            self._refuse(column, error.message, error.remedy)
            return None

    def _word(self, column: str, words: type[Word], text: str) -> Word | None:
        if not text:
            return None
        try:
            return words(text)
        except ValueError:
            said = f"'{text}' is not one of the words for {column}"
            self._refuse(column, said, f"write one of: {', '.join(words)}")
            return None

    def _kind(self) -> Kind | None:
        kind = self._word("kind", Kind, self._row.kind) if self._row.kind else Kind.LEVEL
        if kind is Kind.RANK:
            self._refuse("kind", "ranks are computed, not filed", "leave the line out")
        return kind

    def _operator(
        self, comparator: Comparator, modality: Modality
    ) -> tuple[Comparator, Operator | None]:
        """Return both words as they are kept: of a plan, "at least" is its operator."""
        stated = self._word("operator", Operator, self._row.operator)
        if modality is not Modality.TARGET:
            if stated is not None:
                self._refuse(
                    "operator", "only a plan has an operator", "write modality target, or empty it"
                )
            return comparator, None
        implied = _OPEN.get(comparator)
        if implied is None:
            return self._closed_operator(comparator, stated)
        if stated not in (None, implied):
            self._refuse(
                "operator",
                f"the operator says {stated}, the comparator {comparator}",
                "say it once, in the column operator",
            )
        return Comparator.EXACT, implied

    def _closed_operator(
        self, comparator: Comparator, stated: Operator | None
    ) -> tuple[Comparator, Operator]:
        if stated is Operator.NONE_LEFT and comparator is not Comparator.EXACT:
            self._refuse("comparator", "none_left is exactly zero", "leave the comparator empty")
        return comparator, stated or Operator.EXACT

    def _check_assigner(self, kind: Kind | None, modality: Modality) -> None:
        if self._row.assigner and modality is not Modality.TARGET and kind not in _OF_PLANS:
            self._refuse(
                "assigner",
                "only plans and shares of a plan have an assigner",
                "empty it, or write modality target",
            )

    def _check_target(self, kind: Kind | None, modality: Modality) -> None:
        if modality is Modality.TARGET and kind is not None and kind not in _PLANNED:
            self._refuse(
                "kind",
                f"a target is not stated as {kind}",
                "write it as level, growth or base_ratio",
            )

    def _check_state(self, state: FiledState | None, comparator: Comparator) -> None:
        if state is not None and comparator is not Comparator.EXACT:
            self._refuse(
                "comparator", f"there is no number to compare where state is {state}", "empty it"
            )

    def _series(self, card: Indicator) -> Series | None:
        breakdown = self._reading("breakdown", lambda: self._breakdown(card))
        basis = self._reading("price_basis", lambda: _price_basis(card, self._row.price_basis))
        if breakdown is None or basis is None:
            return None
        return Series(card.code, breakdown, basis)

    def _breakdown(self, card: Indicator) -> Breakdown:
        breakdown = Breakdown.parse(self._row.breakdown)
        card.check_breakdown(breakdown)
        return breakdown

    def _unit(self, card: Indicator, kind: Kind | None) -> Unit | None:
        if kind is None or kind is Kind.RANK:
            return None
        if not self._row.unit:
            return expected_unit(card, kind)
        return self._reading("unit", lambda: _stated_unit(card, kind, self._row.unit))


def _stated_unit(card: Indicator, kind: Kind, text: str) -> Unit:
    unit = Unit.parse(text)
    shift_from(card, kind, unit)
    return unit


def _price_basis(card: Indicator, text: str) -> str:
    listed = ", ".join(card.price_bases)
    if text:
        if parse_price_basis(text) not in card.price_bases:
            raise VocabularyError(
                f"'{card.code}' has no price basis {text}", remedy=f"it has: {listed}"
            )
        return text
    if len(card.price_bases) == 1:
        return card.price_bases[0]
    if NOT_STATED in card.price_bases:
        return NOT_STATED
    raise VocabularyError(
        f"'{card.code}' has several price bases and the cell names none",
        remedy=f"write one of: {listed}",
    )


def _text(text: str) -> str | None:
    """Return free text in one normal form, so that the same words compare equal."""
    return unicodedata.normalize("NFC", text) or None


words_of = itemgetter(
    *(
        Row._fields.index(name)
        for name in (
            "indicator",
            "breakdown",
            "price_basis",
            "kind",
            "unit",
            "comparator",
            "modality",
            "status",
            "state",
            "assigner",
            "version",
            "operator",
            "decision",
        )
    )
)
"""Returns the cells that make up the shape of a line, to look it up by."""
