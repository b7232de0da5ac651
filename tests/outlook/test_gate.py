"""The gate: each trap is named and mended by its rule, or the outlook is refused."""

from __future__ import annotations

import numpy as np
import pytest

from tests.outlook.invented import (
    MARKET,
    QUARRY,
    YEAR,
    gate_words,
    history,
    look,
    refusal,
)
from tiendo.outlook.cumulative import cumulative_prefixes
from tiendo.outlook.history import SeriesHistory


def cumulative(values: np.ndarray, rows: slice) -> np.ndarray:
    changed = values.copy()
    changed[rows] = np.cumsum(values[rows], axis=1)
    return changed


def test_a_clean_series_passes_without_a_word() -> None:
    assert look(history("market")).notes == ()


def test_cumulative_years_are_taken_apart() -> None:
    told = look(history("market", cumulative(MARKET, slice(0, 6))))
    assert gate_words(told) == ["cumulative"]
    assert told.centre == pytest.approx(look(history("market")).centre)


def test_a_table_that_turns_single_within_a_year_is_taken_apart_up_to_there() -> None:
    mixed = cumulative(MARKET, slice(0, 3))
    mixed[3, :5] = np.cumsum(MARKET[3, :5])
    told = look(history("market", mixed))
    assert gate_words(told) == ["cumulative"]
    assert told.years == pytest.approx(MARKET[:5])


def test_a_strong_season_is_no_total() -> None:
    # Construction: each quarter is larger than the one before, and the year begins low again.
    quarters = np.array([41.0, 62.0, 66.0, 98.0]) * 1.05 ** np.arange(6)[:, None]
    assert gate_words(look(history("construction", quarters))) == []
    totals = np.cumsum(quarters, axis=1)
    assert gate_words(look(history("construction", totals))) == ["cumulative"]


def test_a_new_level_at_new_year_is_linked_where_too_little_lies_behind_it() -> None:
    jumped = QUARRY.copy()
    jumped[5] *= 1.35
    told = look(history("quarry", jumped))
    assert gate_words(told) == ["level_break"]
    assert "2024-01" in told.notes[0].detail
    assert told.centre == pytest.approx(1.35 * QUARRY[5].sum(), rel=0.04)


def test_years_before_a_break_are_left_out_once_two_whole_years_lie_behind_it() -> None:
    jumped = QUARRY.copy()
    jumped[3:] *= 1.35
    told = look(history("quarry", jumped))
    assert gate_words(told) == ["level_break"]
    assert len(told.years) == 2


def test_a_shock_within_this_year_is_no_break() -> None:
    shut = QUARRY.copy()
    shut[5, 3:6] *= 0.5
    assert gate_words(look(history("quarry", shut))) == []


def test_another_base_is_named_as_such() -> None:
    rebased = QUARRY.copy()
    rebased[5] *= 10
    assert gate_words(look(history("quarry", rebased))) == ["base_change"]


def test_a_month_in_another_unit_is_missing_in_the_past_and_refused_in_this_year() -> None:
    past, now = QUARRY.copy(), QUARRY.copy()
    past[2, 6] *= 1000
    now[5, 2] *= 1000
    assert gate_words(look(history("quarry", past))) == ["base_change", "gap"]
    assert "2024-03" in refusal(history("quarry", now)).reason


def test_earlier_years_are_carried_to_the_level_of_published_growth() -> None:
    published = np.full_like(QUARRY, 5.0)
    jumped = QUARRY.copy()
    jumped[5] *= 1.3
    told = look(history("quarry", jumped, growth_pct=published))
    assert "growth_mismatch" in gate_words(told)
    assert told.centre == pytest.approx(1.3 * QUARRY[5].sum(), rel=0.04)


def test_one_missing_month_is_filled_by_the_profile_and_too_many_end_the_history() -> None:
    few, many = MARKET.copy(), MARKET.copy()
    few[3, 7] = np.nan
    many[2, 2:9] = np.nan
    told = look(history("market", few))
    assert gate_words(told) == ["gap"]
    assert told.years[3, 7] == pytest.approx(MARKET[3, 7], rel=0.15)
    assert len(look(history("market", many)).years) == 2


