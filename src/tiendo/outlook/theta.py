"""The dynamic optimised theta model, for many series at once.

Fiorucci, Pellegrini, Louzada, Petropoulos and Koehler (2016), "Models for optimising the theta
method and their relationship to state space models", International Journal of Forecasting 32.
Given the smoothing weight, the model is linear in its first level and in 1 - 1/theta, so both have
a closed form and only the weight is searched, on a grid, for all series together.
"""

from __future__ import annotations

import numpy as np

from tiendo.outlook.arrays import Floats

# The range that the authors allow; finer steps change no forecast of a year by 0.1 %.
_WEIGHTS = np.linspace(0.1, 0.99, 24)
_WARM_UP = 3  # the trend of fewer points is noise, and is left out of the fit as the authors do


def theta_forecast(values: Floats, steps: int) -> Floats:
    """Return forecasts of series without seasonal pattern, each fitted by least squares.

    Args:
        values: one row a series, in order of time, without gaps; at least five columns.
        steps: how many periods ahead, at least one.

    Returns:
        One row a series, one column a step, in the unit of `values`.
    """
    best = np.full(len(values), np.inf)
    level = np.zeros(len(values))
    slope_part = np.zeros(len(values))
    chosen = np.full(len(values), _WEIGHTS[0])
    trend = _running_trends(values)
    for weight in _WEIGHTS:
        error, first, share = _fit(values, trend, weight)
        better = error < best
        best[better] = error[better]
        level[better], slope_part[better] = first[better], share[better]
        chosen[better] = weight
    return _continue(values, steps, level, slope_part, chosen)


def _running_trends(values: Floats) -> tuple[Floats, Floats]:
    """Return intercept and slope of the straight line through the points up to each one."""
    intercept, slope = np.zeros_like(values), np.zeros_like(values)
    mean = values[:, 0].copy()
    intercept[:, 0] = mean
    for i in range(1, values.shape[1]):
        slope[:, i] = ((i - 1) * slope[:, i - 1] + 6 * (values[:, i] - mean) / (i + 1)) / (i + 2)
        mean = (i * mean + values[:, i]) / (i + 1)
        intercept[:, i] = mean - slope[:, i] * (i + 2) / 2
    return intercept, slope


def _drift(intercept: Floats, slope: Floats, weight: Floats | float, i: int) -> Floats:
    """Return what the trend adds to point `i` (from 0), before it is weighed by 1 - 1/theta."""
    left = (1 - weight) ** i
    drift: Floats = intercept * left + slope * (1 - left * (1 - weight)) / weight
    return drift


def _fit(
    values: Floats, trend: tuple[Floats, Floats], weight: float
) -> tuple[Floats, Floats, Floats]:
    """Return squared error, first level and 1 - 1/theta of each series for one weight."""
    count = values.shape[1]
    level = weight * values[:, 0]
    rest = np.empty((len(values), count - _WARM_UP))
    drift = np.empty_like(rest)
    fade = (1 - weight) ** np.arange(1, count + 1)
    for i in range(1, count):
        if i >= _WARM_UP:
            rest[:, i - _WARM_UP] = values[:, i] - level
            drift[:, i - _WARM_UP] = _drift(trend[0][:, i - 1], trend[1][:, i - 1], weight, i)
        level = weight * values[:, i] + (1 - weight) * level
    fade = fade[_WARM_UP - 1 : count - 1]
    return _two_unknowns(rest, drift, fade)


def _two_unknowns(rest: Floats, drift: Floats, fade: Floats) -> tuple[Floats, Floats, Floats]:
    """Solve rest = first * fade + share * drift with 0 <= share <= 1 by least squares."""
    aa = float(fade @ fade)
    ab = drift @ fade
    bb = np.einsum("st,st->s", drift, drift)
    ra = rest @ fade
    rb = np.einsum("st,st->s", rest, drift)
    determinant = aa * bb - ab * ab
    safe = determinant > 1e-12 * aa * np.maximum(bb, 1e-300)
    share = np.where(safe, (aa * rb - ab * ra) / np.where(safe, determinant, 1.0), 0.0)
    share = np.clip(share, 0.0, 1.0)
    first = (ra - share * ab) / aa
    error = rest - first[:, None] * fade - share[:, None] * drift
    return np.einsum("st,st->s", error, error), first, share


def _continue(values: Floats, steps: int, first: Floats, share: Floats, weight: Floats) -> Floats:
    count = values.shape[1]
    level = first.copy()
    for i in range(count):
        level = weight * values[:, i] + (1 - weight) * level
    intercepts, slopes = _running_trends(values)
    intercept, slope = intercepts[:, -1], slopes[:, -1]
    mean = values.mean(axis=1)
    ahead = np.empty((len(values), steps))
    for step in range(steps):
        i = count + step
        value = level + share * _drift(intercept, slope, weight, i)
        ahead[:, step] = value
        level = weight * value + (1 - weight) * level
        slope = ((i - 1) * slope + 6 * (value - mean) / (i + 1)) / (i + 2)
        mean = (i * mean + value) / (i + 1)
        intercept = mean - slope * (i + 2) / 2
    return ahead
