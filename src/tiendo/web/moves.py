"""What moved the outlooks of a place since a day, ready to be shown."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from tiendo.ledger.outlook_moves import PlaceMove, place_moves
from tiendo.vocabulary.period import Period
from tiendo.vocabulary.place import Place
from tiendo.vocabulary.words import Measure
from tiendo.web.asked import Asked
from tiendo.web.labels import details, full_name
from tiendo.web.outlooks import Named, map_asked, printed_number
from tiendo.web.problems import Link, Problem
from tiendo.web.sentences import sentence_words
from tiendo.web.shown import Shown
from tiendo.web.texts import marked

_NO_DAY = Problem(
    400,
    marked("problem", "That is no day"),
    marked("problem", "Write a day before that of the outlook, such as 2024-09-15."),
)


@dataclass(frozen=True, slots=True)
class MoveLine:
    """Why one outlook moved.

    Attributes:
        before, after: the median then and now; the other three add up to their difference.
        reason: why nothing can be told; empty otherwise.
    """

    name: Link
    details: str
    before: Shown | None
    after: Shown | None
    revised_data: Shown | None
    new_months: Shown | None
    reason: str


def moves_since(asked: Asked, place: Place, run: Period, since: str) -> tuple[MoveLine, ...]:
    """Return what moved each outlook since a day, the largest relative moves first.

    Raises:
        Problem: if `since` is no day before that of the outlook.
    """
    try:
        day = date.fromisoformat(since)
    except ValueError:
        raise _NO_DAY from None
    told = place_moves(
        pack=asked.pack,
        place=place,
        run=run,
        since=day,
        as_of=asked.as_of,
        tree_as_of=map_asked(asked, place, run),
    )
    # Series that cannot be looked ahead have no move; they are told only where there is no other.
    moved = [one for one in told if one.moved is not None]
    return tuple(_line(one, asked) for one in moved or told)


def _line(one: PlaceMove, asked: Asked) -> MoveLine:
    moved, unit, language = one.moved, one.card.unit.text, asked.language
    return MoveLine(
        name=Link(
            full_name(Named(one.card, one.series), language),
            asked.link_to_series(one.place, one.series, Measure.LEVEL),
        ),
        details=details(one.series.price_basis, Measure.LEVEL, language),
        before=printed_number(moved.before if moved else None, unit, language),
        after=printed_number(moved.after if moved else None, unit, language),
        revised_data=_change(moved.revised_data if moved else None, unit, language),
        new_months=_change(moved.new_months if moved else None, unit, language),
        reason=sentence_words(one.reason, asked.pack, language) if one.reason else "",
    )


def _change(value: float | None, unit: str, language: str) -> Shown | None:
    return printed_number(value, unit, language, signed=True)
