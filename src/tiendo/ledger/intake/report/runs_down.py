"""Tables whose runs go down the rows, with indicators over the numbers.

Such a table is turned on its side and judged as the usual one. It is recognised where every row
with a number begins with a run, and at least one heading names an indicator, or the title does.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from tiendo.ledger.intake.report.headings import Heading, Side, understand
from tiendo.ledger.intake.report.labels import Labels
from tiendo.ledger.intake.report.meanings import settle
from tiendo.ledger.intake.report.run_rows import (
    SOME_YEAR,
    Down,
    is_total,
    label_heading,
    label_text,
    run_heading,
)
from tiendo.ledger.intake.report.surroundings import Title
from tiendo.ledger.intake.report.table import Column, Line, Meaning, Report
from tiendo.ledger.intake.report.table_reading import TableReading
from tiendo.ledger.intake.report.turned import TurnedSheet
from tiendo.ledger.intake.report.units import StatedUnit, read_unit, unit_at_end
from tiendo.ledger.intake.workbook.grid import Sheet
from tiendo.vocabulary.errors import VocabularyError
from tiendo.vocabulary.period import Period
from tiendo.vocabulary.series import Series

_LEVELS = Heading(Side(), None, frozenset())


@dataclass(frozen=True, slots=True)
class _Headed:
    """A column of numbers: what it is about, and what its heading says of them beside that."""

    at: int
    text: str
    series: Series
    unit: StatedUnit | None
    heading: Heading


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
        heading = understand(rest, title.report or SOME_YEAR) if rest else _LEVELS
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
        texts = list(dict.fromkeys(label_text(cell) for cell in cells))
        units = [unit for text in texts if (unit := read_unit(text)) and not unit.is_percent]
        names = [text for text in texts if text and (read_unit(text) is None)]
        return names, units[-1] if units else None

    # ---- runs --------------------------------------------------------------------------------

    def _drafts(self, report: Report | None) -> list[tuple[int, str, Meaning]]:
        """Return of each row with a run its number in the table, its label and what it means."""
        area, values = self._reading.area, list(self._down.values)
        found: list[tuple[int, str, Meaning]] = []
        year: Report | None = None
        for at, row in enumerate(self._down.rows):
            cells = [self._reading.area.spread(row, column) for column in self._down.labels]
            texts = [label_text(cell) for cell in cells]
            if years := self._year_over(row, texts):
                year = years
            if not area.values[row, values].any():
                continue
            address = self._sheet.address(row, self._down.labels[-1])
            try:
                meaning = self._meaning(row, texts[-1], year or report, [m for _, _, m in found])
                if is_total(area, row, self._down.labels[-1]):
                    self._check_gaps(row, [self._down.rows[above] for above, _, _ in found])
            except VocabularyError as error:
                self._reading.refuse(address, error.message, error.remedy)
                continue
            found.append((at, " ".join(dict.fromkeys(filter(None, texts))), meaning))
        return found

    def _check_gaps(self, total: int, above: Sequence[int]) -> None:
        """Refuse a total beside one of whose numbers a single run has none.

        Raises:
            VocabularyError: it does not say whether the run is missing in the total, or nothing.
        """
        values = self._reading.area.values
        for column in self._down.values:
            empty = [row for row in above if values[total, column] and not values[row, column]]
            if empty:
                raise VocabularyError(
                    f"the total in {self._sheet.address(total, column)} goes over "
                    f"{self._sheet.address(empty[0], column)}, where no number stands: it is not "
                    "known of which run it is",
                    remedy="write the number, or leave the total out",
                )

    def _year_over(self, row: int, texts: Sequence[str]) -> Report | None:
        """Return the year that a row, or its first column, names for the rows under it."""
        has_numbers = self._reading.area.values[row, list(self._down.values)].any()
        if len(texts) == 1 and has_numbers:
            return None
        heading = run_heading(texts[0], "", SOME_YEAR) if texts[0] else None
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
        over = label_heading(self._reading.area, self._down.header, self._down.labels[-1])
        heading = run_heading(text, over, report)
        if heading is None and is_total(self._reading.area, row, self._down.labels[-1]):
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
