"""Pages as they were rendered last, so that many readers of one page cost one rendering.

A page follows from its address, the ledger, today's date, the language and who asks. All of that
is the name under which it is kept, so that another filing, another day or another reader's rights
never show what was made for somebody else. A page that carries a token of its reader is kept for
nobody.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from threading import Lock

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified

from tiendo.ledger import boards
from tiendo.ledger.cube.remembering import Remembered
from tiendo.web.asked import Asked
from tiendo.web.parameters import remembered_query

_MOST_BYTES = 24_000_000
"""Of all pages that one process remembers."""

_LONGEST_PATH = 400
FRAGMENTS = ("panel", "statuses")
"""Parts of pages that scripts ask for by the element that they stand in."""

EVERYBODY = "everybody"


@dataclass(frozen=True, slots=True)
class _Kept:
    """A rendered page, cut where the nonce of its scripts stood."""

    pieces: tuple[bytes, ...]
    content_type: str


_pages: Remembered[str, _Kept] = Remembered(_MOST_BYTES)
_making: dict[str, Lock] = {}
_guard = Lock()


def name_of(request: HttpRequest, asked: Asked) -> str | None:
    """Return the name of the page that is asked for; None for one that is not remembered.

    Only what a page reads takes part: an address with words that nobody knows is the one without.
    """
    path = request.path
    query = remembered_query(request.GET)
    if request.method not in ("GET", "HEAD") or len(path) > _LONGEST_PATH or query is None:
        return None
    state = boards.state_of(pack=asked.pack)
    if state is None:
        return None
    target = request.headers.get("HX-Target", "")
    part = "HX-Request" in request.headers, target if target in FRAGMENTS else ""
    look = asked.language, asked.language_given, asked.theme, asked.density
    days = str(asked.as_of), str(asked.map_day)
    return repr((_program(), state, path, query, look, days, part, audience(request)))


@contextmanager
def made_once(name: str) -> Iterator[None]:
    """Let one reader at a time make a page; those who wait find it remembered then."""
    with _guard:
        lock = _making.setdefault(name, Lock())
    with lock:
        try:
            yield
        finally:
            with _guard:
                _making.pop(name, None)


@lru_cache(maxsize=1)
def _program() -> str:
    """Return what tells this program with its packs and words from another version.

    A browser keeps a page with its tag: after an upgrade it must not be told that nothing changed.
    """
    root = Path(__file__).resolve().parents[1]
    files = (file for file in sorted(root.rglob("*")) if file.is_file() and file.suffix != ".pyc")
    told = ((str(file), (at := file.stat()).st_size, at.st_mtime_ns) for file in files)
    return hashlib.sha256(repr(list(told)).encode()).hexdigest()


def audience(request: HttpRequest) -> str:
    """Return whose rights the page was made with: as yet one public reads all pages.

    Pages show what `ledger.disclosure` lets through. Whoever gives readers rights of their own asks
    there for more, and tells the readers apart here: no page is ever recalled for another audience.
    """
    return EVERYBODY


def recalled(request: HttpRequest, name: str) -> HttpResponse | None:
    """Return the page from memory, or that the browser has it already; None if it must be made."""
    tag = _tag(name)
    if tag in request.headers.get("If-None-Match", "").split(", "):
        unchanged = HttpResponseNotModified()
        # The policy names the nonce of the page that the browser kept: a new one would shut out
        # that page's own scripts.
        unchanged._csp_exempt = True  # type: ignore[attr-defined]
        unchanged["ETag"] = tag
        return unchanged
    kept = _pages.get(name)
    if kept is None:
        return None
    nonce = str(getattr(request, "csp_nonce", "")).encode()
    response = HttpResponse(nonce.join(kept.pieces), content_type=kept.content_type)
    response["ETag"] = tag
    return response


def keep(request: HttpRequest, name: str, response: HttpResponse) -> None:
    """Remember a page that was just made, if it is one for everybody who asks the same."""
    is_for_one = request.META.get("CSRF_COOKIE_NEEDS_UPDATE", False) or response.cookies
    is_file = response.has_header("Content-Disposition")
    if response.status_code != 200 or response.streaming or is_file or is_for_one:
        return
    nonce = str(getattr(request, "csp_nonce", "")).encode()
    pieces = tuple(response.content.split(nonce)) if nonce else (response.content,)
    kept = _Kept(pieces, response["Content-Type"])
    response["ETag"] = _tag(name)
    _pages.keep(name, kept, len(response.content))


def _tag(name: str) -> str:
    return f'W/"{hashlib.sha256(name.encode()).hexdigest()[:32]}"'
