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
    forest = _Forest(words)
    for trace in row.traces:
        if trace.value is not None or trace.figure is not None or trace.field == "value":
            title = words.word(trace.field)
            if trace.field == "value" and (bounds := _bounds(row, words)):
                title += f" ({bounds})"
            show(forest.tree(trace, title))
    for plan in row.plans:
        title = " ".join(filter(None, (words.word("plan"), plan.assigner, plan.version)))
        if plan.kind is Measure.GROWTH:
            title += f" ({words.word('growth')})"
        show(forest.tree(plan.answer.trace, title))
        if plan.share:
            show(forest.tree(plan.share.trace, f"{title}, {words.word('share_pct')}"))


class _Forest:
    """Trees of one row; what several of them share is written out once."""

    def __init__(self, words: Speech) -> None:
        self._words = words
        self._written: set[object] = set()

    def tree(self, trace: Trace, title: str) -> Tree:
        """Return the tree of one field."""
        tree = Tree(_label(trace, title, self._words, style="bold"))
        self._grow(tree, trace)
        return tree

    def _grow(self, tree: Tree, trace: Trace) -> None:
        key = _what_it_is(trace)
        if key in self._written:
            tree.add(Text(self._words.word("see_above"), style="dim"))
            return
        self._written.add(key)
        if trace.figure is not None:
            _add_vintages(tree, trace.figure, trace.vintages, self._words)
        for part in trace.parts:
            label = _label(part, self._words.word(part.field), self._words)
            self._grow(tree.add(label), part)


def _what_it_is(trace: Trace) -> object:
    """Return what two traces share that say the same, in whatever field they stand."""
    if trace.figure is not None:
        return trace.figure.id, len(trace.vintages) > 1
    return trace.about, trace.operation, trace.value


def _bounds(row: Row, words: Speech) -> str:
    """Return between which numbers a computed value lies; a filed one says it itself."""
    if "value" not in row.derived or row.bounds.lo == row.bounds.hi:
        return ""
    return words.bounds(row.bounds)


def _label(trace: Trace, title: str, words: Speech, style: str = "") -> Text:
    number = words.filed(trace.value) if trace.figure else words.computed(trace.value)
    label = Text(f"{title}: ", style=style)
    label.append(number or "–", style="cyan")
    label.append(f"  {trace.operation}, {trace.about}", style="dim")
    return label


def _add_vintages(tree: Tree, figure: Figure, vintages: tuple[Figure, ...], words: Speech) -> None:
    if len(vintages) <= 1:
        tree.add(Text(figure_text(figure, words)))
        return
    for vintage in vintages:
        answers = vintage.id == figure.id
        text = figure_text(vintage, words)
        if answers:
            text += f"   <- {words.word('answers')}"
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
