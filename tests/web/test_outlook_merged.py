"""The outlook on the pages of Đà Nẵng, which took Quảng Nam in on 1 July 2025; invented figures."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client

from tests.cli import merged_world as world
from tests.country import PACK
from tests.web.reading import Page, assert_sound
from tiendo.config.workspace import Workspace
from tiendo.ledger.intake import read_long_csv
from tiendo.ledger.outlook_recast import Gap, RecastHistory
from tiendo.ledger.services import FilingDraft, record_filings
from tiendo.outlook.wording import OutlookReason
from tiendo.packs.loading import load_pack
from tiendo.vocabulary.period import Period
from tiendo.vocabulary.sentence import PlaceKey
from tiendo.web.sentences import sentence_words
from tiendo.web.texts import LANGUAGES

OCTOBER = "as_of=2025-10-15"
SAID = "January 2019 to June 2025: history recast from Da Nang and Quang Nam."
TO_MAY = "January 2019 to May 2025: history recast from Da Nang and Quang Nam."
OUTLOOK = f"/{world.MERGED}/2025-9M/outlook?{OCTOBER}"


@pytest.fixture
def read(office: Workspace) -> Callable[[str], Page]:
    """Get a page of an office that has loaded what the city and its parts told."""
    pack = load_pack()
    told = "\n".join((world.HEADER, *world.lines())) + "\n"
    intake = read_long_csv(
        told.encode(),
        file_name="told.csv",
        register=pack.register,
        catalogue=pack.catalogue,
        today=date(2026, 1, 1),
    )
    assert not intake.faults
    draft = FilingDraft("Lan", "told.csv", intake.sha256, intake.source, intake.statements)
    record_filings(drafts=[draft], register=pack.register)
    return lambda path: Page(Client().get(path))


def test_the_page_of_outlooks_says_of_whom_the_history_was_recast(
    read: Callable[[str], Page],
) -> None:
    for language in LANGUAGES:
        assert_sound(read(f"{OUTLOOK}&lang={language}"), language)
    page = read(f"{OUTLOOK}&lang=en")
    assert page.text.count(SAID) == 1
    row = page.row("State budget revenue")
    assert row["Plan"].startswith("3,400") and "beyond reach" in row["Status"]


def test_the_board_says_so_beside_the_counts(read: Callable[[str], Page]) -> None:
    assert_sound(read(f"/{world.MERGED}/2025-9M?{OCTOBER}&lang=en&targets=1"), "en")
    counts = Client().get(f"{OUTLOOK}&lang=en", headers={"HX-Target": "statuses"})
    assert SAID in counts.content.decode() and "beyond reach" in counts.content.decode()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_of_the_series_draws_the_recast_year_to_date(
    read: Callable[[str], Page], language: str
) -> None:
    page = read(f"/{world.MERGED}/state-budget-revenue?{OCTOBER}&lang={language}")
    assert_sound(page, language)
    if language == "en":
        assert page.text.count(SAID) == 1 and "recast where this place filed nothing" in page.text
    address = f"/{world.MERGED}/state-budget-revenue/to-date.csv?{OCTOBER}&lang={language}"
    rows = list(csv.reader(io.StringIO(Client().get(address).content.decode("utf-8-sig"))))
    told = {row[0]: row[2:] for row in rows}
    months = [Period(2025 * 12 + at, 2025 * 12 + at) for at in range(12)]
    assert float(told["2025"][8]) == pytest.approx(sum(map(world.revenue, months[:9])))
    assert told["2025"][9:] == [""] * 3
    assert float(told["2024"][11]) == pytest.approx(12 * world.revenue(Period.parse("2024-01")))


def test_a_city_that_filed_nothing_itself_yet_has_an_outlook_of_its_parts(
    read: Callable[[str], Page],
) -> None:
    path = f"/{world.MERGED}/state-budget-revenue?as_of=2025-07-03&lang=en"
    page = read(path)
    assert_sound(page, "en")
    assert "has filed no level" in page.text and "Year end, median" in page.text
    assert TO_MAY in page.text


def test_on_a_page_of_an_earlier_time_only_what_the_place_filed_counts(
    read: Callable[[str], Page],
) -> None:
    page = read(f"/{world.MERGED}/2024-09/outlook?lang=en")
    assert "is not on the map of 30 Sep 2024" in page.text
    assert "recast from" not in page.text and "No plan figure stands" in page.text
    on_its_map = read(f"/{world.MERGED}/2025-05/outlook?lang=en&map=2025-07-01")
    assert TO_MAY in on_its_map.text
    former = read("/da-nang/2025-05/outlook?lang=en")
    assert "recast from" not in former.text and former.row("State budget revenue")["Plan"][:5] == (
        "2,400"
    )


def test_what_one_part_never_told_is_said_in_words(read: Callable[[str], Page]) -> None:
    page = read(f"/{world.MERGED}/tourists?{OCTOBER}&lang=en")
    assert_sound(page, "en")
    assert page.text.count("cannot be recast: it is not known of Quang Nam.") == 1
    assert "There is no outlook of this year." in page.text


def test_what_moved_is_on_the_same_map(read: Callable[[str], Page]) -> None:
    page = read(f"{OUTLOOK}&since=2025-06-15&lang=en")
    assert_sound(page, "en")
    assert "Median then" in page.text and "was known of it then" not in page.text


GAP = OutlookReason.SHARE_NOT_KNOWN.said(run=Period.parse("2020"), places=PlaceKey("dale"))
BOTH_WAYS = RecastHistory(
    ("elm", "alder", "birch"), ("elm",), Period.parse("2021"), Gap(Period.parse("2020"), GAP)
)


@pytest.mark.parametrize(
    ("language", "told"),
    [
        (
            "en",
            "2021: history recast from Alder and Birch and by shares of Elm, estimated; "
            "intervals take the shares for exact.",
        ),
        (
            "vi",
            "Năm 2021: số liệu trước đây quy đổi từ Alno và Betulo và, theo ước tính, "
            "theo tỷ lệ của Ulmo; các khoảng dự báo coi tỷ lệ đó là chính xác.",
        ),
        (
            "ru",
            "2021 год: прежние данные пересчитаны по территориям: Alno и Betulo, "
            "а по долям, оценочно: Ulmo; интервалы считают доли точными.",
        ),
        (
            "ar",
            "عام 2021: أُعيد حساب البيانات السابقة من: Alno وBetulo، وتقديرًا بحصص من: Ulmo؛ "
            "وتعتبر المجالات الحصص دقيقة.",
        ),
    ],
)
def test_a_history_is_told_in_every_language(language: str, told: str) -> None:
    first, gap = (sentence_words(note.detail, PACK, language) for note in BOTH_WAYS.notes())
    assert without_marks(first) == told
    assert "2020" in gap and ("Dale" in gap or "Valo" in gap)


def without_marks(text: str) -> str:
    """Return a text without the marks that isolate values in sentences from the right."""
    return "".join(letter for letter in text if letter not in "\u2066\u2068\u2069")
