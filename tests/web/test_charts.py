"""Small charts: geometry that a reader can check by eye, and what has nothing to draw."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tests.world import BEN_TRE_NHO, DOI_CHE, NUI_VANG, SONG_XANH
from tiendo.web.charts.bars import Bar, bar_chart
from tiendo.web.charts.lines import Drawn, line_chart
from tiendo.web.charts.scale import scale_of
from tiendo.web.charts.spark import spark_of
from tiendo.web.maps import quantile_steps

_NUMBERS = st.floats(-1e12, 1e12, allow_nan=False)


def test_a_small_line_rises_from_left_to_right() -> None:
    spark = spark_of([1.0, 2.0, None, 4.0, 5.0])
    assert spark is not None
    first, second = spark.pieces
    assert first == "3.0,21.0 26.5,16.5" and second == "73.5,7.5 97.0,3.0"
    assert spark.last == ("97.0", "3.0")


def test_a_year_alone_draws_no_line_and_an_unknown_last_year_no_point() -> None:
    assert spark_of([None, None, 3.0]) is None
    spark = spark_of([1.0, 2.0, None])
    assert spark is not None and spark.last is None


@given(st.lists(_NUMBERS, min_size=1, max_size=20), st.booleans())
def test_an_axis_holds_all_values_between_round_numbers(
    values: list[float], with_zero: bool
) -> None:
    scale = scale_of(values, 0.0, 100.0, with_zero=with_zero)
    slack = 1e-6 * max(1.0, abs(scale.low), abs(scale.high))
    assert scale.low - slack <= min(values) and max(values) <= scale.high + slack
    assert not with_zero or scale.low <= 0 <= scale.high
    assert 1 <= round((scale.high - scale.low) / scale.step) <= 12


def test_an_axis_is_labelled_as_the_language_writes() -> None:
    ticks = scale_of([0.0, 4000.0], 0.0, 100.0, with_zero=True).ticks("vi")
    assert [tick.text for tick in ticks] == ["0", "1.000", "2.000", "3.000", "4.000"]
    halves = scale_of([0.0, 1.0], 0.0, 100.0, with_zero=True).ticks("ru")
    assert halves[1].text == "0,25"


def test_lines_are_named_at_their_ends_and_broken_where_a_month_is_unknown() -> None:
    chart = line_chart(
        [Drawn("2024", (1.0, 2.0, None, 4.0)), Drawn("2023", (1.0, 1.0, 1.0, 4.0), "other")],
        ["a", "b", "c", "d"],
        "en",
        target=(5.0, "plan"),
    )
    assert chart is not None
    this, last = chart.lines
    assert (this.name, len(this.pieces), len(this.dots)) == ("2024", 1, 3)
    assert (last.name, last.look) == ("2023", "other")
    assert abs(float(this.name_y) - float(last.name_y)) >= 14, "names must not cover each other"
    assert chart.target is not None and float(chart.target.at) < float(last.dots[-1][1])


def test_nothing_known_draws_nothing() -> None:
    assert line_chart([Drawn("2024", (None, 1.0))], ["a", "b"], "en") is None
    assert bar_chart([], "en") is None


def test_a_fall_lies_left_of_zero_and_looks_otherwise() -> None:
    chart = bar_chart([Bar("up", 4.58, "+4.58"), Bar("down", -1.0, "-1.00")], "en")
    assert chart is not None
    up, down = chart.bars
    assert (up.look, down.look) == ("", "down")
    assert float(up.x) == float(chart.zero) > float(down.x)
    assert float(down.x) + float(down.width) == float(chart.zero)


def test_steps_of_a_map_hold_about_equally_many_places() -> None:
    places = [SONG_XANH, NUI_VANG, BEN_TRE_NHO, DOI_CHE]
    steps, held = quantile_steps(dict(zip(places, [1.0, 2.0, 3.0, 4.0], strict=True)))
    assert [steps[place] for place in places] == [2, 3, 4, 5]
    assert held == [[], [1.0], [2.0], [3.0], [4.0]]


@given(st.dictionaries(st.sampled_from([SONG_XANH, NUI_VANG, BEN_TRE_NHO, DOI_CHE]), _NUMBERS,
                       min_size=1))  # fmt: skip
def test_a_larger_value_is_never_in_a_lower_step(values: dict) -> None:  # type: ignore[type-arg]
    steps, _ = quantile_steps(values)
    ordered = sorted(values, key=values.__getitem__)
    assert [steps[place] for place in ordered] == sorted(steps.values())
    for one in values:
        assert all(steps[one] == steps[other] for other in values if values[one] == values[other])
