"""Findings ready to be printed: what a check found, in the reader's language."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from tiendo.cube.explain.checks import Finding
from tiendo.cube.explain.row import Row
from tiendo.vocabulary.words import Severity
from tiendo.web import formats
from tiendo.web.checks import check_name, check_sentence
from tiendo.web.shown import PERCENT, Shown, decimals_of, print_number, unit_of_change
from tiendo.web.texts import say
from tiendo.web.words import SEVERITIES, SEVERITY_SHAPES, VERDICTS

_ORDER = [Severity.ERROR, Severity.WARNING, Severity.INFO]


@dataclass(frozen=True, slots=True)
class Note:
    """A finding as it is listed under a table.

    Attributes:
        number: its number on the page.
        severity: the closed word, for the style sheet.
        about: name of the row, with its address.
        detail: the finding in the words of the log, in English.
    """

    number: int
    severity: str
    severity_words: str
    shape: str
    verdict: str
    check: str
    sentence: str
    expected: Shown | None
    stated: Shown | None
    detail: str
    about: str = ""
    href: str = ""


def notes_on(
    row: Row, language: str, *, first: int = 1, about: str = "", href: str = ""
) -> list[Note]:
    """Return the findings of a row, the gravest first, numbered from `first`."""
    found = sorted(row.findings, key=lambda finding: _ORDER.index(finding.severity))
    return [
        _note(number, finding, row, language, about, href)
        for number, finding in enumerate(found, start=first)
    ]


def _note(number: int, finding: Finding, row: Row, language: str, about: str, href: str) -> Note:
    unit = _unit_of(finding, row)
    decimals = _decimals_of(finding, row, unit)
    expected, stated = (
        None if value is None else print_number(value, decimals, unit, language)
        for value in (finding.expected, finding.stated)
    )
    return Note(
        number=number,
        severity=finding.severity.value,
        severity_words=say(SEVERITIES[finding.severity], language),
        shape=SEVERITY_SHAPES[finding.severity],
        verdict=say(VERDICTS[finding.verdict], language),
        check=check_name(finding.check, language),
        sentence=check_sentence(finding.check, language),
        expected=expected,
        stated=stated,
        detail=finding.detail,
        about=about,
        href=href,
    )


def _unit_of(finding: Finding, row: Row) -> str:
    """Return the unit of what was expected and stated: the row's, or percent for a growth."""
    if finding.check == "level_change_growth":
        is_change = finding.stated == row.difference and finding.stated != row.growth_pct
        return unit_of_change(row.card) if is_change else PERCENT
    return row.unit


def _decimals_of(finding: Finding, row: Row, unit: str) -> int:
    """Return the digits with which both numbers are printed: those of the stated one."""
    for trace in (*row.traces, *(plan.answer.trace for plan in row.plans)):
        if trace.value == finding.stated and trace.value is not None:
            return _enough(finding, decimals_of(trace, unit))
    return _enough(finding, formats.decimals_of_computed(finding.stated or Decimal(0)))


def _enough(finding: Finding, decimals: int) -> int:
    """Return so many digits that expected and stated look different, at most four."""
    if finding.expected is None or finding.stated is None:
        return decimals
    while decimals < 4 and formats.rounded(finding.expected, decimals) == formats.rounded(
        finding.stated, decimals
    ):
        decimals += 1
    return decimals


def gravest(notes: Sequence[Note]) -> Note | None:
    """Return the gravest of some notes, or None."""
    return min(notes, key=lambda note: _ORDER.index(Severity(note.severity)), default=None)
