"""Reading a mapping file: strict YAML, every mistake named with its line."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import yaml

from tiendo.ledger.intake.mapping.model import ReportMap
from tiendo.ledger.intake.mapping.words import COMPARED, RUNS, ColumnMap, LineMap, TableMap
from tiendo.ledger.intake.report.numbers import DECIMAL_MARKS
from tiendo.ledger.intake.report.units import StatedUnit, read_unit
from tiendo.packs.schema import Fields, read_yaml
from tiendo.vocabulary.errors import VocabularyError
from tiendo.vocabulary.indicator import Catalogue
from tiendo.vocabulary.period import Period
from tiendo.vocabulary.place import PlaceRegister
from tiendo.vocabulary.series import Breakdown, Series
from tiendo.vocabulary.words import NOT_STATED, Kind, Modality, Status

UNDECIDED = "undecided"
"""What a proposal writes where a person must decide."""

_KINDS = (Kind.LEVEL, Kind.BASE_RATIO, Kind.GROWTH, Kind.PLAN_SHARE, Kind.SHARE, Kind.CHANGE_ABS)
_RATIOS = (Kind.BASE_RATIO, Kind.GROWTH, Kind.PLAN_SHARE)
_LETTERS = re.compile(r"[A-Z]{1,3}")


def read_mapping(file: Path, register: PlaceRegister, catalogue: Catalogue) -> ReportMap:
    """Return what a mapping file says.

    Raises:
        VocabularyError: naming the file, the line and the field of whatever is wrong.
        OSError: if the file cannot be read.
    """
    read_yaml(file)  # For its checks alone: the reader below keeps the lines of entries.
    return _Reader(file, register, catalogue).report()


class _Reader:
    """Reads one file, and knows on which line each entry begins."""

    def __init__(self, file: Path, register: PlaceRegister, catalogue: Catalogue) -> None:
        self._name = file.name
        self._register = register
        self._catalogue = catalogue
        self._lines: dict[int, int] = {}
        loader = yaml.SafeLoader(file.read_text(encoding="utf-8"))
        try:
            node = loader.get_single_node()
            self._root = self._plain(loader, node) if node is not None else None
        finally:
            loader.dispose()

    def _plain(self, loader: yaml.SafeLoader, node: yaml.Node) -> Any:
        """Return a node's value, remembering the lines of mappings."""
        if isinstance(node, yaml.MappingNode):
            found = {
                self._plain(loader, key): self._plain(loader, value) for key, value in node.value
            }
            self._lines[id(found)] = node.start_mark.line + 1
            return found
        if isinstance(node, yaml.SequenceNode):
            return [self._plain(loader, value) for value in node.value]
        return loader.construct_object(node)  # type: ignore[no-untyped-call]

    def _fields(self, entry: object) -> tuple[Fields, int]:
        line = self._lines.get(id(entry), 1)
        return Fields(entry, f"{self._name}, line {line}"), line

    def report(self) -> ReportMap:
        """Return the whole file."""
        fields, _ = self._fields(self._root)
        place = fields.text("place", "") or None
        if place is not None:
            self._check_place(fields, place)
        period = self._period(fields, fields.text("period", ""))
        tables = tuple(self._table(entry) for entry in fields.items("tables", required=True))
        fields.finish()
        return ReportMap(self._name, place, period, tables)

    def _check_place(self, fields: Fields, key: str) -> None:
        if key not in self._register:
            try:
                found = self._register.find(key)
            except VocabularyError as error:
                fields.checked("place", error)
            fields.refuse("place", f"'{key}' is no key of a place", f"write {found.key}")

    def _period(self, fields: Fields, text: str) -> Period | None:
        try:
            return Period.parse(text) if text else None
        except VocabularyError as error:
            fields.checked("period", error)

    def _table(self, entry: object) -> TableMap:
        fields, _ = self._fields(entry)
        mark = fields.text("decimal_mark", "") or None
        if mark is not None and mark not in DECIMAL_MARKS:
            fields.refuse("decimal_mark", f"'{mark}' is none", "write ',' or '.'")
        rows = _rows(fields, "rows", required=False)
        header = _rows(fields, "header", required=True)
        table = TableMap(
            sheet=fields.text("sheet", ""),
            header=header or (0, 0),
            rows=rows,
            label_column=_column(fields, "label_column"),
            unit=_unit(fields),
            decimal_mark=mark,
            columns=tuple(self._column(each) for each in fields.items("columns", required=True)),
            lines=tuple(self._line(each) for each in fields.items("lines", required=True)),
        )
        fields.finish()
        return table

    def _column(self, entry: object) -> ColumnMap:
        fields, line = self._fields(entry)
        kind = self._kind(fields)
        versus = fields.text("versus", "")
        if (versus != "") is not (kind in _RATIOS):
            fields.refuse(
                "versus",
                f"a {kind} {'needs it' if kind in _RATIOS else 'divides by nothing'}",
                f"write one of: {', '.join(COMPARED)}" if kind in _RATIOS else "leave it out",
            )
        if (versus == "plan") is not (kind is Kind.PLAN_SHARE):
            fields.refuse("versus", f"'{versus}' and {kind} do not go together")
        if versus and versus not in COMPARED:
            self._period(fields, versus)
        run = fields.text("run")
        if run not in RUNS and not _is_period(run):
            fields.refuse("run", f"'{run}' is no run", f"write a period, or: {', '.join(RUNS)}")
        status = fields.text("status", "")
        column = ColumnMap(
            index=_column(fields, "column"),
            heading=fields.text("heading", ""),
            kind=kind,
            run=run,
            earlier=fields.flag("same_period", False),
            versus=versus,
            modality=fields.word("modality", Modality, Modality.ACTUAL),
            status=_status(fields, status),
            assigner=fields.text("assigner", "") or None,
            unit=_unit(fields),
            line=line,
        )
        fields.finish()
        return column

    def _kind(self, fields: Fields) -> Kind:
        text = fields.text("kind")
        allowed = f"write one of {', '.join(_KINDS)}, or delete the entry"
        if text == UNDECIDED:
            fields.refuse("kind", "it is not decided yet", allowed)
        if text not in _KINDS:
            fields.refuse("kind", f"'{text}' is no kind of a column", allowed)
        return Kind(text)

    def _line(self, entry: object) -> LineMap:
        fields, line = self._fields(entry)
        place = fields.text("place", "") or None
        if place is not None:
            self._check_place(fields, place)
        found = LineMap(
            label=fields.text("label"),
            under=fields.text("under", ""),
            series=self._series(fields),
            unit=_unit(fields),
            place=place,
            line=line,
        )
        fields.finish()
        return found

    def _series(self, fields: Fields) -> Series:
        code = fields.text("indicator")
        if code == UNDECIDED:
            fields.refuse(
                "indicator", "it is not decided yet", "write its code, or delete the entry"
            )
        if code not in self._catalogue:
            try:
                near = self._catalogue.find(code).code
            except VocabularyError as error:
                fields.checked("indicator", error)
            fields.refuse("indicator", f"'{code}' is no code", f"write {near}")
        card = self._catalogue[code]
        try:
            breakdown = Breakdown.parse(fields.text("breakdown", ""))
            card.check_breakdown(breakdown)
        except VocabularyError as error:
            fields.checked("breakdown", error)
        default = card.price_bases[0] if len(card.price_bases) == 1 else NOT_STATED
        basis = fields.text("price_basis", default)
        if basis not in card.price_bases:
            listed = ", ".join(card.price_bases)
            fields.refuse("price_basis", f"'{code}' has none '{basis}'", f"it has: {listed}")
        return Series(code, breakdown, basis)


