"""`tiendo evaluate --all`: every place of the country at once, here or on a cluster."""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryFile
from time import perf_counter
from typing import TYPE_CHECKING, Annotated, TypeAlias

import typer

from tiendo.cli.country_findings import RulesOfCountry, rules_of_country
from tiendo.cli.kept import keep_in_mind, written
from tiendo.cli.office import Office, read_office
from tiendo.cli.options import Language
from tiendo.cli.output import note, print_json, progress_bar, say
from tiendo.vocabulary.errors import TiendoError
from tiendo.vocabulary.period import Period
from tiendo.vocabulary.words import Level

if TYPE_CHECKING:
    from pyarrow import Table  # type: ignore[import-untyped]

    from tiendo.cube.cells.axes import TileSource
    from tiendo.cube.cluster import Tally, Told


class WrongUsage(typer.TyperException):
    """Words and options that do not go together."""

    exit_code = 2

    def __init__(self, message: str, context: typer.Context) -> None:
        super().__init__(message)
        self.ctx = context


def _read_file(text: str | Path) -> Path:
    if not str(text).strip():
        raise ValueError("the path is empty; name a file")
    return Path(text)


def _read_address(text: str) -> str:
    if not text.strip():
        raise ValueError("the address is empty; name a scheduler, such as tcp://host:8786")
    return text.strip()


PlaceOrNone: TypeAlias = Annotated[
    str | None,
    typer.Argument(
        metavar="PLACE",
        help='Key or name of a place: ninh-thuan, "Ninh Thuận"; not with --all.',
        show_default=False,
    ),
]
PeriodOrNone: TypeAlias = Annotated[
    str | None,
    typer.Argument(
        metavar="PERIOD",
        help="A run of months: 2024-03, 2024-Q1, 2024-H1, 2024-9M, 2024, 2021/2025, "
        "2024-01/2024-05.",
        show_default=False,
    ),
]
AllOption: TypeAlias = Annotated[
    bool,
    typer.Option(
        "--all", help="Evaluate every place of the country; then PERIOD stands without a PLACE."
    ),
]
LevelOption: TypeAlias = Annotated[
    Level | None, typer.Option("--level", help="With --all: only places of this level.")
]
ClusterOption: TypeAlias = Annotated[
    str | None,
    typer.Option(
        "--cluster",
        parser=_read_address,
        metavar="ADDRESS",
        help="With --all: let the workers of the Dask scheduler at this address do it, such as "
        "tcp://host:8786. They must find the cube at its address, and be machines that you trust.",
    ),
]
OutOption: TypeAlias = Annotated[
    Path | None,
    typer.Option(
        "--out",
        parser=_read_file,
        metavar="FILE.parquet",
        help="With --all: write the rows into a Parquet file; one that is there is replaced. Here "
        "and in JSON, `source` is the file and line of a value that was read from one filed "
        "figure, and empty for a computed one; `tiendo explain` tells where those come from.",
    ),
]


RulesOption: TypeAlias = Annotated[
    bool | None,
    typer.Option(
        "--rules/--no-rules",
        help="With --all: with or without what the rules of the country pack find, which takes "
        "hundredths of a second for each place that filed; by default with it.",
        show_default=False,
    ),
]


_PIECE = 1 << 20


@dataclass(frozen=True)
class Wish:
    """What somebody wants of the whole country.

    Attributes:
        run: the run of months.
        as_of: the day as known on which; None for today.
        level: places of which level; None for all.
        cluster: address of a scheduler; None for this process.
        out: the file to write; None for none.
        json: print JSON.
        lang: language of names and tables; None for the terminal's, in data vi.
        every_version: list every version of every plan.
        tree_as_of: the day whose map is asked for; None for the run's end.
        rules: also what the rules of the pack find.
    """

    run: Period
    as_of: date | None
    level: Level | None
    cluster: str | None
    out: Path | None
    json: bool
    lang: Language | None
    every_version: bool
    tree_as_of: date | None = None
    rules: bool = True


