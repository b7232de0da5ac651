"""Random chains of reforms: the tables of an outlook hold what was born where a village lies."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.country import PACK, TODAY, figures, series
from tests.territory.counted_monthly import MONTHS, counted
from tests.territory.outlooks import monthly
from tests.territory.random_reforms import DAYS, EVERYTHING, LATER, WHOLE, random_reforms
from tests.territory.successive import Reform, register_after
from tiendo.cube.explain.evidence import Evidence
from tiendo.cube.explain.reader import Reader
from tiendo.cube.explain.source import MemoryFigures
from tiendo.ledger.outlook_recast import DECEMBER
from tiendo.ledger.outlook_series import laid_out
from tiendo.vocabulary.period import Period
from tiendo.vocabulary.words import Modality

SEEDS = st.integers(0, 2**32 - 1)
RUNS = ("2022-9M", "2022", "2023-08", "2023-H1")
Cell = tuple[float, float | None, int, bool]


def cells_of_a_random_village(dice: Random, happens: tuple[str, ...]) -> Iterator[Cell]:
    """Yield years to date: the outlook's, `explain`'s, the truth, and if whole villages tell it."""
    reforms = random_reforms(dice, happens)
    births = counted(dice, reforms)
    run = Period.parse(dice.choice(RUNS))
    day = date.fromisoformat(dice.choice((*DAYS, *LATER, "2021-03-01", "2025-01-01")))
    village = dice.choice(births.villages_on(day))
    filed = MemoryFigures(births.filed("budget"))  # money is never shared out
    register = register_after(*reforms)
    reader = Reader(Evidence(filed, PACK.catalogue, register, TODAY, map_day=day))
    for one in laid_out(reader, register[village], series("budget"), run):
        table = one.history.to_date
        assert table is not None
        for (row, column), level in np.ndenumerate(table):
            january = (one.history.first_year + row) * DECEMBER
            asked = Period(january, january + column)
            if MONTHS.first <= january and asked.last <= run.last:
                answer = reader.level(village, series("budget"), asked)
                told = float(answer.amount) if answer.known else None
                truth = births.in_village(village, asked)
                yield level, told, truth, births.is_made_of_whole(village, asked)


@settings(max_examples=60, deadline=None)
@given(SEEDS)
def test_what_an_outlook_takes_from_other_places_is_true_and_what_explain_says(seed: int) -> None:
    for level, told, truth, _ in cells_of_a_random_village(Random(seed), tuple(EVERYTHING)):
        assert np.isnan(level) if told is None else level == told == truth


@settings(max_examples=60, deadline=None)
@given(SEEDS)
def test_where_whole_villages_make_up_another_its_years_to_date_are_known(seed: int) -> None:
    for level, _, truth, is_whole in cells_of_a_random_village(Random(seed), tuple(WHOLE)):
        assert level == truth if is_whole else np.isnan(level)


def test_years_to_date_are_known_and_unknown_in_random_lands() -> None:
    found: Counter[bool] = Counter()
    for seed in range(40):
        for level, *_ in cells_of_a_random_village(Random(seed), tuple(EVERYTHING)):
            found[bool(np.isnan(level))] += 1
    assert min(found[True], found[False]) > 50, found


def test_shares_of_shares_in_one_year_are_estimated_as_explain_does() -> None:
    register = register_after(
        Reform.on("2022-03-01", "a part 0.5> b", "a part 0.5> c"),
        Reform.on("2022-07-01", "b part 0.4> d", "b part 0.6> e"),
    )
    filed = figures(
        *monthly("a", "2021-01", "2022-02", 100),
        *monthly("b", "2022-03", "2022-06", 60),
        *monthly("d", "2022-07", "2022-09", 25),
    )
    run = Period.parse("2022-9M")
    known = MemoryFigures(filed)
    reader = Reader(Evidence(known, PACK.catalogue, register, TODAY, map_day=date(2022, 7, 1)))
    (one,) = laid_out(reader, register["d"], series("births"), run)

    assert one.so_far == pytest.approx(2 * 100 * 0.2 + 4 * 60 * 0.4 + 3 * 25)
    assert one.last_year == pytest.approx(12 * 100 * 0.2)
    answer = reader.level("d", series("births"), run)
    assert (float(answer.amount), answer.modality) == (one.so_far, Modality.ESTIMATED)
    assert (one.recast.sources, one.recast.shared) == (("a", "b"), ("a", "b"))
    assert one.recast.gap is None and one.recast.run == Period.parse("2021-01/2022-06")
