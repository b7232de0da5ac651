"""What is computed leaves alone what it is computed from, even where there is nothing to tell."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import partial

import numpy as np
import pytest

from tests.kernel.comparing import mismatches, rows_of_kernel
from tests.kernel.worlds import Case
from tests.world import OUTPUT, REGISTER, SECTORS, SPEND, filed, stated
from tiendo.cube.cells.codes import MISSING
from tiendo.cube.kernel.numbers import Answers, computed
from tiendo.vocabulary.figure import Statement
from tiendo.vocabulary.indicator import Catalogue, FormulaVersion, Part
from tiendo.vocabulary.period import Period
from tiendo.vocabulary.series import Breakdown, Series
from tiendo.vocabulary.unit import Unit

FARMING_IN_OUTPUT = replace(
    SPEND,
    code="farming-in-output",
    unit=Unit.parse("percent"),
    per="",
    breakdowns=(replace(SECTORS, parts=(*SECTORS.parts, Part("trade", {"en": "trade"}))),),
    formulas=(FormulaVersion("share(output[sector=farming], lag(output, 12))"),),
)


_output = partial(stated, indicator="output", basis="current")


def _share(sector: str, period: str, value: str) -> Statement:
    said = _output("song-xanh", period=period, value=value)
    cut = Breakdown((("sector", sector),))
    return replace(said, series=Series(FARMING_IN_OUTPUT.code, cut, "current"))


FARMING, INDUSTRY = "sector=farming", "sector=industry"
FIGURES = filed(
    _output("song-xanh", period="2024-Q1", value="20", cut=FARMING, status="official"),
    _output(
        "song-xanh",
        period="2023-Q1",
        value="40",
        cut=INDUSTRY,
        status="preliminary",
        known="2025-01-10",
    ),
    _output("nui-vang", period="2024-Q1", value=None, cut=FARMING, state="confidential"),
    _share("trade", "2023-Q1", "50"),
    _share("industry", "2023-Q1", "50"),
)


def test_a_formula_that_gives_nothing_leaves_its_operand_to_others() -> None:
    """The card of the output knows no trade, so that farming is no share of it anywhere.

    Núi Vàng's farming is confidential, so that the share in trade is looked at all the same. The
    share in industry rests on the same farming, and is as fresh as that.
    """
    case = Case(
        seed=0,
        register=REGISTER,
        catalogue=Catalogue([OUTPUT, FARMING_IN_OUTPUT]),
        obligations=(),
        figures=tuple(FIGURES),
        places=("song-xanh",),
        run=Period.parse("2024-Q1"),
        as_of=date(2026, 6, 1),
        every_version=False,
    )
    (share,) = [
        row
        for row in rows_of_kernel(case, everywhere=True)
        if (row["place"], row["indicator"]) == ("song-xanh", FARMING_IN_OUTPUT.code)
        and row["breakdown"] == {"sector": "industry"}
    ]

    assert share["value"] == pytest.approx(50)
    assert (share["status"], share["known_at"]) == ("preliminary", "2026-01-10")
    assert mismatches(case, everywhere=True) == []


def test_what_is_computed_of_one_operand_shares_nothing_with_it() -> None:
    operand = Answers.missing((2, 1), quality=True)
    for array in operand.columns.values():
        array[...] = 3
    before = operand.copy()
    value, bounds = np.array([[np.nan], [3.0]]), (np.zeros((2, 1)), np.full((2, 1), 4.0))

    result = computed(value, bounds, [operand])
    result.clear_where(np.ones((2, 1), np.bool_), MISSING)

    for name, array in operand.columns.items():
        np.testing.assert_array_equal(array, before[name], err_msg=name)
