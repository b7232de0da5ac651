"""Where the targets of a place stand: status, chance, year end and what is left, in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from tiendo.ledger import boards
from tiendo.ledger.outlook import PlaceOutlook
from tiendo.outlook.path import target_path
from tiendo.outlook.status import TargetJudgement
from tiendo.outlook.wording import without_series
from tiendo.outlook.year import NoOutlook, YearOutlook
from tiendo.vocabulary.indicator import Indicator
from tiendo.vocabulary.period import Period
from tiendo.vocabulary.place import Place
from tiendo.vocabulary.sentence import Sentence
from tiendo.vocabulary.series import Series
from tiendo.vocabulary.words import Measure, Nature, TargetStatus
from tiendo.web import formats, words
from tiendo.web.asked import Asked
from tiendo.web.charts.lines import Band, Drawn
from tiendo.web.labels import details, full_name
from tiendo.web.plans import Standing, length
from tiendo.web.problems import Link
from tiendo.web.reasons import reason_words
from tiendo.web.sentences import sentence_words
from tiendo.web.shown import PERCENT, Shown, print_number
from tiendo.web.statuses import StatusShown, status_shown
from tiendo.web.texts import marked, say

_PATH = marked("line of a chart", "path to the plan")
_SHORT = marked(
    "beside the status beyond reach",
    "The record is short (years with growth: {count}); the chance says more.",
)
_MONTHS = 12
MOST_NAMED = 4
"""Names beside the count of a status; the page of the outlook has all."""


@dataclass(frozen=True, slots=True)
class OutlookLine:
    """One plan figure of a place.

    Attributes:
        chance: of meeting the target, in percent; empty where it is not known.
        median, low, high: of the year's figure; the middle 80 percent.
        rest: what is missing to the target.
        reason: why there is no outlook, or the plan cannot be judged; empty otherwise.
        caution: what to bear in mind about the status; mostly empty.
        why: what kind of reason leaves it without a chance, for where many are told together.
        recast: what is to be said of a history that other places told; mostly empty.
    """

    name: Link
    details: str
    plan: Shown | None
    assigner: str
    status: StatusShown
    chance: str
    median: Shown | None
    low: Shown | None
    high: Shown | None
    rest: Shown | None
    reason: str
    caution: str
    why: str
    recast: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class StatusCount:
    """How many targets stand so, the first of them by name, and why some have no chance."""

    status: StatusShown
    count: int
    names: tuple[Link, ...]
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class Named:
    """What the names of rows are made from."""

    card: Indicator
    series: Series
    measure: Measure = Measure.LEVEL


def outlooks_asked(asked: Asked, place: Place, run: Period) -> tuple[PlaceOutlook, ...]:
    """Return the outlooks of a place as a page shows it."""
    map_day = map_asked(asked, place, run)
    return boards.outlooks_of(
        pack=asked.pack, place=place, run=run, as_of=asked.as_of, map_day=map_day
    )


def map_asked(asked: Asked, place: Place, run: Period) -> date | None:
    """Return the day whose map the outlooks of a page are on; None for today's.

    A page of a time in which the place was not says that it shows only what the place filed itself.
    """
    return asked.map_day or (None if place.span.holds(run.end) else run.end)


def recast_of_all(
    lines: Sequence[OutlookLine],
) -> tuple[tuple[str, ...], tuple[OutlookLine, ...]]:
    """Return what is to be said of the histories of all lines at once, and the lines without it."""
    told = [line.recast for line in lines if line.recast]
    common = tuple(one for one in (told[0] if told else ()) if all(one in each for each in told))
    rest = (tuple(one for one in line.recast if one not in common) for line in lines)
    return common, tuple(
        replace(line, recast=recast) for line, recast in zip(lines, rest, strict=True)
    )


def lines_of(outlooks: Iterable[PlaceOutlook], asked: Asked) -> tuple[OutlookLine, ...]:
    """Return the outlooks that have a plan, those that need a decision first."""
    return tuple(
        _line(one, asked) for one in outlooks if one.plan is not None and one.judgement is not None
    )


def _line(one: PlaceOutlook, asked: Asked) -> OutlookLine:
    language, plan, judgement = asked.language, one.plan, one.judgement
    unit = one.card.unit.text
    name = full_name(Named(one.card, one.series), language)
    href = asked.link_to_series(one.place, one.series, Measure.LEVEL)
    ends = one.outlook if isinstance(one.outlook, YearOutlook) else None
    low, high = ends.interval(0.8) if ends else (None, None)
    chance = judgement.chance if judgement else None
    value = plan.answer.value if plan else None
    growth = plan is not None and plan.kind is Measure.GROWTH
    reason = one.complaint or (None if ends else _refusal(one))
    return OutlookLine(
        name=Link(name, href),
        details=details(one.series.price_basis, Measure.LEVEL, language),
        plan=printed_number(value, PERCENT if growth else unit, language, signed=growth),
        assigner=words.assigner(plan.assigner if plan else None, language),
        status=status_shown(judgement.status if judgement else TargetStatus.NO_DATA, language),
        chance="" if chance is None else formats.percent(Decimal(repr(100 * chance)), 0, language),
        median=printed_number(ends.centre if ends else None, unit, language),
        low=printed_number(low, unit, language),
        high=printed_number(high, unit, language),
        rest=printed_number(one.required_rest, unit, language),
        reason=sentence_words(without_series(reason), asked.pack, language) if reason else "",
        caution=caution_on(judgement, language),
        why=reason_words(_why_no_chance(one), language),
        recast=recast_told(one, asked),
    )


def recast_told(one: PlaceOutlook, asked: Asked) -> tuple[str, ...]:
    """Return what is to be said of a history that other places told, but for a refusal's reason."""
    return tuple(
        sentence_words(note.detail, asked.pack, asked.language) for note in one.recast_notes
    )


