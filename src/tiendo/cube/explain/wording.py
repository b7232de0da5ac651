"""What the findings of an evaluation say, and what a recast says of itself."""

from __future__ import annotations

from enum import unique

from tiendo.vocabulary.sentence import Wording


@unique
class CheckFound(Wording):
    """What a check of an evaluation found on a cell."""

    NOT_THE_SUM = "{field} of {where}: figures known by {day} give another value"
    REVISED = "{field} of {where}: known since {since}; by {day} newer figures imply another"
    STATED_AND_REVISED = "stated {kind} of {where}: the levels were revised since"
    STATED_OTHERWISE = "stated {kind} of {where}: the levels give another one"
    TWO_BASES = "{where}: two stated comparisons imply different bases"
    PLACES_BELOW = "{where}: the places below it add up to another value"
    PARTS = "{where}: its parts by {dimension} add up to another value"
    ANOTHER_PLAN_IMPLIED = "{where}: the stated share implies another plan"
    SHARE_OF_ANOTHER_PLAN = (
        "{where}: the share was stated of another plan or level than those known today"
    )
    CHAIN_LINKED = (
        "{where}: the same period is known at older prices only; chain-linked it is {base}, a "
        "growth of {growth} %"
    )
    PRICES_NOT_STATED = (
        "{where}: the report does not state the price basis; growth and contribution hold only if "
        "both years are at the same prices"
    )
    BREAK_IN_SERIES = "{where}: levels before {month} do not compare: {reason}"
    RECAST = "{field} of {where}: {operation}"
    RECAST_FROM = "{field} of {where}: {operation} ({places})"
    TARGET_RECAST = "{where}: {kind} target {target} of {period} recast: {reason}"
    TARGET_RECAST_BY = (
        "{where}: {kind} target {target} of {period} set by {assigner} recast: {reason}"
    )
    TARGET_APART = "{where}: {kind} target {target} of {period} not comparable: {reason}"
    TARGET_APART_BY = (
        "{where}: {kind} target {target} of {period} set by {assigner} not comparable: {reason}"
    )


@unique
class RecastSaid(Wording):
    """What was done to carry a level to the map of another day, or why it was not."""

    CONFIDENTIAL = "recast refused: figures of this indicator are confidential somewhere"
    SHARE_NOT_KNOWN = "recast refused: what share of {places} lies here is not known"
    LACKING = "{operation}; not known: {places}"
    LACKING_UNTOLD = "{operation}; not known: places that the register does not tell"


@unique
class TargetReason(Wording):
    """Why a target of a former territory does not compare, or how it was recast."""

    SUM_OF_TARGETS = "sum of the targets of {places}"
    SET_ELSEWHERE = "set for the territory of {place}; not recast: {why}"
    DIVIDED = "only a part of {places} lies here"
    INCOMPLETE = "the register does not tell all that it was made of"
    GROWTHS = "growths of several territories do not add up"
    NO_SUM = "the indicator does not add up over places"
    LACKING = "{places} had none"
    TWO_WAYS = "some are to be reached and others not to be exceeded"
