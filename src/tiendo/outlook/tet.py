"""The Lunar New Year: nine still days that fall into January in some years, February in others.

January alone therefore says little about the year. Past Januaries are looked at as though Tet had
fallen as it does this year; what they lose or gain, their Februaries gain or lose, so that no
year's figure changes. Dates: data/lunar_new_year.csv, computed by scripts/lunar_new_year.py from
the calendar's rule.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping
from datetime import date, timedelta
from functools import lru_cache
from importlib.resources import files

import numpy as np

from tiendo.outlook.arrays import Floats

_DAYS_BEFORE, _DAYS_AFTER = 2, 6
_SMALLEST_SHIFT = 0.1  # of the holidays: less is not worth telling


@lru_cache(maxsize=1)
def first_days() -> Mapping[int, date]:
    """Return the first day of the lunar year by calendar year."""
    text = (files("tiendo.outlook") / "data" / "lunar_new_year.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(text.splitlines())
    return {int(row["year"]): date.fromisoformat(row["first_day"]) for row in rows}


@lru_cache(maxsize=1)
def tet_effects() -> Mapping[str, float]:
    """Return by topic what all of Tet in January does to ln(January), as measured."""
    text = (files("tiendo.outlook") / "data" / "tet_effects.json").read_text(encoding="utf-8")
    return {str(topic): float(effect) for topic, effect in json.loads(text)["effects"].items()}


def share_in_january(year: int) -> float | None:
    """Return the part of the nine holidays that falls into January; None outside the table."""
    first = first_days().get(year)
    if first is None:
        return None
    days = [first + timedelta(days=shift) for shift in range(-_DAYS_BEFORE, _DAYS_AFTER + 1)]
    return sum(day.month == 1 for day in days) / len(days)


def as_though_in(years: Floats, first_year: int, year: int, effect: float) -> tuple[Floats, bool]:
    """Return past years with January and February as though Tet had fallen as in `year`.

    Args:
        years: years x 12 months of a flow.
        first_year: calendar year of the first row.
        year: the year looked ahead in.
        effect: what all of Tet in January does to ln(January).

    Returns:
        The years, and whether any of them changed enough to tell.
    """
    here = share_in_january(year)
    if here is None or effect == 0.0:
        return years, False
    moved, told = years.copy(), False
    for row in range(len(years)):
        there = share_in_january(first_year + row)
        if there is None or not np.isfinite(years[row, :2]).all():
            continue
        january = years[row, 0] * float(np.exp(effect * (here - there)))
        february = years[row, 1] + years[row, 0] - january
        if february < 0:
            continue
        moved[row, 0], moved[row, 1] = january, february
        told = told or abs(here - there) >= _SMALLEST_SHIFT
    return moved, told
