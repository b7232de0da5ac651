"""A row of the board ready to be printed: numbers with their digits, words for what has none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from tiendo.vocabulary.figure import Figure
from tiendo.vocabulary.series import Series
from tiendo.vocabulary.words import Comparator, Measure, Modality, Operator, Severity, State, Status
from tiendo.web import formats, words
from tiendo.web.asked import Asked
from tiendo.web.board.rows import CubeRow
from tiendo.web.charts.spark import Spark, spark_of
from tiendo.web.plans import PlanShown, length, slug_from
from tiendo.web.shown import PERCENT, POINTS, Named, Shown, print_number
from tiendo.web.texts import say

SIGNED = ("growth_pct", "difference", "contribution_pp")
_MOST_DECIMALS = 4
_UNTOLD = (State.REFUSED, State.CONFIDENTIAL, State.PARTIAL)


@dataclass(slots=True)
class Line:
    """A row of the table.

    Attributes:
        depth: how far its name is indented: 0 for a total.
        full_name: the name of the indicator and of the part, for lists outside the table.
        href: the page of the trace; `series_href` that of the indicator over the years.
        details: price basis and measure, where they need telling.
        state: why there is no value, in words; empty where there is one.
        tags: what kind of value it is: expected · estimate
        flags: one for each severity of what the checks found: word, shape and count.
    """

    row: CubeRow
    name: Named
    full_name: str
    href: str
    series_href: str
    depth: int = 0
    details: str = ""
    unit: str = ""
    value: Shown | None = None
    state: str = ""
    tags: str = ""
    same_period: Shown | None = None
    same_period_state: str = ""
    growth: Shown | None = None
    year_to_date: Shown | None = None
    plans: tuple[PlanShown, ...] = ()
    contribution: Shown | None = None
    share: Shown | None = None
    rank: str = ""
    known_at: str = ""
    spark: Spark | None = None
    flags: tuple[tuple[str, str, str, int], ...] = ()


def line_of(row: CubeRow, asked: Asked, name: Named, full_name: str, depth: int = 0) -> Line:
    """Return the line of a row; `name` stands in the table, `full_name` outside of it."""
    language = asked.language
    href = asked.link_to_trace(row.place, row.period, row.series, row.measure)
    printer = Printer(row, language, href)
    record = row.record
    known = record["known_at"]
    return Line(
        row=row,
        name=name,
        full_name=full_name,
        href=href,
        series_href=asked.link_to_series(row.place, row.series, row.measure),
        depth=depth,
        unit=formats.unit(record["unit"], language),
        value=printer.number("value"),
        state=_state_words(row, language),
        tags=_tags(row, language),
        same_period=printer.number("same_period"),
        same_period_state=_same_period_words(row, language),
        growth=printer.number("growth_pct"),
        year_to_date=printer.number("year_to_date"),
        plans=printer.plans(),
        contribution=printer.number("contribution_pp"),
        share=printer.number("structure_share_pct"),
        rank=str(record["rank"]) if record["rank"] else "",
        known_at=formats.day(date.fromisoformat(known), language) if known else "",
        spark=spark_of(row.earlier),
        flags=_flags(row, language),
    )


@dataclass(frozen=True, slots=True)
class Printer:
    """Prints the fields of one row in a language.

    Attributes:
        href: the page of its trace.
        alike: digits after the point by field, where a column of one unit has all alike.
    """

    row: CubeRow
    language: str
    href: str
    alike: Mapping[str, int] = field(default_factory=dict)

    def number(self, name: str) -> Shown | None:
        """Return a field ready to be printed, None where it is unknown."""
        value = self.row.number(name)
        if value is None:
            return None
        derived = self.row.is_derived(name)
        figure = None if derived else self.row.figure_of(name)
        unit = _unit_of_field(self.row, name)
        comparator = figure.statement.comparator if figure else None
        if name == "value" and self.row.record["comparator"]:
            comparator = Comparator(self.row.record["comparator"])
        elif derived:
            comparator = self._of_computed(name)
        shown = print_number(
            value,
            self.alike.get(name, self._decimals(value, figure, unit, derived)),
            unit,
            self.language,
            comparator=comparator,
            value_hi=figure.statement.value_hi if figure else None,
            signed=name in SIGNED,
        )
        return shown.linked(f"{self.href}#{name}", computed=derived)

    def _of_computed(self, name: str) -> Comparator:
        """Return how a number computed from inexact ones lies; the trace tells it in full.

        A base implied by the value lies where the value does; of what is compared with something
        else only "about" can be said.
        """
        told = self.row.record["comparator"]
        if name == "same_period" and not self._knows_base() and told:
            return Comparator(told)
        follows = name in ("contribution_pp", "structure_share_pct") or (
            name in ("growth_pct", "difference") and self.row.is_derived("base_ratio_pct")
        )
        return Comparator.APPROX if follows and not self.row.exact else Comparator.EXACT

    def _knows_base(self) -> bool:
        return len(self.row.earlier) > 1 and self.row.earlier[-2] is not None

    def _decimals(self, value: Decimal, figure: Figure | None, unit: str, derived: bool) -> int:
        """Return the digits that a number deserves: those it was filed with, or two or one."""
        if figure is not None and figure.statement.value is not None:
            return max(0, figure.statement.decimals)
        if not derived:
            return min(_MOST_DECIMALS, max(0, -_exponent(value)))
        if unit in (PERCENT, POINTS):
            return 2
        if value == value.to_integral_value():
            return 0
        own = self.row.figure_of("value")
        printed = max(0, own.statement.decimals) if own else 0
        return max(printed, formats.decimals_of_computed(value))

    def plans(self) -> tuple[PlanShown, ...]:
        """Return the plans of the row."""
        slugs: list[str] = []
        found = []
        for plan in self.row.record["plans"]:
            number = 1
            while (slug := slug_from(plan["assigner"], plan["kind"], number)) in slugs:
                number += 1
            slugs.append(slug)
            found.append(self._plan(plan, slug))
        return tuple(found)

    def _plan(self, plan: dict[str, object], slug: str) -> PlanShown:
        share = _decimal(plan["share_pct"])
        elapsed = _decimal(plan["year_elapsed_pct"]) or Decimal(0)
        assigner = plan["assigner"]
        name = str(assigner) if assigner is not None else None
        year = str(self.row.period.whole_year())
        run = str(plan["period"])
        return PlanShown(
            slug=slug,
            assigner=words.assigner(name, self.language),
            target=self._target(plan, slug),
            derived=bool(plan["derived"]),
            is_growth=plan["kind"] == Measure.GROWTH.value,
            run="" if run == year else formats.period_text(run, self.language),
            share=self._share(share, name, slug) if share is not None else None,
            bar=length(share) if share is not None else "",
            gone=length(elapsed),
            year_elapsed=formats.percent(elapsed, 1, self.language),
            key=_plan_key(self.row.series, slug),
        )

    def _target(self, plan: dict[str, object], slug: str) -> Shown | None:
        value = _decimal(plan["value"])
        if value is None:
            return None
        derived, growth = bool(plan["derived"]), plan["kind"] == Measure.GROWTH.value
        decimals = min(_MOST_DECIMALS, max(0, -_exponent(value)))
        if derived:
            decimals = formats.decimals_of_computed(value)
        shown = print_number(value, decimals, str(plan["unit"]), self.language, signed=growth)
        operator = Operator(str(plan["operator"]))
        if operator is not Operator.EXACT:
            said = say(words.OPERATORS[operator], self.language)
            shown = Shown(shown.text, words.OPERATOR_SIGNS[operator], said, shown.unit)
        return shown.linked(f"{self.href}#{slug}", computed=derived)

    def _share(self, share: Decimal, assigner: str | None, slug: str) -> Shown:
        figure = self.row.share_figure(assigner)
        said = figure.statement if figure else None
        told = said if said and said.value == share else None
        shown = print_number(
            share,
            max(0, told.decimals) if told else 2,
            PERCENT,
            self.language,
            comparator=told.comparator if told else None,
        )
        return shown.linked(f"{self.href}#{slug}-share", computed=told is None)


def _exponent(value: Decimal) -> int:
    return int(value.normalize().as_tuple().exponent)


def _decimal(value: object) -> Decimal | None:
    return None if value is None else Decimal(repr(value))


def _unit_of_field(row: CubeRow, name: str) -> str:
    if name == "contribution_pp":
        return POINTS
    if name.endswith("_pct"):
        return PERCENT
    return str(row.record["unit"])


def _state_words(row: CubeRow, language: str) -> str:
    if row.state in (State.VALUE, State.ZERO):
        return ""
    return say(words.STATES[row.state], language)


def _same_period_words(row: CubeRow, language: str) -> str:
    state = row.record["same_period_state"]
    if state and State(state) in _UNTOLD:
        return say(words.STATES[State(state)], language)
    return ""


def _tags(row: CubeRow, language: str) -> str:
    """Return how final a value is: its modality where that is not "realised", and its status."""
    modality, status = row.record["modality"], row.record["status"]
    found = []
    if modality and modality != Modality.ACTUAL:
        found.append(say(words.MODALITIES[Modality(modality)], language))
    if status and not (modality == Modality.ESTIMATED and status == Status.ESTIMATE):
        found.append(say(words.STATUSES[Status(status)], language))
    return " · ".join(found)


def _flags(row: CubeRow, language: str) -> tuple[tuple[str, str, str, int], ...]:
    found = []
    for severity in (Severity.ERROR, Severity.WARNING, Severity.INFO):
        count = sum(1 for one in row.record["findings"] if one["severity"] == severity.value)
        if count:
            said = say(words.SEVERITIES[severity], language)
            found.append((severity.value, said, words.SEVERITY_SHAPES[severity], count))
    return tuple(found)


def _plan_key(series: Series, slug: str) -> str:
    """Return the name of a plan on a board, by which a script finds its row."""
    return f"{series.indicator} {series.breakdown} {series.price_basis} {slug}"
