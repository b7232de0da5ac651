"""Levels that one figure gives: stocks at the end of a month, and runs filed as they are asked."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from tiendo.cube.cells.codes import (
    CONFIDENTIAL,
    NEVER,
    NO_CODE,
    NO_INSTANT,
    NOT_APPLICABLE,
    Array,
    Ints,
    Mask,
)
from tiendo.cube.cells.figures import FigureColumns
from tiendo.cube.cells.resolve.columns import Cells, group_ends, in_order
from tiendo.cube.cells.resolve.said import CONFIDENTIAL_SAID
from tiendo.cube.cells.resolve.walks import close, printed_bounds
from tiendo.cube.cells.tables import Table
from tiendo.cube.cells.tile import MONTHS


def states_of(figures: FigureColumns) -> Array:
    """Return the states of the answers that figures give, none of which is withdrawn."""
    known = ~np.isnan(figures["value"])
    hidden = figures["state"] == CONFIDENTIAL_SAID
    unknown = np.where(hidden, CONFIDENTIAL, NOT_APPLICABLE)
    return np.where(known, figures["value"] == 0, unknown).astype(np.uint8)


def filed_answers(figures: FigureColumns) -> dict[str, Array]:
    """Return the answers that figures give, as columns; of a confidential one only its date."""
    known = ~np.isnan(figures["value"])
    state = states_of(figures)
    shown = state != CONFIDENTIAL
    return {
        "state": state,
        "filed": shown,
        "figure": np.where(shown, figures["id"], 0),
        "value": figures["value"],
        "lo": np.where(known, figures["lo"], -np.inf),
        "hi": np.where(known, figures["hi"], np.inf),
        "status": np.where(known, figures["status"], 0),
        "comparator": np.where(known, figures["comparator"], NO_CODE),
        "modality": np.where(known, figures["modality"], NO_CODE),
        "known_at": np.maximum(figures["known_at"], NEVER),
        "recorded_at": np.where(known, figures["recorded_at"], NO_INSTANT),
    }


def filed_runs(answering: FigureColumns) -> Table:
    """Return the level of each run that was filed.

    Args:
        answering: the figure that answers for each run, none of them withdrawn.
    """
    cell = {name: answering[name] for name in ("place", "series", "first", "last")}
    return Table.of("runs", cell | filed_answers(answering))


def month_ends(answering: FigureColumns) -> tuple[Cells, Iterator[Table]]:
    """Return what planes hold of stocks, and the levels that these do not give.

    A figure belongs to the last month of its run; of several, rule 1 chooses one for the month. A
    run that another figure was filed for is answered by that one.

    Args:
        answering: as for `filed_runs`.
    """
    at_ends = in_order(answering, ("place", "series", "last"))
    is_end = group_ends(at_ends["place"], at_ends["series"], at_ends["last"])
    told = _is_told_by_planes(at_ends)
    ends = at_ends.take(is_end)
    return _cells(ends.take(~np.isnan(ends["value"]))), _rows(at_ends, is_end, told)


def _is_told_by_planes(figures: FigureColumns) -> Mask:
    """Whether a number's interval follows from its printed decimals and its comparator."""
    lo, hi = printed_bounds(figures["value"], _decimals(figures), figures["comparator"])
    size = np.abs(figures["value"])
    return close(lo, figures["lo"], size) & close(hi, figures["hi"], size)


def _decimals(figures: FigureColumns) -> Array:
    printed = np.iinfo(np.int8)
    return np.clip(figures["decimals"], printed.min, printed.max)


def _cells(ends: FigureColumns) -> Cells:
    columns = {name: ends[name] for name in ends.columns}
    columns |= {
        "month": ends["last"],
        "state": states_of(ends),
        "step": np.ones(len(ends)),
        "decimals": _decimals(ends),
        "figure": ends["id"],
    }
    return Cells.of(columns)


def _rows(figures: FigureColumns, is_end: Mask, told: Mask) -> Iterator[Table]:
    """Yield the runs that the planes do not give."""
    ends = np.flatnonzero(is_end)
    own_end = ends[np.searchsorted(ends, np.arange(len(figures)))]
    yield filed_runs(figures.take(~is_end | ~told))
    untold = ends[~told[ends]]
    for months in range(1, MONTHS + 1):
        first = figures["last"][untold] - months + 1
        wanted = first // MONTHS == figures["last"][untold] // MONTHS
        rows = untold[wanted & ~_is_filed(figures, own_end, untold, first)]
        one = figures.take(rows)
        yield filed_runs(FigureColumns({**one.columns, "first": one["last"] - months + 1}))


def _is_filed(figures: FigureColumns, own_end: Ints, ends: Ints, first: Ints) -> Mask:
    """Whether a run from `first` to the month of a row in `ends` was itself filed."""
    pairs = np.stack([own_end, figures["first"]], axis=1)
    filed = set(map(tuple, pairs[np.isin(own_end, ends)].tolist()))
    asked = zip(ends.tolist(), first.tolist(), strict=True)
    return np.array([pair in filed for pair in asked], np.bool_)
