"""What the rules find on figures that are being filed, within the transaction that writes them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from django.db import Error as DatabaseError

from tiendo.cube.explain.evaluate import windows_of
from tiendo.cube.explain.evidence import Evidence
from tiendo.cube.explain.source import MemoryFigures
from tiendo.ledger import selectors
from tiendo.ledger.validation import Checked, history
from tiendo.ledger.writing import FilingDraft
from tiendo.packs.loading import Pack
from tiendo.validation.finding import Cell, RuleFinding
from tiendo.validation.rule import Rule
from tiendo.validation.running import findings, years_needed
from tiendo.vocabulary.figure import Figure, Filing, Statement
from tiendo.vocabulary.period import Period
from tiendo.vocabulary.series import Series
from tiendo.vocabulary.words import Severity

Progress = Callable[[int, int], None]
"""Told how many of how many places and runs were looked at."""

_GRAVEST_FIRST = (Severity.ERROR, Severity.WARNING, Severity.INFO)


@dataclass(frozen=True, slots=True)
class _Subjects:
    """What is to be asked of new figures; bits stand for series: a million figures name few.

    Attributes:
        series: the series that are new anywhere.
        asked: by place and run, a number whose bits tell which of them are asked for there.
    """

    series: tuple[Series, ...]
    asked: Mapping[tuple[str, Period], int]

    def of(self, place: str, run: Period) -> set[Series]:
        """Return the series that are asked for of a place and run."""
        bits = self.asked[place, run]
        return {one for number, one in enumerate(self.series) if bits >> number & 1}


@dataclass(frozen=True, slots=True)
class NotRun:
    """A rule that raised an exception, which is a fault of the rule and none of the figures.

    Attributes:
        cells: where, in the order in which it was asked.
        error: what it raised first.
    """

    rule: Rule
    cells: tuple[Cell, ...]
    error: Exception


@dataclass(frozen=True, slots=True)
class Looked:
    """What was found on new figures.

    Attributes:
        findings: the gravest first; each rests on a new figure at least.
        not_run: the rules that could not run on some of them.
        asked: how many pairs of a place and a run the new figures are about.
        looked_at: on how many of them the rules were run, the latest runs first.
    """

    findings: tuple[Checked, ...]
    not_run: tuple[NotRun, ...]
    asked: int
    looked_at: int


def look_at(
    pack: Pack,
    statements: Iterable[Statement],
    first_figure: int,
    *,
    most: int | None = None,
    progress: Progress | None = None,
    known: Evidence | None = None,
) -> Looked:
    """Return what the rules of the pack find on what was just filed, as the ledger knows it now.

    Args:
        pack: the rules, cards and places.
        statements: what was filed.
        first_figure: id of the first figure that is new; a finding on older ones alone is no news.
        most: how many places and runs to look at; None for all.
        progress: told how far it is.
        known: all that is known, where there is no ledger yet; None for what the ledger knows.

    Raises:
        django.db.Error: if the database failed under a rule; whatever else a rule raises is told.
    """
    subjects = _subjects(statements)
    order = sorted(subjects.asked, key=lambda one: (-one[1].last, one[1].first, one[0]))[:most]
    by_place: dict[str, list[Period]] = {}
    for place, run in order:
        by_place.setdefault(place, []).append(run)
    found: list[Checked] = []
    failed: list[RuleFinding] = []
    done = 0
    for place, runs in by_place.items():
        evidence = known or _evidence(pack, runs)
        for run in runs:
            for one in findings(pack.rules, evidence, place, run, subjects.of(place, run)):
                if one.failure is not None:
                    failed.append(one)
                elif any(figure.id >= first_figure for figure in one.figures):
                    found.append(Checked(one.cell, one, one.figures, one.rule))
            done += 1
            if progress is not None:
                progress(done, len(order))
    found = list({_identity(one): one for one in found}.values())
    found.sort(key=lambda one: _GRAVEST_FIRST.index(one.finding.severity))
    return Looked(tuple(found), _not_run(failed), len(subjects.asked), len(order))


def as_if_filed(pack: Pack, drafts: Sequence[FilingDraft]) -> Evidence:
    """Return what a ledger would know that held these drafts and nothing else."""
    at = datetime.now(UTC)
    figures: list[Figure] = []
    for number, draft in enumerate(drafts, start=1):
        filing = Filing(number, draft.by, at, draft.file_name, draft.source)
        for statement in draft.statements:
            figures.append(Figure(len(figures) + 1, filing, statement))
    return Evidence(MemoryFigures(figures), pack.catalogue, pack.register, selectors.today())


def _not_run(failed: Iterable[RuleFinding]) -> tuple[NotRun, ...]:
    """Return the rules that failed, each once."""
    by_rule: dict[str, list[RuleFinding]] = {}
    for one in failed:
        by_rule.setdefault(one.rule.id, []).append(one)
    gathered = []
    for ones in by_rule.values():
        error = ones[0].failure
        if error is None:
            continue
        if isinstance(error, DatabaseError):  # The transaction is broken, too.
            raise error
        gathered.append(NotRun(ones[0].rule, tuple(one.cell for one in ones), error))
    return tuple(gathered)


def _identity(one: Checked) -> object:
    """Return what a finding is about: a month and its year to date both show the same one."""
    figures = tuple(figure.id for figure in one.figures)
    return one.finding.check, one.finding.detail, figures


def _subjects(statements: Iterable[Statement]) -> _Subjects:
    """Return the runs to ask for at each place, with the series that were filed there.

    A run is asked together with its year to date and the plans of its year, so that these are not
    asked again.
    """
    numbers: dict[Series, int] = {}
    filed: dict[str, dict[Period, int]] = {}
    for said in statements:
        runs = filed.setdefault(said.place, {})
        number = numbers.setdefault(said.series, len(numbers))
        runs[said.period] = runs.get(said.period, 0) | 1 << number
    found: dict[tuple[str, Period], int] = {}
    for place, runs in filed.items():
        for run, series in runs.items():
            asking = [other for other in runs if _asks_for(other, run)]
            for one in asking or [run]:
                found[place, one] = found.get((place, one), 0) | series
    return _Subjects(tuple(numbers), found)


def _asks_for(run: Period, other: Period) -> bool:
    """Whether a question about a run looks at another run too."""
    to_date = run.within_one_year and run.year_to_date() == other
    return run != other and run.months < other.months and to_date


def _evidence(pack: Pack, runs: Iterable[Period]) -> Evidence:
    day = selectors.today()
    years = years_needed(pack.rules)
    windows = {
        window
        for run in runs
        for window in (*windows_of(run, pack.catalogue), *history(run, years))
    }
    figures = selectors.ledger_figures(register=pack.register, as_of=day, windows=sorted(windows))
    return Evidence(figures, pack.catalogue, pack.register, day)
