"""What the figures of other places tell of a series on the map that is asked for.

A place that a reform made has no figures of its own from before. What its parts filed is recast as
an evaluation recasts it: exact where whole places lie in it, estimated where shares are known, else
refused. Which places' figures stand in a table, and which could not, is kept to be told.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from tiendo.cube.explain import recast
from tiendo.cube.explain.answer import Answer
from tiendo.cube.explain.evidence import Evidence
from tiendo.cube.explain.reader import Reader
from tiendo.cube.explain.trace import Trace
from tiendo.outlook.arrays import Floats
from tiendo.outlook.gate_notes import GateCheck, GateNote
from tiendo.outlook.wording import GateFound, OutlookMethod, OutlookReason
from tiendo.vocabulary.indicator import Indicator
from tiendo.vocabulary.period import Period
from tiendo.vocabulary.place import Place, PlaceRegister
from tiendo.vocabulary.sentence import Listed, PlaceKey, Sentence
from tiendo.vocabulary.series import Series
from tiendo.vocabulary.territory import Cover, recast_weight
from tiendo.vocabulary.wording import Several
from tiendo.vocabulary.words import Nature, Rule, State

YEARS_BACK = 10
DECEMBER = 12
_MOST_NAMED = 5


@dataclass(frozen=True, slots=True)
class Gap:
    """A run that could not be recast.

    Attributes:
        why: that it could not, and for which places: those of unknown share, or not known.
    """

    run: Period
    why: Sentence


@dataclass(frozen=True, slots=True)
class RecastHistory:
    """Which of a table's numbers other places told.

    Attributes:
        sources: keys of the places whose figures are in it, in the order of their ids.
        shared: those of which a known share lies in the territory: their part is an estimate.
        run: from the first to the last month that was recast; None where none was.
        gap: what of it could not be recast and would be needed; None where nothing is lacking.
    """

    sources: tuple[str, ...] = ()
    shared: tuple[str, ...] = ()
    run: Period | None = None
    gap: Gap | None = None

    def method(self) -> Sentence | None:
        """Return how the history was found, None where nothing was recast."""
        if not self.sources:
            return None
        whole = [key for key in self.sources if key not in self.shared]
        if not self.shared:
            return OutlookMethod.RECAST_FROM.said(places=_named(whole))
        shared = _named(self.shared)
        if not whole:
            return OutlookMethod.RECAST_BY_SHARES.said(places=shared)
        return OutlookMethod.RECAST_BOTH_WAYS.said(places=_named(whole), shared=shared)

    def notes(self) -> tuple[GateNote, ...]:
        """Return what is to be said beside the gate's own notes, each under its word territory."""
        told, how = [], self.method()
        if self.run is not None and how is not None:
            word = GateFound.RECAST_BY_SHARES if self.shared else GateFound.RECAST
            told.append(word.said(run=self.run, how=how))
        if self.gap is not None:
            told.append(self.gap.why)
        return tuple(GateNote(GateCheck.TERRITORY, detail) for detail in told)


OF_ITS_OWN = RecastHistory()
"""The history of a place that always was what it is."""


def _named(keys: Sequence[str]) -> object:
    """Return places as a sentence names them, the first few of many."""
    *first, last = map(PlaceKey, keys)
    if not first:
        return last
    more = len(keys) - _MOST_NAMED
    if more > 0:
        return Several.MORE.said(first=Listed.of(first[:_MOST_NAMED]), count=more)
    return Several.AND.said(first=Listed.of(first), last=last)


# ---- on which map ------------------------------------------------------------------


def map_of_outlook(register: PlaceRegister, place: Place, run: Period, day: date) -> date | None:
    """Return the day whose map an outlook is on by default: that of the day it is asked as of.

    None, each run on the map of its own time, for a place that is not on that map, and where no
    reform falls into the years up to the run: there nothing could be recast.
    """
    if not place.span.holds(day):
        return None
    first = _first_day(run)
    begins = place.span.begins
    is_new = begins is not None and begins > first
    reformed = any(event.day and first < event.day <= run.end for event in register.reforms)
    return day if is_new or reformed else None


def was_another(evidence: Evidence, place: Place, run: Period) -> bool:
    """Whether a place of the map that is asked for did not exist in all years of an outlook."""
    day, span = evidence.map_day, place.span
    if day is None or not evidence.register.reforms.events or not span.holds(day):
        return False
    begun_late = span.begins is not None and span.begins > _first_day(run)
    return begun_late or (span.stops is not None and span.stops <= run.end)


def _first_day(run: Period) -> date:
    return date(run.year - YEARS_BACK, 1, 1)


def series_of_parts(evidence: Evidence, place: Place, run: Period) -> set[Series]:
    """Return the series of what a place is recast from in the year of a run."""
    found: set[Series] = set()
    for month in range(run.year * 12, run.last + 1):
        if parts := evidence.parts(place.key, Period(month, month)):
            found = found.union(*(evidence.series_below(part.key) for part in parts.parts))
    return {series for series in found if series.indicator in evidence.catalogue}


# ---- into a table ------------------------------------------------------------------


def runs_asked(card: Indicator, run: Period, year: int) -> Iterator[tuple[int, Period]]:
    """Yield the columns of a year up to the run's last month, each with what is asked for it."""
    for column in range(DECEMBER):
        month = Period.of_month(year, column + 1)
        if month.last > run.last:
            return
        yield column, month.year_to_date() if card.nature is Nature.FLOW else month


