"""What the rules of the pack find everywhere: in one run, or in all that was ever filed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date

from django.db import Error as DatabaseError

from tiendo.cube.explain.evaluate import windows_of
from tiendo.cube.explain.evidence import Evidence
from tiendo.ledger import selectors
from tiendo.ledger.validation import history
from tiendo.packs.loading import Pack
from tiendo.validation.finding import RuleFinding
from tiendo.validation.running import findings, years_needed
from tiendo.vocabulary.period import Period

Progress = Callable[[int, int], None]
"""Told how many of how many questions are answered."""

_AT_ONCE = 100
"""Places whose figures are held at a time."""

Questions = Sequence[tuple[str, Sequence[Period]]]
"""Keys of places, each with the runs that are asked of it."""


def questions(pack: Pack, run: Period | None) -> Questions:
    """Return what there is to ask: of every place that filed, one run or all runs that it filed.

    Args:
        run: only of places that filed anything for the calendar years of this run; None for all.
    """
    filed: dict[str, list[Period]] = {}
    for one in selectors.filed_periods(pack.register):
        filed.setdefault(one.place, []).append(one.period)
    if run is None:
        return tuple(filed.items())
    years = Period(run.first // 12 * 12, run.last // 12 * 12 + 11)
    return tuple(
        (place, (run,)) for place, runs in filed.items() if any(_meets(one, years) for one in runs)
    )


def _meets(one: Period, other: Period) -> bool:
    return one.first <= other.last and other.first <= one.last


def rules_everywhere(
    *,
    pack: Pack,
    asked: Questions,
    as_of: date | None = None,
    progress: Progress | None = None,
) -> Iterator[RuleFinding]:
    """Yield what the rules find, place by place, each finding once.

    A month and its year to date both show the same finding; the first that is asked gives it. No
    map is taken, as in `ledger.validation.rule_findings`.

    Args:
        asked: see `questions`.
        as_of: as known on that day; None for today.
        progress: told how far it is.

    Raises:
        django.db.Error: if the database failed under a rule.
    """
    if not pack.rules:
        return
    day = min(as_of, selectors.today()) if as_of else selectors.today()
    years = years_needed(pack.rules)
    total, done = sum(len(runs) for _, runs in asked), 0
    for start in range(0, len(asked), _AT_ONCE):
        some = asked[start : start + _AT_ONCE]
        evidence = _evidence(pack, some, day, years)
        for place, runs in some:
            seen: set[object] = set()
            for run in runs:
                for found in findings(pack.rules, evidence, place, run):
                    if isinstance(found.failure, DatabaseError):
                        raise found.failure
                    identity = found.check, found.detail, tuple(one.id for one in found.figures)
                    if identity not in seen:
                        seen.add(identity)
                        yield found
                done += 1
                if progress is not None:
                    progress(done, total)


def _evidence(pack: Pack, asked: Questions, day: date, years: int) -> Evidence:
    """Return the figures of some places, those of their parts at first need."""
    runs = {run for _, some in asked for run in some}
    windows = {
        window
        for run in runs
        for window in (*windows_of(run, pack.catalogue), *history(run, years))
    }
    figures = selectors.ledger_figures(
        register=pack.register, as_of=day, windows=_joined(sorted(windows))
    )
    figures.load_places([place for place, _ in asked])
    return Evidence(figures, pack.catalogue, pack.register, day)


def _joined(windows: Sequence[Period]) -> list[Period]:
    """Return the months of all windows as few windows: SQL names each of them."""
    found: list[Period] = []
    for window in windows:
        if found and window.first <= found[-1].last + 1:
            last = max(found[-1].last, window.last)
            found[-1] = Period(found[-1].first, last)
        else:
            found.append(window)
    return found
