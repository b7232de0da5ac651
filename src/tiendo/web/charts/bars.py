"""Pillars lying on their side: contributions of parts, and a figure by its vintages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tiendo.web.charts.scale import Tick, mark, scale_of, side_of

WIDTH, ROW = 720.0, 26.0
LEFT, RIGHT, TOP, BOTTOM = 250.0, 90.0, 6.0, 24.0


@dataclass(frozen=True, slots=True)
class Bar:
    """What a bar shows: its name, its value, the value as printed, and whether it stands out."""

    name: str
    value: float
    text: str
    last: bool = False


@dataclass(frozen=True, slots=True)
class BarShape:
    """A bar in the notation of SVG."""

    name: str
    text: str
    look: str
    x: str
    y: str
    width: str
    height: str
    middle: str
    text_x: str
    anchor: str


@dataclass(frozen=True, slots=True)
class BarChart:
    """A chart, ready to be drawn."""

    bars: tuple[BarShape, ...]
    ticks: list[Tick]
    zero: str
    width: str
    height: str
    top: str
    bottom: str
    foot: str
    name_x: str
    name_anchor: str


def bar_chart(bars: Sequence[Bar], language: str) -> BarChart | None:
    """Return the chart of some bars in their order; None where there is none."""
    if not bars:
        return None
    across = scale_of([bar.value for bar in bars], LEFT, WIDTH - RIGHT, with_zero=True)
    zero, height = across.at(0.0), TOP + BOTTOM + ROW * len(bars)
    side, shapes = side_of(language, WIDTH), []
    for number, bar in enumerate(bars):
        end, y = across.at(bar.value), TOP + number * ROW
        falls = bar.value < 0
        near, far = sorted((side.at(zero), side.at(end)))
        shapes.append(
            BarShape(
                name=_short(bar.name),
                text=bar.text,
                look="down" if falls else "last" if bar.last else "",
                x=mark(near),
                y=mark(y + 4),
                width=mark(max(0.5, far - near)),
                height=mark(ROW - 8),
                middle=mark(y + ROW / 2 + 4),
                text_x=mark(side.at((zero if falls else end) + 6)),
                anchor=side.after,
            )
        )
    return BarChart(
        bars=tuple(shapes),
        ticks=[Tick(mark(side.at(float(t.at))), t.text) for t in across.ticks(language)],
        zero=mark(side.at(zero)),
        width=f"{WIDTH:.0f}",
        height=f"{height:.0f}",
        top=mark(TOP),
        bottom=mark(height - BOTTOM),
        foot=mark(height - 8),
        name_x=mark(side.at(LEFT - 10)),
        name_anchor=side.before,
    )


def _short(name: str, most: int = 30) -> str:
    """Return a name that fits beside its bar; the table beside the chart has the whole one."""
    return name if len(name) <= most else f"{name[: most - 1].rstrip()}…"
