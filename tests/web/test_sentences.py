"""What the pure half says stands in every language, its values as that language writes them."""

from __future__ import annotations

import importlib
import pkgutil
from datetime import date
from functools import cache

import pytest

import tiendo
from tests.web.conftest import SMALL_PACK
from tests.world import CATALOGUE
from tiendo.cube.explain.answer import Where
from tiendo.cube.explain.wording import CheckFound, TargetReason
from tiendo.outlook.wording import GateFound, OutlookReason, ReasonKind
from tiendo.validation.wording import RangeSaid, RuleFound, RuleLacks
from tiendo.vocabulary.errors import VocabularyError
from tiendo.vocabulary.period import Period
from tiendo.vocabulary.sentence import (
    Assigner,
    Dimension,
    FieldName,
    IndicatorCode,
    InLanguages,
    Listed,
    Number,
    Operation,
    PlaceKey,
    Quantity,
    Sentence,
    Source,
    UnitText,
    Wording,
)
from tiendo.vocabulary.series import Breakdown, Series
from tiendo.vocabulary.wording import Remedy
from tiendo.vocabulary.words import Kind, Measure
from tiendo.web import catalogues
from tiendo.web.reasons import REASON_KINDS, kind_of, reason_words
from tiendo.web.sentences import WORDINGS, as_marked, refusal_words, sentence_words, told_words
from tiendo.web.texts import LANGUAGES, say, translations

ROOMS = ("vocabulary", "cube", "outlook", "validation", "reading", "packs", "ledger")
EVERY_WORD = [word for wording in WORDINGS for word in wording]
QUARTER = Period.parse("2024-Q1")


def said_in(sentence: Sentence, language: str) -> str:
    """Return a sentence of the small world without the marks that isolate its values."""
    text = sentence_words(sentence, SMALL_PACK, language)
    return "".join(letter for letter in text if letter not in "\u2066\u2068\u2069")


def test_the_catalogues_know_all_that_any_room_can_say() -> None:
    for room in ROOMS:
        package = importlib.import_module(f"tiendo.{room}")
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if "migrations" not in module.name:
                importlib.import_module(module.name)
    found = {
        wording
        for wording in Wording.__subclasses__()
        if wording.__module__.startswith(f"{tiendo.__name__}.")
    }
    assert found == set(WORDINGS)
    contexts = [wording.context() for wording in WORDINGS]
    assert len(set(contexts)) == len(contexts)


@pytest.mark.parametrize("language", catalogues.TRANSLATED)
@pytest.mark.parametrize("word", EVERY_WORD, ids=str)
def test_every_sentence_is_said_in_every_language(word: Wording, language: str) -> None:
    marked = as_marked(word)
    kept = _kept(language)[marked]
    assert kept, "not in the catalogue"
    assert say(marked, language) == kept, "not compiled"
    if any(letter.isalpha() for letter in _without_fields(marked.message)):
        assert kept != marked.message
    values = dict.fromkeys(word.fields, Number("7"))
    assert said_in(word.said(**values), language).count("7") >= len(word.fields)


@cache
def _kept(language: str) -> dict[tuple[str, str], str]:
    return {
        (str(message.context), str(message.id)): str(message.string)
        for message in catalogues.read(language)
    }


def _without_fields(text: str) -> str:
    return text.format_map(_Nothing())


class _Nothing(dict[str, str]):
    def __missing__(self, name: str) -> str:
        return ""


@pytest.mark.parametrize("reason", OutlookReason)
def test_every_reason_has_a_kind_that_is_told(reason: OutlookReason) -> None:
    sentence = reason.said(**dict.fromkeys(reason.fields, "x"))
    kind = kind_of(sentence)
    assert kind is reason.kind
    for language in catalogues.TRANSLATED:
        assert reason_words(sentence, language) != reason_words(sentence, "en")
        assert REASON_KINDS[kind].message in reason_words(sentence, "en")


