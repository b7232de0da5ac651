"""A published report marked on a page: a sample of the pack, and a text of the reader's."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.web.reading import Page, assert_sound
from tiendo.web.marked_report import LONGEST_REPORT
from tiendo.web.texts import LANGUAGES

pytestmark = pytest.mark.django_db

SAMPLES = (
    "binh-lieu-2025.ar", "cam-pha-2024-h1.vi", "ninh-thuan-2024-q1.en", "que-son-2023.ru",
)  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", SAMPLES)
def test_a_sample_is_marked_by_kind_in_words(client: Client, name: str, language: str) -> None:
    page = Page(client.get(f"/read/{name}?lang={language}"))
    assert_sound(page, language)
    marks = page.all("mark")
    assert len(marks) >= 8
    assert all(mark.attributes["id"] and mark.attributes["title"] for mark in marks)
    assert page.all("table"), "the figures stand in a table as well"


def test_a_pasted_text_is_marked_and_what_contradicts_is_in_the_margin(client: Client) -> None:
    text = (
        "Cẩm Phả, 6 tháng đầu năm 2024: tổng thu ngân sách nhà nước 5.570 tỷ đồng, "
        "tăng 50% so với cùng kỳ, bằng 43,69% kế hoạch. <script>alert(1)</script>"
    )
    answer = client.post("/read?lang=en", {"text": text})
    page = Page(answer)
    assert answer.status_code == 200
    assert "5.570" in page.all("mark")[0].text
    assert "<script>alert" not in answer.content.decode()
    assert "growth on the same period" in page.text


def test_a_pasted_text_needs_the_pages_own_form() -> None:
    strict = Client(enforce_csrf_checks=True)
    refused = strict.post("/read?lang=en", {"text": "GRDP grew by 5%."})
    assert refused.status_code == 403
    assert "This form is too old" in refused.content.decode()
    strict.get("/read?lang=en")
    token = strict.cookies["csrftoken"].value
    sent = strict.post("/read?lang=en", {"text": "GRDP grew by 5%.", "csrfmiddlewaretoken": token})
    assert sent.status_code == 200


def test_an_empty_a_long_and_an_unknown_text_are_told(client: Client) -> None:
    empty = client.post("/read?lang=en", {"text": "  "})
    assert (empty.status_code, "There is no text yet" in empty.content.decode()) == (422, True)
    long = client.post("/read?lang=en", {"text": "5 " * LONGEST_REPORT})
    assert (long.status_code, "100,000" in long.content.decode()) == (413, True)
    unknown = client.get("/read/nothing?lang=en")
    assert unknown.status_code == 404
    assert "/read/cam-pha-2024-h1.vi?lang=en" in unknown.content.decode()
    without = client.post("/read?lang=en", {"text": "Nothing is counted here."})
    assert "No figure was found" in without.content.decode()
