"""The middle of an outlook, and how far the same method was off in past years."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from tiendo.outlook.arrays import Floats
from tiendo.outlook.block import Block
from tiendo.outlook.components import (
    Estimates,
    smoothed_estimates,
    with_pass_through,
)
from tiendo.outlook.elaborate import Progress, with_library_estimates
from tiendo.outlook.engines import Engine, combine
from tiendo.outlook.pass_through import PassThrough, fit_pass_through
from tiendo.outlook.peers import lent_profiles

_YEARS_BACK = 4
_WORSE_WITH_ONE_YEAR = 1.3  # median error on M3: 1.24, 1.17, 1.43 times at 3, 6, 9 months


@dataclass(frozen=True, slots=True, eq=False)
class Judged:
    """One block with its outlook.

    Attributes:
        block: the series.
        centre: the year's figure, one a series.
        estimates: what it was averaged from.
        errors: ln(actual / outlook) of past years, series x years, last year first.
    """

    block: Block
    centre: Floats
    estimates: Estimates
    errors: Floats

    @property
    def comparable(self) -> Floats:
        """The errors, those made with a single year of history made smaller."""
        errors = self.errors.copy()
        oldest_is_there = errors.shape[1] == self.block.years - 1 and self.block.years > 2
        if oldest_is_there and self.block.smooths:
            errors[:, -1] /= _WORSE_WITH_ONE_YEAR
        return errors


def judge(
    blocks: Sequence[Block],
    engine: Engine,
    prior: Floats,
    *,
    profiles: Sequence[Floats] | None = None,
    progress: Progress | None = None,
) -> list[Judged]:
    """Look blocks of one frequency and month ahead, and back at what the method said before.

    Past years are judged with the quick engine and with the pass-through fitted on all years: it
    has so few numbers that leaving a year out changes nothing that matters, and the full engine's
    errors are a little smaller (docs/outlook.md).

    Args:
        blocks: series, each scaled to a mean of one.
        engine: which estimates are averaged.
        prior: packaged pass-through coefficients, 3 x 4.
        profiles: of each block, the share of the year that peers have reached by now.
        progress: is told how much of the full engine's work is done.
    """
    profiles = lent_profiles(blocks) if profiles is None else profiles
    smoothed = [
        smoothed_estimates(block, profile) for block, profile in zip(blocks, profiles, strict=True)
    ]
    # Sums say nothing of volatility, and would teach all of them what volatile series do.
    teaching = [number for number, block in enumerate(blocks) if not block.sums]
    spreads = [smoothed[number].spread for number in teaching]
    rule = fit_pass_through([blocks[number] for number in teaching], spreads, prior)
    estimates = [
        with_pass_through(block, one, rule) for block, one in zip(blocks, smoothed, strict=True)
    ]
    if engine is Engine.FULL:
        estimates = with_library_estimates(blocks, estimates, progress)
    return [
        Judged(block, combine(block, one, engine), one, _past_errors(block, rule, profile))
        for block, one, profile in zip(blocks, estimates, profiles, strict=True)
    ]


def _past_errors(block: Block, rule: PassThrough, profile: Floats) -> Floats:
    reach = max(0, min(block.years - 1, _YEARS_BACK))
    errors = np.full((block.size, reach), np.nan)
    totals = block.totals()
    for back in range(1, reach + 1):
        then = block.as_of_year(back)
        estimates = with_pass_through(then, smoothed_estimates(then, profile), rule)
        said = combine(then, estimates, Engine.QUICK)
        actual = totals[:, -back]
        happened = actual > 0
        errors[happened, back - 1] = np.log(actual[happened] / said[happened])
    return errors
