"""Random chains of reforms: the cube says what `explain` does, and both what transfers tell."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.country import PACK, TODAY, series
from tests.kernel.comparing import mismatches, report_of, rows_of_explain
from tests.territory.counted_monthly import counted
from tests.territory.random_reforms import (
    DAYS,
    EVERYTHING,
    LATER,
    RUNS,
    WHOLE,
    planned,
    random_case,
    random_reforms,
    random_targets,
    villages_of,
)
from tests.territory.successive import Reform, register_after, row_of, transfer_of
from tiendo.cube.explain.evidence import Evidence
from tiendo.cube.explain.reader import Reader
from tiendo.cube.explain.source import MemoryFigures
from tiendo.cube.explain.targets import Comparability, targets_on_map
from tiendo.vocabulary.period import Period
from tiendo.vocabulary.place import PlaceRegister
from tiendo.vocabulary.words import State

SEEDS = st.integers(0, 2**32 - 1)
NOTHING_UNDONE = [what for what in EVERYTHING if what != "undo"]


@settings(max_examples=150)
@given(SEEDS)
def test_after_several_reforms_the_cube_says_what_explain_does(seed: int) -> None:
    case = random_case(seed)

    found = mismatches(case)

    assert not found, report_of(case, found)


@settings(max_examples=40)
@given(SEEDS)
def test_of_all_villages_at_once_too(seed: int) -> None:
    case = random_case(seed)

    found = mismatches(case, everywhere=True)

    assert not found, report_of(case, found)


# ---- by hand: every way from a village through the transfers ---------------------------------


@dataclass(frozen=True)
class Question:
    """Which targets judge a village's result in a run, on the map of a day."""

    reforms: tuple[Reform, ...]
    village: str
    targets: dict[str, int]
    run: str
    day: date

    @property
    def register(self) -> PlaceRegister:
        """All villages."""
        return register_after(*self.reforms)


Told = tuple[int | None, frozenset[str]]
"""The sum that judges it, and the villages of whose targets it is said that they do not."""


def by_hand(asked: Question) -> Told:
    """Walk every way through the transfers, on towards the run's end first, then back."""
    place = asked.register[asked.village]
    if not place.span.holds(asked.day) or asked.village in asked.targets:
        return asked.targets.get(asked.village) if place.span.holds(
            asked.day
        ) else None, frozenset()
    end = Period.parse(asked.run).end
    heirs, sources = _links(asked.reforms)
    ways = [(sources, heirs)]
    if place.span.end is not None and place.span.end <= end:
        by_then, _ = _links([reform for reform in asked.reforms if reform.day <= end])
        ways.insert(0, (by_then, sources))
    none: frozenset[str] = frozenset()
    for there, back in ways:
        first = [_first(way, asked.targets) for way in _ways(asked.village, there)]
        counted = {one for one in first if one is not None}
        if counted and None not in first and all(_lies_in(one, asked, back) for one in counted):
            return sum(asked.targets[one] for one in counted), frozenset()
        none |= counted
    return None, none


def _links(reforms: Iterable[Reform]) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """Return to which others each village passed on, and what it was made of."""
    heirs: dict[str, list[str]] = {}
    sources: dict[str, list[str]] = {}
    for reform in reforms:
        for one in (transfer_of("", told) for told in reform.transfers):
            sources.setdefault(one.target, []).append(one.source)
            heirs.setdefault(one.source, []).append(one.target)
    return heirs, sources


def _ways(village: str, there: dict[str, list[str]]) -> Iterator[tuple[str, ...]]:
    """Yield every way from a village to where the transfers end, without the village itself."""
    onwards = there.get(village, [])
    if not onwards:
        yield ()
    for one in onwards:
        yield from ((one, *rest) for rest in _ways(one, there))


def _first(way: tuple[str, ...], targets: dict[str, int]) -> str | None:
    """Return the first village on a way that had a target."""
    return next((one for one in way if one in targets), None)


def _lies_in(one: str, asked: Question, back: dict[str, list[str]]) -> bool:
    """Whether every way back leads to the village, and to no other target before."""
    for way in _ways(one, back):
        if asked.village not in way:
            return False
        if _first(way[: way.index(asked.village)], asked.targets) is not None:
            return False
    return True


