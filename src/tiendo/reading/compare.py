"""Two versions of a text (languages or editions): aligned figures, and what differs.

The figures are aligned in order (an optimal monotone alignment, as of two strings), by indicator,
unit, kind, period and the distance of their values on a logarithmic scale. Nothing is overwritten;
where evidence outside the pair speaks for one side, that side is named with the reason.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import log10
from typing import Any

from tiendo.reading.checks.common import bounds, show
from tiendo.reading.figure import ReadFigure, ReadFinding, Reading, plain_number
from tiendo.reading.units import counts_things
from tiendo.vocabulary.words import Verdict

DIFFERENCES = ("equal", "factor", "unit", "kind", "comparator", "modality", "missing")

_GAP = 3.0
_BAND = 60
_FAR = 6.0


@dataclass(frozen=True, slots=True)
class Pair:
    """Two figures that tell the same, or one whose partner is missing.

    Attributes:
        difference: the weightiest; more: the others, of which nothing is hidden.
        factor: value of b divided by that of a, a power of a thousand.
        supported: "a", "b" or None.
    """

    a: ReadFigure | None
    b: ReadFigure | None
    difference: str
    more: tuple[str, ...] = ()
    factor: Decimal | None = None
    supported: str | None = None
    reason: str = ""

    def as_json(self) -> list[dict[str, Any]]:
        """Return the contract's objects: one for each difference of the two figures."""
        return [
            {
                "a": self.a.id if self.a else None,
                "b": self.b.id if self.b else None,
                "difference": difference,
                "factor": plain_number(self.factor)
                if difference == "factor" and self.factor is not None
                else None,
                "supported": self.supported if difference == "factor" else None,
                "reason": self.reason if difference in ("factor", "missing") else "",
            }
            for difference in (self.difference, *self.more)
        ]


def compare(a: Reading, b: Reading) -> tuple[tuple[Pair, ...], tuple[ReadFinding, ...]]:
    """Return the aligned figures of two versions of a text, and findings about them."""
    pairs = tuple(_told(x, y, a, b) for x, y in _aligned(a.figures, b.figures))
    return pairs, tuple(found for pair in pairs if (found := _finding(pair)) is not None)


def _aligned(
    left: Sequence[ReadFigure], right: Sequence[ReadFigure]
) -> list[tuple[ReadFigure | None, ReadFigure | None]]:
    """Return the cheapest monotone alignment, within a band around the diagonal."""
    rows, columns = len(left), len(right)
    band = max(_BAND, abs(rows - columns) + _BAND)
    infinite = float("inf")
    best = [[infinite] * (columns + 1) for _ in range(rows + 1)]
    step = [[0] * (columns + 1) for _ in range(rows + 1)]
    for i in range(rows + 1):
        for j in range(max(0, i - band), min(columns, i + band) + 1):
            if i == j == 0:
                best[0][0] = 0.0
                continue
            options = []
            if i and j:
                options.append((best[i - 1][j - 1] + _distance(left[i - 1], right[j - 1]), 1))
            if i:
                options.append((best[i - 1][j] + _GAP, 2))
            if j:
                options.append((best[i][j - 1] + _GAP, 3))
            best[i][j], step[i][j] = min(options)
    pairs: list[tuple[ReadFigure | None, ReadFigure | None]] = []
    i, j = rows, columns
    while i or j:
        move = step[i][j]
        pairs.append((left[i - 1] if move != 3 else None, right[j - 1] if move != 2 else None))
        i, j = (i - 1 if move != 3 else i), (j - 1 if move != 2 else j)
    return pairs[::-1]


def _distance(a: ReadFigure, b: ReadFigure) -> float:
    """Return how unlike two figures are: 0 for the same, above two gaps for strangers."""
    if _same_value(a, b):
        value = 0.0
    elif a.value and b.value and (a.value > 0) == (b.value > 0):
        value = min(_FAR, 1.0 + 0.6 * abs(log10(abs(a.value)) - log10(abs(b.value))))
        if _thousands(a, b) is not None:
            value = 0.8
        elif not _same_unit(a, b):
            value = _FAR
    else:
        value = _FAR if not _same_value(a, b, absolute=True) else 1.2
    other = 0.0
    if not _same_unit(a, b):
        other += 1.5
    if a.kind != b.kind:
        other += 0.7
    if a.indicator_id and b.indicator_id and a.indicator_id != b.indicator_id:
        other += 1.0
    if a.period and b.period and a.period != b.period:
        other += 0.4
    return value + other


def _same_value(a: ReadFigure, b: ReadFigure, *, absolute: bool = False) -> bool:
    first, second = (abs(a.value), abs(b.value)) if absolute else (a.value, b.value)
    return first == second and (a.value_hi or None) == (b.value_hi or None)


