"""An answer: the number of one cell with its interval, its quality and its trace."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal

from tiendo.cube.explain.trace import Trace
from tiendo.vocabulary.figure import Figure
from tiendo.vocabulary.interval import UNBOUNDED, Interval
from tiendo.vocabulary.period import Period
from tiendo.vocabulary.series import Series
from tiendo.vocabulary.words import (
    STATUS_RANK,
    Comparator,
    FiledState,
    Modality,
    State,
    Status,
)

NOTHING = Decimal(0)
RELATIVE_ZERO = Decimal("1e-9")
_MODALITIES = [Modality.ACTUAL, Modality.ESTIMATED, Modality.EXPECTED, Modality.TARGET]


@dataclass(frozen=True, slots=True)
class Answer:
    """What was found for a place, a series and a run.

    Attributes:
        state: value, zero, partial, missing, confidential, ...
        value: in the card's unit; for a partial sum the known parts' sum.
        bounds: where the true value lies.
        filed: whether it was read from one filed figure, not computed.
    """

    state: State
    trace: Trace
    value: Decimal | None = None
    bounds: Interval = UNBOUNDED
    comparator: Comparator | None = None
    modality: Modality | None = None
    status: Status | None = None
    known_at: date | None = None
    recorded_at: datetime | None = None
    filed: bool = False

    @property
    def known(self) -> bool:
        """Whether it is a whole value, zero included."""
        return self.state in (State.VALUE, State.ZERO)

    @property
    def amount(self) -> Decimal:
        """The value, where the caller knows that there is one.

        Raises:
            ValueError: if there is none.
        """
        if self.value is None:
            raise ValueError(f"{self.trace.about} has no value: {self.state}")
        return self.value

    def named(self, field: str) -> Answer:
        """Return the same answer with its trace as the field `field`."""
        return replace(self, trace=self.trace.named(field))


def filed_answer(figure: Figure, vintages: Sequence[Figure]) -> Answer:
    """Return the answer that one filed figure gives."""
    statement = figure.statement
    trace = Trace(
        field="value",
        about=about(statement.place, statement.series, statement.period),
        value=statement.value,
        operation="filed",
        figure=figure,
        vintages=tuple(sorted(vintages, key=lambda f: (f.statement.known_at, f.id))),
    )
    if statement.state is FiledState.CONFIDENTIAL:
        bare = replace(trace, vintages=(), operation="confidential")
        return Answer(state=State.CONFIDENTIAL, trace=bare, known_at=statement.known_at)
    if statement.value is None:
        return Answer(State.NOT_APPLICABLE, trace, known_at=statement.known_at, filed=True)
    return Answer(
        state=state_of(statement.value, [statement.value]),
        trace=trace,
        value=statement.value,
        bounds=statement.bounds,
        comparator=statement.comparator,
        modality=statement.modality,
        status=statement.status,
        known_at=statement.known_at,
        recorded_at=figure.filing.recorded_at,
        filed=True,
    )


def computed_answer(
    value: Decimal,
    bounds: Interval,
    operands: Sequence[Answer],
    trace: Trace,
    scale: Iterable[Decimal] = (),
) -> Answer:
    """Return the answer computed from `operands`, as final and as fresh as the worst of them.

    A value is zero when it is within 1e-9 of the largest operand (contract, "Zero").
    """
    sizes = list(scale) or [operand.value for operand in operands if operand.value is not None]
    state = state_of(value, sizes)
    if state is State.ZERO:
        value = NOTHING
    return Answer(
        state=state,
        trace=replace(trace, value=value),
        value=value,
        bounds=bounds,
        comparator=comparator_of(bounds, operands),
        modality=worst_modality(operands),
        status=worst_status(operands),
        known_at=max((a.known_at for a in operands if a.known_at), default=None),
        recorded_at=max((a.recorded_at for a in operands if a.recorded_at), default=None),
    )


def stateful_answer(state: State, trace: Trace) -> Answer:
    """Return an answer without a value."""
    return Answer(state=state, trace=trace)


def exact_number(value: Decimal, what: str) -> Answer:
    """Return a number that nobody filed and that is known exactly, such as a count of months."""
    trace = Trace("value", what, value, what)
    return Answer(state_of(value, [value]), trace, value, Interval.point(value))


def hidden_answer(where: str, why: str) -> Answer:
    """Return the answer of a cell that must not be shown; its trace tells no number."""
    return stateful_answer(State.CONFIDENTIAL, Trace("value", where, None, why))


def state_of(value: Decimal, operands: Iterable[Decimal]) -> State:
    """Return zero or value; zero is relative to the largest operand."""
    largest = max((abs(operand) for operand in operands), default=NOTHING)
    return State.ZERO if abs(value) <= RELATIVE_ZERO * largest else State.VALUE


def worst_status(operands: Iterable[Answer]) -> Status | None:
    """Return the least final status; none ranks last."""
    return min((a.status for a in operands), key=lambda s: STATUS_RANK[s], default=None)


def worst_modality(operands: Iterable[Answer]) -> Modality | None:
    """Return the least factual modality."""
    found = [a.modality for a in operands if a.modality is not None]
    return max(found, key=_MODALITIES.index, default=None)


def comparator_of(bounds: Interval, operands: Iterable[Answer]) -> Comparator:
    """Return the comparator of a computed value: an open end makes it "more" or "less" than."""
    if all(a.comparator in (Comparator.EXACT, None) for a in operands):
        return Comparator.EXACT
    match (bounds.lo is None, bounds.hi is None):
        case (False, True):
            return Comparator.MORE_THAN
        case (True, False):
            return Comparator.LESS_THAN
        case _:
            return Comparator.APPROX


@dataclass(frozen=True, slots=True)
class Where:
    """A cell as sentences name it; a page tells place, indicator and period in words."""

    place: str
    series: Series
    run: Period

    def __str__(self) -> str:
        return about(self.place, self.series, self.run)


def about(place: object, series: object, period: object) -> str:
    """Return "place indicator[breakdown] basis period" for a reader of a trace."""
    indicator = getattr(series, "indicator", "")
    breakdown = getattr(series, "breakdown", "")
    basis = getattr(series, "price_basis", "not_applicable")
    cut = f"[{breakdown}]" if breakdown else ""
    prices = "" if basis == "not_applicable" else f" {basis}"
    return f"{place} {indicator}{cut}{prices} {period}"
