"""The variables of a dataset: what each is called and in which unit its numbers are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

LONG_NAMES: Mapping[str, str] = {
    "value": "value of the period",
    "value_lo": "lower bound of the value",
    "value_hi": "upper bound of the value",
    "previous_period": "value of the run of equal length just before",
    "same_period": "value of the same period of the year before",
    "year_to_date": "value from 1 January to the end of the period",
    "difference": "value minus that of the same period",
    "growth_pct": "growth over the same period",
    "base_ratio_pct": "value in percent of that of the same period",
    "contribution_pp": "contribution to the growth of the whole",
    "structure_share_pct": "share in the whole",
    "rank": "rank by growth among the places of one parent",
    "completeness_filed": "places that have filed what they owe",
    "completeness_due": "places that owe the period",
    "state": "what the cell turned out to be",
    "same_period_state": "what the same period turned out to be",
    "comparator": "how the value relates to the true one",
    "status": "how final the value is",
    "modality": "fact, guess of its reporter, or aim",
    "known_at": "day on which the world could know the value",
    "recorded_at": "instant at which the value was recorded, UTC",
    "derived": "fields that were computed, not filed",
    "findings": "how many checks and rules found something; Office.findings tells what",
}

_UNITS = {
    "growth_pct": "percent",
    "base_ratio_pct": "percent",
    "structure_share_pct": "percent",
    "contribution_pp": "percentage_points",
    "completeness_filed": "places",
    "completeness_due": "places",
}
_IN_UNIT_OF_SERIES = frozenset(
    {
        "value",
        "value_lo",
        "value_hi",
        "previous_period",
        "same_period",
        "year_to_date",
        "difference",
    }
)
_SEE_UNIT = "as the coordinate unit says"


def attributes_of(name: str, units: Iterable[str]) -> dict[str, str]:
    """Return the attributes of a variable: its name in full and, if it has any, its units.

    Args:
        name: one of LONG_NAMES.
        units: of the series that it is told of.
    """
    found = {"long_name": LONG_NAMES[name]}
    if name in _UNITS:
        found["units"] = _UNITS[name]
    elif name in _IN_UNIT_OF_SERIES:
        several = {_of_difference(unit) if name == "difference" else unit for unit in units}
        found["units"] = several.pop() if len(several) == 1 else _SEE_UNIT
    return found


def _of_difference(unit: str) -> str:
    return "percentage_points" if unit == "percent" else unit
