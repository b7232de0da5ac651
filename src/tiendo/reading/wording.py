"""What is said of the figures of a published report, and of its text."""

from __future__ import annotations

from enum import unique

from tiendo.vocabulary.sentence import Wording


@unique
class ReportFound(Wording):
    """What a check says of the figures of a report."""

    CHANGE_IMPLIES = "{before} before, a growth of {implied} % implied"
    CHANGE_IMPLIES_STATED = "{before} before, a growth of {implied} % implied; {stated} % stated"
    TWO_GROWTHS = "two growths of one level with the same base: {first} % and {second} %"
    RATIO_AND_GROWTH = "{ratio} % of the base is a growth of {growth} %; {stated} % stated"
    RATIO = (
        "{ratio} % is a ratio to the base ({base}), a growth of {growth} %; read as growth, the "
        "base would be {other}"
    )
    INDEX = "a growth of {printed} % is printed as an index; {meant} % is meant"
    PERHAPS_INDEX = "a growth of {printed} % may be an index: {meant} %"
    PLAN_BESIDE = "{implied} implied, {stated} stated"
    PLAN_IMPLIED = "a plan of {plan} implied"
    PLANS_IMPLIED = "plans of {plans} implied"
    PLANS_OF_TWO = "plans of {plans} implied: two assigners"
    PLAN_OF = "{plan} ({assigner})"
    PACE = "{share} % of the plan when {elapsed} % of the year is over"
    OVER_PLAN = "the growth of {growth} % equals the excess over the plan"
    SEPARATOR = "{quote} is read as {value}; it may be {other}"
    SEPARATOR_NEARER = (
        "{quote} is read as {value}; it may be {other}, which is nearer to the size of its siblings"
    )
    PER_UNIT = "{each} for each of {units}"
    TWO_PERIODS = "{quote} is of {period}, or of {other}"
    TOLD_AGAIN = "{quote} is told again"
    DIFFER = "{one} and {other} for the same"
    ACROSS = "{one} in {first}, {other} in {second}"
    PART_EXCEEDS = "a part of {part} exceeds the whole of {whole}"
    PARTS_MAKE_WHOLE = "the parts make the whole"
    SECTORS_LEAVE = "the sectors make {total} of {whole}; {left} ({share} %) is left"
    SECTORS_LEAVE_MORE = "the sectors make {total} of {whole}; {left} or more ({share} %) is left"
    SECTORS_LEAVE_TAXES = (
        "the sectors make {total} of {whole}; {left} ({share} %) is left: product taxes less "
        "subsidies"
    )
    SECTORS_LEAVE_MORE_TAXES = (
        "the sectors make {total} of {whole}; {left} or more ({share} %) is left: product taxes "
        "less subsidies"
    )
    GROWTH_BETWEEN = "a total of {total} % between {lowest} and {highest} %"
    GROWTH_BETWEEN_MEAN = (
        "a total of {total} % between {lowest} and {highest} %; the sectors together {mean} %"
    )
    SHARE_BEYOND = "a share of {share} %"
    SHARES_ADD_UP = "the shares add up to {total} %"
    SHARES_LEAVE_TAXES = "the shares add up to {total} %; the rest are product taxes less subsidies"
    CONTRIBUTIONS = "contributions add up to {total} points of {whole} %"
    LEDGER_HOLDS = "{quote}: the ledger holds {held}"
    LEDGER_HOLDS_FROM = "{quote}: the ledger holds {held} ({source})"


@unique
class TextRemark(Wording):
    """What a reader should know of the text itself."""

    NOT_READ = (
        "characters {start} to {end} were not read: they go on a sentence of more than {longest} "
        "characters; break it into sentences or lines"
    )
    UNKNOWN_LANGUAGE = (
        "the language of the text is not known; plain numbers were read (known: {known})"
    )
    BIDI = "the text carries bidi control characters; they were left out of account"
    MIXED_DIGITS = (
        "'{quote}' (characters {start} to {end}) mixes digits of several scripts; see whether it "
        "was copied whole"
    )
    TOO_MANY_DIGITS = (
        "the number '{quote}...' (characters {start} to {end}) was not read: it has more than "
        "{longest} digits; see what was run together there"
    )
