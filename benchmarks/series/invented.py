"""Invented monthly series, so that the benchmark runs where no published ones are at hand."""

from __future__ import annotations

import numpy as np
from benchmarks.series.published import Case


def invented_cases(known: int, count: int, years: int = 3, seed: int = 7) -> list[Case]:
    """Return series with season, growth that drifts, and noise of very different sizes."""
    chance = np.random.default_rng(seed)
    cases = []
    for number in range(count):
        season = np.exp(chance.normal(0, chance.uniform(0.02, 0.5), 12))
        growth = chance.normal(0.05, 0.06, years + 1).cumsum()
        noise = chance.normal(0, chance.uniform(0.01, 0.2), (years + 1, 12))
        table = 1000 * season * np.exp(growth[:, None] + noise)
        last = table[-1]
        cases.append(
            Case(
                key=f"invented-{number}",
                topic="",
                year=2024,
                past=table[:-1],
                now=last[:known],
                actual=float(last.sum()),
                final=float(last[-1]),
            )
        )
    return cases
