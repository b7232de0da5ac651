"""A cluster of two worker processes on this machine, shared by the tests that need one."""

from __future__ import annotations

import logging
from collections.abc import Iterator

import pytest
from distributed import Client, LocalCluster

from tests.cluster.provinces import LARGE
from tiendo.cube.kernel import country


def local_cluster(**how: object) -> LocalCluster:
    """Return a quiet cluster on this machine, without a web page of its own."""
    given: dict[str, object] = {
        "n_workers": 2,
        "threads_per_worker": 1,
        "processes": True,
        "dashboard_address": "127.0.0.1:0",
        "silence_logs": logging.CRITICAL,
        "host": "127.0.0.1",
    }
    return LocalCluster(**given | how)  # type: ignore[no-untyped-call]


@pytest.fixture(autouse=True)
def _large_provinces_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """No two large provinces are evaluated together."""
    monkeypatch.setattr(country, "_CELLS_TOGETHER", 2 * LARGE)


@pytest.fixture(scope="session")
def cluster() -> Iterator[LocalCluster]:
    """Two worker processes."""
    with local_cluster() as made:
        yield made


@pytest.fixture
def client(cluster: LocalCluster) -> Iterator[Client]:
    """A client of the cluster whose two workers are there."""
    with Client(cluster, set_as_default=False) as made:  # type: ignore[no-untyped-call]
        made.wait_for_workers(2)
        yield made
