"""Rows as an Arrow table say exactly what they say as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.kernel.cubes import tiles_of
from tests.kernel.worlds import random_case
from tiendo.cube.cells.codes import CHECKS, VERDICTS
from tiendo.cube.kernel import Country, Question, Result, World
from tiendo.cube.kernel.records import FIELDS
from tiendo.cube.parquet import SCHEMA, piece_of, rows_of
from tiendo.cube.parquet.details import detail_of
from tiendo.vocabulary.words import Level, Verdict


def results(seed: int) -> Iterator[Result]:
    """Yield the results of a random country."""
    case = random_case(seed)
    tiles = tiles_of(case.figures, case.register, case.catalogue, case.as_of)
    country = Country(World(case.register, case.catalogue, case.obligations), tiles)
    yield from country.evaluate_all(
        Question(case.run, case.as_of, every_version=case.every_version)
    )


def test_the_columns_are_the_fields_of_a_row() -> None:
    assert tuple(SCHEMA.names) == FIELDS


@settings(max_examples=20)
@given(st.integers(0, 2**32 - 1))
def test_a_table_says_what_the_records_say(seed: int) -> None:
    for result in results(seed):
        told = list(rows_of(piece_of(result, language="en").table))
        for row in told:
            for finding in row["findings"]:
                assert finding["detail"]
                finding["detail"] = None
        # As texts, so that 3 and 3.0, null and NaN, and the order of the keys count too.
        assert list(map(json.dumps, told)) == list(map(json.dumps, result.records("en")))


def test_only_places_of_the_wanted_levels_are_listed() -> None:
    for result in results(3):
        everything = piece_of(result).table.to_pylist()
        level_of = {place.key: place.level for place in result.places}
        for level in Level:
            mine = [row for row in everything if level_of[row["place"]] is level]
            assert piece_of(result, {level}).table.to_pylist() == mine


def test_sources_stand_beside_values_that_were_read_from_one_figure() -> None:
    seen = 0
    for result in results(5):
        piece = piece_of(result)
        assert len(piece.figures) == piece.table.num_rows
        filed = [figure for figure in piece.figures.tolist() if figure]
        named = piece.with_sources({figure: f"file-{figure}.csv, line 2" for figure in filed})
        assert named.schema == SCHEMA
        for row, figure in zip(named.to_pylist(), piece.figures.tolist(), strict=True):
            assert row["source"] == (f"file-{figure}.csv, line 2" if figure else None)
            if figure and row["value"] is not None:
                assert "value" not in row["derived"]
                seen += 1
    assert seen > 10


def test_types_are_those_that_an_analyst_expects() -> None:
    assert SCHEMA.field("value").type == pa.float64()
    assert SCHEMA.field("rank").type == pa.int32()
    assert SCHEMA.field("known_at").type == pa.date32()
    assert SCHEMA.field("recorded_at").type == pa.timestamp("us", tz="UTC")
    assert pa.types.is_dictionary(SCHEMA.field("indicator").type)


@pytest.mark.parametrize("check", CHECKS)
def test_every_finding_is_told_in_a_sentence(check: str) -> None:
    for verdict in VERDICTS:
        assert detail_of(check, verdict)[0].islower()


def test_an_explained_comparison_is_told_otherwise() -> None:
    told = detail_of("level_change_growth", Verdict.EXPLAINED)
    assert told != detail_of("level_change_growth", Verdict.CONTRADICTION)
    with pytest.raises(KeyError):
        detail_of("pace", Verdict.OK)
