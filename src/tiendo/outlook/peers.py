"""The profile of the year that series of a topic lend to those without history of their own."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from tiendo.outlook.arrays import Floats
from tiendo.outlook.block import Block


def lent_profiles(blocks: Sequence[Block]) -> list[Floats]:
    """Return the share of the year that each series' topic has reached by now, block by block.

    The median over all years and series of the topic; a topic of which no year is known is taken
    as even over the year. Groups are numbered alike in all blocks.
    """
    shares = [_shares(block) for block in blocks]
    topics = {int(group) for block in blocks for group in block.groups}
    medians = {topic: _median(blocks, shares, topic) for topic in topics}
    return [
        np.array([_or_even(medians[int(group)], block) for group in block.groups], dtype=float)
        for block in blocks
    ]


def _shares(block: Block) -> Floats:
    if block.years == 0:
        return np.empty((block.size, 0))
    totals = block.totals()
    shares = block.before() / np.where(totals > 0, totals, 1.0)
    known: Floats = np.where(totals > 0, shares, np.nan)
    return known


def _median(blocks: Sequence[Block], shares: Sequence[Floats], topic: int) -> float | None:
    found = np.concatenate(
        [part[block.groups == topic].ravel() for block, part in zip(blocks, shares, strict=True)]
    )
    found = found[np.isfinite(found)]
    return float(np.median(found)) if len(found) else None


def _or_even(share: float | None, block: Block) -> float:
    if share is not None:
        return share
    return 1.0 if block.stock else block.elapsed
