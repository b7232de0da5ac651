"""How far outlooks of a kind were off: one law of scaled errors, and each series' own scale.

Split conformal prediction on ln(actual / outlook) (Vovk, Gammerman and Shafer 2005; for forecasts
Stankeviciute and others 2021). Errors of all series are pooled after each was divided by its
series' scale, an empirical-Bayes mean of what the volatility of the series lets expect and of its
own past errors. Without the scale, intervals are right on average and wrong for every series.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tiendo.outlook.arrays import Floats

PROBABILITIES = np.array(
    (0.005, 0.01, 0.025, *np.arange(0.05, 0.96, 0.05).round(2), 0.975, 0.99, 0.995)
)
_PRIOR_WEIGHT = 3.0  # what volatility lets expect counts like three own past errors
_TAIL_STEEPNESS = 2.0
_SMALLEST_SCALE = 1e-4
_WORTH_OF_A_YEAR, _PACKAGED_WORTH, _FEWEST_ERRORS = 150, 150.0, 20


@dataclass(frozen=True, slots=True, eq=False)
class ErrorLaw:
    """Errors of one month of the year, in logarithms.

    Attributes:
        scores: quantiles of scaled errors at PROBABILITIES, increasing, the middle one zero.
        level, slope: a series with typical next-period error v expects exp(level) * v**slope.
        short: the expected error with no year of history where nothing tells how uneven this year
            is, and with one year.
        young: level and slope, alike, with no year of history: v is how uneven this year is.
        count: how many errors of the call's own series are behind it, 0 for the packaged one.
    """

    scores: Floats
    level: float
    slope: float
    short: tuple[float, float]
    young: tuple[float, float]
    count: int

    def expected_error(self, spread: Floats, years: int) -> Floats:
        """Return the error that volatility and length of history let expect, one a series.

        Where nothing is known of volatility, only sums, it is that of a short history.
        """
        if years == 1:
            alike: Floats = np.full(len(spread), self.short[1])
            return alike
        level, slope = (self.level, self.slope) if years else self.young
        safe = np.maximum(spread, _SMALLEST_SCALE)
        unknown = self.short[min(years, 1)]
        expected: Floats = np.where(np.isfinite(safe), np.exp(level) * safe**slope, unknown)
        return expected

    def scale(self, expected: Floats, errors: Floats) -> Floats:
        """Return each series' scale from its expected and its past errors (series x years, NaN)."""
        known = np.isfinite(errors)
        squares = np.where(known, errors, 0.0) ** 2
        mean = (_PRIOR_WEIGHT * expected**2 + squares.sum(axis=1)) / (
            _PRIOR_WEIGHT + known.sum(axis=1)
        )
        scale: Floats = np.maximum(np.sqrt(mean), _SMALLEST_SCALE)
        return scale

    def scores_of(self, expected: Floats, errors: Floats) -> Floats:
        """Return past errors, each divided by the scale that the series' other errors give."""
        scores = np.full_like(errors, np.nan)
        for column in range(errors.shape[1]):
            others = np.delete(errors, column, axis=1)
            scores[:, column] = errors[:, column] / self.scale(expected, others)
        return scores

    def quantile(self, probability: float) -> float:
        """Return the scaled error that is not exceeded with a probability within the grid."""
        return float(np.interp(probability, PROBABILITIES, self.scores))

    def exceeding(self, score: float) -> float:
        """Return the chance of a scaled error of at least `score`; exponential tails."""
        low, high = float(self.scores[0]), float(self.scores[-1])
        if score < low:
            return 1 - float(PROBABILITIES[0] * np.exp(_TAIL_STEEPNESS * (1 - score / low)))
        if score > high:
            return float((1 - PROBABILITIES[-1]) * np.exp(_TAIL_STEEPNESS * (1 - score / high)))
        return 1 - float(np.interp(score, self.scores, PROBABILITIES))


def pooled_scores(own: Floats, years: int, prior: Floats) -> Floats:
    """Return quantiles of scaled errors of the call's own series, blended with packaged ones.

    Args:
        own: scaled errors, any order.
        years: from how many past years they come; errors of a year share its shocks, so that many
            series of one year still say little.
        prior: packaged quantiles at PROBABILITIES.
    """
    weight = trust_in(len(own), years)
    if weight == 0:
        return prior
    count = len(own)
    # The (n + 1)th part of conformal prediction: the next error may exceed all known ones.
    reach = np.clip(PROBABILITIES * (count + 1) / count - 0.5 / count, 0.0, 1.0)
    blended = weight * np.quantile(own, reach) + (1 - weight) * prior
    centred: Floats = blended - np.interp(0.5, PROBABILITIES, blended)
    rising: Floats = np.maximum.accumulate(centred + np.arange(len(centred)) * 1e-9)
    return rising - np.interp(0.5, PROBABILITIES, rising)


def trust_in(count: int, years: int) -> float:
    """Return how much own errors count beside packaged ones, 0 to 1.

    Errors of a year share its shocks, so that a year counts like 150 errors at most.
    """
    worth = min(count, _WORTH_OF_A_YEAR * years)
    return worth / (worth + _PACKAGED_WORTH) if count >= _FEWEST_ERRORS else 0.0
