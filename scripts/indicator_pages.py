"""Write docs/indicators.md from the indicator cards of the Vietnam pack.

Run it after a change of cards: `python scripts/indicator_pages.py`. A test refuses a stale page.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from tiendo.packs import load_pack
from tiendo.vocabulary.indicator import BreakdownTree, Catalogue, Indicator, LegalReference

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "indicators.md"
SUBJECTS = Path(__file__).with_name("indicator_subjects.yaml")
_PARTS_TOLD = 30

_INTRODUCTION = """\
# Indicators

<!-- Written by scripts/indicator_pages.py from the cards; change the cards, not this page. -->

The {count} indicators of the Vietnam pack. `tiendo indicators QUERY` finds them by words in
Vietnamese, English, Arabic or Russian, `--json` gives the whole card. A rate that has a formula is
computed from its numerator and denominator wherever both are known; a figure that was filed for it
comes first. Legal references say whether a named source was checked for them; those marked "not
verified" were not. What a card's rules mean is told in
[how to write a country pack](how-to-write-a-country-pack.md).
"""


@dataclass(frozen=True, slots=True)
class Subject:
    """Something that a locality must know, and the codes of the cards that tell it."""

    group: str
    text: str
    cards: tuple[str, ...]
    note: str


def read_subjects() -> tuple[Subject, ...]:
    """Return the subjects in the order of the file beside this script."""
    groups: list[dict[str, Any]] = yaml.safe_load(SUBJECTS.read_text(encoding="utf-8"))
    return tuple(
        Subject(group["group"], entry["subject"], tuple(entry["cards"]), entry.get("note", ""))
        for group in groups
        for entry in group["subjects"]
    )


def page(catalogue: Catalogue, subjects: Sequence[Subject]) -> str:
    """Return the page: subjects with their cards, then every card by topic."""
    blocks = [_INTRODUCTION.format(count=len(catalogue)), *_subject_tables(subjects)]
    for topic in sorted({card.topic for card in catalogue.values()}):
        blocks.append(f"## Topic: {topic}\n")
        blocks += [_card(card) for card in catalogue.values() if card.topic == topic]
    return "\n".join(blocks)


def _subject_tables(subjects: Sequence[Subject]) -> Iterator[str]:
    yield "## What is needed, and the cards that tell it\n"
    for group in dict.fromkeys(subject.group for subject in subjects):
        lines = [f"### {group}", "", "| subject | cards |", "|---|---|"]
        for subject in subjects:
            if subject.group == group:
                links = ", ".join(f"[{code}](#{code})" for code in subject.cards)
                told = ". ".join(filter(None, (links, subject.note)))
                lines.append(f"| {subject.text} | {told} |")
        yield "\n".join(lines) + "\n"


def _card(card: Indicator) -> str:
    return "\n".join((f"### {card.code}", "", *_card_lines(card))) + "\n"


def _card_lines(card: Indicator) -> Iterator[str]:
    yield f"**{card.names['vi']}** · {card.names['en']}\n"
    yield f"- {_facts(card)}"
    for language in ("vi", "en"):
        yield f"- {language}: {card.purpose[language]} {card.concept[language]}"
    for tree in card.breakdowns:
        yield f"- {_breakdown(tree)}"
    for formula in card.formulas:
        yield f"- Formula: `{formula.expression}`"
    for broken in card.breaks:
        yield f"- Break in series at {broken.at}: {broken.reason['en']}"
    yield f"- Source: {card.source['vi']} · {card.source['en']}"
    for law in card.legal:
        yield f"- Law: {_law(law)}"


def _facts(card: Indicator) -> str:
    weight = f" weighed by `{card.weight}`" if card.weight else ""
    prices = [basis for basis in card.price_bases if basis != "not_applicable"]
    facts = [
        f"{card.unit}{f' per {card.per}' if card.per else ''}",
        card.nature.value,
        f"{card.frequency.value}, due {card.lag_days} days after the period",
        f"over time {card.time_rule}, over places {card.place_rule}{weight}",
        f"good: {card.direction}",
        f"levels: {', '.join(card.levels)}",
    ]
    if prices:
        facts.append(f"prices: {', '.join(prices)}")
    if card.valid_from:
        facts.append(f"valid from {card.valid_from}")
    if card.valid_to:
        facts.append(f"valid until before {card.valid_to}")
    return "; ".join(facts)


def _breakdown(tree: BreakdownTree) -> str:
    parts = [part for top in tree.parts for part in top.walk()]
    told = ", ".join(f"`{part.code}` {part.names['en']}" for part in parts[:_PARTS_TOLD])
    more = f" and {len(parts) - _PARTS_TOLD} more" if len(parts) > _PARTS_TOLD else ""
    added = "adds up" if tree.additive else "does not add up"
    return f"By `{tree.dimension}` ({added}): {told}{more}"


def _law(law: LegalReference) -> str:
    told = ", ".join(filter(None, (law.document, law.number, law.dated)))
    since = f", in force from {law.valid_from}" if law.valid_from else ""
    return f"{told}{since} ({'verified' if law.verified else 'not verified'})"


if __name__ == "__main__":
    PAGE.write_text(page(load_pack().catalogue, read_subjects()), encoding="utf-8")
