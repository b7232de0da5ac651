"""One door for the session, one workspace with the packaged figures, and cheap new ones."""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from tests.cli.door import Door, Result

HEADER = "place,indicator,breakdown,price_basis,period,kind,value,unit,modality,status,known_at"
GOOD = "ninh-thuan,state-budget-revenue,,current,2024-05,level,410.5,bn VND,,estimate,2024-05-31"

Write = Callable[..., Path]


@pytest.fixture(scope="session")
def door() -> Iterator[Door]:
    """The command, ready to be run."""
    opened = Door()
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def demo_folder(door: Door, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace filled by `tiendo demo`; filled once, for all workers. Only to be read."""
    base = tmp_path_factory.getbasetemp()
    shared = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "tiendo-cli-demo"
    shared.mkdir(exist_ok=True)
    folder = shared / "workspace"
    with (shared / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (shared / "filled").exists():
            first = door.run("demo", "--no-serve", "--workspace", folder, "--lang", "en")
            assert first.code == 0, first.err
            (shared / "first.txt").write_text(first.out, encoding="utf-8")
            (shared / "filled").touch()
    return folder


@pytest.fixture(scope="session")
def first_demo(demo_folder: Path) -> str:
    """What the first `tiendo demo` printed."""
    return (demo_folder.parent / "first.txt").read_text(encoding="utf-8")


@pytest.fixture
def demo(door: Door, demo_folder: Path) -> Callable[..., Result]:
    """Run a command on the workspace that `tiendo demo` filled."""

    def run(*arguments: object, **options: object) -> Result:
        return door.run(*arguments, workspace=demo_folder, **options)  # type: ignore[arg-type]

    return run


@pytest.fixture(scope="session")
def bare_folder(door: Door, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with one figure, to be copied."""
    return door.filled(tmp_path_factory.mktemp("bare"), "first.csv", HEADER, GOOD)


@pytest.fixture
def workspace(bare_folder: Path, tmp_path: Path) -> Path:
    """A workspace of one's own, with one figure: Ninh Thuan's revenue in May 2024, by Lan."""
    return Path(shutil.copytree(bare_folder, tmp_path / "workspace"))


@pytest.fixture
def tiendo(door: Door, workspace: Path) -> Callable[..., Result]:
    """Run a command on one's own workspace."""

    def run(*arguments: object, **options: object) -> Result:
        return door.run(*arguments, workspace=workspace, **options)  # type: ignore[arg-type]

    return run


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write a long-form CSV and return its path."""

    def file(*lines: str, name: str = "figures.csv", header: str = HEADER) -> Path:
        path = tmp_path / name
        path.write_text("\n".join((header, *lines)) + "\n", encoding="utf-8")
        return path

    return file


def line(
    place: str = "ninh-thuan",
    indicator: str = "state-budget-revenue",
    period: str = "2024-06",
    value: str = "400",
    *,
    kind: str = "level",
    unit: str = "bn VND",
    basis: str = "current",
    modality: str = "",
    status: str = "",
    known_at: str = "",
) -> str:
    """Return a line of a long-form CSV in which only what matters is said."""
    cells: Sequence[str] = (
        place, indicator, "", basis, period, kind, value, unit, modality, status, known_at
    )  # fmt: skip
    return ",".join(cells)
