"""A figure while it is being read: what each step of the pipeline adds to it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from tiendo.reading.lexicon import Hit, Lexicon
from tiendo.reading.tokens import Tokens
from tiendo.vocabulary.words import Comparator, Modality


@dataclass(slots=True)
class Draft:
    """One number of a text on its way to a figure.

    Attributes:
        first, last: half-open span of tokens.
        number: the token that holds the digits.
        power: power of ten of the scale words.
        sign: printed sign, -1, 0 or 1.
        starts, ends: whether it is the A or the B of "rose from A to B".
        turned: -1 or 1 where a word of falling or rising stands in its window.
    """

    first: int
    last: int
    number: int
    piece: str
    value: Decimal = Decimal(0)
    value_hi: Decimal | None = None
    decimals: int = 0
    power: int = 0
    sign: int = 0
    unit: str | None = None
    kind: str | None = None
    modality: Modality | None = None
    comparator: Comparator = Comparator.EXACT
    alternatives: tuple[Decimal, ...] = ()
    flags: list[str] = field(default_factory=list)
    found_by: dict[str, str] = field(default_factory=dict)
    relation: dict[str, Draft] = field(default_factory=dict)
    indicator: Subject | None = None
    place: str | None = None
    period: str | None = None
    base_period: str | None = None
    assigner: str | None = None
    sentence: int = 0
    clause: int = 0
    paragraph: int = 0
    left: int = 0
    right: int = 0
    out_of: Decimal | None = None
    out_of_at: int = 0
    hi_piece: str = ""
    twin: bool = False
    spelled: bool = False
    starts: bool = False
    ends: bool = False
    turned: int = 0
    cue: Hit | None = None

    @property
    def percent(self) -> bool:
        """Whether it is counted in percent."""
        return self.unit == "percent"

    @property
    def is_head(self) -> bool:
        """Whether others may link to it: a level or a count that is no mere plan."""
        return self.kind in ("level", "count")


@dataclass(slots=True)
class Subject:
    """What a figure is about: the phrase of the text, and the card it was linked to."""

    first: int
    last: int
    phrase: str
    code: str | None = None
    breakdown: str = ""
    sector: str | None = None
    found: str = ""


@dataclass(slots=True)
class Segment:
    """A run of lines in one language, with everything that phrases told.

    Attributes:
        keys, unit_keys: the pack's words per token, for the two lexicons.
        cues, modalities, ...: hits by family, each sorted by start.
        sentence_of, clause_of, paragraph_of: number of each token's unit.
    """

    tokens: Tokens
    code: str
    words: Lexicon
    units: Lexicon
    keys: list[tuple[int, ...]]
    unit_keys: list[tuple[int, ...]]
    hits: dict[str, list[Hit]]
    sentence_of: list[int] = field(default_factory=list)
    clause_of: list[int] = field(default_factory=list)
    paragraph_of: list[int] = field(default_factory=list)
    drafts: list[Draft] = field(default_factory=list)
    vetoed: dict[int, str] = field(default_factory=dict)
    clitics: frozenset[str] = frozenset()
    subject_keys: list[tuple[int, ...]] = field(default_factory=list)
    place_endings: Mapping[str, str] = field(default_factory=dict)
    money: Mapping[str, int] = field(default_factory=dict)
    numerals: Mapping[int, int] = field(default_factory=dict)
    edges: set[int] = field(default_factory=set)
    joiners: set[int] = field(default_factory=set)
    plan_twins: list[Hit] = field(default_factory=list)
    sections: set[int] = field(default_factory=set)
    bare_years: list[int] = field(default_factory=list)
    starts: dict[str, list[int]] = field(default_factory=dict)
    headings: set[int] = field(default_factory=set)

    def forget(self) -> None:
        """Let go what only the reading needed: of a long text it weighs more than the figures."""
        self.hits, self.starts, self.keys, self.unit_keys, self.subject_keys = {}, {}, [], [], []

    def currency(self, unit: str) -> str:
        """Return a unit; of "SAR|OMR" the currency of the country that the text names most."""
        if "|" not in unit:
            return unit
        return max(unit.split("|"), key=lambda code: self.money.get(code, 0))

    def is_known(self, at: int) -> bool:
        """Whether the pack knows the word at a token, as anything at all."""
        return bool(self.keys[at] or self.unit_keys[at] or self.subject_keys[at])

    def family(self, name: str) -> list[Hit]:
        """Return the hits of a family, sorted by start."""
        return self.hits.get(name, [])

    def between(self, family: str, start: int, end: int) -> list[Hit]:
        """Return the hits of a family that lie wholly within some tokens."""
        starts = self.starts.get(family)
        if starts is None:
            starts = self.starts[family] = [hit.start for hit in self.hits.get(family, ())]
        first = bisect_left(starts, start)
        if first == len(starts) or starts[first] >= end:
            return []
        last = bisect_left(starts, end, first)
        found = self.hits[family]
        return [hit for hit in found[first:last] if hit.end <= end]

    def changes_before(self, at: int, *also: str) -> bool:
        """Whether a word of rising or falling (or a cue of `also`) stands shortly before."""
        cues = self.between("cue", max(0, at - 8), at)
        return any(
            hit.value in ("rise", "fall", *also) and self.clause_of[hit.start] == self.clause_of[at]
            for hit in cues
        )
