"""Confidential cells: which other cell must be hidden so that a hidden one cannot be computed.

Where a total is itself filed and exactly one of its parts is hidden, the part with the smallest
absolute value (then the lowest place ordinal) is hidden too (contract, "confidentiality";
complementary suppression, Hundepool et al., Statistical Disclosure Control, 2012).
"""

from __future__ import annotations

from collections.abc import Sequence

from tiendo.cube.explain.answer import Answer
from tiendo.cube.explain.levels import own_level
from tiendo.cube.explain.reader import Reader
from tiendo.vocabulary.period import Period
from tiendo.vocabulary.series import Series
from tiendo.vocabulary.words import State

Cell = tuple[str, Series]


def must_hide(reader: Reader, place: str, series: Series, run: Period) -> bool:
    """Whether showing this cell would give a hidden sibling away."""
    groups = (_places(reader, place, series, run), *_parts(reader, place, series))
    return any(
        _smallest_beside_hidden(reader, total, parts, run) == (place, series)
        for total, parts in groups
        if total
    )


def _places(
    reader: Reader, place: str, series: Series, run: Period
) -> tuple[Cell | None, Sequence[Cell]]:
    """Return the parent's cell and those of all its children."""
    parent = reader.evidence.register[place].parent_on(run.end)
    if parent is None:
        return None, ()
    siblings = reader.evidence.siblings(place, run)
    return (parent, series), [(sibling.key, series) for sibling in siblings]


def _parts(reader: Reader, place: str, series: Series) -> list[tuple[Cell | None, Sequence[Cell]]]:
    """Return, for each additive dimension, the total's cell and those of its top parts."""
    found: list[tuple[Cell | None, Sequence[Cell]]] = []
    card = reader.evidence.card(series)
    for dimension, code in series.breakdown.pairs:
        tree = card.tree(dimension)
        if tree is None or not tree.additive or code not in {p.code for p in tree.parts}:
            continue
        total = series.with_breakdown(series.breakdown.without(dimension))
        parts = [
            (place, series.with_breakdown(series.breakdown.with_code(dimension, part.code)))
            for part in tree.parts
        ]
        found.append(((place, total), parts))
    return found


def _smallest_beside_hidden(
    reader: Reader, total: Cell, parts: Sequence[Cell], run: Period
) -> Cell | None:
    answers: list[tuple[Cell, Answer]] = [
        (cell, own_level(reader.evidence, cell[0], cell[1], run)) for cell in parts
    ]
    hidden = [cell for cell, answer in answers if answer.state is State.CONFIDENTIAL]
    if len(hidden) != 1 or not own_level(reader.evidence, total[0], total[1], run).known:
        return None
    shown = [(cell, answer) for cell, answer in answers if answer.known]
    smallest = min(
        enumerate(shown), key=lambda item: (abs(item[1][1].value or 0), item[0]), default=None
    )
    return smallest[1][0] if smallest else None
