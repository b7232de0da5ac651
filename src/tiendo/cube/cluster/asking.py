"""What every batch of blocks is asked, and how the answers stream in their order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain
from typing import Generic, TypeAlias, TypeVar

from tiendo.cube.cells.axes import TileSource
from tiendo.cube.kernel import Batch, Country, PartOfWorld, Question, Result, Tops, World
from tiendo.cube.kernel.country import runs_compared
from tiendo.cube.kernel.world import DutyColumns
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
    """A question to a country with what answers it.

    To a worker travels what all batches are asked alike, and with each batch its part.

    Attributes:
        world: places, cards and duties.
        source: the tiles; those of a batch travel too, so it should name a store instead of holding
            tiles.
        question: what is asked.
        tell: makes of a result what is wanted of it; it travels as well.
        levels: places of which levels are wanted, None for all. Batches without any such place are
            only asked what the summit needs of them; `tell` still has to pick the places.
    """

    world: World | PartOfWorld
    source: TileSource
    question: Question
    tell: Tell[T]
    levels: frozenset[Level] | None = None

    @cached_property
    def country(self) -> Country:
        """The country, laid out when first needed."""
        return Country(self.world, self.source)

    def without_places(self) -> Asking[T]:
        """Return what all batches are asked alike: nothing that is more where the country is."""
        return replace(self, world=self.world.of_places(()), source=self.source.of_blocks(()))

    def part_of(self, batch: Batch) -> Part:
        """Return what a batch needs of the country, beside what all batches are asked alike."""
        blocks = self.source.axes.blocks
        world = self.world.of_places(chain.from_iterable(blocks[block] for block in batch))
        return Part(batch, world.register, world.duties, self.source.of_blocks(batch))

    def of_part(self, part: Part) -> tuple[T | None, Tops]:
        """Answer for a batch with nothing of the country but the part that it needs.

        Raises:
            TiendoError: if its tiles cannot be read.
        """
        world = PartOfWorld(part.register, self.world.catalogue, part.duties, self.world.owed)
        return replace(self, world=world, source=part.tiles).of_batch(part.batch)

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
    """What of a country a batch of blocks needs: all else may be as large as it likes.

    Attributes:
        batch: the blocks.
        register: their places, and others that bear on these.
        duties: what is owed of their places.
        tiles: of the blocks alone.
    """

    batch: Batch
    register: PlaceRegister
    duties: DutyColumns
    tiles: TileSource
