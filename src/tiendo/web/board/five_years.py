"""The table beside the small lines of a board: the same run of the last years in numbers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from html import escape

from tiendo.web import formats
from tiendo.web.board.line import Line
from tiendo.web.board.table import Table
from tiendo.web.markup import NOTHING, digits_html
from tiendo.web.shown import print_number
from tiendo.web.texts import listed


@dataclass(frozen=True, slots=True)
class FiveYears:
    """The numbers of the small lines.

    Attributes:
        years: oldest first.
        rows: one as HTML for each row that has a small line.
    """

    years: tuple[str, ...]
    rows: tuple[str, ...]


def five_years(table: Table, language: str) -> FiveYears | None:
    """Return the table of the small lines; None where no row that is shown has one."""
    lines = [
        line
        for topic in table.topics
        for line in topic.lines
        if isinstance(line, Line) and line.spark
    ]
    if not lines:
        return None
    last, count = lines[0].row.period.year, len(lines[0].row.earlier)
    years = tuple(str(year) for year in range(last - count + 1, last + 1))
    return FiveYears(years, tuple(_row(line, language) for line in lines))


def _row(line: Line, language: str) -> str:
    name = listed((line.full_name, line.details, line.unit), language)
    cells = "".join(f'<td class="num">{cell}</td>' for cell in _cells(line, language))
    return f'<tr><th scope="row">{escape(name)}</th>{cells}</tr>\n'


def _cells(line: Line, language: str) -> Iterator[str]:
    values = [None if one is None else Decimal(repr(one)) for one in line.row.earlier]
    # All with as many digits as the finest needs, so that they can be compared down the row.
    finest = max(
        (formats.decimals_written(value) for value in values if value is not None), default=0
    )
    for value in values:
        if value is None:
            yield NOTHING
        else:
            yield digits_html(print_number(value, finest, line.row.record["unit"], language))
