"""Outlooks as a table for a terminal; a status is told in words as well as in colour."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from tiendo.cli.output import say, show

if TYPE_CHECKING:
    from tiendo.cli.options import Language
    from tiendo.cli.words import Speech
    from tiendo.outlook.of_file import SeriesOutlook
    from tiendo.outlook.year import NoOutlook, YearOutlook

STATUS_STYLES = {
    "met": "green",
    "ahead": "green",
    "on_track": "green",
    "at_risk": "yellow",
    "off_track": "red",
    "beyond_reach": "bold red",
    "missed": "bold red",
}
_HEADINGS = (
    "series",
    "year",
    "year_end",
    "interval_80",
    "target",
    "chance",
    "required_growth",
    "status",
    "past_errors",
)
_TEXTS = ("series", "status", "past_errors")


def show_series(listed: Sequence[SeriesOutlook], lang: Language | None) -> None:
    """Print the outlooks of a file; below, why some have none, and what the gate mended."""
    from rich.box import SIMPLE_HEAD
    from rich.table import Table
    from rich.text import Text

    from tiendo.cli.words import speech
    from tiendo.outlook.year import YearOutlook

    words = speech(lang)
    table = Table(box=SIMPLE_HEAD, show_edge=False)
    for name in _HEADINGS:
        table.add_column(words.word(name), justify="left" if name in _TEXTS else "right")
    remarks = []
    for one in listed:
        if not isinstance(one.outlook, YearOutlook):
            remarks.append(f"- {one.series}: {one.refused}")
            continue
        remarks += [f"- {one.series}: {found.detail}" for found in one.outlook.notes]
        style = STATUS_STYLES.get(one.judgement.status.value, "") if one.judgement else ""
        table.add_row(*map(Text, _cells(one, one.outlook, words)), style=style)
    if table.row_count:
        show(table)
    for remark in remarks:
        say(remark)


def _cells(one: SeriesOutlook, outlook: YearOutlook, words: Speech) -> tuple[str, ...]:
    low, high = outlook.interval(0.8)
    judged = one.judgement
    pace = judged.pace if judged else None
    chance = judged.chance if judged else None
    return (
        one.series,
        str(one.year),
        number(outlook.centre, words),
        f"{number(low, words)} – {number(high, words)}",
        number(one.stated.value, words) if one.stated else "",
        number(None if chance is None else round(100 * chance), words),
        number(pace.growth_pct if pace else None, words),
        words.word(judged.status.value) if judged else "",
        past_errors(outlook, words),
    )


def past_errors(outlook: YearOutlook | NoOutlook, words: Speech) -> str:
    """Write how such outlooks erred before, in percent, last year first."""
    past = getattr(outlook, "past", ())
    return "; ".join(f"{one.year}: {number(one.error_pct, words)}" for one in past)


def number(value: float | None, words: Speech) -> str:
    """Write a computed number with two decimals; empty where there is none."""
    return "" if value is None else words.computed(Decimal(repr(float(value))))
