"""A line as small as a word: the same run of the last years."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT, INSET = 100.0, 24.0, 3.0


@dataclass(frozen=True, slots=True)
class Spark:
    """The pieces of the line, in the notation of SVG, and the point of the asked year.

    Attributes:
        pieces: points of unbroken pieces; a year that is not known breaks the line.
        last: the last point, None where the asked year is not known.
    """

    pieces: tuple[str, ...]
    last: tuple[str, str] | None


def spark_of(values: Sequence[float | None]) -> Spark | None:
    """Return the line of some values, oldest first; None for fewer than two known ones."""
    known = [value for value in values if value is not None]
    if len(known) < 2:
        return None
    low, high = min(known), max(known)
    step = (WIDTH - 2 * INSET) / (len(values) - 1)

    def point(at: int, value: float) -> tuple[str, str]:
        part = (value - low) / (high - low) if high > low else 0.5
        y = HEIGHT - INSET - part * (HEIGHT - 2 * INSET)
        return f"{INSET + at * step:.1f}", f"{y:.1f}"

    pieces, piece = list[str](), list[str]()
    for at, value in enumerate(values):
        if value is None:
            pieces, piece = _ended(pieces, piece), []
        else:
            piece.append(",".join(point(at, value)))
    last = values[-1]
    return Spark(
        tuple(_ended(pieces, piece)), None if last is None else point(len(values) - 1, last)
    )


def _ended(pieces: list[str], piece: list[str]) -> list[str]:
    """Return the pieces with one more; a single point is drawn as a short line."""
    if not piece:
        return pieces
    return [*pieces, " ".join(piece if len(piece) > 1 else piece * 2)]
