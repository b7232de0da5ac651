"""Checks of a whole register: what no single line tells, each fault with its row and remedy.

Loading a pack reads only what a question needs; `check_register` goes through everything. The build
of the tables and the tests of a pack call it, and so does `tiendo check`.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal

from tiendo.packs.place_table import CsvPlaces
from tiendo.packs.places import check_codes, check_parents
from tiendo.vocabulary.errors import VocabularyError
from tiendo.vocabulary.place import Place, PlaceRegister
from tiendo.vocabulary.reform import Event, Extent, Transfer, Weight
from tiendo.vocabulary.words import Level


def check_register(register: PlaceRegister) -> None:
    """Check places, their codes and edges, and the transfers between them.

    Raises:
        VocabularyError: naming file, place or line, what is wrong, and the remedy.
    """
    places = list(register)
    for place in places:
        check_parents(place, register, _file_of(register, place, "parents.csv"))
    check_codes(places, lambda place: _file_of(register, place, "codes.csv"))
    _check_one_country(register, places)
    for transfer in register.reforms.transfers:
        _check_transfer(register, transfer)
    _check_shares(register)
    _check_no_cycle(register)
    _check_tops(register)


def _file_of(register: PlaceRegister, place: Place, further: str = "") -> str:
    if isinstance(register.table, CsvPlaces) and place.key in register.table.keys:
        return register.table.rows_of(place.key, further)
    return "places.yaml"


def _check_one_country(register: PlaceRegister, places: list[Place]) -> None:
    """Every place but the country itself belongs, now or last, to the pack's one country."""
    countries = [place for place in places if place.level is Level.COUNTRY]
    if len(countries) != 1:
        keys = ", ".join(place.key for place in countries) or "none"
        raise VocabularyError(
            f"places.yaml: a pack tells of one country, this one of {keys}",
            remedy="keep each country's places in a pack of its own",
        )
    for place in places:
        if place.level is not Level.COUNTRY and not register.ever_stood_below(
            place.key, countries[0].key
        ):
            raise VocabularyError(
                f"{_file_of(register, place)}: '{place.key}' never belonged to "
                f"'{countries[0].key}'",
                remedy="is this the place file of another country? else give it its parent",
            )


def _where(transfer: Transfer) -> str:
    return f"transfers.csv, line {transfer.line}"


def _check_transfer(register: PlaceRegister, transfer: Transfer) -> None:
    where = _where(transfer)
    try:
        event = register.reforms.event(transfer)
    except VocabularyError as error:
        raise VocabularyError(f"transfers.csv, {error.message}", remedy=error.remedy) from None
    for key in (transfer.source, transfer.target):
        if key not in register:
            raise VocabularyError(
                f"{where}: there is no place '{key}'",
                remedy="write the key of a place of this country, as in units.csv",
            )
    if transfer.source == transfer.target:
        raise VocabularyError(
            f"{where}: '{transfer.source}' gives something to itself",
            remedy="a place whose territory changes ends, and another one begins; one whose "
            "territory stays needs no transfer",
        )
    _check_dates(register, transfer, event)


def _check_dates(register: PlaceRegister, transfer: Transfer, event: Event) -> None:
    """A source ends and a target begins with the event."""
    source, target, day = (
        register[transfer.source],
        register[transfer.target],
        event.happened_by,
    )
    begins, stops = source.span.begins, source.span.stops
    if transfer.extent is Extent.RESTORED:
        _check_restored(register, transfer, event)
        stops = day
    if day is not None and begins is not None and begins >= day:
        raise VocabularyError(
            f"{_where(transfer)}: '{source.key}' gives something on {day}, before it exists "
            f"(from {begins})",
            remedy="correct the event's date, or name the unit that existed then",
        )
    if stops != day:
        raise VocabularyError(
            f"{_where(transfer)}: '{source.key}' gives territory on {day} but ends "
            f"{'on ' + str(stops) if stops else 'never'}",
            remedy=f"end it on {day}; what is left of it is a new place, since an id stands for "
            "one territory",
        )
    if target.span.begins != day:
        raise VocabularyError(
            f"{_where(transfer)}: '{target.key}' receives territory on {day} but begins "
            f"{'on ' + str(target.span.begins) if target.span.begins else 'earlier'}",
            remedy=f"begin it on {day}; the smaller one before is another place",
        )


