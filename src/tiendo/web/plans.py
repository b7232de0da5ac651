"""Plans ready to be printed: who assigned what, and how much of it is reached."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from tiendo.cube.explain.plans import Plan
from tiendo.cube.explain.row import Row
from tiendo.vocabulary.words import Measure
from tiendo.web.shown import PERCENT, Shown
from tiendo.web.statuses import StatusShown

_FULL = Decimal(100)


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a target stands, as the outlook tells it.

    Attributes:
        chance: of meeting it; empty where it is not known.
        path: the share of the plan that should be reached by now in a year with the usual seasons;
            empty without an outlook.
        path_at: the same as a length of a bar of 100.
        numbers: the same for files: chance from 0 to 1, and the path's share in percent.
    """

    status: StatusShown
    chance: str = ""
    path: str = ""
    path_at: str = ""
    numbers: tuple[float | None, float | None] = (None, None)


@dataclass(frozen=True, slots=True)
class PlanShown:
    """A plan figure as it stands in a row.

    Attributes:
        slug: names it on the trace page, and with "-share" the share reached.
        target: the planned number with the sign of its operator; None where only a share of it
            is stated.
        run: the run that it plans, where that is not the year of the row.
        share: percent reached; None for a growth target or without a value.
        bar: the share as the length of a bar of 100, in the notation of SVG.
        gone: the part of the year gone, alike.
        year_elapsed: the same as a number.
        key: names the plan among those of a board.
        standing: where the target stands, where that was asked for.
    """

    slug: str
    assigner: str
    target: Shown | None
    derived: bool
    is_growth: bool
    run: str
    share: Shown | None
    bar: str
    gone: str
    year_elapsed: str
    key: str = ""
    standing: Standing | None = None


def unit_of_plan(plan: Plan, row: Row) -> str:
    """Return the unit of a plan figure: percent for a growth target."""
    return PERCENT if plan.kind is Measure.GROWTH else row.card.unit.text


def slug_of(plan: Plan, number: int) -> str:
    """Return what a plan is called in addresses; the number tells versions apart."""
    return slug_from(plan.assigner, plan.kind.value, number)


def slug_from(assigner: str | None, kind: str, number: int) -> str:
    """Return what the plan of an assigner is called in addresses; kind is level or growth."""
    who = "".join(c for c in (assigner or "") if c.isascii() and c.isalnum()) or "unstated"
    name = f"plan-{who}-{kind}"
    return name if number == 1 else f"{name}-{number}"


def slugs_of(row: Row) -> list[str]:
    """Return the names of a row's plans in addresses, each once."""
    found: list[str] = []
    for plan in row.plans:
        number = 1
        while slug_of(plan, number) in found:
            number += 1
        found.append(slug_of(plan, number))
    return found


def length(value: Decimal) -> str:
    """Return a share of a bar of 100 in the notation of SVG; what is beyond is cut."""
    return f"{max(Decimal(0), min(_FULL, value)):.2f}"
