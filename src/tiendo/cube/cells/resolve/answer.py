"""The level of one run, and the arithmetic of intervals: the contract's rules in float64.

Intervals are added, multiplied and divided by their corners (R. E. Moore, Interval Analysis, 1966);
an open end is infinite. Ends that differ by rounding alone are the same end.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import inf, isinf, nan
from typing import NamedTuple, TypeAlias

from tiendo.cube.cells.codes import (
    COMPARATORS,
    CONFIDENTIAL,
    EXACT,
    MISSING,
    NEVER,
    NO_CODE,
    NO_INSTANT,
    NOT_APPLICABLE,
    VALUE,
    ZERO,
)
from tiendo.cube.cells.resolve.said import CONFIDENTIAL_SAID, Said
from tiendo.vocabulary.words import Comparator

RELATIVE_ZERO = 1e-9

ROUNDING = 1e-12
"""By how much of themselves ends of intervals may be off, as float64 adds them up."""

NOISE = 1e-14
"""By how much of the numbers that were added and subtracted the result may be off."""

MORE = COMPARATORS.index(Comparator.MORE_THAN)
LESS = COMPARATORS.index(Comparator.LESS_THAN)
APPROX = COMPARATORS.index(Comparator.APPROX)

Bounds: TypeAlias = tuple[float, float]
Path: TypeAlias = Sequence[tuple[int, Said]]
"""Filed figures, each with +1 where it is added and -1 where it is subtracted."""


class Answer(NamedTuple):
    """What is known of a run: the columns of the table `runs`, and since when.

    Attributes:
        filed: 1 if it was read from one figure, whose id is `figure`.
        since: the earliest known_at of the figures behind it.
    """

    state: int
    filed: int = 0
    figure: int = 0
    value: float = nan
    lo: float = -inf
    hi: float = inf
    status: int = 0
    comparator: int = NO_CODE
    modality: int = NO_CODE
    known_at: int = NEVER
    recorded_at: int = NO_INSTANT
    since: int = NEVER

    @property
    def known(self) -> bool:
        """Whether it is a whole value, zero included."""
        return self.state <= ZERO

    @property
    def bounds(self) -> Bounds:
        """Where the true value lies."""
        return self.lo, self.hi


NOTHING = Answer(MISSING)
HIDDEN = Answer(CONFIDENTIAL)


def state_of(value: float, largest: float) -> int:
    """Return zero or value; zero is relative to the largest operand."""
    return ZERO if abs(value) <= RELATIVE_ZERO * largest else VALUE


def filed_answer(said: Said) -> Answer:
    """Return the answer that one filed figure gives."""
    if said.state == CONFIDENTIAL_SAID:
        return HIDDEN._replace(known_at=said.known_at)
    if not said.has_value:
        return Answer(NOT_APPLICABLE, 1, said.id, known_at=said.known_at)
    return Answer(
        state_of(said.value, abs(said.value)),
        1,
        said.id,
        said.value,
        said.lo,
        said.hi,
        said.status,
        said.comparator,
        said.modality,
        said.known_at,
        said.recorded_at,
        said.known_at,
    )


def exact_number(value: float) -> Answer:
    """Return a number that nobody filed and that is known exactly, such as a count of months."""
    return Answer(state_of(value, abs(value)), value=value, lo=value, hi=value)


def computed_answer(
    value: float, bounds: Bounds, operands: Sequence[Answer], scale: float | None = None
) -> Answer:
    """Return the answer computed from `operands`, as final and as fresh as the worst of them.

    Args:
        scale: what zero is relative to; the largest operand if None.
    """
    largest = max(abs(one.value) for one in operands) if scale is None else abs(scale)
    state = state_of(value, largest)
    modalities = [one.modality for one in operands if one.modality != NO_CODE]
    return Answer(
        state,
        value=0.0 if state == ZERO else value,
        lo=bounds[0],
        hi=bounds[1],
        status=min(one.status for one in operands),
        comparator=comparator_of(bounds, (one.comparator for one in operands)),
        modality=max(modalities, default=NO_CODE),
        known_at=max(one.known_at for one in operands),
        recorded_at=max(one.recorded_at for one in operands),
        since=min((one.since for one in operands if one.since != NEVER), default=NEVER),
    )


def comparator_of(bounds: Bounds, comparators: Iterable[int]) -> int:
    """Return the comparator of a computed value: an open end makes it "more" or "less" than."""
    if {EXACT, NO_CODE}.issuperset(comparators):
        return EXACT
    match (isinf(bounds[0]), isinf(bounds[1])):
        case (False, True):
            return MORE
        case (True, False):
            return LESS
        case _:
            return APPROX


def sum_along(path: Path) -> Answer:
    """Return the sum of a path's figures, each added or subtracted."""
    value = lo = hi = largest = 0.0
    for sign, said in path:
        value += sign * said.value
        lo, hi = (lo + said.lo, hi + said.hi) if sign > 0 else (lo - said.hi, hi - said.lo)
        largest = max(largest, abs(said.value))
    state = state_of(value, largest)
    return Answer(
        state,
        0,
        0,
        0.0 if state == ZERO else value,
        lo,
        hi,
        min([said.status for _, said in path]),
        comparator_of((lo, hi), [said.comparator for _, said in path]),
        max([said.modality for _, said in path]),
        max([said.known_at for _, said in path]),
        max([said.recorded_at for _, said in path]),
        min([said.known_at for _, said in path]),
    )


def added(a: Bounds, b: Bounds) -> Bounds:
    """Return a + b."""
    return a[0] + b[0], a[1] + b[1]


def subtracted(a: Bounds, b: Bounds) -> Bounds:
    """Return a - b."""
    return a[0] - b[1], a[1] - b[0]


def scaled(a: Bounds, factor: float) -> Bounds:
    """Return a x factor; zero times an open end is zero, as no number in there is infinite."""
    ends = [0.0 if end == 0 or factor == 0 else end * factor for end in a]
    return min(ends), max(ends)


def divided(a: Bounds, b: Bounds) -> Bounds:
    """Return a / b; the quotient by an interval that touches zero has no bounds."""
    if b[0] > 0:
        corners = [_quotient(x, y) for x in a for y in b]
        return min(corners), max(corners)
    if b[1] < 0:
        return divided((-a[1], -a[0]), (-b[1], -b[0]))
    return -inf, inf


def _quotient(x: float, y: float) -> float:
    """Return x / y for y above zero; over an open end it comes as near to zero as one likes."""
    if isinf(x):
        return x
    return 0.0 if isinf(y) else x / y


def meet(a: Bounds, b: Bounds) -> bool:
    """Whether some number lies in both, rounding of float64 aside."""
    return _not_above(a[0], b[1]) and _not_above(b[0], a[1])


def _not_above(lo: float, hi: float) -> bool:
    if lo <= hi or isinf(lo) or isinf(hi):
        return lo <= hi
    return lo <= hi + ROUNDING * max(abs(lo), abs(hi))
