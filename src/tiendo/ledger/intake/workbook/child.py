"""The process that reads one workbook: `python -m tiendo.ledger.intake.workbook.child LIMITS`.

The file comes on the standard input, messages (`transport`) go to the standard output. Before a
byte is read, the process takes away from itself the memory and time that it may not use, and the
right to write files.
"""

from __future__ import annotations

import gc
import json
import sys

from tiendo.ledger.intake.fault import FileRefused
from tiendo.ledger.intake.workbook.limits import Limits
from tiendo.ledger.intake.workbook.parsing import parse_workbook
from tiendo.ledger.intake.workbook.refusal import SAVE_ANEW, refused
from tiendo.ledger.intake.workbook.transport import send_progress, send_refusal, send_workbook

_EVERY = 1 << 20


def main(limits: Limits) -> None:
    """Read the workbook on the standard input and say on the standard output what it holds."""
    _confine(limits)
    # Nothing that is made here forms circles, and looking for them takes a tenth of the time.
    gc.disable()
    output = sys.stdout.buffer
    said = 0

    def progress(done: int, total: int) -> None:
        nonlocal said
        if done - said >= _EVERY or done == total:
            said = done
            send_progress(output, done, total)

    try:
        content = sys.stdin.buffer.read(limits.max_bytes + 1)
        workbook = parse_workbook(content, limits, progress)
    except FileRefused as refusal:
        send_refusal(output, refusal.fault)
    except MemoryError:
        send_refusal(output, out_of_memory(limits).fault)
    except RecursionError:
        send_refusal(output, refused("the file nests too deeply", SAVE_ANEW).fault)
    else:
        send_workbook(output, workbook)


def out_of_memory(limits: Limits) -> FileRefused:
    """Return the refusal of a file that needs more memory than it may have."""
    return refused(
        f"reading the file needs more than the {limits.max_memory / 1e6:,.0f} MB of memory that"
        " are allowed",
        "leave out sheets that are not needed, or split it into several files",
    )


def _confine(limits: Limits) -> None:
    try:
        import resource
    except ImportError:  # Windows has no such limits; there the time-out alone protects.
        return
    for what, most in (
        (resource.RLIMIT_AS, limits.max_memory),
        (resource.RLIMIT_CPU, limits.max_seconds),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
    ):
        _, hard = resource.getrlimit(what)
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(what, (most, most))


if __name__ == "__main__":
    main(Limits(**json.loads(sys.argv[1])))
