"""Folding of names, so that Quế Sơn, Que Son, QUE SƠN and كيو سون / كيو سۏن find their place."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_LETTERS = str.maketrans(
    {
        "đ": "d",
        "ё": "е",
        "أ": "ا",
        "إ": "ا",
        "آ": "ا",
        "ٱ": "ا",
        "ى": "ي",
        "ی": "ي",
        "ة": "ه",
        "ک": "ك",
        "ـ": None,
    }
)
_NOT_WORD = re.compile(r"[^\w]+")


@lru_cache(maxsize=16384)
def fold(text: str) -> str:
    """Return `text` in lower case, without marks and punctuation, with letter variants united."""
    lowered = unicodedata.normalize("NFC", text).casefold().translate(_LETTERS)
    bare = "".join(
        letter
        for letter in unicodedata.normalize("NFD", lowered)
        if not unicodedata.combining(letter)
    )
    return _NOT_WORD.sub(" ", bare).strip()
