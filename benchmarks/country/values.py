"""What the made-up country filed: a value a month, two plans a year; the same in every run.

Values have up to two decimals, a season, a trend and noise. Even forms are filed by every commune
every month; of the odd ones, two in a hundred are not, so that partial sums are as real as whole
ones. Plans stand at all four levels.
"""

from __future__ import annotations

from functools import cached_property

import numpy as np

from tiendo.cube.cells.codes import Array, Floats, Mask

from .cards import ACCIDENTS, FORM, HOUSEHOLDS, OUTPUT, SECTORS, WATER, SeriesAxis
from .places import COMMUNE, Places, Size

FIRST_YEAR, YEARS = 2020, 5
ASSIGNERS = ("city council", "province council")
"""In the order in which the contract lists a cell's plans."""

_SEED = 20_240_131
_NOT_FILED = 0.02


class Country:
    """A country of a size: its places, its series and what was filed, year by year."""

    def __init__(self, size: Size) -> None:
        self.size = size
        self.places = Places(size)
        self.axis = SeriesAxis(size.series)

    @property
    def shape(self) -> tuple[int, int]:
        """Places and series."""
        return len(self.places), len(self.axis)

    @cached_property
    def _usual(self) -> Floats:
        """What a commune files in an average month of the first year."""
        random = np.random.default_rng(_SEED)
        communes, series = len(self.places.communes), len(self.axis)
        large = random.lognormal(0.0, 0.6, (communes, 1))
        usual = large * random.lognormal(4.0, 1.0, series) * random.uniform(0.5, 1.5, series)
        usual *= random.uniform(0.7, 1.3, (communes, series))
        position = self.axis.position
        usual[:, position == ACCIDENTS] = 0.12 * large
        usual[:, position == HOUSEHOLDS] = 2000 * large
        usual[:, position == WATER] = random.uniform(40, 90, (communes, 1))
        sectors = sum(usual[:, position == sector] for sector in SECTORS)
        usual[:, position == OUTPUT] = sectors
        return usual

    def year(self, year: int) -> Floats:
        """Return what was filed for a year: (12 months, communes, series), NaN where nothing was.

        Raises:
            ValueError: for a year outside of the country's five.
        """
        if not FIRST_YEAR <= year < FIRST_YEAR + YEARS:
            raise ValueError(f"nothing was filed for {year}")
        random = np.random.default_rng([_SEED, year])
        values = np.empty((12, len(self.places.communes), len(self.axis)))
        for month in range(12):
            values[month] = self._month(random, year, month)
        values[self._not_filed(random)] = np.nan
        return values

    def _month(self, random: np.random.Generator, year: int, month: int) -> Floats:
        noise: Floats = 1 + 0.1 * random.standard_normal(self._usual.shape)
        values = self._usual * np.abs(noise) * self._trend(year, month)
        position = self.axis.position
        rare = position == ACCIDENTS
        values[:, rare] = random.poisson(self._usual[:, rare])
        values[:, position == WATER] = np.minimum(values[:, position == WATER], 100.0)
        values = _printed(values, self.axis.decimals)
        sectors = sum(values[:, position == sector] for sector in SECTORS)
        values[:, position == OUTPUT] = np.round(sectors, 1)
        values[:, position == HOUSEHOLDS] += 1
        return values

    def _trend(self, year: int, month: int) -> Floats:
        """Return how far each series lies above its usual: seasons of flows, growth of all."""
        number = np.arange(len(self.axis))
        elapsed = (year - FIRST_YEAR) + month / 12
        season = 1 + 0.3 * np.sin(2 * np.pi * (month + number) / 12) * self.axis.is_flow
        grown: Floats = season * (1 + 0.02 * (number % 5)) ** elapsed
        return grown

    def _not_filed(self, random: np.random.Generator) -> Mask:
        forms = len(self.axis) // FORM
        lost = random.random((12, len(self.places.communes), forms)) < _NOT_FILED
        lost[:, :, ::2] = False
        of_series: Mask = np.repeat(lost, FORM, axis=2)
        return of_series

    def plans(self, year: int) -> Floats:
        """Return the year's plans: (2 assigners, places, series)."""
        random = np.random.default_rng([_SEED, year, 1])
        months = np.where(self.axis.is_flow, 12, 1)
        expected = self._usual * months * self._trend(year, 6)
        on, means = self.places.map(), self.axis.is_mean
        totals = on.summed(expected)
        totals[:, means] /= on.communes[:, None]
        city = totals * random.uniform(0.9, 1.1, self.shape)
        both = np.stack([city, city * random.uniform(1.0, 1.05, self.shape)])
        return _printed(both, self.axis.decimals)

    def upper(self) -> Mask:
        """Return which places file nothing themselves."""
        return self.places.level != COMMUNE


def _printed(values: Floats, decimals: Array) -> Floats:
    """Round each series to its decimals, as a person files it."""
    scale = 10.0**decimals
    printed: Floats = np.round(values * scale) / scale
    return printed
