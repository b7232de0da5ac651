"""Findings ready to be printed: what a check found, in the reader's language."""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import field as made_of
from decimal import Decimal

from tiendo.cube.explain.checks import Finding
from tiendo.cube.explain.row import Row
from tiendo.validation.finding import RuleFinding
from tiendo.vocabulary.words import Severity, Verdict
from tiendo.web import formats
from tiendo.web.asked import Asked
from tiendo.web.checks import check_name, check_sentence
from tiendo.web.problems import Link
from tiendo.web.sentences import sentence_words
from tiendo.web.shown import (
    PERCENT,
    Named,
    Shown,
    decimals_of,
    named,
    print_number,
    unit_of_change,
)
from tiendo.web.texts import say
from tiendo.web.words import FIELDS, SEVERITIES, SEVERITY_SHAPES, VERDICTS

_FIELDS = ("value", "year_to_date", "growth_pct", "difference", "same_period")
_ORDER = [Severity.ERROR, Severity.WARNING, Severity.INFO]


@dataclass(slots=True)
class Note:
    """A finding as it is listed under a table.

    Attributes:
        number: its number on the page.
        severity: the closed word, for the style sheet.
        field: which number of the row it is about, where that can be told.
        remedy: what to do, as the rule of the pack says; empty for a check without a rule.
        rows: the rows that it is about, with their addresses.
        details: the finding with its figures, once per row.
    """

    number: int
    severity: str
    severity_words: str
    shape: str
    verdict: str
    check: Named
    sentence: Named
    field: str
    expected: Shown | None
    stated: Shown | None
    remedy: Named
    rows: list[Link] = made_of(default_factory=list)
    details: list[str] = made_of(default_factory=list)


class Notes:
    """The findings of a page, numbered; those without numbers of their own are told once."""

    def __init__(self, asked: Asked) -> None:
        self.listed: list[Note] = []
        self._pack, self._language = asked.pack, asked.language
        self._alike: dict[tuple[str, str, str], Note] = {}

    def add(self, row: Row, link: Link) -> list[Note]:
        """Take in the findings of a row, the gravest first, and return its notes."""
        found: list[Note] = []
        for finding in sorted(row.findings, key=lambda f: _ORDER.index(f.severity)):
            note = self._note_for(finding, row)
            note.details.append(sentence_words(finding.detail, self._pack, self._language))
            if link not in note.rows:
                note.rows.append(link)
            if note not in found:
                found.append(note)
        return found

    def by_severity(self) -> list[tuple[str, str, str, list[Note]]]:
        """Return severity, its words, its shape and its notes, the gravest first."""
        found = []
        for severity in _ORDER:
            notes = [note for note in self.listed if note.severity == severity.value]
            if notes:
                said = say(SEVERITIES[severity], self._language)
                found.append((severity.value, said, SEVERITY_SHAPES[severity], notes))
        return found

    def _note_for(self, finding: Finding, row: Row) -> Note:
        key = (finding.check, finding.verdict.value, finding.severity.value)
        has_numbers = finding.expected is not None or finding.stated is not None
        if not has_numbers and key in self._alike:
            return self._alike[key]
        note = _note(len(self.listed) + 1, finding, row, self._language)
        self.listed.append(note)
        if not has_numbers:
            self._alike[key] = note
        return note


def _note(number: int, finding: Finding, row: Row, language: str) -> Note:
    unit = _unit_of(finding, row)
    decimals = _decimals_of(finding, row, unit)
    expected, stated = (
        None if value is None else print_number(value, decimals, unit, language)
        for value in (finding.expected, finding.stated)
    )
    rule = finding.rule if isinstance(finding, RuleFinding) else None
    return Note(
        number=number,
        severity=finding.severity.value,
        severity_words=say(SEVERITIES[finding.severity], language),
        shape=SEVERITY_SHAPES[finding.severity],
        verdict=say(VERDICTS[finding.verdict], language),
        check=named(rule.names, language) if rule else Named(check_name(finding.check, language)),
        sentence=(
            named(rule.explanation, language)
            if rule
            else Named(check_sentence(finding.check, finding.verdict, language))
        ),
        field=_field_of(finding, row, language),
        expected=expected,
        stated=stated,
        remedy=named(rule.remedy, language) if rule else Named(""),
    )


def _field_of(finding: Finding, row: Row, language: str) -> str:
    """Return the name of the number that a finding is about: the one that is stated."""
    if finding.stated is None:
        return say(FIELDS["growth_pct"], language) if finding.expected is not None else ""
    for name in _FIELDS:
        if getattr(row, name) == finding.stated:
            return say(FIELDS[name], language)
    for plan in row.plans:
        if plan.answer.value == finding.stated:
            return say(FIELDS["plan"], language)
        if plan.share is not None and plan.share.value == finding.stated:
            return say(FIELDS["share_pct"], language)
    return ""


def _unit_of(finding: Finding, row: Row) -> str:
    """Return the unit of what was expected and stated: the row's, percent, or the rule's."""
    if isinstance(finding, RuleFinding):
        return finding.unit
    if finding.check == "level_change_growth":
        is_change = finding.stated == row.difference and finding.stated != row.growth_pct
        return unit_of_change(row.card) if is_change else PERCENT
    of_share = finding.check == "implied_plan" and finding.verdict is Verdict.EXPLAINED
    return PERCENT if of_share or finding.check == "price_basis" else row.unit


def _decimals_of(finding: Finding, row: Row, unit: str) -> int:
    """Return the digits with which both numbers are printed: those of the stated one."""
    planned = [answer.trace for plan in row.plans for answer in (plan.answer, plan.share) if answer]
    for trace in (*row.traces, *planned):
        if trace.value == finding.stated and trace.value is not None:
            return _enough(finding, decimals_of(trace, unit))
    shown = finding.stated if finding.stated is not None else finding.expected
    return _enough(finding, formats.decimals_of_computed(shown or Decimal(0)))


def _enough(finding: Finding, decimals: int) -> int:
    """Return so many digits that expected and stated look different, at most four."""
    if finding.expected is None or finding.stated is None:
        return decimals
    while decimals < 4 and formats.rounded(finding.expected, decimals) == formats.rounded(
        finding.stated, decimals
    ):
        decimals += 1
    return decimals
