"""Evaluation over the ledger: the doors through which pages, API and commands ask."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
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
) -> list[Row]:
    """Return the rows of a place for a run, as known on `as_of` (None: today).

    Args:
        with_rules: also with what the rules of the pack find.
    """
    known = _evidence(pack, place, run, as_of)
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
) -> list[Row]:
    """Return the rows of one series of a place, the level first."""
    known = _evidence(pack, place, run, as_of)
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


def _evidence(pack: Pack, place: Place, run: Period, as_of: date | None) -> Evidence:
    """Return what was known, with the places that an evaluation looks at read in one go."""
    day = min(as_of, today(pack)) if as_of else today(pack)
    windows = windows_of(run, pack.catalogue)
    figures = selectors.ledger_figures(register=pack.register, as_of=day, windows=windows)
    figures.load_places(_looked_at(pack.register, place, run))
    obligations = selectors.obligations(register=pack.register)
    return Evidence(figures, pack.catalogue, pack.register, day, obligations)


def _looked_at(register: PlaceRegister, place: Place, run: Period) -> Iterator[str]:
    """Yield the place, everything below it, its parent and its siblings."""
    yield from (one.key for one in register.ever_within(place.key))
    if parent := place.parent_on(run.end):
        yield parent
        for sibling in register.children(parent, run.end):
            yield sibling.key