def test_a_reason_within_another_one_gives_its_kind() -> None:
    why = OutlookReason.TARGET_IN_OTHER_UNIT.said(unit=UnitText("ha"), other=UnitText("t"))
    assert kind_of(OutlookReason.OF_SERIES.said(series="rice", why=why)) is ReasonKind.OTHER_UNIT
    elsewhere = TargetReason.SET_ELSEWHERE.said(place=PlaceKey("doi-che"), why=why)
    assert kind_of(elsewhere) is ReasonKind.OTHER_TERRITORY
    assert reason_words(None, "vi") == ""


def test_every_kind_of_reason_is_given_by_some_reason() -> None:
    given = {reason.kind for reason in OutlookReason} | {ReasonKind.OTHER_TERRITORY}
    assert given == set(ReasonKind) == set(REASON_KINDS)


HOLE = OutlookReason.HOLE.said(period=Period.parse("2024-03"))


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", "March 2024 is missing: the year so far has a hole; file it."),
        ("vi", "Tháng 3 năm 2024: thiếu, số từ đầu năm bị khuyết; hãy nộp số này."),
        ("ru", "Март 2024 года: нет данных, в годе до сих пор пробел; представьте их."),
        ("ar", "مارس 2024: ناقص، ففي السنة حتى الآن ثغرة؛ قدّمه."),
    ],
)
def test_a_reason_is_a_sentence_of_the_language(language: str, told: str) -> None:
    assert said_in(HOLE, language) == told


@pytest.mark.parametrize(
    ("value", "vi", "ru"),
    [
        (Number("12345.6"), "12.345,6", "12\N{NO-BREAK SPACE}345,6"),
        (Number("1.235e+04"), "12.350", "12\N{NO-BREAK SPACE}350"),
        (Number("nan"), "nan", "nan"),
        (Quantity("12.5", "percent"), "12,5%", "12,5\N{NO-BREAK SPACE}%"),
        (Quantity("12.5", ""), "12,5", "12,5"),
        (Quantity("1200", "bn VND"), "1.200 tỷ\N{NO-BREAK SPACE}đồng", None),
        (1234, "1.234", "1\N{NO-BREAK SPACE}234"),
        ("2024", "2024", "2024"),
        (QUARTER, "quý I năm 2024", None),
        (date(2024, 5, 1), "01/05/2024", "01.05.2024"),
        (PlaceKey("song-xanh"), "Sông Xanh", None),
        (PlaceKey("nowhere"), "nowhere", "nowhere"),
        (IndicatorCode("revenue"), "Thu ngân sách", "Revenue"),
        (IndicatorCode("nothing", "a=b"), "nothing [a=b]", "nothing [a=b]"),
        (Dimension("output", "sector"), "khu vực", "sector"),
        (Dimension("output", "sector", "farming"), "farming", "farming"),
        (Dimension("nothing", "sector", "farming"), "farming", "farming"),
        (FieldName("year_to_date"), "Lũy kế từ đầu năm", None),
        (UnitText("ha"), "ha", "га"),
        (Operation("sum of parts"), "tổng các phần", "сумма частей"),
        (Source("report.csv, line 13"), "report.csv, dòng 13", "report.csv, строка 13"),
        (Source("report.xlsx, Sheet1!B5"), "report.xlsx, Sheet1!B5", None),
        (Assigner("province"), "tỉnh giao", "задан провинцией"),
        (InLanguages({"vi": "đánh giá lại", "en": "re-evaluated"}), "đánh giá lại", "re-evaluated"),
        (Kind.GROWTH, "tốc độ tăng so với cùng kỳ", None),
        (Measure.GROWTH, "tốc độ tăng so với cùng kỳ", None),
        (RangeSaid.AT_LEAST.said(lowest=Number("0.5")), "từ 0,5 trở lên", "не менее 0,5"),
        (Listed.of([Number("1.5"), "b"]), "1,5, b", "1,5, b"),
    ],
)  # fmt: skip
def test_values_are_written_as_the_language_does(
    value: object, vi: str | None, ru: str | None
) -> None:
    sentence = RuleFound.NOT_CHECKABLE.said(where="", what=value)
    for language, told in (("vi", vi), ("ru", ru)):
        pattern = translations(language).pgettext("rule found", RuleFound.NOT_CHECKABLE.value)
        if told is not None:
            text = pattern.format(where="", what=told)
            assert said_in(sentence, language) == text[:1].upper() + text[1:] + (
                "" if text.endswith(".") else "."
            )


