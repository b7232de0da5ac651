"""Which rows a result has, in the order in which they are listed, and what each of them says."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from tiendo.cube.cells.codes import (
    MISSING,
    NEVER,
    NO_CODE,
    NO_INSTANT,
    Array,
    Ints,
    Mask,
)
from tiendo.cube.cells.tables import SLOTS
from tiendo.cube.kernel.result import DERIVABLE, Result

NO_STATE = NO_CODE
"""The code of the same period's state where a row has no same period."""

_HUNDRED = 100.0

_OF_CELLS: dict[str, tuple[str, float | int]] = {
    **dict.fromkeys((*DERIVABLE, "value_lo", "value_hi"), ("f8", np.nan)),
    "state": ("u1", MISSING),
    "same_period_state": ("u1", NO_STATE),
    "rank": ("i4", 0),
    "filed": ("i4", 0),
    "due": ("i4", 0),
    "comparator": ("u1", NO_CODE),
    "status": ("u1", 0),
    "modality": ("u1", NO_CODE),
    "known_at": ("i4", NEVER),
    "recorded_at": ("i8", NO_INSTANT),
    "figure": ("i8", 0),
    "derived": ("u2", 0),
}
"""A level's fields, their types, and what stands where a row does not have one."""

_STATED_AS = {
    "value": "value",
    "state": "state",
    "value_lo": "lo",
    "value_hi": "hi",
    **{n: n for n in ("comparator", "status", "modality", "known_at", "recorded_at", "figure")},
}
"""The fields of a row of its own by the names of its answers."""


@dataclass(frozen=True)
class Listing:
    """The rows of some places, in order: by place, then as the cards are ordered, levels first.

    Attributes:
        place, column: the cell of each row.
        stated: number of the statement that the row tells; -1 for the row of a level.
    """

    place: Ints
    column: Ints
    stated: Ints

    def __len__(self) -> int:
        return len(self.place)

    @property
    def levels(self) -> Ints:
        """Which rows are those of levels."""
        return np.flatnonzero(self.stated < 0)

    @property
    def statements(self) -> Ints:
        """Which rows are those of statements."""
        return np.flatnonzero(self.stated >= 0)


def listing_of(result: Result, wanted: Mask) -> Listing:
    """Return the rows of the wanted places in the order of `Result.cells_in_order`."""
    places = np.flatnonzero(wanted)
    near, at = np.nonzero(result.rows[np.ix_(places, result.order)])
    place, column = places[near], result.order[at]
    stated = np.full(len(place), -1)
    rank = np.full(len(result.series), -1)
    rank[result.order] = np.arange(len(result.order))
    beside = np.flatnonzero(wanted[result.stated.place] & (rank[result.stated.column] >= 0))
    if not len(beside):
        return Listing(place, column, stated)
    place = np.concatenate([place, result.stated.place[beside]])
    column = np.concatenate([column, result.stated.column[beside]])
    stated = np.concatenate([stated, beside])
    order = np.lexsort([stated, rank[column], place])
    return Listing(place[order], column[order], stated[order])


def fields_of(result: Result, listing: Listing) -> dict[str, Array]:
    """Return every field of the rows that is one number or one code, by name."""
    found = {name: np.full(len(listing), n, kind) for name, (kind, n) in _OF_CELLS.items()}
    levels = listing.levels
    cells = listing.place[levels], listing.column[levels]
    for name, values in found.items():
        values[levels] = result.fields[name][cells]
    if len(listing.statements):
        _put_statements(found, result, listing)
    return found


def _put_statements(found: dict[str, Array], result: Result, listing: Listing) -> None:
    """Fill the rows of statements: what was stated, and what follows from it alone."""
    rows = listing.statements
    numbers = listing.stated[rows]
    answers = result.stated.answers
    for name, column in _STATED_AS.items():
        found[name][rows] = answers[column][numbers]
    slots = result.stated.slot[numbers]
    for slot, field, from_value in _FOLLOWING:
        those = rows[slots == SLOTS.index(slot)]
        value = found["value"][those]
        found[field][those] = from_value(value)
        if from_value is not _itself:
            bit = np.uint16(1 << DERIVABLE.index(field))
            found["derived"][those[np.isfinite(value)]] |= bit


def _itself(value: Array) -> Array:
    return value


def _ratio(growth: Array) -> Array:
    return np.asarray(_HUNDRED + growth)


def _growth(ratio: Array) -> Array:
    return np.asarray(ratio - _HUNDRED)


_FOLLOWING: tuple[tuple[str, str, Callable[[Array], Array]], ...] = (
    ("row_growth", "growth_pct", _itself),
    ("row_growth", "base_ratio_pct", _ratio),
    ("row_base_ratio", "base_ratio_pct", _itself),
    ("row_base_ratio", "growth_pct", _growth),
    ("row_change_abs", "difference", _itself),
    ("row_contribution", "contribution_pp", _itself),
)
"""Which fields a statement of its own fills, and how."""
