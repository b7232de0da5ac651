"""What kind of reason leaves a target without a chance, for where many are told together.

The outlook's page says each reason with its values (`sentences`); beside the count of a status
there is room for its kind alone.
"""

from __future__ import annotations

from tiendo.outlook.wording import OutlookReason, ReasonKind, without_series
from tiendo.vocabulary.sentence import Sentence
from tiendo.web.texts import marked, say

REASON_KINDS = {
    ReasonKind.OTHER_TERRITORY: marked(
        "why there is no chance", "The target was set for another territory."
    ),
    ReasonKind.NOTHING_YET: marked("why there is no chance", "Nothing of the year is known yet."),
    ReasonKind.NO_BASE: marked(
        "why there is no chance", "There is no base from which growth could be told."
    ),
    ReasonKind.NO_EARLIER_YEAR: marked(
        "why there is no chance", "There is no earlier year to compare with."
    ),
    ReasonKind.MISSING: marked(
        "why there is no chance", "Months or quarters are missing, or stand twice."
    ),
    ReasonKind.OTHER_UNIT: marked(
        "why there is no chance", "The units do not seem to be the same."
    ),
    ReasonKind.CHANGED: marked(
        "why there is no chance",
        "The series was changed on the way and does not compare with itself.",
    ),
    ReasonKind.NOT_RECAST: marked(
        "why there is no chance",
        "Figures of the places it was made of are lacking, or cannot be divided.",
    ),
    ReasonKind.OTHER: marked("why there is no chance", "The outlook tells why."),
}


def kind_of(reason: Sentence) -> ReasonKind:
    """Return what kind of reason it is: of the outlook, or else of a target set elsewhere."""
    word = without_series(reason).word
    return word.kind if isinstance(word, OutlookReason) else ReasonKind.OTHER_TERRITORY


def reason_words(reason: Sentence | None, language: str) -> str:
    """Return the kind of a reason in words; empty for none."""
    return say(REASON_KINDS[kind_of(reason)], language) if reason else ""
