"""What all checks share: bounds of a figure, figures by the level they belong to, findings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from tiendo.reading.figure import ReadFigure, ReadFinding
from tiendo.vocabulary.interval import Interval, bounds_of_printed
from tiendo.vocabulary.sentence import Quantity, Sentence
from tiendo.vocabulary.words import Comparator, Verdict

HUNDRED = Decimal(100)
_LINKS = ("growth_of", "change_of", "plan_share_of", "ratio_of", "share_of")


def bounds(figure: ReadFigure) -> Interval:
    """Return where the true number behind a printed figure lies.

    Of a fall the size is what is printed ("more than 3 %" of a fall opens downwards), and the ends
    of a range may stand in either order.
    """
    if figure.value < 0:
        high = None if figure.value_hi is None else abs(figure.value_hi)
        return -_printed(abs(figure.value), figure.decimals, figure.comparator, high)
    return _printed(figure.value, figure.decimals, figure.comparator, figure.value_hi)


def _printed(
    value: Decimal, decimals: int, comparator: Comparator, value_hi: Decimal | None
) -> Interval:
    if comparator is Comparator.RANGE and value_hi is not None:
        return Interval(min(value, value_hi), max(value, value_hi))
    return bounds_of_printed(value, decimals, comparator, value_hi)


def by_level(figures: Iterable[ReadFigure]) -> Mapping[str, list[ReadFigure]]:
    """Return the derived figures of each level, by the level's id."""
    found: dict[str, list[ReadFigure]] = {}
    for figure in figures:
        for name in _LINKS:
            if name in figure.relation:
                found.setdefault(figure.relation[name], []).append(figure)
    return found


def finding(
    check: str,
    verdict: Verdict,
    figures: Sequence[ReadFigure],
    detail: Sentence,
    expected: Decimal | None = None,
    stated: Decimal | None = None,
) -> ReadFinding:
    """Return a finding about figures, with their documents."""
    return ReadFinding(
        check,
        verdict,
        tuple(figure.id for figure in figures),
        tuple(dict.fromkeys(figure.document for figure in figures)),
        detail,
        expected,
        stated,
    )


def show(value: Decimal, unit: str | None = None) -> Quantity:
    """Return a number for a sentence: money in bn where it is large, no more digits than help."""
    if unit in ("VND", "USD") and abs(value) >= 10**8:
        billions = f"{value / 10**9:,.1f}"
        return Quantity(billions.replace(",", ""), f"bn {unit}", f"{billions} bn {unit}")
    text = f"{value:,.2f}".rstrip("0").rstrip(".")
    english = f"{text} {_UNIT_SIGNS.get(unit or '', unit or '')}".strip()
    return Quantity(text.replace(",", ""), unit or "", english)


_UNIT_SIGNS = {"percent": "%", "percentage_points": "points"}


def same_figure_key(figure: ReadFigure, kinds: Sequence[str]) -> tuple[object, ...] | None:
    """Return what figures of one thing share; None where a text does not tell what that is.

    Args:
        kinds: the kinds of figures that are compared.
    """
    if figure.kind not in kinds or figure.indicator_id is None or figure.period is None:
        return None
    if "base" in figure.flags or "repeats" in figure.relation:
        return None
    return (
        figure.indicator_id,
        figure.breakdown,
        figure.kind,
        figure.unit,
        figure.period,
        figure.base_period,
        figure.place,
    )


def levels(figures: Iterable[ReadFigure]) -> list[ReadFigure]:
    """Return the levels that stand for the current period (no base, no plan)."""
    return [
        figure
        for figure in figures
        if figure.kind in ("level", "count") and "base" not in figure.flags
    ]
