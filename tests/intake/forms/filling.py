"""A form of the small world, and filling its cells as a spreadsheet program saves them."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from xml.sax.saxutils import escape

from tests.world import CATALOGUE, REGISTER, TODAY
from tiendo.ledger.intake import Intake
from tiendo.ledger.intake.forms import Form, Line, read_form, write_form
from tiendo.ledger.intake.workbook import read_workbook
from tiendo.vocabulary.period import Period
from tiendo.vocabulary.series import Breakdown, Series

MARCH = Period.parse("2026-03")
COMMUNE = REGISTER["ben-tre-nho"]


def line(indicator: str, cut: str = "", **known: object) -> Line:
    """Return a line that asks an indicator, or a part of it, of Bến Tre Nhỏ."""
    card = CATALOGUE[indicator]
    series = Series(indicator, Breakdown.parse(cut), card.price_bases[0])
    return Line(COMMUNE, card, series, **known)  # type: ignore[arg-type]


FORM = Form(
    "Văn phòng xã",
    MARCH,
    date(2026, 3, 20),
    "vi",
    (
        line("visitors", same_period=Decimal(90), previous_period=Decimal(95), before=Decimal(190)),
        line("revenue", plans=(("province", Decimal("120.5")), ("commune", Decimal(125)))),
        line("poor-households", plans=(("", Decimal(12)),)),
    ),
)


def filled(cells: Mapping[str, float | str], form: Form = FORM, sheet: int = 1) -> bytes:
    """Return the form with numbers or texts in some cells, by address; "" empties a cell.

    What a spreadsheet program writes for a formula, an error or a date may be given as raw XML.
    """
    written = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(write_form(form))) as before,
        zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as after,
    ):
        for item in before.infolist():
            content = before.read(item)
            if item.filename == f"xl/worksheets/sheet{sheet}.xml":
                text = content.decode()
                for address, value in cells.items():
                    text = _with_cell(text, address, value)
                content = text.encode()
            after.writestr(item.filename, content)
    return written.getvalue()


def _with_cell(text: str, address: str, value: float | str) -> str:
    found = re.search(rf'<c r="{address}"( s="\d+")?[^>]*?(/>|>.*?</c>)', text)
    assert found, f"the form has no cell {address}"
    style = found[1] or ""
    if isinstance(value, str) and value.startswith("<"):
        cell = value.replace("<c", f'<c r="{address}"{style}', 1)
    elif isinstance(value, str):
        told = f"<is><t>{escape(value)}</t></is>"
        cell = f'<c r="{address}"{style} t="inlineStr">{told}</c>' if value else ""
    else:
        cell = f'<c r="{address}"{style}><v>{value!r}</v></c>'
    return text[: found.start()] + cell + text[found.end() :]


def taken_back(content: bytes) -> Intake:
    """Return what a filled form says."""
    workbook = read_workbook(content, file_name="form.xlsx")
    return read_form(workbook, register=REGISTER, catalogue=CATALOGUE, today=TODAY)
