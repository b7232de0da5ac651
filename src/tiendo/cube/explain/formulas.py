"""Levels that follow from a card's formula."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tiendo.cube.explain.answer import Answer
from tiendo.vocabulary.period import Period
from tiendo.vocabulary.series import Series

if TYPE_CHECKING:
    from tiendo.cube.explain.reader import Reader


def by_formula(reader: Reader, place: str, series: Series, run: Period) -> Answer | None:
    """Return the value of the card's formula for the run, or None where it gives none."""
    return None
