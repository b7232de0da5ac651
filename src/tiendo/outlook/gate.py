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
from tiendo.outlook.gate_notes import GateCheck, GateNote, Refusal, period_name
from tiendo.outlook.history import SeriesHistory
from tiendo.outlook.levels import growth_as_published, of_one_size, on_one_level
from tiendo.vocabulary.period import Period

_GREATEST_GROWTH = 2.0  # of the year to date; more is not carried on, and told
_MONTHS_OF_TET = 2


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
    reason: str
    notes: tuple[GateNote, ...]


def pass_gate(history: SeriesHistory, year: int, known: int) -> Admitted | Refused:
    """Look a series over as it stood after `known` periods of `year`."""
    notes: list[GateNote] = []
    try:
        past, now = _mended(history, year, known, notes)
        _refuse_numbers_without_meaning(past, now, history)
    except Refusal as refusal:
        return Refused(history, str(refusal), tuple(notes))
    if len(past) and past[-1, :known].sum() > 0 and not history.is_last:
        growth = now.sum() / past[-1, :known].sum() - 1
        if growth > _GREATEST_GROWTH:
            notes.append(
                GateNote(
                    None,
                    f"growth of {growth:.0%} on the same months of last year is carried on to the "
                    f"rest of the year as {_GREATEST_GROWTH:.0%} at most",
                )
            )
    if len(past) and not history.is_last:
        notes.extend(_zeros_of_this_year(history, past, now, year))
    return Admitted(history, past, now, tuple(notes))


def _zeros_of_this_year(
    history: SeriesHistory, past: Floats, now: Floats, year: int
) -> Iterator[GateNote]:
    """Name what came as zero though it never did: perhaps nobody has told it yet."""
    odd = np.flatnonzero((now == 0) & (past[:, : len(now)] > 0).all(axis=0))
    if len(odd):
        names = ", ".join(period_name(history.periods, year, int(column)) for column in odd)
        yield GateNote(
            None,
            f"{names}: zero, which no year before was; if nothing has been told yet, leave it out",
        )


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
    when, how = "", "it is taken alone"
    if len(past):
        years = "last year" if len(past) == 1 else f"{len(past)} past years"
        when, how = " this year or last", f"it is compared with that of {years}"
    notes.append(
        GateNote(
            GateCheck.GAP,
            f"of {run} only the sum is known{when}, not all the months or quarters in it; {how}",
        )
    )
    return past, table[-1, :known]


def _known_then(history: SeriesHistory, year: int, known: int) -> Floats:
    """Return the table up to the month of the outlook; the last row is `year`."""
    rows = year - history.first_year + 1
    if rows < 1:
        raise Refusal(f"nothing is known before {history.first_year}")
    origin = year * 12 + known * 12 // history.periods - 1
    if twice := next((month for month in history.given_twice if month <= origin), None):
        column = twice % 12 * history.periods // 12
        raise Refusal(
            f"{period_name(history.periods, twice // 12, column)} is given twice; keep the row "
            "that counts, delete the other"
        )
    table = history.values[:rows].copy()
    missing = rows - len(table)
    table = np.pad(table, ((0, missing), (0, 0)), constant_values=np.nan)
    table[-1, known:] = np.nan
    if np.isfinite(table).sum() == 1:
        raise Refusal(
            "a single value is known, and no year to compare it with; give the months before it"
        )
    if not np.isfinite(table[-1]).any():
        raise Refusal(
            f"nothing of {year} is known up to {period_name(history.periods, year, known - 1)}"
        )
    return table


def _without_what_does_not_compare(
    history: SeriesHistory, table: Floats, year: int, notes: list[GateNote]
) -> Floats:
    """Leave out years before the place became another one, or levels got another definition."""
    declared = (
        (GateCheck.TERRITORY, "the territory changed", history.territory_changes),
        (GateCheck.LEVEL_BREAK, "by its card the level breaks", history.breaks),
    )
    for check, said, months in declared:
        for month in months:
            table = _from_then_on(history, table, year, month, (check, said), notes)
    return table


def _from_then_on(
    history: SeriesHistory,
    table: Floats,
    year: int,
    month: int,
    why: tuple[GateCheck, str],
    notes: list[GateNote],
) -> Floats:
    changed, offset = divmod(month, 12)
    name = f"{changed}-{offset + 1:02d}"
    first_same = changed if offset == 0 else changed + 1
    row = first_same - history.first_year
    if row <= 0 or changed > year:
        return table
    if first_same > year:
        raise Refusal(
            f"{why[1]} in {name}, so that the year so far does not compare with itself; file the "
            "figures recast to one side"
        )
    notes.append(GateNote(why[0], f"{why[1]} in {name}; years before {first_same} are left out"))
    later = table.copy()
    later[:row] = np.nan
    return later


