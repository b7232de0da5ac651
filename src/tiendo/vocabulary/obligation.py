"""Who owes which figure: the duty of an office to report an indicator of a place."""

from __future__ import annotations

from dataclasses import dataclass

from tiendo.vocabulary.place import ALWAYS, Span


@dataclass(frozen=True, slots=True)
class Obligation:
    """An office's duty to report an indicator of a place, while it holds.

    Attributes:
        place: key of the place.
        indicator: code of the card, whose frequency and lag tell when a run is due.
        office: who owes it; may be empty while offices are not yet known.
    """

    place: str
    indicator: str
    office: str = ""
    span: Span = ALWAYS
