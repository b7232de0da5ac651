"""Saying why a whole file is refused, and where in it the reason lies."""

from __future__ import annotations

from dataclasses import replace
from pathlib import PurePosixPath

from tiendo.ledger.intake.fault import Fault, FileRefused

SAVE_ANEW = "open the file in a spreadsheet program and save it anew as .xlsx"


def refused(message: str, remedy: str, *, sheet: str = "", cell: str = "") -> FileRefused:
    """Return the refusal of a file, to be raised.

    Args:
        message: what is wrong, in one sentence without a full stop.
        remedy: what the user can do about it.
        sheet: name of the sheet that it concerns, if it concerns one.
        cell: address of the cell that it concerns, if it concerns one.
    """
    return of_fault(Fault(0, "", message, remedy, sheet=sheet, cell=cell))


def damaged(what: str, *, sheet: str = "", cell: str = "") -> FileRefused:
    """Return the refusal of a file that does not follow the rules of its own format."""
    return refused(f"the file is damaged: {what}", SAVE_ANEW, sheet=sheet, cell=cell)


def of_fault(fault: Fault) -> FileRefused:
    """Return the refusal that carries a fault."""
    refusal = FileRefused(fault.line, fault.column, fault.message, fault.remedy)
    refusal.fault = fault
    return refusal


def of_file(refusal: FileRefused, file_name: str) -> FileRefused:
    """Return a refusal that also names the file."""
    return of_fault(replace(refusal.fault, file_name=file_name))


def last_part(path: str) -> str:
    """Return a path's last part, whichever way its folders are parted."""
    return PurePosixPath(path.replace("\\", "/")).name
