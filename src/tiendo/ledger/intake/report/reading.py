"""Reading a report: from the sheets of a workbook to statements."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Protocol

import numpy as np

from tiendo.ledger.intake.fault import Fault, Intake
from tiendo.ledger.intake.report.checks import check
from tiendo.ledger.intake.report.entered import Kept, Statements
from tiendo.ledger.intake.report.figures import Figures
from tiendo.ledger.intake.report.recognition import Recogniser
from tiendo.ledger.intake.report.shelf import Shelf
from tiendo.ledger.intake.report.surroundings import Asked
from tiendo.ledger.intake.report.table import Table
from tiendo.ledger.intake.workbook.grid import Array, Workbook
from tiendo.validation.rule import Rule
from tiendo.vocabulary.errors import VocabularyError
from tiendo.vocabulary.figure import Statement
from tiendo.vocabulary.indicator import Catalogue
from tiendo.vocabulary.period import Period
from tiendo.vocabulary.place import Place, PlaceRegister
from tiendo.vocabulary.words import Severity

Progress = Callable[[int, int], None]
"""Called with the sheets that are read and all of them."""

_AT_ONCE = 250_000
"""Hashes of statements that are held at a time."""

_NO_TABLE = Fault(
    0,
    "",
    "no table with labels and numbers was found on any visible sheet",
    "put headings that name an indicator above the numbers and labels left of them (periods as T1, "
    "01/2024 or 2024, not as days), or name the table in a mapping file",
)


def recognised(
    workbook: Workbook,
    *,
    register: PlaceRegister,
    catalogue: Catalogue,
    place: Place | None = None,
    period: Period | None = None,
    progress: Progress | None = None,
) -> Iterator[Table]:
    """Yield the tables of all visible sheets, each with the reasons of its choices.

    Args:
        progress: told after each sheet how many of how many are done.
    """
    recogniser = Recogniser(register, catalogue, Asked(place, period))
    visible = [sheet for sheet in workbook.sheets if not sheet.hidden]
    for number, sheet in enumerate(visible):
        yield from recogniser.tables(sheet)
        if progress is not None:
            progress(number + 1, len(visible))


def intake_of(
    workbook: Workbook,
    tables: Iterable[Table],
    *,
    register: PlaceRegister,
    catalogue: Catalogue,
    today: date,
    known_at: date | None,
    rules: Sequence[Rule] = (),
    faults: Iterable[Fault] = (),
) -> Intake:
    """Return what tables say; with any error nothing of the file is taken.

    Warnings stand among the notes, with the severity warning. Tables are taken one by one, and
    what they state is put aside: none is held when the next one is read.
    """
    found = list(faults)
    figures = Figures(register, catalogue, today=today, known_at=known_at, rules=rules)
    stated = Shelf()
    any_table, any_number = False, False
    try:
        for table in tables:
            numbers, said = figures.of_table(table)
            stated.put(said)
            any_table, any_number = True, any_number or said.has_numbers
            found += [*table.faults, *table.notes, *check(table, numbers, catalogue)]
    except VocabularyError as error:
        found.append(Fault(0, "", error.message, error.remedy))
    found += [*figures.faults, *figures.notes]
    if not any_table and not found:
        found.append(_NO_TABLE)
    statements, twins = _without_twins(stated)
    found += twins
    has_error = any(fault.severity is Severity.ERROR for fault in found)
    if any_table and not has_error and not any_number:
        found.append(replace(_NO_TABLE, message="no number stands in the tables of the file"))
    found = [replace(fault, file_name=workbook.file_name) for fault in dict.fromkeys(found)]
    errors = tuple(fault for fault in found if fault.severity is Severity.ERROR)
    return Intake(
        statements=() if errors else statements,
        faults=errors,
        sha256=workbook.sha256,
        file_name=workbook.file_name,
        notes=tuple(fault for fault in found if fault.severity is not Severity.ERROR),
    )


def _without_twins(stated: Kept) -> tuple[Statements, list[Fault]]:
    """Keep the first of two equal statements; two unlike ones about the same are a fault.

    Only those whose hashes meet are made and looked at.
    """
    twice = _meeting(stated)
    if not len(twice):
        return Statements(stated), []
    kept: dict[object, Statement] = {}
    left_out: set[int] = set()
    faults = []
    number = 0
    for said in stated:
        met = np.isin(said.topics(), twice)
        for at, statement in enumerate(said.statements() if met.any() else ()):
            if not met[at]:
                continue
            first = kept.setdefault(_identity(statement), statement)
            if first is not statement:
                left_out.add(number + at)
                faults.append(_twin_fault(first, statement))
        number += said.count
    return Statements(stated, frozenset(left_out)), faults


def _meeting(stated: Kept) -> Array:
    """Return the hashes that several statements have, looking at a share of all at a time."""
    shares = -(-stated.count // _AT_ONCE)
    found = []
    for share in range(shares):
        topics = np.concatenate([_of_share(said.topics(), share, shares) for said in stated])
        topics.sort()
        found.append(topics[1:][topics[1:] == topics[:-1]])
    return np.concatenate(found) if found else np.empty(0, np.uint64)


def _of_share(topics: Array, share: int, shares: int) -> Array:
    mine: Array = topics[topics % np.uint64(shares) == share]
    return mine


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
    tables: Iterable[Table]
    if mapping is not None:
        tables = _of_map(mapping, workbook, register, catalogue, place, period)
    else:
        tables = recognised(
            workbook,
            register=register,
            catalogue=catalogue,
            place=place,
            period=period,
            progress=progress,
        )
    return intake_of(
        workbook,
        tables,
        register=register,
        catalogue=catalogue,
        today=today,
        known_at=known_at,
        rules=rules,
        faults=faults,
    )


def _of_map(
    mapping: TableSource,
    workbook: Workbook,
    register: PlaceRegister,
    catalogue: Catalogue,
    place: Place | None,
    period: Period | None,
) -> Iterator[Table]:
    """Yield the tables of a mapping file, so that what it refuses is met where they are read."""
    yield from mapping.tables_of(workbook, register, catalogue, place, period)
