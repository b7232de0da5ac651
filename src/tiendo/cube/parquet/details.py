"""What a finding means, in a short sentence: the kernel names the check, `explain` the figures."""

from __future__ import annotations

from tiendo.cube.cells.codes import CHECKS, VERDICTS
from tiendo.vocabulary.words import Verdict

_SENTENCES = {
    "sum": "what should add up to it, or what it should add up to, gives another value",
    "revision": "newer figures imply another value",
    "level_change_growth": "the levels give another comparison than the stated one",
    "implied_base": "two stated comparisons imply different bases",
    "implied_plan": "the stated share implies another plan",
    "price_basis": "the report does not state the price basis; growth and contribution hold only "
    "if both years are at the same prices",
    "rule:series_break": "levels before and after a break in the series do not compare",
    "rule:territory": "recast from places of another day's map",
    "rule:target_territory": "a target was set for another territory and does not compare",
}
_EXPLAINED = {
    "level_change_growth": "the levels were revised since the comparison was stated",
    "implied_plan": "the share was stated of another plan or level than those known today",
    "price_basis": "the same period is known at older prices only; expected is the growth that "
    "chain-linking gives",
    "rule:target_territory": "the target is the sum of those of the places that it was made of",
}
"""Where the verdict `explained` changes the sentence."""


def detail_of(check: str, verdict: Verdict) -> str:
    """Return what a finding means.

    Raises:
        KeyError: for a check that is none of the kernel's.
    """
    explained = _EXPLAINED.get(check) if verdict is Verdict.EXPLAINED else None
    return explained or _SENTENCES[check]


DETAILS = tuple(detail_of(check, verdict) for check in CHECKS for verdict in VERDICTS)
"""The sentence of every check and verdict, by check code x number of verdicts + verdict code."""
