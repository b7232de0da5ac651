"""Parts of a path: a period may hold a slash (2024-01/2024-02), an indicator may not."""

from __future__ import annotations


class PeriodConverter:
    """A run of months in any spelling: it and, after a slash, its second half begin with a digit.

    The text is parsed by the view, which can tell a reader what is wrong with it.
    """

    regex = r"[0-9][0-9A-Za-z-]*(?:/M?[0-9][0-9A-Za-z-]*)?"

    def to_python(self, value: str) -> str:
        """Return the text as it is."""
        return value

    def to_url(self, value: object) -> str:
        """Return a period by its name."""
        return str(value)
