"""Writes data/lunar_new_year.csv: first days of the Vietnamese lunar year, from the rule itself.

    python scripts/lunar_new_year.py

The rule: month 11 holds the winter solstice; a year with 13 months between two of them has a leap
month, the first in which the sun enters no new sign; Tet begins the second month after month 11,
leap months not counted. New moons and the sun's longitude by Meeus (1998), Astronomical Algorithms,
at the meridian of Hanoi (UTC+7; Decision 121/CP of 1967, from 1968 on).
"""

from __future__ import annotations

import csv
from datetime import date, timedelta
from math import floor, pi, radians, sin
from pathlib import Path

TARGET = Path(__file__).resolve().parents[1] / "src/tiendo/outlook/data/lunar_new_year.csv"
ZONE = 7.0 / 24.0
FIRST, LAST = 1970, 2070
_MONTH = 29.530588861
_EPOCH = 2415021.076998695  # new moon number 0


def main() -> None:
    """Write one line a year."""
    with TARGET.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["year", "first_day"])
        for year in range(FIRST, LAST + 1):
            writer.writerow([year, first_day(year).isoformat()])


def first_day(year: int) -> date:
    """Return the first day of the lunar year that begins in `year`."""
    before, after = _month_eleven(year - 1), _month_eleven(year)
    starts = [_new_moon_day(_number(before) + step) for step in range(15)]
    starts = [start for start in starts if before <= start < after]
    leap = _leap(starts, after) if len(starts) == 13 else None
    later = [start for position, start in enumerate(starts) if position and position != leap]
    return _calendar(later[1])


def _leap(starts: list[int], after: int) -> int:
    """Return the position of the first month in which the sun enters no new sign."""
    ends = [*starts[1:], after]
    for position, (start, end) in enumerate(zip(starts, ends, strict=True)):
        if position and _sign(start) == _sign(end):
            return position
    return 0


def _month_eleven(year: int) -> int:
    """Return the first day, as Julian day number, of the month with the winter solstice."""
    end = date(year, 12, 31).toordinal() + 1721425
    number = floor((end - _EPOCH) / _MONTH)
    start = _new_moon_day(number)
    return _new_moon_day(number - 1) if _sign(start) >= 9 else start


def _number(day: int) -> int:
    return floor((day - _EPOCH) / _MONTH + 0.5)


def _calendar(day: int) -> date:
    return date.fromordinal(1) + timedelta(days=day - 1721426)


def _new_moon_day(number: int) -> int:
    t = number / 1236.85
    moment = 2415020.75933 + 29.53058868 * number + 0.0001178 * t**2 - 0.000000155 * t**3
    moment += 0.00033 * sin(radians(166.56 + 132.87 * t - 0.009173 * t**2))
    m = radians(359.2242 + 29.10535608 * number - 0.0000333 * t**2 - 0.00000347 * t**3)
    mpr = radians(306.0253 + 385.81691806 * number + 0.0107306 * t**2 + 0.00001236 * t**3)
    f = radians(21.2964 + 390.67050646 * number - 0.0016528 * t**2 - 0.00000239 * t**3)
    moment += (0.1734 - 0.000393 * t) * sin(m) + 0.0021 * sin(2 * m) - 0.4068 * sin(mpr)
    moment += 0.0161 * sin(2 * mpr) - 0.0004 * sin(3 * mpr) + 0.0104 * sin(2 * f)
    moment -= 0.0051 * sin(m + mpr) + 0.0074 * sin(m - mpr) - 0.0004 * sin(2 * f + m)
    moment -= 0.0004 * sin(2 * f - m) + 0.0006 * sin(2 * f + mpr) - 0.0010 * sin(2 * f - mpr)
    moment += 0.0005 * sin(2 * mpr + m)
    dynamic = -0.000278 + 0.000265 * t + 0.000262 * t**2
    return floor(moment - dynamic + 0.5 + ZONE)


def _sign(day: int) -> int:
    """Return the sign, 0 to 11 from the spring equinox, in which the sun stands at midnight."""
    t = (day - 2451545.5 - ZONE) / 36525
    m = radians(357.5291 + 35999.0503 * t - 0.0001559 * t**2 - 0.00000048 * t**3)
    longitude = 280.46645 + 36000.76983 * t + 0.0003032 * t**2
    longitude += (1.9146 - 0.004817 * t - 0.000014 * t**2) * sin(m)
    longitude += (0.019993 - 0.000101 * t) * sin(2 * m) + 0.00029 * sin(3 * m)
    longitude -= 0.00569 + 0.00478 * sin(radians(125.04 - 1934.136 * t))
    turned = radians(longitude)
    turned -= 2 * pi * floor(turned / (2 * pi))
    return floor(turned / pi * 6)


if __name__ == "__main__":
    main()
