"""Several documents: the same figure told in two of them."""

from __future__ import annotations

from collections.abc import Sequence

from tiendo.reading.checks.common import bounds, finding, same_figure_key, show
from tiendo.reading.figure import ReadFigure, ReadFinding, Reading
from tiendo.reading.wording import ReportFound
from tiendo.vocabulary.words import Modality, Verdict

_KINDS = ("level", "growth", "share", "base_ratio")


def check_across(readings: Sequence[Reading]) -> tuple[ReadFinding, ...]:
    """Join what several documents tell of the same indicator, place and run; find what differs.

    A difference is suspect and no contradiction: two offices may define the same words otherwise.
    """
    first: dict[tuple[object, ...], ReadFigure] = {}
    found: list[ReadFinding] = []
    for reading in readings:
        for figure in reading.figures:
            key = _key(figure)
            if key is None:
                continue
            other = first.setdefault(key, figure)
            if other.document == figure.document:
                continue
            fits = bounds(other).meets(bounds(figure))
            found.append(
                finding(
                    "repeat",
                    Verdict.OK if fits else Verdict.SUSPECT,
                    (other, figure),
                    ReportFound.ACROSS.said(
                        one=show(other.value, other.unit),
                        first=other.document,
                        other=show(figure.value, figure.unit),
                        second=figure.document,
                    ),
                    other.value,
                    figure.value,
                )
            )
    return tuple(found)


def _key(figure: ReadFigure) -> tuple[object, ...] | None:
    key = same_figure_key(figure, _KINDS)
    return key and (*key, figure.modality is Modality.TARGET)
