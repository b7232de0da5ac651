"""What was known of one place and series by a day: rules 1 to 3 of the total order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple, TypeAlias

from tiendo.cube.cells.resolve.answer import (
    HIDDEN,
    NOTHING,
    Answer,
    Bounds,
    added,
    computed_answer,
    exact_number,
    filed_answer,
    scaled,
    sum_along,
)
from tiendo.cube.cells.resolve.paths import Graph, Steps, reached
from tiendo.cube.cells.resolve.rules import SeriesRules
from tiendo.cube.cells.resolve.said import (
    CONFIDENTIAL_SAID,
    WITHDRAWN_SAID,
    Run,
    Said,
    finality,
    winner,
)
from tiendo.cube.cells.tile import MONTHS
from tiendo.vocabulary.words import Rule

Weigh: TypeAlias = Callable[[Run], Answer]
"""Returns the weight of a run."""


def standing(levels: Iterable[Said]) -> dict[Run, Said]:
    """Return the figure that answers for each filed run; withdrawn runs are not filed."""
    best: dict[Run, Said] = {}
    for said in sorted(levels, key=finality):
        best[said.run] = said
    return {run: said for run, said in best.items() if said.state != WITHDRAWN_SAID}


def within_one_year(run: Run) -> bool:
    """Whether all months lie in one calendar year."""
    return run[0] // MONTHS == run[1] // MONTHS


def covers(run: Run, other: Run) -> bool:
    """Whether every month of `other` lies in `run`."""
    return run[0] <= other[0] and other[1] <= run[1]


class Way(NamedTuple):
    """The figures that answer for a run.

    Attributes:
        steps: added or subtracted; one alone where the run was filed, none where nothing is known.
        filed: whether the run was filed; what it says may be a state instead of a number.
        hidden: whether the run may not be told, because it rests on a confidential one.
    """

    steps: Steps = ()
    filed: bool = False
    hidden: bool = False


class Year:
    """The runs of a flow within one calendar year, as they stood on a day."""

    def __init__(self, year: int, runs: Mapping[Run, Said]) -> None:
        self.runs = runs
        self.origin = year * MONTHS
        self.graph = Graph.of(self.origin, runs)
        self._hidden = [run for run, said in runs.items() if said.state == CONFIDENTIAL_SAID]
        self._levels: dict[Run, Answer] = {}

    def level(self, run: Run) -> Answer:
        """Return the level of a run of this year: rules 1 to 3 of the contract."""
        if run not in self._levels:
            self._levels[run] = self._level_by(self.way(run))
        return self._levels[run]

    def _level_by(self, way: Way) -> Answer:
        if way.filed:
            return filed_answer(way.steps[0][1])
        if way.hidden:
            return HIDDEN
        return sum_along(way.steps) if way.steps else NOTHING

    def way(self, run: Run) -> Way:
        """Return the figures that answer for a run of this year: rules 1 to 3 of the contract.

        Which they are does not depend on their numbers.
        """
        if said := self.runs.get(run):
            return Way(((1, said),), filed=True)
        path = self.graph.best_path(run)
        if self._hidden and self._is_hidden(run, path):
            return Way(hidden=True)
        return Way(path or ())

    def _is_hidden(self, run: Run, path: Steps | None) -> bool:
        """Whether a hidden run lies within, or no path leads there but over hidden ones."""
        if any(covers(run, hidden) for hidden in self._hidden):
            return True
        return path is None and bool(
            reached(run[0] - self.origin, self._joined_by_hidden) >> run[1] + 1 - self.origin & 1
        )

    @cached_property
    def _joined_by_hidden(self) -> dict[int, int]:
        """For each boundary those that a run with a value or a hidden one joins it with."""
        joined = dict(self.graph.beside)
        for first, last in self._hidden:
            start, end = first - self.origin, last + 1 - self.origin
            joined[start] = joined.get(start, 0) | 1 << end
            joined[end] = joined.get(end, 0) | 1 << start
        return joined

    @cached_property
    def _up_to_date(self) -> Graph:
        """The runs that are not out of date."""
        fresh = {run: said for run, said in self.graph.runs.items() if not self._is_stale(said)}
        return Graph.of(self.origin, fresh)

    def _is_stale(self, said: Said) -> bool:
        """Whether runs within a filed run tile it and one of them became known later than it."""
        first, last, known_at = said.first, said.last, said.known_at
        if first == last:
            return False
        newer = [
            part
            for run, part in self.graph.runs.items()
            if part.known_at > known_at and first <= run[0] and run[1] <= last
        ]
        if not newer:
            return False
        start, end = first - self.origin, last + 1 - self.origin
        from_start = _reached_within(start, end, self.graph.after)
        from_end = _reached_back_within(start, end, self.graph.before)
        return any(
            from_start >> part.first - self.origin & 1
            and from_end >> part.last + 1 - self.origin & 1
            for part in newer
        )

    def current_tiles(self, run: Run) -> Steps | None:
        """Return what the latest word on every part of `run` adds up to, or None.

        The fewest filed runs, two or more, that tile `run` and of which none is out of date: a
        cumulative figure grows stale when one of its months is revised.
        """
        return self._up_to_date.fewest_tiles(run)


def _reached_within(start: int, end: int, after: Mapping[int, int]) -> int:
    """Return the boundaries that runs lead to from `start`, none beyond `end` nor all of it."""
    seen, inside = 1 << start, (1 << end + 1) - 1
    for boundary in range(start, end):
        if seen >> boundary & 1:
            onwards = after.get(boundary, 0) & inside
            seen |= onwards & ~(1 << end) if boundary == start else onwards
    return seen


def _reached_back_within(start: int, end: int, before: Mapping[int, int]) -> int:
    """Return the boundaries from which runs lead to `end`, none before `start` nor all of it."""
    seen, outside = 1 << end, (1 << start) - 1
    for boundary in range(end, start, -1):
        if seen >> boundary & 1:
            back = before.get(boundary, 0) & ~outside
            seen |= back & ~(1 << start) if boundary == end else back
    return seen


class Known:
    """The levels of one place and series that were known by a day."""

    def __init__(self, levels: Iterable[Said], rules: SeriesRules, weigh: Weigh) -> None:
        """Keep what is needed to answer.

        Args:
            levels: every figure of a level known by the day.
            rules: of the series.
            weigh: returns the own level of the series that weighs a mean, known by the same day.
        """
        self.runs = standing(levels)
        self._rules = rules
        self._weigh = weigh
        self._years: dict[int, Year] = {}

    def level(self, run: Run) -> Answer:
        """Return the level that the place's own filed figures give: rules 1 to 3."""
        if said := self.runs.get(run):
            return filed_answer(said)
        match self._rules.time_rule:
            case Rule.SUM if within_one_year(run):
                return self._year(run[0] // MONTHS).level(run)
            case Rule.SUM:
                return self._sum_of_years(run)
            case Rule.LAST:
                said = winner(said for end, said in self.runs.items() if end[1] == run[1])
                return filed_answer(said) if said else NOTHING
            case Rule.MEAN:
                return self._mean_of_tiles(run)
            case _:
                return NOTHING

    def _year(self, year: int) -> Year:
        if year not in self._years:
            of_year = {
                run: said
                for run, said in self.runs.items()
                if run[0] // MONTHS == year == run[1] // MONTHS
            }
            self._years[year] = Year(year, of_year)
        return self._years[year]

    def _sum_of_years(self, run: Run) -> Answer:
        years = [self.level(piece) for piece in _years_of(run)]
        if any(one.state == HIDDEN.state for one in years):
            return HIDDEN
        if not all(one.known for one in years):
            return NOTHING
        bounds = (0.0, 0.0)
        for one in years:
            bounds = added(bounds, one.bounds)
        return computed_answer(sum(one.value for one in years), bounds, years)

    def _mean_of_tiles(self, run: Run) -> Answer:
        if any(s.state == CONFIDENTIAL_SAID and covers(run, s.run) for s in self.runs.values()):
            return HIDDEN
        origin = min((first for first, _ in self.runs), default=0)
        tiles = Graph.of(origin, self.runs).fewest_tiles(run)
        if tiles is None:
            return NOTHING
        answers = [filed_answer(said) for _, said in tiles]
        return weighted_mean(answers, [self._weight(said.run) for _, said in tiles])

    def _weight(self, run: Run) -> Answer:
        if self._rules.has_weight:
            return self._weigh(run)
        return exact_number(float(run[1] - run[0] + 1))


def _years_of(run: Run) -> list[Run]:
    """Cut a run at each New Year."""
    years = range(run[0] // MONTHS, run[1] // MONTHS + 1)
    return [(max(run[0], y * MONTHS), min(run[1], y * MONTHS + MONTHS - 1)) for y in years]


def weighted_mean(answers: Sequence[Answer], weights: Sequence[Answer]) -> Answer:
    """Return sum(w x) / sum(w); missing where a part is unknown or the weights are not above zero.

    The interval is what those of values and weights allow, and never wider than the values.
    """
    if not all(one.known for one in (*answers, *weights)):
        return NOTHING
    total = sum(weight.value for weight in weights)
    if total <= 0:
        return NOTHING
    pairs = list(zip(answers, weights, strict=True))
    value = sum(a.value * w.value for a, w in pairs) / total
    scale = max(abs(a.value) for a in answers)
    return computed_answer(value, _bounds_of_mean(pairs, total), [*answers, *weights], scale)


def _bounds_of_mean(pairs: Sequence[tuple[Answer, Answer]], total: float) -> Bounds:
    """Return the values' hull cut by interval arithmetic: both hold the mean of weights >= 0."""
    if all(weight.lo == weight.hi for _, weight in pairs):
        bounds = (0.0, 0.0)
        for answer, weight in pairs:
            bounds = added(bounds, scaled(answer.bounds, weight.value))
        return scaled(bounds, 1 / total)
    return min(a.lo for a, _ in pairs), max(a.hi for a, _ in pairs)