def test_a_missing_month_of_this_year_is_refused_by_name() -> None:
    holed = MARKET.copy()
    holed[5, 1] = np.nan
    assert "2024-02 is missing" in refusal(history("market", holed)).reason


def test_a_month_missing_in_every_year_is_refused() -> None:
    holed = MARKET.copy()
    holed[:, 7] = np.nan
    assert "month 08 is missing in every year" in refusal(history("market", holed)).reason


def test_tet_in_another_month_is_told_and_changes_no_past_year() -> None:
    told = look(history("market", tet_effect=-0.15), month=1)
    assert gate_words(told) == ["tet"]
    assert told.years.sum(axis=1) == pytest.approx(MARKET[:5].sum(axis=1))
    # In 2023 Tet lay in January (22nd), in 2024 in February: last January would have been fuller.
    assert told.years[4, 0] > MARKET[4, 0]


def test_another_territory_ends_the_history_or_refuses_a_mixed_year() -> None:
    changed_2022 = (2022 * 12 + 6,)
    told = look(history("market", territory_changes=changed_2022))
    assert gate_words(told) == ["territory"]
    assert len(told.years) == 1
    mixed = refusal(history("market", territory_changes=(YEAR * 12 + 2,)))
    assert "does not compare with itself" in mixed.reason


def test_a_break_that_the_card_declares_ends_the_history() -> None:
    told = look(history("market", breaks=(2021 * 12,)))
    assert gate_words(told) == ["level_break"]
    assert len(told.years) == 3


@pytest.mark.parametrize(
    ("values", "said"),
    [
        (np.where(QUARRY > 0, 0.0, 0.0), "all values are zero"),
        (-QUARRY, "negative values"),
        (np.vstack([QUARRY[:4], np.zeros((1, 12)), QUARRY[5:]]), "zero base"),
    ],
)
def test_numbers_of_which_growth_means_nothing_are_refused(values: np.ndarray, said: str) -> None:
    assert said in refusal(history("odd", values)).reason


def test_a_single_value_is_refused() -> None:
    alone = np.full((1, 12), np.nan)
    alone[0, 0] = 5.0
    one = SeriesHistory("alone", YEAR, alone)
    assert "a single value" in refusal(one, month=1).reason


def test_nothing_known_of_the_year_is_refused() -> None:
    assert "nothing of 2024 is known" in refusal(history("market", MARKET[:5])).reason


def test_growth_of_400_percent_is_told_and_not_carried_on() -> None:
    exploded = QUARRY.copy()
    exploded[5] *= np.array([5.0] * 12)
    exploded[4] *= np.exp(np.random.default_rng(5).normal(0, 0.5, 12))
    told = look(history("quarry", exploded))
    assert any("at most" in note.detail or note.check for note in told.notes)
    assert np.isfinite(told.centre)


def test_a_small_negative_month_corrects_the_one_before() -> None:
    revised = QUARRY.copy()
    revised[4, 8] = -3.0
    told = look(history("quarry", revised))
    assert told.years[4].sum() == pytest.approx(revised[4].sum())
    assert "corrections" in told.notes[-1].detail


def _year_to_date(singles: list[float]) -> list[float]:
    return [sum(singles[: end + 1]) for end in range(len(singles))]


@pytest.mark.parametrize("odd", [0.0, -5.0], ids=["nothing came", "a small correction"])
def test_a_month_that_brings_nothing_does_not_make_totals_single(odd: float) -> None:
    usual = [100.0, 95.0, 105.0, 98.0, 102.0, 101.0, 99.0, 103.0, 97.0, 104.0, 100.0, 106.0]
    with_gap = [*usual[:6], odd, *usual[7:]]
    table = np.array([_year_to_date(usual), _year_to_date(with_gap), _year_to_date(usual)])

    assert cumulative_prefixes(table) == [12, 12, 12]
