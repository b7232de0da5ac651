"""Every shipped rule fires on a case and stays silent on its twin.

Cases marked real are figures of the packaged reports or of documents that they name; documented
ones are traps that the sources of the pack describe, with figures invented here.
"""

from __future__ import annotations

import pytest

from tests.validation.vietnam import PACK, found_by, report
from tiendo.packs.rules import BUILT_IN
from tiendo.validation.rule import BuiltIn
from tiendo.vocabulary.figure import Figure
from tiendo.vocabulary.words import Severity

Case = tuple[str, list[Figure], list[Figure]]
"""The period asked, figures on which the rule fires, and figures on which it does not."""

DAY = "2025-01-10"


def once(*lines: str) -> list[Figure]:
    return report(1, DAY, *lines)


TRAVEL = [
    "retail-sales[activity=travel] 2016-04 level 2213",
    "retail-sales[activity=travel] 2017-04 level 2459.4",
    "retail-sales[activity=travel] 2018-04 level 2762",
    "retail-sales[activity=travel] 2019-04 level 3570.232",
    "retail-sales[activity=travel] 2019-12 level 4228.319",
    "retail-sales[activity=travel] 2020-01 level 4148.539",
    "retail-sales[activity=travel] 2020-02 level 2336.581",
    "retail-sales[activity=travel] 2020-03 level 1292.895",
]
"""Real: the last month, 51.055, is no slip but the closed borders of April 2020."""

GROWTHS = [f"retail-sales {year}-05 growth {g}" for year, g in zip(
    range(2019, 2024), ("11.8", "10.2", "9.6", "12.1", "11.1"), strict=True)]  # fmt: skip
LEVELS = [f"retail-sales {year}-05 level 400000" for year in range(2019, 2025)]

