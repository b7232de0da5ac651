"""The estimates of a year that an engine averages, each for all series of a block at once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tiendo.outlook.arrays import Floats
from tiendo.outlook.block import Block
from tiendo.outlook.damped import damped_forecast
from tiendo.outlook.pace_rules import seasonal_naive
from tiendo.outlook.pass_through import PassThrough
from tiendo.outlook.proportions import LARGEST_GROWTH, usual_share
from tiendo.outlook.seasonal import seasonal_factors
from tiendo.outlook.theta import theta_forecast

SHARE, PASS_THROUGH, THETA, DAMPED, NAIVE = "share", "pass_through", "theta", "damped", "naive"
ETS, CES = "ets", "ces"
QUICK_COMPONENTS = (SHARE, PASS_THROUGH, THETA, DAMPED)
FULL_COMPONENTS = (*QUICK_COMPONENTS, ETS, CES)
_SMALLEST_YEAR = 1e-6  # of a series scaled to a mean of one
_USUAL_UNEVENNESS = 0.2  # of months, their deviation over their mean: M3 0.07, Vietnam 0.2
_WORTH_OF_USUAL = 0.5  # periods
_FLOOR = 0.02  # of a series' mean period: logarithms of less say nothing about the year


@dataclass(frozen=True, slots=True, eq=False)
class Estimates:
    """What the components say of one block.

    Attributes:
        by_name: the year's figure by component, one number a series.
        spread: typical error of the next period in logarithms; without any year of history how
            uneven this year's periods are; NaN with one year, or where only sums are known.
    """

    by_name: dict[str, Floats]
    spread: Floats


def smoothed_estimates(block: Block, profile: Floats) -> Estimates:
    """Return what needs no fit over other series: share, and where it can be done smoothing.

    Args:
        block: the series.
        profile: the share of the year that peers have reached by now, one a series.
    """
    share = usual_share(block, profile)
    if block.years == 0:
        return Estimates({SHARE: share}, within_year_spread(block))
    spread = np.full(block.size, np.nan)
    naive = seasonal_naive(block)
    if not block.stock:
        # Where nothing comes by now in any year, a share of nothing says nothing.
        idle = (block.to_date() <= 0) & (block.before() <= 0).all(axis=1)
        share = np.where(idle, naive, share)
    by_name = {SHARE: share}
    if not block.smooths:
        by_name[NAIVE] = naive
    else:
        logarithms, factors = without_season(block)
        steps = block.periods - block.known
        theta = theta_forecast(logarithms, steps)
        damped, spread = damped_forecast(logarithms, steps)
        for name, ahead in ((THETA, theta), (DAMPED, damped)):
            by_name[name] = block.add_rest(block.figure(np.exp(ahead) * factors))
    return Estimates({name: held(naive, year) for name, year in by_name.items()}, spread)


def within_year_spread(block: Block) -> Floats:
    """Return how uneven the known periods of this year are: deviation over mean, NaN for one.

    Shrunk to what is usual, as by half a further period: three months that happen to be alike do
    not make a calm series.
    """
    further = block.known - 1
    if further < 1 or block.sums:
        return np.full(block.size, np.nan)
    mean = np.maximum(block.now.mean(axis=1), _SMALLEST_YEAR)
    own = (block.now.std(axis=1, ddof=1) / mean) ** 2
    usual = _WORTH_OF_USUAL * _USUAL_UNEVENNESS**2
    shrunk: Floats = np.sqrt((usual + further * own) / (_WORTH_OF_USUAL + further))
    return shrunk


def with_pass_through(block: Block, estimates: Estimates, rule: PassThrough) -> Estimates:
    """Return the estimates with the growth so far carried on to the rest of the year."""
    if block.years == 0:
        return estimates
    year = held(seasonal_naive(block), rule.rest_of_year(block, estimates.spread))
    return Estimates({**estimates.by_name, PASS_THROUGH: year}, estimates.spread)


def without_season(block: Block) -> tuple[Floats, Floats]:
    """Return logarithms without the pattern of the year, and the factors of the periods ahead."""
    line = floored(block)
    factors = seasonal_factors(line, block.periods)
    repeated = np.tile(factors, (1, block.years + 1))
    return np.log(line / repeated[:, : line.shape[1]]), factors[:, block.known :]


def floored(block: Block) -> Floats:
    """Return all periods, none below a fiftieth of the series' mean."""
    line = block.line()
    raised: Floats = np.maximum(line, _FLOOR * line.mean(axis=1, keepdims=True))
    return raised


def held(naive: Floats, year: Floats) -> Floats:
    """Return estimates no further than three times from the year that repeats last year's rest."""
    limit = np.exp(LARGEST_GROWTH)
    around = np.maximum(naive, _SMALLEST_YEAR)
    within: Floats = np.clip(year, around / limit, around * limit)
    return within
