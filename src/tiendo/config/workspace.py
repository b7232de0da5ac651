"""The workspace: the one folder that holds everything an office keeps on this machine."""

from __future__ import annotations

import json
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from tiendo.vocabulary.errors import TiendoError

WORKSPACE_VERSION = 1
"""The layout of the folder that this code writes; raised when an older tiendo could not read it."""

VARIABLE = "TIENDO_WORKSPACE"
_OTHER_FOLDER = f"name another folder with --workspace or in {VARIABLE}"


@dataclass(frozen=True, slots=True)
class Workspace:
    """A workspace folder; the properties name what is in it, whether it is there yet or not."""

    path: Path

    @property
    def database(self) -> Path:
        """The SQLite database with the ledger."""
        return self.path / "tiendo.sqlite3"

    @property
    def log_head(self) -> Path:
        """The last event of the log and its hash, kept outside the database."""
        return self.path / "log-head.json"

    @property
    def cube(self) -> Path:
        """The folder of the cube, which is computed from the ledger and never backed up."""
        return self.path / "cube"

    @property
    def calibrations(self) -> Path:
        """The folder of what outlooks were calibrated with, computed and never backed up."""
        return self.path / "outlook"

    @property
    def description(self) -> Path:
        """What the folder is: the version of its layout."""
        return self.path / "workspace.json"

    @property
    def secret_key_file(self) -> Path:
        """The key that signs sessions and forms; readable by its owner alone."""
        return self.path / "secret.key"

    @property
    def is_read_only(self) -> bool:
        """Whether it is there but this process may not write it, for its rights or its disk."""
        if not self.path.is_dir():
            return False
        writable = os.access(self.path, os.W_OK | os.X_OK)
        return not writable or (self.database.exists() and not os.access(self.database, os.W_OK))

    def version(self) -> int | None:
        """Return the version of the folder's layout, or None where there is no workspace yet.

        Raises:
            TiendoError: if workspace.json does not say it.
        """
        try:
            said = json.loads(self.description.read_text(encoding="utf-8"))
            return int(said["version"])
        except FileNotFoundError:
            return None
        except (OSError, ValueError, KeyError, TypeError) as problem:
            raise TiendoError(
                f"{self.description} cannot be read as the description of a workspace",
                remedy="restore the workspace from a backup, or " + _OTHER_FOLDER,
            ) from problem

    def secret_key(self) -> str:
        """Return the signing key, making it at the first call.

        Raises:
            TiendoError: if it can be neither read nor made.
        """
        try:
            if not self.secret_key_file.exists():
                self._make_secret_key()
            return self.secret_key_file.read_text(encoding="ascii").strip()
        except OSError as problem:
            raise TiendoError(
                f"the key file {self.secret_key_file} cannot be used ({problem.strerror})",
                remedy="give this user the right to read and write the workspace",
            ) from problem

    def _make_secret_key(self) -> None:
        # Linking a finished file: two processes that start at once end up with one whole key.
        new = self.path / f"secret.key.{os.getpid()}"
        handle = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(50) + "\n")
        try:
            os.link(new, self.secret_key_file)
        except FileExistsError:
            pass
        finally:
            new.unlink()


def locate_workspace(path: Path | None = None) -> Workspace:
    """Return the workspace that is meant, without looking whether it is there.

    It is `path`, else the folder in TIENDO_WORKSPACE, else `tiendo` in the user's data folder
    (XDG_DATA_HOME, by default ~/.local/share).
    """
    if path is None:
        named = os.environ.get(VARIABLE, "").strip()
        path = Path(named) if named else _data_folder() / "tiendo"
    return Workspace(path.expanduser().absolute())


def open_workspace(
    path: Path | None = None, *, create: bool = False, only_read: bool = False
) -> Workspace:
    """Return the workspace at `path` (see `locate_workspace`), fit to be used.

    Args:
        path: its folder; None for the one in the environment or the user's own.
        create: make the folder where there is none.
        only_read: nothing will be written, so that it need not be writable.

    Raises:
        TiendoError: if there is none and none is to be made, if it is a file or cannot be written,
            or if a newer tiendo made it.
    """
    workspace = locate_workspace(path)
    if workspace.path.exists() and not workspace.path.is_dir():
        raise TiendoError(
            f"the workspace {workspace.path} is a file, not a folder", remedy=_OTHER_FOLDER
        )
    version = workspace.version()
    if version is None:
        if not create:
            raise TiendoError(
                f"there is no workspace in {workspace.path}",
                remedy="make one with `tiendo demo` or `tiendo load`, or " + _OTHER_FOLDER,
            )
        _make(workspace)
    elif version > WORKSPACE_VERSION:
        raise TiendoError(
            f"{workspace.path} was made by tiendo with workspace version {version}, "
            f"this one reads up to {WORKSPACE_VERSION}",
            remedy="upgrade tiendo",
        )
    if not os.access(workspace.path, os.R_OK | os.X_OK):
        raise TiendoError(
            f"the workspace {workspace.path} cannot be read by this user",
            remedy="give this user the right to read it, or " + _OTHER_FOLDER,
        )
    if only_read:
        _refuse_unreadable(workspace)
    elif workspace.is_read_only:
        raise TiendoError(
            f"the workspace {workspace.path} cannot be written by this user",
            remedy="give this user the right to write it and its files (on a disk mounted "
            "read-only nobody has it), or " + _OTHER_FOLDER + "; commands that only read, such as "
            "`tiendo evaluate`, work there as it is",
        )
    return workspace


def _refuse_unreadable(workspace: Workspace) -> None:
    """Refuse a workspace whose database is there but cannot be read.

    Raises:
        TiendoError: naming the file.
    """
    if workspace.database.exists() and not os.access(workspace.database, os.R_OK):
        raise TiendoError(
            f"{workspace.database} cannot be read by this user",
            remedy="give this user the right to read the workspace and its files",
        )


def describe_workspace() -> str:
    """Return the text of workspace.json as this version writes it."""
    return json.dumps({"version": WORKSPACE_VERSION}) + "\n"


def _make(workspace: Workspace) -> None:
    try:
        workspace.path.mkdir(mode=0o700, parents=True, exist_ok=True)
        new = workspace.path / f"workspace.json.{os.getpid()}"
        new.write_text(describe_workspace(), encoding="utf-8")
        new.replace(workspace.description)
    except OSError as problem:
        raise TiendoError(
            f"the workspace {workspace.path} cannot be made ({problem.strerror})",
            remedy="make a folder that this user may write, or " + _OTHER_FOLDER,
        ) from problem


def _data_folder() -> Path:
    named = os.environ.get("XDG_DATA_HOME", "").strip()
    return Path(named) if named else Path.home() / ".local" / "share"
