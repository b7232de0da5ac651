"""How fast years of monthly reports are recorded again, one after the other, as they came out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from tiendo.config.starting import Office
from tiendo.packs.loading import Pack
from tiendo.vocabulary.figure import Statement

from .filling import BY, statements_of
from .timing import Timing

if TYPE_CHECKING:
    import xarray as xr

    import tiendo.analysis as analysis

FILE = "state-budget-investment.csv"
TARGET = 10.0
_COMPARED = ("2024-Q1", "2024-12")


def reports_of(pack: Pack, only: str) -> list[Sequence[Statement]]:
    """Return the figures of the monthly reports on investment, the oldest report first.

    Args:
        pack: gives places and cards.
        only: as for `statements_of`.
    """
    file = next(file for file in pack.figure_files if file.name == FILE)
    by_day: defaultdict[date, list[Statement]] = defaultdict(list)
    for said in statements_of(file, pack, only):
        by_day[said.known_at].append(said)
    return [by_day[day] for day in sorted(by_day)]


def replayed(office: Office, analyst: analysis.Office, only: str) -> tuple[str, list[Timing]]:
    """Record report by report and keep the cube current after each; then build it anew.

    Both must lead to the same numbers.

    Args:
        office: an empty one.
        analyst: the same, opened for analysis.
        only: leave out the lines in which this text does not occur.

    Returns:
        What was replayed, and the times of recording, keeping current, both, and building anew.
    """
    from tiendo.ledger.cube.current import live_tiles
    from tiendo.ledger.cube.keeping import SHORT_TAIL, Kept, keep_current
    from tiendo.ledger.cube.rebuilding import rebuild
    from tiendo.ledger.services import FilingDraft, record_filings

    pack, reports = office.pack, reports_of(office.pack, only)
    recording, keeping = Timing("recording"), Timing("keeping the cube current")
    for said in reports:
        draft = FilingDraft(BY, FILE, "", "", said)
        recording.add(partial(record_filings, drafts=[draft], register=pack.register))
        kept = keeping.add(lambda: keep_current(pack=pack, leave=SHORT_TAIL))
        assert kept in (Kept.REFRESHED, Kept.LEFT_TO_READERS)
    reading = Timing("opening it, the last reports laid over")
    reading.measure(lambda: live_tiles(pack=pack))
    answered = _answers(analyst)
    building = Timing("building the cube once, from all of them")
    building.measure(lambda: rebuild(pack=pack))
    for former, anew in zip(answered, _answers(analyst), strict=True):
        assert former.equals(anew), "keeping current and rebuilding do not agree"
    told = f"{sum(map(len, reports)):,} figures in {len(reports)} reports"
    both = _together("report by report: recording and keeping", recording, keeping)
    once = _together("at once: recording and building", recording, building)
    return told, [recording, keeping, reading, building, both, once]


def _together(name: str, *timings: Timing) -> Timing:
    return Timing(
        name,
        TARGET,
        [sum(sum(each.seconds) for each in timings)],
        [sum(sum(each.cpu_seconds) for each in timings)],
    )


def _answers(analyst: analysis.Office) -> list[xr.Dataset]:
    return [
        analyst.evaluate_all(period, level)
        for period in _COMPARED
        for level in ("country", "province")
    ]
