"""Long-form figures: one line per number, checked for conflicts and written with a header."""

from __future__ import annotations

import csv
import io
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path
from textwrap import wrap

from tiendo.vocabulary.period import Period

COLUMNS = (
    "place",
    "indicator",
    "breakdown",
    "price_basis",
    "period",
    "kind",
    "value",
    "value_hi",
    "unit",
    "comparator",
    "modality",
    "status",
    "state",
    "known_at",
    "assigner",
    "version",
    "operator",
    "decision",
)
"""The columns of a long-form CSV, in the order of the contract."""

ESTIMATE = "estimate"
PRELIMINARY = "preliminary"


@dataclass(frozen=True, slots=True)
class Month:
    """A calendar month."""

    year: int
    number: int

    @classmethod
    def parse(cls, text: str) -> Month:
        """Read 2024-03."""
        year, number = text.split("-")
        return cls(int(year), int(number))

    @property
    def run(self) -> Period:
        """The month alone."""
        return Period.of_month(self.year, self.number)

    @property
    def to_date(self) -> Period:
        """January to this month."""
        return self.run.year_to_date()

    @property
    def before(self) -> Month:
        """The month before."""
        return Month(self.year, self.number - 1) if self.number > 1 else Month(self.year - 1, 12)

    @property
    def is_january(self) -> bool:
        """Whether the month and the year to date are one run."""
        return self.number == 1


@dataclass(frozen=True, slots=True)
class Figure:
    """One number as the raw table states it."""

    place: str
    indicator: str
    run: Period
    kind: str
    value: str
    unit: str
    known_at: str
    breakdown: str = ""
    price_basis: str = "current"
    status: str = ""

    @property
    def key(self) -> tuple[object, ...]:
        """Everything by which a second number would be another statement of the same."""
        return (
            self.place,
            self.indicator,
            self.breakdown,
            self.price_basis,
            self.run,
            self.kind,
            self.status,
            self.known_at,
        )

    @property
    def cells(self) -> dict[str, str]:
        """The line, by column.

        A whole number in the raw tables ends in .0, which no office printed; its decimals are not
        known, so it is filed as the whole number that it is.
        """
        return {
            "place": self.place,
            "indicator": self.indicator,
            "breakdown": self.breakdown,
            "price_basis": self.price_basis,
            "period": str(self.run),
            "kind": self.kind,
            "value": self.value.removesuffix(".0"),
            "unit": self.unit,
            "comparator": "exact",
            "modality": "estimated" if self.status == ESTIMATE else "actual",
            "status": self.status,
            "known_at": self.known_at,
        }


@dataclass(frozen=True, slots=True)
class Table:
    """The figures of one output file.

    Attributes:
        name: file name.
        header: paragraphs of the comment at its top.
        rows_in: rows of the raw table.
        left_out: what was not taken over, and why, one line each.
    """

    name: str
    header: tuple[str, ...]
    rows_in: int
    figures: tuple[Figure, ...]
    left_out: tuple[str, ...] = field(default=())


def read_raw(path: Path) -> list[dict[str, str]]:
    """Return the rows of a raw CSV file, its text brought to Unicode form C."""
    text = unicodedata.normalize("NFC", path.read_text(encoding="utf-8"))
    return list(csv.DictReader(io.StringIO(text, newline="")))


def once_in_january(month: Month, single: str, to_date: str, what: str) -> None:
    """Make sure that January and the year to date of January, which are one run, agree.

    Raises:
        ValueError: if they do not, so that somebody decides which to file.
    """
    if month.is_january and single != to_date:
        raise ValueError(f"{what}: January says {single}, the year to date of January {to_date}")


def settle(table: Table) -> Table:
    """Return the table without repeated lines and without figures that contradict each other.

    Two different numbers for one key are both left out and listed.
    """
    values: dict[tuple[object, ...], list[Figure]] = defaultdict(list)
    for figure in table.figures:
        if figure not in values[figure.key]:
            values[figure.key].append(figure)
    kept = [found[0] for found in values.values() if len(found) == 1]
    conflicts = [
        f"{found[0].place} {found[0].indicator} {found[0].breakdown} {found[0].run} "
        f"{found[0].kind}: two values, {' and '.join(figure.value for figure in found)}"
        for found in values.values()
        if len(found) > 1
    ]
    kept.sort(key=lambda f: (f.known_at, f.place, f.indicator, f.breakdown, f.run, f.kind))
    return replace(table, figures=tuple(kept), left_out=(*table.left_out, *conflicts))


def write(table: Table, folder: Path) -> Path:
    """Write the table into `folder` as UTF-8 with LF and return its path."""
    text = io.StringIO()
    for line in _comment(table):
        text.write(f"{line}\n")
    writer = csv.DictWriter(text, COLUMNS, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(figure.cells for figure in table.figures)
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / table.name
    path.write_text(text.getvalue(), encoding="utf-8", newline="\n")
    return path


def _comment(table: Table) -> Iterable[str]:
    for paragraph in (piece for text in table.header for piece in text.split("\n")):
        yield from (f"# {line}" for line in wrap(paragraph, 98, break_on_hyphens=False))
    yield f"# Raw rows: {table.rows_in}. Figures: {len(table.figures)}."
    if table.left_out:
        yield "# Left out:"
        for entry in table.left_out:
            lines = wrap(entry, 96, break_on_hyphens=False)
            yield f"# - {lines[0]}"
            yield from (f"#   {line}" for line in lines[1:])