def _single_periods(history: SeriesHistory, table: Floats, notes: list[GateNote]) -> Floats:
    prefixes = cumulative_prefixes(table)
    if not any(prefixes):
        if may_be_cumulative(table):
            notes.append(
                GateNote(
                    None,
                    "values rise through the year as a year to date would, yet may be a season; "
                    "they are taken as single periods: if they are not, give their differences",
                )
            )
        return table
    years = [str(history.first_year + row) for row, prefix in enumerate(prefixes) if prefix]
    notes.append(
        GateNote(
            GateCheck.CUMULATIVE,
            f"values of {', '.join(years)} are cumulative and were taken apart into differences",
        )
    )
    single = taken_apart(table, prefixes)
    bridged = np.argwhere(np.isfinite(single) & ~np.isfinite(table))
    if len(bridged):
        names = ", ".join(
            period_name(history.periods, history.first_year + int(row), int(column))
            for row, column in bridged
        )
        notes.append(
            GateNote(
                GateCheck.GAP,
                f"{names}: missing; the next year to date holds it, and is shared evenly with it",
            )
        )
    return single


def _without_gaps(
    history: SeriesHistory, table: Floats, known: int, year: int, notes: list[GateNote]
) -> tuple[Floats, Floats]:
    never = gaps.never_known(table[:-1])
    if len(never):
        name = gaps.period_word(int(never[0]), table.shape[1])
        raise Refusal(
            f"{name} is missing in every year, so that no year's figure is known; file it"
        )
    now = table[-1, :known]
    unknown = np.flatnonzero(~np.isfinite(now))
    if len(unknown) and (not history.is_last or known - 1 in unknown):
        name = period_name(history.periods, year, int(unknown[0]))
        if np.isfinite(now[unknown[0] :]).any():
            raise Refusal(f"{name} is missing: the year so far has a hole; file it")
        raise Refusal(f"{name} is not known yet; file it, or look ahead from a month before it")
    adds_up = not history.is_last and not history.is_mean
    filled = gaps.filled_years(table[:-1], now, adds_up=adds_up)
    past, first = filled.years, year - len(filled.years)

    def named(cell: tuple[int, int]) -> str:
        return period_name(history.periods, history.first_year + cell[0], cell[1])

    if filled.unfillable:
        raise Refusal(
            f"{named(filled.unfillable[0])} is missing, and no other year tells what it may have "
            "been; file it"
        )
    if filled.cells:
        how = "by the usual profile of the year" if adds_up else "between its neighbours"
        names = ", ".join(named(cell) for cell in filled.cells)
        notes.append(GateNote(GateCheck.GAP, f"{names}: missing, filled {how}"))
    if filled.left_out:
        left_out = filled.left_out[-1]
        if not len(past) and np.isfinite(table[:left_out]).all(axis=1).any():
            raise Refusal(
                f"too much is missing in {history.first_year + left_out}, so that there is no last "
                "year to go by; file it"
            )
        notes.append(
            GateNote(
                GateCheck.GAP,
                f"too much is missing in {history.first_year + left_out}: the history used "
                f"begins with {first}"
                if len(past)
                else "no whole year before this one is known",
            )
        )
    if len(unknown):
        now = np.interp(np.arange(known), np.flatnonzero(np.isfinite(now)), now[np.isfinite(now)])
        notes.append(GateNote(GateCheck.GAP, "missing periods of this year lie between neighbours"))
    return _without_small_revisions(history, past, now, notes)


def _with_tet_of_this_year(
    history: SeriesHistory, past: Floats, year: int, known: int, notes: list[GateNote]
) -> Floats:
    if history.periods != 12 or history.is_last or history.is_mean:
        return past
    moved, told = tet.as_though_in(past, year - len(past), year, history.tet_effect)
    if told and known <= _MONTHS_OF_TET:
        notes.append(
            GateNote(
                GateCheck.TET,
                "Tet falls elsewhere than in past years; their January and February are taken as "
                f"though it had fallen as in {year}",
            )
        )
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
    notes.append(GateNote(None, "small negative periods are corrections of the ones before"))
    return line[: past.size].reshape(past.shape), line[past.size :]


def _refuse_numbers_without_meaning(past: Floats, now: Floats, history: SeriesHistory) -> None:
    values = np.concatenate([past.ravel(), now])
    if (values < 0).any():
        raise Refusal(
            "it holds negative values, of which growth means nothing; look ahead what was "
            "subtracted to make it, such as revenue and expenditure"
        )
    if not values.any():
        raise Refusal("all values are zero; leave out what has not been told")
    if not len(past):
        if len(now) == 1:
            raise Refusal(
                "a single value is known, and no year to compare it with; give last year's months"
            )
        if (now[-1] if history.is_last else now.sum()) == 0:
            raise Refusal("nothing came so far, and there is no year to compare it with")
        return
    base = past[-1, -1] if history.is_last else past[-1].sum()
    if base == 0:
        raise Refusal(
            "last year's figure is zero: from a zero base there is no growth; leave last year out "
            "if nothing was told of it"
        )
