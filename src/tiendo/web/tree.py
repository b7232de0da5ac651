"""The trace of a row as trees to print: from each number down to the filed figures."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC
from decimal import Decimal

from tiendo.cube.explain.row import Row
from tiendo.cube.explain.trace import Trace
from tiendo.packs.loading import Pack
from tiendo.vocabulary.figure import Figure
from tiendo.vocabulary.indicator import Indicator
from tiendo.vocabulary.series import Series
from tiendo.vocabulary.words import NOT_APPLICABLE, Kind, Modality
from tiendo.web import formats, words
from tiendo.web.asked import Asked
from tiendo.web.fields import SIGNED, unit_of_field
from tiendo.web.operations import OPERATIONS, operation_words
from tiendo.web.plans import slugs_of, unit_of_plan
from tiendo.web.shown import (
    PERCENT,
    Shown,
    named,
    place_name,
    print_number,
    print_trace,
    read_about,
    unit_of_figure,
    unit_of_trace,
)
from tiendo.web.texts import Marked, listed, marked, say

_SHARE_OF_PLAN = marked("heading of a trace", "Share reached: {assigner}")
_PLAN = marked("heading of a trace", "Plan: {assigner}")


@dataclass(frozen=True, slots=True)
class FiledShown:
    """A filed figure as a row of the table of its vintages.

    Attributes:
        value: as it was filed, in the unit in which it was.
        answers: whether it is the one that answers.
        href: the page of the document that it stands in, at this figure.
        recorded_iso: the instant for machines, in UTC.
    """

    value: Shown | None
    state: str
    kind: str
    quality: str
    file: str
    cell: str
    by: str
    source: str
    known_at: str
    known_iso: str
    recorded_at: str
    recorded_iso: str
    answers: bool
    href: str


@dataclass(frozen=True, slots=True)
class Node:
    """A number of a trace with what it was made of.

    Attributes:
        role: what it is in the calculation above it, in words.
        about: what it is about, where that differs from the page.
        file: the file of a filed figure, or who filed it without one.
        cell: where in the file it stands.
        filed: the versions of the figure, where it is a filed one; the answering one is marked.
    """

    role: str
    number: Shown | None
    about: str
    operation: str
    file: str
    cell: str
    filed: tuple[FiledShown, ...]
    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """The trace of one field of a row."""

    slug: str
    title: str
    node: Node


@dataclass(frozen=True, slots=True)
class Writer:
    """Writes traces for a reader of one page.

    Attributes:
        row: the row of the page; what differs from it is told.
        zone: the time zone in which instants are shown.
    """

    asked: Asked
    row: Row
    zone: str

    @property
    def pack(self) -> Pack:
        """The country pack with places and cards."""
        return self.asked.pack

    @property
    def language(self) -> str:
        """The language of the page."""
        return self.asked.language

    def sections(self) -> list[Section]:
        """Return the trace of each field that has a number, then those of the plans."""
        found = []
        for trace in self.row.traces:
            if trace.field != "value" and getattr(self.row, trace.field) is None:
                continue
            title = words.of(words.FIELDS, trace.field, self.language)
            unit = unit_of_field(self.row, trace.field)
            node = self._top(trace, unit, signed=trace.field in SIGNED)
            found.append(Section(trace.field, title, node))
        return found + self._plan_sections()

    def _plan_sections(self) -> list[Section]:
        found = []
        for plan, slug in zip(self.row.plans, slugs_of(self.row), strict=True):
            who = words.assigner(plan.assigner, self.language)
            unit = unit_of_plan(plan, self.row)
            node = self._top(plan.answer.trace, unit)
            found.append(Section(slug, self._heading(_PLAN, who), node))
            if plan.share is not None:
                share = self._top(plan.share.trace, PERCENT)
                found.append(Section(f"{slug}-share", self._heading(_SHARE_OF_PLAN, who), share))
        return found

    def _heading(self, pattern: Marked, who: str) -> str:
        return say(pattern, self.language).format(assigner=who)

    def _top(self, trace: Trace, unit: str, *, signed: bool = False) -> Node:
        """Return the trace of a field; the comparator of the value itself is known exactly."""
        comparator = self.row.comparator if trace.field == "value" else None
        number = print_trace(trace, unit, self.language, comparator=comparator, signed=signed)
        return self._node(trace, number, role="")

    def _part(self, trace: Trace) -> Node:
        unit = unit_of_trace(trace, self.row.card, self.pack.catalogue)
        role = words.of(words.ROLES, trace.field, self.language)
        if trace.figure and trace.figure.statement.kind is Kind.BASE_RATIO:
            # A ratio of 86.74 % stands for a growth of -13.26 %: it must not be called a growth.
            role = words.of(words.ROLES, "base_ratio", self.language)
        return self._node(trace, print_trace(trace, unit, self.language), role=role)

    def _node(self, trace: Trace, number: Shown | None, *, role: str) -> Node:
        return Node(
            role=role,
            number=number,
            about=self._about(trace.about),
            operation=operation_words(trace.operation, self.language),
            file=_file_or_filer(trace.figure) if trace.figure else "",
            cell=self._cell(trace.figure) if trace.figure else "",
            filed=self._vintages(trace),
            parts=tuple(self._part(part) for part in trace.parts),
        )

    def _about(self, text: str) -> str:
        """Return what differs from the page (place, series), and always the run."""
        about = read_about(text)
        if about is None:
            return "" if text in OPERATIONS else text
        pieces = []
        register = self.pack.register
        if about.place != self.row.place.key:
            known = about.place in register
            pieces.append(
                place_name(register[about.place], self.language).text if known else about.place
            )
        if about.series != self.row.series:
            pieces.append(self._series_name(about.series))
        pieces.append(formats.period(about.period, self.language))
        return " · ".join(pieces)

    def _series_name(self, series: Series) -> str:
        card = self.pack.catalogue.get(series.indicator)
        if card is None:
            return series.indicator
        pieces = [named(card.names, self.language).text]
        if series.breakdown:
            pieces = [card.breakdown_name(series.breakdown, self.language)]
            if card.code != self.row.card.code:
                pieces.insert(0, named(card.names, self.language).text)
        if series.price_basis not in (NOT_APPLICABLE, self.row.series.price_basis):
            pieces.append(words.price_basis(series.price_basis, self.language))
        return listed(pieces, self.language)

    def _vintages(self, trace: Trace) -> tuple[FiledShown, ...]:
        if trace.figure is None:
            return ()
        every = trace.vintages or (trace.figure,)
        return tuple(self.filed(figure, figure.id == trace.figure.id) for figure in every)

    def filed(self, figure: Figure, answers: bool) -> FiledShown:
        """Return a filed figure as it was stated, with who, where and when."""
        statement, filing = figure.statement, figure.filing
        state = ""
        if statement.state is not None:
            state = say(words.FILED_STATES[statement.state], self.language)
        return FiledShown(
            value=as_stated(figure, self._card_of(figure), self.language),
            state=state,
            kind=say(words.KINDS[statement.kind], self.language),
            quality=listed(quality_of(figure, self.language), self.language),
            file=filing.file_name,
            cell=self._cell(figure),
            by=filing.by,
            source=filing.source,
            known_at=formats.day(statement.known_at, self.language),
            known_iso=statement.known_at.isoformat(),
            recorded_at=formats.instant(filing.recorded_at, self.zone, self.language),
            recorded_iso=filing.recorded_at.astimezone(UTC).isoformat(timespec="seconds"),
            answers=answers,
            href=self.asked.link_to_figure(figure),
        )

    def _card_of(self, figure: Figure) -> Indicator:
        return self.pack.catalogue.get(figure.statement.series.indicator, self.row.card)

    def _cell(self, figure: Figure) -> str:
        return words.cell(figure.statement.cell, self.language)


def _file_or_filer(figure: Figure) -> str:
    return figure.filing.file_name or figure.filing.by


def quality_of(figure: Figure, language: str) -> list[str]:
    """Return what is said of a figure besides its number: modality, status, assigner, decision."""
    statement = figure.statement
    found = []
    if statement.modality is not Modality.ACTUAL:
        found.append(say(words.MODALITIES[statement.modality], language))
    if statement.status is not None:
        found.append(say(words.STATUSES[statement.status], language))
    if statement.assigner or statement.is_plan:
        found.append(words.assigner(statement.assigner, language))
    found += [text for text in (statement.version, statement.decision) if text]
    return found


def as_stated(figure: Figure, card: Indicator, language: str) -> Shown | None:
    """Return the number of a figure in the unit in which it was filed; None for a state."""
    statement = figure.statement
    if statement.value is None:
        return None
    kept = unit_of_figure(figure, card)

    def stated(value: Decimal) -> tuple[Decimal, int, str]:
        return formats.as_stated(value, statement.decimals, kept, statement.stated_unit)

    value, decimals, unit = stated(statement.value)
    high = statement.value_hi
    return print_number(
        value,
        decimals,
        unit,
        language,
        comparator=statement.comparator,
        value_hi=None if high is None else stated(high)[0],
    )
