"""The gate before every outlook: what is wrong with a series is named, and mended or refused.

Each mend follows a stated rule (docs/outlook.md lists them); what no rule mends is refused with
the reason. Nothing after the month of the outlook is looked at.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from tiendo.outlook import gaps, tet
from tiendo.outlook.arrays import Floats
from tiendo.outlook.cumulative import (
    REVISION,
    cumulative_prefixes,
    may_be_cumulative,
    taken_apart,
)
from tiendo.outlook.gate_notes import (
    GateCheck,
    GateNote,
    Refusal,
    period_at,
    periods_listed,
)
from tiendo.outlook.history import SeriesHistory
from tiendo.outlook.levels import growth_as_published, of_one_size, on_one_level
from tiendo.outlook.wording import GateFound, OutlookReason
from tiendo.vocabulary.period import Period
from tiendo.vocabulary.sentence import Listed, Sentence, number

_GREATEST_GROWTH = 2.0  # of the year to date; more is not carried on, and told
_MONTHS_OF_TET = 2
_REFUSED_BY = {
    GateCheck.TERRITORY: OutlookReason.TERRITORY_CHANGED,
    GateCheck.LEVEL_BREAK: OutlookReason.LEVEL_BROKE,
}
_MENDED_BY = {
    GateCheck.TERRITORY: GateFound.TERRITORY_CHANGED,
    GateCheck.LEVEL_BREAK: GateFound.LEVEL_BROKE,
}


@dataclass(frozen=True, slots=True, eq=False)
class Admitted:
    """A series that may be looked ahead, on one level and without gaps.

    Attributes:
        history: where it comes from.
        past: whole years before this one, years x periods; the last row is last year.
        now: the known periods of this year.
        notes: what was found and mended.
    """

    history: SeriesHistory
    past: Floats
    now: Floats
    notes: tuple[GateNote, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Refused:
    """A series of which no outlook can be made, and why."""

    history: SeriesHistory
    reason: Sentence
    notes: tuple[GateNote, ...]


def pass_gate(history: SeriesHistory, year: int, known: int) -> Admitted | Refused:
    """Look a series over as it stood after `known` periods of `year`."""
    notes: list[GateNote] = []
    try:
        past, now = _mended(history, year, known, notes)
        _refuse_numbers_without_meaning(past, now, history)
    except Refusal as refusal:
        return Refused(history, refusal.reason, tuple(notes))
    if len(past) and past[-1, :known].sum() > 0 and not history.is_last:
        growth = now.sum() / past[-1, :known].sum() - 1
        if growth > _GREATEST_GROWTH:
            most = number(100 * _GREATEST_GROWTH, ".0f")
            said = GateFound.GROWTH_CAPPED.said(growth=number(100 * growth, ".0f"), most=most)
            notes.append(GateNote(None, said))
    if len(past) and not history.is_last:
        notes.extend(_zeros_of_this_year(history, past, now, year))
    return Admitted(history, past, now, tuple(notes))


def _zeros_of_this_year(
    history: SeriesHistory, past: Floats, now: Floats, year: int
) -> Iterator[GateNote]:
    """Name what came as zero though it never did: perhaps nobody has told it yet."""
    odd = np.flatnonzero((now == 0) & (past[:, : len(now)] > 0).all(axis=0))
    if len(odd):
        periods = periods_listed(history.periods, ((year, int(column)) for column in odd))
        yield GateNote(None, GateFound.ZERO.said(periods=periods))


def _mended(
    history: SeriesHistory, year: int, known: int, notes: list[GateNote]
) -> tuple[Floats, Floats]:
    table = _known_then(history, year, known)
    table = _without_what_does_not_compare(history, table, year, notes)
    if history.spread_evenly:
        return _sums_beside_each_other(table, known, year, notes)
    if not history.is_last and not history.is_mean:
        table = _single_periods(history, table, notes)
    table = of_one_size(history, table, year, notes)
    table = growth_as_published(history, table, notes)
    table = on_one_level(history, table, notes)
    past, now = _without_gaps(history, table, known, year, notes)
    return _with_tet_of_this_year(history, past, year, known, notes), now


def _sums_beside_each_other(
    table: Floats, known: int, year: int, notes: list[GateNote]
) -> tuple[Floats, Floats]:
    """Return the past years since the last without its sums, and this year so far."""
    run = Period(year * 12, year * 12 + known - 1)
    past = table[:-1]
    unknown = np.flatnonzero(~np.isfinite(past).all(axis=1))
    past = past[int(unknown[-1]) + 1 if len(unknown) else 0 :]
    said = GateFound.SUM_ALONE.said(run=run)
    if len(past) == 1:
        said = GateFound.SUM_BESIDE_LAST_YEAR.said(run=run)
    elif len(past):
        said = GateFound.SUM_BESIDE_YEARS.said(run=run, count=len(past))
    notes.append(GateNote(GateCheck.GAP, said))
    return past, table[-1, :known]


def _known_then(history: SeriesHistory, year: int, known: int) -> Floats:
    """Return the table up to the month of the outlook; the last row is `year`."""
    rows = year - history.first_year + 1
    if rows < 1:
        raise Refusal(OutlookReason.NOTHING_BEFORE, year=str(history.first_year))
    origin = year * 12 + known * 12 // history.periods - 1
    if twice := next((month for month in history.given_twice if month <= origin), None):
        column = twice % 12 * history.periods // 12
        period = period_at(history.periods, twice // 12, column)
        raise Refusal(OutlookReason.TWICE, period=period)
    table = history.values[:rows].copy()
    missing = rows - len(table)
    table = np.pad(table, ((0, missing), (0, 0)), constant_values=np.nan)
    table[-1, known:] = np.nan
    if np.isfinite(table).sum() == 1:
        raise Refusal(OutlookReason.SINGLE_VALUE)
    if not np.isfinite(table[-1]).any():
        until = period_at(history.periods, year, known - 1)
        raise Refusal(OutlookReason.NOTHING_UP_TO, year=str(year), period=until)
    return table


def _without_what_does_not_compare(
    history: SeriesHistory, table: Floats, year: int, notes: list[GateNote]
) -> Floats:
    """Leave out years before the place became another one, or levels got another definition."""
    declared = (
        (GateCheck.TERRITORY, history.territory_changes),
        (GateCheck.LEVEL_BREAK, history.breaks),
    )
    for check, months in declared:
        for month in months:
            table = _from_then_on(history, table, year, month, check, notes)
    return table


def _from_then_on(
    history: SeriesHistory,
    table: Floats,
    year: int,
    month: int,
    check: GateCheck,
    notes: list[GateNote],
) -> Floats:
    changed, offset = divmod(month, 12)
    first_same = changed if offset == 0 else changed + 1
    row = first_same - history.first_year
    if row <= 0 or changed > year:
        return table
    if first_same > year:
        raise Refusal(_REFUSED_BY[check], period=Period(month, month))
    said = _MENDED_BY[check].said(period=Period(month, month), year=str(first_same))
    notes.append(GateNote(check, said))
    later = table.copy()
    later[:row] = np.nan
    return later


def _single_periods(history: SeriesHistory, table: Floats, notes: list[GateNote]) -> Floats:
    prefixes = cumulative_prefixes(table)
    if not any(prefixes):
        if may_be_cumulative(table):
            notes.append(GateNote(None, GateFound.MAY_BE_CUMULATIVE.said()))
        return table
    years = [str(history.first_year + row) for row, prefix in enumerate(prefixes) if prefix]
    said = GateFound.CUMULATIVE.said(years=Listed.of(years))
    notes.append(GateNote(GateCheck.CUMULATIVE, said))
    single = taken_apart(table, prefixes)
    bridged = np.argwhere(np.isfinite(single) & ~np.isfinite(table))
    if len(bridged):
        cells = ((history.first_year + int(row), int(column)) for row, column in bridged)
        bridges = GateFound.BRIDGED.said(periods=periods_listed(history.periods, cells))
        notes.append(GateNote(GateCheck.GAP, bridges))
    return single


def _without_gaps(
    history: SeriesHistory, table: Floats, known: int, year: int, notes: list[GateNote]
) -> tuple[Floats, Floats]:
    never = gaps.never_known(table[:-1])
    if len(never):
        column = int(never[0])
        if table.shape[1] == 4:
            raise Refusal(OutlookReason.QUARTER_NEVER_KNOWN, number=str(column + 1))
        raise Refusal(OutlookReason.MONTH_NEVER_KNOWN, number=f"{column + 1:02d}")
    now = table[-1, :known]
    unknown = np.flatnonzero(~np.isfinite(now))
    if len(unknown) and (not history.is_last or known - 1 in unknown):
        holed = bool(np.isfinite(now[unknown[0] :]).any())
        raise Refusal(
            OutlookReason.HOLE if holed else OutlookReason.NOT_KNOWN_YET,
            period=period_at(history.periods, year, int(unknown[0])),
        )
    adds_up = not history.is_last and not history.is_mean
    filled = gaps.filled_years(table[:-1], now, adds_up=adds_up)
    past, first = filled.years, year - len(filled.years)
    if filled.unfillable:
        row, column = filled.unfillable[0]
        period = period_at(history.periods, history.first_year + row, column)
        raise Refusal(OutlookReason.NOT_TO_BE_FILLED, period=period)
    if filled.cells:
        how = GateFound.FILLED_BY_PROFILE if adds_up else GateFound.FILLED_BETWEEN
        cells = ((history.first_year + row, column) for row, column in filled.cells)
        said = how.said(periods=periods_listed(history.periods, cells))
        notes.append(GateNote(GateCheck.GAP, said))
    if filled.left_out:
        left_out = filled.left_out[-1]
        if not len(past) and np.isfinite(table[:left_out]).all(axis=1).any():
            raise Refusal(OutlookReason.NO_LAST_YEAR, year=str(history.first_year + left_out))
        said = GateFound.NO_WHOLE_YEAR.said()
        if len(past):
            holed_year = str(history.first_year + left_out)
            said = GateFound.LEFT_OUT.said(year=holed_year, first=str(first))
        notes.append(GateNote(GateCheck.GAP, said))
    if len(unknown):
        now = np.interp(np.arange(known), np.flatnonzero(np.isfinite(now)), now[np.isfinite(now)])
        notes.append(GateNote(GateCheck.GAP, GateFound.BETWEEN_NEIGHBOURS.said()))
    return _without_small_revisions(history, past, now, notes)


def _with_tet_of_this_year(
    history: SeriesHistory, past: Floats, year: int, known: int, notes: list[GateNote]
) -> Floats:
    if history.periods != 12 or history.is_last or history.is_mean:
        return past
    moved, told = tet.as_though_in(past, year - len(past), year, history.tet_effect)
    if told and known <= _MONTHS_OF_TET:
        notes.append(GateNote(GateCheck.TET, GateFound.TET.said(year=str(year))))
    return moved


def _without_small_revisions(
    history: SeriesHistory, past: Floats, now: Floats, notes: list[GateNote]
) -> tuple[Floats, Floats]:
    """Take small negative periods off the ones before: they correct them."""
    line = np.concatenate([past.ravel(), now])
    if not (line < 0).any() or history.is_last:
        return past, now
    mean = line.mean()
    if mean <= 0 or line.min() < -REVISION * mean:
        return past, now
    for index in np.flatnonzero(line < 0):
        target = index - 1 if index % past.shape[1] else index + 1
        if 0 <= target < len(line):
            line[target] += line[index]
            line[index] = 0.0
    notes.append(GateNote(None, GateFound.SMALL_NEGATIVE.said()))
    return line[: past.size].reshape(past.shape), line[past.size :]


def _refuse_numbers_without_meaning(past: Floats, now: Floats, history: SeriesHistory) -> None:
    values = np.concatenate([past.ravel(), now])
    if (values < 0).any():
        raise Refusal(OutlookReason.NEGATIVE)
    if not values.any():
        raise Refusal(OutlookReason.ALL_ZERO)
    if not len(past):
        if len(now) == 1:
            raise Refusal(OutlookReason.SINGLE_PERIOD)
        if (now[-1] if history.is_last else now.sum()) == 0:
            raise Refusal(OutlookReason.NOTHING_CAME)
        return
    base = past[-1, -1] if history.is_last else past[-1].sum()
    if base == 0:
        raise Refusal(OutlookReason.ZERO_BASE)
