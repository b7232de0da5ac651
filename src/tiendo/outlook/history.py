"""What is known of one series: a table of years and periods, as a report prints it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np

from tiendo.outlook.arrays import Floats
from tiendo.vocabulary.errors import TiendoError
from tiendo.vocabulary.period import Period
from tiendo.vocabulary.words import Direction, Nature

MONTHLY, QUARTERLY = 12, 4


class OutlookError(TiendoError, ValueError):
    """A series, target or month of which no outlook can be made."""


@dataclass(frozen=True, slots=True, eq=False)
class SeriesHistory:
    """The single periods of one series, oldest year first.

    Attributes:
        key: name of the series in messages and results.
        first_year: calendar year of the first row.
        values: years x periods (12 months or 4 quarters), NaN where nothing is known; a flow of
            each single period, of a stock what there was at its end.
        nature: flow (the year is the sum), average or index (the mean), stock or ratio (the last).
        unit: unit of the values, empty where not stated; only compared with that of a target.
        topic: name shared by series of a kind; peers lend their profile and their errors.
        constant_price: whether growth persists, as it does at constant prices.
        direction: which way is good.
        growth_pct: published growth on the same period of last year, shaped as `values`.
        tet_effect: what all of Tet in January does to ln(January) (tet.tet_effects); 0 where the
            Lunar New Year plays no part.
        territory_changes: months (12 x year + month - 1) from which the place is another one.
        breaks: months, counted alike, from which levels do not compare with those before.
        given_twice: months, counted alike, in which periods end that were given more than once.
        to_date: January to each month, years x 12, as far as sums tell it; NaN elsewhere. None
            where nothing but the single periods is known.
        spread_evenly: whether the periods are shares of sums (sums.py) and tell no profile.
    """

    key: str
    first_year: int
    values: Floats
    nature: Nature = Nature.FLOW
    unit: str = ""
    topic: str = ""
    constant_price: bool = False
    direction: Direction = Direction.UP
    growth_pct: Floats | None = None
    tet_effect: float = 0.0
    territory_changes: tuple[int, ...] = field(default=())
    breaks: tuple[int, ...] = field(default=())
    given_twice: tuple[int, ...] = field(default=())
    to_date: Floats | None = None
    spread_evenly: bool = False

    def __post_init__(self) -> None:
        if self.values.ndim != 2 or self.values.shape[1] not in (MONTHLY, QUARTERLY):
            raise OutlookError(
                f"{self.key}: a history has 12 months or 4 quarters a year",
                remedy="lay the values out as years x periods",
            )

    @property
    def periods(self) -> int:
        """How many periods make a year, 12 or 4."""
        return int(self.values.shape[1])

    @property
    def is_last(self) -> bool:
        """Whether the year's figure is that of its last period."""
        return self.nature in (Nature.STOCK, Nature.RATIO)

    @property
    def is_mean(self) -> bool:
        """Whether the year's figure is the mean of its periods."""
        return self.nature in (Nature.AVERAGE, Nature.INDEX)

    @property
    def last_year(self) -> int:
        """The year of the last known value."""
        known = np.isfinite(self.values).any(axis=1)
        if self.to_date is not None:
            known = known | np.isfinite(self.to_date).any(axis=1)
        rows = np.flatnonzero(known)
        if not len(rows):
            raise OutlookError(f"{self.key}: no value is known", remedy="give at least one value")
        return self.first_year + int(rows[-1])


