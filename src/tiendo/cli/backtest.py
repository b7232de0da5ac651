"""`tiendo backtest`: how far outlooks of some series would have been off."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tiendo.cli.options import JsonOption, LanguageOption, examples
from tiendo.cli.outlook import EngineOption, read_engine
from tiendo.cli.output import note, print_json, progress_bar, show

if TYPE_CHECKING:
    from tiendo.cli.words import Speech
    from tiendo.outlook.backtest import Scores

_HEADINGS = ("month", "method", "count", "MAPE", "MdAPE", "80 %", "95 %", "Brier")


def register(app: typer.Typer) -> None:
    """Add the command of this module."""
    app.command(
        "backtest",
        epilog=examples(
            "tiendo backtest --series series.csv",
            "tiendo backtest --series series.parquet --months 3,6,9 --years 5 --engine full",
        ),
    )(backtest)


def backtest(
    series: Annotated[
        Path,
        typer.Option(
            "--series",
            metavar="FILE",
            help="CSV or Parquet with the columns series, period, value, as for `tiendo outlook`.",
        ),
    ],
    months: Annotated[
        str, typer.Option("--months", metavar="LIST", help="Months to look ahead from: 3,6,9.")
    ] = "3,6,9",
    years: Annotated[
        int, typer.Option("--years", min=1, help="How many past years of each series are tried.")
    ] = 3,
    engine: EngineOption = "quick",
    lang: LanguageOption = None,
    json: JsonOption = False,
) -> None:
    """Look ahead from past months as though they were today, and count how far that was off.

    Beside the outlook stand linear pace, the officials' ratio (last year's total times the growth
    of the year to date), last year's rest and the usual share. Brier scores judge "the target will
    be met", the target being last year's figure times the series' own mean growth.
    """
    from tiendo.outlook.backtest import backtest as run
    from tiendo.outlook.history import SeriesHistory
    from tiendo.outlook.tables import read_series

    listed = read_series(series)
    for one in listed:
        if not isinstance(one, SeriesHistory):
            note(f"{one.key} is left out: {one.reason}")
    histories = [one for one in listed if isinstance(one, SeriesHistory)]
    with progress_bar("looking back") as advance:
        scores = run(
            histories,
            _read_months(months),
            most_years=years,
            engine=read_engine(engine),
            progress=advance,
        )
    if json:
        print_json([_as_json(one) for one in scores])
        return
    from tiendo.cli.words import speech

    _show(scores, speech(lang))


def _read_months(text: str) -> list[int]:
    try:
        months = [int(part) for part in text.split(",")]
    except ValueError:
        months = []
    if not months or not all(1 <= month <= 11 for month in months):
        raise typer.BadParameter(
            f"'{text}' is no list of months; write 3,6,9", param_hint="--months"
        )
    return months


def _as_json(one: Scores) -> dict[str, Any]:
    return {
        "month": one.month,
        "method": one.method,
        "count": one.count,
        "mape": one.mape,
        "mdape": one.mdape,
        "coverage_80": one.coverage_80,
        "coverage_95": one.coverage_95,
        "coverage_80_by_tercile": list(one.coverage_by_tercile or ()) or None,
        "brier": one.brier,
    }


def _show(scores: list[Scores], words: Speech) -> None:
    from rich.box import SIMPLE_HEAD
    from rich.table import Table
    from rich.text import Text

    from tiendo.cli.outlook_table import number

    table = Table(box=SIMPLE_HEAD, show_edge=False)
    for name in _HEADINGS:
        table.add_column(words.word(name), justify="left" if name == "method" else "right")
    for one in scores:
        cells = (
            str(one.month),
            one.method,
            str(one.count),
            number(one.mape, words),
            number(one.mdape, words),
            number(one.coverage_80, words),
            number(one.coverage_95, words),
            number(one.brier, words),
        )
        table.add_row(*map(Text, cells), style="bold" if one.method == "outlook" else "")
    show(table)
