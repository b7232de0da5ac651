"""The closed words of the contract, as enumerations that are also plain strings.

A member compares equal to its word, so that files, the database and JSON hold the word itself.
"""

from __future__ import annotations

import re
from enum import StrEnum
from typing import TypeVar

from tiendo.vocabulary.errors import VocabularyError
from tiendo.vocabulary.wording import Misread, Remedy


class Kind(StrEnum):
    """What a number states."""

    LEVEL = "level"
    GROWTH = "growth"
    CHANGE_ABS = "change_abs"
    PLAN_SHARE = "plan_share"
    BASE_RATIO = "base_ratio"
    OVER_PLAN = "over_plan"
    SHARE = "share"
    CONTRIBUTION = "contribution"
    COUNT = "count"
    RANK = "rank"


class Measure(StrEnum):
    """What a row or a series measures."""

    LEVEL = "level"
    GROWTH = "growth"
    CHANGE_ABS = "change_abs"
    BASE_RATIO = "base_ratio"
    SHARE = "share"
    CONTRIBUTION = "contribution"


class Modality(StrEnum):
    """Whether a number is a fact, a guess of its reporter, or an aim."""

    ACTUAL = "actual"
    ESTIMATED = "estimated"
    EXPECTED = "expected"
    TARGET = "target"


class Comparator(StrEnum):
    """How a printed number relates to the true one."""

    EXACT = "exact"
    MORE_THAN = "more_than"
    AT_LEAST = "at_least"
    LESS_THAN = "less_than"
    AT_MOST = "at_most"
    NEARLY = "nearly"
    APPROX = "approx"
    RANGE = "range"


class Operator(StrEnum):
    """How a plan figure is to be met."""

    MORE_THAN = "more_than"
    AT_LEAST = "at_least"
    LESS_THAN = "less_than"
    AT_MOST = "at_most"
    EXACT = "exact"
    NONE_LEFT = "none_left"


class Status(StrEnum):
    """How final a filed figure is."""

    ESTIMATE = "estimate"
    PRELIMINARY = "preliminary"
    OFFICIAL = "official"


class State(StrEnum):
    """What an asked cell turned out to be."""

    VALUE = "value"
    ZERO = "zero"
    PARTIAL = "partial"
    MISSING = "missing"
    NOT_DUE = "not_due"
    NOT_APPLICABLE = "not_applicable"
    CONFIDENTIAL = "confidential"
    REFUSED = "refused"


class FiledState(StrEnum):
    """What a figure may carry instead of a value."""

    CONFIDENTIAL = "confidential"
    NOT_APPLICABLE = "not_applicable"
    WITHDRAWN = "withdrawn"


class Nature(StrEnum):
    """What kind of quantity an indicator is."""

    FLOW = "flow"
    STOCK = "stock"
    AVERAGE = "average"
    INDEX = "index"
    RATIO = "ratio"


class Rule(StrEnum):
    """How figures combine over time or over places."""

    SUM = "sum"
    LAST = "last"
    MEAN = "mean"
    NONE = "none"


class Direction(StrEnum):
    """Which way is good."""

    UP = "up"
    DOWN = "down"
    KEEP = "keep"


class Frequency(StrEnum):
    """How often an indicator is reported."""

    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    HALF_YEARLY = "half_yearly"
    YEARLY = "yearly"


class TargetStatus(StrEnum):
    """Where a target stands."""

    MET = "met"
    MISSED = "missed"
    AHEAD = "ahead"
    ON_TRACK = "on_track"
    AT_RISK = "at_risk"
    OFF_TRACK = "off_track"
    BEYOND_REACH = "beyond_reach"
    NO_DATA = "no_data"
    NOT_DUE = "not_due"
    NOT_COMPARABLE = "not_comparable"


class Verdict(StrEnum):
    """What a check concluded."""

    OK = "ok"
    EXPLAINED = "explained"
    SUSPECT = "suspect"
    CONTRADICTION = "contradiction"
    NOT_CHECKABLE = "not_checkable"


class Severity(StrEnum):
    """How much a finding matters."""

    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


class Level(StrEnum):
    """Levels of government, from the top."""

    COUNTRY = "country"
    PROVINCE = "province"
    DISTRICT = "district"
    COMMUNE = "commune"


CURRENT = "current"
NOT_APPLICABLE = "not_applicable"
NOT_STATED = "not_stated"
_CONSTANT = re.compile(r"constant_\d{4}")

STATUS_RANK: dict[Status | None, int] = {
    None: 0,
    Status.ESTIMATE: 1,
    Status.PRELIMINARY: 2,
    Status.OFFICIAL: 3,
}
"""How final a status is; a figure without one ranks last."""


def parse_price_basis(text: str) -> str:
    """Return `text` if it is a price basis: current, constant_YYYY, not_applicable, not_stated.

    Raises:
        VocabularyError: for any other word.
    """
    if text in (CURRENT, NOT_APPLICABLE, NOT_STATED) or _CONSTANT.fullmatch(text):
        return text
    raise VocabularyError(Misread.NO_PRICE_BASIS.said(text=text), remedy=Remedy.PRICE_BASES.said())


Word = TypeVar("Word", bound=StrEnum)


def parse_word(words: type[Word], text: str) -> Word:
    """Return the member of `words` that `text` spells.

    Raises:
        VocabularyError: naming the words that are allowed.
    """
    try:
        return words(text)
    except ValueError:
        allowed = ", ".join(words)
        raise VocabularyError(
            Misread.NO_WORD.said(text=text, words=words.__name__.lower()),
            remedy=Remedy.ONE_OF.said(words=allowed),
        ) from None
