"""The languages in which people read and file."""

from __future__ import annotations

LANGUAGES = ("vi", "en", "ar", "ru")
RIGHT_TO_LEFT = frozenset({"ar"})
"""Those that are written from right to left."""
