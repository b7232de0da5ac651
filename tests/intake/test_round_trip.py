"""Writing statements and reading them again gives the same statements."""

from __future__ import annotations

import csv
import io
import unicodedata
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.intake.small_world import CATALOGUE, REGISTER, TODAY, one, read
from tiendo.ledger.intake import read_long_csv, write_long_csv
from tiendo.ledger.intake.numerals import parse_number, printed, shifted
from tiendo.ledger.intake.stated_units import shift_from
from tiendo.vocabulary.errors import VocabularyError
from tiendo.vocabulary.figure import Statement
from tiendo.vocabulary.indicator import Indicator
from tiendo.vocabulary.period import Period
from tiendo.vocabulary.series import TOTAL, Breakdown, Series
from tiendo.vocabulary.unit import Unit
from tiendo.vocabulary.words import (
    Comparator,
    FiledState,
    Kind,
    Modality,
    Operator,
    Status,
)

UNITS = {
    Kind.LEVEL: ("bn VND", "m VND", "VND", "k VND"),
    Kind.CHANGE_ABS: ("bn VND", "VND"),
    Kind.GROWTH: ("percent",),
    Kind.BASE_RATIO: ("percent", "times"),
    Kind.SHARE: ("percent", "times"),
    Kind.PLAN_SHARE: ("percent",),
    Kind.CONTRIBUTION: ("percentage_points", "percent"),
}
# Characters that turn the direction of writing are refused.
TURNING = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
FREE_TEXT = st.one_of(
    st.none(),
    st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters=TURNING), max_size=8)
    .map(lambda text: unicodedata.normalize("NFC", text).strip())
    .filter(bool),
)
NUMBERS = st.decimals(-(10**20), 10**20, places=3, allow_nan=False, allow_infinity=False)


@st.composite
def periods(draw: st.DrawFn) -> Period:
    first = draw(st.integers(2000 * 12, 2024 * 12))
    return Period(first, first + draw(st.integers(0, 30)))


FACTS = [modality for modality in Modality if modality is not Modality.TARGET]


def cuts_of(card: Indicator) -> list[Breakdown]:
    """Return the total and every single cut that a card knows."""
    return [
        TOTAL,
        *(
            TOTAL.with_code(tree.dimension, part.code)
            for tree in card.breakdowns
            for top in tree.parts
            for part in top.walk()
        ),
    ]


@st.composite
def statements(draw: st.DrawFn) -> Statement:
    kind = draw(st.sampled_from(list(UNITS)))
    card = CATALOGUE[draw(st.sampled_from(["revenue", "output", "retail"]))]
    breakdown = draw(st.sampled_from(cuts_of(card)))
    unit = draw(st.sampled_from(UNITS[kind]))
    planned = kind in (Kind.LEVEL, Kind.COUNT, Kind.GROWTH, Kind.BASE_RATIO)
    modality = draw(st.sampled_from(list(Modality) if planned else FACTS))
    plan = modality is Modality.TARGET
    period = draw(periods())
    base = Statement(
        place=draw(st.sampled_from(["lien-ha", "song-xanh", "doi-che", "doi-che-2"])),
        series=Series(card.code, breakdown, draw(st.sampled_from(card.price_bases))),
        period=period,
        kind=kind,
        value=None,
        known_at=draw(st.dates(period.start, TODAY + timedelta(365)).filter(lambda d: d <= TODAY)),
        stated_unit=unit,
        modality=modality,
        status=draw(st.one_of(st.none(), st.sampled_from(list(Status)))),
        assigner=draw(FREE_TEXT) if plan or kind is Kind.PLAN_SHARE else None,
        version=draw(FREE_TEXT),
        decision=draw(FREE_TEXT),
        operator=draw(st.sampled_from(list(Operator))) if plan else None,
    )
    if base.operator is Operator.NONE_LEFT:
        return replace(base, value=Decimal(0), decimals=-shift_from(card, kind, Unit.parse(unit)))
    if draw(st.integers(0, 9)) == 0:
        state = draw(st.sampled_from(list(FiledState)))
        return replace(base, state=state, operator=Operator.EXACT if plan else None)
    return _with_value(draw, base)