CASES: dict[str, Case] = {
    # Documented: a unit slip makes a part larger than its whole.
    "parts-within-whole": (
        "2024",
        once(
            "state-budget-investment 2024 level 700",
            "state-budget-investment[management=local] 2024 level 5200",
        ),
        once(
            "state-budget-investment 2024 level 7000",
            "state-budget-investment[management=local] 2024 level 5200",
        ),
    ),
    # Real: registered capital of Hà Nội in 2018, m USD.
    "cumulative-falls": (
        "2018-08",
        once(
            "fdi-new-registered 2018-01/2018-07 level 5670.035",
            "fdi-new-registered 2018-01/2018-08 level 5101.754",
        ),
        once(
            "fdi-new-registered 2018-01/2018-07 level 5670.035",
            "fdi-new-registered 2018-01/2018-08 level 5701.754",
        ),
    ),
    # Real: petrol in 2021, thousand t; the year to date leaps and no month was revised.
    "month-in-cumulative": (
        "2021-09",
        report(1, "2021-08-29", "output-petrol 2021-01/2021-08 level 9509.27")
        + report(
            2,
            "2021-09-29",
            "output-petrol 2021-09 level 1007.13",
            "output-petrol 2021-9M level 16830.1",
        ),
        report(1, "2021-08-29", "output-petrol 2021-01/2021-08 level 9509.27")
        + report(
            2,
            "2021-09-29",
            "output-petrol 2021-09 level 1007.13",
            "output-petrol 2021-9M level 10516.4",
        ),
    ),
    # Real: education in the growth scenario of Điện Biên for 2026 (see test_plans), and trade.
    "plan-triangle": (
        "2026",
        once(
            "grdp 2025 level 2846.03",
            "grdp 2026 planned-level 3147.23",
            "grdp 2026 planned-growth 12.34",
        ),
        once(
            "grdp 2025 level 2486.46",
            "grdp 2026 planned-level 2832.08",
            "grdp 2026 planned-growth 13.9",
        ),
    ),
    # Documented: departments and the statistics office print different growths.
    "growth-from-levels": (
        "2024",
        once("retail-sales 2023 level 62000", "retail-sales 2024 level 69500")
        + report(2, DAY, "retail-sales 2024 growth 15.3"),
        once("retail-sales 2023 level 62000", "retail-sales 2024 level 69500")
        + report(2, DAY, "retail-sales 2024 growth 12.1"),
    ),
    # Documented: area times yield is output; Quế Sơn's grain with a yield in t for quintal/ha.
    "card-formula": (
        "2023",
        once(
            "grain-yield 2023 level 5.85",
            "grain-output 2023 level 42269",
            "rice-maize-sown-area 2023 level 7226",
        ),
        once(
            "grain-yield 2023 level 58.5",
            "grain-output 2023 level 42269",
            "rice-maize-sown-area 2023 level 7226",
        ),
    ),
    # Documented: persons and thousands of persons.
    "some-within-all": (
        "2024",
        once("labour-force 2024 level 690000", "population 2024 level 1380"),
        once("labour-force 2024 level 690000", "population 2024 level 1380000"),
    ),
    # Real for the end: Bình Liêu had 11 poor households at the end of 2022; the rest is invented.
    "poor-households-moved": (
        "2022",
        once(
            "poor-households 2021 level 60",
            "poor-households 2022 level 11",
            "households-escaped-poverty 2022 level 60",
            "households-poor-other-decrease 2022 level 2",
            "households-fell-back 2022 level 1",
            "households-newly-poor 2022 level 5",
        ),
        once(
            "poor-households 2021 level 60",
            "poor-households 2022 level 11",
            "households-escaped-poverty 2022 level 53",
            "households-poor-other-decrease 2022 level 2",
            "households-fell-back 2022 level 1",
            "households-newly-poor 2022 level 5",
        ),
    ),
    # Documented: a growth written in the column of shares.
    "share-in-range": (
        "2024-Q1",
        once("grdp[sector=services] 2024-Q1 share 106.66"),
        once("grdp[sector=services] 2024-Q1 share 37.1"),
    ),
    # Real for the silent side: the aim of Bình Liêu for 2025.
    "rate-in-range": (
        "2025",
        once("trained-labour-rate 2025 planned-level 875"),
        once("trained-labour-rate 2025 planned-level 87.5"),
    ),
    # Documented: an absolute change in the column of growths; real: travel in April 2020.
    "growth-above-minus-100": (
        "2020-04",
        once("retail-sales[activity=travel] 2020-04 growth -3519.2"),
        once("retail-sales[activity=travel] 2020-04 growth -98.57"),
    ),
    # Real for the silent side: Cẩm Phả printed 86.74 %, a fall of 13.26 %.
    "ratio-not-negative": (
        "2024-H1",
        once("local-budget-revenue 2024-H1 base_ratio -13.26"),
        once("local-budget-revenue 2024-H1 base_ratio 86.74"),
    ),
    # Real: retail sales of the first quarter of 2018 carry the growth among the ratios.
    "ratio-or-growth": (
        "2018-Q1",
        once("retail-sales 2018-Q1 base_ratio 9.856"),
        once("retail-sales 2018-Q1 base_ratio 109.856"),
    ),
    "level-not-negative": (
        "2023",
        once("grain-output 2023 level -2413"),
        once("grain-output 2023 level 42269", "grain-output 2023 change_abs -2413"),
    ),
    # Documented: the plan in thousands, what was reached in full; real: Cẩm Phả 2024.
    "plan-share-plausible": (
        "2024-H1",
        once("local-budget-revenue 2024-H1 plan_share 4369"),
        once("local-budget-revenue 2024-H1 plan_share 43.69"),
    ),
    # Real: Quế Sơn in 2023 had 7,226 ha and 42,269 t; the slip is to thousands.
    "grain-yield": (
        "2023",
        once("grain-output 2023 level 42.269", "rice-maize-sown-area 2023 level 7226"),
        once("grain-output 2023 level 42269", "rice-maize-sown-area 2023 level 7226"),
    ),
    # Real: Cẩm Phả, first half of 2024, 495 bn VND of 838,000 visits; the slip is to thousands.
    "revenue-per-visit": (
        "2024-H1",
        once("tourism-revenue 2024-H1 level 495", "tourists 2024-H1 level 838"),
        once("tourism-revenue 2024-H1 level 495", "tourists 2024-H1 level 838000"),
    ),
    # Real for the silent side: the aim of Bình Liêu, 100 m VND; the slip is to thousand VND.
    "income-plausible": (
        "2025",
        once("income-per-capita 2025 level 100000"),
        once("income-per-capita 2025 level 100"),
    ),
    "capital-per-project": (
        "2016-01",
        once("fdi-new-registered 2016-01 level 42100000", "fdi-new-projects 2016-01 level 2"),
        once("fdi-new-registered 2016-01 level 42.1", "fdi-new-projects 2016-01 level 2"),
    ),
    "power-of-ten": (
        "2020-04",
        once(*TRAVEL, "retail-sales[activity=travel] 2020-04 level 51.055"),
        once(*TRAVEL, "retail-sales[activity=travel] 2020-04 level 1105.5"),
    ),
    "outlier": (
        "2024-05",
        once(*LEVELS, *GROWTHS, "retail-sales 2024-05 growth -31.7"),
        once(*LEVELS, *GROWTHS, "retail-sales 2024-05 growth 9.1"),
    ),
    # Real: Quảng Ninh, January and February of 2024; December of the year before did not move.
    "plan-moved": (
        "2024-02",
        report(
            1,
            "2024-01-29",
            "state-budget-investment 2024-01 level 1139.268",
            "state-budget-investment 2024-01 plan_share 5.178",
        )
        + report(
            2,
            "2024-02-29",
            "state-budget-investment 2024-01/2024-02 level 1641.846",
            "state-budget-investment 2024-01/2024-02 plan_share 9.59",
        ),
        report(
            1,
            "2024-01-29",
            "state-budget-investment 2024-01 level 1139.268",
            "state-budget-investment 2024-01 plan_share 5.178",
        )
        + report(
            2,
            "2024-02-29",
            "state-budget-investment 2024-01/2024-02 level 1641.846",
            "state-budget-investment 2024-01/2024-02 plan_share 7.462",
        ),
    ),
    # Documented: where department and statistics office differ, both are printed.
    "two-sources": (
        "2024",
        report(1, DAY, "output-coal 2024 level 44700", source="industry department")
        + report(2, DAY, "output-coal 2024 level 42900"),
        report(1, DAY, "output-coal 2024 level 44700", source="industry department")
        + report(2, DAY, "output-coal 2024 level 44700"),
    ),
}

