"""Findings on many cells at once: figures that contradict each other.

Two figures contradict each other only when the intervals behind their printed digits cannot meet.
What follows from a place's own figures of one series alone was found when they were recorded (the
table "findings"); what rests on children, parts, bases and plans is found here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from tiendo.cube.cells.codes import (
    CHECKS,
    MISSING,
    REFUSED,
    SEVERITIES,
    STATUSES,
    VERDICTS,
    Array,
    Floats,
    Mask,
)
from tiendo.cube.kernel.chain_link import linked_growth
from tiendo.cube.kernel.columns import Columns
from tiendo.cube.kernel.comparison import (
    Comparison,
    change_between,
    growth_as_stated,
    growth_between,
)
from tiendo.cube.kernel.family import Family
from tiendo.cube.kernel.finding import Findings as Findings
from tiendo.cube.kernel.finding import on
from tiendo.cube.kernel.held import HeldFigures
from tiendo.cube.kernel.levels import Levels
from tiendo.cube.kernel.map_findings import recasts, targets_of_other_maps
from tiendo.cube.kernel.numbers import NOISE, RELATIVE_ZERO, Answers, bounds_of, meet
from tiendo.cube.kernel.plans import Plans
from tiendo.cube.kernel.shares import share_of
from tiendo.vocabulary.period import Period
from tiendo.vocabulary.words import NOT_STATED, Severity, Status, Verdict

_UNFINISHED = [STATUSES.index(Status.ESTIMATE), STATUSES.index(Status.PRELIMINARY)]


@dataclass(frozen=True)
class Checked:
    """What the checks of one run look at."""

    held: HeldFigures
    family: Family
    columns: Columns
    levels: Levels
    comparison: Comparison
    plans: Plans
    every_plan: Plans
    growth: Answers
    run: Period


def findings_on(checked: Checked) -> Findings:
    """Return what the checks find on the cells of a run, those of each cell in a fixed order."""
    found = [
        *_recorded(checked, checked.run),
        *_stated_against_levels(checked),
        *_own_against_children(checked),
        *_total_against_parts(checked),
        *_filed_against_implied_plans(checked),
        *_shares_of_another_plan(checked),
        *_unstated_price_basis(checked),
        *_linkable_base(checked),
        *_breaks_in_series(checked),
        *recasts(checked.levels, checked.comparison, checked.run),
        *targets_of_other_maps(checked.every_plan.former),
    ]
    to_date = checked.run.year_to_date()
    if checked.run.within_one_year and to_date != checked.run:
        found += [one for one in _recorded(checked, to_date) if len(one)]
    return Findings.joined(found)


def _judged(*answers: Answers) -> tuple[Array, Array]:
    """Return how bad contradictions are: estimates and preliminary figures may yet be revised."""
    open_still = np.logical_or.reduce([np.isin(a["status"], _UNFINISHED) for a in answers])
    verdict = np.where(
        open_still, VERDICTS.index(Verdict.SUSPECT), VERDICTS.index(Verdict.CONTRADICTION)
    )
    severity = np.where(
        open_still, SEVERITIES.index(Severity.INFO), SEVERITIES.index(Severity.WARNING)
    )
    return verdict, severity


def _recorded(checked: Checked, run: Period) -> Iterator[Findings]:
    """Yield what was found when figures were recorded, where it does not tell what is hidden.

    Runs that do not add up (sum, revision) are told of the run asked and of its year to date, two
    implied bases of the run asked alone.
    """
    table = checked.held.of_run("findings", run)
    if table.is_empty:
        return
    cells = table["place"], table["series"]
    implied = table["check"] == CHECKS.index("implied_base")
    kept = np.where(
        implied,
        (run == checked.run) & ~checked.comparison.base(checked.run).answers.hidden[cells],
        checked.levels.own_shown(run).known[cells],
    )
    rows = np.flatnonzero(kept)
    yield Findings(
        cells[0][rows],
        cells[1][rows],
        *(table[name][rows] for name in ("check", "verdict", "severity", "expected", "stated")),
    )


def _stated_against_levels(checked: Checked) -> Iterator[Findings]:
    """Yield stated growths and changes that are not those between the levels."""
    base = checked.comparison.base(checked.run)
    stated = checked.comparison.stated(checked.run)
    level = checked.levels.shown(checked.run)
    for slot in ("comparison", "change"):
        cells = stated.cells(slot)
        if not len(cells[0]):
            continue
        told = ~checked.growth.is_missing[cells] & ~base.broken[cells[1]]
        now, then = level.at(cells), checked.comparison.filed_base(checked.run).at(cells)
        if slot == "comparison":
            reading = growth_as_stated(stated, slot)
            other = growth_between(now, then, told)
        else:
            reading = stated.answers(slot)
            other = change_between(now, then, told)
        wrong = ~other.is_missing & ~meet(bounds_of(other), bounds_of(reading))
        verdict, severity = _judged(other)
        agreed = stated.table["agreed"][stated.rows(slot)] == 1
        verdict = np.where(agreed, VERDICTS.index(Verdict.EXPLAINED), verdict)
        severity = np.where(agreed, SEVERITIES.index(Severity.INFO), severity)
        yield on(
            (cells[0][wrong], cells[1][wrong]),
            "level_change_growth",
            verdict[wrong],
            severity[wrong],
            other.value[wrong],
            reading.value[wrong],
        )


def _noise(checked: Checked) -> Floats:
    """Return by how much ends of intervals may be off: they are differences of totals to date."""
    run = checked.run
    if not run.within_one_year:
        return np.zeros(checked.held.shape)
    to_date = np.abs(checked.levels.own_shown(run.year_to_date()).value)
    return NOISE * np.nan_to_num(to_date)


def _contradictions(
    stated: Answers, other: Answers, wanted: Mask, noise: Floats
) -> Iterator[Findings]:
    """Yield the finding `sum` where two known answers cannot both be true."""
    apart = ~meet(bounds_of(other), bounds_of(stated), noise)
    wrong = wanted & stated.known & other.known & apart
    cells = np.nonzero(wrong)
    if len(cells[0]):
        a, b = stated.at(cells), other.at(cells)
        yield on((cells[0], cells[1]), "sum", *_judged(a, b), b.value, a.value)


def _own_against_children(checked: Checked) -> Iterator[Findings]:
    """Yield own figures that are not the sum of the children's."""
    own = checked.levels.own_shown(checked.run)
    below = checked.levels.rolled_up(checked.run, as_shown=True)
    adds_up = checked.columns.sums_over_places[None, :]
    yield from _contradictions(own, below, adds_up, _noise(checked))


