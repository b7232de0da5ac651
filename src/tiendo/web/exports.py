"""Charts and tables as files: comma-separated values for spreadsheets, drawings for reports."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from django.http import HttpResponse
from django.template.loader import render_to_string

KINDS = ("csv", "svg")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_SHEETS = Path(__file__).resolve().parent / "static" / "web"


def csv_file(header: Sequence[str], rows: Iterable[Sequence[Any]], stem: str) -> HttpResponse:
    """Return rows as a file: numbers as computers write them, unknown ones empty.

    Args:
        stem: the name of the file without its ending.
    """
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\r\n")
    writer.writerow([harmless(name) for name in header])
    writer.writerows([harmless(cell) for cell in row] for row in rows)
    # The mark tells spreadsheet programs that it is UTF-8.
    return _file(
        b"\xef\xbb\xbf" + written.getvalue().encode(), "text/csv; charset=utf-8", stem, "csv"
    )


def svg_file(template: str, context: Mapping[str, Any], stem: str) -> HttpResponse:
    """Return a drawing that stands alone, with its colours within."""
    tokens = (_SHEETS / "tokens.css").read_text(encoding="utf-8")
    light = tokens[tokens.index(":root") : tokens.index("}") + 1]
    looks = ((_SHEETS / name).read_text(encoding="utf-8") for name in ("marks.css", "drawing.css"))
    sheet = light + "".join(looks)
    drawing = render_to_string(template, {**context, "sheet": sheet})
    return _file(drawing.encode(), "image/svg+xml", stem, "svg")


def harmless(cell: Any) -> Any:
    """Return a text so that no spreadsheet program takes it for a formula; numbers stay."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell


def _file(content: bytes, kind: str, stem: str, ending: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{stem}.{ending}"'
    return response
