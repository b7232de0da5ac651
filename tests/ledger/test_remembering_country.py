"""A country that leaves out blocks in which nobody below the top filed answers as if it had not."""

from __future__ import annotations

import pytest

from tests.kernel.cubes import tiles_of
from tests.world import CATALOGUE, REGISTER, TODAY, filed, planned, stated
from tiendo.cube.kernel import Country, Question, World
from tiendo.ledger.cube.country import RememberedTiles, RememberingCountry
from tiendo.vocabulary.figure import Statement
from tiendo.vocabulary.period import Period

TOPS = (
    stated("song-xanh", "revenue", "2024-Q1", "110"),
    stated("song-xanh", "revenue", "2023-Q1", "100"),
    stated("nui-vang", "revenue", "2024-Q1", "50"),
    stated("nui-vang", "revenue", "2023-Q1", "40"),
    planned("song-xanh", "revenue", "2024", "400"),
)
BELOW = (
    stated("ben-tre-nho", "visitors", "2024-Q1", "7"),
    stated("ben-tre-nho", "visitors", "2023-Q1", "6"),
    stated("doi-che", "visitors", "2023-Q1", "5"),
)


@pytest.mark.parametrize("statements", [TOPS, BELOW, TOPS + BELOW], ids=["tops", "below", "both"])
@pytest.mark.parametrize("place", ["lien-ha", "song-xanh", "nui-vang", "ben-tre-nho"])
def test_what_is_left_out_changes_no_answer(statements: tuple[Statement, ...], place: str) -> None:
    figures = filed(*statements)
    tiles = tiles_of(figures, REGISTER, CATALOGUE, TODAY)
    world = World(REGISTER, CATALOGUE, ())
    filing = frozenset(REGISTER[each.place].id for each in statements)
    knowing = RememberingCountry(world, RememberedTiles(tiles), filing)
    for run in ("2024-Q1", "2024-01", "2024"):
        question = Question(Period.parse(run), TODAY)
        plain = Country(world, tiles).evaluate_place(place, question).records("vi")
        assert knowing.evaluate_place(place, question).records("vi") == plain


def test_a_later_filing_below_a_top_is_added_up() -> None:
    world = World(REGISTER, CATALOGUE, ())
    question = Question(Period.parse("2024-Q1"), TODAY)
    before = tiles_of(filed(*TOPS), REGISTER, CATALOGUE, TODAY)
    country = RememberingCountry(world, RememberedTiles(before), frozenset({2, 3}))
    country.evaluate_place("lien-ha", question)
    after = tiles_of(filed(*TOPS, *BELOW), REGISTER, CATALOGUE, TODAY)
    later = country.followed_by(world, after, {(1, 2024), (1, 2023)}, None, frozenset({2, 3, 4, 5}))
    plain = Country(world, after).evaluate_place("song-xanh", question).records("vi")
    assert later.evaluate_place("song-xanh", question).records("vi") == plain
