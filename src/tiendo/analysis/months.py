"""The cube of months as a lazy dataset: what each place itself filed, month by month.

One chunk is what one block of places holds in one year, as in the store; its numbers come from the
kernel's own levels when they are asked for, and from nowhere else.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property, partial
from typing import Any

import dask.array as da
import numpy as np
import xarray as xr

from tiendo.analysis.decoding import days_of, finite, instants_of, words_of
from tiendo.analysis.labels import Line, place_coords, series_coords
from tiendo.analysis.variables import attributes_of
from tiendo.cube.cells.codes import (
    COMPARATORS,
    CONFIDENTIAL,
    MODALITIES,
    NEVER,
    NO_CODE,
    NO_INSTANT,
    STATES,
    STATUSES,
    Array,
    Ints,
    Mask,
)
from tiendo.cube.cells.tile import MONTHS
from tiendo.cube.kernel import Country, Question
from tiendo.cube.kernel.family import family_of_blocks
from tiendo.cube.kernel.held import HeldFigures
from tiendo.cube.kernel.own import OwnLevels
from tiendo.vocabulary.period import Period
from tiendo.vocabulary.place import Place

NUMBERS = np.dtype([("value", "f8"), ("year_to_date", "f8"), ("state", "u1")])
QUALITY = np.dtype(
    [
        ("lo", "f8"),
        ("hi", "f8"),
        ("comparator", "u1"),
        ("status", "u1"),
        ("modality", "u1"),
        ("known_at", "i4"),
        ("recorded_at", "i8"),
    ]
)
NO_QUALITY = np.array((np.nan, np.nan, NO_CODE, 0, NO_CODE, NEVER, NO_INSTANT), dtype=QUALITY)
_HIDDEN = np.dtype([("value", "?"), ("year_to_date", "?")])


@dataclass(frozen=True)
class Months:
    """What of a cube is laid out, month by month.

    Attributes:
        country: the cube, with places and cards.
        years: the years, ascending.
        day: the day on which it is asked.
        token: names this state of the cube; equal ones hold the same.
    """

    country: Country
    years: Sequence[int]
    day: date
    token: str

    @cached_property
    def blocks(self) -> list[int]:
        """The numbers of the blocks that have places."""
        return [number for number, places in enumerate(self.country.source.axes.blocks) if places]

    @cached_property
    def places(self) -> list[Place]:
        """The places, block by block."""
        axes, register = self.country.source.axes, self.country.world.register
        return [register.by_id(id) for block in self.blocks for id in axes.blocks[block]]

    @cached_property
    def columns(self) -> Ints:
        """The columns of the series that have a card, as the cards order them."""
        columns = self.country.columns
        return columns.in_card_order[columns.in_card_order < columns.of_axis]

    def dataset(self) -> xr.Dataset:
        """Return the lazy dataset over place, series and month."""
        columns = self.country.columns
        lines = [Line(columns.series[n], columns.card(n)) for n in self.columns.tolist()]
        return dataset_of_months(self, self.places, lines, self._variables())

    def _variables(self) -> dict[str, da.Array]:
        numbers, quality = self._chunked("numbers", NUMBERS), self._chunked("quality", QUALITY)
        if self.country.source.axes.hidden:
            hidden = self._hidden()
            numbers = da.map_blocks(_without_hidden_numbers, numbers, hidden, dtype=NUMBERS)
            quality = da.map_blocks(_without_hidden_quality, quality, hidden, dtype=QUALITY)
        return variables_of(numbers, quality)

    def _chunked(self, name: str, kind: np.dtype[Any]) -> da.Array:
        axes = self.country.source.axes
        sizes = tuple(len(axes.blocks[block]) for block in self.blocks)
        return self._mapped(name, _CHUNKS[name], kind, sizes)

    def _hidden(self) -> da.Array:
        """Return what may not be shown; found for all places at once, since places hide others."""
        numbers = self._chunked("numbers", NUMBERS)
        whole = self._mapped("hidden", _hidden_cells, _HIDDEN, (sum(numbers.chunks[0]),))
        return whole.rechunk(numbers.chunks)

    def _mapped(
        self, name: str, chunk: Any, kind: np.dtype[Any], sizes: tuple[int, ...]
    ) -> da.Array:
        if not self.years:
            nothing = np.empty((len(self.places), len(self.columns), 0), kind)
            return da.from_array(nothing, chunks=(sizes, -1, -1))
        return da.map_blocks(
            chunk,
            name=f"tiendo-{name}-{self.token}",
            months=self,
            chunks=(sizes, (len(self.columns),), (MONTHS,) * len(self.years)),
            dtype=kind,
            meta=np.empty((0, 0, 0), kind),
        )


def dataset_of_months(
    months: Months,
    places: Sequence[Place],
    lines: Sequence[Line],
    variables: Mapping[str, da.Array],
) -> xr.Dataset:
    """Return the dataset of some variables over places, series and the months of all years."""
    first = np.array([f"{year:04d}-01" for year in months.years], "datetime64[M]")
    every = (first[:, None] + np.arange(MONTHS)).ravel().astype("datetime64[s]")
    coords = place_coords(places, months.country.world.register)
    coords |= series_coords(lines, measures=False) | {"month": every}
    units = {line.unit for line in lines}
    data = {
        name: (("place", "series", "month"), values, attributes_of(name, units))
        for name, values in variables.items()
    }
    return xr.Dataset(data, coords)


def variables_of(numbers: da.Array, quality: da.Array) -> dict[str, da.Array]:
    """Return the variables of a cube of months by name, from chunks of NUMBERS and QUALITY."""
    return {
        "value": numbers["value"],
        "year_to_date": numbers["year_to_date"],
        "state": _decoded(numbers["state"], partial(words_of, words=STATES), object),
        "value_lo": _decoded(quality["lo"], finite, float),
        "value_hi": _decoded(quality["hi"], finite, float),
        "comparator": _decoded(quality["comparator"], partial(words_of, words=COMPARATORS), object),
        "status": _decoded(quality["status"], partial(words_of, words=STATUSES), object),
        "modality": _decoded(quality["modality"], partial(words_of, words=MODALITIES), object),
        "known_at": _decoded(quality["known_at"], days_of, "datetime64[s]"),
        "recorded_at": _decoded(quality["recorded_at"], instants_of, "datetime64[us]"),
    }


# ---- one chunk ------------------------------------------------------------------------------


def _numbers(months: Months, block_id: tuple[int, int, int]) -> Array:
    """Return values, years to date and states of one block in one year."""
    return _read(months, block_id, NUMBERS)


def _quality(months: Months, block_id: tuple[int, int, int]) -> Array:
    """Return bounds, words and dates of one block in one year."""
    return _read(months, block_id, QUALITY)


_CHUNKS = {"numbers": _numbers, "quality": _quality}


@np.errstate(all="ignore")
def _read(months: Months, block_id: tuple[int, int, int], kind: np.dtype[Any]) -> Array:
    block, columns = months.blocks[block_id[0]], months.columns
    own = _own_levels(months, block, quality=kind is not NUMBERS)
    places = len(months.country.source.axes.blocks[block])
    found = np.empty((places, len(columns), MONTHS), kind)
    for month, run in enumerate(months_of(months.years[block_id[2]])):
        answers = own.of(run)
        for name in kind.names or ():
            if name == "year_to_date":
                found[name][..., month] = own.of(run.year_to_date()).value[:, columns]
            else:
                found[name][..., month] = answers[name][:, columns]
    return found


def months_of(year: int) -> list[Period]:
    """Return the months of a year."""
    return [Period.of_month(year, month) for month in range(1, MONTHS + 1)]


def _own_levels(months: Months, block: int, *, quality: bool) -> OwnLevels:
    country = months.country
    family = family_of_blocks(country.world.register, country.source.axes, [block])
    held = HeldFigures(country.source, family, len(country.columns))
    return OwnLevels(held, country.columns, quality)


# ---- what is confidential ---------------------------------------------------------------------


def _hidden_cells(months: Months, block_id: tuple[int, int, int]) -> Array:
    """Return for all places what of a year is hidden, also for another cell's sake."""
    each = months_of(months.years[block_id[2]])
    row_of = {place.key: row for row, place in enumerate(months.places)}
    found = np.zeros((len(row_of), len(months.columns), MONTHS), _HIDDEN)
    doubtful = _with_something_hidden(months, {*each, *(run.year_to_date() for run in each)})
    for month, run in enumerate(each):
        for name, asked in (("value", run), ("year_to_date", run.year_to_date())):
            if asked in doubtful:
                found[name][..., month] = _hidden_in(months, asked, row_of)
    return found


