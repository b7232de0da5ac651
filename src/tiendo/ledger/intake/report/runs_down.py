"""Tables whose runs go down the rows (T1, T2, ..., 01/2024, 2019), with indicators over them.

Such a table is turned on its side and judged as the usual one. It is recognised where every row
with a number begins with a run, and at least one heading names an indicator, or the title does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from tiendo.ledger.intake.report.area import Area
from tiendo.ledger.intake.report.blocks import header_above
from tiendo.ledger.intake.report.headings import Heading, Side, understand
from tiendo.ledger.intake.report.labels import Labels
from tiendo.ledger.intake.report.lexicon import lexicons
from tiendo.ledger.intake.report.meanings import settle
from tiendo.ledger.intake.report.surroundings import Title
from tiendo.ledger.intake.report.table import Column, Line, Meaning, Report
from tiendo.ledger.intake.report.table_reading import TableReading
from tiendo.ledger.intake.report.turned import TurnedSheet
from tiendo.ledger.intake.report.units import StatedUnit, read_unit, unit_at_end
from tiendo.ledger.intake.workbook.grid import Cell, CellKind, Sheet
from tiendo.vocabulary.errors import VocabularyError
from tiendo.vocabulary.folding import fold
from tiendo.vocabulary.period import Period
from tiendo.vocabulary.series import Series

_LEAST = 2
"""Rows that must name a run."""

_LABELS = 3
"""Columns among which the runs are looked for: a section number and the year may stand before."""

_SOME_YEAR = Report(Period.of_year(2000), names_month=False, names_run=True)
"""Stands for the report while it is only asked whether words name a run."""

_MONTH_OF_YEAR = re.compile(r"(0?[1-9]|1[0-2])[/-]((?:19|20|21)\d\d)")
_BARE = re.compile(r"\d{1,2}|[IVX]{1,4}")
"""A month or quarter that only the heading of the labels tells."""

_LEVELS = Heading(Side(), None, frozenset())


@dataclass(frozen=True, slots=True)
class Down:
    """Where runs go down the rows; rows and columns from 0.

    Attributes:
        labels: the column of the runs, or those of the years and of the runs within them.
        header: the rows of headings over the numbers.
        rows: rows with a run and numbers, with a total, or with a year over the rows below it.
        values: the columns of the numbers.
    """

    labels: tuple[int, ...]
    header: range
    rows: tuple[int, ...]
    values: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Headed:
    """A column of numbers: what it is about, and what its heading says of them beside that."""

    at: int
    text: str
    series: Series
    unit: StatedUnit | None
    heading: Heading


def find_down(area: Area) -> Down | None:
    """Return where runs go down the rows of an area; None if they do not, or beside other rows."""
    for label in area.columns[:_LABELS]:
        right = area.values[:, label + 1 :].any(axis=1)
        filled = area.sheet.kinds[:, label] != CellKind.EMPTY
        first = next((row for row in area.rows if right[row] and filled[row]), None)
        if first is None:
            continue
        values = [column for column in area.columns if column > label]
        header = header_above(area, first, label, values)
        if header and _names_run(area, first, label, header):
            return _down_from(area, label, header)
        if area.names[first, label]:
            return None
    return None


def _down_from(area: Area, label: int, header: range) -> Down | None:
    """Return the table whose first column of labels names runs below its headings."""
    labels: tuple[int, ...] = (label,)
    numbered = _stretch(area, label + 1, header)
    if numbered and not any(_is_year(area, row, label + 1) for row in numbered):
        labels = (label, label + 1)
    else:
        numbered = _stretch(area, label, header)
    last = labels[-1]
    if sum(_names_run(area, row, last, header) for row in numbered) < _LEAST:
        return None
    seen = [row for row in area.rows if header.stop <= row < numbered[-1]]
    years = [r for r in seen if r not in numbered and _names_run(area, r, label, header)]
    values = [c for c in area.columns if c > last and area.values[numbered, c].any()]
    return Down(labels, header, tuple(sorted({*years, *numbered})), tuple(values))


def _stretch(area: Area, label: int, header: range) -> list[int]:
    """Return the rows with numbers, down to where another table begins; none where rows are mixed.

    Each of them names a run, or is headed as a total, in the column of the labels.
    """
    right = area.values[:, label + 1 :].any(axis=1)
    found: list[int] = []
    above = -1
    for row in (row for row in area.rows if row >= header.stop):
        if right[row]:
            if not (_names_run(area, row, label, header) or _is_total(area, row, label)):
                return [] if found and found[-1] == above else found
            found.append(row)
        above = row
    return found


def _is_year(area: Area, row: int, column: int) -> bool:
    """Whether a cell is a number of four digits, which may be a year or a figure."""
    text = _text(area.spread(row, column))
    return text.isdecimal() and len(text) > 2


def _names_run(area: Area, row: int, column: int, header: range) -> bool:
    """Whether a label names a run, by itself or together with what heads the labels."""
    over = _label_heading(area, header, column)
    return run_heading(_text(area.spread(row, column)), over, _SOME_YEAR) is not None


def _label_heading(area: Area, header: range, column: int) -> str:
    """Return what heads the runs: "Tháng", "Quý", "Năm"."""
    cells = [area.spread(row, column) for row in header]
    return " ".join(dict.fromkeys(filter(None, map(_text, cells))))


def _text(cell: Cell) -> str:
    """Return what a label says: words, a year, or the month of a date that is the first of one."""
    if cell.kind is CellKind.NUMBER and cell.number is not None:
        number = cell.number
        return f"{int(number)}" if number == int(number) else ""
    if cell.kind is CellKind.DATE and cell.moment is not None and cell.moment.day == 1:
        return f"{cell.moment.month:02d}/{cell.moment.year}"
    return " ".join(cell.text.split())


def _is_total(area: Area, row: int, column: int) -> bool:
    """Whether a row is headed as a total of those above it."""
    text = fold(_text(area.spread(row, column)))
    return any(text in lexicon.total for lexicon in lexicons())


def run_heading(text: str, over: str, report: Report | None) -> Heading | None:
    """Return what the label of a row says that names one run; None if it does not.

    Args:
        text: the label, such as "T1", "Quý I", "01/2024", "2019", or "1".
        over: the heading of the labels: "Tháng" makes a month of a bare "1".
        report: tells the year of a run that names none.

    Raises:
        VocabularyError: if it names a run without a year, and nothing else tells the year.
    """
    if match := _MONTH_OF_YEAR.fullmatch(text):
        run = Period.of_month(int(match[2]), int(match[1]))
        return Heading(Side(runs=[run]), None, frozenset())
    for words in (text, f"{over} {text}" if _BARE.fullmatch(text) else ""):
        found = _understood(words, report)
        if found is not None:
            return found
    try:
        return Heading(Side(runs=[Period.parse(text)]), None, frozenset())
    except VocabularyError:
        return None


def _understood(words: str, report: Report | None) -> Heading | None:
    try:
        heading = understand(words, report or _SOME_YEAR) if words else None
    except VocabularyError:
        return None
    if heading is None or heading.denominator or heading.signs or heading.role:
        return None
    if not heading.numerator.runs and "whole_year" not in heading.numerator.marks:
        return None
    return heading if report is not None else understand(words, report)


class DownReader:
    """Reads one table whose runs go down the rows."""

    def __init__(
        self, reading: TableReading, turned: TurnedSheet, down: Down, labels: Labels
    ) -> None:
        """Read a table.

        Args:
            reading: takes the faults; its area is the sheet as it is.
            turned: the rows and value columns of the table, turned; its rows are the values.
            down: where the table stands.
            labels: the names of the indicators.
        """
        self._reading = reading
        self._sheet: Sheet = reading.sheet
        self._turned = turned
        self._down = down
        self._labels = labels

    def names_anything(self, title: Title) -> bool:
        """Whether any heading names an indicator, or fits the one of the title."""
        for column in self._down.values:
            try:
                self._headed(0, column, title)
            except VocabularyError:
                continue
            return True
        return False

    def read(self, title: Title) -> Iterator[tuple[list[Column], list[Line]]]:
        """Yield columns and lines, turned, of all headings that say the same of their numbers."""
        headed = list(self._all_headed(title))
        drafts = self._drafts(title.report)
        place = title.place.key if title.place else ""
        if not place:
            self._reading.refuse(
                "", "no title names the place of the report", "name it with --place"
            )
            return
        alike: dict[str, list[_Headed]] = {}
        for each in headed:
            alike.setdefault(repr(each.heading), []).append(each)
        for group in alike.values():
            columns = list(self._columns(drafts, group[0]))
            lines = [
                Line(each.at, each.text, place, each.series, each.unit, f"'{each.text}'")
                for each in group
            ]
            yield columns, lines

    # ---- headings of the numbers -------------------------------------------------------------

    def _all_headed(self, title: Title) -> Iterator[_Headed]:
        for at, column in enumerate(self._down.values):
            try:
                yield self._headed(at, column, title)
            except VocabularyError as error:
                address = self._sheet.address(self._down.header.stop - 1, column)
                remedy = f"{error.remedy}: `tiendo map FILE -o MAP.yaml` proposes one"
                self._reading.refuse(address, error.message, remedy)

    def _headed(self, at: int, column: int, title: Title) -> _Headed:
        """Return what a column of numbers is about.

        Raises:
            VocabularyError: if its heading is not understood.
        """
        texts, unit = self._texts_over(column)
        text = " ".join(texts)
        if not text and title.card is None:
            raise VocabularyError(
                "the numbers have no heading", remedy="write it, or name it in a mapping file"
            )
        bare, own = unit_at_end(text)
        series, rest = self._series(bare if own and not own.is_percent else text, texts, title)
        heading = understand(rest, title.report or _SOME_YEAR) if rest else _LEVELS
        if heading.role:
            raise VocabularyError(
                f"'{text}' heads no figures", remedy="leave it out with a mapping file"
            )
        kept = own if own and not own.is_percent else None
        return _Headed(at, text, series, kept or unit, heading)

    def _series(self, words: str, texts: Sequence[str], title: Title) -> tuple[Series, str]:
        """Return the series that a heading names, and the words behind its name."""
        try:
            named = self._labels.name(words, (), None, title.card, title.basis)
        except VocabularyError as error:
            refused = error
        else:
            return named.series, ""
        if len(texts) > 1 and (opening := self._labels.leading(texts[0])) and not opening[1]:
            whole = self._labels.of_title(opening[0], title.basis)
            try:
                part = self._labels.name(" ".join(texts[1:]), (whole,), None, None, title.basis)
            except VocabularyError:
                pass
            else:
                return part.series, ""
        if opening := self._labels.leading(words):
            return self._labels.of_title(opening[0], title.basis), opening[1]
        if title.card is not None:
            return self._labels.of_title(title.card, title.basis), words
        raise refused

    def _texts_over(self, column: int) -> tuple[list[str], StatedUnit | None]:
        """Return the headings of a column from top to bottom, and the unit that one of them is."""
        cells = [self._reading.area.spread(row, column) for row in self._down.header]
        texts = list(dict.fromkeys(_text(cell) for cell in cells))
        units = [unit for text in texts if (unit := read_unit(text)) and not unit.is_percent]
        names = [text for text in texts if text and (read_unit(text) is None)]
        return names, units[-1] if units else None

    # ---- runs --------------------------------------------------------------------------------

    def _drafts(self, report: Report | None) -> list[tuple[int, str, Meaning]]:
        """Return of each row with a run its number in the table, its label and what it means."""
        found: list[tuple[int, str, Meaning]] = []
        year: Report | None = None
        for at, row in enumerate(self._down.rows):
            cells = [self._reading.area.spread(row, column) for column in self._down.labels]
            texts = [_text(cell) for cell in cells]
            if years := self._year_over(row, texts):
                year = years
            if not self._reading.area.values[row, list(self._down.values)].any():
                continue
            address = self._sheet.address(row, self._down.labels[-1])
            try:
                meaning = self._meaning(row, texts[-1], year or report, [m for _, _, m in found])
            except VocabularyError as error:
                self._reading.refuse(address, error.message, error.remedy)
                continue
            found.append((at, " ".join(dict.fromkeys(filter(None, texts))), meaning))
        return found

    def _year_over(self, row: int, texts: Sequence[str]) -> Report | None:
        """Return the year that a row, or its first column, names for the rows under it."""
        has_numbers = self._reading.area.values[row, list(self._down.values)].any()
        if len(texts) == 1 and has_numbers:
            return None
        heading = run_heading(texts[0], "", _SOME_YEAR) if texts[0] else None
        runs = heading.numerator.runs if heading else []
        if not runs or runs[0] != runs[0].whole_year():
            return None
        return Report(runs[0], names_month=False, names_run=True)

    def _meaning(
        self, row: int, text: str, report: Report | None, above: Sequence[Meaning]
    ) -> Meaning:
        """Return what the numbers of a row state, if they are levels.

        Raises:
            VocabularyError: if its label names no run, or one without a year.
        """
        over = _label_heading(self._reading.area, self._down.header, self._down.labels[-1])
        heading = run_heading(text, over, report)
        if heading is None and _is_total(self._reading.area, row, self._down.labels[-1]):
            return _total_of(text, above)
        if heading is None:
            raise VocabularyError(f"'{text}' names no run", remedy="name the month or the year")
        (outcome,) = settle([heading], report)
        if isinstance(outcome, VocabularyError):
            raise outcome
        if outcome.meaning is None:
            raise VocabularyError(f"'{text}' names no run", remedy="name the month or the year")
        return outcome.meaning

    def _columns(
        self, drafts: Sequence[tuple[int, str, Meaning]], headed: _Headed
    ) -> Iterator[Column]:
        """Yield a column for each run, as the heading over its numbers says."""
        for at, label, level in drafts:
            address = self._sheet.address(self._down.rows[at], self._down.labels[-1])
            try:
                meaning = _of_heading(level, headed.heading)
            except VocabularyError as error:
                head = self._turned.address(headed.at, at)
                self._reading.refuse(head, f"'{headed.text}': {error.message}", error.remedy)
                return
            yield Column(at, label, address, meaning, f"'{label}': it names {meaning.period}")


def _total_of(text: str, above: Sequence[Meaning]) -> Meaning:
    """Return what a row of totals states: the run that the single runs above it make up.

    Raises:
        VocabularyError: if they leave a gap or are of several years.
    """
    runs = sorted({meaning.period for meaning in above})
    whole = Period(runs[0].first, runs[-1].last) if runs else None
    gapless = all(one.last + 1 == next_.first for one, next_ in pairwise(runs))
    if whole is None or not gapless or not whole.within_one_year:
        raise VocabularyError(f"'{text}' does not say of which run", remedy="name the run")
    worst = max(above, key=lambda meaning: (meaning.status is not None, meaning.period))
    return replace(worst, period=whole)


def _of_heading(level: Meaning, heading: Heading) -> Meaning:
    """Return what a number states in the row of a run, under a heading that says more.

    Raises:
        VocabularyError: if run and heading do not go together.
    """
    if heading is _LEVELS:
        return level
    run = level.period
    report = Report(run, names_month=run.months == 1, names_run=run.months > 1)
    if heading.numerator.runs:
        raise VocabularyError(
            "it names a run, and so do the rows", remedy="name it in a mapping file"
        )
    if heading.numerator.is_open:
        marks = {*heading.numerator.marks, "this_period"}
        heading = replace(heading, numerator=replace(heading.numerator, marks=marks))
    (outcome,) = settle([heading], report)
    if isinstance(outcome, VocabularyError):
        raise outcome
    meaning = outcome.meaning
    if meaning is None:
        raise VocabularyError("it names no figure", remedy="name it in a mapping file")
    if outcome.sure and level.status is None:
        return meaning
    return replace(meaning, modality=level.modality, status=level.status)
