"""Who takes part: rules of thumb, models of statsforecast one by one, and the two engines."""

from __future__ import annotations

import resource
import time
import warnings
from collections.abc import Callable

import numpy as np
import pandas as pd
from benchmarks.series.published import Case

from tiendo.outlook.backtest import Trial, rules_of_thumb, usual_target
from tiendo.outlook.engines import Engine
from tiendo.outlook.history import SeriesHistory
from tiendo.outlook.year import YearOutlook, year_outlook

MODELS = ("AutoETS", "AutoTheta", "DOT")
RULE_NAMES = {"linear": "linear pace", "ratio": "officials' ratio", "last_rest": "seasonal naive"}


def history_of(case: Case) -> SeriesHistory:
    """Return a case as it stood in the month of the outlook."""
    this_year = np.full((1, case.past.shape[1]), np.nan)
    this_year[0, : len(case.now)] = case.now
    return SeriesHistory(
        key=case.key,
        first_year=case.year - len(case.past),
        values=np.concatenate([case.past, this_year]),
        topic=case.topic,
    )


def trials_with(cases: list[Case], engine: Engine) -> list[Trial | None]:
    """Look all cases ahead, year by year, so that no year learns from a later one."""
    trials: dict[int, Trial] = {}
    by_year: dict[int, list[int]] = {}
    for index, case in enumerate(cases):
        by_year.setdefault(case.year if case.topic else 0, []).append(index)
    for indices in by_year.values():
        histories = [history_of(cases[index]) for index in indices]
        month = len(cases[indices[0]].now) * 12 // cases[indices[0]].past.shape[1]
        outlooks = year_outlook(histories, month, engine=engine).outlooks
        for index, outlook in zip(indices, outlooks, strict=True):
            if isinstance(outlook, YearOutlook):
                rules = rules_of_thumb(outlook)
                target = usual_target(outlook)
                trials[index] = Trial(outlook, cases[index].actual, rules, target)
    return [trials.get(index) for index in range(len(cases))]


def rule_years(cases: list[Case], rule: str) -> np.ndarray:
    """Return what a rule of thumb says, from the figures as they are."""
    now = np.array([case.now.sum() for case in cases])
    before = np.array([case.past[-1, : len(case.now)].sum() for case in cases])
    last = np.array([case.past[-1].sum() for case in cases])
    parts = np.array([len(case.now) / case.past.shape[1] for case in cases])
    if rule == "linear":
        return now / parts
    if rule == "last_rest":
        return now + last - before
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(before > 0, last * now / before, np.nan)


def model_years(cases: list[Case]) -> dict[str, np.ndarray]:
    """Return the year's figure by each model of statsforecast, months summed up."""
    from statsforecast import StatsForecast
    from statsforecast.models import AutoETS, AutoTheta, DynamicOptimizedTheta, SeasonalNaive

    periods, known = cases[0].past.shape[1], len(cases[0].now)
    frames = []
    for index, case in enumerate(cases):
        line = np.concatenate([case.past.ravel(), case.now])
        line = np.maximum(line, 1e-3 * line.mean())
        frames.append(pd.DataFrame({"unique_id": index, "ds": np.arange(len(line)), "y": line}))
    models = [
        AutoETS(season_length=periods, alias="AutoETS"),
        AutoTheta(season_length=periods, alias="AutoTheta"),
        DynamicOptimizedTheta(season_length=periods, alias="DOT"),
    ]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        forecast = StatsForecast(
            models=models, freq=1, n_jobs=2, fallback_model=SeasonalNaive(season_length=periods)
        ).forecast(df=pd.concat(frames), h=periods - known)
    ahead = forecast.groupby("unique_id")[list(MODELS)].sum()
    now = np.array([case.now.sum() for case in cases])
    return {name: now + ahead[name].to_numpy() for name in MODELS}


def timed(run: Callable[[], object]) -> tuple[float, float]:
    """Return the seconds that `run` takes, by the clock and of processors, its children's too."""
    began, before = time.perf_counter(), _processor_seconds()
    run()
    return time.perf_counter() - began, _processor_seconds() - before


def _processor_seconds() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)
