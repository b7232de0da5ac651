"""The workbook: 3,334 communes, each with the same monthly table of 25 rows and 12 columns.

Titles, headings, a column of units, the plan, levels of five runs and the ratios between them, as
the forms of May have them; the numbers are made up and fit each other.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import xlsxwriter

COLUMNS = (
    "Kế hoạch năm 2024",
    "Thực hiện tháng 4",
    "Ước tính tháng 5",
    "Lũy kế 5 tháng",
    "Thực hiện tháng 5 năm 2023",
    "Thực hiện 5 tháng năm 2023",
    "Tháng 5 so với cùng kỳ năm trước (%)",
    "5 tháng so với cùng kỳ năm trước (%)",
    "5 tháng so với kế hoạch năm (%)",
    "Ước tính tháng 6",
    "Ước tính 6 tháng",
    "6 tháng so với kế hoạch năm (%)",
)
STUB = ("STT", "Chỉ tiêu", "Đơn vị tính")
ITEMS = 25
TABLES_A_SHEET = 34
MOST_SHEETS = 150
"""A workbook of more than 200 parts is refused by the gate."""
HEADER_ROWS = 4
"""Rows of a table above its first number: two titles, an empty row, the headings."""


@dataclass(frozen=True)
class World:
    """What the workbook is about.

    Attributes:
        register: one province and its communes.
        catalogue: the cards of the pack.
        labels: names of the indicators in the rows.
    """

    register: Any
    catalogue: Any
    labels: tuple[str, ...]


def world(communes: int) -> World:
    """Return an invented province, with cards of the Vietnam pack that are flows in money."""
    from tiendo.packs import load_pack
    from tiendo.vocabulary.folding import fold
    from tiendo.vocabulary.place import Edge, Place, PlaceName, PlaceRegister
    from tiendo.vocabulary.words import Level, Nature

    catalogue = load_pack().catalogue
    names = [fold(card.names["vi"]) for card in catalogue.values()]
    cards = [
        card
        for card in catalogue.values()
        if card.unit.text == "bn VND"
        and card.nature is Nature.FLOW
        and len(card.price_bases) == 1
        and names.count(fold(card.names["vi"])) == 1
    ]
    province = Place(1, "song-xanh", Level.PROVINCE, (PlaceName("vi", "Sông Xanh"),))
    below = [
        Place(
            at + 2,
            f"xa-{at}",
            Level.COMMUNE,
            (PlaceName("vi", f"Đồi Chè {at}"),),
            parents=(Edge("song-xanh"),),
        )
        for at in range(communes)
    ]
    labels = tuple(card.names["vi"] for card in cards[:ITEMS])
    return World(PlaceRegister([province, *below]), catalogue, labels)


def numbers(commune: int, item: int) -> list[float]:
    """Return the twelve numbers of a row; what follows from others is computed from them."""
    seed = commune * 7919 + item * 104_729
    april, may, june = (100 + (seed * factor) % 900 / 10 for factor in (1, 3, 5))
    before = round(3 * april + seed % 50, 1)
    to_date = round(before + may, 1)
    may_2023, to_date_2023 = round(may * 0.93, 1), round(to_date * 0.91, 1)
    half = round(to_date + june, 1)
    plan = round(to_date * 2.3, 1)
    return [
        plan,
        april,
        may,
        to_date,
        may_2023,
        to_date_2023,
        round(may / may_2023 * 100, 2),
        round(to_date / to_date_2023 * 100, 2),
        round(to_date / plan * 100, 2),
        june,
        half,
        round(half / plan * 100, 2),
    ]


def write(path: Path, communes: int, labels: tuple[str, ...]) -> int:
    """Write the workbook and return how many numbers it holds."""
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as workbook:
        on_each = max(TABLES_A_SHEET, -(-communes // MOST_SHEETS))
        for first in range(0, communes, on_each):
            sheet = workbook.add_worksheet(f"Biểu {first // on_each + 1}")
            row = 0
            for commune in range(first, min(first + on_each, communes)):
                row = _table(sheet, row, commune, labels)
    return communes * len(labels) * len(COLUMNS)


def _table(sheet: Any, row: int, commune: int, labels: tuple[str, ...]) -> int:
    sheet.write(row, 0, f"ỦY BAN NHÂN DÂN XÃ ĐỒI CHÈ {commune}, TỈNH SÔNG XANH")
    sheet.write(row + 1, 0, "TÌNH HÌNH KINH TẾ - XÃ HỘI THÁNG 5 VÀ 5 THÁNG ĐẦU NĂM 2024")
    sheet.write_row(row + 3, 0, (*STUB, *COLUMNS))
    for item, label in enumerate(labels):
        cells = (item + 1, label, "Tỷ đồng", *numbers(commune, item))
        sheet.write_row(row + HEADER_ROWS + item, 0, cells)
    return row + HEADER_ROWS + len(labels) + 1
