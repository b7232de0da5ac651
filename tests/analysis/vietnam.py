"""The packaged figures of Vietnam with their cube, in a workspace that is filled once."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path

import pytest

from tests.cli.door import Door


@pytest.fixture(scope="session")
def vietnam_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with the packaged figures and their cube; made once, for all workers.

    Only to be read: others are reading it.
    """
    base = tmp_path_factory.getbasetemp()
    shared = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "tiendo-vietnam"
    shared.mkdir(exist_ok=True)
    folder = shared / "workspace"
    with (shared / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (shared / "filled").exists():
            door = Door()
            try:
                done = door.run("demo", "--no-serve", workspace=folder)
                assert done.code == 0, done.err
            finally:
                door.close()
            (shared / "filled").touch()
    return folder
