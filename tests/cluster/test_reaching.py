"""Clusters that cannot do the work are refused at once, and the refusal says what to do."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator

import pytest
from distributed import LocalCluster

from tests.cluster.conftest import local_cluster
from tiendo.cube.cluster.reaching import reached, refuse_other_versions, versions_here
from tiendo.vocabulary.errors import TiendoError


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    """Something that takes connections and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server


def closed_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


@pytest.mark.slow
def test_a_cluster_with_workers_is_reached(cluster: LocalCluster) -> None:
    with reached(cluster.scheduler_address) as client:
        assert len(client.nthreads()) == 2
    assert client.status == "closed"


def test_nobody_at_the_address(capfd: pytest.CaptureFixture[str]) -> None:
    address = f"tcp://127.0.0.1:{closed_port()}"
    began = time.perf_counter()

    with pytest.raises(TiendoError, match=address) as refused, reached(address, seconds=0.3):
        pass

    assert time.perf_counter() - began < 10
    assert "dask scheduler" in refused.value.remedy
    assert capfd.readouterr() == ("", "")


def test_somebody_who_is_no_scheduler(listener: socket.socket) -> None:
    address = f"tcp://127.0.0.1:{listener.getsockname()[1]}"

    with pytest.raises(TiendoError, match="no scheduler answered"), reached(address, seconds=0.3):
        pass


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("nonsense", "missing port number"),
        ("ftp://127.0.0.1:21", "unknown address scheme 'ftp'"),
        ("tcp://127.0.0.1:port", "invalid literal"),
    ],
)
def test_an_address_that_is_none(address: str, said: str) -> None:
    with pytest.raises(TiendoError, match=said), reached(address):
        pass


@pytest.mark.slow
def test_a_cluster_without_workers() -> None:
    with (
        local_cluster(n_workers=0) as empty,
        pytest.raises(TiendoError, match="has no workers") as refused,
        reached(empty.scheduler_address),
    ):
        pass
    assert "dask worker" in refused.value.remedy


def test_workers_of_other_versions_are_named() -> None:
    here = versions_here()
    refuse_other_versions(here, {"tcp://a:1": here, "tcp://b:2": dict(here)})

    other = here | {"numpy": "1.0", "tiendo": "9.9"}
    with pytest.raises(TiendoError, match="tcp://b:2") as refused:
        refuse_other_versions(here, {"tcp://a:1": here, "tcp://b:2": other})
    assert f"tiendo 9.9 (here {here['tiendo']})" in refused.value.message
    assert f"numpy 1.0 (here {here['numpy']})" in refused.value.message
    assert "python" not in refused.value.message
