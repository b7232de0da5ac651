"""How far off are year-end outlooks, beside what offices reckon with and what libraries offer?

In one run, on the same series and months, all of them see the same figures only:

linear pace, officials' ratio (last year's total x growth of the year to date), seasonal naive (last
year's rest), AutoETS, AutoTheta and DOT of statsforecast, and the engines quick and full.

M3 monthly, three years of history, series of at least seven whole years (MAPE of the year total),
and Vietnam's monthly reports in real time 2017-2024 (MdAPE), both from ../shared/data/series; where
that is missing, or with --quick, invented series prove that everything runs. Then how many years
ended within their intervals, the Brier score of "the target will be met" (target: last year's total
x own mean growth), and the seconds that the engines take.

    python benchmarks/outlook.py [--quick | --full] [--speed] [--json]
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.series.contenders import (
    RULE_NAMES,
    history_of,
    model_years,
    rule_years,
    timed,
    trials_with,
)
from benchmarks.series.invented import invented_cases
from benchmarks.series.published import SERIES, Case, m3_cases, vietnam_cases

from tiendo.outlook.backtest import Trial, by_tercile, inside
from tiendo.outlook.compatibility import SectorTarget, check_targets
from tiendo.outlook.engines import Engine
from tiendo.outlook.year import year_outlook

YEARS = range(2017, 2025)
FEWEST_YEARS = 2  # the models of the library need them


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    size = parser.add_mutually_exclusive_group()
    size.add_argument("--quick", action="store_true", help="only prove that it runs")
    size.add_argument("--full", action="store_true", help="the default: everything")
    parser.add_argument("--speed", action="store_true", help="only how long the engines take")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    asked = [] if options.speed else _questions(options.quick)
    results = [measured(*one) for one in asked]
    seconds = speed(options.quick)
    if options.json:
        print(json.dumps({"errors": results, "seconds": seconds}, indent=1))
        return
    for result in results:
        show(result)
    print("\nseconds, ten years of months, on this machine:")
    for name, (clock, processors) in seconds.items():
        print(f"  {name:28} {clock:9.4f} by the clock, {processors:9.4f} of processors")


def _questions(quick: bool) -> list[tuple[str, str, int, list[Case]]]:
    if quick or not SERIES.exists():
        return [("invented", "mape", month, invented_cases(month, 60)) for month in (3, 9)]
    asked = [("M3 monthly", "mape", month, m3_cases(12, month, 3)) for month in (3, 6, 9)]
    for month in (1, 2, 3, 6, 9):
        cases = [c for c in vietnam_cases(month, YEARS) if len(c.past) >= FEWEST_YEARS]
        asked.append(("Vietnam, real time", "mdape", month, cases))
    return asked


def measured(name: str, measure: str, month: int, cases: list[Case]) -> dict[str, Any]:
    """Let all contenders look the same cases ahead."""
    print(f"{name}, month {month}: {len(cases)} series-years", file=sys.stderr, flush=True)
    trials = {engine: trials_with(cases, engine) for engine in Engine}
    said = {label: rule_years(cases, rule) for rule, label in RULE_NAMES.items()}
    said |= model_years(cases)
    for engine, tried in trials.items():
        said[engine.value] = np.array([np.nan if t is None else t.outlook.centre for t in tried])
    actual = np.array([case.actual for case in cases])
    together = np.all([np.isfinite(years) for years in said.values()], axis=0)
    mean = np.mean if measure == "mape" else np.median
    errors = {
        label: 100 * float(mean(np.abs(years[together] / actual[together] - 1)))
        for label, years in said.items()
    }
    return {
        "data": name,
        "measure": measure,
        "month": month,
        "count": int(together.sum()),
        "refused": int((~together).sum()),
        "errors": errors,
        "intervals": {e.value: intervals([t for t in trials[e] if t]) for e in Engine},
        "brier": brier(
            [t for t in trials[Engine.QUICK] if t], [t for t in trials[Engine.FULL] if t]
        ),
    }


def intervals(trials: list[Trial]) -> dict[str, Any]:
    """Return how many percent of years ended within their intervals."""
    inner, outer = inside(trials, 0.8), inside(trials, 0.95)
    return {
        "80": round(100 * float(inner.mean()), 1),
        "95": round(100 * float(outer.mean()), 1),
        "80 by tercile of volatility": [round(part, 1) for part in by_tercile(trials, inner)],
    }


def brier(quick: list[Trial], full: list[Trial]) -> dict[str, float]:
    """Return the mean squared error of chances, and of the yes or no of rules of thumb."""
    quick, full = ([t for t in some if t.target is not None] for some in (quick, full))
    met = np.array([t.actual >= t.target for t in quick], dtype=float)
    scores = {
        engine: float(
            np.mean([(t.outlook.chance(t.target) - (t.actual >= t.target)) ** 2 for t in some])
        )
        for engine, some in (("quick", quick), ("full", full))
    }
    for rule in quick[0].rules:
        yes = np.array([t.rules[rule] >= t.target for t in quick], dtype=float)
        scores[RULE_NAMES.get(rule, "usual share")] = float(np.mean((yes - met) ** 2))
    return {name: round(score, 4) for name, score in scores.items()}


def chance_of(trial: Trial) -> float:
    """Return the chance that was given to the trial's target."""
    return trial.outlook.chance(float(trial.target or 0.0))


def speed(quick: bool) -> dict[str, tuple[float, float]]:
    """Return the seconds of each engine on invented series of ten years."""
    sizes = [(Engine.QUICK, 30)] if quick else [(Engine.QUICK, 300), (Engine.QUICK, 3000)]
    sizes += [] if quick else [(Engine.FULL, 300)]
    seconds = {}
    for engine, count in sizes:
        histories = [history_of(case) for case in invented_cases(6, count, years=10)]
        took = timed(lambda h=histories, e=engine: year_outlook(h, 6, engine=e))
        seconds[f"{engine.value}, {count} series"] = took
    sectors, times = many_sectors(200), 100
    all_times = timed(lambda: [check_targets(12.0, sectors) for _ in range(times)])
    clock, processors = (took / times for took in all_times)
    seconds["200 sectors' smallest change"] = clock, processors
    return seconds


def many_sectors(count: int) -> list[SectorTarget]:
    """Return invented sectors whose minima fall short of 12 %, and whose most exceeds it."""
    chance = np.random.default_rng(6)
    shares, minima = chance.dirichlet(np.ones(count)), chance.uniform(2, 15, count)
    return [
        SectorTarget(f"s{n}", float(shares[n]), float(minima[n]), 1.0 + n % 3, float(minima[n] + 9))
        for n in range(count)
    ]


def show(result: dict[str, Any]) -> None:
    """Print one table."""
    base = result["errors"]["officials' ratio"]
    print(
        f"\n{result['data']}, {result['month']} months known, {result['measure'].upper()} of the "
        f"year, {result['count']} series-years ({result['refused']} without an answer from all)"
    )
    best = min(result["errors"].values())
    for label, error in result["errors"].items():
        lower, above = 100 * (1 - error / base), 100 * (error / best - 1)
        print(f"  {label:18} {error:7.2f} {lower:8.1f} % lower {above:8.1f} % over the best")
    for engine, cover in result["intervals"].items():
        print(f"  {engine}: years within the interval, percent: {cover}")
    print(f"  Brier score of 'target met': {result['brier']}")


if __name__ == "__main__":
    main()
