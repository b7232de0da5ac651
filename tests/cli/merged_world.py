"""What Đà Nẵng and Quảng Nam told before they merged on 1 July 2025, and the city since; invented.

Revenue of each month, the same every month of a year: 100 and 50 bn VND in 2019, a tenth more each
year; of both together since. Tourists by Đà Nẵng and the new city alone. Quảng Nam and Đà Nẵng had
a plan for 2025, the new city has none of its own. Figures become known six days after their month.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from tiendo.vocabulary.period import Period

HEADER = "place,indicator,breakdown,price_basis,period,kind,value,unit,modality,known_at,assigner"
PARTS = {"da-nang": 100, "quang-nam": 50}
MERGED = "da-nang-2025"
REFORM = 2025 * 12 + 6


def lines() -> Iterator[str]:
    """Yield all lines of the file, January 2019 to September 2025."""
    for at in range(2019 * 12, 2025 * 12 + 9):
        month = Period(at, at)
        for place, level in PARTS.items():
            if at < REFORM:
                yield fact(place, "state-budget-revenue", month, _grown(level, month), "bn VND")
        if at >= REFORM:
            both = revenue(month)
            yield fact(MERGED, "state-budget-revenue", month, both, "bn VND")
        city = "da-nang" if at < REFORM else MERGED
        yield fact(city, "tourists", month, 1000, "visits", "not_applicable")
    for place, plan in (("da-nang", 2400), ("quang-nam", 1000)):
        yield (
            f"{place},state-budget-revenue,,current,2025,level,{plan},bn VND,target,2024-12-20,own"
        )


def fact(
    place: str, indicator: str, month: Period, value: float, unit: str, basis: str = "current"
) -> str:
    """Return the line of a level, known six days after its end."""
    known = month.end + timedelta(days=6)
    return f"{place},{indicator},,{basis},{month},level,{value:.3f},{unit},,{known},"


def revenue(month: Period) -> float:
    """Return what both provinces together had in a month."""
    return sum(_grown(level, month) for level in PARTS.values())


def _grown(level: float, month: Period) -> float:
    return round(level * 1.1 ** (month.year - 2019), 3)
