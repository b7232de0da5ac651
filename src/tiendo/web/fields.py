"""The fields of a row ready to be printed: numbers with their units, and states in words."""

from __future__ import annotations

from decimal import Decimal

from tiendo.cube.explain.row import Row
from tiendo.vocabulary.words import Measure, Modality, State
from tiendo.web import words
from tiendo.web.shown import (
    PERCENT,
    POINTS,
    Shown,
    print_number,
    print_trace,
    unit_of_change,
)
from tiendo.web.texts import say

SIGNED = {"growth_pct", "difference", "contribution_pp"}
"""Fields that are changes: a rise is written with +."""


def state_words(row: Row, language: str) -> str:
    """Return why a row has no whole value, in words; empty where it has one."""
    if row.state in (State.VALUE, State.ZERO):
        return ""
    return say(words.STATES[row.state], language)


def same_period_words(row: Row, language: str) -> str:
    """Return why the same period last year is not told although something is known of it."""
    if row.same_period_state in (State.REFUSED, State.CONFIDENTIAL, State.PARTIAL):
        return say(words.STATES[row.same_period_state], language)
    return ""


def tags_of(row: Row, language: str) -> str:
    """Return how final a value is: its modality where that is not "realised", and its status."""
    found = []
    if row.modality and row.modality is not Modality.ACTUAL:
        found.append(say(words.MODALITIES[row.modality], language))
    if row.status and not (row.modality is Modality.ESTIMATED and row.status == "estimate"):
        found.append(say(words.STATUSES[row.status], language))
    return " · ".join(found)


def shown_value(row: Row, language: str, href: str = "") -> Shown | None:
    """Return the value of a row, ready to be printed."""
    trace = row.trace("value") or (row.traces[0] if row.traces else None)
    if row.value is None or trace is None:
        return None
    shown = print_trace(trace, row.unit, language, comparator=row.comparator)
    computed = "value" in row.derived or (row.measure is Measure.LEVEL and trace.figure is None)
    return shown.linked(f"{href}#value", computed=computed) if shown else None


def unit_of_field(row: Row, name: str) -> str:
    """Return the unit of a field of a row."""
    if name == "contribution_pp":
        return POINTS
    if name.endswith("_pct"):
        return PERCENT
    return unit_of_change(row.card) if name == "difference" else row.unit


def shown_field(row: Row, name: str, language: str, href: str = "") -> Shown | None:
    """Return a computed or stated field of a row, ready to be printed."""
    value: Decimal | None = getattr(row, name)
    if value is None:
        return None
    unit, signed = unit_of_field(row, name), name in SIGNED
    trace = row.trace(name)
    if trace is not None:
        shown = print_trace(trace, unit, language, signed=signed)
        return shown.linked(f"{href}#{name}", computed=name in row.derived) if shown else None
    return _beside_value(row, value, unit, language, signed=signed).linked(
        f"{href}#value", computed=name in row.derived
    )


def _beside_value(row: Row, value: Decimal, unit: str, language: str, *, signed: bool) -> Shown:
    """Return a field that is the value itself told otherwise: a growth that was stated alone."""
    statement = row.traces[0].figure.statement if row.traces and row.traces[0].figure else None
    whole = statement is not None and statement.value == value
    return print_number(
        value,
        max(0, statement.decimals) if statement else 2,
        unit,
        language,
        comparator=row.comparator if whole else None,
        value_hi=statement.value_hi if statement and whole else None,
        signed=signed,
    )
