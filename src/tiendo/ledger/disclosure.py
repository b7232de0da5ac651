"""Which filed figures a page may show: none from which a confidential one could be computed.

An evaluation hides what it must by itself (`cube.explain.disclosure`). Pages also show figures as
they were filed, the superseded ones among them: those pass through here first. Whoever gives
readers different rights gives them here, and tells them apart in `web.remembering.audience`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from tiendo.cube.explain.evidence import Evidence
from tiendo.cube.explain.reader import Reader
from tiendo.ledger.evaluation import evidence_of
from tiendo.ledger.selectors import confidential_indicators
from tiendo.packs.loading import Pack
from tiendo.vocabulary.figure import Figure
from tiendo.vocabulary.period import FIRST_YEAR, Period
from tiendo.vocabulary.place import Place
from tiendo.vocabulary.series import Series
from tiendo.vocabulary.words import Kind, State

_COMPARED = (Kind.GROWTH, Kind.BASE_RATIO, Kind.CHANGE_ABS)
"""What a figure of these kinds tells, together with its level, is the level of a year before."""


@dataclass(frozen=True, slots=True)
class Disclosure:
    """Says of the figures of one place which may be shown.

    Attributes:
        place: its key.
        evidence: what is known of it and of the places whose figures would give its own away.
    """

    place: str
    evidence: Evidence
    _readers: dict[date, Reader] = field(default_factory=dict)

    def may_show(self, figure: Figure) -> bool:
        """Whether a filed figure gives nothing confidential away."""
        said = figure.statement
        if not self.evidence.may_hide(said.series):
            return True
        runs = [said.period]
        if said.kind in _COMPARED:
            runs.append(_year_before(said.period))
        return not any(self.is_hidden(said.series, run) for run in runs)

    def is_hidden(self, series: Series, run: Period) -> bool:
        """Whether the level of a cell of the place is confidential.

        Without its card nobody can tell what would give a figure away: it is hidden.
        """
        if not self.evidence.may_hide(series):
            return False
        if series.indicator not in self.evidence.catalogue:
            return True
        reader = self._readers.setdefault(run.end, Reader(self.evidence.on_map(run.end)))
        return reader.level(self.place, series, run).state is State.CONFIDENTIAL


def disclosure_of(
    *, pack: Pack, place: Place, runs: Iterable[Period], as_of: date | None
) -> Disclosure:
    """Return what tells which figures of a place for these runs may be shown.

    Args:
        as_of: what was known on that day decides; None for today.
    """
    compared = {one for run in runs for one in (run, _year_before(run))}
    years = sorted({year for run in compared for year in range(run.first // 12, run.year + 1)})
    windows = tuple(Period.of_year(year) for year in years)
    return Disclosure(
        place.key,
        evidence_of(pack=pack, place=place, run=windows[-1], as_of=as_of, windows=windows),
    )


def _year_before(run: Period) -> Period:
    return run if run.first < 12 * (FIRST_YEAR + 1) else run.same_period_last_year()


def shown(
    figures: Iterable[Figure], *, pack: Pack, place: Place, as_of: date | None
) -> tuple[Figure, ...]:
    """Return the figures of a place that may be shown; others are left out as if never filed."""
    given = tuple(figures)
    hidden = confidential_indicators()
    doubtful = [one for one in given if one.statement.series.indicator in hidden]
    if not doubtful:
        return given
    runs = [figure.statement.period for figure in doubtful]
    told = disclosure_of(pack=pack, place=place, runs=runs, as_of=as_of)
    return tuple(figure for figure in given if told.may_show(figure))
