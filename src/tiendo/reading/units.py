"""What the reader must know of units: which count things, which an office enumerates."""

from __future__ import annotations

from tiendo.vocabulary.currencies import ISO_4217

_MEASURES = frozenset(
    """percent percentage_points times index t kg g ha m2 m3 km km2 m kWh MWh GWh MW GW quintal/ha
    t/ha kg/ha litres TEU points years nights days quintals
    minutes hours mm Gcal dal per_mille passenger-km tonne-km persons/km2 months weeks
    feddans dunams ardebs barrels basis_points g""".split()
)
_LIVING = frozenset(
    """persons heads visitors visits jobs pupils students workers teachers doctors patients deaths
    births households passengers guests members trees eggs children people""".split()
)


def is_money(unit: str) -> bool:
    """Whether it is a currency, also per something."""
    return unit.partition("/")[0] in ISO_4217


def counts_things(unit: str) -> bool:
    """Whether it is a counted noun."""
    return unit not in _MEASURES and not is_money(unit) and "/" not in unit


def is_enumerated(unit: str) -> bool:
    """Whether an office enumerates such things (projects, communes), so that they are a count."""
    return counts_things(unit) and unit not in _LIVING
