"""Layouts beside the plain one: places in rows, indicators in columns, tables side by side."""

from __future__ import annotations

from tests.intake.report.other_layouts import (
    HEAD,
    INDICATORS_IN_COLUMNS,
    MAY,
    MINISTRIES,
    PLACES_IN_ROWS,
    QUANG_NINH,
    SIDE_BY_SIDE,
)
from tests.intake.report.reader import problems, read, register, told, told_by_cell
from tests.intake.report.sheets import Drawn


def by_place(sheet: Drawn) -> dict[str, str]:
    return {s.cell.rpartition("!")[2]: f"{s.place} {told(s)}" for s in read(sheet).statements}


def test_places_in_rows_under_an_indicator_in_the_title() -> None:
    sheet = PLACES_IN_ROWS
    assert problems(read(sheet)) == []
    assert by_place(sheet) == {
        "B5": "quang-ninh state-budget-revenue level 2024-H1 actual 1000",
        "B6": "cam-pha state-budget-revenue level 2024-H1 actual 300",
        "B7": "binh-lieu state-budget-revenue level 2024-H1 actual 50",
    }


def test_a_place_that_does_not_lie_in_that_of_the_title_is_refused() -> None:
    sheet = Drawn(
        [
            [QUANG_NINH],
            ["Thu ngân sách nhà nước trên địa bàn 6 tháng đầu năm 2024"],
            ["Đơn vị: tỷ đồng"],
            ["Huyện", "Thực hiện 6 tháng"],
            ["Huyện Quế Sơn", 300],
        ]
    )
    assert problems(read(sheet)) == [
        "A5: 'Huyện Quế Sơn' is no indicator and no part of one above it"
    ]


def test_places_without_an_indicator_lead_to_a_mapping_file() -> None:
    sheet = Drawn([[QUANG_NINH], [MAY], ["Đơn vị: tỷ đồng"], ["Huyện", "Tháng 5"], ["Cẩm Phả", 3]])
    [fault] = read(sheet).faults
    assert fault.cell == "A5"
    assert "no title names the indicator" in fault.message
    assert "`tiendo map FILE -o MAP.yaml`" in fault.remedy


def test_ministries_stand_under_the_centre_and_provinces_under_local() -> None:
    sheet = MINISTRIES
    assert problems(read(sheet)) == []
    investment = "state-budget-investment"
    assert by_place(sheet) == {
        "B4": f"vn {investment} level 2024-05 estimate 100",
        "B5": f"vn {investment}/management=central level 2024-05 estimate 40",
        "B6": f"vn {investment}/ministry=transport level 2024-05 estimate 10",
        "B7": f"vn {investment}/ministry=construction level 2024-05 estimate 5",
        "B8": f"vn {investment}/management=local level 2024-05 estimate 60",
        "B9": f"quang-ninh {investment}/management=local level 2024-05 estimate 6",
    }


def test_indicators_in_columns_over_places_in_rows() -> None:
    sheet = INDICATORS_IN_COLUMNS
    assert problems(read(sheet)) == []
    assert by_place(sheet) == {
        "B5": "cam-pha state-budget-revenue level 2024-05 estimate 10.5",
        "C5": "cam-pha state-budget-revenue level 2024-01/2024-05 estimate 50.5",
        "D5": "cam-pha tourists level 2024-05 estimate 1000",
        "B6": "binh-lieu state-budget-revenue level 2024-05 estimate 1.5",
        "C6": "binh-lieu state-budget-revenue level 2024-01/2024-05 estimate 5.5",
        "D6": "binh-lieu tourists level 2024-05 estimate 100",
    }


def test_a_falling_cumulative_of_one_indicator_in_columns_is_found() -> None:
    sheet = Drawn(
        [
            [QUANG_NINH],
            [MAY],
            ["Huyện", "Thu ngân sách nhà nước trên địa bàn (tỷ đồng)", None],
            [None, "Ước tính tháng 5", "Lũy kế 5 tháng"],
            ["Cẩm Phả", 10.5, 9.5],
        ],
        merges=("B3:C3",),
    )
    assert [one[:37] for one in problems(read(sheet))] == ["C5: a cumulative figure falls: 2024-0"]