COMPUTED = {rule.id: rule for rule in PACK.rules if not isinstance(rule.check, BuiltIn)}


def test_every_shipped_rule_has_its_case() -> None:
    assert set(CASES) == set(COMPUTED)


@pytest.mark.parametrize("id", CASES)
def test_a_shipped_rule_fires_once_with_its_figures(id: str) -> None:
    period, wrong, _ = CASES[id]
    [one] = found_by(id, period, wrong)
    assert one.check == f"rule:{id}"
    assert one.severity is COMPUTED[id].severity
    assert one.figures
    assert one.expected is not None and one.stated is not None


@pytest.mark.parametrize("id", CASES)
def test_its_twin_is_silent(id: str) -> None:
    period, _, right = CASES[id]
    assert found_by(id, period, right) == ()


def test_the_checks_of_every_evaluation_are_all_explained() -> None:
    told = {rule.check.check for rule in PACK.rules if isinstance(rule.check, BuiltIn)}
    assert told == set(BUILT_IN)


def test_only_the_impossible_is_an_error() -> None:
    errors = {rule.id for rule in PACK.rules if rule.severity is Severity.ERROR}
    assert errors == {
        "parts-within-whole",
        "some-within-all",
        "share-in-range",
        "rate-in-range",
        "growth-above-minus-100",
        "ratio-not-negative",
        "level-not-negative",
    }


def test_only_single_numbers_that_cannot_be_are_refused() -> None:
    refusing = {rule.id for rule in PACK.rules if rule.refuses}
    assert refusing == {
        "share-in-range",
        "rate-in-range",
        "growth-above-minus-100",
        "ratio-not-negative",
        "level-not-negative",
    }


def test_every_rule_is_told_in_four_languages() -> None:
    for rule in PACK.rules:
        for texts in (rule.names, rule.explanation, rule.remedy):
            assert {"vi", "en", "ar", "ru"} <= set(texts), rule.id
