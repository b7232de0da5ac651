"""What a check found."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from tiendo.vocabulary.sentence import Sentence
from tiendo.vocabulary.words import Severity, Verdict


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check found.

    Attributes:
        check: name of the check, a closed word of the contract.
        detail: the finding in words, with the figures; in English, to be translated when shown.
        expected: the number that the other figures give, in the row's unit or in percent.
        stated: the number that was stated.
    """

    check: str
    verdict: Verdict
    severity: Severity
    detail: Sentence
    expected: Decimal | None = None
    stated: Decimal | None = None
