"""How cells are shown: number formats, indents and bold fonts, from a workbook's styles."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from tiendo.ledger.intake.workbook.grid import Look
from tiendo.ledger.intake.workbook.number_format import Section, built_in, read_format
from tiendo.ledger.intake.workbook.refusal import damaged
from tiendo.ledger.intake.workbook.xml_events import elements

_DEEPEST_INDENT = 250


@dataclass(slots=True)
class Style:
    """How cells with one style are shown.

    Attributes:
        sections: of the number format.
        indent: by how many steps text is indented.
        bold: whether the font is bold.
    """

    sections: tuple[Section, ...] = (Section(),)
    indent: int = 0
    bold: bool = False

    @property
    def date(self) -> bool:
        """Whether numbers are shown as dates or times."""
        return self.sections[0].date

    def looks(self) -> list[Look]:
        """Return how the numbers of each section of the format are shown."""
        return [
            Look(
                section.decimals,
                section.percent,
                self.indent,
                self.bold,
                section.thousands,
                section.day,
            )
            for section in self.sections
        ]


def read_styles(chunks: Iterable[bytes], part: str) -> list[Style]:
    """Return the styles of a workbook, in the order in which cells refer to them.

    Args:
        chunks: the XML of its styles.
        part: how faults name it.

    Raises:
        FileRefused: if it is damaged.
    """
    formats: dict[int, tuple[Section, ...]] = {}
    bold: list[bool] = []
    styles: list[Style] = []
    for path, attributes in elements(chunks, part):
        if path == "styleSheet/numFmts/numFmt":
            number = _number(attributes.get("numFmtId", ""), part)
            formats[number] = read_format(attributes.get("formatCode", "General"))
        elif path == "styleSheet/fonts/font":
            bold.append(False)
        elif path == "styleSheet/fonts/font/b":
            bold[-1] = attributes.get("val", "1") not in ("0", "false", "off")
        elif path == "styleSheet/cellXfs/xf":
            number = _number(attributes.get("numFmtId", "0"), part)
            font = _number(attributes.get("fontId", "0"), part)
            sections = formats.get(number) or built_in(number)
            styles.append(Style(sections, bold=font < len(bold) and bold[font]))
        elif path == "styleSheet/cellXfs/xf/alignment":
            indent = _number(attributes.get("indent", "0"), part)
            styles[-1].indent = min(indent, _DEEPEST_INDENT)
    return styles


def _number(text: str, part: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise damaged(f"'{part}' has '{text}' where a number should be")
    return int(text)
