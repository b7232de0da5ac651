"""Carries a series to one level: odd units, growth as published, breaks."""

from __future__ import annotations

import numpy as np

from tiendo.outlook import breaks
from tiendo.outlook.arrays import Floats
from tiendo.outlook.gate_notes import GateCheck, GateNote, Refusal, period_name
from tiendo.outlook.history import SeriesHistory

_ENOUGH_YEARS = 2  # whole years after a break that make those before it dispensable
_MISMATCH_POINTS = 2.0
_FACTORS_APART = 0.1  # in logarithms: more is another profile of the year


def of_one_size(history: SeriesHistory, table: Floats, year: int, notes: list[GateNote]) -> Floats:
    """Take a single period in another unit for missing.

    Raises:
        Refusal: if it is of this year.
    """
    odd = breaks.find_odd_sizes(table.ravel())
    if not odd:
        return table
    table = table.copy()
    for index in odd:
        row, column = divmod(index, table.shape[1])
        name = period_name(history.periods, history.first_year + row, column)
        if history.first_year + row == year:
            raise Refusal(
                f"{name} is hundreds of times larger or smaller than its neighbours; check its unit"
            )
        table[row, column] = np.nan
        notes.append(
            GateNote(
                GateCheck.BASE_CHANGE,
                f"{name} is hundreds of times larger or smaller than its neighbours, as in another "
                "unit, and is treated as missing",
            )
        )
    return table


def growth_as_published(history: SeriesHistory, table: Floats, notes: list[GateNote]) -> Floats:
    """Carry earlier years to the level at which published growth holds, from the last year back.

    Each period by its own factor, since a new definition may change the profile of the year.

    Raises:
        Refusal: if the factors of this year differ, so that those of its rest are unknown.
    """
    if history.growth_pct is None:
        return table
    published = 1 + history.growth_pct[: len(table)] / 100
    table = table.copy()
    for row in range(len(table) - 1, 0, -1):
        with np.errstate(divide="ignore", invalid="ignore"):
            factors = table[row] / table[row - 1] / published[row]
        told = np.isfinite(factors) & (factors > 0)
        if not told.any():
            continue
        middle = float(np.median(factors[told]))
        if abs(middle - 1) * 100 < _MISMATCH_POINTS:
            continue
        apart = float(np.ptp(np.log(factors[told])))
        if row == len(table) - 1 and not told.all() and apart > _FACTORS_APART:
            raise Refusal(
                f"levels of {history.first_year + row} imply growth that was not published, by "
                "another factor in each period, so that the rest of last year is not known on this "
                "year's level; file last year's periods recast"
            )
        table[:row] *= np.where(told, factors, middle)
        notes.append(
            GateNote(
                GateCheck.GROWTH_MISMATCH,
                f"levels of {history.first_year + row} imply growth that was not published; "
                f"earlier years are multiplied by {middle:.4g} so that it holds"
                + (", each period by its own factor" if apart > _FACTORS_APART else ""),
            )
        )
    return table


def on_one_level(history: SeriesHistory, table: Floats, notes: list[GateNote]) -> Floats:
    """Carry what lies before a break to the level after it, or leave it out.

    Raises:
        Refusal: for a break of this year that one factor does not mend.
    """
    line = table.ravel()
    for jump in breaks.find_breaks(line, table.shape[1]):
        row, column = divmod(jump.start, table.shape[1])
        name = period_name(history.periods, history.first_year + row, column)
        check = GateCheck.BASE_CHANGE if jump.is_other_base else GateCheck.LEVEL_BREAK
        line, mend = _mended_jump(jump, line, row if column == 0 else row + 1, history, table)
        what = "the level jumps"
        if jump.by_period is not None:
            what = "level and profile of the year change"
            if not np.isfinite(jump.by_period).all():
                raise Refusal(
                    f"the level jumps at {name}, in each period by another factor, so that the "
                    "rest of last year is not known on it; file last year's periods recast"
                )
        notes.append(GateNote(check, f"{what} at {name}; {mend}"))
    return line.reshape(table.shape)


def _mended_jump(
    jump: breaks.Break, line: Floats, first_whole: int, history: SeriesHistory, table: Floats
) -> tuple[Floats, str]:
    """Return the values on one level, and what was done for it."""
    if jump.by_period is not None:
        return jump.linked(line), (
            f"earlier values are multiplied by {np.nanmin(jump.by_period):.4g} to "
            f"{np.nanmax(jump.by_period):.4g}, each period by its own factor, which leaves the "
            "series' usual growth across it"
        )
    if len(table) - 1 - first_whole >= _ENOUGH_YEARS:
        # The profile of the year may have changed with the level.
        later = line.copy()
        later[: first_whole * table.shape[1]] = np.nan
        return later, f"years before {history.first_year + first_whole} are left out"
    return jump.linked(line), (
        f"earlier values are multiplied by {jump.factor:.4g}, which leaves the series' usual "
        "growth across it"
    )
