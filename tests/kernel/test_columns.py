"""Which columns an evaluation has: what was filed, what offices owe, what formulas can give."""

from __future__ import annotations

import numpy as np
import pytest

from tests.world import CATALOGUE
from tiendo.cube.kernel.column_groups import Group, GroupedParts
from tiendo.cube.kernel.columns import Columns
from tiendo.cube.kernel.reach import operands_of_all, with_computed
from tiendo.vocabulary.series import Series

COMPUTED = next(card for card in CATALOGUE.values() if card.formulas)
OPERANDS = operands_of_all([COMPUTED.code], CATALOGUE)


def series_of(code: str) -> Series:
    return Series(code, price_basis=CATALOGUE[code].price_bases[0])


def told(columns: Columns) -> set[str]:
    return {one.indicator for one in columns.series}


def test_a_formula_has_a_column_where_all_its_operands_were_filed() -> None:
    assert COMPUTED.code in told(Columns([series_of(code) for code in OPERANDS], CATALOGUE))


def test_a_formula_has_none_where_an_operand_was_never_filed() -> None:
    for left_out in OPERANDS:
        filed = [series_of(code) for code in OPERANDS - {left_out}]
        assert COMPUTED.code not in told(Columns(filed, CATALOGUE))


def test_what_an_office_owes_has_a_column_though_nobody_filed_it() -> None:
    assert COMPUTED.code in told(Columns([], CATALOGUE, owed=frozenset({COMPUTED.code})))
    assert told(Columns([], CATALOGUE)) == set()


@pytest.mark.parametrize("hidden", sorted(OPERANDS))
def test_a_hidden_operand_hides_what_a_formula_gives_whatever_else_is_known(hidden: str) -> None:
    columns = Columns([series_of(hidden)], CATALOGUE, hidden=frozenset({hidden}))
    assert COMPUTED.code in told(columns)


def test_indicators_without_a_card_reach_nothing() -> None:
    assert with_computed({"of-another-country"}, CATALOGUE) == set()


def test_some_groups_of_parts_are_picked_with_all_their_parts() -> None:
    sizes = {7: (1, 2), 8: (3,), 9: (4, 5, 6)}
    groups = GroupedParts.of([Group(whole, parts) for whole, parts in sizes.items()])
    picked = groups.at(np.array([0, 2]))
    assert picked.wholes.tolist() == [7, 9]
    assert picked.parts.tolist() == [1, 2, 4, 5, 6]
    assert picked.starts.tolist() == [0, 2]
