"""The plans of a board with where they stand, for a board that was shown without."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from django.utils.safestring import SafeString, mark_safe

from tiendo.web.asked import Asked
from tiendo.web.board.line import Printer
from tiendo.web.board.markup import PlanWriter
from tiendo.web.board.rows import CubeRow
from tiendo.web.board.table import PlanKey
from tiendo.web.plans import Standing


def plans_told(
    rows: Sequence[CubeRow], asked: Asked, told: Mapping[PlanKey, Standing]
) -> list[tuple[str, SafeString]]:
    """Return each plan whose standing is known: its name on the board, and what stands there."""
    writer = PlanWriter(asked.language)
    found = []
    for row in rows:
        href = asked.link_to_trace(row.place, row.period, row.series, row.measure)
        plans = Printer(row, asked.language, href).plans()
        for shown, plan in zip(plans, row.record["plans"], strict=True):
            standing = told.get((row.series, plan["assigner"], plan["kind"]))
            if standing is not None:
                # Escaped by the writer, as all numbers of a board are.
                written = mark_safe(writer.plan(replace(shown, standing=standing)))  # noqa: S308
                found.append((shown.key, written))
    return found
