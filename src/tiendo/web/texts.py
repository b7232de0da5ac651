"""Own words in the languages of the pages, read from the compiled catalogues by explicit language.

English is the language of the messages themselves, so it needs no catalogue. `catalogues` makes
the files; templates use the same ones through Django.
"""

from __future__ import annotations

import gettext
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from tiendo.vocabulary.languages import LANGUAGES as LANGUAGES
from tiendo.vocabulary.languages import RIGHT_TO_LEFT

LOCALE = Path(__file__).resolve().parent / "locale"
DOMAIN = "django"


class Marked(NamedTuple):
    """A message with the context that tells a translator what it is."""

    context: str
    message: str


def marked(context: str, message: str) -> Marked:
    """Mark a message for the catalogues, to be translated later by `say`."""
    return Marked(context, message)


@lru_cache(maxsize=16)
def translations(language: str) -> gettext.NullTranslations:
    """Return the catalogue of a language; for English, and where there is none, the messages."""
    return gettext.translation(DOMAIN, LOCALE, [language], fallback=True)


def say(text: Marked, language: str) -> str:
    """Return a marked message in `language`."""
    return translations(language).pgettext(text.context, text.message)


def listed(pieces: Iterable[str], language: str) -> str:
    """Return the pieces that are not empty as a list, with the comma of the language."""
    return comma(language).join(filter(None, pieces))


def comma(language: str) -> str:
    """Return what stands between the pieces of a list."""
    return "، " if language in RIGHT_TO_LEFT else ", "


def direction(language: str) -> str:
    """Return "rtl" or "ltr", as the `dir` attribute wants it."""
    return "rtl" if language in RIGHT_TO_LEFT else "ltr"
