"""What stands at the head of a trace: the number, how final it is, and what it is called."""

from __future__ import annotations

from dataclasses import dataclass

from tiendo.cube.explain.row import Row
from tiendo.web import formats
from tiendo.web.asked import Asked
from tiendo.web.fields import shown_value, state_words, tags_of
from tiendo.web.findings import Note, Notes
from tiendo.web.labels import details_of, full_name
from tiendo.web.problems import Link
from tiendo.web.shown import Shown


@dataclass(frozen=True, slots=True)
class Headline:
    """The value of a row with what belongs to it.

    Attributes:
        details: price basis and measure, where they need telling.
        state: why there is no value, in words; empty where there is one.
        tags: what kind of value it is: expected · estimate
    """

    full_name: str
    details: str
    value: Shown | None
    state: str
    tags: str
    rank: str
    known_at: str
    notes: list[Note]


def headline_of(row: Row, asked: Asked) -> Headline:
    """Return the head of the trace of a row."""
    language = asked.language
    href = asked.link_to_trace(row.place, row.period, row.series, row.measure)
    about = full_name(row, language)
    return Headline(
        full_name=about,
        details=details_of(row, language),
        value=shown_value(row, language, href),
        state=state_words(row, language),
        tags=tags_of(row, language),
        rank=str(row.rank) if row.rank is not None else "",
        known_at=formats.day(row.known_at, language) if row.known_at else "",
        notes=Notes(asked).add(row, Link(about, href)),
    )