def test_tables_side_by_side_share_the_titles_of_the_left_one() -> None:
    sheet = SIDE_BY_SIDE
    assert problems(read(sheet)) == []
    assert by_place(sheet) == {
        "D5": "quang-ninh state-budget-revenue level 2024-05 estimate 10.5",
        "E5": "quang-ninh state-budget-revenue level 2024-01/2024-05 estimate 50.5",
        "J5": "quang-ninh domestic-revenue level 2024-05 estimate 8",
        "K5": "quang-ninh domestic-revenue level 2024-01/2024-05 estimate 40",
    }


def test_labels_repeated_at_the_right_edge_are_no_table() -> None:
    row = ["1", "Thu nội địa", "Tỷ đồng", 8, 40, "Domestic revenue"]
    sheet = Drawn([[QUANG_NINH], [MAY], [], [*HEAD, "Indicator"], row])
    assert problems(read(sheet)) == []
    assert set(told_by_cell(read(sheet))) == {"D5", "E5"}


def test_a_report_in_russian() -> None:
    sheet = Drawn(
        [
            ["Социально-экономические показатели за май и январь–май 2024 года"],
            ["Единица измерения: млрд донгов"],
            [
                "№ п/п", "Показатель", "План на 2024 год", "Факт за апрель 2024 г.",
                "Оценка за май", "Январь–май 2024 г.",
                "Май 2024 г. в % к соответствующему периоду прошлого года",
                "Январь–май в % к годовому плану",
            ],
            ["1", "Доходы государственного бюджета на территории",
             "4 000,0", "310,25", "320,75", "1 561,25", "106,38", "39,03"],
        ]
    )  # fmt: skip
    intake = read(sheet, place=register()["quang-ninh"])
    assert problems(intake) == []
    assert told_by_cell(intake) == {
        "C4": "state-budget-revenue level 2024 target 4000",
        "D4": "state-budget-revenue level 2024-04 actual 310.25",
        "E4": "state-budget-revenue level 2024-05 estimate 320.75",
        "F4": "state-budget-revenue level 2024-01/2024-05 estimate 1561.25",
        "G4": "state-budget-revenue base_ratio 2024-05 estimate 106.38",
        "H4": "state-budget-revenue plan_share 2024-01/2024-05 estimate 39.03",
    }


def test_a_report_in_arabic_with_arabic_digits() -> None:
    sheet = Drawn(
        [
            ["مقاطعة كوانج نينه"],
            ["المؤشرات الاقتصادية والاجتماعية لشهر مايو ٢٠٢٤"],
            ["الوحدة: مليار دونغ"],
            [
                "م", "المؤشر", "الخطة السنوية ٢٠٢٤", "المنفذ في أبريل", "التقدير لشهر مايو",
                "التراكمي ٥ أشهر", "مايو مقارنة بالفترة المماثلة من العام الماضي (٪)",
                "٥ أشهر % من الخطة السنوية",
            ],
            ["١", "إيرادات الموازنة العامة للدولة",
             "٤٬٠٠٠٫٠", "٣١٠٫٢٥", "٣٢٠٫٧٥", "١٬٥٦١٫٢٥", "١٠٦٫٣٨", "٣٩٫٠٣"],
        ]
    )  # fmt: skip
    assert problems(read(sheet)) == []
    assert {s.place for s in read(sheet).statements} == {"quang-ninh"}
    assert told_by_cell(read(sheet)) == {
        "C5": "state-budget-revenue level 2024 target 4000",
        "D5": "state-budget-revenue level 2024-04 actual 310.25",
        "E5": "state-budget-revenue level 2024-05 estimate 320.75",
        "F5": "state-budget-revenue level 2024-01/2024-05 estimate 1561.25",
        "G5": "state-budget-revenue base_ratio 2024-05 estimate 106.38",
        "H5": "state-budget-revenue plan_share 2024-01/2024-05 estimate 39.03",
    }
