"""`tiendo rebuild`: the cube anew from the ledger; and keeping it current after a load."""

from __future__ import annotations

from dataclasses import asdict
from time import perf_counter
from typing import TYPE_CHECKING

import typer

from tiendo.cli.failures import explain_failure
from tiendo.cli.kept import REBUILDING, keep_in_mind
from tiendo.cli.office import open_office
from tiendo.cli.options import JsonOption, WorkspaceOption, examples
from tiendo.cli.output import note, print_json, progress_bar, say
from tiendo.vocabulary.errors import TiendoError

if TYPE_CHECKING:
    from tiendo.packs import Pack


def register(app: typer.Typer) -> None:
    """Add the command of this module."""
    app.command(
        epilog=examples(
            "tiendo rebuild",
            "tiendo rebuild --workspace /srv/tiendo --json",
        )
    )(rebuild)


def rebuild(workspace: WorkspaceOption = None, json: JsonOption = False) -> None:
    """Build the cube anew from everything that is recorded; nothing recorded is changed.

    Others may go on working meanwhile: the former cube serves until the new one is complete. The
    cube is in the workspace, or where TIENDO_CUBE says.
    """
    office = open_office(workspace)
    from tiendo.ledger.cube.rebuilding import rebuild as build_anew

    keep_in_mind(REBUILDING)
    began = perf_counter()
    with progress_bar("rebuilding") as advance:
        rebuilt = build_anew(pack=office.pack, progress=advance)
    seconds = perf_counter() - began
    if json:
        print_json(asdict(rebuilt) | {"seconds": round(seconds, 3)})
        return
    say(
        f"Up to event {rebuilt.sequence}: figures {rebuilt.figures}, places {rebuilt.places}, "
        f"series {rebuilt.series}, tiles {rebuilt.tiles}, in {seconds:.1f} s."
    )
    say(f"The cube: {rebuilt.address}")


def refresh_after_recording(pack: Pack, *, build: bool = False) -> None:
    """Bring the cube up to what was just recorded, if that is much; a failure changes nothing.

    Args:
        pack: gives places and cards.
        build: build the cube, showing how far it is, where there is none and the ledger is large;
            otherwise that is left to `tiendo rebuild`, and said.
    """
    from tiendo.ledger.cube.keeping import SHORT_TAIL, Kept, keep_current
    from tiendo.ledger.cube.rebuilding import rebuild as build_anew

    try:
        kept = keep_current(pack=pack, leave=SHORT_TAIL)
        if kept is Kept.NOT_BUILT and build:
            with progress_bar("building the cube") as advance:
                build_anew(pack=pack, progress=advance)
        elif kept is Kept.NOT_BUILT:
            note("there is no cube yet; `tiendo rebuild` builds it for `tiendo evaluate --all`")
    except Exception as problem:  # whatever it was: the figures are recorded, and the load is done
        message, remedy = _told(problem)
        note(f"everything is recorded, but the cube was not brought up to it: {message}")
        note(f"  {remedy}")


def _told(problem: Exception) -> tuple[str, str]:
    if isinstance(problem, TiendoError):
        return problem.message, problem.remedy
    return explain_failure(problem)[0], "run `tiendo rebuild`"
