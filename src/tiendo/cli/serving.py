"""`tiendo serve`: the pages, for browsers on this machine or in this office."""

from __future__ import annotations

import errno
import ipaddress
import os
import socket
import sys
import threading
import time
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import Annotated, TypeAlias

import typer

from tiendo.cli.office import close_database, open_office
from tiendo.cli.options import HostOption, JsonOption, PortOption, WorkspaceOption, examples
from tiendo.cli.output import note, print_json, say
from tiendo.vocabulary.errors import TiendoError

HOST, PORT = "127.0.0.1", 8000
_APPLICATION = "tiendo.config.wsgi:application"
_THREADS = min(8, 2 * (os.cpu_count() or 1) + 1)
_MOST_WORKERS = 4
_WORKERS = min(_MOST_WORKERS, os.cpu_count() or 1)
"""Processes that serve; each keeps the cube's latest part in memory, so not one for every core."""
_SECONDS_TO_FINISH = 5
_TRIES, _SECONDS_BETWEEN = 300, 0.2


WorkersOption: TypeAlias = Annotated[
    int,
    typer.Option(
        "--workers",
        min=1,
        max=32,
        metavar="N",
        help="Processes that answer; as many as the machine has cores, up to 4.",
        show_default=False,
    ),
]


def register(app: typer.Typer) -> None:
    """Add the command of this module."""
    app.command(
        epilog=examples(
            "tiendo serve",
            "tiendo serve --port 8080",
            "TIENDO_HOSTS=plan.example tiendo serve --host 0.0.0.0",
        )
    )(serve)


def serve(
    host: HostOption = HOST,
    port: PortOption = PORT,
    workers: WorkersOption = _WORKERS,
    workspace: WorkspaceOption = None,
    json: JsonOption = False,
) -> None:
    """Serve the pages until Ctrl-C; they need no internet.

    For others in the office: --host 0.0.0.0, and in TIENDO_HOSTS the names under which they
    reach this machine.
    """
    refuse_busy_port(host, port)
    office = open_office(workspace)
    serve_pages(host, port, office.workspace.path, json=json, workers=workers)


def refuse_busy_port(host: str, port: int) -> None:
    """Find out whether this process may listen there, before any work is done.

    Raises:
        TiendoError: if another program listens there, or the address is not this machine's.
    """
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except socket.gaierror:
        raise TiendoError(
            f"'{host}' is no address of this machine", remedy="use --host 127.0.0.1 or 0.0.0.0"
        ) from None
    except OSError as problem:
        raise _refusal(problem, host, port) from problem


def serve_pages(
    host: str, port: int, workspace: Path, *, json: bool = False, workers: int = 1
) -> None:
    """Serve until the process is told to stop (Ctrl-C or SIGTERM).

    Args:
        workers: processes that answer.

    Raises:
        TiendoError: if the server ends by itself.
    """
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    # The application makes its first pages as it is imported: once here, and not in every worker,
    # which could not be told to stop while it does so. Workers are forked and inherit them.
    import_module("tiendo.config.wsgi")
    close_database()
    server = Granian(
        _APPLICATION,
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=_THREADS,
        websockets=False,
        log_level=LogLevels.warning,
        workers_kill_timeout=_SECONDS_TO_FINISH,
    )
    server.on_startup(lambda: _announce_when_ready(host, port, workspace, json))
    try:
        server.serve()
    except SystemExit as ended:
        if ended.code:
            raise TiendoError(
                "the server stopped by itself", remedy="see above why, or run `tiendo check`"
            ) from None
    except OSError as problem:
        raise _refusal(problem, host, port) from problem


def _announce_when_ready(host: str, port: int, workspace: Path, json: bool) -> None:
    """Tell the address as soon as somebody listens there: the worker is only about to be started.

    The thread sleeps at first, so that it holds no lock when the worker is forked.
    """

    def wait() -> None:
        for _ in range(_TRIES):
            time.sleep(_SECONDS_BETWEEN)
            with suppress(OSError), socket.create_connection((_reached_at(host), port), 1):
                _announce(host, port, workspace, json)
                return

    threading.Thread(target=wait, daemon=True).start()


def _reached_at(host: str) -> str:
    """Return the address under which this machine itself reaches what listens at `host`."""
    if host == "::":
        return "::1"
    return "127.0.0.1" if host == "0.0.0.0" else host  # noqa: S104 - compared, not bound


def _announce(host: str, port: int, workspace: Path, json: bool) -> None:
    shown = _reached_at(host)
    address = f"http://{f'[{shown}]' if ':' in shown else shown}:{port}/"
    if json:
        print_json({"address": address, "workspace": str(workspace)})
    else:
        say(f"tiendo is at {address} (Ctrl-C ends it)")
        sys.stdout.flush()
    if not _only_this_machine(host):
        if not os.environ.get("TIENDO_HOSTS", "").strip():
            note(
                "Others in the network are refused until TIENDO_HOSTS names how they reach "
                "this machine, such as TIENDO_HOSTS=192.0.2.7,plan.example"
            )


def _only_this_machine(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _refusal(problem: OSError, host: str, port: int) -> TiendoError:
    if problem.errno == errno.EADDRINUSE:
        return TiendoError(
            f"port {port} is in use by another program",
            remedy=f"end that one (perhaps tiendo itself), or choose another: --port {port + 1}"
            if port < 65535
            else "end that one, or choose another with --port",
        )
    if problem.errno == errno.EADDRNOTAVAIL:
        return TiendoError(
            f"'{host}' is no address of this machine", remedy="use --host 127.0.0.1 or 0.0.0.0"
        )
    if problem.errno == errno.EACCES:
        return TiendoError(
            f"this user may not listen at port {port}", remedy="choose one above 1023 with --port"
        )
    return TiendoError(
        f"cannot listen at {host}, port {port}: {problem.strerror or problem}",
        remedy="choose another with --host and --port",
    )
