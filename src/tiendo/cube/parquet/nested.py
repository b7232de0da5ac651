"""The lists of a row: its plans, its findings, and the names of its derived fields."""

from __future__ import annotations

import numpy as np
import pyarrow as pa  # type: ignore[import-untyped]

from tiendo.cube.cells.codes import (
    CHECKS,
    MEASURES,
    OPERATORS,
    PLANNED_GROWTH,
    SEVERITIES,
    VERDICTS,
    Array,
    Ints,
)
from tiendo.cube.kernel.result import DERIVABLE, Result
from tiendo.cube.parquet.arrays import days, lists, numbers, words
from tiendo.cube.parquet.details import DETAILS
from tiendo.cube.parquet.listing import Listing
from tiendo.cube.parquet.schema import FINDING, PLAN
from tiendo.vocabulary.period import Period


def derived_of(bits: Array) -> pa.ListArray:
    """Return the names of the derived fields of each row."""
    row, code = np.nonzero((bits[:, None] >> np.arange(len(DERIVABLE))) & 1)
    return lists(row, len(bits), words(DERIVABLE, code))


def plans_of(result: Result, listing: Listing) -> pa.ListArray:
    """Return the plans of each row."""
    plans, columns = result.plans, result.plans.columns
    row, those = _on_rows(listing, result, columns["place"], columns["series"])
    texts = (*result.texts, None)
    units = [None if card is None else card.unit.text for card in result.cards]
    growth = columns["kind"][those] == PLANNED_GROWTH
    elapsed = np.full(len(those), 100 * result.run.last_month / 12)
    children = {
        "kind": words([kind.value for kind in MEASURES], columns["kind"][those]),
        **{
            name: words(texts, columns[name][those]) for name in ("assigner", "version", "decision")
        },
        "operator": words([operator.value for operator in OPERATORS], columns["operator"][those]),
        "period": _periods(columns["first"][those], columns["last"][those]),
        "value": numbers(columns["value"][those]),
        "value_lo": numbers(columns["lo"][those]),
        "value_hi": numbers(columns["hi"][those]),
        "unit": words([*units, "percent"], np.where(growth, -1, columns["series"][those])),
        "derived": pa.array(columns["derived"][those] == 1),
        "known_at": days(columns["known_at"][those]),
        "share_pct": numbers(plans.share_pct[those]),
        "year_elapsed_pct": numbers(elapsed),
    }
    return lists(row, len(listing), _struct(children, PLAN))


def findings_of(result: Result, listing: Listing) -> pa.ListArray:
    """Return the findings of each row."""
    found = result.findings
    row, those = _on_rows(listing, result, found.place, found.column)
    check = found.check[those].astype(np.int64)
    verdict = found.verdict[those].astype(np.int64)
    children = {
        "check": words(CHECKS, check),
        "verdict": words([one.value for one in VERDICTS], verdict),
        "severity": words([one.value for one in SEVERITIES], found.severity[those].astype(int)),
        "detail": words(DETAILS, check * len(VERDICTS) + verdict),
        "expected": numbers(found.expected[those]),
        "stated": numbers(found.stated[those]),
    }
    return lists(row, len(listing), _struct(children, FINDING))


def _on_rows(listing: Listing, result: Result, place: Array, column: Array) -> tuple[Ints, Ints]:
    """Return the rows of levels that things on cells belong to, ascending, and which things."""
    levels = listing.levels
    row_of = np.full(result.rows.shape, -1)
    row_of[listing.place[levels], listing.column[levels]] = levels
    row = row_of[place, column]
    order = np.argsort(row, kind="stable")
    those = order[np.searchsorted(row[order], 0) :]
    return row[those], those


def _struct(children: dict[str, pa.Array], kind: pa.StructType) -> pa.StructArray:
    return pa.StructArray.from_arrays(list(children.values()), fields=list(kind))


def _periods(first: Array, last: Array) -> pa.DictionaryArray:
    runs, code = np.unique((first.astype(np.int64) << 32) | last, return_inverse=True)
    return words([str(Period(run >> 32, run & 0xFFFFFFFF)) for run in runs.tolist()], code)
