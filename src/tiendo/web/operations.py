"""What was done to get a number, for the reader of a trace; the texts are those of cube.explain."""

from __future__ import annotations

from enum import Enum
from typing import NamedTuple

from tiendo.web.texts import Marked, marked, say


class In(Enum):
    """The unit in which an operation gives its number."""

    CARD = "the unit of the card"
    PERCENT = "percent"
    NOTHING = "none"
    POINTS = "percentage points"


class Operation(NamedTuple):
    """An operation of a trace.

    Attributes:
        words: what it does.
        unit: the unit of its result.
        adds: whether it only adds and subtracts, so that printed digits carry over.
        rises: whether the result rises with every operand, those in the role "minus" apart.
    """

    words: Marked
    unit: In = In.CARD
    adds: bool = False
    rises: bool = False


OPERATIONS = {
    "filed": Operation(marked("operation", "filed")),
    "path": Operation(marked("operation", "added up from filed periods"), adds=True, rises=True),
    "sum of years": Operation(marked("operation", "sum of the years"), adds=True, rises=True),
    "sum of places": Operation(
        marked("operation", "sum of the places below"), adds=True, rises=True
    ),
    "sum of known places": Operation(
        marked("operation", "sum of those places below that are known"), adds=True, rises=True
    ),
    "sum of parts": Operation(marked("operation", "sum of the parts"), adds=True, rises=True),
    "weighted mean": Operation(marked("operation", "weighted mean"), rises=True),
    "residual: total minus the other parts": Operation(
        marked("operation", "total minus the other parts"), adds=True, rises=True
    ),
    "value - same_period": Operation(
        marked("operation", "value − same period of last year"), adds=True
    ),
    "implied base: level - change": Operation(
        marked("operation", "implied base: level − stated change"), adds=True
    ),
    "implied base: level / stated ratio": Operation(
        marked("operation", "implied base: level ÷ stated ratio"), rises=True
    ),
    "implied plan: 100 x level / stated share": Operation(
        marked("operation", "implied plan: 100 × level ÷ stated share of the plan"), rises=True
    ),
    "100 x (value / same_period - 1)": Operation(
        marked("operation", "100 × (value ÷ same period of last year − 1)"), In.PERCENT
    ),
    "100 + growth": Operation(
        marked("operation", "100 + growth"), In.PERCENT, adds=True, rises=True
    ),
    "stated ratio - 100": Operation(
        marked("operation", "stated ratio − 100"), In.PERCENT, adds=True, rises=True
    ),
    "100 x (value - same_period) / same_period of the total": Operation(
        marked(
            "operation",
            "100 × (value − same period of last year) ÷ same period of last year, of the total",
        ),
        In.POINTS,
    ),
    "100 x value / total": Operation(marked("operation", "100 × value ÷ total"), In.PERCENT),
    "100 x reached / plan": Operation(marked("operation", "100 × reached ÷ plan"), In.PERCENT),
    "new prices / old prices": Operation(
        marked("operation", "value at new prices ÷ value at old prices"), In.NOTHING
    ),
    "chain-linked: factor x old prices": Operation(
        marked("operation", "chain-linked: factor × value at old prices"), rises=True
    ),
    "not known": Operation(marked("operation", "nothing was filed from which it would follow")),
    "months": Operation(marked("operation", "number of months"), In.NOTHING),
    "a share is stated, but no level": Operation(
        marked("operation", "only a share of it is stated, no level from which it would follow")
    ),
    "confidential": Operation(marked("operation", "not told: confidential")),
    "hidden beside a hidden level": Operation(
        marked("operation", "not told: the level is confidential")
    ),
    "a part is confidential": Operation(marked("operation", "not told: a part is confidential")),
    "hidden beside a hidden part": Operation(
        marked("operation", "not told: with the total it would give a confidential part away")
    ),
    "recast: sum of places of another map": Operation(
        marked("operation", "recast: sum of the units of then"), adds=True, rises=True
    ),
    "estimated recast: shares of places of another map": Operation(
        marked("operation", "estimated recast: by known shares of the units of then"),
        adds=True,
        rises=True,
    ),
    "recast: before and after the map changed": Operation(
        marked("operation", "recast: before and after the map changed"), adds=True, rises=True
    ),
    "recast refused": Operation(
        marked(
            "operation", "not recast: the figure of a former unit may not be shared out or shown"
        )
    ),
    "recast: sum of the targets of places of another map": Operation(
        marked("operation", "recast: sum of the targets of the former units"),
        adds=True,
        rises=True,
    ),
    "break in series": Operation(
        marked("operation", "not compared: the series was defined anew in between")
    ),
}
_RECAST = tuple(name for name in OPERATIONS if "recast" in name)
"""What explain tells of these further, such as which places lack, stands in the findings."""
_FORMULA = marked("operation", "computed by the formula of the indicator")


def operation_words(operation: str, language: str) -> str:
    """Return what an operation does; one that is not known here stays as it is."""
    if operation in OPERATIONS:
        return say(OPERATIONS[operation].words, language)
    if operation.startswith("formula"):
        formula = operation.partition(":")[2].strip()
        return say(_FORMULA, language) + (f": {formula}" if formula else "")
    for told in _RECAST:
        if operation.startswith(told):
            return say(OPERATIONS[told].words, language)
    return operation
