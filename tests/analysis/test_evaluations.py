"""What an analyst gets of a place and a period: labelled numbers with units, words and dates."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import numpy as np
import pandas as pd
import pytest
import xarray as xr

from tests.ledger.filing import file
from tests.world import REGISTER, TODAY, TUAN, stated
from tiendo.analysis import Office, questions
from tiendo.ledger.services import impose_obligation
from tiendo.vocabulary.errors import TiendoError
from tiendo.vocabulary.period import Period


def _file_a_year_of_visitors() -> None:
    file(
        *(stated("song-xanh", "visitors", f"2025-{month:02d}", "100") for month in range(1, 13)),
        *(stated("song-xanh", "visitors", f"2026-{month:02d}", "125") for month in range(1, 4)),
        stated("nui-vang", "visitors", "2025-Q1", "500"),
        stated("nui-vang", "visitors", "2026-Q1", "550"),
    )


def test_a_place_and_period_are_a_dataset_over_series(analyst: Office) -> None:
    _file_a_year_of_visitors()
    found = analyst.evaluate("song-xanh", "2026-Q1")
    assert found.value.dims == ("series",)
    visitors = found.sel(series="visitors")
    assert (visitors.value, visitors.same_period, visitors.previous_period) == (375, 300, 300)
    assert (visitors.growth_pct, visitors.base_ratio_pct, visitors.difference) == (25, 125, 75)
    assert (visitors.year_to_date, visitors["rank"]) == (375, 1)
    assert (visitors.state, visitors.comparator, visitors.modality) == ("value", "exact", "actual")
    assert visitors.known_at == np.datetime64("2026-01-10")
    assert "growth_pct" in str(visitors.derived.item())


def test_a_dataset_says_what_it_is_about(analyst: Office) -> None:
    _file_a_year_of_visitors()
    found = analyst.evaluate("Sông Xanh", "2026-Q1")
    assert found.attrs == {
        "place": "song-xanh", "place_name": "Sông Xanh", "period": "2026-Q1",
        "as_of": str(TODAY), "ledger_sequence": 1,
    }  # fmt: skip
    assert found.value.attrs["units"] == "visitors"
    assert found.growth_pct.attrs == {
        "long_name": "growth over the same period", "units": "percent",
    }  # fmt: skip
    visitors = found.sel(series="visitors")
    assert (visitors.unit, visitors.indicator, visitors.measure) == (
        "visitors", "visitors", "level",
    )  # fmt: skip
    assert (visitors.name_vi, visitors.name_en) == ("Khách du lịch", "Visitors")


def test_units_differ_from_series_to_series(analyst: Office) -> None:
    file(
        stated("song-xanh", "visitors", "2026-Q1", "10"),
        stated("song-xanh", "trained-rate", "2026-Q1", "31.5"),
    )
    found = analyst.evaluate("song-xanh", "2026-Q1")
    assert found.value.attrs["units"] == "as the coordinate unit says"
    assert dict(zip(found.series.values, found.unit.values, strict=True)) == {
        "visitors": "visitors", "trained-rate": "percent",
    }  # fmt: skip
    only = found.sel(series=["trained-rate"])
    assert only.value.item() == 31.5


def test_a_series_is_labelled_by_its_cut_and_price_basis(analyst: Office) -> None:
    file(
        stated("song-xanh", "output", "2026-Q1", "90.5", basis="constant_2010"),
        stated(
            "song-xanh", "output", "2026-Q1", "40", basis="constant_2010", cut="sector=services"
        ),
    )
    found = analyst.evaluate("song-xanh", "2026-Q1")
    label = "output[sector=services] constant_2010"
    assert found.value.sel(series=label) == 40
    assert found.breakdown.sel(series=label) == "sector=services"
    assert found.name_en.sel(series=label) == "Output: services"
    assert found.value.sel(series="output constant_2010") == 90.5


def test_what_was_stated_without_a_level_is_a_line_of_its_own(analyst: Office) -> None:
    file(stated("song-xanh", "visitors", "2026-Q1", "8.5", kind="growth"))
    growth = analyst.evaluate("song-xanh", "2026-Q1").sel(series="visitors growth")
    assert (growth.value, growth.growth_pct, growth.base_ratio_pct) == (8.5, 8.5, 108.5)
    assert (growth.measure, growth.unit, growth.derived) == ("growth", "percent", "base_ratio_pct")
    assert np.isnan(growth.same_period)


def test_unknown_is_nan_nat_or_no_word(analyst: Office) -> None:
    file(stated("song-xanh", "visitors", "2026-01", "10", comparator="more_than"))
    visitors = analyst.evaluate("song-xanh", "2026-01").sel(series="visitors")
    assert (visitors.value, visitors.value_lo) == (10, 10)
    for name in ("value_hi", "growth_pct", "same_period", "completeness_due"):
        assert np.isnan(visitors[name]), name
    assert (visitors.status, visitors.same_period_state) == ("", "missing")
    file(stated("doi-che", "visitors", "2026-01", None, state="confidential"))
    hidden = analyst.evaluate("doi-che", "2026-01").sel(series="visitors")
    assert (hidden.state, np.isnan(hidden.value), np.isnat(hidden.recorded_at)) == (
        "confidential", True, True,
    )  # fmt: skip


def test_a_table_of_some_columns_has_a_line_for_each_series(analyst: Office) -> None:
    _file_a_year_of_visitors()
    table = analyst.evaluate("song-xanh", "2026-Q1")[["value", "growth_pct"]].to_dataframe()
    assert table.index.name == "series"
    assert table.loc["visitors", ["value", "growth_pct", "unit"]].to_list() == [375, 25, "visitors"]


def test_nothing_filed_is_a_dataset_without_series(analyst: Office) -> None:
    found = analyst.evaluate("song-xanh", "2026-Q1")
    assert found.sizes == {"series": 0}
    assert len(found.to_dataframe()) == 0
    _file_a_year_of_visitors()
    assert analyst.evaluate("song-xanh", "2010-Q1").sizes == {"series": 0}


# ---- all places of a level ------------------------------------------------------------------


def test_all_places_of_a_level_side_by_side(analyst: Office) -> None:
    _file_a_year_of_visitors()
    found = analyst.evaluate_all("2026-Q1")
    visitors = found.sel(series="visitors")
    assert visitors.place.values.tolist() == ["song-xanh", "nui-vang"]
    assert visitors.growth_pct.values == pytest.approx([25, 10])
    assert visitors["rank"].values.tolist() == [1, 2]
    assert found.place_name.values.tolist() == ["Sông Xanh", "Núi Vàng"]
    assert found.attrs["level"] == "province"
    country = analyst.evaluate_all("2026-Q1", level="country")
    assert country.value.sel(place="lien-ha", series="visitors") == 925


def test_a_level_is_what_its_places_are_one_by_one(analyst: Office) -> None:
    _file_a_year_of_visitors()
    file(
        stated("doi-che", "visitors", "2026-Q1", "9.5", kind="growth"),
        stated("doi-che", "poor-households", "2026-03", "12"),
        stated("ben-tre-nho", "visitors", "2026-Q1", "30"),
    )
    for level in ("country", "province", "commune"):
        together = analyst.evaluate_all("2026-Q1", level=level)
        for place in together.place.values:
            alone = analyst.evaluate(place, "2026-Q1")
            among = together.sel(place=place).reset_coords(
                ["place", "place_name", "level", "province"], drop=True
            )
            xr.testing.assert_equal(among.sel(series=alone.series.values), alone)
            others = among.drop_sel(series=alone.series.values)
            assert np.isnan(others.value).all() and (others.state == "").all()


def test_communes_name_their_province(analyst: Office) -> None:
    file(stated("doi-che", "visitors", "2026-Q1", "9"))
    found = analyst.evaluate_all("2026-Q1", level="commune")
    assert dict(zip(found.place.values, found.province.values, strict=True)) == {
        "ben-tre-nho": "song-xanh", "doi-che": "song-xanh", "doi-che-2": "nui-vang",
    }  # fmt: skip


def test_completeness_counts_who_owes(analyst: Office) -> None:
    for place in ("ben-tre-nho", "doi-che"):
        impose_obligation(
            place=place, indicator="visitors", valid_from=date(2020, 1, 1),
            office="Tourism", by=TUAN, register=REGISTER,
        )  # fmt: skip
    file(stated("doi-che", "visitors", "2026-01", "9"))
    found = analyst.evaluate("song-xanh", "2026-01").sel(series="visitors")
    assert (found.completeness_filed, found.completeness_due, found.state) == (1, 2, "partial")


# ---- as of a past day -----------------------------------------------------------------------


def test_what_was_known_on_a_past_day(analyst: Office) -> None:
    file(
        stated("song-xanh", "visitors", "2026-01", "100", known="2026-02-05"),
        stated("song-xanh", "visitors", "2026-01", "130", known="2026-03-05"),
    )
    for day in (
        "2026-02-10",
        date(2026, 2, 10),
        datetime(2026, 2, 10, 9),
        pd.Timestamp(2026, 2, 10),
    ):
        found = analyst.evaluate("song-xanh", "2026-01", as_of=day)
        assert (found.value.sel(series="visitors"), found.attrs["as_of"]) == (100, "2026-02-10")
    assert analyst.evaluate("song-xanh", "2026-01").value.sel(series="visitors") == 130
    assert analyst.evaluate("song-xanh", "2026-01", as_of="2026-02-01").sizes == {"series": 0}
    everywhere = analyst.evaluate_all("2026-01", as_of="2026-02-10")
    assert everywhere.value.sel(place="song-xanh", series="visitors") == 100


def test_tomorrow_is_not_known_today(analyst: Office) -> None:
    file(stated("song-xanh", "visitors", "2026-01", "100"))
    found = analyst.evaluate("song-xanh", "2026-01", as_of="2030-01-01")
    assert (found.attrs["as_of"], found.value.sel(series="visitors")) == (str(TODAY), 100)


# ---- what is refused ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("place", "period", "as_of", "message"),
    [
        ("song-xan", "2026-Q1", None, "'song-xan' is no known place; did you mean: song-xanh"),
        ("Đồi Chè", "2026-Q1", None, "'Đồi Chè' names 2 places"),
        ("song-xanh", "2026-Q5", None, "'2026-Q5' is no period"),
        ("song-xanh", "2026-Q1", "yesterday", "'yesterday' is no day; write it as 2024-03-31"),
    ],
)
def test_what_cannot_be_understood_is_refused(
    analyst: Office, place: str, period: str, as_of: str | None, message: str
) -> None:
    for ask in (analyst.evaluate, analyst.plans, analyst.findings):
        with pytest.raises(TiendoError, match=message):
            ask(place, period, as_of)


def test_rows_and_rules_are_asked_one_and_the_same_question(
    analyst: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A question without a day means today, which may be another day when it is read again."""
    understood = []
    as_it_is = questions._question

    def counted(*asked: Any) -> Any:
        understood.append(asked)
        return as_it_is(*asked)

    monkeypatch.setattr(questions, "_question", counted)
    _file_a_year_of_visitors()
    analyst.findings("song-xanh", "2026-Q1")
    analyst.evaluate("song-xanh", "2026-Q1", rules=True)
    assert len(understood) == 2


def test_an_unknown_level_is_refused(analyst: Office) -> None:
    with pytest.raises(TiendoError, match="'provinces' is not one of the words for level"):
        analyst.evaluate_all("2026-Q1", level="provinces")


def test_a_period_may_be_given_as_such(analyst: Office) -> None:
    _file_a_year_of_visitors()
    found = analyst.evaluate("song-xanh", Period.parse("2026-Q1"))
    assert found.value.sel(series="visitors") == 375
