"""Reading a report: from the sheets of a workbook to statements."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import Protocol

import numpy as np

from tiendo.ledger.intake.fault import Fault, Intake
from tiendo.ledger.intake.report.checks import check
from tiendo.ledger.intake.report.entered import Stated, Statements
from tiendo.ledger.intake.report.figures import Figures
from tiendo.ledger.intake.report.recognition import Recogniser
from tiendo.ledger.intake.report.surroundings import Asked
from tiendo.ledger.intake.report.table import Table
from tiendo.ledger.intake.workbook.grid import Workbook
from tiendo.validation.rule import Rule
from tiendo.vocabulary.errors import VocabularyError
from tiendo.vocabulary.figure import Statement
from tiendo.vocabulary.indicator import Catalogue
from tiendo.vocabulary.period import Period
from tiendo.vocabulary.place import Place, PlaceRegister
from tiendo.vocabulary.words import Severity

Progress = Callable[[int, int], None]
"""Called with the part of the work that is done and all of it: tables are understood, then read."""

_NO_TABLE = Fault(
    0,
    "",
    "no table with labels and numbers was found on any visible sheet",
    "put headings above the numbers and labels left of them, or name the table in a mapping file",
)


def recognised(
    workbook: Workbook,
    *,
    register: PlaceRegister,
    catalogue: Catalogue,
    place: Place | None = None,
    period: Period | None = None,
    progress: Progress | None = None,
) -> list[Table]:
    """Return the tables of all visible sheets, each with the reasons of its choices."""
    recogniser = Recogniser(register, catalogue, Asked(place, period))
    visible = [sheet for sheet in workbook.sheets if not sheet.hidden]
    found: list[Table] = []
    for number, sheet in enumerate(visible):
        found += recogniser.tables(sheet)
        if progress is not None:
            progress(number + 1, 2 * len(visible))
    return found


def intake_of(
    workbook: Workbook,
    tables: Sequence[Table],
    *,
    register: PlaceRegister,
    catalogue: Catalogue,
    today: date,
    known_at: date | None,
    rules: Sequence[Rule] = (),
    faults: Iterable[Fault] = (),
    progress: Progress | None = None,
) -> Intake:
    """Return what tables say; with any error nothing of the file is taken.

    Warnings stand among the notes, with the severity warning.
    """
    found = list(faults)
    figures = Figures(register, catalogue, today=today, known_at=known_at, rules=rules)
    stated: list[Stated] = []
    for number, table in enumerate(tables):
        if progress is not None:
            progress(len(tables) + number, 2 * len(tables))
        numbers, said = figures.of_table(table)
        stated.append(said)
        found += [*table.faults, *table.notes, *check(table, numbers, catalogue)]
    found += [*figures.faults, *figures.notes]
    if not tables and not found:
        found.append(_NO_TABLE)
    statements, twins = _without_twins(stated)
    found += twins
    has_error = any(fault.severity is Severity.ERROR for fault in found)
    if tables and not has_error and not any(said.has_numbers for said in stated):
        found.append(replace(_NO_TABLE, message="no number stands in the tables of the file"))
    found = [replace(fault, file_name=workbook.file_name) for fault in dict.fromkeys(found)]
    errors = tuple(fault for fault in found if fault.severity is Severity.ERROR)
    if progress is not None:
        progress(2 * len(tables), 2 * len(tables))
    return Intake(
        statements=() if errors else statements,
        faults=errors,
        sha256=workbook.sha256,
        file_name=workbook.file_name,
        notes=tuple(fault for fault in found if fault.severity is not Severity.ERROR),
    )


def _without_twins(stated: Sequence[Stated]) -> tuple[Statements, list[Fault]]:
    """Keep the first of two equal statements; two unlike ones about the same are a fault.

    Only those whose hashes meet are made and looked at.
    """
    topics = np.concatenate([said.topics() for said in stated] or [np.empty(0, np.uint64)])
    ordered = np.sort(topics)
    twice = ordered[1:][ordered[1:] == ordered[:-1]]
    if not len(twice):
        return Statements(stated), []
    met = np.isin(topics, twice)
    kept: dict[object, Statement] = {}
    left_out: set[int] = set()
    faults = []
    for number, statement in enumerate(Statements(stated)):
        if not met[number]:
            continue
        first = kept.setdefault(_identity(statement), statement)
        if first is statement:
            continue
        left_out.add(number)
        faults.append(_twin_fault(first, statement))
    return Statements(stated, frozenset(left_out)), faults


def _twin_fault(first: Statement, statement: Statement) -> Fault:
    sheet, _, cell = statement.cell.rpartition("!")
    same = (first.value, first.decimals) == (statement.value, statement.decimals)
    if same and first.modality is statement.modality:
        text = f"says the same as {first.cell} and is left out"
        return Fault(0, "", text, sheet=sheet, cell=cell, severity=Severity.INFO)
    text = (
        f"{statement.value} stands here and {first.value} in {first.cell}, both for "
        f"{statement.kind} of {statement.series.indicator} in {statement.period}"
    )
    remedy = "correct a heading or a label, or leave one of them out with a mapping file"
    return Fault(0, "", text, remedy, sheet=sheet, cell=cell)


def _identity(statement: Statement) -> object:
    """Return what two statements of a file share if only one of them can be true."""
    return (
        statement.place,
        statement.series,
        statement.period,
        statement.kind,
        statement.is_plan,
        statement.assigner,
    )


class TableSource(Protocol):
    """What understands a workbook in place of recognition: a confirmed mapping file."""

    def tables_of(
        self,
        workbook: Workbook,
        register: PlaceRegister,
        catalogue: Catalogue,
        place: Place | None,
        period: Period | None,
    ) -> Iterable[Table]:
        """Return the tables that it understands, and nothing else of the workbook."""


def read_report(
    workbook: Workbook,
    *,
    register: PlaceRegister,
    catalogue: Catalogue,
    today: date,
    known_at: date | None = None,
    place: Place | None = None,
    period: Period | None = None,
    mapping: TableSource | None = None,
    rules: Sequence[Rule] = (),
    progress: Progress | None = None,
) -> Intake:
    """Return what the report tables of a workbook say, and what is wrong with them.

    With any error there are no statements: a table that is partly misunderstood is not to be
    trusted. Warnings and remarks stand among the notes.

    Args:
        workbook: the file, as a grid of cells.
        register: the places that may be named.
        catalogue: the indicators that may be named.
        today: the day of the intake, in the workspace's time zone.
        known_at: since when the world knows the figures; by default the date that the report bears,
            else today.
        place: whose report it is; by default the titles tell. Titles that name another are refused.
        period: what it is about; by default the titles tell. Titles that name another are refused.
        mapping: a confirmed mapping file, which is followed instead of recognising the tables.
        rules: those that say what cannot be refuse it.
        progress: told how far the work is.
    """
    faults = []
    if known_at is not None and known_at > today:
        text = f"known_at {known_at} lies in the future"
        faults.append(Fault(0, "", text, "state a past date"))
        known_at = None
    tables: list[Table] = []
    try:
        if mapping is not None:
            tables += mapping.tables_of(workbook, register, catalogue, place, period)
        else:
            tables += recognised(
                workbook,
                register=register,
                catalogue=catalogue,
                place=place,
                period=period,
                progress=progress,
            )
    except VocabularyError as error:
        faults.append(Fault(0, "", error.message, error.remedy))
    return intake_of(
        workbook,
        tables,
        register=register,
        catalogue=catalogue,
        today=today,
        known_at=known_at,
        rules=rules,
        faults=faults,
        progress=progress,
    )
