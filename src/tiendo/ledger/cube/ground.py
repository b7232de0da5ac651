"""What reading and resolving stand on: one state of the ledger, with axes and rules."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
from django.db import connection

from tiendo.cube.cells.axes import Axes, blocks_of, places_that_matter
from tiendo.cube.cells.codes import Ints, Mask
from tiendo.cube.cells.figures import FigureColumns
from tiendo.cube.cells.resolve import SeriesRules, rules_of
from tiendo.ledger import selectors
from tiendo.ledger.cube.figures import FigureReader, Wanted
from tiendo.ledger.cube.state import LedgerState
from tiendo.ledger.rows import series_of
from tiendo.packs.loading import Pack
from tiendo.vocabulary.period import Period
from tiendo.vocabulary.place import PlaceRegister
from tiendo.vocabulary.series import Series


@dataclass(frozen=True)
class Ground:
    """One state of the ledger, and how its figures become columns.

    Attributes:
        state: up to where the ledger is read.
        laid_out: axes without the texts that are read from here on (`axes` has them).
        rules: what resolving must know of each series.
        evaluated: mask of the series of which the pack has a card.
        reader: reads the figures.
    """

    state: LedgerState
    laid_out: Axes
    rules: Sequence[SeriesRules]
    evaluated: Mask
    reader: FigureReader

    @property
    def axes(self) -> Axes:
        """The axes, with the texts that were met so far."""
        return replace(self.laid_out, texts=tuple(self.reader.texts))

    def figures(
        self,
        places: Mapping[int, int],
        *,
        series: Mask | None = None,
        as_of: date | None = None,
        windows: Sequence[Period] = (),
        again: bool = False,
    ) -> FigureColumns:
        """Return figures of some places as columns, in any order.

        Args:
            places: row of each place by its opaque id.
            series: mask over the series axis; None for all.
            as_of: only what the world could know on this day; None for all.
            windows: only runs that end in a month of one of these; none of them for all.
            again: they will be asked for again when more is recorded.
        """
        asked = self.evaluated if series is None else self.evaluated & series
        read = self.reader.read_on if again else self.reader.read
        return read(Wanted(places, asked, self.state.last_figure, as_of, windows))

    def rows_of_block(self, block: int) -> dict[int, int]:
        """Return the row of each place of a block by its opaque id."""
        return {place: row for row, place in enumerate(self.laid_out.blocks[block])}

    def series_mask(self, ordinals: Ints) -> Mask:
        """Return the mask of these series."""
        mask = np.zeros(len(self.evaluated), bool)
        mask[ordinals] = True
        return mask


def lay_out(pack: Pack, state: LedgerState, known: Axes | None = None) -> Ground:
    """Return the ground for reading a state of the ledger.

    Args:
        pack: gives places and cards.
        state: up to where.
        known: axes of a cube that was built before; what stands there keeps its ordinal.
    """
    known = known or Axes(())
    ids, series = _series_axis()
    axes = Axes(
        blocks=blocks_of(pack.register, known.blocks, needed_places(pack.register)),
        series=series,
        texts=known.texts,
        hidden=_hidden(ids, series, state),
    )
    return Ground(
        state=state,
        laid_out=axes,
        rules=rules_of(series, pack.catalogue),
        evaluated=np.array([one.indicator in pack.catalogue for one in series], bool),
        reader=FigureReader(ids, known.texts),
    )


ALL_UP_TO = 2_000
"""Registers of up to so many places are laid out altogether; of larger ones what is needed."""


def needed_places(register: PlaceRegister) -> set[int] | None:
    """Return the ids of the places that a cube must hold; None for all of them."""
    if len(register) <= ALL_UP_TO:
        return None
    told = [id for id in _telling_places() if register.has_id(id)]
    return places_that_matter(register, told)


def _telling_places() -> list[int]:
    """Return the ids of the places that filed anything or owe anything."""
    with connection.cursor() as cursor:
        cursor.execute('SELECT DISTINCT "place_id" FROM ledger_obligation')
        return [*selectors.filing_place_ids(), *(row[0] for row in cursor.fetchall())]


def moved_on(ground: Ground, state: LedgerState) -> Ground | None:
    """Return the ground for a later state of the same ledger; None where it must be laid out anew.

    That is where new series were filed, or a place filed or owes for the first time.

    A third of the time in which a new filing becomes visible would go into laying it out anew.
    """
    ids = ground.reader.series_ids
    with connection.cursor() as cursor:
        cursor.execute('SELECT COUNT(*) FROM ledger_seriesrow WHERE "id" > %s', [_last(ids)])
        if cursor.fetchone()[0]:
            return None
    if not ground.laid_out.row_of.keys() >= set(_telling_places()):
        return None
    hidden = _hidden(ids, ground.laid_out.series, state)
    return replace(ground, state=state, laid_out=replace(ground.laid_out, hidden=hidden))


def _last(ids: Ints) -> int:
    return int(ids[-1]) if len(ids) else 0


def _series_axis() -> tuple[Ints, tuple[Series, ...]]:
    """Return the ledger's series in the order of their ids, which later ones are added behind."""
    with connection.cursor() as cursor:
        cursor.execute(
            'SELECT "id", "indicator", "breakdown", "price_basis" FROM ledger_seriesrow '
            'ORDER BY "id"'
        )
        rows = cursor.fetchall()
    ids = np.array([row[0] for row in rows], np.int64)
    return ids, tuple(series_of(*row[1:]) for row in rows)


def _hidden(ids: Ints, series: Sequence[Series], state: LedgerState) -> frozenset[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            'SELECT DISTINCT "series_id" FROM ledger_figure WHERE "state" = \'confidential\' '
            'AND "id" <= %s',
            [state.last_figure],
        )
        found = [row[0] for row in cursor.fetchall()]
    return frozenset(series[ordinal].indicator for ordinal in np.searchsorted(ids, found).tolist())
