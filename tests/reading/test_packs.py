"""Every language pack keeps its own promises, and a wrong pack is refused by its name."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from tiendo.packs import load_pack
from tiendo.packs.reading_words import load_languages, read_languages
from tiendo.reading import ReadFigure, ReadingContext, read_text
from tiendo.reading.language import SelfTest
from tiendo.vocabulary.errors import VocabularyError

PROMISES = [
    pytest.param(language.code, test, id=f"{language.code}-{number}")
    for language in load_languages()
    for number, test in enumerate(language.tests, start=1)
]
LEAST = """language: {script: latin, stop_words: [la], decimal: ".", group: ","}
"""


def told(figure: ReadFigure, field: str) -> object:
    """What a figure says of a field of the contract."""
    said = figure.as_json()[field]
    return Decimal(str(said)) if isinstance(said, int | float) else said


@pytest.mark.parametrize(("code", "promise"), PROMISES)
def test_a_pack_reads_what_it_promises(code: str, promise: SelfTest) -> None:
    pack = load_pack()
    context = ReadingContext(
        language=code,
        published=date.fromisoformat(promise.published) if promise.published else None,
        catalogue=pack.catalogue,
        register=pack.register,
    )
    reading = read_text(promise.text, load_languages(), context)
    found = [
        {field: told(figure, field) for field in wanted}
        for wanted, figure in zip(promise.figures, reading.figures, strict=False)
    ]
    wanted = [as_decimals(figure) for figure in promise.figures]
    assert found == wanted
    assert len(reading.figures) == len(promise.figures), [f.quote for f in reading.figures]


def as_decimals(figure: Mapping[str, object]) -> dict[str, object]:
    """The promise with its numbers as decimals; a year stands in YAML as a number."""
    return {
        field: str(value)
        if field.endswith("period") and value is not None
        else (Decimal(str(value)) if isinstance(value, int | float) else value)
        for field, value in figure.items()
    }


def test_every_language_has_promises_for_each_kind() -> None:
    for language in load_languages():
        assert len(language.tests) >= 3, language.code


def small(tmp_path: Path, text: str) -> Path:
    """A folder with one language whose pack is this text."""
    folder = tmp_path / "xx"
    folder.mkdir()
    (folder / "reading.yaml").write_text(text, encoding="utf-8")
    return tmp_path


def test_a_pack_of_a_few_lines_is_enough(tmp_path: Path) -> None:
    (language,) = read_languages(small(tmp_path, LEAST + "units: {t: [tunnu]}\n"))
    reading = read_text("la 5 tunnu la", [language])
    assert [(f.value, f.unit) for f in reading.figures] == [(5, "t")]


@pytest.mark.parametrize(
    ("line", "named"),
    [
        ("cues: {raise: [up]}", "cues.raise"),
        ("modality: {sure: [x]}", "modality.sure"),
        ("periods: {week: [x]}", "periods.week"),
        ("comparators_before: {above: [x]}", "comparators_before.above"),
        ("vetoes: {date: [5]}", "vetoes.date"),
        ("scales: {k: many}", "scales.k"),
        ("unitz: {t: [x]}", "unitz"),
    ],
)
def test_a_wrong_field_is_refused_by_its_name(tmp_path: Path, line: str, named: str) -> None:
    with pytest.raises(VocabularyError, match=named.replace(".", r"\.")) as refused:
        read_languages(small(tmp_path, LEAST + line + "\n"))
    assert "languages/xx/reading.yaml" in str(refused.value)
