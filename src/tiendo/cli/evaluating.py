"""`tiendo evaluate` and `tiendo explain`: what the figures say, and where they come from."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from tiendo.cli.country import (
    AllOption,
    ClusterOption,
    LevelOption,
    OutOption,
    PeriodOrNone,
    PlaceOrNone,
    RulesOption,
    Wish,
    evaluate_country,
    place_and_period,
    refuse_without_all,
    the_period,
)
from tiendo.cli.office import Office, read_office
from tiendo.cli.options import (
    AsOfOption,
    JsonOption,
    Language,
    LanguageOption,
    PeriodArgument,
    PlaceArgument,
    TreeAsOfOption,
    WorkspaceOption,
    examples,
)
from tiendo.cli.output import note, print_json, progress_bar, say
from tiendo.cli.place_words import off_the_map
from tiendo.vocabulary.errors import TiendoError
from tiendo.vocabulary.period import Period
from tiendo.vocabulary.series import TOTAL, Breakdown, Series
from tiendo.vocabulary.words import Measure, parse_price_basis

if TYPE_CHECKING:
    from tiendo.cube.explain.row import Row
    from tiendo.vocabulary.indicator import Indicator
    from tiendo.vocabulary.place import Place

_RUNS_SHOWN = 8


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command(
        epilog=examples(
            "tiendo evaluate ninh-thuan 2024-Q1",
            'tiendo evaluate "Quảng Ninh" 2024-02 --as-of 2024-02-10',
            "tiendo evaluate cam-pha 2024-H1 --json",
            "tiendo evaluate --all 2024-Q1",
            "tiendo evaluate --all 2024-Q1 --level commune --out communes.parquet",
        )
    )(evaluate)
    app.command(
        epilog=examples(
            "tiendo explain ninh-thuan grdp 2024-Q1",
            "tiendo explain ninh-thuan grdp 2024-Q1 --breakdown sector=services",
            "tiendo explain quang-ninh state-budget-investment 2024-02 --as-of 2024-02-29",
        )
    )(explain)


def evaluate(
    context: typer.Context,
    place: PlaceOrNone = None,
    period: PeriodOrNone = None,
    everywhere: AllOption = False,
    level: LevelOption = None,
    cluster: ClusterOption = None,
    out: OutOption = None,
    rules: RulesOption = None,
    as_of: AsOfOption = None,
    tree_as_of: TreeAsOfOption = None,
    all_versions: Annotated[
        bool, typer.Option("--all-versions", help="List every version of every plan.")
    ] = False,
    lang: LanguageOption = None,
    workspace: WorkspaceOption = None,
    json: JsonOption = False,
) -> None:
    """Evaluate a place in a period: growth, share of the plan, contribution, findings.

    With --all, every place of the country: how much there is of what, or all of it as a file.
    """
    if everywhere:
        run = Period.parse(the_period(context, (place, period)))
        wish = Wish(run, as_of, level, cluster, out, json, lang, all_versions, tree_as_of)
        wish = replace(wish, rules=rules is not False)
        evaluate_country(wish, workspace)
        return
    refuse_without_all(context, level=level, cluster=cluster, out=out, rules=rules)
    place, period = place_and_period(context, place, period)
    run = Period.parse(period)
    office = read_office(workspace)
    found = office.pack.register.find(place)
    rows = _rows(office, found, run, _When(as_of, tree_as_of), every_version=all_versions)
    if not rows:
        note(_nothing_there(office, found, run, as_of))
    if not rows and not found.span.holds(tree_as_of or run.end):
        note(off_the_map(found, tree_as_of or run.end))
    print_rows(rows, lang=lang, as_of=as_of, json=json)


def print_rows(
    rows: Sequence[Row], *, lang: Language | None, as_of: date | None, json: bool
) -> None:
    """Print an evaluation as the contract's JSON or as a table."""
    if json:
        from tiendo.cube.explain.json_form import row_as_json

        print_json([row_as_json(row, lang or Language.VI) for row in rows])
    elif rows:
        from tiendo.cli.tables import show_rows
        from tiendo.cli.words import speech

        show_rows(rows, speech(lang), as_of=as_of)


def explain(
    place: PlaceArgument,
    indicator: Annotated[
        str,
        typer.Argument(
            metavar="INDICATOR",
            help="Code or name of an indicator; `tiendo indicators` lists them.",
            show_default=False,
        ),
    ],
    period: PeriodArgument,
    breakdown: Annotated[
        str | None,
        typer.Option(
            "--breakdown",
            metavar="DIM=CODE",
            help="The part that is meant, such as sector=services, or several: "
            '"dim=code;dim=code". Empty for the total.',
        ),
    ] = None,
    price_basis: Annotated[
        str | None,
        typer.Option(
            "--price-basis", metavar="BASIS", help="current, constant_2010, not_stated, ..."
        ),
    ] = None,
    measure: Annotated[
        Measure | None, typer.Option("--measure", help="What the row measures.")
    ] = None,
    as_of: AsOfOption = None,
    tree_as_of: TreeAsOfOption = None,
    lang: LanguageOption = None,
    workspace: WorkspaceOption = None,
    json: JsonOption = False,
) -> None:
    """Explain one number: the tree down to filed figures, with file, cell, person and both clocks.

    Without --breakdown the total is meant, if the place has one.
    """
    run = Period.parse(period)
    office = read_office(workspace)
    found = office.pack.register.find(place)
    card = office.pack.catalogue.find(indicator)
    wish = _read_wish(card, breakdown, price_basis, measure)
    row = _explained(office, found, run, _When(as_of, tree_as_of), wish)
    if json:
        from tiendo.cube.explain.json_form import explanation_as_json

        print_json(explanation_as_json(row, lang or Language.VI))
        return
    from tiendo.cli.tables import show_rows
    from tiendo.cli.trees import show_explanation
    from tiendo.cli.words import speech

    words = speech(lang)
    show_rows([row], words, as_of=as_of)
    say()
    show_explanation(row, words)