@np.errstate(all="ignore")
def _with_something_hidden(months: Months, runs: set[Period]) -> set[Period]:
    """Return the runs in which anything confidential was filed that may hide other cells.

    It was filed of the run itself, or of an earlier one to which a formula looks back.
    """
    back = {key[2] for formula in months.country.columns.formulas for key in formula.operands}
    found: set[Period] = set()
    for block in months.blocks:
        own = _own_levels(months, block, quality=False)
        for run in runs - found:
            asked = [Period(run.first - lag, run.last - lag) for lag in {0, *back}]
            if any((own.of(one).state == CONFIDENTIAL).any() for one in asked):
                found.add(run)
    return found


def _hidden_in(months: Months, run: Period, row_of: Mapping[str, int]) -> Mask:
    found = np.zeros((len(row_of), len(months.columns)), np.bool_)
    question = Question(run, months.day, quality=False)
    for result in months.country.evaluate_all(question):
        hidden = result.fields["state"][:, months.columns] == CONFIDENTIAL
        for row, place in enumerate(result.places):
            found[row_of[place.key]] |= hidden[row]
    return found


def _without_hidden_numbers(numbers: Array, hidden: Array) -> Array:
    found = numbers.copy()
    # A cell of which nothing is known stays missing: there is nothing to hide.
    concealed = hidden["value"] & ~np.isnan(found["value"])
    found["state"][concealed] = CONFIDENTIAL
    for name in ("value", "year_to_date"):
        found[name][hidden[name]] = np.nan
    return found


def _without_hidden_quality(quality: Array, hidden: Array) -> Array:
    found = quality.copy()
    found[hidden["value"]] = NO_QUALITY
    return found


def _decoded(codes: da.Array, decode: Any, kind: Any) -> da.Array:
    return da.map_blocks(decode, codes, dtype=kind, meta=np.empty((0, 0, 0), kind))
