"""Outlooks that add up: sectors to the total, communes to the province.

Forecasts of parts and of the whole never quite agree. Weighted least squares moves each by the
variance of its own error, so that the surer ones move least (Wickramasuriya, Athanasopoulos and
Hyndman 2019, Journal of the American Statistical Association 114, with diagonal weights). A figure
that is published and not forecast has variance zero and stays.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from tiendo.outlook.arrays import Booleans, Floats
from tiendo.outlook.history import OutlookError
from tiendo.outlook.wording import OutlookReason
from tiendo.outlook.year import YearOutlook
from tiendo.vocabulary.sentence import Sentence, number

_LEAST_VARIANCE = 1e-9  # of the largest: a forecast is never as good as published
_ROUNDING = 1e-6  # of the largest figure


class Incoherent(OutlookError):
    """Published figures that no outlook can make add up."""

    def __init__(self, reason: Sentence) -> None:
        self.reason = reason
        super().__init__(reason, remedy="correct them, or leave one of them open")


@dataclass(frozen=True, slots=True)
class Whole:
    """Which parts add up to which whole, by position in a list of outlooks."""

    whole: int
    parts: tuple[int, ...]


def coherent(
    centres: Floats, variances: Floats, wholes: Sequence[Whole], floors: Floats | None = None
) -> Floats:
    """Return figures that add up, as near as their variances allow, no part below its floor.

    Args:
        centres: forecasts in one unit, parts and wholes together.
        variances: of their errors, in that unit squared; 0 for what is published.
        wholes: the sums that must hold; a part may be a whole of its own.
        floors: what each part has brought already; by default zero.

    Raises:
        Incoherent: if published figures contradict each other.
    """
    if not len(wholes):
        return centres.copy()
    sums = np.zeros((len(wholes), len(centres)))
    for row, whole in enumerate(wholes):
        sums[row, whole.whole] = -1.0
        sums[row, list(whole.parts)] = 1.0
    size = max(float(np.abs(centres).max()), 1e-300)
    is_leaf = np.ones(len(centres), dtype=bool)
    is_leaf[[whole.whole for whole in wholes]] = False
    free = variances > 0
    figures = _projected(centres, variances, sums, free)
    least = np.zeros(len(centres)) if floors is None else floors
    # A sum below zero has a part below zero: holding those at zero is enough, and never too much.
    while (below := free & is_leaf & (figures < least - _ROUNDING * size)).any():
        free &= ~below
        figures = _projected(np.where(below, least, figures), variances, sums, free, of=centres)
    worst = float(np.abs(sums @ figures).max())
    if worst > _ROUNDING * size:
        raise Incoherent(OutlookReason.DO_NOT_ADD_UP.said(amount=number(worst, "g")))
    return figures


def _projected(
    held: Floats, variances: Floats, sums: Floats, free: Booleans, of: Floats | None = None
) -> Floats:
    """Return the sums' solution nearest to forecasts, distances weighed by 1 / variance.

    Args:
        held: figures; those that are not free stay as they are.
        variances: weights of the free ones.
        sums: one row a sum, parts 1 and the whole -1.
        free: which figures may move.
        of: the forecasts that free figures should be near, by default `held`.
    """
    figures = np.where(free, held if of is None else of, held)
    # Variances of very different size would leave the small ones below the solver's precision.
    weights = np.where(free, variances, 0.0)
    weights = np.maximum(weights, weights.max(initial=0.0) * _LEAST_VARIANCE) * free
    weights /= max(float(weights.max(initial=0.0)), 1e-300)
    spread = sums * weights
    lifted = np.linalg.lstsq(spread @ sums.T, sums @ figures, rcond=1e-15)[0]
    nearest: Floats = figures - spread.T @ lifted
    return nearest


def coherent_outlooks(
    outlooks: Sequence[YearOutlook], wholes: Sequence[Whole]
) -> list[YearOutlook]:
    """Return outlooks whose medians add up; each interval moves along with its median.

    Raises:
        Incoherent: as `coherent`.
    """
    centres = np.array([one.centre for one in outlooks])
    deviations = centres * np.array([one.scale for one in outlooks])
    floors = np.array([one.floor for one in outlooks])
    figures = coherent(centres, deviations**2, wholes, floors)
    return [
        replace(one, centre=max(float(figure), one.floor))
        for one, figure in zip(outlooks, figures, strict=True)
    ]


def joint_draws(outlooks: Sequence[YearOutlook], count: int, seed: int = 0) -> Floats:
    """Return draws of the year's figures with the shocks that years have in common.

    Each draw picks one past year for all series and takes the errors of that year: what a pandemic
    or a flood did to all of them at once stays together, so that bands of totals are honest. Ranks
    are then carried to each series' own law, whose interval they keep.

    Args:
        outlooks: of one year.
        count: how many draws.
        seed: of the random numbers; the same seed gives the same draws.

    Returns:
        Draws x series, in the units of the series.
    """
    chance = np.random.default_rng(seed)
    scores = _scores_by_year(outlooks)
    ranks = _ranks(scores, count, len(outlooks), chance)
    drawn = np.empty((count, len(outlooks)))
    for column, outlook in enumerate(outlooks):
        grid = np.linspace(0.005, 0.995, 199)
        quantiles = np.array([outlook.quantile(float(p)) for p in grid])
        drawn[:, column] = np.interp(ranks[:, column], grid, quantiles)
    return drawn


def _scores_by_year(outlooks: Sequence[YearOutlook]) -> Mapping[int, dict[int, float]]:
    """Return scaled errors by past year and position of the series."""
    found: dict[int, dict[int, float]] = {}
    for index, outlook in enumerate(outlooks):
        for past in outlook.past:
            if outlook.scale > 0:
                error = float(np.log(past.actual / past.outlook))
                found.setdefault(past.year, {})[index] = error / outlook.scale
    return found


def _ranks(
    scores: Mapping[int, dict[int, float]], count: int, size: int, chance: np.random.Generator
) -> Floats:
    """Return ranks, uniform for each series, that move together as the years' errors did."""
    own = chance.standard_normal((count, size))
    if not scores:
        common = chance.standard_normal(count)
        return _uniform(0.4 * common[:, None] + own)
    years = sorted(scores)
    picked = chance.integers(len(years), size=count)
    shocks = np.zeros((len(years), size))
    for row, year in enumerate(years):
        middle = float(np.mean(list(scores[year].values())))
        for index in range(size):
            shocks[row, index] = scores[year].get(index, middle)
    return _uniform(shocks[picked] + own)


def _uniform(values: Floats) -> Floats:
    order = values.argsort(axis=0).argsort(axis=0)
    uniform: Floats = (order + 0.5) / len(values)
    return uniform
