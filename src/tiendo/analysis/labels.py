"""Labels: how series, places and months are named on the axes of a dataset."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from tiendo.cube.kernel.records import unit_of
from tiendo.vocabulary.indicator import Indicator, text_in
from tiendo.vocabulary.place import Place, PlaceRegister
from tiendo.vocabulary.series import Series
from tiendo.vocabulary.words import NOT_APPLICABLE, Level, Measure

Coords = dict[str, Any]
"""Coordinates as xarray takes them."""


@dataclass(frozen=True, slots=True)
class Line:
    """What one label of the axis `series` stands for: a series by a measure, with its card."""

    series: Series
    card: Indicator
    measure: Measure = Measure.LEVEL

    @property
    def label(self) -> str:
        """Such as "grdp[sector=services] constant_2010"; a measure that is no level is added."""
        return label_of(self.series, self.measure)

    @property
    def unit(self) -> str:
        """The unit of its value."""
        return unit_of(self.measure, self.card)

    def name(self, language: str) -> str:
        """Return the indicator's name and that of its part."""
        part = self.card.breakdown_name(self.series.breakdown, language)
        name = text_in(self.card.names, language)
        return f"{name}: {part}" if part else name


def label_of(series: Series, measure: Measure = Measure.LEVEL) -> str:
    """Return the label of a series: indicator[dimension=code;...] price_basis measure.

    Left out are the brackets of a total, a price basis that does not apply, and the measure level.
    """
    words = [f"{series.indicator}[{series.breakdown}]" if series.breakdown else series.indicator]
    if series.price_basis != NOT_APPLICABLE:
        words.append(series.price_basis)
    if measure is not Measure.LEVEL:
        words.append(measure.value)
    return " ".join(words)


def series_coords(lines: Sequence[Line], *, measures: bool) -> Coords:
    """Return the coordinates of the axis `series`.

    Args:
        lines: by position.
        measures: whether they may have other measures than the level, which is then told.
    """
    told = {
        "series": [line.label for line in lines],
        "indicator": [line.series.indicator for line in lines],
        "breakdown": [str(line.series.breakdown) for line in lines],
        "price_basis": [line.series.price_basis for line in lines],
        "measure": [line.measure.value for line in lines],
        "unit": [line.unit for line in lines],
        "name_vi": [line.name("vi") for line in lines],
        "name_en": [line.name("en") for line in lines],
    }
    if not measures:
        del told["measure"]
    return {name: ("series", texts(words)) for name, words in told.items()}


def place_coords(places: Sequence[Place], register: PlaceRegister) -> Coords:
    """Return the coordinates of the axis `place`: keys, names, levels, and the province of each."""
    told = {
        "place": [place.key for place in places],
        "place_name": [place.name("vi") for place in places],
        "level": [place.level.value for place in places],
        "province": [province_of(place, register) for place in places],
    }
    return {name: ("place", texts(words)) for name, words in told.items()}


def province_of(place: Place, register: PlaceRegister) -> str:
    """Return the key of the province that a place is, or stands or last stood in; "" if none."""
    while place.level is not Level.PROVINCE:
        known = [edge.parent for edge in place.parents if edge.parent in register]
        if not known:
            return ""
        place = register[known[-1]]
    return place.key


def texts(words: Iterable[str]) -> np.ndarray[Any, np.dtype[np.object_]]:
    """Return words as an array that takes no more room than they need."""
    return np.array(list(words), dtype=object)
