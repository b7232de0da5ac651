"""Report tables as offices lay them out in a year, from one table of invented data.

A layout lists its columns: heading, where the number comes from, and what it must be read as. The
number comes from the record of the row: "month" is taken, "a+b" added, "a/b" printed as a ratio in
percent with two decimals.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from tests.intake.report.sheets import Drawn, Value
from tiendo.ledger.intake.workbook.grid import Look, column_name

Record = Mapping[str, Decimal]


@dataclass(frozen=True)
class Item:
    """A row of data: section number, label, unit, series and its record."""

    number: str
    label: str
    unit: str
    series: str
    record: Record


@dataclass(frozen=True)
class Head:
    """A column: heading (lines are header rows), where its number comes from, how it is read.

    `read` is "kind period", with "estimate", "preliminary", "target" or an assigner behind it;
    empty for what is only checked.
    """

    heading: str
    source: str
    read: str = ""


@dataclass(frozen=True)
class Layout:
    """A form: titles, header words, columns and rows; what it must be read as goes with it."""

    titles: Sequence[str]
    columns: Sequence[Head]
    items: Sequence[Item]
    place: str
    known_at: str
    stub: Sequence[str] = ("STT", "Chỉ tiêu", "Đơn vị tính")
    count_columns: bool = True
    texts: str = ""
    below: Sequence[str] = ()
    merges: Sequence[str] = ()
    scale: Decimal = Decimal(1)

    @property
    def first_row(self) -> int:
        """Row of the first item, from 0."""
        depth = max(len(head.heading.split("\n")) for head in self.columns)
        return len(self.titles) + 1 + depth + self.count_columns

    def drawn(self) -> Drawn:
        """Return the sheet."""
        depth = max(len(head.heading.split("\n")) for head in self.columns)
        rows: list[list[Value]] = [[title] for title in self.titles]
        rows.append([])
        for level in range(depth):
            words = [head.heading.split("\n") for head in self.columns]
            stub = list(self.stub) if level == 0 else [None] * len(self.stub)
            rows.append([*stub, *(w[level] if level < len(w) else None for w in words)])
        if self.count_columns:
            rows.append([*"ABC"[: len(self.stub)], *range(1, len(self.columns) + 1)])
        rows += [self._row(item) for item in self.items]
        rows += [[None, text] for text in self.below]
        looks = {len(self.stub) + n: self._look(head) for n, head in enumerate(self.columns)}
        return Drawn(rows, (*self._header_merges(depth), *self.merges), looks)

    def _row(self, item: Item) -> list[Value]:
        stub = {"STT": item.number, "TT": item.number, "No.": item.number}
        labels = ("Chỉ tiêu", "Nội dung", "Nguồn vốn", "Indicator")
        cells: list[Value] = []
        for word in self.stub:
            cells.append(stub.get(word, item.label if word in labels else item.unit))
        for head in self.columns:
            number = amount(head.source, item.record)
            if number is None:
                cells.append(None)
            else:
                cells.append(as_printed(number, self.texts) if self.texts else float(number))
        return cells

    def _look(self, head: Head) -> Look:
        return Look(decimals=2 if "/" in head.source else None)

    def _header_merges(self, depth: int) -> list[str]:
        """Merge stubs and single headings downwards, and equal neighbours of the first line."""
        if depth == 1:
            return []
        top = len(self.titles) + 2
        found = [
            f"{column_name(c)}{top}:{column_name(c)}{top + depth - 1}"
            for c in range(len(self.stub))
        ]
        start = len(self.stub)
        while start < len(self.stub) + len(self.columns):
            words = self.columns[start - len(self.stub)].heading.split("\n")
            end = start + 1
            if len(words) == 1:
                found.append(f"{column_name(start)}{top}:{column_name(start)}{top + depth - 1}")
            else:
                while end < len(self.stub) + len(self.columns):
                    if self.columns[end - len(self.stub)].heading.split("\n")[0] != "":
                        break
                    end += 1
                if end - start > 1:
                    found.append(f"{column_name(start)}{top}:{column_name(end - 1)}{top}")
            start = end
        return found

    def expected(self) -> dict[str, str]:
        """Return what each cell states, by address: "series kind period value ..."."""
        found = {}
        for row, item in enumerate(self.items, start=self.first_row + 1):
            for number, head in enumerate(self.columns):
                value = amount(head.source, item.record)
                if head.read and value is not None:
                    kept = value * self.scale if head.read.startswith("level") else value
                    address = f"{column_name(len(self.stub) + number)}{row}"
                    found[address] = f"{item.series} {head.read} {kept.normalize():f}"
        return found


def amount(source: str, record: Record) -> Decimal | None:
    """Return the number of a source, or None where the record lacks it."""
    names = source.replace("/", "+").split("+")
    if any(name not in record for name in names):
        return None
    if "/" in source:
        above, below = (record[name] for name in names)
        return (above / below * 100).quantize(Decimal("0.01"), ROUND_HALF_UP)
    return sum((record[name] for name in names), start=Decimal(0))


def as_printed(number: Decimal, marks: str) -> str:
    """Print a number with a group mark and a decimal mark, such as ".,"."""
    group, point = marks
    return f"{number:,f}".replace(",", "\0").replace(".", point).replace("\0", group)


KEYS = (
    "plan", "before", "previous", "month", "same", "same_before", "next",
    "last_year", "year", "plan_next",
)  # fmt: skip


def record(*numbers: str) -> Record:
    """Return a record: `KEYS` in their order, and the cumulative figures that follow."""
    found = {key: Decimal(n) for key, n in zip(KEYS, numbers, strict=True)}
    found["cumulative"] = found["before"] + found["month"]
    found["same_cumulative"] = found["same_before"] + found["same"]
    found["ahead"] = found["cumulative"] + found["next"]
    found["same_ahead"] = found["same_cumulative"] + found["same"]
    return found


def together(*records: Record) -> Record:
    """Return the sum of records."""
    return {key: sum((each[key] for each in records), start=Decimal(0)) for key in records[0]}


REVENUE = record(
    "4000", "1240.5", "310.25", "320.75", "301.5", "1180.4", "330.2", "3720.6", "4102.3", "4350"
)
DOMESTIC = record(
    "3100", "910.5", "230.25", "240.75", "221.5", "880.4", "250.2", "2820.6", "3152.3", "3350"
)
GOODS = record(
    "21000", "6840.5", "1710.2", "1720.7", "1601.3", "6380.4", "1730.6", "19720.1", "21102.8",
    "23350"
)  # fmt: skip
CATERING = record(
    "5200", "1640.3", "410.6", "421.9", "391.2", "1580.7", "433.4", "4820.9", "5152.2", "5650"
)
TRAVEL = record("150", "41.3", "10.6", "11.9", "9.2", "38.7", "13.4", "128.9", "152.2", "165")
OTHER = record(
    "3900", "1201.7", "300.4", "309.8", "288.6", "1150.3", "312.5", "3601.5", "3911.4", "4120"
)
VISITS = record(
    "3000000", "950000", "250000", "262000", "231000", "880000", "281000", "2900000", "3050000",
    "3200000"
)  # fmt: skip
CENTRAL = record("900", "210.5", "55.25", "61.75", "51.5", "190.4", "70.2", "820.6", "880.3", "950")
PROVINCE = record(
    "2100", "510.5", "130.25", "141.75", "121.5", "480.4", "150.2", "1920.6", "2052.3", "2250"
)
DISTRICT = record(
    "700", "160.5", "40.25", "43.75", "38.5", "150.4", "45.2", "620.6", "690.3", "750"
)
COMMUNE = record("300", "60.5", "15.25", "16.75", "14.5", "55.4", "17.2", "270.6", "290.3", "320")
LOCAL = together(PROVINCE, DISTRICT, COMMUNE)

MONTHLY = (
    Item("1", "Thu ngân sách nhà nước trên địa bàn", "Tỷ đồng", "state-budget-revenue", REVENUE),
    Item("", "  Trong đó: Thu nội địa", "Tỷ đồng", "domestic-revenue", DOMESTIC),
    Item(
        "2",
        "Tổng mức bán lẻ hàng hóa và doanh thu dịch vụ",
        "Tỷ đồng",
        "retail-sales",
        together(GOODS, CATERING, TRAVEL, OTHER),
    ),
    Item("", "  - Bán lẻ hàng hóa", "Tỷ đồng", "retail-sales/activity=goods", GOODS),
    Item(
        "",
        "  - Dịch vụ lưu trú, ăn uống",
        "Tỷ đồng",
        "retail-sales/activity=accommodation_food",
        CATERING,
    ),
    Item("", "  - Du lịch lữ hành", "Tỷ đồng", "retail-sales/activity=travel", TRAVEL),
    Item("", "  - Dịch vụ khác", "Tỷ đồng", "retail-sales/activity=other_services", OTHER),
    Item("3", "Lượt khách du lịch", "Lượt khách", "tourists", VISITS),
)
