"""Layouts beside the plain one: places in rows, indicators in columns, tables side by side."""

from __future__ import annotations

from tests.intake.report.sheets import Drawn

QUANG_NINH = "ỦY BAN NHÂN DÂN TỈNH QUẢNG NINH"
MAY = "BÁO CÁO THÁNG 5 NĂM 2024"
REVENUE = "Thu ngân sách nhà nước trên địa bàn"
HEAD = ["STT", "Chỉ tiêu", "Đơn vị tính", "Ước tính tháng 5", "Lũy kế 5 tháng"]

PLACES_IN_ROWS = Drawn(
    [
        [QUANG_NINH],
        [f"{REVENUE} 6 tháng đầu năm 2024"],
        ["Đơn vị: tỷ đồng"],
        ["Huyện, thị xã, thành phố", "Thực hiện 6 tháng"],
        ["Tổng số", 1000],
        ["TP. Cẩm Phả", 300],
        ["Huyện Bình Liêu", 50],
    ]
)
MINISTRIES = Drawn(
    [
        ["Vốn đầu tư thực hiện từ nguồn ngân sách Nhà nước cả nước tháng 5 năm 2024"],
        ["Đơn vị: tỷ đồng"],
        ["Nguồn vốn", "Ước tính tháng 5 năm 2024"],
        ["TỔNG SỐ", 100],
        ["Trung ương", 40],
        ["  Bộ Giao thông vận tải", 10],
        ["  Bộ Xây dựng", 5],
        ["Địa phương", 60],
        ["  Quảng Ninh", 6],
    ]
)
INDICATORS_IN_COLUMNS = Drawn(
    [
        [QUANG_NINH],
        [MAY],
        ["Huyện", f"{REVENUE} (tỷ đồng)", None, "Lượt khách du lịch (lượt khách)"],
        [None, "Ước tính tháng 5", "Lũy kế 5 tháng", "Ước tính tháng 5"],
        ["Cẩm Phả", 10.5, 50.5, 1000],
        ["Bình Liêu", 1.5, 5.5, 100],
    ],
    merges=("B3:C3",),
)
SIDE_BY_SIDE = Drawn(
    [
        [QUANG_NINH],
        [MAY],
        [],
        [*HEAD, None, *HEAD],
        ["1", REVENUE, "Tỷ đồng", 10.5, 50.5, None, "1", "Thu nội địa", "Tỷ đồng", 8, 40],
    ]
)
OTHER_LAYOUTS = {
    "places in rows": PLACES_IN_ROWS,
    "ministries": MINISTRIES,
    "indicators in columns": INDICATORS_IN_COLUMNS,
    "side by side": SIDE_BY_SIDE,
}
