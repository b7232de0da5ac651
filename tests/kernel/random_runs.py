"""Random runs of months: those that are asked for, and those in which figures are filed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from random import Random

from tiendo.vocabulary.period import Period

_LENGTHS = (1,) * 5 + (3,) * 4 + (6, 6, 9, 12, 12, 12, 24, 60)


def random_run(dice: Random) -> Period:
    """Return a month, quarter, half, nine months, year, year to date, odd run or several years."""
    year = dice.choice((2023, 2024, 2024, 2024))
    match dice.choice(("named",) * 6 + ("to date", "to date", "odd", "across")):
        case "named":
            months = dice.choice(_LENGTHS)
            if months >= 12:
                return Period((year + 1) * 12 - months, year * 12 + 11)
            first = year * 12 + dice.randrange(12 // months) * months
            return Period(first, first + months - 1)
        case "to date":
            return Period(year * 12, year * 12 + dice.randrange(1, 11))
        case "odd":
            first = dice.randrange(11)
            return Period(year * 12 + first, year * 12 + dice.randrange(first + 1, 12))
        case _:
            first = year * 12 - dice.randrange(1, 6)
            return Period(first, year * 12 + dice.randrange(1, 6))


def random_filed_runs(dice: Random, asked: Period) -> list[Period]:
    """Return the runs in which a series is filed, so that something is known of the run asked."""
    now, base = asked, asked.same_period_last_year()
    runs: list[Period] = []
    for habit in dice.sample(_HABITS, dice.choice((1, 1, 2))):
        runs += [*habit(dice, now), *habit(dice, base)]
    if dice.random() < 0.25:
        runs += [_odd(dice, now), _odd(dice, base)]
    if dice.random() < 0.3:
        runs.append(now.previous())
    if dice.random() < 0.15:
        runs += [now, now.whole_year()]
    return list(dict.fromkeys(runs))


def _as_asked(dice: Random, run: Period) -> Iterator[Period]:
    yield run
    if run.within_one_year:
        yield run.year_to_date()


def _in_months(dice: Random, run: Period) -> Iterator[Period]:
    """Yield the last months of the year to date, all of them if there are few."""
    first = max(run.year * 12, run.first, run.last - 5)
    for month in range(first, run.last + 1):
        yield Period(month, month)


def _cumulative(dice: Random, run: Period) -> Iterator[Period]:
    """Yield the years to date of which the run is the difference, and some between them."""
    january = run.year * 12
    for last in sorted({run.first - 1, run.last, dice.randint(january, run.last)}):
        if last >= january:
            yield Period(january, last)


def _in_quarters(dice: Random, run: Period) -> Iterator[Period]:
    january = run.year * 12
    for first in range(january, run.last + 1, 3):
        yield Period(first, first + 2)


def _in_pieces(dice: Random, run: Period) -> Iterator[Period]:
    """Yield runs that tile the run, cut anywhere, at times also in two ways."""
    for _ in range(dice.choice((1, 1, 2))):
        first = run.first
        while first <= run.last:
            last = min(run.last, first + dice.choice((0, 0, 1, 2, 5, 11)))
            yield Period(first, last)
            first = last + 1


def _in_years(dice: Random, run: Period) -> Iterator[Period]:
    for year in range(run.first // 12, run.year + 1):
        yield Period.of_year(year)


def _around(dice: Random, run: Period) -> Iterator[Period]:
    """Yield a longer run and what it has more, so that the run is their difference."""
    january, december = run.year * 12, run.year * 12 + 11
    if run.first > january:
        yield Period(january, run.first - 1)
    last = dice.randint(run.last, december)
    yield Period(january, last)
    if last > run.last:
        yield Period(run.last + 1, last)


def _odd(dice: Random, run: Period) -> Period:
    """Return any run near, mostly of the run's year, at times across New Year."""
    first = dice.randint(run.year * 12 - (2 if dice.random() < 0.2 else 0), run.last)
    return Period(first, dice.randint(first, run.year * 12 + 11))


_HABITS: tuple[Callable[[Random, Period], Iterator[Period]], ...] = (
    _as_asked,
    _as_asked,
    _as_asked,
    _in_months,
    _in_months,
    _cumulative,
    _cumulative,
    _in_quarters,
    _in_pieces,
    _in_years,
    _around,
)
