"""Resolving filed figures into tiles: the contract's total order, for a block of places at once.

The second implementation of that order; `tiendo.cube.explain` is the first, and a test holds them
equal. Flows that leave no choice are resolved as columns (`regular`), others one place, series and
year at a time (`irregular`).
"""

from tiendo.cube.cells.resolve.comparisons import STATED_KINDS
from tiendo.cube.cells.resolve.order import Pairs, Progress, resolve
from tiendo.cube.cells.resolve.rules import SeriesRules, rules_of

__all__ = ["STATED_KINDS", "Pairs", "Progress", "SeriesRules", "resolve", "rules_of"]
