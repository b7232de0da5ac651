"""Months, quarters or years go down the rows, indicators stand over the numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

import pytest

from tests.intake.report.reader import problems, read, register, told_by_cell
from tests.intake.report.sheets import Drawn, Value, book
from tiendo.ledger.intake.mapping import propose
from tiendo.ledger.intake.workbook.grid import Look
from tiendo.packs import load_pack

NINH_THUAN = "ỦY BAN NHÂN DÂN TỈNH NINH THUẬN"
BN = "Đơn vị: tỷ đồng"
REVENUE = "Thu ngân sách nhà nước trên địa bàn"
DOMESTIC = "Thu nội địa"
VISITS = "Lượt khách du lịch"


def table(*rows: Sequence[Value], titles: Sequence[str] = ()) -> Drawn:
    return Drawn([[NINH_THUAN], *([title] for title in titles), *rows])


TWO_MONTHS = {
    "B4": "state-budget-revenue level 2023-01 actual 100.5",
    "B5": "state-budget-revenue level 2023-02 actual 90.25",
}


@pytest.mark.parametrize(
    ("labels", "over"),
    [
        (["T1/2023", "T2/2023"], "Tháng"),
        (["Tháng 1 năm 2023", "Tháng 2 năm 2023"], "Chỉ tiêu"),
        (["01/2023", "02/2023"], "Thời gian"),
        (["1/2023", "2/2023"], None),
        (["2023-01", "2023-02"], "Kỳ"),
        ([datetime(2023, 1, 1), datetime(2023, 2, 1)], "Tháng"),
        (["January 2023", "February 2023"], "Month"),
        (["январь 2023", "февраль 2023"], "Месяц"),
        (["يناير 2023", "فبراير 2023"], "الشهر"),
    ],
)
def test_a_run_is_told_in_many_ways(labels: Sequence[Value], over: str | None) -> None:
    drawn = table([BN], [over, REVENUE], [labels[0], 100.5], [labels[1], 90.25])
    assert problems(read(drawn)) == []
    assert told_by_cell(read(drawn)) == TWO_MONTHS


AS_DAYS = {0: Look(day=True)}


@pytest.mark.parametrize("over", ["Đến ngày", "Ngày", "Thời gian", "Quý", None])
def test_a_day_is_no_month_unless_the_heading_says_so(over: str | None) -> None:
    """Up to 01/02 is what January brought, and no figure of February."""
    days = [datetime(2023, 1, 1), 100.5], [datetime(2023, 2, 1), 90.25]
    (fault,) = read(replace(table([BN], [over, REVENUE], *days), looks=AS_DAYS)).faults
    assert fault.message.startswith("no table") and "not as days" in fault.remedy
    months = replace(table([BN], ["Tháng", REVENUE], *days), looks=AS_DAYS)
    assert told_by_cell(read(months)) == TWO_MONTHS


@pytest.mark.parametrize("labels", [("T1", "T2"), ("Tháng 1", "Tháng 2"), (1, 2)])
def test_the_year_is_told_by_the_title(labels: Sequence[Value]) -> None:
    rows = ["Tháng", f"{REVENUE} (tỷ đồng)"], [labels[0], 100.5], [labels[1], 90.25]
    assert told_by_cell(read(table(*rows, titles=["Số liệu năm 2023"]))) == TWO_MONTHS
    told = problems(read(table([BN], *rows)))
    assert [one[:4] for one in told] == ["A4: ", "A5: "]
    assert all("names no year" in one for one in told)


@pytest.mark.parametrize(
    "rows",
    [
        [["Năm", "Quý", REVENUE], [2022, "I", 10], [None, "II", 20], [2023, "I", 30]],
        [["Năm", "Quý", REVENUE], ["2022", "Quý I", 10], ["", "Quý II", 20], ["2023", "Quý I", 30]],
    ],
)
def test_the_year_stands_in_a_column_of_its_own(rows: list[list[Value]]) -> None:
    told = told_by_cell(read(table([BN], *rows)))
    runs = [told[f"C{row}"].split()[2] for row in (4, 5, 6)]
    assert runs == ["2022-Q1", "2022-Q2", "2023-Q1"]


def test_the_year_stands_over_its_months() -> None:
    rows = [["Tháng", REVENUE], ["2022", None], ["T1", 10], ["T2", 20], ["2023", None], ["T1", 30]]
    told = told_by_cell(read(table([BN], *rows)))
    assert {cell: said.split()[2] for cell, said in told.items()} == {
        "B5": "2022-01", "B6": "2022-02", "B8": "2023-01",
    }  # fmt: skip


def test_years_alone_are_years() -> None:
    rows = [["Năm", REVENUE, DOMESTIC], [2021, 10, 8], [2022, 20, 16]]
    told = told_by_cell(read(table([BN], *rows)))
    assert told["B4"] == "state-budget-revenue level 2021 actual 10"
    assert told["C5"] == "domestic-revenue level 2022 actual 16"


def test_each_column_has_its_unit_in_its_heading_or_below_it() -> None:
    below = [
        ["Tháng", REVENUE, VISITS],
        [None, "Triệu đồng", "Nghìn lượt khách"],
        ["T1/2023", 100500, 1.5],
        ["T2/2023", 90250, 2],
    ]
    told = told_by_cell(read(table(*below)))
    assert told["B4"] == "state-budget-revenue level 2023-01 actual 100.5"
    assert told["C5"] == "tourists level 2023-02 actual 2000"


def test_the_title_names_the_indicator_and_the_headings_say_the_rest() -> None:
    rows = [
        ["Tháng", "Thực hiện", "Lũy kế", "So với cùng kỳ năm trước (%)"],
        ["Tháng 1", 10, 10, 108.1],
        ["Ước tính tháng 2", 20, 30, 101.2],
    ]
    told = told_by_cell(read(table([BN], *rows, titles=[f"{REVENUE} năm 2023"])))
    assert told == {
        "B5": "state-budget-revenue level 2023-01 actual 10",
        "B6": "state-budget-revenue level 2023-02 estimate 20",
        "C6": "state-budget-revenue level 2023-01/2023-02 estimate 30",
        "D5": "state-budget-revenue base_ratio 2023-01 actual 108.1",
        "D6": "state-budget-revenue base_ratio 2023-02 estimate 101.2",
    }


def test_a_total_is_of_the_runs_above_it() -> None:
    rows = [["Tháng", REVENUE], ["T1/2023", 10], ["T2/2023", 20], ["Tổng cộng", 30]]
    told = told_by_cell(read(table([BN], *rows)))
    assert told["B6"] == "state-budget-revenue level 2023-01/2023-02 actual 30"
    gap = [["Tháng", REVENUE], ["T1/2023", 10], ["T3/2023", 20], ["Tổng cộng", 30]]
    assert problems(read(table([BN], *gap))) == ["A6: 'Tổng cộng' does not say of which run"]


def test_a_total_over_an_empty_cell_is_of_no_certain_run() -> None:
    """Filed for the quarter, 30 would make a nought of March."""
    rows = [["Tháng", REVENUE, DOMESTIC], ["T1/2023", 10, 5], ["T2/2023", 20, 6]]
    gap = [*rows, ["T3/2023", None, 7], ["Tổng cộng", 30, 18]]
    (fault,) = read(table([BN], *gap)).faults
    assert fault.cell == "A7" and "the total in B7 goes over B6" in fault.message
    filled = [*rows, ["T3/2023", 30, 7], ["Tổng cộng", 60, 18]]
    assert told_by_cell(read(table([BN], *filled)))["B7"].endswith("2023-Q1 actual 60")
    untold = [*rows, ["T3/2023", None, 7], ["Tổng cộng", None, 18]]
    assert told_by_cell(read(table([BN], *untold)))["C7"].endswith("2023-Q1 actual 18")


def test_parts_stand_under_the_indicator_that_heads_them() -> None:
    retail = "Tổng mức bán lẻ hàng hóa và doanh thu dịch vụ"
    rows = [
        ["Tháng", retail, None, None],
        [None, "Tổng số", "Bán lẻ hàng hóa", "Du lịch lữ hành"],
        ["T1/2023", 10, 8, 2],
        ["T2/2023", 20, 17, 3],
    ]
    drawn = table([BN], *rows).with_merge("B3:D3")
    told = told_by_cell(read(drawn))
    assert told["B5"] == "retail-sales level 2023-01 actual 10"
    assert told["D6"] == "retail-sales/activity=travel level 2023-02 actual 3"


@pytest.mark.parametrize(
    ("cell", "value", "said"),
    [
        ("B5", "#REF!", "B5: the formula gives the error #REF!"),
        ("A5", "T1/2023", "B5: 90.25 stands here and 100.5 in Biểu 1!B4"),
        ("B3", "Lợi nhuận", "B3: 'Lợi nhuận' is no indicator"),
        ("A2", "Đơn vị tính: bát", "A2: 'bát' is no known unit"),
        ("B5", "90 tỷ", "B5: "),
        ("A1", "Biểu số 1", ": no title names the place of the report"),
    ],
)
def test_what_is_wrong_is_told_at_the_cell_that_people_see(
    cell: str, value: str, said: str
) -> None:
    good = table([BN], ["Tháng", REVENUE, VISITS], ["T1/2023", 100.5], ["T2/2023", 90.25])
    good = good.with_cell("C3", f"{VISITS} (lượt khách)").with_cell("C4", 10).with_cell("C5", 11)
    assert problems(read(good)) == []
    told = problems(read(good.with_cell(cell, value)))
    assert any(one.startswith(said) for one in told), told
    assert not read(good.with_cell(cell, value)).statements


def test_a_falling_cumulative_and_a_slip_of_a_row_are_found() -> None:
    title = f"{REVENUE} năm 2023"
    rows: list[list[Value]] = [["Tháng", "Thực hiện", "Lũy kế"]]
    rows += [[f"T{month}", 10.5 + month, sum(10.5 + m for m in range(1, month + 1))]
             for month in range(1, 7)]  # fmt: skip
    good = table([BN], *rows, titles=[title])
    assert problems(read(good)) == []
    fallen = problems(read(good.with_cell("C8", 30)))
    assert [one[:34] for one in fallen] == ["C8: a cumulative figure falls: 202"]


def test_hidden_rows_and_columns_are_left_out_and_other_tables_are_read_too() -> None:
    rows = [["Tháng", REVENUE], ["T1/2023", 10], ["T2/2023", 20], []]
    rows += [[f"{REVENUE} tháng 5 năm 2024"], ["Chỉ tiêu", "Ước tính tháng 5"], [DOMESTIC, 7.5]]
    told = told_by_cell(read(table([BN], *rows)))
    assert told["B4"] == "state-budget-revenue level 2023-01 actual 10"
    assert told["B9"] == "domestic-revenue level 2024-05 estimate 7.5"


def test_a_map_is_neither_needed_nor_possible() -> None:
    drawn = table([BN], ["Tháng", REVENUE], ["T1/2023", 100.5], ["T2/2023", 90.25])
    proposal = propose(book(drawn), register=register(), catalogue=load_pack().catalogue)
    assert proposal.tables == () and not proposal.undecided
    assert proposal.left_out == (
        "sheet 'Biểu 1', the numbers from B4 on: the periods go down the rows. Such a table is "
        "read without a map, and not with one",
    )
    assert "# left out: sheet 'Biểu 1'" in proposal.as_yaml()


def test_the_figures_have_the_date_of_the_report() -> None:
    rows = [["Tháng", REVENUE], ["T1/2023", 10], ["T2/2023", 20]]
    drawn = table(["Ninh Thuận, ngày 25 tháng 3 năm 2023"], [BN], *rows)
    assert {s.known_at for s in read(drawn).statements} == {date(2023, 3, 25)}
