"""The cube of the present moment, and what of earlier answers still holds after a filing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import connection

from tiendo.cube.cells.tile import MONTHS
from tiendo.cube.kernel import World
from tiendo.ledger import selectors
from tiendo.ledger.cube.country import Home, RememberedTiles, RememberingCountry, TileKey
from tiendo.ledger.cube.current import LiveTiles, live_tiles
from tiendo.ledger.cube.state import refuse_other_log
from tiendo.packs.loading import Pack
from tiendo.vocabulary.errors import TiendoError


@dataclass(frozen=True)
class Present:
    """The cube as the ledger stands now.

    Attributes:
        live: its tiles, as they are stored and with the ledger's tail.
        country: the same, to be evaluated.
    """

    live: LiveTiles
    country: RememberingCountry

    @classmethod
    def of(cls, pack: Pack) -> Present:
        """Open the cube.

        Raises:
            TiendoError: as `live_tiles`.
        """
        live = live_tiles(pack=pack)
        tiles = RememberedTiles(live.tiles)
        return cls(
            live, RememberingCountry(world_of(pack), tiles, frozenset(selectors.filing_place_ids()))
        )

    @property
    def sequence(self) -> int:
        """The number of the last event of the log that it holds."""
        return self.live.built.state.sequence

    def refreshed(self) -> Present:
        """Return the cube of the present state.

        A restored backup is another ledger: nothing that is remembered holds for it.

        Raises:
            TiendoError: as `live_tiles`.
        """
        try:
            live = self._still_of_this_ledger()
        except TiendoError:
            return Present.of(self.live.pack)
        if live is self.live:
            return self
        changed, rows = _changed(self.live, live), _rows_filed(self.live, live)
        country = self.country.followed_by(
            world_of(live.pack), live.tiles, changed, rows, frozenset(selectors.filing_place_ids())
        )
        return Present(live, country)

    def _still_of_this_ledger(self) -> LiveTiles:
        """Return the tiles of the present state.

        Raises:
            TiendoError: as `live_tiles`; also if the store that was opened anew is of another log.
        """
        live, before = self.live.refreshed(), self.live.built.state
        if live.store is not self.live.store:
            refuse_other_log(before.sequence, before.head)
        return live


def world_of(pack: Pack) -> World:
    """Return what an evaluation knows besides figures."""
    obligations = selectors.obligations(register=pack.register)
    return World(pack.register, pack.catalogue, obligations)


def _changed(before: LiveTiles, after: LiveTiles) -> set[TileKey]:
    """Return the keys of the tiles that hold something else than before."""
    # A tile that is stored anew gets another name; a patch is made once and only handed on.
    stored = _names(before), _names(after)
    patches = before.tiles.patches, after.tiles.patches

    def is_same(key: TileKey) -> bool:
        one, other = (tuple(map(id, laid.get(key, ()))) for laid in patches)
        return stored[0].get(key) == stored[1].get(key) and one == other

    return {key for held in (*stored, *patches) for key in held if not is_same(key)}


def _rows_filed(before: LiveTiles, after: LiveTiles) -> set[Home] | None:
    """Return block and row of the places that filed in between; None where that does not tell all.

    On a new day figures become known that were filed before. What withdraws or hides a figure may
    leave nothing where there was something.
    """
    if before.built.as_of != after.built.as_of:
        return None
    with connection.cursor() as cursor:
        cursor.execute(
            'SELECT DISTINCT "place_id", "state" IS NOT NULL FROM ledger_figure '
            'WHERE "id" > %s AND "id" <= %s',
            [before.built.state.last_figure, after.built.state.last_figure],
        )
        filed = cursor.fetchall()
    if any(without_value for _, without_value in filed):
        return None
    row_of = after.tiles.axes.row_of
    return {row_of[place] for place, _ in filed if place in row_of}


def _names(live: LiveTiles) -> Mapping[TileKey, str]:
    """Return the names under which tiles are stored."""
    return live.store.manifest.tiles if live.store else {}


def years_of(live: LiveTiles) -> list[int]:
    """Return the years of which the cube may hold anything, without a gap; none if it is empty."""
    if live.store is None:
        filed = selectors.filed_periods(live.pack.register)
        found = {run.period.last // MONTHS for run in filed}
    else:
        found = {year for _, year in (*live.store.manifest.tiles, *live.tiles.patches)}
    return list(range(min(found), max(found) + 1)) if found else []
