"""The kernel: the fast evaluation of whole blocks of places, series and periods at once.

It shares nothing but vocabulary with `explain`, which evaluates one cell at a time with its trace;
a property test holds the two equal. `country` is the door.
"""

from __future__ import annotations

from tiendo.cube.kernel.country import BatchAnswer, Country, Tops
from tiendo.cube.kernel.result import Result
from tiendo.cube.kernel.streaming import Batch
from tiendo.cube.kernel.world import PartOfWorld, Question, World

__all__ = ["Batch", "BatchAnswer", "Country", "PartOfWorld", "Question", "Result", "Tops", "World"]
