"""What one line of a random report says: levels, what is stated of them, and plans."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import ROUND_HALF_EVEN, Decimal
from random import Random

from tests.kernel.truth import Truth
from tiendo.vocabulary.figure import Statement
from tiendo.vocabulary.indicator import Catalogue
from tiendo.vocabulary.period import Period
from tiendo.vocabulary.series import Series
from tiendo.vocabulary.words import (
    Comparator,
    FiledState,
    Kind,
    Modality,
    Operator,
    Status,
)

NOBODY_KNOWS = date(2022, 1, 1)
"""Stands until the report tells the day."""

_VAGUE = tuple(Comparator)[1:]
_UNKNOWN = (FiledState.NOT_APPLICABLE, FiledState.NOT_APPLICABLE, FiledState.WITHDRAWN)
_STATED = (
    Kind.GROWTH,
    Kind.GROWTH,
    Kind.GROWTH,
    Kind.BASE_RATIO,
    Kind.BASE_RATIO,
    Kind.CHANGE_ABS,
    Kind.CHANGE_ABS,
    Kind.CONTRIBUTION,
    Kind.SHARE,
    Kind.PLAN_SHARE,
    Kind.PLAN_SHARE,
)
_ASSIGNERS = (None, None, "the province", "the country")
_VERSIONS = (None, "first", "adjusted")
_OPERATORS = (None, Operator.EXACT, *Operator)


@dataclass(frozen=True)
class Mood:
    """How a world's reports are, as rates between 0 and 1.

    Attributes:
        gaps: figures that nobody filed.
        wrong: numbers that differ from the truth.
        vague: numbers told with "over", "nearly", ...
        secret: confidential figures.
        unknown: figures that are not applicable or withdrawn at once.
        stated: growths, changes, shares, ... per level of the run asked.
        revised: figures told again later.
        planned: places and series with a plan.
        joint_reports: whether a parent reports for its children, in one filing.
    """

    gaps: float
    wrong: float
    vague: float
    secret: float
    unknown: float
    stated: float
    revised: float
    planned: float
    joint_reports: bool

    @classmethod
    def drawn(cls, dice: Random) -> Mood:
        """Return the mood of a world; most worlds are quiet in most ways."""
        return cls(
            gaps=dice.choice((0, 0, 0.03, 0.1, 0.3)),
            wrong=dice.choice((0, 0, 0.05, 0.3)),
            vague=dice.choice((0, 0, 0, 0.1, 0.3)),
            secret=dice.choice((0, 0, 0, 0.02, 0.1)),
            unknown=dice.choice((0, 0, 0.02, 0.08)),
            stated=dice.choice((0, 0.15, 0.4, 0.9)),
            revised=dice.choice((0, 0.05, 0.2, 0.5)),
            planned=dice.choice((0, 0.15, 0.5)),
            joint_reports=dice.random() < 0.6,
        )


@dataclass(frozen=True)
class Speaker:
    """Says one thing at a time, mostly true."""

    dice: Random
    catalogue: Catalogue
    truth: Truth
    mood: Mood

    def level(self, place: str, series: Series, run: Period) -> Statement:
        """Return a level as it is first told."""
        digits = self.truth.digits[series.indicator]
        value = Decimal(self._off(self.truth.level(place, series, run))).scaleb(-digits)
        if self.dice.random() < 0.03:
            value, digits = _printed(value, -1), -1
        kind = Kind.COUNT if self.dice.random() < 0.02 else Kind.LEVEL
        return self._said(place, series, run, kind, value, digits)

    def stated_of(self, level: Statement) -> Statement:
        """Return a growth, share, ... of the same run as a level, told the same day."""
        place, series, run = level.place, level.series, level.period
        kind = self.dice.choice(_STATED)
        value, digits = self._comparison(kind, place, series, run)
        assigner = self.dice.choice(_ASSIGNERS) if kind is Kind.PLAN_SHARE else None
        said = self._said(place, series, run, kind, value, digits)
        return replace(said, known_at=level.known_at, status=level.status, assigner=assigner)

    def _comparison(
        self, kind: Kind, place: str, series: Series, run: Period
    ) -> tuple[Decimal, int]:
        """Return the number of a stated comparison and its printed digits."""
        now = Decimal(self.truth.level(place, series, run))
        then = Decimal(self.truth.level(place, series, run.same_period_last_year()))
        if kind is Kind.CHANGE_ABS:
            digits = self.truth.digits[series.indicator]
            return Decimal(self._off(int(now - then))).scaleb(-digits), digits
        if kind in (Kind.GROWTH, Kind.BASE_RATIO):
            whole = then
        else:
            whole = Decimal(self.truth.level(place, series, run.whole_year()))
        percent = 100 * now / whole if whole else Decimal(self.dice.choice((0, 40, 100, 120)))
        if kind is Kind.GROWTH:
            percent -= 100
        digits = self.dice.choice((0, 1, 1, 2))
        if self.dice.random() < self.mood.wrong:
            percent += self.dice.choice((-30, -3, 2, 15))
        return _printed(percent, digits), digits

    def revised(self, said: Statement, day: date) -> Statement:
        """Return a figure told anew: confirmed, corrected, withdrawn or hidden."""
        status = self.dice.choice((said.status, Status.PRELIMINARY, Status.OFFICIAL, None))
        again = replace(said, known_at=day, status=status)
        roll = self.dice.random()
        if roll < 0.12:
            return without_value(again, FiledState.WITHDRAWN)
        if said.value is None:
            return again
        if roll < 0.6:
            step = _printed(said.value * self.dice.choice((0, 0, 1, -1)) / 8, said.decimals)
            step = step or Decimal(self.dice.choice((-7, -1, 1, 1, 3, 10))).scaleb(-said.decimals)
            high = None if said.value_hi is None else said.value_hi + step
            return replace(again, value=said.value + step, value_hi=high)
        return again

    def plan(self, place: str, series: Series, run: Period, kind: Kind) -> Statement:
        """Return a target of the first version."""
        if kind is Kind.LEVEL:
            digits = self.truth.digits[series.indicator]
            aim = self.truth.level(place, series, run) + self.dice.choice((0, 0, 1, 5, 20))
            value = Decimal(aim).scaleb(-digits)
        else:
            value, digits = self._comparison(kind, place, series, run)
        said = self._said(place, series, run, kind, value, digits)
        operator = self.dice.choice(_OPERATORS)
        if said.value is None or said.comparator is not Comparator.EXACT:
            operator = self.dice.choice((None, Operator.EXACT))
        if operator is Operator.NONE_LEFT:
            said = replace(said, value=Decimal(0))
        return replace(
            said,
            modality=Modality.TARGET,
            comparator=_closed(said.comparator),
            value_hi=said.value_hi if said.comparator is Comparator.RANGE else None,
            operator=operator,
            known_at=date(run.year, 1, 10) - timedelta(self.dice.choice((0, 30, 400))),
            assigner=self.dice.choice(_ASSIGNERS),
            version=self.dice.choice(_VERSIONS),
            decision=self.dice.choice((None, "12/NQ")),
        )

    def _said(
        self, place: str, series: Series, run: Period, kind: Kind, value: Decimal, digits: int
    ) -> Statement:
        """Return a statement that may be vague, hidden or not applicable."""
        dice = self.dice
        said = Statement(
            place=place,
            series=series,
            period=run,
            kind=kind,
            value=value,
            known_at=NOBODY_KNOWS,
            decimals=digits,
            modality=dice.choice((Modality.ACTUAL,) * 4 + tuple(Modality)[:3]),
        )
        roll = dice.random()
        if roll < self.mood.secret:
            return without_value(said, FiledState.CONFIDENTIAL)
        if roll < self.mood.secret + self.mood.unknown:
            return without_value(said, dice.choice(_UNKNOWN))
        if dice.random() < self.mood.vague:
            comparator = dice.choice(_VAGUE)
            is_range = comparator is Comparator.RANGE
            wider = Decimal(dice.choice((0, 1, 12))).scaleb(-digits)
            return replace(
                said, comparator=comparator, value_hi=value + wider if is_range else None
            )
        return said

    def _off(self, value: int) -> int:
        """Return the number, or at times another one."""
        if self.dice.random() >= self.mood.wrong:
            return value
        return self.dice.choice((value + 1, value + 3, value - 1, 2 * value, 10 * value, 0))


def without_value(said: Statement, state: FiledState) -> Statement:
    """Return the statement with a state in the place of its number."""
    return replace(
        said, value=None, value_hi=None, decimals=0, comparator=Comparator.EXACT, state=state
    )


def random_plans(
    speaker: Speaker, said: Sequence[tuple[str, Series]], asked: Period
) -> Iterator[list[Statement]]:
    """Yield reports of plans for some of the places and series, each with later versions."""
    dice = speaker.dice
    for place, series in said:
        if dice.random() >= speaker.mood.planned:
            continue
        for _ in range(dice.choice((1, 1, 2, 3))):
            kind = dice.choice((Kind.LEVEL,) * 4 + (Kind.GROWTH, Kind.BASE_RATIO, Kind.COUNT))
            plan = speaker.plan(place, series, _planned_run(dice, asked), kind)
            yield [plan]
            for _ in range(dice.choice((0, 0, 1, 2))):
                day = plan.known_at + timedelta(dice.choice((0, 90, 200)))
                plan = replace(speaker.revised(plan, day), version=dice.choice(_VERSIONS))
                yield [_as_its_operator(plan)]


def _planned_run(dice: Random, asked: Period) -> Period:
    years = Period(asked.year // 5 * 60 + 12, asked.year // 5 * 60 + 71)
    return dice.choice((asked.whole_year(),) * 5 + (asked, asked, asked.year_to_date(), years))


def _as_its_operator(plan: Statement) -> Statement:
    """Return the plan with zero where none may be left."""
    is_zero = plan.operator is Operator.NONE_LEFT and plan.value is not None
    return replace(plan, value=Decimal(0)) if is_zero else plan


def _closed(comparator: Comparator) -> Comparator:
    """Return the comparator that a target may have: open ones are said by its operator."""
    closed = (Comparator.NEARLY, Comparator.APPROX, Comparator.RANGE)
    return comparator if comparator in closed else Comparator.EXACT


def _printed(value: Decimal, digits: int) -> Decimal:
    """Return the number rounded to digits after the point."""
    return value.quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_EVEN)
