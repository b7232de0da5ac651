"""Checks of what a text says: arithmetic within it, with the bounds of printed numbers."""

from __future__ import annotations

from collections.abc import Sequence

from tiendo.reading.checks.derived import check_derived
from tiendo.reading.checks.plans import check_plans
from tiendo.reading.checks.plausible import check_plausible
from tiendo.reading.checks.repeats import check_repeats
from tiendo.reading.checks.wholes import check_wholes
from tiendo.reading.figure import ReadFigure, ReadFinding

__all__ = ["run_checks"]


def run_checks(figures: Sequence[ReadFigure]) -> tuple[ReadFinding, ...]:
    """Return what the checks say about the figures of one or several documents.

    A contradiction is said only where no true numbers behind the printed ones fit together.
    """
    found: list[ReadFinding] = []
    for check in (check_derived, check_plans, check_wholes, check_repeats, check_plausible):
        found += check(figures)
    return tuple(found)
