"""Reading cells: levels by the whole total order, and bases of comparison."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

from tiendo.cube.explain.answer import (
    Answer,
    about,
    computed_answer,
    filed_answer,
    hidden_answer,
)
from tiendo.cube.explain.disclosure import must_hide
from tiendo.cube.explain.evidence import Evidence
from tiendo.cube.explain.formulas import by_formula
from tiendo.cube.explain.held import COMPARISONS
from tiendo.cube.explain.levels import missing, own_level, rolled_up
from tiendo.cube.explain.recast import recast
from tiendo.cube.explain.trace import Trace
from tiendo.vocabulary.figure import Figure
from tiendo.vocabulary.indicator import BreakdownTree, SeriesBreak
from tiendo.vocabulary.interval import Interval
from tiendo.vocabulary.period import Period
from tiendo.vocabulary.series import Series
from tiendo.vocabulary.words import Kind, Nature, State

HUNDRED = Decimal(100)
Cell = tuple[str, Series, Period]


@dataclass(frozen=True, slots=True)
class Base:
    """The value of the same period a year earlier, and how it was found.

    Attributes:
        answer: the value to compare with; missing, refused or confidential without one.
        filed: the level that was filed for the earlier run, comparable or not.
        broken_by: the break in series that parts the two runs, if any.
    """

    answer: Answer
    filed: Answer
    broken_by: SeriesBreak | None = None


class Reader:
    """Answers for any place, series and run, remembered within one evaluation."""

    def __init__(self, evidence: Evidence) -> None:
        self.evidence = evidence
        self._unhidden: dict[Cell, Answer] = {}
        self._levels: dict[Cell, Answer] = {}
        self._bases: dict[Cell, Base] = {}

    def level(self, place: str, series: Series, run: Period) -> Answer:
        """Return the level as it may be shown: own figures, else formula, residual, children."""
        key = (place, series, run)
        if key not in self._levels:
            self._levels[key] = self._as_shown(key, self._before_hiding(*key))
        return self._levels[key]

    def own_level(self, place: str, series: Series, run: Period) -> Answer:
        """Return the level that the place's own figures give, as it may be shown."""
        return self._as_shown((place, series, run), own_level(self.evidence, place, series, run))

    def _as_shown(self, cell: Cell, answer: Answer) -> Answer:
        """Return the answer, hidden where it would give a confidential sibling away."""
        place, series, run = cell
        if answer.value is None or not self.evidence.may_hide(series):
            return answer
        if must_hide(self.evidence, self._before_hiding, place, series, run):
            return hidden_answer(about(place, series, run), "hidden beside a hidden part")
        return answer

    def _before_hiding(self, place: str, series: Series, run: Period) -> Answer:
        """Return the level before anything is hidden for another cell's sake."""
        key = (place, series, run)
        if key not in self._unhidden:
            self._unhidden[key] = self._find_level(place, series, run)
        return self._unhidden[key]

    def _find_level(self, place: str, series: Series, run: Period) -> Answer:
        if not self.evidence.series_within_reach(place, run):
            return missing(place, series, run)
        answer = own_level(self.evidence, place, series, run)
        if answer.state is State.MISSING:
            answer = by_formula(self, place, series, run) or answer
        if answer.state is State.MISSING:
            answer = self._residual(place, series, run) or answer
        if answer.state is not State.MISSING:
            return answer
        other_map = recast(self.evidence, place, series, run, self._before_hiding)
        if other_map and other_map.known:
            return other_map
        answer = rolled_up(self.evidence, place, series, run, self._before_hiding)
        return other_map if other_map and answer.state is State.MISSING else answer

    def residual_tree(self, series: Series) -> BreakdownTree | None:
        """Return the tree whose sum this series closes, or None."""
        card = self.evidence.card(series)
        for dimension, code in series.breakdown.pairs:
            tree = card.tree(dimension)
            if tree and tree.additive and tree.residual == code:
                return tree
        return None

    def _residual(self, place: str, series: Series, run: Period) -> Answer | None:
        """Return total minus the other parts (evaluation.md, row 2), if all are known."""
        tree = self.residual_tree(series)
        if tree is None:
            return None
        total, others = self._whole_and_others(series, tree)
        answers = [self._before_hiding(place, one, run) for one in (total, *others)]
        return residual_of(answers, about(place, series, run))

    def _whole_and_others(
        self, series: Series, tree: BreakdownTree
    ) -> tuple[Series, tuple[Series, ...]]:
        total = series.with_breakdown(series.breakdown.without(tree.dimension))
        others = tuple(
            series.with_breakdown(series.breakdown.with_code(tree.dimension, part.code))
            for part in tree.parts
            if part.code != tree.residual
        )
        return total, others

    def comparison(self, place: str, series: Series, run: Period) -> Figure | None:
        """Return the stated growth or ratio to the same period that belongs to the level's row."""
        return self.evidence.held(place, series).attached(run, *COMPARISONS)

    def base(self, place: str, series: Series, run: Period) -> Base:
        """Return what the same period last year was: rule 4 of the contract.

        The filed level if known; else the base implied by a stated growth, ratio or change; else
        the residual of bases; else what the children give. Never across a break in series.
        """
        key = (place, series, run)
        if key not in self._bases:
            self._bases[key] = self._find_base(place, series, run)
        return self._bases[key]

    def _find_base(self, place: str, series: Series, run: Period) -> Base:
        earlier = run.same_period_last_year()
        own = self.own_level(place, series, earlier)
        if own.state is State.CONFIDENTIAL:
            return Base(own.named("same_period"), own)
        implied = self._implied_base(place, series, run)
        broken = self.evidence.card(series).break_between(earlier, run)
        if broken:
            where = about(place, series, earlier)
            refused = Answer(State.REFUSED, Trace("same_period", where, None, "break in series"))
            return Base((implied or refused).named("same_period"), own, broken)
        if own.state is not State.MISSING:
            return Base(own.named("same_period"), own)
        found = implied or self._residual_of_bases(place, series, run)
        found = found or self.level(place, series, earlier)
        return Base(found.named("same_period"), own)

    def _implied_base(self, place: str, series: Series, run: Period) -> Answer | None:
        held = self.evidence.held(place, series)
        stated = self.comparison(place, series, run) or held.attached(run, Kind.CHANGE_ABS)
        level = held.level_meant_by(stated) if stated else None
        if stated is None or level is None:
            return None
        return implied_base(level, stated)

    def _residual_of_bases(self, place: str, series: Series, run: Period) -> Answer | None:
        tree = self.residual_tree(series)
        if tree is None or not self.level(place, series, run).known:
            return None
        total, others = self._whole_and_others(series, tree)
        bases = [self.base(place, one, run).answer for one in (total, *others)]
        return residual_of(bases, about(place, series, run.same_period_last_year()))

    def growth(self, place: str, series: Series, run: Period) -> Answer | None:
        """Return the growth in percent on the same period: stated if it is, else computed.

        None for a ratio, for a known base that is not above zero, where either level is unknown,
        and where either is hidden, since growth and one of them would tell the other.
        """
        base = self.base(place, series, run).answer
        if self.evidence.card(series).nature is Nature.RATIO or self._hides(place, series, run):
            return None
        if base.known and base.amount <= 0:
            return None
        if stated := self.comparison(place, series, run):
            return growth_as_stated(stated)
        return self.computed_growth(place, series, run)

    def difference(self, place: str, series: Series, run: Period) -> Answer | None:
        """Return the change on the same period: stated if it is, else value - base."""
        if self._hides(place, series, run):
            return None
        if stated := self.evidence.held(place, series).attached(run, Kind.CHANGE_ABS):
            return filed_answer(stated, ()).named("difference")
        return change_between(self.level(place, series, run), self.base(place, series, run).answer)

    def is_hidden(self, place: str, series: Series, run: Period) -> bool:
        """Whether the level of a cell is confidential."""
        return self.level(place, series, run).state is State.CONFIDENTIAL

    def _hides(self, place: str, series: Series, run: Period) -> bool:
        """Whether the level or its base is confidential."""
        pair = (self.level(place, series, run), self.base(place, series, run).answer)
        return any(answer.state is State.CONFIDENTIAL for answer in pair)

    def computed_growth(self, place: str, series: Series, run: Period) -> Answer | None:
        """Return 100 (value / base - 1) from the levels, or None."""
        return growth_between(
            self.level(place, series, run),
            self.base(place, series, run).answer,
            about(place, series, run),
        )


