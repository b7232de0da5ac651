"""Language packs for reading: from `languages/<code>/reading*.yaml` to `Language` values.

All files of a language are put together; `languages/common/reading*.yaml` (symbols that every
language uses) is added to each. A field that no pack has is refused by its name.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import lru_cache
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Any

from tiendo.packs.schema import Fields, read_yaml
from tiendo.reading.language import CUES, PERIODS, VETOES, Language, Phrase, SelfTest
from tiendo.vocabulary.errors import VocabularyError
from tiendo.vocabulary.words import Comparator, Modality

COMMON = "common"
_SCRIPTS = ("latin", "arabic", "cyrillic")
_ASSIGNER = "assigner:"


@lru_cache(maxsize=1)
def load_languages() -> tuple[Language, ...]:
    """Return every language that has words for reading, by code; read once per process.

    Raises:
        VocabularyError: naming file and field where a pack is wrong.
    """
    return read_languages(resources.files("tiendo.packs") / "languages")


def read_languages(root: Traversable) -> tuple[Language, ...]:
    """Return the languages of a folder that holds one folder for each."""
    folders = sorted((f for f in root.iterdir() if f.is_dir()), key=lambda folder: folder.name)
    common: list[Phrase] = []
    scales: dict[str, int] = {}
    money_scales: dict[str, int] = {}
    for folder in folders:
        if folder.name == COMMON:
            for part in _parts(folder):
                scales |= _numbers_of(part, "scales")
                money_scales |= _numbers_of(part, "scales_of_money")
                common += _phrases(part)
                part.finish()
    return tuple(
        replace(_language(folder.name, files, common, scales), money_scales=money_scales)
        for folder in folders
        if folder.name != COMMON and (files := _parts(folder))
    )


def _parts(folder: Traversable) -> list[Fields]:
    names = sorted(
        (f for f in folder.iterdir() if f.name.startswith("reading") and f.name.endswith(".yaml")),
        key=lambda file: file.name,
    )
    return [Fields(read_yaml(file), f"languages/{folder.name}/{file.name}") for file in names]


def _language(
    code: str, parts: list[Fields], common: Iterable[Phrase], scales: Mapping[str, int]
) -> Language:
    facts: dict[str, Any] = {}
    all_scales = dict(scales)
    numerals: dict[str, int] = {}
    ordinals: dict[str, int] = {}
    months: dict[str, int] = {}
    phrases = list(common)
    tests: list[SelfTest] = []
    for part in parts:
        if "language" in part:
            facts = _facts(part.part("language"))
        all_scales |= _numbers_of(part, "scales")
        numerals |= _numbers_of(part, "numerals")
        ordinals |= _numbers_of(part, "ordinals")
        months |= _numbers_of(part, "months")
        phrases += _phrases(part)
        tests += [_test(test) for test in part.parts("tests")]
        part.finish()
    if not facts:
        raise VocabularyError(
            f"languages/{code}: no file has the field 'language'",
            remedy="write script, stop_words, decimal and group there",
        )
    return Language(
        code=code,
        numerals=numerals,
        ordinals=ordinals,
        months=months,
        scales=all_scales,
        phrases=tuple(phrases),
        tests=tuple(tests),
        **facts,
    )


def _facts(fields: Fields) -> dict[str, Any]:
    script = fields.text("script")
    if script not in _SCRIPTS:
        fields.refuse("script", f"'{script}' is no script", f"write one of: {', '.join(_SCRIPTS)}")
    facts = {
        "script": script,
        "stop_words": frozenset(fields.texts_of("stop_words", required=True)),
        "letters": fields.text("letters", ""),
        "decimal": _separator(fields, "decimal"),
        "group": _separator(fields, "group"),
        "space_groups": fields.flag("space_groups", False),
        "prefixes": fields.texts_of("prefixes"),
        "folds": _pairs(fields, "folds"),
        "stem": fields.integer("stem", 0),
        "unit_gap": fields.integer("unit_gap", 0),
        "abbreviations": frozenset(fields.texts_of("abbreviations")),
        "place_endings": _pairs(fields, "place_endings"),
    }
    fields.finish()
    return facts


def _separator(fields: Fields, field: str) -> str:
    text = fields.text(field)
    return " " if text == "space" else text


def _pairs(fields: Fields, field: str) -> dict[str, str]:
    return {str(key): str(value) for key, value in fields.mapping(field).items()}


def _numbers_of(fields: Fields, field: str) -> dict[str, int]:
    found: dict[str, int] = {}
    for key, value in fields.mapping(field).items():
        if type(value) is not int:
            fields.refuse(f"{field}.{key}", f"'{value}' is no whole number")
        found[str(key)] = value
    return found


def _phrases(part: Fields) -> list[Phrase]:
    """Return all phrases of a file, each with its family and value."""
    return [
        *_group(part, "units", "unit"),
        *_group(part, "units_before", "unit_before"),
        *_group(part, "money_of", "money_of"),
        *_group(part, "cues", "cue", CUES),
        *_group(part, "modality", "modality", (*Modality, "none")),
        *_group(part, "comparators_before", "comparator_before", tuple(Comparator)),
        *_group(part, "comparators_after", "comparator_after", tuple(Comparator)),
        *_group(part, "periods", "period", PERIODS),
        *_group(part, "vetoes", "veto", VETOES),
        *_group(part, "place_types_before", "place_before"),
        *_group(part, "place_types_after", "place_after"),
        *_group(part, "place_names", "place"),
        *_group(part, "indicators", "indicator"),
        *_group(part, "sectors", "sector"),
        *_list(part, "range_between", "range_between"),
        *_list(part, "range_certain", "range_certain"),
        *_list(part, "range_and", "range_and"),
        *_list(part, "respectively_words", "respectively"),
        *_list(part, "by_number", "by_number"),
        *_list(part, "by_value", "by_value"),
        *_list(part, "since_year_end", "since_year_end"),
        *_list(part, "price_excluded", "price_excluded"),
        *_list(part, "from_words", "from"),
        *_list(part, "out_of", "out_of"),
        *_list(part, "clause_breaks", "clause_break"),
        *_list(part, "target_lists", "target_list"),
        *_list(part, "target_list_ends", "target_list_end"),
        *_list(part, "phrase_edges", "edge"),
        *_list(part, "within_words", "within"),
        *_list(part, "joiners", "joiner"),
        *_group(part, "comparators_verb", "comparator_verb", tuple(Comparator)),
    ]


def _group(
    part: Fields, field: str, family: str, allowed: tuple[str, ...] | None = None
) -> list[Phrase]:
    found: list[Phrase] = []
    for value, patterns in part.mapping(field).items():
        where = f"{field}.{value}"
        if allowed is not None and value not in allowed:
            part.refuse(where, "there is no such word", f"write one of: {', '.join(allowed)}")
        # Who assigned a plan stands within the words of the plan, hence a family of its own.
        assigner = value.startswith(_ASSIGNER)
        own, told = ("assigner", value[len(_ASSIGNER) :]) if assigner else (family, value)
        found += _patterns(part, where, patterns, own, told)
    return found


def _list(part: Fields, field: str, family: str) -> list[Phrase]:
    return _patterns(part, field, part.items(field), family, "")


def _patterns(part: Fields, where: str, patterns: object, family: str, value: str) -> list[Phrase]:
    if not isinstance(patterns, list):
        part.refuse(where, "this is no list", 'write ["phrase", "phrase"]')
    for pattern in patterns:
        if not isinstance(pattern, str) or not pattern.strip():
            part.refuse(where, f"'{pattern}' is no text", "put it in quotation marks")
    return [Phrase(str(pattern).strip(), family, value) for pattern in patterns]


def _test(fields: Fields) -> SelfTest:
    text = fields.text("text")
    published = fields.text("published", "")
    figures = [dict(figure) for figure in fields.items("figures") if isinstance(figure, Mapping)]
    fields.finish()
    return SelfTest(text, tuple(figures), published)
