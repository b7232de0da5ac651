"""What was filed, ready to be printed: the document behind a figure, line by line."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from tiendo.ledger.filing_opened import FilingOpened
from tiendo.ledger.selectors import FiledFile
from tiendo.vocabulary.figure import Figure
from tiendo.vocabulary.series import Series
from tiendo.vocabulary.words import NOT_APPLICABLE, Kind, Measure
from tiendo.web import formats, words
from tiendo.web.asked import Asked
from tiendo.web.problems import Link
from tiendo.web.shown import Named, Shown, named, place_name
from tiendo.web.texts import listed, marked, say
from tiendo.web.tree import as_stated, quality_of

PER_PAGE = 200
NEWEST = 100
"""Filings in the list of what was filed."""

_MEASURES = {
    Kind.GROWTH: Measure.GROWTH,
    Kind.BASE_RATIO: Measure.BASE_RATIO,
    Kind.CHANGE_ABS: Measure.CHANGE_ABS,
    Kind.SHARE: Measure.SHARE,
    Kind.CONTRIBUTION: Measure.CONTRIBUTION,
}
_FORM = marked("file of a filing", "a form, without a file")
_WITHHELD = marked("number of a filing", "see its trace")


@dataclass(frozen=True, slots=True)
class FilingShown:
    """A filing in a list, or at the head of its own page."""

    number: int
    href: str
    file: str
    by: str
    source: str
    recorded_at: str
    recorded_iso: str
    figures: str
    sha256: str
    event: int


@dataclass(frozen=True, slots=True)
class FiledLine:
    """One figure as the document has it.

    Attributes:
        chosen: whether the reader came from it.
        state: what stands instead of a number; empty where there is one.
    """

    id: int
    chosen: bool
    cell: str
    place: Link
    indicator: Link
    details: str
    period: str
    kind: str
    value: Shown | None
    state: str
    quality: str
    known_at: str
    known_iso: str


def _count(number: int, language: str) -> str:
    return formats.number(Decimal(number), 0, language)


@dataclass(frozen=True, slots=True)
class FilingPage:
    """A filing with some of its lines.

    Attributes:
        first, last: which of its figures are shown, counted from 1.
        earlier, later: where the others are; empty where there are none.
        event_hash: of its event in the log.
    """

    shown: FilingShown
    lines: tuple[FiledLine, ...]
    first: str
    last: str
    earlier: str
    later: str
    event_hash: str


def filing_shown(file: FiledFile, asked: Asked, zone: str) -> FilingShown:
    """Return a filing ready to be printed."""
    filing, language = file.filing, asked.language
    return FilingShown(
        number=filing.id,
        href=asked.link("filing", filing.id),
        file=filing.file_name or say(_FORM, language),
        by=filing.by,
        source=filing.source,
        recorded_at=formats.instant(filing.recorded_at, zone, language),
        recorded_iso=filing.recorded_at.isoformat(timespec="seconds"),
        figures=_count(file.figures, language),
        sha256=file.file_sha256,
        event=file.event,
    )


def filing_page(opened: FilingOpened, chosen: int | None, asked: Asked, zone: str) -> FilingPage:
    """Return the page of a filing; the figure that the reader came from is marked."""
    id, start, count = opened.file.filing.id, opened.position, len(opened.figures)
    after = start + count
    return FilingPage(
        shown=filing_shown(opened.file, asked, zone),
        lines=tuple(_lines(opened.figures, opened.withheld, chosen, asked)),
        first=_count(start + 1, asked.language),
        last=_count(after, asked.language),
        earlier=asked.link("filing", id, start=str(start - PER_PAGE)) if start else "",
        later=asked.link("filing", id, start=str(after)) if after < opened.file.figures else "",
        event_hash=opened.event_hash,
    )


def _lines(
    figures: Iterable[Figure], withheld: frozenset[str], chosen: int | None, asked: Asked
) -> Iterable[FiledLine]:
    for figure in figures:
        is_withheld = figure.statement.series.indicator in withheld
        yield _line(figure, figure.id == chosen, asked, is_withheld)


def _line(figure: Figure, chosen: bool, asked: Asked, withheld: bool) -> FiledLine:
    said, language = figure.statement, asked.language
    place = asked.pack.register[said.place]
    state = ""
    if withheld:
        state = say(_WITHHELD, language)
    elif said.state is not None:
        state = say(words.FILED_STATES[said.state], language)
    measure = _MEASURES.get(said.kind, Measure.LEVEL)
    card = asked.pack.catalogue.get(said.series.indicator)
    href = asked.link_to_trace(place, said.period, said.series, measure) if card else ""
    name = named(card.names, language) if card else Named(said.series.indicator)
    return FiledLine(
        id=figure.id,
        chosen=chosen,
        cell=words.cell(said.cell, language),
        place=Link(place_name(place, language).text, asked.link_to_run(place, said.period)),
        indicator=Link(name.text, href, "", name.language),
        details=_details(said.series, asked),
        period=formats.period(said.period, language),
        kind=say(words.KINDS[said.kind], language),
        value=None if withheld or card is None else as_stated(figure, card, language),
        state=state,
        quality=listed(quality_of(figure, language), language),
        known_at=formats.day(said.known_at, language),
        known_iso=said.known_at.isoformat(),
    )


def _details(series: Series, asked: Asked) -> str:
    card, pieces = asked.pack.catalogue.get(series.indicator), []
    if series.breakdown and card:
        pieces.append(card.breakdown_name(series.breakdown, asked.language))
    if series.price_basis != NOT_APPLICABLE:
        pieces.append(words.price_basis(series.price_basis, asked.language))
    return listed(pieces, asked.language)
