"""Reads series and targets from CSV and Parquet files, each fault with its line."""

from __future__ import annotations

import csv
import math
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from tiendo.outlook.history import OutlookError, SeriesHistory, lay_out
from tiendo.vocabulary.errors import VocabularyError
from tiendo.vocabulary.period import Period
from tiendo.vocabulary.words import Direction, Nature, Operator, Word, parse_word

_SINGLE = re.compile(r"(\d{4})-(?:M?(\d{2})|Q([1-4]))", re.ASCII)
_ARABIC_POINT = "\u066b"  # beside Arabic digits, which are digits like others
_UNKNOWN = ("", "nan", "na", "null", "none")


@dataclass(frozen=True, slots=True)
class Misfit:
    """A series of the file that could not be laid out, and why."""

    key: str
    year: int
    reason: str


@dataclass(frozen=True, slots=True)
class StatedTarget:
    """One line of a file of targets."""

    series: str
    year: int
    value: float
    operator: Operator
    unit: str


_FACETS = ("nature", "topic", "unit", "price_basis", "direction", "tet_effect")
"""Columns of which a series has one value; it may stand on one line or on all."""


@dataclass(slots=True)
class _Collected:
    """What the lines of one series say."""

    facets: dict[str, tuple[int, str]] = field(default_factory=dict)
    values: list[tuple[Period, float]] = field(default_factory=list)
    growth: dict[Period, float] = field(default_factory=dict)


def read_series(path: Path) -> list[SeriesHistory | Misfit]:
    """Read a table with the columns series, period, value, in the order in which series begin.

    Further columns are read where they are there: nature (flow, stock, average, index, ratio),
    topic, unit, price_basis, direction, growth_pct, tet_effect. An empty value is unknown.

    Raises:
        OutlookError: for a file that is none, a column that is missing, or a cell that cannot be
            read; it names the line.
    """
    collected: dict[str, _Collected] = {}
    for line, row in _rows(path, ("series", "period", "value")):
        key = str(row["series"]).strip()
        if not key:
            raise OutlookError(f"{path.name}, line {line}: no series is named", remedy="name it")
        one = collected.setdefault(key, _Collected())
        _note_facets(path, line, row, one)
        period = _period(path, line, row["period"])
        value = _number(path, line, "value", row["value"])
        if value is not None:
            one.values.append((period, value))
        growth = _number(path, line, "growth_pct", row.get("growth_pct"))
        if growth is not None:
            one.growth[period] = growth
    return [_laid_out(path, key, one) for key, one in collected.items()]


def read_targets(path: Path) -> dict[tuple[str, int], StatedTarget]:
    """Read a table with the columns series, year, target; operator and unit where they are there.

    Raises:
        OutlookError: as `read_series`, and for two targets of one series and year.
    """
    targets: dict[tuple[str, int], StatedTarget] = {}
    for line, row in _rows(path, ("series", "year", "target")):
        key, year = str(row["series"]).strip(), _year(path, line, row["year"])
        value = _number(path, line, "target", row["target"])
        if value is None:
            continue
        if (key, year) in targets:
            raise OutlookError(
                f"{path.name}, line {line}: {key} has a target for {year} already",
                remedy="keep the one that counts",
            )
        operator = _word(path, (line, _text(row.get("operator"))), Operator, Operator.EXACT)
        targets[key, year] = StatedTarget(key, year, value, operator, _text(row.get("unit")))
    return targets


def _rows(path: Path, needed: tuple[str, ...]) -> Iterator[tuple[int, Mapping[str, Any]]]:
    if not path.is_file():
        raise OutlookError(f"{path}: there is no such file", remedy="check its name and folder")
    if path.suffix.lower() == ".parquet":
        yield from _parquet_rows(path, needed)
        return
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            _need(path, reader.fieldnames or (), needed)
            for row in reader:
                if None in row or any(row[name] is None for name in needed):
                    raise OutlookError(
                        f"{path.name}, line {reader.line_num}: it has not as many cells as the "
                        "heading",
                        remedy="quote cells that hold a comma",
                    )
                yield reader.line_num, row
    except UnicodeDecodeError:
        raise OutlookError(f"{path.name}: it is not UTF-8", remedy="save it as UTF-8") from None
    except csv.Error as broken:
        raise OutlookError(f"{path.name}: it is no CSV ({broken})") from None


