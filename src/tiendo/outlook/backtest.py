"""Looking ahead from past months as though they were today, and counting how far that was off.

Beside the outlook stand the rules of thumb of planning offices: linear pace, the officials' ratio,
last year's rest. None of them sees anything after the month.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from tiendo.outlook.arrays import Floats
from tiendo.outlook.engines import Engine
from tiendo.outlook.gate import Admitted, pass_gate
from tiendo.outlook.history import OutlookError, SeriesHistory
from tiendo.outlook.year import YearOutlook, year_outlook

OURS = "outlook"
RULES = ("linear", "ratio", "last_rest", "profile")
_TERCILES = 3


@dataclass(frozen=True, slots=True, eq=False)
class Trial:
    """One outlook of a past year beside what came.

    Attributes:
        outlook: as it would have been made.
        actual: the year's figure.
        rules: what rules of thumb said, by name; NaN where one says nothing.
        target: last year's figure times the series' own mean growth; None without two years.
    """

    outlook: YearOutlook
    actual: float
    rules: dict[str, float]
    target: float | None


@dataclass(frozen=True, slots=True)
class Scores:
    """How good outlooks of one month were.

    Attributes:
        month: the last known month.
        method: "outlook" or a rule of thumb.
        count: over how many series-years.
        mape, mdape: mean and median absolute error, percent of what came.
        coverage_80, coverage_95: percent of years within the interval; None for a rule of thumb.
        coverage_by_tercile: of the 80 percent interval in calm, middling and volatile series.
        brier: of "the target will be met"; yes or no for a rule of thumb.
    """

    month: int
    method: str
    count: int
    mape: float
    mdape: float
    coverage_80: float | None
    coverage_95: float | None
    coverage_by_tercile: tuple[float, ...] | None
    brier: float | None


def backtest(
    histories: Sequence[SeriesHistory],
    months: Sequence[int],
    *,
    most_years: int = 3,
    engine: Engine = Engine.QUICK,
    progress: Callable[[int, int], None] | None = None,
) -> list[Scores]:
    """Score the outlook and rules of thumb on the last whole years of some series.

    Args:
        histories: the series; each is tried in up to `most_years` of its whole years that have at
            least one year before them.
        months: the months to look ahead from.
        most_years: how many years of each series are tried.
        engine: of the outlook.
        progress: is told how much of the work is done.

    Raises:
        OutlookError: if no series has a whole year with one before it.
    """
    years = sorted({year for history in histories for year in _whole_years(history, most_years)})
    if not years:
        raise OutlookError(
            "no series has a whole year with another one before it",
            remedy="give longer series",
        )
    scores: list[Scores] = []
    done = 0
    for month in months:
        trials: list[Trial] = []
        for year in years:
            chosen = [one for one in histories if year in _whole_years(one, most_years)]
            trials += trials_of(chosen, month, year, engine)
            done += 1
            if progress is not None:
                progress(done, len(years) * len(months))
        scores += scored(trials, month)
    return scores


def trials_of(
    histories: Sequence[SeriesHistory], month: int, year: int, engine: Engine
) -> list[Trial]:
    """Look ahead in one past year, from series as they were known then."""
    outlooks = year_outlook(histories, month, year=year, engine=engine).outlooks
    trials = []
    for history, outlook in zip(histories, outlooks, strict=True):
        whole = pass_gate(history, year, history.periods)
        if isinstance(outlook, YearOutlook) and isinstance(whole, Admitted):
            actual = _figure(history, whole.now)
            if actual > 0:
                trials.append(
                    Trial(outlook, actual, rules_of_thumb(outlook), usual_target(outlook))
                )
    return trials


def rules_of_thumb(outlook: YearOutlook) -> dict[str, float]:
    """Return what planning offices would have said in the month of an outlook."""
    history, known = outlook.history, len(outlook.now)
    now, nothing = outlook.to_date, float("nan")
    linear = now if _is_level(history) else now * history.periods / known
    if not len(outlook.years):
        return {"linear": linear, "ratio": nothing, "last_rest": nothing, "profile": nothing}
    last = outlook.years[-1]
    before, whole = _figure(history, last[:known]), _figure(history, last)
    ratio = whole * now / before if before > 0 else nothing
    befores = np.array([_figure(history, row[:known]) for row in outlook.years])
    wholes = np.array([_figure(history, row) for row in outlook.years])
    share = float(np.mean(befores[wholes > 0] / wholes[wholes > 0])) if (wholes > 0).any() else 0.0
    return {
        "linear": linear,
        "ratio": ratio,
        "last_rest": whole if _is_level(history) else now + whole - before,
        "profile": now / share if share > 0 else nothing,
    }


def usual_target(outlook: YearOutlook) -> float | None:
    """Return last year's figure times the series' own mean growth, a target as offices set them."""
    wholes = np.array([_figure(outlook.history, row) for row in outlook.years])
    if len(wholes) < 2 or wholes[0] <= 0 or wholes[-1] <= 0:
        return None
    growth = (wholes[-1] / wholes[0]) ** (1 / (len(wholes) - 1))
    return float(wholes[-1] * growth)


def scored(trials: Sequence[Trial], month: int) -> list[Scores]:
    """Return the scores of the outlook and of each rule of thumb over the same trials."""
    usable = [one for one in trials if all(np.isfinite(list(one.rules.values())))]
    if not usable:
        return []
    actual = np.array([one.actual for one in usable])
    centres = np.array([one.outlook.centre for one in usable])
    target = np.array([np.nan if one.target is None else one.target for one in usable])
    met = np.where(np.isfinite(target), (actual >= target).astype(float), np.nan)
    chance = np.array(
        [np.nan if one.target is None else one.outlook.chance(one.target) for one in usable]
    )
    mape, mdape = errors_of(centres, actual)
    inside_80, inside_95 = inside(usable, 0.8), inside(usable, 0.95)
    told = [
        Scores(
            month=month,
            method=OURS,
            count=len(usable),
            mape=mape,
            mdape=mdape,
            coverage_80=100 * float(inside_80.mean()),
            coverage_95=100 * float(inside_95.mean()),
            coverage_by_tercile=by_tercile(usable, inside_80),
            brier=_mean_square(chance - met),
        )
    ]
    for rule in RULES:
        said = np.array([one.rules[rule] for one in usable])
        mape, mdape = errors_of(said, actual)
        yes = np.where(np.isfinite(target), (said >= target).astype(float), np.nan)
        brier = _mean_square(yes - met)
        told.append(Scores(month, rule, len(usable), mape, mdape, None, None, None, brier))
    return told


def errors_of(said: Floats, actual: Floats) -> tuple[float, float]:
    """Return mean and median absolute error in percent of what came."""
    error = 100 * np.abs(said / actual - 1)
    return float(error.mean()), float(np.median(error))


def inside(trials: Sequence[Trial], coverage: float) -> Floats:
    """Return 1 where a year ended within its interval, else 0."""
    found = []
    for one in trials:
        low, high = one.outlook.interval(coverage)
        found.append(float(low <= one.actual <= high))
    return np.array(found)


def by_tercile(trials: Sequence[Trial], covered: Floats) -> tuple[float, ...]:
    """Return coverage in percent in thirds of the series, from calm to volatile by their scale."""
    order = np.argsort([one.outlook.scale for one in trials], kind="stable")
    return tuple(
        100 * float(covered[third].mean()) if len(third) else float("nan")
        for third in np.array_split(order, _TERCILES)
    )


def _mean_square(differences: Floats) -> float | None:
    known = differences[np.isfinite(differences)]
    return float((known**2).mean()) if len(known) else None


def _whole_years(history: SeriesHistory, most: int) -> list[int]:
    whole = [bool(np.isfinite(row).all()) for row in history.values]
    rows = [row for row in range(1, len(whole)) if whole[row] and whole[row - 1]]
    return [history.first_year + row for row in rows[-most:]]


def _is_level(history: SeriesHistory) -> bool:
    return history.is_last or history.is_mean


def _figure(history: SeriesHistory, values: Floats) -> float:
    if history.is_last:
        return float(values[-1])
    return float(values.mean() if history.is_mean else values.sum())
