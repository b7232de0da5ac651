"""The rows of the board's table as HTML: its head and all around it are templates."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

from tiendo.web.board.line import Line
from tiendo.web.board.table import Heading, Table, Topic
from tiendo.web.markup import (
    NOTHING,
    bar_html,
    linked_html,
    name_html,
    spark_html,
    status_html,
)
from tiendo.web.plans import PlanShown
from tiendo.web.shown import Shown
from tiendo.web.texts import marked, say

_WORDS = {
    "not stated": marked("plan of a row", "plan not stated"),
    "growth": marked("plan of a row", "growth"),
    "derived": marked("plan of a row", "derived"),
    "gone": marked("plan of a row", "Part of the year gone:"),
    "chance": marked("plan of a row", "chance"),
    "path": marked("plan of a row", "seasonal path"),
}


class RowWriter:
    """Writes the rows of one table.

    Attributes:
        labels: the heads of the columns, which the narrow form of the table repeats.
    """

    def __init__(self, table: Table, labels: Mapping[str, str], language: str) -> None:
        self._table = table
        self._labels = {name: escape(text) for name, text in labels.items()}
        self._plans = PlanWriter(language)

    def topic(self, topic: Topic) -> str:
        """Return the rows of a topic."""
        return "".join(
            self._row(line) if isinstance(line, Line) else self._heading(line)
            for line in topic.lines
        )

    def _heading(self, heading: Heading) -> str:
        return (
            f'<tr role="row" class="heading"><th role="rowheader" scope="row" '
            f'colspan="{self._table.columns}" class="name depth-{heading.depth}">'
            f"{name_html(heading.name)}{_quiet(heading.details)}</th></tr>\n"
        )

    def _row(self, line: Line) -> str:
        table = self._table
        cells = [
            f'<tr role="row">\n<th role="rowheader" scope="row" class="name depth-{line.depth}">'
            f'<a hx-boost="false" href="{escape(line.series_href)}">{name_html(line.name)}</a>'
            f"{_quiet(line.details)}{_flags(line)}</th>",
            self._cell("unit", "unit", escape(line.unit)),
            self._cell("value", "num value", f"<div>{_value(line)}</div>"),
            self._same_period(line),
            self._number("growth", line.growth),
            self._number("ytd", line.year_to_date),
        ]
        if table.has_plans:
            void = "" if line.plans else " void"
            cells.append(self._cell("plan", f"plan{void}", self._plans.plans(line.plans)))
        if table.has_contribution:
            cells.append(self._number("contribution", line.contribution))
        if table.has_share:
            cells.append(self._number("share", line.share))
        if table.has_rank:
            rank = f'<a class="n computed" href="{escape(line.href)}#rank">{line.rank}</a>'
            cells.append(self._cell("rank", _num(line.rank), rank if line.rank else NOTHING))
        known = f"<bdi>{escape(line.known_at)}</bdi>" if line.known_at else NOTHING
        cells += [
            self._cell("spark", "" if line.spark else "void", spark_html(line.spark)),
            self._cell("known", f"num day{'' if line.known_at else ' void'}", known),
        ]
        return "\n".join(cells) + "\n</tr>\n"

    def _cell(self, column: str, kind: str, inner: str) -> str:
        return f'<td role="cell" class="{kind}" data-label="{self._labels[column]}">{inner}</td>'

    def _number(self, column: str, number: Shown | None) -> str:
        return self._cell(column, _num(number), linked_html(number))

    def _same_period(self, line: Line) -> str:
        if line.same_period_state and not line.same_period:
            said = f'<span class="state">{escape(line.same_period_state)}</span>'
            return self._cell("same", "num", said)
        return self._number("same", line.same_period)


class PlanWriter:
    """Writes the plans of rows in a language."""

    def __init__(self, language: str) -> None:
        self._words = {name: escape(say(text, language)) for name, text in _WORDS.items()}

    def plans(self, plans: tuple[PlanShown, ...]) -> str:
        """Return the plans of a row, each with who assigned it and how much is reached."""
        if not plans:
            return NOTHING
        items = (f'\n  <li data-plan="{escape(p.key)}">{self.plan(p)}</li>' for p in plans)
        return f'<ul class="plans">{"".join(items)}\n</ul>'

    def plan(self, plan: PlanShown) -> str:
        """Return a plan, with its status, chance and path where these are known."""
        target = linked_html(plan.target) if plan.target else self._words["not stated"]
        growth = f"{self._words['growth']} · " if plan.is_growth else ""
        derived = f" ({self._words['derived']})" if plan.derived and plan.target else ""
        run = f" · {escape(plan.run)}" if plan.run else ""
        return (
            f'<span class="target">{target}</span> <span class="quiet">{growth}'
            f"{escape(plan.assigner)}{derived}{run}</span>{self._reached(plan)}"
            f"{self._outlook(plan)}"
        )

    def _reached(self, plan: PlanShown) -> str:
        if not plan.share:
            return ""
        gone = ""
        if not plan.run:
            bar = bar_html(plan.bar, plan.gone, plan.standing.path_at if plan.standing else "")
            gone = (
                f' {bar} <span class="quiet"><span class="vh">{self._words["gone"]} </span>'
                f'<bdi dir="ltr">{escape(plan.year_elapsed)}</bdi></span>'
            )
        return f'\n    <span class="reached">{linked_html(plan.share)}{gone}</span>'

    def _outlook(self, plan: PlanShown) -> str:
        told = plan.standing
        if not told:
            return ""
        path = self._part("path", told.path, '<span aria-hidden="true">◇ </span>')
        status = f" {status_html(told.status)}{self._part('chance', told.chance)}"
        return f'{path} <span class="outlook">{status}</span>'

    def _part(self, name: str, number: str, mark: str = "") -> str:
        if not number:
            return ""
        return (
            f' <span class="quiet">{mark}{self._words[name]} '
            f'<bdi dir="ltr">{escape(number)}</bdi></span>'
        )


def _num(told: object) -> str:
    return "num" if told else "num void"


def _quiet(text: str) -> str:
    return f' <span class="quiet">{escape(text)}</span>' if text else ""


def _value(line: Line) -> str:
    told = linked_html(line.value) if line.value else ""
    if line.value and line.tags:
        told += f' <span class="tag">{escape(line.tags)}</span>'
    if line.state:
        told += f' <a class="state" href="{escape(line.href)}#value">{escape(line.state)}</a>'
    return told


def _flags(line: Line) -> str:
    return "".join(
        f' <a class="flag {severity}" href="{escape(line.href)}#findings">'
        f'<span aria-hidden="true">{shape}</span><span class="vh">{escape(said)}</span>'
        f"{f'&#8239;{count}' if count > 1 else ''}</a>"
        for severity, said, shape, count in line.flags
    )
