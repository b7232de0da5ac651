"""The same evaluation in plain NumPy on the whole country at once: short, to be read and trusted.

It knows this country only: monthly figures of communes, and sums and weighted means over those that
lie within a place. So any map will do whose places are made of whole communes.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tiendo.cube.cells.codes import MISSING, PARTIAL, VALUE, ZERO, Floats, Mask

from .cards import SeriesAxis
from .maps import Map
from .outcome import Outcome
from .values import FIRST_YEAR, Country


@dataclass(frozen=True)
class Levels:
    """Levels of all places and series; `whole` where no part is missing."""

    value: Floats
    whole: Mask

    def known(self) -> Floats:
        """Return the values without those of partial sums."""
        return np.where(self.whole, self.value, np.nan)


def evaluate(country: Country, on: Map, plans: Floats, year: int, month: int) -> Outcome:
    """Return the evaluation of a month (1 to 12) of a year that is not the first.

    A cell of which nothing is known in the month and nothing planned for the year is not told.

    Args:
        on: the map whose places are asked for.
        plans: theirs of the year, (2 assigners, places, series), NaN for none.

    Raises:
        ValueError: for the first year, which has nothing to be compared with.
    """
    if year <= FIRST_YEAR:
        raise ValueError(f"{year} has no year before it")
    axis = country.axis
    this, before = country.year(year), country.year(year - 1)
    to_date = np.where(axis.is_flow, this[:month].sum(axis=0), this[month - 1])
    now = _rolled_up(axis, on, this[month - 1])
    previous = _rolled_up(axis, on, this[month - 2] if month > 1 else before[11]).known()
    base = _rolled_up(axis, on, before[month - 1]).known()
    reached = _rolled_up(axis, on, to_date).known()
    growth = 100 * (now.known() / np.where(base > 0, base, np.nan) - 1)
    growth[:, axis.is_mean] = np.nan  # a ratio grows by points, not by percent
    result = Outcome.nothing(len(on), len(axis))
    result["value"][:], result["state"][:] = now.value, _states(now)
    result["year_to_date"][:], result["previous_period"][:] = reached, previous
    result["same_period"][:], result["growth_pct"][:] = base, growth
    result["base_ratio_pct"][:] = 100 + growth
    owed = on.due[:, None]
    result["due"][:] = owed
    result["filed"][:] = np.where(owed > 0, on.summed(~np.isnan(this[month - 1])), 0)
    _fill_shares(axis, result, now.known(), base)
    for field, plan in zip(("share_of_city_plan", "share_of_province_plan"), plans, strict=True):
        result[field][:] = 100 * reached / np.where(plan == 0, np.nan, plan)
    _fill_ranks(axis, on, result)
    return result.only(~np.isnan(now.value) | ~np.isnan(plans).all(axis=0))


def _rolled_up(axis: SeriesAxis, on: Map, communes: Floats) -> Levels:
    """Return the levels of all places from those of the communes that filed."""
    means = np.flatnonzero(axis.is_mean)
    weights = communes[:, means - 1]
    parts = communes.copy()
    parts[:, means] *= weights
    known = ~np.isnan(parts)
    value, count = on.summed(np.where(known, parts, 0.0)), on.summed(known)
    value[count == 0] = np.nan
    value[:, means] /= on.summed(np.where(known[:, means], weights, 0.0))
    whole = count == on.communes[:, None]
    value[:, means] = np.where(whole, value, np.nan)[:, means]
    return Levels(value, whole)


def _states(levels: Levels) -> Floats:
    known = np.where(levels.value == 0, ZERO, VALUE)
    unknown = np.where(np.isnan(levels.value), MISSING, PARTIAL)
    return np.where(levels.whole, known, unknown)


def _fill_shares(axis: SeriesAxis, result: Outcome, now: Floats, base: Floats) -> None:
    parts = np.flatnonzero(axis.whole >= 0)
    wholes = axis.whole[parts]
    base_total, total = base[:, wholes], now[:, wholes]
    change = now[:, parts] - base[:, parts]
    positive = np.where(base_total > 0, base_total, np.nan)
    result["contribution_pp"][:, parts] = 100 * change / positive
    share = 100 * now[:, parts] / np.where(total == 0, np.nan, total)
    result["structure_share_pct"][:, parts] = share


def _fill_ranks(axis: SeriesAxis, on: Map, result: Outcome) -> None:
    """Rank each place among those of its parent; the country has no parent."""
    ranked = np.flatnonzero(axis.sign)
    growth = result["growth_pct"][:, ranked] * axis.sign[ranked]
    for parent in np.unique(on.parent[1:]):
        rows = np.flatnonzero(on.parent == parent)
        mine = growth[rows]
        better = (mine[:, None] < mine[None]).sum(axis=1)
        result["rank"][np.ix_(rows, ranked)] = np.where(np.isnan(mine), 0, 1 + better)
