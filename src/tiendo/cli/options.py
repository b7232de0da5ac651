"""Options that several commands share, and how their texts are read."""

from __future__ import annotations

import re
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated, TypeAlias

import typer

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


class Language(StrEnum):
    """The languages of names and tables."""

    VI = "vi"
    EN = "en"
    AR = "ar"
    RU = "ru"


def examples(*lines: str) -> str:
    """Return commands to try, as they stand at the end of a command's help."""
    return "\b\nExamples:\n" + "\n".join(f"  {line}" for line in lines)


def read_day(text: str | date) -> date:
    """Read a date as 2024-03-31.

    Raises:
        ValueError: for anything else; the option's name is added by whoever asks.
    """
    if isinstance(text, date):
        return text
    try:
        if _DAY.fullmatch(text):
            return date.fromisoformat(text)
    except ValueError as impossible:
        raise ValueError(f"'{text}' is no day of the calendar ({impossible})") from None
    raise ValueError(f"'{text}' is no date; write year-month-day, such as 2024-03-31")


def read_folder(text: str | Path) -> Path:
    """Read the path of a folder.

    Raises:
        ValueError: for an empty one, which would silently mean the current folder.
    """
    if not str(text).strip():
        raise ValueError("the path is empty; name a folder")
    return Path(text)


def read_name(text: str) -> str:
    """Read a person's name.

    Raises:
        ValueError: for an empty one.
    """
    name = " ".join(text.split())
    if not name:
        raise ValueError("the name is empty; say who files")
    return name


WorkspaceOption: TypeAlias = Annotated[
    Path | None,
    typer.Option(
        "--workspace",
        parser=read_folder,
        metavar="FOLDER",
        help="The folder that holds the figures; by default the one in TIENDO_WORKSPACE, "
        "else 'tiendo' in the user's data folder.",
    ),
]
JsonOption: TypeAlias = Annotated[
    bool, typer.Option("--json", help="Print one JSON document and nothing else.")
]
LanguageOption: TypeAlias = Annotated[
    Language | None,
    typer.Option(
        "--lang",
        help="Language of names and tables; by default the terminal's, in JSON vi.",
    ),
]
ByOption: TypeAlias = Annotated[
    str | None,
    typer.Option(
        "--by",
        parser=read_name,
        metavar="NAME",
        help="Who files; by default the operating system's user.",
        show_default=False,
    ),
]
AsOfOption: TypeAlias = Annotated[
    date | None,
    typer.Option(
        "--as-of",
        parser=read_day,
        metavar="DATE",
        help="Answer with what the world could know on that day, such as 2024-02-10.",
    ),
]
TreeAsOfOption: TypeAlias = Annotated[
    date | None,
    typer.Option(
        "--tree-as-of",
        parser=read_day,
        metavar="DATE",
        help="Add up along the map of that day, whatever the period: units that did not exist then "
        "are recast. By default the map at the period's end.",
    ),
]
HostOption: TypeAlias = Annotated[
    str, typer.Option("--host", metavar="ADDRESS", help="Address of this machine to listen at.")
]
PortOption: TypeAlias = Annotated[
    int, typer.Option("--port", min=1, max=65535, metavar="NUMBER", help="Port to listen at.")
]
PlaceArgument: TypeAlias = Annotated[
    str,
    typer.Argument(
        metavar="PLACE",
        help='Key or name of a place: ninh-thuan, "Ninh Thuận".',
        show_default=False,
    ),
]
PeriodArgument: TypeAlias = Annotated[
    str,
    typer.Argument(
        metavar="PERIOD",
        help="A run of months: 2024-03, 2024-Q1, 2024-H1, 2024-9M, 2024, 2021/2025, "
        "2024-01/2024-05.",
        show_default=False,
    ),
]
