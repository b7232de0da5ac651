"""The year-end outlook: where the year will end, and how sure that is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from tiendo.outlook.arrays import Floats
from tiendo.outlook.block import Block
from tiendo.outlook.calibration import Calibration, Kind, fit_law
from tiendo.outlook.elaborate import Progress
from tiendo.outlook.engines import Engine
from tiendo.outlook.error_law import ErrorLaw, trust_in
from tiendo.outlook.gate import Admitted, Refused, pass_gate
from tiendo.outlook.gate_notes import GateNote
from tiendo.outlook.history import OutlookError, SeriesHistory
from tiendo.outlook.judging import Judged, judge
from tiendo.outlook.prior import prior_for
from tiendo.outlook.sums import on_the_finest_whole_table
from tiendo.outlook.wording import OutlookMethod, OutlookReason
from tiendo.vocabulary.period import Period
from tiendo.vocabulary.sentence import Sentence
from tiendo.vocabulary.words import Direction

MOST_YEARS = 10  # older years say nothing about this one (docs/outlook.md)


@dataclass(frozen=True, slots=True)
class PastOutlook:
    """What the same method would have said in the same month of a past year, and what came."""

    year: int
    outlook: float
    actual: float

    @property
    def error_pct(self) -> float:
        """How far the outlook was off, in percent of what came."""
        return 100 * (self.outlook / self.actual - 1)


@dataclass(frozen=True, slots=True, eq=False)
class YearOutlook:
    """Where one series' year will end.

    Attributes:
        history: the series.
        year: the calendar year.
        at: January to the last month that was known.
        engine: which engine made it.
        centre: the median, in the unit of the series.
        scale: typical size of ln(year's figure / centre); 0 when the year is over.
        law: how scaled errors are spread.
        floor: what the year's figure cannot fall below.
        to_date: the figure of the year so far.
        last_year: last year's figure on the same level, None without history.
        estimates: what the centre was averaged from, by name.
        method: how it was made, in one sentence.
        notes: what the gate found and mended.
        past: how such outlooks erred before, last year first.
        years: whole years of the record, years x periods, as mended by the gate.
        now: the known periods of this year, as mended.
        spread: typical error of the next period, in logarithms; NaN with less than two years.
    """

    history: SeriesHistory
    year: int
    at: Period
    engine: Engine
    centre: float
    scale: float
    law: ErrorLaw
    floor: float
    to_date: float
    last_year: float | None
    estimates: Mapping[str, float]
    method: Sentence
    notes: tuple[GateNote, ...]
    past: tuple[PastOutlook, ...]
    years: Floats
    now: Floats
    spread: float

    @property
    def series(self) -> str:
        """The key of the series."""
        return self.history.key

    def quantile(self, probability: float) -> float:
        """Return the figure that the year stays at or below with a probability (0.005 to 0.995)."""
        if self.scale == 0:
            return self.centre
        value = self.centre * float(np.exp(self.scale * self.law.quantile(probability)))
        return max(value, self.floor)

    def interval(self, coverage: float) -> tuple[float, float]:
        """Return the middle interval that holds the year's figure with a chance of `coverage`."""
        return self.quantile((1 - coverage) / 2), self.quantile((1 + coverage) / 2)

    def chance(self, target: float, direction: Direction = Direction.UP) -> float:
        """Return the chance of reaching at least `target` (at most, where down is good)."""
        if self.scale == 0:
            at_least = 1.0 if self.centre >= target else 0.0
            return (1.0 if self.centre <= target else 0.0) if _down(direction) else at_least
        if target <= 0 or target < self.floor:
            at_least = 1.0
        else:
            at_least = self.law.exceeding(float(np.log(target / self.centre)) / self.scale)
            at_least = 1.0 if target <= self.floor and not _down(direction) else at_least
        return 1 - at_least if _down(direction) else at_least


@dataclass(frozen=True, slots=True, eq=False)
class NoOutlook:
    """A series of which no outlook can be made, and why."""

    history: SeriesHistory
    year: int
    at: Period
    reason: Sentence
    notes: tuple[GateNote, ...]

    @property
    def series(self) -> str:
        """The key of the series."""
        return self.history.key


@dataclass(frozen=True, slots=True, eq=False)
class YearOutlooks:
    """Outlooks in the order of the histories, and the calibration that they were made with."""

    outlooks: tuple[YearOutlook | NoOutlook, ...]
    calibration: Calibration


def year_outlook(
    histories: Sequence[SeriesHistory],
    month: int,
    *,
    year: int | None = None,
    engine: Engine = Engine.QUICK,
    calibration: Calibration | None = None,
    vintage: str = "",
    progress: Progress | None = None,
) -> YearOutlooks:
    """Look ahead to the end of the year, from what is known after `month`.

    Series are judged together: how growth passes on and how far outlooks err is learned from all
    of them, blended with what was fitted on public series before. Values after the month never
    matter. A series that the gate refuses becomes a NoOutlook; it does not stop the others.

    Args:
        histories: the series; keys tell them apart in messages only.
        month: the last known month of the year, 1 to 12; quarters end in 3, 6, 9, 12.
        year: the year to look ahead in; by default each series' last one.
        engine: quick, or full with exponential smoothing of a library.
        calibration: error laws to use instead of those that the series give.
        vintage: what the calibration is to be called, such as the date of the data.
        progress: is told how much of the full engine's work is done.

    Raises:
        OutlookError: for a month that is none.
    """
    if not 1 <= month <= 12:
        raise OutlookError(f"{month} is no month", remedy="give 1 to 12")
    looked = [_looked_over(history, month, year) for history in histories]
    admitted = [(i, one) for i, one in enumerate(looked) if isinstance(one, _Looked)]
    laws: dict[Kind, ErrorLaw] = dict(calibration.laws) if calibration else {}
    results: dict[int, YearOutlook | NoOutlook] = {
        i: one for i, one in enumerate(looked) if isinstance(one, NoOutlook | YearOutlook)
    }
    kinds: dict[Kind, list[tuple[int, _Looked]]] = {}
    for i, one in admitted:
        kinds.setdefault(one.kind, []).append((i, one))
    for kind, members in kinds.items():
        packaged = prior_for(*kind)
        batches = list(_batches(members))
        topics = {one.topic: 0 for _, one in members}
        numbers = {topic: number for number, topic in enumerate(topics)}
        blocks = [_block([one for _, one in batch], numbers) for batch in batches]
        judged = judge(blocks, engine, packaged.pass_through, progress=progress)
        law = laws.setdefault(kind, fit_law(judged, packaged.law))
        for batch, block_judged in zip(batches, judged, strict=True):
            results.update(_told(batch, block_judged, law, engine))
    ordered = tuple(results[i] for i in range(len(histories)))
    return YearOutlooks(ordered, Calibration(vintage, laws))


@dataclass(frozen=True, slots=True, eq=False)
class _Looked:
    """A series past the gate, with where it stands."""

    admitted: Admitted
    year: int
    known: int
    at: Period
    scale: float
    topic: str

    @property
    def kind(self) -> Kind:
        history = self.admitted.history
        return history.periods, self.known, history.is_last


def _looked_over(
    history: SeriesHistory, month: int, asked: int | None
) -> _Looked | NoOutlook | YearOutlook:
    year = history.last_year if asked is None else asked
    history = on_the_finest_whole_table(history, year, month)
    known = month * history.periods // 12
    at = Period(year * 12, year * 12 + month - 1)
    if known == 0:
        reason = OutlookReason.NO_QUARTER_ENDED.said(year=str(year), month=month)
        return NoOutlook(history, year, at, reason, ())
    passed = pass_gate(history, year, known)
    if isinstance(passed, Refused):
        return NoOutlook(history, year, at, passed.reason, passed.notes)
    if known == history.periods:
        return _year_is_over(passed, year)
    past = passed.past[-MOST_YEARS:]
    scale = float(np.concatenate([past.ravel(), passed.now]).mean())
    return _Looked(passed, year, known, at, scale, history.topic)


def _batches(members: Sequence[tuple[int, _Looked]]) -> Iterator[list[tuple[int, _Looked]]]:
    """Part series by how many years of history they have, and whether only sums are known."""
    alike: dict[tuple[int, bool], list[tuple[int, _Looked]]] = {}
    for i, one in members:
        years = min(len(one.admitted.past), MOST_YEARS)
        alike.setdefault((years, one.admitted.history.spread_evenly), []).append((i, one))
    for kind in sorted(alike):
        yield alike[kind]


def _block(members: Sequence[_Looked], topics: Mapping[str, int]) -> Block:
    years = min(len(members[0].admitted.past), MOST_YEARS)
    scale = np.array([member.scale for member in members])
    past = np.stack([m.admitted.past[len(m.admitted.past) - years :] for m in members])
    now = np.stack([member.admitted.now for member in members])
    return Block(
        past=past / scale[:, None, None],
        now=now / scale[:, None],
        stock=members[0].admitted.history.is_last,
        constant=np.array([member.admitted.history.constant_price for member in members]),
        groups=np.array([topics[member.topic] for member in members], dtype=np.int64),
        sums=members[0].admitted.history.spread_evenly,
    )


def _told(
    batch: Sequence[tuple[int, _Looked]], judged: Judged, law: ErrorLaw, engine: Engine
) -> Iterator[tuple[int, YearOutlook]]:
    block = judged.block
    expected = law.expected_error(judged.estimates.spread, block.years)
    scales = law.scale(expected, judged.comparable)
    totals, to_date = block.totals(), block.to_date()
    method = _method(engine, block, law)
    for row, (i, one) in enumerate(batch):
        history = one.admitted.history
        unit = one.scale / (history.periods if history.is_mean else 1)
        floor = 0.0 if history.is_last else float(to_date[row]) * unit
        yield (
            i,
            YearOutlook(
                history=history,
                year=one.year,
                at=one.at,
                engine=engine,
                centre=float(judged.centre[row]) * unit,
                scale=float(scales[row]),
                law=law,
                floor=floor,
                to_date=_so_far(history, one.admitted.now),
                last_year=float(totals[row, -1]) * unit if block.years else None,
                estimates={
                    name: float(values[row]) * unit
                    for name, values in judged.estimates.by_name.items()
                },
                method=method,
                notes=one.admitted.notes,
                past=_past(judged.errors[row], totals[row] * unit, one.year),
                years=one.admitted.past,
                now=one.admitted.now,
                spread=float(judged.estimates.spread[row]),
            ),
        )


def _past(errors: Floats, totals: Floats, year: int) -> tuple[PastOutlook, ...]:
    return tuple(
        PastOutlook(
            year=year - 1 - back,
            outlook=float(totals[-1 - back] / np.exp(error)),
            actual=float(totals[-1 - back]),
        )
        for back, error in enumerate(errors)
        if np.isfinite(error)
    )


def _method(engine: Engine, block: Block, law: ErrorLaw) -> Sentence:
    if block.sums:
        return OutlookMethod.SUM_ONLY.said(how=_method_of_sums(block))
    if block.years == 0:
        return OutlookMethod.NO_HISTORY.said()
    trusted = trust_in(law.count, 1) > 0
    own = OutlookMethod.OWN_ERRORS.said(count=law.count)
    errors = own if trusted else OutlookMethod.PACKAGED_ERRORS.said()
    if block.years == 1:
        return OutlookMethod.ONE_YEAR.said(errors=errors)
    how = OutlookMethod.FULL if engine is Engine.FULL else OutlookMethod.QUICK
    return how.said(count=block.years, errors=errors)


def _method_of_sums(block: Block) -> Sentence:
    if block.years == 0:
        return OutlookMethod.NO_HISTORY.said()
    if block.years == 1:
        return OutlookMethod.SUM_OF_LAST_YEAR.said()
    return OutlookMethod.SUM_OF_YEARS.said(count=block.years)


def _so_far(history: SeriesHistory, now: Floats) -> float:
    if history.is_last:
        return float(now[-1])
    return float(now.mean() if history.is_mean else now.sum())


def _year_is_over(passed: Admitted, year: int) -> YearOutlook:
    history = passed.history
    last = _so_far(history, passed.past[-1]) if len(passed.past) else None
    over = known_year(history, year, _so_far(history, passed.now), last_year=last)
    return replace(over, notes=passed.notes, years=passed.past, now=passed.now)


def known_year(
    history: SeriesHistory, year: int, figure: float, *, last_year: float | None = None
) -> YearOutlook:
    """Return the outlook of a year that is over, whose figure is known even without its months."""
    law = prior_for(history.periods, history.periods - 1, history.is_last).law
    return YearOutlook(
        history=history,
        year=year,
        at=Period.of_year(year),
        engine=Engine.QUICK,
        centre=figure,
        scale=0.0,
        law=law,
        floor=figure,
        to_date=figure,
        last_year=last_year,
        estimates={},
        method=OutlookMethod.YEAR_IS_OVER.said(),
        notes=(),
        past=(),
        years=np.empty((0, history.periods)),
        now=np.full(history.periods, np.nan),
        spread=float("nan"),
    )


def _down(direction: Direction) -> bool:
    return direction is Direction.DOWN
