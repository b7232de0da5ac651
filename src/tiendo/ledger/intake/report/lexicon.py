"""The words of report tables, from the language packs, and what they mean in a text.

A text is cut into phrases of the lexicon. What no phrase covers stays visible as such, so that a
heading is either understood wholly or not at all.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from importlib import resources
from importlib.resources.abc import Traversable
from typing import TypeAlias

from tiendo.packs.schema import Fields, read_yaml
from tiendo.vocabulary.errors import VocabularyError
from tiendo.vocabulary.folding import fold
from tiendo.vocabulary.unit import Unit

UNKNOWN = ""
"""Mark of words that no phrase covers."""

MARKS = (
    "month first_months first_half second_half quarter year whole_year this_period this_month"
    " previous_period previous_month same_period same_month cumulative previous_cumulative"
    " last_year next_year"
    " estimate preliminary official actual plan assigned_by_centre assigned_by_province"
    " assigned_by_district versus of_plan percent times growth share rate filler label_heading"
    " number_heading unit_heading remark_heading date tasks"
).split()
"""Everything that a phrase may mean."""

PRICE_WORDS = ("current", "constant", "constant_unknown")
_GOVERNMENT = ("province", "district", "commune")
_SLOT = re.compile(r"\{(month_name|month|quarter_name|quarter|year|count|day)\}")
_NUMBERS = {
    "month": r"0?[1-9]|1[0-2]",
    "quarter": r"[1-4]|iv|iii|ii|i",
    "year": r"(?:19|20|21)\d\d",
    "day": r"0?[1-9]|[12]\d|3[01]",
}
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_LATIN_DIGITS = {
    ord(digit): str(number)
    for digits in ("٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹")
    for number, digit in enumerate(digits)
}
_REMEMBERED = 4096
"""Texts whose phrases are kept."""

_Pattern: TypeAlias = tuple[str, re.Pattern[str]]
_NO_LETTER_BEFORE = r"(?<!\w)"
_SLOT_OPENS = "("


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase found in a text.

    Attributes:
        mark: what it means, one of `MARKS`; empty for words that are not known.
        text: its words, folded.
        numbers: the numbers it names: month, quarter, year, count, day.
    """

    mark: str
    text: str
    numbers: Mapping[str, int]


