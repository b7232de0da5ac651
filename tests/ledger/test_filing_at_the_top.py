"""After a filing, what is remembered of a country answers as the whole country evaluated anew.

Random worlds with reforms: a place files once more, and every place is asked before and after.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.kernel.cubes import tiles_of
from tests.kernel.worlds import Case, random_case
from tiendo.cube.cells.axes import MemoryTiles
from tiendo.cube.kernel import Country, Question, Result, World
from tiendo.ledger.cube.bearing import stands_alone
from tiendo.ledger.cube.country import RememberedTiles, RememberingCountry
from tiendo.vocabulary.figure import Figure
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
    case, dice = random_case(seed), Random(seed)
    of_place: dict[str, list[Figure]] = {}
    for figure in case.figures:
        of_place.setdefault(figure.statement.place, []).append(figure)
    values_only = [
        key
        for key, figures in of_place.items()
        if all(figure.statement.state is None for figure in figures)
    ]
    tops = [key for key in values_only if case.register[key].level in (Level.COUNTRY, Level.PROVINCE)]
    some = tops if tops and dice.random() < 0.8 else values_only
    filers = tuple(dice.sample(some, min(len(some), 2)))
    later = {key: of_place[key][len(of_place[key]) // 2 :] for key in filers}
    whole = tiles_of(case.figures, case.register, case.catalogue, case.as_of)
    worlds = []
    for filed in range(len(filers) + 1):
        waiting = {figure.id for key in filers[filed:] for figure in later[key]}
        known = [figure for figure in case.figures if figure.id not in waiting]
        worlds.append(tiles_of(known, case.register, case.catalogue, case.as_of, whole.axes))
    return Filings(case, tuple(worlds), filers)


class Watched(RememberingCountry):
    """Counts how often a whole summit was evaluated, and blocks were asked."""

    seen: Counter[str] = Counter()

    def summit_result(self, *asked: Any) -> Result:
        self.seen["summit"] += 1
        return super().summit_result(*asked)


def after_each_filing(made: Filings) -> Iterator[tuple[RememberingCountry, Country]]:
    """Yield the remembering country and a new one after every filing; all places were asked."""
    first = made.worlds[0]
    country: RememberingCountry = Watched(made.world, RememberedTiles(first))
    for filer, tiles in zip(made.filers, made.worlds[1:], strict=True):
        for place in made.case.register:
            country.evaluate_place(place.key, made.question)
        home = tiles.axes.row_of[made.case.register[filer].id]
        changed = {(home[0], year) for year in range(2010, 2031)}
        country = country.followed_by(made.world, tiles, changed, {home})
        yield country, Country(made.world, tiles)


@settings(max_examples=150, deadline=None)
@given(SEEDS)
def test_every_place_is_answered_as_if_nothing_were_remembered(seed: int) -> None:
    made = filings(seed)
    for remembering, anew in after_each_filing(made):
        # Only some are asked, so that filings of several places pile up between two questions.
        for place in made.case.register:
            found = remembering.evaluate_place(place.key, made.question).records()
            assert found == anew.evaluate_place(place.key, made.question).records(), place.key


def _evaluated(seed: int) -> tuple[int, bool]:
    """Return how often the summit was evaluated after the last filing, and whether it hung on it.

    Asked of the place that filed.
    """
    made = filings(seed)
    *_, (remembering, _) = after_each_filing(made)
    Watched.seen.clear()
    remembering.evaluate_place(made.filers[-1], made.question)
    return Watched.seen["summit"], True
