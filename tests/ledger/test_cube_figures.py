"""Figures read by SQL as columns are the figures that the ledger hands out one by one."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from tests.ledger.filing import file, held
from tests.world import REGISTER, planned, stated
from tiendo.config.workspace import Workspace
from tiendo.cube.cells.codes import FILED_STATES, NO_TEXT
from tiendo.cube.cells.figures import FIGURE_TYPES, FigureColumns, Numbering, columns_of
from tiendo.ledger.cube.figures import FigureReader, Wanted
from tiendo.ledger.models import SeriesRow
from tiendo.ledger.rows import series_of
from tiendo.vocabulary.figure import Statement
from tiendo.vocabulary.period import Period
from tiendo.vocabulary.series import Series
from tiendo.vocabulary.words import Comparator, FiledState, Modality, Operator, Status

ROW_OF = {place.id: row for row, place in enumerate(REGISTER)}
EVERY_FIGURE = 10**9


def _series() -> tuple[np.ndarray, list[Series]]:
    rows = SeriesRow.objects.order_by("pk")
    ids = np.array([row.pk for row in rows], np.int64)
    return ids, [series_of(row.indicator, row.breakdown, row.price_basis) for row in rows]


def _read(
    *, until: int = EVERY_FIGURE, cards: tuple[str, ...] = (), **how: object
) -> FigureColumns:
    ids, series = _series()
    mask = np.array([not cards or one.indicator in cards for one in series], bool)
    return FigureReader(ids).read(Wanted(ROW_OF, mask, until, **how))  # type: ignore[arg-type]


def _texts(figures: FigureColumns, column: str, numbers: Numbering) -> list[str | None]:
    texts = list(numbers)
    return [None if n == NO_TEXT else texts[n] for n in figures[column].tolist()]


def _of_every_sort() -> list[Statement]:
    """Return statements of which each column takes every sort of value at least once."""
    levels = [
        stated("song-xanh", "revenue", f"2024-{number + 1:02d}", f"{7000 + number}.250",
               comparator=comparator)
        for number, comparator in enumerate(Comparator)
    ]  # fmt: skip
    states = [
        stated("ben-tre-nho", "visitors", f"2024-0{number}", None, state=state)
        for number, state in enumerate(FiledState, 1)
    ]
    statuses = [
        stated("nui-vang", "workers", f"2024-0{number}", "-12", status=status)
        for number, status in enumerate(Status, 1)
    ]
    modalities = [
        stated("doi-che", "workers", f"2024-0{number}", "0", modality=modality)
        for number, modality in enumerate(Modality, 1)
    ]
    plans = [
        planned("song-xanh", "investment", f"{2020 + number}", "1200.5", operator=operator,
                assigner=f"office {number % 2}", version="v1", decision=f"{number}/QD")
        for number, operator in enumerate([None, *Operator])
    ]  # fmt: skip
    kinds = [
        stated("song-xanh", "output", "2024-Q1", "8.26", kind=kind)
        for kind in ("growth", "base_ratio", "change_abs", "plan_share", "contribution", "count")
    ]
    between = stated("song-xanh", "output", "2024-Q2", "5", comparator=Comparator.RANGE)
    return [*levels, *states, *statuses, *modalities, *plans, *kinds, between]


def test_columns_are_those_of_the_figures(any_office: Workspace) -> None:
    file(*_of_every_sort()[:20])
    file(*_of_every_sort()[20:], name="june.csv")
    keys = {place.key: row for row, place in enumerate(REGISTER)}
    ids, series = _series()
    numbers = Numbering()
    ordinals = {one: ordinal for ordinal, one in enumerate(series)}
    expected = columns_of(held(), keys, ordinals, numbers)
    reader = FigureReader(ids)
    found = reader.read(Wanted(ROW_OF, np.ones(len(ids), bool), EVERY_FIGURE))
    found = found.take(np.argsort(found["id"]))
    assert len(found) == len(expected) == len(_of_every_sort())
    for name, kind in FIGURE_TYPES.items():
        assert found[name].dtype == np.dtype(kind), name
        if name in ("lo", "hi"):
            # Half of the last digit is added to a float here, to a decimal there.
            np.testing.assert_allclose(found[name], expected[name], rtol=1e-12, err_msg=name)
        elif name in ("assigner", "version", "decision"):
            assert _texts(found, name, reader.texts) == _texts(expected, name, numbers)
        else:
            np.testing.assert_array_equal(found[name], expected[name], err_msg=name)


def test_only_what_is_wanted_is_read(any_office: Workspace) -> None:
    file(
        stated("song-xanh", "revenue", "2023-12", "1", known="2024-01-10"),
        stated("song-xanh", "revenue", "2024-01", "2", known="2024-02-10"),
        stated("song-xanh", "visitors", "2024-01", "3", known="2024-02-11"),
        stated("nui-vang", "visitors", "2023-10/2024-02", "4", known="2024-03-10"),
    )

    def values(**how: object) -> list[float]:
        return sorted(_read(**how)["value"].tolist())  # type: ignore[arg-type]

    assert values() == [1, 2, 3, 4]
    assert values(until=2) == [1, 2]
    assert values(cards=("revenue",)) == [1, 2]
    assert values(cards=("wage",)) == []
    assert values(as_of=date(2024, 2, 10)) == [1, 2]
    assert values(windows=(Period.parse("2024"),)) == [2, 3, 4]
    assert values(windows=(Period.parse("2023"), Period.parse("2024-01"))) == [1, 2, 3]


def test_an_empty_ledger_has_empty_columns(any_office: Workspace) -> None:
    found = _read()
    assert len(found) == 0
    assert {name: found[name].dtype for name in FIGURE_TYPES} == {
        name: np.dtype(kind) for name, kind in FIGURE_TYPES.items()
    }


def test_texts_keep_the_numbers_that_they_have(office: Workspace) -> None:
    file(planned("song-xanh", "investment", "2024", "5", assigner="Ministry", version="second"))
    ids, _ = _series()
    reader = FigureReader(ids, ["first", "second"])
    found = reader.read(Wanted(ROW_OF, np.ones(1, bool), EVERY_FIGURE))
    assert found["version"].tolist() == [1]
    assert found["assigner"].tolist() == [2]
    assert list(reader.texts) == ["first", "second", "Ministry"]


@pytest.mark.parametrize("place", ["song-xanh", "nui-vang"])
def test_a_state_stands_instead_of_value_and_bounds(office: Workspace, place: str) -> None:
    file(stated(place, "visitors", "2024-01", None, state="withdrawn"))
    found = _read()
    assert FILED_STATES[found["state"][0]] is FiledState.WITHDRAWN
    assert np.isnan([found[name][0] for name in ("value", "lo", "hi")]).all()
