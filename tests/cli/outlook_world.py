"""What the province of Hà Nam and its districts tell in the outlook's tests; all invented.

Revenue and arrears by month, GRDP by quarter, tourists and retail sales by the districts alone; of
retail sales one district is silent. Figures become known six days after their month.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import numpy as np

from tiendo.vocabulary.period import Period

HEADER = (
    "place,indicator,breakdown,price_basis,period,kind,value,unit,modality,known_at,assigner,"
    "operator"
)
DISTRICTS = (
    "phu-ly-347", "duy-tien-349", "kim-bang-350", "thanh-liem-351", "binh-luc-352", "ly-nhan-353"
)  # fmt: skip
SILENT = "ly-nhan-353"
SECTORS = {
    "agriculture": (300, 0.03),
    "industry_construction": (1500, 0.11),
    "services": (900, 0.08),
}
GRDP_TARGETS = {
    "": 9.0, "sector=agriculture": 3.0, "sector=industry_construction": 10.0,
    "sector=services": 8.0, "sector=product_taxes": 5.0,
}  # fmt: skip
_TAXES = 300
_SEASON = np.array([0.9, 0.8, 1.0, 1.0, 1.0, 1.05, 1.0, 1.0, 1.05, 1.05, 1.1, 1.05])


def lines() -> list[str]:
    """Return all lines of the file, 2019 to June 2024, with the plans of 2023 to 2025."""
    return [*_revenue(), *_arrears(), *_districts(), *_grdp(), *_plans()]


def fact(
    place: str, indicator: str, period: Period, value: float, unit: str, basis: str, cut: str = ""
) -> str:
    """Return the line of a level, known six days after its end."""
    known = period.end + timedelta(days=6)
    return f"{place},{indicator},{cut},{basis},{period},level,{value:.3f},{unit},,{known},,"


def months() -> Iterator[Period]:
    """Yield January 2019 to June 2024."""
    yield from (Period(month, month) for month in range(2019 * 12, 2024 * 12 + 6))


def _value(start: float, growth: float, month: Period, number: int = 0) -> float:
    chance = np.random.default_rng([month.first, number])
    grown = start * (1 + growth) ** (month.year - 2019)
    return float(grown * _SEASON[month.last_month - 1] * np.exp(chance.normal(0, 0.03)))


def revenue(month: Period) -> float:
    """Return the province's revenue of a month."""
    return _value(100, 0.06, month)


def _revenue() -> Iterator[str]:
    for month in months():
        yield fact("ha-nam", "state-budget-revenue", month, revenue(month), "bn VND", "current")


def _arrears() -> Iterator[str]:
    for month in months():
        left = 50 * 0.97 ** (month.year - 2019) + 0.1 * month.last_month
        yield fact("ha-nam", "tax-arrears", month, left, "bn VND", "current")


def _districts() -> Iterator[str]:
    for number, place in enumerate(DISTRICTS):
        for month in months():
            visits = _value(1000 + 300 * number, 0.05, month, number + 1)
            yield fact(place, "tourists", month, visits, "visits", "not_applicable")
            if place != SILENT:
                yield fact(place, "retail-sales", month, visits / 10, "bn VND", "current")


def _grdp() -> Iterator[str]:
    for first in range(2019 * 12, 2024 * 12 + 6, 3):
        quarter = Period(first, first + 2)
        total = _TAXES * 1.04 ** (quarter.year - 2019)
        for number, (code, (start, growth)) in enumerate(SECTORS.items()):
            value = round(_value(start, growth, quarter, number + 50), 3)
            total += value
            yield fact(
                "ha-nam", "grdp", quarter, value, "bn VND", "constant_2010", f"sector={code}"
            )
        yield fact("ha-nam", "grdp", quarter, total, "bn VND", "constant_2010")


def _plans() -> Iterator[str]:
    def plan(indicator: str, cut: str, basis: str, year: int, kind: str, value: float, unit: str,
             assigner: str, operator: str = "") -> str:  # fmt: skip
        known = date(year - 1, 12, 20)
        return (
            f"ha-nam,{indicator},{cut},{basis},{year},{kind},{value},{unit},target,{known},"
            f"{assigner},{operator}"
        )

    so_far = sum(revenue(month) for month in months() if month.year == 2024)
    for assigner, times in (("own", 0.9), ("province", 1.9), ("central", 4.0)):
        level = round(so_far * times, 3)
        yield plan("state-budget-revenue", "", "current", 2024, "level", level, "bn VND", assigner)
    yield plan("state-budget-revenue", "", "current", 2023, "level", 9000, "bn VND", "own")
    yield plan("state-budget-revenue", "", "current", 2025, "level", 2000, "bn VND", "own")
    yield plan("tax-arrears", "", "current", 2024, "level", 46, "bn VND", "own", "at_most")
    yield plan("tax-arrears", "", "current", 2024, "level", 4600, "bn VND", "central", "at_most")
    for cut, growth in GRDP_TARGETS.items():
        yield plan("grdp", cut, "constant_2010", 2024, "growth", growth, "percent", "own")
