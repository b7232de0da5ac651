"""Which targets count for places that several reforms made (`vocabulary.former_targets`).

It depends on who had one, and is looked up once for each place and each set of those who had: of
these there are few, however many series are planned.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from tiendo.cube.cells.codes import Array, Ints, Mask
from tiendo.vocabulary.former_targets import TargetLineage, makes_one

_BITS = 62
"""Places that one number holds, a bit for each."""

_Choice = tuple[tuple[int, ...], bool]
"""Those whose targets count, as bits of numbers, and whether they make one of the place."""


@dataclass(frozen=True)
class NearestTargets:
    """Chooses whose targets count for places that several reforms made.

    Attributes:
        concerns: for each row whether it is such a place.
        lineages: of these places, by row.
        links: place and part as one number, row of the place x number of rows + row of the part,
            ascending.
        slots: of each link, which bit stands for the part among those of the place.
        known: the choices that were looked up, by the row of the place and the bits of those that
            had a target.
    """

    concerns: Mask
    lineages: Mapping[int, TargetLineage]
    links: Ints
    slots: Ints
    known: dict[tuple[int, ...], _Choice] = field(default_factory=dict)

    @classmethod
    def of(cls, lineages: Mapping[int, TargetLineage], row_of: Mapping[str, int]) -> NearestTargets:
        """Return the choice among the parts of some places."""
        places = len(row_of)
        concerns = np.zeros(places, np.bool_)
        concerns[list(lineages)] = True
        links = sorted(
            (heir * places + row_of[key], slot)
            for heir, lineage in lineages.items()
            for slot, key in enumerate(lineage.keys)
            if key in row_of
        )
        numbers, slots = np.array(links, np.int64).reshape(-1, 2).T
        return cls(concerns, lineages, numbers, slots)

    def among(self, place: Ints, part: Ints, target: tuple[Array, ...]) -> tuple[Mask, Mask]:
        """Return which targets count for a place, and which of them make none of it.

        Args:
            place: for each target the row of a place that it concerns.
            part: the row of the place that had it.
            target: columns that tell one target of a place from another.

        Returns:
            of places that one reform made, all count, and of none it is said that they make none.
        """
        counts, short = np.ones(len(place), np.bool_), np.zeros(len(place), np.bool_)
        rows = np.flatnonzero(self.concerns[place])
        if not len(rows):
            return counts, short
        slot = self._slots(place[rows], part[rows])
        group, first = _grouped((place[rows], *(column[rows] for column in target)))
        having = _bits(slot, group, len(first))
        patterns, which = np.unique(
            np.column_stack([place[rows][first], having]), axis=0, return_inverse=True
        )
        choices = [self._choice(*pattern) for pattern in patterns.tolist()]
        of_row = which.reshape(-1)[group]
        bits = np.array([kept for kept, _ in choices], np.int64)
        counts[rows] = bits[of_row, slot // _BITS] >> slot % _BITS & 1 == 1
        short[rows] = np.array([not whole for _, whole in choices])[of_row]
        return counts, short

    def _slots(self, place: Ints, part: Ints) -> Ints:
        numbers = place.astype(np.int64) * len(self.concerns) + part
        found: Ints = self.slots[np.searchsorted(self.links, numbers)]
        return found

    def _choice(self, place: int, *having: int) -> _Choice:
        """Return whose targets count for a place, where those of some bits had one."""
        if (place, *having) not in self.known:
            lineage = self.lineages[place]
            known = {
                key
                for slot, key in enumerate(lineage.keys)
                if having[slot // _BITS] >> slot % _BITS & 1
            }
            cover = lineage.nearest(known)
            kept = [0] * len(having)
            for part in cover.parts:
                if part.key in known:
                    slot = lineage.keys.index(part.key)
                    kept[slot // _BITS] |= 1 << slot % _BITS
            self.known[place, *having] = tuple(kept), makes_one(cover, known)
        return self.known[place, *having]


def _grouped(columns: tuple[Array, ...]) -> tuple[Ints, Ints]:
    """Return of each row the number of its group, and of each group one row."""
    order = np.lexsort(columns)
    begins = np.zeros(len(order), np.bool_)
    begins[:1] = True
    for values in columns:
        begins[1:] |= np.diff(values[order]) != 0
    number = np.empty(len(order), np.int64)
    number[order] = np.cumsum(begins) - 1
    return number, order[begins]


def _bits(slot: Ints, group: Ints, groups: int) -> Ints:
    """Return the slots of each group as bits, (groups, numbers)."""
    found = np.zeros((groups, int(slot.max(initial=0)) // _BITS + 1), np.int64)
    np.bitwise_or.at(found, (group, slot // _BITS), np.int64(1) << slot % _BITS)
    return found
