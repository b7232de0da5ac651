"""Resolving: what the filed figures of a block of places say, by the contract's total order."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np

from tiendo.cube.cells.codes import MODALITIES, Array, Ints, Mask
from tiendo.cube.cells.figures import FigureColumns
from tiendo.cube.cells.patching import are_in_cells
from tiendo.cube.cells.resolve.archive import Archive
from tiendo.cube.cells.resolve.columns import Cells, group_ends, in_order, joined_cells
from tiendo.cube.cells.resolve.comparisons import STATED_KINDS, stated_beside_levels
from tiendo.cube.cells.resolve.exact import filed_runs, month_ends
from tiendo.cube.cells.resolve.irregular import resolved_parts
from tiendo.cube.cells.resolve.plans import (
    filed_plans,
    implied_plans,
    plans_in_order,
    standing_shares,
)
from tiendo.cube.cells.resolve.regular import Flows, regular_cells, rows_behind_gaps, split
from tiendo.cube.cells.resolve.rules import SeriesRules
from tiendo.cube.cells.resolve.said import LEVEL_KINDS, WITHDRAWN_SAID, Run
from tiendo.cube.cells.resolve.tiles import tiles_of
from tiendo.cube.cells.tables import SCHEMAS, Table, joined
from tiendo.cube.cells.tile import MONTHS, Tile
from tiendo.vocabulary.words import Modality, Rule

CELL = ("place", "series", "last", "first")
_RULES = tuple(Rule)
_TARGET = MODALITIES.index(Modality.TARGET)

Pairs: TypeAlias = Mask | Ints
"""Places and series: a mask (places, series), or rows (place, series)."""

Progress: TypeAlias = Callable[[int], None]
"""Is told how many more figures have been resolved."""


@dataclass
class _Found:
    """What was found so far."""

    cells: list[Cells] = field(default_factory=list)
    tables: dict[str, list[Table]] = field(default_factory=lambda: {name: [] for name in SCHEMAS})

    def add(self, *tables: Table) -> None:
        """Keep rows of tables."""
        for table in tables:
            self.tables[table.name].append(table)


def resolve(
    figures: FigureColumns,
    rules: Sequence[SeriesRules],
    *,
    places: int,
    as_of: int,
    pairs: Pairs | None = None,
    progress: Progress | None = None,
    texts: Sequence[str] = (),
    told: Collection[Run] | None = None,
    cells: Ints | None = None,
) -> dict[int, Tile]:
    """Return the tiles of one block by year, resolved by rules 1 to 4 and 6 of the contract.

    Only a place's own figures are looked at, and only those of the series itself and of the one
    that weighs its mean. A year in which only plans, shares or stated figures end has a tile too.

    Args:
        figures: all figures of the block, in any order.
        rules: of every series of the axis, by ordinal.
        places: rows of the block.
        as_of: a day's ordinal; figures known later do not count.
        pairs: the places and series to resolve, as a mask or as rows; all of them if None. Figures
            of others are still read where they weigh a mean.
        progress: is told how many more figures have been resolved; in the end all of them.
        texts: by number, so that plans stand in the alphabetical order of their assigners; without
            it, in that of the assigners' numbers.
        told: the runs of which it will be told what was stated of them; of other runs the tiles
            then say no more than that something was. All runs if None.
        cells: what was stated is resolved of these cells only, rows (place, series, first, last);
            of all of them if None.
    """
    tell = progress or (lambda _: None)
    known = figures.take(figures["known_at"] <= as_of)
    is_level = np.isin(known["kind"], LEVEL_KINDS) & (known["modality"] != _TARGET)
    levels, others = in_order(known.take(is_level), CELL), known.take(~is_level)
    archive = Archive(levels, rules)
    if pairs is not None:
        levels = levels.take(_are_asked(levels, pairs, len(rules)))
        others = others.take(_are_asked(others, pairs, len(rules)))
    tell(len(figures) - len(levels) - len(others))
    found = _Found()
    _add_levels(found, levels, rules, tell)
    stated = others if cells is None else others.take(are_in_cells(others.columns, cells))
    _add_stated(found, stated, archive, told)
    _add_plans(found, others, archive, texts)
    tell(len(others))
    tables = {name: joined(name, parts) for name, parts in found.tables.items()}
    return tiles_of(joined_cells(found.cells), tables, places)


def _are_asked(figures: FigureColumns, pairs: Pairs, series: int) -> Mask:
    """Whether each figure is of one of the pairs."""
    if pairs.dtype == np.bool_:
        return np.asarray(pairs[figures["place"], figures["series"]], np.bool_)
    of_pair = pairs[:, 0].astype(np.int64) * series + pairs[:, 1]
    return np.isin(figures["place"].astype(np.int64) * series + figures["series"], of_pair)


def _add_levels(
    found: _Found, levels: FigureColumns, rules: Sequence[SeriesRules], tell: Progress
) -> None:
    """Add the levels, by the time rule of their series."""
    answering = group_ends(*(levels[name] for name in CELL))
    stands = answering & (levels["state"] != WITHDRAWN_SAID)
    rule = np.array([_RULES.index(one.time_rule) for one in rules], np.int64)[levels["series"]]
    is_sum, is_last = rule == _RULES.index(Rule.SUM), rule == _RULES.index(Rule.LAST)
    in_year = levels["first"] // MONTHS == levels["last"] // MONTHS
    is_flow = is_sum & in_year
    found.add(filed_runs(levels.take(stands & ~is_flow & ~is_last)))
    cells, rows = month_ends(levels.take(stands & is_last))
    found.cells.append(cells)
    found.add(*rows)
    tell(int(np.sum(~is_flow)))
    _add_flows(found, Flows.of(levels.take(is_flow), answering[is_flow]), tell)


def _add_flows(found: _Found, flows: Flows, tell: Progress) -> None:
    """Add the levels of series that add up over time."""
    regular, irregular = split(flows)
    found.cells.append(regular_cells(regular))
    found.add(*rows_behind_gaps(regular))
    standing = irregular.standing()
    tell(len(flows.figures) - len(standing.figures))
    for count, part in resolved_parts(standing):
        found.cells.append(part.cells)
        found.add(part.runs, part.findings)
        tell(count)


def _add_stated(
    found: _Found, others: FigureColumns, archive: Archive, told: Collection[Run] | None
) -> None:
    """Add growth, ratios, changes, shares and contributions."""
    is_stated = np.isin(others["kind"], STATED_KINDS) & (others["modality"] != _TARGET)
    found.add(*stated_beside_levels(in_order(others.take(is_stated), CELL), archive, told))


def _add_plans(
    found: _Found, others: FigureColumns, archive: Archive, texts: Sequence[str]
) -> None:
    """Add plans and shares of plans."""
    is_plan: Array = others["modality"] == _TARGET
    shares, answering = standing_shares(others.take(~is_plan))
    implied = implied_plans(shares, archive)
    found.add(plans_in_order(filed_plans(others.take(is_plan)), implied, texts), answering)
