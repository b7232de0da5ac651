"""The same values as tables for those who do not read cubes: integer keys, sorted, in Parquet.

months.parquet  place, series, month, value: the current value of each month; sorted by
                year, place, series and month, which suits the reading of one year best
years.parquet   place, series, year, m1 to m12: the same with the months side by side
plans.parquet   place, series, city, province: the plans of the year asked
places.parquet  place, parent, level, communes (how many lie within)
series.parquet  series, is_flow, weight, whole (0 for none; series count from 1), sign

and for the map after the reform (`reformed`), whose new places are numbered behind the former ones

later_places.parquet    place, parent, communes (how many former ones lie within), parts (how many
                        places of its own level it was made of)
heirs.parquet           place, heir: the place of the later map that a former one became; none for
                        districts
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from tiendo.cube.cells.codes import Array, Floats

from .reformed import Reformed
from .values import FIRST_YEAR, YEARS, Country

MONTH_COLUMNS = tuple(f"m{month}" for month in range(1, 13))

_SNAPSHOT = pa.schema(
    [("place", pa.int32()), ("series", pa.int16()), ("month", pa.int16()), ("value", pa.float64())]
)
_YEARS = pa.schema(
    [
        ("place", pa.int32()),
        ("series", pa.int16()),
        ("year", pa.int16()),
        *((column, pa.float64()) for column in MONTH_COLUMNS),
    ]
)


def write(country: Country, folder: Path, year: int) -> None:
    """Write all tables into a folder; plans are those of `year`."""
    with (
        pq.ParquetWriter(folder / "months.parquet", _SNAPSHOT) as months,
        pq.ParquetWriter(folder / "years.parquet", _YEARS) as years,
    ):
        for each in range(FIRST_YEAR, FIRST_YEAR + YEARS):
            values = country.year(each)
            years.write_table(_side_by_side(country, each, values))
            months.write_table(_one_below_the_other(country, each, values))
    pq.write_table(_plans(country, year), folder / "plans.parquet")
    pq.write_table(_places(country), folder / "places.parquet")
    pq.write_table(_series(country), folder / "series.parquet")
    reformed = Reformed(country)
    pq.write_table(_later_places(reformed), folder / "later_places.parquet")
    pq.write_table(_heirs(reformed), folder / "heirs.parquet")


def _keys(country: Country, places: Array) -> tuple[Array, Array]:
    """Return place and series of each cell of some places, the series changing fastest."""
    series = np.arange(1, len(country.axis) + 1, dtype=np.int16)
    return np.repeat(places.astype(np.int32), len(series)), np.tile(series, len(places))


def _one_below_the_other(country: Country, year: int, values: Floats) -> pa.Table:
    place, series = (np.repeat(key, 12) for key in _keys(country, country.places.communes))
    month = np.tile(np.arange(12 * year, 12 * year + 12), len(place) // 12)
    value = np.moveaxis(values, 0, -1).ravel()
    filed = ~np.isnan(value)
    columns = [column[filed] for column in (place, series, month, value)]
    return pa.table(columns, schema=_SNAPSHOT)


def _side_by_side(country: Country, year: int, values: Floats) -> pa.Table:
    place, series = _keys(country, country.places.communes)
    months = [pa.array(month.ravel(), from_pandas=True) for month in values]
    return pa.table([place, series, np.full(len(place), year), *months], schema=_YEARS)


def _plans(country: Country, year: int) -> pa.Table:
    place, series = _keys(country, np.arange(len(country.places)))
    city, province = (plan.ravel() for plan in country.plans(year))
    return pa.table({"place": place, "series": series, "city": city, "province": province})


def _places(country: Country) -> pa.Table:
    places = country.places
    return pa.table(
        {
            "place": np.arange(len(places), dtype=np.int32),
            "parent": places.parent.astype(np.int32),
            "level": places.level.astype(np.int16),
            "communes": places.communes_within().astype(np.int32),
        }
    )


def _later_places(reformed: Reformed) -> pa.Table:
    later = reformed.map
    place = later.ids - 1
    return pa.table(
        {
            "place": place.astype(np.int32),
            "parent": np.where(later.parent < 0, -1, place[later.parent]).astype(np.int32),
            "communes": later.communes.astype(np.int32),
            "parts": reformed.parts.astype(np.int32),
        }
    )


def _heirs(reformed: Reformed) -> pa.Table:
    place = np.flatnonzero(reformed.heir >= 0)
    heir = reformed.map.ids[reformed.heir[place]] - 1
    return pa.table({"place": place.astype(np.int32), "heir": heir.astype(np.int32)})


def _series(country: Country) -> pa.Table:
    axis = country.axis
    number = np.arange(1, len(axis) + 1, dtype=np.int16)
    return pa.table(
        {
            "series": number,
            "is_flow": axis.is_flow,
            "weight": np.where(axis.is_mean, number - 1, 0).astype(np.int16),
            "whole": (axis.whole + 1).astype(np.int16),
            "sign": axis.sign.astype(np.int16),
        }
    )
