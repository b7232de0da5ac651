"""Invented series for the outlook's tests: a quarry, a market, an orchard, and what may be wrong.

The quarry of Núi Vàng is calm, the market of Bến Tre Nhỏ has a season, the orchard of Đồi Chè
swings. All tell their months of 2019 to 2024; outlooks are made in June 2024 unless a test says
otherwise.
"""

from __future__ import annotations

import numpy as np

from tiendo.outlook.arrays import Floats
from tiendo.outlook.history import SeriesHistory, lay_out
from tiendo.outlook.year import NoOutlook, YearOutlook, year_outlook
from tiendo.vocabulary.period import Period

FIRST_YEAR, YEAR, JUNE = 2019, 2024, 6
SEASON = np.array([0.7, 0.6, 0.9, 1.0, 1.0, 1.1, 1.0, 1.0, 1.1, 1.1, 1.2, 1.3])


def table(growth: float, season: float, noise: float, *, seed: int = 1, years: int = 6) -> Floats:
    """Return years x months around 100 with a yearly growth, a season and noise."""
    chance = np.random.default_rng(seed)
    level = 100 * (1 + growth) ** np.arange(years)
    swing = np.exp(chance.normal(0, noise, (years, 12)))
    months: Floats = level[:, None] * SEASON**season * swing
    return months


QUARRY = table(0.05, 0.0, 0.02, seed=1)
MARKET = table(0.08, 1.0, 0.05, seed=2)
ORCHARD = table(0.02, 1.5, 0.25, seed=3)
BY_NAME = {"quarry": QUARRY, "market": MARKET, "orchard": ORCHARD}


def history(name: str, values: Floats | None = None, **facts: object) -> SeriesHistory:
    """Return one of the series, or given values, as a history."""
    chosen = BY_NAME[name] if values is None else values
    return SeriesHistory(name, FIRST_YEAR, np.array(chosen, dtype=float), **facts)  # type: ignore[arg-type]


def look(one: SeriesHistory, month: int = JUNE, year: int = YEAR) -> YearOutlook:
    """Return the outlook of one series, which must have one."""
    [outlook] = year_outlook([one], month, year=year).outlooks
    assert isinstance(outlook, YearOutlook), outlook
    return outlook


def refusal(one: SeriesHistory, month: int = JUNE, year: int = YEAR) -> NoOutlook:
    """Return why one series has no outlook."""
    [outlook] = year_outlook([one], month, year=year).outlooks
    assert isinstance(outlook, NoOutlook), outlook
    return outlook


def gate_words(outlook: YearOutlook | NoOutlook) -> list[str]:
    """Return what the gate found."""
    return [note.check.value for note in outlook.notes if note.check is not None]


def months_of(values: Floats, first_year: int = FIRST_YEAR) -> list[tuple[Period, float]]:
    """Return a table as single months, unknown ones left out."""
    return [
        (Period.of_month(first_year + row, column + 1), float(value))
        for (row, column), value in np.ndenumerate(values)
        if np.isfinite(value)
    ]


__all__ = ["history", "lay_out", "look", "months_of", "refusal", "table"]
