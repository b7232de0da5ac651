"""The evaluation of a place: what is said, in which words, and where each number leads."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.web.conftest import Get, Office
from tests.web.reading import assert_sound
from tests.world import planned, stated
from tiendo.vocabulary.obligation import Obligation
from tiendo.vocabulary.words import Comparator, Modality, Operator, Status
from tiendo.web.texts import LANGUAGES

PATH = "/song-xanh/2024-Q1"


def _output(office: Office) -> None:
    """File the output of a quarter with its parts, on prices that nobody stated."""
    basis = {"basis": "not_stated", "known": "2024-03-31"}
    office.file(
        stated("song-xanh", "output", "2024-Q1", "5800", comparator=Comparator.MORE_THAN, **basis),
        stated("song-xanh", "output", "2024-Q1", "8.26", kind="growth", **basis),
        stated("song-xanh", "output", "2024-Q1", "2151", cut="sector=services", **basis),
        stated("song-xanh", "output", "2024-Q1", "6.66", kind="growth", cut="sector=services",
               **basis),
    )  # fmt: skip


def _revenue(office: Office) -> None:
    office.file(
        stated("song-xanh", "revenue", "2024-Q1", "1207.5", known="2024-03-31",
               modality=Modality.ESTIMATED, status=Status.ESTIMATE),
        stated("song-xanh", "revenue", "2024-Q1", "30.2", kind="plan_share", known="2024-03-31",
               assigner="province"),
        planned("song-xanh", "revenue", "2024", "5000", known="2023-12-10", assigner="own",
                operator=Operator.AT_LEAST),
    )  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_is_sound_in_every_language(
    get: Get, office_in_memory: Office, language: str
) -> None:
    _output(office_in_memory)
    _revenue(office_in_memory)
    page = get(f"{PATH}?lang={language}")
    assert page.status == 200
    assert_sound(page, language)
    assert page.headers["Content-Language"] == language


def test_a_total_stands_over_its_indented_parts(get: Get, office_in_memory: Office) -> None:
    _output(office_in_memory)
    page = get(f"{PATH}?lang=vi")
    total, part = page.row("Tổng sản phẩm"), page.row("services")
    assert "không nêu loại giá" in total[""] and "không nêu loại giá" not in part[""]
    assert total["Giá trị"] == "trên > 5.800"
    assert total["Cùng kỳ năm trước"] == "trên > 5.357,5"
    assert total["Tăng so với cùng kỳ"] == "+8,26%"
    assert part["Đóng góp (điểm %)"] == "khoảng ≈ +2,51"
    heads = [each for each in page.all("th", scope="row") if each.text.startswith("services")]
    assert "depth-1" in heads[0].attributes["class"]


def test_every_number_leads_to_its_trace(get: Get, office_in_memory: Office) -> None:
    _output(office_in_memory)
    page = get(f"{PATH}?lang=vi&as_of=2024-04-01")
    numbers = [each.attributes["href"] for each in page.all("a", class_="n")]
    query = "?breakdown=sector%3Dservices&price_basis=not_stated&as_of=2024-04-01&lang=vi"
    assert f"{PATH}/output{query}#growth_pct" in numbers
    assert f"{PATH}/output{query}#contribution_pp" in numbers
    for href in numbers:
        address, _, fragment = href.partition("#")
        trace = get(address)
        assert trace.status == 200
        assert trace.all("section", id=fragment), href


def test_a_plan_is_told_with_assigner_operator_and_share(
    get: Get, office_in_memory: Office
) -> None:
    _revenue(office_in_memory)
    page = get(f"{PATH}?lang=en")
    row = page.row("Revenue")
    plans = row["Plan and share reached"]
    assert "at least ≥ 5,000 set by the place itself" in plans
    assert "24.15% Part of the year gone: 25.0%" in plans
    assert "3,998.3 assigned by the province (derived)" in plans and "30.2%" in plans
    assert row["Value"].startswith("1,207.5 estimated")
    assert "Part of the year gone: 25.0%" in page.text
    (bar, _) = page.all("svg", class_="bar")
    assert bar.attributes["aria-hidden"] == "true"


def test_a_growth_target_is_no_level(get: Get, office_in_memory: Office) -> None:
    office_in_memory.file(
        planned("song-xanh", "revenue", "2024", "7.5", kind="growth", operator=Operator.MORE_THAN)
    )
    plans = get(f"{PATH}?lang=en").row("Revenue")["Plan and share reached"]
    assert plans == "more than > +7.5% growth · assigner not stated"


def _contradiction(office: Office) -> None:
    office.file(
        stated("song-xanh", "revenue", "2024-Q1", "100"),
        stated("song-xanh", "revenue", "2023-Q1", "90"),
        stated("song-xanh", "revenue", "2024-Q1", "20", kind="growth"),
    )


def test_a_row_is_flagged_with_severity_in_words_and_shape(
    get: Get, office_in_memory: Office
) -> None:
    _contradiction(office_in_memory)
    page = get(f"{PATH}?lang=vi")
    (flag,) = page.all("a", class_="flag")
    assert flag.text == "▲Cảnh báo"
    assert flag.attributes["href"] == f"{PATH}/revenue?price_basis=current&lang=vi#findings"
    told = get(flag.attributes["href"].partition("#")[0]).one("section", class_="findings").text
    assert "Giá trị, mức thay đổi và tốc độ tăng (mâu thuẫn)" in told


def test_the_findings_page_tells_all_by_severity(get: Get, office_in_memory: Office) -> None:
    _contradiction(office_in_memory)
    _output(office_in_memory)
    page = get(f"{PATH}/findings?lang=vi")
    assert_sound(page, "vi")
    told = page.one("li", id="finding-2").text
    assert "Tốc độ tăng so với cùng kỳ: đã nêu 20% tính được 11%" in told
    together = page.one("li", id="finding-1").text
    assert "Tổng sản phẩm" in together and "services" in together
    assert not page.all("p", lang="en")
    assert "báo cáo không nêu loại giá; tốc độ tăng và mức đóng góp chỉ đúng nếu" in together
    assert "Sông Xanh, Tổng sản phẩm: services" in together


def test_states_are_told_in_words(get: Get, office_in_memory: Office) -> None:
    office_in_memory.file(
        stated("song-xanh", "visitors", "2024-Q1", None, state="confidential"),
        stated("song-xanh", "workers", "2024-Q1", None, state="not_applicable"),
        planned("song-xanh", "poor-households", "2024", "5"),
        stated("ben-tre-nho", "revenue", "2024-Q1", "4"),
        stated("song-xanh", "investment", "2024-Q1", "0"),
    )
    office_in_memory.obligations.append(Obligation("song-xanh", "output"))
    page = get(f"{PATH}?lang=en")
    assert page.row("Visitors")["Value"] == "confidential"
    assert page.row("Workers")["Value"] == "not applicable"
    assert page.row("Poor households")["Value"] == "not applicable"
    assert page.row("Revenue")["Value"] == "4 incomplete"
    assert page.row("Investment")["Value"] == "0"
    assert page.row("Output")["Value"] == "no figure"


def test_parts_of_several_dimensions_stand_under_their_names(
    get: Get, office_in_memory: Office
) -> None:
    office_in_memory.file(
        stated("song-xanh", "investment", "2024-Q1", "5", cut="management=local"),
        stated("song-xanh", "investment", "2024-Q1", "3", cut="management=commune"),
    )
    page = get(f"{PATH}?lang=en")
    depths = {
        each.text: each.attributes["class"] for each in page.all("th", scope="row") if each.text
    }
    assert depths["Investment current prices"] == "name depth-0"
    assert depths["local"] == "name depth-1"
    assert depths["commune"] == "name depth-2"


def test_one_part_alone_is_named_with_its_indicator(get: Get, office_in_memory: Office) -> None:
    office_in_memory.file(stated("song-xanh", "investment", "2024-Q1", "5", cut="management=local"))
    assert get(f"{PATH}?lang=en").row("Investment: local")["Value"] == "5"


def test_a_range_and_a_growth_stated_alone(get: Get, office_in_memory: Office) -> None:
    office_in_memory.file(
        stated("song-xanh", "wage", "2024-Q1", "25", kind="growth", comparator=Comparator.RANGE,
               value_hi=Decimal(35))
    )  # fmt: skip
    row = get(f"{PATH}?lang=ru").row("Average wage")
    assert row["Значение"] == "25–35 %"
    assert row["Прирост"] == "+25–+35 %"
    assert "только прирост" in row[""]


def test_as_of_shows_what_was_known(get: Get, office_in_memory: Office) -> None:
    office_in_memory.file(stated("song-xanh", "revenue", "2024-Q1", "100", known="2024-04-05"))
    office_in_memory.file(stated("song-xanh", "revenue", "2024-Q1", "90", known="2024-06-05"))
    now, then = get(f"{PATH}?lang=en"), get(f"{PATH}?lang=en&as_of=2024-05-01")
    assert now.row("Revenue")["Value"] == "90" and then.row("Revenue")["Value"] == "100"
    assert "As known on 1 May 2024" in then.text
    assert then.link("as known today") == f"{PATH}?lang=en"
    days = {each.attributes["value"]: each.text for each in then.all("option")}
    assert days["2024-04-05"] == "5 Apr 2024" and "2024-06-05" in days
    chosen = [each.attributes["value"] for each in then.all("option", selected="")]
    assert chosen[-3:] == ["Q1", "2024-05-01", ""]


def test_nothing_known_says_so(get: Get) -> None:
    page = get(f"{PATH}?lang=en")
    assert page.status == 200
    assert "Nothing is known for this period." in page.text


def test_neighbouring_periods(get: Get, office_in_memory: Office) -> None:
    page = get("/song-xanh/2024-02?lang=en")
    assert page.link("January 2024") == "/song-xanh/2024-01?lang=en"
    assert page.link("March 2024") == "/song-xanh/2024-03?lang=en"
    assert page.link("First 2 months of 2024") == "/song-xanh/2024-01/2024-02?lang=en"
    assert page.link("February 2023") == "/song-xanh/2023-02?lang=en"


def test_the_first_and_the_last_year_have_fewer_neighbours(get: Get) -> None:
    assert get("/song-xanh/1900?lang=en").status == 200
    assert get("/song-xanh/2199?lang=en").status == 200


def test_hostile_names_are_only_text(get: Get, office_in_memory: Office) -> None:
    office_in_memory.file(
        planned("song-xanh", "revenue", "2024", "5", assigner="<script>alert(1)</script>"),
    )
    page = get(f"{PATH}?lang=en")
    assert_sound(page, "en")
    assert "<script>alert(1)</script>" in page.row("Revenue")["Plan and share reached"]


def test_an_incomplete_sum_says_so_and_passes_for_nothing_else(
    get: Get, office_in_memory: Office
) -> None:
    office_in_memory.file(
        stated("ben-tre-nho", "revenue", "2024-01", "4"),
        stated("ben-tre-nho", "revenue", "2024-02", "5"),
        stated("ben-tre-nho", "revenue", "2023-02", "3"),
    )
    row = get("/song-xanh/2024-02?lang=en").row("Revenue")
    assert (row["Value"], row["Year to date"]) == ("5 incomplete", "–")
    assert row["Same period of last year"] == "incomplete"
    trace = get("/song-xanh/2024-02/revenue?price_basis=current&lang=en")
    assert trace.all("section", id="value") and not trace.all("section", id="year_to_date")


def test_a_share_of_an_unknown_plan(get: Get, office_in_memory: Office) -> None:
    office_in_memory.file(
        stated("song-xanh", "revenue", "2024-Q1", "30.2", kind="plan_share", assigner="province")
    )
    plans = get(f"{PATH}?lang=en").row("Revenue")["Plan and share reached"]
    assert plans.startswith("plan not stated assigned by the province 30.2%")
    trace = get("/song-xanh/2024-Q1/revenue?price_basis=current&lang=en")
    assert "only a share of it is stated" in trace.one("section", id="plan-province-level").text
