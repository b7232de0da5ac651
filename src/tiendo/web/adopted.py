"""Adopted targets as a form tells them, and whether they can hold together, ready to be shown."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.http import QueryDict

from tiendo.outlook.compatibility import (
    UNKNOWN_SHARE,
    Compatibility,
    HalfPlane,
    SectorTarget,
    TargetCheck,
    what_follows,
)
from tiendo.web import formats
from tiendo.web.charts.half_plane import PlaneShown, plane_of
from tiendo.web.texts import marked, say

FIELDS = ("sector", "minimum", "share", "most")
MOST_SECTORS = 24
SECTOR_COLUMNS = ("sector", "minimum_growth_pct", "share_pct", "needed_growth_pct")
_EMPTY_ROWS = 6
_LONGEST_CELL = 60
_PLAIN = re.compile(r"[+-]?[0-9]+(\.[0-9]{1,2}|\.[0-9]{4,})?|[+-]?0\.[0-9]+")
_VERDICTS = {
    Compatibility.IMPLIED: marked(
        "verdict on targets", "Implied: if every sector meets its minimum, the total is met."
    ),
    Compatibility.REACHABLE: marked(
        "verdict on targets", "Reachable: some sectors must do better than their minimum."
    ),
    Compatibility.IMPOSSIBLE: marked(
        "verdict on targets",
        "Impossible: even if every sector does its most, the total is missed.",
    ),
}
_NO_NUMBER = marked("problem", "“{text}” is no number; write 12.5 for 12.5%.")
_TOO_MANY = marked("problem", "More than {text} sectors cannot be checked at once.")
_NO_TOTAL = marked("problem", "The growth adopted for the total is missing.")
_NO_MINIMUM = marked("problem", "“{text}” has no growth adopted.")
_SOME_SHARES = marked("problem", "Give the share of every sector, or of none.")
_TWICE = marked("problem", "The sector “{text}” stands twice.")


class Faulty(ValueError):
    """A form that cannot be read; the sentence is for the reader."""


@dataclass(frozen=True, slots=True)
class SectorLine:
    """A sector in the answer; numbers printed, and as `values` in the order of SECTOR_COLUMNS."""

    name: str
    minimum: str
    share: str
    needed: str
    moved: bool
    values: tuple[str | float | None, ...]


@dataclass(frozen=True, slots=True)
class AdoptedShown:
    """What the answer says.

    Attributes:
        code, verdict: closed word and sentence; empty without shares.
        condition: names and ratio where two sectors decide: gains, ratio, loses.
        least: share along and smallest share up, printed; empty where none reaches the total.
    """

    code: str
    verdict: str
    total: str
    implied: str
    gap: str
    reached: str
    lines: tuple[SectorLine, ...]
    condition: tuple[str, str, str] | None
    plane: PlaneShown | None
    least: tuple[tuple[str, str], ...]


def form_rows(query: QueryDict) -> list[dict[str, str]]:
    """Return what stands in the form, with some empty rows to fill in."""
    columns = {name: query.getlist(name)[:MOST_SECTORS] for name in FIELDS}
    count = max(map(len, columns.values()), default=0)
    rows = [
        {
            name: (told[at][:_LONGEST_CELL].strip() if at < len(told) else "")
            for name, told in columns.items()
        }
        for at in range(count)
    ]
    rows = [row for row in rows if any(row.values())]
    empty = dict.fromkeys(FIELDS, "")
    return rows + [dict(empty) for _ in range(max(1, _EMPTY_ROWS - len(rows)))]


def adopted_shown(query: QueryDict, language: str) -> AdoptedShown | None:
    """Return the answer to a form; None for an empty one.

    Raises:
        Faulty: for what is no number or is missing.
        OutlookError: for targets that make no sense together.
    """
    if any(len(query.getlist(name)) > MOST_SECTORS for name in FIELDS):
        raise Faulty(say(_TOO_MANY, language).format(text=MOST_SECTORS))
    rows = [row for row in form_rows(query) if any(row.values())]
    total_text = query.get("total", "").strip()
    if not rows and not total_text:
        return None
    total = _number(total_text, language)
    if total is None:
        raise Faulty(say(_NO_TOTAL, language))
    sectors = [_sector(row, language) for row in rows]
    names = [sector.name for sector in sectors]
    if twice := next((name for name in names if names.count(name) > 1), None):
        raise Faulty(say(_TWICE, language).format(text=twice))
    with_shares = [row["share"] for row in rows if row["share"]]
    if with_shares and len(with_shares) < len(rows):
        raise Faulty(say(_SOME_SHARES, language))
    check, plane = what_follows(total, sectors)
    return _shown(total, sectors, check, plane, language)


def _shown(
    total: float,
    sectors: Sequence[SectorTarget],
    check: TargetCheck | None,
    plane: HalfPlane,
    language: str,
) -> AdoptedShown:
    shares = {sector.name: sector.share for sector in sectors} if check else None
    drawn = plane_of(plane.margins, shares)
    condition = None
    if plane.ratio is not None:
        condition = plane.gains, printed(plane.ratio, language), plane.loses
    return AdoptedShown(
        code=check.verdict.value if check else "",
        verdict=say(_VERDICTS[check.verdict], language) if check else "",
        total=percent(total, language),
        implied=percent(check.implied, language) if check else "",
        gap=printed(check.gap, language) if check else "",
        reached=percent(check.reached, language) if check else "",
        lines=tuple(_line(sector, check, language) for sector in sectors),
        condition=condition,
        plane=drawn,
        least=tuple(
            (percent(x, language), "" if y is None else percent(y, language))
            for x, y in (drawn.least if drawn else ())
        ),
    )


def _line(sector: SectorTarget, check: TargetCheck | None, language: str) -> SectorLine:
    needed = check.growths[sector.name] if check else math.nan
    return SectorLine(
        name=sector.name,
        minimum=percent(sector.minimum, language),
        share=percent(100 * sector.share, language) if check else "",
        needed=percent(needed, language) if math.isfinite(needed) else "",
        moved=math.isfinite(needed) and needed > sector.minimum + 1e-9,
        values=(
            sector.name,
            sector.minimum,
            100 * sector.share if check else None,
            needed if math.isfinite(needed) else None,
        ),
    )


def _sector(row: dict[str, str], language: str) -> SectorTarget:
    minimum = _number(row["minimum"], language)
    if minimum is None:
        raise Faulty(say(_NO_MINIMUM, language).format(text=row["sector"]))
    share = _number(row["share"], language)
    return SectorTarget(
        name=row["sector"] or "–",
        share=UNKNOWN_SHARE if share is None else share / 100,
        minimum=minimum,
        most=_number(row["most"], language),
    )


def _number(text: str, language: str) -> float | None:
    """Return a number with a point or a comma before its decimals; None for an empty text."""
    cleaned = text.strip().removesuffix("%").replace(",", ".").replace("\u2212", "-").strip()
    if not cleaned:
        return None
    # "1,000" might mean a thousand as well as one, and "1_0" is a number to Python alone.
    number = float(cleaned) if _PLAIN.fullmatch(cleaned) else math.nan
    if not math.isfinite(number) or abs(number) > 1e6:
        raise Faulty(say(_NO_NUMBER, language).format(text=text[:_LONGEST_CELL]))
    return number


def percent(value: float, language: str) -> str:
    """Return a percentage with as many decimals as it has, at most two."""
    return formats.percent(Decimal(repr(value)), _decimals(value), language)


def printed(value: float, language: str) -> str:
    """Return a number with as many decimals as it has, at most two."""
    return formats.number(Decimal(repr(value)), _decimals(value), language)


def _decimals(value: float) -> int:
    return next((places for places in (0, 1) if abs(round(value, places) - value) < 1e-9), 2)


_EXAMPLE_TOTAL = "15"
_EXAMPLE = (
    (marked("sector of the economy", "Services"), "17"),
    (marked("sector of the economy", "Agriculture, forestry and fishery"), "7"),
    (marked("sector of the economy", "Industry and construction"), "15"),
)


def example_query(language: str) -> list[tuple[str, str]]:
    """Return the query of an example in the reader's words: Bình Liêu's targets for 2025."""
    pairs = [("total", _EXAMPLE_TOTAL)]
    for name, minimum in _EXAMPLE:
        pairs += [("sector", say(name, language)), ("minimum", minimum)]
    return pairs
