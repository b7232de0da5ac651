"""Filed figures as columns: what the resolving of thousands at once works on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

import numpy as np

from tiendo.cube.cells.codes import (
    COMPARATORS,
    FILED_STATES,
    KINDS,
    MODALITIES,
    NO_CODE,
    NO_TEXT,
    OPERATORS,
    STATUSES,
    Array,
    microseconds,
)
from tiendo.vocabulary.figure import Figure
from tiendo.vocabulary.series import Series

FIGURE_TYPES: Mapping[str, str] = {
    "id": "i8",
    "filing": "i8",
    "recorded_at": "i8",
    "place": "i4",
    "series": "i4",
    "first": "i4",
    "last": "i4",
    "kind": "u1",
    "value": "f8",
    "lo": "f8",
    "hi": "f8",
    "decimals": "i2",
    "comparator": "u1",
    "modality": "u1",
    "status": "u1",
    "state": "u1",
    "known_at": "i4",
    "assigner": "i4",
    "version": "i4",
    "decision": "i4",
    "operator": "u1",
}
"""Columns of filed figures and their types; codes as in `codes`, texts by number, value NaN where
`state` (a code of FILED_STATES) stands instead, lo and hi the statement's bounds, infinite where
open; known_at a day's ordinal; place the row of the block."""


@dataclass(frozen=True)
class FigureColumns:
    """Filed figures, each column an array by its name in `FIGURE_TYPES`; in any order."""

    columns: Mapping[str, Array]

    def __getitem__(self, name: str) -> Array:
        return self.columns[name]

    def __len__(self) -> int:
        return len(self.columns["id"])

    def take(self, rows: Array) -> FigureColumns:
        """Return these rows, given by number or as a mask."""
        return FigureColumns({name: values[rows] for name, values in self.columns.items()})


class Numbering(dict[str, int]):
    """Numbers of texts, each new text getting the next one."""

    def __missing__(self, text: str) -> int:
        self[text] = len(self)
        return self[text]

    def of(self, text: str | None) -> int:
        """Return a text's number, NO_TEXT for none."""
        return NO_TEXT if text is None else self[text]


def columns_of(
    figures: Iterable[Figure],
    places: Mapping[str, int],
    series: Mapping[Series, int],
    texts: Numbering,
) -> FigureColumns:
    """Return figures as columns.

    Args:
        figures: as the ledger holds them.
        places: row of each place by its key; figures of other places are left out.
        series: ordinal of each series; figures of others are left out.
        texts: numbers of assigners, versions and decisions; new ones are added.
    """
    rows = [
        _row(figure, places, series, texts)
        for figure in figures
        if figure.statement.place in places and figure.statement.series in series
    ]
    each = zip(*rows, strict=True) if rows else [()] * len(FIGURE_TYPES)
    return FigureColumns(
        {
            name: np.array(values, dtype=kind)
            for (name, kind), values in zip(FIGURE_TYPES.items(), each, strict=True)
        }
    )


def _row(
    figure: Figure, places: Mapping[str, int], series: Mapping[Series, int], texts: Numbering
) -> tuple[object, ...]:
    said, filing = figure.statement, figure.filing
    lo, hi = (None, None) if said.value is None else (said.bounds.lo, said.bounds.hi)
    return (
        figure.id,
        filing.id,
        microseconds(filing.recorded_at),
        places[said.place],
        series[said.series],
        said.period.first,
        said.period.last,
        KINDS.index(said.kind),
        np.nan if said.value is None else float(said.value),
        _end(lo, -np.inf, said.value),
        _end(hi, np.inf, said.value),
        said.decimals,
        COMPARATORS.index(said.comparator),
        MODALITIES.index(said.modality),
        STATUSES.index(said.status),
        FILED_STATES.index(said.state),
        said.known_at.toordinal(),
        texts.of(said.assigner),
        texts.of(said.version),
        texts.of(said.decision),
        NO_CODE if said.operator is None else OPERATORS.index(said.operator),
    )


def _end(end: Decimal | None, open_end: float, value: Decimal | None) -> float:
    if value is None:
        return np.nan
    return open_end if end is None else float(end)
