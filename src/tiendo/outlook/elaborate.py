"""The estimates of the full engine: AutoETS and AutoCES of statsforecast, on several processors.

The library is imported here and only when it is needed: starting a command must not pay for it.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from contextlib import suppress
from multiprocessing import get_context
from typing import Any

import numpy as np

from tiendo.outlook.arrays import Floats
from tiendo.outlook.block import Block
from tiendo.outlook.components import CES, DAMPED, ETS, Estimates, floored, held
from tiendo.outlook.pace_rules import seasonal_naive

Progress = Callable[[int, int], None]
Task = tuple[int, int, Floats, int, int]
_TOGETHER = 20
_WORTH_PROCESSES = 80  # below, starting processes takes longer than the work


def with_library_estimates(
    blocks: Sequence[Block], estimates: Sequence[Estimates], progress: Progress | None = None
) -> list[Estimates]:
    """Return the estimates of blocks with those of AutoETS and AutoCES added.

    Where the library gives no number, the series keeps what damped smoothing says. Blocks with
    less than two years of history stay as they are.
    """
    tasks = list(_tasks(blocks))
    ahead = [np.full((2, block.size, block.periods - block.known), np.nan) for block in blocks]
    done = 0
    for number, first, forecasts in _answers(tasks):
        ahead[number][:, first : first + forecasts.shape[1]] = forecasts
        done += 1
        if progress is not None:
            progress(done, len(tasks))
    return [
        _added(block, known, forecast) if block.smooths else known
        for block, known, forecast in zip(blocks, estimates, ahead, strict=True)
    ]


def _tasks(blocks: Sequence[Block]) -> Iterator[Task]:
    for number, block in enumerate(blocks):
        if not block.smooths:
            continue
        lines = floored(block)
        for first in range(0, block.size, _TOGETHER):
            chunk = lines[first : first + _TOGETHER]
            yield number, first, chunk, block.periods, block.periods - block.known


def _answers(tasks: list[Task]) -> Iterator[tuple[int, int, Floats]]:
    processors = os.cpu_count() or 1
    if processors == 1 or sum(len(task[2]) for task in tasks) < _WORTH_PROCESSES:
        yield from map(_forecast, tasks)
        return
    # Spawned, not forked: whoever asks may hold threads and database connections.
    with ProcessPoolExecutor(processors, mp_context=get_context("spawn")) as pool:
        for future in as_completed([pool.submit(_forecast, task) for task in tasks]):
            yield future.result()


def _forecast(task: Task) -> tuple[int, int, Floats]:
    from statsforecast.models import AutoCES, AutoETS

    number, first, lines, periods, steps = task
    forecasts = np.full((2, len(lines), steps), np.nan)
    models: tuple[Any, Any] = AutoETS(season_length=periods), AutoCES(season_length=periods)
    for row, model in enumerate(models):
        for index, line in enumerate(lines):
            # The library raises whatever its fits meet; NaN tells, and another estimate stands in.
            with suppress(Exception):
                forecasts[row, index] = model.forecast(y=line, h=steps)["mean"]
    return number, first, forecasts


def _added(block: Block, estimates: Estimates, ahead: Floats) -> Estimates:
    naive, damped = seasonal_naive(block), estimates.by_name[DAMPED]
    by_name = dict(estimates.by_name)
    for name, forecast in zip((ETS, CES), ahead, strict=True):
        year = block.add_rest(block.figure(forecast))
        by_name[name] = held(naive, np.where(np.isfinite(year), year, damped))
    return Estimates(by_name, estimates.spread)
