"""What a language pack tells the reader: data only, the reader has no branch on a language.

`phrases` hold everything that words tell. A phrase is written in small letters, its words parted
by spaces. `word*` stands for every word that begins so, `a|b` for either, `[x]` for x or nothing,
`...` for up to four words; `{n}`, `{year}`, `{quarter}`, `{count}`, `{day}`, `{m}` (a month in
digits) and `{month}` (its name) for numbers.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

CUES = (
    "rise",
    "fall",
    "to",
    "by",
    "growth_rate",
    "index",
    "plan",
    "of_plan",
    "over",
    "short",
    "reach",
    "equals",
    "same_period",
    "versus",
    "share",
    "rate",
    "of_total",
    "contribution",
    "times",
    "more",
    "less",
    "plan_twin",
    "rank",
    "of_which",
    "assigner:province",
    "assigner:district",
    "assigner:central",
    "assigner:own",
    "none_left",
    "per",
    "previous",
    "noise",
)
"""What a cue may tell; docs/reading.md says what each is for."""

VETOES = ("date", "document", "rank", "label", "boilerplate")

PERIODS = (
    "year",
    "years",
    "fiscal_year",
    "quarter",
    "month",
    "months",
    "first_months",
    "half_first",
    "half_second",
    "months_run",
    "year_end",
    "last_month_of",
    "this_year",
    "last_year",
    "next_year",
    "this_quarter",
    "this_month",
    "whole_year",
    "since_year",
    "horizon",
    "day",
)
"""How a text may name a run of months."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """One phrase of a pack: what family it belongs to and what it tells there."""

    pattern: str
    family: str
    value: str


@dataclass(frozen=True, slots=True)
class SelfTest:
    """A sentence of a pack with the figures that reading it must give (fields of the contract)."""

    text: str
    figures: tuple[Mapping[str, object], ...]
    published: str = ""


@dataclass(frozen=True, slots=True)
class Language:
    """A language pack.

    Attributes:
        code: vi, en, ar, ru, ...
        script: the script whose letters vote for it: latin, arabic or cyrillic.
        stop_words: frequent small words that tell it from others of its script.
        letters: letters that no other pack of the script has.
        decimal, group: the separators by habit, the likeliest first.
        space_groups: whether a plain space parts thousands.
        prefixes: what words may carry in front (and, the, by), to be ignored.
        folds: spellings that count as one: what is written -> what is compared.
        stem: letters that endings take of a word of an indicator's name; 0 for none.
        unit_gap: adjectives that may stand between a number and the noun that it counts.
        abbreviations: words whose full stop ends no sentence.
        place_endings: endings of bent names of places -> those of their plain form.
        numerals: spelled numbers that may measure something; ordinals: those that never do.
        scales: phrases and their powers of ten.
        money_scales: letters that are a scale right behind an amount of money ("€12m").
        phrases: all the other phrases.
        tests: what the pack promises to read.
    """

    code: str
    script: str
    stop_words: frozenset[str]
    letters: str = ""
    decimal: str = "."
    group: str = ","
    space_groups: bool = False
    prefixes: tuple[str, ...] = ()
    folds: Mapping[str, str] = field(default_factory=dict)
    stem: int = 0
    unit_gap: int = 0
    abbreviations: frozenset[str] = frozenset()
    place_endings: Mapping[str, str] = field(default_factory=dict)
    numerals: Mapping[str, int] = field(default_factory=dict)
    ordinals: Mapping[str, int] = field(default_factory=dict)
    months: Mapping[str, int] = field(default_factory=dict)
    scales: Mapping[str, int] = field(default_factory=dict)
    money_scales: Mapping[str, int] = field(default_factory=dict)
    phrases: tuple[Phrase, ...] = ()
    tests: tuple[SelfTest, ...] = ()
