"""The columns of a table of rows: names and order are the contract's, types are fixed here.

Words and names are dictionary-encoded, numbers float64 and null where unknown, days date32, the
instant of recording a timestamp in microseconds and UTC. A breakdown is written as in a long-form
CSV, "dim=code;dim=code", empty for the total. `source` is a plain text: hardly two are alike.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pyarrow as pa  # type: ignore[import-untyped]

WORD = pa.dictionary(pa.int32(), pa.string())
DAY = pa.date32()
INSTANT = pa.timestamp("us", tz="UTC")
_NUMBER = pa.float64()

PLAN = pa.struct(
    [
        ("kind", WORD),
        ("assigner", WORD),
        ("version", WORD),
        ("decision", WORD),
        ("operator", WORD),
        ("period", WORD),
        ("value", _NUMBER),
        ("value_lo", _NUMBER),
        ("value_hi", _NUMBER),
        ("unit", WORD),
        ("derived", pa.bool_()),
        ("known_at", DAY),
        ("share_pct", _NUMBER),
        ("year_elapsed_pct", _NUMBER),
    ]
)
FINDING = pa.struct(
    [
        ("check", WORD),
        ("verdict", WORD),
        ("severity", WORD),
        ("detail", WORD),
        ("expected", _NUMBER),
        ("stated", _NUMBER),
    ]
)
COMPLETENESS = pa.struct([("filed", pa.int32()), ("due", pa.int32())])

SCHEMA = pa.schema(
    [
        ("place", WORD),
        ("place_name", WORD),
        ("indicator", WORD),
        ("breakdown", WORD),
        ("price_basis", WORD),
        ("measure", WORD),
        ("unit", WORD),
        ("period", WORD),
        ("value", _NUMBER),
        ("value_lo", _NUMBER),
        ("value_hi", _NUMBER),
        ("comparator", WORD),
        ("status", WORD),
        ("modality", WORD),
        ("known_at", DAY),
        ("recorded_at", INSTANT),
        ("state", WORD),
        ("previous_period", _NUMBER),
        ("same_period", _NUMBER),
        ("same_period_state", WORD),
        ("year_to_date", _NUMBER),
        ("growth_pct", _NUMBER),
        ("base_ratio_pct", _NUMBER),
        ("difference", _NUMBER),
        ("plans", pa.list_(PLAN)),
        ("contribution_pp", _NUMBER),
        ("structure_share_pct", _NUMBER),
        ("rank", pa.int32()),
        ("completeness", COMPLETENESS),
        ("derived", pa.list_(WORD)),
        ("findings", pa.list_(FINDING)),
        ("source", pa.string()),
    ]
)
"""The columns of a row, in the order of the contract's fields."""

_UNITS = (
    "values in the column unit; columns ending in _pct in percent, in _pp in percentage points; "
    "null is unknown"
)


@dataclass(frozen=True, slots=True)
class About:
    """What a file says of itself.

    Attributes:
        period: the run of months.
        as_of: the day as known on which the country was evaluated.
        sequence: number of the last event of the ledger that was seen; None if it is not known.
    """

    period: str
    as_of: date
    sequence: int | None = None

    def metadata(self) -> dict[str, str]:
        """Return it as a Parquet file's own entries."""
        said = {
            "tiendo.period": self.period,
            "tiendo.as_of": self.as_of.isoformat(),
            "tiendo.units": _UNITS,
        }
        if self.sequence is not None:
            said["tiendo.ledger_sequence"] = str(self.sequence)
        return said
