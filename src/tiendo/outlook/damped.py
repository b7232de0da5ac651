"""Exponential smoothing with a damped trend on logarithms, averaged over its settings.

Hyndman, Koehler, Ord and Snyder (2008), "Forecasting with Exponential Smoothing": the innovations
models ETS(A,N,N) and ETS(A,Ad,N). Given the smoothing weights, both are linear in their first
states, which therefore have a closed form. Settings are weighed by their corrected Akaike
criterion instead of choosing one: on short series the best one is mostly luck (docs/outlook.md).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tiendo.outlook.arrays import Floats

_LEVEL_WEIGHTS = np.linspace(0.05, 0.99, 10)
_TREND_LEVEL_WEIGHTS = (0.05, 0.15, 0.3, 0.5, 0.75, 0.99)
_TREND_WEIGHTS = (0.0, 0.02, 0.1, 0.3)
_DAMPINGS = (0.8, 0.9, 0.98)
_TINY = 1e-12
_RIDGE = 1e-9  # keeps the two first states apart where hardly any point tells them apart


@dataclass(frozen=True, slots=True)
class _Settings:
    """Smoothing weights of level and trend, damping, and how many numbers each model fits."""

    level: Floats
    trend: Floats
    damping: Floats
    parameters: Floats


def _all_settings() -> _Settings:
    rows = [(float(level), 0.0, 0.0, 3.0) for level in _LEVEL_WEIGHTS]
    for level in _TREND_LEVEL_WEIGHTS:
        for trend in _TREND_WEIGHTS:
            for damping in _DAMPINGS:
                if trend <= level:
                    rows.append((level, trend, damping, 5.0 + (trend > 0)))
    table = np.array(rows)
    return _Settings(table[:, 0], table[:, 1], table[:, 2], table[:, 3])


_SETTINGS = _all_settings()


def damped_forecast(logarithms: Floats, steps: int) -> tuple[Floats, Floats]:
    """Return forecasts and the typical one-step error of series without seasonal pattern.

    Args:
        logarithms: natural logarithms, one row a series, in order of time, without gaps; at least
            nine columns.
        steps: how many periods ahead, at least one.

    Returns:
        Forecasts (series x steps, logarithms), and the root mean square of the errors one period
        ahead of each series.
    """
    centre = logarithms.mean(axis=1, keepdims=True)
    errors, level, trend = _run(logarithms - centre)
    weights, spread = _weigh(errors, logarithms.shape[1])
    reach = np.cumsum(_SETTINGS.damping[:, None] ** np.arange(1, steps + 1), axis=1)
    ahead = np.einsum("gs,gs->s", weights, level)[:, None] + np.einsum(
        "gs,gs,gt->st", weights, trend, reach, optimize=True
    )
    return ahead + centre, spread


def _run(values: Floats) -> tuple[Floats, Floats, Floats]:
    """Return squared errors (settings x series), last level and last trend of every setting."""
    count, size = values.shape[1], len(values)
    settings = len(_SETTINGS.level)
    level, trend = np.zeros((settings, size)), np.zeros((settings, size))
    response = _responses(count)
    # Errors that the data give with zero first states; their products with the responses to a
    # first level and a first trend of one are all that least squares needs.
    squares = np.zeros((settings, size))
    product_level, product_trend = np.zeros_like(squares), np.zeros_like(squares)
    for t in range(count):
        expected = level + _SETTINGS.damping[:, None] * trend
        error = values[:, t] - expected
        squares += error * error
        product_level += error * response.level[t][:, None]
        product_trend += error * response.trend[t][:, None]
        level = expected + _SETTINGS.level[:, None] * error
        trend = _SETTINGS.damping[:, None] * trend + _SETTINGS.trend[:, None] * error
    first_level, first_trend = _first_states(response, product_level, product_trend)
    squares -= first_level * product_level + first_trend * product_trend
    end = response.end
    level += end[0][:, None] * first_level + end[1][:, None] * first_trend
    trend += end[2][:, None] * first_level + end[3][:, None] * first_trend
    return np.maximum(squares, 0.0), level, trend


@dataclass(frozen=True, slots=True)
class _Response:
    """How expectations (points x settings) and the last states answer first states of one.

    `end` holds the last level of a first level, of a first trend, the last trend of each.
    """

    level: Floats
    trend: Floats
    end: Floats


def _responses(count: int) -> _Response:
    weights = _SETTINGS
    states = np.array(
        [np.ones_like(weights.level), np.zeros_like(weights.level)] * 2
    )  # level and trend of a first level, level and trend of a first trend
    states[2], states[3] = 0.0, (weights.damping > 0).astype(float)
    seen = np.empty((2, count, len(weights.level)))
    for t in range(count):
        for row in (0, 1):
            level, trend = states[2 * row], states[2 * row + 1]
            expected = level + weights.damping * trend
            seen[row, t] = expected
            states[2 * row] = expected - weights.level * expected
            states[2 * row + 1] = weights.damping * trend - weights.trend * expected
    return _Response(seen[0], seen[1], np.array([states[0], states[2], states[1], states[3]]))


def _first_states(
    response: _Response, product_level: Floats, product_trend: Floats
) -> tuple[Floats, Floats]:
    aa = (response.level**2).sum(axis=0)[:, None] + _RIDGE
    bb = (response.trend**2).sum(axis=0)[:, None] + _RIDGE
    ab = (response.level * response.trend).sum(axis=0)[:, None]
    determinant = aa * bb - ab * ab
    first_level = (bb * product_level - ab * product_trend) / determinant
    first_trend = (aa * product_trend - ab * product_level) / determinant
    return first_level, first_trend


def _weigh(squares: Floats, count: int) -> tuple[Floats, Floats]:
    """Return the weight of each setting (settings x series) and the typical one-step error."""
    parameters = _SETTINGS.parameters[:, None]
    room = max(count - 1.0, 1.0) - parameters
    criterion = count * np.log(squares / count + _TINY) + 2 * parameters * count / np.maximum(
        room, 1.0
    )
    weights = np.exp(-0.5 * (criterion - criterion.min(axis=0)))
    weights /= weights.sum(axis=0)
    variance = np.einsum("gs,gs->s", weights, squares / np.maximum(count - parameters, 1.0))
    return weights, np.sqrt(variance)
