"""What moved an outlook since the last one: revised data, a new month, another method."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tiendo.outlook.engines import Engine
from tiendo.outlook.history import OutlookError, SeriesHistory
from tiendo.outlook.year import YearOutlook, year_outlook


@dataclass(frozen=True, slots=True)
class Moved:
    """Why an outlook moved, in the unit of the series; the three parts add up to the whole.

    Attributes:
        before, after: both outlooks' medians.
        revised_data: by revisions of what was known already.
        new_months: by what came since.
        method: by the change of engine.
    """

    series: str
    before: float
    after: float
    revised_data: float
    new_months: float
    method: float


def what_moved(
    before: Sequence[SeriesHistory],
    after: Sequence[SeriesHistory],
    *,
    year: int,
    months: tuple[int, int],
    engines: tuple[Engine, Engine],
) -> list[Moved]:
    """Explain the change between two outlooks of the same series by making those in between.

    Args:
        before, after: the series as they were known then and are known now, in one order.
        year: the year looked ahead in.
        months: the last known month then and now.
        engines: the engine then and now.

    Raises:
        OutlookError: if the series differ, or if one has no outlook on either side.
    """
    if [one.key for one in before] != [one.key for one in after]:
        raise OutlookError(
            "the two outlooks are not of the same series", remedy="compare series by series"
        )
    steps = [
        year_outlook(before, months[0], year=year, engine=engines[0]),
        year_outlook(after, months[0], year=year, engine=engines[0]),
        year_outlook(after, months[1], year=year, engine=engines[0]),
        year_outlook(after, months[1], year=year, engine=engines[1]),
    ]
    told = []
    for index, history in enumerate(after):
        medians = []
        for step in steps:
            outlook = step.outlooks[index]
            if not isinstance(outlook, YearOutlook):
                raise OutlookError(f"{history.key}: {outlook.reason}", remedy="leave it out")
            medians.append(outlook.centre)
        told.append(moved_by(history.key, medians))
    return told


def moved_by(series: str, medians: Sequence[float]) -> Moved:
    """Return the change between the first and the last of four medians.

    Args:
        series: name of the series.
        medians: then; with the data of now up to the month of then; up to the month of now; with
            the engine of now.
    """
    first, revised, later, last = medians
    return Moved(series, first, last, revised - first, later - revised, last - later)
