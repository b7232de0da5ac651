"""`tiendo indicators`: the cards of the country pack."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from typing import Annotated, Any

import typer

from tiendo.cli.options import JsonOption, LanguageOption, WorkspaceOption, examples
from tiendo.cli.output import note, print_json
from tiendo.vocabulary.period import Period
from tiendo.vocabulary.unit import Unit


def register(app: typer.Typer) -> None:
    """Add the command of this module."""
    app.command(
        epilog=examples(
            "tiendo indicators",
            'tiendo indicators "thu ngan sach"',
            "tiendo indicators grdp --json",
        )
    )(indicators)


def indicators(
    query: Annotated[
        str | None,
        typer.Argument(
            metavar="QUERY",
            help="Words that the code or a name, in any language, must hold.",
            show_default=False,
        ),
    ] = None,
    lang: LanguageOption = None,
    workspace: WorkspaceOption = None,
    json: JsonOption = False,
) -> None:
    """List the indicators: code, name, unit, nature, frequency, price bases, breakdowns.

    Marks and capitals do not matter: "ngan sach" finds "Ngân sách".
    """
    from tiendo.packs import load_pack

    catalogue = load_pack().catalogue
    found = list(catalogue.search(query)) if query else list(catalogue.values())
    if not found:
        note(f"no indicator holds '{query}'; `tiendo indicators` lists all {len(catalogue)}")
    if json:
        print_json([as_plain(card) for card in found])
    elif found:
        from tiendo.cli.tables import show_indicators
        from tiendo.cli.words import speech

        show_indicators(found, speech(lang))


def as_plain(value: Any) -> Any:
    """Return a card, or anything in it, as JSON values: fields by name, dates and units as text."""
    if isinstance(value, Unit):
        return value.text
    if isinstance(value, Period):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Enum):
        return value.value
    if is_dataclass(value):
        return {field.name: as_plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): as_plain(entry) for key, entry in value.items()}
    if isinstance(value, tuple | list):
        return [as_plain(entry) for entry in value]
    return value
