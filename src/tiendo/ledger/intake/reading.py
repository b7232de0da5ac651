"""Reading whatever was handed in: a long-form CSV, a form that comes back, or a report's tables."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from tiendo.ledger.intake.decoding import decode
from tiendo.ledger.intake.fault import Fault, FileRefused, Intake
from tiendo.ledger.intake.forms import is_form, read_form
from tiendo.ledger.intake.long_csv import content_of, read_long_csv
from tiendo.ledger.intake.mapping import ReportMap
from tiendo.ledger.intake.report import read_report
from tiendo.ledger.intake.table import is_long_form
from tiendo.ledger.intake.workbook import Workbook, read_csv_table, read_workbook
from tiendo.validation.rule import Rule
from tiendo.vocabulary.indicator import Catalogue
from tiendo.vocabulary.period import Period
from tiendo.vocabulary.place import Place, PlaceRegister
from tiendo.vocabulary.words import Severity

Progress = Callable[[int, int], None]
"""Told how much of how much is read."""

_TEXT_FILES = (".csv", ".tsv", ".txt")
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")


@dataclass(frozen=True, slots=True)
class Handed:
    """What is known of a file besides what it says.

    Attributes:
        today: the day of the intake, in the workspace's time zone.
        known_at: since when the world knows figures without a date of their own; None for today.
        place: whose report it is, where it does not say so itself.
        period: of which run, where it does not say so itself.
        mapping: how its tables are to be read; None to recognise them.
    """

    today: date
    known_at: date | None = None
    place: Place | None = None
    period: Period | None = None
    mapping: ReportMap | None = None


def read_file(
    path: Path,
    handed: Handed,
    *,
    register: PlaceRegister,
    catalogue: Catalogue,
    rules: Sequence[Rule] = (),
    progress: Progress | None = None,
) -> Intake:
    """Return what a file says, and what is wrong with it, by line or by cell.

    Args:
        path: the file: long-form or wide CSV, a form of `tiendo form`, or an Excel workbook.
        handed: what is known of it besides.
        register: the places that may be named.
        catalogue: the indicators that may be named.
        rules: those that say what cannot be refuse it.
        progress: told how far the reading is.
    """
    try:
        if not _is_text(path):
            workbook = read_workbook(path, file_name=str(path), progress=progress)
        else:
            content = content_of(path)
            if handed.mapping is None and _is_long_form(content):
                return read_long_csv(
                    content,
                    file_name=str(path),
                    register=register,
                    catalogue=catalogue,
                    today=handed.today,
                    known_at=handed.known_at,
                    rules=rules,
                    progress=progress,
                )
            workbook = read_csv_table(content, file_name=str(path))
    except FileRefused as refused:
        fault = replace(refused.fault, file_name=str(path))
        return Intake((), (fault,), "", str(path))
    if is_form(workbook):
        return read_form(
            workbook,
            register=register,
            catalogue=catalogue,
            today=handed.today,
            known_at=handed.known_at,
            rules=rules,
        )
    said = read_report(
        workbook,
        register=register,
        catalogue=catalogue,
        today=handed.today,
        known_at=handed.known_at,
        place=handed.place,
        period=handed.period,
        mapping=handed.mapping,
        rules=rules,
        progress=progress,
    )
    return replace(said, notes=(*said.notes, *_unread_sheets(workbook)))


def read_tables(path: Path, progress: Progress | None = None) -> Workbook:
    """Return the tables of an Excel workbook or a wide CSV as they stand there.

    Raises:
        FileRefused: if it cannot be read.
    """
    read = read_csv_table if _is_text(path) else read_workbook
    return read(path, progress=progress)


def _is_text(path: Path) -> bool:
    return path.suffix.lower() in _TEXT_FILES


def _is_long_form(content: bytes) -> bool:
    """Whether a text file is meant as a long-form table.

    Raises:
        FileRefused: if it is no text.
    """
    if content.startswith(_UTF_16):
        return is_long_form(content.decode("utf-16", errors="ignore"))
    return is_long_form(decode(content))


def _unread_sheets(workbook: Workbook) -> list[Fault]:
    """Return that hidden sheets were not read."""
    return [
        Fault(
            0,
            "",
            "the sheet is hidden and was not read",
            "unhide it if its figures are meant",
            file_name=workbook.file_name,
            sheet=sheet.name,
            severity=Severity.INFO,
        )
        for sheet in workbook.sheets
        if sheet.hidden and sheet.height
    ]
