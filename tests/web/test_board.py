"""The board: what a leader sees first, its state in the address, and what is downloaded of it."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from python_calamine import CalamineWorkbook

from tests.web.conftest import Get, Office
from tests.web.reading import Page, assert_sound
from tests.world import planned, stated
from tiendo.config.workspace import Workspace
from tiendo.ledger import boards
from tiendo.ledger.intake import read_long_csv
from tiendo.ledger.services import FilingDraft, record_filings
from tiendo.packs.loading import load_pack
from tiendo.vocabulary.obligation import Obligation
from tiendo.web.board.query import BoardQuery
from tiendo.web.texts import LANGUAGES

PATH = "/song-xanh/2024-Q1"
SPEND = "Spend per visitor"


def _quarter(office: Office) -> None:
    """Revenue and visitors grow, investment falls and was revised; a plan stands for revenue."""
    office.file(
        stated("song-xanh", "revenue", "2024-Q1", "110", known="2024-04-05"),
        stated("song-xanh", "revenue", "2023-Q1", "100", known="2023-04-05"),
        stated("song-xanh", "visitors", "2024-Q1", "700", known="2024-04-05"),
        stated("song-xanh", "visitors", "2023-Q1", "400", known="2023-04-05"),
        stated("song-xanh", "investment", "2024-Q1", "50", known="2024-04-05"),
        stated("song-xanh", "investment", "2023-Q1", "80", known="2023-04-05"),
        stated("song-xanh", "workers", "2023-Q1", "9", known="2023-04-05"),
        planned("song-xanh", "revenue", "2024", "440", known="2023-12-10", assigner="own"),
    )
    office.file(stated("song-xanh", "investment", "2024-Q1", "48", known="2024-05-05"))


def _names(page: Page) -> list[str]:
    rows = page.all("th", scope="row", class_="name")
    return [each.text.split(" current")[0] for each in rows]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_board_is_sound_in_every_language_and_look(
    get: Get, office_in_memory: Office, language: str
) -> None:
    _quarter(office_in_memory)
    page = get(f"{PATH}?lang={language}&theme=dark&density=compact")
    assert_sound(page, language)
    html = page.one("html")
    assert (html.attributes["data-theme"], html.attributes["data-density"]) == ("dark", "compact")
    assert "theme=dark" in page.all("a", class_="brand")[0].attributes["href"]


def test_the_last_vintage_is_told_with_what_it_revised(get: Get, office_in_memory: Office) -> None:
    _quarter(office_in_memory)
    told = get(f"{PATH}?lang=en").one("section", **{"aria-labelledby": "changes"}).text
    assert "Last figures: 5 May 2024." in told and "Investment" in told and "50 → 48" in told
    then = get(f"{PATH}?lang=en&as_of=2024-04-10").one("section", **{"aria-labelledby": "changes"})
    assert "New figures: 3. No figure was revised." in then.text


def test_what_is_missing_is_told_by_why(get: Get, office_in_memory: Office) -> None:
    _quarter(office_in_memory)
    office_in_memory.obligations.append(Obligation("song-xanh", "wage"))
    told = get(f"{PATH}?lang=en").one("section", **{"aria-labelledby": "missing"}).text
    assert "1 due and not filed Average wage" in told
    assert "1 filed a year ago, not now Workers" in told


def test_a_board_without_gaps_says_so(get: Get, office_in_memory: Office) -> None:
    office_in_memory.file(stated("song-xanh", "revenue", "2024-Q1", "110"))
    page = get(f"{PATH}?lang=en")
    assert "Nothing is missing." in page.text
    assert "The figures agree with each other." in page.text


def test_rows_are_sorted_within_their_topic_and_back_again(
    get: Get, office_in_memory: Office
) -> None:
    _quarter(office_in_memory)
    assert _names(get(f"{PATH}?lang=en&sort=-growth")) == [
        "Visitors",
        "Revenue",
        "Investment",
        SPEND,
    ]
    page = get(f"{PATH}?lang=en&sort=growth")
    assert _names(page) == ["Investment", "Revenue", "Visitors", SPEND]
    (sorted_head,) = page.all("th", **{"aria-sort": "ascending"})
    assert sorted_head.text.startswith("Growth")
    assert page.link(sorted_head.text) == f"{PATH}?sort=-growth&lang=en#table"


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("find=REVEN", ["Revenue"]),
        ("show=plans", ["Revenue"]),
        ("show=changed", ["Investment"]),
        ("find=nothing", []),
        ("show=rubbish&sort=rubbish", ["Investment", "Revenue", "Visitors", SPEND]),
    ],
)
def test_rows_are_filtered(
    get: Get, office_in_memory: Office, query: str, names: list[str]
) -> None:
    _quarter(office_in_memory)
    page = get(f"{PATH}?lang=en&{query}")
    assert _names(page) == names
    assert names or "No row is left by these filters." in page.text


def test_a_topic_folds_and_unfolds(get: Get, office_in_memory: Office) -> None:
    _quarter(office_in_memory)
    page = get(f"{PATH}?lang=en")
    (fold,) = [each for each in page.all("a") if each.text.startswith("▾")]
    folded = get(fold.attributes["href"].partition("#")[0])
    assert _names(folded) == []
    assert "4 · folded" in folded.text


def test_the_state_of_a_board_is_told_by_its_address() -> None:
    query = BoardQuery.read({"sort": "-share", "fold": "b,a", "find": " x ", "show": "plans"})
    assert query.pairs() == {"sort": "-share", "fold": "a,b", "find": "x", "show": "plans"}
    assert BoardQuery.read(query.pairs()) == query
    assert len(BoardQuery.read({"find": "x" * 100_000}).text) == 100


def _workbook(content: bytes) -> list[list[Any]]:
    """Return the rows of the first sheet."""
    return CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()


# ---- downloads -----------------------------------------------------------------------------------


def test_a_download_holds_exactly_what_is_shown(get: Get, office_in_memory: Office) -> None:
    _quarter(office_in_memory)
    page = get(f"{PATH}?lang=en&sort=-growth&show=findings&find=e")
    hrefs = {each.text: each.attributes["href"] for each in page.all("a", download="")}
    assert hrefs["CSV"] == f"{PATH}.csv?sort=-growth&show=findings&find=e&lang=en"
    response = Client().get(f"{PATH}.csv?sort=-growth&lang=en")
    assert response["Content-Disposition"] == 'attachment; filename="song-xanh-2024-Q1.csv"'
    rows = list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))
    assert [row["name"] for row in rows] == ["Visitors", "Revenue", "Investment", SPEND]
    assert Decimal(rows[1]["plan_share_pct"]) == 25 and rows[1]["plan_assigner"] == "own"


def test_json_is_the_contracts_rows(get: Get, office_in_memory: Office) -> None:
    _quarter(office_in_memory)
    rows = json.loads(Client().get(f"{PATH}.json?show=plans").content)
    (row,) = rows
    assert (row["indicator"], row["value"], row["plans"][0]["share_pct"]) == ("revenue", 110, 25)
    assert {"derived", "findings", "source", "completeness"} <= row.keys()


def test_a_workbook_holds_numbers_as_numbers(get: Get, office_in_memory: Office) -> None:
    _quarter(office_in_memory)
    head, *rows = _workbook(Client().get(f"{PATH}.xlsx?show=plans").content)
    row = dict(zip(head, rows[0], strict=True))
    assert (row["indicator"], row["value"], round(row["growth_pct"])) == ("revenue", 110, 10)


def test_no_text_of_a_download_is_taken_for_a_formula(get: Get, office_in_memory: Office) -> None:
    evil = '=HYPERLINK("http://x")'
    office_in_memory.file(planned("song-xanh", "revenue", "2024", "5", assigner=evil))
    rows = csv.DictReader(io.StringIO(Client().get(f"{PATH}.csv").content.decode("utf-8-sig")))
    assert next(rows)["plan_assigner"] == f"'{evil}"
    head, row = _workbook(Client().get(f"{PATH}.xlsx").content)
    assert row[head.index("plan_assigner")] == evil


def test_other_endings_are_no_page(get: Get) -> None:
    assert get(f"{PATH}.exe?lang=en").status == 404


# ---- over a real ledger -------------------------------------------------------------------


def _rows(count: int) -> str:
    codes = [code for code, card in load_pack().catalogue.items() if not card.formulas][:count]
    lines = ["place,indicator,breakdown,price_basis,period,kind,value,unit,known_at"]
    for code in codes:
        card = load_pack().catalogue[code]
        for year in (2023, 2024):
            lines.append(
                f"cam-pha,{code},,{card.price_bases[0]},{year},level,{year},{card.unit.text},"
                f"{year + 1}-01-10"
            )
    return "\n".join(lines) + "\n"


@pytest.fixture
def filed(office: Workspace) -> Callable[[int], None]:
    """Record so many indicators of a locality."""

    def record(count: int) -> None:
        pack = load_pack()
        intake = read_long_csv(
            _rows(count).encode(), file_name=f"{count}.csv", register=pack.register,
            catalogue=pack.catalogue, today=date(2026, 1, 1),
        )  # fmt: skip
        assert not intake.faults, intake.faults[:1]
        draft = FilingDraft("Lan", f"{count}.csv", intake.sha256, "", intake.statements)
        record_filings(drafts=[draft], register=pack.register)

    return record


@pytest.mark.parametrize(
    "path",
    [
        "/?lang=vi",
        "/search?q=thu&lang=vi",
        "/cam-pha/?lang=vi",
        "/cam-pha/history?lang=vi",
        "/cam-pha/2024?lang=vi",
        "/cam-pha/2024.csv",
        "/cam-pha/2024/findings?lang=vi",
        "/quang-ninh/2024/population/places?lang=vi",
    ],
)
def test_a_page_asks_the_database_as_often_for_many_figures_as_for_few(
    filed: Callable[[int], None], monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    counts = []
    for figures in (60, 150):
        filed(figures)
        monkeypatch.setattr(boards, "_kept", {})
        with CaptureQueriesContext(connection) as queries:
            assert Client().get(path).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1] and counts[0] < 100
