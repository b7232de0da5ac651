"""Fits the constants of data/prior.json on public series: how growth passes on, how far we err.

    python scripts/outlook_prior.py

Reads the M3 competition and Vietnam's monthly reports from ../shared/data/series. What is written
are constants only; no value of any series is.
"""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.series.published import Case, m3_cases, vietnam_cases  # noqa: E402

from tiendo.outlook.arrays import Floats  # noqa: E402
from tiendo.outlook.block import Block  # noqa: E402
from tiendo.outlook.calibration import with_enough_history  # noqa: E402
from tiendo.outlook.components import smoothed_estimates  # noqa: E402
from tiendo.outlook.engines import Engine  # noqa: E402
from tiendo.outlook.error_law import PROBABILITIES, ErrorLaw  # noqa: E402
from tiendo.outlook.judging import Judged, judge  # noqa: E402
from tiendo.outlook.pass_through import fit_pass_through  # noqa: E402
from tiendo.outlook.peers import lent_profiles  # noqa: E402

TARGET = ROOT / "src" / "tiendo" / "outlook" / "data" / "prior.json"
SOURCE = (
    "Fitted by scripts/outlook_prior.py on the M3 competition (Makridakis and Hibon 2000) and the "
    "monthly reports of the General Statistics Office of Vietnam 2012-2025; constants only"
)
FIRST_GUESS = np.tile([0.0, 0.4, 0.15, 0.1], (3, 1))
NORMAL_SCORES = np.array([0.0] * len(PROBABILITIES))


def main() -> None:
    """Fit every frequency, month and kind of figure, and write the file."""
    priors = []
    for periods in (12, 4):
        for known in range(1, periods):
            for stock in (False, True):
                priors.append(_fit(periods, known, stock))
                print(periods, known, "stock" if stock else "flow", _said(priors[-1]))
    document = {"source": SOURCE, "priors": priors}
    TARGET.write_text(json.dumps(document, indent=1) + "\n", encoding="utf-8")


def _said(prior: dict[str, Any]) -> str:
    return (
        f"pass-through {prior['pass_through']}, error exp({prior['level']}) v^{prior['slope']}, "
        f"without history {prior['short']}"
    )


def _fit(periods: int, known: int, stock: bool) -> dict[str, Any]:
    long = _blocks(periods, known, stock, (3, 5, None))
    blocks = [block for block, _ in long]
    profiles = lent_profiles(blocks)
    spreads = [
        smoothed_estimates(block, profile).spread
        for block, profile in zip(blocks, profiles, strict=True)
    ]
    coefficients = fit_pass_through(blocks, spreads, FIRST_GUESS).coefficients
    errors, expected_from, own = [], [], []
    for block, actual in long:
        [judged] = judge([block], Engine.QUICK, coefficients)
        errors.append(np.log(actual / judged.centre))
        expected_from.append(judged.estimates.spread)
        own.append(judged)
    error, spread = np.concatenate(errors), np.concatenate(expected_from)
    level, slope = _volatility_law(np.abs(error), spread)
    short = [_typical(periods, known, stock, years, coefficients) for years in (0, 1)]
    law = ErrorLaw(NORMAL_SCORES, level, slope, (short[0], short[1]), 0)
    scores = np.concatenate([_scores(law, one, e) for one, e in zip(own, errors, strict=True)])
    quantiles = np.quantile(scores, PROBABILITIES) - np.median(scores)
    return {
        "periods": periods,
        "known": known,
        "stock": stock,
        "pass_through": np.round(coefficients, 3).tolist(),
        "level": round(level, 3),
        "slope": round(slope, 3),
        "short": [round(value, 4) for value in short],
        "scores": np.round(quantiles, 3).tolist(),
    }


def _scores(law: ErrorLaw, judged: Judged, error: Floats) -> Floats:
    expected = law.expected_error(judged.estimates.spread, judged.block.years)
    return np.asarray(error / law.scale(expected, with_enough_history(judged)))


def _volatility_law(error: Floats, spread: Floats) -> tuple[float, float]:
    """Return level and slope of ln(standard error) on ln(spread), by robust classes."""
    order = np.argsort(spread)
    classes = np.array_split(order, 12)
    x = np.array([np.log(np.median(spread[c])) for c in classes])
    y = np.array([np.log(np.median(error[c]) / 0.674) for c in classes])
    slope, level = np.polyfit(x, y, 1)
    return float(level), float(slope)


def _typical(periods: int, known: int, stock: bool, years: int, prior: Floats) -> float:
    """Return the standard error with no or one year of history.

    From the error that a fifth of the series exceed: nothing tells yet which series are calm.
    """
    found = []
    for block, actual in _blocks(periods, known, stock, (years,)):
        profiles = None
        if years == 0:
            # A group's own profile stands in for the one of peers that a call brings along.
            profiles = [np.full(block.size, 1.0 if stock else known / periods)]
        [judged] = judge([block], Engine.QUICK, prior, profiles=profiles)
        found.append(np.abs(np.log(actual / judged.centre)))
    return float(np.quantile(np.concatenate(found), 0.8) / 1.28)


def _blocks(
    periods: int, known: int, stock: bool, histories: tuple[int | None, ...]
) -> list[tuple[Block, Floats]]:
    cases: list[Case] = []
    for history in histories:
        for back in (1, 2, 3):
            cases += m3_cases(periods, known, history, back=back)
    if periods == 12 and not stock:
        cases += [
            _cut(case, h) for case in vietnam_cases(known, range(2017, 2025)) for h in histories
        ]
    shapes: dict[int, list[Case]] = {}
    for case in cases:
        shapes.setdefault(min(len(case.past), 10), []).append(case)
    return [
        _block(group, stock) for years, group in sorted(shapes.items()) if _asked(years, histories)
    ]


def _asked(years: int, histories: tuple[int | None, ...]) -> bool:
    return years >= 2 if None in histories else years in histories


def _cut(case: Case, history: int | None) -> Case:
    past = case.past if history is None else case.past[max(0, len(case.past) - history) :]
    return replace(case, past=past)


def _block(cases: list[Case], stock: bool) -> tuple[Block, Floats]:
    years = min(len(cases[0].past), 10)
    past = np.stack([case.past[len(case.past) - years :] for case in cases])
    now = np.stack([case.now for case in cases])
    scale = np.concatenate([past.reshape(len(now), -1), now], axis=1).mean(axis=1)
    actual = np.array([case.final if stock else case.actual for case in cases])
    topics = sorted({case.topic for case in cases})
    groups = np.array([topics.index(case.topic) for case in cases])
    block = Block(
        past / scale[:, None, None], now / scale[:, None], stock, np.zeros(len(now), bool), groups
    )
    return block, actual / scale


if __name__ == "__main__":
    main()