def change_between(current: Answer, base: Answer) -> Answer | None:
    """Return value - same period, in the card's unit; None where one is not known."""
    if not (current.known and base.known):
        return None
    value = current.amount - base.amount
    parts = (current.trace.named("value"), base.trace.named("same_period"))
    trace = Trace("difference", current.trace.about, value, "value - same_period", parts=parts)
    return computed_answer(value, current.bounds - base.bounds, [current, base], trace)


def residual_of(answers: list[Answer], where: str) -> Answer | None:
    """Return the first answer minus all others, or None where one is not known."""
    if any(answer.state is State.CONFIDENTIAL for answer in answers):
        return hidden_answer(where, "a part is confidential")
    if not all(answer.known for answer in answers):
        return None
    total, *others = answers
    value, bounds = total.amount, total.bounds
    for other in others:
        value, bounds = value - other.amount, bounds - other.bounds
    parts = (total.trace.named("plus"), *(other.trace.named("minus") for other in others))
    trace = Trace("value", where, value, "residual: total minus the other parts", parts=parts)
    return computed_answer(value, bounds, answers, trace)


def implied_base(level: Figure, stated: Figure) -> Answer | None:
    """Return the base that a level and its stated growth, ratio or change imply.

    base = cur / (1 + g), cur / ratio or cur - change (evaluation.md, rows 1, 5, 15). None where
    the stated figure leaves no base, such as a fall of 100 %.
    """
    current = filed_answer(level, ()).named("level")
    comparison = filed_answer(stated, ()).named(stated.statement.kind.value)
    where = about(
        level.statement.place,
        level.statement.series,
        level.statement.period.same_period_last_year(),
    )
    if stated.statement.kind is Kind.CHANGE_ABS:
        value = current.amount - comparison.amount
        bounds = current.bounds - comparison.bounds
        operation = "implied base: level - change"
    else:
        factor, factor_bounds = _factor(stated)
        if factor <= 0:
            return None
        value = current.amount / factor
        bounds = current.bounds / factor_bounds
        operation = "implied base: level / stated ratio"
    trace = Trace("value", where, value, operation, parts=(current.trace, comparison.trace))
    return computed_answer(value, bounds, [current, comparison], trace, scale=[current.amount])


