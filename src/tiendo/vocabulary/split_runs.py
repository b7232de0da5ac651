"""Runs of months in which the map changed, in two pieces that are read on a map each."""

from __future__ import annotations

from datetime import date

from tiendo.vocabulary.period import Period
from tiendo.vocabulary.place import Place, PlaceRegister
from tiendo.vocabulary.territory import Cover


def split_at_change(place: Place, run: Period) -> tuple[Period, Period] | None:
    """Return a run in two where a place began or ended within it; None where it did not.

    The month in which it changed counts to the map at that month's end.
    """
    pieces = (_split_on(day, run) for day in (place.span.begins, place.span.stops) if day)
    return next((two for two in pieces if two is not None), None)


def split_at_parts(
    register: PlaceRegister, parts: Cover, run: Period
) -> tuple[Period, Period] | None:
    """Return a run in two where the last of the parts of a place began in it; None where none did.

    Args:
        register: the places.
        parts: of a place that did not exist at the run's end, on the map of that day.
        run: the run, for the first piece of which the place is recast from other parts.
    """
    days = (register[part.key].span.begins for part in parts.parts)
    known = [day for day in days if day is not None and day <= run.end]
    return _split_on(max(known), run) if known else None


def _split_on(day: date, run: Period) -> tuple[Period, Period] | None:
    month = day.year * 12 + day.month - 1
    if run.first < month <= run.last:
        return Period(run.first, month - 1), Period(month, run.last)
    return None