def _total_against_parts(checked: Checked) -> Iterator[Findings]:
    """Yield filed totals to which their filed parts do not add up."""
    own, groups = checked.levels.own_shown(checked.run), checked.columns.sums_to_check
    if not len(groups.wholes):
        return
    known = own.known
    whole = known[:, groups.wholes]
    whole &= np.logical_and.reduceat(known[:, groups.parts], groups.starts, axis=1)
    if not whole.any():
        return
    there: Mask = np.asarray(whole.any(axis=0))
    groups, whole = groups.where(there), whole[:, there]

    def added_up(name: str) -> Floats:
        found: Floats = np.add.reduceat(own[name][:, groups.parts], groups.starts, axis=1)
        return found

    total = own.of_columns(groups.wholes)
    noise = _noise(checked)[:, groups.wholes]
    apart = whole & ~meet((added_up("lo"), added_up("hi")), bounds_of(total), noise)
    cells = np.nonzero(apart)
    if not len(cells[0]):
        return
    parts = own.of_columns(groups.parts)
    status = np.minimum.reduceat(parts["status"], groups.starts, axis=1)[cells]
    largest = np.maximum.reduceat(np.abs(parts.value), groups.starts, axis=1)[cells]
    expected = added_up("value")[cells]
    expected[np.abs(expected) <= RELATIVE_ZERO * largest] = 0.0
    stated = total.at(cells)
    judged = _judged(stated, Answers({"status": status}))
    yield on((cells[0], groups.wholes[cells[1]]), "sum", *judged, expected, stated.value)


