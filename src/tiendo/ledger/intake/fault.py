"""What reading a file gives: statements, and the faults that stand in the way of the others."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field

from tiendo.vocabulary.figure import Statement
from tiendo.vocabulary.words import Severity


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong with a file, and how to mend it.

    Attributes:
        line: line of the file, counted from 1; 0 if it concerns the whole file.
        column: name of the column; empty if it concerns the whole line.
        message: what is wrong, in one sentence without a full stop.
        remedy: what the user can do about it.
        file_name: name of the file, without its folder.
        sheet: name of the sheet of a workbook; empty for other files.
        cell: address of a cell on it, such as D12; empty if it concerns more than one.
        severity: error; warning for what does not fit and may still be true; info for what was
            noticed and needs no mending.
    """

    line: int
    column: str
    message: str
    remedy: str = ""
    file_name: str = field(default="", kw_only=True)
    sheet: str = field(default="", kw_only=True)
    cell: str = field(default="", kw_only=True)
    severity: Severity = field(default=Severity.ERROR, kw_only=True)

    def __str__(self) -> str:
        where = [self.file_name] if self.file_name else []
        if self.sheet:
            where.append(f"sheet '{self.sheet}'")
        if self.cell:
            where.append(f"cell {self.cell}")
        if self.line:
            where.append(f"line {self.line}")
        if self.column:
            where.append(f"column {self.column}")
        said = f"{self.message}; {self.remedy}" if self.remedy else self.message
        return visible(f"{', '.join(where)}: {said}" if where else said)


def visible(text: str) -> str:
    """Return a text with its control characters told: a name of a file must not turn it around."""
    if text.isprintable():
        return text
    return "".join(one if _is_seen(one) else f"\\u{ord(one):04x}" for one in text)


def _is_seen(one: str) -> bool:
    return one.isprintable() or unicodedata.category(one) == "Zs"


@dataclass(frozen=True, slots=True)
class Intake:
    """A file as it was understood.

    Attributes:
        statements: what its good lines say, in their order.
        faults: what is wrong, in the order of the lines; a filing with any is not recorded.
        sha256: digest of the file's bytes, in hexadecimal; empty if it could not be read.
        file_name: name of the file, without its folder.
        source: who published the figures, from a comment "# source: ..."; may be empty.
        comments: the comment lines above the header, without their "#".
        notes: what needs no mending, such as a line that stands twice.
    """

    statements: Sequence[Statement]
    faults: tuple[Fault, ...]
    sha256: str
    file_name: str = ""
    source: str = ""
    comments: tuple[str, ...] = ()
    notes: tuple[Fault, ...] = ()


class FileRefused(Exception):
    """The file as a whole cannot be read; carries the one fault that says why."""

    def __init__(self, line: int, column: str, message: str, remedy: str) -> None:
        super().__init__(message)
        self.fault = Fault(line, column, message, remedy)
