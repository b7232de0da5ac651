"""Reforms of a pack: `events.yaml` with what happened, `transfers.csv` with who gave what to whom.

Transfers are read when somebody asks for them: most questions do not.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from importlib.resources.abc import Traversable

from tiendo.packs.schema import Fields, read_yaml
from tiendo.vocabulary.errors import VocabularyError
from tiendo.vocabulary.reform import Document, Event, Extent, Reforms, Transfer
from tiendo.vocabulary.words import parse_word

COLUMNS = ("event", "source", "target", "extent", "area_share", "people_share", "note")


def read_reforms(folder: Traversable) -> Reforms:
    """Return the reforms told in a folder; none where it has no events.yaml.

    Raises:
        VocabularyError: naming file, event or line, and field.
    """
    file = folder / "events.yaml"
    if not file.is_file():
        return Reforms()
    entries = read_yaml(file)
    if not isinstance(entries, list):
        raise VocabularyError("events.yaml: this is no list", remedy="begin each with '- '")
    events = [_event(entry, number) for number, entry in enumerate(entries, start=1)]
    twice = [event.key for event in events]
    for key in set(twice):
        if twice.count(key) > 1:
            raise VocabularyError(
                f"events.yaml: two events are called '{key}'", remedy="give each its own key"
            )
    return Reforms(events, Transfers(folder / "transfers.csv"))


class Transfers:
    """The transfers of a file, read whenever they are gone through."""

    def __init__(self, file: Traversable) -> None:
        self._file = file

    def __iter__(self) -> Iterator[Transfer]:
        if not self._file.is_file():
            return
        lines = csv.reader(io.StringIO(self._file.read_bytes().decode("utf-8")))
        if (head := next(lines, [])) != list(COLUMNS):
            raise VocabularyError(
                f"transfers.csv, line 1: the columns are {head}, not {', '.join(COLUMNS)}",
                remedy="write these in the first line",
            )
        for number, line in enumerate(lines, start=2):
            yield _transfer(line, number)


def _event(entry: object, number: int) -> Event:
    fields = Fields(entry, f"events.yaml, event {number}")
    key = fields.text("key")
    fields.where = f"events.yaml, event '{key}'"
    event = Event(
        key=key,
        day=fields.day("date"),
        known_by=fields.day("known_by"),
        names=fields.languages("names", required=("en",)),
        documents=tuple(_document(part) for part in fields.parts("documents")),
        undone=fields.text("undoes", "") or None,
    )
    fields.finish()
    if event.day is None and event.known_by is None:
        fields.refuse("date", "no day is told", "write known_by where the date is not known")
    return event


def _document(fields: Fields) -> Document:
    document = Document(fields.text("title"), fields.flag("verified", False))
    fields.finish()
    return document


def _transfer(line: list[str], number: int) -> Transfer:
    where = f"transfers.csv, line {number}"
    if len(line) != len(COLUMNS):
        raise VocabularyError(
            f"{where}: {len(line)} cells instead of {len(COLUMNS)}",
            remedy="put texts with commas between double quotes",
        )
    event, source, target, extent, area, people, note = line
    try:
        word = parse_word(Extent, extent)
    except VocabularyError as error:
        raise VocabularyError(f"{where}: {error}", remedy=error.remedy) from None
    return Transfer(
        event, source, target, word, _share(area, where), _share(people, where), note, number
    )


def _share(text: str, where: str) -> Decimal | None:
    if not text:
        return None
    try:
        share = Decimal(text)
    except InvalidOperation:
        share = Decimal(-1)
    if not 0 <= share <= 1:
        raise VocabularyError(
            f"{where}: '{text}' is no share", remedy="write a number from 0 to 1, such as 0.35"
        )
    return share
