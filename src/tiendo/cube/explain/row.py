"""The row of `evaluate`: everything that is said of one series of a place in one run."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from tiendo.cube.explain.checks import Finding
from tiendo.cube.explain.plans import Plan
from tiendo.cube.explain.trace import Trace
from tiendo.vocabulary.figure import Figure
from tiendo.vocabulary.indicator import Indicator
from tiendo.vocabulary.interval import UNBOUNDED, Interval
from tiendo.vocabulary.period import Period
from tiendo.vocabulary.place import Place
from tiendo.vocabulary.series import Series
from tiendo.vocabulary.words import Comparator, Measure, Modality, State, Status


@dataclass(frozen=True, slots=True)
class Completeness:
    """How many of the places that owe a run have filed it."""

    filed: int
    due: int


@dataclass(frozen=True, slots=True)
class Row:
    """One row of an evaluation; the fields are those of the contract, with their units.

    Values are in `unit`; fields ending in _pct in percent, in _pp in percentage points. None is
    unknown. `traces` holds the trace of each field that has a value.
    """

    place: Place
    card: Indicator
    series: Series
    measure: Measure
    period: Period
    unit: str
    state: State
    value: Decimal | None = None
    bounds: Interval = UNBOUNDED
    comparator: Comparator | None = None
    status: Status | None = None
    modality: Modality | None = None
    known_at: date | None = None
    recorded_at: datetime | None = None
    previous_period: Decimal | None = None
    same_period: Decimal | None = None
    same_period_state: State | None = None
    year_to_date: Decimal | None = None
    growth_pct: Decimal | None = None
    base_ratio_pct: Decimal | None = None
    difference: Decimal | None = None
    plans: tuple[Plan, ...] = ()
    contribution_pp: Decimal | None = None
    structure_share_pct: Decimal | None = None
    rank: int | None = None
    completeness: Completeness | None = None
    derived: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()
    traces: tuple[Trace, ...] = ()

    @property
    def source(self) -> str | None:
        """Where the value was filed: file and cell of each figure behind it, or None."""
        trace = self.trace("value")
        if trace is None:
            return None
        places = dict.fromkeys(source_of(figure) for figure in trace.figures())
        return "; ".join(places) or None

    def trace(self, field: str) -> Trace | None:
        """Return the trace of a field, or None."""
        return next((trace for trace in self.traces if trace.field == field), None)


def source_of(figure: Figure) -> str:
    """Return "file, line 12" or who filed it."""
    pieces = [figure.filing.file_name or f"filed by {figure.filing.by}", figure.statement.cell]
    return ", ".join(piece for piece in pieces if piece)
