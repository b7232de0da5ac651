"""What every batch of blocks is asked, and how the answers stream in their order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain
from typing import Generic, TypeAlias, TypeVar

from tiendo.cube.cells.axes import SUMMIT, Axes, TileSource
from tiendo.cube.cells.tile import Tile
from tiendo.cube.kernel import Batch, Country, Question, Result, Tops, World
from tiendo.cube.kernel.evaluation import runs_compared
from tiendo.vocabulary.obligation import Obligation
from tiendo.vocabulary.place import PlaceRegister
from tiendo.vocabulary.words import Level

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)

Tell: TypeAlias = Callable[[Result], T]
"""Makes of a result what is wanted of it; where it was evaluated, so that only this travels."""

Progress: TypeAlias = Callable[[int, int], None]
"""Told how many blocks of how many are done."""


@dataclass(frozen=True)
class Asking(Generic[T]):
    """A question to a country with what answers it; plain data that may travel to a worker.

    Attributes:
        world: places, cards and duties.
        source: the tiles; it travels too, so it should name a store instead of holding tiles.
        question: what is asked.
        tell: makes of a result what is wanted of it; it travels as well.
        levels: places of which levels are wanted, None for all. Batches without any such place are
            only asked what the summit needs of them; `tell` still has to pick the places.
    """

    world: World
    source: TileSource
    question: Question
    tell: Tell[T]
    levels: frozenset[Level] | None = None

    @cached_property
    def country(self) -> Country:
        """The country, laid out when first needed."""
        return Country(self.world, self.source)

    def without_places(self) -> Asking[T]:
        """Return what all batches are asked alike."""
        # What came of what is told by units that no batch holds: then the register goes along.
        register = self.world.register if self.world.register.reforms.events else PlaceRegister(())
        return replace(self, world=World(register, self.world.catalogue))

    def part_of(self, batch: Batch) -> Part:
        """Return what a batch needs of the country, beside what all batches are asked alike."""
        everywhere, blocks = self.world.register, self.source.axes.blocks
        places = [everywhere.by_id(place) for block in (SUMMIT, *batch) for place in blocks[block]]
        duties = chain.from_iterable(self.world.duties_of.get(one.key, ()) for one in places)
        alone = None if everywhere.reforms.events else PlaceRegister(places)
        return Part(batch, alone, tuple(duties))

    def of_part(self, part: Part) -> tuple[T | None, Tops]:
        """Answer for a batch with nothing of the country but the part that it needs.

        Raises:
            TiendoError: if its tiles cannot be read.
        """
        register = self.world.register if part.register is None else part.register
        world = World(register, self.world.catalogue, part.obligations)
        alone = replace(self, world=world, source=_PartOfTiles(self.source, part.batch))
        return alone.of_batch(part.batch)

    def is_wanted(self, batch: Batch) -> bool:
        """Whether a batch answers for any place of the levels that are wanted."""
        if self.levels is None:
            return True
        family = self.country.family(batch)
        answered = family.tree(self.question.map_day).answered
        return any(
            answered[row] and level in self.levels for row, level in enumerate(family.levels)
        )

    def of_batch(self, batch: Batch) -> tuple[T | None, Tops]:
        """Return what a batch tells, None if nothing of it is wanted, and what the summit needs.

        Raises:
            TiendoError: if its tiles cannot be read.
        """
        if self.is_wanted(batch):
            answer = self.country.batch_answer(batch, self.question)
            return self.tell(answer.result), answer.tops
        runs = runs_compared(self.question.run)
        return None, self.country.tops(batch, self.question, runs)

    def gathered(
        self, answers: Iterable[tuple[T | None, Tops]], progress: Progress | None = None
    ) -> Iterator[T]:
        """Yield what the batches tell, and last of all the summit.

        Args:
            answers: those of all batches, in the order of `Country.batches`.
            progress: told how many blocks of how many are done.
        """
        total = sum(map(len, self.country.batches))
        every: list[Tops] = []
        done = 0
        for told, tops in answers:
            every.append(tops)
            done += len(tops.batch)
            if progress is not None:
                progress(done, total)
            if told is not None:
                yield told
        yield self.tell(self.country.summit_result(self.question, every))


@dataclass(frozen=True)
class Part:
    """What of a country's world a batch of blocks needs: all else may be as large as it likes.

    Attributes:
        batch: the blocks.
        register: the places of the blocks, and the countries; None where reforms joined any places,
            since then all batches are given the whole register.
        obligations: those of the places.
    """

    batch: Batch
    register: PlaceRegister | None
    obligations: tuple[Obligation, ...]


class _PartOfTiles:
    """Tiles of which only a batch of blocks and the summit have places; numbers stay."""

    def __init__(self, tiles: TileSource, batch: Batch) -> None:
        self._tiles = tiles
        kept = {SUMMIT, *batch}
        blocks = enumerate(tiles.axes.blocks)
        self._axes = replace(
            tiles.axes, blocks=tuple(ids if number in kept else () for number, ids in blocks)
        )

    @property
    def axes(self) -> Axes:
        """The axes of its tiles."""
        return self._axes

    def tile(self, block: int, year: int) -> Tile:
        """Return a block's tile of a year."""
        return self._tiles.tile(block, year)
