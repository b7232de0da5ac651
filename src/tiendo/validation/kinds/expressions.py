"""Kinds about several indicators: expressions compared, formulas of cards, some within all."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from functools import reduce

from tiendo.cube.explain.answer import Answer
from tiendo.cube.explain.formulas import by_formula
from tiendo.validation.finding import Remark, told, told_in
from tiendo.validation.ground import Ground, figures_of, judged, lacking
from tiendo.validation.rule import (
    CardFormula,
    Comparison,
    Measurement,
    Missing,
    PerUnit,
    Relation,
    Rule,
    Within,
)
from tiendo.validation.wording import RangeSaid, RuleFound, RuleLacks
from tiendo.vocabulary.formula import Operand, Outcome, evaluate, version_on
from tiendo.vocabulary.interval import Interval
from tiendo.vocabulary.period import Period
from tiendo.vocabulary.sentence import IndicatorCode, Sentence
from tiendo.vocabulary.series import Breakdown, Series
from tiendo.vocabulary.unit import Unit
from tiendo.vocabulary.words import State, Verdict

NOTHING = Operand(Decimal(0), Interval.point(Decimal(0)))
_FOUND = {
    Relation.EQUAL: RuleFound.NOT_EQUAL,
    Relation.AT_LEAST: RuleFound.TOO_SMALL,
    Relation.AT_MOST: RuleFound.TOO_LARGE,
}


@dataclass(slots=True)
class _Side:
    """One side of a rule as it is computed, with what it rests on."""

    ground: Ground
    series: Series
    run: Period
    missing: Missing
    answers: list[Answer] = field(default_factory=list)
    hidden: bool = False

    def measure(self, measured: Measurement) -> Outcome:
        """Return the value of an expression at this cell."""
        catalogue = self.ground.reader.evidence.catalogue
        return evaluate(measured.expression, self._operand, catalogue, measured.unit, measured.per)

    def _operand(self, indicator: str, cut: Breakdown, lag: int) -> Operand | None:
        card = self.ground.reader.evidence.catalogue[indicator]
        series = card.series_like(cut, self.series.price_basis)
        if series is None:
            return None
        answer = self.ground.level(series, self.run.shifted(-lag))
        if answer.state is State.CONFIDENTIAL:
            self.hidden = True
            return None
        if not answer.known:
            is_zero = self.missing is Missing.ZERO and answer.state is State.MISSING
            return NOTHING if is_zero else None
        self.answers.append(answer)
        return Operand(answer.amount, answer.bounds)


def compared(
    rule: Rule, check: Comparison, ground: Ground, series: Series, run: Period
) -> Iterator[Remark]:
    """Yield that the left expression does not stand to the right one as it should."""
    left = _Side(ground, series, run, rule.left_missing)
    right = _Side(ground, series, run, rule.right_missing)
    ours, theirs = left.measure(check.left), right.measure(check.right)
    if left.hidden or right.hidden:
        return
    cell, where = ground.cell(series, run), ground.about(series, run)
    known = [bool(side.answers) for side in (left, right)]
    if (ours.value is None and theirs.value is None) or not any(known):
        return
    if ours.value is None or ours.bounds is None:
        yield from lacking(rule, rule.left_missing, cell, where, _names(ours))
        return
    if theirs.value is None or theirs.bounds is None:
        yield from lacking(rule, rule.right_missing, cell, where, _names(theirs))
        return
    slack = abs(theirs.value) * check.tolerance_pct / 100
    allowed = theirs.bounds + Interval(-slack, slack)
    if _holds(ours.bounds, check.relation, allowed):
        return
    answers = (*left.answers, *right.answers)
    unit = _unit(check.left)
    yield Remark(
        cell,
        judged(answers),
        _FOUND[check.relation].said(
            where=where,
            left=str(check.left.expression),
            ours=told_in(ours.value, unit),
            right=str(check.right.expression),
            theirs=told_in(theirs.value, unit),
        ),
        figures_of(*answers),
        expected=theirs.value,
        stated=ours.value,
        unit=unit,
    )


def _holds(left: Interval, relation: Relation, right: Interval) -> bool:
    """Whether some numbers in both intervals stand in the relation."""
    match relation:
        case Relation.EQUAL:
            return left.meets(right)
        case Relation.AT_MOST:
            return left.lo is None or right.hi is None or left.lo <= right.hi
        case Relation.AT_LEAST:
            return left.hi is None or right.lo is None or left.hi >= right.lo


def against_formula(
    rule: Rule, check: CardFormula, ground: Ground, series: Series, run: Period
) -> Iterator[Remark]:
    """Yield that a filed figure is not what its card's formula makes of the others."""
    card = ground.card(series)
    stated = ground.filed(series, run)
    version = version_on(card, run.end)
    if stated is None or version is None:
        return
    cell, where = ground.cell(series, run), ground.about(series, run)
    computed = by_formula(ground.reader, ground.place, series, run)
    if computed is None:
        what = RuleLacks.OPERAND.said(formula=str(version.expression))
        yield from lacking(rule, rule.right_missing, cell, where, what)
        return
    if not computed.known:
        return
    slack = abs(computed.amount) * check.tolerance_pct / 100
    if stated.bounds.meets(computed.bounds + Interval(-slack, slack)):
        return
    yield Remark(
        cell,
        judged([stated, computed]),
        RuleFound.NOT_BY_FORMULA.said(
            where=where,
            stated=told_in(stated.amount, card.unit.text),
            formula=str(version.expression),
            computed=told_in(computed.amount, card.unit.text),
        ),
        figures_of(stated, computed),
        expected=computed.value,
        stated=stated.value,
        unit=card.unit.text,
    )


