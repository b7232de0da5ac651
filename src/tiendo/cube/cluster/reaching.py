"""Reaching a Dask cluster, and refusing one that cannot do the work."""

from __future__ import annotations

import asyncio
import platform
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib.metadata import PackageNotFoundError, version

from distributed import Client, Security
from distributed.comm import connect

from tiendo.vocabulary.errors import TiendoError

SECONDS = 5.0
"""How long a scheduler may take to answer."""

_PACKAGES = ("tiendo", "numpy", "pyarrow", "dask", "distributed")
"""What must be of one version here and on the workers, for objects travel between them."""

_START = (
    "start a scheduler with `dask scheduler` and workers with `dask worker`, and name the "
    "scheduler's address, such as tcp://host:8786"
)


@contextmanager
def reached(cluster: str | Client, seconds: float = SECONDS) -> Iterator[Client]:
    """Give a client of a cluster that can do the work; one that was connected here is closed.

    Args:
        cluster: a scheduler's address, or a client.
        seconds: how long the scheduler may take to answer.

    Raises:
        TiendoError: if it cannot be reached, or has no workers, or other versions than here.
    """
    if isinstance(cluster, Client):
        refuse_idle(cluster)
        yield cluster
        return
    with _connected(cluster, seconds) as client:
        refuse_idle(client)
        _refuse_other_versions(client)
        yield client


@contextmanager
def _connected(address: str, seconds: float) -> Iterator[Client]:
    try:
        # A client that finds nobody goes on trying behind our back, so somebody knocks first.
        asyncio.run(_knock(address, seconds))
        with warnings.catch_warnings():
            # Versions are compared below, in words that say what to do.
            warnings.simplefilter("ignore")
            client = Client(  # type: ignore[no-untyped-call]
                address, timeout=seconds, set_as_default=False, name="tiendo"
            )
    except (OSError, ValueError, TypeError) as problem:
        reason = str(problem).strip() or type(problem).__name__
        raise TiendoError(
            f"the cluster at '{address}' cannot be reached: {reason}", remedy=_START
        ) from problem
    with client:
        yield client


async def _knock(address: str, seconds: float) -> None:
    """Open a connection to a scheduler and close it again.

    Raises:
        OSError: if nobody answers in time.
        ValueError, TypeError: for an address that is none, or lacks what its scheme needs.
    """
    security = Security().get_connection_args("client")  # type: ignore[no-untyped-call]
    try:
        # Dask itself would wait for ever for somebody who takes the call and says nothing.
        async with asyncio.timeout(seconds + 1):
            knocking = await connect(  # type: ignore[no-untyped-call]
                address, timeout=seconds, **security
            )
    except TimeoutError as silent:
        raise OSError(f"no scheduler answered in {seconds:g} s") from silent
    await knocking.close()


def described(client: Client) -> str:
    """Return the address of a client's scheduler."""
    scheduler = client.scheduler
    return str(scheduler.address) if scheduler is not None else "an unknown address"


def refuse_idle(client: Client) -> None:
    """Refuse a cluster without workers: it would never answer.

    Raises:
        TiendoError: if it has none, or its scheduler does not answer any more.
    """
    try:
        workers = threads_of(client)
    except OSError as problem:
        raise TiendoError(
            f"the scheduler at {described(client)} does not answer any more",
            remedy="look whether it runs, and run the command again",
        ) from problem
    if not workers:
        raise TiendoError(
            f"the cluster at {described(client)} has no workers",
            remedy=f"start some with `dask worker {described(client)}`",
        )


def threads_of(client: Client) -> int:
    """Return how many tasks a cluster works on at a time.

    Raises:
        OSError: if its scheduler does not answer.
    """
    threads: dict[str, int] = client.nthreads()  # type: ignore[no-untyped-call]
    return sum(threads.values())


def versions_here() -> dict[str, str]:
    """Return the versions of this process that matter between machines."""
    found = {"python": ".".join(platform.python_version_tuple()[:2])}
    for package in _PACKAGES:
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            found[package] = "not installed"
    return found


def _refuse_other_versions(client: Client) -> None:
    try:
        on_workers = client.run(versions_here)
    except ImportError as missing:
        raise TiendoError(
            f"the workers of the cluster at {described(client)} lack tiendo ({missing})",
            remedy="install this very version of tiendo where the workers run",
        ) from missing
    refuse_other_versions(versions_here(), on_workers)


def refuse_other_versions(
    here: Mapping[str, str], workers: Mapping[str, Mapping[str, str]]
) -> None:
    """Refuse workers whose versions are not those of this process.

    Args:
        here: versions by package.
        workers: the same of each worker by its address.

    Raises:
        TiendoError: naming a worker, and each package with both versions.
    """
    for address, there in sorted(workers.items()):
        others = [
            f"{package} {there.get(package, 'not installed')} (here {mine})"
            for package, mine in here.items()
            if there.get(package) != mine
        ]
        if others:
            raise TiendoError(
                f"the worker at {address} has other versions: {', '.join(others)}",
                remedy="install the versions of this machine where the workers run",
            )
