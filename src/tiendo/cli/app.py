"""The command `tiendo`: its commands, and what stands above them."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Annotated

import typer

from tiendo.cli import (
    backtest,
    cards,
    checking,
    demo,
    evaluating,
    figures_check,
    filing,
    forms,
    keeping,
    mapping,
    outlook,
    places,
    reading,
    rebuilding,
    serving,
    targets_check,
)
from tiendo.cli.options import examples
from tiendo.cli.output import say

if TYPE_CHECKING:
    from typer.core import TyperGroup

_EPILOG = (
    examples(
        "tiendo demo",
        "tiendo evaluate ninh-thuan 2024-Q1",
        "tiendo explain ninh-thuan grdp 2024-Q1",
    )
    + """

Exit codes: 0 done; 1 refused or failed, with a message on stderr; 2 wrong usage.
TIENDO_WORKSPACE names the folder that holds the figures."""
)
_MODULES = (
    demo,
    serving,
    filing,
    forms,
    mapping,
    reading,
    evaluating,
    places,
    cards,
    keeping,
    rebuilding,
    checking,
    figures_check,
    outlook,
    targets_check,
    backtest,
)


@lru_cache(maxsize=1)
def command() -> TyperGroup:
    """Return the command with all its subcommands."""
    app = typer.Typer(add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)
    app.callback(invoke_without_command=True, epilog=_EPILOG)(_root)
    for module in _MODULES:
        module.register(app)
    return typer.main.get_command(app)  # type: ignore[return-value]


def _version(asked: bool) -> None:
    if asked:
        from tiendo import __version__

        say(f"tiendo {__version__}")
        raise typer.Exit


def _root(
    context: typer.Context,
    version: Annotated[
        bool,
        typer.Option("--version", callback=_version, is_eager=True, help="Print the version."),
    ] = False,
) -> None:
    """Runs a locality's socio-economic plan, from resolution to result."""
    if context.invoked_subcommand is None:
        say(context.get_help())
        raise typer.Exit(2)
