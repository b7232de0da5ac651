"""The command line: each command parses, calls the rooms below, and renders what they say."""

from __future__ import annotations

import sys
from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code: 0 done, 1 refused or failed, 2 wrong usage.

    Args:
        arguments: the words after `tiendo`; by default those of this process.
    """
    from tiendo.cli.failures import run_guarded
    from tiendo.cli.office import close_database, refuse_if_touched
    from tiendo.cli.output import prepare_streams

    prepare_streams()

    def run() -> int:
        from tiendo.cli.app import command

        given = list(sys.argv[1:] if arguments is None else arguments)
        code = command().main(given, prog_name="tiendo", standalone_mode=False)
        sys.stdout.flush()
        refuse_if_touched()
        return code if isinstance(code, int) else 0

    try:
        return run_guarded(run)
    finally:
        close_database()
