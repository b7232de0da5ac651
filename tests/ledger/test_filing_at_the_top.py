"""After a filing, what is remembered of a country answers as the whole country evaluated anew.

Random worlds with reforms: a place files once more, and every place is asked before and after.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests import country as veloria
from tests.kernel.cubes import tiles_of
from tests.kernel.worlds import Case, random_case
from tests.world import CATALOGUE, REGISTER, TODAY, filed, stated
from tiendo.cube.cells.axes import MemoryTiles
from tiendo.cube.kernel import Country, Question, Result, World
from tiendo.cube.kernel.country import runs_compared
from tiendo.cube.kernel.duties import Duties
from tiendo.cube.kernel.evaluation import evaluation_of
from tiendo.cube.kernel.family import Family
from tiendo.cube.kernel.filings import Below
from tiendo.cube.kernel.held import HeldFigures
from tiendo.cube.kernel.levels import RollUp
from tiendo.ledger.cube import country
from tiendo.ledger.cube.country import RememberedTiles, RememberingCountry
from tiendo.ledger.cube.summit import AskedSummit
from tiendo.vocabulary.figure import Figure
from tiendo.vocabulary.period import Period
from tiendo.vocabulary.words import Level, Modality

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
        if len(made.filers) > 1 and filer == made.filers[0]:
            list(country.evaluate_all(made.question))
        else:
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
    monkeypatch.setattr(Country, "summit_evaluation", None)
    (row,) = later.evaluate_place("song-xanh", question).records()
    assert row["value"] == 120
    with pytest.raises(TypeError):  # the country's sum rests on it, and is added up anew
        later.evaluate_place("lien-ha", question)


BASE = veloria.figures(("south", "births", "2021", "50"), ("isle", "births", "2021", "10"), first=2)
TARGETS = veloria.figures(
    ("south", "births", "2022", "100"),
    ("isle", "births", "2022", "20"),
    modality=Modality.TARGET,
    first=4,
)


@pytest.mark.parametrize("former", [BASE, TARGETS, TARGETS[:1]], ids=["base", "sum", "one alone"])
def test_what_former_provinces_left_a_new_one_stays_when_its_neighbour_files(
    former: list[Figure],
) -> None:
    filed = [*veloria.figures(("south-2022", "births", "2022", "90")), *former]
    newer = veloria.figures(("north", "births", "2022", "50"), first=6)
    register, cards = veloria.REGISTER, veloria.PACK.catalogue
    after = tiles_of((*filed, *newer), register, cards, veloria.TODAY)
    before = tiles_of(tuple(filed), register, cards, veloria.TODAY, after.axes)
    world, question = World(register, cards, ()), Question(Period.parse("2022"), veloria.TODAY)
    remembering = RememberingCountry(world, RememberedTiles(before))
    remembering.evaluate_place("south-2022", question)
    north = after.axes.row_of[register["north"].id]
    later = remembering.followed_by(world, after, {(north[0], 2022)}, {north})
    row, *_ = later.evaluate_place("south-2022", question).records()
    assert row["findings"]
    anew = Country(world, after).evaluate_place("south-2022", question)
    assert row == anew.records()[0]


def test_a_run_that_was_not_looked_at_before_is_not_answered_from_older_tiles() -> None:
    figures = filed(stated("song-xanh", "revenue", "2024-Q1", "110"))
    world, question = World(REGISTER, CATALOGUE, ()), Question(Period.parse("2024-Q1"), TODAY)
    country = Country(world, tiles_of(figures, REGISTER, CATALOGUE, TODAY))
    tops = [country.tops(batch, question, runs_compared(question.run)) for batch in country.batches]
    song_xanh = country.summit.row["song-xanh"]

    def evaluate(family: Family, given: RollUp, below: Below) -> Result:
        held = HeldFigures(country.source, family, len(country.columns))
        duties = Duties(world, family, country.columns)
        with np.errstate(all="ignore"):
            evaluation = evaluation_of(
                held,
                country.columns,
                duties,
                question,
                roll_up_outside=given,
                below_outside=below,
            )
            return evaluation.result()

    with np.errstate(all="ignore"):
        asked = AskedSummit.of(country.summit_evaluation(question, tops), country.columns)
    filed_since = replace(asked, since={song_xanh})
    assert filed_since.result_of(REGISTER["song-xanh"], evaluate) is not None
    without_a_run = replace(
        filed_since, given={(question.run, True): asked.given[question.run, True]}
    )
    assert without_a_run.result_of(REGISTER["song-xanh"], evaluate) is None


@pytest.mark.parametrize("run", ["2022", "2026"])
def test_a_target_that_a_former_province_files_later_reaches_what_became_of_it(run: str) -> None:
    """However long ago the reform was: a target may have been set for any later run."""
    result = veloria.figures(("south-2022", "births", run, "90"))
    told = (("south", "births", run, "100"), ("isle", "births", run, "20"))
    isle, south = veloria.figures(*told, modality=Modality.TARGET, first=4)
    register, cards = veloria.REGISTER, veloria.PACK.catalogue
    after = tiles_of((*result, isle, south), register, cards, veloria.TODAY)
    before = tiles_of((*result, isle), register, cards, veloria.TODAY, after.axes)
    world, question = World(register, cards, ()), Question(Period.parse(run), veloria.TODAY)
    remembering = RememberingCountry(world, RememberedTiles(before))
    (row,) = remembering.evaluate_place("south-2022", question).records()
    assert row["plans"] == []
    filer = after.axes.row_of[register["south"].id]
    changed = {(filer[0], Period.parse(run).year)}
    later = remembering.followed_by(world, after, changed, {filer})
    (row,) = later.evaluate_place("south-2022", question).records()
    assert [plan["value"] for plan in row["plans"]] == [120]
