"""Plans: every version of what is to be reached, filed or implied by a stated share.

Per assigner, kind and run a filed plan beats one implied by a share; then the latest known_at,
where an implied plan has that of its share; then the highest id (contract, rule 6).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from tiendo.cube.cells.codes import (
    MISSING,
    NO_CODE,
    NO_TEXT,
    OPERATORS,
    PLANNED_GROWTH,
    PLANNED_LEVEL,
    Array,
    Floats,
    Ints,
)
from tiendo.cube.cells.figures import FigureColumns
from tiendo.cube.cells.resolve.answer import RELATIVE_ZERO
from tiendo.cube.cells.resolve.archive import Archive
from tiendo.cube.cells.resolve.columns import group_ends, group_starts, in_order
from tiendo.cube.cells.resolve.said import (
    GROWTH,
    LEVEL_KINDS,
    PLAN_SHARE,
    RATIO,
)
from tiendo.cube.cells.tables import Table, joined
from tiendo.cube.cells.tile import MONTHS
from tiendo.vocabulary.words import Operator

_EXACTLY = OPERATORS.index(Operator.EXACT)


def filed_plans(plans: FigureColumns) -> Table:
    """Return every version of the filed plans that still stand, in any order.

    Those of one assigner, kind and run stand or fall together with the newest of them. A target
    stated as a ratio to the year before is one of growth: ratio - 100.

    Args:
        plans: all plan figures.
    """
    planned = plans.take(np.isin(plans["kind"], (*LEVEL_KINDS, GROWTH, RATIO)))
    kind = np.where(np.isin(planned["kind"], LEVEL_KINDS), PLANNED_LEVEL, PLANNED_GROWTH)
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

    Its value is unknown where no level is known. A share of a run over several years implies none,
    nor does one that is not above zero and has a level.
    """
    shares = shares.take(shares["first"] // MONTHS == shares["last"] // MONTHS)
    there, levels = archive.levels_meant_by(shares)
    above = shares["value"][there] > 0
    none = np.zeros(len(shares), np.bool_)
    none[there[~above]] = True
    there, levels = there[above], levels.take(above)
    value = np.full(len(shares), np.nan)
    lo, hi = np.full(len(shares), -np.inf), np.full(len(shares), np.inf)
    level, share = levels["value"], shares["value"][there]
    value[there] = 100 * level / share
    lo[there], hi[there] = _percent_undone(levels, shares.take(there))
    is_zero = np.zeros(len(shares), np.bool_)
    is_zero[there] = np.abs(value[there]) <= RELATIVE_ZERO * np.maximum(np.abs(level), share)
    january = shares["last"] // MONTHS * MONTHS
    same = ("place", "series", "assigner", "version", "decision", "known_at")
    found = {name: shares[name] for name in same} | {
        "first": january,
        "last": january + MONTHS - 1,
        "kind": np.full(len(shares), PLANNED_LEVEL),
        "operator": np.where(shares["operator"] == NO_CODE, _EXACTLY, shares["operator"]),
        "state": np.where(np.isnan(value), MISSING, is_zero),
        "derived": np.ones(len(shares)),
        "order": shares["id"],
        "shared_first": shares["first"],
        "shared_last": shares["last"],
        "value": np.where(is_zero, 0.0, value),
        "lo": lo,
        "hi": hi,
    }
    return Table.of("plans", found).take(~none)


def _percent_undone(levels: FigureColumns, shares: FigureColumns) -> tuple[Floats, Floats]:
    """Return the intervals of 100 level / share, for shares above zero.

    Without bounds where the share's interval touches zero; over an open end a quotient comes as
    near to zero as one likes (R. E. Moore, Interval Analysis, 1966).
    """
    sound = shares["lo"] > 0
    corners = []
    for end in (levels["lo"], levels["hi"]):
        for by in (shares["lo"], shares["hi"]):
            divisor = np.where(sound & ~np.isinf(by), by, 1.0)
            quotient = np.where(np.isinf(by) & ~np.isinf(end), 0.0, end / divisor)
            corners.append(100 * quotient)
    lo, hi = np.minimum.reduce(corners), np.maximum.reduce(corners)
    return np.where(sound, lo, -np.inf), np.where(sound, hi, np.inf)


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
        plans["kind"] != PLANNED_GROWTH,
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
