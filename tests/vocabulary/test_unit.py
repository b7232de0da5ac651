"""Units: scale words, dimensions, and conversions that move the point and nothing else."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tiendo.vocabulary.errors import VocabularyError
from tiendo.vocabulary.unit import Unit, dimension_product

ALIKE = [
    ["VND", "k VND", "m VND", "bn VND"],
    ["m2", "ha", "km2", "k ha"],
    ["kg", "quintal", "t", "k t", "m t"],
    ["quintal/ha", "t/ha", "kg/ha"],
    ["percent", "times"],
    ["persons", "k persons"],
]
pairs = st.sampled_from(ALIKE).flatmap(
    lambda units: st.tuples(st.sampled_from(units), st.sampled_from(units))
)


@pytest.mark.parametrize(
    ("value", "unit", "other", "converted"),
    [
        ("5857", "bn VND", "VND", "5857000000000"),
        ("1207000", "m VND", "bn VND", "1207"),
        ("60.5", "quintal/ha", "t/ha", "6.05"),
        ("7226", "ha", "km2", "72.26"),
        ("0.3", "times", "percent", "30"),
    ],
)
def test_known_conversions(value: str, unit: str, other: str, converted: str) -> None:
    assert Unit.parse(unit).convert(Decimal(value), Unit.parse(other)) == Decimal(converted)


@given(pairs, st.decimals("-1e12", "1e12", places=6))
def test_there_and_back_is_exact(pair: tuple[str, str], value: Decimal) -> None:
    here, there = (Unit.parse(text) for text in pair)
    assert there.convert(here.convert(value, there), here) == value


@pytest.mark.parametrize(
    ("unit", "other"),
    [
        ("ha", "t"),
        ("VND", "USD"),
        ("percent", "percentage_points"),
        ("persons", "households"),
        ("t", "t/ha"),
        ("index", "percent"),
    ],
)
def test_unlike_units_do_not_convert(unit: str, other: str) -> None:
    assert not Unit.parse(unit).converts_to(Unit.parse(other))
    with pytest.raises(VocabularyError, match="cannot be turned into"):
        Unit.parse(unit).convert(Decimal(1), Unit.parse(other))


@pytest.mark.parametrize("text", ["", "bn", "Dong", "ty dong", "XYZ", "bn bn VND", "t//ha", "%"])
def test_an_unknown_unit_is_refused_with_those_that_are_known(text: str) -> None:
    with pytest.raises(VocabularyError, match="percentage_points"):
        Unit.parse(text)


def test_counting_units_are_told_from_measures() -> None:
    assert Unit.parse("k households").counts
    assert not Unit.parse("ha").counts
    assert not Unit.parse("percent").counts


def test_dimensions_multiply_and_divide() -> None:
    yields, area, mass = (Unit.parse(text).dimension for text in ("t/ha", "ha", "t"))
    assert dimension_product(yields, area) == mass
    assert dimension_product(mass, area, -1) == yields
    assert dimension_product(mass, mass, -1) == ()
