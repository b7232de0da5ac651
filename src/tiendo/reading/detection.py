"""Which language a text is in, line by line: by script, by peculiar letters, by small words."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tiendo.reading.language import Language

_SCRIPTS = {
    "arabic": re.compile("[\u0620-\u06d3]"),
    "cyrillic": re.compile("[\u0400-\u04ff]"),
    "latin": re.compile("[A-Za-z\u00c0-\u024f\u1e00-\u1eff]"),
}
_WORD = re.compile(r"[^\W\d_]+")
_SAMPLE = 20_000
_ENOUGH = 0.04
_LETTER_WEIGHT = 3


def script_of(text: str) -> str | None:
    """Return the script that most letters of a text belong to."""
    sample = text[:_SAMPLE]
    counts = {name: len(letters.findall(sample)) for name, letters in _SCRIPTS.items()}
    best = max(counts, key=lambda name: counts[name])
    return best if counts[best] else None


def language_of(text: str, languages: Sequence[Language]) -> Language | None:
    """Return the pack that a text is in, or None where no pack knows it."""
    script = script_of(text)
    rivals = [language for language in languages if language.script == script]
    if not rivals:
        return None
    words = _WORD.findall(text[:_SAMPLE].casefold())
    if not words:
        return None
    scores = [_score(words, language) for language in rivals]
    best = max(scores)
    return rivals[scores.index(best)] if best >= _ENOUGH else None


def _score(words: Sequence[str], language: Language) -> float:
    """Return the share of small words, and of words with letters that only this language has."""
    letters = frozenset(language.letters)
    known = sum(word in language.stop_words for word in words)
    own = sum(not letters.isdisjoint(word) for word in words) if letters else 0
    return (known + _LETTER_WEIGHT * own) / len(words)


def runs_by_language(
    text: str, languages: Sequence[Language], main: Language
) -> list[tuple[int, int, Language]]:
    """Return runs of whole lines, each with its pack; short lines go with the text."""
    runs: list[tuple[int, int, Language]] = []
    others = [language for language in languages if language.script != main.script]
    if not any(_SCRIPTS[script].search(text) for script in {pack.script for pack in others}):
        return [(0, len(text), main)] if text else []
    at = 0
    for line in text.splitlines(keepends=True):
        language = main
        if others and len(line) > 40 and script_of(line) != main.script:
            language = language_of(line, others) or main
        if runs and runs[-1][2] is language:
            runs[-1] = (runs[-1][0], at + len(line), language)
        else:
            runs.append((at, at + len(line), language))
        at += len(line)
    return runs
