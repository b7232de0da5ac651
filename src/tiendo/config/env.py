"""Typed reading of environment variables; a bad value is refused with what would be right.

A secret may also be given as a file: NAME_FILE holds the path of a file with the value of NAME.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from tiendo.vocabulary.errors import TiendoError

_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")
_TRUE = {"1", "true", "yes", "on"}
_FALSE = {"0", "false", "no", "off", ""}
_DATABASE_REMEDY = (
    "write postgresql://user:password@host:port/name, or postgresql:///name?host=/socket/folder"
)


def text(name: str, default: str = "") -> str:
    """Return the variable `name` without surrounding blanks, or `default` where it is unset."""
    return os.environ.get(name, default).strip()


def flag(name: str, default: bool = False) -> bool:
    """Return whether the variable `name` says yes.

    Raises:
        TiendoError: if it is neither a yes nor a no.
    """
    said = text(name, "1" if default else "0").lower()
    if said in _TRUE:
        return True
    if said in _FALSE:
        return False
    raise TiendoError(f"{name} is '{said}'", remedy="set it to 1 or 0")


def time_zone(name: str, default: str) -> str:
    """Return the time zone that the variable `name` names.

    Raises:
        TiendoError: if there is none of that name.
    """
    zone = text(name, default)
    try:
        ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError):
        raise TiendoError(
            f"{name} is '{zone}', which is no time zone",
            remedy="write one such as Asia/Ho_Chi_Minh, or leave it unset",
        ) from None
    return zone


def log_level(name: str, default: str) -> str:
    """Return the level of messages that the variable `name` asks for.

    Raises:
        TiendoError: if it is none.
    """
    level = text(name, default).upper()
    if level not in _LEVELS:
        raise TiendoError(f"{name} is '{level}'", remedy=f"write one of: {', '.join(_LEVELS)}")
    return level


def words(name: str) -> list[str]:
    """Return the comma-separated words of the variable `name`; none where it is unset."""
    return [word.strip() for word in text(name).split(",") if word.strip()]


def secret(name: str) -> str:
    """Return the secret `name`, from the variable itself or from the file that NAME_FILE names.

    Raises:
        TiendoError: if that file cannot be read.
    """
    file = text(f"{name}_FILE")
    if not file:
        return text(name)
    try:
        return Path(file).read_text(encoding="utf-8").strip()
    except OSError as problem:
        raise TiendoError(
            f"{name}_FILE names '{file}', which cannot be read ({problem.strerror})",
            remedy="name a file that this user may read",
        ) from problem


def postgresql(name: str) -> dict[str, Any] | None:
    """Return Django's settings of the PostgreSQL database that a variable names; None if unset.

    Raises:
        TiendoError: if the address is not one of PostgreSQL or names no database.
    """
    url = secret(name)
    if not url:
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        raise TiendoError(f"{name} is no address", remedy=_DATABASE_REMEDY) from None
    if parts.scheme not in ("postgresql", "postgres"):
        raise TiendoError(
            f"{name} begins with '{parts.scheme}:', which is no known kind of database",
            remedy=_DATABASE_REMEDY + "; leave it unset for SQLite in the workspace",
        )
    database = unquote(parts.path.lstrip("/"))
    if not database:
        raise TiendoError(f"{name} names no database", remedy=_DATABASE_REMEDY)
    try:
        port = parts.port
    except ValueError:
        raise TiendoError(f"the port in {name} is no number", remedy=_DATABASE_REMEDY) from None
    options = {key: values[-1] for key, values in parse_qs(parts.query).items()}
    host = options.pop("host", unquote(parts.hostname or ""))
    # Dates are compared as ISO text, whatever the server's own custom is.
    options["options"] = f"{options.get('options', '')} -c datestyle=ISO".strip()
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": database,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": options.pop("port", str(port or "")),
        "OPTIONS": options,
        "CONN_HEALTH_CHECKS": True,
        "CONN_MAX_AGE": 60,
    }
