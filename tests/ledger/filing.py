"""Short words for filing in the tests."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from tests.world import LAN, REGISTER, stated
from tiendo.ledger.selectors import ledger_figures
from tiendo.ledger.services import FilingDraft, Recorded, record_filings
from tiendo.vocabulary.figure import Figure, Statement

SHA = "ab" * 32


def draft(*statements: Statement, by: str = LAN, name: str = "may.csv") -> FilingDraft:
    """Return a draft of one file."""
    return FilingDraft(by, name, SHA, "Statistics Office", statements)


def file(*statements: Statement, by: str = LAN, name: str = "may.csv") -> Recorded:
    """File one file and return what became of it."""
    return record_filings(drafts=[draft(*statements, by=by, name=name)], register=REGISTER)[0]


def held(*places: str) -> list[Figure]:
    """Return all figures of some places, by default of all, in the order of their ids."""
    source = ledger_figures(register=REGISTER)
    keys = places or tuple(place.key for place in REGISTER)
    source.load_places(keys)
    found = [
        figure
        for key in keys
        for series in source.series_at(key)
        for figure in source.figures(key, series)
    ]
    return sorted(found, key=lambda figure: figure.id)


def said() -> list[Statement]:
    """Return what all figures of the ledger say, in the order in which they were recorded."""
    return [figure.statement for figure in held()]


def many(count: int, first: int = 0) -> list[Statement]:
    """Return so many different statements of Sông Xanh."""
    return [
        replace(
            stated("song-xanh", "visitors", f"{2000 + n // 12 % 190}-{n % 12 + 1:02d}", str(n + 1)),
            cell=f"line {n + 2}",
        )
        for n in range(first, first + count)
    ]


def unstated_dates(statements: Sequence[Statement]) -> list[Statement]:
    """Return the same with a date taken from today rather than given."""
    return [replace(each, known_at_given=False) for each in statements]
