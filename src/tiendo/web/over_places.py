"""One measure over the places below a place: ranked in a table, shaded on a map."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from tiendo.ledger import boards
from tiendo.vocabulary.indicator import Indicator
from tiendo.vocabulary.period import Period
from tiendo.vocabulary.place import Place
from tiendo.vocabulary.series import Breakdown, Series
from tiendo.vocabulary.words import Direction, Measure
from tiendo.web import formats
from tiendo.web.asked import Asked
from tiendo.web.board.line import Printer
from tiendo.web.board.rows import CubeRow, rows_below
from tiendo.web.maps import MapShown, map_of, outlines_of, quantile_steps
from tiendo.web.shown import PERCENT, Named, Shown, place_name, print_number
from tiendo.web.texts import Marked, marked, say

FIELDS: dict[str, Marked] = {
    "share": marked("measure of a map", "Share of the year plan reached"),
    "growth": marked("measure of a map", "Growth on the same period"),
    "value": marked("measure of a map", "Value"),
    "year_to_date": marked("measure of a map", "Year to date"),
}
_NO_VALUE = marked("key of a map", "no figure")


@dataclass(frozen=True, slots=True)
class PlaceLine:
    """A place in the table.

    Attributes:
        position: its place in the order of the measure, empty without one.
        plan: the plan of which `share` is the share reached.
    """

    position: str
    name: Named
    href: str
    value: Shown | None
    same_period: Shown | None
    growth: Shown | None
    year_to_date: Shown | None
    plan: Shown | None
    share: Shown | None
    number: float | None


@dataclass(frozen=True, slots=True)
class OverPlaces:
    """The page of a measure over places.

    Attributes:
        field: a key of FIELDS; `fields` those that any place has.
        lines: places with the measure in its order, then those without.
        known: how many have it.
    """

    field: str
    fields: tuple[str, ...]
    lines: tuple[PlaceLine, ...]
    known: int
    map: MapShown | None
    lowest: PlaceLine | None
    highest: PlaceLine | None


def over_places(
    asked: Asked, parent: Place, run: Period, series: Series, field: str, rising: bool | None
) -> OverPlaces:
    """Return a measure of all places below a place.

    Args:
        field: a key of FIELDS; anything else means the first that there is.
        rising: whether the smallest comes first; None for the worst first.
    """
    day = asked.map_day or run.end
    children = asked.pack.register.children(parent.key, day)
    card = asked.pack.catalogue[series.indicator]
    records = boards.below_answer(
        pack=asked.pack,
        place=parent,
        run=run,
        series=series,
        as_of=asked.as_of,
        map_day=asked.map_day,
    )
    rows = {
        row.place: row
        for row in rows_below(records, children, run, card)
        if row.measure is Measure.LEVEL
    }
    numbers = {name: _numbers(rows, name) for name in FIELDS}
    fields = tuple(name for name in FIELDS if numbers[name])
    chosen = field if field in fields else fields[0] if fields else "value"
    values = numbers[chosen]
    if rising is None:
        rising = card.direction is not Direction.DOWN
    ordered = sorted(values, key=lambda place: (values[place], place.id), reverse=not rising)
    alike = _digits(rows.values())
    lines = [
        _line(rows[place], asked, str(number), values[place], alike)
        for number, place in enumerate(ordered, 1)
    ]
    lines += [_line(rows[place], asked, "", None, alike) for place in rows if place not in values]
    extremes = sorted(lines[: len(ordered)], key=lambda line: line.number or 0)
    return OverPlaces(
        field=chosen,
        fields=fields,
        lines=tuple(lines),
        known=len(values),
        map=_map(asked, parent, run, card, chosen, children, rows, values),
        lowest=extremes[0] if len(extremes) > 1 else None,
        highest=extremes[-1] if len(extremes) > 1 else None,
    )


def _numbers(rows: Mapping[Place, CubeRow], field: str) -> dict[Place, float]:
    found = {}
    for place, row in rows.items():
        number = _number(row, field)
        if number is not None:
            found[place] = number
    return found


def _number(row: CubeRow, field: str) -> float | None:
    if field == "share":
        shares = [p["share_pct"] for p in row.record["plans"] if p["share_pct"] is not None]
        return shares[0] if shares else None
    found: float | None = row.record[{"growth": "growth_pct"}.get(field, field)]
    return found


_IN_THE_UNIT = ("value", "same_period", "year_to_date")
_MOST_DECIMALS = 3


def _digits(rows: Iterable[CubeRow]) -> dict[str, int]:
    """Return the digits after the point that the finest figure of the columns has."""
    told = [row.number(name) for row in rows for name in _IN_THE_UNIT]
    finest = max((-int(n.as_tuple().exponent) for n in told if n is not None and n % 1), default=0)
    return dict.fromkeys(_IN_THE_UNIT, min(_MOST_DECIMALS, max(0, finest))) | {"growth_pct": 2}


def _line(
    row: CubeRow, asked: Asked, position: str, number: float | None, alike: Mapping[str, int]
) -> PlaceLine:
    href = asked.link_to_trace(row.place, row.period, row.series, row.measure)
    printer = Printer(row, asked.language, href, alike)
    plans = [plan for plan in printer.plans() if plan.share is not None]
    return PlaceLine(
        position=position,
        name=place_name(row.place, asked.language),
        href=asked.link_to_run(row.place, row.period),
        value=printer.number("value"),
        same_period=printer.number("same_period"),
        growth=printer.number("growth_pct"),
        year_to_date=printer.number("year_to_date"),
        plan=plans[0].target if plans else None,
        share=plans[0].share if plans else None,
        number=number,
    )


def _map(
    asked: Asked,
    parent: Place,
    run: Period,
    card: Indicator,
    field: str,
    children: Sequence[Place],
    rows: Mapping[Place, CubeRow],
    values: Mapping[Place, float],
) -> MapShown | None:
    day = asked.map_day or run.end
    outlines = outlines_of(asked.pack, parent, children, day, asked.language)
    if outlines is None or not values:
        return None
    steps, held = quantile_steps(values)
    language = asked.language
    unit = card.unit.text if field in ("value", "year_to_date") else PERCENT
    words = {0: say(_NO_VALUE, language)} if len(values) < len(outlines.rings) else {}
    for step, members in enumerate(held, 1):
        if members:
            ends = [_printed(end, unit, language) for end in (min(members), max(members))]
            words[step] = " – ".join(dict.fromkeys(ends))
    told = {}
    for place in children:
        name = place_name(place, language).text
        number = values.get(place)
        said = _printed(number, unit, language) if number is not None else say(_NO_VALUE, language)
        href = (
            asked.link_to_trace(place, run, rows[place].series, Measure.LEVEL)
            if place in rows
            else asked.link_to_place(place)
        )
        told[place] = (f"{name}: {said}", href)
    return map_of(outlines, told, words, steps)


def _printed(value: float, unit: str, language: str) -> str:
    number = Decimal(repr(value))
    decimals = 1 if unit == PERCENT else formats.decimals_of_computed(number)
    return print_number(number, decimals, unit, language).text


def series_in(pack_card: Indicator, query: Mapping[str, str]) -> Series | None:
    """Return the series that a query names in full, None where it leaves anything open."""
    cut = Breakdown.parse(query.get("breakdown", ""))
    basis = query.get("price_basis", "")
    if not basis and len(pack_card.price_bases) == 1:
        basis = pack_card.price_bases[0]
    return Series(pack_card.code, cut, basis) if basis else None
