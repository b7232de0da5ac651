"""Targets across reforms: which places' targets concern a place of a map, and how they join.

A target set for another territory says nothing of a result for this one, unless this one is exactly
made of territories that all had such a target. Between a target and the place several reforms may
lie, one after the other. Of each part of the territory the nearest target counts: what a place in
between was given itself beats the sum of what it was made of, and never do both count. What both
evaluations must agree on is told here; each adds up by itself.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from tiendo.vocabulary.place import PlaceRegister
from tiendo.vocabulary.reform import Extent, Transfer
from tiendo.vocabulary.territory import Cover, Part
from tiendo.vocabulary.words import Level, Operator

_FROM_BELOW = frozenset({Operator.EXACT, Operator.AT_LEAST, Operator.MORE_THAN})
_FROM_ABOVE = frozenset({Operator.EXACT, Operator.AT_MOST, Operator.LESS_THAN, Operator.NONE_LEFT})
_RANK = {level: rank for rank, level in enumerate(Level)}


class TargetLineage:
    """The places of other days whose targets concern a place of a map, through any transfers.

    Attributes:
        keys: of these places, in the order of their ids.
    """

    def __init__(self, register: PlaceRegister, walks: Iterable[_Walk]) -> None:
        self._walks = tuple(walk for walk in walks if walk.met)
        met = frozenset().union(*(walk.met for walk in self._walks))
        self.keys: tuple[str, ...] = tuple(sorted(met, key=lambda key: register[key].id))

    @cached_property
    def only_next(self) -> Cover | None:
        """What the place was made of, or became, where nothing lies beyond it; else None.

        Then there is nothing to choose: either all parts had a target, or the place has none.
        """
        if len(self._walks) != 1 or not self._walks[0].is_one_step:
            return None
        return self._walks[0].nearest(frozenset(self.keys))

    def nearest(self, having: Collection[str]) -> Cover:
        """Return the places whose targets make that of the place, or would if all had one.

        A place in between that had no target is told by those that it was made of, if any of these
        had one. If it was brought back to life, by what it had been, if this makes its target, and
        only else by what it was made of as well. A place that ended before the run did is told by
        what became of it, if this makes its target, and else by what it had been made of, too.

        Args:
            having: keys of the places that had a target of one kind, assigner and run.

        Returns:
            parts that had one, and parts that lacked one; a part is whole if all of it lies in the
            place, and none of it in another place whose own target counts.
        """
        known = frozenset(having)
        found = [walk.nearest(known) for walk in self._walks if walk.met & known]
        return next((cover for cover in found if makes_one(cover, known)), _together(found))


def makes_one(cover: Cover, having: Collection[str]) -> bool:
    """Whether the parts are a place's territory, and each had a target."""
    return cover.exact and all(part.key in having for part in cover.parts)


def target_lineage(
    register: PlaceRegister, key: str, day: date, run_end: date
) -> TargetLineage | None:
    """Return the places of other days whose targets concern a place of a map too.

    All of which it was made, since their targets may have been set for a run in which it followed
    them; and where it ended before the run did, all that it had become by then. What is set for a
    unit of a lower level is no target of the place, so that those are left out.

    Args:
        register: the places with their reforms.
        key: of the place.
        day: the day whose map is asked for.
        run_end: the last day of the run whose result is to be compared.

    Returns:
        None for a place that is not on the map, or of which no others are told.
    """
    place, reforms = register[key], register.reforms
    if not place.span.holds(day):
        return None
    walks = []
    stops = place.span.stops
    if stops is not None and stops <= run_end and reforms.of_source(key):
        walks.append(_Walk(register, key, backwards=False, until=run_end))
    if reforms.of_target(key):
        walks.append(_Walk(register, key, backwards=True))
    lineage = TargetLineage(register, walks)
    return lineage if lineage.keys else None


@dataclass(frozen=True, slots=True)
class _Met:
    """How a place was met on the way through the reforms.

    Attributes:
        whole: whether all of it lies in the territory.
        limit: the day on which the walk ends on this side of it, None for no such day: beyond, a
            place that was brought back to life tells what the territory had been.
    """

    whole: bool
    limit: date | None = None


