"""The places of a pack that stand in tables: tens of thousands, made into values when asked for.

`units.csv` has a line for each place with what never changed of it; `names.csv`, `codes.csv` and
`parents.csv` have what held for a time only. Reading them is quick (some 20 ms for 14,000 places);
making a value of each place would take ten times as long, and most questions need few of them.
"""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property
from importlib.resources.abc import Traversable

from tiendo.vocabulary.errors import VocabularyError
from tiendo.vocabulary.place import Edge, Place, PlaceCode, PlaceName
from tiendo.vocabulary.span import Span
from tiendo.vocabulary.words import Level, parse_word

UNITS = ("id", "key", "level", "type", "name", "name_en", "code", "parent", "start", "end")
SPAN = ("start", "end", "start_by", "end_by")
FURTHER = {
    "names.csv": ("key", "language", "text", "type", "alias", *SPAN),
    "codes.csv": ("key", "code", *SPAN),
    "parents.csv": ("key", "parent", *SPAN),
}
_ID, _KEY, _LEVEL, _TYPE, _NAME, _NAME_EN, _CODE, _PARENT, _START, _END = range(len(UNITS))

Line = list[str]


class CsvPlaces:
    """The places of the tables in one folder (see `tiendo.vocabulary.place.PlaceTable`)."""

    def __init__(self, folder: Traversable, scheme: str, language: str) -> None:
        """Read the tables.

        Args:
            folder: where units.csv is.
            scheme: the classification whose codes it has.
            language: the language of its names.

        Raises:
            VocabularyError: naming file, line and column where the tables are not well formed.
        """
        self._scheme = scheme
        self._digest = hashlib.sha256()
        self._language = language
        lines = self._read(folder / "units.csv", UNITS)
        self._line = {line[_KEY]: line for line in lines}
        read = {name: self._read(folder / name, columns) for name, columns in FURTHER.items()}
        self._further = {name: _by_key(lines) for name, lines in read.items()}
        self._keys_of_lines = {name: [line[0] for line in lines] for name, lines in read.items()}
        if len(self._line) != len(lines):
            raise _refusal("units.csv", _twice([line[_KEY] for line in lines]), "key")
        try:
            self.keys: Mapping[str, int] = {key: int(line[_ID]) for key, line in self._line.items()}
        except ValueError as error:
            raise VocabularyError(
                f"units.csv, column 'id': {error}", remedy="an id is a whole number"
            ) from None
        self.ids: Mapping[int, str] = {id: key for key, id in self.keys.items()}
        if len(self.ids) != len(lines):
            raise _refusal("units.csv", _twice([line[_ID] for line in lines]), "id")
        for name, by_key in self._further.items():
            if unknown := by_key.keys() - self._line.keys():
                key = next(key for key in by_key if key in unknown)
                raise VocabularyError(
                    f"{self._lines_in(name, key)}: there is no place '{key}' in units.csv",
                    remedy="correct the key; or is one of these the file of another country?",
                )

    def __getstate__(self) -> dict[str, object]:
        """A register travels to the workers of a cluster; a digest under way cannot."""
        return {**self.__dict__, "digest": self.digest, "_digest": None}

    def _read(self, file: Traversable, columns: Sequence[str]) -> list[Line]:
        if not file.is_file():
            return []
        data = file.read_bytes()
        self._digest.update(data)
        lines = list(csv.reader(io.StringIO(data.decode("utf-8"))))
        if not lines or lines[0] != list(columns):
            raise VocabularyError(
                f"{file.name}, line 1: the columns are not {', '.join(columns)}",
                remedy="write these in the first line",
            )
        for number, line in enumerate(lines, start=1):
            if len(line) != len(columns):
                raise VocabularyError(
                    f"{file.name}, line {number}: {len(line)} cells instead of {len(columns)}",
                    remedy="put texts with commas between double quotes",
                )
        return lines[1:]

    def line_of(self, key: str) -> int:
        """Return the line of units.csv on which a place stands."""
        return self._number_of_line[key]

    def rows_of(self, key: str, further: str = "") -> str:
        """Return where a place is told: its line in units.csv, and its lines in a further table.

        Args:
            key: of the place.
            further: one of FURTHER; empty for units.csv alone.
        """
        told = [f"units.csv, line {self.line_of(key)}"]
        if key in self._further.get(further, ()):
            told.append(self._lines_in(further, key))
        return ", ".join(told)

    def _lines_in(self, name: str, key: str) -> str:
        numbers = [n for n, one in enumerate(self._keys_of_lines[name], start=2) if one == key]
        word = "line" if len(numbers) == 1 else "lines"
        return f"{name}, {word} {', '.join(map(str, numbers))}"

    @cached_property
    def _number_of_line(self) -> Mapping[str, int]:
        return {key: number for number, key in enumerate(self._line, start=2)}

    @cached_property
    def digest(self) -> str:
        """A digest of the tables' bytes."""
        return self._digest.hexdigest()

    @cached_property
    def below(self) -> Mapping[str, Sequence[str]]:
        """The keys of the places that ever belonged to a parent, by its key, in order of ids."""
        found: dict[str, list[str]] = {}
        parents = self._further["parents.csv"]
        for key, line in sorted(self._line.items(), key=lambda item: self.keys[item[0]]):
            if line[_PARENT]:
                found.setdefault(line[_PARENT], []).append(key)
            elif key in parents:
                for parent in dict.fromkeys(edge[1] for edge in parents[key]):
                    found.setdefault(parent, []).append(key)
        return found

    def of_levels(self, levels: Collection[Level]) -> Iterator[str]:
        """Yield the keys of the places of some levels."""
        words = {level.value for level in levels}
        return (key for key, line in self._line.items() if line[_LEVEL] in words)

    def names(self) -> Iterator[tuple[str, str]]:
        """Yield all names and aliases, each with the key of its place."""
        further = self._further["names.csv"]
        for key, line in self._line.items():
            if line[_NAME]:
                yield line[_NAME], key
            if line[_NAME_EN]:
                yield line[_NAME_EN], key
            for name in further.get(key, ()):
                yield name[2], key

    def codes(self) -> Iterator[tuple[str, str]]:
        """Yield all codes, each with the key of its place."""
        for key, line in self._line.items():
            if line[_CODE]:
                yield line[_CODE], key
        for key, codes in self._further["codes.csv"].items():
            for code in codes:
                yield code[1], key

    def place(self, key: str) -> Place:
        """Return one place.

        Raises:
            VocabularyError: naming its line, where a cell is wrong.
        """
        line = self._line[key]
        try:
            return self._made(key, line)
        except ValueError as error:
            raise VocabularyError(
                f"units.csv, place '{key}': {error}", remedy="correct its line and dates"
            ) from None

    def _made(self, key: str, line: Line) -> Place:
        span = Span(_day(line[_START]), _day(line[_END]))
        further = {name: by_key.get(key, ()) for name, by_key in self._further.items()}
        names = [PlaceName(self._language, line[_NAME], type=line[_TYPE])] if line[_NAME] else []
        if line[_NAME_EN]:
            names.append(PlaceName("en", line[_NAME_EN]))
        names += [
            PlaceName(one[1], one[2], one[4] == "1", _span(one[5:]), one[3])
            for one in further["names.csv"]
        ]
        codes = [PlaceCode(self._scheme, line[_CODE], span)] if line[_CODE] else []
        codes += [PlaceCode(self._scheme, one[1], _span(one[2:])) for one in further["codes.csv"]]
        edges = [Edge(line[_PARENT], span)] if line[_PARENT] else []
        edges += [Edge(one[1], _span(one[2:])) for one in further["parents.csv"]]
        return Place(
            id=self.keys[key],
            key=key,
            level=parse_word(Level, line[_LEVEL]),
            names=tuple(names),
            codes=tuple(codes),
            parents=tuple(edges),
            span=span,
        )


def _by_key(lines: Sequence[Line]) -> dict[str, list[Line]]:
    found: dict[str, list[Line]] = {}
    for line in lines:
        found.setdefault(line[0], []).append(line)
    return found


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _span(cells: Sequence[str]) -> Span:
    return Span(*(_day(cell) for cell in cells))


def _twice(values: Sequence[str]) -> str:
    seen: set[str] = set()
    return next((value for value in values if value in seen or seen.add(value)), "")  # type: ignore[func-returns-value]


def _refusal(file: str, value: str, column: str) -> VocabularyError:
    return VocabularyError(
        f"{file}: the {column} '{value}' stands twice",
        remedy=f"a place has one line, and no {column} is used again",
    )