def _check_restored(register: PlaceRegister, transfer: Transfer, event: Event) -> None:
    """What lives again ended with the event that is taken back."""
    undone = register.reforms.events.get(event.undone or "")
    if undone is None or register[transfer.source].span.stops != undone.happened_by:
        raise VocabularyError(
            f"{_where(transfer)}: '{event.key}' takes back no event in which "
            f"'{transfer.source}' ended",
            remedy="name that event as `undoes` in events.yaml, or write whole or part",
        )


def _check_shares(register: PlaceRegister) -> None:
    """What a unit gave is all of it, once: by area and by people."""
    reforms = register.reforms
    for source in dict.fromkeys(transfer.source for transfer in reforms.transfers):
        given = reforms.given(source)
        if not given:
            continue
        lines = ", ".join(str(transfer.line) for transfer in given)
        where = f"transfers.csv, line{'s' if len(given) > 1 else ''} {lines}"
        targets = [transfer.target for transfer in given]
        if len(set(targets)) != len(targets):
            raise VocabularyError(
                f"{where}: '{source}' gives twice to one place",
                remedy="write one line with the whole share",
            )
        if len(given) > 1 and any(transfer.is_whole for transfer in given):
            raise VocabularyError(
                f"{where}: '{source}' goes whole to one place and gives to another as well",
                remedy="write part, or leave the other lines out",
            )
        for weight in Weight:
            shares = [reforms.share(transfer, weight) for transfer in given]
            known = [share for share in shares if share is not None]
            total = sum(known, Decimal(0))
            if total > 1 or (len(known) == len(shares) and total != 1):
                raise VocabularyError(
                    f"{where}: the {weight.value} shares of '{source}' add up to {total}, not 1",
                    remedy="correct the shares, or leave unknown ones empty",
                )


def _check_no_cycle(register: PlaceRegister) -> None:
    """No place comes of itself through others."""
    done: set[str] = set()

    def walk(key: str, way: tuple[str, ...]) -> None:
        if key in way:
            raise VocabularyError(
                f"transfers.csv: '{key}' comes of itself: "
                f"{' -> '.join([*way[way.index(key) :], key])}",
                remedy="a place ends once; give the later unit a key of its own",
            )
        if key in done:
            return
        for transfer in register.reforms.of_source(key):
            walk(transfer.target, (*way, key))
        done.add(key)

    for transfer in register.reforms.transfers:
        walk(transfer.source, ())


def _check_tops(register: PlaceRegister) -> None:
    """Where a unit went whole to another, so did what lay in it."""
    for transfer, unit, other in stray_units(register):
        raise VocabularyError(
            f"{_where(transfer)}: '{transfer.source}' goes whole to '{transfer.target}', but "
            f"'{unit}' within it comes to lie in '{other}' elsewhere",
            remedy="correct the parent or the transfer of one of the two, or write part",
        )


def stray_units(register: PlaceRegister) -> Iterator[tuple[Transfer, str, str]]:
    """Yield transfers of whole units with a unit within them that went elsewhere, and where."""
    for transfer in register.reforms.transfers:
        day = register.reforms.event(transfer).day
        source = register[transfer.source]
        if day is None or transfer.extent is not Extent.WHOLE:
            continue
        if not register.all_children(source.key):
            continue
        for unit in register.within(source.key, day - timedelta(days=1)):
            if unit.key == source.key:
                continue
            heirs = [given.target for given in register.reforms.given(unit.key)]
            for heir in [unit.key] if unit.span.holds(day) else heirs:
                if not register.is_within(heir, transfer.target, day):
                    yield transfer, unit.key, register[heir].parent_on(day) or heir
