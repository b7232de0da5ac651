"""Figures read out of published reports: compared with the ledger, and filed as proposals."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from tiendo.cube.explain.row import Row
from tiendo.ledger.evaluation import place_rows
from tiendo.packs import Pack
from tiendo.reading.checks.common import bounds, show
from tiendo.reading.figure import ReadFigure, ReadFinding, Reading
from tiendo.reading.wording import ReportFound
from tiendo.vocabulary.errors import VocabularyError
from tiendo.vocabulary.figure import Statement
from tiendo.vocabulary.indicator import Indicator
from tiendo.vocabulary.interval import Interval
from tiendo.vocabulary.period import Period
from tiendo.vocabulary.sentence import Quantity, Sentence, Source
from tiendo.vocabulary.series import Breakdown, Series
from tiendo.vocabulary.unit import Unit
from tiendo.vocabulary.words import Kind, Measure, Modality, Operator, Verdict

_PERCENT = (Kind.GROWTH, Kind.BASE_RATIO, Kind.PLAN_SHARE)
_QUOTED = 240


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A figure that cannot be filed, and why."""

    figure: ReadFigure
    reason: str


@dataclass(frozen=True, slots=True)
class Proposals:
    """What of a reading can be filed, and what cannot."""

    statements: tuple[Statement, ...]
    left_out: tuple[LeftOut, ...]


def proposals_of(reading: Reading, pack: Pack, known_at: date, *, given: bool) -> Proposals:
    """Return the figures of a document as statements of the ledger, in each card's own unit.

    A statement says where it was read: document, page, offsets and the sentence around the number.

    Args:
        known_at: the day of publication, or today; given: whether it was stated.
    """
    statements: list[Statement] = []
    left: list[LeftOut] = []
    taken: dict[tuple[object, ...], tuple[Statement, ReadFigure]] = {}
    for figure in reading.figures:
        reason = _obstacle(figure, pack)
        if reason:
            left.append(LeftOut(figure, reason))
            continue
        statement = _statement(reading, figure, pack, known_at, given)
        if isinstance(statement, str):
            left.append(LeftOut(figure, statement))
            continue
        key = (
            statement.place,
            statement.series,
            statement.period,
            statement.kind,
            statement.is_plan,
            statement.assigner,
        )
        other = taken.setdefault(key, (statement, figure))
        if other[1] is figure:
            statements.append(statement)
        elif other[0].value != statement.value:
            left.append(LeftOut(figure, f"another value of the same stands at {other[1].quote!r}"))
    return Proposals(tuple(statements), tuple(left))


def _obstacle(figure: ReadFigure, pack: Pack) -> str:
    """Say why a figure cannot be filed; empty where it may be."""
    if figure.indicator_id is None or figure.indicator_id not in pack.catalogue:
        return "no card of the catalogue is meant for certain"
    if figure.place is None or figure.place not in pack.register:
        return "its place is none of the register"
    if _period(figure.period) is None:
        return "its period is not told, or no run of months"
    if "ambiguous_separator" in figure.flags:
        return "its digits may be read in two ways"
    if "mixed_digits" in figure.flags:
        return "its digits are of several scripts"
    if "kind_unknown" in figure.flags or "base" in figure.flags:
        return "it is not certain what it states"
    if "times_less" in figure.flags:
        return "a fall by a factor is printed as a number of times"
    if figure.kind in (None, Kind.OVER_PLAN, Kind.CONTRIBUTION, Kind.RANK):
        return f"a figure of the kind {figure.kind} is not filed"
    if figure.kind == Kind.PLAN_SHARE and "plan_share_of" not in figure.relation:
        return "the level that it is a share of is not told"
    return ""


def _statement(
    reading: Reading, figure: ReadFigure, pack: Pack, known_at: date, given: bool
) -> Statement | str:
    """Return a figure as a statement, or why it is none."""
    card = pack.catalogue[figure.indicator_id or ""]
    kind = _kind(figure, card)
    if kind is None:
        return f"'{card.code}' is counted in {card.unit}, the figure in {figure.unit}"
    shift = 0
    if kind in (Kind.LEVEL, Kind.CHANGE_ABS):
        try:
            shift = Unit.parse(figure.unit or "").shift_to(card.unit)
        except VocabularyError:
            if not _counts_alike(figure.unit, card):
                return f"'{card.code}' is counted in {card.unit}, the figure in {figure.unit}"
            shift = -card.unit.exponent
    period = _period(figure.period)
    if period is None:
        return "its period is no run of months"
    target = figure.modality is Modality.TARGET
    operators = {operator.value for operator in Operator}
    return Statement(
        place=figure.place or "",
        series=Series(card.code, Breakdown.parse(figure.breakdown), _price_basis(card)),
        period=period,
        kind=kind,
        value=figure.value.scaleb(shift),
        value_hi=None if figure.value_hi is None else figure.value_hi.scaleb(shift),
        decimals=figure.decimals - shift,
        stated_unit=str(card.unit) if kind in (Kind.LEVEL, Kind.CHANGE_ABS) else "percent",
        comparator=figure.comparator,
        modality=figure.modality,
        operator=Operator(figure.comparator.value)
        if target and figure.comparator.value in operators
        else (Operator.EXACT if target else None),
        assigner=figure.assigner or ("own" if target else None),
        cell=provenance(reading, figure),
        known_at=known_at,
        known_at_given=given,
    )


