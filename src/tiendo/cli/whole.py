"""Writing a file that is there whole or not at all."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from tiendo.cli.kept import keep_in_mind, written
from tiendo.vocabulary.errors import TiendoError


def write_whole(out: Path, content: bytes) -> None:
    """Write a file; whatever stands there is replaced when all is written.

    Raises:
        TiendoError: if the system refuses; what stood there is untouched then.
    """
    part = out.with_name(f".{out.name}.{secrets.token_hex(4)}.part")
    try:
        part.write_bytes(content)
        os.replace(part, out)
        keep_in_mind(written(out))
    except OSError as error:
        raise TiendoError(
            f"{out} cannot be written ({error.strerror})", remedy="check its folder and its rights"
        ) from None
    finally:
        part.unlink(missing_ok=True)
