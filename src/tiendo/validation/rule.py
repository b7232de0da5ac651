"""A rule: what is checked, of which figures, how grave it is, and what to do about a finding."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from tiendo.vocabulary.formula import Expression, lags, references
from tiendo.vocabulary.indicator import Indicator, Texts
from tiendo.vocabulary.series import Breakdown
from tiendo.vocabulary.unit import Unit
from tiendo.vocabulary.words import Kind, Nature, Severity


class Missing(StrEnum):
    """What a rule does where one of its sides is not known.

    skip: the rule says nothing. zero: the missing operand counts as nothing. refuse: the rule
    finds that it cannot be checked.
    """

    SKIP = "skip"
    ZERO = "zero"
    REFUSE = "refuse"


class Relation(StrEnum):
    """How the left side of a comparison must stand to the right one."""

    EQUAL = "equal"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"


# ---- kinds of rules, each with its parameters -------------------------------------


@dataclass(frozen=True, slots=True)
class Measurement:
    """An expression over indicators, with the unit in which its value is told.

    Attributes:
        per: counted noun by which the unit is silently divided.
    """

    expression: Expression
    unit: Unit
    per: str = ""

    @property
    def subject(self) -> tuple[str, Breakdown]:
        """The indicator and cut that it names first: the series that a finding is about."""
        first = next(references(self.expression))
        return first.indicator, first.breakdown

    @property
    def years_back(self) -> int:
        """How many years before the run asked it looks at, begun ones included."""
        return -(-max(lags(self.expression)) // 12) or 1


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two expressions, compared; the right side may be off by so many percent of itself."""

    left: Measurement
    relation: Relation
    right: Measurement
    tolerance_pct: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class CardFormula:
    """A filed figure must be what its card's formula makes of others, off by so many percent."""

    tolerance_pct: Decimal


@dataclass(frozen=True, slots=True)
class Within:
    """Some are never more than all: pairs of an indicator and the one that it is a part of."""

    pairs: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class PerUnit:
    """An expression, mostly a ratio, that must lie between two numbers."""

    measured: Measurement
    lowest: Decimal | None
    highest: Decimal | None


@dataclass(frozen=True, slots=True)
class StatedRange:
    """Numbers stated in some kinds (a level, a share, ...) that must lie between two numbers."""

    kinds: tuple[Kind, ...]
    lowest: Decimal | None
    highest: Decimal | None


@dataclass(frozen=True, slots=True)
class PartsWithinWhole:
    """Filed parts of a whole must not exceed it, though other parts are not known."""


@dataclass(frozen=True, slots=True)
class Cumulative:
    """The year to date of a flow never falls from one filed run to the next."""


@dataclass(frozen=True, slots=True)
class MonthInCumulative:
    """The year to date is the one before, its known revisions and the last month."""

    tolerance_pct: Decimal


@dataclass(frozen=True, slots=True)
class PlanTriangle:
    """A planned level, a planned growth and the level of the year before must fit together."""


@dataclass(frozen=True, slots=True)
class GrowthFromLevels:
    """A growth that one file states must be that between the levels that other files state."""


@dataclass(frozen=True, slots=True)
class PlanMoved:
    """The plan of a year moved inside the year by more than so many percent."""

    tolerance_pct: Decimal


@dataclass(frozen=True, slots=True)
class PowerOfTen:
    """A figure is off its own history by a power of ten.

    Attributes:
        powers: exponents looked for, such as 3 for a thousand; both directions are meant.
        closeness: how near to that power it must be, in decimal logarithms.
        years: of how many years before the same run is looked at.
        neighbours: how many runs of equal length just before are looked at.
        least: fewer points than these make no history.
        spread: a history whose own median deviation is larger, in decimal logarithms, is too
            restless to tell a slip from a fact.
    """

    powers: tuple[int, ...]
    closeness: Decimal
    years: int
    neighbours: int
    least: int
    spread: Decimal


@dataclass(frozen=True, slots=True)
class Outlier:
    """A growth on the same period far from those of the same run in the years before.

    Attributes:
        deviations: how many scaled median deviations off the median it must be.
        floor_pct: the least deviation that is reckoned with, in percent.
        years: how many years before are looked at.
        least: fewer growths than these make no history.
    """

    deviations: Decimal
    floor_pct: Decimal
    years: int
    least: int


@dataclass(frozen=True, slots=True)
class TwoSources:
    """Two sources state different numbers of one run."""

    kinds: tuple[Kind, ...]


@dataclass(frozen=True, slots=True)
class BuiltIn:
    """A check that every evaluation makes; the rule tells what it means and what to do."""

    check: str


Check = (
    Comparison
    | CardFormula
    | Within
    | PerUnit
    | StatedRange
    | PartsWithinWhole
    | Cumulative
    | MonthInCumulative
    | PlanTriangle
    | GrowthFromLevels
    | PlanMoved
    | PowerOfTen
    | Outlier
    | TwoSources
    | BuiltIn
)


# ---- the rule ---------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Scope:
    """Which indicators a rule concerns: those that fit every list that is not empty.

    Attributes:
        units: texts of units, as the cards write them.
        excluded: codes that are left out.
    """

    indicators: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    natures: tuple[Nature, ...] = ()
    units: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()

    def holds(self, card: Indicator) -> bool:
        """Whether the rule concerns the indicator."""
        wanted: Sequence[tuple[Sequence[str], str]] = (
            (self.indicators, card.code),
            (self.topics, card.topic),
            (self.natures, card.nature),
            (self.units, card.unit.text),
        )
        fits = all(not words or word in words for words, word in wanted)
        return fits and card.code not in self.excluded


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of a pack.

    Attributes:
        id: its name in findings, which carry the check "rule:<id>".
        severity: how much a finding of it matters.
        explanation: why the figures should be so; remedy: what to do where they are not.
        left_missing, right_missing: what to do where the figure checked, or what it is checked
            against, is not known.
        source: whose rule it is and where its thresholds come from.
        refuses: whether a number that breaks it cannot be and is not taken in at all.
    """

    id: str
    severity: Severity
    names: Texts
    explanation: Texts
    remedy: Texts
    check: Check
    scope: Scope = field(default_factory=Scope)
    left_missing: Missing = Missing.SKIP
    right_missing: Missing = Missing.SKIP
    source: str = ""
    refuses: bool = False

    @property
    def check_name(self) -> str:
        """The word under which its findings are listed: a closed word of the contract."""
        return self.check.check if isinstance(self.check, BuiltIn) else f"rule:{self.id}"

    @property
    def years_back(self) -> int:
        """How many years before the run asked it looks at, besides the one that is compared."""
        match self.check:
            case PowerOfTen() as check:
                return check.years
            case Outlier() as check:
                return check.years + 1
            case Comparison() as check:
                return max(check.left.years_back, check.right.years_back)
            case PerUnit() as check:
                return check.measured.years_back
            case _:
                return 1
