"""A whole country at once: in this process, or on the machines of a Dask cluster.

`asking` says what every block is asked and what a block's answer is; it is the same kernel either
way. `here` asks the blocks in threads of this process, `machines` asks them on a cluster's workers
that `reaching` found. `telling` makes of each result what is wanted of it, where it was evaluated.

`machines` is imported by its own name: Dask takes most of a second to load, and few need it.
"""

from tiendo.cube.cluster.asking import Asking
from tiendo.cube.cluster.here import evaluate_here
from tiendo.cube.cluster.tally import OfLevel, Tally, tally_of
from tiendo.cube.cluster.telling import Telling, Told

__all__ = [
    "Asking",
    "OfLevel",
    "Tally",
    "Telling",
    "Told",
    "evaluate_here",
    "tally_of",
]
