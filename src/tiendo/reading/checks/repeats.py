"""The same figure told twice: equal, or changed on the way."""

from __future__ import annotations

from collections.abc import Sequence

from tiendo.reading.checks.common import bounds, finding, same_figure_key, show
from tiendo.reading.figure import ReadFigure, ReadFinding
from tiendo.reading.units import counts_things
from tiendo.reading.wording import ReportFound
from tiendo.vocabulary.folding import fold
from tiendo.vocabulary.words import Modality, Verdict

_STEM = 4
_KINDS = ("level",)


def check_repeats(figures: Sequence[ReadFigure]) -> list[ReadFinding]:
    """Join figures that repeat each other, find those that contradict each other.

    A contradiction needs another sentence and the same words for the indicator, the same kind,
    unit, period, place and modality: two figures that a reader would take for one and the same.
    """
    found: list[ReadFinding] = []
    first: dict[tuple[object, ...], ReadFigure] = {}
    own = {figure.id: figure for figure in figures}
    for figure in figures:
        told = figure.relation.get("repeats")
        if told in own:
            found.append(
                finding(
                    "repeat",
                    Verdict.OK,
                    (own[told], figure),
                    ReportFound.TOLD_AGAIN.said(quote=figure.quote),
                    own[told].value,
                    figure.value,
                )
            )
            continue
        key = _key(figure)
        if key is None:
            continue
        other = first.setdefault(key, figure)
        if (
            other is figure
            or figure.sentence == other.sentence
            or not _same_words(other.phrase, figure.phrase)
        ):
            continue
        if not bounds(other).meets(bounds(figure)):
            found.append(
                finding(
                    "repeat",
                    Verdict.CONTRADICTION,
                    (other, figure),
                    ReportFound.DIFFER.said(
                        one=show(other.value, other.unit), other=show(figure.value, figure.unit)
                    ),
                    other.value,
                    figure.value,
                )
            )
    return found


def _same_words(one: str, other: str) -> bool:
    """Whether all words of the shorter phrase stand in the longer, endings apart."""
    first, second = (
        {word[:_STEM] for word in fold(phrase).split() if len(word) > 2} for phrase in (one, other)
    )
    if not first or not second:
        return first == second
    shared, least = len(first & second), min(len(first), len(second))
    return shared == least and (least > 1 or first == second)


def _key(figure: ReadFigure) -> tuple[object, ...] | None:
    """Return what makes two figures one and the same; None where the text does not tell enough."""
    named = figure.found_by.get("indicator", "").startswith("named")
    if not named or figure.relation or {"from_to", "twin"} & {*figure.flags}:
        return None
    if figure.unit is not None and counts_things(figure.unit):
        # The dead and the injured are both persons of one indicator.
        return None
    if figure.modality is Modality.TARGET:
        # A goal may be stated beside a higher one that is striven for.
        return None
    key = same_figure_key(figure, _KINDS)
    return key and (*key, figure.modality)
