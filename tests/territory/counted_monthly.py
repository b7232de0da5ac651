"""What is born in hamlets, month by month, and filed by the villages in which they lie just then.

A hamlet never changes. A village is a set of them, so that what a village of any day's map had in
any month is known, whatever the register can tell of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from random import Random

from tests.country import figures
from tests.territory.successive import Reform, register_after, transfer_of
from tiendo.vocabulary.figure import Figure
from tiendo.vocabulary.period import Period
from tiendo.vocabulary.reform import Extent

MONTHS = Period.parse("2020-01/2023-12")


@dataclass(frozen=True)
class Counted:
    """Births by hamlet.

    Attributes:
        reforms: what the villages went through.
        hamlets: those of each village.
        births: of each hamlet in each month.
    """

    reforms: tuple[Reform, ...]
    hamlets: dict[str, frozenset[int]]
    births: dict[tuple[int, int], int]

    def in_village(self, village: str, run: Period) -> int:
        """Return what was born in a run of months where a village is, or was, or will be."""
        months = range(run.first, run.last + 1)
        return sum(self.births[one, month] for one in self.hamlets[village] for month in months)

    def villages_on(self, day: date) -> list[str]:
        """Return the villages of a day's map."""
        register = register_after(*self.reforms)
        return [key for key in self.hamlets if register[key].span.holds(day)]

    def is_made_of_whole(self, village: str, run: Period) -> bool:
        """Whether at the end of each month of a run some villages were this one's territory."""
        for month in range(run.first, run.last + 1):
            there = self.villages_on(Period(month, month).end)
            inside = [key for key in there if self.hamlets[key] <= self.hamlets[village]]
            if frozenset().union(*(self.hamlets[key] for key in inside)) != self.hamlets[village]:
                return False
        return True

    def filed(self, indicator: str = "births") -> list[Figure]:
        """Return the figures: of each month by the villages of its last day."""
        return figures(*self._told(indicator))

    def _told(self, indicator: str) -> Iterator[tuple[str, str, str, str]]:
        for month in range(MONTHS.first, MONTHS.last + 1):
            one = Period(month, month)
            for village in self.villages_on(one.end):
                yield village, indicator, str(one), str(self.in_village(village, one))


def counted(dice: Random, reforms: tuple[Reform, ...]) -> Counted:
    """Return random births in the hamlets of villages that went through some reforms."""
    hamlets: dict[str, frozenset[int]] = {}
    made = {transfer_of("", told).target for reform in reforms for told in reform.transfers}
    for reform in reforms:
        given = [transfer_of("", told) for told in reform.transfers]
        again = {one.target: one.source for one in given if one.extent is Extent.RESTORED}
        for one in given:
            if one.source not in hamlets and one.source not in made:
                first = sum(map(len, hamlets.values())) + 1000 * len(hamlets)
                hamlets[one.source] = frozenset(range(first, first + dice.choice((2, 3))))
        left = {one.source: set(hamlets[one.source]) for one in given}
        for one in given:
            mine = hamlets.get(one.target, frozenset())
            if one.target in again:
                hamlets[one.target] = hamlets[again[one.target]]
            elif one.extent is Extent.WHOLE:
                hamlets[one.target] = mine | hamlets[one.source]
            else:
                later = [t for t in given[given.index(one) + 1 :] if t.source == one.source]
                some = {h for h in left[one.source] if not later or dice.random() < 0.5}
                left[one.source] -= some
                hamlets[one.target] = mine | some
    every = frozenset().union(*hamlets.values())
    months = range(MONTHS.first, MONTHS.last + 1)
    births = {(one, month): dice.randint(1, 9) for one in sorted(every) for month in months}
    return Counted(reforms, hamlets, births)
