"""Tables for people: the evaluation of a place, and the list of indicators."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING

from rich.box import SIMPLE_HEAD
from rich.cells import cell_len
from rich.table import Table
from rich.text import Text

from tiendo.cli.output import say, show, terminal_width
from tiendo.cli.words import Speech
from tiendo.cube.explain.answer import about
from tiendo.vocabulary.indicator import Indicator, text_in
from tiendo.vocabulary.series import Series
from tiendo.vocabulary.words import NOT_STATED, Measure, Modality, Operator, Severity, State

if TYPE_CHECKING:
    from tiendo.cube.explain.checks import Finding
    from tiendo.cube.explain.plans import Plan
    from tiendo.cube.explain.row import Row

_COLUMNS = (
    "unit",
    "value",
    "same_period",
    "growth_pct",
    "year_to_date",
    "plan",
    "contribution_pp",
    "status",
)
_ALWAYS = ("unit", "value")
_NARROWEST_NAME, _GAP = 28, 3
_TO_THE_LEFT = ("unit", "status")
_STYLES = {Severity.INFO: "dim", Severity.WARNING: "yellow", Severity.ERROR: "bold red"}


def show_rows(rows: Sequence[Row], words: Speech, *, as_of: date | None = None) -> None:
    """Print the rows of an evaluation as a table, with what the checks found below it.

    Where the terminal is too narrow for a table, each row is a few lines of text.
    """
    first = rows[0]
    title = f"{first.place.name(words.language)}, {first.period}"
    if as_of is not None:
        title += f" ({words.word('known_on')} {as_of})"
    show(Text(title, style="bold"))
    say()
    lines = list(_lines(rows, words))
    filled = [
        name for name in _COLUMNS if name in _ALWAYS or any(cells.get(name) for _, cells in lines)
    ]
    if _width(filled, lines, words) <= terminal_width():
        _show_table(filled, lines, words)
    else:
        _show_blocks(filled, lines, words)
    if any("*" in text for _, cells in lines for text in cells.values()):
        say(words.word("derived"))
    show_findings(rows, words)


def _lines(rows: Sequence[Row], words: Speech) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield the name and the cells of each row; a card that has only parts is named above them."""
    topic = None
    for row in rows:
        if row.card.code != topic and row.series.breakdown:
            yield _name_of_card(row.card, row.series, words), {}
        topic = row.card.code
        yield row_name(row, words), _cells(row, words)


def _width(
    columns: Sequence[str], lines: Sequence[tuple[str, dict[str, str]]], words: Speech
) -> int:
    """Return how wide a table must be whose names may be wrapped but whose numbers may not."""
    width = _NARROWEST_NAME
    for name in columns:
        texts = [words.word(name), *(cells.get(name, "") for _, cells in lines)]
        pieces = [piece for text in texts for piece in text.splitlines()]
        width += _GAP + max(map(cell_len, pieces), default=0)
    return width


def _show_table(
    columns: Sequence[str], lines: Sequence[tuple[str, dict[str, str]]], words: Speech
) -> None:
    table = Table(box=SIMPLE_HEAD, show_edge=False)
    table.add_column(words.word("indicator"), overflow="fold")
    for name in columns:
        left = name in _TO_THE_LEFT
        table.add_column(words.word(name), justify="left" if left else "right", no_wrap=True)
    for title, cells in lines:
        table.add_row(Text(title), *(Text(cells.get(name, "")) for name in columns))
    show(table)
    say()


def _show_blocks(
    columns: Sequence[str], lines: Sequence[tuple[str, dict[str, str]]], words: Speech
) -> None:
    for title, cells in lines:
        show(Text(title, style="bold"))
        margin = " " * (len(title) - len(title.lstrip()) + 4)
        for name in columns:
            if name == "unit" or not cells.get(name):
                continue
            told = name == "value" and any(letter.isdigit() for letter in cells[name])
            unit = f" {cells['unit']}" if told else ""
            for piece in cells[name].splitlines():
                show(Text(f"{margin}{words.word(name)}: {piece}{unit}"))
    say()


def show_findings(rows: Sequence[Row], words: Speech) -> None:
    """Print what the checks found on the rows; what several rows share is told once."""
    found: dict[tuple[str, Severity], list[str]] = {}
    for row in rows:
        for finding in row.findings:
            names = found.setdefault((finding_text(finding, row, words), finding.severity), [])
            names.append(row_name(row, words).strip())
    if not found:
        return
    say()
    show(Text(f"{words.word('findings')}:", style="bold"))
    for (text, severity), names in found.items():
        show(Text(f"- {'; '.join(dict.fromkeys(names))}: {text}", style=_STYLES[severity]))


