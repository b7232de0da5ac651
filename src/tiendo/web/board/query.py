"""The state of a board that stands in its address: what is shown, how ordered, what is folded."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

SORTS = ("", "name", "value", "growth", "share", "contribution", "rank")
"""What rows may be ordered by; empty is the order of the cards, a minus before it turns it."""

SHOWS = ("", "plans", "findings", "missing", "changed")
LONGEST_FILTER = 100


@dataclass(frozen=True, slots=True)
class BoardQuery:
    """What of a board is shown and how.

    Attributes:
        sort: one of SORTS; `falling` turns it round.
        folded: topics of which only the heading is shown.
        topic: the only topic shown; empty for all.
        show: one of SHOWS: only rows with plans, with findings, ...
        status: the only target status shown; empty for all.
        targets: whether statuses and chances stand in the table: an outlook of every row with a
            plan is made for it.
        text: letters that the name must hold.
    """

    sort: str = ""
    falling: bool = False
    folded: frozenset[str] = frozenset()
    topic: str = ""
    show: str = ""
    status: str = ""
    targets: bool = False
    text: str = ""

    @classmethod
    def read(cls, query: Mapping[str, str]) -> BoardQuery:
        """Read the query of an address; what is not understood is as if it were not there."""
        sort = query.get("sort", "")
        falling, sort = sort.startswith("-"), sort.removeprefix("-")
        show = query.get("show", "")
        return cls(
            sort=sort if sort in SORTS else "",
            falling=falling and sort in SORTS,
            folded=frozenset(filter(None, query.get("fold", "")[:1000].split(","))),
            topic=query.get("topic", "")[:LONGEST_FILTER],
            show=show if show in SHOWS else "",
            status=query.get("status", "")[:LONGEST_FILTER],
            targets=bool(query.get("targets") or query.get("status")),
            text=query.get("find", "").strip()[:LONGEST_FILTER],
        )

    def pairs(self) -> dict[str, str]:
        """Return the query that says the same."""
        found = {
            "sort": f"-{self.sort}" if self.falling else self.sort,
            "fold": ",".join(sorted(self.folded)),
            "topic": self.topic,
            "show": self.show,
            "status": self.status,
            "targets": "1" if self.targets else "",
            "find": self.text,
        }
        return {name: text for name, text in found.items() if text}

    def sorted_by(self, sort: str) -> BoardQuery:
        """Return the state after a click on the head of a column: largest first, then smallest."""
        if sort == self.sort:
            return replace(self, falling=not self.falling)
        return replace(self, sort=sort, falling=sort not in ("name", "rank"))

    def with_fold(self, topic: str) -> BoardQuery:
        """Return the state after a topic was folded or unfolded."""
        return replace(self, folded=self.folded ^ {topic})

    @property
    def filters(self) -> bool:
        """Whether anything may be left out."""
        return bool(self.topic or self.show or self.status or self.text)
