"""Levels of one run on their way: what is found of them so far."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from tiendo.cube.cells.codes import Bytes, Mask
from tiendo.cube.kernel.numbers import Answers, Index
from tiendo.cube.kernel.recasts import Recast

Recasts = dict[tuple[int, ...], list[Recast]]
"""What was recast of some rows."""


@dataclass
class Progress:
    """Levels of one run before anything is hidden for another's sake, as far as they are found.

    Attributes:
        answers: the levels, (places, columns).
        stages: how many stages are found.
        beside: for an indicator, where its cells must be hidden beside hidden ones.
        shown: columns that formulas asked for, as they may be shown.
        below: what the children of a generation give its parents, by its number, and for which
            columns that was found.
        origin: how levels came from another map, if any did (`recasts.NOT_RECAST`, ...).
    """

    answers: Answers
    stages: int = 0
    beside: dict[str, Mask] = field(default_factory=dict)
    shown: dict[int, Answers] = field(default_factory=dict)
    below: dict[int, tuple[Answers, Mask]] = field(default_factory=dict)
    origin: Bytes | None = None

    def came_from(self, index: Index, origin: Bytes) -> None:
        """Note how levels came from another map."""
        if self.origin is None:
            self.origin = np.zeros(self.answers.shape, np.uint8)
        self.origin[index] = np.where(origin > 0, origin, self.origin[index])
