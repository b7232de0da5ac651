"""What was stated of a run beside or instead of its level: growth, ratio, change, share, ...

A stated figure belongs to the level's row if its own filing holds a level of the run, else it makes
a row of its own. It refers to the level of its own filing, never to a later revision (contract,
rules 4 and 6).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise
from typing import TypeAlias

import numpy as np

from tiendo.cube.cells.codes import CHECKS, NEVER, Ints, Mask
from tiendo.cube.cells.figures import FigureColumns
from tiendo.cube.cells.resolve.answer import (
    NOTHING,
    Answer,
    Bounds,
    added,
    computed_answer,
    divided,
    filed_answer,
    meet,
    scaled,
    subtracted,
)
from tiendo.cube.cells.resolve.archive import Archive, Cell, CellFigures
from tiendo.cube.cells.resolve.columns import group_starts, table_of
from tiendo.cube.cells.resolve.contradictions import CONTRADICTION, FINDING_COLUMNS, Finding
from tiendo.cube.cells.resolve.said import (
    CHANGE,
    CONTRIBUTION,
    GROWTH,
    RATIO,
    SHARE,
    Run,
    Said,
    said_of,
)
from tiendo.cube.cells.tables import SCHEMAS, SLOTS, Table, joined
from tiendo.cube.cells.tile import MONTHS

STATED_KINDS = (GROWTH, RATIO, CHANGE, SHARE, CONTRIBUTION)

_ATTACHED = {"comparison": (GROWTH, RATIO), "change": (CHANGE,), "contribution": (CONTRIBUTION,)}
_DETACHED = {
    "row_growth": GROWTH,
    "row_base_ratio": RATIO,
    "row_change_abs": CHANGE,
    "row_share": SHARE,
    "row_contribution": CONTRIBUTION,
}
CELL = ("place", "series", "first", "last")
_STATED = tuple(SCHEMAS["stated"])
_HUNDRED: Bounds = (100.0, 100.0)
_ONE: Bounds = (1.0, 1.0)

Row: TypeAlias = tuple[float, ...]


def stated_beside_levels(
    stated: FigureColumns, archive: Archive, told: Collection[Run] | None = None
) -> tuple[Table, Table]:
    """Return the tables `stated` and `findings` that stated figures give.

    Args:
        stated: figures of STATED_KINDS that are no plans, those of one cell together.
        archive: the levels.
        told: the runs that will be told; of others one row says that something was stated.
    """
    starts, in_words = _cells_by_words(stated, told)
    sizes = np.diff(np.append(starts, len(stated)))
    each = stated.take(np.repeat(in_words, sizes))
    figures = said_of(each)
    rows: list[Row] = []
    findings: list[Row] = []
    for start, end in pairwise([*group_starts(*(each[n] for n in CELL)).tolist(), len(figures)]):
        one, some = figures[start], figures[start:end]
        of_cell: Cell = (one.place, one.series, *one.run)
        of_levels = archive.of_cell(of_cell)
        if told is None or one.run in told:
            rows += _stated_rows(of_cell, some, of_levels, archive)
            findings += [(*of_cell, *finding) for finding in _two_implied_bases(some, of_levels)]
        elif any(True for _ in _slots(some, of_levels)):
            rows.append((*of_cell, *_SOMETHING))
    others = stated.take(starts[~in_words])
    return (
        joined("stated", [table_of("stated", _STATED, rows), _something_in(others)]),
        table_of("findings", FINDING_COLUMNS, findings),
    )


def _cells_by_words(stated: FigureColumns, told: Collection[Run] | None) -> tuple[Ints, Mask]:
    """Return where the figures of each cell begin, and of which cells one must know what they say.

    Of a run that will not be told, numbers fill some slot whatever they are; states may fill none.
    """
    starts = group_starts(*(stated[name] for name in CELL))
    if told is None or not len(starts):
        return starts, np.ones(len(starts), np.bool_)
    first, last = stated["first"][starts], stated["last"][starts]
    asked = np.zeros(len(starts), np.bool_)
    for run in told:
        asked |= (first == run[0]) & (last == run[1])
    without_value = np.logical_or.reduceat(np.isnan(stated["value"]), starts)
    return starts, asked | without_value


def _something_in(figures: FigureColumns) -> Table:
    """Return rows that only say that something was stated, in the cells of some figures."""
    cells = {name: figures[name] for name in CELL}
    same = zip(_STATED[len(CELL) :], _SOMETHING, strict=True)
    return Table.of("stated", cells | {name: np.full(len(figures), v) for name, v in same})


def _stated_rows(
    cell: Cell, stated: Sequence[Said], figures: CellFigures, archive: Archive
) -> list[Row]:
    """Return the rows that the stated figures of a cell give."""
    return [
        (*cell, SLOTS.index(slot), *_stated_row(said, slot, figures, archive))
        for slot, said in _slots(stated, figures)
    ]


def _slots(stated: Sequence[Said], figures: CellFigures) -> Iterator[tuple[str, Said]]:
    """Yield what is stated, by slot."""
    for slot, kinds in _ATTACHED.items():
        if said := figures.attached(s for s in stated if s.kind in kinds):
            yield slot, said
    for slot, kind in _DETACHED.items():
        if said := figures.detached(s for s in stated if s.kind == kind):
            yield slot, said


def _stated_row(said: Said, slot: str, figures: CellFigures, archive: Archive) -> Row:
    """Return the columns of a row after its slot."""
    answer = filed_answer(said)
    base, agreed = NOTHING, False
    if slot in ("comparison", "change"):
        level = figures.level_meant_by(said)
        base = (implied_base(level, said) if level else None) or NOTHING
        agreed = _agreed_when_stated(said, archive)
    return (said.kind, answer.state, said.id, *_number_and_quality(answer), agreed, *_base(base))


def _base(base: Answer) -> Row:
    return (
        base.value,
        base.lo,
        base.hi,
        base.state,
        base.status,
        base.comparator,
        base.modality,
        base.known_at,
        base.recorded_at,
    )


def _number_and_quality(answer: Answer) -> Row:
    return (
        answer.value,
        answer.lo,
        answer.hi,
        answer.status,
        answer.comparator,
        answer.modality,
        answer.known_at,
        answer.recorded_at,
    )


_SOMETHING: Row = (
    SLOTS.index("row_growth"),
    GROWTH,
    NOTHING.state,
    NOTHING.figure,
    *_number_and_quality(NOTHING),
    False,
    *_base(NOTHING),
)
"""What follows on its cell in a row that only says that something was stated."""


def implied_base(level: Said, stated: Said) -> Answer | None:
    """Return the base that a level and its stated growth, ratio or change imply.

    base = cur / (1 + g), cur / ratio or cur - change. None where the stated figure leaves no base,
    such as a fall of 100 %.
    """
    bounds = (level.lo, level.hi)
    if stated.kind == CHANGE:
        value = level.value - stated.value
        bounds = subtracted(bounds, (stated.lo, stated.hi))
    else:
        factor, factor_bounds = _factor(stated)
        if factor <= 0:
            return None
        value, bounds = level.value / factor, divided(bounds, factor_bounds)
    operands = [filed_answer(level), filed_answer(stated)]
    return computed_answer(value, bounds, operands, scale=level.value)


def _factor(stated: Said) -> tuple[float, Bounds]:
    """Return current / base as a stated growth or ratio says it, with its interval."""
    value, bounds = stated.value / 100, scaled((stated.lo, stated.hi), 0.01)
    return (1 + value, added(bounds, _ONE)) if stated.kind == GROWTH else (value, bounds)


def _agreed_when_stated(stated: Said, archive: Archive) -> bool:
    """Whether a stated growth, ratio or change met the levels as they were known on its day."""
    then = archive.known(stated.place, stated.series, stated.known_at)
    current, base = then.level(stated.run), then.level(_same_period_last_year(stated.run))
    if not (current.known and base.known):
        return False
    said = (stated.lo, stated.hi)
    if stated.kind == CHANGE:
        return meet(subtracted(current.bounds, base.bounds), said)
    if base.value <= 0:
        return False
    growth = subtracted(scaled(divided(current.bounds, base.bounds), 100), _HUNDRED)
    return meet(growth, said if stated.kind == GROWTH else subtracted(said, _HUNDRED))


def _same_period_last_year(run: Run) -> Run:
    """Return the run one year earlier; for a run over n years, n years earlier."""
    back = MONTHS * max(1, -(-(run[1] - run[0] + 1) // MONTHS))
    return run[0] - back, run[1] - back


def _two_implied_bases(stated: Sequence[Said], figures: CellFigures) -> Iterator[Finding]:
    """Yield the finding that a stated growth, ratio and change imply different bases."""
    bases = [
        base
        for kind in (GROWTH, RATIO, CHANGE)
        if (said := figures.attached(s for s in stated if s.kind == kind))
        if (level := figures.level_meant_by(said))
        if (base := implied_base(level, said))
    ]
    for other in bases[1:]:
        if not meet(bases[0].bounds, other.bounds):
            check = CHECKS.index("implied_base")
            yield Finding(check, *CONTRADICTION, NEVER, NEVER, other.value, bases[0].value)
