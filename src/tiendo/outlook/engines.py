"""Two engines: which estimates each averages, and how much each counts.

Weights depend on how volatile a series is and how far the year has come: in calm series smoothing
knows best, in volatile ones what planning offices reckon with, shrunk. They were chosen on M3 and
on Vietnam's reports (docs/outlook.md shows what else was tried) and are no fit of the moment.
"""

from __future__ import annotations

from enum import StrEnum

import numpy as np

from tiendo.outlook.arrays import Floats
from tiendo.outlook.block import Block
from tiendo.outlook.components import (
    CES,
    DAMPED,
    ETS,
    NAIVE,
    PASS_THROUGH,
    SHARE,
    THETA,
    Estimates,
)


class Engine(StrEnum):
    """How much computing an outlook is worth."""

    QUICK = "quick"
    FULL = "full"


_ORDER = (SHARE, PASS_THROUGH, THETA, DAMPED, ETS, CES)
# Where the year stands, then (calm series, volatile series) there, in the order above.
_STAGES = (1 / 6, 1 / 4, 1 / 2)
_WEIGHTS = {
    Engine.QUICK: (
        ((0.3, 0.5, 1.0, 2.0, 0.0, 0.0), (1.0, 1.3, 0.75, 1.25, 0.0, 0.0)),
        ((0.3, 0.5, 1.0, 2.0, 0.0, 0.0), (1.0, 1.3, 0.75, 1.25, 0.0, 0.0)),
        ((0.4, 0.2, 1.0, 2.0, 0.0, 0.0), (1.0, 1.0, 0.75, 1.25, 0.0, 0.0)),
    ),
    Engine.FULL: (
        ((0.2, 0.5, 0.5, 1.5, 1.0, 1.5), (1.0, 1.3, 0.75, 1.25, 0.0, 0.0)),
        ((0.2, 0.5, 0.5, 1.5, 1.0, 1.5), (1.0, 1.4, 0.6, 1.1, 0.15, 0.3)),
        ((0.2, 0.2, 0.5, 1.5, 1.0, 1.5), (1.1, 1.1, 0.75, 1.1, 0.15, 0.25)),
    ),
}
_CALM_SPREAD, _VOLATILE_SPREAD = 0.02, 0.15
# At constant prices growth persists, which only the pass-through knows.
_CONSTANT = {SHARE: 0.0, PASS_THROUGH: 4.0, THETA: 0.5, DAMPED: 0.5, ETS: 0.25, CES: 0.25}
# Also where more years are known by sums only.
_WITH_ONE_YEAR = {SHARE: 1.0, PASS_THROUGH: 1.0, NAIVE: 0.5}


def combine(block: Block, estimates: Estimates, engine: Engine) -> Floats:
    """Return the weighted geometric mean of the estimates, one number a series."""
    if block.years == 0:
        return estimates.by_name[SHARE]
    if not block.smooths:
        weights = {name: np.full(block.size, weight) for name, weight in _WITH_ONE_YEAR.items()}
    else:
        weights = _weights(block, estimates, engine)
    total = sum(weights.values())
    mean = np.zeros(block.size)
    for name, weight in weights.items():
        mean += weight / total * np.log(estimates.by_name[name])
    combined: Floats = np.exp(mean)
    return combined


def _weights(block: Block, estimates: Estimates, engine: Engine) -> dict[str, Floats]:
    spread = np.clip(estimates.spread, _CALM_SPREAD, _VOLATILE_SPREAD)
    volatile = np.log(spread / _CALM_SPREAD) / np.log(_VOLATILE_SPREAD / _CALM_SPREAD)
    calm_row, volatile_row = _at_stage(np.array(_WEIGHTS[engine]), block.elapsed)
    weights = {
        name: (1 - volatile) * calm_row[index] + volatile * volatile_row[index]
        for index, name in enumerate(_ORDER)
        if name in estimates.by_name
    }
    return {
        name: np.where(block.constant, _CONSTANT[name], weight) for name, weight in weights.items()
    }


def _at_stage(table: Floats, elapsed: float) -> Floats:
    """Return the weights at a time of the year (2 x components), between those of the stages."""
    flat = table.reshape(len(_STAGES), -1)
    between = [np.interp(elapsed, _STAGES, column) for column in flat.T]
    return np.array(between).reshape(table.shape[1:])
