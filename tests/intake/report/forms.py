"""Ten reports in layouts that offices use: months, a budget, an investment, a commune, English."""

# ruff: noqa: E501 - tables of headings and items read as tables, a line each.

from __future__ import annotations

from decimal import Decimal

from tests.intake.report.layouts import (
    CENTRAL,
    COMMUNE,
    DISTRICT,
    DOMESTIC,
    LOCAL,
    MONTHLY,
    PROVINCE,
    REVENUE,
    VISITS,
    Head,
    Item,
    Layout,
    together,
)

HEAD_OF_PROVINCE = "ỦY BAN NHÂN DÂN TỈNH NINH THUẬN"

JANUARY = Layout(
    titles=(
        HEAD_OF_PROVINCE,
        "BIỂU SỐ LIỆU KINH TẾ - XÃ HỘI THÁNG 01 NĂM 2024",
        "Ninh Thuận, ngày 26 tháng 01 năm 2024",
    ),
    columns=(
        Head("Thực hiện kỳ trước", "previous", "level 2023-12 actual"),
        Head("Thực hiện cùng kỳ năm trước", "same", "level 2023-01 actual"),
        Head("Ước thực hiện kỳ này", "month", "level 2024-01 estimate"),
        Head("So với kỳ trước (%)", "month/previous"),
        Head("So với cùng kỳ năm trước (%)", "month/same", "base_ratio 2024-01 estimate"),
    ),
    items=MONTHLY,
    place="ninh-thuan",
    known_at="2024-01-26",
    below=("Ghi chú: số liệu tháng 01 là số ước tính.",),
)

FEBRUARY = Layout(
    titles=(HEAD_OF_PROVINCE, "TÌNH HÌNH KINH TẾ - XÃ HỘI THÁNG 2 VÀ 2 THÁNG ĐẦU NĂM 2024"),
    columns=(
        Head("Thực hiện tháng 1 năm 2024", "previous", "level 2024-01 actual"),
        Head("Thực hiện tháng 2 năm 2023", "same", "level 2023-02 actual"),
        Head("Ước tính tháng 2 năm 2024", "month", "level 2024-02 estimate"),
        Head("Tháng 2 so với tháng trước (%)", "month/previous"),
        Head("Tháng 2 so với cùng kỳ năm trước (%)", "month/same", "base_ratio 2024-02 estimate"),
        Head("Lũy kế cùng kỳ năm trước", "same_cumulative", "level 2023-01/2023-02 actual"),
        Head("Kế hoạch năm 2024", "plan", "level 2024 target"),
        Head("Lũy kế 2 tháng năm 2024", "previous+month", "level 2024-01/2024-02 estimate"),
    ),
    items=MONTHLY,
    place="ninh-thuan",
    known_at="2024-06-30",
)

MAY = Layout(
    titles=(HEAD_OF_PROVINCE, "TÌNH HÌNH KINH TẾ - XÃ HỘI THÁNG 5 VÀ 5 THÁNG ĐẦU NĂM 2024"),
    columns=(
        Head("Kế hoạch năm 2024", "plan", "level 2024 target"),
        Head("Thực hiện tháng 4", "previous", "level 2024-04 actual"),
        Head("Ước tính tháng 5", "month", "level 2024-05 estimate"),
        Head("Lũy kế 5 tháng", "cumulative", "level 2024-01/2024-05 estimate"),
        Head("Thực hiện cùng kỳ năm trước\nTháng 5", "same", "level 2023-05 actual"),
        Head("\n5 tháng", "same_cumulative", "level 2023-01/2023-05 actual"),
        Head("So với cùng kỳ năm trước (%)\nTháng 5", "month/same", "base_ratio 2024-05 estimate"),
        Head("\n5 tháng", "cumulative/same_cumulative", "base_ratio 2024-01/2024-05 estimate"),
        Head("5 tháng so với kế hoạch năm (%)", "cumulative/plan", "plan_share 2024-01/2024-05 estimate"),
        Head("Ước tính tháng 6", "next", "level 2024-06 estimate"),
        Head("Ước tính 6 tháng\nTổng số", "ahead", "level 2024-H1 estimate"),
        Head("\nSo với kế hoạch năm (%)", "ahead/plan", "plan_share 2024-H1 estimate"),
    ),
    items=MONTHLY,
    place="ninh-thuan",
    known_at="2024-06-30",
)  # fmt: skip

