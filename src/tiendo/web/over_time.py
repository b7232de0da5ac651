"""One series of a place over the years: by period, by year to date, and by vintage."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from babel.dates import get_month_names

from tiendo.vocabulary.figure import Figure
from tiendo.vocabulary.indicator import Indicator
from tiendo.vocabulary.period import Period
from tiendo.vocabulary.words import FiledState, Kind, Measure, Nature
from tiendo.web import formats, words
from tiendo.web.asked import Asked
from tiendo.web.charts.bars import Bar, BarChart, bar_chart
from tiendo.web.charts.lines import Band, Drawn, LineChart, line_chart
from tiendo.web.problems import Link
from tiendo.web.shown import Shown, print_number
from tiendo.web.texts import listed, marked, say
from tiendo.web.year_end import YearEnd

_LEVELS = (Kind.LEVEL, Kind.COUNT)
MOST_YEARS = 15
_PLAN = marked("line of a chart", "plan {year}")
VINTAGE_COLUMNS = (
    "known_at", "value", "value_hi", "unit", "comparator", "quality", "file", "by",
)  # fmt: skip
NOTHING_RECAST: Mapping[Period, Decimal] = {}
_STATUS_ORDER = ("estimate", "preliminary", "official")


@dataclass(frozen=True, slots=True)
class YearRow:
    """A year of the table: its numbers by position, with links to their traces."""

    year: int
    href: str
    current: bool
    cells: tuple[Shown | None, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart with the table that says the same: a row for each line, a cell for each position.

    Attributes:
        values: the same numbers unrounded, and the ends of the fan, for files.
    """

    drawn: LineChart
    rows: tuple[tuple[str, tuple[Shown | None, ...]], ...]
    values: tuple[tuple[str, tuple[float | None, ...]], ...] = ()


@dataclass(frozen=True, slots=True)
class Vintage:
    """A figure as one filing had it."""

    known_at: str
    known_iso: str
    value: Shown
    quality: str
    file: str
    cell: str
    href: str
    by: str


@dataclass(frozen=True, slots=True)
class Revisions:
    """The vintages of the figure of one run, oldest first; `others` leads to other runs.

    `values` are the vintages for files, in the order of `VINTAGE_COLUMNS`.
    """

    run: Link
    vintages: tuple[Vintage, ...]
    chart: BarChart | None
    others: tuple[Link, ...]
    values: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class OverTime:
    """What the page shows; the parts for which there are no figures are None.

    `level_files`, `to_date_files` and `vintage_files` are the kinds of file of each chart, with
    their addresses. `is_recast` where other places told a part of the year to date.
    """

    year: int
    positions: tuple[str, ...]
    years: tuple[YearRow, ...]
    level: Chart | None
    to_date: Chart | None
    revisions: Revisions | None
    unit: str
    year_end: YearEnd | None = None
    level_files: tuple[tuple[str, str], ...] = ()
    to_date_files: tuple[tuple[str, str], ...] = ()
    vintage_files: tuple[tuple[str, str], ...] = ()
    is_recast: bool = False


class History:
    """The figures of a series, answered run by run as of one day (rule 1 of the contract)."""

    def __init__(self, figures: Iterable[Figure]) -> None:
        self.by_run: dict[Period, list[Figure]] = {}
        self.plans: list[Figure] = []
        for figure in figures:
            if figure.statement.is_plan:
                self.plans.append(figure)
            elif figure.statement.kind in _LEVELS:
                self.by_run.setdefault(figure.statement.period, []).append(figure)
        for told in self.by_run.values():
            told.sort(key=_finality)

    def answer(self, run: Period) -> Figure | None:
        """Return the figure that answers for exactly a run."""
        for figure in reversed(self.by_run.get(run, [])):
            if figure.statement.state is not FiledState.WITHDRAWN:
                return figure if figure.statement.value is not None else None
        return None

    def value(self, run: Period) -> Decimal | None:
        """Return its value."""
        figure = self.answer(run)
        return figure.statement.value if figure else None

    def grain(self) -> int:
        """Return how many months most of the runs have; the shorter of equals."""
        return grain_of(self.by_run)

    def plan(self, year: Period) -> Figure | None:
        """Return the newest plan of a year's level."""
        told = [
            one
            for one in self.plans
            if one.statement.period == year
            and one.statement.kind in _LEVELS
            and one.statement.value is not None
        ]
        return max(told, key=lambda one: (one.statement.known_at, one.id), default=None)


