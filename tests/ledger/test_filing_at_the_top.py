"""After a filing, what is remembered of a country answers as the whole country evaluated anew.

Random worlds with reforms: a place files once more, and every place is asked before and after.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.kernel.cubes import tiles_of
from tests.kernel.worlds import Case, random_case
from tests.world import CATALOGUE, REGISTER, TODAY, filed, planned, stated
from tiendo.cube.cells.axes import MemoryTiles
from tiendo.cube.kernel import Country, Question, World
from tiendo.ledger.cube import country
from tiendo.ledger.cube.country import RememberedTiles, RememberingCountry
from tiendo.vocabulary.figure import Figure
from tiendo.vocabulary.period import Period
from tiendo.vocabulary.words import Level

SEEDS = st.integers(0, 2**32 - 1)


@dataclass(frozen=True)
class Filings:
    """A world before and after some places filed once more, one after the other."""

    case: Case
    worlds: tuple[MemoryTiles, ...]
    filers: tuple[str, ...]

    @property
    def world(self) -> World:
        return World(self.case.register, self.case.catalogue, self.case.obligations)

    @property
    def question(self) -> Question:
        return Question(self.case.run, self.case.as_of, True, False, self.case.tree_as_of)


def filings(seed: int) -> Filings:
    """Return a random world, in which one or two places file half of their figures later."""
    case, dice = _told_apart(random_case(seed)), Random(seed)
    of_place: dict[str, list[Figure]] = {}
    for figure in case.figures:
        of_place.setdefault(figure.statement.place, []).append(figure)
    tops = [key for key in of_place if case.register[key].level in (Level.COUNTRY, Level.PROVINCE)]
    some = tops if tops and dice.random() < 0.8 else list(of_place)
    filers = tuple(dice.sample(some, min(len(some), 2)))
    later = {key: of_place[key][len(of_place[key]) // 2 :] for key in filers}
    whole = tiles_of(case.figures, case.register, case.catalogue, case.as_of)
    worlds = []
    for count in range(len(filers) + 1):
        waiting = {figure.id for key in filers[count:] for figure in later[key]}
        known = [figure for figure in case.figures if figure.id not in waiting]
        worlds.append(tiles_of(known, case.register, case.catalogue, case.as_of, whole.axes))
    return Filings(case, tuple(worlds), filers)


def _told_apart(case: Case) -> Case:
    """Return a case without what ties the rows of places together beyond sums and ranks."""
    values = tuple(figure for figure in case.figures if figure.statement.state is None)
    return replace(case, figures=values, obligations=())


def after_each_filing(made: Filings) -> Iterator[tuple[RememberingCountry, Country]]:
    """Yield the remembering country and a new one after every filing; all places were asked."""
    first = made.worlds[0]
    country: RememberingCountry = RememberingCountry(made.world, RememberedTiles(first))
    for filer, tiles in zip(made.filers, made.worlds[1:], strict=True):
        for place in made.case.register:
            country.evaluate_place(place.key, made.question)
        home = tiles.axes.row_of[made.case.register[filer].id]
        changed = {(home[0], year) for year in range(2010, 2031)}
        country = country.followed_by(made.world, tiles, changed, {home})
        yield country, Country(made.world, tiles)


def _same_after_each_filing(seed: int) -> None:
    made = filings(seed)
    for remembering, anew in after_each_filing(made):
        for place in made.case.register:
            found = remembering.evaluate_place(place.key, made.question).records()
            assert found == anew.evaluate_place(place.key, made.question).records(), place.key


@settings(max_examples=20)
@given(SEEDS)
def test_every_place_is_answered_as_if_nothing_were_remembered(seed: int) -> None:
    _same_after_each_filing(seed)


JOINED = (67, 189, 285, 335, 464, 570)
"""Worlds in which another province is recast from one that files, and asked on such a map."""


@pytest.mark.parametrize("seed", JOINED)
def test_what_a_province_files_reaches_those_that_a_reform_made_of_it(seed: int) -> None:
    _same_after_each_filing(seed)


@pytest.mark.parametrize("seed", JOINED)
def test_in_these_worlds_it_would_be_seen_if_it_did_not(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(country, "stands_alone", lambda *asked: True)
    with pytest.raises(AssertionError):
        _same_after_each_filing(seed)


def test_a_province_that_stands_alone_has_only_its_own_row_evaluated(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    said = (
        stated("song-xanh", "revenue", "2024-Q1", "110"),
        stated("nui-vang", "revenue", "2024", "9"),
    )
    world, question = World(REGISTER, CATALOGUE, ()), Question(Period.parse("2024-Q1"), TODAY)
    before = tiles_of(filed(*said), REGISTER, CATALOGUE, TODAY)
    newer = stated("song-xanh", "revenue", "2024-Q1", "120", known="2026-02-01")
    after = tiles_of(filed(*said, newer), REGISTER, CATALOGUE, TODAY, before.axes)
    remembering = RememberingCountry(world, RememberedTiles(before))
    remembering.evaluate_place("song-xanh", question)
    later = remembering.followed_by(world, after, {(1, 2024)}, {after.axes.row_of[2]})
    monkeypatch.setattr(Country, "_summit_evaluation", None)
    (row,) = later.evaluate_place("song-xanh", question).records()
    assert row["value"] == 120
    with pytest.raises(TypeError):  # the country's sum rests on it, and is added up anew
        later.evaluate_place("lien-ha", question)


def test_runs_that_were_not_looked_at_before_are_not_answered_from_memory() -> None:
    """Nothing is known of what others filed meanwhile in the five years of a new plan."""
    said = (
        stated("song-xanh", "revenue", "2024-Q1", "110"),
        stated("doi-che", "visitors", "2023", "7"),
    )
    world, question = World(REGISTER, CATALOGUE, ()), Question(Period.parse("2024-Q1"), TODAY)
    before = tiles_of(filed(*said), REGISTER, CATALOGUE, TODAY)
    plan = planned("song-xanh", "revenue", "2021/2025", "400")
    after = tiles_of(filed(*said, plan), REGISTER, CATALOGUE, TODAY, before.axes)
    remembering = RememberingCountry(world, RememberedTiles(before))
    remembering.evaluate_place("song-xanh", question)
    home = after.axes.row_of[REGISTER["song-xanh"].id]
    later = remembering.followed_by(world, after, {(home[0], y) for y in (2024, 2025)}, {home})
    for run in ("2024-Q1", "2021/2025"):
        asked = Question(Period.parse(run), TODAY)
        anew = Country(world, after).evaluate_place("song-xanh", asked).records()
        assert later.evaluate_place("song-xanh", asked).records() == anew
