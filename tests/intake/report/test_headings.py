"""What column headings say, beside the title and the other headings."""

from __future__ import annotations

import pytest

from tiendo.ledger.intake.report.headings import understand
from tiendo.ledger.intake.report.meanings import Draft, settle
from tiendo.ledger.intake.report.table import Report
from tiendo.vocabulary.errors import VocabularyError
from tiendo.vocabulary.period import Period


def report(run: str, *, month: bool = True, longer: bool = False) -> Report:
    return Report(Period.parse(run), names_month=month, names_run=longer)


MAY = report("2024-05")
MAY_AND_FIVE = report("2024-01/2024-05", longer=True)
HALF = report("2024-H1", month=False, longer=True)


def said(about: Report, *headings: str) -> list[str]:
    """Return "kind period sureness [against]" of each heading, or why it is refused."""
    return [_told(outcome) for outcome in settle([understand(h, about) for h in headings], about)]


def _told(outcome: Draft | VocabularyError) -> str:
    if isinstance(outcome, VocabularyError):
        return f"refused: {outcome.message}"
    meaning = outcome.meaning
    assert meaning is not None
    words = [meaning.kind.value, str(meaning.period), meaning.modality.value]
    words += [meaning.status.value] if meaning.status else []
    words += [f"by {meaning.against.period}"] if meaning.against else []
    words += [] if meaning.filed else ["unfiled"]
    return " ".join(words)


@pytest.mark.parametrize(
    ("heading", "meaning"),
    [
        ("Ước tính tháng 5 năm 2024", "level 2024-05 estimated estimate"),
        ("Sơ bộ T4/2024", "level 2024-04 actual preliminary"),
        ("Chính thức tháng 4", "level 2024-04 actual official"),
        ("Cộng dồn 5 tháng đầu năm", "level 2024-01/2024-05 actual"),
        ("Lũy kế từ đầu năm", "level 2024-01/2024-05 actual"),
        ("Lũy kế đến hết tháng trước", "level 2024-01/2024-04 actual"),
        ("Thực hiện năm trước", "level 2023 actual"),
        ("Quý I/2024", "level 2024-Q1 actual"),
        ("KH năm 2025", "level 2025 target"),
        ("Dự toán tỉnh giao", "level 2024 target"),
        ("Kế hoạch năm sau", "level 2025 target"),
        ("Tháng 5 cùng kỳ năm trước", "level 2023-05 actual"),
        ("Thực hiện tháng 5/2023", "level 2023-05 actual"),
        ("Tháng 5 so với cùng kỳ năm trước (%)", "base_ratio 2024-05 actual by 2023-05"),
        ("Tháng 5/2024 so với tháng 5/2023 (%)", "base_ratio 2024-05 actual by 2023-05"),
        ("Tháng 5/2024 so với tháng 4/2024 (%)", "base_ratio 2024-05 actual by 2024-04 unfiled"),
        ("Năm 2024 so với năm 2023 (%)", "base_ratio 2024 actual by 2023"),
        ("So với cùng kỳ năm trước (%) Quý I", "base_ratio 2024-Q1 actual by 2023-Q1"),
        ("Tăng, giảm tháng 5 so với cùng kỳ (%)", "growth 2024-05 actual by 2023-05"),
        ("Tốc độ tăng 5 tháng (%)", "growth 2024-01/2024-05 actual by 2023-01/2023-05"),
        ("5 tháng so với kế hoạch năm (%)", "plan_share 2024-01/2024-05 actual by 2024"),
        ("Cơ cấu tháng 5 (%)", "share 2024-05 actual"),
        ("Estimate of June 2024", "level 2024-06 estimated estimate"),
        ("First five months of 2024", "level 2024-01/2024-05 actual"),
        ("May compared with the same period (%)", "base_ratio 2024-05 actual by 2023-05"),
    ],
)
def test_a_heading_says_run_kind_and_sureness(heading: str, meaning: str) -> None:
    assert said(MAY, heading) == [meaning]