JUNE = Layout(
    titles=(HEAD_OF_PROVINCE, "BÁO CÁO THÁNG 6 VÀ 6 THÁNG ĐẦU NĂM 2024", "Đơn vị tính: Tỷ đồng"),
    stub=("TT", "Chỉ tiêu"),
    columns=(
        Head("Dự toán năm 2024", "plan", "level 2024 target"),
        Head("Lũy kế đến hết tháng trước", "before", "level 2024-01/2024-05 actual"),
        Head("Sơ bộ tháng 6", "month", "level 2024-06 preliminary"),
        Head("Lũy kế 6 tháng đầu năm", "cumulative", "level 2024-H1 preliminary"),
        Head("Lũy kế cùng kỳ năm trước", "same_cumulative", "level 2023-H1 actual"),
        Head("Lũy kế so với dự toán (%)", "cumulative/plan", "plan_share 2024-H1 preliminary"),
        Head("Lũy kế so với cùng kỳ năm trước (%)", "cumulative/same_cumulative", "base_ratio 2024-H1 preliminary"),
    ),
    items=MONTHLY[:7],
    place="ninh-thuan",
    known_at="2024-06-30",
    texts=".,",
)  # fmt: skip

OCTOBER = Layout(
    titles=(
        HEAD_OF_PROVINCE,
        "TÌNH HÌNH THỰC HIỆN KẾ HOẠCH PHÁT TRIỂN KINH TẾ - XÃ HỘI THÁNG 10 NĂM 2023 "
        "VÀ KẾ HOẠCH NĂM 2024",
    ),
    columns=(
        Head("Thực hiện năm 2022", "last_year", "level 2022 actual"),
        Head("Kế hoạch năm 2023", "plan", "level 2023 target"),
        Head("Ước tính tháng 10", "month", "level 2023-10 estimate"),
        Head("Lũy kế 10 tháng", "cumulative", "level 2023-01/2023-10 estimate"),
        Head("Lũy kế so với KH năm (%)", "cumulative/plan", "plan_share 2023-01/2023-10 estimate"),
        Head("Ước thực hiện cả năm 2023", "year", "level 2023 estimate"),
        Head("Kế hoạch năm 2024", "plan_next", "level 2024 target"),
        Head("Ước TH 2023 so với TH 2022 (%)", "year/last_year", "base_ratio 2023 estimate"),
        Head("Ước TH 2023 so với KH 2023 (%)", "year/plan", "plan_share 2023 estimate"),
        Head("KH 2024 so với ước TH 2023 (%)", "plan_next/year"),
    ),
    items=MONTHLY,
    place="ninh-thuan",
    known_at="2024-06-30",
)

DECEMBER = Layout(
    titles=(HEAD_OF_PROVINCE, "BIỂU TỔNG HỢP THÁNG 12 VÀ CẢ NĂM 2023"),
    columns=(
        Head("Thực hiện năm 2022", "last_year", "level 2022 actual"),
        Head("Kế hoạch năm 2023", "plan", "level 2023 target"),
        Head("Thực hiện tháng 12", "month", "level 2023-12 actual"),
        Head("Cộng dồn cả năm 2023", "cumulative", "level 2023 actual"),
        Head("Kế hoạch năm sau", "plan_next", "level 2024 target"),
        Head("Năm 2023 so với\nKế hoạch năm (%)", "cumulative/plan", "plan_share 2023 actual"),
        Head("\nNăm 2022 (%)", "cumulative/last_year", "base_ratio 2023 actual"),
    ),
    items=MONTHLY,
    place="ninh-thuan",
    known_at="2024-06-30",
)

BUDGET = Layout(
    titles=(
        "UBND TỈNH NINH THUẬN",
        "TÌNH HÌNH THU NGÂN SÁCH NHÀ NƯỚC 6 THÁNG ĐẦU NĂM 2024",
        "Đơn vị: triệu đồng",
    ),
    stub=("STT", "Nội dung"),
    columns=(
        Head("Dự toán năm\nTỉnh giao", "plan", "level 2024 target province"),
        Head("Thực hiện 6 tháng", "cumulative", "level 2024-H1 actual"),
        Head("Cùng kỳ năm 2023", "same_cumulative", "level 2023-H1 actual"),
        Head("So sánh (%)\nSo với dự toán tỉnh giao", "cumulative/plan", "plan_share 2024-H1 actual province"),
        Head("\nSo với cùng kỳ", "cumulative/same_cumulative", "base_ratio 2024-H1 actual"),
    ),
    items=(
        Item("A", "TỔNG THU NGÂN SÁCH NHÀ NƯỚC", "", "", {}),
        Item("I", "Thu ngân sách nhà nước trên địa bàn (1)", "", "state-budget-revenue", REVENUE),
        Item("1", "Thu nội địa", "", "domestic-revenue", DOMESTIC),
        Item("II", "Thu ngân sách địa phương", "", "local-budget-revenue", together(DOMESTIC, COMMUNE)),
    ),
    place="ninh-thuan",
    known_at="2024-06-30",
    texts=" ,",
    scale=Decimal("0.001"),
    below=("(1) Không gồm thu chuyển nguồn 12.984,5 triệu đồng.", "NGƯỜI LẬP BIỂU"),
)  # fmt: skip