def lay_out(
    key: str,
    values: Iterable[tuple[Period, float]],
    *,
    growth_pct: Mapping[Period, float] | None = None,
    nature: Nature = Nature.FLOW,
    unit: str = "",
    topic: str = "",
    constant_price: bool = False,
    direction: Direction = Direction.UP,
    tet_effect: float = 0.0,
    territory_changes: tuple[int, ...] = (),
    breaks: tuple[int, ...] = (),
) -> SeriesHistory:
    """Lay single months, or single quarters, out as a history.

    Of a flow, quarters may stand beside months, halves and years to date beside both or alone:
    they tell what the periods that are not given brought together (sums.py).

    Raises:
        OutlookError: for no value, other runs, whole years alone, or a value that is no finite
            number. A period given twice is the gate's affair: it may lie after the month of the
            outlook.
    """
    given = list(values)
    if not given:
        raise OutlookError(f"{key}: no value is known", remedy="give at least one value")
    length = _common_length(key, [period for period, _ in given], nature is Nature.FLOW)
    first = min(period.year for period, _ in given)
    last = max(period.year for period, _ in given)
    table = np.full((last - first + 1, 12 // length), np.nan)
    sums = nature is Nature.FLOW and any(period.months > 1 for period, _ in given)
    seen: set[Period] = set()
    twice: list[int] = []
    for period, value in given:
        if not np.isfinite(value):
            raise OutlookError(
                f"{key}, {period}: {value} is no number", remedy="leave the row out if unknown"
            )
        if period in seen:
            twice.append(period.last)
        seen.add(period)
        if period.months == length:
            table[period.year - first, (period.last_month - 1) // length] = value
    return SeriesHistory(
        key=key,
        first_year=first,
        values=table,
        nature=nature,
        unit=unit,
        topic=topic,
        constant_price=constant_price,
        direction=direction,
        tet_effect=tet_effect,
        growth_pct=_growth_table(growth_pct, table, first, length),
        territory_changes=territory_changes,
        breaks=breaks,
        given_twice=tuple(twice),
        to_date=years_to_date(given, first, last - first + 1) if sums else None,
    )


def years_to_date(runs: Iterable[tuple[Period, float]], first_year: int, years: int) -> Floats:
    """Return January to each month, years x 12, as far as runs that follow each other tell it.

    A year to date is made of runs that end by then, so that later figures never matter. Where
    several ways lead there, the one whose last run is shortest counts.

    Args:
        runs: periods within a calendar year, any length, with what each brought.
        first_year: of the first row.
        years: how many rows.
    """
    table = np.full((years, 12), np.nan)
    in_order = sorted(runs, key=lambda run: (run[0].last, run[0].months))
    for run, value in in_order:
        row, start = run.year - first_year, run.first % 12
        before = 0.0 if start == 0 else table[row, start - 1]
        if np.isnan(table[row, run.last % 12]):
            table[row, run.last % 12] = before + value
    return table


def _common_length(key: str, periods: list[Period], adds_up: bool) -> int:
    """Return how many months a period of the table has: 3 where no single month is told, or 1."""
    lengths = {period.months for period in periods if _is_single(period)}
    odd = [p for p in periods if not _is_single(p) and not (adds_up and _is_sum(p))]
    tells = any(period.months != MONTHLY for period in periods)
    if odd or (len(lengths) > 1 and not adds_up) or not tells:
        shown = odd[0] if odd else periods[-1]
        raise OutlookError(
            f"{key}: periods must all be months, or all be quarters; "
            f"{shown} is not like the others",
            remedy="write 2024-03 for months or 2024-Q1 for quarters, single, not cumulative; of a "
            "flow, 2024-H1 or 2024-9M where only that sum is known",
        )
    return min(lengths, default=1)


def _is_single(period: Period) -> bool:
    return period.months in (1, 3) and period.first % period.months == 0


def _is_sum(period: Period) -> bool:
    """Return whether a run is a year to date, or a half."""
    within = period.first // 12 == period.last // 12
    return within and (period.first % 12 == 0 or (period.months == 6 and period.first % 6 == 0))


def _growth_table(
    growth: Mapping[Period, float] | None, table: Floats, first: int, length: int
) -> Floats | None:
    if not growth:
        return None
    published = np.full_like(table, np.nan)
    for period, value in growth.items():
        row = period.year - first
        if 0 <= row < len(table) and period.months == length:
            published[row, (period.last_month - 1) // length] = value
    return published
