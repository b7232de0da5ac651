"""`tiendo check`: is everything in order, and if not, what to do."""

from __future__ import annotations

from dataclasses import asdict

import typer

from tiendo.cli.options import JsonOption, WorkspaceOption, examples
from tiendo.cli.output import complain, print_json, say


def register(app: typer.Typer) -> None:
    """Add the command of this module."""
    app.command(epilog=examples("tiendo check", "tiendo check --json"))(check)


def check(workspace: WorkspaceOption = None, json: JsonOption = False) -> None:
    """Look whether everything is in order: what is installed, where the data is, what is wrong.

    Ends with 1 if there is a problem; each is named on stderr with a remedy.
    """
    from tiendo.cli.health import examine
    from tiendo.config.workspace import locate_workspace

    place = locate_workspace(workspace)
    facts = list(examine(place))
    problems = [fact for fact in facts if fact.problem]
    if json:
        print_json(
            {
                "ok": not problems,
                "workspace": str(place.path),
                "facts": [asdict(fact) for fact in facts],
            }
        )
    else:
        width = max(len(fact.name) for fact in facts)
        for fact in facts:
            mark = "!" if fact.problem else " "
            say(f"{mark} {fact.name:{width}}  {fact.value or fact.problem}".rstrip())
    for fact in problems:
        complain(f"{fact.name}: {fact.problem}", fact.remedy)
    if problems:
        raise typer.Exit(1)
    if not json:
        say("Everything is in order.")
