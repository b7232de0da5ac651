"""Which unit a number of each kind is kept in, and how the unit it was filed in converts to it."""

from __future__ import annotations

from tiendo.vocabulary.errors import VocabularyError
from tiendo.vocabulary.indicator import Indicator
from tiendo.vocabulary.unit import Unit
from tiendo.vocabulary.words import Kind

PERCENT = Unit.parse("percent")
POINTS = Unit.parse("percentage_points")

_IN_CARD_UNIT = (Kind.LEVEL, Kind.COUNT, Kind.CHANGE_ABS)
# "Grew two times" may mean 100 or 200 percent, so these two take percent alone.
_PERCENT_ONLY = (Kind.GROWTH, Kind.OVER_PLAN)


def kept_unit(card: Indicator, kind: Kind) -> Unit:
    """Return the unit in which a number of `kind` is kept (see `Statement.value`)."""
    if kind in _IN_CARD_UNIT:
        return card.unit
    return POINTS if kind is Kind.CONTRIBUTION else PERCENT


def expected_unit(card: Indicator, kind: Kind) -> Unit:
    """Return the unit that is meant where none is stated: the kept one, but for rates.

    A change of a rate is told in percentage points: from 13 % to 15 % is 2 points, never 2 %.
    """
    if kind is Kind.CHANGE_ABS and not card.unit.dimension:
        return POINTS
    return kept_unit(card, kind)


def shift_from(card: Indicator, kind: Kind, unit: Unit) -> int:
    """Return the power of ten that takes a number filed in `unit` to the unit it is kept in.

    Raises:
        VocabularyError: if a number of this kind cannot be stated in `unit`.
    """
    kept = kept_unit(card, kind)
    if unit == POINTS and kind is Kind.CHANGE_ABS and not card.unit.dimension:
        unit = PERCENT
    elif unit == PERCENT and kind is Kind.CONTRIBUTION:
        unit = POINTS
    refused = kind in _PERCENT_ONLY and unit != PERCENT
    if refused or not unit.converts_to(kept):
        wanted = expected_unit(card, kind)
        raise VocabularyError(
            f"a {kind} of '{card.code}' cannot be stated in {unit}",
            remedy=f"state it in {wanted}"
            + (" or in a scale of it" if kept.dimension and kind in _IN_CARD_UNIT else ""),
        )
    return unit.shift_to(kept)
