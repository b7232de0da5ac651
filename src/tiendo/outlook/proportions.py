"""Estimates of the year from the year so far: the share it usually has, its growth carried on.

Growth is logarithmic and held within +-1.1 (a third to three times): a month that was nearly zero
last year would otherwise rule its own forecast and that of every total above it.
"""

from __future__ import annotations

import numpy as np

from tiendo.outlook.arrays import Floats
from tiendo.outlook.block import Block

LARGEST_GROWTH = 1.1
_LAST_PERIODS = 3
_MEAN_GROWTH_YEARS = 5
_SHARE_FLOOR = 0.25  # of an even pace: a base that was nearly empty is no profile
_PEERS_WEIGHT = 3.0  # a topic's profile counts like three own years
_TINY = 1e-12


def usual_share(block: Block, profile: Floats) -> Floats:
    """Return the year's figure if the year so far has its usual share of it.

    Args:
        block: the series.
        profile: the share that peers have reached by now, one a series.
    """
    totals, before = block.totals(), block.before()
    shares = before / np.where(totals > 0, totals, np.nan)
    known = np.isfinite(shares)
    summed = np.where(known, shares, 0.0).sum(axis=1)
    count = known.sum(axis=1)
    # Peers only help where there is next to no record of one's own (measured: docs/outlook.md).
    weight = np.where(count >= 2, 0.0, _PEERS_WEIGHT)
    share = (summed + weight * profile) / np.maximum(count + weight, 1.0)
    floor = 0.1 if block.stock else _SHARE_FLOOR * block.elapsed
    year: Floats = block.to_date() / np.maximum(share, floor)
    return year


def features(block: Block) -> Floats:
    """Return the known growths that a pass-through weighs, series x 4.

    They are: one, growth of the year to date, of its last three periods, own mean growth a year.
    """
    before, totals = block.before()[:, -1], block.totals()
    recent = block.figure(block.now[:, -_LAST_PERIODS:])
    recent_base = block.figure(block.past[:, -1, max(0, block.known - _LAST_PERIODS) : block.known])
    years = min(block.years - 1, _MEAN_GROWTH_YEARS)
    mean = np.zeros(block.size)
    if years > 0:
        mean = log_growth(totals[:, -1], totals[:, -1 - years]) / years
    return np.column_stack(
        [
            np.ones(block.size),
            log_growth(block.to_date(), before),
            log_growth(recent, recent_base),
            mean,
        ]
    )


def log_growth(now: Floats, base: Floats) -> Floats:
    """Return ln(now / base) held within +-1.1; 0 where both are nothing."""
    nothing = (now <= 0) & (base <= 0)
    ratio = np.where(nothing, 1.0, np.maximum(now, _TINY) / np.maximum(base, _TINY))
    held: Floats = np.clip(np.log(ratio), -LARGEST_GROWTH, LARGEST_GROWTH)
    return held


def rest_growth(block: Block, year: int) -> Floats:
    """Return the logarithmic growth of the rest in past year number `year` on the one before."""
    rests = block.rests()
    return log_growth(rests[:, year], rests[:, year - 1])
