"""docs/indicators.md: what the cards give, with every subject led to its cards."""

from __future__ import annotations

from dataclasses import replace

from scripts.indicator_pages import PAGE, Subject, page, read_subjects

from tiendo.packs import load_pack
from tiendo.vocabulary.indicator import Catalogue

CATALOGUE = load_pack().catalogue
SUBJECTS = read_subjects()


def test_the_page_is_what_the_cards_give() -> None:
    """After a change of cards: python scripts/indicator_pages.py."""
    assert PAGE.read_text(encoding="utf-8") == page(CATALOGUE, SUBJECTS)


def test_every_subject_leads_to_cards_that_exist_or_says_why_there_is_none() -> None:
    for subject in SUBJECTS:
        assert set(subject.cards) <= set(CATALOGUE), subject.text
        assert subject.cards or subject.note, subject.text
        assert len(set(subject.cards)) == len(subject.cards), subject.text


def test_every_card_serves_a_subject() -> None:
    """The products of industry, one card each, are led to by a few of them."""
    served = {code for subject in SUBJECTS for code in subject.cards}
    assert {code for code in CATALOGUE if not code.startswith("output-")} <= served


def test_a_changed_card_changes_the_page() -> None:
    card = CATALOGUE["poor-household-rate"]
    concept = {**card.concept, "en": "Quite another concept."}
    changed = Catalogue([replace(card, concept=concept)])
    subject = Subject("Group", "Poverty", ("poor-household-rate",), "")
    told = page(changed, [subject])
    assert "Quite another concept." in told
    assert "| Poverty | [poor-household-rate](#poor-household-rate) |" in told
    assert "Formula: `poor-households / households`" in told
    assert "07/2021/NĐ-CP (verified)" in told and "30/2025/NĐ-CP (not verified)" in told
