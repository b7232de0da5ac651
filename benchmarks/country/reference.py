"""The same evaluation in plain NumPy on the whole country at once: short, to be read and trusted.

It knows this country only: monthly figures of communes, sums and weighted means above them.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tiendo.cube.cells.codes import MISSING, PARTIAL, VALUE, ZERO, Floats, Mask

from .outcome import Outcome
from .places import COMMUNE
from .values import FIRST_YEAR, Country


@dataclass(frozen=True)
class Levels:
    """Levels of all places and series; `whole` where no part is missing."""

    value: Floats
    whole: Mask

    def known(self) -> Floats:
        """Return the values without those of partial sums."""
        return np.where(self.whole, self.value, np.nan)


def evaluate(country: Country, year: int, month: int) -> Outcome:
    """Return the evaluation of a month (1 to 12) of a year that is not the first.

    Raises:
        ValueError: for the first year, which has nothing to be compared with.
    """
    if year <= FIRST_YEAR:
        raise ValueError(f"{year} has no year before it")
    this, before = country.year(year), country.year(year - 1)
    flow = country.axis.is_flow
    to_date = np.where(flow, this[:month].sum(axis=0), this[month - 1])
    now = _rolled_up(country, this[month - 1])
    previous = _rolled_up(country, this[month - 2] if month > 1 else before[11]).known()
    base = _rolled_up(country, before[month - 1]).known()
    reached = _rolled_up(country, to_date).known()
    growth = 100 * (now.known() / np.where(base > 0, base, np.nan) - 1)
    growth[:, country.axis.is_mean] = np.nan  # a ratio grows by points, not by percent
    counted = ~np.isnan(this[month - 1])
    filed = np.concatenate([country.places.summed(counted, level) for level in range(4)])
    order = np.concatenate([country.places.of_level(level) for level in range(4)])
    result = Outcome.nothing(country)
    result["value"][:], result["state"][:] = now.value, _states(now)
    result["year_to_date"][:], result["previous_period"][:] = reached, previous
    result["same_period"][:], result["growth_pct"][:] = base, growth
    result["base_ratio_pct"][:] = 100 + growth
    result["filed"][order] = filed
    result["due"][:] = country.places.communes_within()[:, None]
    _fill_shares(country, result, now.known(), base)
    for field, plan in zip(
        ("share_of_city_plan", "share_of_province_plan"), country.plans(year), strict=True
    ):
        result[field][:] = 100 * reached / np.where(plan == 0, np.nan, plan)
    _fill_ranks(country, result)
    return result


def _rolled_up(country: Country, communes: Floats) -> Levels:
    """Return the levels of all places from those of the communes."""
    axis, places = country.axis, country.places
    means = np.flatnonzero(axis.is_mean)
    weights = communes[:, means - 1]
    parts = communes.copy()
    parts[:, means] *= weights
    value, whole = np.empty(country.shape), np.empty(country.shape, np.bool_)
    value[places.communes], whole[places.communes] = communes, ~np.isnan(communes)
    known = ~np.isnan(parts)
    for level in range(COMMUNE):
        at = places.of_level(level)
        total = places.summed(np.where(known, parts, 0.0), level)
        total[:, means] /= places.summed(np.where(known[:, means], weights, 0.0), level)
        count = places.summed(known, level)
        value[at] = np.where(count, total, np.nan)
        whole[at] = count == places.communes_within()[at, None]
    upper = places.level < COMMUNE
    value[np.ix_(upper, means)] = np.where(whole, value, np.nan)[np.ix_(upper, means)]
    return Levels(value, whole)


def _states(levels: Levels) -> Floats:
    known = np.where(levels.value == 0, ZERO, VALUE)
    unknown = np.where(np.isnan(levels.value), MISSING, PARTIAL)
    return np.where(levels.whole, known, unknown)


def _fill_shares(country: Country, result: Outcome, now: Floats, base: Floats) -> None:
    parts = np.flatnonzero(country.axis.whole >= 0)
    wholes = country.axis.whole[parts]
    base_total, total = base[:, wholes], now[:, wholes]
    change = now[:, parts] - base[:, parts]
    positive = np.where(base_total > 0, base_total, np.nan)
    result["contribution_pp"][:, parts] = 100 * change / positive
    share = 100 * now[:, parts] / np.where(total == 0, np.nan, total)
    result["structure_share_pct"][:, parts] = share


def _fill_ranks(country: Country, result: Outcome) -> None:
    """Rank each place among those of its parent; the country has no parent."""
    ranked = np.flatnonzero(country.axis.sign)
    growth = result["growth_pct"][:, ranked] * country.axis.sign[ranked]
    for parent in np.unique(country.places.parent[1:]):
        rows = np.flatnonzero(country.places.parent == parent)
        mine = growth[rows]
        better = (mine[:, None] < mine[None]).sum(axis=1)
        result["rank"][np.ix_(rows, ranked)] = np.where(np.isnan(mine), 0, 1 + better)
