"""NumPy columns of numbers and codes as Arrow arrays."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np
import pyarrow as pa  # type: ignore[import-untyped]

from tiendo.cube.cells.codes import NEVER, NO_INSTANT, Array, Ints
from tiendo.cube.parquet.schema import DAY, INSTANT

_EPOCH = date(1970, 1, 1).toordinal()


def words(known: Sequence[str | None], codes: Array) -> pa.DictionaryArray:
    """Return the words of codes; a word that is None is null.

    Args:
        known: each code's word; several codes may have one and the same.
        codes: indexes of `known`; negative ones count from its end.
    """
    numbers = {word: n for n, word in enumerate(dict.fromkeys(w for w in known if w is not None))}
    number_of = np.array([-1 if w is None else numbers[w] for w in known], np.int32)
    found = number_of[codes] if len(known) else np.full(len(codes), -1, np.int32)
    indexes = pa.array(found, pa.int32(), mask=found < 0)
    return pa.DictionaryArray.from_arrays(indexes, pa.array(list(numbers), pa.string()))


def numbers(values: Array) -> pa.Array:
    """Return numbers; NaN and open ends are null."""
    return pa.array(values, pa.float64(), mask=~np.isfinite(values))


def counts(values: Array) -> pa.Array:
    """Return whole numbers; 0 is null."""
    return pa.array(values.astype(np.int32), pa.int32(), mask=values == 0)


def days(ordinals: Array) -> pa.Array:
    """Return days from a column of ordinals."""
    since = ordinals.astype(np.int32) - np.int32(_EPOCH)
    return pa.array(since, pa.int32(), mask=ordinals == NEVER).cast(DAY)


def instants(microseconds: Array) -> pa.Array:
    """Return instants from a column of microseconds since 1970 in UTC."""
    return pa.array(microseconds, pa.int64(), mask=microseconds == NO_INSTANT).cast(INSTANT)


def lists(row_of: Ints, rows: int, values: pa.Array) -> pa.ListArray:
    """Return for each of `rows` rows the list of its values.

    Args:
        row_of: the row of each value, ascending.
        rows: how many rows there are.
        values: the values.
    """
    ends = np.cumsum(np.bincount(row_of, minlength=rows))
    offsets = np.concatenate([[0], ends]).astype(np.int32)
    return pa.ListArray.from_arrays(pa.array(offsets, pa.int32()), values)
