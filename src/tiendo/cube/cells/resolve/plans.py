"""Plans: every version of what is to be reached, filed or implied by a stated share.

Per assigner, kind and run a filed plan beats one implied by a share; then the latest known_at,
where an implied plan has that of its share; then the highest id (contract, rule 6).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from tiendo.cube.cells.codes import (
    MEASURES,
    MISSING,
    NO_CODE,
    NO_TEXT,
    OPERATORS,
    Array,
    Ints,
)
from tiendo.cube.cells.figures import FigureColumns
from tiendo.cube.cells.resolve.answer import (
    NOTHING,
    Answer,
    computed_answer,
    divided,
    filed_answer,
    scaled,
)
from tiendo.cube.cells.resolve.archive import Archive
from tiendo.cube.cells.resolve.columns import group_ends, group_starts, in_order, table_of
from tiendo.cube.cells.resolve.known import within_one_year
from tiendo.cube.cells.resolve.said import (
    GROWTH,
    LEVEL_KINDS,
    PLAN_SHARE,
    RATIO,
    Said,
    said_of,
)
from tiendo.cube.cells.tables import SCHEMAS, Table, joined
from tiendo.cube.cells.tile import MONTHS
from tiendo.vocabulary.words import Measure, Operator

_LEVEL, _GROWTH = MEASURES.index(Measure.LEVEL), MEASURES.index(Measure.GROWTH)
_EXACTLY = OPERATORS.index(Operator.EXACT)


def filed_plans(plans: FigureColumns) -> Table:
    """Return every version of the filed plans that still stand, in any order.

    Those of one assigner, kind and run stand or fall together with the newest of them. A target
    stated as a ratio to the year before is one of growth: ratio - 100.

    Args:
        plans: all plan figures.
    """
    planned = plans.take(np.isin(plans["kind"], (*LEVEL_KINDS, GROWTH, RATIO)))
    kind = np.where(np.isin(planned["kind"], LEVEL_KINDS), _LEVEL, _GROWTH)
    keys = [planned[n] for n in ("id", "known_at")] + [kind]
    keys += [planned[n] for n in ("assigner", "last", "first", "series", "place")]
    order = np.lexsort(keys)
    planned, kind = planned.take(order), kind[order]
    cell = [planned[n] for n in ("place", "series", "first", "last", "assigner")]
    starts = group_starts(*cell, kind)
    stands = ~np.isnan(planned["value"])[group_ends(*cell, kind)]
    sizes = np.diff(np.append(starts, len(planned)))
    kept = np.repeat(stands, sizes) & ~np.isnan(planned["value"])
    return _as_plans(planned.take(kept), kind[kept])


def _as_plans(figures: FigureColumns, kind: Ints) -> Table:
    is_ratio = figures["kind"] == RATIO
    lower = np.where(is_ratio, 100.0, 0.0)
    same = ("place", "series", "first", "last", "assigner", "version", "decision", "known_at")
    bare = figures["operator"] == NO_CODE
    return Table.of(
        "plans",
        {name: figures[name] for name in same}
        | {name: figures[name] - lower for name in ("value", "lo", "hi")}
        | {
            "kind": kind,
            "operator": np.where(bare, _EXACTLY, figures["operator"]),
            "state": figures["value"] == 0,
            "derived": is_ratio,
            "order": figures["id"],
            "shared_first": np.zeros(len(figures)),
            "shared_last": np.zeros(len(figures)),
        },
    )


def standing_shares(facts: FigureColumns) -> tuple[FigureColumns, Table]:
    """Return every stated plan share that still stands, and the table of those that answer.

    The shares of one run and assigner stand or fall together with the one that answers.

    Args:
        facts: all figures but plans.
    """
    by = ("place", "series", "first", "last", "assigner")
    shares = in_order(facts.take(facts["kind"] == PLAN_SHARE), by)
    keys = [shares[name] for name in by]
    known, ends = ~np.isnan(shares["value"]), group_ends(*keys)
    sizes = np.diff(np.append(group_starts(*keys), len(shares)))
    answering = shares.take(ends & known)
    columns = {name: answering[name] for name in (*by, "value", "lo", "hi")}
    table = Table.of("shares", columns | {"order": answering["id"]})
    return shares.take(np.repeat(known[ends], sizes) & known), table


def implied_plans(shares: FigureColumns, archive: Archive) -> Table:
    """Return the year's plan behind each stated share: its level / share; in any order.

    A share of a run over several years implies none.
    """
    rows = []
    for share in said_of(shares):
        if not within_one_year(share.run):
            continue
        plan = _plan_behind(share, archive)
        if plan is not None:
            rows.append(_implied_row(share, plan))
    return table_of("plans", tuple(SCHEMAS["plans"]), rows)


def _plan_behind(share: Said, archive: Archive) -> Answer | None:
    """Return level / share; unknown without a level, None for a share that is not above zero."""
    figures = archive.of_cell((share.place, share.series, *share.run))
    level = figures.level_meant_by(share)
    if level is None:
        return NOTHING
    if share.value <= 0:
        return None
    bounds = scaled(divided((level.lo, level.hi), (share.lo, share.hi)), 100)
    operands = [filed_answer(level), filed_answer(share)]
    return computed_answer(100 * level.value / share.value, bounds, operands)


def _implied_row(share: Said, plan: Answer) -> tuple[float, ...]:
    january = share.last // MONTHS * MONTHS
    return (
        share.place,
        share.series,
        january,
        january + MONTHS - 1,
        _LEVEL,
        share.assigner,
        share.version,
        share.decision,
        _EXACTLY if share.operator == NO_CODE else share.operator,
        plan.state,
        True,
        share.known_at,
        share.id,
        share.first,
        share.last,
        plan.value,
        plan.lo,
        plan.hi,
    )


def plans_in_order(filed: Table, implied: Table, texts: Sequence[str]) -> Table:
    """Return plans in the order of the contract within each cell.

    Args:
        filed: plans that were filed.
        implied: plans behind stated shares.
        texts: texts by number, by which assigners are ordered; by their numbers where empty.
    """
    plans = joined("plans", [filed, implied])
    keys = [
        -plans["order"],
        -plans["known_at"],
        plans["derived"],
        plans["state"] == MISSING,
        plans["kind"] != _GROWTH,
        _rank_of_assigner(plans["assigner"], texts),
    ]
    return plans.take(np.lexsort(keys))


def _rank_of_assigner(assigner: Array, texts: Sequence[str]) -> Array:
    """Return places of assigners in the alphabet, none first."""
    if not texts:
        return assigner
    rank = np.empty(len(texts), np.int64)
    rank[np.argsort(np.array(texts, object), kind="stable")] = np.arange(len(texts))
    return np.where(assigner == NO_TEXT, NO_TEXT, rank[assigner])
