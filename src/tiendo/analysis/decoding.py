"""From the cube's codes to what an analyst reads: words, dates and NaN."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np

from tiendo.cube.cells.codes import NEVER, Array, Floats
from tiendo.cube.kernel.result import DERIVABLE

_EPOCH = date(1970, 1, 1).toordinal()


def words_of(codes: Array, words: Sequence[str | None]) -> Array:
    """Return the words of codes; "" for None and for codes beyond the last word."""
    known = np.array([*(word or "" for word in words), ""], dtype=object)
    return known[np.minimum(codes, len(words))]


def days_of(ordinals: Array) -> Array:
    """Return ordinals of days as datetime64[s], NaT for none."""
    days = (ordinals.astype(np.int64) - _EPOCH).astype("datetime64[D]").astype("datetime64[s]")
    return np.where(ordinals == NEVER, np.datetime64("NaT", "s"), days)


def instants_of(microseconds: Array) -> Array:
    """Return instants as datetime64[us] in UTC; the number for none is that of NaT."""
    return microseconds.astype("datetime64[us]")


def finite(numbers: Array) -> Floats:
    """Return numbers with NaN for what is unknown, open ends included."""
    return np.where(np.isfinite(numbers), numbers, np.nan)


def counts(numbers: Array, known: Array) -> Floats:
    """Return whole numbers as floats, NaN where they do not count."""
    return np.where(known, numbers.astype(np.float64), np.nan)


def derived_of(bits: Array) -> Array:
    """Return the names of the fields that were derived, joined by commas."""
    found: Array = np.empty(bits.shape, object)
    for number in np.unique(bits).tolist():
        found[bits == number] = ", ".join(
            name for bit, name in enumerate(DERIVABLE) if number >> bit & 1
        )
    return found
