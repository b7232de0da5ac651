"""Exactly what a board shows, as a file: the contract's rows as JSON, CSV and Excel."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import xlsxwriter  # type: ignore[import-untyped]
from django.http import HttpResponse

from tiendo.web.board.rows import CubeRow
from tiendo.web.board.table import NOTHING_TOLD, PlanKey
from tiendo.web.exports import csv_file
from tiendo.web.plans import Standing

COLUMNS = (
    "place", "place_name", "indicator", "name", "breakdown", "price_basis", "measure", "unit",
    "period", "value", "value_lo", "value_hi", "comparator", "status", "modality", "state",
    "known_at", "recorded_at", "previous_period", "same_period", "same_period_state",
    "year_to_date", "growth_pct", "base_ratio_pct", "difference", "contribution_pp",
    "structure_share_pct", "rank", "plan_assigner", "plan_kind", "plan_operator", "plan_value",
    "plan_unit", "plan_derived", "plan_share_pct", "year_elapsed_pct", "plan_target_status",
    "plan_chance", "plan_path_pct", "findings",
)  # fmt: skip
"""A row with several plans stands once for each of them; the plan's columns tell which."""

FORMATS = {
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def download(
    rows: Sequence[CubeRow],
    names: Sequence[str],
    kind: str,
    stem: str,
    told: Mapping[PlanKey, Standing] = NOTHING_TOLD,
) -> HttpResponse:
    """Return the rows as a file.

    Args:
        told: where targets stand, where the page shows it.
        rows: what the table shows, in its order.
        names: what each row is called on the page.
        kind: csv, json or xlsx.
        stem: the name of the file without its ending.
    """
    rows = [_with_standings(row, told) for row in rows] if told else rows
    if kind == "csv":
        return csv_file(COLUMNS, _cells(rows, names), stem)
    content = {"json": _json, "xlsx": _xlsx}[kind](rows, names)
    response = HttpResponse(content, content_type=FORMATS[kind])
    response["Content-Disposition"] = f'attachment; filename="{stem}.{kind}"'
    return response


def _with_standings(row: CubeRow, told: Mapping[PlanKey, Standing]) -> CubeRow:
    """Return a row whose plans tell status, chance and seasonal path, unknown ones as null."""

    def standing(plan: Mapping[str, Any]) -> dict[str, Any]:
        found = told.get((row.series, plan["assigner"], plan["kind"]))
        chance, path = found.numbers if found else (None, None)
        status = found.status.code if found else None
        return {**plan, "target_status": status, "chance": chance, "path_pct": path}

    plans = [standing(plan) for plan in row.record["plans"]]
    return replace(row, record={**row.record, "plans": plans})


def _json(rows: Sequence[CubeRow], names: Sequence[str]) -> bytes:
    return json.dumps([row.record for row in rows], ensure_ascii=False).encode()


def _cells(rows: Sequence[CubeRow], names: Sequence[str]) -> Iterator[list[Any]]:
    for flat in _flat(rows, names):
        yield [flat[column] for column in COLUMNS]


def _xlsx(rows: Sequence[CubeRow], names: Sequence[str]) -> bytes:
    written = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(written, options) as book:
        sheet = book.add_worksheet("tiendo")
        sheet.write_row(0, 0, COLUMNS, book.add_format({"bold": True}))
        for at, flat in enumerate(_flat(rows, names), 1):
            sheet.write_row(at, 0, [flat[column] for column in COLUMNS])
        sheet.freeze_panes(1, 0)
    return written.getvalue()


def _flat(rows: Sequence[CubeRow], names: Sequence[str]) -> Iterator[dict[str, Any]]:
    for row, name in zip(rows, names, strict=True):
        flat = dict.fromkeys(COLUMNS) | {
            column: row.record[column] for column in COLUMNS if column in row.record
        }
        flat["name"] = name
        flat["breakdown"] = str(row.series.breakdown)
        flat["findings"] = " ".join(dict.fromkeys(one["check"] for one in row.record["findings"]))
        plans = row.record["plans"] or [None]
        for plan in plans:
            yield flat | (_of_plan(plan) if plan else {})


def _of_plan(plan: dict[str, Any]) -> dict[str, Any]:
    return {
        "plan_assigner": plan["assigner"],
        "plan_kind": plan["kind"],
        "plan_operator": plan["operator"],
        "plan_value": plan["value"],
        "plan_unit": plan["unit"],
        "plan_derived": "yes" if plan["derived"] else "no",
        "plan_share_pct": plan["share_pct"],
        "year_elapsed_pct": plan["year_elapsed_pct"],
        "plan_target_status": plan.get("target_status"),
        "plan_chance": plan.get("chance"),
        "plan_path_pct": plan.get("path_pct"),
    }
