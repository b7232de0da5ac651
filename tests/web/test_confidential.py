"""No page shows a confidential figure, nor one that would give it away."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from django.test import Client

from tiendo.config.workspace import Workspace
from tiendo.ledger.services import FilingDraft, record_filings
from tiendo.packs.loading import load_pack
from tiendo.vocabulary.figure import Statement
from tiendo.vocabulary.period import Period
from tiendo.vocabulary.series import Breakdown, Series
from tiendo.vocabulary.words import FiledState, Kind

LOCAL = Series("state-budget-investment", Breakdown((("management", "local"),)), "current")
CODE = "state-budget-investment?breakdown=management%3Dlocal&price_basis=current"
SUPERSEDED, BESIDE, BASE, OPEN = "123456.7", "61234.5", "77345.6", "45678.9"
"""The hidden month as it was filed at first, its sibling that gives it away, a year before, and a
month that nothing hides."""


def _said(place: str, period: str, value: str | None, known: str, **more: object) -> Statement:
    return Statement(
        place=place,
        series=LOCAL,
        period=Period.parse(period),
        value=None if value is None else Decimal(value),
        known_at=date.fromisoformat(known),
        decimals=1,
        stated_unit="percent" if more.get("kind") else "bn VND",
        state=None if value is not None else FiledState.CONFIDENTIAL,
        **{"kind": Kind.LEVEL, **more},  # type: ignore[arg-type]
    )


@pytest.fixture
def get(office: Workspace) -> Callable[[str], str]:
    """Get a page of a ledger in which Quảng Ninh's January 2024 became confidential."""
    drafts = [
        [
            _said("vn", "2024-01", "300000", "2024-02-01"),
            _said("ha-noi", "2024-01", BESIDE, "2024-02-01"),
            _said("quang-ninh", "2024-01", SUPERSEDED, "2024-02-01"),
            _said("quang-ninh", "2024-02", OPEN, "2024-03-01"),
            _said("quang-ninh", "2023-01", BASE, "2023-02-01"),
            _said("quang-ninh", "2023-02", "88345.6", "2023-03-01"),
        ],
        [_said("quang-ninh", "2024-01", None, "2024-03-05")],
        [_said("ha-noi", "2025-01", "70000.1", "2025-02-05"),
         _said("ha-noi", "2025-01", "14.3", "2025-02-05", kind=Kind.GROWTH)],
    ]  # fmt: skip
    pack = load_pack()
    record_filings(
        drafts=[FilingDraft("Lan", f"{n}.csv", "", "", one) for n, one in enumerate(drafts)],
        register=pack.register,
    )

    def ask(path: str) -> str:
        response = Client().get(path)
        assert response.status_code == 200, path
        return bytes(response.content).decode("utf-8", "replace")

    return ask


PAGES = [
    "/?lang=en",
    "/search?q=investment&lang=en",
    *(f"/{place}/?lang=en" for place in ("vn", "ha-noi", "quang-ninh")),
    *(
        f"/{place}/{run}{page}?lang=en"
        for place in ("vn", "ha-noi", "quang-ninh")
        for run in ("2024-01", "2024-02", "2024-01/2024-02", "2025-01")
        for page in ("", "/findings", "/outlook", ".csv", ".json")
    ),
    *(
        f"/{place}/{run}/{CODE}&lang=en"
        for place in ("vn", "ha-noi", "quang-ninh")
        for run in ("2024-01", "2024-02", "2024-01/2024-02", "2025-01")
    ),
    *(f"/{place}/{CODE}&lang=en&run=2024-01" for place in ("vn", "ha-noi", "quang-ninh")),
    *(f"/{place}/{CODE}&lang=en&map=2025-07-01" for place in ("vn", "ha-noi", "quang-ninh")),
    f"/quang-ninh/{CODE.replace('?', '/level.csv?')}&lang=en&year=2024",
    *(f"/{place}/2024-02/outlook.csv?lang=en" for place in ("ha-noi", "quang-ninh")),
    "/vn/2024-01/state-budget-investment/places?breakdown=management%3Dlocal&lang=en",
    *(f"/filings/{number}?lang=en" for number in (1, 2, 3)),
]


def test_no_page_gives_a_confidential_figure_away(get: Callable[[str], str]) -> None:
    for path in PAGES:
        page = get(path).replace(",", "")
        for number in (SUPERSEDED, BESIDE):
            assert number.rstrip("0") not in page, (path, number)


def test_what_nothing_hides_is_shown(get: Callable[[str], str]) -> None:
    for path in (
        "/quang-ninh/2024-02?lang=en",
        f"/quang-ninh/2024-02/{CODE}&lang=en",
        f"/quang-ninh/{CODE}&lang=en",
    ):
        assert OPEN in get(path).replace(",", ""), path


def test_a_growth_whose_base_is_hidden_is_no_way_round(get: Callable[[str], str]) -> None:
    """70 000.1 and 14.3 % would tell the 61 234.5 of the year before."""
    for path in (f"/ha-noi/2025-01/{CODE}&lang=en", "/ha-noi/2025-01?lang=en"):
        assert "14.3" not in get(path)
