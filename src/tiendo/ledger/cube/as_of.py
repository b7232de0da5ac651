"""One place as of a past date: a private cube from the ledger's index, with what it needs only.

What is below the place is read whole. Its siblings, whose growth ranks it and whose hidden parts
may hide it, are read of the indicators that it has, and where a sibling filed exactly the runs
that are compared, nothing else of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

import numpy as np

from tiendo.cube.cells.axes import Axes, MemoryTiles
from tiendo.cube.cells.codes import FILED_STATES, KINDS, MODALITIES, Mask
from tiendo.cube.cells.figures import FigureColumns
from tiendo.cube.cells.resolve import SeriesRules, resolve
from tiendo.cube.cells.tile import Tile
from tiendo.cube.explain.evaluate import windows_of
from tiendo.cube.kernel.family import places_around
from tiendo.cube.kernel.reach import operands_of_all, with_computed
from tiendo.ledger.cube.figures import together
from tiendo.ledger.cube.ground import ALL_UP_TO, Ground, lay_out
from tiendo.ledger.cube.state import ledger_state
from tiendo.ledger.cube.tail import Key
from tiendo.ledger.selectors import filing_place_ids
from tiendo.packs.loading import Pack
from tiendo.vocabulary.period import Period
from tiendo.vocabulary.place import Place
from tiendo.vocabulary.words import Kind, Level, Modality

_LEVELS = [KINDS.index(kind) for kind in (Kind.LEVEL, Kind.COUNT)]
_TARGET = MODALITIES.index(Modality.TARGET)


def tiles_as_of(*, pack: Pack, place: Place, run: Period, day: date) -> MemoryTiles:
    """Return tiles that hold what an evaluation of one place looks at, as known on a past day.

    Their axes have the places that were read only: countries, and one block of all others.

    Args:
        pack: gives places and cards.
        place: the place asked about.
        run: the run asked about.
        day: figures known later do not count.
    """
    search = _Search(lay_out(pack, ledger_state()), pack, place, run, day)
    figures, told = search.figures(), frozenset((one.first, one.last) for one in search.asked_runs)
    rules, axes, figures = _private(search, figures)
    places = np.array(search.places)[figures["place"]]
    tiles: dict[Key, Tile] = {}
    for block, ids in enumerate(axes.blocks):
        row_of = np.full(1 + max(search.places), -1)
        row_of[list(ids)] = range(len(ids))
        theirs = np.flatnonzero(row_of[places] >= 0)
        some = figures.take(theirs)
        moved = FigureColumns({**some.columns, "place": row_of[places[theirs]].astype(np.int32)})
        resolved = resolve(
            moved, rules, places=len(ids), as_of=day.toordinal(), texts=axes.texts, told=told
        )
        tiles |= {(block, year): tile for year, tile in resolved.items()}
    return MemoryTiles(axes, tiles)


def _private(
    search: _Search, figures: FigureColumns
) -> tuple[Sequence[SeriesRules], Axes, FigureColumns]:
    """Return rules and axes of the series that were read only, and the figures on these axes."""
    axes, rules = _private_axes(search, figures), search.ground.rules
    read = np.unique(figures["series"])
    column_of = np.full(len(rules), -1, np.int32)
    column_of[read] = range(len(read))

    def moved(rule: SeriesRules) -> SeriesRules:
        if rule.weight is None:
            return rule
        weight = int(column_of[rule.weight])
        return replace(rule, weight=weight if weight >= 0 else None)

    ordinals = read.tolist()
    return (
        [moved(rules[ordinal]) for ordinal in ordinals],
        replace(axes, series=tuple(axes.series[ordinal] for ordinal in ordinals)),
        FigureColumns({**figures.columns, "series": column_of[figures["series"]]}),
    )


def _private_axes(search: _Search, figures: FigureColumns) -> Axes:
    """Return the axes of the places that are near, and of those further below that were read."""
    register = search.pack.register
    read = {search.places[n] for n in np.unique(figures["place"]).tolist()} | search.near
    ids = sorted(read)
    countries = tuple(id for id in ids if register.by_id(id).level is Level.COUNTRY)
    others = tuple(id for id in ids if id not in countries)
    return replace(search.ground.axes, blocks=(countries, others))


@dataclass(frozen=True)
class _Search:
    """The reading for one place and run; figures have the position of their place in `places`."""

    ground: Ground
    pack: Pack
    place: Place
    run: Period
    day: date

    @cached_property
    def own(self) -> set[int]:
        """Ids of the place, of what filed below it, and of what it may be recast from."""
        register = self.pack.register
        found = {
            id
            for id in self._filing
            if register.ever_stood_below(register.by_id(id).key, self.place.key)
        }
        home = self.ground.laid_out.row_of.get(self.place.id)
        if register.reforms.events and self.place.level is not Level.COUNTRY and home:
            block, _ = home
            found |= self._filing & set(self.ground.laid_out.blocks[block])
        return found | {self.place.id}

    @cached_property
    def _filing(self) -> set[int]:
        """Ids of the places that ever filed anything: of tens of thousands mostly few."""
        register = self.pack.register
        if len(register) <= ALL_UP_TO:
            return {place.id for place in register}
        return {id for id in filing_place_ids() if register.has_id(id)}

    @cached_property
    def parents(self) -> set[int]:
        """Ids of what it belonged to at the ends of the runs compared."""
        keys = {self.place.parent_on(run.end) for run in (self.run, *self._before)}
        return {self.pack.register[key].id for key in keys if key is not None}

    @cached_property
    def siblings(self) -> tuple[Place, ...]:
        """What ever belonged to its parents, without itself."""
        register = self.pack.register
        found = {
            child.id: child
            for parent in self.parents
            for child in register.all_children(register.by_id(parent).key)
        }
        return tuple(
            child for id, child in found.items() if id in self._filing and id not in self.own
        )

    @cached_property
    def _former(self) -> set[int]:
        """Ids of places that siblings, or places below these, once stood beside.

        A sibling's level may be hidden beside a confidential one under a former parent. Provinces
        have none: whatever is below a country is read for them anyway.
        """
        if self.place.level in (Level.COUNTRY, Level.PROVINCE):
            return set()
        beside = {sibling.id for sibling in self.siblings}
        everywhere = (self.pack.register.ever_within(one.key) for one in self.siblings)
        below = {each.id for places in everywhere for each in places}
        around = places_around(self.pack.register, self.place)
        return around - self.own - self.parents - beside - below

    @cached_property
    def near(self) -> set[int]:
        """Ids of the places that are always there: all but those below siblings."""
        return self.own | self.parents | {sibling.id for sibling in self.siblings} | self._former

    @cached_property
    def places(self) -> list[int]:
        """Ids of all places that may be read; figures have positions in this list."""
        return sorted(self.near | {below for below, _ in self._below_siblings})

    @cached_property
    def _position(self) -> dict[int, int]:
        return {id: position for position, id in enumerate(self.places)}

    @cached_property
    def _below_siblings(self) -> list[tuple[int, int]]:
        """Ids of what ever stood below siblings and is not near itself, each with the sibling's."""
        return [
            (below.id, sibling.id)
            for sibling in self.siblings
            for below in self.pack.register.ever_within(sibling.key)
            if below.id in self._filing and below.id not in self.near
        ]

    @property
    def asked_runs(self) -> tuple[Period, Period]:
        """The runs of which findings and stated figures are told."""
        return self.run, self.run.year_to_date()

    @property
    def _before(self) -> tuple[Period, Period]:
        return self.run.previous(), self.run.same_period_last_year()

    def figures(self) -> FigureColumns:
        """Return everything that an evaluation of the place looks at."""
        everything = windows_of(self.run, self.pack.catalogue)
        own = self._read(self.own, self._all_series, everything)
        asked, other_runs = self._asked(own)
        hidden = self._of(set(self.ground.laid_out.hidden))
        parents = self._read(self.parents - self.own, asked & hidden, everything)
        beside = {sibling.id for sibling in self.siblings}
        in_full = self._read(beside, asked & other_runs, everything)
        compared = self._read(beside, asked & ~other_runs, self._compared_years())
        answered = _answered(compared, self._compared_runs, (len(self.places), len(asked)))
        former = self._read(self._former, asked, everything)
        pieces = [own, parents, former, in_full, self._decisive(compared, answered)]
        pieces += self._further_down(asked, other_runs, asked & (other_runs | ~answered))
        return together(pieces)

    def _read(
        self, places: Iterable[int], series: Mask, windows: Sequence[Period]
    ) -> FigureColumns:
        positions = {id: self._position[id] for id in places}
        return self.ground.figures(positions, series=series, as_of=self.day, windows=windows)

    def _further_down(
        self, asked: Mask, other_runs: Mask, open_of: Mask
    ) -> Iterator[FigureColumns]:
        """Yield what is below siblings, of the series that these leave open, (places, series)."""
        needed = np.zeros(open_of.shape, bool)
        for below, sibling in self._below_siblings:
            needed[self._position[below]] |= open_of[self._position[sibling]]
        wanting = [self.places[position] for position in np.flatnonzero(needed.any(axis=1))]
        for kind, windows in (
            (other_runs, windows_of(self.run, self.pack.catalogue)),
            (~other_runs, self._compared_years()),
        ):
            found = self._read(wanting, asked & kind, windows)
            yield found.take(needed[found["place"], found["series"]])

    def _decisive(self, figures: FigureColumns, answered: Mask) -> FigureColumns:
        """Leave out what is filed for other runs where exactly the runs compared were filed."""
        compared = np.zeros(len(figures), bool)
        for run in self._compared_runs:
            compared |= (figures["first"] == run.first) & (figures["last"] == run.last)
        return figures.take(compared | ~answered[figures["place"], figures["series"]])

    @property
    def _compared_runs(self) -> tuple[Period, Period]:
        """The run and the same period before: growth, by which places are ranked."""
        return self.run, self.run.same_period_last_year()

    def _compared_years(self) -> list[Period]:
        years = {
            year for run in self._compared_runs for year in range(run.first // 12, run.year + 1)
        }
        return [Period.of_year(year) for year in sorted(years)]

    @property
    def _all_series(self) -> Mask:
        return np.ones(len(self.ground.laid_out.series), bool)

    def _asked(self, own: FigureColumns) -> tuple[Mask, Mask]:
        """Return the series that siblings are asked for, and those of them in other runs too.

        Operands of formulas, weights and what hides others are asked for in other runs. What can be
        computed is asked for although nobody filed it here: others' own figures may hide it.
        """
        cards = self.pack.catalogue
        series = self.ground.laid_out.series
        filed = {series[n].indicator for n in np.unique(own["series"]).tolist()}
        told = with_computed(filed, cards)
        others = operands_of_all(told, cards)
        others |= {card.weight for code in told | others if (card := cards[code]).weight}
        return self._of(told | others), self._of(others | self.ground.laid_out.hidden)

    def _of(self, indicators: set[str]) -> Mask:
        return np.array([one.indicator in indicators for one in self.ground.laid_out.series], bool)


def _answered(figures: FigureColumns, runs: Iterable[Period], shape: tuple[int, int]) -> Mask:
    """Return, by place and series, where exactly each of some runs was filed.

    There these levels answer, whatever is below the place. A run of which anything but a value was
    ever filed is not counted: it may have been withdrawn.
    """
    levels = np.isin(figures["kind"], _LEVELS) & (figures["modality"] != _TARGET)
    answered = np.ones(shape, bool)
    for run in runs:
        exact = levels & (figures["first"] == run.first) & (figures["last"] == run.last)
        without = exact & (figures["state"] != FILED_STATES.index(None))
        answered &= _cells(figures, exact, shape) & ~_cells(figures, without, shape)
    return answered


def _cells(figures: FigureColumns, rows: Mask, shape: tuple[int, int]) -> Mask:
    found = np.zeros(shape, bool)
    found[figures["place"][rows], figures["series"][rows]] = True
    return found
