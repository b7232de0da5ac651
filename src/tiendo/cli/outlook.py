"""`tiendo outlook`: where the year will end, how sure that is, and what it takes."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tiendo.cli.options import (
    AsOfOption,
    JsonOption,
    Language,
    LanguageOption,
    WorkspaceOption,
    examples,
    read_day,
)
from tiendo.cli.output import complain, note, print_json, progress_bar
from tiendo.vocabulary.errors import TiendoError

if TYPE_CHECKING:
    from tiendo.outlook.engines import Engine

_MONTH = re.compile(r"(?:(\d{4})-)?(\d{1,2})", re.ASCII)
ENGINES = ("quick", "full")


def register(app: typer.Typer) -> None:
    """Add the command of this module."""
    app.command(
        "outlook",
        epilog=examples(
            "tiendo outlook quang-ninh 2024-9M",
            "tiendo outlook vn 2024-9M --as-of 2024-10-15 --since 2024-09-15",
            "tiendo outlook da-nang-2025 2025-9M --tree-as-of 2025-07-01",
            "tiendo outlook --series series.csv --at 6",
            "tiendo outlook --series series.parquet --at 9 --targets targets.csv --engine full",
        ),
    )(outlook)


EngineOption = Annotated[
    str,
    typer.Option(
        "--engine",
        metavar="quick|full",
        help="quick: seconds for hundreds of series; full: a little better, with a library's "
        "smoothing models.",
    ),
]


def outlook(
    place: Annotated[
        str | None,
        typer.Argument(
            metavar="[PLACE]", help="Key or name of a place: quang-ninh.", show_default=False
        ),
    ] = None,
    period: Annotated[
        str | None,
        typer.Argument(
            metavar="[PERIOD]",
            help="The year, seen from its last known month (2024), or the run up to the month that "
            "is looked ahead from (2024-H1).",
            show_default=False,
        ),
    ] = None,
    series: Annotated[
        Path | None,
        typer.Option(
            "--series",
            metavar="FILE",
            help="CSV or Parquet with the columns series, period, value: single months (2024-03) "
            "or quarters (2024-Q1), not cumulative; of a flow also sums (2024-H1, 2024-9M).",
        ),
    ] = None,
    at: Annotated[
        str | None,
        typer.Option(
            "--at",
            metavar="MONTH",
            help="The last known month, 1 to 12; later figures of the year are ignored. The year "
            "is each series' last one; 2024-06 names it.",
        ),
    ] = None,
    targets: Annotated[
        Path | None,
        typer.Option(
            "--targets",
            metavar="FILE",
            help="CSV or Parquet with the columns series, year, target.",
        ),
    ] = None,
    engine: EngineOption = "quick",
    as_of: AsOfOption = None,
    tree_as_of: Annotated[
        date | None,
        typer.Option(
            "--tree-as-of",
            parser=read_day,
            metavar="DATE",
            help="Of a place: on the map of that day; what the place was made of before is recast. "
            "By default the map of the day that the outlook is asked as of.",
        ),
    ] = None,
    since: Annotated[
        date | None,
        typer.Option(
            "--since",
            parser=read_day,
            metavar="DATE",
            help="Of a place: what moved each outlook since that day, in the indicator's unit: "
            "revised data, new months, another engine.",
        ),
    ] = None,
    since_engine: Annotated[
        str | None,
        typer.Option(
            "--since-engine",
            metavar="quick|full",
            help="With --since: the engine of the outlook then; by default the same.",
        ),
    ] = None,
    lang: LanguageOption = None,
    workspace: WorkspaceOption = None,
    json: JsonOption = False,
) -> None:
    """Tell where the year will end: median, intervals and the chance of each target.

    Each series passes a gate first; what it finds is named, and mended by a stated rule or refused
    with the reason. Ends with 1 if no series of a file has an outlook. Of a place, parts and
    wholes add up, and a series that only its communes or provinces tell is their sum.
    """
    if since_engine is not None and since is None:
        raise typer.BadParameter("it goes with --since", param_hint="--since-engine")
    if series is None:
        if place is None or period is None:
            raise typer.BadParameter("give a place and a period, or a file", param_hint="--series")
        if since is not None:
            from tiendo.cli.outlook_moves import moves_of_place

            moves_of_place(
                place,
                period,
                since=since,
                as_of=as_of,
                tree_as_of=tree_as_of,
                engine=read_engine(engine),
                engine_then=read_engine(since_engine or engine),
                workspace=workspace,
                lang=lang,
                json=json,
            )
            return
        from tiendo.cli.outlook_place import outlook_of_place

        outlook_of_place(
            place,
            period,
            as_of=as_of,
            tree_as_of=tree_as_of,
            engine=read_engine(engine),
            workspace=workspace,
            lang=lang,
            json=json,
        )
        return
    if since is not None:
        raise typer.BadParameter("a file has no dates; ask a place", param_hint="--since")
    if tree_as_of is not None:
        raise typer.BadParameter("a file has no map; ask a place", param_hint="--tree-as-of")
    if place is not None:
        raise typer.BadParameter("a place and a file cannot both be asked", param_hint="--series")
    if at is None:
        raise typer.BadParameter("name the last known month", param_hint="--at")
    year, month = read_month(at)
    _outlook_of_file(series, month, year, targets, read_engine(engine), lang, json)


def read_engine(text: str) -> Engine:
    """Read the name of an engine; the import waits until the command runs."""
    from tiendo.outlook.engines import Engine

    if text not in ENGINES:
        raise typer.BadParameter(f"'{text}' is none of {', '.join(ENGINES)}", param_hint="--engine")
    return Engine(text)


def read_month(text: str) -> tuple[int | None, int]:
    """Read 6 or 2024-06 as year and month."""
    found = _MONTH.fullmatch(text.strip())
    if found is None or not 1 <= int(found[2]) <= 12:
        raise typer.BadParameter(
            f"'{text}' is no month; write 6 for June, or 2024-06", param_hint="--at"
        )
    return int(found[1]) if found[1] else None, int(found[2])


def _outlook_of_file(
    path: Path,
    month: int,
    year: int | None,
    targets: Path | None,
    engine: Engine,
    lang: Language | None,
    json: bool,
) -> None:
    from tiendo.outlook.json_form import remarks_on
    from tiendo.outlook.of_file import outlooks_of
    from tiendo.outlook.tables import read_series, read_targets

    with progress_bar("looking ahead") as advance:
        listed = outlooks_of(
            read_series(path),
            month,
            year=year,
            targets=read_targets(targets) if targets else None,
            engine=engine,
            progress=advance,
        )
    if json:
        from tiendo.outlook.json_form import series_outlook_as_json

        print_json([series_outlook_as_json(one, month) for one in listed])
    else:
        from tiendo.cli.outlook_table import show_series

        show_series(listed, lang)
    for one in listed:
        for remark in remarks_on(one.judgement, one.complaint):
            note(remark)
    if listed and all(one.refused for one in listed):
        complain("no series has an outlook", "each line says why")
        raise typer.Exit(1)
    if not listed:
        raise TiendoError(f"{path.name} holds no series")