def _kind(figure: ReadFigure, card: Indicator) -> Kind | None:
    """Return what a figure states of a card: a share of a card in percent is its level."""
    percent = str(card.unit) == "percent"
    if figure.kind == Kind.SHARE:
        return Kind.LEVEL if percent else None
    if figure.kind == Kind.COUNT:
        return Kind.LEVEL
    kind = Kind(figure.kind or "")
    if kind in _PERCENT:
        return kind if figure.unit == "percent" else None
    return kind


def _counts_alike(unit: str | None, card: Indicator) -> bool:
    """Whether both are counted nouns: visitors are filed as the card's visits."""
    try:
        return bool(unit) and Unit.parse(unit or "").counts and card.unit.counts
    except VocabularyError:
        return False


def _price_basis(card: Indicator) -> str:
    if len(card.price_bases) == 1:
        return card.price_bases[0]
    return "not_stated" if "not_stated" in card.price_bases else card.price_bases[0]


def provenance(reading: Reading, figure: ReadFigure) -> str:
    """Return where a figure stands: page, offsets, and the sentence that is quoted."""
    page = f"page {figure.page}, " if figure.page else ""
    return f"{page}characters {figure.start}-{figure.end}: “{_sentence(reading.text, figure)}”"


def _sentence(text: str, figure: ReadFigure) -> str:
    """Return the sentence around a figure, cut where it is long, on one line."""
    start = max(text.rfind(mark, 0, figure.start) for mark in ("\n", ". ", "؛", "; ", "؟ ")) + 1
    ends = [text.find(mark, figure.end) for mark in ("\n", ". ", "؛", "; ")]
    end = min((at for at in ends if at >= 0), default=len(text))
    start = max(start, figure.start - _QUOTED)
    end = min(end, figure.end + _QUOTED)
    return " ".join(text[start:end].split())


def reference_findings(
    figures: Iterable[ReadFigure], pack: Pack, as_of: date | None = None
) -> list[ReadFinding]:
    """Compare figures with what the ledger holds of the same place, series and run."""
    found: list[ReadFinding] = []
    rows: dict[tuple[str, Period], list[Row]] = {}
    for figure in figures:
        period = _period(figure.period)
        if _obstacle(figure, pack) or period is None or figure.modality is Modality.TARGET:
            continue
        key = (figure.place or "", period)
        if key not in rows:
            place = pack.register[key[0]]
            rows[key] = place_rows(
                pack=pack, place=place, run=period, as_of=as_of, with_rules=False
            )
        told = _reference(figure, rows[key], pack)
        if told is not None:
            found.append(told)
    return found


def _reference(figure: ReadFigure, rows: Sequence[Row], pack: Pack) -> ReadFinding | None:
    card = pack.catalogue[figure.indicator_id or ""]
    breakdown = Breakdown.parse(figure.breakdown)
    for row in rows:
        if row.card.code != card.code or row.series.breakdown != breakdown:
            continue
        held, span = _held(figure, row)
        if held is None:
            continue
        own = _own(figure, card)
        if own is None:
            continue
        value, interval = own
        fits = interval.meets(span)
        unit = str(card.unit) if figure.kind in (Kind.LEVEL, Kind.COUNT, Kind.SHARE) else "percent"
        return ReadFinding(
            "reference",
            Verdict.OK if fits else Verdict.CONTRADICTION,
            (figure.id,),
            (figure.document,),
            _said_of(figure.quote, held, unit, row.source),
            held,
            value,
        )
    return None


def _said_of(quote: str, held: Decimal, unit: str, source: str | None) -> Sentence:
    number = show(held)
    told = Quantity(number.digits, unit, f"{number} {unit}")
    if not source:
        return ReportFound.LEDGER_HOLDS.said(quote=quote, held=told)
    return ReportFound.LEDGER_HOLDS_FROM.said(quote=quote, held=told, source=Source(source))


def _held(figure: ReadFigure, row: Row) -> tuple[Decimal | None, Interval]:
    """Return what the ledger says of the kind of a figure, with its bounds."""
    if figure.kind in (Kind.LEVEL, Kind.COUNT, Kind.SHARE):
        return (row.value, row.bounds) if row.measure is Measure.LEVEL else (None, row.bounds)
    if figure.kind == Kind.GROWTH and row.growth_pct is not None:
        half = Decimal("0.05")
        return row.growth_pct, Interval(row.growth_pct - half, row.growth_pct + half)
    return None, row.bounds


def _own(figure: ReadFigure, card: Indicator) -> tuple[Decimal, Interval] | None:
    """Return a read figure and its bounds in the card's unit."""
    if figure.kind == Kind.GROWTH:
        return figure.value, bounds(figure)
    try:
        shift = Unit.parse(figure.unit or "").shift_to(card.unit)
    except VocabularyError:
        if not _counts_alike(figure.unit, card):
            return None
        shift = -card.unit.exponent
    factor = Decimal(1).scaleb(shift)
    return figure.value * factor, bounds(figure).scaled(factor)


def _period(text: str | None) -> Period | None:
    """Return the run of months that a text names; a school year is none."""
    try:
        run = Period.parse(text) if text else None
    except VocabularyError:
        return None
    return None if run is None or (run.months == 24 and "/" in (text or "")) else run
