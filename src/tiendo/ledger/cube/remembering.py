"""Remembering what was used last, within bounds."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable
from threading import Lock
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


class Remembered(Generic[Key, Value]):
    """Values by key, up to a total weight; what was not asked for longest is forgotten first.

    Several threads may use it at once, as the kernel's do.
    """

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._held: OrderedDict[Key, tuple[Value, int]] = OrderedDict()
        self._weight = 0
        self._lock = Lock()

    def get(self, key: Key) -> Value | None:
        """Return what is remembered under a key, or None."""
        with self._lock:
            if key not in self._held:
                return None
            self._held.move_to_end(key)
            return self._held[key][0]

    def keep(self, key: Key, value: Value, weight: int = 1) -> None:
        """Remember a value, and forget others until the limit is kept again.

        A value that is too heavy by itself is not kept: it would drive out all others.
        """
        with self._lock:
            _, former = self._held.pop(key, (None, 0))
            self._weight -= former
            if weight > self._limit:
                return
            self._held[key] = value, weight
            self._weight += weight
            while self._weight > self._limit:
                _, (_, freed) = self._held.popitem(last=False)
                self._weight -= freed

    def items(self) -> list[tuple[Key, Value, int]]:
        """Return keys, values and weights; what was not asked for longest comes first."""
        with self._lock:
            return [(key, value, weight) for key, (value, weight) in self._held.items()]