def test_a_cell_is_told_by_the_names_of_its_place_indicator_and_period() -> None:
    farming = Series("output", Breakdown.parse("sector=farming"), "constant_2010")
    where = Where("song-xanh", farming, QUARTER)
    sentence = CheckFound.TWO_BASES.said(where=where)
    assert str(where) == "song-xanh output[sector=farming] constant_2010 2024-Q1"
    assert said_in(sentence, "vi").startswith(
        "Sông Xanh, Tổng sản phẩm: farming (giá so sánh 2010), quý I năm 2024: hai số"
    )
    assert said_in(sentence, "en").startswith("Blue River, Output: farming (")
    assert said_in(CheckFound.TWO_BASES.said(where=Where("x", Series("y"), QUARTER)), "en") == (
        "X, y, Q1 2024: two stated comparisons imply different bases."
    )


def test_values_keep_their_direction_in_a_sentence_from_the_right() -> None:
    word = GateFound.JUMP_LINKED.said(period=QUARTER, factor=Number("-1.5"))
    assert "\u2066-1.5\u2069" in sentence_words(word, SMALL_PACK, "ar")
    capped = GateFound.GROWTH_CAPPED.said(growth=Number("-1.5"), most=Number("200"))
    assert "\u2066-1.5%\u2069" in sentence_words(capped, SMALL_PACK, "ar")
    assert "\u2066" not in sentence_words(word, SMALL_PACK, "vi")


@pytest.mark.parametrize("word", EVERY_WORD, ids=str)
def test_a_growth_below_zero_is_not_said_to_rise(word: Wording) -> None:
    """A growth of -5 % is "tốc độ tăng -5%", never "tăng -5%"."""
    told = said_in(word.said(**dict.fromkeys(word.fields, Number("-5"))), "vi").lower()
    assert "tăng -5" not in told.replace("tốc độ tăng -5", "")


@pytest.mark.parametrize("word", EVERY_WORD, ids=str)
def test_percent_stands_in_russian_sentences_as_on_any_page(word: Wording) -> None:
    told = said_in(word.said(**dict.fromkeys(word.fields, Number("5"))), "ru")
    assert "5%" not in told


def test_a_power_of_ten_reads_from_the_left_in_a_sentence_from_the_right() -> None:
    """Without the mark, 10^3 would be shown as 3^10."""
    word = RuleFound.POWER_OF_TEN.said(
        where="", stated=Number("5"), power="-3", usual=Number("5000"), count=4, meant=Number("5")
    )
    assert "\u206610^\u2068-3\u2069\u2069" in sentence_words(word, SMALL_PACK, "ar")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_question_ends_with_its_mark_alone(language: str) -> None:
    told = said_in(Remedy.MEANT.said(several="revenue"), language)
    assert told[-1] in "?؟"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_refusal_is_told_with_its_remedy(language: str) -> None:
    with pytest.raises(VocabularyError) as refused:
        CATALOGUE.find("revenu")
    told = refusal_words(refused.value, SMALL_PACK, language)
    assert told.language == "" and "revenue" in told.text
    assert ("did you mean" in told.text.lower()) is (language == "en")


def test_a_text_without_a_closed_word_says_that_it_is_english() -> None:
    told = refusal_words(VocabularyError("it is odd", remedy="mend it"), SMALL_PACK, "vi")
    assert (told.text, told.language) == ("it is odd; mend it", "en")
    assert told_words("it is odd", SMALL_PACK, "vi").language == "en"
    assert told_words(RuleLacks.ENOUGH_HISTORY.said(), SMALL_PACK, "vi").language == ""
