"""Plans ready to be printed: who assigned what, and how much of it is reached."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from tiendo.cube.explain.plans import Plan
from tiendo.cube.explain.row import Row
from tiendo.vocabulary.words import Measure, Operator
from tiendo.web import formats
from tiendo.web.shown import PERCENT, Shown, decimals_of, print_number, print_trace
from tiendo.web.statuses import StatusShown
from tiendo.web.texts import say
from tiendo.web.words import OPERATOR_SIGNS, OPERATORS, assigner

_FULL = Decimal(100)


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
        status, chance: where the target stands, where that was asked for.
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
    status: StatusShown | None = None
    chance: str = ""


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


def plans_shown(row: Row, language: str, href: str = "") -> list[PlanShown]:
    """Return the plans of a row; `href` is the address of its trace, without a fragment."""
    return [
        _plan_shown(plan, slug, row, language, href)
        for plan, slug in zip(row.plans, slugs_of(row), strict=True)
    ]


def _plan_shown(plan: Plan, slug: str, row: Row, language: str, href: str) -> PlanShown:
    target = target_of(plan, row, language)
    share = None
    if plan.share is not None and plan.share.value is not None:
        share = print_trace(plan.share.trace, PERCENT, language, comparator=plan.share.comparator)
    return PlanShown(
        slug=slug,
        assigner=assigner(plan.assigner, language),
        target=target.linked(f"{href}#{slug}", computed=plan.derived) if target else None,
        derived=plan.derived,
        is_growth=plan.kind is Measure.GROWTH,
        run="" if plan.period == row.period.whole_year() else formats.period(plan.period, language),
        share=share.linked(f"{href}#{slug}-share") if share else None,
        bar=length(plan.share.value) if plan.share and plan.share.value is not None else "",
        gone=length(plan.year_elapsed_pct),
        year_elapsed=formats.percent(plan.year_elapsed_pct, 1, language),
    )


def target_of(plan: Plan, row: Row, language: str) -> Shown | None:
    """Return the planned number with the sign of its operator, or of its comparator if derived."""
    unit = unit_of_plan(plan, row)
    answer = plan.answer
    if (plan.derived and plan.operator is Operator.EXACT) or answer.value is None:
        return print_trace(answer.trace, unit, language, comparator=answer.comparator)
    signed = plan.kind is Measure.GROWTH
    decimals = decimals_of(answer.trace, unit)
    plain = print_number(answer.value, decimals, unit, language, signed=signed)
    words = "" if plan.operator is Operator.EXACT else say(OPERATORS[plan.operator], language)
    return Shown(plain.text, OPERATOR_SIGNS[plan.operator], words, plain.unit)


def length(value: Decimal) -> str:
    """Return a share of a bar of 100 in the notation of SVG; what is beyond is cut."""
    return f"{max(Decimal(0), min(_FULL, value)):.2f}"
