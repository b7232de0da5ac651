"""What reading finds: figures, what was vetoed, findings, and the whole of a text's reading.

These are the frozen types that cross the border of the room; the JSON is that of the contract.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from tiendo.vocabulary.sentence import Sentence
from tiendo.vocabulary.words import Comparator, Kind, Modality, Severity, Verdict

VETOED = ("date", "document", "rank", "label", "boilerplate")
"""What looks like a figure and is none; `--all` lists it by these kinds."""

RELATIONS = (
    "growth_of",
    "change_of",
    "plan_share_of",
    "ratio_of",
    "share_of",
    "part_of",
    "contribution_of",
    "same_as",
    "repeats",
)
"""How a figure belongs to another one."""


@dataclass(frozen=True, slots=True)
class ReadFigure:
    """One figure of a text, with where it stands and how each of its facets was found.

    Attributes:
        id: unique within one call.
        document: name of the document as it was given.
        lang: code of the language pack that read it.
        start, end: half-open span of number, scale and unit, in code points of the text.
        page: page of a paged document, counted from 1.
        value: in full units (5857e9 VND); a percent is 3 for 3 %.
        decimals: printed decimals in full units; negative where a scale word moved the point.
        unit: None where the text names none.
        kind: one of the contract's kinds (flag `kind_unknown` where no word told it); for what was
            vetoed one of VETOED.
        indicator: the card's English name with its part, else the phrase of the text.
        phrase: the words of the text that name the indicator.
        alternatives: other values that the digits may mean.
        found_by: how kind, period, place, indicator, modality and unit were found.
        sentence: number of its sentence in the document.
        assigner: who set the plan that a plan share refers to, where the text says so.
    """

    id: str
    document: str
    lang: str
    start: int
    end: int
    quote: str
    value: Decimal
    unit: str | None
    kind: str | None
    value_hi: Decimal | None = None
    decimals: int = 0
    modality: Modality = Modality.ACTUAL
    comparator: Comparator = Comparator.EXACT
    page: int | None = None
    indicator: str | None = None
    indicator_id: str | None = None
    breakdown: str = ""
    phrase: str = ""
    sector: str | None = None
    place: str | None = None
    period: str | None = None
    base_period: str | None = None
    assigner: str | None = None
    sentence: int = 0
    relation: Mapping[str, str] = field(default_factory=dict)
    alternatives: tuple[Decimal, ...] = ()
    flags: tuple[str, ...] = ()
    found_by: Mapping[str, str] = field(default_factory=dict)

    def is_a(self, *kinds: Kind) -> bool:
        """Whether its kind is one of `kinds`."""
        return self.kind in kinds

    def as_json(self) -> dict[str, Any]:
        """Return the contract's object."""
        return {
            "id": self.id,
            "document": self.document,
            "lang": self.lang,
            "start": self.start,
            "end": self.end,
            "page": self.page,
            "quote": self.quote,
            "value": plain_number(self.value),
            "value_hi": None if self.value_hi is None else plain_number(self.value_hi),
            "unit": self.unit,
            "kind": self.kind,
            "modality": self.modality.value,
            "comparator": self.comparator.value,
            "indicator": self.indicator,
            "indicator_id": self.indicator_id,
            "sector": self.sector,
            "place": self.place,
            "period": self.period,
            "base_period": self.base_period,
            "relation": dict(self.relation),
            "alternatives": [plain_number(value) for value in self.alternatives],
            "flags": list(self.flags),
            "found_by": dict(self.found_by),
        }


@dataclass(frozen=True, slots=True)
class ReadFinding:
    """What a check says about figures of one or several documents.

    Attributes:
        check: name of the check, as the contract lists them.
        figures: ids of the figures that it is about.
        detail: one sentence with the numbers, in English; a `Sentence` where pages show it.
        expected, stated: what the arithmetic gives, and what the text says; None where there is
            nothing to compare.
    """

    check: str
    verdict: Verdict
    figures: tuple[str, ...]
    documents: tuple[str, ...]
    detail: str
    expected: Decimal | None = None
    stated: Decimal | None = None

    @property
    def severity(self) -> Severity:
        """How much it matters, by the verdict."""
        if self.verdict is Verdict.CONTRADICTION:
            return Severity.ERROR
        return Severity.WARNING if self.verdict is Verdict.SUSPECT else Severity.INFO

    def as_json(self) -> dict[str, Any]:
        """Return the contract's object."""
        return {
            "check": self.check,
            "verdict": self.verdict.value,
            "severity": self.severity.value,
            "figures": list(self.figures),
            "documents": list(self.documents),
            "detail": self.detail,
            "expected": None if self.expected is None else plain_number(self.expected),
            "stated": None if self.stated is None else plain_number(self.stated),
        }


@dataclass(frozen=True, slots=True)
class Reading:
    """What reading a text gave.

    Attributes:
        document: its name; text: what the offsets count in; lang: the main language, None where
            no pack knows the text.
        figures: in the order of the text; vetoed: what looks like a figure and is none.
        findings: of checks within this document.
        remarks: what a reader should know of the text itself (bidi controls, unknown language).
        pages: offsets at which pages begin, empty for a text without pages.
    """

    document: str
    text: str
    lang: str | None
    figures: tuple[ReadFigure, ...]
    vetoed: tuple[ReadFigure, ...] = ()
    findings: tuple[ReadFinding, ...] = ()
    remarks: tuple[Sentence, ...] = ()
    pages: tuple[int, ...] = ()


def plain_number(value: Decimal) -> int | float:
    """Return a number for JSON: whole numbers without a point, others as the nearest double."""
    return int(value) if value == value.to_integral_value() else float(value)
