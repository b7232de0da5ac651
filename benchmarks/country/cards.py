"""The series of the made-up country: report forms of ten series each.

    0     output: a flow, filed by every commune
    1-4   its four sectors, which add up to it
    5     revenue: a flow at current prices
    6     accidents: a flow that should fall; most communes have none
    7     power: a flow that is neither good nor bad
    8     households: a stock
    9     water: the percentage of households with piped water, weighted by households

Two neighbouring forms differ in the price basis of output, and in that odd ones are filed with gaps
(`values`).
"""

from __future__ import annotations

import numpy as np

from tiendo.cube.cells.codes import Ints, Mask
from tiendo.vocabulary.indicator import BreakdownTree, Catalogue, Indicator, Part
from tiendo.vocabulary.obligation import Obligation
from tiendo.vocabulary.series import Breakdown, Series
from tiendo.vocabulary.unit import Unit
from tiendo.vocabulary.words import Direction, Nature, Rule

from .places import LEVELS, Places, key_of

FORM = 10
OUTPUT, SECTORS, REVENUE, ACCIDENTS, POWER, HOUSEHOLDS, WATER = 0, range(1, 5), 5, 6, 7, 8, 9
DECIMALS = (1, 1, 1, 1, 1, 2, 0, 1, 0, 2)
"""Printed decimals, by position in the form."""

_SECTORS = ("farming", "industry", "building", "services")
_TREE = BreakdownTree("sector", {"en": "sector"}, tuple(Part(s, {"en": s}) for s in _SECTORS))


class SeriesAxis:
    """What each series is, as arrays over the axis.

    Attributes:
        position: in its form.
        form: number of its form.
        is_flow: flows; the others are stocks and weighted means, and last.
        is_mean: means, weighted by the series before.
        whole: number of the series whose part it is, -1 for none.
        sign: 1 where more is better, -1 where less is, 0 where neither.
        decimals: printed digits after the point.
    """

    def __init__(self, count: int) -> None:
        number = np.arange(count)
        self.position: Ints = number % FORM
        self.form: Ints = number // FORM
        self.is_flow: Mask = self.position < HOUSEHOLDS
        self.is_mean: Mask = self.position == WATER
        self.whole: Ints = np.where(np.isin(self.position, SECTORS), self.form * FORM, -1)
        falls, kept = self.position == ACCIDENTS, self.position == POWER
        self.sign: Ints = np.where(falls, -1, np.where(kept, 0, 1))
        self.decimals: Ints = np.array(DECIMALS)[self.position]

    def __len__(self) -> int:
        return len(self.position)

    def series(self) -> tuple[Series, ...]:
        """Return the axis as tiendo knows it."""
        return tuple(one for form in range(len(self) // FORM) for one in _series_of_form(form))


def _series_of_form(form: int) -> list[Series]:
    output, revenue, *others = _cards_of_form(form)
    basis = output.price_bases[0]
    sectors = (Breakdown.of(sector=code) for code in _SECTORS)
    return [
        Series(output.code, price_basis=basis),
        *(Series(output.code, sector, basis) for sector in sectors),
        Series(revenue.code, price_basis="current"),
        *(Series(card.code) for card in others),
    ]


def _cards_of_form(form: int) -> list[Indicator]:
    flow, last, mean = (Nature.FLOW, Rule.SUM), (Nature.STOCK, Rule.LAST), (Nature.RATIO, Rule.LAST)
    basis = "not_applicable" if form % 2 else "current"
    return [
        _card(f"output-{form}", "bn VND", *flow, price_bases=(basis,), breakdowns=(_TREE,)),
        _card(f"revenue-{form}", "bn VND", *flow, price_bases=("current",)),
        _card(f"accidents-{form}", "accidents", *flow, direction=Direction.DOWN),
        _card(f"power-{form}", "kWh", *flow, direction=Direction.KEEP),
        _card(f"households-{form}", "households", *last),
        _card(f"water-{form}", "percent", *mean, place_rule=Rule.MEAN, weight=f"households-{form}"),
    ]


def _card(code: str, unit: str, nature: Nature, time_rule: Rule, **fields: object) -> Indicator:
    given = {"place_rule": Rule.SUM, "levels": LEVELS, **fields}
    return Indicator(code, {"en": code}, Unit.parse(unit), nature, time_rule, **given)  # type: ignore[arg-type]


def catalogue(axis: SeriesAxis) -> Catalogue:
    """Return the cards of all forms."""
    return Catalogue(card for form in range(len(axis) // FORM) for card in _cards_of_form(form))


def obligations(places: Places, axis: SeriesAxis) -> tuple[Obligation, ...]:
    """Return that every commune owes every indicator."""
    codes = list(catalogue(axis))
    return tuple(
        Obligation(key_of(int(place)), code) for place in places.communes for code in codes
    )