def finding_text(finding: Finding, row: Row, words: Speech) -> str:
    """Return a finding in one sentence, without the name of the series it is about."""
    numbers = [
        f"{words.word(name)} {words.computed(value)}"
        for name, value in (("expected", finding.expected), ("stated", finding.stated))
        if value is not None
    ]
    detail = finding.detail.removeprefix(f"{about(row.place.key, row.series, row.period)}: ")
    return "; ".join([f"{detail} [{finding.check}, {finding.verdict}]", *numbers])


def row_name(row: Row, words: Speech) -> str:
    """Return the name of a row; a part is called by its own name and indented below its total."""
    depth = _depth(row.card, row.series)
    if depth:
        name = row.card.breakdown_name(row.series.breakdown, words.language)
    else:
        name = _name_of_card(row.card, row.series, words)
    if row.measure is not Measure.LEVEL:
        name += f": {words.word(row.measure)}"
    return "  " * depth + name


def show_indicators(cards: Sequence[Indicator], words: Speech) -> None:
    """Print indicator cards as a table."""
    table = Table(box=SIMPLE_HEAD, show_edge=False)
    for name in ("code", "name", "unit", "nature", "frequency", "price_bases", "breakdowns"):
        table.add_column(words.word(name), overflow="fold")
    for card in cards:
        texts = (
            card.code,
            text_in(card.names, words.language),
            card.unit.text,
            card.nature.value,
            card.frequency.value,
            ", ".join(basis for basis in card.price_bases if basis != "not_applicable"),
            ", ".join(tree.dimension for tree in card.breakdowns),
        )
        table.add_row(*map(Text, texts))
    show(table)


def _cells(row: Row, words: Speech) -> dict[str, str]:
    # From January to March, the year to date of March is the value itself.
    is_to_date = row.period == row.period.year_to_date()
    return {
        "unit": row.unit,
        "value": _value(row, words),
        "same_period": _marked(row, "same_period", words),
        "growth_pct": words.signed(row.growth_pct),
        "year_to_date": "" if is_to_date else _marked(row, "year_to_date", words),
        "plan": "\n".join(plan_text(plan, words) for plan in row.plans),
        "contribution_pp": words.signed(row.contribution_pp),
        "status": _status(row, words),
    }


def _value(row: Row, words: Speech) -> str:
    number = words.compared(row.comparator, _marked(row, "value", words))
    high = row.bounds.hi
    if number and row.comparator == "range" and high is not None:
        number = f"{number} – {words.filed(high)}"
    if row.state in (State.VALUE, State.ZERO):
        return number
    state = words.word(row.state)
    return f"{number} ({state})" if number else state


def _marked(row: Row, field: str, words: Speech) -> str:
    """Write the value of a field; an asterisk marks one that was computed."""
    value = getattr(row, field)
    if field in row.derived:
        return f"{words.computed(value)}*" if value is not None else ""
    return words.filed(value)


def plan_text(plan: Plan, words: Speech) -> str:
    """Return "province: ≥ 12,722.7* (43.78 %)"."""
    value = plan.answer.value
    number = words.computed(value) + "*" if plan.derived else words.filed(value)
    if plan.operator is Operator.NONE_LEFT:
        number = words.word("none_left")
    text = words.compared(plan.operator, number)
    if plan.kind is Measure.GROWTH:
        text = f"{words.word('growth')} {text} %"
    who = " ".join(filter(None, (plan.assigner, plan.version)))
    share = plan.share.value if plan.share else None
    reached = f" ({words.computed(share)} %)" if share is not None else ""
    return f"{who}: {text}{reached}" if who else f"{text}{reached}"


def _status(row: Row, words: Speech) -> str:
    if row.status is not None:
        return words.word(row.status)
    if row.modality is Modality.ESTIMATED:
        return words.word("estimated")
    return words.word("expected_modality") if row.modality is Modality.EXPECTED else ""


def _name_of_card(card: Indicator, series: Series, words: Speech) -> str:
    name = text_in(card.names, words.language)
    told = len(card.price_bases) > 1 or series.price_basis == NOT_STATED
    basis = words.price_basis(series.price_basis) if told else ""
    return f"{name} ({basis})" if basis else name


def _depth(card: Indicator, series: Series) -> int:
    """Return how far below the total a series stands: its codes and the codes they are part of."""
    return sum(_depth_of_code(card, *pair) for pair in series.breakdown.pairs)


def _depth_of_code(card: Indicator, dimension: str, code: str) -> int:
    tree = card.tree(dimension)
    part = tree.find(code) if tree else None
    if tree is None or part is None:
        return 1
    return 1 + sum(
        1
        for top in tree.parts
        for whole in top.walk()
        if whole is not part and part in whole.walk()
    )
