"""Reads the M3 competition and Vietnam's monthly reports as they were published.

Makridakis and Hibon (2000), "The M3-Competition", International Journal of Forecasting 16;
monthly statistical reports of the General Statistics Office of Vietnam, 2012 to 2025.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

SERIES = Path(__file__).resolve().parents[3] / "shared" / "data" / "series"


@dataclass(frozen=True, slots=True, eq=False)
class Case:
    """One series-year to look ahead in.

    Attributes:
        key, topic, year: what it is.
        past: whole years before, years x periods.
        now: the periods known, as they were known then.
        actual: what the year brought.
        final: its last period.
        sums: whether only the year to date was published, of which each period got an even share.
    """

    key: str
    topic: str
    year: int
    past: np.ndarray
    now: np.ndarray
    actual: float
    final: float
    sums: bool = False


def m3_years(frequency: int, fewest_years: int) -> dict[str, tuple[int, np.ndarray]]:
    """Return whole calendar years of positive M3 series: first year, years x periods."""
    table = pd.read_parquet(SERIES / "m3_monthly_quarterly.parquet")
    table = table[(table.freq == frequency) & (table.ds_set == "M3")]
    found = {}
    for sid, rows in table.groupby("sid", observed=True):
        rows = rows.sort_values("i")
        values, start = rows.y.to_numpy(), int(rows.t0_sub.iloc[0]) - 1
        skipped = (frequency - start) % frequency
        years = (len(values) - skipped) // frequency
        if years >= fewest_years and (values > 0).all():
            whole = values[skipped : skipped + years * frequency].reshape(years, frequency)
            found[str(sid)] = (int(rows.t0_year.iloc[0]) + (skipped > 0), whole)
    return found


def m3_cases(
    frequency: int, known: int, history: int | None, *, back: int = 1, fewest_years: int = 7
) -> list[Case]:
    """Return the last whole year (`back` 1), or one before, of each long enough M3 series."""
    cases = []
    for sid, (first, years) in m3_years(frequency, fewest_years).items():
        here = len(years) - back
        begin = 0 if history is None else here - history
        if begin >= 0 and here > 0:
            past, year = years[begin:here], years[here]
            total, final = float(year.sum()), float(year[-1])
            cases.append(Case(sid, "", first + here, past, year[:known], total, final))
    return cases


def vietnam_cases(known: int, years: range, most_history: int = 10) -> list[Case]:
    """Return every series-year of Vietnam's reports in real time, from first-published figures.

    The target is the year to date of December's report. Past years need nine of twelve reports; a
    year to date that is missing or falls is bridged by its neighbours.
    """
    published = _first_published()
    cases = []
    for (topic, series, year), reports in published.items():
        known_now, actual = reports[known - 1], reports[-1]
        if year not in years or not (known_now > 0 and actual > 0):
            continue
        past = list(_whole_years(published, topic, series, year, most_history))
        if past:
            now = _this_year(reports[:known])
            final = float(actual - reports[-2])
            cases.append(Case(series, topic, year, np.array(past[::-1]), now, float(actual), final))
    return cases


def young_cases(frequency: int, known: int, *, first_only: bool = False) -> dict[str, list[Case]]:
    """Return series-years without any past year, by source: M3, and Vietnam's reports.

    Args:
        frequency: periods of a year; reports are added up to quarters.
        first_only: only the first year of each series, else every one as though it were the first.
    """
    none = np.empty((0, frequency))
    m3 = [
        Case(sid, "", first + row, none, year[:known], float(year.sum()), float(year[-1]))
        for sid, (first, years) in m3_years(frequency, 1).items()
        for row, year in enumerate(years[:1] if first_only else years)
    ]
    vietnam, seen, months = [], set(), known * 12 // frequency
    for (topic, series, year), reports in sorted(_first_published().items()):
        usable = reports[months - 1] > 0 and reports[-1] > 0
        if not usable or (first_only and (topic, series) in seen):
            continue
        seen.add((topic, series))
        now = _this_year(reports[:months]).reshape(known, -1).sum(axis=1)
        told = np.diff(reports[:months], prepend=0.0)
        sums = not (np.isfinite(told).all() and told.min() >= 0)
        final = float(reports[-1] - reports[-2])
        vietnam.append(Case(series, topic, year, none, now, float(reports[-1]), final, sums))
    return {"M3": m3, "Vietnam": vietnam}


def _first_published() -> dict[tuple[str, str, int], np.ndarray]:
    table = pd.read_parquet(SERIES / "vn_gso_monthly_realtime.parquet")
    table["year"] = table.rep.str[:4].astype(int)
    table["month"] = table.rep.str[5:].astype(int)
    wide = table.pivot_table(
        index=["topic", "series", "year"], columns="month", values="ytd", aggfunc="first"
    ).reindex(columns=range(1, 13))
    return {
        (str(topic), str(series), int(year)): row
        for (topic, series, year), row in zip(wide.index, wide.to_numpy(float), strict=True)
    }


def _whole_years(
    published: dict[tuple[str, str, int], np.ndarray],
    topic: str,
    series: str,
    year: int,
    most: int,
) -> Iterator[np.ndarray]:
    for before in range(year - 1, year - 1 - most, -1):
        reports = published.get((topic, series, before))
        months = None if reports is None else _months(reports)
        if months is None:
            return
        yield months


def _months(reports: np.ndarray) -> np.ndarray | None:
    """Return single months of a past year, None where too little was published."""
    if not reports[-1] > 0:
        return None
    usable = np.isfinite(reports) & (reports > 0)
    least = reports[-1]
    for month in range(10, -1, -1):
        if usable[month]:
            usable[month] = reports[month] < least
            least = reports[month] if usable[month] else least
    if usable.sum() < 9:
        return None
    return _bridged(reports, usable)


def _this_year(reports: np.ndarray) -> np.ndarray:
    usable = np.isfinite(reports) & (reports > 0)
    months = _bridged(reports, usable)
    # Where the year to date fell, only its last word is kept.
    even: np.ndarray = np.full(len(reports), reports[-1] / len(reports))
    return months if months.min() >= 0 else even


def _bridged(reports: np.ndarray, usable: np.ndarray) -> np.ndarray:
    there = np.flatnonzero(usable)
    filled = np.interp(np.arange(len(reports) + 1), np.r_[0, there + 1], np.r_[0.0, reports[there]])
    return np.diff(filled)
