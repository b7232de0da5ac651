"""What is told of a result: how much there is, and the rows themselves if they are wanted."""

from __future__ import annotations

from dataclasses import dataclass

from tiendo.cube.cluster.tally import Tally, tally_of
from tiendo.cube.kernel import Result
from tiendo.cube.parquet.table import Piece, piece_of
from tiendo.vocabulary.words import Level


@dataclass(frozen=True)
class Told:
    """What is told of a result.

    Attributes:
        tally: how much there is.
        rows: the rows; None if they are not wanted.
    """

    tally: Tally
    rows: Piece | None


@dataclass(frozen=True)
class Telling:
    """Tells what is wanted of a result; plain data that may travel to a worker.

    Attributes:
        levels: only of places of these levels; None for all.
        with_rows: whether the rows are wanted, or only how many there are.
        language: of the names of places.
    """

    levels: frozenset[Level] | None = None
    with_rows: bool = True
    language: str = "vi"

    def __call__(self, result: Result) -> Told:
        """Return what is told of a result."""
        rows = piece_of(result, self.levels, self.language) if self.with_rows else None
        return Told(tally_of(result, self.levels), rows)
