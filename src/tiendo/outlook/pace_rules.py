"""What planning offices reckon with today: the peers that every method here is measured against."""

from __future__ import annotations

import numpy as np

from tiendo.outlook.arrays import Floats
from tiendo.outlook.block import Block


def linear_pace(block: Block) -> Floats:
    """Return the year so far, stretched over the year; of a stock what it is now."""
    return block.to_date() if block.stock else block.to_date() / block.elapsed


def officials_ratio(block: Block) -> Floats:
    """Return last year's figure times the growth of the year to date, NaN from nothing."""
    base = block.before()[:, -1]
    growth = block.to_date() / np.where(base == 0, np.nan, base)
    ratio: Floats = block.totals()[:, -1] * growth
    return ratio


def seasonal_naive(block: Block) -> Floats:
    """Return the year so far and last year's rest."""
    return block.add_rest(block.rests()[:, -1])
