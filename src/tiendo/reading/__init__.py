"""Published reports become figures: `read_text` and what it gives.

The room is pure: text, language packs and a context in; figures with offsets, and findings, out.
"""

from tiendo.reading.context import ReadingContext
from tiendo.reading.figure import ReadFigure, ReadFinding, Reading
from tiendo.reading.language import Language
from tiendo.reading.reader import read_text

__all__ = ["Language", "ReadFigure", "ReadFinding", "Reading", "ReadingContext", "read_text"]
