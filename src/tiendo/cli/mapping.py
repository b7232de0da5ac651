"""`tiendo map`: how the tables of a file are understood, as a mapping file to be confirmed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tiendo.cli.options import JsonOption, WorkspaceOption, examples
from tiendo.cli.output import note, print_json, progress_bar, say
from tiendo.cli.whole import write_whole
from tiendo.vocabulary.errors import TiendoError
from tiendo.vocabulary.period import Period

if TYPE_CHECKING:
    from tiendo.cli.output import Advance
    from tiendo.ledger.intake.mapping import Proposal
    from tiendo.ledger.intake.workbook import Workbook


def register(app: typer.Typer) -> None:
    """Add the command of this module."""
    app.command(
        name="map",
        epilog=examples(
            "tiendo map report-2024-05.xlsx",
            "tiendo map report-2024-05.xlsx -o monthly.yaml",
            "tiendo load report-2024-05.xlsx --map monthly.yaml",
        ),
    )(propose_map)


def propose_map(
    file: Annotated[
        Path,
        typer.Argument(
            metavar="FILE", help="An Excel workbook or a CSV table.", show_default=False
        ),
    ],
    out: Annotated[
        Path | None,
        typer.Option("-o", "--out", metavar="MAP.yaml", help="The mapping file to write."),
    ] = None,
    place: Annotated[
        str | None,
        typer.Option("--place", metavar="PLACE", help="Whose report it is.", show_default=False),
    ] = None,
    period: Annotated[
        str | None,
        typer.Option(
            "--period", metavar="PERIOD", help="What it is about: 2024-05.", show_default=False
        ),
    ] = None,
    workspace: WorkspaceOption = None,
    json: JsonOption = False,
) -> None:
    """Tell how the tables of a file are understood, with the reason of each choice.

    What is printed is a mapping file: check it, decide what is undecided, and load with it. It
    reads the same table of other months too.
    """
    _refuse_what_exists(out)
    with progress_bar(f"reading {file.name}") as advance:
        proposal = _proposal(file, place, period, advance)
    for said in proposal.left_out:
        note(said)
    if not proposal.tables and not proposal.without_map:
        raise TiendoError(
            f"no table with labels and numbers was found in {file}",
            remedy="put headings above the numbers and labels left of them",
        )
    for fault in proposal.undecided:
        note(f"not decided: {fault}")
    if out is not None:
        write_whole(out, proposal.as_yaml().encode())
    if json:
        print_json(proposal.as_json())
    elif out is not None:
        number = len(proposal.tables)
        tables = f"{number} table{'' if number == 1 else 's'}"
        count = sum(len(table.columns) * len(table.lines) for table in proposal.tables)
        say(f"{out}: {tables}, {count} cells; {len(proposal.undecided)} undecided")
    else:
        say(proposal.as_yaml().rstrip())


def _proposal(file: Path, place: str | None, period: str | None, advance: Advance) -> Proposal:
    from tiendo.ledger.intake.mapping import propose
    from tiendo.packs import load_pack

    pack = load_pack()
    return propose(
        _workbook(file, advance),
        register=pack.register,
        catalogue=pack.catalogue,
        place=pack.register.find(place) if place else None,
        period=Period.parse(period) if period else None,
    )


def _workbook(file: Path, advance: Advance) -> Workbook:
    from tiendo.ledger.intake.fault import FileRefused
    from tiendo.ledger.intake.reading import read_tables

    try:
        return read_tables(file, advance)
    except FileRefused as refused:
        raise TiendoError(f"{file}: {refused.fault.message}", remedy=refused.fault.remedy) from None


def _refuse_what_exists(out: Path | None) -> None:
    """Refuse to write over a mapping that somebody may have confirmed."""
    if out is not None and out.exists():
        raise TiendoError(f"{out} is there already", remedy="name another file, or remove it")
