"""Filters and tags that write numbers, names and the rows of the board as HTML."""

from __future__ import annotations

from django import template
from django.utils.safestring import SafeString, mark_safe

from tiendo.web import markup
from tiendo.web.asked import Asked
from tiendo.web.board.markup import RowWriter
from tiendo.web.board.state import BoardLinks
from tiendo.web.board.table import Table, Topic
from tiendo.web.shown import Named, Shown

# What is marked safe here was escaped by `tiendo.web.markup`.
# ruff: noqa: S308

register = template.Library()


@register.filter
def named(text: Named) -> SafeString:
    """Write a text, isolated and with its language where that is not the page's."""
    return mark_safe(markup.name_html(text))


@register.filter
def digits(number: Shown) -> SafeString:
    """Write the digits of a number, its sign in words for a screen reader."""
    return mark_safe(markup.digits_html(number))


@register.filter
def amount(number: Shown) -> SafeString:
    """Write a number with its unit."""
    return mark_safe(markup.amount_html(number))


@register.filter
def linked(number: Shown | None) -> SafeString:
    """Write a number as the link to its trace, or a dash for none."""
    return mark_safe(markup.linked_html(number))


@register.filter
def written(row: str) -> SafeString:
    """Write a row that `board.five_years` made."""
    return mark_safe(row)


@register.simple_tag
def row_writer(table: Table, language: str, **labels: str) -> RowWriter:
    """Return what writes the rows of a board's table under these labels of its columns."""
    return RowWriter(table, labels, language)


@register.simple_tag
def rows(writer: RowWriter, topic: Topic) -> SafeString:
    """Write the rows of a topic."""
    return mark_safe(writer.topic(topic))


@register.simple_tag
def fold_link(links: BoardLinks, topic: Topic) -> str:
    """Return the address of the board with a topic folded or unfolded."""
    return links.folds[topic.code]


@register.simple_tag
def asked_link(asked: Asked, page: str) -> str:
    """Return the address of a page of no place, in the language and the look of this one."""
    return asked.link(page)
