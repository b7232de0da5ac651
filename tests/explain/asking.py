"""Asking for one row in a test."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from tests.world import CATALOGUE, TODAY, evidence
from tiendo.cube.explain.checks import Finding
from tiendo.cube.explain.evaluate import evaluate
from tiendo.cube.explain.row import Row
from tiendo.vocabulary.figure import Figure
from tiendo.vocabulary.obligation import Obligation
from tiendo.vocabulary.period import Period
from tiendo.vocabulary.words import Measure


def rows(
    place: str,
    period: str,
    *filings: Iterable[Figure],
    as_of: str | date = TODAY,
    obligations: Iterable[Obligation] = (),
    every_version: bool = False,
) -> list[Row]:
    """Return the evaluation of a place of the small world."""
    known = evidence(*filings, as_of=as_of, obligations=obligations)
    return evaluate(known, place, Period.parse(period), every_version=every_version)


def row(
    place: str,
    indicator: str,
    period: str,
    *filings: Iterable[Figure],
    cut: str = "",
    basis: str = "",
    measure: Measure = Measure.LEVEL,
    as_of: str | date = TODAY,
    obligations: Iterable[Obligation] = (),
) -> Row:
    """Return the one row of a series; fails unless there is exactly one."""
    wanted = basis or CATALOGUE[indicator].price_bases[0]
    (found,) = [
        each
        for each in rows(place, period, *filings, as_of=as_of, obligations=obligations)
        if each.card.code == indicator
        and str(each.series.breakdown) == cut
        and each.series.price_basis == wanted
        and each.measure is measure
    ]
    return found


def finding(of: Row, check: str) -> Finding:
    """Return the one finding of a check; fails unless there is exactly one."""
    (found,) = [each for each in of.findings if each.check == check]
    return found


def checks(of: Row) -> list[str]:
    """Return the names of the checks that found something."""
    return [each.check for each in of.findings]
