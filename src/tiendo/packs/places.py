"""Places of a pack: from `places.yaml` to the register, with the checks across places."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from itertools import pairwise
from typing import TypeVar

from tiendo.packs.schema import Fields
from tiendo.vocabulary.errors import VocabularyError
from tiendo.vocabulary.place import (
    Edge,
    Place,
    PlaceCode,
    PlaceName,
    PlaceRegister,
    PlaceType,
    Span,
)
from tiendo.vocabulary.reform import NO_REFORMS, Reforms
from tiendo.vocabulary.words import Level

_KEY = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_FROM_THE_TOP = list(Level)

Dated = TypeVar("Dated")


def read_places(
    entries: Iterable[object],
    file: str,
    *,
    reforms: Reforms = NO_REFORMS,
    types: Iterable[PlaceType] = (),
) -> PlaceRegister:
    """Return the register of the places listed in `file`.

    Raises:
        VocabularyError: naming file, place and field.
    """
    places = [_place(entry, file, number) for number, entry in enumerate(entries, start=1)]
    register = PlaceRegister(places, None, reforms, types)
    for place in places:
        check_parents(place, register, file)
    check_codes(places, lambda place: file)
    return register


def _place(entry: object, file: str, number: int) -> Place:
    fields = Fields(entry, f"{file}, place {number}")
    key = fields.text("key")
    fields.where = f"{file}, place '{key}'"
    if not _KEY.fullmatch(key):
        fields.refuse(
            "key", f"'{key}' is no key", "write lower-case ASCII letters, digits and hyphens"
        )
    place = Place(
        id=fields.integer("id"),
        key=key,
        level=fields.word("level", Level),
        names=tuple(_name(part) for part in fields.parts("names", required=True)),
        codes=tuple(_code(part) for part in fields.parts("codes")),
        parents=tuple(_edge(part) for part in fields.parts("parents")),
        span=fields.span(),
        children_listed=fields.flag("children_listed", True),
        children_listed_to=fields.day("children_listed_to"),
    )
    fields.finish()
    if all(name.alias for name in place.names):
        fields.refuse("names", "every name is an alias", "give it a name that is shown")
    return place


def _name(fields: Fields) -> PlaceName:
    name = PlaceName(
        fields.text("lang"),
        fields.text("text"),
        fields.flag("alias", False),
        fields.span(),
        fields.text("type", ""),
    )
    fields.finish()
    return name


def _code(fields: Fields) -> PlaceCode:
    code = PlaceCode(fields.text("scheme"), fields.text("code"), fields.span())
    fields.finish()
    return code


def _edge(fields: Fields) -> Edge:
    edge = Edge(fields.text("parent"), fields.span())
    fields.finish()
    return edge


def check_parents(place: Place, register: PlaceRegister, file: str) -> None:
    """A parent exists, stands on a higher level (so no cycle is possible), one at a time."""
    where = f"{file}, place '{place.key}', field 'parents'"
    for edge in place.parents:
        if edge.parent not in register:
            raise VocabularyError(
                f"{where}: there is no place '{edge.parent}'", remedy="write the key of the parent"
            )
        parent = register[edge.parent]
        if _FROM_THE_TOP.index(parent.level) >= _FROM_THE_TOP.index(place.level):
            raise VocabularyError(
                f"{where}: a {place.level} cannot belong to the {parent.level} '{parent.key}'",
                remedy="a parent stands on a higher level of government",
            )
    if clash := _overlap(place.parents, lambda edge: edge.span):
        raise VocabularyError(
            f"{where}: it belongs to '{clash[0].parent}' and '{clash[1].parent}' at the same time",
            remedy="end one span on the day on which the other starts",
        )


def check_codes(places: Iterable[Place], where: Callable[[Place], str]) -> None:
    """A code may pass to another place, but names only one on any day.

    Args:
        places: all of them.
        where: tells the file, and the lines, in which a place is told.
    """
    owners: dict[tuple[str, str], list[tuple[Place, PlaceCode]]] = {}
    for place in places:
        for code in place.codes:
            owners.setdefault((code.scheme, code.code), []).append((place, code))
    for (scheme, text), held in owners.items():
        if clash := _overlap(held, lambda owner: owner[1].span):
            both = [place for place, _ in clash]
            keys = " and ".join(f"'{place.key}'" for place in both)
            told = " and ".join(dict.fromkeys(map(where, both)))
            raise VocabularyError(
                f"{told}, place {keys}, field 'codes': both have the {scheme} code {text} "
                "at the same time",
                remedy="give the dates from and to which each has it",
            )


def _overlap(
    items: Sequence[Dated], span_of: Callable[[Dated], Span]
) -> tuple[Dated, Dated] | None:
    """Return two neighbours in time whose spans share a day, or None."""

    def begins(item: Dated) -> date:
        return span_of(item).begins or date.min

    for earlier, later in pairwise(sorted(items, key=begins)):
        end, start = span_of(earlier).stops, span_of(later).begins
        if end is None or start is None or start < end:
            return earlier, later
    return None
