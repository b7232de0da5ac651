"""`tiendo form`: the workbook that an office fills; `tiendo oblige`: who owes what."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from tiendo.cli.filing import person
from tiendo.cli.kept import OWED, keep_in_mind
from tiendo.cli.office import open_office, read_office
from tiendo.cli.options import (
    JsonOption,
    Language,
    PeriodArgument,
    PlaceArgument,
    WorkspaceOption,
    examples,
    read_day,
    read_name,
)
from tiendo.cli.output import print_json, say
from tiendo.cli.whole import write_whole
from tiendo.vocabulary.errors import TiendoError
from tiendo.vocabulary.period import Period


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command(
        epilog=examples(
            'tiendo form "Cẩm Phả" 2024-07 -o cam-pha-2024-07.xlsx',
            'tiendo form "Sở Tài chính" 2024-Q3 -o finance.xlsx --lang en',
        )
    )(form)
    app.command(
        epilog=examples(
            'tiendo oblige cam-pha state-budget-revenue --office "Phòng Tài chính"',
            "tiendo oblige cam-pha retail-sales visitors --from 2024-01-01",
        )
    )(oblige)


def form(
    office: Annotated[
        str,
        typer.Argument(
            metavar="OFFICE",
            help="Who is asked: the office's name, or a place for all that is owed of it.",
            show_default=False,
        ),
    ],
    period: PeriodArgument,
    out: Annotated[
        Path,
        typer.Option("-o", "--out", metavar="FILE.xlsx", help="The workbook to write."),
    ],
    parts: Annotated[
        bool,
        typer.Option("--parts", help="Ask every part of the indicators, not only those in use."),
    ] = False,
    lang: Annotated[Language, typer.Option("--lang", help="Language of the form.")] = Language.VI,
    force: Annotated[bool, typer.Option("--force", help="Replace a file that is there.")] = False,
    workspace: WorkspaceOption = None,
    json: JsonOption = False,
) -> None:
    """Write the form that an office owes for a period; `tiendo load` takes it back.

    Beside the cells to be filled stand the figures of the period before, of the same period of last
    year and of the plan. The rest is locked, and what each line means is kept in a hidden sheet.
    """
    _refuse_place(out, force)
    opened = read_office(workspace)
    from tiendo.ledger.forms import form_of
    from tiendo.ledger.intake.forms import write_form

    asked = form_of(
        pack=opened.pack,
        office=office,
        period=Period.parse(period),
        language=lang.value,
        every_part=parts,
    )
    write_whole(out, write_form(asked))
    if json:
        places = sorted({line.place.key for line in asked.lines})
        print_json({"out": str(out), "lines": len(asked.lines), "places": places})
    else:
        say(f"{out}: {len(asked.lines)} lines for {asked.office}, {asked.period}")
        say(f"when it is filled: tiendo load {out}")


def oblige(
    place: PlaceArgument,
    indicators: Annotated[
        list[str],
        typer.Argument(metavar="INDICATOR", help="Codes or names.", show_default=False),
    ],
    office: Annotated[
        str, typer.Option("--office", metavar="NAME", help="Who owes them; may stay open.")
    ] = "",
    since: Annotated[
        date | None,
        typer.Option(
            "--from", parser=read_day, metavar="DATE", help="First day; by default 1 January."
        ),
    ] = None,
    by: Annotated[
        str | None,
        typer.Option("--by", parser=read_name, metavar="NAME", help="Who says so."),
    ] = None,
    workspace: WorkspaceOption = None,
    json: JsonOption = False,
) -> None:
    """Say that an office owes indicators of a place, from a day on.

    What is owed and not filed is missing in evaluations, and is asked in the form of the office.
    """
    opened = open_office(workspace, create=True)
    from tiendo.ledger import selectors
    from tiendo.ledger.services import impose_obligation

    pack, who = opened.pack, person(by)
    found = pack.register.find(place)
    codes = [pack.catalogue.find(name).code for name in indicators]
    first = since or date(selectors.today().year, 1, 1)
    owed = selectors.obligations(register=pack.register, place=found.key, on=first)
    known = {each.indicator for each in owed if each.office == office}
    new = [code for code in dict.fromkeys(codes) if code not in known]
    for code in new:
        impose_obligation(
            place=found.key,
            indicator=code,
            valid_from=first,
            office=office,
            by=who,
            register=pack.register,
        )
        keep_in_mind(OWED)
    if json:
        print_json({"place": found.key, "imposed": new, "already_owed": sorted(known & set(codes))})
    else:
        say(f"{found.name('vi')}: {len(new)} indicators owed from {first} on by {office or '?'}")


def _refuse_place(out: Path, force: bool) -> None:
    if out.suffix.lower() != ".xlsx":
        raise TiendoError(f"{out} would be no workbook", remedy="name a file that ends in .xlsx")
    if not out.parent.is_dir():
        raise TiendoError(f"there is no folder {out.parent}", remedy="make it, or name another one")
    if out.is_dir() or (out.exists() and not force):
        raise TiendoError(
            f"{out} is there already; somebody may have filled it",
            remedy="name another file, or say --force to replace it",
        )
