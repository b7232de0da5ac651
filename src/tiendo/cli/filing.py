"""`tiendo load`: what offices hand in goes into the ledger, in one transaction."""

from __future__ import annotations

import getpass
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tiendo.cli.kept import RECORDED, keep_in_mind
from tiendo.cli.left_out import tell_loss, tell_remarks
from tiendo.cli.looking import MOST_LOOKED_AT, Looking, looked_as_json, tell_looked
from tiendo.cli.office import Office, open_office, start_django
from tiendo.cli.options import ByOption, JsonOption, WorkspaceOption, examples, read_day
from tiendo.cli.output import print_json, progress_bar, say
from tiendo.cli.rebuilding import refresh_after_recording
from tiendo.vocabulary.errors import TiendoError
from tiendo.vocabulary.period import Period

if TYPE_CHECKING:
    from tiendo.ledger.intake import Fault, Intake
    from tiendo.ledger.intake.mapping import ReportMap
    from tiendo.ledger.intake.reading import Handed
    from tiendo.ledger.looking import Looked
    from tiendo.ledger.services import FilingDraft, Recorded
    from tiendo.packs import Pack


def register(app: typer.Typer) -> None:
    """Add the command of this module."""
    app.command(
        epilog=examples(
            "tiendo load report-2024-05.xlsx --dry-run",
            "tiendo load any-table.xlsx --map any-table.yaml --place cam-pha --period 2024-05",
            'tiendo load january.csv february.csv --by "Nguyễn Lan"',
            "tiendo load old.csv --known-at 2024-02-05",
        )
    )(load)


