"""Where a register finds places that stand in tables."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Protocol

from tiendo.vocabulary.words import Level

if TYPE_CHECKING:
    from tiendo.vocabulary.place import Place


class PlaceTable(Protocol):
    """Many places that are made into values only when they are asked for."""

    @property
    def digest(self) -> str:
        """A digest of all that it holds."""

    @property
    def keys(self) -> Mapping[str, int]:
        """The opaque id of each place by its key."""

    @property
    def ids(self) -> Mapping[int, str]:
        """The key of each place by its opaque id."""

    @property
    def below(self) -> Mapping[str, Sequence[str]]:
        """The keys of the places that ever belonged to a parent, by its key."""

    def of_levels(self, levels: Collection[Level]) -> Iterable[str]:
        """Yield the keys of the places of some levels."""

    def names(self) -> Iterable[tuple[str, str]]:
        """Yield all names and aliases, each with the key of its place."""

    def codes(self) -> Iterable[tuple[str, str]]:
        """Yield all codes, each with the key of its place."""

    def place(self, key: str) -> Place:
        """Return one place."""