def grain_of(runs: Iterable[Period]) -> int:
    """Return how many months most of some runs have; the shorter of equals."""
    counted = Counter(run.months for run in runs if run.months in (1, 3, 6, 12))
    return min(counted, key=lambda months: (-counted[months], months)) if counted else 12


def _finality(figure: Figure) -> tuple[object, int, int]:
    status = figure.statement.status
    rank = 1 + _STATUS_ORDER.index(status.value) if status else 0
    return figure.statement.known_at, rank, figure.id


@dataclass(frozen=True)
class Teller:
    """Makes the page of one series; `link` leads to the trace of a run, `here` to the page."""

    asked: Asked
    card: Indicator
    measure: Measure
    trace: Mapping[str, str]
    history: History

    def number(self, figure: Figure | None, href: str = "") -> Shown | None:
        """Return a figure ready to be printed in the card's unit."""
        if figure is None or figure.statement.value is None:
            return None
        said = figure.statement
        shown = print_number(
            said.value or Decimal(0), max(0, said.decimals), self.card.unit.text,
            self.asked.language, comparator=said.comparator, value_hi=said.value_hi,
        )  # fmt: skip
        return shown.linked(href) if href else shown


def positions_of(months: int, language: str) -> tuple[str, ...]:
    """Return what stands under the positions of a year cut into runs of so many months."""
    names = get_month_names("abbreviated", "format", language)
    if months == 1:
        return tuple(names[month] for month in range(1, 13))
    if months == 12:
        return ("",)
    return tuple(f"{names[first]}–{names[first + months - 1]}" for first in range(1, 13, months))


def runs_of(year: int, months: int) -> list[Period]:
    """Return the runs of so many months that make up a year."""
    return [Period(year * 12 + at, year * 12 + at + months - 1) for at in range(0, 12, months)]


def level_chart(history: History, teller: Teller, year: int, months: int) -> Chart | None:
    """Return this year's runs beside last year's; whole years stand one after the other."""
    language = teller.asked.language
    if months == 12:
        return _yearly_chart(history, teller, year)
    years = [one for one in (year, year - 1)]
    figures = {one: [history.answer(run) for run in runs_of(one, months)] for one in years}
    lines = [
        Drawn(str(one), tuple(_float(f) for f in figures[one]), "" if one == year else "other")
        for one in years
    ]
    drawn = line_chart(lines, positions_of(months, language), language)
    if drawn is None:
        return None
    return Chart(
        drawn,
        tuple((str(one), tuple(teller.number(f) for f in figures[one])) for one in years),
        tuple((line.name, line.values) for line in lines),
    )


def _yearly_chart(history: History, teller: Teller, year: int) -> Chart | None:
    years = [run.year for run in history.by_run if run.months == 12 and run.last_month == 12]
    years = sorted(set(years))[-MOST_YEARS:]
    if len(years) < 2:
        return None
    figures = [history.answer(Period.of_year(one)) for one in range(years[0], years[-1] + 1)]
    named = [str(one) for one in range(years[0], years[-1] + 1)]
    values = tuple(map(_float, figures))
    drawn = line_chart([Drawn("", values)], named, teller.asked.language)
    if drawn is None:
        return None
    return Chart(drawn, (("", tuple(teller.number(f) for f in figures)),), (("", values),))


def to_date_chart(
    history: History,
    teller: Teller,
    year: int,
    *,
    more: Sequence[Drawn] = (),
    bands: Sequence[Band] = (),
    recast: Mapping[Period, Decimal] = NOTHING_RECAST,
) -> Chart | None:
    """Return the year to date beside last year's, with the plan of the year.

    Args:
        more: further lines by month, such as the seasonal path of the plan.
        bands: intervals by month, such as the fan of the outlook.
        recast: years to date that other places told, where the place itself filed none.
    """
    if teller.card.nature is not Nature.FLOW:
        return None
    language = teller.asked.language
    numbers = {
        one: [_to_date(history, one, m, recast) for m in range(12)] for one in (year, year - 1)
    }
    lines = [
        Drawn(str(one), tuple(None if n is None else float(n) for n in told),
              "" if one == year else "other")
        for one, told in numbers.items()
    ]  # fmt: skip
    if sum(1 for n in numbers[year] if n is not None) < 2 and not more:
        return None
    plan = history.plan(Period.of_year(year))
    target = None
    if plan and plan.statement.value is not None:
        target = float(plan.statement.value), say(_PLAN, language).format(year=year)
    drawn = line_chart(
        [*lines, *more], positions_of(1, language), language,
        bands=bands, target=target, with_zero=True,
    )  # fmt: skip
    if drawn is None:
        return None
    rows = [(str(one), tuple(_printed(n, teller) for n in told)) for one, told in numbers.items()]
    rows += [
        (line.name, tuple(_printed(_decimal(v), teller) for v in line.values)) for line in more
    ]
    values = [(line.name, line.values) for line in (*lines, *more)]
    if plan and target:
        values.append((target[1], (None,) * 11 + (target[0],)))
    for band in bands:
        low, high = ("p25", "p75") if band.inner else ("p10", "p90")
        # Only the end of a fan is foreseen; what is drawn before it is a straight line.
        values += [(low, (None,) * 11 + band.lows[-1:]), (high, (None,) * 11 + band.highs[-1:])]
    return Chart(drawn, tuple(rows), tuple(values))


