"""Tables of what was read out of reports, and of how two versions differ."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from rich.table import Table
from rich.text import Text

from tiendo.cli.output import note, say, show
from tiendo.reading.compare import Pair
from tiendo.reading.figure import ReadFigure, ReadFinding, Reading

_VERDICTS = {"contradiction": "bold red", "suspect": "yellow", "ok": "green", "explained": "green"}


def show_readings(
    readings: Sequence[Reading], findings: Sequence[ReadFinding], *, everything: bool
) -> None:
    """Print a table of figures for each document, then the findings."""
    for reading in readings:
        say(f"{reading.document} ({reading.lang or '?'}): {len(reading.figures)} figures")
        listed = [*reading.figures, *(reading.vetoed if everything else ())]
        if not listed:
            note(f"{reading.document}: no figures were found")
            continue
        show(_figures(listed))
    _show_findings([*(f for reading in readings for f in reading.findings), *findings])


def _figures(figures: Sequence[ReadFigure]) -> Table:
    table = Table(box=None, pad_edge=False)
    for heading in ("id", "quote", "value", "unit", "kind", "modality", "indicator"):
        table.add_column(heading, justify="right" if heading == "value" else "left")
    for heading in ("period", "place"):
        table.add_column(heading)
    for figure in figures:
        value = _number(figure.value)
        if figure.value_hi is not None:
            value += f" – {_number(figure.value_hi)}"
        table.add_row(
            figure.id,
            Text(" ".join(figure.quote.split())),
            value
            if figure.comparator.value in ("exact", "range")
            else f"{figure.comparator} {value}",
            figure.unit or "",
            figure.kind or "?",
            figure.modality.value,
            Text(figure.indicator or ""),
            figure.period or "",
            Text(figure.place or ""),
        )
    return table


def _number(value: Decimal) -> str:
    text = f"{value:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _show_findings(findings: Sequence[ReadFinding]) -> None:
    for found in findings:
        line = Text(f"{found.verdict.value}", style=_VERDICTS.get(found.verdict.value, "dim"))
        line.append(f" {found.check} [{', '.join(found.figures)}]: {found.detail}", style="default")
        show(line)


def show_pairs(pairs: Sequence[Pair], findings: Sequence[ReadFinding]) -> None:
    """Print the aligned figures of two versions, then what is found about them."""
    table = Table(box=None, pad_edge=False)
    for heading in ("A", "B", "difference", "supported", "reason"):
        table.add_column(heading)
    for pair in pairs:
        table.add_row(
            Text(pair.a.quote if pair.a else "–"),
            Text(pair.b.quote if pair.b else "–"),
            ", ".join((pair.difference, *pair.more)),
            pair.supported or "",
            Text(pair.reason),
        )
    show(table)
    _show_findings(findings)
