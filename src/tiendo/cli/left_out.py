"""What `tiendo load` tells of faults: each by its address, and what they led to."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from tiendo.cli.output import complain, note

if TYPE_CHECKING:
    from tiendo.ledger.intake import Intake
    from tiendo.ledger.services import Recorded

_FAULTS_SHOWN = 200


def tell_remarks(intakes: Sequence[Intake]) -> None:
    """Name on stderr every fault, and what was noticed besides."""
    for intake in intakes:
        gravest = sorted(intake.notes, key=lambda remark: remark.severity != "warning")
        for remark in gravest[:_FAULTS_SHOWN]:
            mark = "warning: " if remark.severity == "warning" else ""
            note(f"{mark}{remark}")
        if len(gravest) > _FAULTS_SHOWN:
            more = len(gravest) - _FAULTS_SHOWN
            note(f"{intake.file_name}: and {more} more remarks; --json lists all")
        for fault in intake.faults[:_FAULTS_SHOWN]:
            note(str(fault))
        if len(intake.faults) > _FAULTS_SHOWN:
            more = len(intake.faults) - _FAULTS_SHOWN
            note(f"{intake.file_name}: and {more} more; --json lists all")


def tell_loss(
    intakes: Sequence[Intake], results: Sequence[Recorded] | None, accept_good: bool
) -> bool:
    """Say on stderr what the faults led to, and return whether anything was accepted."""
    lines = sum(len({fault.line for fault in i.faults if fault.line}) for i in intakes)
    cells = sum(len({(f.sheet, f.cell) for f in i.faults if f.cell}) for i in intakes)
    whole = sum(any(not (fault.line or fault.cell) for fault in i.faults) for i in intakes)
    counts = [
        f"{count} {noun if count == 1 else nouns}"
        for count, noun, nouns in (
            (lines, "line", "lines"),
            (cells, "cell", "cells"),
            (whole, "whole file", "whole files"),
        )
        if count
    ]
    if results is not None:
        note(f"left out: {' and '.join(counts)}")
        return True
    remedy = "" if accept_good else "mend what is named above"
    if not accept_good and any(intake.statements for intake in intakes):
        remedy += ", or record the good lines alone with --accept-good"
    complain(f"nothing was recorded: {' and '.join(counts)} cannot be accepted", remedy)
    return False
