"""Strict reading of YAML: what is unknown, missing or of the wrong type is refused by its name.

A misspelt field would otherwise be a default that nobody chose.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from importlib.resources.abc import Traversable
from typing import Any, NoReturn, TypeVar

import yaml

from tiendo.vocabulary.errors import TiendoError, VocabularyError
from tiendo.vocabulary.place import Span
from tiendo.vocabulary.words import Word, parse_word

# The C parser is ten times faster; PyYAML is sometimes built without it.
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

Scalar = TypeVar("Scalar")


def read_yaml(file: Traversable) -> Any:
    """Return what a YAML file holds.

    Raises:
        VocabularyError: naming the file and the line, if it is no YAML or no UTF-8, or if a field
            stands twice (YAML itself would keep the last).
    """
    try:
        loader = _LOADER(file.read_bytes().decode("utf-8"))
        try:
            node = loader.get_single_node()
            if node is None:
                return None
            _refuse_twins(node)
            return loader.construct_document(node)
        finally:
            loader.dispose()
    except UnicodeDecodeError as error:
        raise VocabularyError(
            f"{file.name}: byte {error.start} is not UTF-8", remedy="save the file as UTF-8"
        ) from None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f", line {mark.line + 1}" if mark else ""
        problem = getattr(error, "problem", None) or "it cannot be read"
        raise VocabularyError(
            f"{file.name}{where}: {problem}", remedy="correct the YAML there"
        ) from None


def _refuse_twins(root: yaml.Node) -> None:
    """Refuse a mapping that names a field twice; a merged one ("<<") may be overridden."""
    pending, seen = [root], set()
    while pending:
        node = pending.pop()
        if id(node) in seen:
            continue
        seen.add(id(node))
        if isinstance(node, yaml.SequenceNode):
            pending += node.value
        elif isinstance(node, yaml.MappingNode):
            fields: set[object] = set()
            for key, value in node.value:
                pending.append(value)
                # A key that is itself a list or mapping is refused by the constructor.
                if not isinstance(key, yaml.ScalarNode):
                    continue
                if key.value in fields:
                    raise yaml.constructor.ConstructorError(
                        None, None, f"the field '{key.value}' stands twice", key.start_mark
                    )
                fields.add(key.value)


class Fields:
    """The fields of one mapping; each is taken once, by the type that it must have.

    Attributes:
        where: file and card or place, such as "indicators/grdp.yaml, card 'grdp'".
    """

    def __init__(self, mapping: object, where: str) -> None:
        if not isinstance(mapping, Mapping):
            raise VocabularyError(
                f"{where}: this is {_type_name(mapping)}, not a mapping",
                remedy="write field: value pairs",
            )
        self.where = where
        self._left: dict[object, object] = dict(mapping)
        self._known: list[str] = []

    def refuse(self, field: str, message: str, remedy: str = "") -> NoReturn:
        """Raise a VocabularyError that names file, subject and field."""
        raise VocabularyError(f"{self.where}, field '{field}': {message}", remedy=remedy)

    def checked(self, field: str, error: TiendoError) -> NoReturn:
        """Raise `error`, met while reading `field`, with the place where it was met."""
        self.refuse(field, error.message, error.remedy)

    def finish(self) -> None:
        """Refuse every field that was not asked for."""
        for field in self._left:
            self.refuse(
                str(field), "there is no such field", f"the fields: {', '.join(self._known)}"
            )

    def _take(self, field: str, expected: type[Scalar], default: Scalar | None) -> Scalar:
        """Return the field, or `default` where it is absent or null; None makes it required."""
        self._known.append(field)
        value = self._left.pop(field, None)
        if value is None:
            if default is None:
                self.refuse(field, "it is missing", f"write it as {_NAMES[expected]}")
            return default
        # bool is a subclass of int, and datetime one of date; neither may pass for the other.
        if type(value) is not expected:
            self.refuse(
                field,
                f"'{value}' is {_type_name(value)}, not {_NAMES[expected]}",
                "put it in quotation marks" if expected is str else "",
            )
        return value

    def text(self, field: str, default: str | None = None) -> str:
        """Return a text; without `default` it must be there and not be empty."""
        value = self._take(field, str, default).strip()
        if not value and default is None:
            self.refuse(field, "it is empty")
        return value

    def integer(self, field: str, default: int | None = None) -> int:
        """Return a whole number, zero or more."""
        value = self._take(field, int, default)
        if value < 0:
            self.refuse(field, f"{value} is below zero")
        return value

    def number(self, field: str, default: Decimal | None = None) -> Decimal:
        """Return a number as it is written, with its digits; without `default` it is required."""
        found = self.number_or_none(field)
        if found is None and default is None:
            self.refuse(field, "it is missing", "write it as a number")
        return found if found is not None else default  # type: ignore[return-value]

    def number_or_none(self, field: str) -> Decimal | None:
        """Return a number, or None where the field is absent or null."""
        self._known.append(field)
        value = self._left.pop(field, None)
        if value is None:
            return None
        if type(value) not in (int, float) or not Decimal(str(value)).is_finite():
            self.refuse(field, f"'{value}' is no number", "write it with a decimal point, as 0.5")
        return Decimal(str(value))

    def part(self, field: str) -> Fields:
        """Return one mapping that must be there, knowing where it stands."""
        return Fields(self._take(field, dict, None), f"{self.where}, {field}")

    def part_or_empty(self, field: str) -> Fields:
        """Return one mapping; an empty one where the field is absent or null."""
        return Fields(self._take(field, dict, {}), f"{self.where}, {field}")

    def __contains__(self, field: str) -> bool:
        return field in self._left

    def mapping(self, field: str) -> dict[str, object]:
        """Return one mapping as it is; an empty one where the field is absent or null."""
        return {str(key): value for key, value in self._take(field, dict, {}).items()}

    def flag(self, field: str, default: bool) -> bool:
        """Return true or false."""
        return self._take(field, bool, default)

    def word(self, field: str, words: type[Word], default: Word | None = None) -> Word:
        """Return one of the words of an enumeration."""
        text = self.text(field, None if default is None else str(default))
        try:
            return parse_word(words, text)
        except VocabularyError as error:
            self.checked(field, error)

    def day(self, field: str) -> date | None:
        """Return an ISO date, written with or without quotation marks, or None for null."""
        self._known.append(field)
        value = self._left.pop(field, None)
        if value is None or type(value) is date:
            return value
        try:
            if isinstance(value, str):
                return date.fromisoformat(value)
        except ValueError:
            pass
        self.refuse(field, f"'{value}' is no date", "write it as 2025-07-01, or null")

    def span(self) -> Span:
        """Return the half-open span of the fields valid_from and valid_to.

        Where one of these is not known, valid_from_by and valid_to_by tell by when it had been.
        """
        start, end = self.day("valid_from"), self.day("valid_to")
        start_by, end_by = self.day("valid_from_by"), self.day("valid_to_by")
        for day, by, name in ((start, start_by, "valid_from"), (end, end_by, "valid_to")):
            if day and by:
                self.refuse(f"{name}_by", f"{name} is known: {day}", f"leave out {name}_by")
        if start and end and end <= start:
            self.refuse(
                "valid_to",
                f"{end} is not after valid_from {start}",
                "valid_to is the first day on which it no longer holds",
            )
        return Span(start, end, start_by, end_by)

    def items(self, field: str, *, required: bool = False) -> list[object]:
        """Return a list; empty where the field is absent and not `required`."""
        values = self._take(field, list, None if required else [])
        if required and not values:
            self.refuse(field, "the list is empty")
        return list(values)

    def texts_of(self, field: str, *, required: bool = False) -> tuple[str, ...]:
        """Return a list of texts without repetition."""
        values = self.items(field, required=required)
        for value in values:
            if not isinstance(value, str):
                self.refuse(
                    field,
                    f"'{value}' is {_type_name(value)}, not text",
                    "put it in quotation marks",
                )
        texts = tuple(str(value) for value in values)
        if len(set(texts)) < len(texts):
            self.refuse(field, "a word stands twice")
        return texts

    def languages(self, field: str, required: tuple[str, ...] = ()) -> dict[str, str]:
        """Return {language code: text}, with at least the languages in `required`."""
        found = self._take(field, dict, None if required else {})
        texts: dict[str, str] = {}
        for language, text in found.items():
            if not (isinstance(language, str) and language.isascii() and language.islower()):
                self.refuse(field, f"'{language}' is no language code", "write vi, en, ar, ru, ...")
            if not isinstance(text, str) or not text.strip():
                self.refuse(
                    f"{field}.{language}", "it is no text", "put the text in quotation marks"
                )
            texts[language] = text.strip()
        missing = [language for language in required if language not in texts]
        if missing:
            self.refuse(field, f"there is no text in {', '.join(missing)}", "add the translation")
        return texts

    def parts(self, field: str, *, required: bool = False) -> list[Fields]:
        """Return the mappings of a list, each knowing where it stands."""
        values = self.items(field, required=required)
        return [
            Fields(value, f"{self.where}, {field}[{number}]")
            for number, value in enumerate(values, start=1)
        ]


_NAMES: dict[type, str] = {
    str: "text",
    int: "a whole number",
    bool: "true or false",
    list: "a list",
    dict: "a mapping",
    date: "a date",
    datetime: "a date with a time",
    float: "a number with a fraction",
}


def _type_name(value: object) -> str:
    return "nothing" if value is None else _NAMES.get(type(value), type(value).__name__)
