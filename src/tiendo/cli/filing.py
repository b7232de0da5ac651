"""`tiendo load`: long-form CSV files into the ledger, in one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tiendo.cli.office import Office, open_office
from tiendo.cli.options import JsonOption, WorkspaceOption, read_day
from tiendo.cli.output import complain, note, print_json, progress_bar, say
from tiendo.vocabulary.errors import TiendoError

if TYPE_CHECKING:
    from tiendo.ledger.intake import Fault, Intake
    from tiendo.ledger.services import FilingDraft, Recorded
    from tiendo.packs import Pack

_FAULTS_SHOWN = 200


def register(app: typer.Typer) -> None:
    """Add the command of this module."""
    app.command()(load)


def load(
    files: Annotated[
        list[Path],
        typer.Argument(
            metavar="FILE", help="Long-form CSV files, one filing each.", show_default=False
        ),
    ],
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Tell what would be recorded; record nothing.")
    ] = False,
    accept_good: Annotated[
        bool,
        typer.Option(
            "--accept-good",
            help="Record the good lines although others are bad; ends with 0 if there was a good "
            "line and says how many were left out.",
        ),
    ] = False,
    known_at: Annotated[
        date | None,
        typer.Option(
            "--known-at",
            parser=read_day,
            metavar="DATE",
            help="Since when the world knows the figures that bear no date of their own; "
            "by default today.",
        ),
    ] = None,
    by: Annotated[
        str | None,
        typer.Option(
            "--by",
            metavar="NAME",
            help="Who files; by default the operating system's user.",
            show_default=False,
        ),
    ] = None,
    workspace: WorkspaceOption = None,
    json: JsonOption = False,
) -> None:
    """Load figures from CSV files; every bad cell is named with its line, column and remedy.

    Nothing is recorded unless all files are good. Figures that the ledger knows already are not
    recorded again. Columns: place, indicator, breakdown, price_basis, period, kind, value,
    value_hi, unit, comparator, modality, status, state, known_at, assigner, version, operator,
    decision; needed are place, indicator, period and value.

    [bold]Examples[/bold]

      tiendo load january.csv --dry-run
      tiendo load january.csv february.csv --by "Nguyễn Lan"
      tiendo load old.csv --known-at 2024-02-05
    """
    who = person(by)
    for file in files:
        _refuse_what_is_no_file(file)
    if dry_run and not _has_workspace(workspace):
        raise_known_at_in_future(known_at, _today_without_workspace())
        intakes = _read_all(files, _pack(), _today_without_workspace(), known_at)
        results = _as_if_new(intakes, accept_good)
    else:
        office = open_office(workspace, create=True)
        from tiendo.ledger.evaluation import today

        raise_known_at_in_future(known_at, today(office.pack))
        intakes = _read_all(files, office.pack, today(office.pack), known_at)
        results = _record(office, intakes, who, accept_good=accept_good, dry_run=dry_run)
    _report(files, intakes, results, json=json, dry_run=dry_run)
    if any(intake.faults for intake in intakes):
        _tell_faults(files, intakes, results is not None, accept_good, dry_run)
        if results is None:
            raise typer.Exit(1)
