"""Dates as spreadsheets keep them: numbers of days.

After ECMA-376, part 1, 18.17.4: day 1 is 1 January 1900, and 1900 is wrongly held for a leap year,
so that day 60 is a date that never was; or day 0 is 1 January 1904.
"""

from __future__ import annotations

from datetime import datetime

DAY_ZERO = datetime(1899, 12, 30)
_1904 = 1462
_LEAP_DAY = 60
_END = 2_958_466
UNSHOWN = "########"
"""What people see in place of a date that cannot be shown."""


def days(serial: float, *, date_1904: bool) -> float | None:
    """Return the days since 1899-12-30 that a cell's number means, with the time as a fraction.

    Args:
        serial: the number in the cell.
        date_1904: the workbook counts from 1904.

    Returns:
        None if no date from 1900 to 9999 is meant, or 29 February 1900.
    """
    if date_1904:
        serial += _1904
    elif 0 <= serial < _LEAP_DAY:
        return serial + 1
    elif serial < _LEAP_DAY + 1:
        return None
    return serial if 0 <= serial < _END else None


def days_of_text(text: str) -> float | None:
    """Return the days since 1899-12-30 of a date such as 2024-06-30T12:00:00, or None.

    Only workbooks of the kind "Strict Open XML" write dates so.
    """
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    if moment.tzinfo is not None:
        return None
    return (moment - DAY_ZERO).total_seconds() / 86_400
