"""Plans: which plan figure answers for each assigner, and how much of it is reached.

The order of versions was settled when they were recorded (`cells.tables`, "plans"); what may not be
shown is left out here, and what is reached is read from today's levels.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from tiendo.cube.cells.codes import PLANNED_LEVEL, Array, Floats, Ints, Mask, constant_in
from tiendo.cube.kernel.alike_targets import AlikePlans, alike_targets, recast_plans
from tiendo.cube.kernel.columns import Columns
from tiendo.cube.kernel.comparison import HUNDRED
from tiendo.cube.kernel.family_table import FamilyTable
from tiendo.cube.kernel.family_trees import TargetParts
from tiendo.cube.kernel.held import HeldFigures
from tiendo.cube.kernel.levels import Levels
from tiendo.cube.kernel.levels_of_some import SomePlaces
from tiendo.cube.kernel.listed_plans import ListedPlans, chosen
from tiendo.cube.kernel.numbers import RELATIVE_ZERO, Answers, Bounds, divided
from tiendo.cube.kernel.row_cells import RowCells
from tiendo.cube.kernel.targets import FormerTargets, former_targets
from tiendo.cube.kernel.world import Question
from tiendo.vocabulary.period import Period

_AT_ONCE = 131_072
"""So many numbers, 1 MiB: for larger ones each step would be given memory anew by the system."""


@dataclass(frozen=True)
class Plans:
    """The plans that concern a run, each with its cell, in the order in which they are listed.

    Attributes:
        columns: those of the table "plans", for these rows.
        cells: the cell of each row.
        answering: whether it is the version that answers for its assigner, kind and period.
        share_pct: percent reached, NaN where it is not known or not told.
        share_lo, share_hi: its interval.
        share_stated: whether the share was stated, not computed.
        former: what the targets of places of another map are for those of this one, if they have
            any; the plans that were recast are among the others.
    """

    columns: Mapping[str, Array]
    cells: RowCells
    answering: Mask
    share_pct: Floats
    share_lo: Floats
    share_hi: Floats
    share_stated: Mask
    former: FormerTargets | None = None

    def __len__(self) -> int:
        return len(self.share_pct)

    def by_itself(self) -> Plans:
        """Return the plans without the tiles that they were read from."""
        former = None if self.former is None else self.former.by_itself()
        return replace(
            self, columns={name: self.columns[name] for name in self.columns}, former=former
        )

    def take(self, rows: Ints) -> Plans:
        """Return the plans of these rows, given by number."""
        share = self.share_pct.take(rows)
        without_bounds = self.share_lo is self.share_pct
        return Plans(
            chosen(self.columns, rows),
            self.cells.take(rows),
            self.answering.take(rows),
            share,
            share if without_bounds else self.share_lo.take(rows),
            share if without_bounds else self.share_hi.take(rows),
            self.share_stated.take(rows),
            self.former,
        )


def plans_for(
    held: HeldFigures,
    columns: Columns,
    levels: Levels,
    question: Question,
    texts: Sequence[str],
    answered: Mask,
    told_of: SomePlaces | None = None,
) -> Plans:
    """Return every version of the plans of a run's year and of exactly the run, for all cells.

    Those that are recast from plans of another map's places stand among them.

    Args:
        held: the figures of a family.
        columns: its columns.
        levels: its levels.
        question: the run asked, and the map.
        texts: names of assigners by their numbers.
        answered: places whose plans are needed; those of others may be left out, unless theirs
            depend on them.
        told_of: the places of the family that are told of, by whose rows the plans are returned;
            all of them by default.
    """
    run = question.run
    parts = levels.family.target_parts(question.map_day, run.end)
    needed = answered if parts is None else answered | parts.is_part
    table = held.of_run("plans", *_planned_runs(run), needed=needed)
    told, former = _told(table, levels, run), None
    if parts is None:
        listed = ListedPlans.of(table, told, len(columns), texts)
    elif (alike := _alike(table, parts, told)) is not None:
        listed, former = _with_alike_targets(alike, parts, columns, answered)
    else:
        listed = ListedPlans.of(table, told, len(columns), texts)
        listed, former = _with_former_targets(listed, parts, columns, texts)
    if told_of is not None:
        rows, places = told_of.rows, len(levels.family)
        listed = listed.of_rows(rows, places, len(columns))
        former = None if former is None else former.of_rows(rows, places)
        held, levels = told_of.held, told_of.levels
    plans = _with_shares(held, columns, levels, run, listed.found, listed.cells, listed.answering)
    return replace(plans, former=former)


def _alike(table: FamilyTable, parts: TargetParts, told: Ints | None) -> AlikePlans | None:
    """Return the plans as a grid, where all are told, all places have the same, and no more counts.

    Across several reforms it depends on who has a target which parts count.
    """
    return AlikePlans.of(table) if parts.chosen is None and told is None else None


def _with_alike_targets(
    alike: AlikePlans, parts: TargetParts, columns: Columns, answered: Mask
) -> tuple[ListedPlans, FormerTargets | None]:
    """Return plans with those recast along the grid, and what former targets are."""
    listed = alike.listed(answered, len(columns))
    former = alike_targets(parts, columns, alike, answered)
    if former is None:
        return listed, None
    return ListedPlans.merged(listed, recast_plans(former, len(columns)), len(columns)), former


def _with_former_targets(
    listed: ListedPlans, parts: TargetParts, columns: Columns, texts: Sequence[str]
) -> tuple[ListedPlans, FormerTargets | None]:
    """Return plans with those recast, whatever each place has, and what former targets are."""
    former = former_targets(parts, columns, listed.found, listed.answering)
    if former is None or not len(former.rows["place"]):
        return listed, former
    return ListedPlans.unsorted(former.behind(listed.found), len(columns), texts), former


def _planned_runs(run: Period) -> tuple[Period, ...]:
    """Return the runs of plans that concern a run: itself, and within a year that year."""
    year = run.whole_year()
    return (run, year) if run.within_one_year and run != year else (run,)


def _told(table: Mapping[str, Array], levels: Levels, run: Period) -> Ints | None:
    """Return the rows of plans that may be told: none that rests on a hidden level; None for all.

    Where most cells have a plan there are more rows than cells, so that each look at all of them
    counts: what is one number for all (`constant_in`) is not looked up row by row.
    """
    if constant_in(table["shared_last"]) == 0:
        return None
    derived = table["shared_last"] > 0
    if not derived.any():
        return None
    year = run.whole_year()
    wanted = ~derived | ((table["first"] == year.first) & (table["last"] == year.last))
    wanted &= ~_rests_on_hidden(table, derived & wanted, levels)
    return np.flatnonzero(wanted)


def _rests_on_hidden(table: Mapping[str, Array], derived: Mask, levels: Levels) -> Mask:
    """Return where the level of which a share was stated is confidential."""
    hidden = np.zeros(len(derived), np.bool_)
    if not levels.hides_anything:
        return hidden
    rows = np.flatnonzero(derived)
    runs = np.stack([table["shared_first"][rows], table["shared_last"][rows]], axis=1)
    for first, last in np.unique(runs, axis=0).tolist():
        those = rows[(runs == (first, last)).all(axis=1)]
        state = levels.shown(Period(first, last)).hidden
        hidden[those] = state[table["place"][those], table["series"][those]]
    return hidden


def _with_shares(
    held: HeldFigures,
    columns: Columns,
    levels: Levels,
    run: Period,
    found: Mapping[str, Array],
    cells: RowCells,
    answering: Mask,
) -> Plans:
    """Return the plans with what is reached of them.

    The year to date for a flow against the year's plan, the value of the run otherwise. A share
    stated for that run and assigner beats the computed one on the plan that answers, and on the
    very plan that it implies.
    """
    count, year = len(answering), run.whole_year()
    share = np.empty((3 if levels.shown(run).has_quality else 1, count))
    stated = np.zeros(count, np.bool_)
    of_year = _is(found["first"], year.first) & _is(found["last"], year.last)
    level_plan = _is(found["kind"], PLANNED_LEVEL)
    rows_of = {
        to_date: _rows(level_plan & (of_year == to_date), count) for to_date in (True, False)
    }
    if all(rows is not None for rows in rows_of.values()):
        share.fill(np.nan)
    for flows_to_date, rows in rows_of.items():
        if rows is None or len(rows):
            reached = _reached(columns, levels, run, flows_to_date)
            _put_shares(share, reached, found, cells, rows)
    for reached_run in dict.fromkeys((run.year_to_date(), run)):
        table = held.of_run("shares", reached_run)
        if not table.is_empty or levels.hides_anything:
            hidden = cells.of(levels.shown(reached_run).hidden)
            to_date = of_year & columns.flows[found["series"]] & run.within_one_year
            if reached_run != run:
                rows = np.flatnonzero(level_plan & to_date)
            elif run == run.year_to_date():
                rows = np.flatnonzero(level_plan & np.ones(count, np.bool_))
            else:
                rows = np.flatnonzero(level_plan & ~to_date)
            _put_stated(share, stated, hidden, table, found, rows, answering)
    value = share[0]
    lo, hi = (share[1], share[2]) if len(share) == 3 else (value, value)
    return Plans(found, cells, answering, value, lo, hi, stated)


def _is(column: Array, number: int) -> Mask:
    """Return where a column holds a number; one answer for all where it is constant."""
    constant = constant_in(column)
    return column == number if constant is None else np.array(constant == number)


def _rows(wanted: Mask, count: int) -> Ints | None:
    """Return the rows that are wanted, given for each or for all of them; None for all."""
    if wanted.ndim == 0:
        return None if wanted else np.empty(0, np.int64)
    rows = np.flatnonzero(wanted)
    return None if len(rows) == count else rows


def _reached(columns: Columns, levels: Levels, run: Period, flows_to_date: bool) -> Answers:
    """Return what is measured against plans: levels of the run, of flows the year to date.

    Numbers and their intervals, none of partial sums.
    """
    reached, to_date = levels.whole(run), run.year_to_date()
    if not (flows_to_date and run.within_one_year) or run == to_date:
        return reached
    found, others = levels.whole(to_date), np.flatnonzero(~columns.flows)
    return Answers(
        {
            name: _with_columns(found[name], reached[name], others)
            for name in ("value", "lo", "hi")
            if name in found.columns
        }
    )


def _with_columns(values: Floats, others: Floats, columns: Ints) -> Floats:
    """Return the values with some columns of others."""
    found = values.copy()
    found[:, columns] = others.take(columns, axis=1)
    return found


def _put_shares(
    share: Floats, reached: Answers, found: Mapping[str, Array], cells: RowCells, rows: Ints | None
) -> None:
    """Put 100 x reached / plan into rows, all if None, where both are known and no plan is zero."""
    where = slice(None) if rows is None else rows
    if rows is None and isinstance(found, FamilyTable) and found.is_long:
        for part, those, plan, zeros in found.by_piece("value", reached.shape[1]):
            percent = share[0, part]
            those.of(reached.value, out=percent)
            percent /= plan
            percent[zeros] = np.nan
        for at in range(0, len(share[0]), _AT_ONCE):
            _make_percent(share[0, at : at + _AT_ONCE])
    else:
        cells = cells if rows is None else cells.take(rows)
        plan = found["value"][where]
        percent = cells.of(reached.value) / plan
        percent[plan == 0] = np.nan
        _make_percent(percent)
        share[0, where] = percent
    if reached.has_quality:
        known = ~np.isnan(share[0, where])
        bounds: Bounds = cells.of(reached["lo"]), cells.of(reached["hi"])
        lo, hi = divided(bounds, (found["lo"][where], found["hi"][where]))
        share[1, where] = np.where(known, HUNDRED * lo, np.nan)
        share[2, where] = np.where(known, HUNDRED * hi, np.nan)


def _make_percent(percent: Floats) -> None:
    """Make percent of quotients, and zero of what counts as zero.

    What is zero already, and there is much of it, is not written again.
    """
    percent *= HUNDRED
    nearly = np.abs(percent) <= RELATIVE_ZERO * HUNDRED
    nearly &= percent != 0
    np.copyto(percent, 0.0, where=nearly)


def _put_stated(
    share: Floats,
    stated: Mask,
    hidden: Mask,
    table: FamilyTable,
    found: Mapping[str, Array],
    rows: Ints,
    answering: Mask,
) -> None:
    """Put the shares that were stated; none beside a hidden level.

    Args:
        share: value, lo and hi of each plan's share, to be filled.
        stated: where a share was stated, to be filled.
        hidden: where what is reached is confidential, for each plan.
        table: the stated shares of the run that is measured.
        found: the plans.
        rows: those of them that this run is measured against.
        answering: the plans that answer.
    """
    share[:, rows[hidden[rows]]] = np.nan
    rows = rows[~hidden[rows]]
    if table.is_empty:
        return
    each = zip(*(table[name].tolist() for name in ("place", "series", "assigner")), strict=True)
    said = {cell: row for row, cell in enumerate(each)}
    for row in rows.tolist():
        place, series, assigner = (found[name][row] for name in ("place", "series", "assigner"))
        number = said.get((int(place), int(series), int(assigner)))
        if number is None:
            continue
        implies_it = bool(found["derived"][row]) and found["order"][row] == table["order"][number]
        if answering[row] or implies_it:
            names = ("value", "lo", "hi")[: len(share)]
            share[:, row] = [table[name][number] for name in names]
            stated[row] = True
