"""Confidential cells: which other cell must be hidden so that a hidden one cannot be computed.

Where a total is itself filed and exactly one of its parts is hidden, the part with the smallest
absolute value (then the lowest place ordinal) is hidden too (contract, "confidentiality";
complementary suppression, Hundepool et al., Statistical Disclosure Control, 2012). Parts are the
places of one parent, and the codes of one breakdown tree at any depth. This protects one total at a
time; it does not search across runs of time or several dimensions.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from tiendo.cube.explain.answer import Answer
from tiendo.cube.explain.evidence import Evidence
from tiendo.cube.explain.levels import own_level
from tiendo.vocabulary.period import Period
from tiendo.vocabulary.series import Series
from tiendo.vocabulary.words import State

Cell = tuple[str, Series]
Level = Callable[[str, Series, Period], Answer]


def must_hide(evidence: Evidence, level: Level, place: str, series: Series, run: Period) -> bool:
    """Whether showing this cell would give a hidden sibling away.

    Args:
        evidence: the figures.
        level: gives the level of any cell before anything is hidden for another's sake.
        place: key of the cell's place.
        series: its series.
        run: its run.
    """
    groups = [
        *_among_places(evidence, place, series, run),
        *_among_parts(evidence, place, series, run),
    ]
    return any(
        _smallest_beside_hidden(evidence, level, total, parts, run) == (place, series)
        for total, parts in groups
    )


def _among_places(
    evidence: Evidence, place: str, series: Series, run: Period
) -> Iterator[tuple[Cell, Sequence[Cell]]]:
    """Yield the parent's cell and those of all its children."""
    if found := evidence.added_up_with(place, run):
        parent, siblings = found
        yield (parent, series), [(sibling.key, series) for sibling in siblings]


def _among_parts(
    evidence: Evidence, place: str, series: Series, run: Period
) -> Iterator[tuple[Cell, Sequence[Cell]]]:
    """Yield, for each set of parts that this cell is one of, their whole's cell and their own.

    A residual that nobody filed is no part of its own: it is hidden only because another one is.
    """
    for dimension, code in series.breakdown.pairs:
        tree = evidence.card(series).tree(dimension)
        if tree is None:
            continue
        for whole, parts in tree.groups():
            if code not in {part.code for part in parts}:
                continue
            cut = series.breakdown
            of_whole = cut.with_code(dimension, whole) if whole else cut.without(dimension)
            of_parts = [
                (part.code, series.with_breakdown(cut.with_code(dimension, part.code)))
                for part in parts
            ]
            yield (
                (place, series.with_breakdown(of_whole)),
                [
                    (place, one)
                    for code_of_one, one in of_parts
                    if code_of_one != tree.residual
                    or own_level(evidence, place, one, run).state is not State.MISSING
                ],
            )


def _smallest_beside_hidden(
    evidence: Evidence, level: Level, total: Cell, parts: Sequence[Cell], run: Period
) -> Cell | None:
    if not own_level(evidence, total[0], total[1], run).known:
        return None
    answers = [(cell, level(cell[0], cell[1], run)) for cell in parts]
    hidden = [cell for cell, answer in answers if answer.state is State.CONFIDENTIAL]
    if len(hidden) != 1:
        return None
    shown = [
        (abs(answer.amount), number, cell)
        for number, (cell, answer) in enumerate(answers)
        if answer.known
    ]
    return min(shown, key=lambda item: item[:2])[2] if shown else None
