"""A series: an indicator, cut by a breakdown, on one price basis."""

from __future__ import annotations

import re
from dataclasses import dataclass

from tiendo.vocabulary.errors import VocabularyError
from tiendo.vocabulary.wording import Misread, Remedy

_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]*")


@dataclass(frozen=True, order=True, slots=True)
class Breakdown:
    """Dimension=code pairs in the order of their dimensions; empty for the total."""

    pairs: tuple[tuple[str, str], ...] = ()

    @classmethod
    def of(cls, **codes: str) -> Breakdown:
        """Return the breakdown with these dimensions: `Breakdown.of(sector="services")`."""
        return cls(tuple(sorted(codes.items())))

    @classmethod
    def parse(cls, text: str) -> Breakdown:
        """Read "dim=code;dim=code"; an empty text is the total.

        Raises:
            VocabularyError: for a malformed pair or a dimension named twice.
        """
        pairs: dict[str, str] = {}
        for piece in filter(None, (part.strip() for part in text.split(";"))):
            dimension, equals, code = (side.strip() for side in piece.partition("="))
            if not (equals and _CODE.fullmatch(dimension) and _CODE.fullmatch(code)):
                raise VocabularyError(
                    Misread.NO_BREAKDOWN.said(text=piece), remedy=Remedy.BREAKDOWN.said()
                )
            if dimension in pairs:
                raise VocabularyError(
                    Misread.DIMENSION_TWICE.said(dimension=dimension, text=text),
                    remedy=Remedy.ONCE.said(),
                )
            pairs[dimension] = code
        return cls(tuple(sorted(pairs.items())))

    def __str__(self) -> str:
        return ";".join(f"{dimension}={code}" for dimension, code in self.pairs)

    def __bool__(self) -> bool:
        return bool(self.pairs)

    def as_dict(self) -> dict[str, str]:
        """Return {dimension: code}."""
        return dict(self.pairs)

    def get(self, dimension: str) -> str | None:
        """Return the code of `dimension`, or None where it is not cut by it."""
        return self.as_dict().get(dimension)

    def without(self, dimension: str) -> Breakdown:
        """Return the breakdown in which `dimension` is not cut."""
        return Breakdown(tuple(pair for pair in self.pairs if pair[0] != dimension))

    def with_code(self, dimension: str, code: str) -> Breakdown:
        """Return the breakdown with `dimension` set to `code`."""
        return Breakdown(tuple(sorted((self.as_dict() | {dimension: code}).items())))


TOTAL = Breakdown()


@dataclass(frozen=True, order=True, slots=True)
class Series:
    """What is asked of a place over time; the measure is told by the question.

    Attributes:
        indicator: code of the card.
        breakdown: the cut, empty for the total.
        price_basis: current, constant_2010, ..., not_applicable, not_stated.
    """

    indicator: str
    breakdown: Breakdown = TOTAL
    price_basis: str = "not_applicable"

    def with_breakdown(self, breakdown: Breakdown) -> Series:
        """Return the series of the same indicator and basis with another cut."""
        return Series(self.indicator, breakdown, self.price_basis)
