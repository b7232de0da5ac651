"""Outlooks that add up, years drawn together, and what moved an outlook."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.outlook.invented import JUNE, MARKET, QUARRY, YEAR, history, look, table
from tiendo.outlook.changes import what_moved
from tiendo.outlook.coherence import Whole, coherent, coherent_outlooks, joint_draws
from tiendo.outlook.engines import Engine
from tiendo.outlook.history import OutlookError
from tiendo.outlook.year import YearOutlook, year_outlook

TREE = (Whole(0, (1, 2)), Whole(2, (3, 4)))


@settings(max_examples=200)
@given(
    centres=st.lists(st.floats(1, 1e6), min_size=5, max_size=5),
    deviations=st.lists(st.floats(0.001, 0.5), min_size=5, max_size=5),
)
def test_sums_of_parts_equal_totals(centres: list[float], deviations: list[float]) -> None:
    values = np.array(centres)
    figures = coherent(values, (values * deviations) ** 2, TREE)
    size = values.max()
    assert figures[0] == pytest.approx(figures[1] + figures[2], abs=1e-5 * size)
    assert figures[2] == pytest.approx(figures[3] + figures[4], abs=1e-5 * size)
    assert (figures >= -1e-5 * size).all()


def test_parts_that_would_fall_below_zero_are_held_there_and_sums_still_hold() -> None:
    values = np.array([1.0, 2.0, 5.0, 1.0, 24.0])
    deviations = values * np.array([0.002, 0.5, 0.5, 0.5, 0.5])
    figures = coherent(values, deviations**2, TREE)
    assert figures[0] == pytest.approx(1.0, abs=0.01)
    assert figures[0] == pytest.approx(figures[1] + figures[2])
    assert figures[2] == pytest.approx(figures[3] + figures[4])
    assert (figures >= -1e-9).all()


def test_the_surer_forecast_moves_less() -> None:
    centres = np.array([110.0, 60.0, 40.0])
    figures = coherent(centres, np.array([1.0, 100.0, 1.0]), [Whole(0, (1, 2))])
    moved = np.abs(figures - centres)
    assert moved[1] > 50 * moved[2]


def test_a_published_total_stays() -> None:
    centres = np.array([110.0, 60.0, 40.0])
    figures = coherent(centres, np.array([0.0, 9.0, 9.0]), [Whole(0, (1, 2))])
    assert figures == pytest.approx([110.0, 65.0, 45.0], abs=1e-6)


def test_published_figures_that_contradict_each_other_are_refused() -> None:
    with pytest.raises(OutlookError, match="do not add up"):
        coherent(np.array([110.0, 60.0, 40.0]), np.zeros(3), [Whole(0, (1, 2))])


def test_coherent_outlooks_keep_their_relative_width() -> None:
    total = history("total", MARKET + QUARRY)
    three = [look(total), look(history("market")), look(history("quarry"))]
    told = coherent_outlooks(three, [Whole(0, (1, 2))])
    assert told[0].centre == pytest.approx(told[1].centre + told[2].centre)
    for before, after in zip(three, told, strict=True):
        ratio = before.quantile(0.9) / before.centre
        assert after.quantile(0.9) / after.centre == pytest.approx(ratio)


def shaken(seed: int) -> np.ndarray:
    """Return a series that the years 2021 and 2022 shook, as they shook all others."""
    values = table(0.05, 0.5, 0.03, seed=seed)
    values[2, JUNE:] *= 0.7
    values[3, JUNE:] *= 1.25
    return values


def test_years_are_drawn_together_so_that_totals_keep_common_shocks() -> None:
    many = [history(f"s{n}", shaken(n)) for n in range(8)]
    outlooks = year_outlook(many, JUNE, year=YEAR).outlooks
    assert all(isinstance(one, YearOutlook) for one in outlooks)
    draws = joint_draws(outlooks, 4000, seed=1)  # type: ignore[arg-type]
    total = draws.sum(axis=1)
    alone = np.sqrt((draws.var(axis=0)).sum())
    assert total.std() > 1.3 * alone
    for column, one in enumerate(outlooks):
        drawn = np.quantile(draws[:, column], [0.1, 0.5, 0.9])
        stated = [one.quantile(p) for p in (0.1, 0.5, 0.9)]  # type: ignore[union-attr]
        assert drawn == pytest.approx(stated, rel=0.01)
    again = [joint_draws(outlooks, 50, seed=1) for _ in range(2)]  # type: ignore[arg-type]
    assert (again[0] == again[1]).all()


def test_what_moved_adds_up_and_names_the_cause() -> None:
    revised = MARKET.copy()
    revised[5, 2] *= 1.2
    quick = (Engine.QUICK, Engine.QUICK)
    [both] = what_moved(
        [history("market")], [history("market", revised)], year=YEAR, months=(5, 6), engines=quick
    )
    assert both.after - both.before == pytest.approx(
        both.revised_data + both.new_months + both.method
    )
    assert both.revised_data > 0 and both.method == 0
    [new_month] = what_moved(
        [history("market")], [history("market")], year=YEAR, months=(5, 6), engines=quick
    )
    assert new_month.revised_data == 0
    [nothing] = what_moved(
        [history("market")], [history("market")], year=YEAR, months=(6, 6), engines=quick
    )
    assert nothing.after == nothing.before


def test_two_outlooks_must_be_of_the_same_series() -> None:
    quick = (Engine.QUICK, Engine.QUICK)
    with pytest.raises(OutlookError, match="not of the same series"):
        what_moved(
            [history("market")], [history("quarry")], year=YEAR, months=(5, 6), engines=quick
        )
    with pytest.raises(OutlookError, match="negative"):
        odd = [history("odd", -MARKET)]
        what_moved(odd, odd, year=YEAR, months=(5, 6), engines=quick)
