"""`tiendo indicators`: the cards of the country pack."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from typing import Annotated, Any

import typer

from tiendo.cli.options import JsonOption, LanguageOption, WorkspaceOption, examples
from tiendo.cli.output import note, print_json
from tiendo.vocabulary.indicator import Catalogue, Indicator
from tiendo.vocabulary.period import Period
from tiendo.vocabulary.unit import Unit
from tiendo.vocabulary.words import Level

_OTHERS = 8


def register(app: typer.Typer) -> None:
    """Add the command of this module."""
    app.command(
        epilog=examples(
            "tiendo indicators",
            'tiendo indicators "thu ngan sach"',
            "tiendo indicators grdp",
            "tiendo indicators --topic health --level commune",
        )
    )(indicators)


def indicators(
    query: Annotated[
        str | None,
        typer.Argument(
            metavar="QUERY",
            help="A code, a name or words of it, in any language; also a topic or the name of "
            "a part such as an industry.",
            show_default=False,
        ),
    ] = None,
    topic: Annotated[
        str | None, typer.Option("--topic", metavar="TOPIC", help="Only the cards of a topic.")
    ] = None,
    level: Annotated[
        Level | None,
        typer.Option("--level", help="Only the cards that this level of government reports."),
    ] = None,
    lang: LanguageOption = None,
    workspace: WorkspaceOption = None,
    json: JsonOption = False,
) -> None:
    """List the indicators; one that is named exactly is shown in full.

    Marks and capitals do not matter: "ngan sach" finds "Ngân sách". What is likeliest stands first:
    whole names, then beginnings, then all words, then some of them.
    """
    from tiendo.cli.card_search import EXACT, Match, only_of, search_cards
    from tiendo.packs import load_pack

    catalogue = load_pack().catalogue
    kept = only_of(catalogue.values(), topic, level)
    matches = [Match(card, EXACT + 1) for card in kept] if query is None else []
    if query is not None:
        matches = search_cards(kept, query)
    if not matches:
        _say_nothing_found(query, kept, catalogue)
    if json:
        print_json([as_plain(match.card) for match in matches])
        return
    from tiendo.cli.words import speech

    exact = [match.card for match in matches if match.rank == EXACT]
    if len(exact) == 1:
        from tiendo.cli.card_page import show_card

        show_card(exact[0], catalogue, speech(lang))
        _say_what_else([match.card for match in matches if match.rank > EXACT])
    elif matches:
        from tiendo.cli.tables import show_indicators

        show_indicators([match.card for match in matches], speech(lang))


def _say_nothing_found(query: str | None, kept: Sequence[Indicator], catalogue: Catalogue) -> None:
    """Tell that nothing was found, with what is spelt alike, and where all cards are listed."""
    from tiendo.cli.card_search import close_cards, search_cards

    if query is None:
        note("no indicator of this topic is reported by this level")
        return
    note(f"no indicator holds '{query}'; `tiendo indicators` lists all {len(catalogue)}")
    close = close_cards(kept, query)
    if close:
        note(f"did you mean: {', '.join(card.code for card in close)}?")
    elif len(kept) < len(catalogue):
        elsewhere = len(search_cards(catalogue.values(), query))
        if elsewhere:
            note(f"{elsewhere} are found without --topic and --level")


def _say_what_else(others: Sequence[Indicator]) -> None:
    if others:
        told = ", ".join(card.code for card in others[:_OTHERS])
        more = ", ..." if len(others) > _OTHERS else ""
        note(f"also found: {told}{more}")


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