@dataclass(frozen=True)
class _Walk:
    """The way from a place through the reforms, back to what it was made of or on to its heirs.

    Attributes:
        register: the places with their reforms.
        place: key of the place.
        backwards: whether to go back.
        until: going on, the last day on which what is met has begun.
    """

    register: PlaceRegister
    place: str
    backwards: bool
    until: date = date.max
    _beyond: dict[tuple[str, date | None], frozenset[str]] = field(default_factory=dict)

    @cached_property
    def met(self) -> frozenset[str]:
        """The keys of all places that are met."""
        return self._met_beyond(self.place, None)

    @cached_property
    def is_one_step(self) -> bool:
        """Whether nothing lies beyond the first places that are met, nor was any brought back."""
        restored, others = self._next(self.place, None)
        return not restored and all(not self._met_beyond(key, None) for key, _ in others)

    def nearest(self, having: frozenset[str]) -> Cover:
        """Return what tells the place's target; see `TargetLineage.nearest`."""
        return self._swept({self.place: _Met(whole=True)}, having)

    def _swept(self, start: Mapping[str, _Met], having: frozenset[str]) -> Cover:
        """Return what tells the target of some territory, reform by reform from the nearest on."""
        found, complete = dict(start), True
        while passed := self._to_pass(found, having):
            left = {key: found.pop(key) for key in passed}
            complete = complete and not any(map(self._rests_on_lower_units, left))
            for key, one in self._entered(left, having):
                known = found.get(key)
                found[key] = one if known is None else _Met(known.whole or one.whole, one.limit)
        each = sorted(found, key=lambda key: self.register[key].id)
        return Cover(
            tuple(Part(k) if found[k].whole else Part(k, False, None, None) for k in each), complete
        )

    def _to_pass(self, found: Mapping[str, _Met], having: frozenset[str]) -> list[str]:
        """Return the places of the next reform that lack a target which lies beyond them."""
        days = {
            key: self._day_of_change(key)
            for key, one in found.items()
            if key not in having and self._met_beyond(key, one.limit) & having
        }
        if not days:
            return []
        nearest = max(days.values()) if self.backwards else min(days.values())
        return [key for key, day in days.items() if day == nearest]

    def _entered(
        self, left: Mapping[str, _Met], having: frozenset[str]
    ) -> Iterator[tuple[str, _Met]]:
        """Yield what lies behind some places, behind all of them at once."""
        divided_among: dict[str, tuple[set[str], date | None]] = {}
        for key, one in left.items():
            restored, others = self._next(key, one.limit)
            again = {former: _Met(one.whole, one.limit) for former in restored}
            if again and makes_one(self._swept(again, having), having):
                yield from again.items()
                continue
            yield from ((k, v) for k, v in again.items() if self._tells(k, v.limit, having))
            for other, limit in others:
                if not again or self._tells(other, limit, having):
                    among, _ = divided_among.setdefault(other, (set(), limit))
                    among |= {key} if one.whole else set()
        for other, (among, limit) in divided_among.items():
            yield other, _Met(self._shared_by(other) <= among, limit)

    def _tells(self, key: str, limit: date | None, having: frozenset[str]) -> bool:
        """Whether a place or anything beyond it had a target."""
        return key in having or bool(self._met_beyond(key, limit) & having)

    def _met_beyond(self, key: str, limit: date | None) -> frozenset[str]:
        """Return the keys of all that lies beyond a place."""
        if (key, limit) not in self._beyond:
            restored, others = self._next(key, limit)
            found: set[str] = set()
            for other, theirs in (*((one, limit) for one in restored), *others):
                found |= {other} | self._met_beyond(other, theirs)
            self._beyond[key, limit] = frozenset(found)
        return self._beyond[key, limit]

    def _next(
        self, key: str, limit: date | None
    ) -> tuple[tuple[str, ...], tuple[tuple[str, date | None], ...]]:
        """Return what a place was or is again, and the others behind it, each with its limit."""
        told = [t for t in self._told(key) if self._counts(self._other(t), limit)]
        restored = [self._other(t) for t in told if t.extent is Extent.RESTORED]
        for one in restored:
            limit = self._nearer(limit, self._edge(one))
        others = dict.fromkeys(self._other(t) for t in told if t.extent is not Extent.RESTORED)
        return tuple(restored), tuple((one, limit) for one in others if self._counts(one, limit))

    def _counts(self, key: str, limit: date | None) -> bool:
        """Whether a place is of a level that counts, and on this side of the limits."""
        if self._is_lower(key):
            return False
        edge = self._edge(key)
        if self.backwards:
            return limit is None or edge is None or edge > limit
        return edge is not None and edge <= self.until and (limit is None or edge < limit)

    def _is_lower(self, key: str) -> bool:
        """Whether a place is of a lower level than the one that the walk began at."""
        return _RANK[self.register[key].level] > _RANK[self.register[self.place].level]

    def _rests_on_lower_units(self, key: str) -> bool:
        return any(self._is_lower(self._other(transfer)) for transfer in self._told(key))

    def _told(self, key: str) -> tuple[Transfer, ...]:
        reforms = self.register.reforms
        return reforms.of_target(key) if self.backwards else reforms.of_source(key)

    def _shared_by(self, key: str) -> set[str]:
        """Return the keys of the places on the near side of a reform that have part of a place."""
        reforms = self.register.reforms
        if self.backwards:
            return {transfer.target for transfer in reforms.given(key)}
        return {transfer.source for transfer in reforms.made_of(key)}

    def _other(self, transfer: Transfer) -> str:
        return transfer.source if self.backwards else transfer.target

    def _edge(self, key: str) -> date | None:
        """Return the day on which the walk meets a place: of its end going back, of its start."""
        span = self.register[key].span
        return span.stops if self.backwards else span.begins

    def _day_of_change(self, key: str) -> date:
        """Return the day of the reform behind a place."""
        span = self.register[key].span
        day = span.begins if self.backwards else span.stops
        return day if day is not None else (date.min if self.backwards else date.max)

    def _nearer(self, one: date | None, other: date | None) -> date | None:
        """Return that of two limits which ends the walk first."""
        if one is None or other is None:
            return other if one is None else one
        return max(one, other) if self.backwards else min(one, other)


def _together(covers: Iterable[Cover]) -> Cover:
    """Return what several ways tell, none of which makes a target."""
    every = list(covers)
    return Cover(
        tuple(part for cover in every for part in cover.parts), all(c.complete for c in every)
    )


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
