"""What every side must come to: arrays over places and series, and whether two sides agree."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from tiendo.cube.cells.codes import MISSING, STATES, Array, Floats, Mask

from .places import key_of
from .values import Country

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
    """The fields of an evaluation of one month, each an array (places, series)."""

    fields: Mapping[str, Array]

    @classmethod
    def nothing(cls, country: Country) -> Outcome:
        """Return what is known of a country that filed nothing; to be filled in."""
        found: dict[str, Array] = {name: np.full(country.shape, np.nan) for name in NUMBERS}
        found |= {name: np.zeros(country.shape, np.int64) for name in COUNTS}
        found["state"][:] = MISSING
        return cls(found)

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


def check(country: Country, ours: Outcome, theirs: Outcome, name: str) -> None:
    """Refuse a result that differs in any cell.

    Levels agree to 1e-9 of the larger; percentages and points, which may be small differences of
    large numbers, also to 1e-9 of a point. Ranks agree but for growths that are equal
    in decimals and differ by that much in binary.

    Raises:
        SidesDiffer: with the first cell that differs.
    """
    for field in NUMBERS:
        slack = 0.0 if field in LEVELS else RELATIVE
        _refuse(country, ~_close(ours[field], theirs[field], slack), field, ours, theirs, name)
    for field in ("state", "filed", "due"):
        _refuse(country, ours[field] != theirs[field], field, ours, theirs, name)
    apart = ours["rank"] != theirs["rank"]
    for place, series in zip(*np.nonzero(apart), strict=True):
        tied = _ranks_allowed(country, ours, int(place), int(series))
        apart[place, series] = (
            not {ours["rank"][place, series], theirs["rank"][place, series]} <= tied
        )
    _refuse(country, apart, "rank", ours, theirs, name)


def _close(a: Floats, b: Floats, slack: float) -> Mask:
    allowed = np.fmax(slack, RELATIVE * np.fmax(np.abs(a), np.abs(b)))
    return (np.abs(a - b) <= allowed) | (np.isnan(a) & np.isnan(b))


def _ranks_allowed(country: Country, ours: Outcome, place: int, series: int) -> set[int]:
    """Return the ranks that a place may have, growths within 1e-9 being taken as equal or not."""
    siblings = country.places.parent == country.places.parent[place]
    better = country.axis.sign[series] * (
        ours["growth_pct"][siblings, series] - ours["growth_pct"][place, series]
    )
    slack = RELATIVE * max(1.0, abs(float(ours["growth_pct"][place, series])))
    surely, perhaps = np.sum(better > slack), np.sum(better >= -slack) - 1
    return set(range(1 + int(surely), 2 + int(perhaps)))


def _refuse(
    country: Country, apart: Mask, field: str, ours: Outcome, theirs: Outcome, name: str
) -> None:
    if not apart.any():
        return
    place, series = (int(at[0]) for at in np.nonzero(apart))
    raise SidesDiffer(
        f"{name} differs in {np.count_nonzero(apart):,} cells of {field}, first at "
        f"{key_of(place)}, {country.axis.series()[series]}: "
        f"{theirs[field][place, series]} there, {ours[field][place, series]} here"
    )
