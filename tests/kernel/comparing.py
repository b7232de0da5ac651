"""The evaluation of a random world twice, by explain and by the kernel, and how they differ."""

from __future__ import annotations

import math
import traceback
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from tests.kernel.cubes import tiles_of
from tests.kernel.worlds import Case
from tiendo.cube.explain.evaluate import evaluate, windows_of
from tiendo.cube.explain.evidence import Evidence
from tiendo.cube.explain.json_form import row_as_json
from tiendo.cube.explain.source import MemoryFigures
from tiendo.cube.kernel import Country, Question, World
from tiendo.vocabulary.figure import Figure
from tiendo.vocabulary.series import Breakdown

Row = Mapping[str, Any]
"""A row of `evaluate` as JSON."""

Name = tuple[str, str, str, str, str]
"""Place, indicator, breakdown, price basis and measure: what a row is about."""

LEVELS = frozenset(
    {
        "value",
        "value_lo",
        "value_hi",
        "previous_period",
        "same_period",
        "year_to_date",
        "difference",
    }
)
"""Numbers in the row's unit; differences of them are exact to 1e-9 of the largest one."""

PERCENTS = frozenset({"growth_pct", "base_ratio_pct", "contribution_pp", "structure_share_pct"})
"""Numbers in percent, exact to 1e-9 of themselves or to 1e-6."""

CAUSES = ("error", "rows", "state", "value", "same_period_state", "same_period", "growth_pct")
"""Fields on which others rest: where one of these differs, the rest of the row says no more."""

_PERCENTS_OF_PLANS = frozenset({"share_pct", "year_elapsed_pct"})
_RELATIVE, _PERCENT = 1e-9, 1e-6


@dataclass(frozen=True)
class Mismatch:
    """One field in which the two differ.

    Attributes:
        about: the row; empty where the rows themselves differ.
        key: the field, or "rows", "order" or "error".
        expected: as explain has it; got: as the kernel has it.
        nature: that of the indicator; state: that of explain's row.
    """

    about: str
    key: str
    expected: object
    got: object
    nature: str = ""
    state: str = ""

    @property
    def group(self) -> tuple[str, str, str]:
        """What mismatches of one cause mostly share."""
        return self.key, self.nature, self.state

    def __str__(self) -> str:
        return (
            f"{self.key} of {self.about or 'the evaluation'} ({self.nature} {self.state}):\n"
            f"    explain {self.expected}\n    kernel  {self.got}"
        )


class _AsTheLedger(MemoryFigures):
    """Some figures of a ledger that tells of all of them which indicators are confidential."""

    def __init__(self, figures: Iterable[Figure], hidden: Collection[str]) -> None:
        super().__init__(figures)
        self._hidden = set(hidden)


def rows_of_explain(case: Case, places: Iterable[str]) -> list[Row]:
    """Return the rows of these places as the trusted implementation has them.

    It is given what the ledger gives it: the figures known by the day, of the years that matter,
    and which indicators have a confidential figure of any date.
    """
    windows = windows_of(case.run, case.catalogue)
    source = _AsTheLedger(
        (
            figure
            for figure in case.figures
            if figure.statement.known_at <= case.as_of
            and any(year.year == figure.statement.period.year for year in windows)
        ),
        hidden=MemoryFigures(case.figures).hidden_indicators(),
    )
    known = Evidence(
        source, case.catalogue, case.register, case.as_of, case.obligations, case.tree_as_of
    )
    return [
        row_as_json(row)
        for place in places
        for row in evaluate(known, place, case.run, every_version=case.every_version)
    ]


def rows_of_kernel(case: Case, *, everywhere: bool = False) -> list[Row]:
    """Return the rows as the kernel has them, from tiles resolved in memory.

    Args:
        everywhere: ask for all places at once, not for those of the case one by one.
    """
    world = World(case.register, case.catalogue, case.obligations)
    question = Question(
        case.run, case.as_of, every_version=case.every_version, tree_as_of=case.tree_as_of
    )
    tiles = tiles_of(case.figures, case.register, case.catalogue, case.as_of)
    country = Country(world, tiles)
    if everywhere:
        return [row for result in country.evaluate_all(question) for row in result.records()]
    return [
        row
        for place in case.places
        for row in country.evaluate_place(place, question).records(places=[place])
    ]


def mismatches(case: Case, *, everywhere: bool = False) -> list[Mismatch]:
    """Return where kernel and explain differ on a case; a crash of the kernel is a mismatch too.

    Args:
        everywhere: ask the kernel for all places at once, and explain for each.
    """
    places = [place.key for place in case.register] if everywhere else case.places
    try:
        got = rows_of_kernel(case, everywhere=everywhere)
    except Exception as error:
        return [_crash(error)]
    found: list[Mismatch] = []
    for place in places:
        given = [row for row in got if row["place"] == place]
        found += compared(case, rows_of_explain(case, [place]), given)
    return found


def leading(found: Sequence[Mismatch]) -> list[Mismatch]:
    """Return the mismatches that are not plain consequences of another one of the same row."""
    lead: dict[str, Mismatch] = {}
    for one in found:
        if one.key in CAUSES and (
            one.about not in lead or CAUSES.index(one.key) < CAUSES.index(lead[one.about].key)
        ):
            lead[one.about] = one
    return [one for one in found if lead.get(one.about, one) is one]


