"""Units, and the files of words: a mistake in one is named, and nothing is matched by halves."""

from __future__ import annotations

from pathlib import Path

import pytest

from tiendo.ledger.intake.report.lexicon import lexicons, read_lexicon
from tiendo.ledger.intake.report.units import read_unit
from tiendo.packs import load_pack
from tiendo.vocabulary.errors import VocabularyError

ENGLISH = Path(__file__).parents[3] / "src/tiendo/packs/languages/en/tables.yaml"
CARDS = load_pack().catalogue


@pytest.mark.parametrize(
    ("text", "card", "unit", "power"),
    [
        ("Tỷ đồng", "state-budget-revenue", "bn VND", 0),
        ("Ty\u0309 \u0111o\u0302\u0300ng", "state-budget-revenue", "bn VND", 0),
        ("Tr đồng", "state-budget-revenue", "m VND", 0),
        ("đồng", "state-budget-revenue", "VND", 0),
        ("nghìn tỷ đồng", "state-budget-revenue", "bn VND", 3),
        ("1.000 tấn", "grain-output", "k t", 0),
        ("tấn", "grain-output", "t", 0),
        ("Nghìn chiếc", "output-cars", "k cars", 0),
        ("triệu đồng/người", "income-per-capita", "m VND", 0),
        ("lượt khách", "tourists", "visits", 0),
        ("billion VND", "state-budget-revenue", "bn VND", 0),
        ("%", "trained-labour-rate", "percent", 0),
    ],
)
def test_a_unit_is_read_and_fits_its_card(text: str, card: str, unit: str, power: int) -> None:
    stated = read_unit(text)
    assert stated is not None
    assert stated.of_card(CARDS[card]) == (unit, power)


@pytest.mark.parametrize(
    "text", ["Tiệu đồng", "tỷ", "Sở Tài chính", "ty dong", "tá", "đồng tỷ", ""]
)
def test_what_is_no_unit_is_not_guessed(text: str) -> None:
    assert read_unit(text) is None


@pytest.mark.parametrize(
    ("text", "card", "told"),
    [
        ("ha", "state-budget-revenue", "cannot be stated in 'ha'"),
        ("chiếc", "state-budget-revenue", "is not counted"),
        ("triệu đồng/hộ", "income-per-capita", "is not stated per households"),
        ("%", "tourists", "cannot be stated in '%'"),
    ],
)
def test_a_unit_of_another_kind_is_refused(text: str, card: str, told: str) -> None:
    stated = read_unit(text)
    assert stated is not None
    with pytest.raises(VocabularyError, match=told) as refused:
        stated.of_card(CARDS[card])
    assert refused.value.remedy


def test_the_shipped_words_are_read() -> None:
    assert [lexicon.language for lexicon in lexicons()] == ["ar", "en", "ru", "vi"]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("unit: VND", "unit: dong", r"unit_words\[1\], field 'unit': 'dong' is no known unit"),
        ("  plan:", "  plans:", r"phrases, field 'plans': there is no such field"),
        ("counters:", "counter:", r"field 'counter': there is no such field"),
        ("power: 3", "power: x", r"unit_scales\[1\], field 'power': 'x' is text"),
        ("empty_marks:", "empty:", r"field 'empty_marks': it is missing"),
    ],
)
def test_a_mistake_in_the_words_is_named(old: str, new: str, told: str, tmp_path: Path) -> None:
    text = ENGLISH.read_text(encoding="utf-8")
    assert old in text
    file = tmp_path / "tables.yaml"
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(VocabularyError, match=told):
        read_lexicon(file, "en")


def test_what_no_phrase_covers_stays_visible() -> None:
    *_, vietnamese = lexicons()
    found = vietnamese.phrases("Ước tính tháng 5 của phòng")
    assert [(phrase.mark, phrase.text) for phrase in found] == [
        ("estimate", "uoc tinh"),
        ("month", "thang 5"),
        ("filler", "cua"),
        ("", "phong"),
    ]
