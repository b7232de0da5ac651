"""The half-plane of structures: which shares of two sectors let the minima imply the total.

Along: the share of the sector that pulls the total down; up: of the one that lifts it; the rest of
the economy has what they leave. All structures lie in a triangle, and those that reach the total
in a part of it, cut off by one straight line.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tiendo.web.charts.scale import Tick, mark

SIZE, LEFT, TOP = 320.0, 56.0, 16.0
WIDTH, HEIGHT = LEFT + SIZE + 24, TOP + SIZE + 48
_PARTS = (0, 25, 50, 75, 100)

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class PlaneShown:
    """The drawing, in the notation of SVG.

    Attributes:
        along, up: the sectors of the two axes.
        all: the triangle of all structures; holds: the part that reaches the total, may be empty.
        point: the structure that was given, if one was.
        least: for some shares along, the smallest share up that reaches the total, in percent;
            None where none does.
    """

    along: str
    up: str
    all: str
    holds: str
    point: tuple[str, str] | None
    ticks: tuple[tuple[Tick, Tick], ...]
    least: tuple[tuple[float, float | None], ...]
    width: str = mark(WIDTH)
    height: str = mark(HEIGHT)
    left: str = mark(LEFT)
    foot: str = mark(TOP + SIZE)
    right: str = mark(LEFT + SIZE)
    top: str = mark(TOP)
    middle: str = mark(LEFT + SIZE / 2)
    bottom: str = mark(HEIGHT - 6)


def plane_of(
    margins: Mapping[str, float], shares: Mapping[str, float] | None = None
) -> PlaneShown | None:
    """Return the drawing; None where two shares do not decide.

    Args:
        margins: minimum less total by sector, percentage points.
        shares: the structure that was given, 0 to 1.
    """
    if len(margins) < 2:
        return None
    up = max(margins, key=lambda name: margins[name])
    along = min(margins, key=lambda name: margins[name])
    rest = {margin for name, margin in margins.items() if name not in (up, along)}
    if up == along or len(rest) > 1:
        return None
    left_over = rest.pop() if rest else 0.0
    line = (margins[along] - left_over, margins[up] - left_over, left_over)
    triangle: list[Point] = [(0.0, 0.0), (1.0, 0.0), (0.0, 1.0)]
    return PlaneShown(
        along=along,
        up=up,
        all=_drawn(triangle),
        holds=_drawn(clipped(triangle, line)),
        point=(_x(shares[along]), _y(shares[up])) if shares else None,
        ticks=tuple(
            (Tick(_x(part / 100), f"{part}"), Tick(_y(part / 100), f"{part}")) for part in _PARTS
        ),
        least=tuple((x, _least(x / 100, line)) for x in (5.0, 10.0, 15.0, 20.0, 30.0, 40.0)),
    )


def clipped(shape: Sequence[Point], line: tuple[float, float, float]) -> list[Point]:
    """Return the part of a convex shape where a x + b y + c >= 0 (Sutherland and Hodgman 1974)."""
    a, b, c = line

    def side(point: Point) -> float:
        return a * point[0] + b * point[1] + c

    kept: list[Point] = []
    for here, after in zip(shape, [*shape[1:], shape[0]], strict=True):
        now, then = side(here), side(after)
        if now >= 0:
            kept.append(here)
        if now * then < 0:
            part = now / (now - then)
            kept.append(
                (here[0] + part * (after[0] - here[0]), here[1] + part * (after[1] - here[1]))
            )
    return kept


def _least(x: float, line: tuple[float, float, float]) -> float | None:
    """Return the smallest share up, percent, that reaches the total beside a share along."""
    a, b, c = line
    if b <= 0:
        return 0.0 if a * x + c >= 0 else None
    y = max(0.0, -(a * x + c) / b)
    return 100 * y if x + y <= 1 + 1e-9 else None


def _drawn(shape: Sequence[Point]) -> str:
    return " ".join(f"{_x(x)},{_y(y)}" for x, y in shape)


def _x(share: float) -> str:
    return mark(LEFT + share * SIZE)


def _y(share: float) -> str:
    return mark(TOP + (1 - share) * SIZE)
