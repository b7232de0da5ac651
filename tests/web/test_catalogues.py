"""The catalogues are complete, fit the texts in use and are compiled."""

from __future__ import annotations

import string

import pytest

from tiendo.web import catalogues
from tiendo.web.texts import LOCALE

PERIOD_WORDS = {"year", "first_year", "month", "first_month", "number", "first_number"}


@pytest.mark.parametrize("language", catalogues.TRANSLATED)
def test_every_text_is_translated_and_none_is_idle(language: str) -> None:
    assert catalogues.untranslated(language) == []


@pytest.mark.parametrize("language", catalogues.TRANSLATED)
def test_the_compiled_catalogue_follows_from_the_written_one(language: str) -> None:
    assert catalogues.stale(language) == []


@pytest.mark.parametrize("language", catalogues.TRANSLATED)
def test_placeholders_survive_translation(language: str) -> None:
    for message in catalogues.read(language):
        if not message.id:
            continue
        allowed = _placeholders(str(message.id))
        if message.context == "period":
            allowed |= PERIOD_WORDS
        found = _placeholders(str(message.string))
        assert found <= allowed, message.id
        if message.context != "period":
            assert found == allowed, message.id
        assert str(message.id).count("%(") == str(message.string).count("%("), message.id


def _placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_texts_of_templates_and_of_code_are_both_found() -> None:
    found = {(message.context, message.id) for message in catalogues.extract() if message.id}
    assert (None, "How to read the table") in found
    assert ("state", "confidential") in found
    assert (None, "As known on %(day)s") in found


@pytest.mark.parametrize("language", catalogues.TRANSLATED)
def test_updating_changes_nothing_that_is_up_to_date(language: str) -> None:
    assert catalogues.update(language) == catalogues.po_file(language).read_bytes()


def test_a_missing_translation_and_an_idle_one_are_told(
    tmp_path: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = catalogues.read("vi")
    kept.delete("Rank")
    kept.add("Nobody says this", "Không ai nói")
    monkeypatch.setattr(catalogues, "read", lambda language: kept)
    assert catalogues.untranslated("vi") == [
        "vi: not in use:  | Nobody says this",
        "vi: not translated:  | Rank",
    ]
    assert catalogues.stale("vi") != []


def test_english_needs_no_catalogue() -> None:
    assert not (LOCALE / "en").exists()
