"""What the formulas of the Vietnam cards compute, from figures invented for the small world."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.world import RECORDED, REGISTER, TODAY
from tiendo.cube.explain.evaluate import explain
from tiendo.cube.explain.evidence import Evidence
from tiendo.cube.explain.row import Row
from tiendo.cube.explain.source import MemoryFigures
from tiendo.packs import load_pack
from tiendo.vocabulary.figure import Figure, Filing, Statement
from tiendo.vocabulary.formula import named_operands, parse
from tiendo.vocabulary.indicator import Indicator
from tiendo.vocabulary.period import Period
from tiendo.vocabulary.series import Breakdown, Series
from tiendo.vocabulary.words import Kind, State

CATALOGUE = load_pack().catalogue
YEAR = Period.parse("2024")
WITH_FORMULA = [card for card in CATALOGUE.values() if card.formulas]
FILING = Filing(id=1, by="Lan", recorded_at=RECORDED, file_name="invented.csv")
Filed = dict[tuple[str, str, str], str]
"""Values of 2024 by place, code and breakdown."""


def _basis(code: str, basis: str) -> str:
    bases = CATALOGUE[code].price_bases
    return basis if basis in bases else bases[0]


def computed(place: str, code: str, filed: Filed, basis: str = "") -> Row:
    """The row of an indicator in 2024, where nothing but `filed` is known."""
    asked = basis or CATALOGUE[code].price_bases[0]
    figures = [
        Figure(number, FILING, _statement(*key, value, _basis(key[1], asked)))
        for number, (key, value) in enumerate(filed.items(), start=1)
    ]
    known = Evidence(MemoryFigures(figures), CATALOGUE, REGISTER, TODAY, ())
    return explain(known, place, Series(code, price_basis=asked), YEAR)[0]


def _statement(place: str, code: str, cut: str, value: str, basis: str) -> Statement:
    return Statement(
        place=place,
        series=Series(code, Breakdown.parse(cut), basis),
        period=YEAR,
        kind=Kind.LEVEL,
        value=Decimal(value),
        known_at=date(2025, 1, 15),
        decimals=0,
        stated_unit=CATALOGUE[code].unit.text,
    )


@pytest.mark.parametrize("card", WITH_FORMULA, ids=lambda card: card.code)
def test_every_formula_gives_a_value_once_its_operands_are_filed(card: Indicator) -> None:
    keys = named_operands(parse(card.formulas[0].expression))
    filed = {("song-xanh", code, str(cut)): "1000" for code, cut, _ in keys}
    row = computed("song-xanh", card.code, filed)
    assert row.state in (State.VALUE, State.ZERO)
    assert "value" in row.derived


@pytest.mark.parametrize("card", WITH_FORMULA, ids=lambda card: card.code)
def test_a_formula_with_an_unknown_operand_gives_nothing(card: Indicator) -> None:
    first, *_ = named_operands(parse(card.formulas[0].expression))
    others = list(named_operands(parse(card.formulas[0].expression)))[1:]
    filed = {("song-xanh", c, str(cut)): "1000" for c, cut, _ in others if (c, cut) != first[:2]}
    row = computed("song-xanh", card.code, filed)
    assert (row.state, row.value) == (State.MISSING, None)


@pytest.mark.parametrize(
    ("code", "filed", "value"),
    [
        ("grain-yield", {"grain-output": "42269", "rice-maize-sown-area": "7226"}, "58.4957"),
        ("rice-yield", {"rice-output": "6000", "rice-sown-area": "1000"}, "60"),
        ("grdp-per-head", {"grdp": "60000", "population": "600000"}, "100"),
        ("doctors-per-10000", {"doctors": "540", "population": "600000"}, "9"),
        ("enterprise-density", {"enterprises-active": "3000", "population": "600000"}, "5"),
        ("population-density", {"population": "600000", "natural-area": "3000"}, "200"),
        ("forest-cover-rate", {"forest-area": "150000", "natural-area": "3000"}, "50"),
        ("pupils-per-teacher", {"pupils": "9000", "teachers": "500"}, "18"),
        ("average-stay", {"guest-nights": "300", "overnight-guests": "200"}, "1.5"),
        ("poor-household-rate", {"poor-households": "25", "households": "10000"}, "0.25"),
        ("local-budget-balance",
         {"local-budget-resources": "900", "local-budget-expenditure": "950"}, "-50"),
        ("product-value-per-hectare",
         {"crop-product-value": "150", "crop-land-area": "1000"}, "150"),
        ("digital-product-communes",
         {"communes-with-digital-product": "62", "communes": "65"}, "95.3846"),
    ],
)  # fmt: skip
def test_scales_come_out_in_the_unit_of_the_card(
    code: str, filed: dict[str, str], value: str
) -> None:
    row = computed("song-xanh", code, {("song-xanh", c, ""): v for c, v in filed.items()})
    assert row.value is not None
    assert row.value.quantize(Decimal("0.0001")) == Decimal(value).quantize(Decimal("0.0001"))


def test_a_filed_rate_comes_before_its_formula() -> None:
    filed = {
        ("song-xanh", "trained-workers", ""): "850",
        ("song-xanh", "labour-force", ""): "1000",
        ("song-xanh", "trained-labour-rate", ""): "88",
    }
    assert computed("song-xanh", "trained-labour-rate", filed).value == 88


def test_structure_on_one_price_basis_only() -> None:
    """Shares are told of current prices; a product whose basis is not stated gives none."""
    filed = {
        ("song-xanh", "grdp", ""): "5800",
        ("song-xanh", "grdp", "sector=services"): "2151",
    }
    row = computed("song-xanh", "grdp-share-services", filed, basis="current")
    assert row.value is not None and row.value.quantize(Decimal("0.01")) == Decimal("37.09")
    other = [_statement(*key, value, "not_stated") for key, value in filed.items()]
    figures = MemoryFigures(Figure(i, FILING, each) for i, each in enumerate(other, 1))
    known = Evidence(figures, CATALOGUE, REGISTER, TODAY, ())
    shares = explain(known, "song-xanh", Series("grdp-share-services", price_basis="current"), YEAR)
    assert shares[0].state is State.MISSING


COUNTS = st.integers(min_value=1, max_value=100_000)


@settings(max_examples=25, deadline=None)
@given(poor=st.tuples(COUNTS, COUNTS), all_of=st.tuples(COUNTS, COUNTS))
def test_a_rate_of_a_province_is_that_of_its_communes_together(
    poor: tuple[int, int], all_of: tuple[int, int]
) -> None:
    """Numerators and denominators are added up before dividing; rates are never averaged."""
    filed: Filed = {}
    for place, few, many in zip(("ben-tre-nho", "doi-che"), poor, all_of, strict=True):
        filed[place, "poor-households", ""] = str(few)
        filed[place, "households", ""] = str(many)
    row = computed("song-xanh", "poor-household-rate", filed)
    assert row.value is not None
    expected = Decimal(100 * sum(poor)) / Decimal(sum(all_of))
    assert abs(row.value - expected) <= Decimal("1e-9") * expected
