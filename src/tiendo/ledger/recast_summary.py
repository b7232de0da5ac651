"""How much of a series is known on another day's map: counts of cells, and what is lacking."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, localcontext
from enum import StrEnum

from tiendo.cube.explain import recast as of
from tiendo.cube.explain.answer import Answer
from tiendo.cube.explain.evaluate import PRECISION
from tiendo.cube.explain.evidence import Evidence
from tiendo.cube.explain.reader import Reader
from tiendo.ledger import selectors
from tiendo.packs.loading import Pack
from tiendo.vocabulary.period import Period
from tiendo.vocabulary.place import Place
from tiendo.vocabulary.series import Series
from tiendo.vocabulary.territory import counterparts
from tiendo.vocabulary.words import State


class Known(StrEnum):
    """How a cell of another day's map is known.

    as_reported: by figures of the place itself, or of what lay below it. exact: all the places
    that it was made of are known. estimated: by shares of some. partial: some are not known.
    refused: no share of a divided one is known. nothing: none is known.
    """

    AS_REPORTED = "as_reported"
    EXACT = "exact"
    ESTIMATED = "estimated"
    PARTIAL = "partial"
    REFUSED = "refused"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Incomplete:
    """A cell of which something is lacking.

    Attributes:
        value: what the known parts make; None where it was refused.
        lacking: keys of the places that are not known, or cannot be shared out.
    """

    place: Place
    run: Period
    known: Known
    value: Decimal | None
    lacking: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RecastSummary:
    """How much of a series is known on a map.

    Attributes:
        places: of the map, in the order of their ids.
        counts: cells by how they are known; every word is there.
        incomplete: the partial and refused cells, by run and place.
        lacking: in how many of these each place is lacking, most often first.
    """

    series: Series
    places: tuple[Place, ...]
    runs: tuple[Period, ...]
    counts: Mapping[Known, int]
    incomplete: tuple[Incomplete, ...]
    lacking: Mapping[str, int]


def recast_summary(
    *,
    pack: Pack,
    place: Place,
    series: Series,
    runs: Sequence[Period],
    onto: date,
    as_of: date | None = None,
) -> RecastSummary:
    """Return how much of a series is known of the places directly below one, on a day's map.

    Args:
        pack: gives places and cards.
        place: the place; one that has none below it counts itself, or what it became.
        series: the series.
        runs: the runs of months, each a cell of every place.
        onto: the day whose map is asked for.
        as_of: as known on that day; None for today.
    """
    register = pack.register
    places = register.children(place.key, onto) or counterparts(register, place.key, onto)
    day = min(as_of, selectors.today()) if as_of else selectors.today()
    figures = selectors.ledger_figures(register=register, as_of=day, windows=_years_of(runs))
    figures.load_places(figures.filing_places())
    evidence = Evidence(figures, pack.catalogue, register, day, map_day=onto)
    counts = Counter(dict.fromkeys(Known, 0))
    incomplete = []
    with localcontext(prec=PRECISION):
        reader = Reader(evidence)
        for run in runs:
            for one in places:
                answer = reader.level(one.key, series, run)
                known = known_as(answer)
                counts[known] += 1
                if known in (Known.PARTIAL, Known.REFUSED):
                    lacking = tuple(_lacking(reader, one, series, run, known))
                    incomplete.append(Incomplete(one, run, known, answer.value, lacking))
    lacking_in = Counter(key for cell in incomplete for key in cell.lacking)
    return RecastSummary(
        series, places, tuple(runs), counts, tuple(incomplete), dict(lacking_in.most_common())
    )


def _years_of(runs: Sequence[Period]) -> tuple[Period, ...]:
    years = {year for run in runs for year in range(run.first // 12, run.year + 1)}
    return tuple(Period.of_year(year) for year in sorted(years))


def known_as(answer: Answer) -> Known:
    """Return how a cell of a map is known, from the answer that the reader gave for it."""
    if answer.state in (State.PARTIAL, State.REFUSED):
        return Known(answer.state.value)
    if not answer.known:
        return Known.NOTHING
    if answer.trace.operation.startswith(of.ESTIMATED):
        return Known.ESTIMATED
    recast = answer.trace.operation in (of.EXACT, of.ACROSS)
    return Known.EXACT if recast else Known.AS_REPORTED


def _lacking(
    reader: Reader, place: Place, series: Series, run: Period, known: Known
) -> Sequence[str]:
    """Return the places that a cell lacks."""
    cover = reader.evidence.parts(place.key, run)
    if known is Known.REFUSED:
        return cover.divided if cover else ()
    if cover:
        keys = [part.key for part in cover.parts]
    else:
        keys = [child.key for child in reader.evidence.children(place.key, run)]
    answers = ((key, reader.level(key, series, run)) for key in keys)
    settled = (State.NOT_APPLICABLE,)
    return [key for key, one in answers if not one.known and one.state not in settled]