def by_explain(asked: Question) -> Told:
    """Return what `explain` tells of the targets."""
    filed = planned(asked.targets, asked.run)
    known = Evidence(MemoryFigures(filed), PACK.catalogue, asked.register, TODAY, map_day=asked.day)
    found = targets_on_map(Reader(known), asked.village, series("births"), Period.parse(asked.run))
    judging = [one.value for one in found if one.comparability is not Comparability.NOT_COMPARABLE]
    others = {
        key
        for one in found
        for key in one.set_for
        if one.comparability is Comparability.NOT_COMPARABLE
    }
    (value,) = judging or [None]
    return None if value is None else int(value), frozenset(others)


def random_question(seed: int) -> Question:
    """Return a question about a village of the map, after reforms none of which is undone."""
    dice = Random(seed)
    reforms = random_reforms(dice, NOTHING_UNDONE)
    run = dice.choice(RUNS)
    day = date.fromisoformat(dice.choice((*DAYS, *LATER, "2025-01-01")))
    villages = villages_of(reforms)
    register = register_after(*reforms)
    there = [key for key in villages if register[key].span.holds(day)]
    return Question(reforms, dice.choice(there), random_targets(dice, villages), run, day)


@settings(max_examples=400)
@given(SEEDS)
def test_targets_are_judged_as_the_transfers_tell(seed: int) -> None:
    asked = random_question(seed)
    assert by_explain(asked) == by_hand(asked), asked


@pytest.fixture(scope="module")
def seen() -> Counter[str]:
    found: Counter[str] = Counter()
    for asked in map(random_question, range(600)):
        value, others = by_hand(asked)
        begins = asked.register[asked.village].span.begins
        ways = list(_ways(asked.village, _links(asked.reforms)[1]))
        if asked.village not in asked.targets and value is not None:
            one = [len(way) for way in ways]
            found["recast"] += 1
            found["recast across several reforms"] += max(one) > 1
        found["refused"] += bool(others)
        found["refused across several reforms"] += bool(others - {w[0] for w in ways if w})
        found["began after the run"] += begins is not None and begins > Period.parse(asked.run).end
    return found


@pytest.mark.parametrize(
    "thing",
    [
        "recast", "recast across several reforms", "refused", "refused across several reforms",
        "began after the run",
    ],
)  # fmt: skip
def test_each_case_happens_in_random_questions(seen: Counter[str], thing: str) -> None:
    assert seen[thing] >= 20, seen


def test_recasts_and_refusals_happen_in_random_lands() -> None:
    found: Counter[str] = Counter()
    for case in map(random_case, range(60)):
        for row in rows_of_explain(case, case.places):
            for one in row["findings"]:
                found[f"{one['check']} {one['verdict']}"] += 1
    assert found["rule:target_territory explained"] >= 5, found
    assert found["rule:target_territory not_checkable"] >= 5, found
    assert found["rule:territory explained"] >= 5, found


# ---- levels: what was born in hamlets, whatever village they lay in ------------------------------


def _levels_of_a_random_village(
    dice: Random, happens: Sequence[str]
) -> Iterator[tuple[Decimal | None, State | None, int, bool]]:
    """Yield the level of a village in a run and the year before, with what is true of both."""
    reforms = random_reforms(dice, happens)
    births = counted(dice, reforms)
    run = Period.parse(dice.choice((*RUNS, "2022", "2022-9M", "2023-H1")))
    day = date.fromisoformat(dice.choice((*DAYS, *LATER, "2021-03-01", "2025-01-01")))
    village = dice.choice(births.villages_on(day))
    register = register_after(*reforms)
    filed = births.filed("budget")  # money is never shared out
    row = row_of(register, filed, village, series("budget"), str(run), str(day))
    for one, value, state in (
        (run, row.value, row.state),
        (run.same_period_last_year(), row.same_period, row.same_period_state),
    ):
        yield value, state, births.in_village(village, one), births.is_made_of_whole(village, one)


@settings(max_examples=150, deadline=None)
@given(SEEDS)
def test_what_is_told_as_a_value_on_another_map_is_true(seed: int) -> None:
    for value, state, truth, _ in _levels_of_a_random_village(Random(seed), EVERYTHING):
        assert state not in (State.VALUE, State.ZERO) or value == truth


@settings(max_examples=150, deadline=None)
@given(SEEDS)
def test_where_whole_villages_make_up_another_its_levels_are_known(seed: int) -> None:
    """Whatever reforms lie in between: of the run, and of the same period the year before."""
    for value, state, truth, is_whole in _levels_of_a_random_village(Random(seed), WHOLE):
        assert (value, state) == (truth, State.VALUE) if is_whole else state is not State.VALUE
