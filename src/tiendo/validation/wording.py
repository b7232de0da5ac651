"""What rules say of a cell: what they found, what was lacking, and within what a number may lie."""

from __future__ import annotations

from enum import unique

from tiendo.vocabulary.sentence import Wording


@unique
class RuleFound(Wording):
    """What a rule found on a cell."""

    NOT_CHECKABLE = "{where}: cannot be checked, {what} is not known"
    COULD_NOT_RUN = "{where}: the rule could not run ({error})"
    FALLS = "{where}: {later} to date is less than the {earlier} to date of {until}"
    FALLS_REVISED = (
        "{where}: {later} to date is less than the {earlier} to date of {until}; its months were "
        "revised since"
    )
    MONTH_NOT_ADDED = (
        "{where}: {stated} to date, but {earlier} to date of {until}, {month} and what was revised "
        "make {total}"
    )
    POWER_OF_TEN = (
        "{where}: {stated} is about 10^{power} times the usual {usual} ({count} figures before); "
        "{meant} would fit"
    )
    OUTLIER = (
        "{where}: growth of {growth} % on the same period; in {count} years before, the median was "
        "{usual} %, plausible is {lowest} to {highest} %"
    )
    PLAN_TRIANGLE = (
        "{where}: planned growth is {aim} %, but from {base} in {earlier} to the planned {planned} "
        "it is {computed} %"
    )
    PLAN_MOVED = "{where}: the plan moved from {old} (known {before}) to {new} (known {now})"
    PLAN_MOVED_BY_SHARE = (
        "{where}: the plan moved from {old} (known {before}) to {new} (known {now}), as the stated "
        "share implies"
    )
    NOT_EQUAL = "{where}: {left} is {ours}, but should be {right}, {theirs}"
    TOO_SMALL = "{where}: {left} is {ours}, but should be at least {right}, {theirs}"
    TOO_LARGE = "{where}: {left} is {ours}, but should be at most {right}, {theirs}"
    NOT_BY_FORMULA = "{where}: {stated}, but {formula} is {computed}"
    MORE_THAN_ALL = "{where}: {some} are more than all {whole}, {most}"
    PER_UNIT = "{where}: {expression} is {value}, plausible is {range}"
    NOT_POSSIBLE = "{where}: {kind} {value}, possible is {range}"
    NOT_PLAUSIBLE = "{where}: {kind} {value}, plausible is {range}"
    PLANNED_NOT_POSSIBLE = "{where}: planned {kind} {value}, possible is {range}"
    PLANNED_NOT_PLAUSIBLE = "{where}: planned {kind} {value}, plausible is {range}"
    PARTS_EXCEED = (
        "{where}: {count} of its parts by {dimension} are {total}, more than the whole, {whole}; "
        "not known: {parts}"
    )
    GROWTH_REVISED = (
        "{where}: growth of {stated} % was stated, the levels were revised since {computed} %"
    )
    GROWTH_OTHERWISE = (
        "{where}: growth of {stated} % was stated, the levels of other files give {computed} %"
    )
    SOURCES_DIFFER = "{where}: {kind} is {ours} by {source}, {theirs} by {other}"


@unique
class RuleLacks(Wording):
    """What a rule lacks to be checked; it stands within a sentence: "... is not known"."""

    YEAR_TO_DATE = "the year to date"
    EARLIER_YEAR_TO_DATE = "an earlier year to date"
    ENOUGH_HISTORY = "enough history"
    LEVEL_OF = "the level of {period}"
    EITHER_PERIOD = "{period} or {earlier}"
    OPERAND = "an operand of {formula}"
    ZERO_DIVISOR = "a quotient by {divisor}, which is zero,"
    BOTH = "{one} and {other}"


@unique
class RangeSaid(Wording):
    """Within what a number may lie; it stands within a sentence: "possible is ..."."""

    BETWEEN = "{lowest} to {highest}"
    AT_LEAST = "at least {lowest}"
    AT_MOST = "at most {highest}"
    ANYTHING = "anything"
