"""One thread that does all the work on the ledger, whoever asks."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import ParamSpec, TypeVar

from tiendo.vocabulary.errors import TiendoError

Asked = ParamSpec("Asked")
Given = TypeVar("Given")


class Desk:
    """Does one thing after the other, in a thread of its own.

    A notebook's cells run inside an event loop, where Django refuses to touch a database; and a
    connection belongs to the thread that made it. Both are settled by one thread for them all,
    and what is kept between questions needs no locks.
    """

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="tiendo")
        self._is_open = True

    def do(
        self, work: Callable[Asked, Given], /, *words: Asked.args, **more: Asked.kwargs
    ) -> Given:
        """Return what `work` returns, or raise what it raises.

        Raises:
            TiendoError: if the desk was closed.
        """
        if not self._is_open:
            raise TiendoError("this office was closed", remedy="open it again with `tiendo.open()`")
        return self._thread.submit(work, *words, **more).result()

    def close(self) -> None:
        """Close the thread's connection and end it; nothing, if that was done before."""
        if not self._is_open:
            return
        self._is_open = False
        self._thread.submit(_close_connections)
        self._thread.shutdown()


def _close_connections() -> None:
    from django.db import connections

    connections.close_all()