def _factor(stated: Figure) -> tuple[Decimal, Interval]:
    """Return current / base as a stated growth or ratio says it, with its interval."""
    answer = filed_answer(stated, ())
    value, bounds = answer.amount / HUNDRED, answer.bounds.scaled(1 / HUNDRED)
    if stated.statement.kind is Kind.GROWTH:
        return 1 + value, bounds + Interval.point(Decimal(1))
    return value, bounds


def growth_as_stated(stated: Figure) -> Answer:
    """Return a stated growth, or the growth that a stated ratio to the same period is."""
    answer = filed_answer(stated, ()).named("growth_pct")
    if stated.statement.kind is Kind.GROWTH:
        return answer
    value = answer.amount - HUNDRED
    bounds = answer.bounds - Interval.point(HUNDRED)
    trace = Trace(
        "growth_pct", answer.trace.about, value, "stated ratio - 100", parts=(answer.trace,)
    )
    return replace(answer, value=value, bounds=bounds, trace=trace, filed=False)


def growth_between(current: Answer, base: Answer, where: str) -> Answer | None:
    """Return 100 (current / base - 1) with its interval; None for a base not above zero."""
    if not (current.known and base.known) or base.amount <= 0:
        return None
    value = HUNDRED * (current.amount / base.amount - 1)
    ratio = current.bounds / base.bounds
    bounds = ratio.scaled(HUNDRED) - Interval.point(HUNDRED)
    parts = (current.trace.named("value"), base.trace.named("same_period"))
    trace = Trace("growth_pct", where, value, "100 x (value / same_period - 1)", parts=parts)
    return computed_answer(value, bounds, [current, base], trace, scale=[HUNDRED])
