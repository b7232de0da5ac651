"""What every room says: of a text that cannot be understood, what helps, and how to list."""

from __future__ import annotations

from enum import unique

from tiendo.vocabulary.sentence import Wording


@unique
class Misread(Wording):
    """Why a text cannot be understood."""

    BACKWARDS = "a period ends before it begins"
    NO_PERIOD = "'{text}' is no period"
    YEAR_NAMED = "'{text}' names the year {year}"
    MONTH_NAMED = "'{text}' names the month {month}"
    ENDS_TOO_EARLY = "'{text}' ends before it begins"
    NO_PLACE = "'{text}' is no known place"
    NO_INDICATOR = "'{text}' is no indicator"
    SEVERAL_INDICATORS = "'{text}' names several indicators"
    NO_BREAKDOWN = "'{text}' is no breakdown"
    DIMENSION_TWICE = "the dimension '{dimension}' stands twice in '{text}'"
    NO_PRICE_BASIS = "'{text}' is no price basis"
    NO_WORD = "'{text}' is not one of the words for {words}"
    NOT_BROKEN_DOWN = "'{indicator}' is not broken down by '{dimension}'"
    NO_PART = "'{code}' is no {dimension} of '{indicator}'"


@unique
class Several(Wording):
    """How several are named one after another; few of them may stand for all."""

    AND = "{first} and {last}"
    MORE = "{first} and {count} more"


@unique
class Remedy(Wording):
    """What helps where a text cannot be understood."""

    PERIODS = (
        "write 2024-03 (month), 2024-Q1 (quarter), 2024-H1 (half-year), 2024-9M (nine months), "
        "2024 (year), 2021/2025 (whole years) or 2024-01/2024-05 (a run of months)"
    )
    YEARS = "years run from {first} to {last}"
    MONTHS = "months run from 01 to 12"
    EARLIER_FIRST = "write the earlier end first"
    MEANT = "did you mean: {several}?"
    A_KEY = "use a key such as ninh-thuan"
    SEE_INDICATORS = "see `tiendo indicators`"
    BREAKDOWN = "write dimension=code;dimension=code"
    ONCE = "name each dimension once"
    PRICE_BASES = "write current, constant_2010, constant_2020, ..., not_applicable or not_stated"
    ONE_OF = "write one of: {words}"
    DIMENSIONS = "its dimensions: {dimensions}"
    NO_DIMENSIONS = "its dimensions: none"
    CODES = "it has: {codes}"
