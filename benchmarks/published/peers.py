"""Other extractors on the same texts; a program of its own, for they live in their own environment.

    PYTHON peers.py quantulum3|recognizers < texts.json > found.json

Reads a list of texts, writes for each a list of {start, end, value, value_hi, unit} and, first,
the processor's seconds. Units come in our words, so that the peers are held to the same gold. What
they do not know (kind, period, links) is not asked of them.
"""

from __future__ import annotations

import json
import sys
import time
import warnings
from typing import Any

_UNITS = {
    "percentage": "percent",
    "vietnamese dong": "VND",
    "united states dollar": "USD",
    "tonne": "t",
    "ton": "t",
    "metric ton": "t",
    "kilogram": "kg",
    "hectare": "ha",
    "square hectometer": "ha",
    "square metre": "m2",
    "square meter": "m2",
    "cubic metre": "m3",
    "cubic meter": "m3",
    "kilometre": "km",
    "kilometer": "km",
    "square kilometre": "km2",
    "square kilometer": "km2",
    "kilowatt hour": "kWh",
    "kilowatt-hour": "kWh",
    "count": "times",
    "percentage point": "percentage_points",
}


def main() -> None:
    """Read the texts, let the named peer find figures in them, and write what it found."""
    warnings.filterwarnings("ignore")
    find = {"quantulum3": _quantulum, "recognizers": _recognizers}[sys.argv[1]]()
    texts = json.load(sys.stdin)
    find("It grew 3 percent.")  # what is loaded on first use is not timed
    start = time.process_time()
    found = [find(text) for text in texts]
    seconds = time.process_time() - start
    json.dump({"seconds": seconds, "found": found}, sys.stdout)


def _quantulum() -> Any:
    from quantulum3 import parser

    def find(text: str) -> list[dict[str, Any]]:
        found = []
        for one in parser.parse(text):
            low, high = one.value, None
            if one.uncertainty:
                low, high = one.value - one.uncertainty, one.value + one.uncertainty
            unit = _UNITS.get(one.unit.name, one.unit.name)
            found.append(_found(one.span[0], one.span[1], low, high, unit))
        return found

    return find


def _recognizers() -> Any:
    from recognizers_number import Culture, recognize_number, recognize_percentage
    from recognizers_number_with_unit import recognize_currency, recognize_dimension

    models = (recognize_currency, recognize_dimension, recognize_percentage, recognize_number)

    def find(text: str) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = []
        for model in models:  # a number inside of an amount is the amount's
            for one in model(text, Culture.English):
                if one.resolution.get("value") is None:
                    continue
                start, end = one.start, one.end + 1
                if any(start < taken["end"] and taken["start"] < end for taken in found):
                    continue
                told = str(one.resolution["value"])
                unit = one.resolution.get("isoCurrency") or one.resolution.get("unit") or ""
                unit = "percent" if told.endswith("%") else _UNITS.get(unit.lower(), unit)
                value = float(told.rstrip("%"))
                found.append(_found(start, end, value, None, unit))
        return found

    return find


def _found(start: int, end: int, value: float, value_hi: float | None, unit: str) -> dict[str, Any]:
    return {"start": start, "end": end, "value": value, "value_hi": value_hi, "unit": unit}


if __name__ == "__main__":
    main()