def _same_unit(a: ReadFigure, b: ReadFigure) -> bool:
    if a.unit == b.unit:
        return True
    return bool(a.unit and b.unit and counts_things(a.unit) and counts_things(b.unit))


def _thousands(a: ReadFigure, b: ReadFigure) -> Decimal | None:
    """Return b / a where it is a power of a thousand other than one, within a hundredth."""
    if not a.value or not b.value:
        return None
    ratio = b.value / a.value
    if ratio <= 0:
        return None
    power = round(log10(ratio) / 3)
    if power == 0:
        return None
    factor = Decimal(1000) ** power
    return factor if abs(ratio / factor - 1) < Decimal("0.01") else None


def _told(a: ReadFigure | None, b: ReadFigure | None, of_a: Reading, of_b: Reading) -> Pair:
    """Classify a pair, the weightiest difference first."""
    if a is None or b is None:
        return Pair(a, b, "missing", reason="the other version does not tell it")
    differences: list[str] = []
    factor = _thousands(a, b)
    if not _same_value(a, b):
        if factor is None and bounds(a).meets(bounds(b)) and _same_unit(a, b):
            factor = None
        elif _same_value(a, b, absolute=True):
            differences.append("kind")
        else:
            differences.append("factor")
            factor = factor or (b.value / a.value if a.value else None)
    if not _same_unit(a, b):
        differences.append("unit")
    if a.kind != b.kind and "kind" not in differences:
        differences.append("kind")
    if a.comparator != b.comparator:
        differences.append("comparator")
    if a.modality != b.modality:
        differences.append("modality")
    if not differences:
        return Pair(a, b, "equal")
    supported, reason = None, ""
    if differences[0] == "factor":
        supported, reason = _supported(a, b, of_a, of_b)
    return Pair(
        a,
        b,
        differences[0],
        tuple(differences[1:]),
        factor if "factor" in differences else None,
        supported,
        reason,
    )


def _supported(
    a: ReadFigure, b: ReadFigure, of_a: Reading, of_b: Reading
) -> tuple[str | None, str]:
    """Return which of two values the evidence outside the pair supports, and why."""
    votes: dict[str, list[str]] = {"a": [], "b": []}
    for side, own, other in (("a", b, a), ("b", a, b)):
        # The digits of one version may be read as the value of the other.
        if "ambiguous_separator" in own.flags and other.value in own.alternatives:
            votes[side].append(
                f"'{own.quote}' may be read as {show(other.value, other.unit)} as well"
            )
    siblings = [
        abs(f.value)
        for reading in (of_a, of_b)
        for f in reading.figures
        if f.unit == a.unit == b.unit
        and f.id not in (a.id, b.id)
        and f.kind == a.kind
        and f.value
        and "ambiguous_separator" not in f.flags
    ]
    if siblings and a.value and b.value:
        middle = sorted(log10(value) for value in siblings)[len(siblings) // 2]
        off = {side: abs(log10(abs(f.value)) - middle) for side, f in (("a", a), ("b", b))}
        nearer = min(off, key=lambda side: off[side])
        if abs(off["a"] - off["b"]) > 1:
            votes[nearer].append("its size is that of the other figures of this unit")
    if votes["a"] and not votes["b"]:
        return "a", "; ".join(votes["a"])
    if votes["b"] and not votes["a"]:
        return "b", "; ".join(votes["b"])
    if votes["a"] and votes["b"]:
        return None, "the evidence is divided"
    return None, "nothing outside the pair tells which is right"


def _finding(pair: Pair) -> ReadFinding | None:
    """Return what a pair's difference means: a contradiction of values, a doubt in words."""
    a, b = pair.a, pair.b
    if a is None or b is None or pair.difference == "equal":
        return None
    contradicts = pair.difference in ("factor", "unit")
    told = f"'{a.quote}' and '{b.quote}' differ in {', '.join((pair.difference, *pair.more))}"
    if pair.factor is not None:
        told += f": a factor of {show(max(pair.factor, 1 / pair.factor))}"
    if pair.supported:
        side = a if pair.supported == "a" else b
        told += f"; the evidence supports {side.document}: {pair.reason}"
    return ReadFinding(
        "cross_version",
        Verdict.CONTRADICTION if contradicts else Verdict.SUSPECT,
        (a.id, b.id),
        (a.document, b.document),
        told,
        b.value if pair.supported == "b" else (a.value if pair.supported == "a" else None),
        a.value if pair.supported == "b" else (b.value if pair.supported == "a" else None),
    )
