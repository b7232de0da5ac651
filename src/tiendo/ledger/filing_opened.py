"""One filing opened: who handed in what and when, its event in the log, and its figures."""

from __future__ import annotations

import json
from dataclasses import dataclass

from tiendo.ledger import selectors
from tiendo.ledger.models import Event
from tiendo.ledger.models import Filing as FilingRow
from tiendo.ledger.selectors import FiledFile, filing_of
from tiendo.vocabulary.figure import Figure
from tiendo.vocabulary.place import PlaceRegister


@dataclass(frozen=True, slots=True)
class FilingOpened:
    """A filing with some of its figures.

    Attributes:
        file: who, when, the file's name and hash, how many figures, and its event.
        event_hash: of the event in the chained log, which names the digest of all figures.
        figures: those asked for, in the order of the file.
        position: how many figures of the filing come before them.
        withheld: indicators with a confidential figure anywhere: their numbers may give a hidden
            one away, so that only their traces tell what may be shown.
    """

    file: FiledFile
    event_hash: str
    figures: tuple[Figure, ...]
    position: int
    withheld: frozenset[str]


def filing_opened(
    *, register: PlaceRegister, id: int, around: int | None, start: int, most: int
) -> FilingOpened | None:
    """Return a filing and up to `most` of its figures; None for one that there is not.

    Args:
        register: gives the places' keys.
        id: number of the filing.
        around: id of a figure that must be among those shown, if it is of this filing.
        start: else how many figures to leave out first.
        most: figures at once.

    Raises:
        TiendoError: if the register lacks a place that filed.
    """
    row = FilingRow.objects.filter(pk=id).first()
    event = Event.objects.filter(subject=f"filing:{id}", verb="filing.recorded").first()
    if row is None or event is None:
        return None
    told = json.loads(event.data)
    first, count = int(told["first_figure"]), int(told["figures"])
    if around is not None and first <= around < first + count:
        start = around - first
    start = max(0, min(start, count - 1)) // most * most
    source = selectors.ledger_figures(register=register)
    return FilingOpened(
        file=FiledFile(filing_of(row), row.file_sha256, count, event.seq),
        event_hash=event.hash,
        figures=source.numbered(first + start, first + min(count, start + most)),
        position=start,
        withheld=frozenset(source.hidden_indicators()),
    )
