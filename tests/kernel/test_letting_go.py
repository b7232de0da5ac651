"""What an evaluation read is let go with its answer: a worker goes from batch to batch."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Iterator

import pytest

from tests.kernel.cubes import tiles_of
from tests.kernel.worlds import random_case
from tiendo.cube.kernel import Country, Question, World
from tiendo.cube.kernel.held import HeldFigures


@pytest.fixture
def without_collector() -> Iterator[None]:
    """Nothing that holds itself goes by chance."""
    gc.collect()
    gc.disable()
    yield
    gc.enable()


@pytest.mark.usefixtures("without_collector")
@pytest.mark.parametrize("quality", [True, False])
@pytest.mark.parametrize("seed", range(4))
def test_the_figures_of_a_batch_go_with_its_answer(
    seed: int, quality: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = random_case(seed)
    tiles = tiles_of(case.figures, case.register, case.catalogue, case.as_of)
    country = Country(World(case.register, case.catalogue, case.obligations), tiles)
    read: list[weakref.ref[HeldFigures]] = []
    begin = HeldFigures.__init__

    def noted(held: HeldFigures, *args: object) -> None:
        read.append(weakref.ref(held))
        begin(held, *args)  # type: ignore[arg-type]

    monkeypatch.setattr(HeldFigures, "__init__", noted)
    question = Question(case.run, case.as_of, quality, tree_as_of=case.tree_as_of)

    country.batch_answer(country.batches[0], question)

    assert read
    assert [one() for one in read] == [None] * len(read)
