"""A commune that came from another district, where its former value must be hidden.

Two districts of one province: Quế, with the commune An, and Rừng, with Hòa and Xuân. Sơn moved from
Rừng to Quế on 1 January 2024. For March 2023 Hòa is confidential, and Rừng itself filed a total, so
that Sơn's value, the smallest known one beside it, is hidden too. Hence Sơn has no growth in March
2024, and An ranks first in Quế.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from tests.world import VISITORS, filed, stated
from tiendo.vocabulary.figure import Statement
from tiendo.vocabulary.indicator import Catalogue, FormulaVersion
from tiendo.vocabulary.place import Edge, Place, PlaceName, PlaceRegister, Span
from tiendo.vocabulary.series import Series
from tiendo.vocabulary.words import Level

_MOVED = date(2024, 1, 1)


def _place(id: int, key: str, level: Level, *parents: Edge) -> Place:
    return Place(id=id, key=key, level=level, names=(PlaceName("vi", key),), parents=parents)


REGISTER = PlaceRegister(
    [
        _place(1, "nuoc", Level.COUNTRY),
        _place(2, "tinh", Level.PROVINCE, Edge("nuoc")),
        _place(3, "que", Level.DISTRICT, Edge("tinh")),
        _place(4, "rung", Level.DISTRICT, Edge("tinh")),
        _place(5, "an", Level.COMMUNE, Edge("que")),
        _place(
            6,
            "son",
            Level.COMMUNE,
            Edge("rung", Span(end=_MOVED)),
            Edge("que", Span(start=_MOVED)),
        ),
        _place(7, "hoa", Level.COMMUNE, Edge("rung")),
        _place(8, "xuan", Level.COMMUNE, Edge("rung")),
    ]
)
_VISITORS = replace(VISITORS, levels=tuple(Level))
_AHEAD = replace(
    _VISITORS,
    code="visitors-ahead",
    names={"en": "Visitors next year, if as many come in addition"},
    formulas=(FormulaVersion("2 * visitors - lag(visitors, 12)"),),
)
CATALOGUE = Catalogue([_VISITORS, _AHEAD])


def _ahead(said: Statement) -> Statement:
    return replace(said, series=Series(_AHEAD.code, price_basis=said.series.price_basis))


STATEMENTS: tuple[Statement, ...] = (
    stated("an", "visitors", "2023-03", "100"),
    stated("an", "visitors", "2024-03", "110"),
    stated("son", "visitors", "2023-03", "10"),
    stated("son", "visitors", "2024-03", "20"),
    stated("hoa", "visitors", "2023-03", None, state="confidential"),
    stated("xuan", "visitors", "2023-03", "50"),
    stated("rung", "visitors", "2023-03", "100"),
    _ahead(stated("que", "visitors", "2024-03", "150")),
    _ahead(stated("xuan", "visitors", "2024-01", None, state="confidential")),
)
FIGURES = tuple(filed(*STATEMENTS))
