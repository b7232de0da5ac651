"""The evaluation of a country in this process."""

from __future__ import annotations

import os
from collections.abc import Generator
from concurrent.futures import ThreadPoolExecutor

from tiendo.cube.cluster.asking import Asking, Progress, T
from tiendo.cube.kernel.streaming import in_order

_AHEAD = 2
"""Batches under way for each thread: a thread that is done early goes on with another."""


def evaluate_here(
    asking: Asking[T], *, threads: int | None = None, progress: Progress | None = None
) -> Generator[T]:
    """Yield what is told of every batch of blocks, in their order, and of the summit.

    Args:
        asking: the question.
        threads: how many batches are evaluated at a time; one for each processor if None.
        progress: told how many blocks of how many are done.

    Raises:
        TiendoError: if a tile cannot be read.
    """
    threads = threads or os.cpu_count() or 1
    batches = asking.country.batches_for(threads)
    if threads == 1:
        yield from asking.gathered(map(asking.of_batch, batches), progress)
        return
    with ThreadPoolExecutor(threads) as pool:
        try:
            answers = in_order(
                batches, lambda batch: pool.submit(asking.of_batch, batch), _AHEAD * threads
            )
            yield from asking.gathered(answers, progress)
        finally:
            pool.shutdown(cancel_futures=True)
