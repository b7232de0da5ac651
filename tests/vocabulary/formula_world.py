"""The cards that the tests of formulas refer to."""

from __future__ import annotations

from tiendo.vocabulary.indicator import (
    BreakdownTree,
    Catalogue,
    FormulaVersion,
    Indicator,
    Part,
)
from tiendo.vocabulary.unit import Unit
from tiendo.vocabulary.words import Nature, Rule

SECTORS = BreakdownTree("sector", {}, (Part("services", {}), Part("farming", {})))


def card(
    code: str,
    unit: str = "bn VND",
    *formulas: str | FormulaVersion,
    per: str = "",
    breakdowns: tuple[BreakdownTree, ...] = (),
) -> Indicator:
    return Indicator(
        code=code,
        names={"en": code},
        unit=Unit.parse(unit),
        nature=Nature.FLOW,
        time_rule=Rule.SUM,
        place_rule=Rule.SUM,
        per=per,
        breakdowns=breakdowns,
        formulas=tuple(FormulaVersion(f) if isinstance(f, str) else f for f in formulas),
    )


CARDS = Catalogue(
    [
        card("grdp", breakdowns=(SECTORS,)),
        card("tax", "m VND"),
        card("tourism-revenue"),
        card("tourists", "visits"),
        card("population", "persons"),
        card("poor", "persons"),
        card("income", "m VND", per="persons"),
        card("poverty-rate", "percent"),
        card("rate-change", "percentage_points"),
        card("harvest", "t"),
        card("field", "ha"),
    ]
)
