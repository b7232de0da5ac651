"""What is known about a document beside its text."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from tiendo.vocabulary.indicator import Catalogue
from tiendo.vocabulary.place import PlaceRegister

_NO_CARDS = Catalogue(())
_NO_PLACES = PlaceRegister(())


@dataclass(frozen=True, slots=True)
class ReadingContext:
    """What a reader is told.

    Attributes:
        document: the name under which figures are listed.
        language: code of the language, or "auto".
        place: key or name of the place that the report is about; None to find it in the text.
        published: the day of publication, which gives the year where the text names none.
        catalogue: the cards that indicators are linked to.
        register: the places that names are looked up in.
        pages: offsets at which the text's pages begin; empty for a text without pages.
        prefix: put before each figure's number to make its id.
    """

    document: str = "text"
    language: str = "auto"
    place: str | None = None
    published: date | None = None
    catalogue: Catalogue = field(default_factory=lambda: _NO_CARDS)
    register: PlaceRegister = field(default_factory=lambda: _NO_PLACES)
    pages: tuple[int, ...] = ()
    prefix: str = "f"
