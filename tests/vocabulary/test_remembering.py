"""Answers that are remembered of a register, and how many of them."""

from __future__ import annotations

from tests.world import BEN_TRE_NHO, LIEN_HA, REGISTER, SONG_XANH
from tiendo.vocabulary.place import PlaceRegister
from tiendo.vocabulary.remembering import kept_with_register


def test_an_answer_is_worked_out_once_for_each_register() -> None:
    asked: list[str] = []

    @kept_with_register(10)
    def level_of(register: PlaceRegister, key: str) -> str:
        asked.append(key)
        return register[key].level.value

    assert [level_of(REGISTER, LIEN_HA.key) for _ in range(3)] == ["country"] * 3
    assert asked == [LIEN_HA.key]
    assert level_of(PlaceRegister([LIEN_HA]), LIEN_HA.key) == "country"
    assert asked == [LIEN_HA.key] * 2


def test_where_too_many_are_remembered_it_begins_anew() -> None:
    asked: list[str] = []

    @kept_with_register(2)
    def found(register: PlaceRegister, key: str) -> bool:
        asked.append(key)
        return key in register

    for key in (LIEN_HA.key, SONG_XANH.key, LIEN_HA.key, BEN_TRE_NHO.key, LIEN_HA.key):
        assert found(REGISTER, key)

    assert asked == [LIEN_HA.key, SONG_XANH.key, BEN_TRE_NHO.key, LIEN_HA.key]
