"""Evaluations as datasets: every number of the contract's rows, by place and series."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import xarray as xr

from tiendo.analysis.decoding import (
    counts,
    days_of,
    derived_of,
    finite,
    instants_of,
    words_of,
)
from tiendo.analysis.labels import Line, place_coords, series_coords
from tiendo.analysis.variables import LONG_NAMES, attributes_of
from tiendo.cube.cells.codes import (
    COMPARATORS,
    MODALITIES,
    NEVER,
    NO_CODE,
    NO_INSTANT,
    STATES,
    STATUSES,
    Array,
    Ints,
)
from tiendo.cube.cells.tables import SLOTS
from tiendo.cube.kernel import Result
from tiendo.cube.kernel.result import DERIVABLE
from tiendo.vocabulary.place import Place, PlaceRegister
from tiendo.vocabulary.series import Series
from tiendo.vocabulary.words import Measure

_HUNDRED = 100.0
_LEVEL_SLOT = -1
"""Stands for the row of the level itself among the slots of stated rows."""

_NUMBERS = (*DERIVABLE, "value_lo", "value_hi")

_FIELDS: Mapping[str, tuple[str, float | int]] = {
    **dict.fromkeys(_NUMBERS, ("f8", np.nan)),
    **dict.fromkeys(("state", "same_period_state", "comparator", "modality"), ("u1", NO_CODE)),
    "status": ("u1", 0),
    "known_at": ("i4", NEVER),
    "recorded_at": ("i8", NO_INSTANT),
    "rank": ("i4", 0),
    "filed": ("i4", 0),
    "due": ("i4", 0),
    "derived": ("u2", 0),
    "findings": ("i4", 0),
}
"""What is taken from a result, in which type, and what stands where there is no row."""

_STATED_FIELDS = ("value", "state", "comparator", "status", "modality", "known_at", "recorded_at")


@dataclass(frozen=True)
class _Chosen:
    """The rows of a result that are wanted, and where they come to stand.

    Attributes:
        result: the result.
        target: for each of its places the row in the dataset, -1 for one that is not wanted.
    """

    result: Result
    target: Ints

    @property
    def says_anything(self) -> bool:
        """Whether it has any row of the places that are wanted."""
        return bool(len(self.stated()) or len(self.cells()[0]))

    def cells(self) -> tuple[Ints, Ints]:
        """Return places and columns of the rows of levels."""
        places, columns = np.nonzero(self.result.rows & (self.target >= 0)[:, None])
        return places, columns

    def stated(self) -> Ints:
        """Return the numbers of the rows beside levels."""
        return np.flatnonzero(self.target[self.result.stated.place] >= 0)


def _chosen(result: Result, row_of: Mapping[str, int]) -> _Chosen:
    target = [row_of.get(place.key, -1) for place in result.places]
    return _Chosen(result, np.array(target, np.int64))


class Grid:
    """Evaluations of some places, (places, lines), to be made a dataset of."""

    def __init__(self, results: Iterable[Result], places: Sequence[Place]) -> None:
        row_of = {place.key: row for row, place in enumerate(places)}
        self.places = places
        each = (_chosen(one, row_of) for one in results)
        self._chosen = [one for one in each if one.says_anything]
        self._keys = self._keys_in_order()
        self._column = {key: column for column, key in enumerate(self._keys)}
        shape = len(places), len(self._keys)
        self.fields = {name: np.full(shape, fill, kind) for name, (kind, fill) in _FIELDS.items()}
        for chosen in self._chosen:
            self._put_levels(chosen)
            self._put_stated(chosen)

    # ---- which lines there are ---------------------------------------------------------

    def _keys_in_order(self) -> list[tuple[int, int]]:
        """Return column and slot of each line, as the cards order them."""
        found: set[tuple[int, int]] = set()
        for chosen in self._chosen:
            found |= {(column, _LEVEL_SLOT) for column in np.unique(chosen.cells()[1]).tolist()}
            stated, numbers = chosen.result.stated, chosen.stated()
            columns, slots = stated.column[numbers].tolist(), stated.slot[numbers].tolist()
            found |= set(zip(columns, slots, strict=True))
        if not found:
            return []
        order = {column: at for at, column in enumerate(self._chosen[0].result.order.tolist())}
        return sorted(found, key=lambda key: (order[key[0]], key[1]))

    def lines(self) -> list[Line]:
        """Return what each line stands for."""
        if not self._keys:
            return []
        result = self._chosen[0].result
        named = [(result.series[n], result.cards[n], _measure(slot)) for n, slot in self._keys]
        # Only columns with a card have an order, and so a line.
        return [Line(series, card, measure) for series, card, measure in named if card]

    # ---- what they say --------------------------------------------------------------------

    def _put_levels(self, chosen: _Chosen) -> None:
        places, columns = chosen.cells()
        target = chosen.target[places], self._lines_of(columns, _LEVEL_SLOT)
        for name, array in self.fields.items():
            if name == "findings":
                continue
            array[target] = chosen.result.fields[name][places, columns]

        self._count_findings(chosen)

    def _count_findings(self, chosen: _Chosen) -> None:
        """Count what the checks of the evaluation found on the rows of levels."""
        result, found = chosen.result, chosen.result.findings
        rows = chosen.target[found.place]
        kept = (rows >= 0) & result.rows[found.place, found.column]
        if kept.any():
            target = rows[kept], self._lines_of(found.column[kept], _LEVEL_SLOT)
            np.add.at(self.fields["findings"], target, 1)

    def count_rules(self, found: Iterable[tuple[str, Series]]) -> None:
        """Count what rules found, each by place and series, on the first line of the series."""
        row_of = {place.key: row for row, place in enumerate(self.places)}
        column_of: dict[Series, int] = {}
        for column, line in enumerate(self.lines()):
            column_of.setdefault(line.series, column)
        for place, series in found:
            if place in row_of and series in column_of:
                self.fields["findings"][row_of[place], column_of[series]] += 1

    def _put_stated(self, chosen: _Chosen) -> None:
        stated, numbers = chosen.result.stated, chosen.stated()
        for slot in np.unique(stated.slot[numbers]).tolist():
            some = numbers[stated.slot[numbers] == slot]
            rows = chosen.target[stated.place[some]]
            target = rows, self._lines_of(stated.column[some], slot)
            answers = stated.answers.at(some)
            for name in _STATED_FIELDS:
                self.fields[name][target] = answers[name]
            self.fields["value_lo"][target] = answers["lo"]
            self.fields["value_hi"][target] = answers["hi"]
            for name, value in _told_by(_measure(slot), answers.value).items():
                self.fields[name][target] = value
            self._mark_derived(target, _measure(slot))

    def _mark_derived(self, target: tuple[Ints, Ints], measure: Measure) -> None:
        name = _DERIVED_FROM.get(measure)
        if name is not None:
            known = ~np.isnan(self.fields["value"][target])
            self.fields["derived"][target] = known << DERIVABLE.index(name)

    def _lines_of(self, columns: Ints, slot: int) -> Ints:
        return np.array([self._column[column, slot] for column in columns.tolist()], np.int64)

    # ---- as a dataset -----------------------------------------------------------------------

    def dataset(self, register: PlaceRegister) -> xr.Dataset:
        """Return the dataset over place and series; the register tells provinces."""
        lines = self.lines()
        coords = place_coords(self.places, register) | series_coords(lines, measures=True)
        data = {
            name: (("place", "series"), values, attributes_of(name, [line.unit for line in lines]))
            for name, values in self._variables().items()
        }
        return xr.Dataset(data, coords)

    def _variables(self) -> dict[str, Array]:
        fields = self.fields
        due = fields["due"] > 0
        found = {name: finite(fields[name]) for name in _NUMBERS} | {
            "rank": counts(fields["rank"], fields["rank"] > 0),
            "completeness_filed": counts(fields["filed"], due),
            "completeness_due": counts(fields["due"], due),
            "state": words_of(fields["state"], STATES),
            "same_period_state": words_of(fields["same_period_state"], STATES),
            "comparator": words_of(fields["comparator"], COMPARATORS),
            "status": words_of(fields["status"], STATUSES),
            "modality": words_of(fields["modality"], MODALITIES),
            "known_at": days_of(fields["known_at"]),
            "recorded_at": instants_of(fields["recorded_at"]),
            "derived": derived_of(fields["derived"]),
            "findings": fields["findings"],
        }
        return {name: found[name] for name in LONG_NAMES}


_DERIVED_FROM = {Measure.GROWTH: "base_ratio_pct", Measure.BASE_RATIO: "growth_pct"}
"""What follows from a statement that stands by itself."""


def _told_by(measure: Measure, value: Array) -> dict[str, Array]:
    """Return the fields that a statement of its own fills."""
    match measure:
        case Measure.GROWTH:
            return {"growth_pct": value, "base_ratio_pct": _HUNDRED + value}
        case Measure.BASE_RATIO:
            return {"growth_pct": value - _HUNDRED, "base_ratio_pct": value}
        case Measure.CHANGE_ABS:
            return {"difference": value}
        case Measure.CONTRIBUTION:
            return {"contribution_pp": value}
        case _:
            return {}


def _measure(slot: int) -> Measure:
    if slot == _LEVEL_SLOT:
        return Measure.LEVEL
    return Measure(SLOTS[slot].removeprefix("row_"))
