"""The evaluation of a country on the workers of a Dask cluster.

One task is one block, or a batch of small ones, run by the same functions as `here`. It is sent the
places and duties of its blocks and no others, so that a worker needs no more memory for a larger
country; what it tells and the little that the summit needs travel back, and the summit is evaluated
by the client.
Futures are used, one `submit` for each task, and not `map_blocks` over an array of blocks: an
array's result is one object that is there when all of it is, while single futures can be taken in
order, forgotten one by one and bounded in number. A worker that dies loses its tasks and the
answers that were not fetched yet; Dask works both out again on the others, and the order of the
batches is the client's, so that the outcome is the same to the last bit.
"""

from __future__ import annotations

import pickle
import zlib
from collections.abc import Generator
from concurrent.futures import CancelledError
from dataclasses import dataclass
from typing import Any, TypeVar

from distributed import Client, Future, KilledWorker
from distributed.comm.core import CommClosedError

from tiendo.cube.cluster.asking import Asking, Progress, T
from tiendo.cube.cluster.reaching import described, reached, refuse_idle, threads_of
from tiendo.cube.kernel import Batch, Tops
from tiendo.cube.kernel.streaming import in_order
from tiendo.cube.store import NoStore, StoreFault, Unreachable
from tiendo.vocabulary.errors import TiendoError

IN_FLIGHT = 3
"""Batches under way for each of the cluster's threads: one at work, the others ready for it."""

PATIENCE = 15.0
"""Seconds to wait for an answer before it is looked whether the cluster still has workers."""

_SENDING = 600.0
"""Seconds that an answer may be on its way."""

V = TypeVar("V")


def evaluate_on(
    cluster: str | Client,
    asking: Asking[T],
    *,
    in_flight: int | None = None,
    patience: float = PATIENCE,
    progress: Progress | None = None,
) -> Generator[T]:
    """Yield what is told of every batch of blocks, in their order, and of the summit.

    The workers run what they are sent, and their answers are unpacked here: use clusters whose
    every machine is trusted.

    Args:
        cluster: a scheduler's address such as tcp://host:8786, or a client that is connected.
        asking: the question; what is alike for all batches is sent to a worker once.
        in_flight: how many batches are asked for at a time; None for `IN_FLIGHT` a thread.
        patience: seconds without an answer after which it is looked whether workers are left.
        progress: told how many blocks of how many are done.

    Raises:
        TiendoError: if the cluster cannot be reached, has no workers or other versions than this
            process, cannot read the tiles, or is lost on the way.
    """
    with reached(cluster) as client:
        threads = threads_of(client)
        batches = asking.country.batches_for(2 * threads)
        # A task of its own, so that a lost worker's copy is made again.
        alike = client.submit(_unpacked, _packed(asking.without_places()), pure=False)

        def ask(batch: Batch) -> _Answer:
            part = _packed(asking.part_of(batch))
            future = client.submit(_of_part, alike, part, pure=False)
            return _Answer(client, future, batch, patience)

        answers = in_order(batches, ask, in_flight or IN_FLIGHT * threads)
        yield from asking.gathered(answers, progress)


@dataclass
class _Answer:
    """A batch's answer on the cluster; asked once, then forgotten there."""

    client: Client
    future: Future[tuple[Any, Tops]]
    batch: Batch
    patience: float

    def result(self) -> tuple[Any, Tops]:
        try:
            return self._waited_for()
        except (NoStore, Unreachable) as fault:
            raise _unread(fault) from fault
        except KilledWorker as killed:
            raise TiendoError(
                f"{_named(self.batch)} ended several workers of the cluster one after the other",
                remedy="give the workers more memory, and look into their logs",
            ) from killed
        except (CancelledError, CommClosedError, TimeoutError) as lost:
            raise TiendoError(
                f"the cluster at {described(self.client)} was lost while it worked",
                remedy="look whether its scheduler runs, and run the command again",
            ) from lost
        finally:
            self.future.release()  # type: ignore[no-untyped-call]

    def _waited_for(self) -> tuple[Any, Tops]:
        while True:
            try:
                failed = self.future.exception(  # type: ignore[no-untyped-call]
                    timeout=self.patience
                )
            except TimeoutError:
                refuse_idle(self.client)
                continue
            if failed is not None:
                raise failed
            found: tuple[Any, Tops] = self.future.result(timeout=_SENDING)
            return found


def _named(batch: Batch) -> str:
    first, last = batch[0], batch[-1]
    return f"block {first}" if first == last else f"one of the blocks {first} to {last}"


def _unread(fault: StoreFault) -> TiendoError:
    return TiendoError(
        f"a worker of the cluster cannot read the cube: {fault.message}",
        remedy="put the cube where every machine finds it under one address (TIENDO_CUBE); "
        f"if this machine cannot read it either, {fault.remedy}",
    )


def _packed(thing: object) -> bytes:
    # Duties resemble each other and planes are full of nothing: packed, a country's duties are a
    # fifteenth (24 MB become 1.5 MB in 0.2 s), and Dask does not look into bytes one by one.
    return zlib.compress(pickle.dumps(thing, protocol=5), level=1)


def _unpacked(packed: bytes) -> Any:
    return pickle.loads(zlib.decompress(packed))  # noqa: S301 - from our client


def _of_part(asking: Asking[V], packed: bytes) -> tuple[V | None, Tops]:
    return asking.of_part(_unpacked(packed))
