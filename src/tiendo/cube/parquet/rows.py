"""Rows of a table as the JSON of the contract: what was written can be read back as it was."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pyarrow as pa  # type: ignore[import-untyped]

from tiendo.vocabulary.series import Breakdown

_AT_ONCE = 2_000


def rows_of(table: pa.Table) -> Iterator[dict[str, Any]]:
    """Yield the rows of a table of `SCHEMA` as the contract's JSON, a few of them in memory."""
    for batch in table.to_batches(max_chunksize=_AT_ONCE):
        for row in batch.to_pylist():
            yield _as_json(row)


def _as_json(row: dict[str, Any]) -> dict[str, Any]:
    recorded_at = row["recorded_at"]
    row |= {
        "breakdown": Breakdown.parse(row["breakdown"]).as_dict(),
        "recorded_at": recorded_at and recorded_at.isoformat().replace("+00:00", "Z"),
        "plans": [_plain(plan) for plan in row["plans"]],
        "findings": [_plain(finding) for finding in row["findings"]],
    }
    return _plain(row)


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    """Write whole numbers without a point, and days as texts."""
    for name, value in row.items():
        if type(value) is float and value.is_integer():
            row[name] = int(value)
    if row.get("known_at") is not None:
        row["known_at"] = row["known_at"].isoformat()
    return row
