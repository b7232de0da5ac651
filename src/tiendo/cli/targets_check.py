"""`tiendo targets-check`: whether adopted sector targets and the total's can hold together."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tiendo.cli.options import (
    AsOfOption,
    JsonOption,
    LanguageOption,
    WorkspaceOption,
    examples,
)
from tiendo.cli.output import print_json, say, show

if TYPE_CHECKING:
    from tiendo.cli.words import Speech
    from tiendo.outlook.compatibility import HalfPlane, SectorTarget, TargetCheck

_SECTOR = re.compile(
    r"(?P<name>[^=@~^]+)=(?P<minimum>-?[\d.]+)"
    r"(?:@(?P<share>[\d.]+))?(?:~(?P<deviation>[\d.]+))?(?:\^(?P<most>-?[\d.]+))?"
)


def register(app: typer.Typer) -> None:
    """Add the command of this module."""
    app.command(
        "targets-check",
        epilog=examples(
            "tiendo targets-check --total 15 --sector services=17@0.40 "
            "--sector agriculture=7@0.25 --sector industry=15@0.35",
            "tiendo targets-check --total 15 --sector services=17 --sector agriculture=7 "
            "--sector industry=15",
            "tiendo targets-check --file targets.csv --total 10.5",
            "tiendo targets-check binh-lieu 2025",
        ),
    )(targets_check)


def targets_check(
    place: Annotated[
        str | None,
        typer.Argument(
            metavar="[PLACE]",
            help="Check the growth targets that a place adopted, with last year's shares.",
            show_default=False,
        ),
    ] = None,
    year: Annotated[
        int | None, typer.Argument(metavar="[YEAR]", help="Their year.", show_default=False)
    ] = None,
    total: Annotated[
        float | None,
        typer.Option("--total", metavar="PERCENT", help="Growth adopted for the total."),
    ] = None,
    sector: Annotated[
        list[str] | None,
        typer.Option(
            "--sector",
            metavar="NAME=GROWTH[@SHARE][~DEVIATION][^MOST]",
            help="A sector's adopted growth in percent; its share of last year's total (0 to 1); "
            "the standard deviation of its growth; the most thought possible.",
        ),
    ] = None,
    file: Annotated[
        Path | None,
        typer.Option(
            "--file",
            metavar="FILE",
            help="CSV with the columns sector, minimum, share; deviation and most if there are.",
        ),
    ] = None,
    as_of: AsOfOption = None,
    lang: LanguageOption = None,
    workspace: WorkspaceOption = None,
    json: JsonOption = False,
) -> None:
    """Check whether sector targets imply the total's, can reach it, or cannot.

    Sectors are all parts of the total, product taxes less subsidies among them. Without shares the
    condition on them is told: which structures reach the total with every sector at its minimum.
    """
    if place is not None:
        from tiendo.cli.targets_place import check_place

        if year is None:
            raise typer.BadParameter("name the year of the targets", param_hint="[YEAR]")
        if total is not None or sector or file is not None:
            raise typer.BadParameter(
                "give a place and its year, or targets, not both", param_hint="--total"
            )
        check_place(place, year, as_of=as_of, lang=lang, workspace=workspace, json=json)
        return
    if total is None:
        raise typer.BadParameter("give the total's growth, or a place", param_hint="--total")
    from tiendo.outlook.compatibility import what_follows
    from tiendo.outlook.sector_file import read_sectors

    given = [_read_sector(text) for text in sector or ()]
    if file is not None:
        given += read_sectors(file)
    check, plane = what_follows(total, given)
    if json:
        print_json(check_as_json(total, given, check, plane))
        return
    from tiendo.cli.words import speech

    show_check(total, given, check, plane, speech(lang))


def _read_sector(text: str) -> SectorTarget:
    from tiendo.outlook.compatibility import UNKNOWN_SHARE, SectorTarget

    found = _SECTOR.fullmatch(text.strip())
    try:
        if found is None:
            raise ValueError
        return SectorTarget(
            name=found["name"].strip(),
            minimum=float(found["minimum"]),
            share=float(found["share"]) if found["share"] else UNKNOWN_SHARE,
            deviation=float(found["deviation"]) if found["deviation"] else 1.0,
            most=float(found["most"]) if found["most"] else None,
        )
    except ValueError:
        raise typer.BadParameter(
            f"'{text}' is no sector; write services=17@0.40", param_hint="--sector"
        ) from None


def check_as_json(
    total: float, given: Sequence[SectorTarget], check: TargetCheck | None, plane: HalfPlane
) -> dict[str, Any]:
    """Return the verdict, what each sector needs, and the condition on their shares."""
    return {
        "total": total,
        "verdict": check.verdict.value if check else None,
        "implied": check.implied if check else None,
        "gap": check.gap if check else None,
        "reached": check.reached if check else None,
        "sectors": [
            {
                "sector": one.name,
                "minimum": one.minimum,
                "share": one.share if one.share >= 0 else None,
                "most": one.most,
                "needed": check.growths[one.name] if check else None,
            }
            for one in given
        ],
        "half_plane": {
            "margins": dict(plane.margins),
            "gains": plane.gains or None,
            "loses": plane.loses or None,
            "ratio": plane.ratio,
        },
    }


def show_check(
    total: float,
    given: Sequence[SectorTarget],
    check: TargetCheck | None,
    plane: HalfPlane,
    words: Speech,
    names: Mapping[str, str] | None = None,
) -> None:
    """Print the sectors, the verdict and the condition on shares; `names` are for people."""
    from rich.box import SIMPLE_HEAD
    from rich.table import Table
    from rich.text import Text

    from tiendo.cli.outlook_table import number

    table = Table(box=SIMPLE_HEAD, show_edge=False)
    for name in ("sector", "share", "minimum", "needed"):
        table.add_column(words.word(name), justify="left" if name == "sector" else "right")
    for one in given:
        share = one.share if one.share >= 0 else None
        needed = check.growths[one.name] if check else None
        label = (names or {}).get(one.name, one.name)
        cells = (label, number(share, words), number(one.minimum, words), number(needed, words))
        table.add_row(*map(Text, cells))
    show(table)
    if check is not None:
        say(
            f"{words.word(check.verdict.value)}: {number(check.implied, words)} % "
            f"→ {number(total, words)} % ({words.word('needed')} "
            f"{number(check.gap, words)}; {number(check.reached, words)} %)"
        )
    if plane.ratio is not None:
        said = words.word("half_plane").format(
            total=number(total, words),
            gains=(names or {}).get(plane.gains, plane.gains),
            loses=(names or {}).get(plane.loses, plane.loses),
            ratio=number(plane.ratio, words),
        )
        say(said)
