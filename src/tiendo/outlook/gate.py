"""The gate before every outlook: what is wrong with a series is named, and mended or refused.

Each mend follows a stated rule (docs/outlook.md lists them); what no rule mends is refused with
the reason. Nothing after the month of the outlook is looked at.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from tiendo.outlook import breaks, gaps, tet
from tiendo.outlook.arrays import Floats
from tiendo.outlook.cumulative import (
    REVISION,
    cumulative_prefixes,
    may_be_cumulative,
    taken_apart,
)
from tiendo.outlook.history import SeriesHistory

_GREATEST_GROWTH = 2.0  # of the year to date; more is not carried on, and told
_ENOUGH_YEARS = 2  # whole years after a break that make those before it dispensable
_MISMATCH_POINTS = 2.0
_MONTHS_OF_TET = 2


class GateCheck(StrEnum):
    """What the gate looks for."""

    CUMULATIVE = "cumulative"
    LEVEL_BREAK = "level_break"
    BASE_CHANGE = "base_change"
    GROWTH_MISMATCH = "growth_mismatch"
    GAP = "gap"
    TET = "tet"
    TERRITORY = "territory"


@dataclass(frozen=True, slots=True)
class GateNote:
    """Something the gate found and mended; `check` is None for what is only worth knowing."""

    check: GateCheck | None
    detail: str


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


class _Refusal(Exception):
    """Why a series is refused; caught at the gate."""


def pass_gate(history: SeriesHistory, year: int, known: int) -> Admitted | Refused:
    """Look a series over as it stood after `known` periods of `year`."""
    notes: list[GateNote] = []
    try:
        past, now = _mended(history, year, known, notes)
        _refuse_numbers_without_meaning(past, now, history)
    except _Refusal as refusal:
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
    return Admitted(history, past, now, tuple(notes))


def _mended(
    history: SeriesHistory, year: int, known: int, notes: list[GateNote]
) -> tuple[Floats, Floats]:
    table = _known_then(history, year, known)
    table = _without_what_does_not_compare(history, table, year, notes)
    if not history.is_last and not history.is_mean:
        table = _single_periods(history, table, notes)
    table = _of_one_size(history, table, year, notes)
    table = _growth_as_published(history, table, notes)
    table = _on_one_level(history, table, notes)
    past, now = _without_gaps(history, table, known, year, notes)
    return _with_tet_of_this_year(history, past, year, known, notes), now


def _known_then(history: SeriesHistory, year: int, known: int) -> Floats:
    """Return the table up to the month of the outlook; the last row is `year`."""
    rows = year - history.first_year + 1
    if rows < 1:
        raise _Refusal(f"nothing is known before {history.first_year}")
    table = history.values[:rows].copy()
    missing = rows - len(table)
    table = np.pad(table, ((0, missing), (0, 0)), constant_values=np.nan)
    table[-1, known:] = np.nan
    if not np.isfinite(table[-1]).any():
        raise _Refusal(f"nothing of {year} is known up to {_name(history, year, known - 1)}")
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
        raise _Refusal(
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
    return taken_apart(table, prefixes)


def _of_one_size(history: SeriesHistory, table: Floats, year: int, notes: list[GateNote]) -> Floats:
    odd = breaks.find_odd_sizes(table.ravel())
    if not odd:
        return table
    table = table.copy()
    for index in odd:
        row, column = divmod(index, table.shape[1])
        name = _name(history, history.first_year + row, column)
        if history.first_year + row == year:
            raise _Refusal(
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


def _growth_as_published(history: SeriesHistory, table: Floats, notes: list[GateNote]) -> Floats:
    """Carry earlier years to the level at which published growth holds, from the last year back."""
    if history.growth_pct is None:
        return table
    published = 1 + history.growth_pct[: len(table)] / 100
    table = table.copy()
    for row in range(len(table) - 1, 0, -1):
        with np.errstate(divide="ignore", invalid="ignore"):
            factors = table[row] / table[row - 1] / published[row]
        factors = factors[np.isfinite(factors) & (factors > 0)]
        if not len(factors):
            continue
        factor = float(np.median(factors))
        if abs(factor - 1) * 100 >= _MISMATCH_POINTS:
            table[:row] *= factor
            notes.append(
                GateNote(
                    GateCheck.GROWTH_MISMATCH,
                    f"levels of {history.first_year + row} imply growth that was not published; "
                    f"earlier years are multiplied by {factor:.4g} so that it holds",
                )
            )
    return table


def _on_one_level(history: SeriesHistory, table: Floats, notes: list[GateNote]) -> Floats:
    line = table.ravel()
    for jump in breaks.find_breaks(line, table.shape[1]):
        row, column = divmod(jump.start, table.shape[1])
        name = _name(history, history.first_year + row, column)
        check = GateCheck.BASE_CHANGE if jump.is_other_base else GateCheck.LEVEL_BREAK
        line = line.copy()
        first_whole = row if column == 0 else row + 1
        if len(table) - 1 - first_whole >= _ENOUGH_YEARS:
            # The profile of the year may have changed with the level.
            line[: first_whole * table.shape[1]] = np.nan
            mend = f"years before {history.first_year + first_whole} are left out"
        else:
            line[: jump.start] *= jump.factor
            mend = (
                f"earlier values are multiplied by {jump.factor:.4g}, which leaves the series' "
                "usual growth across it"
            )
        notes.append(GateNote(check, f"the level jumps at {name}; {mend}"))
    return line.reshape(table.shape)


def _without_gaps(
    history: SeriesHistory, table: Floats, known: int, year: int, notes: list[GateNote]
) -> tuple[Floats, Floats]:
    never = gaps.never_known(table[:-1])
    if len(never):
        name = gaps.period_word(int(never[0]), table.shape[1])
        raise _Refusal(f"{name} is missing in every year, so that no year's figure is known")
    now = table[-1, :known]
    unknown = np.flatnonzero(~np.isfinite(now))
    if len(unknown) and (not history.is_last or known - 1 in unknown):
        raise _Refusal(
            f"{_name(history, year, int(unknown[0]))} is missing: the year so far has a hole"
        )
    past, filled, left_out = gaps.filled_years(table[:-1])
    first = year - len(past)
    if filled:
        names = ", ".join(_name(history, history.first_year + row, col) for row, col in filled)
        notes.append(
            GateNote(GateCheck.GAP, f"{names}: missing, filled by the usual profile of the year")
        )
    if left_out:
        notes.append(
            GateNote(
                GateCheck.GAP,
                f"too much is missing in {history.first_year + left_out[-1]}: the history used "
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
        raise _Refusal("it holds negative values, of which growth means nothing")
    if not values.any():
        raise _Refusal("all values are zero")
    if not len(past):
        if len(now) == 1:
            raise _Refusal("a single value is known, and no year to compare it with")
        if (now[-1] if history.is_last else now.sum()) == 0:
            raise _Refusal("nothing came so far, and there is no year to compare it with")
        return
    base = past[-1, -1] if history.is_last else past[-1].sum()
    if base == 0:
        raise _Refusal("last year's figure is zero: from a zero base there is no growth")


def _name(history: SeriesHistory, year: int, column: int) -> str:
    if history.periods == 4:
        return f"{year}-Q{column + 1}"
    return f"{year}-{column + 1:02d}"
