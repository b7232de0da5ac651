"""Some blocks of a cube alone: the same tiles, and nothing that is more where the cube is."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest

from tests.store.written import AXES, BLOCK, fields, random_tile, same
from tests.world import TODAY
from tiendo.cube.cells.axes import MemoryTiles, TileSource
from tiendo.cube.cells.patched import Patch, PatchedTiles
from tiendo.cube.store import open_store, refresh

OTHER = 2


def stored(address: Path) -> TileSource:
    """Return two blocks' tiles in a store that cells wait in and tiles were replaced in."""
    for number in (1, 2):
        with refresh(address) as writer:
            for block in (BLOCK, OTHER):
                places = len(AXES.blocks[block])
                writer.put(block, 2025, random_tile(number + 10 * block, places=places))
            pending = ((TODAY.toordinal() + 1, BLOCK, 0, 0),)
            writer.commit(**fields(pending=pending))
    return open_store(address)


@pytest.fixture(params=["store", "memory", "patched"])
def source(request: pytest.FixtureRequest, tmp_path: Path) -> TileSource:
    """Two blocks' tiles wherever they may be."""
    store = stored(tmp_path / "cube")
    if request.param == "store":
        return store
    if request.param == "patched":
        return PatchedTiles(store, AXES, {})
    tiles = {(block, 2025): store.tile(block, 2025) for block in (BLOCK, OTHER)}
    return MemoryTiles(AXES, tiles)


def test_a_block_alone_has_its_tiles(source: TileSource) -> None:
    alone = pickle.loads(pickle.dumps(source.of_blocks([BLOCK])))

    assert same(alone.tile(BLOCK, 2025), source.tile(BLOCK, 2025))
    assert alone.axes.blocks == ((), AXES.blocks[BLOCK], ())
    assert (alone.axes.series, alone.axes.texts) == (AXES.series, AXES.texts)
    assert alone.axes.hidden == AXES.hidden


def test_of_other_blocks_it_has_nothing(source: TileSource) -> None:
    alone = source.of_blocks([BLOCK])

    assert source.tile(OTHER, 2025).places == 2
    assert alone.tile(OTHER, 2025).places == 0
    assert source.of_blocks([]).axes.blocks == ((), (), ())


def test_of_a_store_no_more_is_told_than_where_these_tiles_are(tmp_path: Path) -> None:
    store = stored(tmp_path / "cube")
    assert store.manifest.pending
    assert store.manifest.retired

    manifest = store.of_blocks([BLOCK]).manifest

    assert list(manifest.tiles) == [(BLOCK, 2025)]
    assert (manifest.pending, dict(manifest.retired)) == ((), {})


def test_patches_of_other_blocks_stay_behind(tmp_path: Path) -> None:
    tile = random_tile(5)
    nothing = Patch(tile.series[:0].reshape(0, 2), tile, tile.series[:0], tile.places)
    patches = {(BLOCK, 2025): (nothing,), (OTHER, 2025): (nothing,)}

    part = PatchedTiles(stored(tmp_path / "cube"), AXES, patches).of_blocks([OTHER])

    assert list(part.patches) == [(OTHER, 2025)]
