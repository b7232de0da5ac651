"""What each check means, in one sentence for a reader who is no statistician."""

from __future__ import annotations

from typing import NamedTuple

from tiendo.vocabulary.words import Verdict
from tiendo.web.texts import Marked, marked, say


class Check(NamedTuple):
    """A check: its name and what it says when it finds something."""

    name: Marked
    sentence: Marked


CHECKS = {
    "level_change_growth": Check(
        marked("check", "Level, change and growth"),
        marked(
            "check",
            "The stated growth or change is not the one between the two levels; "
            "the stated one is shown.",
        ),
    ),
    "ratio_or_growth": Check(
        marked("check", "Ratio or growth"),
        marked("check", "A ratio to the same period may have been written as a growth."),
    ),
    "implied_plan": Check(
        marked("check", "Implied plan"),
        marked(
            "check",
            "The stated share of the plan implies another plan than the filed one; "
            "the filed one is shown.",
        ),
    ),
    "implied_base": Check(
        marked("check", "Implied base"),
        marked(
            "check", "Two stated comparisons imply different values for the same period last year."
        ),
    ),
    "sum": Check(
        marked("check", "Sum"),
        marked("check", "The parts do not add up to the total; the filed total is shown."),
    ),
    "share_sum": Check(
        marked("check", "Sum of shares"), marked("check", "The shares do not add up to 100%.")
    ),
    "contribution_sum": Check(
        marked("check", "Sum of contributions"),
        marked("check", "The contributions do not add up to the growth of the total."),
    ),
    "weighted_growth": Check(
        marked("check", "Weighted growth"),
        marked("check", "The growth of the total lies outside the growths of its parts."),
    ),
    "repeat": Check(
        marked("check", "Repeated figure"),
        marked("check", "The same figure is stated twice with different values."),
    ),
    "per_unit": Check(
        marked("check", "Value per unit"),
        marked("check", "The value per unit that follows from two figures is not plausible."),
    ),
    "pace": Check(
        marked("check", "Pace"),
        marked("check", "The stated pace does not fit the figures of the months."),
    ),
    "index_as_growth": Check(
        marked("check", "Index read as growth"),
        marked("check", "An index may have been written as a growth."),
    ),
    "over_plan_as_growth": Check(
        marked("check", "Excess over plan read as growth"),
        marked("check", "An excess over the plan may have been written as a growth."),
    ),
    "separator": Check(
        marked("check", "Separator"),
        marked("check", "A thousands separator may have been read as a decimal one."),
    ),
    "period_ambiguous": Check(
        marked("check", "Ambiguous period"),
        marked("check", "The text does not tell clearly which period the figure is about."),
    ),
    "cross_version": Check(
        marked("check", "Two versions"),
        marked("check", "Two versions of the same text state different figures."),
    ),
    "reference": Check(
        marked("check", "Reference"),
        marked("check", "The figure differs from the reference data."),
    ),
    "revision": Check(
        marked("check", "Revision"),
        marked(
            "check",
            "Newer figures of its parts add up to another value; the filed one is still shown.",
        ),
    ),
    "price_basis": Check(
        marked("check", "Price basis"),
        marked(
            "check",
            "The report does not state the price basis; growth and contribution hold only if "
            "both years are at the same prices.",
        ),
    ),
    "rule:series_break": Check(
        marked("check", "Break in series"),
        marked(
            "check",
            "Levels before and after a break in the series do not compare; no growth is computed.",
        ),
    ),
    "rule:territory": Check(
        marked("check", "Recast to another map"),
        marked(
            "check",
            "The place did not exist in that period: the number is added up from the units of "
            "then, estimated where shares are known, refused where they are not.",
        ),
    ),
    "rule:target_territory": Check(
        marked("check", "Target of another territory"),
        marked(
            "check",
            "A target was set for a unit that lives on in this place. The result does not compare "
            "with it: not every former unit has such a target, or they do not add up.",
        ),
    ),
}
EXPLAINED = {
    "level_change_growth": marked(
        "check",
        "The stated growth or change was that between the levels when it was stated; they were "
        "revised since. The stated one is shown.",
    ),
    "implied_plan": marked(
        "check",
        "The share was stated of another plan or level than those known today; "
        "the stated one is shown.",
    ),
    "price_basis": marked(
        "check",
        "The same period is known at older prices only. Chain-linked to the new ones, the growth "
        "would be the expected one.",
    ),
    "rule:target_territory": marked(
        "check",
        "The plan is the sum of those set for the former units that this place is made of.",
    ),
}
"""What a check says where the figures differ for a known reason."""

OTHER_RULE = Check(
    marked("check", "Rule of the indicator"),
    marked("check", "A rule that belongs to this indicator is not met."),
)


def check_name(check: str, language: str) -> str:
    """Return the name of a check; a rule of the pack is told by its id."""
    if check in CHECKS:
        return say(CHECKS[check].name, language)
    return f"{say(OTHER_RULE.name, language)} ({check.removeprefix('rule:')})"


def check_sentence(check: str, verdict: Verdict, language: str) -> str:
    """Return what a finding of this check means."""
    if verdict is Verdict.EXPLAINED and check in EXPLAINED:
        return say(EXPLAINED[check], language)
    return say(CHECKS.get(check, OTHER_RULE).sentence, language)
