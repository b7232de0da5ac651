"""tiendo: local socio-economic development, from resolution to result."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import os

    from tiendo.analysis import Office

__version__ = "0.1.0"


def open(workspace: str | os.PathLike[str] | None = None) -> Office:
    """Open a workspace for analysis: `tiendo.open().evaluate("ninh-thuan", "2024-Q1")`.

    Args:
        workspace: its folder; by default where the command `tiendo` looks: the folder named in
            TIENDO_WORKSPACE, else the user's own.

    Raises:
        TiendoError: if there is none, it cannot be used, or this process works on another one.
    """
    # Not at the top: the command, which never comes here, must start without these libraries.
    from tiendo.analysis import Office

    return Office(workspace)
