"""`tiendo targets-check PLACE YEAR`: adopted growth targets of the ledger against each other."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tiendo.cli.office import read_office
from tiendo.cli.output import note, print_json, say
from tiendo.cli.targets_check import check_as_json, show_check

if TYPE_CHECKING:
    from tiendo.cli.options import Language
    from tiendo.cli.words import Speech
    from tiendo.ledger.adopted_targets import AdoptedTargets


def check_place(
    place: str,
    year: int,
    *,
    as_of: date | None,
    lang: Language | None,
    workspace: Path | None,
    json: bool,
) -> None:
    """Print, for each total with a growth target, what the targets of its parts mean for it."""
    office = read_office(workspace)
    from tiendo.ledger.adopted_targets import adopted_targets

    found = office.pack.register.find(place)
    listed = adopted_targets(pack=office.pack, place=found, year=year, as_of=as_of)
    if json:
        print_json([_as_json(one) for one in listed])
        return
    if not listed:
        note(f"{found.key} has no growth target of {year} for a total and parts of it")
        return
    from tiendo.cli.words import speech

    _show(listed, speech(lang))


def _as_json(one: AdoptedTargets) -> dict[str, Any]:
    check, plane = one.what_follows()
    said = check_as_json(one.total, one.sectors, check, plane)
    if one.untargeted:
        said["half_plane"] = None
    return {
        "place": one.place.key,
        "indicator": one.card.code,
        "price_basis": one.series.price_basis,
        "dimension": one.dimension,
        "assigner": one.assigner,
        "year": one.year,
        **said,
        "untargeted": list(one.untargeted),
    }


def _show(listed: Sequence[AdoptedTargets], words: Speech) -> None:
    from tiendo.vocabulary.indicator import text_in

    for one in listed:
        basis = words.price_basis(one.series.price_basis)
        facts = ", ".join(filter(None, (str(one.year), basis, one.assigner)))
        say(f"{text_in(one.card.names, words.language)} ({facts})")
        check, plane = one.what_follows()
        names = {sector.name: _name(one, sector.name, words) for sector in one.sectors}
        show_check(one.total, one.sectors, check, plane, words, names)
        if one.untargeted:
            lacking = ", ".join(_name(one, code, words) for code in one.untargeted)
            say(words.word("untargeted").format(parts=lacking))
        elif check is None:
            say(words.word("shares_unknown").format(year=one.year - 1))


def _name(one: AdoptedTargets, code: str, words: Speech) -> str:
    cut = one.series.breakdown.with_code(one.dimension, code)
    return one.card.breakdown_name(cut, words.language) or code
