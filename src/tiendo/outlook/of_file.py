"""Outlooks of a file of series, each beside its target."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tiendo.outlook.elaborate import Progress
from tiendo.outlook.engines import Engine
from tiendo.outlook.goals import Goal, goal_for
from tiendo.outlook.history import OutlookError, SeriesHistory
from tiendo.outlook.status import TargetJudgement, target_status
from tiendo.outlook.tables import Misfit, StatedTarget
from tiendo.outlook.year import NoOutlook, YearOutlook, year_outlook
from tiendo.vocabulary.words import TargetStatus


@dataclass(frozen=True, slots=True, eq=False)
class SeriesOutlook:
    """One series of a file.

    Attributes:
        series, year: what it is.
        outlook: where its year will end, or why nobody knows.
        stated: the target of the file, if any.
        goal: the target as it is judged, None without one or where it cannot be.
        judgement: where the target stands; None without one.
        complaint: why the target cannot be judged, empty otherwise.
    """

    series: str
    year: int
    outlook: YearOutlook | NoOutlook | Misfit
    stated: StatedTarget | None
    goal: Goal | None
    judgement: TargetJudgement | None
    complaint: str

    @property
    def refused(self) -> str | None:
        """Why there is no outlook, None where there is one."""
        return None if isinstance(self.outlook, YearOutlook) else self.outlook.reason


def outlooks_of(
    series: Sequence[SeriesHistory | Misfit],
    month: int,
    *,
    year: int | None = None,
    targets: Mapping[tuple[str, int], StatedTarget] | None = None,
    engine: Engine = Engine.QUICK,
    progress: Progress | None = None,
) -> list[SeriesOutlook]:
    """Look all series of a file ahead, in the file's order.

    Raises:
        OutlookError: for a month that is none, or a target of a series that the file does not hold.
    """
    known = {one.key for one in series}
    for wanted in (targets or {}).values():
        if wanted.series not in known:
            raise OutlookError(
                f"there is a target of {wanted.series}, but no such series",
                remedy="write the series as in the file of series",
            )
    other_years: dict[str, list[int]] = {}
    for key, target_year in targets or {}:
        other_years.setdefault(key, []).append(target_year)
    histories = [one for one in series if isinstance(one, SeriesHistory)]
    made = iter(
        year_outlook(histories, month, year=year, engine=engine, progress=progress).outlooks
    )
    results = []
    for one in series:
        outlook = one if isinstance(one, Misfit) else next(made)
        stated = (targets or {}).get((one.key, outlook.year))
        results.append(_beside_target(one.key, outlook, stated, other_years.get(one.key, ())))
    return results


def _beside_target(
    key: str,
    outlook: YearOutlook | NoOutlook | Misfit,
    stated: StatedTarget | None,
    years: Sequence[int],
) -> SeriesOutlook:
    goal, judgement, complaint = None, None, ""
    if stated is None and years:
        told = ", ".join(str(year) for year in sorted(years))
        complaint = (
            f"{key}: its target is of {told}, the outlook of {outlook.year}, so that they are not "
            f"compared; give a target of {outlook.year}"
        )
    if stated is not None and isinstance(outlook, YearOutlook):
        try:
            goal = goal_for(outlook, stated.value, operator=stated.operator, unit=stated.unit)
        except OutlookError as odd:
            complaint = f"{odd.message}; {odd.remedy}" if odd.remedy else odd.message
        judgement = target_status(outlook, goal)
    elif stated is not None and isinstance(outlook, NoOutlook):
        judgement = target_status(outlook, None)
    elif stated is not None:
        judgement = TargetJudgement(TargetStatus.NO_DATA, None, None)
    return SeriesOutlook(key, outlook.year, outlook, stated, goal, judgement, complaint)
