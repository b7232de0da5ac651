"""The cube on the disk: tiles in Zarr, and a manifest that names the current ones.

ADDRESS/manifest.json and ADDRESS/tiles/BLOCK-YEAR-GENERATION-TOKEN/, each tile a Zarr group of its
own. `writing` says why neither a crash nor another writer can spoil what is read.
"""

from tiendo.cube.store.faults import (
    Busy,
    Damaged,
    NoStore,
    OtherVersion,
    Outdated,
    StoreFault,
    Unreachable,
)
from tiendo.cube.store.manifest import STORE_VERSION, Manifest, Pending
from tiendo.cube.store.opened import CubeStore, exists, open_store
from tiendo.cube.store.writing import Writer, refresh, remove

__all__ = [
    "STORE_VERSION",
    "Busy",
    "CubeStore",
    "Damaged",
    "Manifest",
    "NoStore",
    "OtherVersion",
    "Outdated",
    "Pending",
    "StoreFault",
    "Unreachable",
    "Writer",
    "exists",
    "open_store",
    "refresh",
    "remove",
]