def _parquet_rows(path: Path, needed: tuple[str, ...]) -> Iterator[tuple[int, Mapping[str, Any]]]:
    import pyarrow as arrow  # type: ignore[import-untyped]
    import pyarrow.parquet as parquet  # type: ignore[import-untyped]

    try:
        table = parquet.read_table(path)
    except arrow.ArrowInvalid as broken:
        raise OutlookError(f"{path.name}: it is no Parquet file ({broken})") from None
    _need(path, table.column_names, needed)
    columns = {name: table.column(name).to_pylist() for name in table.column_names}
    for index in range(table.num_rows):
        yield index + 1, {name: column[index] for name, column in columns.items()}


def _need(path: Path, given: Iterable[str], needed: tuple[str, ...]) -> None:
    names = list(given)
    if not names:
        raise OutlookError(
            f"{path.name} is empty", remedy=f"give a table with the columns {', '.join(needed)}"
        )
    if len(names) == 1 and ";" in names[0]:
        raise OutlookError(
            f"{path.name}: its cells are parted by semicolons", remedy="save it with commas"
        )
    missing = [name for name in needed if name not in names]
    if missing:
        raise OutlookError(
            f"{path.name}: the column {missing[0]} is missing",
            remedy=f"the columns {', '.join(needed)} are needed; there are: {', '.join(names)}",
        )


def _note_facets(path: Path, line: int, row: Mapping[str, Any], one: _Collected) -> None:
    for name in _FACETS:
        text = _text(row.get(name))
        if not text or text.lower() in _UNKNOWN:
            continue
        first, told = one.facets.setdefault(name, (line, text))
        if told != text:
            raise OutlookError(
                f"{path.name}, line {line}: {name} is '{text}' here and '{told}' in line {first}",
                remedy=f"give a series one {name}",
            )


def _laid_out(path: Path, key: str, one: _Collected) -> SeriesHistory | Misfit:
    def told(name: str) -> tuple[int, str]:
        return one.facets.get(name, (0, ""))

    nature = _word(path, told("nature"), Nature, Nature.FLOW)
    direction = _word(path, told("direction"), Direction, Direction.UP)
    line, effect = told("tet_effect")
    tet_effect = _number(path, line, "tet_effect", effect) or 0.0
    year = max((period.year for period, _ in one.values), default=0)
    try:
        return lay_out(
            key,
            one.values,
            growth_pct=one.growth,
            nature=nature,
            unit=told("unit")[1],
            topic=told("topic")[1],
            constant_price=told("price_basis")[1].startswith("constant"),
            direction=direction,
            tet_effect=tet_effect,
        )
    except OutlookError as misfit:
        return Misfit(key, year, misfit.message)


def _period(path: Path, line: int, cell: Any) -> Period:
    try:
        return _parsed(str(cell))
    except VocabularyError as unknown:
        raise OutlookError(
            f"{path.name}, line {line}: {unknown.message}", remedy=unknown.remedy
        ) from None


@lru_cache(maxsize=4096)
def _parsed(text: str) -> Period:
    # Series of long ago teach as well as others; the vocabulary's range of years is for figures.
    if found := _SINGLE.fullmatch(text.strip()):
        year, month, quarter = int(found[1]), found[2], found[3]
        if quarter:
            return Period(year * 12 + 3 * int(quarter) - 3, year * 12 + 3 * int(quarter) - 1)
        if 1 <= int(month) <= 12:
            return Period.of_month(year, int(month))
    return Period.parse(text)


def _number(path: Path, line: int, column: str, cell: Any) -> float | None:
    if cell is None or (isinstance(cell, float) and math.isnan(cell)):
        return None
    text = str(cell).strip().replace(_ARABIC_POINT, ".")
    if text.lower() in _UNKNOWN:
        return None
    try:
        number = float(text)
    except ValueError:
        raise OutlookError(
            f"{path.name}, line {line}: '{text}' in {column} is no number",
            remedy="write 1234.5, without thousands separators",
        ) from None
    if math.isinf(number):
        raise OutlookError(
            f"{path.name}, line {line}: {column} is infinite", remedy="leave it empty if unknown"
        )
    return number


def _year(path: Path, line: int, cell: Any) -> int:
    try:
        return int(str(cell).strip())
    except ValueError:
        raise OutlookError(
            f"{path.name}, line {line}: '{cell}' is no year", remedy="write 2024"
        ) from None


def _word(path: Path, told: tuple[int, str], words: type[Word], default: Word) -> Word:
    line, text = told
    if not text:
        return default
    try:
        return parse_word(words, text)
    except VocabularyError as unknown:
        raise OutlookError(
            f"{path.name}, line {line}: {unknown.message}", remedy=unknown.remedy
        ) from None


def _text(cell: Any) -> str:
    return "" if cell is None else str(cell).strip()
