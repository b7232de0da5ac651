"""Lines over a common axis: this year beside last year, a year to date with its plan and fan."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tiendo.web.charts.scale import Scale, Tick, mark, scale_of, side_of

WIDTH, HEIGHT = 720.0, 260.0
LEFT, RIGHT, TOP, BOTTOM = 72.0, 118.0, 14.0, 30.0


@dataclass(frozen=True, slots=True)
class Band:
    """An interval that widens: lower and upper end at each position, None where there is none."""

    lows: tuple[float | None, ...]
    highs: tuple[float | None, ...]
    inner: bool = False


@dataclass(frozen=True, slots=True)
class Drawn:
    """A line to draw.

    Attributes:
        name: stands at its end, so that no key is needed.
        look: "" for the main line, else "other" or "path": how it is dashed and marked.
        values: one for each position, None breaks the line.
    """

    name: str
    values: tuple[float | None, ...]
    look: str = ""


@dataclass(frozen=True, slots=True)
class LineShape:
    """A line in the notation of SVG."""

    name: str
    look: str
    pieces: tuple[str, ...]
    dots: tuple[tuple[str, str], ...]
    name_x: str
    name_y: str


@dataclass(frozen=True, slots=True)
class LineChart:
    """A chart, ready to be drawn: all lengths in the notation of SVG.

    Attributes:
        left: where the axis stands; in a language that is read from the right, on the right.
        tick_x, tick_anchor: where its numbers stand; `name_anchor` and `name_dx` alike for names.
    """

    lines: tuple[LineShape, ...]
    bands: tuple[tuple[str, bool], ...]
    target: Tick | None
    ticks: list[Tick]
    positions: tuple[Tick, ...]
    left: str
    right: str
    tick_x: str
    tick_anchor: str
    name_anchor: str
    name_dx: str
    width: str = f"{WIDTH:.0f}"
    height: str = f"{HEIGHT:.0f}"
    foot: str = mark(HEIGHT - BOTTOM + 18)


def line_chart(
    lines: Sequence[Drawn],
    positions: Sequence[str],
    language: str,
    *,
    bands: Sequence[Band] = (),
    target: tuple[float, str] | None = None,
    with_zero: bool = False,
) -> LineChart | None:
    """Return the chart of some lines; None where there is nothing to draw.

    Args:
        positions: what stands under each position, months or years.
        bands: intervals behind the lines.
        target: a level that is to be reached, and its name.
    """
    known = [v for line in lines for v in line.values if v is not None]
    if len(known) < 2:
        return None
    known += [v for band in bands for v in (*band.lows, *band.highs) if v is not None]
    known += [target[0]] if target else []
    up = scale_of(known, HEIGHT - BOTTOM, TOP, with_zero=with_zero)
    step = (WIDTH - LEFT - RIGHT) / max(1, len(positions) - 1)
    side = side_of(language, WIDTH)
    across = [side.at(LEFT + n * step) for n in range(len(positions))]
    shapes = [
        _shape(line, across, up, side.name_dx)
        for line in lines
        if any(v is not None for v in line.values)
    ]
    return LineChart(
        lines=tuple(_apart(shapes)),
        bands=tuple((_area(band, across, up), band.inner) for band in bands),
        target=Tick(mark(up.at(target[0])), target[1]) if target else None,
        ticks=up.ticks(language),
        positions=tuple(Tick(mark(x), t) for x, t in zip(across, positions, strict=True)),
        left=mark(side.at(LEFT)),
        right=mark(side.at(WIDTH - RIGHT)),
        tick_x=mark(side.at(LEFT - 8)),
        tick_anchor=side.before,
        name_anchor=side.after,
        name_dx=mark(side.name_dx),
    )


def _shape(line: Drawn, across: Sequence[float], up: Scale, name_dx: float) -> LineShape:
    points = [
        None if value is None else (mark(x), mark(up.at(value)))
        for x, value in zip(across, line.values, strict=True)
    ]
    pieces, piece = list[str](), list[str]()
    for point in [*points, None]:
        if point is not None:
            piece.append(",".join(point))
        elif piece:
            pieces.append(" ".join(piece))
            piece = []
    dots = tuple(point for point in points if point is not None)
    last = dots[-1]
    return LineShape(
        line.name, line.look, tuple(p for p in pieces if " " in p), dots,
        mark(float(last[0]) + name_dx), last[1],
    )  # fmt: skip


def _apart(shapes: Sequence[LineShape], least: float = 17.0) -> list[LineShape]:
    """Return the lines with their names moved down so that none covers another, in their order."""
    lowest: list[tuple[float, float]] = []
    moved: dict[int, float] = {}
    for number in sorted(range(len(shapes)), key=lambda n: float(shapes[n].name_y)):
        x, y = float(shapes[number].name_x), float(shapes[number].name_y)
        beside = [low for at, low in lowest if abs(x - at) < 80]
        y = max([y, *(low + least for low in beside)])
        lowest.append((x, y))
        moved[number] = min(y, HEIGHT - 6)
    return [
        LineShape(one.name, one.look, one.pieces, one.dots, one.name_x, mark(moved[n] + 4))
        for n, one in enumerate(shapes)
    ]


def _area(band: Band, across: Sequence[float], up: Scale) -> str:
    there = [
        (x, low, high)
        for x, low, high in zip(across, band.lows, band.highs, strict=True)
        if low is not None and high is not None
    ]
    edge = [(x, high) for x, _, high in there] + [(x, low) for x, low, _ in reversed(there)]
    return " ".join(f"{mark(x)},{mark(up.at(value))}" for x, value in edge)
