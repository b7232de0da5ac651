"""What really happened in a random world: numbers that add up over months, places and parts."""

from __future__ import annotations

from functools import cache
from itertools import product
from random import Random

from tiendo.vocabulary.indicator import Catalogue, Part
from tiendo.vocabulary.period import Period
from tiendo.vocabulary.place import PlaceRegister
from tiendo.vocabulary.series import Breakdown, Series
from tiendo.vocabulary.words import Rule

_BASES = (0, 0, 3, 10, 10, 40, 125, 125, 700, 700, 4321)
_SLOPES = (0, 0, 1, 1, 5, -1, 40)
_SEASONS = ((1,) * 12, (1,) * 12, (1, 1, 2, 1, 1, 3, 1, 1, 2, 1, 1, 4), (0, 1, 1) * 4)
"""Few numbers, so that places and parts often tie, stand still or are zero."""


class Truth:
    """True values, as whole numbers of the last digit that an indicator is printed with."""

    def __init__(self, dice: Random, register: PlaceRegister, catalogue: Catalogue) -> None:
        self._register = register
        self._catalogue = catalogue
        self._salt = dice.getrandbits(64)
        self.digits = {code: dice.choice((0, 0, 1, 2, 3)) for code in catalogue}
        self._season = {code: dice.choice(_SEASONS) for code in catalogue}
        self._may_fall = dice.random() < 0.1
        self.level = cache(self._level)
        self._seed = cache(self._drawn)

    def _level(self, place: str, series: Series, run: Period) -> int:
        """Return the true level of a run; what does not add up over time is told by its end."""
        card = self._catalogue[series.indicator]
        months = range(run.first, run.last + 1)
        if card.time_rule is not Rule.SUM:
            months = range(run.last, run.last + 1)
        places = self._leaves(place, run) if card.place_rule is Rule.SUM else (place,)
        cuts = self._atoms(series)
        return sum(
            self._month(leaf, series, cut, month)
            for leaf in places
            for cut in cuts
            for month in months
        )

    def _month(self, leaf: str, series: Series, cut: Breakdown, month: int) -> int:
        base, slope = self._seed(leaf, series.indicator, series.price_basis, cut)
        season = self._season[series.indicator][month % 12]
        value = (base + slope * (month // 12 - 2022)) * season
        return value if self._may_fall else max(0, value)

    def _drawn(self, leaf: str, indicator: str, basis: str, cut: Breakdown) -> tuple[int, int]:
        dice = Random(f"{self._salt} {leaf} {indicator} {basis} {cut}")
        return dice.choice(_BASES), dice.choice(_SLOPES)

    def _leaves(self, place: str, run: Period) -> tuple[str, ...]:
        """Return the places at the bottom, as they belonged together at the end of the run."""
        children = self._register.children(place, run.end)
        if not children:
            return (place,)
        return tuple(leaf for child in children for leaf in self._leaves(child.key, run))

    def _atoms(self, series: Series) -> tuple[Breakdown, ...]:
        """Return the finest cuts that a series consists of."""
        pairs = []
        for tree in self._catalogue[series.indicator].breakdowns:
            code = series.breakdown.get(tree.dimension)
            if code is None and not tree.additive:
                continue
            found = tree.find(code) if code else None
            tops = (found,) if found else tree.parts
            pairs.append([(tree.dimension, end) for top in tops for end in _ends(top)])
        return tuple(Breakdown(tuple(sorted(cut))) for cut in product(*pairs))


def _ends(part: Part) -> list[str]:
    """Return the codes at the bottom of a part."""
    return [end for child in part.parts for end in _ends(child)] or [part.code]