def _filed_against_implied_plans(checked: Checked) -> Iterator[Findings]:
    """Yield filed plans of the year that are not those which stated shares imply."""
    columns = checked.every_plan.columns
    year = checked.run.whole_year()
    implied: dict[tuple[int, ...], int] = {}
    names = ("place", "series", "kind", "assigner")
    derived = (columns["derived"] == 1) & (columns["shared_last"] > 0)
    for row in np.flatnonzero(derived & ~np.isnan(columns["value"])).tolist():
        key = tuple(int(columns[name][row]) for name in names)
        rival = implied.get(key)
        if rival is None or _newer(columns, row, rival):
            implied[key] = row
    if not implied:
        return
    shown = checked.plans.columns
    of_year = (shown["first"] == year.first) & (shown["last"] == year.last)
    pairs = [
        (row, implied[key])
        for row in np.flatnonzero(of_year & (shown["derived"] == 0)).tolist()
        if (key := tuple(int(shown[name][row]) for name in names)) in implied
    ]
    if not pairs:
        return
    filed, others = np.array(pairs).T
    met = meet(
        (columns["lo"][others], columns["hi"][others]), (shown["lo"][filed], shown["hi"][filed])
    )
    filed, others = filed[~met], others[~met]
    yield on(
        (shown["place"][filed], shown["series"][filed]),
        "implied_plan",
        Verdict.CONTRADICTION,
        Severity.WARNING,
        columns["value"][others],
        shown["value"][filed],
    )


def _newer(columns: Mapping[str, Array], row: int, rival: int) -> bool:
    known, order = columns["known_at"], columns["order"]
    return bool((known[row], order[row]) > (known[rival], order[rival]))


def _shares_of_another_plan(checked: Checked) -> Iterator[Findings]:
    """Yield stated shares that are not today's level over today's plan."""
    plans, year = checked.plans, checked.run.whole_year()
    columns = plans.columns
    of_year = (columns["first"] == year.first) & (columns["last"] == year.last)
    rows = np.flatnonzero(plans.share_stated & of_year)
    if not len(rows):
        return
    cells = columns["place"][rows], columns["series"][rows]
    reached = checked.levels.shown(checked.run).at(cells)
    of_flow = checked.columns.flows[cells[1]] & checked.run.within_one_year
    to_date = checked.levels.shown(checked.run.year_to_date())
    reached.put_where(of_flow, to_date.at(cells))
    plan = Answers(
        {
            **reached.columns,
            "value": columns["value"][rows],
            "state": np.where(np.isnan(columns["value"][rows]), MISSING, 0).astype(np.uint8),
            "lo": columns["lo"][rows],
            "hi": columns["hi"][rows],
        }
    )
    today = share_of(reached, plan)
    met = meet(bounds_of(today), (plans.share_lo[rows], plans.share_hi[rows]))
    wrong = ~today.is_missing & ~met
    yield on(
        (cells[0][wrong], cells[1][wrong]),
        "implied_plan",
        Verdict.EXPLAINED,
        Severity.INFO,
        today.value[wrong],
        plans.share_pct[rows][wrong],
    )


def _unstated_price_basis(checked: Checked) -> Iterator[Findings]:
    """Yield growths that rest on prices which nobody stated."""
    unstated = np.array([s.price_basis == NOT_STATED for s in checked.columns.series], np.bool_)
    cells = np.nonzero(unstated[None, :] & ~checked.growth.is_missing)
    if len(cells[0]):
        nothing = np.full(len(cells[0]), np.nan)
        yield on(
            (cells[0], cells[1]),
            "price_basis",
            Verdict.NOT_CHECKABLE,
            Severity.WARNING,
            nothing,
            nothing,
        )


def _linkable_base(checked: Checked) -> Iterator[Findings]:
    """Yield what chain-linking gives where the same period stands at older prices only."""
    state = checked.comparison.base(checked.run).answers.state
    current = checked.levels.shown(checked.run)
    wanted = np.isin(state, (MISSING, REFUSED)) & current.known
    growth = linked_growth(checked.levels, checked.columns, checked.run, wanted)
    if growth is None:
        return
    cells = np.nonzero(wanted & ~np.isnan(growth))
    nothing = np.full(len(cells[0]), np.nan)
    yield on(
        (cells[0], cells[1]),
        "price_basis",
        Verdict.EXPLAINED,
        Severity.INFO,
        growth[cells],
        nothing,
    )


def _breaks_in_series(checked: Checked) -> Iterator[Findings]:
    """Yield levels before and after a break, which were not compared."""
    base = checked.comparison.base(checked.run)
    if not base.broken.any():
        return
    filed = checked.comparison.filed_base(checked.run)
    cells = np.nonzero(base.broken[None, :] & filed.known)
    nothing = np.full(len(cells[0]), np.nan)
    yield on(
        (cells[0], cells[1]),
        "rule:series_break",
        Verdict.EXPLAINED,
        Severity.INFO,
        nothing,
        nothing,
    )
