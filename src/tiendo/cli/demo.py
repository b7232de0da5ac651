"""`tiendo demo`: a workspace filled with published figures, evaluated and served."""

from __future__ import annotations

import hashlib
import shlex
from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tiendo.cli.evaluating import print_rows
from tiendo.cli.filing import draft_of, result_text
from tiendo.cli.kept import RECORDED, keep_in_mind
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
from tiendo.cli.rebuilding import refresh_after_recording
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
    files = _load_packaged(office)
    if json:
        print_json(_as_json(office, files))
        return
    _tell(office, files)
    from tiendo.ledger.evaluation import place_rows

    place, period = _SHOWN
    if place in office.pack.register:
        found = office.pack.register[place]
        rows = place_rows(pack=office.pack, place=found, run=Period.parse(period))
        say()
        print_rows(rows, lang=lang, as_of=None, json=False)
    _read_samples(office)
    _give_hints(workspace is not None, str(office.workspace.path))
    if serving:
        serve_pages(host, port, office.workspace.path)


def _load_packaged(office: Office) -> dict[str, Recorded]:
    """Record the pack's files of figures, each once; return what became of them by name.

    A file that the demonstration filed before is not looked at again: somebody may have corrected
    its figures since, and what was corrected must not come back.
    """
    from tiendo.ledger.selectors import filings
    from tiendo.ledger.services import Recorded, record_filings

    known = {filed.file_sha256: filed for filed in filings() if filed.filing.by == BY}
    results: dict[str, Recorded] = {}
    drafts = []
    for file in office.pack.figure_files:
        content = file.read_bytes()
        filed = known.get(hashlib.sha256(content).hexdigest())
        if filed is not None:
            results[file.name] = Recorded(None, 0, filed.figures)
        else:
            drafts.append(_read(office, file.name, content))
    total = sum(len(draft.statements) for draft in drafts)
    with progress_bar("recording") as advance:
        recorded = record_filings(
            drafts=drafts,
            register=office.pack.register,
            progress=lambda done: advance(done, total),
            kept=lambda: keep_in_mind(RECORDED),
        )
    if any(result.recorded for result in recorded):
        refresh_after_recording(office.pack, build=True)
    return results | {d.file_name: result for d, result in zip(drafts, recorded, strict=True)}


def _read(office: Office, name: str, content: bytes) -> FilingDraft:
    """Read one of the pack's files.

    Raises:
        TiendoError: if it is faulty: the pack was spoilt.
    """
    from tiendo.ledger.evaluation import today
    from tiendo.ledger.intake import read_long_csv

    with progress_bar(f"reading {name}") as advance:
        intake = read_long_csv(
            content,
            file_name=name,
            register=office.pack.register,
            catalogue=office.pack.catalogue,
            today=today(office.pack),
            progress=advance,
        )
    if intake.faults:
        raise TiendoError(
            f"the packaged figures are faulty: {intake.faults[0]}", remedy="install tiendo anew"
        )
    return draft_of(intake, name, BY)


def _as_json(office: Office, files: Mapping[str, Recorded]) -> dict[str, Any]:
    recorded = sum(result.recorded for result in files.values())
    known = sum(result.already_known for result in files.values())
    return {
        "workspace": str(office.workspace.path),
        "files": [
            {
                "file": name,
                "filing": result.filing,
                "recorded": result.recorded,
                "already_known": result.already_known,
            }
            for name, result in sorted(files.items())
        ],
        "figures": recorded + known,
        "recorded": recorded,
        "already_known": known,
    }


def _tell(office: Office, files: Mapping[str, Recorded]) -> None:
    say(f"Workspace: {office.workspace.path}")
    if not any(result.recorded for result in files.values()):
        known = sum(result.already_known for result in files.values())
        say(f"All {known} figures were loaded before; nothing was recorded again.")
        return
    for name, result in sorted(files.items()):
        say(f"{name}: {result_text(result)}")


def _read_samples(office: Office) -> None:
    """Read the pack's sample reports and say what was found in each."""
    from tiendo.packs.reading_words import load_languages
    from tiendo.reading import ReadingContext, read_text

    folder = office.pack.root / "reports"
    if not folder.is_dir():
        return
    say()
    for file in sorted(folder.iterdir(), key=lambda file: file.name):
        if not file.name.endswith(".txt"):
            continue
        context = ReadingContext(
            document=file.name, catalogue=office.pack.catalogue, register=office.pack.register
        )
        reading = read_text(file.read_text(encoding="utf-8"), load_languages(), context)
        say(
            f"{file.name} ({reading.lang}): {len(reading.figures)} figures read, "
            f"{len(reading.findings)} findings"
        )
        for found in reading.findings:
            say(f"  {found.verdict.value} {found.check}: {found.detail}")
    say(f"Read them yourself: tiendo read {shlex.quote(str(folder))}/*.txt")


def _give_hints(named: bool, workspace: str) -> None:
    where = f" --workspace {shlex.quote(workspace)}" if named else ""
    say()
    say("Try:")
    say(f"  tiendo explain ninh-thuan grdp 2024-Q1{where}")
    say(
        "  tiendo explain quang-ninh state-budget-investment 2024-02 "
        f"--breakdown management=local{where}"
    )