@pytest.mark.parametrize(
    ("heading", "told"),
    [
        ("Thực hiện tháng 7", "ends after the report's 2024-05, and is no estimate"),
        ("So với cùng kỳ năm 2022 (%)", "may belong to no run"),
        ("Tháng 5 so với cùng kỳ năm 2022 (%)", "the year 2022, but the same period is 2023-05"),
        ("Tháng 5 so với cùng kỳ", "does not say that it is a percentage"),
        ("Tháng 5 so với năm trước (%)", "may be its same run or all of it"),
        ("Tỷ lệ thực hiện", "it does not say what it is a rate of"),
        ("Tổng số", "it names no period"),
        ("Ước thực hiện kế hoạch năm 2024", "it names a plan and something else"),
        ("Sơ bộ và ước tính tháng 5", "understood"),
    ],
)
def test_a_heading_that_leaves_something_open_is_refused(heading: str, told: str) -> None:
    try:
        (answer,) = said(MAY, heading)
    except VocabularyError as error:
        answer = str(error)
    assert told in answer


def test_every_word_must_be_understood() -> None:
    with pytest.raises(VocabularyError, match="'dieu chinh' in the heading 'Kế hoạch điều chỉnh'"):
        understand("Kế hoạch điều chỉnh", MAY)


def test_several_periods_in_one_heading_are_refused() -> None:
    with pytest.raises(VocabularyError, match="names several periods: 2024-04, 2024-05"):
        understand("Tháng 4 và tháng 5".replace(" và", ""), MAY)


def test_this_period_is_the_month_beside_a_cumulative_column() -> None:
    kept, _ = said(MAY_AND_FIVE, "Thực hiện kỳ này", "Lũy kế từ đầu năm")
    assert kept == "level 2024-05 actual"


def test_this_period_is_all_of_a_report_that_names_no_month() -> None:
    assert said(HALF, "Thực hiện kỳ này") == ["level 2024-H1 actual"]


@pytest.mark.parametrize("about", [MAY_AND_FIVE, HALF])
def test_this_period_is_refused_where_it_may_be_two(about: Report) -> None:
    headings = ["Thực hiện kỳ này"] + (["Lũy kế từ đầu năm"] if about is HALF else [])
    assert said(about, *headings)[0].startswith("refused: it may be 2024-0")


def test_an_open_comparison_means_the_run_that_is_left() -> None:
    headings = (
        "Tháng 5",
        "Lũy kế",
        "So với cùng kỳ năm trước (%)",
        "Lũy kế so với cùng kỳ năm trước (%)",
    )
    assert said(MAY, *headings)[2:] == [
        "base_ratio 2024-05 actual by 2023-05",
        "base_ratio 2024-01/2024-05 actual by 2023-01/2023-05",
    ]


def test_an_open_comparison_of_two_runs_is_refused() -> None:
    told = said(MAY, "Tháng 5", "Lũy kế", "So với cùng kỳ năm trước (%)")[2]
    assert told == "refused: the comparison may belong to 2024-01/2024-05 or 2024-05"


def test_an_open_share_of_the_plan_means_the_cumulative_run() -> None:
    told = said(MAY, "Kế hoạch năm", "Tháng 5", "Lũy kế", "% kế hoạch")[3]
    assert told == "plan_share 2024-01/2024-05 actual by 2024"


def test_what_adds_up_an_estimated_month_is_an_estimate() -> None:
    told = said(MAY, "Ước tính tháng 5", "Lũy kế", "Lũy kế so với cùng kỳ (%)")
    assert told[1] == "level 2024-01/2024-05 estimated estimate"
    assert told[2] == "base_ratio 2024-01/2024-05 estimated estimate by 2023-01/2023-05"


def test_december_before_a_january_report_is_last_year() -> None:
    assert said(report("2024-01"), "Thực hiện tháng 12") == ["level 2023-12 actual"]


def test_a_share_of_two_plans_is_refused() -> None:
    told = said(
        MAY, "Dự toán tỉnh giao", "Dự toán huyện giao", "Lũy kế", "Lũy kế so với dự toán (%)"
    )
    assert told[3] == "refused: the plan may be that assigned by district or province"
