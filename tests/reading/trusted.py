"""What holds for every reading, whatever the text."""

from __future__ import annotations

from itertools import pairwise

from tiendo.reading import ReadFigure, Reading
from tiendo.reading.figure import RELATIONS, VETOED
from tiendo.vocabulary.words import Kind


def distrust(reading: Reading) -> None:
    """Check that offsets quote the text, figures do not overlap, words and links are closed.

    Raises:
        AssertionError: naming what does not hold.
    """
    ids = {figure.id for figure in reading.figures}
    assert len(ids) == len(reading.figures)
    for figure in (*reading.figures, *reading.vetoed):
        assert 0 <= figure.start < figure.end <= len(reading.text), figure
        assert figure.quote == reading.text[figure.start : figure.end], figure
        assert figure.quote.strip() == figure.quote, figure
    for figure in reading.figures:
        _figure(figure, ids)
    for figure in reading.vetoed:
        assert figure.kind in VETOED, figure
    for before, behind in pairwise(reading.figures):
        assert before.end <= behind.start, (before.quote, behind.quote)
    for finding in reading.findings:
        assert set(finding.figures) <= ids, finding


def _figure(figure: ReadFigure, ids: set[str]) -> None:
    assert figure.value.is_finite(), figure
    assert figure.kind is None or figure.kind in [kind.value for kind in Kind], figure
    assert set(figure.relation) <= set(RELATIONS), figure
    assert set(figure.relation.values()) <= ids - {figure.id}, figure
    assert figure.value not in figure.alternatives, figure
    if figure.value_hi is not None:
        assert figure.comparator.value == "range" or figure.value_hi.is_finite(), figure
