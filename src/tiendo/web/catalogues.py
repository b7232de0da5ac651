"""The catalogues of the pages' own texts: extracted from code and templates, compiled by Babel.

    python -m tiendo.web.catalogues update     after a text was added or changed
    python -m tiendo.web.catalogues compile    after a translation was written
    python -m tiendo.web.catalogues check      what is missing or stale

Needs nothing but Babel: no GNU gettext on the machine.
"""

from __future__ import annotations

import gettext
import io
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract as extract_messages
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

from tiendo.web.sentences import WORDINGS, as_marked
from tiendo.web.texts import DOMAIN, LANGUAGES, LOCALE

WEB = Path(__file__).resolve().parent
TRANSLATED = tuple(language for language in LANGUAGES if language != "en")
_KEYWORDS: dict[str, tuple[int | tuple[int, int] | tuple[int, str], ...] | None] = {
    "_": None,
    "gettext": None,
    "pgettext": ((1, "c"), 2),
    "marked": ((1, "c"), 2),
}
_Message = tuple[str | None, str]


def po_file(language: str) -> Path:
    """Return where the translations of a language are kept."""
    return LOCALE / language / "LC_MESSAGES" / f"{DOMAIN}.po"


def mo_file(language: str) -> Path:
    """Return where they lie compiled."""
    return po_file(language).with_suffix(".mo")


def extract() -> Catalog:
    """Return the catalogue of all texts in use, untranslated.

    Those of the pages stand in code and templates, what the pure half says in its wordings.
    """
    catalog = Catalog(project="tiendo", charset="utf-8")
    for file in sorted([*WEB.rglob("*.py"), *WEB.rglob("*.html")]):
        for context, message in _messages_in(file):
            where = file.relative_to(WEB).as_posix()
            catalog.add(message, context=context, locations=[(where, 0)])
    for wording in WORDINGS:
        for word in wording:
            marked, where = as_marked(word), wording.__module__
            catalog.add(marked.message, context=marked.context, locations=[(where, 0)])
    return catalog


def _messages_in(file: Path) -> Iterator[_Message]:
    source = file.read_text(encoding="utf-8")
    if file.suffix == ".html":
        # Django turns a template into something like Python; indentation would only confuse.
        lines = templatize(source, origin=str(file)).splitlines()
        source = "\n".join(line.lstrip() for line in lines) + "\n"
    found = extract_messages("python", io.BytesIO(source.encode()), keywords=_KEYWORDS)
    for _line, message, _comments, context in found:
        if isinstance(message, str):
            yield context, message


def read(language: str) -> Catalog:
    """Return the translations of a language as they are kept; an empty catalogue without any."""
    file = po_file(language)
    if not file.exists():
        return Catalog(locale=language, domain=DOMAIN, project="tiendo")
    with file.open("rb") as opened:
        return read_po(opened, locale=language, domain=DOMAIN)


def update(language: str) -> bytes:
    """Return the .po file of a language with exactly the texts that are in use."""
    catalog = read(language)
    catalog.update(extract(), no_fuzzy_matching=True)
    catalog.obsolete.clear()
    written = io.BytesIO()
    write_po(written, catalog, width=100, sort_output=True, include_lineno=False, omit_header=True)
    header = f'msgid ""\nmsgstr ""\n"Language: {language}\\n"\n'
    types = '"MIME-Version: 1.0\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n'
    return (header + types).encode() + written.getvalue()


def compiled(language: str) -> bytes:
    """Return the .mo file of a language as it follows from its .po file."""
    catalog = read(language)
    # The clock must not make two files of one catalogue.
    catalog.creation_date = catalog.revision_date = datetime(2000, 1, 1, tzinfo=UTC)
    written = io.BytesIO()
    write_mo(written, catalog)
    return written.getvalue()


def untranslated(language: str) -> list[str]:
    """Return the texts in use that a language lacks, and kept ones that are not in use."""
    kept = {(m.context, m.id): m for m in read(language) if m.id}
    used = {(m.context, m.id) for m in extract() if m.id}
    lacking = [key for key in used if key not in kept or not kept[key].string or kept[key].fuzzy]
    lines = [f"{language}: not translated: {context or ''} | {text}" for context, text in lacking]
    idle = [key for key in kept if key not in used]
    return sorted(lines + [f"{language}: not in use: {c or ''} | {text}" for c, text in idle])


def stale(language: str) -> list[str]:
    """Return what is to be said of a .mo file that does not follow from its .po file."""
    file = mo_file(language)
    if file.exists():
        with file.open("rb") as opened:
            held = gettext.GNUTranslations(opened)
        if all(_said(held, message) == message.string for message in read(language) if message.id):
            return []
    return [f"{language}: {file.name} is stale: compile the catalogues"]


def _said(held: gettext.GNUTranslations, message: Message) -> str:
    text = str(message.id)
    return held.pgettext(message.context, text) if message.context else held.gettext(text)


def main(command: str) -> int:
    """Do one of update, compile and check; return the exit code."""
    problems: list[str] = []
    for language in TRANSLATED:
        if command == "update":
            po_file(language).parent.mkdir(parents=True, exist_ok=True)
            po_file(language).write_bytes(update(language))
        elif command == "compile":
            mo_file(language).write_bytes(compiled(language))
        else:
            problems += untranslated(language) + stale(language)
    sys.stdout.writelines(f"{problem}\n" for problem in problems)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else "check"))
