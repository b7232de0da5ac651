"""Where tables stand, what titles and labels tell, and what is refused with its address."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.intake.report.forms import INVESTMENT, MAY
from tests.intake.report.reader import problems, read, told_by_cell
from tests.intake.report.sheets import Drawn, Rows, book, grid
from tiendo.ledger.intake.workbook.grid import Look, Workbook
from tiendo.packs import load_pack
from tiendo.vocabulary.period import Period

TITLES: Rows = (
    ["UBND TỈNH NINH THUẬN"],
    ["Báo cáo tháng 5 năm 2024"],
    ["Đơn vị tính: tỷ đồng"],
    [],
)
REVENUE = "Thu ngân sách nhà nước trên địa bàn"


def table(
    *rows: list[object], titles: Rows = TITLES, heads: tuple[str, ...] = ("Tháng 5",)
) -> Drawn:
    """Return a small table: titles, one header row from row 5 on, and rows."""
    return Drawn([*titles, ["Chỉ tiêu", *heads], *rows])  # type: ignore[list-item]


def told(drawn: Drawn, **more: object) -> dict[str, str]:
    intake = read(drawn, **more)
    assert problems(intake) == []
    return told_by_cell(intake)


def test_the_smallest_report() -> None:
    assert told(table([REVENUE, 320.75])) == {
        "B6": "state-budget-revenue level 2024-05 actual 320.75"
    }


def test_a_statement_names_its_sheet_and_cell_and_keeps_what_was_filed() -> None:
    sheet = replace(table([REVENUE, 320.75]), looks={1: Look(decimals=1)})
    (statement,) = read(sheet).statements
    assert (statement.cell, statement.stated_unit, statement.decimals) == (
        "Biểu 1!B6",
        "bn VND",
        1,
    )
    assert (statement.known_at, statement.known_at_given) == (date(2024, 6, 30), False)


def test_thousand_billions_are_billions_times_a_thousand() -> None:
    titles = (*TITLES[:2], ["Đơn vị: nghìn tỷ đồng"], [])
    (statement,) = read(table([REVENUE, 0.32075], titles=titles)).statements
    assert (str(statement.value), statement.decimals, statement.stated_unit) == (
        "320.75",
        2,
        "bn VND",
    )


@pytest.mark.parametrize(
    ("rows", "told_"),
    [
        (
            [["Thu ngân sách nhà nước trên địa bàn nhé", 5.5]],
            "A6: 'Thu ngân sách nhà nước trên địa",
        ),
        ([[None, 5.5], [REVENUE, 6.5]], "B6: a number has no label in its row"),
        ([["Lượt khách du lịch", 5]], "B6: 'tourists' cannot be stated in 'tỷ đồng'"),
        ([["Trung ương", 5]], "A6: 'Trung ương' is no indicator and no part of one above it"),
        ([[REVENUE, "#REF!"]], "B6: the formula gives the error #REF!"),
        ([[REVENUE, True]], "B6: true or false stands where a number is expected"),
        ([[REVENUE, datetime(2024, 5, 1)]], "B6: a date stands where a number is expected"),
        ([[REVENUE, "5.800"]], "B6: '5.800' may be 5800 or 5.800"),
        ([[REVENUE, 5.5], ["Thu nội địa", "chưa có"]], "B7: 'chưa có' is no number"),
        ([["Lượt khách du lịch (lượt khách)", -5]], "B6: -5 visits is impossible"),
    ],
)
def test_a_bad_cell_is_named_by_its_address(rows: list[list[object]], told_: str) -> None:
    intake = read(table(*rows))
    assert intake.statements == ()
    assert any(problem.startswith(told_) for problem in problems(intake)), problems(intake)
    assert all(fault.remedy and fault.file_name for fault in intake.faults)


def test_a_near_name_is_told_with_an_unknown_label() -> None:
    (fault,) = read(table(["Thu ngân sách nhà nước trên địa bàng", 5.5])).faults
    assert "did you mean: state-budget-revenue" in fault.remedy


@pytest.mark.parametrize(
    ("titles", "told_"),
    [
        (TITLES[1:], ": no title names the place of the report"),
        ((TITLES[0], TITLES[2], []), ": it names no period, nor does the title"),
        (
            ([*TITLES[0]], *TITLES[1:3], ["và tháng 4 năm 2024"]),
            ": the titles name several periods",
        ),
        ((*TITLES[:2], ["ĐVT: tỷ đòng"], []), "A3: 'tỷ đòng' is no known unit"),
        ((*TITLES[:2], ["Đơn vị: Sở Tài chính"], []), "B6: no unit is told"),
        (
            ([*TITLES[0]], ["UBND TỈNH PHÚ YÊN"], *TITLES[1:]),
            ": the titles may mean several places",
        ),
    ],
)
def test_what_the_titles_leave_open_is_refused(titles: Rows, told_: str) -> None:
    heads = ("Kỳ này",) if "no period" in told_ else ("Tháng 5 năm 2024",)
    intake = read(table([REVENUE, 5.5], titles=titles, heads=heads))
    assert any(told_ in problem for problem in problems(intake)), problems(intake)


def test_place_and_period_may_be_named_beforehand() -> None:
    titles: Rows = (["Đơn vị tính: tỷ đồng"], [])
    drawn = table([REVENUE, 5.5], titles=titles, heads=("Kỳ này",))
    place = load_pack().register["ninh-thuan"]
    found = told(drawn, place=place, period=Period.parse("2024-04"))
    assert found == {"B4": "state-budget-revenue level 2024-04 actual 5.5"}


def test_what_was_asked_for_must_be_what_the_titles_name() -> None:
    drawn = table([REVENUE, 5.5])
    place = load_pack().register["phu-yen"]
    wrong = problems(read(drawn, place=place, period=Period.parse("2024-04")))
    assert "A2: the title names 2024-05, but 2024-04 was asked for" in wrong
    assert "A1: the title names 'ninh-thuan', but 'phu-yen' was asked for" in wrong


def test_a_column_of_offices_is_no_column_of_units() -> None:
    drawn = table([REVENUE, "Sở Tài chính", 5.5], heads=("Đơn vị", "Tháng 5"))
    assert told(drawn) == {"C6": "state-budget-revenue level 2024-05 actual 5.5"}


def test_a_number_under_no_heading_is_refused() -> None:
    assert "C5: column C has numbers and no heading" in problems(read(table([REVENUE, 5.5, 6.5])))


def test_a_percentage_is_no_amount() -> None:
    drawn = replace(table([REVENUE, 0.95]), looks={1: Look(percent=True)})
    assert problems(read(drawn)) == [
        "B6: the number is printed as a percentage, but the unit is 'tỷ đồng'"
    ]


def test_empty_marks_and_headings_without_numbers_say_nothing() -> None:
    drawn = table(["I. Thu chi"], [REVENUE, "…"], ["Thu nội địa", 4.5], ["Tổng chi", "-"])
    assert set(told(drawn)) == {"B8"}


def test_a_part_under_an_unknown_heading_is_not_taken_for_another_whole() -> None:
    rows = (
        ["1. Tổng mức bán lẻ hàng hóa và doanh thu dịch vụ", 100.5],
        ["2. Doanh thu vàng mã"],
        ["- Bán lẻ hàng hóa", 80.5],
    )
    assert problems(read(table(*rows)))[0].startswith("A8: 'Bán lẻ hàng hóa' is no indicator")


def test_the_title_names_the_indicator_of_totals_and_parts() -> None:
    found = told_by_cell(read(INVESTMENT.drawn()))
    assert found["C7"].startswith("state-budget-investment level 2024 target")
    assert found["C8"].startswith("state-budget-investment/management=central")


def test_a_dateline_tells_since_when_figures_are_known() -> None:
    dated = table([REVENUE, 5.5], [], [None, "Ninh Thuận, ngày 25 tháng 5 năm 2024"])
    (statement,) = read(dated).statements
    assert (statement.known_at, statement.known_at_given) == (date(2024, 5, 25), True)
    (later,) = read(dated, known_at=date(2024, 6, 1)).statements
    assert later.known_at == date(2024, 6, 1)


def test_the_date_of_a_decision_is_not_that_of_the_report() -> None:
    titles = (*TITLES[:2], ["(theo Quyết định số 5 ngày 25 tháng 5 năm 2024)"], *TITLES[2:])
    (statement,) = read(table([REVENUE, 5.5], titles=titles)).statements
    assert not statement.known_at_given


def test_two_tables_of_a_sheet_share_the_title() -> None:
    drawn = table(
        [REVENUE, 5.5],
        [],
        ["Đơn vị tính: triệu đồng"],
        ["Chỉ tiêu", "Kế hoạch năm", "Tháng 5"],
        ["Thu nội địa", 4000, 350],
    )
    assert told(drawn) == {
        "B6": "state-budget-revenue level 2024-05 actual 5.5",
        "B10": "domestic-revenue level 2024 target 4",
        "C10": "domestic-revenue level 2024-05 actual 0.35",
    }


def test_hidden_sheets_are_left_out() -> None:
    shown, hidden = table([REVENUE, 5.5]), replace(table([REVENUE, 6.5]), name="Ẩn", hidden=True)
    intake = read(book(shown, hidden))
    assert [s.cell for s in intake.statements] == ["Biểu 1!B6"]


def test_hidden_rows_are_left_out_and_told() -> None:
    sheet = replace(grid(table([REVENUE, 5.5], ["Thu nội địa", 4.5])), hidden_rows=frozenset({6}))
    intake = read(Workbook("a.xlsx", "", (sheet,)))
    assert set(told_by_cell(intake)) == {"B6"}
    assert [note.message for note in intake.notes] == ["hidden rows are left out: 7"]


def test_the_same_figure_twice_is_kept_once_and_two_unlike_ones_are_refused() -> None:
    intake = read(table([REVENUE, 5.5], [REVENUE, 5.5]))
    assert set(told_by_cell(intake)) == {"B6"}
    assert [note.cell for note in intake.notes] == ["B7"]
    unlike = problems(read(table([REVENUE, 5.5], [REVENUE, 6.5])))
    assert unlike == [
        "B7: 6.5 stands here and 5.5 in Biểu 1!B6, both for level of state-budget-revenue in "
        "2024-05"
    ]


def test_a_workbook_without_a_table_is_refused() -> None:
    assert (
        "no table with labels and numbers" in problems(read(Drawn([["Kính gửi"], ["Ông Ba"]])))[0]
    )


def test_a_contradiction_is_a_warning_and_does_not_stop_the_file() -> None:
    intake = read(MAY.drawn().with_cell("J7", 107.9))
    assert [(note.cell, note.severity) for note in intake.notes] == [("J7", "warning")]
    assert "(F7, H7) give 106.38, but 107.9 is stated" in intake.notes[0].message
    assert len(intake.statements) == 95 + 1


CELLS = st.one_of(
    st.none(),
    st.sampled_from(["Chỉ tiêu", "STT", REVENUE, "Thu nội địa", "Tháng 5", "Tháng 5 năm 2024"]),
    st.sampled_from(
        ["So với", "(%)", "Kế hoạch", "tỷ đồng", "I", "-", "1,5", "5.800", "#REF!", ""]
    ),
    st.sampled_from(
        ["UBND TỈNH NINH THUẬN", "Năm 2024", "Đơn vị: tỷ đồng", "% kế hoạch", "Lũy kế"]
    ),
    st.floats(-1e6, 1e6, allow_nan=False),
    st.booleans(),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(CELLS, min_size=1, max_size=6), min_size=1, max_size=8))
@example([["tỷ đồng", 1.0]])  # no words but a unit
@example([["tỷ đồng", 1.0, "Thu nội địa"]])  # the only label stands right of the number
def test_any_sheet_is_read_or_refused_and_never_fails(rows: list[list[object]]) -> None:
    intake = read(Drawn(rows))  # type: ignore[arg-type]
    assert bool(intake.faults) is not bool(intake.statements)
