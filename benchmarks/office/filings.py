"""How soon a filing of 300 figures is seen in its locality's evaluation.

Somebody has the office open and has just asked about the place; then the filing is recorded, and
the same is asked again. What is measured goes from the end of the recording until the answer is
there; every figure of the month asked must be in it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import partial
from itertools import islice, product
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np
from country.cards import SeriesAxis, catalogue
from country.places import Places, Size, key_of

from tiendo.packs.loading import Pack
from tiendo.vocabulary.figure import Statement
from tiendo.vocabulary.indicator import Indicator
from tiendo.vocabulary.period import Period
from tiendo.vocabulary.place import Place
from tiendo.vocabulary.series import TOTAL, Breakdown, Series
from tiendo.vocabulary.words import Kind, Status

from .filling import BY
from .timing import Timing

if TYPE_CHECKING:
    from tiendo.analysis import Office
    from tiendo.ledger.cube.present import Present
    from tiendo.ledger.services import FilingDraft

FIGURES = 300
TARGET = 0.050
YEAR = 2024


class Door(Protocol):
    """A way to ask for a place's evaluation, kept open from one question to the next."""

    name: str

    def levels(self, place: str, month: Period) -> Callable[[Series], float]:
        """Evaluate a place, and return what tells the value of each series."""


class Kernel:
    """The tiles of the present, and the kernel."""

    name = "kernel"

    def __init__(self, pack: Pack) -> None:
        from tiendo.ledger.cube.present import Present

        self._present = Present.of(pack)

    def levels(self, place: str, month: Period) -> Callable[[Series], float]:
        from tiendo.cube.kernel import Question
        from tiendo.ledger.selectors import today

        self._present = present = self._before(self._present).refreshed()
        result = present.country.evaluate_place(place, Question(month, today()))
        row = [one.key for one in result.places].index(place)
        values = result.fields["value"][row]
        return lambda series: float(values[result.series.index(series)])

    def _before(self, present: Present) -> Present:
        return present


class KernelAfterRest(Kernel):
    """The same after half a minute without a question: the store is opened anew then."""

    name = "kernel, store opened anew"

    def _before(self, present: Present) -> Present:
        return replace(present, live=replace(present.live, opened_at=-np.inf))


class Dataset:
    """The analyst's door, with labels and units."""

    name = "tiendo.open(...).evaluate, no rules"

    def __init__(self, office: Office) -> None:
        self._office = office

    def levels(self, place: str, month: Period) -> Callable[[Series], float]:
        from tiendo.analysis.labels import label_of

        found = self._office.evaluate(place, month, rules=False)
        return lambda series: float(found["value"].sel(series=label_of(series)))


@dataclass(frozen=True)
class Locality:
    """A place that files 300 figures, of as many months as it needs for that."""

    place: Place
    series: Sequence[Series]

    def filing(self, number: int) -> list[Statement]:
        """Return its filing with this number: figures that nobody has filed before."""
        from tiendo.ledger.selectors import today

        months = -(-FIGURES // len(self.series))
        first = 12 * YEAR + number % (13 - months)
        asked = islice(product(range(first, first + months), self.series), FIGURES)
        return [
            Statement(
                place=self.place.key,
                series=series,
                period=Period(month, month),
                kind=Kind.LEVEL,
                value=Decimal(f"{1000 * (number + 1) + at}.5"),
                known_at=today(),
                decimals=1,
                stated_unit="as the card says",
                status=Status.OFFICIAL,
            )
            for at, (month, series) in enumerate(asked)
        ]


def locality_of(pack: Pack, key: str) -> Locality:
    """Return a place with the series that its level may file, at most 300 of them."""
    place = pack.register[key]
    cards = (card for card in pack.catalogue.values() if place.level in card.levels)
    every = (series for card in cards if not card.formulas for series in _series_of(card))
    return Locality(place, list(islice(every, FIGURES)))


def made_up(size: Size) -> Pack:
    """Return places and cards of the made-up country."""
    return Pack(
        "made-up", Places(size).register(), catalogue(SeriesAxis(size.series)), (), "UTC", Path()
    )


def fill_made_up(pack: Pack, size: Size, months: Iterable[Period]) -> None:
    """Record a filing of each commune for each month, in bulk, and build the cube."""
    from tiendo.ledger.cube.rebuilding import rebuild
    from tiendo.ledger.services import record_filings

    communes = [key_of(int(number)) for number in Places(size).communes]
    for month in months:
        said = [_of_month(pack, key, month) for key in communes]
        record_filings(drafts=[_draft(each) for each in said], register=pack.register)
    rebuild(pack=pack)


def seen_after_filing(
    pack: Pack, locality: Locality, doors: Sequence[Door], rounds: int
) -> list[Timing]:
    """Record filings, ask after each, and return what that took: for each door all but the first.

    The first filing may bring series that nobody filed before; it is told by itself.
    """
    from tiendo.ledger.services import record_filings

    where = f"{locality.place.level.value} {locality.place.key}"
    first = Timing(f"{where}: {doors[0].name}, first filing")
    timings = [Timing(f"{where}: {door.name}", TARGET) for door in doors]
    numbers = iter(range(1 + rounds * len(doors)))
    for timing, door in [(first, doors[0]), *_in_turn(timings, doors, rounds)]:
        said = locality.filing(next(numbers))
        month = said[0].period
        ask = partial(door.levels, locality.place.key, month)
        ask()
        record_filings(drafts=[_draft(said)], register=pack.register)
        value_of = timing.measure(ask)
        for each in (each for each in said if each.period == month):
            assert value_of(each.series) == float(each.value or 0), each
    return [first, *timings]


def _in_turn(
    timings: Sequence[Timing], doors: Sequence[Door], rounds: int
) -> Iterator[tuple[Timing, Door]]:
    for _ in range(rounds):
        yield from zip(timings, doors, strict=True)


def _draft(said: Sequence[Statement]) -> FilingDraft:
    from tiendo.ledger.services import FilingDraft

    return FilingDraft(BY, "", "", "office", said)


def _of_month(pack: Pack, key: str, month: Period) -> list[Statement]:
    said = locality_of(pack, key).filing(0)
    return [replace(each, period=month, known_at=month.end) for each in said]


def _series_of(card: Indicator) -> Iterator[Series]:
    parts = [
        Breakdown.of(**{tree.dimension: part.code})
        for tree in card.breakdowns
        for top in tree.parts
        for part in top.walk()
    ]
    for basis, cut in product(card.price_bases, [TOTAL, *parts]):
        yield Series(card.code, cut, basis)
