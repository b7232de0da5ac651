"""Whether two ways of naming a place mean the same one."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from tiendo.packs import load_pack

_KINDS_OF_PLACE = """
province provinces district districts city commune ward town municipality the of de du
tinh huyen thanh pho xa phuong thi tran quan
провинция провинции область края край республика район района город города коммуна уезд
مقاطعة محافظة منطقة مدينة جهة إمارة سلطنة جمهورية مملكة جزيرة بلدية
departement region ville prefecture
"""


def same_place(right: Iterable[str | None], said: str | None) -> bool:
    """Whether the place said is one of the right ones: by key, by any of its names, or by words.

    Words are compared without marks and without the word for the kind of place; one name may be
    the beginning of a longer one ("Que Son" of "Que Son district, Quang Nam").
    """
    if said is None:
        return None in right
    mine = _readings(said)
    return any(
        a and b and (a == b or a == b[: len(a)] or b == a[: len(b)])
        for place in right
        if place is not None
        for a in _readings(place)
        for b in mine
    )


@lru_cache(maxsize=4096)
def _readings(name: str) -> frozenset[tuple[str, ...]]:
    """The words of a name, and of every other name of the place that it is a name of."""
    first = name.split(",")[0]
    found = {words_of_place(first)}
    key = _keys().get(" ".join(words_of_place(first)))
    if key:
        found |= {words_of_place(other) for other in _names()[key]}
    return frozenset(found)


def words_of_place(name: str) -> tuple[str, ...]:
    """The words of a name in small letters, without marks and without the kind of place."""
    words = flat_words(name)
    return tuple(word for word in words if word not in _kinds_of_place()) or words


def flat_words(text: str) -> tuple[str, ...]:
    """The words of a text in small letters, without marks."""
    flat = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    flat = "".join(sign for sign in flat if not unicodedata.combining(sign))
    return tuple(word for word in re.split(r"[\W_]+", flat) if word)


@lru_cache(maxsize=1)
def _kinds_of_place() -> frozenset[str]:
    return frozenset(flat_words(_KINDS_OF_PLACE))


@lru_cache(maxsize=1)
def _names() -> dict[str, tuple[str, ...]]:
    register = load_pack("vietnam").register
    return {
        place.key: (place.key.replace("-", " "), *(name.text for name in place.names))
        for place in register
    }


@lru_cache(maxsize=1)
def _keys() -> dict[str, str]:
    return {
        " ".join(words_of_place(name)): key for key, names in _names().items() for name in names
    }
