"""Who owes what, and which rows an evaluation has: arrays over places and columns."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from tiendo.cube.cells.codes import (
    MISSING,
    NOT_APPLICABLE,
    NOT_DUE,
    Array,
    Bytes,
    Ints,
    Mask,
    read_only,
)
from tiendo.cube.cells.tables import SCHEMAS
from tiendo.cube.cells.tile import MONTHS
from tiendo.cube.kernel.chain_link import link_year_of
from tiendo.cube.kernel.columns import Columns
from tiendo.cube.kernel.family import Family
from tiendo.cube.kernel.family_trees import Tree, sums_below
from tiendo.cube.kernel.held import HeldFigures
from tiendo.cube.kernel.world import PartOfWorld, Question, World, days_of
from tiendo.vocabulary.period import Period
from tiendo.vocabulary.place import Span


class Duties:
    """Who owes which indicators of the places of a family, as arrays.

    They are remembered from question to question, and results hold them: they are read only.
    """

    def __init__(self, world: World | PartOfWorld, family: Family, columns: Columns) -> None:
        self._shape = len(family), len(columns)
        cards = {code: number for number, code in enumerate(world.catalogue)}
        ids = np.array([place.id for place in family.places], np.int64)
        rows, self._places = world.duties.of_places(ids)
        self._cards, self._from, self._to = (
            column[rows] for column in (world.duties.card, world.duties.start, world.duties.end)
        )
        self._card_of = np.full(len(columns), len(cards))
        self._spans = np.zeros((len(columns), 2), np.int64)
        for column, card in columns.evaluated():
            self._card_of[column] = cards[card.code]
            self._spans[column] = days_of(Span(card.valid_from, card.valid_to))
        levels = np.array([level.value for level in family.levels], np.str_)
        self._lowest = levels[:, None] == columns.lowest_level
        days = [self._from, self._to, self._spans.ravel()]
        self._changes = np.unique(np.concatenate(days))
        self._owed: dict[int, tuple[Mask, Mask]] = {}
        self._due_below: tuple[Mask, Tree, Array] | None = None

    def owed(self, run: Period) -> Mask:
        """Return where an office owes a column's indicator of a place for a run."""
        return self._on(run.end.toordinal())[0]

    def due_below(self, run: Period, tree: Tree) -> Array:
        """Return how many of `due` there are at and below each place."""
        due = self.due(run)
        known = self._due_below
        if known is None or known[0] is not due or known[1] is not tree:
            below = sums_below(due.astype(np.int32), tree)
            self._due_below = known = due, tree, read_only(below)
        return known[2]

    def due(self, run: Period) -> Mask:
        """Return the same for the places at each card's lowest level, of which filings count."""
        return self._on(run.end.toordinal())[1]

    def _on(self, day: int) -> tuple[Mask, Mask]:
        """Return what is owed and what counts on a day; the same until any duty begins or ends."""
        stretch = int(np.searchsorted(self._changes, day, side="right"))
        if stretch not in self._owed:
            owed = self._find_owed(day)
            self._owed[stretch] = read_only(owed), read_only(owed & self._lowest)
        return self._owed[stretch]

    def _find_owed(self, day: int) -> Mask:
        by_card = np.zeros((self._shape[0], int(self._card_of.max(initial=0)) + 1), np.bool_)
        holds = (self._from <= day) & (day < self._to)
        by_card[self._places[holds], self._cards[holds]] = True
        valid = (self._spans[:, 0] <= day) & (day < self._spans[:, 1])
        found: Mask = by_card[:, self._card_of] & valid
        return found


def of_frequency(question: Question, columns: Columns) -> Mask:
    """Return the columns that are reported in runs such as the one asked."""
    months, run = columns.months_of_frequency, question.run
    found: Mask = (run.months == months) & (run.first % months == 0)
    return found


def absence(question: Question, columns: Columns, column: Ints, expected: Mask) -> Bytes:
    """Return why some cells have no value: asked too finely, not due yet, or missing.

    Args:
        question: the run, and the day on which it is asked.
        columns: the columns.
        column: the column of each cell.
        expected: whether there is a plan for it, or somebody owes it.
    """
    too_fine = question.run.months < columns.months_of_frequency
    early = question.as_of.toordinal() <= question.run.end.toordinal() + columns.lag_days
    state = np.where(too_fine, NOT_APPLICABLE, np.where(early, NOT_DUE, MISSING))
    return np.where(expected, state.astype(np.uint8)[column], np.uint8(MISSING))


def asked_columns(filed: Mask, columns: Columns, owed: Mask) -> Mask:
    """Return of which columns a place has a row, if there is anything to say.

    Those of which it or, where places add up, any place below it filed anything; the residuals of
    these; and the first total of an indicator that is owed or has a formula, where no other total
    is asked. Most columns have a level only where that holds, so it need not be looked up for them.

    Args:
        filed: where a place, or any below it that counts, filed anything of a column.
        columns: the columns.
        owed: where an office owes a column's indicator of a place for the run.
    """
    if not columns.row_in_doubt.any():
        return np.ones(filed.shape, np.bool_)
    asked = filed.copy()
    for residuals in (group for each in columns.residuals_at for group in each):
        asked[:, residuals.columns] |= filed[:, residuals.needed[0]]
    first = columns.first_totals
    if len(first.columns):
        any_asked = np.logical_or.reduceat(filed[:, first.totals], first.starts, axis=1)
        asked[:, first.columns] |= ~any_asked & (owed[:, first.columns] | first.computed)
    asked[:, ~columns.row_in_doubt] = True
    return asked


def years_looked_at(run: Period, columns: Columns) -> list[int]:
    """Return the years whose figures an evaluation may need.

    Those that it compares, those that formulas look back to, and the base years of constant prices.
    """
    looked_at = {run.shifted(-months) for months in (0, *columns.lags)}
    compared = {
        other for one in looked_at for other in (one, one.previous(), one.same_period_last_year())
    }
    years = {year for one in compared for year in range(one.first // 12, one.year + 1)}
    bases = {basis for card in columns.catalogue.values() for basis in card.price_bases}
    return sorted(years | {link.year for basis in bases if (link := link_year_of(basis))})


def filed_columns(
    held: HeldFigures, family: Family, columns: Columns, years: Iterable[int]
) -> Mask:
    """Return which places, or any below that counts, filed anything that ends in these years.

    Only for the columns of which it decides whether there is a row; nothing is told of others.
    """
    found = np.zeros((len(family), len(columns)), np.bool_)
    if not columns.row_in_doubt.any():
        return found
    for year in years:
        for month in range(year * MONTHS, year * MONTHS + MONTHS):
            found |= ~np.isnan(held.month("value", month))
        for name in SCHEMAS:
            table = held.table(name, year)
            found[table["place"], table["series"]] = True
    counts = columns.sums_over_places | columns.means_over_places
    return found | (_or_below(found, family) & counts[None, :])


def _or_below(filed: Mask, family: Family) -> Mask:
    """Return the same, counting what any place that was ever below filed."""
    found = filed.copy()
    done: set[int] = set()

    def visit(row: int) -> None:
        if row in done:
            return
        done.add(row)
        for child in family.register.all_children(family.places[row].key):
            if child.key in family.row:
                visit(family.row[child.key])
                found[row] |= found[family.row[child.key]]

    for row in range(len(family)):
        visit(row)
    return found
