"""A block of series that share a frequency, a month of the year and a length of history."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tiendo.outlook.arrays import Booleans, Floats, Integers

_FEWEST_TO_SMOOTH = 2


@dataclass(frozen=True, slots=True, eq=False)
class Block:
    """Series side by side, all without gaps.

    Attributes:
        past: whole years of the record, series x years x periods; the last one is last year.
        now: the periods of this year that are known, series x periods.
        stock: whether the year's figure is that of its last period, instead of the sum.
        constant: series at constant prices, whose growth persists.
        groups: number of the topic of each series; peers share it.
        sums: whether only sums are known, the year to date and the rest, spread evenly.
    """

    past: Floats
    now: Floats
    stock: bool
    constant: Booleans
    groups: Integers
    sums: bool = False

    @property
    def size(self) -> int:
        """How many series there are."""
        return int(self.now.shape[0])

    @property
    def years(self) -> int:
        """How many whole years of history each series has."""
        return int(self.past.shape[1])

    @property
    def periods(self) -> int:
        """How many periods make a year, 12 or 4."""
        return int(self.past.shape[2])

    @property
    def known(self) -> int:
        """How many periods of this year are known."""
        return int(self.now.shape[1])

    @property
    def elapsed(self) -> float:
        """The part of the year that is known, between 0 and 1."""
        return self.known / self.periods

    @property
    def smooths(self) -> bool:
        """Whether there is a record of single periods that smoothing can learn from."""
        return self.years >= _FEWEST_TO_SMOOTH and not self.sums

    def figure(self, values: Floats) -> Floats:
        """Return the figure of runs of periods (last axis): their sum, of a stock the last."""
        result: Floats = values[..., -1] if self.stock else values.sum(axis=-1)
        return result

    def totals(self) -> Floats:
        """Return each past year's figure, series x years."""
        return self.figure(self.past)

    def before(self) -> Floats:
        """Return the same months' figure in each past year, series x years."""
        return self.figure(self.past[:, :, : self.known])

    def rests(self) -> Floats:
        """Return what each past year still brought, series x years; of a stock its last value."""
        return self.figure(self.past[:, :, self.known :])

    def to_date(self) -> Floats:
        """Return this year's figure so far."""
        return self.figure(self.now)

    def add_rest(self, rest: Floats) -> Floats:
        """Return the year's figure from what the rest of the year brings."""
        return rest if self.stock else self.to_date() + rest

    def as_of_year(self, back: int) -> Block:
        """Return the block as it stood in the same month `back` years ago."""
        here = self.years - back
        return Block(
            past=self.past[:, :here],
            now=self.past[:, here, : self.known],
            stock=self.stock,
            constant=self.constant,
            groups=self.groups,
            sums=self.sums,
        )

    def chosen(self, rows: Booleans | Integers) -> Block:
        """Return the block of some of its series."""
        return Block(
            self.past[rows],
            self.now[rows],
            self.stock,
            self.constant[rows],
            self.groups[rows],
            self.sums,
        )

    def line(self) -> Floats:
        """Return all periods in order of time, series x periods."""
        return np.concatenate([self.past.reshape(self.size, -1), self.now], axis=1)