@dataclass(frozen=True)
class Lexicon:
    """The words of one language.

    Attributes:
        language: its code.
        patterns: mark and pattern of every phrase, on folded text.
        month_names, quarter_names, number_words: folded names of the months, of the quarters and
            of numbers, with their numbers.
        unit_marks: words that stand before a table's unit; sure ones name nothing else.
        of_which: words that open a list of parts.
        total: words for the total.
        country: words for the whole country, as the label of a row.
        price_bases: patterns on folded text with "current", "constant" or "constant_unknown".
        levels: words for levels of government, folded, by level.
        empty_marks: what stands in a cell that holds no number.
        ditto_marks: what stands for the same as above.
        unit_scales, unit_words: words of units with a power of ten, or with the unit itself.
        counters: words that count whatever the indicator counts.
    """

    language: str
    patterns: tuple[_Pattern, ...]
    month_names: Mapping[str, int]
    quarter_names: Mapping[str, int]
    number_words: Mapping[str, int]
    unit_marks: tuple[str, ...]
    sure_unit_marks: tuple[str, ...]
    of_which: tuple[str, ...]
    total: tuple[str, ...]
    country: tuple[str, ...]
    price_bases: tuple[_Pattern, ...]
    levels: Mapping[str, tuple[str, ...]]
    empty_marks: frozenset[str]
    ditto_marks: frozenset[str]
    unit_scales: Mapping[str, int]
    unit_words: Mapping[str, str]
    counters: tuple[str, ...]
    _known: dict[str, tuple[Phrase, ...]] = field(default_factory=dict, repr=False, compare=False)
    _opening: dict[str, list[_Pattern]] = field(default_factory=dict, repr=False, compare=False)

    def phrases(self, text: str) -> list[Phrase]:
        """Cut a text into phrases, the longest first at each word; the rest is marked unknown."""
        # The same headings and titles stand over hundreds of tables of a file.
        known = self._known.get(text)
        if known is None:
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            known = self._known[text] = tuple(self._cut(fold_keeping_percent(text)))
        return list(known)

    def _cut(self, words: str) -> list[Phrase]:
        found: list[Phrase] = []
        unknown: list[str] = []
        at = 0
        while at < len(words):
            longest = self._longest_at(words, at)
            if longest is None:
                end = words.find(" ", at)
                end = len(words) if end < 0 else end
                unknown.append(words[at:end])
                at = end + 1
                continue
            _keep_unknown(unknown, found)
            mark, match = longest
            found.append(self._phrase(mark, match))
            at = match.end() + 1
        _keep_unknown(unknown, found)
        return found

    def _longest_at(self, words: str, at: int) -> tuple[str, re.Match[str]] | None:
        best: tuple[str, re.Match[str]] | None = None
        for mark, pattern in self._opening_with(words[at]):
            match = pattern.match(words, at)
            if match and (best is None or match.end() > best[1].end()):
                best = mark, match
        return best

    def _opening_with(self, letter: str) -> list[_Pattern]:
        """Return the phrases that may begin with a letter, those of a slot among them."""
        found = self._opening.get(letter)
        if found is None:
            found = [
                (mark, pattern)
                for mark, pattern in self.patterns
                if _first_letter(pattern) in (letter, _SLOT_OPENS)
            ]
            self._opening[letter] = found
        return found

    def _phrase(self, mark: str, match: re.Match[str]) -> Phrase:
        """Return a phrase; the first half of a year is its first six months."""
        numbers = self._numbers(match)
        if mark == "first_half":
            return Phrase("first_months", match[0], numbers | {"count": 6})
        return Phrase(mark, match[0], numbers)

    def _numbers(self, match: re.Match[str]) -> dict[str, int]:
        found: dict[str, int] = {}
        for slot, text in match.groupdict().items():
            if slot == "month_name":
                found["month"] = self.month_names[text]
            elif slot == "quarter_name":
                found["quarter"] = self.quarter_names[text]
            elif slot == "quarter":
                found[slot] = _ROMAN.get(text) or int(text)
            elif slot == "count":
                found[slot] = self.number_words.get(text) or int(text)
            else:
                found[slot] = int(text)
        return found


def fold_keeping_percent(text: str) -> str:
    """Fold a text, but keep its percent signs, and strange ones, as words; digits become Latin."""
    for sign, word in (("%", " pct "), ("٪", " pct "), ("‰", " permille ")):
        text = text.replace(sign, word)
    return fold(text.translate(_LATIN_DIGITS))


def _keep_unknown(unknown: list[str], found: list[Phrase]) -> None:
    if unknown:
        found.append(Phrase(UNKNOWN, " ".join(unknown), {}))
        unknown.clear()


@lru_cache(maxsize=1)
def lexicons() -> tuple[Lexicon, ...]:
    """Return the lexicons of all languages that have one, in the order of their codes.

    Raises:
        VocabularyError: naming file and field where one is wrong.
    """
    folder = resources.files("tiendo.packs") / "languages"
    files = (language / "tables.yaml" for language in folder.iterdir() if language.is_dir())
    known = [(file, _language_of(file)) for file in files if file.is_file()]
    return tuple(read_lexicon(file, name) for file, name in sorted(known, key=lambda each: each[1]))


def _language_of(file: Traversable) -> str:
    return str(file).replace("\\", "/").rsplit("/", 2)[1]


def read_lexicon(file: Traversable, language: str) -> Lexicon:
    """Return the lexicon of a `tables.yaml`.

    Raises:
        VocabularyError: naming file and field.
    """
    fields = Fields(read_yaml(file), f"languages/{language}/tables.yaml")
    names = _numbered(fields, "month_names")
    counts = _numbered(fields, "number_words")
    quarters = _numbered(fields, "quarter_names")
    slots = _slots(names, counts, quarters)
    lexicon = Lexicon(
        language=language,
        patterns=_patterns(fields.part("phrases"), MARKS, slots),
        month_names=names,
        quarter_names=quarters,
        number_words=counts,
        unit_marks=fields.texts_of("unit_marks", required=True),
        sure_unit_marks=fields.texts_of("sure_unit_marks", required=True),
        of_which=_folded(fields.texts_of("of_which", required=True)),
        total=_folded(fields.texts_of("total", required=True)),
        country=_folded(fields.texts_of("country")),
        price_bases=_patterns(fields.part("price_bases"), PRICE_WORDS, slots),
        levels=_levels(fields.part("levels")),
        empty_marks=frozenset(fields.texts_of("empty_marks", required=True)),
        ditto_marks=frozenset(fields.texts_of("ditto_marks")),
        unit_scales=_scales(fields.parts("unit_scales", required=True)),
        unit_words=_units(fields.parts("unit_words", required=True)),
        counters=tuple(plain(word) for word in fields.texts_of("counters")),
    )
    fields.finish()
    return lexicon


