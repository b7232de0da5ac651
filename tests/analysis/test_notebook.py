"""The notebook of docs/ runs from top to bottom and prints what it shows."""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
import pytest
from jupyter_client.manager import AsyncKernelManager
from nbclient import NotebookClient
from traitlets.config import Config

from tests.analysis.vietnam import vietnam_folder as vietnam_folder
from tests.cli.door import ROOT, clean_environment
from tiendo.config.workspace import VARIABLE

NOTEBOOKS = sorted((ROOT / "docs" / "notebooks").glob("*.ipynb"))
_SECONDS = 300
_PATHS = re.compile(r"(?<![\w.<])/\w+/")  # those that begin at a root


def _code_cells(notebook: Any) -> list[Any]:
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def _shown(cell: Any) -> Iterator[str]:
    """Yield what a cell shows, as plain text."""
    for output in cell.outputs:
        yield output.text if output.output_type == "stream" else output.data["text/plain"]


def _read(path: Path) -> Any:
    return nbformat.read(path, as_version=4)


def test_there_are_notebooks_with_their_outputs_and_without_paths_of_a_machine() -> None:
    assert NOTEBOOKS
    for path in NOTEBOOKS:
        assert not _PATHS.search(path.read_text(encoding="utf-8"))
        notebook = _read(path)
        nbformat.validate(notebook)
        assert sum(bool(cell.outputs) for cell in _code_cells(notebook)) > 5
        assert path.stat().st_size < 100_000


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder with a short name: the names of sockets may not be long."""
    with tempfile.TemporaryDirectory(prefix="nb-") as name:
        yield Path(name)


@pytest.mark.slow
@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_prints_what_it_shows(
    path: Path, vietnam_folder: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("IPYTHONDIR", "JUPYTER_RUNTIME_DIR"):
        monkeypatch.setenv(name, str(folder))
    notebook = _read(path)
    expected = [list(_shown(cell)) for cell in _code_cells(notebook)]
    client = NotebookClient(
        notebook,
        km=AsyncKernelManager(kernel_name="python3", config=_sockets_in(folder)),
        timeout=_SECONDS,
        resources={"metadata": {"path": str(folder)}},
    )
    kept = {name: os.environ[name] for name in ("IPYTHONDIR", "JUPYTER_RUNTIME_DIR")}
    client.execute(env=clean_environment() | kept | {VARIABLE: str(vietnam_folder)})
    assert [list(_shown(cell)) for cell in _code_cells(notebook)] == expected


def _sockets_in(folder: Path) -> Config:
    """Return how a kernel is reached by files of a folder, so not by the network."""
    return Config({"KernelManager": {"transport": "ipc", "ip": str(folder / "kernel")}})
