"""Carries a series to one level: odd units, growth as published, breaks."""

from __future__ import annotations

import numpy as np

from tiendo.outlook import breaks
from tiendo.outlook.arrays import Floats
from tiendo.outlook.gate_notes import GateCheck, GateNote, Refusal, period_at
from tiendo.outlook.history import SeriesHistory
from tiendo.outlook.wording import GateFound, OutlookReason
from tiendo.vocabulary.period import Period
from tiendo.vocabulary.sentence import Sentence, number

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
        period = period_at(history.periods, history.first_year + row, column)
        if history.first_year + row == year:
            raise Refusal(OutlookReason.OTHER_SIZE, period=period)
        table[row, column] = np.nan
        notes.append(GateNote(GateCheck.BASE_CHANGE, GateFound.OTHER_SIZE.said(period=period)))
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
            raise Refusal(OutlookReason.GROWTH_NOT_PUBLISHED, year=str(history.first_year + row))
        table[:row] *= np.where(told, factors, middle)
        found = GateFound.GROWTH_NOT_PUBLISHED
        if apart > _FACTORS_APART:
            found = GateFound.GROWTH_NOT_PUBLISHED_EACH
        said = found.said(year=str(history.first_year + row), factor=number(middle, ".4g"))
        notes.append(GateNote(GateCheck.GROWTH_MISMATCH, said))
    return table


def on_one_level(history: SeriesHistory, table: Floats, notes: list[GateNote]) -> Floats:
    """Carry what lies before a break to the level after it, or leave it out.

    Raises:
        Refusal: for a break of this year that one factor does not mend.
    """
    line = table.ravel()
    for jump in breaks.find_breaks(line, table.shape[1]):
        row, column = divmod(jump.start, table.shape[1])
        period = period_at(history.periods, history.first_year + row, column)
        check = GateCheck.BASE_CHANGE if jump.is_other_base else GateCheck.LEVEL_BREAK
        if jump.by_period is not None and not np.isfinite(jump.by_period).all():
            raise Refusal(OutlookReason.LEVEL_JUMPS, period=period)
        first_whole = row if column == 0 else row + 1
        line, said = _mended_jump(jump, line, period, first_whole, history, table)
        notes.append(GateNote(check, said))
    return line.reshape(table.shape)


def _mended_jump(
    jump: breaks.Break,
    line: Floats,
    period: Period,
    first_whole: int,
    history: SeriesHistory,
    table: Floats,
) -> tuple[Floats, Sentence]:
    """Return the values on one level, and what was found and done for it."""
    if jump.by_period is not None:
        return jump.linked(line), GateFound.PROFILE_CHANGED.said(
            period=period,
            least=number(float(np.nanmin(jump.by_period)), ".4g"),
            most=number(float(np.nanmax(jump.by_period)), ".4g"),
        )
    if len(table) - 1 - first_whole >= _ENOUGH_YEARS:
        # The profile of the year may have changed with the level.
        later = line.copy()
        later[: first_whole * table.shape[1]] = np.nan
        first = str(history.first_year + first_whole)
        return later, GateFound.JUMP_LEFT_OUT.said(period=period, year=first)
    factor = number(jump.factor, ".4g")
    return jump.linked(line), GateFound.JUMP_LINKED.said(period=period, factor=factor)
