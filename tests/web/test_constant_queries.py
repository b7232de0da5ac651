"""The number of queries of a page does not grow with what it shows."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tiendo.config.workspace import Workspace
from tiendo.ledger import boards
from tiendo.ledger.services import FilingDraft, record_filings
from tiendo.packs.loading import load_pack
from tiendo.vocabulary.figure import Statement
from tiendo.vocabulary.period import Period
from tiendo.vocabulary.series import Breakdown, Series
from tiendo.vocabulary.words import Kind, Modality
from tiendo.web import remembering
from tiendo.web.urls import urlpatterns

LOCAL = Series("state-budget-investment", Breakdown((("management", "local"),)), "current")
CODE = "state-budget-investment?breakdown=management%3Dlocal&price_basis=current"
PLACE = "quang-ninh"
NO_LEDGER = {
    "favicon", "report", "read", "targets-check", "plane-file", "sectors-file", "elsewhere",
}  # fmt: skip
"""Pages that show nothing of the ledger, or only lead elsewhere."""

PAGES = {
    "home": ["/?lang=en"],
    "search": ["/search?q=investment&lang=en", "/search?q=quang&lang=en"],
    "filings": ["/filings?lang=en"],
    "filing": ["/filings/1?lang=en"],
    "place": [f"/{PLACE}/?lang=en", "/vn/?lang=en"],
    "history": ["/que-son/history?lang=en", f"/{PLACE}/history?lang=en"],
    "board": [
        f"/{PLACE}/2024-03?lang=en",
        "/vn/2024-03?lang=en",
        f"/{PLACE}/2024-03?targets=1",
        f"/{PLACE}/2024-03?as_of=2024-06-30",
        f"/{PLACE}/2024-03?map=2025-07-01",
    ],
    "board-file": [f"/{PLACE}/2024-03.{kind}" for kind in ("csv", "json", "xlsx")],
    "findings": [f"/{PLACE}/2024-03/findings?lang=en", "/vn/2024-03/findings?lang=en"],
    "outlook": [f"/{PLACE}/2024-03/outlook?lang=en", "/vn/2024-03/outlook?lang=en"],
    "trace": [f"/{PLACE}/2024-03/{CODE}", f"/vn/2024-03/{CODE}"],
    "over-places": [f"/vn/2024-03/{CODE.replace('?', '/places?')}"],
    "contributions-file": [
        f"/{PLACE}/2024-Q1/grdp/contributions.{kind}?price_basis=constant_2010&by=sector"
        for kind in ("csv", "svg")
    ],
    "outlook-file": [f"/{PLACE}/2024-03/outlook.csv"],
    "series": [f"/{PLACE}/{CODE}", f"/vn/{CODE}", f"/hung-yen/{CODE}&map=2025-07-01"],
    "chart-file": [
        f"/{PLACE}/{CODE.replace('?', f'/{chart}.{kind}?')}"
        for chart in ("level", "to-date")
        for kind in ("csv", "svg")
    ],
}


def _world(size: int) -> Iterator[FilingDraft]:
    """Yield filings of so many provinces, with years, vintages and indicators to match."""
    pack = load_pack()
    provinces = [one.key for one in pack.register.children("vn", date(2024, 1, 1))]
    # From all over the country: provinces beside each other lie in one block of the cube.
    keys = list(dict.fromkeys([PLACE, *provinces[:: max(1, len(provinces) // size)]]))
    years = range(2024 - min(6, size // 2), 2025)
    cards = [card for card in pack.catalogue.values() if not card.formulas and not card.breakdowns]
    for vintage in range(1 + size // 20):
        said = []
        for number, key in enumerate(keys):
            for year in years:
                for month in range(1, 4):
                    run = Period.parse(f"{year}-{month:02d}")
                    known = date(year, month + 1, 10 + vintage)
                    said.append(_said(key, LOCAL, run, 100 + number + vintage, known))
            plan = Period.of_year(2024)
            said.append(_said(key, LOCAL, plan, 900, date(2023, 12, 20), modality=Modality.TARGET))
        for card in cards[: 40 + size]:
            series = Series(card.code, price_basis=card.price_bases[0])
            for run, day in (
                ("2024-03", date(2024, 4, 10 + vintage)),
                ("2023-03", date(2023, 4, 10)),
            ):
                said.append(_said(PLACE, series, Period.parse(run), 10 + vintage, day))
        for cut in ("", "sector=agriculture", "sector=services"):
            series = Series("grdp", Breakdown.parse(cut), "constant_2010")
            for run, value in (("2023-Q1", 10), ("2024-Q1", 12)):
                quarter = Period.parse(run)
                said.append(_said(PLACE, series, quarter, value + vintage, date(2024, 4, 20)))
        yield FilingDraft("Lan", f"{vintage}.csv", "", "a source", said)


def _said(
    place: str, series: Series, run: Period, value: int, known: date, **more: object
) -> Statement:
    return Statement(
        place, series, run, Kind.LEVEL, Decimal(value), known, stated_unit="", **more  # type: ignore[arg-type]
    )  # fmt: skip


def _counts(office: Workspace, size: int) -> dict[str, int]:
    """Return the queries of each page, made anew, once the cube is open."""
    record_filings(drafts=list(_world(size)), register=load_pack().register)
    client = Client()
    client.get(f"/{PLACE}/2024-03")
    found = {}
    for path in (path for paths in PAGES.values() for path in paths):
        remembering._pages.__init__(remembering._MOST_BYTES)  # type: ignore[misc]
        for held in (boards._answers, boards._outlooks, boards._below, boards._widest):
            held.__init__(64)  # type: ignore[misc]
        with CaptureQueriesContext(connection) as queries:
            assert client.get(path).status_code == 200, path
        found[path] = len(queries)
    return found


def test_no_page_is_left_out() -> None:
    names = {str(pattern.name) for pattern in urlpatterns}
    assert names - NO_LEDGER == PAGES.keys()


@pytest.fixture(scope="module")
def small_counts() -> dict[str, int]:
    return {}


@pytest.mark.parametrize("size", [6, 60])
def test_every_page_asks_as_often_in_a_large_world_as_in_a_small_one(
    office: Workspace, small_counts: dict[str, int], size: int
) -> None:
    counts = _counts(office, size)
    if not small_counts:
        small_counts.update(counts)
    grown = {path: (small_counts[path], n) for path, n in counts.items() if n != small_counts[path]}
    assert not grown
