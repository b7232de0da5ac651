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
from tiendo.vocabulary.words import Nature


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


def test_months_that_are_not_known_yet_are_refused_with_what_to_do() -> None:
    short = MARKET.copy()
    short[5, 4:] = np.nan
    told = refusal(history("market", short))
    assert "2024-05 is not known yet; file it, or look ahead from a month before" in told.reason


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
    exploded = QUARRY * np.exp(np.random.default_rng(5).normal(0, 0.7, QUARRY.shape))
    exploded[5] *= 5.0
    told = look(history("quarry", exploded))
    assert any("is carried on" in note.detail and "at most" in note.detail for note in told.notes)
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


# What a treasury pays out: little for months, then half of the year in December.
PAID_OUT = np.array([2.0, 0.5, 6.0, 1.0, 9.0, 4.0, 2.0, 7.0, 3.0, 11.0, 15.0, 60.0])


def _treasury(years: int = 5) -> np.ndarray:
    swing = np.exp(np.random.default_rng(8).normal(0, 0.4, (years, 12)))
    return PAID_OUT * swing


def test_totals_of_uneven_payments_are_taken_apart() -> None:
    paid = _treasury()
    told = look(history("treasury", np.cumsum(paid, axis=1)), year=2023)
    assert gate_words(told) == ["cumulative"]
    assert told.years == pytest.approx(paid[:4])
    assert gate_words(look(history("treasury", paid), year=2023)) == []


def test_one_year_that_rises_by_accident_is_no_total_among_single_months() -> None:
    rising = QUARRY.copy()
    rising[2] = np.linspace(35, 200, 12) * np.exp(np.random.default_rng(4).normal(0, 0.02, 12))
    assert cumulative_prefixes(rising) == [0] * 6


def test_totals_that_were_corrected_downwards_are_held_to_the_later_word() -> None:
    totals = np.cumsum(_treasury(), axis=1)
    totals[1, 7] *= 1.08  # August's report counted a payment twice; September's did not.
    told = look(history("treasury", totals), year=2023)
    assert gate_words(told) == ["cumulative"]
    assert (told.years >= 0).all()
    assert told.years.sum(axis=1) == pytest.approx(totals[:4, -1])


def test_a_missing_report_of_totals_hides_nothing_of_the_year() -> None:
    totals = cumulative(MARKET, slice(0, 6))
    totals[3, 4] = totals[5, 2] = np.nan
    told = look(history("market", totals))
    assert gate_words(told) == ["cumulative", "gap"]
    assert told.to_date == pytest.approx(MARKET[5, :6].sum())
    assert told.years.sum(axis=1) == pytest.approx(MARKET[:5].sum(axis=1))


def test_a_year_that_begins_to_tell_totals_is_taken_apart() -> None:
    told = look(history("market", cumulative(MARKET, slice(5, 6))))
    assert gate_words(told) == ["cumulative"]
    assert told.to_date == pytest.approx(MARKET[5, :6].sum())


def test_single_periods_that_rise_as_totals_would_are_doubted() -> None:
    first_year = SeriesHistory("new", YEAR, np.array([[5.0, 12, 15, 31, 33, 52, *[np.nan] * 6]]))
    assert "as a year to date would" in look(first_year).notes[0].detail
    quarters = np.array([9.0, 15.0, 40.0, 90.0]) * np.array([[1.0], [0.8], [1.3], [1.1], [0.9]])
    assert (
        "as a year to date would" in look(history("treasury", quarters), year=2023).notes[0].detail
    )
    assert look(history("market")).notes == ()


def test_a_gap_is_filled_by_the_months_that_two_years_share() -> None:
    holed = MARKET[3:].copy()
    holed[0, 7] = holed[1, 2] = np.nan
    told = look(SeriesHistory("market", 2022, holed))
    assert gate_words(told) == ["gap"]
    assert told.years[0, 7] == pytest.approx(MARKET[3, 7], rel=0.15)
    assert told.years[1, 2] == pytest.approx(MARKET[4, 2], rel=0.15)


