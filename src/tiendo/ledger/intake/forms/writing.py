"""Writing a form as a workbook: locked but for the cells to be filled."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import xlsxwriter  # type: ignore[import-untyped]

from tiendo.ledger.intake.forms.form import (
    FIRST_LINE,
    HEADING_ROW,
    HIDDEN_SHEET,
    MARK,
    STATUS_COLUMN,
    STATUS_ROW,
    VERSION,
    Column,
    Form,
    Line,
)
from tiendo.ledger.intake.forms.words import FormWords, words_in
from tiendo.ledger.intake.workbook.grid import address_of
from tiendo.vocabulary.languages import RIGHT_TO_LEFT

_WIDTHS = {
    Column.NUMBER: 5,
    Column.PLACE: 18,
    Column.INDICATOR: 48,
    Column.UNIT: 12,
    Column.PLAN: 24,
    Column.STATE: 18,
}
_USUAL_WIDTH = 15
_LINE_HEIGHT = 18
"""Points that one line of text takes in a row."""

_DECIMALS = 3
"""Digits behind the point that are shown beside the cells to be filled."""

_A4 = 9
_RIGHT_TO_LEFT_ORDER = 2
_LARGEST = 1e15
"""Above this a spreadsheet no longer keeps every digit."""

_OPTIONS = {
    "in_memory": True,
    # What stands in a cell is text or number, never a formula that somebody slipped in.
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
_FILLED: tuple[Column, ...] = (Column.VALUE, Column.CUMULATIVE, Column.STATE)


def write_form(form: Form) -> bytes:
    """Return a form as a workbook (.xlsx)."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, _OPTIONS) as workbook:
        _Sheets(workbook, form).write()
    return file.getvalue()


