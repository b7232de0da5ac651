"""Paths over filed runs: Q2 is the year to date of June minus that of March."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.explain.asking import row, rows
from tests.world import filed, stated
from tiendo.cube.explain.paths import best_path, current_tiles, fewest_tiles
from tiendo.vocabulary.figure import Figure
from tiendo.vocabulary.period import Period
from tiendo.vocabulary.words import State

JANUARY = 2024 * 12


def runs_of_2024() -> st.SearchStrategy[Period]:
    months = st.integers(0, 11)
    return st.tuples(months, months).map(
        lambda ends: Period(JANUARY + min(ends), JANUARY + max(ends))
    )


def as_filed(runs: dict[Period, tuple[int, int]]) -> dict[Period, Figure]:
    """Return a figure per run from {run: (value, day of May on which it was known)}."""
    statements = [
        stated("song-xanh", "investment", str(run), str(value), known=f"2025-05-{day:02d}")
        for run, (value, day) in runs.items()
    ]
    return {figure.statement.period: figure for figure in filed(*statements)}


def every_simple_path(start: int, goal: int, runs: list[Period]) -> list[list[tuple[Period, int]]]:
    """The oracle's search: depth first over unused boundaries, no cleverness."""
    found = []

    def walk(boundary: int, seen: set[int], path: list[tuple[Period, int]]) -> None:
        if boundary == goal:
            found.append(list(path))
            return
        for run in runs:
            for here, there, sign in ((run.first, run.last + 1, 1), (run.last + 1, run.first, -1)):
                if here == boundary and there not in seen:
                    walk(there, seen | {there}, [*path, (run, sign)])

    walk(start, {start}, [])
    return found


@settings(max_examples=150)
@given(
    runs_of_2024(),
    st.dictionaries(runs_of_2024(), st.tuples(st.integers(1, 99), st.integers(1, 28)), max_size=7),
)
def test_the_best_path_is_the_first_of_all_paths_in_the_total_order(
    asked: Period, known: dict[Period, tuple[int, int]]
) -> None:
    held = as_filed(known)
    paths = every_simple_path(asked.first, asked.last + 1, list(known))
    found = best_path(asked, held)
    if not paths:
        assert found is None
        return

    def order(path: list[tuple[Period, int]]) -> tuple[int, int, list[tuple[int, int]]]:
        earliest = min(known[run][1] for run, _ in path)
        return len(path), -earliest, sorted((run.first, run.last) for run, _ in path)

    wanted = min(paths, key=order)
    assert found is not None
    assert order([(s.figure.statement.period, s.sign) for s in found]) == order(wanted)
    total = sum(step.sign * (step.figure.statement.value or 0) for step in found)
    assert total == sum(sign * known[run][0] for run, sign in wanted)


@settings(max_examples=100)
@given(
    st.lists(st.integers(0, 1000), min_size=12, max_size=12),
    st.sets(runs_of_2024(), max_size=8),
    runs_of_2024(),
)
def test_a_path_gives_the_truth_or_nothing(
    months: list[int], filed_runs: set[Period], asked: Period
) -> None:
    def truth(run: Period) -> int:
        return sum(months[run.first - JANUARY : run.last - JANUARY + 1])

    statements = [
        stated("song-xanh", "investment", str(run), str(truth(run))) for run in filed_runs
    ]
    boundaries = {asked.first}
    for _ in range(13):
        for run in filed_runs:
            ends = {run.first, run.last + 1}
            if ends & boundaries:
                boundaries |= ends
    reachable = asked.last + 1 in boundaries
    found = [
        each
        for each in [best_path(asked, {f.statement.period: f for f in filed(*statements)})]
        if each
    ]
    assert bool(found) is reachable
    for path in found:
        total = sum((s.sign * (s.figure.statement.value or Decimal(0)) for s in path), Decimal(0))
        assert total == truth(asked)