def the_period(context: typer.Context, words: tuple[str | None, str | None]) -> str:
    """Return the one word that stands beside --all.

    Raises:
        WrongUsage: if there is none, or a place as well.
    """
    given = [word for word in words if word is not None]
    if not given:
        raise WrongUsage("missing argument 'PERIOD'", context)
    if len(given) > 1:
        raise WrongUsage(
            f"--all evaluates every place, so '{given[0]}' cannot be named beside it", context
        )
    return given[0]


def place_and_period(
    context: typer.Context, place: str | None, period: str | None
) -> tuple[str, str]:
    """Return the two words that stand there without --all.

    Raises:
        WrongUsage: naming the one that is missing.
    """
    if place is None or period is None:
        missing = "PLACE" if place is None else "PERIOD"
        raise WrongUsage(f"missing argument '{missing}'", context)
    return place, period


def refuse_without_all(context: typer.Context, **options: object) -> None:
    """Refuse options that only mean something together with --all.

    Raises:
        WrongUsage: naming the first of them.
    """
    for name, given in options.items():
        if given is not None:
            raise WrongUsage(f"--{name} goes with --all only", context)


def evaluate_country(wish: Wish, workspace: Path | None) -> None:
    """Evaluate the country, and print or write what is wanted.

    Raises:
        TiendoError: if the cube, the cluster or the file cannot be used.
    """
    office = read_office(workspace)
    _refuse_early(wish)
    began = perf_counter()
    # The rules take minutes: a cube or a cluster that cannot be used is told before.
    with _cube(office, wish.as_of) as cube:
        found = _ruled(office, wish)
        with _evaluated(office, cube, wish) as told:
            if wish.out is not None:
                tally = _write_file(wish.out, wish.run, cube, told, found)
                keep_in_mind(written(wish.out))
            elif wish.json:
                tally = _print_rows(told, found)
            else:
                tally = found.counted_in(_counted(told))
    seconds = perf_counter() - began
    if not tally.rows:
        note(f"nothing is filed or planned in {wish.run} as known on {cube.day}")
    if wish.json and wish.out is not None:
        print_json(
            {
                "rows": tally.rows,
                "places": tally.places,
                "out": str(wish.out),
                "seconds": round(seconds, 3),
            }
        )
    elif not wish.json:
        _tell_people(wish, tally, seconds)


def _ruled(office: Office, wish: Wish) -> RulesOfCountry:
    if not wish.rules:
        return RulesOfCountry()
    levels = None if wish.level is None else {wish.level}
    return rules_of_country(office.pack, wish.run, wish.as_of, levels)


def _refuse_early(wish: Wish) -> None:
    """Refuse what cannot succeed before anything is built for it."""
    from tiendo.cube.parquet import refuse_bad_place
    from tiendo.ledger import selectors

    if wish.out is not None:
        refuse_bad_place(wish.out.resolve())
    if wish.cluster is not None and wish.as_of is not None and wish.as_of < selectors.today():
        raise TiendoError(
            "a past day is answered from a scratch cube on this machine, where a cluster's workers "
            "do not find it",
            remedy="leave --cluster or --as-of out",
        )
    if wish.cluster is not None:
        from tiendo.cube.cluster.reaching import reached

        # What Dask has to say of a busy cluster's pauses is no answer to what was asked.
        logging.getLogger("distributed").setLevel(logging.CRITICAL)
        with reached(wish.cluster):
            pass


@dataclass(frozen=True)
class _Cube:
    """The tiles to evaluate, up to which event of the log they go, and as known on which day."""

    tiles: TileSource
    sequence: int
    day: date


@contextmanager
def _cube(office: Office, as_of: date | None) -> Iterator[_Cube]:
    """Give the cube as of today, or a scratch one of a past day."""
    from tiendo.ledger import selectors

    today = selectors.today()
    if as_of is None or as_of >= today:
        from tiendo.ledger.cube.current import live_tiles

        live = live_tiles(pack=office.pack)
        yield _Cube(live.tiles, live.built.state.sequence, today)
        return
    from tiendo.ledger.cube.rebuilding import scratch_cube

    with ExitStack() as held:
        with progress_bar(f"as known on {as_of}") as advance:
            tiles = held.enter_context(scratch_cube(pack=office.pack, day=as_of, progress=advance))
        yield _Cube(tiles, tiles.manifest.sequence, as_of)


