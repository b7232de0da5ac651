"""Links of a board that change one part of its state and keep the rest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from tiendo.vocabulary.period import Period
from tiendo.vocabulary.place import Place
from tiendo.web import words
from tiendo.web.asked import Asked
from tiendo.web.board.downloads import FORMATS
from tiendo.web.board.query import SORTS, BoardQuery
from tiendo.web.board.rows import CubeRow
from tiendo.web.board.table import NO_TOPIC, topic_of
from tiendo.web.pickers import Option
from tiendo.web.texts import Marked, marked, say

_SHOWS: dict[str, Marked] = {
    "": marked("which rows are shown", "all rows"),
    "plans": marked("which rows are shown", "with a plan"),
    "findings": marked("which rows are shown", "with findings"),
    "missing": marked("which rows are shown", "missing or incomplete"),
    "changed": marked("which rows are shown", "changed by the last vintage"),
}
_ALL_STATUSES = marked("which targets are shown", "any or none")
_ALL_TOPICS = marked("which topics are shown", "all topics")


@dataclass(frozen=True, slots=True)
class BoardLinks:
    """Where the controls of a board lead.

    Attributes:
        sorts: address and direction ("ascending", "descending" or "none") by column.
        folds: address by topic.
        files: address by format.
        statuses: of targets; empty where no row has a plan.
        kept: what the form of filters must carry along.
    """

    sorts: dict[str, tuple[str, str]]
    folds: dict[str, str]
    files: tuple[tuple[str, str], ...]
    shows: tuple[Option, ...]
    topics: tuple[Option, ...]
    statuses: tuple[Option, ...]
    path: str
    kept: tuple[tuple[str, str], ...]
    plain: str
    by_show: dict[str, str]
    findings: str


def board_links(
    asked: Asked, place: Place, run: Period, query: BoardQuery, rows: Sequence[CubeRow]
) -> BoardLinks:
    """Return the links of a board in its present state."""

    def to(state: BoardQuery, fragment: str = "") -> str:
        return asked.link("board", place.key, run, fragment=fragment, **state.pairs())

    codes = {topic_of(row) for row in rows}
    order = [code for code in words.TOPICS if code in codes] + sorted(codes - words.TOPICS.keys())
    language = asked.language
    kept = replace(query, topic="", show="", status="", text="").pairs() | asked.carried()
    return BoardLinks(
        sorts={
            sort: (to(query.sorted_by(sort), "table"), _direction(query, sort))
            for sort in SORTS
            if sort
        },
        folds={code: to(query.with_fold(code), f"topic-{code}") for code in order},
        files=tuple(
            (kind, asked.link("board-file", place.key, run, kind, **query.pairs()))
            for kind in FORMATS
        ),
        shows=tuple(Option(c, say(t, language), c == query.show) for c, t in _SHOWS.items()),
        topics=(
            Option("", say(_ALL_TOPICS, language), not query.topic),
            *(
                Option(code, words.topic(code.replace(NO_TOPIC, ""), language), code == query.topic)
                for code in order
            ),
        ),
        statuses=_statuses(query, language) if any(row.record["plans"] for row in rows) else (),
        path=asked.link("board", place.key, run).partition("?")[0],
        kept=tuple(kept.items()),
        plain=to(BoardQuery()),
        by_show={show: to(replace(query, show=show), "table") for show in _SHOWS if show},
        findings=asked.link("findings", place.key, run),
    )


def _statuses(query: BoardQuery, language: str) -> tuple[Option, ...]:
    return (
        Option("", say(_ALL_STATUSES, language), not query.status),
        *(
            Option(status.value, say(text, language), status.value == query.status)
            for status, text in words.TARGET_STATUSES.items()
        ),
    )


def _direction(query: BoardQuery, sort: str) -> str:
    if query.sort != sort:
        return "none"
    return "descending" if query.falling else "ascending"
