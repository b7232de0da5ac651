"""Sentences for people: a closed word with what it is said of; English here, translated when shown.

A room lists what it can say as a `Wording`, each member with its English sentence:

    class GateWord(Wording):
        TWICE = "{period} is given twice; keep the row that counts, delete the other"

    GateWord.TWICE.said(period=Period.parse("2024-03"))

What that gives is the English text, for a terminal and for JSON, and carries the word and its
values, from which pages say the same in the reader's language. The English sentence is the key of
the catalogues, so that it is written once.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from typing import Self

_FIELD = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class Number:
    """A number with the digits that the English sentence shows, such as "1234.5"."""

    digits: str

    def __str__(self) -> str:
        return self.digits


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number in a unit of the vocabulary.

    Attributes:
        digits: the number as `Number` has it.
        english: what the English sentence says, where that is not the digits and the unit.
    """

    digits: str
    unit: str
    english: str = ""

    def __str__(self) -> str:
        return self.english or f"{self.digits} {self.unit}"


@dataclass(frozen=True, slots=True)
class UnitText:
    """A unit as cards write it; a page tells it in words."""

    text: str

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class Operation:
    """What a trace says was done; a page tells it in words."""

    name: str

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True, slots=True)
class PlaceKey:
    """A place by its key; a page tells its name."""

    key: str

    def __str__(self) -> str:
        return self.key


@dataclass(frozen=True, slots=True)
class IndicatorCode:
    """An indicator by its code, with its cut as written; a page tells the indicator's name."""

    code: str
    cut: str = ""

    def __str__(self) -> str:
        return f"{self.code}[{self.cut}]" if self.cut else self.code


@dataclass(frozen=True, slots=True)
class Dimension:
    """A dimension by which an indicator is cut, or with a code one of its parts, both by codes."""

    indicator: str
    dimension: str
    part: str = ""

    def __str__(self) -> str:
        return self.part or self.dimension


@dataclass(frozen=True, slots=True)
class FieldName:
    """A field of a row by its key in JSON; a page tells it in words."""

    key: str

    def __str__(self) -> str:
        return self.key


@dataclass(frozen=True, slots=True)
class Assigner:
    """Who assigned a plan; a page tells it in words."""

    key: str

    def __str__(self) -> str:
        return self.key


@dataclass(frozen=True, slots=True)
class Source:
    """Where a filed figure stands, such as "report.csv, line 13"."""

    text: str

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class InLanguages:
    """A text that a country pack holds in several languages."""

    texts: Mapping[str, str]

    def __str__(self) -> str:
        return self.texts.get("en") or next(iter(self.texts.values()), "")


@dataclass(frozen=True, slots=True)
class Listed:
    """Several values, told one after another with commas."""

    values: tuple[object, ...]

    def __str__(self) -> str:
        return ", ".join(map(str, self.values))

    @classmethod
    def of(cls, values: Iterable[object]) -> Self:
        """Return the values as a list."""
        return cls(tuple(values))


class Wording(Enum):
    """What a room can say: closed words, each with its English sentence and {fields}."""

    @classmethod
    def context(cls) -> str:
        """Return what tells a translator where the sentences stand: the name of the class."""
        return re.sub(r"(?<!^)(?=[A-Z])", " ", cls.__name__).lower()

    @property
    def fields(self) -> frozenset[str]:
        """The names of the values that the sentence needs."""
        return frozenset(_FIELD.findall(self.value))

    def said(self, **values: object) -> Sentence:
        """Return the sentence with its values.

        Values are counts (int), periods, days, the types of this module, closed words, other
        sentences, or text that stays as it is in every language.

        Raises:
            KeyError: where a value is missing.
        """
        return Sentence(self, values)


class Sentence(str):
    """A sentence in English that knows its closed word and its values.

    Attributes:
        word: which of the closed sentences it is.
        values: what it is said of, by the names of the fields.
    """

    word: Wording
    values: Mapping[str, object]
    __slots__ = ("values", "word")

    def __new__(cls, word: Wording, values: Mapping[str, object]) -> Self:
        """Say the word in English."""
        made = super().__new__(cls, word.value.format(**values))
        made.word = word
        made.values = values
        return made

    def __getnewargs__(self) -> tuple[Wording, Mapping[str, object]]:  # type: ignore[override]
        return self.word, self.values


def number(value: Decimal | float, form: str = "") -> Number:
    """Return a number in the digits of a format specification, such as ".4g"."""
    return Number(format(value, form))
