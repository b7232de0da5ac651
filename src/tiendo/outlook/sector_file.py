"""Reads adopted sector targets from a CSV file."""

from __future__ import annotations

import csv
from pathlib import Path

from tiendo.outlook.compatibility import UNKNOWN_SHARE, SectorTarget
from tiendo.outlook.history import OutlookError


def read_sectors(path: Path) -> list[SectorTarget]:
    """Read the columns sector, minimum, and where they are there share, deviation, most.

    A share that is empty is UNKNOWN_SHARE.

    Raises:
        OutlookError: for a missing column or a cell that is no number; it names the line.
    """
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        for needed in ("sector", "minimum"):
            if needed not in (reader.fieldnames or ()):
                raise OutlookError(
                    f"{path.name}: the column {needed} is missing",
                    remedy="the columns are sector, minimum, share, deviation, most",
                )
        return [_sector(path, reader.line_num, row) for row in reader]


def _sector(path: Path, line: int, row: dict[str, str]) -> SectorTarget:
    numbers: dict[str, float | None] = {}
    for column in ("minimum", "share", "deviation", "most"):
        text = (row.get(column) or "").strip()
        try:
            numbers[column] = float(text) if text else None
        except ValueError:
            raise OutlookError(
                f"{path.name}, line {line}: '{text}' in {column} is no number",
                remedy="write 12.5 for 12.5 %",
            ) from None
    minimum, share, deviation = numbers["minimum"], numbers["share"], numbers["deviation"]
    if minimum is None:
        raise OutlookError(
            f"{path.name}, line {line}: {row['sector']} has no minimum", remedy="give its growth"
        )
    return SectorTarget(
        name=row["sector"].strip(),
        share=UNKNOWN_SHARE if share is None else share,
        minimum=minimum,
        deviation=1.0 if deviation is None else deviation,
        most=numbers["most"],
    )
