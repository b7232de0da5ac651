"""`tiendo verify-log`, `backup` and `restore`: proving and keeping what was recorded."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tiendo.cli.kept import RESTORING, keep_in_mind, written
from tiendo.cli.office import note_untouched, start_django
from tiendo.cli.options import JsonOption, WorkspaceOption, examples
from tiendo.cli.output import complain, note, print_json, progress_bar, say, size
from tiendo.vocabulary.errors import TiendoError

if TYPE_CHECKING:
    from tiendo.config.workspace import Workspace
    from tiendo.ledger.chain import LogHead
    from tiendo.ledger.verification import VerifyReport

_FAULTS_SHOWN = 100


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command(
        "verify-log",
        epilog=examples(
            "tiendo verify-log",
            "tiendo verify-log --export-head head-2024-03.json",
            "tiendo verify-log --head head-2024-03.json",
        ),
    )(verify_log)
    app.command(
        epilog=examples(
            "tiendo backup /media/usb/tiendo-2024-03-31.zip",
            "tiendo backup tiendo.zip --force",
        )
    )(backup)
    app.command(
        epilog=examples(
            "tiendo restore tiendo-2024-03-31.zip --workspace /srv/tiendo",
            "tiendo restore tiendo-2024-03-31.zip --force",
        )
    )(restore)


def verify_log(
    head: Annotated[
        Path | None,
        typer.Option(
            "--head",
            metavar="FILE",
            help="A head that was exported earlier and kept elsewhere; the log must still hold it.",
        ),
    ] = None,
    export_head: Annotated[
        Path | None,
        typer.Option(
            "--export-head",
            metavar="FILE",
            help="Write the head of the verified log into a new file, to be kept or published.",
        ),
    ] = None,
    workspace: WorkspaceOption = None,
    json: JsonOption = False,
) -> None:
    """Prove that nothing recorded was changed, removed or slipped in.

    Ends with 1 if anything is wrong, each fault named on stderr.
    """
    if export_head is not None and export_head.exists():
        raise TiendoError(
            f"{export_head} exists; an exported head is evidence and is not overwritten",
            remedy="name a new file",
        )
    known = _read_head(head) if head is not None else None
    report = _verified(workspace, known)
    if json:
        print_json(_as_json(report))
    elif report.ok:
        say(
            f"The log is sound: {report.events} events, {report.filings} filings, "
            f"{report.figures} figures."
        )
        say(f"Its head: {report.head.to_json()}")
    for text in report.notes:
        note(text)
    if not report.ok:
        _tell_faults(report)
        raise typer.Exit(1)
    if export_head is not None:
        export_head.write_text(report.head.to_json() + "\n", encoding="utf-8")
        if not json:
            say(f"Written to {export_head}")


def backup(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="The archive to write.", show_default=False)
    ],
    force: Annotated[
        bool, typer.Option("--force", help="Replace the file if it is there already.")
    ] = False,
    workspace: WorkspaceOption = None,
    json: JsonOption = False,
) -> None:
    """Write everything that is recorded into one file; others may go on working meanwhile.

    The signing key is left out: nobody can sign in with what a backup holds.
    """
    note_untouched(workspace)
    place = _open_unchanged(workspace)
    if file.is_dir():
        raise TiendoError(f"{file} is a folder", remedy=f"name a file in it: {file / 'tiendo.zip'}")
    from tiendo.ledger.backup import backup as write

    report = write(file, force=force, kept=lambda: keep_in_mind(written(file)))
    if json:
        print_json({"file": str(report.file), "bytes": report.bytes, "workspace": str(place.path)})
    else:
        say(f"Everything in {place.path} is in {report.file} ({size(report.bytes)}).")


def restore(
    file: Annotated[
        Path,
        typer.Argument(
            metavar="FILE", help="An archive that `tiendo backup` wrote.", show_default=False
        ),
    ],
    force: Annotated[
        bool,
        typer.Option(
            "--force",
            help="Also where figures are recorded already; the former database is kept beside.",
        ),
    ] = False,
    workspace: WorkspaceOption = None,
    json: JsonOption = False,
) -> None:
    """Bring a backup back into a workspace, after its log was verified.

    A workspace that holds figures is refused without --force. Stop `tiendo serve` first.
    """
    if not file.is_file():
        raise TiendoError(f"there is no file {file}", remedy="name an archive of `tiendo backup`")
    place = _open_unchanged(workspace, create=True)
    from tiendo.ledger.backup import restore as bring_back

    keep_in_mind(RESTORING)
    report = bring_back(file, place, force=force)
    if json:
        print_json(
            {
                "workspace": str(place.path),
                "taken_at": report.taken_at,
                "replaced": str(report.replaced) if report.replaced else None,
                "log": _as_json(report.log),
            }
        )
        return
    say(
        f"Restored into {place.path}: {report.log.figures} figures in {report.log.filings} "
        f"filings, as of {report.taken_at}; the log is sound."
    )
    if report.replaced:
        say(f"The former database is kept as {report.replaced}")


def _verified(folder: Path | None, head: LogHead | None) -> VerifyReport:
    """Check a workspace as it is: a lost database is told, and neither made anew nor upgraded.

    Raises:
        TiendoError: if there is no workspace or its database cannot be reached.
    """
    from tiendo.config.workspace import open_workspace

    note_untouched(folder)
    start_django(open_workspace(folder, only_read=True))
    from django.db import OperationalError

    from tiendo.ledger.selectors import log_head
    from tiendo.ledger.verification import verify_log as verify

    # Asked at the first event: then it is known that there is a log.
    total = cache(lambda: log_head().seq)
    try:
        with progress_bar("verifying") as advance:
            return verify(head=head, progress=lambda done: advance(done, total()))
    except OperationalError as problem:
        raise TiendoError(
            f"the database cannot be used: {str(problem).strip()}",
            remedy="see whether another program is writing, or TIENDO_DATABASE_URL is right",
        ) from problem


def _open_unchanged(folder: Path | None, *, create: bool = False) -> Workspace:
    """Open a workspace without upgrading its database: it may be damaged, or to be kept as it is.

    Raises:
        TiendoError: if there is none, or, unless it is to be made, no database in it.
    """
    from tiendo.config.workspace import open_workspace

    workspace = open_workspace(folder, create=create, only_read=not create)
    start_django(workspace)
    from django.db import connection

    if not create and connection.vendor == "sqlite" and not workspace.database.exists():
        raise TiendoError(
            f"the workspace {workspace.path} has no database",
            remedy="load figures first, with `tiendo load FILE` or `tiendo demo`",
        )
    return workspace


def _read_head(file: Path) -> LogHead:
    from tiendo.ledger.chain import LogHead

    try:
        return LogHead.from_json(file.read_text(encoding="utf-8"))
    except UnicodeDecodeError:
        raise TiendoError(
            f"{file} is no head of a log", remedy="name a file made by --export-head"
        ) from None
    except OSError as problem:
        raise TiendoError(
            f"{file} cannot be read ({problem.strerror})",
            remedy="name a file made by --export-head",
        ) from problem
    except TiendoError as wrong:
        raise TiendoError(f"{file}: {wrong.message}", remedy=wrong.remedy) from wrong


def _tell_faults(report: VerifyReport) -> None:
    for fault in report.faults[:_FAULTS_SHOWN]:
        note(str(fault))
    if len(report.faults) > _FAULTS_SHOWN:
        note(f"and {len(report.faults) - _FAULTS_SHOWN} more; --json lists all")
    complain(
        f"the log is not as it was recorded: {len(report.faults)} faults",
        "keep this workspace as it is for whoever investigates, and work on with a backup made "
        "before: `tiendo restore FILE --workspace FOLDER`",
    )


def _as_json(report: VerifyReport) -> dict[str, Any]:
    return {
        "ok": report.ok,
        "head": {"seq": report.head.seq, "hash": report.head.hash},
        "events": report.events,
        "filings": report.filings,
        "figures": report.figures,
        "faults": [
            {"event": fault.seq, "subject": fault.subject, "problem": fault.problem}
            for fault in report.faults
        ],
        "notes": list(report.notes),
    }
