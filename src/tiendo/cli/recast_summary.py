"""`tiendo recast --summary`: how many cells of a series are known on another day's map."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from tiendo.cli.output import note, print_json, progress_bar, say
from tiendo.vocabulary.errors import TiendoError
from tiendo.vocabulary.period import Period

if TYPE_CHECKING:
    from tiendo.cli.options import Language
    from tiendo.ledger.recast_summary import RecastSummary
    from tiendo.packs.loading import Pack
    from tiendo.vocabulary.place import Place
    from tiendo.vocabulary.series import Series

_SHOWN = 10


class Each(StrEnum):
    """Into what a period is cut."""

    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


_MONTHS = {Each.MONTH: 1, Each.QUARTER: 3, Each.YEAR: 12}


def cut_into(run: Period, each: Each) -> list[Period]:
    """Return a run in pieces of the calendar.

    Raises:
        TiendoError: if it does not consist of such pieces.
    """
    months = _MONTHS[each]
    if run.first % months or run.months % months:
        raise TiendoError(
            f"{run} does not consist of whole {each}s",
            remedy="name another period, or --each month",
        )
    return [Period(first, first + months - 1) for first in range(run.first, run.last + 1, months)]


def print_summary(
    pack: Pack,
    place: Place,
    series: Series,
    runs: Sequence[Period],
    *,
    onto: date,
    as_of: date | None,
    lang: Language | None,
    json: bool,
) -> None:
    """Print how many cells are exact, partial, ..., and what the partial ones lack."""
    from tiendo.ledger.recast_summary import recast_summary

    with progress_bar("recasting"):
        found = recast_summary(
            pack=pack, place=place, series=series, runs=runs, onto=onto, as_of=as_of
        )
    if json:
        print_json(_as_json(found, onto))
        return
    from tiendo.cli.place_words import full_name
    from tiendo.cli.words import speech

    words = speech(lang)
    cells = len(found.places) * len(found.runs)
    cut = f" [{series.breakdown}]" if series.breakdown else ""
    say(
        f"{series.indicator}{cut}, {onto}: {len(found.places)} x {len(found.runs)} = "
        f"{words.computed(Decimal(cells))}"
    )
    for known, count in found.counts.items():
        name = "exact_recast" if known.value == "exact" else known.value
        say(f"  {words.word(name)}: {words.computed(Decimal(count))}")
    for key, count in list(found.lacking.items())[:_SHOWN]:
        name = full_name(pack.register, pack.register[key], words.language)
        say(f"  {words.word('lacking')}: {name} ({key}): {count}")
    if len(found.lacking) > _SHOWN:
        note(f"{len(found.lacking) - _SHOWN} more: --json prints them all, and every partial cell")


def _as_json(found: RecastSummary, onto: date) -> dict[str, Any]:
    from tiendo.cube.explain.json_form import number

    return {
        "indicator": found.series.indicator,
        "breakdown": found.series.breakdown.as_dict(),
        "price_basis": found.series.price_basis,
        "onto": onto.isoformat(),
        "places": len(found.places),
        "periods": [str(run) for run in found.runs],
        "cells": len(found.places) * len(found.runs),
        "counts": {known.value: count for known, count in found.counts.items()},
        "lacking": [{"place": key, "cells": count} for key, count in found.lacking.items()],
        "incomplete": [
            {
                "place": cell.place.key,
                "period": str(cell.run),
                "recast": cell.known.value,
                "value": number(cell.value),
                "lacking": list(cell.lacking),
            }
            for cell in found.incomplete
        ],
    }
