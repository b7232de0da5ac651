"""What of a country pack the cube depends on, as one short text."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from typing import Any

from tiendo.ledger.chain import canonical
from tiendo.packs.loading import Pack
from tiendo.vocabulary.indicator import Indicator
from tiendo.vocabulary.place import Place, PlaceRegister


def fingerprint(pack: Pack) -> str:
    """Return the SHA-256 of what the cube depends on: places, their edges and the cards' rules.

    Names and texts stay out: they may be mended without building the cube anew.
    """
    said = [
        _digest_of_places(pack.register),
        [_told_card(card) for card in pack.catalogue.values()],
    ]
    return _sha256(said)


@lru_cache(maxsize=8)
def _digest_of_places(register: PlaceRegister) -> str:
    table = register.table.digest if register.table is not None else None
    transfers = [[t.source, t.target, t.event, t.extent] for t in register.reforms.transfers]
    return _sha256([[_told_place(place) for place in register.own_places()], table, transfers])


def _sha256(said: Any) -> str:
    return hashlib.sha256(canonical(said).encode()).hexdigest()


def _told_place(place: Place) -> list[Any]:
    edges = [[edge.parent, str(edge.span.start), str(edge.span.end)] for edge in place.parents]
    return [place.id, place.key, place.level, edges]


def _told_card(card: Indicator) -> list[Any]:
    cuts = [
        [tree.dimension, [part.code for top in tree.parts for part in top.walk()]]
        for tree in card.breakdowns
    ]
    return [card.code, card.time_rule, card.weight, list(card.price_bases), cuts]