def test_a_gap_of_which_no_year_tells_anything_is_refused() -> None:
    holed = MARKET[4:].copy()
    holed[0, 7] = np.nan
    assert (
        "2023-08 is missing, and no other year tells"
        in refusal(SeriesHistory("market", 2023, holed)).reason
    )


def test_a_last_year_with_too_many_holes_is_refused_though_older_ones_are_whole() -> None:
    holed = MARKET.copy()
    holed[4, 3:9] = np.nan
    assert "too much is missing in 2023" in refusal(history("market", holed)).reason


def test_a_gap_of_a_stock_lies_between_its_neighbours() -> None:
    holed = QUARRY.copy()
    holed[4, 11] = np.nan
    told = look(history("quarry", holed, nature=Nature.STOCK))
    assert gate_words(told) == ["gap"]
    assert told.years[4, 11] == pytest.approx((QUARRY[4, 10] + QUARRY[5, 0]) / 2)


def test_a_stock_first_told_in_march_begins_with_its_first_whole_year() -> None:
    late = QUARRY.copy()
    late[0, :2] = np.nan
    assert len(look(history("quarry", late, nature=Nature.STOCK)).years) == 4


def test_totals_without_a_last_report_still_tell_what_the_next_year_is() -> None:
    totals = np.cumsum(_treasury(), axis=1)
    totals[3, 11] = np.nan
    told = look(history("treasury", totals), year=2023)
    assert gate_words(told) == ["cumulative", "gap"]
    assert told.to_date == pytest.approx(_treasury()[4, :6].sum())


def test_zeros_that_no_year_had_are_named() -> None:
    silent = MARKET.copy()
    silent[5, 4:6] = 0.0
    [note] = look(history("market", silent)).notes
    assert "2024-05, 2024-06: zero, which no year before was" in note.detail


# Output re-evaluated in 2021: every quarter by another factor.
OTHER_PROFILE = np.array([1.6, 1.35, 1.15, 1.05])


def _output() -> np.ndarray:
    noise = np.exp(np.random.default_rng(3).normal(0, 0.01, (7, 4)))
    years: np.ndarray = np.array([20.0, 24.0, 26.0, 30.0]) * 1.06 ** np.arange(7)[:, None] * noise
    return years


def _re_evaluated() -> np.ndarray:
    output = _output()
    output[4:] *= OTHER_PROFILE
    return output


def test_a_past_break_with_another_profile_is_mended_period_by_period() -> None:
    told = look(history("output", _re_evaluated()), year=2025)
    assert gate_words(told) == ["level_break"]
    assert "level and profile of the year change at 2023-Q1" in told.notes[0].detail
    assert told.years[:4] == pytest.approx(_output()[:4] * OTHER_PROFILE, rel=0.04)


def test_a_break_of_this_year_with_another_profile_is_refused_for_its_rest_is_unknown() -> None:
    told = refusal(history("output", _re_evaluated()), year=2023)
    assert "the level jumps at 2023-Q1, in each period by another factor" in told.reason
    growth = np.full((7, 4), 6.0)
    told = refusal(history("output", _re_evaluated(), growth_pct=growth), year=2023)
    assert "imply growth that was not published, by another factor" in told.reason


def test_published_growth_mends_each_period_by_its_own_factor() -> None:
    growth = np.full((7, 4), np.nan)
    growth[1:] = 100 * (_output()[1:] / _output()[:-1] - 1)
    told = look(history("output", _re_evaluated(), growth_pct=growth), year=2024)
    assert gate_words(told) == ["growth_mismatch"]
    assert told.years[:4] == pytest.approx(_output()[:4] * OTHER_PROFILE)


def test_the_swing_back_after_a_shock_is_no_other_profile() -> None:
    shut = QUARRY.copy()
    shut[1, 3:9] *= 0.4
    assert gate_words(look(history("quarry", shut))) == []
