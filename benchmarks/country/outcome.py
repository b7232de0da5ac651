"""What every side must come to: arrays over places and series, and whether two sides agree."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from tiendo.cube.cells.codes import MISSING, STATES, Array, Floats, Mask

from .cards import SeriesAxis
from .maps import Map

LEVELS = ("value", "year_to_date", "previous_period", "same_period")
NUMBERS = (
    *LEVELS,
    "growth_pct",
    "base_ratio_pct",
    "contribution_pp",
    "structure_share_pct",
    "share_of_city_plan",
    "share_of_province_plan",
)
"""NaN where there is none."""

COUNTS = ("state", "rank", "filed", "due")
"""Small integers; `state` a code of STATES, `rank` 0 where there is none."""

FIELDS = (*NUMBERS, *COUNTS)

RELATIVE = 1e-9


@dataclass(frozen=True)
class Outcome:
    """The fields of an evaluation of one month, each an array (places of a map, series)."""

    fields: Mapping[str, Array]

    @classmethod
    def nothing(cls, places: int, series: int) -> Outcome:
        """Return what is known of places that filed nothing; to be filled in."""
        shape = places, series
        found: dict[str, Array] = {name: np.full(shape, np.nan) for name in NUMBERS}
        found |= {name: np.zeros(shape, np.int64) for name in COUNTS}
        found["state"][:] = MISSING
        return cls(found)

    def only(self, told: Mask) -> Outcome:
        """Return the same with nothing in the cells that are not told."""
        nothing = Outcome.nothing(*told.shape)
        return Outcome({name: np.where(told, self[name], nothing[name]) for name in FIELDS})

    def __getitem__(self, field: str) -> Array:
        return self.fields[field]

    def save(self, file: Path) -> None:
        """Write it to a file."""
        np.savez(file, allow_pickle=False, **self.fields)

    @classmethod
    def load(cls, file: Path) -> Outcome:
        """Read what `save` wrote."""
        with np.load(file) as found:
            return cls({name: found[name] for name in FIELDS})

    def tally(self) -> str:
        """Return in words how many cells are in which state, and how many fields are known."""
        counts = np.bincount(self["state"].ravel(), minlength=len(STATES))
        states = (f"{n:,} {state.value}" for state, n in zip(STATES, counts, strict=True) if n)
        growths = int(np.count_nonzero(~np.isnan(self["growth_pct"])))
        ranks = int(np.count_nonzero(self["rank"]))
        return f"{', '.join(states)}; {growths:,} growths, {ranks:,} ranks"


class SidesDiffer(Exception):
    """Two sides came to different results."""


@dataclass(frozen=True)
class Check:
    """Compares sides that evaluated one map.

    Attributes:
        on: the map, whose places are the rows of all outcomes.
        axis: their columns.
        agreed: what every side must come to.
    """

    on: Map
    axis: SeriesAxis
    agreed: Outcome

    def refuse_other(self, name: str, theirs: Outcome) -> None:
        """Refuse the outcome of a side if it differs in any cell.

        Levels agree to 1e-9 of the larger; percentages and points, which may be small differences
        of large numbers, also to 1e-9 of a point. Ranks agree but for growths that are equal
        in decimals and differ by that much in binary.

        Raises:
            SidesDiffer: with the first cell that differs, or where there are other cells.
        """
        for field in FIELDS:
            here, there = self.agreed[field].shape, theirs[field].shape
            if here != there:
                raise SidesDiffer(f"{name} has {there} cells of {field}, not {here}")
        for field in NUMBERS:
            slack = 0.0 if field in LEVELS else RELATIVE
            self._refuse(~_close(self.agreed[field], theirs[field], slack), field, theirs, name)
        for field in ("state", "filed", "due"):
            self._refuse(self.agreed[field] != theirs[field], field, theirs, name)
        ours = self.agreed["rank"]
        apart = ours != theirs["rank"]
        for place, series in zip(*np.nonzero(apart), strict=True):
            tied = self._ranks_allowed(int(place), int(series))
            apart[place, series] = not {ours[place, series], theirs["rank"][place, series]} <= tied
        self._refuse(apart, "rank", theirs, name)

    def _ranks_allowed(self, place: int, series: int) -> set[int]:
        """Return the ranks that a place may have, growths within 1e-9 being equal or not."""
        siblings = self.on.parent == self.on.parent[place]
        growth = self.agreed["growth_pct"][:, series]
        better = self.axis.sign[series] * (growth[siblings] - growth[place])
        slack = RELATIVE * max(1.0, abs(float(growth[place])))
        surely, perhaps = np.sum(better > slack), np.sum(better >= -slack) - 1
        return set(range(1 + int(surely), 2 + int(perhaps)))

    def _refuse(self, apart: Mask, field: str, theirs: Outcome, name: str) -> None:
        if not apart.any():
            return
        place, series = (int(at[0]) for at in np.nonzero(apart))
        raise SidesDiffer(
            f"{name} differs in {np.count_nonzero(apart):,} cells of {field}, first at "
            f"{self.on.keys[place]}, {self.axis.series()[series]}: "
            f"{theirs[field][place, series]} there, {self.agreed[field][place, series]} here"
        )


def _close(a: Floats, b: Floats, slack: float) -> Mask:
    allowed = np.fmax(slack, RELATIVE * np.fmax(np.abs(a), np.abs(b)))
    return (np.abs(a - b) <= allowed) | (np.isnan(a) & np.isnan(b))
