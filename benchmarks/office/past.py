"""How fast one place is evaluated as of a day of the past."""

from __future__ import annotations

import math
from collections.abc import Iterator
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from tiendo.packs.loading import Pack
from tiendo.vocabulary.period import Period

from .timing import Timing

if TYPE_CHECKING:
    from tiendo.analysis import Office

TARGET = 0.300
_CLOSE = 1e-9


class Asked(NamedTuple):
    """A place, a period, and the day of the past."""

    place: str
    period: str
    day: str


QUESTIONS = (
    Asked("ninh-thuan", "2024-Q1", "2024-12-31"),
    Asked("cam-pha", "2024-H1", "2024-12-31"),
    Asked("quang-ninh", "2024-01", "2024-02-10"),
    Asked("quang-ninh", "2024-12", "2025-01-31"),
    Asked("vn", "2024-12", "2025-01-31"),
)


def one_place_as_of(pack: Pack, office: Office, rounds: int) -> Iterator[Timing]:
    """Ask each question several times; the answers must be those of `explain`."""
    for asked in QUESTIONS:
        timing = Timing(f"{asked.place} in {asked.period} as of {asked.day}", TARGET)
        for _ in range(rounds):
            found = timing.measure(partial(office.evaluate, *asked, rules=False))
        answered = dict(zip(found["series"].values, found["value"].values.tolist(), strict=True))
        _compare(answered, dict(_explained(pack, asked)), asked)
        yield timing


def _explained(pack: Pack, asked: Asked) -> Iterator[tuple[str, float]]:
    """Yield labels and values of the rows, from the filed figures one by one."""
    from tiendo.analysis.labels import label_of
    from tiendo.ledger.evaluation import place_rows

    place, run = pack.register[asked.place], Period.parse(asked.period)
    for row in place_rows(pack=pack, place=place, run=run, as_of=date.fromisoformat(asked.day)):
        value = math.nan if row.value is None else float(row.value)
        yield label_of(row.series, row.measure), value


def _compare(answered: dict[str, float], explained: dict[str, float], asked: Asked) -> None:
    assert answered.keys() == explained.keys() and answered, asked
    for label, value in explained.items():
        same = math.isclose(answered[label], value, rel_tol=_CLOSE, abs_tol=_CLOSE)
        assert same or (math.isnan(answered[label]) and math.isnan(value)), (asked, label)
