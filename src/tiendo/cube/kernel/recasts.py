"""Levels on the map of another day: places that did not exist in a run, from those that did.

The same rules as `cube.explain.recast`, for many places at once: a sum along a grid of parts, exact
where these are whole, estimated where shares are known, refused where they are not.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from tiendo.cube.cells.codes import (
    CONFIDENTIAL,
    MISSING,
    MODALITIES,
    NOT_APPLICABLE,
    REFUSED,
    Bytes,
    Floats,
    Ints,
    Mask,
)
from tiendo.cube.kernel.columns import Columns
from tiendo.cube.kernel.family import Family
from tiendo.cube.kernel.family_trees import Parts, Siblings, Tree
from tiendo.cube.kernel.numbers import Answers
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
) -> dict[Weight | None, Parts]:
    """Return the parts of the places in some rows of a family, for each weight.

    Args:
        rows: the places, of which the parts are known.
        covers: the parts of each.
        row_of: the row of each place of the family.
    """
    found = {weight: _parts(rows, covers, row_of, weight) for weight in WEIGHTS}
    return {weight: parts for weight, parts in found.items() if parts is not None}


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
    padded = [line[2] + [0.0] * (most - len(line[2])) for line in lines]
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
        answers: their levels, (places, columns); missing where nothing is known of any part.
        origin: how each came about.
    """

    rows: Ints
    answers: Answers
    origin: Bytes


class Recaster:
    """Recasts places of a map by the rules of their columns."""

    def __init__(self, family: Family, columns: Columns, may_hide: Mask) -> None:
        self._family = family
        self._columns = columns
        self._may_hide = may_hide

    @cached_property
    def _of_weight(self) -> dict[Weight | None, Mask]:
        """The columns that each weight recasts; found when anything is recast at all."""
        columns = self._columns
        weights = [recast_weight(_unit(columns, code)) for code in range(len(columns))]
        return {
            weight: np.array([one is weight for one in weights], np.bool_) for weight in WEIGHTS
        }

    def recast(
        self, tree: Tree, rows: tuple[int, ...], answers: Answers, columns: Ints
    ) -> list[Recast]:
        """Return recast levels of some rows; those that no weight of a result concerns are missing.

        Args:
            tree: tells what the rows are made of.
            rows: the places.
            answers: levels of the family, in which those of the parts are found.
            columns: the columns wanted, ascending.
        """
        if rows not in tree.parts:
            tree.parts[rows] = parts_by_weight(rows, tree.covers, self._family.row)
        found = []
        for weight, here in tree.parts[rows].items():
            wanted = columns[self._of_weight[weight][columns]]
            if len(wanted):
                found.append(self._by_weight(here, answers, columns, wanted))
        return found

    def _by_weight(self, parts: Parts, answers: Answers, columns: Ints, wanted: Ints) -> Recast:
        grid, real = parts.siblings.grid, parts.siblings.real
        every = len(wanted) == answers.shape[1]
        there = (answers if every else answers.of_columns(wanted)).at(grid)
        said = ((there.state != MISSING) & real[:, :, None]).any(axis=0)
        shares = parts.shares[:, :, None]
        counted = Siblings(np.arange(grid.shape[1]), grid, real)
        found = summed_up(_scaled(there, shares), counted, parts.complete)
        has = ~np.isnan(found.value)
        divided = (shares != 1) & real[:, :, None]
        estimated = (divided & (there.state != NOT_APPLICABLE)).any(axis=0) & has
        self._put_means(found, parts, answers, there, wanted)
        has = ~np.isnan(found.value)
        if found.has_quality:
            guess = estimated & has & (found["modality"] == _ACTUAL)
            np.copyto(found.columns["modality"], np.uint8(_ESTIMATED), where=guess)
        sums = self._columns.sums_over_places[wanted] | self._columns.means_over_places[wanted]
        ruled = sums[None, :] | parts.same[:, None]
        hidden = ((there.state == CONFIDENTIAL) & real[:, :, None]).any(axis=0)
        hidden |= self._may_hide[wanted][None, :]
        refused = said & ruled & (hidden | parts.refused[:, None])
        found.clear_where(~ruled, MISSING)
        found.clear_where(refused, REFUSED)
        origin = np.where(estimated, RECAST_BY_SHARES, RECAST_EXACTLY).astype(np.uint8)
        origin[found.is_missing] = NOT_RECAST
        origin[refused] = RECAST_REFUSED
        return Recast(
            parts.siblings.parents,
            *_spread(found, origin, columns, wanted),
        )

    def _put_means(
        self, found: Answers, parts: Parts, answers: Answers, there: Answers, wanted: Ints
    ) -> None:
        """Put weighted means where the columns are means over places and the parts are whole."""
        means = np.flatnonzero(self._columns.means_over_places[wanted])
        if not len(means):
            return
        grid, real = parts.siblings.grid, parts.siblings.real
        weight_of = self._columns.weights[wanted[means]]
        weights = answers.of_columns(np.maximum(weight_of, 0)).at(grid)
        none = np.broadcast_to(weight_of < 0, weights.shape)
        if none.any():
            weights.clear_where(none, MISSING)
        picked = there.of_columns(means)
        counted = Siblings(np.arange(grid.shape[1]), grid, real)
        mean = averaged(picked, weights, counted, parts.complete)
        is_owed = real[:, :, None] & (picked.state != NOT_APPLICABLE)
        divided = ((parts.shares[:, :, None] != 1) & is_owed).any(axis=0)
        mean.clear_where(divided, MISSING)
        kept = found.at((slice(None), means))
        found.put((slice(None), means), mean.chosen(_rows(parts.same, mean), kept))


def _rows(mask: Mask, like: Answers) -> Mask:
    return np.broadcast_to(mask[:, None], like.shape)


def _scaled(there: Answers, shares: Floats) -> Answers:
    """Return the shares of answers."""
    if (shares == 1).all():
        return there
    columns = dict(there.columns)
    for name in ("value", "lo", "hi"):
        if name in columns:
            columns[name] = np.where(shares == 1, columns[name], columns[name] * shares)
    return Answers(columns)


def _spread(found: Answers, origin: Bytes, columns: Ints, wanted: Ints) -> tuple[Answers, Bytes]:
    """Return answers of some columns among all that were asked for."""
    if len(wanted) == len(columns):
        return found, origin
    shape = len(found.value), len(columns)
    all_found, all_origin = Answers.missing(shape, found.has_quality), np.zeros(shape, np.uint8)
    where = (slice(None), np.searchsorted(columns, wanted))
    all_found.put(where, found)
    all_origin[where] = origin
    return all_found, all_origin


def _unit(columns: Columns, column: int) -> str:
    code = columns.series[column].indicator
    return columns.catalogue[code].unit.text if code in columns.catalogue else ""
