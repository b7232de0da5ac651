"""Kinds about the year to date of a flow."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from tiendo.cube.explain.answer import Answer, computed_answer, filed_answer
from tiendo.cube.explain.held import Held, winner
from tiendo.cube.explain.trace import Trace
from tiendo.validation.finding import Remark, told
from tiendo.validation.ground import Ground, figures_of, lacking
from tiendo.validation.rule import MonthInCumulative, Rule
from tiendo.validation.wording import RuleFound, RuleLacks
from tiendo.vocabulary.figure import Figure
from tiendo.vocabulary.interval import Interval
from tiendo.vocabulary.period import Period
from tiendo.vocabulary.series import Series
from tiendo.vocabulary.words import Kind, Verdict
from tiendo.vocabulary.words import Rule as CardRule


@dataclass(frozen=True, slots=True)
class _Pair:
    """Two filed years to date of one year, one after the other."""

    earlier: Answer
    until: Period
    later: Answer
    to_date: Period


def falls(rule: Rule, ground: Ground, series: Series, run: Period) -> Iterator[Remark]:
    """Yield that the year to date is below an earlier one of the same year.

    Explained where the months that were revised since add up to no more than the later one; not
    surer than suspect where the two stand in different reports, since a revision may be behind it.
    """
    pair = _pair(rule, ground, series, run)
    if isinstance(pair, Remark):
        yield pair
        return
    if pair is None or not _is_below(pair.later.bounds, pair.earlier.bounds):
        return
    months = _months(ground, series, pair.until)
    revised = months is not None and not _is_below(pair.later.bounds, months.bounds)
    one_report = pair.earlier.known_at == pair.later.known_at
    verdict = Verdict.CONTRADICTION if one_report else Verdict.SUSPECT
    if revised and not one_report:
        verdict = Verdict.EXPLAINED
    word = RuleFound.FALLS_REVISED if verdict is Verdict.EXPLAINED else RuleFound.FALLS
    yield Remark(
        ground.cell(series, run),
        verdict,
        word.said(
            where=ground.about(series, pair.to_date),
            later=told(pair.later.amount),
            earlier=told(pair.earlier.amount),
            until=pair.until,
        ),
        figures_of(pair.earlier, pair.later),
        expected=pair.earlier.amount,
        stated=pair.later.amount,
        unit=ground.card(series).unit.text,
    )


def month_added(
    rule: Rule, check: MonthInCumulative, ground: Ground, series: Series, run: Period
) -> Iterator[Remark]:
    """Yield that the year to date is not the one before plus the month of the same report.

    What the report revises of earlier months is added; the check of sums sees figures of one day.
    """
    pair = _pair(rule, ground, series, run)
    if isinstance(pair, Remark):
        yield pair
        return
    if pair is None or pair.earlier.known_at == pair.later.known_at:
        return
    month = Period(pair.until.last + 1, pair.to_date.last)
    before, day = pair.earlier.known_at, pair.later.known_at
    held = ground.held(series)
    if before is None or day is None or before > day or ground.is_hidden(series, month):
        return
    months = held.vintages(month, Kind.LEVEL)
    added = _known_on([f for f in months if f.statement.known_at == day], day)
    if added is None:
        where = ground.about(series, pair.to_date)
        yield from lacking(rule, rule.right_missing, ground.cell(series, run), where, month)
        return
    parts = [pair.earlier, filed_answer(added, ())]
    value = sum((part.amount for part in parts), Decimal(0))
    bounds = parts[0].bounds + parts[1].bounds
    for old, new in _revised(held, pair.until, before, day):
        if ground.is_hidden(series, old.statement.period):
            return
        then, now = filed_answer(old, ()), filed_answer(new, ())
        value += now.amount - then.amount
        bounds = bounds + now.bounds - then.bounds
        parts += [then, now]
    slack = abs(pair.later.amount) * check.tolerance_pct / 100
    if bounds.meets(pair.later.bounds + Interval(-slack, slack)):
        return
    yield Remark(
        ground.cell(series, run),
        Verdict.SUSPECT,
        RuleFound.MONTH_NOT_ADDED.said(
            where=ground.about(series, pair.to_date),
            stated=told(pair.later.amount),
            earlier=told(pair.earlier.amount),
            until=pair.until,
            month=month,
            total=told(value),
        ),
        figures_of(*parts, pair.later),
        expected=value,
        stated=pair.later.amount,
        unit=ground.card(series).unit.text,
    )


def _pair(rule: Rule, ground: Ground, series: Series, run: Period) -> _Pair | Remark | None:
    """Return the filed year to date of the run, with the last filed one before it in the year.

    A remark where one of them is missing and the rule tells so; None where it does not.
    """
    card = ground.card(series)
    if card.time_rule is not CardRule.SUM or not run.within_one_year:
        return None
    to_date = run.year_to_date()
    january = to_date.first
    if to_date.last == january:
        return None
    cell, where = ground.cell(series, run), ground.about(series, to_date)
    later = ground.filed(series, to_date)
    if later is None:
        said = lacking(rule, rule.left_missing, cell, where, RuleLacks.YEAR_TO_DATE.said())
        return None if ground.is_hidden(series, to_date) else next(said, None)
    for last in range(to_date.last - 1, january - 1, -1):
        until = Period(january, last)
        if ground.is_hidden(series, until):
            return None
        if earlier := ground.filed(series, until):
            return _Pair(earlier, until, later, to_date)
    earlier_one = RuleLacks.EARLIER_YEAR_TO_DATE.said()
    return next(lacking(rule, rule.right_missing, cell, where, earlier_one), None)


def _is_below(one: Interval, other: Interval) -> bool:
    return one.hi is not None and other.lo is not None and one.hi < other.lo


def _months(ground: Ground, series: Series, until: Period) -> Answer | None:
    """Return the sum of the single months as they are known now, if each was filed."""
    answers = []
    for month in range(until.first, until.last + 1):
        answer = ground.filed(series, Period(month, month))
        if answer is None:
            return None
        answers.append(answer)
    value = sum((answer.amount for answer in answers), Decimal(0))
    bounds = Interval.point(Decimal(0))
    for answer in answers:
        bounds = bounds + answer.bounds
    trace = Trace("value", str(ground.about(series, until)), value, "sum of months")
    return computed_answer(value, bounds, answers, trace)


def _revised(held: Held, until: Period, before: date, now: date) -> Iterator[tuple[Figure, Figure]]:
    """Yield the single months of a year to date that had another figure on an earlier day."""
    for month in range(until.first, until.last + 1):
        vintages = held.vintages(Period(month, month), Kind.LEVEL)
        old, new = (_known_on(vintages, day) for day in (before, now))
        if old and new and old.id != new.id:
            yield old, new


def _known_on(vintages: Sequence[Figure], day: date) -> Figure | None:
    """Return the figure that answered on a day, if it has a value."""
    best = winner(figure for figure in vintages if figure.statement.known_at <= day)
    return best if best and best.statement.value is not None else None
