"""Why there is no chance for a target, in the reader's language.

The log says it in English with all its numbers; the pages say what kind of reason it is.
"""

from __future__ import annotations

import re

from tiendo.web.texts import Marked, marked, say

_REASONS: tuple[tuple[re.Pattern[str], Marked], ...] = tuple(
    (re.compile(pattern), words)
    for pattern, words in (
        (
            r"only the sum is known",
            marked(
                "why there is no chance",
                "Only their sum is known, not the single months or quarters.",
            ),
        ),
        (
            r"cannot be recast",
            marked(
                "why there is no chance",
                "Figures of the places it was made of are lacking, or cannot be divided.",
            ),
        ),
        (
            r"set for the territory|not recast:",
            marked("why there is no chance", "The target was set for another territory."),
        ),
        (
            r"^nothing of |^nothing is known before",
            marked("why there is no chance", "Nothing of the year is known yet."),
        ),
        (
            r"negative values|zero base|values are zero|nothing came so far|doing nothing",
            marked("why there is no chance", "There is no base from which growth could be told."),
        ),
        (
            r"no year to compare|single value|needs last year",
            marked("why there is no chance", "There is no earlier year to compare with."),
        ),
        (
            r" is missing|not known yet|is given twice",
            marked("why there is no chance", "Months or quarters are missing, or stand twice."),
        ),
        (
            r"in one unit|the series in |check its unit",
            marked("why there is no chance", "The units do not seem to be the same."),
        ),
        (
            r"recast|the level jumps",
            marked(
                "why there is no chance",
                "The series was changed on the way and does not compare with itself.",
            ),
        ),
    )
)
_OTHER = marked("why there is no chance", "The outlook tells why.")


def reason_words(reason: str, language: str) -> str:
    """Return what kind of reason a sentence of the log gives; empty for none."""
    if not reason:
        return ""
    found = next((words for pattern, words in _REASONS if pattern.search(reason)), _OTHER)
    return say(found, language)