def _with_value(draw: st.DrawFn, base: Statement) -> Statement:
    shift = shift_from(CATALOGUE[base.series.indicator], base.kind, Unit.parse(base.stated_unit))
    decimals = draw(st.integers(0, 4))
    low, high = sorted(draw(st.tuples(NUMBERS, NUMBERS)))
    value, value_hi = (shifted(Decimal(int(number)), shift - decimals) for number in (low, high))
    comparator = draw(st.sampled_from(list(Comparator)))
    if base.is_plan and comparator.value in list(Operator):
        comparator = Comparator.EXACT
    return replace(
        base,
        value=value,
        value_hi=value_hi if comparator is Comparator.RANGE else None,
        decimals=decimals - shift,
        comparator=comparator,
    )


def _distinct(written: list[Statement]) -> list[Statement]:
    """Keep one statement of each place, period and so on, as a file must."""
    kept: dict[object, Statement] = {}
    for statement in written:
        key = (
            statement.place,
            statement.series,
            statement.period,
            statement.kind,
            statement.is_plan,
            statement.assigner,
            statement.status,
            statement.known_at,
        )
        kept.setdefault(key, statement)
    return list(kept.values())


@given(st.lists(statements(), min_size=1, max_size=5).map(_distinct))
def test_what_is_written_is_read_again(written: list[Statement]) -> None:
    text = write_long_csv(written, CATALOGUE, source="Statistics Office")
    intake = read_long_csv(text.encode(), register=REGISTER, catalogue=CATALOGUE, today=TODAY)
    assert [str(fault) for fault in intake.faults] == []
    assert [replace(found, cell="") for found in intake.statements] == written
    assert intake.source == "Statistics Office"


@given(st.integers(-(10**12), 10**12), st.integers(0, 12))
def test_a_printed_number_is_parsed_to_itself(digits: int, decimals: int) -> None:
    value = Decimal(digits).scaleb(-decimals)
    assert parse_number(printed(value, decimals)) == (value, decimals)


@given(st.text(max_size=400))
def test_no_text_makes_the_reader_fail(text: str) -> None:
    intake = read(text.encode("utf-8", "replace"))
    assert intake.faults
    assert all(str(fault) for fault in intake.faults)


@given(st.binary(max_size=400))
def test_no_bytes_make_the_reader_fail(content: bytes) -> None:
    assert read(content).faults


CELLS = st.sampled_from(
    [
        "",
        "song-xanh",
        "revenue",
        "2024-06",
        "5",
        "-1",
        '"',
        "x",
        "range",
        "target",
        "#",
        "\r",
        "9" * 40,
    ]
)


@given(st.lists(st.lists(CELLS, min_size=17, max_size=19), max_size=6))
def test_no_cells_make_the_reader_fail(rows: list[list[str]]) -> None:
    header = write_long_csv([], CATALOGUE)
    intake = read(header + "\n".join(",".join(row) for row in rows))
    assert intake.faults or intake.statements


def test_what_is_missing_in_a_statement_is_an_empty_cell() -> None:
    (row,) = csv.DictReader(io.StringIO(write_long_csv([one()], CATALOGUE)))
    filled = {name for name, cell in row.items() if cell}
    assert filled == {
        "place",
        "indicator",
        "price_basis",
        "period",
        "kind",
        "value",
        "unit",
        "comparator",
        "modality",
        "known_at",
    }


def test_a_statement_without_a_stated_unit_is_written_in_the_unit_of_its_card() -> None:
    statement = replace(one(value="5.00"), stated_unit="")
    (row,) = csv.DictReader(io.StringIO(write_long_csv([statement], CATALOGUE)))
    assert (row["value"], row["unit"]) == ("5.00", "")


def test_a_number_that_cannot_be_printed_as_stated_is_refused_by_name() -> None:
    coarse = replace(one(value="5"), decimals=-2)
    with pytest.raises(VocabularyError, match=r"song-xanh, revenue, 2024-06: 5 .*printed digits"):
        write_long_csv([coarse], CATALOGUE)
    with pytest.raises(VocabularyError, match="in steps of 100; state it in a unit with a scale"):
        write_long_csv([replace(coarse, value=Decimal("5e2"))], CATALOGUE)
    with pytest.raises(VocabularyError, match="'gone' is no indicator"):
        write_long_csv([replace(one(), series=Series("gone"))], CATALOGUE)


def test_a_defaulted_date_is_written_and_then_counts_as_given() -> None:
    statement = one()
    again = read(write_long_csv([statement], CATALOGUE)).statements[0]
    assert (again.known_at, again.known_at_given) == (TODAY, True)
    assert replace(again, known_at_given=False) == statement
    assert TODAY == date(2024, 7, 15)
