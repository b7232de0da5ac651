"""What is no prose: a stretch of a text that goes on and on without the end of a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator

LONGEST_SENTENCE = 20_000
"""Characters of the longest sentence that is read; the longest of a report have about 2,000."""

_LONGEST_WORD = 100
"""Whatever is longer is neither a word nor a number that is read, so that it may be cut."""

_END = re.compile(r"[.!?;\u061f\u061b\u2026](?=\s)|\n")
_SPACE = re.compile(r"\s")


def without_endless(text: str) -> tuple[str, list[tuple[int, int]]]:
    """Blank what goes beyond the longest sentence; the length is kept, the spans are told.

    A million numbers in one sentence are a damaged table. To weigh each against its neighbours
    would cost minutes and tell nothing, so the reader of the figures is told to mend the text.
    """
    if len(text) <= LONGEST_SENTENCE:
        return text, []
    spans = []
    pieces = []
    done = 0
    for begin, end in _sentences(text):
        if end - begin <= LONGEST_SENTENCE:
            continue
        start = begin + LONGEST_SENTENCE
        word = _SPACE.search(text, start, min(start + _LONGEST_WORD, end))
        start = word.start() if word else start
        pieces += [text[done:start], " " * (end - start)]
        spans.append((start, end))
        done = end
    return "".join([*pieces, text[done:]]), spans


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for found in _END.finditer(text):
        yield start, found.end()
        start = found.end()
    yield start, len(text)