def plain(text: str) -> str:
    """Return a unit's words in one normal form: marks stay, capitals and spaces do not matter."""
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())


def _patterns(
    fields: Fields, marks: Sequence[str], slots: Mapping[str, str]
) -> tuple[_Pattern, ...]:
    found = [(mark, text) for mark in marks for text in fields.texts_of(mark)]
    fields.finish()
    return tuple((mark, _pattern(text, slots)) for mark, text in found)


def _numbered(fields: Fields, field: str) -> dict[str, int]:
    """Return the number of each name, by its place in the list; "|" parts the forms of one."""
    listed = enumerate(fields.texts_of(field), start=1)
    return {fold(word): number for number, words in listed for word in words.split("|")}


def _levels(fields: Fields) -> dict[str, tuple[str, ...]]:
    found = {level: _folded(fields.texts_of(level)) for level in _GOVERNMENT}
    fields.finish()
    return found


def _scales(entries: list[Fields]) -> dict[str, int]:
    found = {}
    for entry in entries:
        power = entry.integer("power")
        found.update({plain(word): power for word in entry.texts_of("words", required=True)})
        entry.finish()
    return found


def _units(entries: list[Fields]) -> dict[str, str]:
    found = {}
    for entry in entries:
        unit = entry.text("unit")
        try:
            Unit.parse(unit)
        except VocabularyError as error:
            entry.checked("unit", error)
        found.update({plain(word): unit for word in entry.texts_of("words", required=True)})
        entry.finish()
    return found


def _folded(texts: Sequence[str]) -> tuple[str, ...]:
    return tuple(fold(text) for text in texts)


def _slots(
    names: Mapping[str, int], counts: Mapping[str, int], quarters: Mapping[str, int]
) -> dict[str, str]:
    """Return what stands for each slot; a language without names of months never meets one."""
    return _NUMBERS | {
        "month_name": "|".join(names) or r"(?!)",
        "quarter_name": "|".join(quarters) or r"(?!)",
        "count": "|".join(("1[0-2]|0?[1-9]", *counts)),
    }


def _pattern(text: str, slots: Mapping[str, str]) -> re.Pattern[str]:
    """Return the pattern of a phrase on folded text, ending where a word ends."""
    folded = fold_keeping_percent(_SLOT.sub(lambda slot: f"slot{_LETTERS[slot[1]]}", text))
    for slot, letter in _LETTERS.items():
        folded = folded.replace(f"slot{letter}", f"(?P<{slot}>{slots[slot]})")
    return re.compile(rf"{_NO_LETTER_BEFORE}{folded}(?!\w)")


def _first_letter(pattern: re.Pattern[str]) -> str:
    """Return the letter that a phrase begins with, or `_SLOT_OPENS` where it may be several."""
    return pattern.pattern.removeprefix(_NO_LETTER_BEFORE)[:1]


# Folding would take the braces of a slot away; these stand for the slots meanwhile.
_LETTERS = {
    "month_name": "qa",
    "month": "qb",
    "quarter": "qc",
    "year": "qd",
    "count": "qe",
    "day": "qf",
    "quarter_name": "qg",
}


@lru_cache(maxsize=1)
def all_empty_marks() -> frozenset[str]:
    """Return what stands in a cell that holds no number, in all languages."""
    return frozenset().union(*(lexicon.empty_marks for lexicon in lexicons()))


def is_ditto(text: str) -> bool:
    """Whether a text stands for the same as above."""
    return any(text in lexicon.ditto_marks for lexicon in lexicons())
