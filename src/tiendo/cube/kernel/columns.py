"""The columns of an evaluation: every series of the cube and those that follow from them.

A residual has its total and the other parts beside it, a mean its weight, a formula its operands,
a part its whole; each column knows the numbers of the columns that it needs.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property

import numpy as np

from tiendo.cube.cells.codes import Ints, Mask, read_only
from tiendo.cube.kernel.column_groups import NONE as NONE
from tiendo.cube.kernel.column_groups import (
    FirstTotals,
    GroupedParts,
    Residual,
    ResidualGroup,
    residuals_grouped,
)
from tiendo.cube.kernel.column_groups import Group as Group
from tiendo.cube.kernel.formula_groups import Formula, FormulaGroup, OperandKey, grouped
from tiendo.cube.kernel.reach import with_computed
from tiendo.cube.kernel.traits import Traits
from tiendo.vocabulary.formula import named_operands, parse, version_on
from tiendo.vocabulary.indicator import BreakdownTree, Catalogue, Indicator
from tiendo.vocabulary.period import Period
from tiendo.vocabulary.series import Breakdown, Series
from tiendo.vocabulary.words import Nature


class Columns(Traits):
    """The columns of an evaluation: first the series of the axis, then those that follow."""

    def __init__(
        self,
        axis: Sequence[Series],
        catalogue: Catalogue,
        hidden: frozenset[str] = frozenset(),
        owed: frozenset[str] = frozenset(),
    ) -> None:
        """Lay the columns out.

        Args:
            axis: the series of which figures were filed.
            catalogue: the cards.
            hidden: codes of indicators of which any figure is confidential.
            owed: codes of indicators that any office owes: they are asked for even if nobody files.
        """
        self.catalogue = catalogue
        self._hidden = hidden
        self.series: list[Series] = list(axis)
        self.number: dict[Series, int] = {one: n for n, one in enumerate(self.series)}
        self.of_axis = len(self.series)
        self._unknown = [one.indicator not in catalogue for one in self.series]
        self.formulas: list[Formula] = []
        self.residuals: dict[int, Residual] = {}
        self.weight_of: dict[int, int] = {}
        self._formulas_on: dict[int, tuple[tuple[FormulaGroup, ...], ...]] = {}
        self._groups: dict[tuple[int, ...], tuple[tuple[FormulaGroup, ...], ...]] = {}
        self._add_totals(owed)
        self._follow()

    def __len__(self) -> int:
        return len(self.series)

    def card(self, column: int) -> Indicator:
        """Return the card of a column."""
        return self.catalogue[self.series[column].indicator]

    def is_evaluated(self, column: int) -> bool:
        """Whether the catalogue has a card for it; figures of others wait for theirs."""
        return column >= self.of_axis or not self._unknown[column]

    def evaluated(self) -> Iterator[tuple[int, Indicator]]:
        """Yield every column that has a card, with it."""
        for column in range(len(self.series)):
            if self.is_evaluated(column):
                yield column, self.card(column)

    def _column(self, series: Series) -> int:
        if series not in self.number:
            self.number[series] = len(self.series)
            self.series.append(series)
        return self.number[series]

    def _add_totals(self, owed: frozenset[str]) -> None:
        """Add totals that may be told though nobody filed them: formulas or offices give them.

        Formulas whose operands nobody filed give nothing, and so many stand on cards that working
        through them would take longer than all the rest (measured with 70 of them).
        """
        known = {one.indicator for one in self.series} | owed
        told = with_computed(known, self.catalogue, self._hidden)
        for card in self.catalogue.values():
            if card.code in told:
                self._column(Series(card.code, price_basis=card.price_bases[0]))

    def _follow(self) -> None:
        """Add what each column needs, until nothing new comes."""
        column = 0
        while column < len(self.series):
            if self.is_evaluated(column):
                self._add_own_residuals(column)
                self._add_wholes(column)
                self._add_parts_beside_hidden(column)
                self._add_weight(column)
                self._add_formulas(column)
            column += 1
        for column, _ in self.evaluated():
            tree = self.residual_tree(self.series[column])
            if tree is not None:
                self.residuals[column] = self._residual(column, tree)

    def _add_own_residuals(self, column: int) -> None:
        """Add the residuals of a total, and for a residual its total and the other parts."""
        series, card = self.series[column], self.card(column)
        for tree in card.breakdowns:
            if tree.additive and tree.residual and series.breakdown.get(tree.dimension) is None:
                self._column(_cut(series, tree.dimension, tree.residual))
        closed = self.residual_tree(series)
        if closed is not None:
            self._residual(column, closed)

    def _residual(self, column: int, tree: BreakdownTree) -> Residual:
        series = self.series[column]
        total = series.with_breakdown(series.breakdown.without(tree.dimension))
        others = [part.code for part in tree.parts if part.code != tree.residual]
        return Residual(
            column,
            self._column(total),
            tuple(self._column(_cut(series, tree.dimension, code)) for code in others),
        )

    def residual_tree(self, series: Series) -> BreakdownTree | None:
        """Return the tree whose sum this series closes, or None."""
        card = self.catalogue[series.indicator]
        for dimension, code in series.breakdown.pairs:
            tree = card.tree(dimension)
            if tree and tree.additive and tree.residual == code:
                return tree
        return None

    def _add_wholes(self, column: int) -> None:
        if (whole := self._whole(column)) is not None:
            self._column(whole)

    def _whole(self, column: int) -> Series | None:
        """Return the same without its only cut; None for quantities whose parts do not add up."""
        series, card = self.series[column], self.card(column)
        cuts = [dimension for dimension, _ in series.breakdown.pairs if card.tree(dimension)]
        if len(cuts) != 1 or card.nature not in (Nature.FLOW, Nature.STOCK):
            return None
        return series.with_breakdown(series.breakdown.without(cuts[0]))

    def _add_parts_beside_hidden(self, column: int) -> None:
        """Add parts that nobody filed and that a formula gives, where one may hide another."""
        series, card = self.series[column], self.card(column)
        if series.indicator not in self._hidden or not card.formulas:
            return
        for whole, dimension, code in list(self._groups_around(column)):
            tree = card.tree(dimension)
            for part in dict(tree.groups())[code] if tree else ():
                self._column(_cut(whole, dimension, part.code))

    def _add_weight(self, column: int) -> None:
        series, card = self.series[column], self.card(column)
        if card.weight is None:
            return
        weight = self.catalogue[card.weight].series_like(series.breakdown, series.price_basis)
        self.weight_of[column] = NONE if weight is None else self._column(weight)

    def _add_formulas(self, column: int) -> None:
        series, card = self.series[column], self.card(column)
        for version in card.formulas:
            expression = parse(version.expression)
            operands = {
                key: self._operand(series, key) for key in dict.fromkeys(named_operands(expression))
            }
            self.formulas.append(Formula(column, card.code, version, expression, operands))

    def _operand(self, series: Series, key: OperandKey) -> int:
        indicator, cut, _ = key
        merged = Breakdown(tuple(sorted((series.breakdown.as_dict() | cut.as_dict()).items())))
        operand = self.catalogue[indicator].series_like(merged, series.price_basis)
        return NONE if operand is None else self._column(operand)

    @cached_property
    def weights(self) -> Ints:
        """For each column the column of its weight, NONE without one."""
        found = np.full(len(self.series), NONE)
        for column, weight in self.weight_of.items():
            found[column] = weight
        return found

    @cached_property
    def lags(self) -> frozenset[int]:
        """By how many months formulas look back."""
        return frozenset(key[2] for formula in self.formulas for key in formula.operands)

    @cached_property
    def cards(self) -> tuple[Indicator | None, ...]:
        """The card of each column, None where the catalogue has none."""
        return tuple(
            self.card(column) if self.is_evaluated(column) else None
            for column in range(len(self.series))
        )

    @cached_property
    def wholes(self) -> Ints:
        """For each column the column of its whole, NONE without one."""
        found = np.full(len(self.series), NONE)
        for column, _ in self.evaluated():
            if (whole := self._whole(column)) is not None:
                found[column] = self.number[whole]
        return found

    @cached_property
    def depth(self) -> Ints:
        """How many columns must be known before each: 0 for those that are filed or rolled up."""
        found: dict[int, int] = {}
        needs = self._needs()

        def depth(column: int) -> int:
            if column not in found:
                found[column] = 0  # weights that weigh each other: neither waits
                before = 1 + max(map(depth, needs.get(column, ())), default=-1)
                # Added up with its weight, of which the parts are known when it is its turn.
                weight = self.weight_of.get(column, NONE)
                found[column] = max(before, depth(weight) if weight != NONE else 0)
            return found[column]

        return np.array([depth(column) for column in range(len(self.series))], np.int64)

    @cached_property
    def of_indicator(self) -> dict[str, list[int]]:
        """The columns of each indicator, whatever their cut and price basis."""
        found: dict[str, list[int]] = {}
        for column, one in enumerate(self.series):
            found.setdefault(one.indicator, []).append(column)
        return found

    @cached_property
    def stages(self) -> Ints:
        """For each column how many stages are found before all of its indicator are known."""
        found = np.zeros(len(self.series), np.int64)
        for columns in self.of_indicator.values():
            found[columns] = self.depth[columns].max() + 1
        return found

    def _needs(self) -> dict[int, list[int]]:
        needs: dict[int, list[int]] = {}
        for column, residual in self.residuals.items():
            needs.setdefault(column, []).extend([residual.total, *residual.others])
        for formula in self.formulas:
            # All cuts of the operand: hiding one may hang on another.
            for indicator in {key[0] for key in formula.operands}:
                needs.setdefault(formula.column, []).extend(self.of_indicator.get(indicator, ()))
        return needs

    @cached_property
    def residuals_at(self) -> tuple[tuple[ResidualGroup, ...], ...]:
        """The residuals by their columns' depth, those with equally many parts together."""
        at_depth: list[list[Residual]] = [[] for _ in range(self._depths)]
        for column, residual in self.residuals.items():
            at_depth[int(self.depth[column])].append(residual)
        return tuple(map(residuals_grouped, at_depth))

    @property
    def _depths(self) -> int:
        return int(self.depth.max(initial=0)) + 1

    @cached_property
    def totals(self) -> dict[str, list[int]]:
        """The columns that are not cut, by indicator."""
        found: dict[str, list[int]] = {}
        for column, card in self.evaluated():
            if not self.series[column].breakdown:
                found.setdefault(card.code, []).append(column)
        return found

    @cached_property
    def first_totals(self) -> FirstTotals:
        """The first total of each indicator that has one on its card's first price basis."""
        of_cards = []
        for code, of_card in self.totals.items():
            basis = self.catalogue[code].price_bases[0]
            of_first = (c for c in of_card if self.series[c].price_basis == basis)
            if (first := next(of_first, None)) is not None:
                of_cards.append((first, of_card, bool(self.catalogue[code].formulas)))
        return FirstTotals.of(of_cards)

    @cached_property
    def in_card_order(self) -> Ints:
        """The columns in the order of the cards, price bases and parts."""
        cards = {code: number for number, code in enumerate(self.catalogue)}

        def position(column: int) -> tuple[int, str, list[tuple[str, int]]]:
            one, card = self.series[column], self.card(column)
            cuts = []
            for dimension, code in one.breakdown.pairs:
                tree = card.tree(dimension)
                codes = [p.code for top in tree.parts for p in top.walk()] if tree else []
                cuts.append((dimension, codes.index(code) if code in codes else len(codes)))
            return cards[one.indicator], one.price_basis, cuts

        found = sorted((column for column, _ in self.evaluated()), key=position)
        return read_only(np.array(found, np.int64))

    @cached_property
    def row_in_doubt(self) -> Mask:
        """Columns of which a level does not tell whether there is a row.

        Parts and further price bases with a formula, whose level may follow where nobody filed;
        residuals, which may be hidden for another part; and totals on several price bases.
        """
        doubtful = np.zeros(len(self.series), np.bool_)
        for formula in self.formulas:
            doubtful[formula.column] = bool(self.series[formula.column].breakdown)
        for of_card in self.totals.values():
            if len(of_card) > 1:
                doubtful[of_card] = True
        doubtful[list(self.residuals)] = True
        return doubtful

    @cached_property
    def groups(self) -> tuple[Group, ...]:
        """Every set of parts of which the whole or a part is a column."""
        return tuple(self._find_groups())

    @cached_property
    def sums_to_check(self) -> GroupedParts:
        """The groups of which the whole and all parts are columns."""
        return GroupedParts.of(
            [group for group in self.groups if NONE not in (group.whole, *group.parts)]
        )

    def _find_groups(self) -> Iterator[Group]:
        seen = set()
        for column in range(len(self.series)):
            if not self.is_evaluated(column):
                continue
            for key in self._groups_around(column):
                if key not in seen:
                    seen.add(key)
                    yield self._group(*key)

    def _groups_around(self, column: int) -> Iterator[tuple[Series, str, str | None]]:
        """Yield (series of the whole, dimension, code of the whole) of groups it belongs to."""
        series, card = self.series[column], self.card(column)
        for tree in card.breakdowns:
            code = series.breakdown.get(tree.dimension)
            for whole, parts in tree.groups():
                if code == whole or (code and code in {part.code for part in parts}):
                    cut = series.breakdown.without(tree.dimension)
                    cut = cut.with_code(tree.dimension, whole) if whole else cut
                    yield series.with_breakdown(cut), tree.dimension, whole

    def _group(self, whole: Series, dimension: str, code: str | None) -> Group:
        tree = self.catalogue[whole.indicator].tree(dimension)
        if tree is None:
            raise ValueError(f"{whole.indicator} has no dimension {dimension}")
        parts = dict(tree.groups())[code]
        numbers = [self.number.get(_cut(whole, dimension, part.code), NONE) for part in parts]
        residual = next(
            (n for n, p in zip(numbers, parts, strict=True) if p.code == tree.residual), NONE
        )
        return Group(self.number.get(whole, NONE), tuple(numbers), residual)

    def formulas_on(self, run: Period) -> tuple[tuple[FormulaGroup, ...], ...]:
        """Return the formulas that hold at the end of a run, by their columns' depth and shape."""
        if run.last not in self._formulas_on:
            held = tuple(
                number
                for number, formula in enumerate(self.formulas)
                if version_on(self.card(formula.column), run.end) == formula.version
            )
            if held not in self._groups:
                self._groups[held] = self._grouped([self.formulas[number] for number in held])
            self._formulas_on[run.last] = self._groups[held]
        return self._formulas_on[run.last]

    def _grouped(self, formulas: Sequence[Formula]) -> tuple[tuple[FormulaGroup, ...], ...]:
        at_depth: list[list[Formula]] = [[] for _ in range(self._depths)]
        for formula in formulas:
            at_depth[int(self.depth[formula.column])].append(formula)
        return tuple(grouped(each, self.catalogue) for each in at_depth)


def _cut(series: Series, dimension: str, code: str) -> Series:
    return series.with_breakdown(series.breakdown.with_code(dimension, code))
