"""Filters that write numbers and names as HTML, without white space that a link would underline."""

from __future__ import annotations

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from tiendo.web.asked import Asked
from tiendo.web.board.state import BoardLinks
from tiendo.web.board.table import Topic
from tiendo.web.charts.spark import Spark
from tiendo.web.shown import Named, Shown

register = template.Library()

NOTHING: SafeString = mark_safe('<span class="none" aria-hidden="true">–</span>')
"""A dash for the eye; a screen reader hears an empty cell."""


@register.filter
def named(text: Named) -> str:
    """Write a text, isolated and with its language where that is not the page's."""
    if text.language:
        return format_html('<bdi lang="{}">{}</bdi>', text.language, text.text)
    return text.text


@register.filter
def digits(number: Shown) -> SafeString:
    """Write the digits of a number, its sign in words for a screen reader."""
    if not number.sign:
        return format_html('<bdi dir="ltr" class="digits">{}</bdi>', number.text)
    return format_html(
        '<span class="vh">{} </span><bdi dir="ltr" class="digits">'
        '<span aria-hidden="true">{}\u202f</span>{}</bdi>',
        number.sign_words,
        number.sign,
        number.text,
    )


@register.filter
def amount(number: Shown) -> SafeString:
    """Write a number with its unit."""
    if not number.unit:
        return digits(number)
    return format_html("{} {}", digits(number), number.unit)


@register.filter
def linked(number: Shown | None) -> SafeString:
    """Write a number as the link to its trace, or a dash for none."""
    if number is None:
        return NOTHING
    return format_html(
        '<a class="n{}" href="{}">{}</a>',
        " computed" if number.computed else "",
        number.href,
        digits(number),
    )


@register.filter
def spark(line: Spark | None) -> SafeString:
    """Write the small line of five years; a screen reader reads the numbers on another page."""
    if line is None:
        return NOTHING
    pieces = "".join(f'<polyline class="line" points="{piece}"/>' for piece in line.pieces)
    dot = (
        f'<circle class="dot" cx="{line.last[0]}" cy="{line.last[1]}" r="3"/>' if line.last else ""
    )
    return mark_safe(  # noqa: S308 - nothing in it but numbers of ours
        '<svg class="spark" viewBox="0 0 100 24" preserveAspectRatio="none" aria-hidden="true" '
        f'focusable="false">{pieces}{dot}</svg>'
    )


@register.simple_tag
def fold_link(links: BoardLinks, topic: Topic) -> str:
    """Return the address of the board with a topic folded or unfolded."""
    return links.folds[topic.code]


@register.simple_tag
def asked_link(asked: Asked, page: str) -> str:
    """Return the address of a page of no place, in the language and the look of this one."""
    return asked.link(page)
