"""The closed words of the contract in the language of the reader.

Each dictionary is complete for its enumeration (a test sees to that); a word that comes from data,
such as an assigner or a topic, is shown as it is where it is not known here.
"""

from __future__ import annotations

from tiendo.vocabulary.words import (
    Comparator,
    Direction,
    FiledState,
    Frequency,
    Kind,
    Level,
    Measure,
    Modality,
    Nature,
    Operator,
    Rule,
    Severity,
    State,
    Status,
    TargetStatus,
    Verdict,
)
from tiendo.web.texts import Marked, marked, say

STATES = {
    State.VALUE: marked("state", "has a value"),
    State.ZERO: marked("state", "zero"),
    State.PARTIAL: marked("state", "incomplete"),
    State.MISSING: marked("state", "no figure"),
    State.NOT_DUE: marked("state", "not due yet"),
    State.NOT_APPLICABLE: marked("state", "not applicable"),
    State.CONFIDENTIAL: marked("state", "confidential"),
    State.REFUSED: marked("state", "not comparable"),
}
FILED_STATES = {
    FiledState.CONFIDENTIAL: marked("state", "confidential"),
    FiledState.NOT_APPLICABLE: marked("state", "not applicable"),
    FiledState.WITHDRAWN: marked("state", "withdrawn"),
}
STATUSES = {
    Status.ESTIMATE: marked("status", "estimate"),
    Status.PRELIMINARY: marked("status", "preliminary"),
    Status.OFFICIAL: marked("status", "official"),
}
MODALITIES = {
    Modality.ACTUAL: marked("modality", "realised"),
    Modality.ESTIMATED: marked("modality", "estimated"),
    Modality.EXPECTED: marked("modality", "expected"),
    Modality.TARGET: marked("modality", "target"),
}
COMPARATORS = {
    Comparator.EXACT: marked("comparator", "exactly"),
    Comparator.MORE_THAN: marked("comparator", "more than"),
    Comparator.AT_LEAST: marked("comparator", "at least"),
    Comparator.LESS_THAN: marked("comparator", "less than"),
    Comparator.AT_MOST: marked("comparator", "at most"),
    Comparator.NEARLY: marked("comparator", "nearly"),
    Comparator.APPROX: marked("comparator", "about"),
    Comparator.RANGE: marked("comparator", "between"),
}
COMPARATOR_SIGNS = {
    Comparator.EXACT: "",
    Comparator.MORE_THAN: ">",
    Comparator.AT_LEAST: "≥",
    Comparator.LESS_THAN: "<",
    Comparator.AT_MOST: "≤",
    Comparator.NEARLY: "≲",
    Comparator.APPROX: "≈",
    Comparator.RANGE: "",
}
OPERATORS = {
    Operator.MORE_THAN: marked("operator of a target", "more than"),
    Operator.AT_LEAST: marked("operator of a target", "at least"),
    Operator.LESS_THAN: marked("operator of a target", "less than"),
    Operator.AT_MOST: marked("operator of a target", "at most"),
    Operator.EXACT: marked("operator of a target", "exactly"),
    Operator.NONE_LEFT: marked("operator of a target", "none left"),
}
OPERATOR_SIGNS = {
    Operator.MORE_THAN: ">",
    Operator.AT_LEAST: "≥",
    Operator.LESS_THAN: "<",
    Operator.AT_MOST: "≤",
    Operator.EXACT: "",
    Operator.NONE_LEFT: "=",
}
KINDS = {
    Kind.LEVEL: marked("kind of a number", "level"),
    Kind.GROWTH: marked("kind of a number", "growth on the same period"),
    Kind.CHANGE_ABS: marked("kind of a number", "change on the same period"),
    Kind.PLAN_SHARE: marked("kind of a number", "share of the plan"),
    Kind.BASE_RATIO: marked("kind of a number", "ratio to the same period"),
    Kind.OVER_PLAN: marked("kind of a number", "excess over the plan"),
    Kind.SHARE: marked("kind of a number", "share of the total"),
    Kind.CONTRIBUTION: marked("kind of a number", "contribution to growth"),
    Kind.COUNT: marked("kind of a number", "count"),
    Kind.RANK: marked("kind of a number", "rank"),
}
MEASURES = {
    Measure.LEVEL: marked("measure of a row", "level"),
    Measure.GROWTH: marked("measure of a row", "growth only"),
    Measure.CHANGE_ABS: marked("measure of a row", "change only"),
    Measure.BASE_RATIO: marked("measure of a row", "ratio to the same period only"),
    Measure.SHARE: marked("measure of a row", "share only"),
    Measure.CONTRIBUTION: marked("measure of a row", "contribution only"),
}
NATURES = {
    Nature.FLOW: marked("nature of an indicator", "flow: adds up over time"),
    Nature.STOCK: marked("nature of an indicator", "stock: the state at the end of the period"),
    Nature.AVERAGE: marked("nature of an indicator", "average over the period"),
    Nature.INDEX: marked("nature of an indicator", "index"),
    Nature.RATIO: marked("nature of an indicator", "ratio"),
}
RULES = {
    Rule.SUM: marked("how figures combine", "sum"),
    Rule.LAST: marked("how figures combine", "last figure"),
    Rule.MEAN: marked("how figures combine", "weighted mean"),
    Rule.NONE: marked("how figures combine", "do not combine"),
}
DIRECTIONS = {
    Direction.UP: marked("which way is good", "a rise is good"),
    Direction.DOWN: marked("which way is good", "a fall is good"),
    Direction.KEEP: marked("which way is good", "to be kept"),
}
FREQUENCIES = {
    Frequency.MONTHLY: marked("frequency", "monthly"),
    Frequency.QUARTERLY: marked("frequency", "quarterly"),
    Frequency.HALF_YEARLY: marked("frequency", "half-yearly"),
    Frequency.YEARLY: marked("frequency", "yearly"),
}
LEVELS = {
    Level.COUNTRY: marked("level of government", "Country"),
    Level.PROVINCE: marked("level of government", "Province"),
    Level.DISTRICT: marked("level of government", "District"),
    Level.COMMUNE: marked("level of government", "Commune"),
}
LEVELS_TOGETHER = {
    Level.COUNTRY: marked("heading over places of a level", "Country"),
    Level.PROVINCE: marked("heading over places of a level", "Provinces"),
    Level.DISTRICT: marked("heading over places of a level", "Districts"),
    Level.COMMUNE: marked("heading over places of a level", "Communes"),
}
SEVERITIES = {
    Severity.INFO: marked("severity of a finding", "Note"),
    Severity.WARNING: marked("severity of a finding", "Warning"),
    Severity.ERROR: marked("severity of a finding", "Error"),
}
SEVERITY_SHAPES = {Severity.INFO: "●", Severity.WARNING: "▲", Severity.ERROR: "■"}
TARGET_STATUSES = {
    TargetStatus.MET: marked("status of a target", "met"),
    TargetStatus.AHEAD: marked("status of a target", "ahead"),
    TargetStatus.ON_TRACK: marked("status of a target", "on track"),
    TargetStatus.AT_RISK: marked("status of a target", "at risk"),
    TargetStatus.OFF_TRACK: marked("status of a target", "off track"),
    TargetStatus.BEYOND_REACH: marked("status of a target", "beyond reach"),
    TargetStatus.MISSED: marked("status of a target", "missed"),
    TargetStatus.NO_DATA: marked("status of a target", "no data"),
    TargetStatus.NOT_DUE: marked("status of a target", "not due yet"),
    TargetStatus.NOT_COMPARABLE: marked("status of a target", "not comparable"),
}
TARGET_SHAPES = {
    TargetStatus.MET: "★",
    TargetStatus.AHEAD: "▲",
    TargetStatus.ON_TRACK: "●",
    TargetStatus.AT_RISK: "◆",
    TargetStatus.OFF_TRACK: "▼",
    TargetStatus.BEYOND_REACH: "■",
    TargetStatus.MISSED: "×",
    TargetStatus.NO_DATA: "○",
    TargetStatus.NOT_DUE: "◇",
    TargetStatus.NOT_COMPARABLE: "≠",
}
VERDICTS = {
    Verdict.OK: marked("verdict of a check", "in order"),
    Verdict.EXPLAINED: marked("verdict of a check", "explained"),
    Verdict.SUSPECT: marked("verdict of a check", "suspect"),
    Verdict.CONTRADICTION: marked("verdict of a check", "contradiction"),
    Verdict.NOT_CHECKABLE: marked("verdict of a check", "cannot be checked"),
}
FIELDS = {
    "value": marked("field of a row", "Value"),
    "previous_period": marked("field of a row", "Previous period"),
    "same_period": marked("field of a row", "Same period of last year"),
    "year_to_date": marked("field of a row", "Year to date"),
    "growth_pct": marked("field of a row", "Growth on the same period"),
    "base_ratio_pct": marked("field of a row", "Ratio to the same period"),
    "difference": marked("field of a row", "Change on the same period"),
    "contribution_pp": marked("field of a row", "Contribution to growth"),
    "structure_share_pct": marked("field of a row", "Share of the total"),
    "rank": marked("field of a row", "Rank"),
    "plan": marked("field of a row", "Plan"),
    "share_pct": marked("field of a row", "Share of the plan reached"),
}
ROLES = {
    "plus": marked("part of a calculation", "plus"),
    "minus": marked("part of a calculation", "minus"),
    "value": marked("part of a calculation", "value"),
    "level": marked("part of a calculation", "level"),
    "reached": marked("part of a calculation", "reached"),
    "plan": marked("part of a calculation", "plan"),
    "plan_share": marked("part of a calculation", "stated share of the plan"),
    "share_pct": marked("part of a calculation", "stated share of the plan"),
    "growth": marked("part of a calculation", "stated growth"),
    "growth_pct": marked("part of a calculation", "growth"),
    "base_ratio": marked("part of a calculation", "stated ratio"),
    "change_abs": marked("part of a calculation", "stated change"),
    "same_period": marked("part of a calculation", "same period of last year"),
    "same_period of the total": marked(
        "part of a calculation", "same period of last year, of the total"
    ),
    "total": marked("part of a calculation", "total"),
    "operand": marked("part of a calculation", "operand"),
    "weight": marked("part of a calculation", "weight"),
    "link_factor": marked("part of a calculation", "link factor"),
    "new prices": marked("part of a calculation", "at new prices"),
    "old prices": marked("part of a calculation", "at old prices"),
}
ASSIGNERS = {
    "own": marked("who assigned a plan", "set by the place itself"),
    "central": marked("who assigned a plan", "assigned by the central government"),
    "province": marked("who assigned a plan", "assigned by the province"),
    "district": marked("who assigned a plan", "assigned by the district"),
}
NO_ASSIGNER = marked("who assigned a plan", "assigner not stated")
TOPICS = {
    "growth": marked("topic of indicators", "Economic growth"),
    "budget": marked("topic of indicators", "State budget"),
    "investment": marked("topic of indicators", "Investment"),
    "trade": marked("topic of indicators", "Trade"),
    "tourism": marked("topic of indicators", "Tourism"),
    "agriculture": marked("topic of indicators", "Agriculture"),
    "industry": marked("topic of indicators", "Industry"),
    "society": marked("topic of indicators", "Population and society"),
    "administration": marked("topic of indicators", "Administration"),
    "prices": marked("topic of indicators", "Prices"),
    "business": marked("topic of indicators", "Enterprises"),
    "culture": marked("topic of indicators", "Culture and sports"),
    "education": marked("topic of indicators", "Education and training"),
    "environment": marked("topic of indicators", "Environment and safety"),
    "health": marked("topic of indicators", "Health"),
    "new_rural": marked("topic of indicators", "New rural areas"),
    "science": marked("topic of indicators", "Science and technology"),
}
NO_TOPIC = marked("topic of indicators", "Other")
_BASES = {
    "current": marked("price basis", "current prices"),
    "not_stated": marked("price basis", "price basis not stated"),
    "not_applicable": marked("price basis", "without prices"),
}
_CONSTANT = marked("price basis", "constant {year} prices")


def price_basis(text: str, language: str) -> str:
    """Return a price basis in words; constant_2010 names its year."""
    if text in _BASES:
        return say(_BASES[text], language)
    return say(_CONSTANT, language).format(year=text.rpartition("_")[2])


def assigner(text: str | None, language: str) -> str:
    """Return who assigned a plan; a name that is not known here stays as it is."""
    if not text:
        return say(NO_ASSIGNER, language)
    return say(ASSIGNERS[text], language) if text in ASSIGNERS else text


def topic(text: str, language: str) -> str:
    """Return the heading of a topic; one that is not known here stays as it is."""
    if not text:
        return say(NO_TOPIC, language)
    return say(TOPICS[text], language) if text in TOPICS else text


def of(words: dict[str, Marked], text: str, language: str) -> str:
    """Return a word of a dictionary of plain strings; one that is not there stays as it is."""
    return say(words[text], language) if text in words else text


_LINE = marked("where in a file", "line {number}")


def cell(text: str, language: str) -> str:
    """Return where in a file a figure stands: "line 12" in words, any other text as it is."""
    word, _, number = text.partition(" ")
    if word == "line" and number.isdigit():
        return say(_LINE, language).format(number=number)
    return text
