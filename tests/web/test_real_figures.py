"""The pages over a real ledger: the packaged figures of four localities and one province."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import date
from xml.etree import ElementTree

import pytest
from django.test import Client

from tests.web.packaged import packaged_files
from tests.web.reading import Page, assert_sound, downloads
from tiendo.config.workspace import Workspace
from tiendo.ledger.intake import read_long_csv
from tiendo.ledger.services import FilingDraft, record_filings
from tiendo.packs.loading import load_pack
from tiendo.web.texts import LANGUAGES

SERIES = "breakdown=management%3Dlocal&price_basis=current"
NBSP = "\N{NO-BREAK SPACE}"


@pytest.fixture
def read(office: Workspace) -> Callable[[str], Page]:
    """Get a page of an office that has loaded the files."""
    pack = load_pack()
    drafts = []
    for name, text in packaged_files():
        intake = read_long_csv(
            text.encode(),
            file_name=name,
            register=pack.register,
            catalogue=pack.catalogue,
            today=date(2026, 1, 1),
        )
        assert not intake.faults
        drafts.append(FilingDraft("Lan", name, intake.sha256, intake.source, intake.statements))
    record_filings(drafts=drafts, register=pack.register)
    return lambda path: Page(Client().get(path))


def test_every_page_of_every_locality_is_sound(read: Callable[[str], Page]) -> None:
    runs = {"ninh-thuan": "2024-Q1", "cam-pha": "2024-H1", "que-son": "2023", "binh-lieu": "2025"}
    for language in LANGUAGES:
        home = read(f"/?lang={language}")
        assert_sound(home, language)
        for place, run in runs.items():
            assert f'"/{place}/?lang={language}"' in home.html
            page = read(f"/{place}/{run}?lang={language}")
            assert_sound(page, language)
            assert page.all("table", class_="figures")


def test_every_number_of_a_page_leads_to_a_sound_trace(read: Callable[[str], Page]) -> None:
    page = read("/cam-pha/2024-H1?lang=ar")
    numbers = {each.attributes["href"] for each in page.all("a", class_="n")}
    assert len(numbers) > 20
    for address in {href.partition("#")[0] for href in numbers}:
        trace = read(address)
        assert_sound(trace, "ar")
        wanted = {href.partition("#")[2] for href in numbers if href.startswith(f"{address}#")}
        assert wanted <= {each.attributes.get("id") for each in trace.all("section")}


def test_two_plans_of_one_revenue(read: Callable[[str], Page]) -> None:
    page = read("/cam-pha/2024-H1?lang=vi")
    row = page.row("Thu ngân sách địa phương")
    assert row["Giá trị"] == "trên > 5.570 dự kiến · ước tính"
    assert row["Tăng so với cùng kỳ"].endswith("-13,26%")
    plans = row["Kế hoạch và tỷ lệ thực hiện"]
    assert "12.748,9 địa phương tự đề ra (suy ra) 43,69%" in plans
    assert "12.722,7 tỉnh giao (suy ra) 43,78% Thời gian năm đã qua: 50,0%" in plans


def test_contributions_of_the_sectors(read: Callable[[str], Page]) -> None:
    page = read("/ninh-thuan/2024-Q1?lang=ru")
    assert page.title == "Ninh Thuận I квартал 2024 года"
    assert page.row("Валовой региональный продукт")["Прирост"] == "+8,26 %"
    assert page.row("Услуги")["Вклад, п. п."] == "около ≈ +2,51"


def test_contributions_are_handed_out_as_a_drawing_and_as_their_numbers(
    read: Callable[[str], Page],
) -> None:
    page = read("/ninh-thuan/2024-Q1?lang=ru")
    links = {
        one.attributes["href"].partition(".")[2][:3]: one.attributes["href"]
        for one in downloads(page)
        if "/contributions." in one.attributes["href"]
    }
    assert links["csv"].startswith("/ninh-thuan/2024-Q1/grdp/contributions.csv?")
    written = Client().get(links["csv"]).content.decode("utf-8-sig")
    rows = {row["breakdown"]: row for row in csv.DictReader(io.StringIO(written))}
    services = rows["sector=services"]
    assert services["part"] == "Услуги" and services["unit"] == "percentage_points"
    assert round(float(services["contribution_pp"]), 2) == 2.51
    drawn = Client().get(links["svg"])
    assert drawn["Content-Type"] == "image/svg+xml"
    root = ElementTree.fromstring(drawn.content)
    title = root.find("{*}title")
    assert title is not None and "Ninh Thuận" in (title.text or "")
    assert len(root.findall(".//{*}rect")) == len(rows)
    for wrong in (links["csv"].replace(".csv", ".txt"), links["csv"].replace("sector", "colour")):
        assert Client().get(wrong).status_code == 404


def test_a_month_before_and_after_its_revision(read: Callable[[str], Page]) -> None:
    """The example of the contract: Quảng Ninh, investment from the state budget."""
    address = f"/quang-ninh/2024-01/state-budget-investment?{SERIES}&lang=en"
    then = read(f"{address}&as_of=2024-02-10")
    assert "1,139.268 bn VND" in then.one("p", class_="headline").text
    assert "estimate" in then.one("p", class_="headline").text
    now = read(f"{address}&as_of=2024-03-10")
    assert "831.341 bn VND" in now.one("p", class_="headline").text
    versions = now.one("section", id="value").text
    assert "1,139.268 bn VND" in versions and "this one answers" in versions


def test_the_revision_of_the_year_to_date_is_told(read: Callable[[str], Page]) -> None:
    page = read("/quang-ninh/2024-02/findings?lang=vi")
    assert "Lũy kế từ đầu năm: đã nêu 1.641,846 tỷ đồng tính được 1.633,966 tỷ đồng" in (
        " ".join(each.text for each in page.all("section", class_="findings")).replace(NBSP, " ")
    )


def test_a_ratio_under_a_growth_is_called_a_ratio(read: Callable[[str], Page]) -> None:
    """86.74 % of the same period is a fall of 13.26 %, and no growth of 86.74 %."""
    page = read("/cam-pha/2024-H1/local-budget-revenue?price_basis=current&lang=en")
    told = page.one("section", id="growth_pct").text
    assert "-13.26% stated ratio − 100" in told
    assert "stated ratio 86.74%" in told and "growth 86.74%" not in told
