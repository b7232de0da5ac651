"""Who owes what, and which rows an evaluation has: arrays over places and columns."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

import numpy as np

from tiendo.cube.cells.codes import MISSING, NOT_APPLICABLE, NOT_DUE, Bytes, Mask
from tiendo.cube.cells.tables import SCHEMAS
from tiendo.cube.cells.tile import MONTHS
from tiendo.cube.kernel.columns import Columns
from tiendo.cube.kernel.family import Family
from tiendo.cube.kernel.held import HeldFigures
from tiendo.cube.kernel.world import Question, World
from tiendo.vocabulary.indicator import MONTHS_OF
from tiendo.vocabulary.place import Span
from tiendo.vocabulary.words import Level


def owed_for(world: World, question: Question, family: Family, columns: Columns) -> Mask:
    """Return where an office owes a column's indicator of a place for the run asked."""
    day = question.run.end
    found = np.zeros((len(family), len(columns)), np.bool_)
    of_indicator: dict[str, list[int]] = {}
    for column, card in columns.evaluated():
        if Span(card.valid_from, card.valid_to).holds(day):
            of_indicator.setdefault(card.code, []).append(column)
    for duty in world.obligations:
        if duty.place in family.row and duty.span.holds(day):
            found[family.row[duty.place], of_indicator.get(duty.indicator, [])] = True
    return found


def lowest_level(family: Family, columns: Columns) -> Mask:
    """Return where a place is of the lowest level at which a column's card is reported."""
    order = list(Level)
    lowest = [""] * len(columns)
    for column, card in columns.evaluated():
        lowest[column] = max(card.levels, key=order.index).value
    wanted = np.array(lowest)
    found: Mask = np.array([[level.value] for level in family.levels]) == wanted[None, :]
    return found


def of_frequency(question: Question, columns: Columns) -> Mask:
    """Return the columns that are reported in runs such as the one asked."""
    found = np.zeros(len(columns), np.bool_)
    for column, card in columns.evaluated():
        months = MONTHS_OF[card.frequency]
        found[column] = question.run.months == months and question.run.first % months == 0
    return found


def absence(question: Question, columns: Columns, expected: Mask) -> Bytes:
    """Return why there is no value: asked too finely, not due yet, or missing.

    Args:
        question: the run, and the day on which it is asked.
        columns: the columns.
        expected: where there is a plan, or somebody owes it.
    """
    too_fine = np.zeros(len(columns), np.bool_)
    early = np.zeros(len(columns), np.bool_)
    for column, card in columns.evaluated():
        too_fine[column] = question.run.months < MONTHS_OF[card.frequency]
        early[column] = question.as_of <= question.run.end + timedelta(days=card.lag_days)
    state = np.where(too_fine, NOT_APPLICABLE, np.where(early, NOT_DUE, MISSING))
    return np.where(expected, state[None, :], MISSING).astype(np.uint8)


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
    asked = filed.copy()
    for column, residual in columns.residuals.items():
        asked[:, column] |= filed[:, residual.total]
    for code, of_card in columns.totals.items():
        card = columns.catalogue[code]
        first = next(c for c in of_card if columns.series[c].price_basis == card.price_bases[0])
        none_asked = ~filed[:, of_card].any(axis=1)
        asked[:, first] |= none_asked & (owed[:, first] | bool(card.formulas))
    asked[:, ~columns.row_in_doubt] = True
    return asked


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
