"""The check of adopted targets on a page: its state is its address."""

from __future__ import annotations

import csv
import io

import pytest
from django.test import Client

from tests.web.reading import Page, assert_sound, downloads
from tiendo.web.charts.half_plane import clipped, plane_of
from tiendo.web.texts import LANGUAGES

pytestmark = pytest.mark.django_db

BINH_LIEU = (
    "/targets-check?lang={}&total=15&sector=Services&minimum=17&sector=Agriculture&minimum=7"
    "&sector=Industry&minimum=15"
)
SHARES = "&share={}&share={}&share={}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_without_shares_the_condition_on_them_is_told(client: Client, language: str) -> None:
    page = Page(client.get(BINH_LIEU.format(language)))
    assert_sound(page, language)
    assert page.all("polygon"), "the half-plane is drawn"
    if language == "en":
        assert "share of “Services” is at least 4 times that of “Agriculture”" in page.text


@pytest.mark.parametrize(
    ("shares", "verdict"),
    [((40, 10, 50), "Implied"), ((30, 20, 50), "Reachable")],
)
def test_with_shares_the_verdict_is_told(
    client: Client, shares: tuple[int, int, int], verdict: str
) -> None:
    page = Page(client.get(BINH_LIEU.format("en") + SHARES.format(*shares)))
    assert f"{verdict}:" in page.text


def test_what_is_beyond_the_most_is_impossible(client: Client) -> None:
    most = "&most=18&most=8&most=15"
    page = client.get(BINH_LIEU.format("en") + SHARES.format(20, 50, 30) + most)
    assert "Impossible:" in page.content.decode()


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("total=abc", "“abc” is no number"),
        ("sector=A&minimum=5", "adopted for the total is missing"),
        ("total=5&sector=A", "“A” has no growth adopted"),
        ("total=5&sector=A&minimum=5&sector=A&minimum=6", "stands twice"),
        ("total=5&sector=A&minimum=5&share=40&sector=B&minimum=6", "of every sector, or of none"),
        ("total=5&sector=A&minimum=5&share=40&sector=B&minimum=6&share=40", "add up to 0.8"),
        ("total=5", "No sector is given."),
        ("total=1e999", "is no number"),
        ("total=1,000&sector=A&minimum=5", "is no number"),
        ("total=1_0&sector=A&minimum=5", "is no number"),
        ("total=5" + 30 * "&sector=A&minimum=5", "More than 24 sectors"),
    ],
)
def test_a_faulty_form_is_told_and_kept(client: Client, query: str, told: str) -> None:
    answer = client.get(f"/targets-check?lang=en&{query}")
    assert (answer.status_code, told in answer.content.decode()) == (422, True)


def test_the_half_plane_is_the_one_of_its_inequality() -> None:
    plane = plane_of({"services": 2.0, "agriculture": -8.0, "industry": 0.0})
    assert plane is not None and (plane.along, plane.up) == ("agriculture", "services")
    assert dict(plane.least)[10.0] == pytest.approx(40)
    assert dict(plane.least)[30.0] is None, "120 % would be needed"
    triangle = [(0.0, 0.0), (1.0, 0.0), (0.0, 1.0)]
    assert clipped(triangle, (0, 0, 1)) == triangle
    assert clipped(triangle, (0, 0, -1)) == []
    assert plane_of({"a": 1.0, "b": -1.0, "c": 0.5, "d": 0.0}) is None


def test_the_half_plane_is_handed_out_as_a_drawing_and_as_its_border(client: Client) -> None:
    page = Page(client.get(BINH_LIEU.format("en")))
    links = {one.text.split()[0]: one.attributes["href"] for one in downloads(page)}
    drawing = client.get(links["SVG"])
    assert drawing["Content-Type"] == "image/svg+xml" and b"plane-holds" in drawing.content
    border = client.get(links["CSV"]).content.decode("utf-8-sig").splitlines()
    assert border[0] == "Agriculture,Services"
    for line in border[1:]:
        agriculture, services = line.split(",")
        assert not services or float(services) >= 4 * float(agriculture) - 1e-9
    assert client.get("/targets-check.csv").status_code == 404


def test_another_language_keeps_every_sector(client: Client) -> None:
    page = Page(client.get(BINH_LIEU.format("en")))
    other = Page(client.get(page.link("Tiếng Việt")))
    assert [each.attributes["value"] for each in other.all("input", name="sector")][:3] == [
        "Services",
        "Agriculture",
        "Industry",
    ]


def test_the_sectors_are_handed_out_as_a_table(client: Client) -> None:
    page = Page(client.get(BINH_LIEU.format("en") + SHARES.format(30, 20, 50)))
    (link,) = [x.attributes["href"] for x in downloads(page) if "by-sector" in x.attributes["href"]]
    rows = list(csv.DictReader(io.StringIO(client.get(link).content.decode("utf-8-sig"))))
    assert [row["sector"] for row in rows] == ["Services", "Agriculture", "Industry"]
    needed = sum(float(r["share_pct"]) * float(r["needed_growth_pct"]) for r in rows) / 100
    assert needed == pytest.approx(15)
    assert client.get("/targets-check/by-sector.csv?total=5").status_code == 404
