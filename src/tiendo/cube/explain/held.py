"""What was filed for one place and series, sorted by what it states; rule 1 of the total order."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from tiendo.vocabulary.figure import Figure
from tiendo.vocabulary.period import Period
from tiendo.vocabulary.words import STATUS_RANK, FiledState, Kind

LEVELS = (Kind.LEVEL, Kind.COUNT)
COMPARISONS = (Kind.GROWTH, Kind.BASE_RATIO)


def winner(figures: Iterable[Figure]) -> Figure | None:
    """Return the figure that answers among several of one run: rule 1 of the contract.

    The latest known_at; then official, preliminary, estimate, none; then the highest id.
    """
    return max(
        figures,
        key=lambda f: (f.statement.known_at, STATUS_RANK[f.statement.status], f.id),
        default=None,
    )


class Held:
    """The figures of one place and series that were known on a date."""

    def __init__(self, figures: Iterable[Figure], as_of: date) -> None:
        self._figures = tuple(figures)
        self._facts: dict[tuple[Period, Kind], list[Figure]] = {}
        self.plans: list[Figure] = []
        for figure in self._figures:
            statement = figure.statement
            if statement.known_at > as_of:
                continue
            if statement.is_plan:
                self.plans.append(figure)
            else:
                kind = Kind.LEVEL if statement.kind in LEVELS else statement.kind
                self._facts.setdefault((statement.period, kind), []).append(figure)
        self.level_runs = self._winning_levels()

    def _winning_levels(self) -> dict[Period, Figure]:
        """Return the figure that answers for each filed run; withdrawn runs are not filed."""
        found = {}
        for (period, kind), figures in self._facts.items():
            best = winner(figures)
            if kind is Kind.LEVEL and best and best.statement.state is not FiledState.WITHDRAWN:
                found[period] = best
        return found

    @property
    def says_anything(self) -> bool:
        """Whether any plan was filed, or any fact that was not withdrawn since."""
        answering = (winner(figures) for figures in self._facts.values())
        return bool(self.plans) or any(
            best is not None and best.statement.state is not FiledState.WITHDRAWN
            for best in answering
        )

    def known_by(self, day: date) -> Held:
        """Return the same as it was known on an earlier day."""
        return Held(self._figures, day)

    def vintages(self, period: Period, kind: Kind) -> tuple[Figure, ...]:
        """Return every figure of a run and kind."""
        return tuple(self._facts.get((period, kind), ()))

    def is_hidden(self, period: Period) -> bool:
        """Whether the figure that answers for exactly this run is confidential."""
        figure = self.level_runs.get(period)
        return figure is not None and figure.statement.state is FiledState.CONFIDENTIAL

    def said_on(self, day: date) -> dict[Period, Figure]:
        """Return the levels that became known on one day, by run: what one report says."""
        found: dict[Period, Figure] = {}
        for (period, kind), figures in self._facts.items():
            if kind is Kind.LEVEL:
                best = winner(f for f in figures if f.statement.known_at == day)
                if best and best.statement.value is not None:
                    found[period] = best
        return found

    def level_days(self) -> set[date]:
        """Return the days on which levels became known."""
        return {
            figure.statement.known_at
            for (_, kind), figures in self._facts.items()
            if kind is Kind.LEVEL
            for figure in figures
        }

    def plan_shares(self) -> list[Figure]:
        """Return every stated share of a plan whose run and assigner still stand by one."""
        groups: dict[tuple[Period, str | None], list[Figure]] = {}
        for (period, kind), figures in self._facts.items():
            if kind is Kind.PLAN_SHARE:
                for figure in figures:
                    groups.setdefault((period, figure.statement.assigner), []).append(figure)
        return [
            figure
            for figures in groups.values()
            if (best := winner(figures)) and best.statement.value is not None
            for figure in figures
            if figure.statement.value is not None
        ]

    def has_level_of_own_filing(self, figure: Figure) -> bool:
        """Whether the filing of a stated growth, ratio or share also holds a level for its run."""
        return any(
            level.filing.id == figure.filing.id
            for level in self.vintages(figure.statement.period, Kind.LEVEL)
        )

    def attached(self, period: Period, *kinds: Kind) -> Figure | None:
        """Return the stated figure that answers among those filed together with a level.

        A withdrawal counts wherever it was filed.
        """
        candidates = [
            figure
            for kind in kinds
            for figure in self.vintages(period, kind)
            if figure.statement.value is None or self.has_level_of_own_filing(figure)
        ]
        best = winner(candidates)
        return best if best and best.statement.value is not None else None

    def detached(self, period: Period, kind: Kind) -> Figure | None:
        """Return the stated figure, or its state, that answers among those without a level.

        A share of the whole never joins the level's row, so that all of them count.
        """
        candidates = [
            figure
            for figure in self.vintages(period, kind)
            if kind is Kind.SHARE or not self.has_level_of_own_filing(figure)
        ]
        best = winner(candidates)
        withdrawn = best is None or best.statement.state is FiledState.WITHDRAWN
        return None if withdrawn else best

    def level_meant_by(self, figure: Figure) -> Figure | None:
        """Return the level that a stated growth, ratio or share refers to: rule 6.

        The level of its own filing, else the latest one known by then; never a later revision.
        None while the run is hidden.
        """
        if self.is_hidden(figure.statement.period):
            return None
        levels = [
            level
            for level in self.vintages(figure.statement.period, Kind.LEVEL)
            if level.statement.value is not None
        ]
        said_at = figure.statement.known_at
        known_then = [level for level in levels if level.statement.known_at <= said_at]
        if known_then:
            return max(
                known_then,
                key=lambda level: (
                    level.filing.id == figure.filing.id,
                    level.statement.known_at,
                    STATUS_RANK[level.statement.status],
                    level.id,
                ),
            )
        own = [level for level in levels if level.filing.id == figure.filing.id]
        return min(own, key=lambda level: (level.statement.known_at, -level.id), default=None)
