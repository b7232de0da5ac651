"""Numbers, names and small drawings as HTML, without white space that a link would underline.

Written out here, since a board has thousands of them and a template would take most of its time:
`escape` guards every text that is not a constant of this file.
"""

from __future__ import annotations

from html import escape

from tiendo.web.charts.spark import Spark
from tiendo.web.shown import Named, Shown
from tiendo.web.statuses import StatusShown

NOTHING = '<span class="none" aria-hidden="true">–</span>'
"""A dash for the eye; a screen reader hears an empty cell."""


def name_html(text: Named) -> str:
    """Return a text, isolated and with its language where that is not the page's."""
    if text.language:
        return f'<bdi lang="{escape(text.language)}">{escape(text.text)}</bdi>'
    return escape(text.text)


def digits_html(number: Shown) -> str:
    """Return the digits of a number, its sign in words for a screen reader."""
    if not number.sign:
        return f'<bdi dir="ltr" class="digits">{escape(number.text)}</bdi>'
    return (
        f'<span class="vh">{escape(number.sign_words)} </span><bdi dir="ltr" class="digits">'
        f'<span aria-hidden="true">{escape(number.sign)}\u202f</span>{escape(number.text)}</bdi>'
    )


def amount_html(number: Shown) -> str:
    """Return a number with its unit, in the order in which the unit's language is read."""
    said = digits_html(number)
    return f"<bdi>{said} {escape(number.unit)}</bdi>" if number.unit else said


def linked_html(number: Shown | None) -> str:
    """Return a number as the link to its trace, or a dash for none."""
    if number is None:
        return NOTHING
    computed = " computed" if number.computed else ""
    return f'<a class="n{computed}" href="{escape(number.href)}">{digits_html(number)}</a>'


def status_html(status: StatusShown) -> str:
    """Return the status of a target: its shape and its word."""
    return (
        f'<span class="status {escape(status.code)}"><span aria-hidden="true">{status.shape}'
        f"</span> {escape(status.words)}</span>"
    )


def spark_html(line: Spark | None) -> str:
    """Return the small line of five years; a screen reader reads its numbers on another page."""
    if line is None:
        return NOTHING
    pieces = "".join(f'<polyline class="line" points="{piece}"/>' for piece in line.pieces)
    dot = (
        f'<circle class="dot" cx="{line.last[0]}" cy="{line.last[1]}" r="3"/>' if line.last else ""
    )
    return (
        '<svg class="spark" viewBox="0 0 100 24" preserveAspectRatio="none" aria-hidden="true" '
        f'focusable="false">{pieces}{dot}</svg>'
    )


def bar_html(share: str, gone: str, path: str = "") -> str:
    """Return the bar of a share reached, with a mark at the part of the year gone.

    Args:
        path: where the seasonal path of the plan is, which gets a mark of another shape.
    """
    due = f'<path class="due" d="M{path} 5m-3 0l3-5 3 5-3 5z"/>' if path else ""
    return (
        '<svg class="bar" viewBox="0 0 100 10" width="100" height="10" preserveAspectRatio="none" '
        'aria-hidden="true" focusable="false"><rect class="track" y="2" width="100" height="6"/>'
        f'<rect class="done" y="2" width="{share}" height="6"/>'
        f'<rect class="gone" x="{gone}" width="1.5" height="10"/>{due}</svg>'
    )
