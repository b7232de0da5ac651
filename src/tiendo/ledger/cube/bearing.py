"""Whether what a place files says anything of other places than itself and its countries.

A province's figures stand in its country's sums, and rank it among other provinces. They are its
own affair otherwise, unless a reform made another place of its territory: then that one is recast
from them, on the map of a day on which the one was there and in a run in which the other was.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from tiendo.cube.cells.tile import MONTHS
from tiendo.cube.kernel import Question
from tiendo.cube.kernel.columns import Columns
from tiendo.cube.kernel.duties import years_looked_at
from tiendo.vocabulary.period import Period
from tiendo.vocabulary.place import Place, PlaceRegister
from tiendo.vocabulary.words import Level


def days_looked_at(
    question: Question, runs: Iterable[Period], columns: Columns
) -> tuple[date, date]:
    """Return the first and the last day on whose maps an evaluation may add anything up.

    Args:
        question: what is asked; tells the map.
        runs: the runs of which levels are wanted.
        columns: tell how far formulas and price bases look back.
    """
    every = {question.run, *runs}
    # Of each the run before and the same period are compared: this one's lie furthest back.
    earliest = min(every, key=lambda run: run.first - max(run.months, MONTHS))
    days = {question.map_day, *(run.end for run in every)}
    days.add(date(min(years_looked_at(earliest, columns)), 1, 1))
    return min(days), max(days)


def stands_alone(register: PlaceRegister, place: Place, first: date, last: date) -> bool:
    """Whether a place bears on no other than its countries, as far as some days can tell.

    Args:
        register: the places with their reforms.
        place: any place.
        first: the first day that is looked at.
        last: the last one.
    """
    if any(register[edge.parent].level is not Level.COUNTRY for edge in place.parents):
        return False
    if register.reforms.of_source(place.key):
        return False  # its targets concern what became of it, however long ago that was
    return not any(day is None or first <= day <= last for day in _changes(register, place))


def _changes(register: PlaceRegister, place: Place) -> Iterator[date | None]:
    """Yield the days on which a place began, ended, gave or was given anything; None: unknown."""
    yield from (day for day in (place.span.begins, place.span.stops) if day is not None)
    reforms = register.reforms
    for transfer in (*reforms.of_source(place.key), *reforms.of_target(place.key)):
        yield reforms.event(transfer).day
        for other in (register[transfer.source], register[transfer.target]):
            yield from (day for day in (other.span.begins, other.span.stops) if day is not None)
