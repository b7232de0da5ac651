"""`tiendo oblige`, `tiendo form` and back again by `tiendo load`."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from tests import spreadsheet
from tests.cli.door import Result
from tests.databases import skip_or_fail
from tiendo.ledger.intake.workbook import read_workbook

Tiendo = Callable[..., Result]
OFFICE = "Phòng Tài chính"


@pytest.fixture
def office(tiendo: Tiendo) -> Tiendo:
    """A workspace with revenue of Ninh Thuận in May, whose office owes two indicators."""
    owed = tiendo("oblige", "ninh-thuan", "state-budget-revenue", "tourists", "--office", OFFICE,
                  "--from", "2024-01-01", "--json")  # fmt: skip
    assert owed.json() == {
        "place": "ninh-thuan",
        "imposed": ["state-budget-revenue", "tourists"],
        "already_owed": [],
    }
    return tiendo


def test_what_is_owed_already_is_not_owed_twice(office: Tiendo) -> None:
    again = office("oblige", "ninh-thuan", "tourists", "domestic-revenue", "--office", OFFICE,
                   "--from", "2024-01-01", "--json").json()  # fmt: skip
    assert (again["imposed"], again["already_owed"]) == (["domestic-revenue"], ["tourists"])
    assert office("oblige", "nowhere", "tourists").code == 1
    assert "did you mean" in office("oblige", "ninh-thuan", "tourist-visitors").err


@pytest.mark.parametrize("who", [OFFICE, "phong tai chinh", "ninh-thuan", "Ninh Thuận"])
def test_a_form_asks_what_an_office_owes(office: Tiendo, tmp_path: Path, who: str) -> None:
    out = tmp_path / "june.xlsx"
    written = office("form", who, "2024-06", "-o", out, "--json")
    assert written.json() == {"out": str(out), "lines": 2, "places": ["ninh-thuan"]}
    sheet = read_workbook(out).sheets[0]
    assert sheet.cell(8, 2).text == "Thu ngân sách nhà nước trên địa bàn"
    assert sheet.cell(8, 5).number == Decimal("410.5")


def test_forms_that_cannot_be_are_refused(office: Tiendo, tmp_path: Path) -> None:
    def refused(*words: object) -> str:
        result = office("form", *words)
        assert result.code == 1
        return result.err

    out = tmp_path / "june.xlsx"
    assert "did you mean Phòng Tài chính" in refused("Phòng Tài chánh", "2024-06", "-o", out)
    assert "owes nothing for 2024-Q2" in refused(OFFICE, "2024-Q2", "-o", out)
    assert "is no period" in refused(OFFICE, "June", "-o", out)
    assert "would be no workbook" in refused(OFFICE, "2024-06", "-o", tmp_path / "june.csv")
    assert "there is no folder" in refused(OFFICE, "2024-06", "-o", tmp_path / "none" / "x.xlsx")
    assert not list(tmp_path.glob("*.xlsx"))
    out.write_text("filled by somebody")
    assert "somebody may have filled it" in refused(OFFICE, "2024-06", "-o", out)
    assert out.read_text() == "filled by somebody"
    assert office("form", OFFICE, "2024-06", "-o", out, "--force").code == 0


def test_without_obligations_it_says_what_to_do(tiendo: Tiendo, tmp_path: Path) -> None:
    refused = tiendo("form", OFFICE, "2024-06", "-o", tmp_path / "x.xlsx")
    assert refused.code == 1
    assert "`tiendo oblige`" in refused.err


def test_an_empty_form_records_nothing(office: Tiendo, tmp_path: Path) -> None:
    out = tmp_path / "june.xlsx"
    office("form", OFFICE, "2024-06", "-o", out)
    loaded = office("load", out, "--by", "Lan", "--json").json()["files"][0]
    assert (loaded["recorded"], loaded["faults"]) == (0, [])


@pytest.mark.spreadsheet
@pytest.mark.parametrize("language", ["vi", "ar"])
def test_a_form_filled_by_a_spreadsheet_program_is_recorded_as_it_was_typed(
    office: Tiendo, tmp_path: Path, language: str
) -> None:
    if why := spreadsheet.missing():
        skip_or_fail(why)
    out, back = tmp_path / "june.xlsx", tmp_path / "june-filled.xlsx"
    assert office("form", OFFICE, "2024-06", "-o", out, "--lang", language).code == 0
    # A number, the sum of a formula, and what somebody typed wrongly into the second line.
    spreadsheet.fill(out, back, {"I9": "410.5", "J9": "=400+410.5", "I10": "many"})

    refused = office("load", back, "--by", "Lan")
    assert refused.code == 1
    assert "cell I10: 'many' is text, not a number" in refused.err

    spreadsheet.fill(out, back, {"I9": "410.5", "J9": "=400+410.5", "I10": "12000"})
    assert office("load", back, "--by", "Lan").code == 0
    rows = {
        row["indicator"]: row
        for row in office("evaluate", "ninh-thuan", "2024-06", "--json").json()
    }
    assert rows["state-budget-revenue"]["value"] == 410.5
    assert rows["state-budget-revenue"]["year_to_date"] == 810.5
    assert rows["tourists"]["value"] == 12000
    assert "june-filled.xlsx" in rows["tourists"]["source"]
    assert "I10" in rows["tourists"]["source"]
