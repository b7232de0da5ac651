"""Levels on the map of another day: places that did not exist in a run, from those that did.

The same rules as `cube.explain.recast`, for many places at once: sums of parts, exact where these
are whole, estimated where shares are known, refused where they are not.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from tiendo.cube.cells.codes import (
    CONFIDENTIAL,
    MISSING,
    MODALITIES,
    NOT_APPLICABLE,
    REFUSED,
    Bytes,
    Ints,
    Mask,
)
from tiendo.cube.kernel.adding import Addends, Children
from tiendo.cube.kernel.columns import Columns
from tiendo.cube.kernel.family import Family
from tiendo.cube.kernel.family_trees import Parts, Siblings, Tree
from tiendo.cube.kernel.numbers import Answers, Index
from tiendo.cube.kernel.rollup import averaged, summed_up
from tiendo.vocabulary.reform import Weight
from tiendo.vocabulary.territory import Cover, recast_weight
from tiendo.vocabulary.words import Modality, Severity, Verdict

NOT_RECAST, RECAST_EXACTLY, RECAST_BY_SHARES, RECAST_REFUSED = range(4)
"""How a level came from another map."""

VERDICTS_OF_RECAST = (
    (RECAST_EXACTLY, Verdict.EXPLAINED, Severity.INFO),
    (RECAST_BY_SHARES, Verdict.SUSPECT, Severity.WARNING),
    (RECAST_REFUSED, Verdict.NOT_CHECKABLE, Severity.WARNING),
)
"""What the finding on a recast level says."""

_ACTUAL, _ESTIMATED = (MODALITIES.index(m) for m in (Modality.ACTUAL, Modality.ESTIMATED))

WEIGHTS: tuple[Weight | None, ...] = (None, *Weight)


def parts_by_weight(
    rows: Sequence[int], covers: Mapping[int, Cover], row_of: Mapping[str, int]
) -> tuple[tuple[frozenset[Weight | None], Parts], ...]:
    """Return the parts of the places in some rows of a family, with the weights that find them so.

    Where all of them are whole, no weight matters, and they are found once for all.

    Args:
        rows: the places, of which the parts are known.
        covers: the parts of each.
        row_of: the row of each place of the family.
    """
    all_whole = all(part.whole for row in rows for part in covers[row].parts)
    sets = [WEIGHTS] if all_whole else [(weight,) for weight in WEIGHTS]
    each = ((frozenset(some), _parts(rows, covers, row_of, some[0])) for some in sets)
    return tuple((weights, parts) for weights, parts in each if parts is not None)


def _parts(
    rows: Sequence[int],
    covers: Mapping[int, Cover],
    row_of: Mapping[str, int],
    weight: Weight | None,
) -> Parts | None:
    lines: list[tuple[int, list[int], list[float], bool, bool, bool]] = []
    for row in rows:
        cover = covers[row]
        counted = [part for part in cover.parts if part.share(weight) != 0]
        here = [part for part in counted if part.key in row_of]
        if not here:
            continue
        shares = [part.share(weight) for part in here]
        lines.append(
            (
                row,
                [row_of[part.key] for part in here],
                [1.0 if share is None else float(share) for share in shares],
                any(part.share(weight) is None for part in counted),
                cover.complete and len(here) == len(counted),
                cover.same,
            )
        )
    if not lines:
        return None
    most = max(len(line[1]) for line in lines)
    grid = [line[1] + line[1][:1] * (most - len(line[1])) for line in lines]
    padded = [line[2] + [1.0] * (most - len(line[2])) for line in lines]
    real = [[n < len(line[1]) for n in range(most)] for line in lines]
    siblings = Siblings(
        np.array([line[0] for line in lines], np.int64),
        np.array(grid, np.int64).T.copy(),
        np.array(real, np.bool_).T.copy(),
    )
    refused, complete, same = (np.array([line[n] for line in lines], np.bool_) for n in (3, 4, 5))
    return Parts(siblings, np.array(padded).T.copy(), refused, complete, same)


@dataclass(frozen=True)
class Recast:
    """Levels of some places that were recast, in some columns.

    Attributes:
        rows: the places.
        columns: the columns, None for all of the family's.
        answers: their levels, (places, columns); missing where nothing is known of any part.
        origin: how each came about; None where only numbers are asked for.
    """

    rows: Ints
    columns: Ints | None
    answers: Answers
    origin: Bytes | None

    def cells(self, rows: Ints) -> Index:
        """Return the index of its columns in some rows."""
        return rows if self.columns is None else np.ix_(rows, self.columns)

    def put_where_better(self, found: Answers, origin: Bytes, at: Ints, those: Ints) -> None:
        """Put levels where they are whole, or nothing else is known.

        Args:
            found: what is known of some places, to be changed.
            origin: how that came about, to be changed.
            at: rows of `found` that are places of these.
            those: which of these they are.
        """
        cells = self.cells(at)
        here, there = found.at(cells), self.answers.at(those)
        better = there.known | (here.is_missing & ~there.is_missing)
        found.put(cells, here.chosen(better, there))
        if self.origin is not None:
            origin[cells] = np.where(better, self.origin[those], origin[cells])


Recasts: TypeAlias = dict[tuple[int, ...], list[Recast]]
"""What was recast, by the rows of the places."""


class Recaster:
    """Recasts places of a map by the rules of their columns."""

    def __init__(self, family: Family, columns: Columns, may_hide: Mask) -> None:
        self._family = family
        self._columns = columns
        self._may_hide = may_hide
        self._hides_anything = bool(may_hide.any())
        self._of_weights: dict[frozenset[Weight | None], Mask] = {}

    def _columns_of(self, weights: frozenset[Weight | None]) -> Mask:
        """Return the columns that some weights recast; found when anything is recast at all."""
        if weights not in self._of_weights:
            columns = self._columns
            each = (recast_weight(_unit(columns, code)) in weights for code in range(len(columns)))
            self._of_weights[weights] = np.fromiter(each, np.bool_, len(columns))
        return self._of_weights[weights]

    def recast(
        self,
        tree: Tree,
        rows: tuple[int, ...],
        answers: Answers,
        columns: Ints,
        addends: Addends | None,
    ) -> list[Recast]:
        """Return recast levels of some rows; those that no weight of a result concerns are missing.

        Args:
            tree: tells what the rows are made of.
            rows: the places.
            answers: levels of the family, in which those of the parts are found.
            columns: the columns wanted, ascending; of others levels are missing, or not there.
            addends: the levels as numbers to be added up, where only numbers are asked for.
        """
        if rows not in tree.parts:
            tree.parts[rows] = parts_by_weight(rows, tree.covers, self._family.row)
        found = []
        for weights, parts in tree.parts[rows]:
            wanted = columns[self._columns_of(weights)[columns]]
            if len(wanted):
                found.append(self._by_weight(parts, answers, wanted, addends))
        return found

    def _by_weight(
        self, parts: Parts, answers: Answers, wanted: Ints, addends: Addends | None
    ) -> Recast:
        # Rows are taken whole where most columns are wanted: picking columns costs more.
        every = 2 * len(wanted) > len(self._columns)
        columns = np.arange(len(self._columns)) if every else wanted
        sums = self._columns.sums_over_places[columns] | self._columns.means_over_places[columns]
        ruled = sums[None, :] | parts.same[:, None]
        whole = parts.all_whole and not parts.refuses_any and not self._hides_anything
        if addends is not None and every and whole:
            found = self._whole_numbers(parts, addends)
            estimated = refused = _nowhere(found)
        else:
            there = (answers if every else answers.of_columns(wanted)).at(parts.siblings.grid)
            refused = self._refused(there, parts, columns) & ruled
            found, estimated = self._added_up(parts, answers, there, wanted, columns)
        found.clear_where(~ruled, MISSING)
        found.clear_where(refused, REFUSED)
        if len(columns) > len(wanted):
            others = np.ones(len(columns), np.bool_)
            others[wanted] = False
            found.clear_where(np.broadcast_to(others, found.shape), MISSING)
        origin = _origin(found, estimated, refused) if found.has_quality else None
        return Recast(parts.siblings.parents, None if every else wanted, found, origin)

    def _whole_numbers(self, parts: Parts, addends: Addends) -> Answers:
        """Return what whole parts of which none is hidden come to, numbers alone, all columns."""
        children = Children(addends, parts.siblings, parts.complete)
        found = children.sums()
        if len(addends.means):
            _put_means(found, children.means(found), addends.means, parts)
        return found

    def _added_up(
        self, parts: Parts, answers: Answers, there: Answers, wanted: Ints, columns: Ints
    ) -> tuple[Answers, Mask]:
        """Return what parts or shares of them come to, and where a share of one counts.

        Args:
            parts: what the places are made of.
            answers: levels of the family, in which the weights of means are found.
            there: levels of the parts; their values are changed.
            wanted: the columns that are to be found.
            columns: those of `there`.
        """
        means = wanted[self._columns.means_over_places[wanted]]
        mean = self._means(means, parts, answers, there, columns) if len(means) else None
        # Nobody looks at the values of the parts again.
        found = summed_up(_scaled(there, parts), parts.as_rows, parts.complete, spare=True)
        estimated = _estimated(there, parts, found)
        if mean is not None:
            _put_means(found, mean, np.searchsorted(columns, means), parts)
        if found.has_quality:
            guess = estimated & ~np.isnan(found.value) & (found["modality"] == _ACTUAL)
            np.copyto(found.columns["modality"], np.uint8(_ESTIMATED), where=guess)
        return found, estimated

    def _refused(self, there: Answers, parts: Parts, columns: Ints) -> Mask:
        """Return where a part may be hidden, or its share is not known, if any is known at all."""
        if not (self._hides_anything or parts.refuses_any):
            return np.broadcast_to(np.False_, there.shape[1:])
        hidden, real = there.state == CONFIDENTIAL, parts.siblings.real[:, :, None]
        may_hide = self._may_hide[columns]
        said = ((there.state != MISSING) & real).any(axis=0)
        found: Mask = (hidden & real).any(axis=0) | may_hide[None, :] | parts.refused[:, None]
        found &= said
        return found

    def _means(
        self, means: Ints, parts: Parts, answers: Answers, there: Answers, columns: Ints
    ) -> Answers:
        """Return weighted means of the parts where these are whole.

        Args:
            means: the columns wanted, means over places.
            parts: what the places are made of.
            answers: levels of the family, in which the weights are found.
            there: levels of the parts.
            columns: those of `there`.
        """
        weight_of = self._columns.weights[means]
        known, grid = np.maximum(weight_of, 0), parts.siblings.grid
        every = len(columns) == len(self._columns)
        weights = there.of_columns(known) if every else answers.of_columns(known).at(grid)
        none = np.broadcast_to(weight_of < 0, weights.shape)
        if none.any():
            weights.clear_where(none, MISSING)
        picked = there.of_columns(np.searchsorted(columns, means))
        mean = averaged(picked, weights, parts.as_rows, parts.complete)
        if not parts.all_whole:
            is_owed = picked.state != NOT_APPLICABLE
            mean.clear_where((parts.divided[:, :, None] & is_owed).any(axis=0), MISSING)
        return mean


def _put_means(found: Answers, mean: Answers, columns: Ints, parts: Parts) -> None:
    """Put means into some columns; what is one other place and nothing else keeps its level."""
    kept = found.at((slice(None), columns))
    found.put((slice(None), columns), mean.chosen(_rows(parts.same, mean), kept))


def _rows(mask: Mask, like: Answers) -> Mask:
    return np.broadcast_to(mask[:, None], like.shape)


def _nowhere(like: Answers) -> Mask:
    return np.broadcast_to(np.False_, like.shape)


def _scaled(there: Answers, parts: Parts) -> Answers:
    """Return the shares of answers."""
    if parts.all_whole:
        return there
    columns, shares = dict(there.columns), parts.shares[:, :, None]
    for name in ("value", "lo", "hi"):
        if name in columns:
            columns[name] = np.where(shares == 1, columns[name], columns[name] * shares)
    return Answers(columns)


def _estimated(there: Answers, parts: Parts, found: Answers) -> Mask:
    """Return where a sum counts a share of a part."""
    if parts.all_whole:
        return _nowhere(found)
    told: Mask = (parts.divided[:, :, None] & (there.state != NOT_APPLICABLE)).any(axis=0)
    told &= ~np.isnan(found.value)
    return told


def _origin(found: Answers, estimated: Mask, refused: Mask) -> Bytes:
    """Return how each level came about."""
    origin = np.where(estimated, RECAST_BY_SHARES, RECAST_EXACTLY).astype(np.uint8)
    origin[found.is_missing] = NOT_RECAST
    origin[refused] = RECAST_REFUSED
    return origin


def _unit(columns: Columns, column: int) -> str:
    code = columns.series[column].indicator
    return columns.catalogue[code].unit.text if code in columns.catalogue else ""
