"""Which row stands under which: by section numbers and indentation."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tiendo.ledger.intake.report.lexicon import lexicons
from tiendo.vocabulary.folding import fold

# Each with what must follow it before words, so that "A lưới" or "IV" in a name are not cut.
_KINDS = (
    ("roman", r"\(?[IVXLC]+", r"[.)\-–/:]+\s*"),
    ("decimal", r"\(?\d+(?:\.\d+)+", r"[.)\-–/:]*\s+"),
    ("number", r"\(?\d+", r"[.)\-–/:]+\s*(?=\D)"),
    ("capital", r"\(?[A-HĐ]", r"[.)\-–/:]+\s*"),
    ("small", r"\(?[a-zđ]", r"[.)/:]+\s*"),
    ("bullet", r"[-–—•]", r"\s*"),
    ("plus", r"[+*]", r"\s*"),
)
_NUMBERINGS = tuple((kind, re.compile(number + end)) for kind, number, end in _KINDS)
_ALONE = tuple((kind, re.compile(rf"{number}[.)]?")) for kind, number, _ in _KINDS)
_FOOTNOTE = re.compile(r"\s*(?:\((?:\*+|\d{1,2})\)|\*+|[¹²³⁴⁵]+)\s*$")


@dataclass(frozen=True, slots=True)
class Entry:
    """The label of a row.

    Attributes:
        row: where it stands, from 0.
        label: as written.
        words: without section number and footnote mark.
        depth: kind of its numbering and steps of indentation; equal ones are siblings.
    """

    row: int
    label: str
    words: str
    depth: tuple[str, int]


def entry_of(row: int, label: str, indent: int, number: str = "") -> Entry:
    """Return the entry of a row.

    Args:
        row: where it stands, from 0.
        label: text of the label cell.
        indent: by how many steps the cell is indented.
        number: text of the section number's own column, if there is one.
    """
    words = label.strip("\t\n\r \u00a0")
    spaces = len(label) - len(label.lstrip(" \u00a0\t"))
    kind = next((kind for kind, pattern in _ALONE if pattern.fullmatch(number.strip())), "")
    dots = number.count(".") if kind == "decimal" else 0
    for inner, pattern in _NUMBERINGS:
        if found := pattern.match(words):
            kind = f"{kind}{inner}"
            dots = found[0].rstrip(". ").count(".") if inner == "decimal" else 0
            words = words[found.end() :]
            break
    words = _without_of_which(_FOOTNOTE.sub("", words))
    return Entry(row, label, words, (f"{kind}{dots or ''}", indent + (spaces + 1) // 2))


def _without_of_which(words: str) -> str:
    """Drop "of which" and a colon before the name of a part."""
    head, colon, tail = words.partition(":")
    return tail.strip() if colon and tail.strip() and is_of_which(head) else words


def is_of_which(words: str) -> bool:
    """Whether words only open a list of parts."""
    folded = fold(words)
    return any(folded in lexicon.of_which for lexicon in lexicons())


def parents(entries: Sequence[Entry]) -> Iterator[tuple[Entry, tuple[Entry, ...]]]:
    """Yield every entry with those that it stands under, the nearest first.

    A kind of numbering or an indentation that is new stands one step deeper than the row before; a
    known one ends everything deeper.
    """
    stack: list[Entry] = []
    for entry in entries:
        depths = [above.depth for above in stack]
        if entry.depth in depths:
            del stack[depths.index(entry.depth) :]
        else:
            while stack and _is_shallower(entry, stack[-1]):
                stack.pop()
        yield entry, tuple(reversed(stack))
        stack.append(entry)


def _is_shallower(entry: Entry, above: Entry) -> bool:
    """Whether a row of the same numbering stands left of the one above it."""
    return entry.depth[0] == above.depth[0] and entry.depth[1] < above.depth[1]