def test_the_second_quarter_is_the_year_to_date_of_june_minus_that_of_march() -> None:
    lan = filed(
        stated("song-xanh", "investment", "2024-H1", "100"),
        stated("song-xanh", "investment", "2024-Q1", "30"),
    )
    second = row("song-xanh", "investment", "2024-Q2", lan)
    assert second.value == 70
    assert second.derived[0] == "value"
    trace = second.trace("value")
    assert trace is not None
    assert [(p.field, p.value) for p in trace.parts] == [("plus", 100), ("minus", 30)]


def test_an_unreachable_run_is_missing_and_makes_no_row() -> None:
    lan = filed(stated("song-xanh", "investment", "2024-Q1", "30"))
    assert rows("song-xanh", "2024-02", lan) == []


def test_several_years_are_the_sum_of_their_years() -> None:
    lan = filed(
        *(
            stated("song-xanh", "investment", str(year), str(year - 2000))
            for year in range(2021, 2026)
        )
    )
    term = row("song-xanh", "investment", "2021/2025", lan)
    assert term.value == 21 + 22 + 23 + 24 + 25
    four = filed(*(stated("song-xanh", "investment", str(y), "1") for y in range(2021, 2025)))
    assert rows("song-xanh", "2021/2025", four) == []


def test_a_path_never_crosses_new_year() -> None:
    held = as_filed({Period.parse("2024-01"): (5, 1)}) | {
        figure.statement.period: figure
        for figure in filed(stated("song-xanh", "investment", "2023-12/2024-01", "9"))
    }
    assert best_path(Period.parse("2023-12"), held) is None


def test_the_path_known_most_lately_beats_an_older_one_of_the_same_length() -> None:
    held = as_filed(
        {
            Period.parse("2024-01"): (10, 1),
            Period.parse("2024-02"): (20, 2),
            Period.parse("2024-Q1"): (60, 9),
            Period.parse("2024-03"): (25, 8),
        }
    )
    path = best_path(Period.parse("2024-01/2024-02"), held)
    assert path is not None
    assert [str(step.figure.statement.period) for step in path] == ["2024-Q1", "2024-03"]


def test_current_tiles_take_the_latest_word_on_every_month() -> None:
    held = as_filed(
        {
            Period.parse("2024-01"): (10, 2),
            Period.parse("2024-02"): (21, 5),
            Period.parse("2024-01/2024-02"): (30, 3),
            Period.parse("2024-03"): (40, 4),
        }
    )
    tiles = current_tiles(Period.parse("2024-Q1"), held)
    assert tiles is not None
    assert sum(step.figure.statement.value or 0 for step in tiles) == 71


def test_an_official_quarter_is_not_undone_by_older_estimates_of_its_months() -> None:
    held = as_filed(
        {
            **{Period.parse(f"2024-0{month}"): (10, month) for month in (1, 2, 3)},
            Period.parse("2024-Q1"): (33, 9),
            Period.parse("2024-Q2"): (40, 9),
            Period.parse("2024-H1"): (70, 8),
        }
    )
    tiles = current_tiles(Period.parse("2024-H1"), held)
    assert tiles is not None
    assert [str(step.figure.statement.period) for step in tiles] == ["2024-Q1", "2024-Q2"]


@settings(max_examples=100)
@given(st.sets(runs_of_2024(), max_size=10), runs_of_2024())
def test_tiles_follow_each_other_without_gap_or_overlap(
    filed_runs: set[Period], asked: Period
) -> None:
    held = as_filed({run: (1, 1) for run in filed_runs})
    for tiles in (fewest_tiles(asked, held), current_tiles(asked, held)):
        if tiles:
            runs = [step.figure.statement.period for step in tiles]
            assert runs[0].first == asked.first and runs[-1].last == asked.last
            assert all(a.last + 1 == b.first for a, b in pairwise(runs))


def test_a_confidential_month_hides_the_quarter_that_needs_it() -> None:
    lan = filed(
        stated("song-xanh", "investment", "2024-01", "1"),
        stated("song-xanh", "investment", "2024-02", "2"),
        stated("song-xanh", "investment", "2024-03", None, state="confidential"),
    )
    assert row("song-xanh", "investment", "2024-Q1", lan).state is State.CONFIDENTIAL
