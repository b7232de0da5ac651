"""Fits the constants of data/prior.json on public series: how growth passes on, how far we err.

    python scripts/outlook_prior.py
    python scripts/outlook_prior.py --young     only what is said of series without a past year

Reads the M3 competition and Vietnam's monthly reports from ../shared/data/series. What is written
are constants only; no value of any series is.
"""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.series.published import (  # noqa: E402
    Case,
    m3_cases,
    vietnam_cases,
    young_cases,
)

from tiendo.outlook.arrays import Floats  # noqa: E402
from tiendo.outlook.block import Block  # noqa: E402
from tiendo.outlook.calibration import with_enough_history  # noqa: E402
from tiendo.outlook.components import smoothed_estimates, within_year_spread  # noqa: E402
from tiendo.outlook.engines import Engine  # noqa: E402
from tiendo.outlook.error_law import PROBABILITIES, ErrorLaw  # noqa: E402
from tiendo.outlook.judging import Judged, judge  # noqa: E402
from tiendo.outlook.pace_rules import linear_pace  # noqa: E402
from tiendo.outlook.pass_through import fit_pass_through  # noqa: E402
from tiendo.outlook.peers import lent_profiles  # noqa: E402

TARGET = ROOT / "src" / "tiendo" / "outlook" / "data" / "prior.json"
SOURCE = (
    "Fitted by scripts/outlook_prior.py on the M3 competition (Makridakis and Hibon 2000) and the "
    "monthly reports of the General Statistics Office of Vietnam 2012-2025; constants only"
)
FIRST_GUESS = np.tile([0.0, 0.4, 0.15, 0.1], (3, 1))
_YOUNG_SLOPE = 1.0
_YOUNG_COVERED, _SUMS_COVERED = 0.84, 0.86  # parts of the years that the 80 % interval shall hold
NORMAL_SCORES = np.array([0.0] * len(PROBABILITIES))


def main() -> None:
    """Fit every frequency, month and kind of figure, and write the file."""
    if sys.argv[1:] == ["--young"]:
        _refit_young()
        return
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
    short = (0.0, _typical_after_one_year(periods, known, stock, coefficients))
    law = ErrorLaw(NORMAL_SCORES, level, slope, short, (0.0, 1.0), 0)
    scores = np.concatenate([_scores(law, one, e) for one, e in zip(own, errors, strict=True)])
    quantiles = np.quantile(scores, PROBABILITIES) - np.median(scores)
    young = _young(periods, known, stock, quantiles)
    return {
        "periods": periods,
        "known": known,
        "stock": stock,
        "pass_through": np.round(coefficients, 3).tolist(),
        "level": round(level, 3),
        "slope": round(slope, 3),
        "short": [round(young.sums_only, 4), round(short[1], 4)],
        "young": [round(young.level, 3), _YOUNG_SLOPE],
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


def _typical_after_one_year(periods: int, known: int, stock: bool, prior: Floats) -> float:
    """Return the standard error with one year of history.

    From the error that a fifth of the series exceed: nothing tells yet which series are calm.
    """
    found = []
    for block, actual in _blocks(periods, known, stock, (1,)):
        [judged] = judge([block], Engine.QUICK, prior)
        found.append(np.abs(np.log(actual / judged.centre)))
    return float(np.quantile(np.concatenate(found), 0.8) / 1.28)


@dataclass(frozen=True, slots=True)
class Young:
    """How far outlooks without a past year err: exp(level) x unevenness, or of sums alone."""

    level: float
    sums_only: float


def _young(periods: int, known: int, stock: bool, scores: Floats) -> Young:
    """Fit the scale by which the intervals hold the years they should, each source weighing alike.

    The scale grows in proportion to how uneven the known periods are. Where sums alone are known
    nothing tells the calm series, and the scale must do for Vietnam's too.
    """
    needed, uneven, weights, of_all, weights_of_all = [], [], [], [], []
    for cases in _young_sources(periods, known, stock).values():
        scale, spread = _scale_needed(cases, periods, stock, scores)
        of_all.append(scale)
        weights_of_all.append(np.full(len(scale), 1 / len(scale)))
        told = np.isfinite(spread)
        if told.any():
            needed.append(scale[told])
            uneven.append(spread[told])
            weights.append(np.full(told.sum(), 1 / told.sum()))
    sums_only = _quantile(np.concatenate(of_all), np.concatenate(weights_of_all), _SUMS_COVERED)
    if not needed:
        return Young(float(np.log(sums_only)), sums_only)
    ratio = np.concatenate(needed) / np.concatenate(uneven) ** _YOUNG_SLOPE
    level = float(np.log(_quantile(ratio, np.concatenate(weights), _YOUNG_COVERED)))
    return Young(level, sums_only)


def _young_sources(
    periods: int, known: int, stock: bool, *, first_only: bool = False
) -> dict[str, list[Case]]:
    sources = young_cases(periods, known, first_only=first_only)
    return {"M3": sources["M3"]} if stock else sources


def _scale_needed(
    cases: list[Case], periods: int, stock: bool, scores: Floats
) -> tuple[Floats, Floats]:
    """Return the scale at which the 80 % interval just holds each year, and its unevenness."""
    now = np.stack([case.now for case in cases])
    size = len(now)
    none, alike = np.zeros(size, bool), np.zeros(size, np.int64)
    mean = now.mean(axis=1)
    block = Block(np.empty((size, 0, periods)), now / mean[:, None], stock, none, alike)
    actual = np.array([case.final if stock else case.actual for case in cases]) / mean
    error = np.log(actual / linear_pace(block))
    low, high = (float(np.interp(p, PROBABILITIES, scores)) for p in (0.1, 0.9))
    spread = within_year_spread(block)
    spread[np.array([case.sums for case in cases])] = np.nan
    return np.where(error > 0, error / high, error / low), spread


def _quantile(values: Floats, weights: Floats, part: float) -> float:
    order = np.argsort(values)
    reached = np.cumsum(weights[order]) / weights.sum()
    return float(values[order][np.searchsorted(reached, part)])


def _refit_young() -> None:
    document = json.loads(TARGET.read_text(encoding="utf-8"))
    for row in document["priors"]:
        periods, known, stock = row["periods"], row["known"], row["stock"]
        young = _young(periods, known, stock, np.array(row["scores"]))
        row["short"][0] = round(young.sums_only, 4)
        row["young"] = [round(young.level, 3), _YOUNG_SLOPE]
        if not stock:
            _say_coverage(periods, known, young, np.array(row["scores"]))
    TARGET.write_text(json.dumps(document, indent=1) + "\n", encoding="utf-8")


def _say_coverage(periods: int, known: int, young: Young, scores: Floats) -> None:
    """Print how many years the 80 % intervals hold, by source and by tercile of unevenness."""
    for first_only in (True, False):
        for name, cases in _young_sources(periods, known, False, first_only=first_only).items():
            needed, spread = _scale_needed(cases, periods, False, scores)
            told = np.isfinite(spread)
            sums = 100 * np.mean(needed <= young.sums_only)
            which = "first years" if first_only else "every year"
            line = f"{periods} {known} {name}, {which}: {len(cases)} by sums alone {sums:.0f} %"
            if told.any():
                held = needed[told] <= np.exp(young.level) * spread[told] ** _YOUNG_SLOPE
                parts = np.array_split(held[np.argsort(spread[told], kind="stable")], 3)
                by_tercile = " / ".join(f"{100 * part.mean():.0f}" for part in parts)
                line += f"; {told.sum()} by periods {100 * held.mean():.0f} % ({by_tercile})"
            print(line)


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
