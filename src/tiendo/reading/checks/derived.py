"""Growth, change and ratio beside their level: do they fit together?"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from tiendo.reading.checks.common import HUNDRED, bounds, by_level, finding, show
from tiendo.reading.figure import ReadFigure, ReadFinding
from tiendo.reading.wording import ReportFound
from tiendo.vocabulary.interval import Interval
from tiendo.vocabulary.words import Kind, Verdict

_WHOLE = Interval.point(HUNDRED)


def check_derived(figures: Sequence[ReadFigure]) -> list[ReadFinding]:
    """Check every level with its growths, changes and ratios."""
    found: list[ReadFinding] = []
    own = {figure.id: figure for figure in figures}
    for key, linked in by_level(figures).items():
        level = own.get(key)
        if level is None:
            continue
        growths = [f for f in linked if f.is_a(Kind.GROWTH)]
        # "Fell 2 times" is printed as 2: no ratio to reckon with.
        ratios = [f for f in linked if f.is_a(Kind.BASE_RATIO) and "times_less" not in f.flags]
        changes = [f for f in linked if f.is_a(Kind.CHANGE_ABS) and f.unit == level.unit]
        found += _change_and_growth(level, changes, growths)
        # Below a year one may be on the month and the other on the year.
        if level.period is not None and level.period.isdecimal():
            found += _two_growths(level, growths)
        found += _ratio(level, ratios, growths)
    found += _indices(figures)
    return found


def _change_and_growth(
    level: ReadFigure, changes: list[ReadFigure], growths: list[ReadFigure]
) -> list[ReadFinding]:
    """Check change / (level - change) against the stated growth."""
    found = []
    for change in changes:
        before = level.value - change.value
        if before <= 0:
            continue
        implied = change.value / before * HUNDRED
        span = (bounds(change) / (bounds(level) - bounds(change))) * _WHOLE
        told = {"before": show(before, level.unit), "implied": show(implied)}
        rivals = [g for g in growths if g.base_period == change.base_period]
        if not rivals:
            said = ReportFound.CHANGE_IMPLIES.said(**told)
            found.append(finding("level_change_growth", Verdict.OK, (level, change), said, implied))
        for growth in rivals:
            fits = span.meets(bounds(growth))
            found.append(
                finding(
                    "level_change_growth",
                    Verdict.OK if fits else Verdict.CONTRADICTION,
                    (level, change, growth),
                    ReportFound.CHANGE_IMPLIES_STATED.said(**told, stated=show(growth.value)),
                    implied,
                    growth.value,
                )
            )
    return found


def _two_growths(level: ReadFigure, growths: list[ReadFigure]) -> list[ReadFinding]:
    """Find two growths of one level that compare with the same base and exclude each other."""
    found = []
    for at, first in enumerate(growths):
        for second in growths[at + 1 :]:
            same = first.base_period == second.base_period
            real = ["constant_prices" in growth.flags for growth in (first, second)]
            if same and real[0] == real[1] and not bounds(first).meets(bounds(second)):
                found.append(
                    finding(
                        "level_change_growth",
                        Verdict.SUSPECT,
                        (level, first, second),
                        ReportFound.TWO_GROWTHS.said(
                            first=show(first.value), second=show(second.value)
                        ),
                        first.value,
                        second.value,
                    )
                )
    return found


def _ratio(
    level: ReadFigure, ratios: list[ReadFigure], growths: list[ReadFigure]
) -> list[ReadFinding]:
    """Say what a ratio means as growth, and check it against a stated growth."""
    found = []
    for ratio in ratios:
        if ratio.unit != "percent" or ratio.value <= 0:
            continue
        as_growth = ratio.value - HUNDRED
        base = level.value / ratio.value * HUNDRED
        other = level.value / (HUNDRED + ratio.value) * HUNDRED
        same = [g for g in growths if g.base_period == ratio.base_period]
        for growth in same:
            fits = (bounds(ratio) - _WHOLE).meets(bounds(growth))
            found.append(
                finding(
                    "ratio_or_growth",
                    Verdict.OK if fits else Verdict.CONTRADICTION,
                    (level, ratio, growth),
                    ReportFound.RATIO_AND_GROWTH.said(
                        ratio=show(ratio.value), growth=show(as_growth), stated=show(growth.value)
                    ),
                    as_growth,
                    growth.value,
                )
            )
        if not same:
            found.append(
                finding(
                    "ratio_or_growth",
                    Verdict.OK,
                    (level, ratio),
                    ReportFound.RATIO.said(
                        ratio=show(ratio.value),
                        base=show(base, level.unit),
                        growth=show(as_growth),
                        other=show(other, level.unit),
                    ),
                    as_growth,
                )
            )
    return found


def _indices(figures: Sequence[ReadFigure]) -> list[ReadFinding]:
    """Find growths that are probably indices: 108.7 % where others grow by a tenth of it."""
    found = []
    for figure in figures:
        if "index_as_growth" in figure.flags:
            found.append(
                finding(
                    "index_as_growth",
                    Verdict.EXPLAINED,
                    (figure,),
                    ReportFound.INDEX.said(
                        printed=show(figure.value), meant=show(figure.value - HUNDRED)
                    ),
                    figure.value - HUNDRED,
                    figure.value,
                )
            )
        elif figure.is_a(Kind.GROWTH) and Decimal(100) <= figure.value < Decimal(131):
            found.append(
                finding(
                    "index_as_growth",
                    Verdict.SUSPECT,
                    (figure,),
                    ReportFound.PERHAPS_INDEX.said(
                        printed=show(figure.value), meant=show(figure.value - HUNDRED)
                    ),
                    figure.value - HUNDRED,
                    figure.value,
                )
            )
    return found
