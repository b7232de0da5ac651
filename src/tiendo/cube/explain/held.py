"""What was filed for one place and series, sorted by what it states; rule 1 of the total order."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
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

    def known_by(self, day: date) -> Held:
        """Return the same as it was known on an earlier day."""
        return Held(self._figures, day)

    def vintages(self, period: Period, kind: Kind) -> Sequence[Figure]:
        """Return every figure of a run and kind."""
        return self._facts.get((period, kind), [])

    def stated(self, period: Period, *kinds: Kind) -> Figure | None:
        """Return the figure that answers for exactly this run among kinds, if it has a value."""
        best = winner(f for kind in kinds for f in self.vintages(period, kind))
        return best if best and best.statement.value is not None else None

    def of_kind(self, *kinds: Kind) -> list[Figure]:
        """Return all figures of these kinds that have a value."""
        return [
            figure
            for (_, kind), figures in self._facts.items()
            if kind in kinds
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
        """Return the stated figure that answers among those filed together with a level."""
        candidates = [
            figure
            for kind in kinds
            for figure in self.vintages(period, kind)
            if self.has_level_of_own_filing(figure)
        ]
        best = winner(candidates)
        return best if best and best.statement.value is not None else None

    def detached(self, period: Period, kind: Kind) -> Figure | None:
        """Return the stated figure that answers among those filed without a level."""
        candidates = [f for f in self.vintages(period, kind) if not self.has_level_of_own_filing(f)]
        best = winner(candidates)
        return best if best and best.statement.value is not None else None

    def level_meant_by(self, figure: Figure) -> Figure | None:
        """Return the level that a stated growth, ratio or share refers to: rule 6.

        The level of its own filing, else the latest one known by then; never a later revision.
        """
        candidates = [
            level
            for level in self.vintages(figure.statement.period, Kind.LEVEL)
            if level.statement.known_at <= figure.statement.known_at
            and level.statement.value is not None
        ]
        return max(
            candidates,
            key=lambda level: (
                level.filing.id == figure.filing.id,
                level.statement.known_at,
                STATUS_RANK[level.statement.status],
                level.id,
            ),
            default=None,
        )
