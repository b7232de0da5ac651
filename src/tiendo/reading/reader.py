"""Reading one text: the pipeline."""

from __future__ import annotations

from collections.abc import Sequence

from tiendo.reading.context import ReadingContext
from tiendo.reading.figure import Reading
from tiendo.reading.language import Language


def read_text(
    text: str, languages: Sequence[Language], context: ReadingContext | None = None
) -> Reading:
    """Return the figures of a text with what the checks say about them.

    Args:
        text: the text; offsets count its code points.
        languages: the packs that may read it.
        context: what is known besides.
    """
    asked = context or ReadingContext()
    return Reading(asked.document, text, None, ())