def recast_into(
    reader: Reader, place: Place, series: Series, run: Period, table: Floats
) -> tuple[Floats, RecastHistory]:
    """Return a table with what other places tell of the time in which a place did not exist.

    What the place told of that time itself stays. Years are filled from this one backwards until
    one of which nothing is known: older years would stand apart.

    Args:
        reader: the figures, on the map that is asked for.
        run: its year is that of the last row.
        table: years x 12 of what the place told; of a flow years to date; NaN unknown.
    """
    cells = _Cells(reader, place.key, series)
    filled, unknown = table.copy(), list[Period]()
    for row in reversed(range(len(table))):
        asked = list(runs_asked(cells.card, run, run.year - len(table) + 1 + row))
        for column, one in asked:
            if not np.isfinite(filled[row, column]):
                filled[row, column] = cells.recast(one)
        known = np.isfinite(filled[row])
        if asked and not known[len(asked) - 1]:
            unknown.append(asked[-1][1])
        if row < len(table) - 1 and not known.any():
            break
    return filled, cells.told(unknown)


def lies_elsewhere(evidence: Evidence, place: Place, run: Period) -> bool:
    """Whether a place did not exist, as it is on the map asked for, in all of a run."""
    return any(parts for _, parts in pieces_of(evidence, place.key, run))


def pieces_of(evidence: Evidence, place: str, run: Period) -> list[tuple[Period, Cover | None]]:
    """Return a run cut where the place of the map asked for was made of others.

    Each piece with what it then consisted of, None for itself.
    """
    days = [event.day for event in evidence.register.reforms if event.day]
    months = {day.year * 12 + day.month - 1 for day in days}
    firsts = [run.first, *sorted(month for month in months if run.first < month <= run.last)]
    pieces: list[tuple[Period, Cover | None]] = []
    for first, after in zip(firsts, [*firsts[1:], run.last + 1], strict=True):
        parts = evidence.parts(place, Period(first, after - 1))
        if pieces and pieces[-1][1] == parts:
            first = pieces.pop()[0].first
        pieces.append((Period(first, after - 1), parts))
    return pieces


class _Cells:
    """Reads cells of one series that other places tell, and remembers which places they were."""

    def __init__(self, reader: Reader, place: str, series: Series) -> None:
        self.card = reader.evidence.card(series)
        self._reader, self._place, self._series = reader, place, series
        self._sources: dict[str, bool] = {}
        self._recast: list[Period] = []

    def recast(self, asked: Period) -> float:
        """Return the level of a run that is not wholly of the place's own time, NaN if unknown."""
        pieces = pieces_of(self._reader.evidence, self._place, asked)
        elsewhere = [piece for piece, parts in pieces if parts]
        answer = self._level(asked) if elsewhere else None
        if answer is None or not answer.known:
            return float("nan")
        sources = dict(_sources(answer.trace))
        for key, whole in sources.items():
            self._sources[key] = whole and self._sources.get(key, True)
        self._recast += elsewhere if sources else ()
        return float(answer.amount)

    def told(self, unknown: Sequence[Period]) -> RecastHistory:
        """Return what was met; its gap is the first `unknown` run that some of the places tell."""
        register, runs = self._reader.evidence.register, self._recast
        in_order = sorted(self._sources, key=lambda key: register[key].id)
        gaps = (gap for run in unknown for gap in self._gaps(run))
        return RecastHistory(
            sources=tuple(in_order),
            shared=tuple(key for key in in_order if not self._sources[key]),
            run=Period(min(r.first for r in runs), max(r.last for r in runs)) if runs else None,
            gap=next(gaps, None),
        )

    def _level(self, run: Period) -> Answer:
        return self._reader.level(self._place, self._series, run)

    def _gaps(self, run: Period) -> Iterator[Gap]:
        """Yield what a run lacks of what other places should tell; nothing where none tells it."""
        pieces = pieces_of(self._reader.evidence, self._place, run)
        beside = any(self._level(piece).known for piece, _ in pieces)
        for piece, parts in pieces:
            if parts and not self._level(piece).known:
                yield from self._gap(piece, parts, beside)

    def _gap(self, run: Period, parts: Cover, beside: bool) -> Iterator[Gap]:
        evidence, card = self._reader.evidence, self.card
        weight = evidence.recast_by or recast_weight(card.unit.text)
        levels = {
            part.key: self._reader.level(part.key, self._series, run)
            for part in parts.parts
            if part.share(weight) != 0
        }
        silent = tuple(key for key, answer in levels.items() if answer.state is State.MISSING)
        unshared = tuple(part.key for part in parts.parts if part.share(weight) is None)
        adds_up = parts.same or card.formulas or card.place_rule in (Rule.SUM, Rule.MEAN)
        if len(silent) == len(levels) and not beside:
            return
        if evidence.may_hide(self._series):
            why = OutlookReason.PARTS_CONFIDENTIAL.said(run=run)
        elif not adds_up:
            why = OutlookReason.PARTS_DO_NOT_ADD_UP.said(run=run, places=_named(tuple(levels)))
        elif unshared:
            why = OutlookReason.SHARE_NOT_KNOWN.said(run=run, places=_named(unshared))
        elif silent:
            why = OutlookReason.PARTS_NOT_KNOWN.said(run=run, places=_named(silent))
        else:
            why = OutlookReason.PARTS_UNTOLD.said(run=run)
        yield Gap(run, why)


def _sources(trace: Trace) -> Iterator[tuple[str, bool]]:
    """Yield the places whose figures were recast into a number, and whether they count whole."""
    is_recast = trace.operation.startswith((recast.EXACT, recast.ESTIMATED))
    for part in trace.parts:
        if is_recast:
            yield part.about.split(" ")[0], not part.operation.startswith(recast.SHARED)
        else:
            yield from _sources(part)
