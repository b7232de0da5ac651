"""The first pages made before anybody asks: the first readers of a process wait for nothing.

A process that begins to serve knows nothing yet: it reads the places and the cards, opens the cube,
compiles templates and catalogues. Fifty readers who come at that moment would all wait for that.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterable, Iterator
from typing import Any
from wsgiref.util import setup_testing_defaults

from django.conf import settings

from tiendo.ledger import evaluation as ledger
from tiendo.packs.loading import load_pack
from tiendo.vocabulary.words import Level

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]

MOST_SECONDS = 4.0
"""After which no further page is begun: a server that starts slowly helps nobody."""

_MOST_PLACES = 6
_log = logging.getLogger(__name__)


def warm(application: Application) -> int:
    """Ask a server's own application for its first pages; return how many it made.

    Nothing that fails here keeps a server from starting: the page fails again when it is asked for,
    and is told then.
    """
    made, until = 0, time.monotonic() + MOST_SECONDS
    try:
        for address, language in _first_addresses():
            if time.monotonic() > until:
                break
            made += _asked(application, address, language)
    except Exception:
        _log.exception("the first pages could not be made in advance")
    return made


def _first_addresses() -> Iterator[tuple[str, str]]:
    """Yield the first page in every language, then the newest boards of localities."""
    languages = [code for code, _ in settings.LANGUAGES]
    for language in languages:
        yield "/", language
        yield f"/?lang={language}", language
    yield "/search?q=thu", languages[0]
    pack = load_pack()
    filed = ledger.filed_runs(pack=pack)
    localities = [one for one in filed if one.level not in (Level.COUNTRY, Level.PROVINCE)]
    for place in sorted(localities, key=lambda one: one.id)[:_MOST_PLACES]:
        for run in filed[place][:2]:
            yield f"/{place.key}/{run}", settings.LANGUAGE_CODE


def _asked(application: Application, address: str, language: str) -> bool:
    path, _, query = address.partition("?")
    environ: dict[str, Any] = {}
    setup_testing_defaults(environ)
    environ |= {
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "HTTP_ACCEPT_LANGUAGE": language,
        "HTTP_X_FORWARDED_PROTO": "https",  # heeded only where pages are sent by https alone
        "HTTP_HOST": next(iter(settings.ALLOWED_HOSTS), "127.0.0.1"),
    }
    told = []
    body = application(environ, lambda status, headers, *rest: told.append(status))
    for _ in body:
        pass
    if close := getattr(body, "close", None):
        close()
    return bool(told) and told[0].startswith("200")
