"""What a leader needs before the table: what changed, what is missing, what does not fit."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from tiendo.ledger.boards import PlaceAnswer
from tiendo.vocabulary.figure import Figure
from tiendo.vocabulary.series import Series
from tiendo.vocabulary.words import Measure, Severity, State, Verdict
from tiendo.web import formats, words
from tiendo.web.asked import Asked
from tiendo.web.board.rows import CubeRow
from tiendo.web.checks import check_name, check_sentence
from tiendo.web.labels import details_of, full_name
from tiendo.web.problems import Link
from tiendo.web.shown import Shown, print_number, unit_of_kind
from tiendo.web.texts import listed, say

MOST_LISTED = 6
"""Names in a list of the brief; the rest is counted, and shown by a filter of the table."""


@dataclass(frozen=True, slots=True)
class Change:
    """A figure that the last vintage gave another value."""

    link: Link
    before: Shown
    after: Shown
    period: str


@dataclass(frozen=True, slots=True)
class Changes:
    """What became known last about the runs of a page.

    Attributes:
        day: when.
        revised: figures that were known before with another value; `more` further ones.
        new: how many figures were not known before in any form.
        indicators: codes of the cards that are concerned.
    """

    day: str
    revised: tuple[Change, ...]
    more: int
    new: int
    indicators: frozenset[str]


@dataclass(frozen=True, slots=True)
class Checked:
    """What one check found, on how many rows."""

    severity: str
    severity_words: str
    shape: str
    name: str
    sentence: str
    count: int


@dataclass(frozen=True, slots=True)
class Listed:
    """Links, and how many there are besides."""

    links: tuple[Link, ...]
    more: int

    @property
    def count(self) -> int:
        """How many there are in all."""
        return len(self.links) + self.more


@dataclass(frozen=True, slots=True)
class Brief:
    """The parts of the brief; empty ones are left out of the page.

    Attributes:
        late: rows that are owed or planned and have no figure although they are due.
        not_due: rows that are not due yet.
        silent: rows with a figure in the same period of last year but none now.
        partial: rows of which a part is missing.
    """

    changes: Changes | None
    late: Listed
    not_due: Listed
    silent: Listed
    partial: Listed
    checks: tuple[Checked, ...]

    @property
    def complete(self) -> bool:
        """Whether nothing is missing."""
        return not (self.late.count or self.silent.count or self.partial.count)


def brief_of(answer: PlaceAnswer, rows: Sequence[CubeRow], asked: Asked) -> Brief:
    """Return the brief of a board."""
    return Brief(
        changes=_changes(answer, rows, asked),
        late=_listed((row for row in rows if row.state is State.MISSING), asked),
        not_due=_listed((row for row in rows if row.state is State.NOT_DUE), asked),
        silent=_silent(answer, rows, asked),
        partial=_listed((row for row in rows if row.state is State.PARTIAL), asked),
        checks=_checks(rows, asked.language),
    )


def _listed(rows: Iterable[CubeRow], asked: Asked) -> Listed:
    links = [_link(row, asked) for row in rows]
    return Listed(tuple(links[:MOST_LISTED]), max(0, len(links) - MOST_LISTED))


def _link(row: CubeRow, asked: Asked) -> Link:
    pieces = [full_name(row, asked.language), details_of(row, asked.language)]
    href = asked.link_to_trace(row.place, row.period, row.series, row.measure)
    return Link(listed(pieces, asked.language), href)


def _silent(answer: PlaceAnswer, rows: Sequence[CubeRow], asked: Asked) -> Listed:
    """Return what was filed for the same period of last year and is not there now."""
    told = {row.series for row in rows}
    found = []
    for series, years in answer.earlier.items():
        silent = len(years) > 1 and years[-1] is None and years[-2] is not None
        if silent and series not in told and series in answer.cards:
            card = answer.cards[series]
            found.append(CubeRow(answer.place, card, series, Measure.LEVEL, answer.run, {}))
    return _listed(found, asked)


def _checks(rows: Sequence[CubeRow], language: str) -> tuple[Checked, ...]:
    counted: dict[tuple[Severity, str, Verdict], int] = {}
    for row in rows:
        for one in row.record["findings"]:
            key = Severity(one["severity"]), one["check"], Verdict(one["verdict"])
            counted[key] = counted.get(key, 0) + 1
    order = [Severity.ERROR, Severity.WARNING, Severity.INFO]
    ordered = sorted(counted.items(), key=lambda item: (order.index(item[0][0]), item[0][1]))
    return tuple(
        Checked(
            severity.value,
            say(words.SEVERITIES[severity], language),
            words.SEVERITY_SHAPES[severity],
            check_name(check, language),
            check_sentence(check, verdict, language),
            count,
        )
        for (severity, check, verdict), count in ordered
    )


# ---- what changed --------------------------------------------------------------------------------


def _changes(answer: PlaceAnswer, rows: Sequence[CubeRow], asked: Asked) -> Changes | None:
    run = answer.run
    runs = {run, run.year_to_date()}
    told = [
        figure
        for figures in answer.figures.values()
        for figure in figures
        if figure.statement.period in runs
    ]
    if not told:
        return None
    day = max(figure.statement.known_at for figure in told)
    newest = [figure for figure in told if figure.statement.known_at == day]
    cards = {row.card.code: row for row in rows}
    revised, new = list[Change](), 0
    for figure in newest:
        before = _before(figure, answer.figures[figure.statement.series], day)
        if before is None:
            new += 1
        elif before.statement.value != figure.statement.value and (
            row := cards.get(figure.statement.series.indicator)
        ):
            revised.append(_change(row, figure.statement.series, before, figure, asked))
    return Changes(
        day=formats.day(day, asked.language),
        revised=tuple(revised[:MOST_LISTED]),
        more=max(0, len(revised) - MOST_LISTED),
        new=new,
        indicators=frozenset(figure.statement.series.indicator for figure in newest),
    )


def _before(figure: Figure, figures: Iterable[Figure], day: date) -> Figure | None:
    """Return the same statement of the vintage before, None where there is none."""
    said = figure.statement
    earlier = [
        one
        for one in figures
        if one.statement.known_at < day
        and one.statement.value is not None
        and (one.statement.period, one.statement.kind, one.statement.assigner)
        == (said.period, said.kind, said.assigner)
        and one.statement.is_plan == said.is_plan
    ]
    return max(earlier, key=lambda one: (one.statement.known_at, one.id), default=None)


def _change(row: CubeRow, series: Series, before: Figure, after: Figure, asked: Asked) -> Change:
    said = after.statement
    unit = unit_of_kind(said.kind, row.card)
    numbers = [
        print_number(
            one.statement.value, max(0, one.statement.decimals), unit, asked.language,
            comparator=one.statement.comparator, value_hi=one.statement.value_hi,
        )
        if one.statement.value is not None
        else Shown("–")
        for one in (before, after)
    ]  # fmt: skip
    shown = CubeRow(row.place, row.card, series, Measure.LEVEL, row.period, {})
    name = full_name(shown, asked.language)
    kind = say(words.KINDS[said.kind], asked.language)
    text = name if said.kind.value in ("level", "count") else f"{name} ({kind})"
    href = asked.link_to_trace(row.place, said.period, series, Measure.LEVEL)
    return Change(
        Link(text, href), numbers[0], numbers[1], formats.period(said.period, asked.language)
    )
