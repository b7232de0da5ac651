"""What arithmetic cannot refute but experience doubts: separators, values per unit, periods."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from math import log10

from tiendo.reading.checks.common import finding, levels, show
from tiendo.reading.figure import ReadFigure, ReadFinding
from tiendo.reading.wording import ReportFound
from tiendo.vocabulary.errors import VocabularyError
from tiendo.vocabulary.period import Period
from tiendo.vocabulary.words import Verdict

_PER_UNIT: tuple[tuple[str, str, Decimal, Decimal], ...] = (
    ("tourism-revenue", "tourists", Decimal(30_000), Decimal(20_000_000)),
    ("rice-output", "rice-sown-area", Decimal(1), Decimal(12)),
    ("maize-output", "maize-sown-area", Decimal(1), Decimal(15)),
    ("enterprise-registered-capital", "enterprises-registered", Decimal(10**8), Decimal(10**12)),
)
"""Numerator, denominator and what one unit of it may plausibly be, in full units."""


def check_plausible(figures: Sequence[ReadFigure]) -> list[ReadFinding]:
    """Check ambiguous separators, values per unit, and periods that may be read in two ways."""
    return [*_separators(figures), *_per_unit(figures), *_periods(figures)]


def _separators(figures: Sequence[ReadFigure]) -> list[ReadFinding]:
    """Weigh both readings of an ambiguous number by the size of its siblings."""
    found = []
    sizes: dict[tuple[str, str | None], list[float]] = {}
    for figure in levels(figures):
        if "ambiguous_separator" not in figure.flags and figure.value > 0:
            sizes.setdefault((figure.document, figure.unit), []).append(log10(figure.value))
    middles = {key: sorted(logs)[len(logs) // 2] for key, logs in sizes.items()}
    for figure in figures:
        if "ambiguous_separator" not in figure.flags or not figure.alternatives:
            continue
        other = figure.alternatives[0]
        middle = middles.get((figure.document, figure.unit))
        nearer = _nearer(figure.value, other, middle)
        word = ReportFound.SEPARATOR_NEARER if nearer == other else ReportFound.SEPARATOR
        told = word.said(
            quote=figure.quote,
            value=show(figure.value, figure.unit),
            other=show(other, figure.unit),
        )
        found.append(
            finding(
                "separator",
                Verdict.SUSPECT if nearer == other else Verdict.NOT_CHECKABLE,
                (figure,),
                told,
                other,
                figure.value,
            )
        )
    return found


def _nearer(value: Decimal, other: Decimal, middle: float | None) -> Decimal | None:
    """Return which of two readings is nearer to the siblings' middle on a logarithmic scale."""
    if middle is None or value <= 0 or other <= 0:
        return None
    distance = abs(log10(value) - middle) - abs(log10(other) - middle)
    return other if distance > 1 else value


def _per_unit(figures: Sequence[ReadFigure]) -> list[ReadFinding]:
    """Divide what belongs together: revenue per visitor, yield per hectare."""
    found = []
    by_code: dict[tuple[str, str, str | None], ReadFigure] = {}
    for figure in levels(figures):
        if figure.indicator_id and not figure.breakdown and "repeats" not in figure.relation:
            by_code.setdefault((figure.document, figure.indicator_id, figure.period), figure)
    for (document, code, period), above in by_code.items():
        for numerator, denominator, low, high in _PER_UNIT:
            below = by_code.get((document, denominator, period))
            if code != numerator or below is None or below.value <= 0:
                continue
            if above.unit not in ("VND", "t"):
                continue
            each = above.value / below.value
            found.append(
                finding(
                    "per_unit",
                    Verdict.OK if low <= each <= high else Verdict.SUSPECT,
                    (above, below),
                    ReportFound.PER_UNIT.said(
                        each=show(each, above.unit), units=show(below.value, below.unit)
                    ),
                    None,
                    each,
                )
            )
    return found


def _periods(figures: Sequence[ReadFigure]) -> list[ReadFinding]:
    """Name both periods of a figure that the text gives two."""
    return [
        finding(
            "period_ambiguous",
            Verdict.SUSPECT,
            (figure,),
            ReportFound.TWO_PERIODS.said(
                quote=figure.quote,
                period=_period(figure.period),
                other=_period(figure.found_by["other_period"]),
            ),
            None,
            figure.value,
        )
        for figure in figures
        if "other_period" in figure.found_by
    ]


def _period(text: str | None) -> object:
    """Return a period to be told in words; what is no run of months stays as it was read."""
    try:
        return Period.parse(text or "")
    except VocabularyError:
        return text
