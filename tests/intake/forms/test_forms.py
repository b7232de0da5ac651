"""A form goes out, is filled, and comes back: each cell a figure, each bad cell named."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from decimal import Decimal

import pytest
import xlsxwriter

from tests.intake.forms.filling import COMMUNE, FORM, filled, taken_back
from tiendo.ledger.intake.forms import is_form, words_in, write_form
from tiendo.ledger.intake.forms.form import HEADING_ROW, Column
from tiendo.ledger.intake.workbook import Sheet, read_workbook
from tiendo.vocabulary.period import Period
from tiendo.vocabulary.words import FiledState, Status

# The three lines of the form stand in rows 9 to 11; I is the period, J cumulative, K the reason.
VISITORS, REVENUE, HOUSEHOLDS = 9, 10, 11


def _sheet(content: bytes) -> Sheet:
    return read_workbook(content, file_name="form.xlsx").sheets[0]


# ---- what stands on it -------------------------------------------------------------------


def test_the_form_shows_what_is_known_beside_the_cells_to_be_filled() -> None:
    sheet = _sheet(write_form(FORM))
    visitors = [sheet.cell(VISITORS - 1, column) for column in Column]
    assert visitors[Column.PLACE].text == COMMUNE.name("vi")
    assert visitors[Column.INDICATOR].text == "Khách du lịch"
    known = [
        visitors[c].number for c in (Column.SAME_PERIOD, Column.PREVIOUS_PERIOD, Column.BEFORE)
    ]
    assert known == [90, 95, 190]
    assert sheet.cell(REVENUE - 1, Column.UNIT).text == "tỷ đồng"
    assert sheet.cell(REVENUE - 1, Column.PLAN).text == "120,5 (tỉnh giao)\n125 (xã giao)"
    assert sheet.cell(HOUSEHOLDS - 1, Column.PLAN).number == 12


@pytest.mark.parametrize("language", ["vi", "en", "ar", "ru"])
def test_a_form_speaks_its_language(language: str) -> None:
    content = write_form(replace(FORM, language=language))
    assert _sheet(content).cell(HEADING_ROW, Column.VALUE).text == words_in(language)["value"]
    filled_in = filled({f"I{VISITORS}": 100}, replace(FORM, language=language))
    assert [said.value for said in taken_back(filled_in).statements] == [100]


@pytest.mark.parametrize(
    ("language", "period", "told"),
    [
        ("vi", "2026-03", "tháng 3 năm 2026"),
        ("vi", "2026-Q1", "quý 1 năm 2026"),
        ("en", "2026-9M", "first 9 months of 2026"),
        ("ru", "2026", "2026 год"),
        ("ar", "2026-H1", "الأشهر الأولى من عام 2026 حتى الشهر 6"),
        ("en", "2026-02/2026-05", "2026-02/2026-05"),
        ("en", "2021/2025", "2021/2025"),
    ],
)
def test_the_form_names_its_period_in_words(language: str, period: str, told: str) -> None:
    form = replace(FORM, language=language, period=Period.parse(period))
    assert _sheet(write_form(form)).cell(2, 3).text == told


def test_a_long_computed_plan_is_shown_with_three_decimals_and_its_row_has_room() -> None:
    plans = (
        ("own", Decimal("12722.70443124720418")),
        ("province", Decimal(12800)),
        ("x", Decimal(1)),
    )
    form = replace(FORM, lines=(replace(FORM.lines[0], plans=plans),))
    content = write_form(form)
    shown = "12.722,704 (địa phương giao)\n12.800 (tỉnh giao)\n1 (x)"
    assert _sheet(content).cell(8, Column.PLAN).text == shown
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        rows = archive.read("xl/worksheets/sheet1.xml").decode()
    assert re.search(r'<row r="9"[^>]*ht="54"', rows)


def test_every_language_has_every_word() -> None:
    languages = ("vi", "en", "ar", "ru")
    known = {language: set(words_in(language).keys()) for language in languages}
    assert len(set(map(frozenset, known.values()))) == 1
    for words in ("assigners", "runs", "statuses", "states"):
        assert len({frozenset(words_in(one).list_of(words)) for one in languages}) == 1


def test_what_looks_like_a_formula_stays_text() -> None:
    sheet = _sheet(write_form(replace(FORM, office='=HYPERLINK("http://x")')))
    assert sheet.cell(1, 3).text == '=HYPERLINK("http://x")'
    assert not sheet.formulas.any()


# ---- what it says when it comes back ---------------------------------------------------------


def test_numbers_become_figures_of_their_runs() -> None:
    intake = taken_back(filled({f"I{VISITORS}": 100, f"J{VISITORS}": 290.5, f"I{HOUSEHOLDS}": 11}))
    assert intake.faults == ()
    told = [(s.series.indicator, str(s.period), s.value, s.cell) for s in intake.statements]
    sheet = words_in("vi")["title"]
    assert told == [
        ("visitors", "2026-03", 100, f"{sheet}!I9"),
        ("visitors", "2026-Q1", Decimal("290.5"), f"{sheet}!J9"),
        ("poor-households", "2026-03", 11, f"{sheet}!I11"),
    ]
    assert intake.statements[1].decimals == 1
    assert {s.place for s in intake.statements} == {COMMUNE.key}
    assert intake.source == "Văn phòng xã"


def test_an_empty_form_says_nothing() -> None:
    assert (taken_back(write_form(FORM)).statements, taken_back(write_form(FORM)).faults) == (
        (),
        (),
    )


def test_the_status_is_that_of_all_its_figures() -> None:
    assert taken_back(filled({f"I{VISITORS}": 1})).statements[0].status is None
    intake = taken_back(filled({"D5": "ước tính", f"I{VISITORS}": 1}))
    assert intake.statements[0].status is Status.ESTIMATE


def test_a_reason_stands_instead_of_a_number() -> None:
    (said,) = taken_back(filled({f"K{VISITORS}": "Mật"})).statements
    assert (said.state, said.value) == (FiledState.CONFIDENTIAL, None)


def test_a_line_that_was_moved_is_still_itself() -> None:
    """Somebody sorted the lines: ids, names and units went along."""
    swapped = filled({f"L{VISITORS}": 3, f"D{VISITORS}": "hộ", f"L{HOUSEHOLDS}": 1,
                      f"D{HOUSEHOLDS}": "visitors", f"I{VISITORS}": 11})  # fmt: skip
    (said,) = taken_back(swapped).statements
    assert (said.series.indicator, said.value) == ("poor-households", 11)


# ---- what is refused, by address ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("cells", "address", "message"),
    [
        ({"I9": "12,5"}, "I9", "'12,5' is text, not a number"),
        ({"I9": "khoảng 100"}, "I9", "is text, not a number"),
        ({"I9": '<c t="e"><v>#REF!</v></c>'}, "I9", "the error #REF!"),
        ({"I9": '<c t="b"><v>1</v></c>'}, "I9", "true or false"),
        ({"I9": -5}, "I9", "never below zero"),
        ({"J11": 5}, "J11", "a cumulative number is not asked here"),
        ({"K9": "không biết"}, "K9", "is none of the entries"),
        ({"I9": 5, "K9": "mật"}, "I9", "a number and a reason"),
        ({"I9": 5, "D9": "nghìn"}, "D9", "the cell now says 'nghìn'"),
        ({"D5": "chắc chắn", "I9": 5}, "D5", "is none of the entries"),
        ({"L9": 2, "I9": 5, "I10": 6}, "I10", "stands twice"),
        ({"L9": 77, "I9": 5}, "I9", "none of the form's"),
    ],
)
def test_a_bad_cell_is_named(cells: dict[str, float | str], address: str, message: str) -> None:
    faults = taken_back(filled(cells)).faults
    told = {fault.cell: fault for fault in faults}
    assert message in told[address].message
    assert told[address].remedy
    assert told[address].sheet == words_in("vi")["title"]
    assert str(told[address]).startswith(f"form.xlsx, sheet 'Biểu báo cáo', cell {address}: ")


def test_good_cells_stay_good_beside_bad_ones() -> None:
    intake = taken_back(filled({"I9": "x", "I11": 11}))
    assert [s.series.indicator for s in intake.statements] == ["poor-households"]
    assert len(intake.faults) == 1


def test_lines_that_are_gone_are_told() -> None:
    (fault,) = taken_back(filled({"L9": "", "I9": ""})).faults
    assert "1 lines of the form are gone" in fault.message


def test_a_form_of_another_version_is_refused() -> None:
    content = filled({"B1": "99"}, sheet=2)
    assert is_form(read_workbook(content, file_name="form.xlsx"))
    (fault,) = taken_back(content).faults
    assert "version 99" in fault.message
    assert "`tiendo form`" in fault.remedy


def test_a_changed_hidden_sheet_is_refused() -> None:
    (fault,) = taken_back(filled({"B3": ""}, sheet=2)).faults
    assert "was changed" in fault.message


def test_a_workbook_without_a_hidden_sheet_is_no_form() -> None:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as workbook:
        workbook.add_worksheet("Biểu báo cáo").write_string(0, 0, "tiendo-form")
    assert not is_form(read_workbook(file.getvalue(), file_name="x.xlsx"))
    assert is_form(read_workbook(write_form(FORM), file_name="x.xlsx"))


def test_the_first_month_of_a_year_asks_no_cumulative_number() -> None:
    january = replace(FORM, period=Period.parse("2026-01"))
    (fault,) = taken_back(filled({"J9": 5}, january)).faults
    assert "not asked here" in fault.message
