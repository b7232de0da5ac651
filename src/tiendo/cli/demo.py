"""`tiendo demo`: a workspace filled with published figures, evaluated and served."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from tiendo.cli.evaluating import print_rows
from tiendo.cli.filing import draft_of, result_text
from tiendo.cli.office import Office, open_office
from tiendo.cli.options import (
    HostOption,
    JsonOption,
    LanguageOption,
    PortOption,
    WorkspaceOption,
    examples,
)
from tiendo.cli.output import print_json, progress_bar, say
from tiendo.cli.serving import HOST, PORT, refuse_busy_port, serve_pages
from tiendo.vocabulary.errors import TiendoError
from tiendo.vocabulary.period import Period

if TYPE_CHECKING:
    from tiendo.ledger.services import FilingDraft, Recorded

BY = "tiendo demo"
_SHOWN = ("ninh-thuan", "2024-Q1")


def register(app: typer.Typer) -> None:
    """Add the command of this module."""
    app.command(
        epilog=examples(
            "tiendo demo",
            "tiendo demo --no-serve --workspace /tmp/try-tiendo",
        )
    )(demo)


def demo(
    no_serve: Annotated[
        bool, typer.Option("--no-serve", help="Only load and show the figures.")
    ] = False,
    host: HostOption = HOST,
    port: PortOption = PORT,
    lang: LanguageOption = None,
    workspace: WorkspaceOption = None,
    json: JsonOption = False,
) -> None:
    """Load the published figures of the country pack, evaluate a province and serve the pages.

    What is loaded already is not loaded again. With --json nothing is served.
    """
    serving = not (no_serve or json)
    if serving:
        refuse_busy_port(host, port)
    office = open_office(workspace, create=True)
    drafts = _packaged(office)
    results = _record(drafts, office)
    if json:
        print_json(_as_json(office, drafts, results))
        return
    _tell(office, drafts, results)
    from tiendo.ledger.evaluation import place_rows

    place, period = _SHOWN
    if place in office.pack.register:
        found = office.pack.register[place]
        rows = place_rows(pack=office.pack, place=found, run=Period.parse(period))
        say()
        print_rows(rows, lang=lang, as_of=None, json=False)
    _give_hints(workspace is not None, str(office.workspace.path))
    if serving:
        serve_pages(host, port, office.workspace.path)


def _packaged(office: Office) -> list[FilingDraft]:
    """Read the pack's files of figures.

    Raises:
        TiendoError: if one is faulty: the pack was spoilt.
    """
    from tiendo.ledger.evaluation import today
    from tiendo.ledger.intake import read_long_csv

    drafts = []
    for file in office.pack.figure_files:
        with progress_bar(f"reading {file.name}") as advance:
            intake = read_long_csv(
                file.read_bytes(),
                file_name=file.name,
                register=office.pack.register,
                catalogue=office.pack.catalogue,
                today=today(office.pack),
                progress=advance,
            )
        if intake.faults:
            raise TiendoError(
                f"the packaged figures are faulty: {intake.faults[0]}",
                remedy="install tiendo anew",
            )
        drafts.append(draft_of(intake, file.name, BY))
    return drafts


def _record(drafts: list[FilingDraft], office: Office) -> list[Recorded]:
    from tiendo.ledger.services import record_filings

    total = sum(len(draft.statements) for draft in drafts)
    with progress_bar("recording") as advance:
        return record_filings(
            drafts=drafts,
            register=office.pack.register,
            progress=lambda done: advance(done, total),
        )


def _as_json(office: Office, drafts: list[FilingDraft], results: list[Recorded]) -> dict[str, Any]:
    return {
        "workspace": str(office.workspace.path),
        "files": [
            {
                "file": draft.file_name,
                "filing": result.filing,
                "recorded": result.recorded,
                "already_known": result.already_known,
            }
            for draft, result in zip(drafts, results, strict=True)
        ],
        "figures": sum(len(draft.statements) for draft in drafts),
        "recorded": sum(result.recorded for result in results),
        "already_known": sum(result.already_known for result in results),
    }


def _tell(office: Office, drafts: list[FilingDraft], results: list[Recorded]) -> None:
    say(f"Workspace: {office.workspace.path}")
    if not any(result.recorded for result in results):
        known = sum(result.already_known for result in results)
        say(f"All {known} figures were loaded before; nothing was recorded again.")
        return
    for draft, result in zip(drafts, results, strict=True):
        say(f"{draft.file_name}: {result_text(result)}")


def _give_hints(named: bool, workspace: str) -> None:
    import shlex

    where = f" --workspace {shlex.quote(workspace)}" if named else ""
    say()
    say("Try:")
    say(f"  tiendo explain ninh-thuan grdp 2024-Q1{where}")
    say(
        "  tiendo explain quang-ninh state-budget-investment 2024-02 "
        f"--breakdown management=local{where}"
    )
