"""The trace of a number as a tree: down to file, cell, person and both clocks."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING

from rich.text import Text
from rich.tree import Tree

from tiendo.cli.output import show
from tiendo.cli.words import Speech
from tiendo.vocabulary.words import Measure

if TYPE_CHECKING:
    from tiendo.cube.explain.row import Row
    from tiendo.cube.explain.trace import Trace
    from tiendo.vocabulary.figure import Figure


def show_explanation(row: Row, words: Speech) -> None:
    """Print, for every field of a row that has a value, where it comes from."""
    for trace in row.traces:
        if trace.value is not None or trace.figure is not None or trace.field == "value":
            show(_tree(trace, words))
    for plan in row.plans:
        kind = " (growth)" if plan.kind is Measure.GROWTH else ""
        title = " ".join(filter(None, (words.word("plan"), plan.assigner, plan.version)))
        show(_tree(plan.answer.trace, words, title=title + kind))
        if plan.share:
            show(_tree(plan.share.trace, words, title=f"{title}, {words.word('share_pct')}"))


def _tree(trace: Trace, words: Speech, title: str = "") -> Tree:
    tree = Tree(_label(trace, words, title, bold=True))
    _grow(tree, trace, words)
    return tree


def _grow(tree: Tree, trace: Trace, words: Speech) -> None:
    if trace.figure is not None:
        _add_vintages(tree, trace.figure, trace.vintages, words)
    for part in trace.parts:
        _grow(tree.add(_label(part, words)), part, words)


def _label(trace: Trace, words: Speech, title: str = "", bold: bool = False) -> Text:
    if trace.figure is not None:
        number = words.filed(trace.value)
    else:
        number = words.computed(trace.value)
    name = title or words.word(trace.field)
    label = Text(f"{name}: ", style="bold" if bold else "")
    label.append(number or "–", style="cyan")
    label.append(f"  {trace.operation}, {trace.about}", style="dim")
    return label


def _add_vintages(tree: Tree, figure: Figure, vintages: tuple[Figure, ...], words: Speech) -> None:
    if len(vintages) <= 1:
        tree.add(Text(figure_text(figure, words)))
        return
    for vintage in vintages:
        answers = vintage.id == figure.id
        text = figure_text(vintage, words) + ("   <- this one answers" if answers else "")
        tree.add(Text(text, style="" if answers else "dim"))


def figure_text(figure: Figure, words: Speech) -> str:
    """Return a filed figure in one line: what it says, since when, by whom, and where it stands."""
    said, filing = figure.statement, figure.filing
    number = words.filed(said.value) if said.value is not None else str(said.state)
    if said.value_hi is not None:
        number += f" – {words.filed(said.value_hi)}"
    qualities = [said.kind.value, said.status or said.modality.value]
    if said.operator is not None:
        qualities.append(said.operator.value)
    recorded = filing.recorded_at.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S UTC")
    where = ", ".join(filter(None, (filing.file_name, said.cell)))
    return (
        f"{words.compared(said.comparator, number)} ({', '.join(qualities)}), "
        f"known since {said.known_at}, recorded {recorded} by {filing.by}"
        f"{f' from {where}' if where else ''} (figure {figure.id}, filing {filing.id})"
    )
