"""What the rules of a pack found stands on the page, in the reader's language, with a remedy."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from tests.web.conftest import Get, Office
from tests.web.reading import assert_sound
from tests.world import stated
from tiendo.ledger import evaluation
from tiendo.validation.rule import PerUnit, Rule, StatedRange
from tiendo.validation.running import findings
from tiendo.vocabulary.unit import Unit
from tiendo.vocabulary.words import Kind, Severity

TEXTS = {
    "names": {"vi": "Tỷ lệ từ 0 đến 100", "en": "Rate from 0 to 100"},
    "explanation": {"vi": "Tỷ lệ nằm từ 0 đến 100 %.", "en": "A rate lies from 0 to 100 %."},
    "remedy": {"vi": "Kiểm tra mẫu số.", "en": "Check the denominator."},
}
RATE = Rule(
    id="rate",
    severity=Severity.ERROR,
    check=StatedRange((Kind.LEVEL,), Decimal(0), Decimal(100)),
    **TEXTS,
)


@pytest.fixture
def office(office_in_memory: Office, monkeypatch: pytest.MonkeyPatch) -> Office:
    """An office whose pack has one rule: rates lie from 0 to 100."""
    plain = office_in_memory.place_rows

    def with_rules(**asked: Any) -> list[Any]:
        known = office_in_memory._known(asked.get("as_of"))
        found = findings([RATE], known, asked["place"].key, asked["run"])
        return evaluation._with_rules(plain(**asked), found)

    monkeypatch.setattr(evaluation, "place_rows", with_rules)
    return office_in_memory


@pytest.mark.parametrize(
    ("language", "name", "sentence", "remedy"),
    [
        ("en", "Rate from 0 to 100", "A rate lies from 0 to 100 %.",
         "What to do: Check the denominator."),
        ("vi", "Tỷ lệ từ 0 đến 100", "Tỷ lệ nằm từ 0 đến 100 %.", "Cách xử lý: Kiểm tra mẫu số."),
        ("ru", "Rate from 0 to 100", "A rate lies from 0 to 100 %.",
         "Что делать: Check the denominator."),
        ("ar", "Rate from 0 to 100", "A rate lies from 0 to 100 %.",
         "ما العمل: Check the denominator."),
    ],
)  # fmt: skip
def test_a_finding_of_a_rule_is_told_with_its_remedy(
    get: Get, office: Office, language: str, name: str, sentence: str, remedy: str
) -> None:
    office.file(stated("song-xanh", "trained-rate", "2024", "875", known="2025-01-10"))
    page = get(f"/song-xanh/2024/findings?lang={language}")
    assert_sound(page, language)
    told = page.one("li", id="finding-1")
    assert told.attributes["class"] == "error"
    for text in (name, sentence, remedy):
        assert text in told.text
    assert "875%" in told.text.replace(" ", "")


def test_a_figure_in_order_has_no_finding(get: Get, office: Office) -> None:
    office.file(stated("song-xanh", "trained-rate", "2024", "87.5", known="2025-01-10"))
    assert "finding-1" not in get("/song-xanh/2024/findings?lang=en").response.content.decode()


def test_a_value_per_unit_is_told_in_its_own_unit() -> None:
    from tests.world import evidence, filed
    from tiendo.validation.rule import Measurement
    from tiendo.vocabulary.formula import parse
    from tiendo.vocabulary.period import Period
    from tiendo.web.findings import _unit_of

    measured = Measurement(parse("revenue / visitors"), Unit.parse("m VND"), "visitors")
    spend = replace(RATE, check=PerUnit(measured, None, Decimal(20)))
    known = evidence(
        filed(
            stated("song-xanh", "revenue", "2024", "495"),
            stated("song-xanh", "visitors", "2024", "838"),
        )
    )
    [one] = findings([spend], known, "song-xanh", Period.parse("2024"))
    assert _unit_of(one, row=None) == "m VND/visitors"  # type: ignore[arg-type]
