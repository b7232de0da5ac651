"""Reading whatever was handed in: a long-form CSV, a form that comes back, or a report's tables."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from tiendo.ledger.intake.decoding import decode
from tiendo.ledger.intake.fault import FileRefused, Intake
from tiendo.ledger.intake.forms import is_form, read_form
from tiendo.ledger.intake.long_csv import read_long_csv
from tiendo.ledger.intake.mapping import ReportMap
from tiendo.ledger.intake.report import read_report
from tiendo.ledger.intake.table import is_long_form
from tiendo.ledger.intake.workbook import Workbook, read_csv_table, read_workbook
from tiendo.vocabulary.indicator import Catalogue
from tiendo.vocabulary.period import Period
from tiendo.vocabulary.place import Place, PlaceRegister

Progress = Callable[[int, int], None]
"""Told how much of how much is read."""

_TEXT_FILES = (".csv", ".tsv", ".txt")


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
    progress: Progress | None = None,
) -> Intake:
    """Return what a file says, and what is wrong with it, by line or by cell.

    Args:
        path: the file: long-form or wide CSV, a form of `tiendo form`, or an Excel workbook.
        handed: what is known of it besides.
        register: the places that may be named.
        catalogue: the indicators that may be named.
        progress: told how far the reading is.
    """
    try:
        if path.suffix.lower() in _TEXT_FILES:
            content = path.read_bytes()
            if handed.mapping is None and is_long_form(decode(content)):
                return read_long_csv(
                    content,
                    file_name=str(path),
                    register=register,
                    catalogue=catalogue,
                    today=handed.today,
                    known_at=handed.known_at,
                    progress=progress,
                )
            workbook = read_csv_table(content, file_name=str(path))
        else:
            workbook = read_workbook(path, file_name=str(path), progress=progress)
    except FileRefused as refused:
        fault = replace(refused.fault, file_name=str(path))
        return Intake((), (fault,), "", str(path))
    return _said_by(workbook, handed, register, catalogue)


def _said_by(
    workbook: Workbook, handed: Handed, register: PlaceRegister, catalogue: Catalogue
) -> Intake:
    if is_form(workbook):
        return read_form(
            workbook,
            register=register,
            catalogue=catalogue,
            today=handed.today,
            known_at=handed.known_at,
        )
    return read_report(
        workbook,
        register=register,
        catalogue=catalogue,
        today=handed.today,
        known_at=handed.known_at,
        place=handed.place,
        period=handed.period,
        mapping=handed.mapping,
    )
