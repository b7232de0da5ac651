"""`tiendo read --to-ledger`: figures of a report become a filing of proposals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tiendo.cli.kept import RECORDED, keep_in_mind
from tiendo.cli.office import Office, open_office
from tiendo.config.workspace import open_workspace
from tiendo.vocabulary.errors import TiendoError

if TYPE_CHECKING:
    from tiendo.reading import Reading


@dataclass(frozen=True, slots=True)
class Done:
    """A file that was read."""

    file: Path
    reading: Reading
    sha256: str


@dataclass(frozen=True, slots=True)
class Filed:
    """What became of each file: for JSON, and as lines for people."""

    files: list[dict[str, Any]]
    told: list[str]


def file_proposals(
    office: Office | None,
    folder: Path | None,
    done: Sequence[Done],
    published: date | None,
    by: str | None,
) -> Filed:
    """Record what is certain as proposals, one filing for each document."""
    from tiendo.cli.filing import person, result_text
    from tiendo.cli.rebuilding import refresh_after_recording

    # Django is started by opening the office; what leans on it is imported afterwards.
    # One that was opened to be compared with may be one that cannot be written.
    office = office or open_office(folder, create=True)
    open_workspace(office.workspace.path)
    from tiendo.ledger.evaluation import today
    from tiendo.ledger.published import proposals_of
    from tiendo.ledger.services import FilingDraft, record_filings

    day = today(office.pack)
    if published is not None and published > day:
        raise TiendoError(
            f"--published {published} lies in the future", remedy=f"give a day up to today, {day}"
        )
    proposals = [
        proposals_of(one.reading, office.pack, published or day, given=published is not None)
        for one in done
    ]
    drafts = [
        FilingDraft(
            by=person(by),
            file_name=one.file.name,
            file_sha256=one.sha256,
            source=f"published report, read by tiendo; proposals ({one.reading.lang})",
            statements=proposal.statements,
        )
        for one, proposal in zip(done, proposals, strict=True)
    ]
    results = record_filings(
        drafts=drafts, register=office.pack.register, kept=lambda: keep_in_mind(RECORDED)
    )
    if any(result.recorded for result in results):
        refresh_after_recording(office.pack)
    files: list[dict[str, Any]] = []
    told: list[str] = []
    for one, proposal, result in zip(done, proposals, results, strict=True):
        left = [
            {"figure": out.figure.id, "quote": out.figure.quote, "reason": out.reason}
            for out in proposal.left_out
        ]
        files.append(
            {
                "file": str(one.file),
                "filing": result.filing,
                "recorded": result.recorded,
                "already_known": result.already_known,
                "left_out": left,
            }
        )
        told.append(f"{one.file}: {result_text(result)}, {len(left)} left out")
        told += [f"  {out['quote']}: {out['reason']}" for out in left]
    return Filed(files, told)