def more_than_all(
    rule: Rule, check: Within, ground: Ground, series: Series, run: Period
) -> Iterator[Remark]:
    """Yield that some are more than all, of the same cut."""
    catalogue = ground.reader.evidence.catalogue
    for part, whole in check.pairs:
        all_of_them = catalogue[whole].series_like(series.breakdown, series.price_basis)
        if part != series.indicator or all_of_them is None:
            continue
        some, most = ground.level(series, run), ground.level(all_of_them, run)
        cell, where = ground.cell(series, run), ground.about(series, run)
        if State.CONFIDENTIAL in (some.state, most.state) or not some.known:
            continue
        if not most.known:
            yield from lacking(rule, rule.right_missing, cell, where, IndicatorCode(whole))
            continue
        limit = most.bounds.scaled(_factor(catalogue[whole].unit, catalogue[part].unit))
        if _holds(some.bounds, Relation.AT_MOST, limit):
            continue
        unit = catalogue[part].unit
        most_amount = most.amount * _factor(catalogue[whole].unit, unit)
        yield Remark(
            cell,
            judged([some, most]),
            RuleFound.MORE_THAN_ALL.said(
                where=where,
                some=told_in(some.amount, unit.text),
                whole=IndicatorCode(whole),
                most=told_in(most_amount, unit.text),
            ),
            figures_of(some, most),
            expected=most_amount,
            stated=some.value,
            unit=unit.text,
        )


def _factor(unit: Unit, other: Unit) -> Decimal:
    """Return how much one of a unit is of another that it converts to."""
    return unit.convert(Decimal(1), other)


def per_unit(
    rule: Rule, check: PerUnit, ground: Ground, series: Series, run: Period
) -> Iterator[Remark]:
    """Yield that the value of an expression cannot lie where it should.

    Nothing is said where an operand is below zero, which is another rule's finding.
    """
    side = _Side(ground, series, run, rule.left_missing)
    outcome = side.measure(check.measured)
    if side.hidden or not side.answers or any(answer.amount < 0 for answer in side.answers):
        return
    cell, where = ground.cell(series, run), ground.about(series, run)
    if outcome.value is None or outcome.bounds is None:
        yield from lacking(rule, rule.left_missing, cell, where, _names(outcome))
        return
    if outcome.bounds.meets(Interval(check.lowest, check.highest)):
        return
    unit = _unit(check.measured)
    low = check.lowest is not None and outcome.value < check.lowest
    end = check.lowest if low else check.highest
    yield Remark(
        cell,
        Verdict.SUSPECT,
        RuleFound.PER_UNIT.said(
            where=where,
            expression=str(check.measured.expression),
            value=told_in(outcome.value, unit),
            range=range_in_words(check.lowest, check.highest),
        ),
        figures_of(*side.answers),
        expected=end,
        stated=outcome.value,
        unit=unit,
    )


def range_in_words(lowest: Decimal | None, highest: Decimal | None) -> Sentence:
    """Return "0 to 100", "at least 0" or "at most 100"."""
    if lowest is None and highest is None:
        return RangeSaid.ANYTHING.said()
    if lowest is None:
        return RangeSaid.AT_MOST.said(highest=told(highest or Decimal(0)))
    if highest is None:
        return RangeSaid.AT_LEAST.said(lowest=told(lowest))
    return RangeSaid.BETWEEN.said(lowest=told(lowest), highest=told(highest))


def _unit(measured: Measurement) -> str:
    return f"{measured.unit}/{measured.per}" if measured.per else f"{measured.unit}"


def _names(outcome: Outcome) -> object:
    """Return what is missing of an expression, for a sentence."""
    if outcome.zero_divisor:
        return RuleLacks.ZERO_DIVISOR.said(divisor=str(outcome.zero_divisor))
    missing: list[object] = [
        IndicatorCode(used.indicator, str(used.breakdown) if used.breakdown else "")
        for used in outcome.missing
    ]
    return reduce(lambda one, other: RuleLacks.BOTH.said(one=one, other=other), missing)
