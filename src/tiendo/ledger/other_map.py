"""A series over the years on the map of another day, with few reads however many runs are asked.

`ledger.recasting` tells single cells with all that stands behind them; pages show whole years.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal, localcontext

from tiendo.cube.explain.evaluate import PRECISION
from tiendo.cube.explain.reader import Reader
from tiendo.ledger.evaluation import evidence_of
from tiendo.ledger.filed import series_of_places
from tiendo.ledger.recast_summary import Known, known_as
from tiendo.packs.loading import Pack
from tiendo.vocabulary.period import Period
from tiendo.vocabulary.place import Place, PlaceRegister
from tiendo.vocabulary.series import Series
from tiendo.vocabulary.territory import counterparts, cover
from tiendo.vocabulary.words import State


@dataclass(frozen=True, slots=True)
class LevelOnMap:
    """The level of a run on another map.

    Attributes:
        value: in the card's unit; of a partial sum what is known of it; None where unknown,
            confidential or refused.
        state: as in the evaluation.
        known: by what it is known.
    """

    value: Decimal | None
    state: State
    known: Known


@dataclass(frozen=True, slots=True)
class OnMap:
    """What is known of one place of another day's map.

    Attributes:
        place: of that map.
        origin: the place that was asked for.
        runs: for which a level was filed by any of the places whose territory it has or had.
    """

    place: Place
    origin: Place
    runs: frozenset[Period]
    _reader: Reader

    def level(self, series: Series, run: Period) -> LevelOnMap:
        """Return the level of a run: what was filed, or recast by the rules of `explain`."""
        with localcontext(prec=PRECISION):
            answer = self._reader.level(self.place.key, series, run)
            if answer.state is State.MISSING and self._is_undivided(series, run):
                return LevelOnMap(None, State.REFUSED, Known.REFUSED)
        hidden = answer.state is State.CONFIDENTIAL
        return LevelOnMap(None if hidden else answer.value, answer.state, known_as(answer))

    def _is_undivided(self, series: Series, run: Period) -> bool:
        """Whether the number is known of the place asked for only, and cannot be shared out."""
        place = self.origin
        if place.key == self.place.key or not place.span.holds(run.end):
            return False
        return self._reader.level(place.key, series, run).value is not None


def on_map(
    *,
    pack: Pack,
    place: Place,
    series: Series,
    onto: date,
    years: Sequence[int],
    as_of: date | None = None,
) -> list[OnMap]:
    """Return the places of a day's map on which the territory of a place lies, with their figures.

    Args:
        pack: gives places and cards.
        place: any place, of any time.
        series: whose figures are read.
        onto: the day whose map is asked for.
        years: the years of which figures are read, in order.
        as_of: as known on that day; None for today.
    """
    windows = tuple(Period.of_year(year) for year in years)
    found = []
    for target in counterparts(pack.register, place.key, onto):
        known = evidence_of(
            pack=pack, place=target, run=windows[-1], as_of=as_of, map_day=onto, windows=windows
        )
        keys = {place.key, *territory_keys(pack.register, target)}
        runs = frozenset(run for key in keys for run in known.held(key, series).level_runs)
        found.append(OnMap(target, place, runs, Reader(known)))
    return found


def series_on_map(*, pack: Pack, place: Place, onto: date) -> tuple[Series, ...]:
    """Return the series that a place filed, or any whose territory is its on the map of a day."""
    targets = counterparts(pack.register, place.key, onto)
    keys = {key for target in targets for key in territory_keys(pack.register, target)}
    return series_of_places(ids=sorted(pack.register[key].id for key in keys | {place.key}))


def territory_keys(register: PlaceRegister, place: Place) -> tuple[str, ...]:
    """Return the keys of a place and of all that its territory ever was, in the order of ids."""
    return tuple(sorted(_ever(register, place), key=lambda key: register[key].id))


def _ever(register: PlaceRegister, place: Place) -> set[str]:
    return {part.key for day in _days(register) for part in cover(register, place.key, day).parts}


def _days(register: PlaceRegister) -> Iterator[date]:
    """Yield the days between which no map changed: before each reform, and its own."""
    for day in sorted({event.day for event in register.reforms if event.day}):
        yield day - timedelta(days=1)
        yield day