@contextmanager
def _evaluated(office: Office, cube: _Cube, wish: Wish) -> Iterator[Iterator[Told]]:
    """Give what is told of the country's blocks, one after the other."""
    from tiendo.cube.cluster import Asking, Telling, evaluate_here
    from tiendo.cube.kernel import Question, World
    from tiendo.ledger import selectors

    pack = office.pack
    levels = None if wish.level is None else frozenset({wish.level})
    asking = Asking(
        World(pack.register, pack.catalogue, selectors.obligations(register=pack.register)),
        cube.tiles,
        Question(
            wish.run,
            cube.day,
            every_version=wish.every_version,
            tree_as_of=wish.tree_as_of,
            # Former places beside those that they became would be counted twice.
            only_on_map=wish.tree_as_of is not None,
        ),
        Telling(levels, wish.json or wish.out is not None, (wish.lang or Language.VI).value),
        levels,
    )
    with progress_bar("evaluating") as advance:
        if wish.cluster is None:
            stream = evaluate_here(asking, progress=advance)
        else:
            from tiendo.cube.cluster.machines import evaluate_on

            stream = evaluate_on(wish.cluster, asking, progress=advance)
        with closing(stream):
            yield stream


# ---- what is made of it --------------------------------------------------------------


def _counted(told: Iterator[Told]) -> Tally:
    from tiendo.cube.cluster import Tally

    return sum((each.tally for each in told), Tally())


def _write_file(
    out: Path, run: Period, cube: _Cube, told: Iterator[Told], found: RulesOfCountry
) -> Tally:
    from tiendo.cube.cluster import Tally
    from tiendo.cube.parquet import About, parquet_file

    tally = Tally()
    with parquet_file(out, About(str(run), cube.day, cube.sequence)) as file:
        for each in told:
            file.add(found.on_rows(_with_sources(each)))
            tally += each.tally
    return tally


def _print_rows(told: Iterator[Told], found: RulesOfCountry) -> Tally:
    """Print one JSON array, a line for each row, without ever holding the country.

    Nothing is printed before the last row is known: half an array would be no document.
    """
    from tiendo.cube.cluster import Tally
    from tiendo.cube.parquet import rows_of

    tally, separator = Tally(), "[\n"
    with TemporaryFile("w+", encoding="utf-8", errors="backslashreplace") as document:
        for each in told:
            for row in rows_of(found.on_rows(_with_sources(each))):
                document.write(separator)
                document.write(json.dumps(row, ensure_ascii=False, allow_nan=False))
                separator = ",\n"
            tally += each.tally
        document.write("\n]\n" if tally.rows else "[]\n")
        document.seek(0)
        while piece := document.read(_PIECE):
            _write(piece)
    return tally


def _write(text: str) -> None:
    """Write text in UTF-8, whatever the terminal's encoding is, as `print_json` does."""
    binary = getattr(sys.stdout, "buffer", None)
    if binary is None:
        sys.stdout.write(text)
    else:
        binary.write(text.encode("utf-8", errors="backslashreplace"))


def _with_sources(told: Told) -> Table:
    """Return the rows with file and line of those values that were read from one figure."""
    from tiendo.ledger import selectors

    if told.rows is None:
        raise ValueError("the rows were not asked for")
    figures = told.rows.figures
    return told.rows.with_sources(selectors.sources_of(figures[figures > 0].tolist()))


def _tell_people(wish: Wish, tally: Tally, seconds: float) -> None:
    from tiendo.cli.summary import show_tally
    from tiendo.cli.words import speech

    if tally.rows:
        show_tally(tally, speech(wish.lang), wish.run, wish.as_of)
    if wish.out is not None:
        say(f"{tally.rows} rows of {tally.places} places are in {wish.out} ({seconds:.1f} s)")
    elif tally.rows:
        say("every row: --out FILE.parquet or --json; one place: tiendo evaluate PLACE PERIOD")
