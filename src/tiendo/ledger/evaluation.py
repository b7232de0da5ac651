"""Evaluation over the ledger: the doors through which pages, API and commands ask."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date

from tiendo.cube.explain.evaluate import evaluate, explain, windows_of
from tiendo.cube.explain.evidence import Evidence
from tiendo.cube.explain.row import Row
from tiendo.ledger import selectors
from tiendo.ledger.validation import Checked, checked, rule_findings
from tiendo.packs.loading import Pack
from tiendo.validation.finding import RuleFinding
from tiendo.vocabulary.period import Period
from tiendo.vocabulary.place import Place, PlaceRegister
from tiendo.vocabulary.series import Series


def today(pack: Pack) -> date:
    """Return the date in the workspace's time zone, up to which figures are looked at."""
    return selectors.today()


def place_rows(
    *,
    pack: Pack,
    place: Place,
    run: Period,
    as_of: date | None = None,
    every_version: bool = False,
    with_rules: bool = True,
    map_day: date | None = None,
) -> list[Row]:
    """Return the rows of a place for a run, as known on `as_of` (None: today).

    Args:
        with_rules: also with what the rules of the pack find.
        map_day: the day whose map places are added up on; None for the run's end.
    """
    known = _evidence(pack, place, run, as_of, map_day)
    rows = evaluate(known, place.key, run, every_version=every_version)
    if not with_rules:
        return rows
    return _with_rules(rows, rule_findings(pack=pack, place=place, run=run, as_of=as_of))


def place_checked(
    *, pack: Pack, place: Place, run: Period, as_of: date | None = None
) -> tuple[list[Row], tuple[Checked, ...]]:
    """Return the rows of a place for a run without rules, and all findings, the gravest first."""
    rows = place_rows(pack=pack, place=place, run=run, as_of=as_of, with_rules=False)
    found = rule_findings(pack=pack, place=place, run=run, as_of=as_of)
    return rows, checked(pack=pack, place=place, run=run, rows=rows, found=found)


def cell_rows(
    *,
    pack: Pack,
    place: Place,
    series: Series,
    run: Period,
    as_of: date | None = None,
    every_version: bool = False,
    map_day: date | None = None,
) -> list[Row]:
    """Return the rows of one series of a place, the level first."""
    known = _evidence(pack, place, run, as_of, map_day)
    rows = explain(known, place.key, series, run, every_version=every_version)
    found = rule_findings(pack=pack, place=place, run=run, as_of=as_of, only={series})
    return _with_rules(rows, found)


def _with_rules(rows: Sequence[Row], found: Iterable[RuleFinding]) -> list[Row]:
    """Return the rows, the first of each series with what the rules of the pack found on it."""
    by_series: dict[Series, list[RuleFinding]] = {}
    for finding in found:
        by_series.setdefault(finding.cell.series, []).append(finding)
    return [replace(row, findings=(*row.findings, *by_series.pop(row.series, ()))) for row in rows]


def filed_runs(*, pack: Pack) -> dict[Place, list[Period]]:
    """Return the places that filed or plan anything, each with its runs, newest first."""
    found: dict[Place, list[Period]] = {}
    for filed in selectors.filed_periods(pack.register):
        found.setdefault(pack.register[filed.place], []).append(filed.period)
    for runs in found.values():
        runs.sort(key=lambda run: (run.last, run.first), reverse=True)
    return found


def as_of_dates(*, pack: Pack, place: Place, run: Period) -> list[date]:
    """Return the dates on which something about the place's run became known, newest first."""
    return selectors.known_dates(register=pack.register, place=place.key, window=run.whole_year())


def evidence_of(
    *,
    pack: Pack,
    place: Place,
    run: Period,
    as_of: date | None = None,
    map_day: date | None = None,
    windows: Sequence[Period] = (),
) -> Evidence:
    """Return what was known about a place in a run, for questions of one's own to `explain`.

    Args:
        windows: the years whose figures are read; by default those that an evaluation of the run
            may need.
    """
    return _evidence(pack, place, run, as_of, map_day, windows)


def _evidence(
    pack: Pack,
    place: Place,
    run: Period,
    as_of: date | None,
    map_day: date | None = None,
    windows: Sequence[Period] = (),
) -> Evidence:
    """Return what was known, with the places that an evaluation looks at read in one go."""
    day = min(as_of, today(pack)) if as_of else today(pack)
    windows = windows or windows_of(run, pack.catalogue)
    figures = selectors.ledger_figures(register=pack.register, as_of=day, windows=windows)
    figures.load_places(_looked_at(pack.register, place, figures.filing_places()))
    obligations = selectors.obligations(register=pack.register)
    return Evidence(figures, pack.catalogue, pack.register, day, obligations, map_day)


def _looked_at(register: PlaceRegister, place: Place, filing: Collection[str]) -> Iterator[str]:
    """Yield the filing places that ever stood at or below a place, its parents, or beside it."""
    near = {place.key, *(edge.parent for edge in place.parents)}
    for key in filing:
        above = {key, *(edge.parent for edge in register[key].parents)}
        if near & above or any(register.ever_stood_below(key, one) for one in near):
            yield key
