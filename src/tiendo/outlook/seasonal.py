"""The pattern of the year in a series, shrunk towards none where the record is too noisy.

Ratios to a centred moving average, as in classical decomposition. Three years give each month two
or three ratios, so their mean is as much noise as pattern; it is pulled towards no pattern by the
share of its variance that noise explains (James and Stein 1961; for seasonal indices Miller and
Williams 2003, International Journal of Forecasting 19).
"""

from __future__ import annotations

import numpy as np

from tiendo.outlook.arrays import Floats

_KEEP_POWER = 0.75  # between full shrinkage (1) and its root, the two best in benchmarks/outlook.py
_TINY = 1e-12


def seasonal_factors(values: Floats, periods: int) -> Floats:
    """Return the factor of each period of the year, with mean one.

    Args:
        values: positive, one row a series, whole years first, in order of time; at least
            periods + 2 columns.
        periods: how many of them make a year, 12 or 4.

    Returns:
        One row a series, one column a period of the year.
    """
    deviations = _by_year(np.log(values) - np.log(_moving_average(values, periods)), periods)
    known = np.isfinite(deviations)
    counts = known.sum(axis=1)
    mean = np.where(known, deviations, 0.0).sum(axis=1) / np.maximum(counts, 1)
    noise = np.where(known, deviations - mean[:, None, :], 0.0)
    freedom = np.maximum(counts.sum(axis=1) - periods, 1)
    noise_variance = (noise**2).sum(axis=(1, 2)) / freedom / counts.mean(axis=1)
    pattern_variance = mean.var(axis=1)
    kept = np.clip(1 - noise_variance / np.maximum(pattern_variance, _TINY), 0.0, 1.0)
    # With a single ratio a month nothing tells noise from pattern: half is kept.
    kept = np.where(counts.sum(axis=1) > periods, kept**_KEEP_POWER, 0.5)
    factors = np.exp(mean * kept[:, None])
    normal: Floats = factors / factors.mean(axis=1, keepdims=True)
    return normal


def _moving_average(values: Floats, periods: int) -> Floats:
    """Return the centred average over a year, NaN where it does not reach."""
    half, count = periods // 2, values.shape[1]
    average = np.full_like(values, np.nan)
    total = np.cumsum(np.pad(values, ((0, 0), (1, 0))), axis=1)
    middle = np.arange(half, count - half)
    inner = total[:, middle + half] - total[:, middle - half + 1]
    ends = values[:, middle - half] + values[:, middle + half]
    average[:, middle] = (inner + ends / 2) / periods
    return average


def _by_year(values: Floats, periods: int) -> Floats:
    short = (-values.shape[1]) % periods
    padded = np.pad(values, ((0, 0), (0, short)), constant_values=np.nan)
    return padded.reshape(len(values), -1, periods)
