"""Answers of batches in the batches' order, with a few of them under way."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from typing import Protocol, TypeAlias, TypeVar

Batch: TypeAlias = tuple[int, ...]
"""Numbers of neighbouring blocks that are evaluated together."""

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)


class Pending(Protocol[T_co]):
    """An answer that is being worked on."""

    def result(self) -> T_co:
        """Wait for it and return it."""


def in_order(
    batches: Iterable[Batch], ask: Callable[[Batch], Pending[T]], in_flight: int
) -> Iterator[T]:
    """Yield the batches' answers in the batches' order, with some more of them under way.

    Only so many are asked for and not yet handed out, whoever works on them and however slowly the
    answers are taken: neither the workers nor this process ever hold the country.
    """
    under_way: deque[Pending[T]] = deque()
    for batch in batches:
        under_way.append(ask(batch))
        if len(under_way) == in_flight:
            yield under_way.popleft().result()
    while under_way:
        yield under_way.popleft().result()