def _to_date(
    history: History, year: int, month: int, recast: Mapping[Period, Decimal]
) -> Decimal | None:
    """Return what was filed for January to a month, else the sum of its months, else recast."""
    run = Period(year * 12, year * 12 + month)
    filed = history.value(run)
    if filed is not None:
        return filed
    months = [history.value(Period(one, one)) for one in range(run.first, run.last + 1)]
    if any(one is None for one in months):
        return recast.get(run)
    return sum((one for one in months if one is not None), Decimal(0))


def _printed(value: Decimal | None, teller: Teller) -> Shown | None:
    if value is None:
        return None
    decimals = formats.decimals_of_computed(value) if value % 1 else 0
    return print_number(value, decimals, teller.card.unit.text, teller.asked.language)


def _float(figure: Figure | None) -> float | None:
    return (
        None if figure is None or figure.statement.value is None else float(figure.statement.value)
    )


def _decimal(value: float | None) -> Decimal | None:
    return None if value is None else Decimal(repr(value))


def revisions_of(
    teller: Teller, run: Period | None, year: int, here: Mapping[Period, str]
) -> Revisions | None:
    """Return the vintages of one run: the asked one, else that of the year with most of them."""
    history, language = teller.history, teller.asked.language
    of_year = [one for one in history.by_run if one.year == year]
    if run not in history.by_run:
        run = max(
            of_year, key=lambda one: (len(history.by_run[one]), one.last, -one.months), default=None
        )
    if run is None:
        return None
    told = [one for one in history.by_run[run] if one.statement.value is not None]
    vintages = tuple(_vintage(one, teller) for one in told)
    bars = [
        Bar(v.known_at, float(one.statement.value or 0), v.value.text, last=one is told[-1])
        for one, v in zip(told, vintages, strict=True)
    ]
    several = sorted(
        (one for one in of_year if len(history.by_run[one]) > 1 and one != run),
        key=lambda one: (one.last, one.first),
    )
    return Revisions(
        run=Link(formats.period(run, language), here[run], str(run)),
        vintages=vintages,
        chart=bar_chart(bars, language) if len(bars) > 1 else None,
        others=tuple(Link(formats.period(one, language), here[one]) for one in several),
        values=tuple(
            _vintage_values(one, vintage, teller.card.unit.text)
            for one, vintage in zip(told, vintages, strict=True)
        ),
    )


def _vintage_values(figure: Figure, vintage: Vintage, unit: str) -> tuple[str, ...]:
    said = figure.statement
    ends = ["" if end is None else f"{end:f}" for end in (said.value, said.value_hi)]
    return (
        vintage.known_iso, *ends, unit, said.comparator.value, vintage.quality, vintage.file,
        vintage.by,
    )  # fmt: skip


def _vintage(figure: Figure, teller: Teller) -> Vintage:
    said, language = figure.statement, teller.asked.language
    quality = [say(words.MODALITIES[said.modality], language)]
    if said.status:
        quality.append(say(words.STATUSES[said.status], language))
    return Vintage(
        known_at=formats.day(said.known_at, language),
        known_iso=said.known_at.isoformat(),
        value=teller.number(figure) or Shown("–"),
        quality=listed(quality, language),
        file=figure.filing.file_name,
        cell=words.cell(said.cell, language),
        href=teller.asked.link_to_figure(figure),
        by=figure.filing.by,
    )
