"""Chain-linking: what a level at old constant prices is on the scale of new ones.

Each series has its own factor, its value of the link year at new prices over that at old prices;
totals have theirs too. Back-cast parts therefore do not add up to the back-cast total; the
difference is shown, not spread, since spreading it would change published growth (Circular
13/2019/TT-BKHDT on the base year 2020; IMF Quarterly National Accounts Manual, 2017, chapter 8).
"""

from __future__ import annotations

from dataclasses import replace

from tiendo.cube.explain.answer import Answer, about, computed_answer
from tiendo.cube.explain.reader import Reader, residual_of
from tiendo.cube.explain.trace import Trace
from tiendo.vocabulary.indicator import BreakdownTree
from tiendo.vocabulary.period import Period
from tiendo.vocabulary.series import Series

CONSTANT = "constant_"


def link_year_of(price_basis: str) -> Period | None:
    """Return the base year of a constant price basis (constant_2020: 2020), else None."""
    if not price_basis.startswith(CONSTANT):
        return None
    return Period.of_year(int(price_basis.removeprefix(CONSTANT)))


def link_factor(reader: Reader, place: str, series: Series, old_basis: str) -> Answer | None:
    """Return k = V(link year, new prices) / V(link year, old prices) of this very series."""
    year = link_year_of(series.price_basis)
    if year is None or old_basis == series.price_basis:
        return None
    new = reader.level(place, series, year)
    old = reader.level(place, replace(series, price_basis=old_basis), year)
    if not (new.known and old.known) or old.amount <= 0:
        return None
    value = new.amount / old.amount
    parts = (new.trace.named("new prices"), old.trace.named("old prices"))
    where = about(place, series, year)
    trace = Trace("link_factor", where, value, "new prices / old prices", parts=parts)
    return computed_answer(value, new.bounds / old.bounds, [new, old], trace)


def back_cast(
    reader: Reader, place: str, series: Series, old_basis: str, run: Period
) -> Answer | None:
    """Return k x V(run, old prices): the run on the scale of the series' own prices."""
    factor = link_factor(reader, place, series, old_basis)
    old = reader.level(place, replace(series, price_basis=old_basis), run)
    if factor is None or not old.known:
        return None
    value = factor.amount * old.amount
    parts = (factor.trace, old.trace.named("old prices"))
    where = about(place, series, run)
    trace = Trace("value", where, value, "chain-linked: factor x old prices", parts=parts)
    return computed_answer(value, factor.bounds * old.bounds, [factor, old], trace)


def non_additive_residual(
    reader: Reader,
    place: str,
    total: Series,
    tree: BreakdownTree,
    old_basis: str,
    run: Period,
) -> Answer | None:
    """Return the back-cast total minus its back-cast parts: what chain-linking leaves open."""
    cuts = [total.breakdown.with_code(tree.dimension, part.code) for part in tree.parts]
    linked = [
        back_cast(reader, place, series, old_basis, run)
        for series in (total, *(total.with_breakdown(cut) for cut in cuts))
    ]
    known = [answer for answer in linked if answer is not None]
    if len(known) != len(linked):
        return None
    return residual_of(known, about(place, total, run))


def linked_base(reader: Reader, place: str, series: Series, run: Period) -> Answer | None:
    """Return the same period last year, chain-linked from whichever older basis allows it."""
    for old_basis in reader.evidence.card(series).price_bases:
        if link_year_of(old_basis) is not None:
            found = back_cast(reader, place, series, old_basis, run.same_period_last_year())
            if found:
                return found
    return None