def _is_period(text: str) -> bool:
    try:
        Period.parse(text)
    except VocabularyError:
        return False
    return True


def _status(fields: Fields, text: str) -> Status | None:
    if not text:
        return None
    if text not in tuple(Status):
        fields.refuse("status", f"'{text}' is none", f"write one of: {', '.join(Status)}")
    return Status(text)


def _unit(fields: Fields) -> StatedUnit | None:
    text = fields.text("unit", "")
    unit = read_unit(text) if text else None
    if text and unit is None:
        fields.refuse(
            "unit", f"'{text}' is no known unit", "write it as tables do, such as tỷ đồng or bn VND"
        )
    return unit


def _column(fields: Fields, field: str) -> int:
    """Return the number of a column named by its letters, from 0."""
    text = fields.text(field)
    if not _LETTERS.fullmatch(text):
        fields.refuse(field, f"'{text}' is no column", "write its letters, such as D")
    number = 0
    for letter in text:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def _rows(fields: Fields, field: str, *, required: bool) -> tuple[int, int] | None:
    """Return the first and last row, from 0, of a list such as [4, 5]."""
    rows = fields.items(field, required=required)
    if not rows:
        return None
    numbers = [row for row in rows if type(row) is int and row > 0]
    if len(numbers) != len(rows) or len(rows) != 2 or numbers[1] < numbers[0]:
        fields.refuse(field, f"{rows} are no rows", "write the first and the last, such as [4, 5]")
    return numbers[0] - 1, numbers[1] - 1
