"""The part of a register around some places answers of these as the whole register does."""

from __future__ import annotations

import gc
import pickle
import weakref
from dataclasses import replace
from datetime import date

import pytest

from tests.country import REGISTER as VELORIA
from tests.world import BEN_TRE_NHO, DOI_CHE, LIEN_HA, NUI_VANG, REGISTER, SONG_XANH
from tiendo.cube.cells.axes import SUMMIT, blocks_of
from tiendo.packs.loading import load_pack
from tiendo.vocabulary.former_targets import target_lineage
from tiendo.vocabulary.place import Edge, PlaceRegister, Span
from tiendo.vocabulary.register_part import part_around
from tiendo.vocabulary.territory import Cover, MapView, cover, same_territory
from tiendo.vocabulary.words import Level

DAYS = (date(2019, 1, 1), date(2021, 6, 30), date(2023, 1, 1), date(2026, 1, 1))


def keys(register: PlaceRegister) -> set[str]:
    return {place.key for place in register}


def targets_of(
    register: PlaceRegister, key: str, day: date, run_end: date
) -> tuple[set[str], Cover] | None:
    """Return whose targets concern a place, and which of them count if all had one."""
    lineage = target_lineage(register, key, day, run_end)
    return None if lineage is None else (set(lineage.keys), lineage.nearest(lineage.keys))


def test_a_commune_comes_with_its_province_and_all_below_that() -> None:
    part = part_around(REGISTER, [BEN_TRE_NHO.id])

    assert keys(part) == {LIEN_HA.key, SONG_XANH.key, BEN_TRE_NHO.key, DOI_CHE.key}


def test_a_country_alone_comes_with_nothing_below_it() -> None:
    assert keys(part_around(REGISTER, [LIEN_HA.id])) == {LIEN_HA.key}


def test_a_commune_that_changed_its_province_comes_with_both() -> None:
    day = date(2024, 1, 1)
    edges = Edge(SONG_XANH.key, Span(end=day)), Edge(NUI_VANG.key, Span(start=day))
    moved = PlaceRegister([LIEN_HA, SONG_XANH, NUI_VANG, replace(DOI_CHE, parents=edges)])

    assert keys(part_around(moved, [SONG_XANH.id])) == keys(moved)


def test_of_no_places_nothing_is_left_but_which_reforms_there_were() -> None:
    part = part_around(VELORIA, [])

    assert len(part) == 0
    assert part.reforms.events == VELORIA.reforms.events
    assert part.reforms.transfers == ()


def test_an_id_that_the_register_lacks_is_refused() -> None:
    with pytest.raises(KeyError, match="4711"):
        part_around(REGISTER, [4711])


@pytest.mark.parametrize("day", DAYS)
def test_of_its_places_a_part_says_what_the_whole_says(day: date) -> None:
    for ids in blocks_of(VELORIA)[SUMMIT + 1 :]:
        part = pickle.loads(pickle.dumps(part_around(VELORIA, ids)))
        for id in ids:
            key = VELORIA.by_id(id).key
            assert part.by_id(id) == VELORIA[key] == part[key]
            assert part.children(key, day) == VELORIA.children(key, day)
            assert part.all_children(key) == VELORIA.all_children(key)
            assert part.reforms.of_source(key) == VELORIA.reforms.of_source(key)
            assert part.reforms.of_target(key) == VELORIA.reforms.of_target(key)
            assert cover(part, key, day) == cover(VELORIA, key, day)
            for other in DAYS:
                assert targets_of(part, key, day, other) == targets_of(VELORIA, key, day, other)
                here, there = MapView(part, day, other), MapView(VELORIA, day, other)
                assert here.tree_day(key) == there.tree_day(key)


def test_reforms_of_vietnam_join_only_what_stands_in_one_block() -> None:
    register = load_pack().register
    assert register.reforms.transfers

    for ids in blocks_of(register)[SUMMIT + 1 :]:
        part = part_around(register, ids)
        below = {place.id for place in part if place.level is not Level.COUNTRY}
        assert below == set(ids)


def test_what_was_worked_out_of_a_register_goes_with_it() -> None:
    part = part_around(VELORIA, blocks_of(VELORIA)[SUMMIT + 1])
    key = next(place.key for place in part if place.level is Level.PROVINCE)
    first = cover(part, key, DAYS[0])
    assert cover(part, key, DAYS[0]) is first
    same_territory(part, key, DAYS[0], DAYS[1])
    target_lineage(part, key, DAYS[0], DAYS[1])
    left = weakref.ref(part)

    del part
    gc.collect()

    assert left() is None
