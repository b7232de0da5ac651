"""What can be told of indicators that nobody filed: those that formulas compute from others."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from tiendo.vocabulary.formula import parse, references
from tiendo.vocabulary.indicator import Catalogue, FormulaVersion


def with_computed(
    known: Collection[str], cards: Catalogue, hidden: Collection[str] = ()
) -> set[str]:
    """Return indicators with those that formulas give, one after the other.

    A formula gives something where all its operands are known; where one of them may be hidden,
    what it gives is hidden, whatever is known of the others.

    Args:
        known: codes of indicators; those without a card are left out.
        cards: the catalogue.
        hidden: those among them of which a figure may be confidential.
    """
    found, secret = {code for code in known if code in cards}, set(hidden)
    waiting = {
        code: [operands for version in card.formulas if (operands := operands_of(version))]
        for code, card in cards.items()
        if card.formulas
    }
    grown = True
    while grown:
        grown = False
        for code, each in waiting.items():
            may_hide = code not in secret and any(not secret.isdisjoint(one) for one in each)
            gives = code not in found and any(one <= found for one in each)
            if may_hide:
                secret.add(code)
            if may_hide or gives:
                found.add(code)
                grown = True
    return found


def operands_of_all(codes: Iterable[str], cards: Catalogue) -> set[str]:
    """Return what the formulas of some indicators name, and what the formulas of these name."""
    found: set[str] = set()
    waiting = list(codes)
    while waiting:
        each = (operands_of(version) for version in cards[waiting.pop()].formulas)
        new = {code for operands in each for code in operands} - found
        found |= new
        waiting += new
    return found


def operands_of(version: FormulaVersion) -> set[str]:
    """Return the indicators that a formula names."""
    return {reference.indicator for reference in references(parse(version.expression))}
