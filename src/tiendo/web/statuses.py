"""The status of a target as it is printed: a word, a shape, and only then a colour."""

from __future__ import annotations

from dataclasses import dataclass

from tiendo.vocabulary.words import TargetStatus
from tiendo.web import words
from tiendo.web.texts import say


@dataclass(frozen=True, slots=True)
class StatusShown:
    """A status as it is printed: its closed word for the style, its words, its shape."""

    code: str
    words: str
    shape: str


def status_shown(status: TargetStatus, language: str) -> StatusShown:
    """Return a status in words and shape."""
    said = say(words.TARGET_STATUSES[status], language)
    return StatusShown(status.value, said, words.TARGET_SHAPES[status])