def _crash(error: Exception) -> Mismatch:
    """Return the mismatch that a crash is, with the last few calls that led to it."""
    frames = traceback.extract_tb(error.__traceback__)[-4:]
    way = " > ".join(f"{frame.filename.rpartition('/')[2]}:{frame.lineno}" for frame in frames)
    told = f"{type(error).__name__}: {error} ({way})"
    where = "" if isinstance(error, RecursionError) else f" in {frames[-1].name}"
    return Mismatch("", "error", "rows", told, state=f"{type(error).__name__}{where}")


def compared(case: Case, expected: Sequence[Row], got: Sequence[Row]) -> Iterator[Mismatch]:
    """Yield the differences between two lists of rows."""
    wanted = {name_of(row): row for row in expected}
    given = {name_of(row): row for row in got}
    for name in [*wanted, *(name for name in given if name not in wanted)]:
        nature = str(case.catalogue[name[1]].nature)
        if name not in given:
            state = wanted[name]["state"]
            yield Mismatch(" ".join(name), "rows", f"a row ({state})", "no row", nature, state)
        elif name not in wanted:
            state = given[name]["state"]
            yield Mismatch(" ".join(name), "rows", "no row", f"a row ({state})", nature, state)
        else:
            yield from _compared_rows(" ".join(name), nature, wanted[name], given[name])
    both = [name for name in given if name in wanted]
    if both != [name for name in wanted if name in given]:
        yield Mismatch("", "order", list(wanted), list(given))
    if len(given) != len(got):
        yield Mismatch("", "order", "each row once", [name_of(row) for row in got])


def name_of(row: Row) -> Name:
    """Return what a row is about."""
    cut = Breakdown(tuple(sorted(row["breakdown"].items())))
    return row["place"], row["indicator"], str(cut), row["price_basis"], row["measure"]


def _compared_rows(about: str, nature: str, wanted: Row, given: Row) -> Iterator[Mismatch]:
    state = wanted["state"]
    scale = _scale(wanted)
    for key in [*wanted, *(key for key in given if key not in wanted)]:
        if key not in wanted or key not in given:
            yield Mismatch(about, key, sorted(wanted), sorted(given), nature, state)
            continue
        if not _same(key, wanted, given, scale):
            yield Mismatch(about, key, wanted[key], given[key], nature, state)


def _same(key: str, wanted: Row, given: Row, scale: float) -> bool:
    """Whether a field of two rows is the same."""
    one, other = wanted[key], given[key]
    if key in LEVELS:
        return same_number(one, other, _RELATIVE * scale)
    if key in PERCENTS:
        return same_number(one, other, _PERCENT)
    if key == "plans":
        return len(one) == len(other) and all(
            _same_plan(a, b) for a, b in zip(one, other, strict=True)
        )
    if key == "findings":
        return same_findings(one, other, scale)
    if key == "derived":
        return len(one) == len(other) and set(one) == set(other)
    if key == "source":  # Files and cells stand in the ledger; the kernel names none.
        return other is None
    return bool(one == other)


def _scale(row: Row) -> float:
    """Return the largest number among those in the row's unit, at least 1."""
    numbers: list[float] = [row[key] for key in LEVELS if row[key] is not None]
    return max([1.0, *map(abs, numbers)])


def same_number(one: float | None, other: float | None, absolute: float) -> bool:
    """Whether two numbers, None for unknown, agree to 1e-9 of themselves or to `absolute`."""
    if one is None or other is None:
        return one is other
    return math.isclose(one, other, rel_tol=_RELATIVE, abs_tol=absolute)


def _same_plan(one: Row, other: Row) -> bool:
    """Whether two plans say the same."""
    if set(one) != set(other):
        return False
    for key, wanted in one.items():
        if key in _PERCENTS_OF_PLANS:
            same = same_number(wanted, other[key], _PERCENT)
        elif key.startswith("value"):
            same = same_number(wanted, other[key], _RELATIVE)
        else:
            same = wanted == other[key]
        if not same:
            return False
    return True


def same_findings(wanted: Sequence[Row], given: Sequence[Row], scale: float) -> bool:
    """Whether two lists hold the same findings in any order; their details are not compared."""
    left = list(given)
    for one in wanted:
        match = next((other for other in left if _same_finding(one, other, scale)), None)
        if match is None:
            return False
        left.remove(match)
    return not left


def _same_finding(one: Row, other: Row, scale: float) -> bool:
    words = all(one[key] == other[key] for key in ("check", "verdict", "severity"))
    # Levels are in the row's unit, growths in percent: both are at hand, the wider is good enough.
    absolute = max(_RELATIVE * scale, _PERCENT * (one["check"] in _OF_GROWTH))
    return words and all(
        same_number(one[key], other[key], absolute) for key in ("expected", "stated")
    )


_OF_GROWTH = ("level_change_growth", "price_basis", "implied_plan")


def report_of(case: Case, found: Sequence[Mismatch], most: int = 80) -> str:
    """Return the mismatches of a case, and the case itself, for whoever has to find the cause.

    Args:
        most: how many mismatches, and how many lines of the case, to tell.
    """
    lines = [*map(str, found[:most]), *islice(case.lines(), most)]
    left = len(list(case.lines())) - most
    return "\n".join([*lines, f"  and {left} lines more"] if left > 0 else lines)
