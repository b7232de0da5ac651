"""A result as an Arrow table, made array by array: a million rows take seconds."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
import pyarrow as pa  # type: ignore[import-untyped]

from tiendo.cube.cells.codes import (
    COMPARATORS,
    MODALITIES,
    NO_CODE,
    STATES,
    STATUSES,
    Array,
    Ints,
    Mask,
)
from tiendo.cube.cells.tables import SLOTS
from tiendo.cube.kernel.records import unit_of
from tiendo.cube.kernel.result import DERIVABLE, Result
from tiendo.cube.parquet.arrays import counts, days, instants, numbers, words
from tiendo.cube.parquet.listing import Listing, fields_of, listing_of
from tiendo.cube.parquet.nested import derived_of, findings_of, plans_of
from tiendo.cube.parquet.schema import COMPLETENESS, SCHEMA
from tiendo.vocabulary.words import Level, Measure

_SOURCE = SCHEMA.get_field_index("source")
_FINDINGS = SCHEMA.get_field_index("findings")


@dataclass(frozen=True)
class Piece:
    """Rows of a result as a table of `SCHEMA`, in order; `source` is null.

    Attributes:
        table: the rows.
        figures: for each row the id of the filed figure that its value was read from; 0 where it
            was computed, or is not known.
    """

    table: pa.Table
    figures: Ints

    def with_sources(self, source_of: Mapping[int, str]) -> pa.Table:
        """Return the table with the file and line of each figure by its id."""
        filed = [source_of.get(figure) for figure in self.figures.tolist()]
        return self.table.set_column(_SOURCE, SCHEMA.field(_SOURCE), pa.array(filed, pa.string()))


Key: TypeAlias = tuple[str, str, str, str]
"""Place, indicator, breakdown and price basis of a row, as they stand in the table."""


def with_findings(table: pa.Table, more: Mapping[Key, list[dict[str, Any]]]) -> pa.Table:
    """Return a table with more findings, each on the first row of its series at its place.

    Args:
        table: rows of `SCHEMA`.
        more: findings with the fields of the schema; those on series without a row are left out.
    """
    names = ("place", "indicator", "breakdown", "price_basis")
    keys = list(zip(*(table.column(name).to_pylist() for name in names), strict=True))
    rows: dict[Key, int] = {}
    for row, key in enumerate(keys):
        if key in more:
            rows.setdefault(key, row)
    if not rows:
        return table
    found = table.column(_FINDINGS).to_pylist()
    for key, row in rows.items():
        found[row] = [*(found[row] or []), *more[key]]
    field = SCHEMA.field(_FINDINGS)
    return table.set_column(_FINDINGS, field, pa.array(found, field.type))


def piece_of(
    result: Result, levels: Collection[Level] | None = None, language: str = "vi"
) -> Piece:
    """Return the rows of a result.

    Args:
        result: what was evaluated, quality included (see `Question`).
        levels: only of places of these levels; None for all.
        language: of the names of places.
    """
    listing = listing_of(result, wanted_places(result, levels))
    fields = fields_of(result, listing)
    columns = {
        **_names(result, listing, language),
        **_measured(result, listing),
        **{name: numbers(fields[name]) for name in (*DERIVABLE, "value_lo", "value_hi")},
        **_coded(fields),
        "rank": counts(fields["rank"]),
        "completeness": _completeness(fields),
        "derived": derived_of(fields["derived"]),
        "plans": plans_of(result, listing),
        "findings": findings_of(result, listing),
        "source": pa.nulls(len(listing), pa.string()),
    }
    table = pa.Table.from_arrays([columns[name] for name in SCHEMA.names], schema=SCHEMA)
    return Piece(table, fields["figure"])


def wanted_places(result: Result, levels: Collection[Level] | None) -> Mask:
    """Return which places of a result are of some levels, all if None."""
    return np.array([levels is None or place.level in levels for place in result.places], bool)


def _names(result: Result, listing: Listing, language: str) -> dict[str, pa.Array]:
    series = result.series
    every_row = np.zeros(len(listing), np.int64)
    return {
        "place": words([place.key for place in result.places], listing.place),
        "place_name": words([place.name(language) for place in result.places], listing.place),
        "indicator": words([one.indicator for one in series], listing.column),
        "breakdown": words([str(one.breakdown) for one in series], listing.column),
        "price_basis": words([one.price_basis for one in series], listing.column),
        "period": words([str(result.run)], every_row),
    }


def _measured(result: Result, listing: Listing) -> dict[str, pa.Array]:
    """Return what each row measures, and in which unit."""
    measures = [Measure.LEVEL, *(slot.removeprefix("row_") for slot in SLOTS)]
    code = np.zeros(len(listing), np.int64)
    units = [None if card is None else card.unit.text for card in result.cards]
    unit = listing.column.copy()
    for row in listing.statements.tolist():
        slot = int(result.stated.slot[listing.stated[row]])
        card = result.cards[listing.column[row]]
        code[row], unit[row] = 1 + slot, len(units)
        measure = Measure(measures[1 + slot])
        units.append(None if card is None else unit_of(measure, card))
    return {"measure": words([str(one) for one in measures], code), "unit": words(units, unit)}


def _coded(fields: Mapping[str, Array]) -> dict[str, pa.Array]:
    """Return states, statuses, comparators, modalities and both clocks."""
    states = [state.value for state in STATES]
    statuses = [status.value if status else None for status in STATUSES]
    return {
        "state": words(states, fields["state"]),
        "same_period_state": _words_or_none(states, fields["same_period_state"]),
        "status": words(statuses, fields["status"]),
        "comparator": _words_or_none([one.value for one in COMPARATORS], fields["comparator"]),
        "modality": _words_or_none([one.value for one in MODALITIES], fields["modality"]),
        "known_at": days(fields["known_at"]),
        "recorded_at": instants(fields["recorded_at"]),
    }


def _words_or_none(known: list[str], codes: Array) -> pa.Array:
    return words([*known, None], np.where(codes == NO_CODE, -1, codes.astype(np.int64)))


def _completeness(fields: Mapping[str, Array]) -> pa.StructArray:
    parts = [pa.array(fields[name], pa.int32()) for name in ("filed", "due")]
    nobody_owes = pa.array(fields["due"] == 0)
    return pa.StructArray.from_arrays(parts, fields=list(COMPLETENESS), mask=nobody_owes)
