"""The fast models against slow ones: the library's, and loops that anyone can follow."""

from __future__ import annotations

import numpy as np
import pytest

from tiendo.outlook.arrays import Floats
from tiendo.outlook.damped import damped_forecast
from tiendo.outlook.proportions import log_growth
from tiendo.outlook.seasonal import seasonal_factors
from tiendo.outlook.theta import theta_forecast

CHANCE = np.random.default_rng(4)
LEVELS = 100 + np.cumsum(CHANCE.normal(0.3, 1, (12, 40)), axis=1) + CHANCE.normal(0, 1, (12, 40))


def test_dynamic_theta_agrees_with_the_library() -> None:
    from statsforecast.theta import auto_theta, forecast_theta

    ours = theta_forecast(LEVELS, 9).sum(axis=1)
    theirs = [
        forecast_theta(auto_theta(row, m=1, model="DOTM", decomposition_type="multiplicative"), 9)[
            "mean"
        ].sum()
        for row in LEVELS
    ]
    assert np.median(np.abs(ours / theirs - 1)) < 0.001
    assert np.abs(ours / theirs - 1).max() < 0.02  # the library's search ends at local optima


def damped_by_hand(
    line: Floats, level_weight: float, trend_weight: float, damping: float, first: Floats
) -> tuple[float, float, float]:
    """Return squared errors, last level and last trend, one step after the other."""
    level, trend = first
    squares = 0.0
    for value in line:
        expected = level + damping * trend
        error = value - expected
        squares += error**2
        level = expected + level_weight * error
        trend = damping * trend + trend_weight * error
    return squares, level, trend


def test_damped_smoothing_is_the_weighted_mean_of_settings_fitted_one_by_one() -> None:
    from scipy.optimize import minimize

    from tiendo.outlook.damped import _SETTINGS

    line = np.log(LEVELS[0])
    centred = line - line.mean()
    criteria, forecasts = [], []
    for level_weight, trend_weight, damping, parameters in zip(
        _SETTINGS.level, _SETTINGS.trend, _SETTINGS.damping, _SETTINGS.parameters, strict=True
    ):
        setting = (level_weight, trend_weight, damping)
        start = np.array([centred[0], 0.0])
        fitted = minimize(lambda x, s=setting: damped_by_hand(centred, *s, x)[0], start)
        squares, level, trend = damped_by_hand(centred, *setting, fitted.x)
        count = len(line)
        criteria.append(
            count * np.log(squares / count) + 2 * parameters * count / (count - 1 - parameters)
        )
        forecasts.append(level + trend * np.cumsum(damping ** np.arange(1, 7)))
    weights = np.exp(-0.5 * (np.array(criteria) - min(criteria)))
    expected = weights @ np.array(forecasts) / weights.sum() + line.mean()
    ours, _ = damped_forecast(line[None], 6)
    assert ours[0] == pytest.approx(expected, abs=2e-4)


def test_the_season_of_a_clean_series_is_found() -> None:
    pattern = np.tile([0.8, 0.9, 1.1, 1.2], 5)
    trend = 1.01 ** np.arange(20)
    found = seasonal_factors((pattern * trend)[None], 4)[0]
    assert found == pytest.approx([0.8, 0.9, 1.1, 1.2], rel=0.01)


def test_a_season_that_is_noise_is_shrunk_away() -> None:
    noise = np.exp(np.random.default_rng(1).normal(0, 0.1, (50, 39)))
    raw = np.abs(np.log(seasonal_factors(noise, 12)))
    assert float(np.median(raw)) < 0.03


def test_growth_is_held_and_nothing_over_nothing_is_none() -> None:
    assert log_growth(np.array([0.0, 5.0, 100.0]), np.array([0.0, 0.0, 1.0])) == pytest.approx(
        [0.0, 1.1, 1.1]
    )
