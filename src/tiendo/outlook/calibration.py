"""The error laws that a set of series was judged with, and the vintage of the data behind them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from tiendo.outlook.arrays import Floats
from tiendo.outlook.error_law import PROBABILITIES, ErrorLaw, pooled_scores, trust_in
from tiendo.outlook.judging import Judged

# Half of all normal errors are smaller than 0.674 standard deviations.
_MEDIAN_TO_DEVIATION = float(np.log(1 / 0.674))
_FEWEST_YEARS = 2

Kind = tuple[int, int, bool]
"""Periods of a year, how many are known, and whether the year's figure is its last period's."""


@dataclass(frozen=True, slots=True, eq=False)
class Calibration:
    """How far outlooks were off, by kind, as it was known on a date.

    Attributes:
        vintage: what data stood behind it, such as the date as of which figures were read.
        laws: the error law of each kind.
    """

    vintage: str
    laws: Mapping[Kind, ErrorLaw]

    def as_json(self) -> dict[str, Any]:
        """Return the calibration as plain values; `from_json` reads them."""
        return {
            "vintage": self.vintage,
            "laws": [
                {
                    "periods": periods,
                    "known": known,
                    "last": is_last,
                    "scores": law.scores.tolist(),
                    "level": law.level,
                    "slope": law.slope,
                    "short": list(law.short),
                    "young": list(law.young),
                    "count": law.count,
                }
                for (periods, known, is_last), law in self.laws.items()
            ],
        }

    @classmethod
    def from_json(cls, said: Mapping[str, Any]) -> Calibration:
        """Read what `as_json` returned; the numbers are the same to the last digit.

        Raises:
            KeyError, TypeError, ValueError: if it is something else.
        """
        laws = {
            (int(row["periods"]), int(row["known"]), bool(row["last"])): ErrorLaw(
                scores=np.array(row["scores"], dtype=float),
                level=float(row["level"]),
                slope=float(row["slope"]),
                short=(float(row["short"][0]), float(row["short"][1])),
                young=(float(row["young"][0]), float(row["young"][1])),
                count=int(row["count"]),
            )
            for row in said["laws"]
        }
        if any(law.scores.shape != PROBABILITIES.shape for law in laws.values()):
            raise ValueError("a law has not one score for each probability")
        return cls(str(said["vintage"]), laws)


def fit_law(judged: Sequence[Judged], packaged: ErrorLaw) -> ErrorLaw:
    """Return the error law of series judged together, blended with the packaged one.

    Args:
        judged: blocks of one frequency, month and kind of figure.
        packaged: what was fitted on public series beforehand.
    """
    level = _level(judged, packaged)
    law = ErrorLaw(packaged.scores, level, packaged.slope, packaged.short, packaged.young, 0)
    scores, years = [np.empty(0)], 0
    for one in judged:
        enough = with_enough_history(one).shape[1]
        if enough:
            expected = law.expected_error(one.estimates.spread, one.block.years)
            mine = law.scores_of(expected, one.comparable)[:, :enough]
            scores.append(mine[np.isfinite(mine)])
            years = max(years, enough)
    own = np.concatenate(scores)
    return ErrorLaw(
        scores=pooled_scores(own, years, packaged.scores),
        level=level,
        slope=packaged.slope,
        short=packaged.short,
        young=packaged.young,
        count=len(own),
    )


def with_enough_history(judged: Judged) -> Floats:
    """Return the past errors that were made with at least two years of history.

    Outlooks with a single year behind them were worse, and would widen today's intervals; those
    from sums alone are of another kind.
    """
    enough = judged.block.years - _FEWEST_YEARS if judged.block.smooths else 0
    return judged.errors[:, : max(enough, 0)]


def _level(judged: Sequence[Judged], packaged: ErrorLaw) -> float:
    found, years = [np.empty(0)], 0
    for one in judged:
        if not one.block.smooths:
            continue
        errors = np.abs(with_enough_history(one))
        years = max(years, errors.shape[1])
        usual = packaged.slope * np.log(np.maximum(one.estimates.spread, 1e-4))
        with np.errstate(divide="ignore"):
            difference = np.log(errors) - usual[:, None]
        found.append(difference[np.isfinite(difference)])
    own = np.concatenate(found)
    if not len(own):
        return packaged.level
    trust = trust_in(len(own), years)
    return float(trust * (np.median(own) + _MEDIAN_TO_DEVIATION) + (1 - trust) * packaged.level)
