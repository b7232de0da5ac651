"""A workspace filled with the packaged figures of the country pack."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from importlib.resources.abc import Traversable
from pathlib import Path

from tiendo.config.starting import Office
from tiendo.packs.loading import Pack
from tiendo.vocabulary.figure import Statement

BY = "benchmark"


def statements_of(file: Traversable, pack: Pack, only: str = "") -> Sequence[Statement]:
    """Return what a packaged file says.

    Args:
        file: one of the pack's.
        pack: gives places and cards.
        only: leave out the lines in which this text does not occur.
    """
    from tiendo.ledger.intake import read_long_csv
    from tiendo.ledger.selectors import today

    lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
    header = next(line for line in lines if not line.startswith("#"))
    kept = [line for line in lines if line == header or line.startswith("#") or only in line]
    intake = read_long_csv(
        "".join(kept).encode(),
        file_name=file.name,
        register=pack.register,
        catalogue=pack.catalogue,
        today=today(),
    )
    assert not intake.faults, intake.faults[0]
    return intake.statements


def filled_office(folder: Path, files: Collection[str], only: str = "") -> Office:
    """Return an office with packaged files recorded and its cube built.

    Args:
        folder: where the workspace is made.
        files: names of the pack's files; none for all.
        only: as for `statements_of`.
    """
    from tiendo.config.starting import open_office

    office = open_office(folder, create=True)
    from tiendo.ledger.cube.rebuilding import rebuild
    from tiendo.ledger.services import FilingDraft, record_filings

    wanted = [file for file in office.pack.figure_files if file.name in files or not files]
    drafts = [
        FilingDraft(BY, file.name, "", "", statements_of(file, office.pack, only))
        for file in wanted
    ]
    record_filings(drafts=drafts, register=office.pack.register)
    rebuild(pack=office.pack)
    return office
