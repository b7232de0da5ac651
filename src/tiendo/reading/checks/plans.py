"""Shares of a plan: the plan that each implies, plans that are stated, the pace of the year."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise

from tiendo.reading.checks.common import HUNDRED, bounds, by_level, finding, levels, show
from tiendo.reading.figure import ReadFigure, ReadFinding
from tiendo.reading.wording import ReportFound
from tiendo.vocabulary.interval import Interval
from tiendo.vocabulary.period import Period
from tiendo.vocabulary.sentence import Assigner, Listed, Quantity, Sentence
from tiendo.vocabulary.words import Kind, Verdict

_TOO_FAST, _TOO_SLOW, _AMPLE = Decimal(3), Decimal("0.15"), Decimal(150)
_NEAR = 200


def check_plans(figures: Sequence[ReadFigure]) -> list[ReadFinding]:
    """Check every share of a plan."""
    found: list[ReadFinding] = []
    own = {figure.id: figure for figure in figures}
    beside = _plans_beside(levels(figures))
    for key, linked in by_level(figures).items():
        level = own.get(key)
        shares = [f for f in linked if f.is_a(Kind.PLAN_SHARE) and f.value > 0]
        if level is None or not shares:
            continue
        found += _implied(level, shares, beside.get(level.id))
        found += [told for share in shares if (told := _pace(level, share)) is not None]
        found += _over_as_growth(level, shares, linked)
    return found


def _implied(
    level: ReadFigure, shares: list[ReadFigure], stated: ReadFigure | None
) -> list[ReadFinding]:
    """Say which plan each share implies; compare those of one assigner, and with a stated plan."""
    plans = [level.value / share.value * HUNDRED for share in shares]
    spans = [bounds(level) / bounds(share) * Interval.point(HUNDRED) for share in shares]
    if stated is not None:
        fits = any(span.meets(bounds(stated)) for span in spans)
        return [
            finding(
                "implied_plan",
                Verdict.OK if fits else Verdict.CONTRADICTION,
                (level, *shares, stated),
                ReportFound.PLAN_BESIDE.said(
                    implied=show(plans[0], level.unit), stated=show(stated.value, stated.unit)
                ),
                plans[0],
                stated.value,
            )
        ]
    told = [
        _plan_of(show(plan, level.unit), share.assigner)
        for plan, share in zip(plans, shares, strict=True)
    ]
    if len(shares) == 1:
        return [
            finding(
                "implied_plan",
                Verdict.OK,
                (level, shares[0]),
                ReportFound.PLAN_IMPLIED.said(plan=told[0]),
                plans[0],
            )
        ]
    assigners = [share.assigner for share in shares]
    twice = any(assigner and assigners.count(assigner) > 1 for assigner in assigners)
    word = ReportFound.PLANS_IMPLIED if twice else ReportFound.PLANS_OF_TWO
    apart = not all(span.meets(spans[0]) for span in spans)
    return [
        finding(
            "implied_plan",
            Verdict.SUSPECT if twice and apart else Verdict.OK,
            (level, *shares),
            word.said(plans=Listed.of(told)),
            plans[0],
            plans[1],
        )
    ]


def _plan_of(plan: Quantity, assigner: str | None) -> Quantity | Sentence:
    if not assigner:
        return plan
    return ReportFound.PLAN_OF.said(plan=plan, assigner=Assigner(assigner))


def _plans_beside(figures: list[ReadFigure]) -> dict[str, ReadFigure]:
    """Return the plans that are printed right beside a level ("4,120/4,000 t"), by its id."""
    found: dict[str, ReadFigure] = {}
    for level, target in pairwise(figures):
        near = 0 < target.start - level.end < _NEAR and target.document == level.document
        if near and "twin" in target.flags and target.unit == level.unit:
            found[level.id] = target
    return found


def _pace(level: ReadFigure, share: ReadFigure) -> ReadFinding | None:
    """Find a share of the year's plan that does not go with the part of the year that is over."""
    period = _period(share.period)
    if period is None or period.months >= 12 or not period.within_one_year:
        return None
    elapsed = Decimal(period.last_month) / 12 * HUNDRED
    fast = share.value > _TOO_FAST * elapsed and share.value > _AMPLE
    slow = share.value < _TOO_SLOW * elapsed
    if not fast and not slow:
        return None
    return finding(
        "pace",
        Verdict.SUSPECT,
        (level, share),
        ReportFound.PACE.said(share=show(share.value), elapsed=show(elapsed)),
        elapsed,
        share.value,
    )


def _over_as_growth(
    level: ReadFigure, shares: list[ReadFigure], linked: list[ReadFigure]
) -> list[ReadFinding]:
    """Find a growth that repeats the excess over the plan, as translations make it."""
    found = []
    for share in shares:
        for growth in linked:
            excess = share.value - HUNDRED
            if growth.is_a(Kind.GROWTH) and growth.value > 0 and growth.value == excess:
                found.append(
                    finding(
                        "over_plan_as_growth",
                        Verdict.SUSPECT,
                        (level, share, growth),
                        ReportFound.OVER_PLAN.said(growth=show(growth.value)),
                        excess,
                        growth.value,
                    )
                )
    return found


def _period(text: str | None) -> Period | None:
    try:
        return Period.parse(text) if text else None
    except ValueError:
        return None