def caution_on(judgement: TargetJudgement | None, language: str) -> str:
    """Return what to bear in mind where a short record puts a target beyond reach; else nothing."""
    if judgement is None or not judgement.short_record:
        return ""
    count = formats.number(Decimal(judgement.short_record), 0, language)
    return say(_SHORT, language).format(count=count)


def _why_no_chance(one: PlaceOutlook) -> Sentence | None:
    judgement = one.judgement
    if judgement is not None and judgement.chance is not None:
        return None
    return one.complaint or _refusal(one) or (judgement.reason if judgement else None)


def _refusal(one: PlaceOutlook) -> Sentence | None:
    return one.outlook.reason if isinstance(one.outlook, NoOutlook) else None


def printed_number(
    value: Decimal | float | None, unit: str, language: str, *, signed: bool = False
) -> Shown | None:
    """Return a number of an outlook ready to be printed; None where it is not known."""
    if value is None or value != value:
        return None
    number = value if isinstance(value, Decimal) else Decimal(repr(float(value)))
    decimals = 0 if number == number.to_integral_value() else formats.decimals_of_computed(number)
    return print_number(number, decimals, unit, language, signed=signed)


def counts_of(lines: Sequence[OutlookLine]) -> tuple[StatusCount, ...]:
    """Return how many targets stand how, in the order of the lines: the most urgent first.

    Several targets of one series are told apart by who assigned them.
    """
    told = Counter((line.name.text, line.details) for line in lines)
    found: dict[StatusShown, list[OutlookLine]] = {}
    for line in lines:
        found.setdefault(line.status, []).append(line)

    def name(line: OutlookLine) -> Link:
        if told[line.name.text, line.details] < 2:
            return line.name
        return replace(line.name, text=f"{line.name.text} ({line.assigner})")

    return tuple(
        StatusCount(
            status,
            len(members),
            tuple(map(name, members[:MOST_NAMED])),
            tuple(dict.fromkeys(line.why for line in members if line.why)),
        )
        for status, members in found.items()
    )


def standings_of(
    outlooks: Iterable[PlaceOutlook], language: str
) -> dict[tuple[Series, str | None, str], Standing]:
    """Return where targets stand by series, assigner and kind of the plan."""
    found: dict[tuple[Series, str | None, str], Standing] = {}
    for one in outlooks:
        if one.plan is not None and one.judgement is not None:
            key = one.series, one.plan.assigner, one.plan.kind.value
            found.setdefault(key, _standing(one, one.judgement, language))
    return found


def _standing(one: PlaceOutlook, judged: TargetJudgement, language: str) -> Standing:
    def percent(share: float, decimals: int) -> str:
        return formats.percent(Decimal(repr(100 * share)), decimals, language)

    due = _due_by_now(one)
    return Standing(
        status=status_shown(judged.status, language),
        chance="" if judged.chance is None else percent(judged.chance, 0),
        path="" if due is None else percent(due, 1),
        path_at="" if due is None else length(Decimal(repr(100 * due))),
        numbers=(judged.chance, None if due is None else 100 * due),
    )


def _due_by_now(one: PlaceOutlook) -> float | None:
    """Return the share of a plan that the seasonal path has at the last month known, 0 to 1."""
    is_flow = one.card.nature is Nature.FLOW
    if not is_flow or one.goal is None or not isinstance(one.outlook, YearOutlook) or not one.month:
        return None
    return next(
        (
            point.path / one.goal.level
            for point in target_path(one.outlook, one.goal)
            if point.period.last_month == one.month and one.goal.level
        ),
        None,
    )


def fan_of(
    outlooks: Iterable[PlaceOutlook], series: Series, language: str
) -> tuple[list[Drawn], list[Band]]:
    """Return the path to the plan and the fan of the year's end, by month, for the chart."""
    for one in outlooks:
        ends = one.outlook
        if one.series != series or not isinstance(ends, YearOutlook) or one.month is None:
            continue
        bands = []
        if one.month < _MONTHS:
            for coverage in (0.8, 0.5):
                low, high = ends.interval(coverage)
                bands.append(_band(one.month, ends.to_date, low, high, inner=coverage < 0.8))
        path = [Drawn(say(_PATH, language), _path(one, ends), "path")] if one.goal else []
        return path, bands
    return [], []


def recast_to_date(outlooks: Iterable[PlaceOutlook], series: Series) -> dict[Period, Decimal]:
    """Return the years to date of a flow of which other places told a part; mostly empty."""
    found: dict[Period, Decimal] = {}
    for one in outlooks:
        history, recast = one.outlook.history, one.recast.run
        if one.series != series or recast is None or history.to_date is None:
            continue
        for row, levels in enumerate(history.to_date.tolist()):
            first = (history.first_year + row) * _MONTHS
            for column, level in enumerate(levels):
                if level == level and first <= recast.last:
                    found[Period(first, first + column)] = Decimal(repr(level))
    return found


def _band(month: int, start: float, low: float, high: float, *, inner: bool) -> Band:
    """Return a band that opens from the year so far to its end, in a straight line between."""
    left = _MONTHS - month
    steps = [(at - month) / left if at >= month else None for at in range(1, _MONTHS + 1)]
    lows = tuple(None if part is None else start + part * (low - start) for part in steps)
    highs = tuple(None if part is None else start + part * (high - start) for part in steps)
    return Band(lows, highs, inner)


def _path(one: PlaceOutlook, ends: YearOutlook) -> tuple[float | None, ...]:
    found: list[float | None] = [None] * _MONTHS
    if one.goal is not None:
        for point in target_path(ends, one.goal):
            found[point.period.last_month - 1] = point.path
    return tuple(found)