class _Sheets:
    """The two sheets of a form: the one to be filled, and the hidden one that says what it is."""

    def __init__(self, workbook: Any, form: Form) -> None:
        self._workbook = workbook
        self._form = form
        self._words: FormWords = words_in(form.language)
        self._sheet = workbook.add_worksheet(self._words["title"])
        self._hidden = workbook.add_worksheet(HIDDEN_SHEET)
        self._formats: dict[tuple[tuple[str, Any], ...], Any] = {}

    def write(self) -> None:
        """Write everything."""
        if self._form.language in RIGHT_TO_LEFT:
            self._sheet.right_to_left()
        self._write_top()
        self._write_headings()
        for number, line in enumerate(self._form.lines):
            self._write_line(FIRST_LINE + number, number + 1, line)
        self._write_rules()
        self._write_hidden()
        self._lay_out()

    def _format(self, **look: Any) -> Any:
        look = {"valign": "vcenter", **look}
        if self._form.language in RIGHT_TO_LEFT:
            look["reading_order"] = _RIGHT_TO_LEFT_ORDER
        key = tuple(sorted(look.items()))
        if key not in self._formats:
            self._formats[key] = self._workbook.add_format(look)
        return self._formats[key]

    # ---- what people see ---------------------------------------------------------------

    def _write_top(self) -> None:
        form, words, sheet = self._form, self._words, self._sheet
        bold = self._format(bold=True)
        sheet.write_string(0, 0, words["title"], self._format(bold=True, font_size=14))
        told = (
            (1, words["office"], form.office),
            (2, words["period"], words.run(form.period)),
            (3, words["issued"], form.as_of.isoformat()),
        )
        for row, name, text in told:
            sheet.write_string(row, 0, name, bold)
            sheet.write_string(row, STATUS_COLUMN, text, self._format())
        sheet.write_string(STATUS_ROW, 0, words["status"], bold)
        sheet.write_blank(STATUS_ROW, STATUS_COLUMN, None, self._to_be_filled())
        sheet.write_string(5, 0, words["help"], self._format(italic=True))

    def _write_headings(self) -> None:
        look = self._format(
            bold=True,
            text_wrap=True,
            border=1,
            align="center",
            valign="vcenter",
            bg_color="#E7EDF3",
        )
        for column in Column:
            if column is not Column.ID:
                self._sheet.write_string(
                    HEADING_ROW, column, self._words[column.name.lower()], look
                )

    def _write_line(self, row: int, number: int, line: Line) -> None:
        sheet, form = self._sheet, self._form
        name = self._words.series(line.card, line.series, form.language)
        indent = 2 * len(line.series.breakdown.pairs)
        sheet.set_row(row, _LINE_HEIGHT * max(1, len(line.plans)))
        sheet.write_number(row, Column.NUMBER, number, self._format(border=1, align="center"))
        sheet.write_string(row, Column.PLACE, line.place.name(form.language), self._told())
        look = self._format(border=1, text_wrap=True, indent=indent)
        sheet.write_string(row, Column.INDICATOR, name, look)
        sheet.write_string(row, Column.UNIT, self._words.unit(line.card.unit.text), self._told())
        for column, known in (
            (Column.SAME_PERIOD, line.same_period),
            (Column.PREVIOUS_PERIOD, line.previous_period),
            (Column.BEFORE, line.before),
        ):
            self._write_known(row, column, known)
        self._write_plans(row, line.plans)
        sheet.write_blank(row, Column.VALUE, None, self._to_be_filled(number=True))
        asked = line.asks_cumulative(form.period)
        look = self._to_be_filled(number=True) if asked else self._told()
        sheet.write_blank(row, Column.CUMULATIVE, None, look)
        sheet.write_blank(row, Column.STATE, None, self._to_be_filled())
        sheet.write_number(row, Column.ID, number, self._format(locked=True))

    def _write_known(self, row: int, column: Column, known: Decimal | None) -> None:
        if known is None:
            self._sheet.write_blank(row, column, None, self._told())
        elif abs(known) < _LARGEST:
            rounded = round(known, _DECIMALS).normalize()
            digits = max(0, -int(rounded.as_tuple().exponent))
            look = self._told(num_format="#,##0" + ("." + "0" * digits if digits else ""))
            self._sheet.write_number(row, column, float(known), look)
        else:
            self._sheet.write_string(row, column, str(known), self._told())

    def _write_plans(self, row: int, plans: Sequence[tuple[str, Decimal]]) -> None:
        """Write one plan as a number, several with who assigned them."""
        if len({value for _, value in plans}) < 2:
            self._write_known(row, Column.PLAN, plans[0][1] if plans else None)
            return
        told = (
            self._words.number(value) + (f" ({self._words.assigner(who)})" if who else "")
            for who, value in plans
        )
        look = self._format(border=1, font_color="#44546A", text_wrap=True, align="right")
        self._sheet.write_string(row, Column.PLAN, "\n".join(told), look)

    def _told(self, **look: Any) -> Any:
        return self._format(border=1, font_color="#44546A", **look)

    def _to_be_filled(self, *, number: bool = False) -> Any:
        look = {"num_format": "#,##0.###"} if number else {}
        return self._format(border=1, locked=False, bg_color="#FFF8DC", **look)

    # ---- what may be written -----------------------------------------------------------

    def _write_rules(self) -> None:
        """Say to the spreadsheet program what may be written into which cells."""
        if not self._form.lines:
            return
        last, words = FIRST_LINE + len(self._form.lines) - 1, self._words
        number = {
            "validate": "decimal",
            "criteria": "between",
            "minimum": -_LARGEST,
            "maximum": _LARGEST,
            "error_message": words["wrong_number"],
        }
        for column in (Column.VALUE, Column.CUMULATIVE):
            self._sheet.data_validation(FIRST_LINE, column, last, column, number)
            self._show_whole_numbers(column, last)
        chosen = {"validate": "list", "error_message": words["wrong_word"]}
        states = {**chosen, "source": list(words.list_of("states").values())}
        self._sheet.data_validation(FIRST_LINE, Column.STATE, last, Column.STATE, states)
        statuses = {**chosen, "source": list(words.list_of("statuses").values())}
        self._sheet.data_validation(STATUS_ROW, STATUS_COLUMN, STATUS_ROW, STATUS_COLUMN, statuses)

    def _show_whole_numbers(self, column: Column, last: int) -> None:
        """Print whole numbers without the point that "#,##0.###" leaves behind them."""
        cell = address_of(FIRST_LINE, column)
        whole = {
            "type": "formula",
            "criteria": f"=AND(ISNUMBER({cell}),{cell}=INT({cell}))",
            "format": self._workbook.add_format({"num_format": "#,##0"}),
        }
        self._sheet.conditional_format(FIRST_LINE, column, last, column, whole)

    def _lay_out(self) -> None:
        sheet = self._sheet
        for column in Column:
            width = _WIDTHS.get(column, _USUAL_WIDTH)
            sheet.set_column(column, column, width, None, {"hidden": column is Column.ID})
        sheet.set_row(HEADING_ROW, 45)
        sheet.freeze_panes(FIRST_LINE, Column.UNIT)
        sheet.protect("", {"format_columns": True, "format_rows": True})
        sheet.set_landscape()
        sheet.set_paper(_A4)
        sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.5)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(HEADING_ROW)
        sheet.set_first_sheet()
        sheet.activate()

    # ---- what the form is --------------------------------------------------------------

    def _write_hidden(self) -> None:
        form, hidden = self._form, self._hidden
        for column, text in enumerate((MARK, str(VERSION), form.language, form.office)):
            hidden.write_string(0, column, text)
        hidden.write_string(1, 0, str(form.period))
        hidden.write_string(1, 1, date.isoformat(form.as_of))
        for number, line in enumerate(form.lines):
            told = (
                str(number + 1),
                line.place.key,
                line.series.indicator,
                str(line.series.breakdown),
                line.series.price_basis,
                line.card.unit.text,
                "cumulative" if line.asks_cumulative(form.period) else "",
            )
            for column, text in enumerate(told):
                hidden.write_string(2 + number, column, text)
        hidden.protect()
        hidden.very_hidden()
