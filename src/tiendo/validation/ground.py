"""What a kind of rule may look at, and small readings that several kinds share."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from tiendo.cube.explain.answer import Answer, Where, filed_answer
from tiendo.cube.explain.held import Held
from tiendo.cube.explain.reader import Reader, growth_as_stated, growth_between
from tiendo.validation.finding import Cell, Remark
from tiendo.validation.rule import Missing, Rule
from tiendo.validation.wording import RuleFound
from tiendo.vocabulary.figure import Figure
from tiendo.vocabulary.indicator import Indicator
from tiendo.vocabulary.period import Period
from tiendo.vocabulary.series import Series
from tiendo.vocabulary.words import State, Status, Verdict

UNFINISHED = (Status.ESTIMATE, Status.PRELIMINARY)


@dataclass(frozen=True, slots=True)
class Ground:
    """The figures that were known on a date, read for one place."""

    reader: Reader
    place: str

    def held(self, series: Series) -> Held:
        """Return what the place filed for a series."""
        return self.reader.evidence.held(self.place, series)

    def card(self, series: Series) -> Indicator:
        """Return the card of a series."""
        return self.reader.evidence.card(series)

    def cell(self, series: Series, run: Period) -> Cell:
        """Return a cell of the place."""
        return Cell(self.place, series, run)

    def about(self, series: Series, run: Period) -> Where:
        """Return the cell as the findings of an evaluation name it."""
        return Where(self.place, series, run)

    def own(self, series: Series, run: Period) -> Answer:
        """Return the level that the place's own figures give, hidden where it must be."""
        return self.reader.own_level(self.place, series, run)

    def level(self, series: Series, run: Period) -> Answer:
        """Return the level as an evaluation shows it."""
        return self.reader.level(self.place, series, run)

    def is_hidden(self, series: Series, run: Period) -> bool:
        """Whether the level of a cell is confidential."""
        return self.own(series, run).state is State.CONFIDENTIAL

    def filed(self, series: Series, run: Period) -> Answer | None:
        """Return the level filed for exactly this run, or None without one that may be told."""
        figure = self.held(series).level_runs.get(run)
        if figure is None or figure.statement.value is None or self.is_hidden(series, run):
            return None
        return filed_answer(figure, ())

    def filed_runs(self, series: Series, run: Period) -> Iterator[tuple[Period, Answer]]:
        """Yield the level of the run asked and that of its year to date, where they are filed."""
        runs = [run]
        if run.within_one_year and run.year_to_date() != run:
            runs.append(run.year_to_date())
        for one in runs:
            if answer := self.filed(series, one):
                yield one, answer

    def growth(self, series: Series, run: Period) -> Answer | None:
        """Return the growth on the same period in percent: stated with the level, else computed.

        None across a break in series, and where either level is unknown or hidden.
        """
        now, then = self.own(series, run), self.own(series, run.same_period_last_year())
        if State.CONFIDENTIAL in (now.state, then.state):
            return None
        if stated := self.reader.comparison(self.place, series, run):
            return growth_as_stated(stated)
        if self.card(series).break_between(run.same_period_last_year(), run):
            return None
        return growth_between(now, then, str(self.about(series, run)))


def figures_of(*answers: Answer) -> tuple[Figure, ...]:
    """Return the filed figures behind some answers."""
    return tuple(figure for answer in answers for figure in answer.trace.figures())


def judged(answers: Iterable[Answer]) -> Verdict:
    """Return how sure a contradiction is: estimates and preliminary figures may be revised."""
    unfinished = any(answer.status in UNFINISHED for answer in answers)
    return Verdict.SUSPECT if unfinished else Verdict.CONTRADICTION


def lacking(rule: Rule, side: Missing, cell: Cell, where: Where, what: object) -> Iterator[Remark]:
    """Yield that the rule cannot be checked, if that is what it does where a side is missing."""
    if side is Missing.REFUSE:
        said = RuleFound.NOT_CHECKABLE.said(where=where, what=what)
        yield Remark(cell, Verdict.NOT_CHECKABLE, said, ())
