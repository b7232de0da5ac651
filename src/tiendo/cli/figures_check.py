"""`tiendo check-figures`: what the rules and checks find on the figures of a place."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tiendo.cli.country import PeriodOrNone, PlaceOrNone, WrongUsage, place_and_period
from tiendo.cli.office import read_office
from tiendo.cli.options import (
    AsOfOption,
    JsonOption,
    LanguageOption,
    WorkspaceOption,
    examples,
)
from tiendo.cli.output import note, print_json, progress_bar, say, show
from tiendo.vocabulary.period import Period
from tiendo.vocabulary.words import Severity

if TYPE_CHECKING:
    from tiendo.cli.words import Speech
    from tiendo.ledger.validation import Checked
    from tiendo.packs.loading import Pack

_STYLES = {Severity.INFO: "dim", Severity.WARNING: "yellow", Severity.ERROR: "bold red"}
_MARKS = {Severity.INFO: "·", Severity.WARNING: "!", Severity.ERROR: "!!"}
_HEADINGS = ("check", "indicator", "expected", "stated", "remedy")


def register(app: typer.Typer) -> None:
    """Add the command of this module."""
    app.command(
        "check-figures",
        epilog=examples(
            "tiendo check-figures quang-ninh 2024-02",
            'tiendo check-figures "Ninh Thuận" 2024-Q1 --lang vi',
            "tiendo check-figures vn 2024-05 --as-of 2024-06-10 --json",
            "tiendo check-figures --all 2024-05",
            "tiendo check-figures --all",
        ),
    )(check_figures)


def check_figures(
    context: typer.Context,
    place: PlaceOrNone = None,
    period: PeriodOrNone = None,
    everywhere: Annotated[
        bool,
        typer.Option(
            "--all",
            help="Run the rules on every place that filed; then PERIOD stands without a PLACE, and "
            "without a PERIOD every run that was ever filed is asked for, which takes minutes.",
        ),
    ] = False,
    as_of: AsOfOption = None,
    lang: LanguageOption = None,
    workspace: WorkspaceOption = None,
    json: JsonOption = False,
) -> None:
    """Check the figures of a place in a period against the rules of the country pack.

    Both figures of a contradiction are kept. Ends with 1 if there is a finding of severity error.
    With --all, how much each rule finds in the whole country, each finding counted once.
    """
    if everywhere:
        from tiendo.cli.rules_everywhere import check_everywhere

        if place is not None and period is not None:
            raise WrongUsage(f"--all checks every place, so '{place}' cannot be named", context)
        check_everywhere(place, as_of=as_of, lang=lang, workspace=workspace, json=json)
        return
    place, period = place_and_period(context, place, period)
    run = Period.parse(period)
    office = read_office(workspace)
    from tiendo.ledger.evaluation import place_checked

    found = office.pack.register.find(place)
    with progress_bar("checking"):
        rows, listed = place_checked(pack=office.pack, place=found, run=run, as_of=as_of)
    if json:
        print_json([finding_as_json(one) for one in listed])
    elif listed:
        from tiendo.cli.words import speech

        _show(listed, office.pack, speech(lang))
    elif rows:
        say(f"nothing was found on the figures of {found.key} in {run}")
    else:
        note(f"nothing is filed or planned for {found.key} in {run}, so nothing was checked")
    if any(one.finding.severity is Severity.ERROR for one in listed):
        raise typer.Exit(1)


def finding_as_json(one: Checked) -> dict[str, Any]:
    """Return a finding as plain data, with the figures that it rests on."""
    from tiendo.cube.explain.json_form import number

    cell, finding = one.cell, one.finding
    return {
        "place": cell.place,
        "indicator": cell.series.indicator,
        "breakdown": cell.series.breakdown.as_dict(),
        "price_basis": cell.series.price_basis,
        "period": str(cell.run),
        "check": finding.check,
        "verdict": finding.verdict.value,
        "severity": finding.severity.value,
        "detail": finding.detail,
        "expected": number(finding.expected),
        "stated": number(finding.stated),
        "figures": [
            {
                "id": figure.id,
                "file": figure.filing.file_name or None,
                "cell": figure.statement.cell or None,
            }
            for figure in one.figures
        ],
    }


def _show(listed: Sequence[Checked], pack: Pack, words: Speech) -> None:
    from rich.box import SIMPLE_HEAD
    from rich.table import Table
    from rich.text import Text

    table = Table(box=SIMPLE_HEAD, show_edge=False)
    for name in _HEADINGS:
        right = name in ("expected", "stated")
        table.add_column(words.word(name), justify="right" if right else "left", overflow="fold")
    for one in listed:
        finding = one.finding
        numbers = [
            words.computed(value) if value is not None else ""
            for value in (finding.expected, finding.stated)
        ]
        texts = (_check(one, words), _indicator(one, pack, words), *numbers, _remedy(one, words))
        table.add_row(*map(Text, texts), style=_STYLES[finding.severity])
    show(table)
    say()
    for detail in dict.fromkeys(one.finding.detail for one in listed):
        show(Text(f"- {detail}"))


def _check(one: Checked, words: Speech) -> str:
    from tiendo.vocabulary.indicator import text_in

    name = text_in(one.rule.names, words.language) if one.rule else ""
    mark = _MARKS[one.finding.severity]
    return f"{mark} {name} [{one.finding.check}, {one.finding.verdict}]".replace("  ", " ")


def _indicator(one: Checked, pack: Pack, words: Speech) -> str:
    from tiendo.vocabulary.indicator import text_in

    card = pack.catalogue[one.cell.series.indicator]
    cut = card.breakdown_name(one.cell.series.breakdown, words.language)
    name = text_in(card.names, words.language)
    return f"{name}: {cut}" if cut else name


def _remedy(one: Checked, words: Speech) -> str:
    from tiendo.vocabulary.indicator import text_in

    return text_in(one.rule.remedy, words.language) if one.rule else ""
