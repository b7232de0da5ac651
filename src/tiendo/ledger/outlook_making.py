"""Looking laid-out series ahead: together, so that they calibrate each other and add up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from tiendo.cube.explain.evidence import Evidence
from tiendo.cube.explain.reader import Reader
from tiendo.ledger.outlook_recast import DECEMBER
from tiendo.ledger.outlook_series import LaidOut, laid_out, laid_out_at
from tiendo.ledger.outlook_sums import Key, Sum, added_up, sums_of
from tiendo.outlook.calibration import Calibration
from tiendo.outlook.engines import Engine
from tiendo.outlook.wording import OutlookMethod, OutlookReason
from tiendo.outlook.year import NoOutlook, YearOutlook, known_year, year_outlook
from tiendo.vocabulary.period import Period
from tiendo.vocabulary.place import Place
from tiendo.vocabulary.sentence import Listed, Operation, PlaceKey, Sentence

_MOST_NAMED = 5


@dataclass(frozen=True, slots=True, eq=False)
class Gathered:
    """What is looked ahead together: a place's series, and its children's where sums need them."""

    own: tuple[LaidOut, ...]
    others: tuple[LaidOut, ...]
    sums: tuple[Sum, ...]

    @property
    def all(self) -> tuple[LaidOut, ...]:
        """The place's own series first."""
        return self.own + self.others


@dataclass(frozen=True, slots=True, eq=False)
class Made:
    """Outlooks by place and series, and what they were made with.

    Attributes:
        calibrations: by the month that is looked ahead from.
        remarks: why sums of published figures were left as they are, by the whole.
    """

    outlooks: Mapping[Key, YearOutlook | NoOutlook]
    calibrations: Mapping[int, Calibration]
    remarks: Mapping[Key, Sentence]


def key_of(one: LaidOut) -> Key:
    """Return what tells a series of a place from all others."""
    return one.place.key, one.series


def gathered(evidence: Evidence, place: Place, run: Period) -> Gathered:
    """Return all that must be looked ahead for the outlook of a place."""
    own = tuple(laid_out_at(evidence, place, run))
    sums = tuple(sums_of(evidence, place.key, [one.series for one in own if one.month], run))
    asked = {part for one in sums for part in one.parts if part[0] != place.key}
    reader = Reader(evidence)
    others = tuple(
        one
        for key, series in sorted(asked)
        for one in laid_out(reader, evidence.register[key], series, run)
    )
    return Gathered(own, others, sums)


def looked_ahead(
    found: Gathered,
    *,
    year: int,
    engine: Engine,
    vintage: str,
    kept: Mapping[int, Calibration] | None = None,
) -> Made:
    """Return the outlooks of all that was gathered, coherent.

    Args:
        kept: calibrations made before from the same data, by month.
    """
    outlooks: dict[Key, YearOutlook | NoOutlook] = {}
    calibrations: dict[int, Calibration] = {}
    for month in sorted({one.month for one in found.all}):
        group = [one for one in found.all if one.month == month]
        # A year of which nothing is known yet is asked in January, so that the gate says so.
        made = year_outlook(
            [one.history for one in group],
            max(month, 1),
            year=year,
            engine=engine,
            calibration=(kept or {}).get(month),
            vintage=vintage,
        )
        calibrations[month] = made.calibration
        for one, outlook in zip(group, made.outlooks, strict=True):
            outlooks[key_of(one)] = _in_words_of_the_ledger(one, outlook)
    told, remarks = added_up(outlooks, found.sums)
    return Made(told, calibrations, remarks)


def _in_words_of_the_ledger(
    one: LaidOut, outlook: YearOutlook | NoOutlook
) -> YearOutlook | NoOutlook:
    """Return a refusal in terms of what is filed; a year that is over is known by its figure."""
    gap = one.recast.gap
    if isinstance(outlook, YearOutlook):
        return _with_origin(one, outlook)
    if one.lacking and gap is None:
        return _refused(one, outlook, _partial(one))
    if one.month == DECEMBER and one.so_far is not None:
        known = known_year(one.history, outlook.year, one.so_far, last_year=one.last_year)
        return _with_origin(one, known)
    if one.month == 0 and gap is not None and gap.run.year == outlook.year:
        return _refused(one, outlook, gap.why)
    if one.month == 0:
        nothing = OutlookReason.NOTHING_OF_YEAR.said(year=str(outlook.year))
        return _refused(one, outlook, nothing)
    if gap is None:
        return _refused(one, outlook, outlook.reason)
    why = OutlookReason.WITH_GAP.said(why=outlook.reason, gap=gap.why)
    return _refused(one, outlook, why)


def _refused(one: LaidOut, outlook: NoOutlook, reason: Sentence) -> NoOutlook:
    notes = (note for note in one.recast.notes() if note.detail not in reason)
    return replace(outlook, reason=reason, notes=(*notes, *outlook.notes))


def _with_origin(one: LaidOut, outlook: YearOutlook) -> YearOutlook:
    method, origin = outlook.method, Operation(one.origin) if one.origin else None
    for found in (one.recast.method(), origin):
        if found is not None:
            method = OutlookMethod.FROM.said(origin=found, method=method)
    return replace(outlook, method=method, notes=(*one.recast.notes(), *outlook.notes))


def _partial(one: LaidOut) -> Sentence:
    named = Listed.of(map(PlaceKey, one.lacking[:_MOST_NAMED]))
    more = len(one.lacking) - _MOST_NAMED
    if more > 0:
        return OutlookReason.PARTIAL_SUM_OF_MANY.said(places=named, count=more)
    return OutlookReason.PARTIAL_SUM.said(places=named)
