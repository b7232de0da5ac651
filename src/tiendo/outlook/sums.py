"""Years of which only sums are known: halves, nine months, quarters beside years told by month.

An outlook needs no months. Where this year's are not all known, the next coarser table that is
whole stands in: quarters, else the year to date beside the same months of past years and their
rest. Of these sums each period gets an even share, so that every rule that adds them up again
works as it is; what looks at single periods is told by `SeriesHistory.spread_evenly` to keep off.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from tiendo.outlook.arrays import Floats
from tiendo.outlook.gaps import MOST_MISSING
from tiendo.outlook.history import MONTHLY, SeriesHistory

_QUARTER_ENDS = [2, 5, 8, 11]


def on_the_finest_whole_table(history: SeriesHistory, year: int, month: int) -> SeriesHistory:
    """Return the history by the finest periods by which this year is whole up to a month.

    Those that leave last year whole too are preferred: without it growth is not known. The history
    stays as it is where nothing is better, or the year is no sum.
    """
    if history.to_date is None or history.is_last or history.is_mean:
        return history
    candidates = [history]
    if month % 3 == 0 and history.periods == MONTHLY:
        quarters = np.diff(history.to_date[:, _QUARTER_ENDS], axis=1, prepend=0.0)
        by_quarter = replace(history, values=quarters, growth_pct=None)
        if not _lacks_last_year_alone(by_quarter, year):
            candidates.append(by_quarter)
    candidates.append(_spread(history, history.to_date, month))
    # The first of the best: finer tables stand before coarser ones.
    return max(candidates, key=lambda one: _wholeness(one, year, month))


def _spread(history: SeriesHistory, to_date: Floats, month: int) -> SeriesHistory:
    """Return the history with the year to date and the rest of each year in even shares."""
    so_far, whole = to_date[:, month - 1], to_date[:, -1]
    values = np.repeat((so_far / month)[:, None], MONTHLY, axis=1)
    if month < MONTHLY:
        # A year to date above its year was corrected since: nobody knows by how much.
        rest = np.where(whole >= so_far, whole - so_far, np.nan)
        values[:, month:] = (rest / (MONTHLY - month))[:, None]
    return replace(history, values=values, growth_pct=None, spread_evenly=True)


def _lacks_last_year_alone(history: SeriesHistory, year: int) -> bool:
    """Return whether older years are whole and last year is not, which the gate would refuse."""
    past = np.isfinite(history.values[: max(year - history.first_year, 0)])
    allowed = MOST_MISSING[history.periods]
    return bool(past.all(axis=1).any()) and int((~past[-1]).sum()) > allowed


def _wholeness(history: SeriesHistory, year: int, month: int) -> tuple[bool, bool]:
    """Return whether this year is whole up to the month, and whether last year is.

    A single quarter that no last year stands beside is no table, but a year to date.
    """
    row, known = year - history.first_year, month * history.periods // 12
    if not 0 <= row < len(history.values) or known == 0:
        return False, False
    now = bool(np.isfinite(history.values[row, :known]).all())
    missing = int((~np.isfinite(history.values[row - 1])).sum()) if row else history.periods
    allowed = 0 if history.spread_evenly else MOST_MISSING[history.periods]
    last_year = missing <= allowed
    return now and (known > 1 or last_year), now and last_year
