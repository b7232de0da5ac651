"""Targets across a reform: which places' targets concern a place of a map, and how they join.

A target set for a former territory says nothing of a result for another one, unless this one is
exactly made of territories that all had such a target. What both evaluations must agree on is told
here; each adds up by itself.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from tiendo.vocabulary.place import PlaceRegister
from tiendo.vocabulary.territory import NOTHING, Cover, cover
from tiendo.vocabulary.words import Level, Operator

_FROM_BELOW = frozenset({Operator.EXACT, Operator.AT_LEAST, Operator.MORE_THAN})
_FROM_ABOVE = frozenset({Operator.EXACT, Operator.AT_MOST, Operator.LESS_THAN, Operator.NONE_LEFT})


def target_parts(register: PlaceRegister, key: str, day: date, run_end: date) -> Cover:
    """Return the places of another day whose targets concern a place of the map too.

    Those of which it consists at the run's end, if it did not exist then; else those of which it
    was made when it began: their targets may have been set for a run in which it followed them.
    What is set for a unit of a lower level is no target of the place, so that those are left out.

    Args:
        register: the places with their reforms.
        key: of the place.
        day: the day whose map is asked for.
        run_end: the last day of the run whose result is to be compared.

    Returns:
        the parts; none for a place that is not on the map or always was what it is.
    """
    span = register[key].span
    if not register.reforms.events or not span.holds(day):
        return NOTHING
    if not span.holds(run_end):
        found = cover(register, key, run_end)
    elif span.begins is None:
        return NOTHING
    else:
        found = cover(register, key, span.begins - timedelta(days=1))
    levels = list(Level)
    own = levels.index(register[key].level)
    kept = tuple(p for p in found.parts if levels.index(register[p.key].level) <= own)
    return found if len(kept) == len(found.parts) else Cover(kept, complete=False)


def joined_operator(operators: Iterable[Operator]) -> Operator | None:
    """Return how the sum of targets is to be met; None where they point different ways.

    A bare number among minima is met like one, and so is one among maxima.
    """
    said = set(operators)
    if len(said) == 1:
        return said.pop()
    if said <= _FROM_BELOW:
        return Operator.AT_LEAST
    return Operator.AT_MOST if said <= _FROM_ABOVE else None
