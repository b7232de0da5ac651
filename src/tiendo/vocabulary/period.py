"""A period is a run of whole months: a month, a quarter, a year to date, a five-year term.

Single and cumulative figures are the same thing on different runs: the year to date of March is
the run January to March. Months are counted from January of year 0, so that a run is two integers.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date

from tiendo.vocabulary.errors import VocabularyError
from tiendo.vocabulary.wording import Misread, Remedy

FIRST_YEAR, LAST_YEAR = 1900, 2199
_REMEDY = Remedy.PERIODS.said()
_YEAR = re.compile(r"(\d{4})")
_PART = re.compile(r"(\d{4})-(?:M?(\d{2})|Q([1-4])|[HS]([12])|(9M))")
_YEARS = re.compile(r"(\d{4})/(\d{4})")
_MONTHS = re.compile(r"(\d{4})-M?(\d{2})/(?:(\d{4})-M?|M)(\d{2})")


@dataclass(frozen=True, order=True, slots=True)
class Period:
    """A run of whole months, both ends included.

    Attributes:
        first: first month, as 12 x year + (month - 1).
        last: last month, counted alike; never before `first`.
    """

    first: int
    last: int

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise VocabularyError(Misread.BACKWARDS.said(), remedy=_REMEDY)

    @classmethod
    def parse(cls, text: str) -> Period:
        """Read a period in any accepted spelling (see `_REMEDY`; also 2024-S1, 2024-M03).

        Raises:
            VocabularyError: if `text` is no period, or one that cannot exist.
        """
        text = text.strip()
        if found := _YEAR.fullmatch(text):
            return cls.of_year(_year(found[1], text))
        if found := _YEARS.fullmatch(text):
            first, last = _year(found[1], text), _year(found[2], text)
            return _ordered(first * 12, last * 12 + 11, text)
        if found := _MONTHS.fullmatch(text):
            first = _month(found[1], found[2], text)
            return _ordered(first, _month(found[3] or found[1], found[4], text), text)
        if found := _PART.fullmatch(text):
            return _part_of_year(found, text)
        raise VocabularyError(Misread.NO_PERIOD.said(text=text), remedy=_REMEDY)

    @classmethod
    def of_year(cls, year: int) -> Period:
        """Return January to December of `year`."""
        return cls(year * 12, year * 12 + 11)

    @classmethod
    def of_month(cls, year: int, month: int) -> Period:
        """Return the single month `month` (1 to 12) of `year`."""
        return cls(year * 12 + month - 1, year * 12 + month - 1)

    def __str__(self) -> str:
        year, offset = divmod(self.first, 12)
        last_year, last_offset = divmod(self.last, 12)
        if offset == 0 and last_offset == 11:
            return f"{year}" if year == last_year else f"{year}/{last_year}"
        if year == last_year:
            if offset == last_offset:
                return f"{year}-{offset + 1:02d}"
            if name := _NAMED.get((offset, last_offset)):
                return f"{year}-{name}"
        return f"{year}-{offset + 1:02d}/{last_year}-{last_offset + 1:02d}"

    @property
    def months(self) -> int:
        """The number of months in the run."""
        return self.last - self.first + 1

    @property
    def year(self) -> int:
        """The calendar year of the last month."""
        return self.last // 12

    @property
    def last_month(self) -> int:
        """The last month within its year, 1 to 12."""
        return self.last % 12 + 1

    @property
    def within_one_year(self) -> bool:
        """Whether all months lie in one calendar year."""
        return self.first // 12 == self.last // 12

    @property
    def start(self) -> date:
        """The first day."""
        return date(self.first // 12, self.first % 12 + 1, 1)

    @property
    def end(self) -> date:
        """The last day."""
        return date(self.year, self.last_month, calendar.monthrange(self.year, self.last_month)[1])

    def shifted(self, months: int) -> Period:
        """Return the run moved by `months` (negative: into the past)."""
        return Period(self.first + months, self.last + months)

    def previous(self) -> Period:
        """Return the run of equal length just before."""
        return self.shifted(-self.months)

    def same_period_last_year(self) -> Period:
        """Return the run one year earlier; for a run over n years, n years earlier."""
        years = max(1, -(-self.months // 12))
        return self.shifted(-12 * years)

    def year_to_date(self) -> Period:
        """Return January to the last month of the run's last year."""
        return Period(self.year * 12, self.last)

    def whole_year(self) -> Period:
        """Return the calendar year of the last month."""
        return Period.of_year(self.year)

    def years(self) -> tuple[Period, ...]:
        """Cut the run at each New Year, in order; a run within one year gives itself."""
        pieces = []
        first = self.first
        while first <= self.last:
            last = min(self.last, (first // 12) * 12 + 11)
            pieces.append(Period(first, last))
            first = last + 1
        return tuple(pieces)

    def covers(self, other: Period) -> bool:
        """Whether every month of `other` lies in this run."""
        return self.first <= other.first and other.last <= self.last


_NAMED = {
    (0, 2): "Q1",
    (3, 5): "Q2",
    (6, 8): "Q3",
    (9, 11): "Q4",
    (0, 5): "H1",
    (6, 11): "H2",
    (0, 8): "9M",
}


def _year(digits: str, text: str) -> int:
    year = int(digits)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise VocabularyError(
            Misread.YEAR_NAMED.said(text=text, year=str(digits)),
            remedy=Remedy.YEARS.said(first=str(FIRST_YEAR), last=str(LAST_YEAR)),
        )
    return year


def _month(year: str, month: str, text: str) -> int:
    number = int(month)
    if not 1 <= number <= 12:
        raise VocabularyError(
            Misread.MONTH_NAMED.said(text=text, month=str(month)), remedy=Remedy.MONTHS.said()
        )
    return _year(year, text) * 12 + number - 1


def _ordered(first: int, last: int, text: str) -> Period:
    if last < first:
        raise VocabularyError(
            Misread.ENDS_TOO_EARLY.said(text=text), remedy=Remedy.EARLIER_FIRST.said()
        )
    return Period(first, last)


def _part_of_year(found: re.Match[str], text: str) -> Period:
    year, month, quarter, half, _nine_months = found.groups()
    if month:
        only = _month(year, month, text)
        return Period(only, only)
    january = _year(year, text) * 12
    if quarter:
        first = january + 3 * (int(quarter) - 1)
        return Period(first, first + 2)
    if half:
        first = january + 6 * (int(half) - 1)
        return Period(first, first + 5)
    return Period(january, january + 8)
