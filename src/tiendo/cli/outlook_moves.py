"""`tiendo outlook PLACE PERIOD --since DATE`: what moved the outlooks of a place."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tiendo.cli.office import read_office
from tiendo.cli.output import note, print_json, progress_bar, say, show
from tiendo.vocabulary.period import Period

if TYPE_CHECKING:
    from tiendo.cli.options import Language
    from tiendo.cli.words import Speech
    from tiendo.ledger.outlook_moves import PlaceMove
    from tiendo.outlook.engines import Engine

_PARTS = ("before", "after", "revised_data", "new_months", "method")


def moves_of_place(
    place: str,
    period: str,
    *,
    since: date,
    as_of: date | None,
    tree_as_of: date | None,
    engine: Engine,
    engine_then: Engine,
    workspace: Path | None,
    lang: Language | None,
    json: bool,
) -> None:
    """Print what moved each outlook, the largest relative moves first."""
    run = Period.parse(period)
    office = read_office(workspace)
    from tiendo.ledger.outlook_moves import place_moves

    found = office.pack.register.find(place)
    with progress_bar("looking ahead"):
        listed = place_moves(
            pack=office.pack,
            place=found,
            run=run,
            since=since,
            as_of=as_of,
            engine=engine,
            engine_then=engine_then,
            tree_as_of=tree_as_of,
        )
    if json:
        print_json([_as_json(one, since) for one in listed])
        return
    if not listed:
        note(f"nothing is filed or planned for {found.key} in {run.year}")
        return
    from tiendo.cli.words import speech

    _show(listed, speech(lang))


def _as_json(one: PlaceMove, since: date) -> dict[str, Any]:
    parts = {name: getattr(one.moved, name) if one.moved else None for name in _PARTS}
    return {
        "place": one.place.key,
        "indicator": one.card.code,
        "breakdown": one.series.breakdown.as_dict(),
        "price_basis": one.series.price_basis,
        "unit": str(one.card.unit),
        "year": one.year,
        "since": since.isoformat(),
        "at_before": one.months[0],
        "at": one.months[1],
        **parts,
        "refused": one.reason or None,
    }


def _show(listed: Sequence[PlaceMove], words: Speech) -> None:
    from rich.box import SIMPLE_HEAD
    from rich.table import Table
    from rich.text import Text

    from tiendo.cli.outlook_table import number
    from tiendo.vocabulary.indicator import text_in

    table = Table(box=SIMPLE_HEAD, show_edge=False)
    for name in ("indicator", "unit", "month"):
        table.add_column(words.word(name))
    for name in _PARTS:
        table.add_column(words.word("moved_method" if name == "method" else name), justify="right")
    refused = []
    for one in listed:
        if one.moved is None:
            refused.append(f"- {one.card.code} {one.series.breakdown}: {one.reason}")
            continue
        cut = one.card.breakdown_name(one.series.breakdown, words.language)
        name = text_in(one.card.names, words.language)
        months = " → ".join(f"{month:02d}" for month in one.months if month)
        numbers = [number(getattr(one.moved, part), words) for part in _PARTS]
        cells = (f"{name}: {cut}" if cut else name, str(one.card.unit), months, *numbers)
        table.add_row(*map(Text, cells))
    if table.row_count:
        show(table)
    for line in refused:
        say(line)
