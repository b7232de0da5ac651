"""Kinds that hold a figure against its own history: slips by powers of ten, and outliers."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from decimal import Decimal
from statistics import median

from tiendo.cube.explain.answer import Answer
from tiendo.validation.finding import Remark, told
from tiendo.validation.ground import Ground, figures_of, lacking
from tiendo.validation.rule import Outlier, PowerOfTen, Rule
from tiendo.validation.wording import RuleFound, RuleLacks
from tiendo.vocabulary.period import Period
from tiendo.vocabulary.series import Series
from tiendo.vocabulary.words import Nature, Verdict

NORMAL = 1.4826
"""Median absolute deviation x 1.4826 estimates the standard deviation of a normal law.

Source: P. J. Rousseeuw and C. Croux, Alternatives to the Median Absolute Deviation, 1993.
"""

_ENOUGH_HISTORY = RuleLacks.ENOUGH_HISTORY.said()


def slipped(
    rule: Rule, check: PowerOfTen, ground: Ground, series: Series, run: Period
) -> Iterator[Remark]:
    """Yield that a figure is off the median of its history by a power of ten."""
    for one, answer in ground.filed_runs(series, run):
        if answer.amount <= 0:
            continue
        points = _history(ground, series, one, check)
        cell, where = ground.cell(series, run), ground.about(series, one)
        if len(points) < check.least:
            yield from lacking(
                rule, rule.right_missing, cell, where, RuleLacks.ENOUGH_HISTORY.said()
            )
            continue
        logs = [math.log10(point) for point in points]
        centre = median(logs)
        if deviation(logs) > check.spread:
            continue
        power = _power(answer, centre, check)
        if not power:
            continue
        meant = answer.amount.scaleb(-power)
        yield Remark(
            cell,
            Verdict.SUSPECT,
            RuleFound.POWER_OF_TEN.said(
                where=where,
                stated=told(answer.amount),
                power=str(power),
                usual=told(Decimal(10**centre)),
                count=len(points),
                meant=told(meant),
            ),
            figures_of(answer),
            expected=meant,
            stated=answer.amount,
            unit=ground.card(series).unit.text,
        )


def _history(ground: Ground, series: Series, run: Period, check: PowerOfTen) -> list[Decimal]:
    """Return the positive levels of the same run in years before, and of the runs just before.

    Runs just before count only for a flow's single runs, not for years to date, which grow.
    """
    runs = [run.shifted(-12 * year) for year in range(1, check.years + 1)]
    if run.first % 12 != 0 or run.months == 1 or run.months % 12 == 0:
        runs += [run.shifted(-run.months * step) for step in range(1, check.neighbours + 1)]
    found = []
    for one in dict.fromkeys(runs):
        answer = ground.own(series, one)
        broken = ground.card(series).break_between(one, run)
        if answer.known and answer.amount > 0 and not broken:
            found.append(answer.amount)
    return found


def _power(answer: Answer, centre: float, check: PowerOfTen) -> int:
    """Return the power of ten by which every number behind the printed one is off; 0 if none."""
    ends = [answer.bounds.lo, answer.bounds.hi]
    if any(end is None or end <= 0 for end in ends):
        ends = [answer.amount]
    distances = [math.log10(end) - centre for end in ends if end is not None]
    closeness = float(check.closeness)
    for power in sorted({sign * p for p in check.powers for sign in (1, -1)}):
        if all(abs(distance - power) <= closeness for distance in distances):
            return power
    return 0


def outlying(
    rule: Rule, check: Outlier, ground: Ground, series: Series, run: Period
) -> Iterator[Remark]:
    """Yield that the growth on the same period is far from that of the years before.

    Compared as ratios, by their logarithms, so that halving and doubling weigh the same; the same
    run of each year, so that seasons and moving holidays are compared with their like.
    """
    growth = None if _is_rate(ground, series) else ground.growth(series, run)
    if growth is None or not growth.known or ground.filed(series, run) is None:
        return
    before = [ground.growth(series, run.shifted(-12 * year)) for year in range(1, check.years + 1)]
    logs = [_log(g.amount) for g in before if g and g.known and g.amount > -100]
    cell, where = ground.cell(series, run), ground.about(series, run)
    if len(logs) < check.least:
        yield from lacking(rule, rule.right_missing, cell, where, _ENOUGH_HISTORY)
        return
    centre = median(logs)
    scale = max(NORMAL * deviation(logs), float(check.floor_pct) / 100)
    reach = float(check.deviations) * scale
    if not _lies_beyond(growth, centre - reach, centre + reach):
        return
    usual = Decimal(100 * (math.exp(centre) - 1))
    lowest, highest = (Decimal(100 * (math.exp(centre + s * reach) - 1)) for s in (-1, 1))
    yield Remark(
        cell,
        Verdict.SUSPECT,
        RuleFound.OUTLIER.said(
            where=where,
            growth=told(growth.amount),
            count=len(logs),
            usual=told(usual),
            lowest=told(lowest),
            highest=told(highest),
        ),
        figures_of(growth),
        expected=usual,
        stated=growth.amount,
        unit="percent",
    )


def _is_rate(ground: Ground, series: Series) -> bool:
    """Whether a growth in percent of the indicator would say nothing."""
    return ground.card(series).nature is Nature.RATIO


def _lies_beyond(growth: Answer, lowest: float, highest: float) -> bool:
    """Whether every number behind a growth lies outside a range of logarithms of ratios."""
    lo, hi = growth.bounds.lo, growth.bounds.hi
    above = lo is not None and _log(lo) > highest
    return above or (hi is not None and _log(hi) < lowest)


def _log(growth_pct: Decimal) -> float:
    ratio = 1 + float(growth_pct) / 100
    return math.log(ratio) if ratio > 0 else -math.inf


def deviation(numbers: Sequence[float]) -> float:
    """Return the median absolute deviation from the median.

    Source: F. R. Hampel, The Influence Curve and its Role in Robust Estimation, 1974.
    """
    centre = median(numbers)
    return median(abs(number - centre) for number in numbers)