INVESTMENT = Layout(
    titles=(
        "CỤC THỐNG KÊ TỈNH NINH THUẬN",
        "Vốn đầu tư thực hiện từ nguồn ngân sách Nhà nước tháng 5 năm 2024",
        "ĐVT: tỷ đồng",
    ),
    stub=("TT", "Nguồn vốn"),
    columns=(
        Head("Kế hoạch năm 2024", "plan", "level 2024 target"),
        Head("Sơ bộ tháng 4 năm 2024", "previous", "level 2024-04 preliminary"),
        Head("Ước tính tháng 5 năm 2024", "month", "level 2024-05 estimate"),
        Head("Cộng dồn 5 tháng năm 2024", "cumulative", "level 2024-01/2024-05 estimate"),
        Head("5 tháng năm 2024 so với kế hoạch năm (%)", "cumulative/plan", "plan_share 2024-01/2024-05 estimate"),
        Head("Tốc độ tăng so với cùng kỳ (%)", "none", ""),
    ),
    items=(
        Item("", "TỔNG SỐ", "", "state-budget-investment", together(CENTRAL, LOCAL)),
        Item("1", "Trung ương", "", "state-budget-investment/management=central", CENTRAL),
        Item("2", "Địa phương", "", "state-budget-investment/management=local", LOCAL),
        Item("", "  Vốn ngân sách Nhà nước cấp tỉnh", "", "state-budget-investment/management=province", PROVINCE),
        Item("", "  Vốn ngân sách Nhà nước cấp huyện", "", "state-budget-investment/management=district", DISTRICT),
        Item("", "  Vốn ngân sách Nhà nước cấp xã", "", "state-budget-investment/management=commune", COMMUNE),
    ),
    place="ninh-thuan",
    known_at="2024-06-30",
)  # fmt: skip

COMMUNE_FORM = Layout(
    titles=(
        "ỦY BAN NHÂN DÂN XÃ ĐỒI CHÈ, HUYỆN QUẾ SƠN",
        "Báo cáo tháng 3 năm 2024",
        "Đồi Chè, ngày 29 tháng 3 năm 2024",
    ),
    columns=(
        Head("Kế hoạch huyện giao", "plan", "level 2024 target district"),
        Head("Thực hiện trong tháng", "month", "level 2024-03 actual"),
        Head("Lũy kế từ đầu năm", "cumulative", "level 2024-Q1 actual"),
        Head("% kế hoạch", "cumulative/plan", "plan_share 2024-Q1 actual district"),
    ),
    items=(
        Item("1", "Thu ngân sách địa phương", "Triệu đồng", "local-budget-revenue", COMMUNE),
        Item("2", "Thu ngân sách nhà nước trên địa bàn", "Tr. đồng", "state-budget-revenue", PROVINCE),
    ),
    place="doi-che",
    known_at="2024-03-29",
    scale=Decimal("0.001"),
)  # fmt: skip

ENGLISH = Layout(
    titles=(
        "NINH THUAN PROVINCE",
        "Socio-economic report, May and first five months of 2024",
    ),
    stub=("No.", "Indicator", "Unit"),
    columns=(
        Head("Plan 2024", "plan", "level 2024 target"),
        Head("Actual of April", "previous", "level 2024-04 actual"),
        Head("Estimate of May", "month", "level 2024-05 estimate"),
        Head("Cumulative 5 months", "cumulative", "level 2024-01/2024-05 estimate"),
        Head("5 months compared with the plan (%)", "cumulative/plan", "plan_share 2024-01/2024-05 estimate"),
        Head("May 2024 compared with the same period of last year (%)", "month/same", "base_ratio 2024-05 estimate"),
    ),
    items=(
        Item("1", "State budget revenue on the territory", "billion VND", "state-budget-revenue", REVENUE),
        Item("", "  of which: Domestic revenue", "billion VND", "domestic-revenue", DOMESTIC),
        Item("2", "Tourist visits", "visits", "tourists", VISITS),
    ),
    place="ninh-thuan",
    known_at="2024-06-30",
    texts=",.",
)  # fmt: skip

FORMS = {
    "january": JANUARY,
    "february": FEBRUARY,
    "may": MAY,
    "june": JUNE,
    "october": OCTOBER,
    "december": DECEMBER,
    "budget": BUDGET,
    "investment": INVESTMENT,
    "commune": COMMUNE_FORM,
    "english": ENGLISH,
}
