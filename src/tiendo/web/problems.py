"""What can be wrong with a request, told to the reader in the page's language."""

from __future__ import annotations

from dataclasses import dataclass

from tiendo.vocabulary.errors import TiendoError
from tiendo.web.texts import Marked

LONGEST_TEXT = 100
"""Letters of what a reader wrote that a page repeats."""


@dataclass(frozen=True, slots=True)
class Link:
    """A link to something that may be meant."""

    text: str
    href: str
    detail: str = ""
    language: str = ""


class Problem(Exception):
    """A request that cannot be answered.

    Attributes:
        status: the HTTP status.
        title: what is wrong, a marked message with {text}.
        remedy: what to do about it.
        text: what the reader wrote.
        cause: the refusal behind it, whose words are shown as well.
        links: pages that may be meant.
    """

    def __init__(
        self,
        status: int,
        title: Marked,
        remedy: Marked | None = None,
        *,
        text: str = "",
        cause: TiendoError | None = None,
        links: tuple[Link, ...] = (),
    ) -> None:
        self.status = status
        self.title = title
        self.remedy = remedy
        self.text = text if len(text) <= LONGEST_TEXT else f"{text[:LONGEST_TEXT]}…"
        self.cause = cause
        self.links = links
        super().__init__(title.message.format(text=self.text))
