"""Errors that say what is wrong and how to mend it."""

from __future__ import annotations


class TiendoError(Exception):
    """Any refusal that a user can act upon.

    Attributes:
        message: what is wrong, in one sentence without a full stop.
        remedy: what the user can do about it; empty if there is nothing to do.

    Either may be a `Sentence`, from which pages say the same in the reader's language.
    """

    def __init__(self, message: str, *, remedy: str = "") -> None:
        self.message = message
        self.remedy = remedy
        super().__init__(f"{message}; {remedy}" if remedy else message)


class VocabularyError(TiendoError, ValueError):
    """A word, period, unit, place or formula that cannot be read."""
