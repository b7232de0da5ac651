"""How much of the growth so far the rest of the year repeats.

Officials take all of it. On real series it is a third to two thirds, more in calm series and more
at constant prices; it is fitted on all series of a call together, pulled to what was fitted
before on public series (data/prior.json).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from tiendo.outlook.arrays import Booleans, Floats, Integers
from tiendo.outlook.block import Block
from tiendo.outlook.proportions import LARGEST_GROWTH, features, log_growth

CALM, MIDDLE, VOLATILE = 0, 1, 2
_SPREADS = (0.03, 0.1)  # typical errors of the next month that part the three classes
# At constant prices growth persists: a share of it, and the rest at the series' own mean growth
# (measured on Vietnam's gross domestic product: docs/outlook.md).
_CONSTANT = np.array([0.0, 0.6, 0.0, 0.4])
_PRIOR_ROWS, _CONSTANT_ROWS = 60.0, 400.0
# With fewer series-years the packaged fit is used as it is: a revision of one series must not move
# the outlook of the few others that happen to be asked along with it.
_FEWEST_ROWS = 60
_TYPICAL_KNOWN = np.array([0.1, 0.15, 0.15, 0.1])  # size of the four known growths
_TYPICAL_ERROR = 0.08
_YEARS_BACK = 4


@dataclass(frozen=True, slots=True, eq=False)
class PassThrough:
    """Coefficients of the known growths (proportions.features), one row a class of volatility.

    Attributes:
        coefficients: 3 x 4, of calm, middling and volatile series.
        constant: 4 numbers, of series at constant prices.
    """

    coefficients: Floats
    constant: Floats

    def rest_of_year(self, block: Block, spread: Floats) -> Floats:
        """Return the year's figure: last year's rest, grown.

        Args:
            block: the series, at least a year of history each.
            spread: typical errors of the next period, in logarithms; NaN where unknown.
        """
        chosen = self.coefficients[volatility_class(spread)]
        chosen = np.where(block.constant[:, None], self.constant, chosen)
        growth = (features(block) * chosen).sum(axis=1)
        held = np.clip(growth, -LARGEST_GROWTH, LARGEST_GROWTH)
        return block.add_rest(block.rests()[:, -1] * np.exp(held))


def volatility_class(spread: Floats) -> Integers:
    """Return CALM, MIDDLE or VOLATILE of each series; VOLATILE where nothing is known."""
    classes = np.digitize(spread, _SPREADS)
    return np.where(np.isfinite(spread), classes, VOLATILE).astype(np.int64)


def fit_pass_through(
    blocks: Sequence[Block], spreads: Sequence[Floats], prior: Floats
) -> PassThrough:
    """Fit how growth passed on in the past years of some blocks.

    Args:
        blocks: of one frequency and month; those with a year of history only add nothing.
        spreads: of each block, the typical errors of the next period of its series.
        prior: 3 x 4 coefficients that the fit is pulled to, as by some 60 series-years; with fewer
            than that they are kept.
    """
    known, answers, classes, constant = _record(blocks, spreads)
    ordinary = ~constant
    rows = prior
    if ordinary.sum() >= _FEWEST_ROWS:
        rows = _fitted(known[ordinary], answers[ordinary], classes[ordinary], prior)
    persistent = _CONSTANT
    if constant.sum() >= _FEWEST_ROWS:
        persistent = least_absolute(known[constant], answers[constant], _CONSTANT, _CONSTANT_ROWS)
    return PassThrough(rows, persistent)


def _fitted(known: Floats, answers: Floats, classes: Integers, prior: Floats) -> Floats:
    pooled = least_absolute(known, answers, prior.mean(axis=0), _PRIOR_ROWS)
    # Few rows stay with what was fitted before, many follow their own pool.
    trust = len(answers) / (len(answers) + _PRIOR_ROWS)
    rows = []
    for volatility in (CALM, MIDDLE, VOLATILE):
        mine = classes == volatility
        start = trust * pooled + (1 - trust) * prior[volatility]
        rows.append(least_absolute(known[mine], answers[mine], start, _PRIOR_ROWS))
    return np.array(rows)


def least_absolute(known: Floats, answers: Floats, prior: Floats, prior_rows: float) -> Floats:
    """Return coefficients of least absolute error, pulled to `prior` as by some rows.

    By iteratively reweighted least squares. Errors are absolute because series are of every kind,
    and one that exploded must not decide for the others.
    """
    coefficients = prior.copy()
    if not len(answers):
        return coefficients
    strength = prior_rows * _TYPICAL_KNOWN**2 / _TYPICAL_ERROR
    for _ in range(30):
        error = np.abs(answers - known @ coefficients)
        weight = 1 / np.maximum(error, 0.005)
        left = known.T @ (weight[:, None] * known) + np.diag(strength)
        right = known.T @ (weight * answers) + strength * prior
        coefficients = np.linalg.solve(left, right).astype(np.float64)
    return coefficients


def _record(
    blocks: Sequence[Block], spreads: Sequence[Floats]
) -> tuple[Floats, Floats, Integers, Booleans]:
    """Return known growths, growth of the rest, class and price basis of past series-years."""
    known, answers, classes, constant = [np.empty((0, 4))], [np.empty(0)], [], []
    for block, spread in zip(blocks, spreads, strict=True):
        rests = block.rests()
        # Years before which there is one more tell the mean growth too; else any year must do.
        fewest = 2 if block.years > 2 else 1
        for year in range(block.years - 1, max(fewest, block.years - _YEARS_BACK) - 1, -1):
            known.append(features(block.as_of_year(block.years - year)))
            answers.append(log_growth(rests[:, year], rests[:, year - 1]))
            classes.append(volatility_class(spread))
            constant.append(block.constant)
    return (
        np.concatenate(known),
        np.concatenate(answers),
        np.concatenate(classes or [np.empty(0, np.int64)]),
        np.concatenate(constant or [np.empty(0, bool)]),
    )
