"""Findings on what came from another day's map: levels, bases of comparison, and targets."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from tiendo.cube.cells.codes import Array
from tiendo.cube.kernel.comparison import Comparison
from tiendo.cube.kernel.finding import Findings, on
from tiendo.cube.kernel.levels import Levels
from tiendo.cube.kernel.recasts import VERDICTS_OF_RECAST
from tiendo.cube.kernel.targets import FormerTargets
from tiendo.vocabulary.period import Period
from tiendo.vocabulary.words import Severity, Verdict


def recasts(levels: Levels, comparison: Comparison, run: Period) -> Iterator[Findings]:
    """Yield what came from another day's map: the level, and the base that it is compared with."""
    base = comparison.base(run)
    for one, shown in (
        (run, ~levels.shown(run).hidden),
        (run.same_period_last_year(), comparison.looked_up(run) & ~base.answers.hidden),
    ):
        origin = levels.origin(one)
        if origin is None:
            continue
        for code, verdict, severity in VERDICTS_OF_RECAST:
            cells = np.nonzero((origin == code) & shown)
            yield _without_numbers(cells, "rule:territory", verdict, severity)


def targets_of_other_maps(former: FormerTargets | None) -> Iterator[Findings]:
    """Yield plans that were recast from those of other places, and which do not compare."""
    if former is not None:
        check = "rule:target_territory"
        yield _without_numbers(former.recast, check, Verdict.EXPLAINED, Severity.INFO)
        yield _without_numbers(former.refused, check, Verdict.NOT_CHECKABLE, Severity.WARNING)


def _without_numbers(
    cells: tuple[Array, ...], check: str, verdict: Verdict, severity: Severity
) -> Findings:
    nothing = np.full(len(cells[0]), np.nan)
    return on((cells[0], cells[1]), check, verdict, severity, nothing, nothing)
