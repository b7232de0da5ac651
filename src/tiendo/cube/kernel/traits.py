"""What the cards say of columns, as arrays over them, so that whole blocks are computed at once."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

import numpy as np

from tiendo.cube.cells.codes import Array, Floats, Ints, Mask
from tiendo.vocabulary.indicator import MONTHS_OF, Indicator
from tiendo.vocabulary.period import Period
from tiendo.vocabulary.series import Series
from tiendo.vocabulary.words import CURRENT, NOT_APPLICABLE, Direction, Level, Nature, Rule


class Traits:
    """Traits of columns by what their cards and series say.

    Attributes:
        series: the series of each column.
    """

    series: list[Series]

    def card(self, column: int) -> Indicator:
        """Return the card of a column that has one."""
        raise NotImplementedError

    def evaluated(self) -> Iterator[tuple[int, Indicator]]:
        """Yield every column that has a card, with it."""
        raise NotImplementedError

    def mask(self, wanted: object, attribute: str) -> Mask:
        """Return for each column whether an attribute of its card is `wanted`."""
        found = np.zeros(len(self.series), np.bool_)
        for column, card in self.evaluated():
            found[column] = getattr(card, attribute) == wanted
        return found

    @cached_property
    def have_cards(self) -> Mask:
        """Columns of which the catalogue has the card; figures of others wait for theirs."""
        found = np.zeros(len(self.series), np.bool_)
        found[[column for column, _ in self.evaluated()]] = True
        return found

    @cached_property
    def sums_over_time(self) -> Mask:
        """Flows: columns whose runs add up."""
        return self.mask(Rule.SUM, "time_rule")

    @cached_property
    def lasts(self) -> Mask:
        """Stocks: columns answered by the last month."""
        return self.mask(Rule.LAST, "time_rule")

    @cached_property
    def means_over_time(self) -> Ints:
        """Numbers of the columns that are means over time."""
        return np.flatnonzero(self.mask(Rule.MEAN, "time_rule"))

    @cached_property
    def sums_over_places(self) -> Mask:
        """Columns that places add up to."""
        return self.mask(Rule.SUM, "place_rule")

    @cached_property
    def means_over_places(self) -> Mask:
        """Columns that are means over places."""
        return self.mask(Rule.MEAN, "place_rule")

    @cached_property
    def ratios(self) -> Mask:
        """Columns of nature ratio, which have no growth."""
        return self.mask(Nature.RATIO, "nature")

    @cached_property
    def flows(self) -> Mask:
        """Columns of nature flow, whose plan share is that of the year to date."""
        return self.mask(Nature.FLOW, "nature")

    @cached_property
    def are_totals(self) -> Mask:
        """Columns that are not cut."""
        return np.array([not one.breakdown for one in self.series], np.bool_)

    @cached_property
    def directions(self) -> Floats:
        """1 where up is good, -1 where down is, NaN where the level is to be kept."""
        up = self.mask(Direction.UP, "direction")
        down = self.mask(Direction.DOWN, "direction")
        return np.where(up, 1.0, np.where(down, -1.0, np.nan))

    @cached_property
    def lowest_level(self) -> Array:
        """For each column the lowest level of government that reports it."""
        order = list(Level)
        found = [""] * len(self.series)
        for column, card in self.evaluated():
            found[column] = max(card.levels, key=order.index).value
        return np.array(found)

    @cached_property
    def months_of_frequency(self) -> Ints:
        """For each column the months of the runs in which it is reported."""
        found = np.ones(len(self.series), np.int64)
        for column, card in self.evaluated():
            found[column] = MONTHS_OF[card.frequency]
        return found

    @cached_property
    def lag_days(self) -> Ints:
        """For each column the days after the end of a run by which it is due."""
        found = np.zeros(len(self.series), np.int64)
        for column, card in self.evaluated():
            found[column] = card.lag_days
        return found

    @cached_property
    def at_level(self) -> dict[Level, Mask]:
        """For each level of government, which columns it reports."""
        found = {level: np.zeros(len(self.series), np.bool_) for level in Level}
        for column, card in self.evaluated():
            for level in card.levels:
                found[level][column] = True
        return found

    @cached_property
    def shareable(self) -> Mask:
        """Columns at current prices or without prices, whose structure may be told."""
        bases = (CURRENT, NOT_APPLICABLE)
        return np.array([one.price_basis in bases for one in self.series], np.bool_)

    def breaks_between(self, earlier: Period, later: Period) -> Mask:
        """Return the columns whose series breaks between two runs."""
        if not self._breaking:
            return self._unbroken
        found = np.zeros(len(self.series), np.bool_)
        for column in self._breaking:
            found[column] = self.card(column).break_between(earlier, later) is not None
        return found

    @cached_property
    def _breaking(self) -> list[int]:
        return [column for column, card in self.evaluated() if card.breaks]

    @cached_property
    def _unbroken(self) -> Mask:
        return np.zeros(len(self.series), np.bool_)
