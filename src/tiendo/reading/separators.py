"""What the separators inside a number mean: candidates with scores, nothing dropped.

A document's own habit, seen where it is plain ("2,25", "1.234.567"), weighs more than the
language's; units and trailing zeros weigh too. Where two readings remain possible the other one is
kept as an alternative, and where the decision is not safe the figure is flagged.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache

from tiendo.reading.language import Language
from tiendo.reading.shadow import NO_BREAK

LONGEST = 30
"""Digits of the longest number that is read as one."""

_SEPARATOR = re.compile(r"[.,'\u066b\u066c\u060c\u00a0 ]")
_ARABIC_COMMA, _ARABIC_DECIMAL, _ARABIC_GROUP = "\u060c", "\u066b", "\u066c"
_SAFE = 1.0


@dataclass(frozen=True, slots=True)
class Candidate:
    """One way to read a number's digits: the value, its printed decimals, the decimal mark."""

    value: Decimal
    decimals: int
    decimal_mark: str = ""
    group_mark: str = ""


@dataclass(frozen=True, slots=True)
class Decided:
    """The reading that was chosen, the other one, and whether the choice is unsafe."""

    chosen: Candidate
    other: Candidate | None = None
    ambiguous: bool = False


@dataclass(slots=True)
class Votes:
    """How often each separator was seen in a role that leaves no doubt."""

    decimal: dict[str, int] = field(default_factory=dict)
    group: dict[str, int] = field(default_factory=dict)

    def count(self, pieces: Iterable[str]) -> None:
        """Let every number of a text that can be read in one way only vote."""
        for piece in pieces:
            if len(piece) > LONGEST or _SEPARATOR.search(piece) is None:
                continue
            found = candidates(piece)
            if len(found) == 1:
                for votes, mark in (
                    (self.decimal, found[0].decimal_mark),
                    (self.group, found[0].group_mark),
                ):
                    if mark:
                        votes[mark] = votes.get(mark, 0) + 1


@lru_cache(maxsize=4096)
def candidates(piece: str) -> tuple[Candidate, ...]:
    """Return every way in which the digits of a number may be read; none for "3.2.1"."""
    if len(piece) > LONGEST:
        return ()
    marks = [_plain(mark) for mark in _SEPARATOR.findall(piece)]
    groups = _SEPARATOR.split(piece)
    if not marks:
        return (Candidate(Decimal(piece), 0),)
    found = []
    if _is_grouped(groups, marks) and _ARABIC_DECIMAL not in marks:
        found.append(Candidate(Decimal("".join(groups)), 0, "", marks[0]))
    last, before = marks[-1], marks[:-1]
    may_be_decimal = last not in before and last not in (" ", "'", _ARABIC_GROUP)
    if may_be_decimal and (not before or _is_grouped(groups[:-1], before)):
        whole, fraction = "".join(groups[:-1]), groups[-1]
        group_mark = before[0] if before else ""
        found.append(Candidate(Decimal(f"{whole}.{fraction}"), len(fraction), last, group_mark))
    return tuple(found)


def decide(
    piece: str, votes: Votes, language: Language, *, percent: bool, whole: bool
) -> Decided | None:
    """Return how a number is to be read, or None where it is no number ("3.2.1").

    Args:
        percent: whether its unit is percent; whole: whether its unit counts things or is money
            without a scale word, so that a fraction is unlikely.
    """
    found = candidates(piece)
    if not found:
        return None
    if len(found) == 1:
        return Decided(found[0])
    grouped, decimal = found
    score = _leaning(piece, decimal.decimal_mark, votes, language)
    score += 3.0 * percent - 3.0 * whole
    if score > 0:
        return Decided(decimal, grouped, ambiguous=not percent)
    by_habit = grouped.group_mark == language.group
    return Decided(grouped, decimal, ambiguous=score > (-_SAFE if by_habit else -2 * _SAFE))


def _leaning(piece: str, mark: str, votes: Votes, language: Language) -> float:
    """Return how much speaks for the mark being decimal; below zero for grouping."""
    score = 0.0
    if mark == _plain(language.decimal):
        score += 1.5
    elif mark == _plain(language.group):
        score -= 1.5
    score += _share(votes.decimal, mark) - _share(votes.group, mark)
    for other in {*votes.decimal, *votes.group} - {mark}:
        score += _share(votes.group, other) * 0.5 - _share(votes.decimal, other)
    zeros = len(piece) - len(piece.rstrip("0"))
    return score - 0.75 * min(zeros, 3)


def _share(votes: dict[str, int], mark: str) -> float:
    """Turn a number of votes into a weight: one vote 1, many at most 2.5."""
    count = votes.get(mark, 0)
    return 2.5 * count / (count + 1.5)


def _plain(mark: str) -> str:
    if mark == _ARABIC_COMMA:
        return ","
    return " " if mark == NO_BREAK else mark


def _is_grouped(groups: list[str], marks: list[str]) -> bool:
    """Whether groups of three digits are parted by one kind of mark."""
    return (
        len(set(marks)) == 1
        and 1 <= len(groups[0]) <= 3
        and not groups[0].startswith("0")
        and all(len(group) == 3 for group in groups[1:])
    )
