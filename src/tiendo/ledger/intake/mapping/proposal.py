"""Proposing a mapping: what recognition found in a workbook, with the reason of each choice."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from tiendo.ledger.intake.fault import Fault
from tiendo.ledger.intake.mapping.reading import UNDECIDED
from tiendo.ledger.intake.mapping.words import run_word, versus_word
from tiendo.ledger.intake.report.area import Area, is_value
from tiendo.ledger.intake.report.blocks import heading_of
from tiendo.ledger.intake.report.reading import recognised
from tiendo.ledger.intake.report.table import Column, Line, Table
from tiendo.ledger.intake.report.turned import TurnedSheet
from tiendo.ledger.intake.report.units import read_unit
from tiendo.ledger.intake.workbook.grid import CellKind, Workbook, column_name
from tiendo.vocabulary.folding import fold
from tiendo.vocabulary.indicator import Catalogue
from tiendo.vocabulary.period import Period
from tiendo.vocabulary.place import Place, PlaceRegister
from tiendo.vocabulary.words import Modality

_HEAD = (
    "# What the tables of {file} mean, as it was recognised. Check each entry; where it says\n"
    "# undecided, decide or delete the entry. Then: tiendo load FILE --map THIS-FILE\n"
    "# Place and period are taken from the titles, unless 'place:' and 'period:' stand here.\n"
)


@dataclass(frozen=True, slots=True)
class Proposal:
    """A mapping that was found, to be checked and confirmed by a person.

    Attributes:
        file_name: the workbook that it was found in.
        tables: what was understood, and the faults that tell what was not.
        place: key of the place that was asked for beforehand.
        without_map: tables whose runs go down the rows: no mapping file can tell them.
    """

    file_name: str
    tables: tuple[Table, ...]
    place: str | None = None
    without_map: tuple[Table, ...] = ()

    @property
    def undecided(self) -> tuple[Fault, ...]:
        """What could not be decided."""
        every = (*self.tables, *self.without_map)
        return tuple(fault for table in every for fault in table.faults)

    @property
    def left_out(self) -> tuple[str, ...]:
        """Say which tables are loaded without a mapping file only."""
        return tuple(
            f"sheet '{table.sheet.name}', the numbers from {table.sheet.address(0, 0)} on: the "
            "periods go down the rows. Such a table is read without a map, and not with one"
            for table in self.without_map
        )

    def as_json(self) -> dict[str, Any]:
        """Return the proposal as JSON values, with reasons."""
        return {
            "file": self.file_name,
            "tables": list(self._proposed()),
            "undecided": [str(fault) for fault in self.undecided],
            "left_out": list(self.left_out),
        }

    def as_yaml(self) -> str:
        """Return the proposal as a mapping file, with the reasons as comments."""
        lines = [_HEAD.format(file=self.file_name)]
        lines += [f"# left out: {_one_line(said)}\n" for said in self.left_out]
        lines += [f"# not decided: {_one_line(str(fault))}\n" for fault in self.undecided]
        lines.append("tables:\n" if self.tables else "tables: []\n")
        for table in self._proposed():
            lines += _table_lines(table)
        return "".join(lines)

    def _proposed(self) -> Iterator[dict[str, Any]]:
        for table in self.tables:
            sisters = [other for other in self.tables if _stand_side_by_side(table, other)]
            yield _as_json(table, self.place, sisters)


def propose(
    workbook: Workbook,
    *,
    register: PlaceRegister,
    catalogue: Catalogue,
    place: Place | None = None,
    period: Period | None = None,
) -> Proposal:
    """Return the mapping that recognition finds in a workbook, with what it cannot decide."""
    tables = list(
        recognised(workbook, register=register, catalogue=catalogue, place=place, period=period)
    )
    down = [table for table in tables if isinstance(table.sheet, TurnedSheet)]
    usual = [table for table in tables if not isinstance(table.sheet, TurnedSheet)]
    asked = place.key if place else None
    return Proposal(workbook.file_name, tuple(usual), asked, tuple(down))


def _stand_side_by_side(table: Table, other: Table) -> bool:
    """Whether two tables share rows of a sheet: of several indicators, or each with its labels."""
    apart = other.body[1] < table.body[0] or table.body[1] < other.body[0]
    return other is not table and other.sheet is table.sheet and not apart


def _as_json(table: Table, asked: str | None, sisters: Sequence[Table]) -> dict[str, Any]:
    """Return a table as a mapping file says it; told tells where the titles say what."""
    area = Area(table.sheet)
    found: dict[str, Any] = {
        "sheet": table.sheet.name,
        "header": [row + 1 for row in table.header],
        "rows": [row + 1 for row in table.body],
        "label_column": column_name(table.label_column),
    }
    if table.unit:
        found["unit"] = table.unit.text
    if table.decimal_mark:
        found["decimal_mark"] = table.decimal_mark
    found["told"] = {
        what: {"meaning": told.meaning, "cell": told.address, "words": told.words}
        for what, told in table.told.items()
    }
    columns = [(column.index, _column(column, table)) for column in table.columns]
    columns += _undecided_columns(table, area, sisters)
    found["columns"] = [entry for _, entry in sorted(columns, key=lambda each: each[0])]
    told_place = table.told["place"].meaning if "place" in table.told else asked
    lines = [(line.row, _line(line, table, told_place)) for line in table.lines]
    lines += _undecided_lines(table, area)
    found["lines"] = [entry for _, entry in sorted(lines, key=lambda each: each[0])]
    return found


def _column(column: Column, table: Table) -> dict[str, Any]:
    meaning = column.meaning
    run, earlier = run_word(meaning.period, table.report, plan=meaning.is_plan)
    entry: dict[str, Any] = {
        "column": column_name(column.index),
        "heading": column.heading,
        "kind": meaning.kind.value,
        "run": run,
    }
    optional = {
        "same_period": earlier,
        "versus": versus_word(meaning),
        "modality": "" if meaning.modality is Modality.ACTUAL else meaning.modality.value,
        "status": meaning.status.value if meaning.status else "",
        "assigner": meaning.assigner or "",
        "unit": column.unit.text if column.unit and not column.unit.is_percent else "",
    }
    return entry | {k: v for k, v in optional.items() if v} | {"reason": column.reason}


def _line(line: Line, table: Table, place: str | None) -> dict[str, Any]:
    alike = [each for each in table.lines if fold(each.label) == fold(line.label)]
    over = next((each for each in table.lines if each.row == line.parent), None)
    optional = {
        "under": over.label if len(alike) > 1 and over else "",
        "place": line.place if line.place != place else "",
        "indicator": line.series.indicator,
        "breakdown": str(line.series.breakdown),
        "price_basis": line.series.price_basis,
        "unit": line.unit.text if line.unit else "",
    }
    found = {"label": line.label} | {k: v for k, v in optional.items() if v}
    return found | {"reason": line.reason}


def _undecided_columns(
    table: Table, area: Area, sisters: Sequence[Table]
) -> list[tuple[int, dict[str, Any]]]:
    known = {column.index for column in table.columns} | {table.unit_column}
    known |= {column.index for sister in sisters for column in sister.columns}
    end = table.sheet.width
    if any(sister.label_column > table.label_column for sister in sisters):
        end = max((column.index for column in table.columns), default=table.label_column) + 1
    header = range(table.header[0], table.header[1] + 1)
    found = []
    for index in range(table.label_column + 1, end):
        body = range(table.body[0], table.body[1] + 1)
        if index in known or not any(is_value(table.sheet.cell(row, index)) for row in body):
            continue
        heading, _ = heading_of(area, header, index)
        entry = {
            "column": column_name(index),
            "heading": heading,
            "kind": UNDECIDED,
            "run": "month",
        }
        found.append((index, entry))
    return found


def _undecided_lines(table: Table, area: Area) -> list[tuple[int, dict[str, Any]]]:
    known = {line.row for line in table.lines}
    found = []
    for row in range(table.body[0], table.body[1] + 1):
        label = table.sheet.cell(row, table.label_column)
        right = [cell for cell in area.filled(row) if cell.column > table.label_column]
        if row in known or label.kind is not CellKind.TEXT or not any(map(is_value, right)):
            continue
        entry = {"label": label.text.strip(), "indicator": UNDECIDED}
        unit = table.sheet.cell(row, table.unit_column).text if table.unit_column >= 0 else ""
        found.append((row, entry | ({"unit": unit.strip()} if read_unit(unit) else {})))
    return found


def _table_lines(table: dict[str, Any]) -> Iterator[str]:
    """Yield the lines of a table in YAML; every value is written as JSON, which YAML reads."""
    told = table.pop("told")
    opening = "  - "
    for field, value in table.items():
        if field in ("columns", "lines"):
            yield f"    {field}:\n"
            for entry in value:
                yield from _entry_lines(entry)
            continue
        yield f"{opening}{field}: {_scalar(value)}\n"
        opening = "    "
        if field == "sheet":
            for what, said in told.items():
                yield f"    # {what} {said['meaning']}: {said['cell']} says "
                yield f"'{_one_line(said['words'])}'\n"


def _entry_lines(entry: dict[str, Any]) -> Iterator[str]:
    if reason := entry.get("reason"):
        yield f"      # {_one_line(reason)}\n"
    opening = "      - "
    for field, value in entry.items():
        if field != "reason":
            yield f"{opening}{field}: {_scalar(value)}\n"
            opening = "        "


def _scalar(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _one_line(text: str) -> str:
    return " ".join(text.split())