def load(
    files: Annotated[
        list[Path],
        typer.Argument(
            metavar="FILE",
            help="Excel workbooks and CSV files, one filing each.",
            show_default=False,
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
    every_rule: Annotated[
        bool,
        typer.Option(
            "--check-all",
            help="Run the rules on everything that is new, however much it is; by default on the "
            f"latest {MOST_LOOKED_AT} pairs of a place and a run.",
        ),
    ] = False,
    place: Annotated[
        str | None,
        typer.Option(
            "--place",
            metavar="PLACE",
            help="Whose report a table is that does not name its place.",
            show_default=False,
        ),
    ] = None,
    period: Annotated[
        str | None,
        typer.Option(
            "--period",
            metavar="PERIOD",
            help="Of which run a table is that does not name it, such as 2024-05.",
            show_default=False,
        ),
    ] = None,
    mapping: Annotated[
        Path | None,
        typer.Option(
            "--map",
            metavar="MAP.yaml",
            help="How the tables are to be read, as `tiendo map` writes it.",
            show_default=False,
        ),
    ] = None,
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
    by: ByOption = None,
    workspace: WorkspaceOption = None,
    json: JsonOption = False,
) -> None:
    """Load figures from files; every bad cell is named with its address and a remedy.

    Read are forms that `tiendo form` wrote, the tables of reports (Excel or CSV, as they are
    printed; `tiendo map` tells how they are understood), and long-form CSV. Nothing is recorded
    unless all files are good. Figures that the ledger knows already are not recorded again.

    The rules of the country pack are run on what is new together with all that was filed before.
    What they find is told, and the figures are kept; only a number that cannot be, such as a share
    of 875 %, is refused.

    Columns of a long-form CSV: place, indicator, breakdown, price_basis, period, kind, value,
    value_hi, unit, comparator, modality, status, state, known_at, assigner, version, operator,
    decision; needed are place, indicator, period and value.
    """
    for file in files:
        _refuse_what_is_no_file(file)
    desk = _Desk.at(workspace, by)
    day = desk.today()
    if known_at is not None and known_at > day:
        raise TiendoError(
            f"--known-at {known_at} lies in the future",
            remedy=f"give the day on which the figures came out, up to today, {day}",
        )
    intakes = _read_all(files, desk.pack, _handed(desk.pack, day, known_at, place, period, mapping))
    faulty = any(intake.faults for intake in intakes)
    results, looked = None, None
    if accept_good or not faulty:
        most = None if every_rule else MOST_LOOKED_AT
        results, looked = desk.record(files, intakes, rehearse=dry_run, most=most)
    if json:
        documents = {"dry_run": dry_run, "files": _as_json(files, intakes, results)}
        print_json(documents | looked_as_json(looked))
    elif results is not None:
        _tell_results(files, results, dry_run)
    tell_remarks(intakes)
    tell_looked(looked)
    if faulty and not tell_loss(intakes, results, accept_good):
        raise typer.Exit(1)


def _handed(
    pack: Pack,
    day: date,
    known_at: date | None,
    place: str | None,
    period: str | None,
    mapping: Path | None,
) -> Handed:
    from tiendo.ledger.intake.reading import Handed

    return Handed(
        today=day,
        known_at=known_at,
        place=None if place is None else pack.register.find(place),
        period=None if period is None else Period.parse(period),
        mapping=None if mapping is None else _mapping(mapping, pack),
    )


def _mapping(file: Path, pack: Pack) -> ReportMap:
    from tiendo.ledger.intake.mapping import read_mapping

    _refuse_what_is_no_file(file)
    return read_mapping(file, pack.register, pack.catalogue)


def person(by: str | None) -> str:
    """Return who files: as given, else the operating system's user.

    Raises:
        TiendoError: if the system does not know its user.
    """
    if by is not None:
        return by
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        raise TiendoError(
            "the operating system does not tell who you are", remedy="name yourself with --by"
        ) from None


def draft_of(intake: Intake, file_name: str, by: str) -> FilingDraft:
    """Return what a file says as a filing of somebody."""
    from tiendo.ledger.services import FilingDraft

    return FilingDraft(
        by=by,
        file_name=file_name,
        file_sha256=intake.sha256,
        source=intake.source,
        statements=intake.statements,
    )


@dataclass(slots=True)
class _Desk:
    """Where files are handed in: a workspace that is made only when there is something to keep."""

    folder: Path | None
    by: str
    pack: Pack
    office: Office | None

    @classmethod
    def at(cls, folder: Path | None, by: str | None) -> _Desk:
        from tiendo.config.workspace import locate_workspace
        from tiendo.packs import load_pack

        who = person(by)
        workspace = locate_workspace(folder)
        if workspace.version() is None:
            start_django(workspace)
            return cls(folder, who, load_pack(), None)
        office = open_office(folder)
        return cls(folder, who, office.pack, office)

    def today(self) -> date:
        """Return the date in the workspace's time zone."""
        from tiendo.ledger.evaluation import today

        return today(self.pack)

    def record(
        self,
        files: Sequence[Path],
        intakes: Sequence[Intake],
        *,
        rehearse: bool,
        most: int | None,
    ) -> tuple[list[Recorded] | None, Looked | None]:
        """Record the good lines of every file, or only find out what that would do.

        Returns:
            What became of each file, in their order, None where no file has a good line; and what
            the rules found on what is new, on at most `most` pairs of a place and a run.
        """
        from tiendo.ledger.services import Recorded, record_filings, rehearse_filings

        drafts = [
            draft_of(intake, file.name, self.by)
            for file, intake in zip(files, intakes, strict=True)
        ]
        if not any(draft.statements for draft in drafts):
            return None, None
        looking = Looking(self.pack, drafts, most)
        if rehearse and self.office is None:
            looking.without_ledger()
            return [Recorded(None, len(draft.statements), 0) for draft in drafts], looking.found
        if rehearse:
            register = self.pack.register
            return rehearse_filings(drafts=drafts, register=register, look=looking), looking.found
        office = self.office or open_office(self.folder, create=True)
        total = sum(len(draft.statements) for draft in drafts)
        with progress_bar("recording") as advance:
            results = record_filings(
                drafts=drafts,
                register=office.pack.register,
                progress=lambda done: advance(done, total),
                look=looking,
                kept=lambda: keep_in_mind(RECORDED),
            )
        if any(result.recorded for result in results):
            refresh_after_recording(office.pack)
        return results, looking.found


def _refuse_what_is_no_file(file: Path) -> None:
    if str(file) == "-":
        raise TiendoError("standard input is not read", remedy="save it as a file and name that")
    if file.is_dir():
        raise TiendoError(
            f"{file} is a folder, not a file", remedy=f"name the files in it: {file / '*.csv'}"
        )
    if not file.exists():
        raise TiendoError(
            f"there is no file {file}", remedy=f"look for its name in {file.parent.absolute()}"
        )
    if not file.is_file():
        raise TiendoError(
            f"{file} is a device or a pipe, not a file", remedy="save it as a file and name that"
        )


def _read_all(files: Sequence[Path], pack: Pack, handed: Handed) -> list[Intake]:
    from tiendo.ledger.intake.reading import read_file

    intakes = []
    for file in files:
        with progress_bar(f"reading {file.name}") as advance:
            intakes.append(
                read_file(
                    file,
                    handed,
                    register=pack.register,
                    catalogue=pack.catalogue,
                    rules=pack.rules,
                    progress=advance,
                )
            )
    return intakes


def _as_json(
    files: Sequence[Path], intakes: Sequence[Intake], results: Sequence[Recorded] | None
) -> list[dict[str, Any]]:
    documents = []
    for number, (file, intake) in enumerate(zip(files, intakes, strict=True)):
        result = results[number] if results is not None else None
        documents.append(
            {
                "file": str(file),
                "filing": result.filing if result else None,
                "recorded": result.recorded if result else 0,
                "already_known": result.already_known if result else 0,
                "faults": [_fault_as_json(fault) for fault in intake.faults],
                "notes": [_fault_as_json(remark) for remark in intake.notes],
            }
        )
    return documents


def _fault_as_json(fault: Fault) -> dict[str, Any]:
    return {
        "sheet": fault.sheet,
        "cell": fault.cell,
        "line": fault.line,
        "column": fault.column,
        "severity": fault.severity.value,
        "message": fault.message,
        "remedy": fault.remedy,
    }


def _tell_results(files: Sequence[Path], results: Sequence[Recorded], dry_run: bool) -> None:
    for file, result in zip(files, results, strict=True):
        say(f"{file}: {result_text(result, dry_run=dry_run)}")
    if dry_run:
        say("Nothing was recorded: this was a dry run.")


def result_text(result: Recorded, *, dry_run: bool = False) -> str:
    """Return "12 figures recorded as filing 3, 1 known already"."""
    figures = f"{result.recorded} figure{'' if result.recorded == 1 else 's'}"
    text = f"{figures} would be recorded" if dry_run else f"{figures} recorded"
    if result.filing is not None:
        text += f" as filing {result.filing}"
    return f"{text}, {result.already_known} known already"