@dataclass(frozen=True, slots=True)
class _Wish:
    """Which of an indicator's series somebody wants explained; None where it was not said."""

    card: Indicator
    breakdown: Breakdown | None
    price_basis: str | None
    measure: Measure | None

    def allows(self, row: Row) -> bool:
        """Whether a row is of the indicator and fits every option."""
        return (
            row.card.code == self.card.code
            and self.breakdown in (None, row.series.breakdown)
            and self.price_basis in (None, row.series.price_basis)
            and self.measure in (None, row.measure)
        )


def _read_wish(
    card: Indicator, breakdown: str | None, price_basis: str | None, measure: Measure | None
) -> _Wish:
    """Read the options of `explain`.

    Raises:
        TiendoError: for a breakdown or price basis that the card does not have.
    """
    cut = None if breakdown is None else Breakdown.parse(breakdown)
    if cut is not None:
        card.check_breakdown(cut)
    if price_basis is not None and parse_price_basis(price_basis) not in card.price_bases:
        raise TiendoError(
            f"'{card.code}' has no price basis {price_basis}",
            remedy=f"it has: {', '.join(card.price_bases)}",
        )
    return _Wish(card, cut, price_basis, measure)


def _explained(office: Office, place: Place, run: Period, when: _When, wish: _Wish) -> Row:
    """Return the one row that is meant.

    Raises:
        TiendoError: if several are, naming the options that pick each.
    """
    rows = [row for row in _rows(office, place, run, when) if wish.allows(row)]
    totals = [row for row in rows if not row.series.breakdown]
    if wish.breakdown is None and totals:
        rows = totals
    if len(rows) > 1:
        listed = "\n".join(_options_for(row, rows) for row in rows)
        raise TiendoError(
            f"'{wish.card.code}' has {len(rows)} series for {place.key} in {run}",
            remedy=f"choose one with these options:\n{listed}",
        )
    return rows[0] if rows else _unfiled(office, place, run, when, wish)


def _unfiled(office: Office, place: Place, run: Period, when: _When, wish: _Wish) -> Row:
    """Return the row of a series of which nothing is known: it tells why there is no number."""
    from tiendo.ledger.evaluation import cell_rows

    if wish.measure not in (None, Measure.LEVEL):
        raise TiendoError(
            f"no {wish.measure} of '{wish.card.code}' was filed for {place.key} in {run}",
            remedy="leave --measure out to see what is known",
        )
    basis = wish.price_basis or wish.card.price_bases[0]
    series = Series(wish.card.code, wish.breakdown or TOTAL, basis)
    rows = cell_rows(
        pack=office.pack,
        place=place,
        series=series,
        run=run,
        as_of=when.as_of,
        map_day=when.tree_as_of,
    )
    return rows[0]


def _options_for(row: Row, rivals: Sequence[Row]) -> str:
    """Return the options that tell a row from its rivals."""
    options = []
    if len({rival.series.breakdown for rival in rivals}) > 1:
        options.append(f"--breakdown {shlex.quote(str(row.series.breakdown))}")
    if len({rival.series.price_basis for rival in rivals}) > 1:
        options.append(f"--price-basis {row.series.price_basis}")
    if len({rival.measure for rival in rivals}) > 1:
        options.append(f"--measure {row.measure}")
    return " ".join(options)


@dataclass(frozen=True, slots=True)
class _When:
    """As known on which day, and on the map of which; None for today and the period's end."""

    as_of: date | None
    tree_as_of: date | None


def _rows(
    office: Office, place: Place, run: Period, when: _When, *, every_version: bool = False
) -> list[Row]:
    from tiendo.ledger.evaluation import place_rows

    with progress_bar("evaluating"):
        return place_rows(
            pack=office.pack,
            place=place,
            run=run,
            as_of=when.as_of,
            every_version=every_version,
            map_day=when.tree_as_of,
        )


def _nothing_there(office: Office, place: Place, run: Period, as_of: date | None) -> str:
    """Say why an evaluation is empty, and what there is instead."""
    from tiendo.ledger.evaluation import filed_runs

    runs = filed_runs(pack=office.pack)
    if not runs:
        return (
            f"the workspace {office.workspace.path} holds no figures yet; "
            "load some with `tiendo load FILE`, or try `tiendo demo`"
        )
    known = f" as known on {as_of}" if as_of else ""
    said = f"nothing is filed or planned for {place.key} in {run}{known}"
    if own := runs.get(place):
        more = ", ..." if len(own) > _RUNS_SHOWN else ""
        return f"{said}; it has: {', '.join(map(str, own[:_RUNS_SHOWN]))}{more}"
    others = ", ".join(sorted(other.key for other in runs)[:_RUNS_SHOWN])
    return f"{said}, nor in any other period; places that filed: {others}"
