"""A country evaluated by other processes: the same rows, whatever happens to a worker."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from distributed import Client, LocalCluster

from tests.cluster.conftest import local_cluster
from tests.cluster.provinces import asked, country_of, same
from tests.cluster.tellings import KillingItsWorker, Refusing, peak_of_memory
from tiendo.cube.cluster import Telling, evaluate_here
from tiendo.cube.cluster.machines import evaluate_on
from tiendo.cube.kernel import World
from tiendo.cube.store import CubeStore
from tiendo.vocabulary.errors import TiendoError
from tiendo.vocabulary.words import Level

pytestmark = pytest.mark.slow

Made = tuple[World, CubeStore]


@pytest.fixture(scope="module")
def country(tmp_path_factory: pytest.TempPathFactory) -> Made:
    return country_of(tmp_path_factory.mktemp("country") / "cube", provinces=6)


@pytest.mark.parametrize("level", [None, Level.PROVINCE, Level.COMMUNE])
def test_workers_say_the_same(cluster: LocalCluster, country: Made, level: Level | None) -> None:
    here = list(evaluate_here(asked(country, level=level)))

    there = list(evaluate_on(cluster.scheduler_address, asked(country, level=level)))

    assert same(here, there)
    assert sum(each.tally.rows for each in there) > 0


def test_a_worker_killed_midway_changes_nothing(
    client: Client, country: Made, tmp_path: Path
) -> None:
    here = list(evaluate_here(asked(country)))
    before = set(client.run(_process).values())
    killing = KillingItsWorker(place="commune-3-0", done=tmp_path / "killed")

    there = list(evaluate_on(client, asked(country, killing)))

    assert same(here, there)
    assert (tmp_path / "killed").exists()
    client.wait_for_workers(2)
    assert len(before - set(client.run(_process).values())) == 1


def test_a_block_that_ends_every_worker_is_named(country: Made, tmp_path: Path) -> None:
    killing = KillingItsWorker(place="commune-0-0", done=tmp_path / "killed", always=True)

    with local_cluster(n_workers=1) as alone:
        alone.scheduler.allowed_failures = 0
        with pytest.raises(TiendoError, match="block 1 ended several workers"):
            list(evaluate_on(alone.scheduler_address, asked(country, killing)))


def test_what_a_worker_refuses_is_refused_here(client: Client, country: Made) -> None:
    with pytest.raises(TiendoError, match="nothing is told of 2025-03") as refused:
        list(evaluate_on(client, asked(country, Refusing())))
    assert refused.value.remedy == "ask another one"


def test_a_cube_that_workers_do_not_find_is_named(client: Client, tmp_path: Path) -> None:
    country = country_of(tmp_path / "cube", provinces=2, communes=2)
    shutil.rmtree(tmp_path / "cube")

    with pytest.raises(
        TiendoError, match="a worker of the cluster cannot read the cube"
    ) as refused:
        list(evaluate_on(client, asked(country)))
    assert "TIENDO_CUBE" in refused.value.remedy


def test_ten_times_the_country_needs_no_more_memory(client: Client, tmp_path: Path) -> None:
    small = country_of(tmp_path / "small", provinces=8, series=8, years=[2025], owed=True)
    large = country_of(tmp_path / "large", provinces=80, series=8, years=[2025], owed=True)
    client.restart()
    client.wait_for_workers(2)

    # Twice: what a worker keeps for good, such as modules, is there after the first time.
    few, _ = rows_told(client, small), rows_told(client, small)
    peak_of_small = max(client.run(peak_of_memory).values())
    many = rows_told(client, large)
    peak_of_large = max(client.run(peak_of_memory).values())

    assert many > 9.9 * few
    assert peak_of_large < 1.05 * peak_of_small, f"{peak_of_small} and {peak_of_large} KiB"


def rows_told(client: Client, country: Made) -> int:
    """Let the workers tell all rows and forget them here, as a file's writer does."""
    return sum(told.tally.rows for told in evaluate_on(client, asked(country, Telling())))


def _process() -> int:
    import os

    return os.getpid()
