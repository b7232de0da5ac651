"""Chain-linking: what a base at old constant prices is on the scale of new ones.

Each series has its own factor, its value of the link year at new prices over that at old prices
(Circular 13/2019/TT-BKHDT on the base year 2020; IMF Quarterly National Accounts Manual, 2017,
chapter 8).
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from tiendo.cube.cells.codes import Floats, Mask
from tiendo.cube.kernel.columns import Columns
from tiendo.cube.kernel.comparison import HUNDRED
from tiendo.cube.kernel.levels import Levels
from tiendo.cube.kernel.numbers import RELATIVE_ZERO
from tiendo.vocabulary.period import Period

_CONSTANT = "constant_"


def link_year_of(price_basis: str) -> Period | None:
    """Return the base year of a constant price basis (constant_2020: 2020), else None."""
    if not price_basis.startswith(_CONSTANT):
        return None
    return Period.of_year(int(price_basis.removeprefix(_CONSTANT)))


def linked_growth(levels: Levels, columns: Columns, run: Period, wanted: Mask) -> Floats | None:
    """Return growth in percent on the chain-linked base, NaN where none can be linked.

    Args:
        levels: levels of a family.
        columns: its columns.
        run: the run that is compared.
        wanted: cells whose base is not known at their own prices, (places, columns).
    """
    found: Floats | None = None
    for column in np.flatnonzero(wanted.any(axis=0)).tolist():
        base = _linked_base(levels, columns, column, run)
        if base is None:
            continue
        if found is None:
            found = np.full(wanted.shape, np.nan)
        current = levels.shown(run).value[:, column]
        growth = np.where(base > 0, HUNDRED * (current / np.where(base > 0, base, 1) - 1), np.nan)
        growth = np.where(np.abs(growth) <= RELATIVE_ZERO * HUNDRED, 0.0, growth)
        found[:, column] = growth
    return found


def _linked_base(levels: Levels, columns: Columns, column: int, run: Period) -> Floats | None:
    """Return the first older basis that allows it: factor x old prices, by place."""
    series = columns.series[column]
    year = link_year_of(series.price_basis)
    if year is None:
        return None
    base: Floats | None = None
    for old_basis in columns.card(column).price_bases:
        old = columns.number.get(replace(series, price_basis=old_basis))
        if link_year_of(old_basis) is None or old_basis == series.price_basis or old is None:
            continue
        linked = _back_cast(levels, column, old, year, run.same_period_last_year())
        base = linked if base is None else np.where(np.isnan(base), linked, base)
    return base


def _back_cast(levels: Levels, column: int, old: int, year: Period, earlier: Period) -> Floats:
    """Return V(year, new prices) / V(year, old prices) x V(earlier, old prices), by place."""
    linked, before = levels.shown(year), levels.shown(earlier)
    known = linked.known[:, column] & linked.known[:, old] & before.known[:, old]
    divisor = linked.value[:, old]
    known &= divisor > 0
    factor = linked.value[:, column] / np.where(known, divisor, 1.0)
    return np.where(known, factor * before.value[:, old], np.nan)
