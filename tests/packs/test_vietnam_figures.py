"""What the packaged Vietnam figures say: the four localities, and totals that are known."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from statistics import median

import pytest

from tests.packs.vietnam_files import LOCALITIES, cards, figures, rows, value


@pytest.mark.parametrize(("name", "count"), LOCALITIES.items())
def test_every_figure_of_the_documents_is_there(name: str, count: int):
    assert len(rows(name)) == count


def test_ninh_thuan_quarter():
    name = "ninh-thuan-2024-q1.csv"
    levels = {r["breakdown"]: r for r in figures(name, indicator="grdp", kind="level")}
    assert levels[""]["comparator"] == "more_than" and levels[""]["value"] == "5800"
    sectors = [int(r["value"]) for breakdown, r in levels.items() if breakdown]
    assert sum(sectors) == 5552
    assert value(name, indicator="grdp", breakdown="", kind="growth") == "8.26"
    revenue = {r["kind"]: r["value"] for r in figures(name, indicator="state-budget-revenue")}
    assert revenue == {"level": "1207", "plan_share": "30.2", "growth": "36.3"}


def test_cam_pha_names_both_plans_and_a_ratio():
    name = "cam-pha-2024-h1.csv"
    shares = figures(name, kind="plan_share")
    assert {r["assigner"]: r["value"] for r in shares} == {"province": "43.78", "own": "43.69"}
    assert value(name, kind="base_ratio") == "86.74"
    assert value(name, modality="target", period="2024-H2", kind="growth") == "7.7"
    assert all(r["status"] == "estimate" for r in rows(name) if r["modality"] == "expected")


def test_que_son_ranges_and_changes():
    name = "que-son-2023.csv"
    (income,) = figures(name, comparator="range")
    assert (income["kind"], income["value"], income["value_hi"]) == ("level", "25", "35")
    assert value(name, kind="change_abs") == "2413"
    assert value(name, comparator="nearly") == "700"
    assert value(name, breakdown="aggregate=trade_services", kind="level") == "2789"


def test_binh_lieu_has_eleven_targets():
    targets = figures("binh-lieu-2025.csv", modality="target", period="2025")
    told = sorted((r["operator"], r["kind"], r["value"]) for r in targets)
    assert told == [
        ("exact", "growth", "10"), ("exact", "level", "100"), ("exact", "level", "600"),
        ("more_than", "growth", "10"), ("more_than", "growth", "10"),
        ("more_than", "growth", "15"), ("more_than", "growth", "15"),
        ("more_than", "growth", "17"), ("more_than", "growth", "7"),
        ("more_than", "level", "87.5"), ("none_left", "level", "0"),
    ]  # fmt: skip


INVESTMENT = "state-budget-investment.csv"


@pytest.mark.parametrize(
    ("run_of", "expected"),
    [("{}-Q1", 14.6), ("{}-H1", 36.4), ("{}-9M", 59.7), ("{}", 90.3)],
    ids=["March", "June", "September", "December"],
)
def test_median_share_of_the_year_plan_2015_to_2024(run_of: str, expected: float):
    shares = [
        float(value(INVESTMENT, place="vn", breakdown="", kind="plan_share", period=period))
        for period in (run_of.format(year) for year in range(2015, 2025))
    ]
    assert round(median(shares), 1) == expected


def test_quang_ninh_2024_in_two_vintages():
    def told(**wanted: str) -> dict[tuple[str, str], str]:
        found = figures(INVESTMENT, place="quang-ninh", breakdown="management=local", **wanted)
        return {(row["status"], row["known_at"]): row["value"] for row in found}

    assert told(period="2024-01", kind="level") == {
        ("estimate", "2024-01-29"): "1139.268",
        ("preliminary", "2024-02-29"): "831.341",
    }
    to_date = "2024-01/2024-02"
    assert told(period=to_date, kind="level") == {("estimate", "2024-02-29"): "1641.846"}
    assert told(period=to_date, kind="plan_share") == {("estimate", "2024-02-29"): "9.59"}
    assert told(period="2024-01", kind="plan_share") == {("estimate", "2024-01-29"): "5.178"}
    assert told(period="2024-02", kind="level") == {
        ("estimate", "2024-02-29"): "810.505",
        ("preliminary", "2024-03-29"): "802.625",
    }


def test_investment_covers_55_provinces_and_all_levels_and_ministries():
    provinces = {row["place"] for row in rows(INVESTMENT)} - {"vn"}
    assert len(provinces) == 55
    assert not provinces & {"binh-thuan", "bac-kan", "cao-bang", "gia-lai", "kon-tum", "yen-bai"}
    of_country = {row["breakdown"] for row in rows(INVESTMENT) if row["place"] == "vn"}
    assert len(of_country) == 1 + 5 + 10


def test_retail_states_ratios_and_trade_states_growth():
    assert value("retail-sales.csv", breakdown="", kind="base_ratio", period="2025-02") == "109.426"
    assert not figures("retail-sales.csv", kind="growth")
    assert not figures("trade.csv", kind="base_ratio")
    assert not [r for r in figures("trade.csv", kind="growth") if Decimal(r["value"]) == -100]


def test_gdp_is_cumulative_until_mid_2018_and_by_quarter_afterwards():
    periods = {row["period"] for row in rows("gdp.csv")}
    assert {"2017", "2018-H1", "2018-Q3", "2018-Q4", "2024-Q4"} <= periods
    assert not {"2018-Q2", "2018-9M", "2018", "2024"} & periods
    assert [b["at"] for b in cards()["gdp"]["breaks"]] == ["2015-01", "2021-01"]


def test_parts_of_the_gdp_add_up_to_the_printed_total():
    tops = ("agriculture", "industry_construction", "services", "product_taxes")
    for period in ("2015", "2018-Q3", "2024-Q4"):
        level = {r["breakdown"]: Decimal(r["value"]) for r in figures("gdp.csv", period=period,
                                                                     kind="level")}  # fmt: skip
        assert abs(sum(level[f"sector={top}"] for top in tops) - level[""]) < 1


def test_foreign_investment_without_the_double_keys_and_without_derived_sums():
    assert not figures("fdi.csv", indicator="fdi-registered")
    virgin = {r["period"] for r in figures("fdi.csv", breakdown="partner=VG")}
    assert "2021" not in virgin and "2022-H1" not in virgin and "2020" in virgin
    total = figures("fdi.csv", place="vn", breakdown="", indicator="fdi-adjusted")
    assert min(date.fromisoformat(row["known_at"]) for row in total) == date(2019, 3, 31)


def test_month_before_of_products_is_not_a_year_to_date():
    """Preliminary months stand near the estimate of the same month, never at its year to date."""
    estimates = {
        (r["indicator"], r["period"]): Decimal(r["value"])
        for r in figures("industrial-products.csv", status="estimate", kind="level")
    }
    preliminary = figures("industrial-products.csv", status="preliminary")
    ratios = [
        Decimal(r["value"]) / estimate
        for r in preliminary
        if r["indicator"] != "output-sugar"
        and (estimate := estimates.get((r["indicator"], r["period"])))
    ]
    assert len(ratios) > 2000
    assert Decimal("0.25") < min(ratios) and max(ratios) < Decimal("2.5")
