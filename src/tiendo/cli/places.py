"""`tiendo places`, `tiendo history` and `tiendo recast`: places that change."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from tiendo.cli.options import (
    AsOfOption,
    JsonOption,
    Language,
    LanguageOption,
    PlaceArgument,
    WorkspaceOption,
    examples,
    read_day,
)
from tiendo.cli.output import note, print_json, progress_bar, say
from tiendo.cli.place_boundaries import print_boundaries
from tiendo.cli.place_json import chapter_json, kind_of, place_json, recast_json
from tiendo.cli.recast_summary import Each, cut_into, print_summary
from tiendo.vocabulary.errors import TiendoError
from tiendo.vocabulary.history import history
from tiendo.vocabulary.period import Period
from tiendo.vocabulary.place import Place, PlaceRegister
from tiendo.vocabulary.place_search import search_places
from tiendo.vocabulary.reform import Weight
from tiendo.vocabulary.series import Breakdown, Series
from tiendo.vocabulary.span import Span
from tiendo.vocabulary.words import Level

if TYPE_CHECKING:
    from tiendo.ledger.recasting import Recast
    from tiendo.vocabulary.indicator import Indicator

_SHOWN = 20


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command(
        epilog=examples(
            'tiendo places "Quế Sơn"',
            "tiendo places 00553 --as-of 2025-06-30",
            "tiendo places --in quang-ninh --as-of 2025-07-01",
            "tiendo places --in quang-ninh --geojson > quang-ninh.geojson",
        )
    )(places)
    app.command(
        "history",
        epilog=examples("tiendo history binh-lieu", "tiendo history khanh-hoa-2025 --json"),
    )(place_history)
    app.command(
        epilog=examples(
            "tiendo recast da-nang-2025 state-budget-investment 2023 2024 --onto 2025-07-01",
            "tiendo recast que-son budget-revenue 2023 --onto 2025-07-01",
            "tiendo recast vn state-budget-investment 2012-01/2025-02 --each month "
            "--breakdown management=local --onto 2025-07-01 --summary",
        )
    )(recast)


def places(
    query: Annotated[
        str | None,
        typer.Argument(
            metavar="QUERY",
            help="A key, a code, or a name in any spelling, whole or begun.",
            show_default=False,
        ),
    ] = None,
    within: Annotated[
        str | None,
        typer.Option("--in", metavar="PLACE", help="List what belongs to this place instead."),
    ] = None,
    as_of: AsOfOption = None,
    level: Annotated[
        Level | None, typer.Option("--level", help="Only places of this level.")
    ] = None,
    geojson: Annotated[
        bool,
        typer.Option(
            "--geojson",
            help="Print the boundaries of what --in holds on the pack's map; units without one are "
            "named on stderr.",
        ),
    ] = False,
    lang: LanguageOption = None,
    workspace: WorkspaceOption = None,
    json: JsonOption = False,
) -> None:
    """Find places by key, code or name; with --as-of those of that day only.

    With --in, the tree: what belonged to a place on that day, or belongs to it today.
    """
    register = _register()
    if query is None and within is None:
        raise TiendoError("no place is named", remedy="write a QUERY, or --in PLACE")
    if geojson:
        print_boundaries(within, level, as_of, lang or Language.VI)
        return
    if within is not None:
        day = as_of or date.today()
        parent = register.find(within)
        found = register.children(parent.key, day)
        found = tuple(place for place in found if level in (None, place.level))
    else:
        found = search_places(register, query or "", as_of=as_of, level=level, limit=1000)
    if not found:
        note(f"no place is called '{query or within}'" + (f" on {as_of}" if as_of else ""))
    if json:
        print_json([place_json(register, place, lang or Language.VI, as_of) for place in found])
        return
    shown = found if within is not None else found[:_SHOWN]
    language = _language(lang)
    for place in shown:
        say(_line(register, place, language, as_of))
    if len(shown) < len(found):
        note(f"{len(found) - len(shown)} more; narrow the query, or use --json")


def place_history(
    place: PlaceArgument,
    lang: LanguageOption = None,
    workspace: WorkspaceOption = None,
    json: JsonOption = False,
) -> None:
    """Tell what happened to a place: what it was made of, what became of it, names and codes."""
    from tiendo.cli.place_words import chapter_lines, word

    register = _register()
    found = register.find(place)
    chapters = history(register, found.key)
    if json:
        language = lang or Language.VI
        print_json(
            {
                **place_json(register, found, language, None),
                "chapters": [chapter_json(register, chapter, language) for chapter in chapters],
            }
        )
        return
    language = _language(lang)
    say(_line(register, found, language, None))
    if not chapters:
        say(word("nothing", language))
    for chapter in chapters:
        for line in chapter_lines(register, chapter, language):
            say(line)


def recast(
    place: PlaceArgument,
    indicator: Annotated[
        str, typer.Argument(metavar="INDICATOR", help="Code or name.", show_default=False)
    ],
    periods: Annotated[
        list[str],
        typer.Argument(metavar="PERIOD...", help="Runs of months.", show_default=False),
    ],
    onto: Annotated[
        date,
        typer.Option(
            "--onto", parser=read_day, metavar="DATE", help="The day whose map is asked for."
        ),
    ],
    breakdown: Annotated[
        str | None, typer.Option("--breakdown", metavar="DIM=CODE", help="The part that is meant.")
    ] = None,
    price_basis: Annotated[
        str | None, typer.Option("--price-basis", metavar="BASIS", help="current, ...")
    ] = None,
    by: Annotated[
        Weight | None,
        typer.Option(
            "--by",
            help="Share divided units out by this, where their shares are known; the result is "
            "an estimate.",
        ),
    ] = None,
    each: Annotated[
        Each | None,
        typer.Option("--each", help="Cut the periods into these, each a cell of its own."),
    ] = None,
    summary: Annotated[
        bool,
        typer.Option(
            "--summary",
            help="Count the cells of the places below PLACE: exact, partial, ..., and what lacks.",
        ),
    ] = False,
    as_of: AsOfOption = None,
    lang: LanguageOption = None,
    workspace: WorkspaceOption = None,
    json: JsonOption = False,
) -> None:
    """Recast a series onto the map of another day, forwards or backwards.

    Exact where whole units lie in the new ones, estimated where shares are known, refused with the
    units named where they are not. With --summary, how many cells are which.
    """
    from tiendo.cli.office import read_office

    asked = [Period.parse(period) for period in periods]
    runs = [piece for run in asked for piece in (cut_into(run, each) if each else (run,))]
    if summary and by is not None:
        raise typer.BadParameter("--summary counts what needs no weight", param_hint="--by")
    office = read_office(workspace)
    from tiendo.ledger.recasting import recast_rows

    found = office.pack.register.find(place)
    card = office.pack.catalogue.find(indicator)
    only = _series(card, breakdown, price_basis)
    if summary:
        series = only[0] if only else Series(card.code, price_basis=card.price_bases[0])
        print_summary(
            office.pack, found, series, runs, onto=onto, as_of=as_of, lang=lang, json=json
        )
        return
    with progress_bar("recasting"):
        rows = recast_rows(
            pack=office.pack,
            place=found,
            indicator=card.code,
            runs=runs,
            onto=onto,
            by=by,
            as_of=as_of,
            only=only,
        )
    if not rows:
        raise TiendoError(
            f"nothing is known of what became of {found.key} by {onto}",
            remedy=f"`tiendo history {found.key}` tells what is known",
        )
    if json:
        print_json([recast_json(row, onto, lang or Language.VI) for row in rows])
        return
    for row in rows[:_SHOWN]:
        for line in _recast_lines(office.pack.register, row, _language(lang)):
            say(line)
    if len(rows) > _SHOWN:
        note(f"{len(rows) - _SHOWN} more: --json prints them all")


def _series(card: Indicator, breakdown: str | None, price_basis: str | None) -> tuple[Series, ...]:
    if breakdown is None and price_basis is None:
        return ()
    cut = Breakdown.parse(breakdown or "")
    card.check_breakdown(cut)
    return (Series(card.code, cut, price_basis or card.price_bases[0]),)


def _register() -> PlaceRegister:
    from tiendo.packs.loading import load_pack

    return load_pack().register


def _language(lang: Language | None) -> Language:
    from tiendo.cli.words import speech

    return Language(speech(lang).language)


def _line(register: PlaceRegister, place: Place, language: Language, day: date | None) -> str:
    """Return a place in one line: name, key, level, parents with their dates."""
    from tiendo.cli.place_words import full_name, word

    pieces = [full_name(register, place, language, day), place.key]
    for edge in place.parents:
        if day is None or edge.span.holds(day):
            parent = full_name(register, register[edge.parent], language, day)
            pieces.append(f"{word('in', language)} {parent}{_dates(edge.span, language)}")
    if not place.parents:
        pieces.append(place.level.value + _dates(place.span, language))
    codes = [code.code for code in place.codes if day is None or code.span.holds(day)]
    return "; ".join([*pieces, *codes])


def _dates(span: Span, language: Language) -> str:
    from tiendo.cli.place_words import word

    told = [
        f"{word(key, language)} {day}"
        for key, day in (("from", span.begins), ("until", span.stops))
        if day is not None
    ]
    return f" ({', '.join(told)})" if told else ""


def _recast_lines(register: PlaceRegister, cell: Recast, language: Language) -> Iterator[str]:
    """Yield a recast cell in words: the number, what it is made of, targets that do not compare."""
    from tiendo.cli.place_words import full_name

    row = cell.row
    cut = f" [{row.series.breakdown}]" if row.series.breakdown else ""
    value = row.state.value if row.value is None else f"{row.value.normalize():f} {row.unit}"
    kind = kind_of(cell)
    yield (
        f"{full_name(register, row.place, language)} ({row.place.key}) {row.period}{cut}: {value}"
        + (f" ({kind.replace('_', ' ')})" if kind and kind != value else "")
    )
    trace = row.trace("value")
    if trace and "not known: " in trace.operation:
        yield f"  {trace.operation.partition('; ')[2]}"
    parts = [part for part in cell.made_of.parts if part.key != row.place.key]
    if parts:
        told = ", ".join(part.key if part.whole else f"part of {part.key}" for part in parts)
        yield f"  made of: {told}"
    if cell.undivided:
        yield f"  what share of {', '.join(cell.undivided)} lies here is not known"
    for target in cell.targets:
        if target.reason:
            what = f"target {target.value} ({target.kind.value}, {target.plan.period})"
            yield f"  {target.comparability.value}: {what}: {target.reason}"
