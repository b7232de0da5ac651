"""Confidential cells: which other cells must be hidden so that a hidden one cannot be computed.

Where a total is itself filed and exactly one of its parts is hidden, the part with the smallest
absolute value (then the lowest place, or the first code) is hidden too: complementary suppression
(Hundepool et al., Statistical Disclosure Control, 2012). It protects one total at a
time; it does not search across runs of time or several dimensions.
"""

from __future__ import annotations

import numpy as np

from tiendo.cube.cells.codes import Ints, Mask
from tiendo.cube.kernel.columns import NONE, Columns, Group
from tiendo.cube.kernel.family_trees import Tree
from tiendo.cube.kernel.numbers import RELATIVE_ZERO, Answers


def hidden_beside(
    own: Answers, levels: Answers, tree: Tree, columns: Columns, of_indicator: Ints
) -> Mask:
    """Return where a cell must be hidden beside a hidden one, (places, of_indicator).

    Args:
        own: own levels of the family, before anything is hidden for another's sake.
        levels: all levels, alike.
        tree: how the places belong together at the end of the run.
        columns: what the columns are.
        of_indicator: columns of one indicator of which something is confidential.
    """
    found = np.zeros(levels.shape, np.bool_)
    for siblings in tree.generations:
        for parent, children in siblings.each():
            for column in of_indicator:
                if own.known[parent, column]:
                    cell = _smallest(levels.at((children, column)))
                    if cell is not None:
                        found[children[cell], column] = True
    wanted = set(of_indicator.tolist())
    for group in columns.groups:
        if wanted & {group.whole, *group.parts} and group.whole != NONE:
            _hide_among_parts(found, own, levels, group)
    return found[:, of_indicator]


def _hide_among_parts(found: Mask, own: Answers, levels: Answers, group: Group) -> None:
    """Mark the smallest part of each place whose total is filed and of which one part is hidden.

    A residual that nobody filed is no part of its own: it is hidden only because another one is.
    """
    for place in np.flatnonzero(own.known[:, group.whole]):
        parts = [
            part
            for part in group.parts
            if part != NONE and (part != group.residual or not own.is_missing[place, part])
        ]
        cell = _smallest(levels.at((place, np.array(parts, np.int64)))) if parts else None
        if cell is not None:
            found[place, parts[cell]] = True


def _smallest(parts: Answers) -> int | None:
    """Return which known part is the smallest, if exactly one part is hidden."""
    if int(parts.hidden.sum()) != 1 or not parts.known.any():
        return None
    sizes = np.where(parts.known, np.abs(parts.value), np.inf)
    least = float(sizes.min())
    # Equal decimals may differ in their last binary digits, where they are sums and differences.
    return int(np.argmax(sizes <= least * (1 + RELATIVE_ZERO)))
