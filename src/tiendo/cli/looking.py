"""What `tiendo load` tells of the rules: run within the transaction, shown when it has ended."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from tiendo.cli.figures_check import finding_as_json
from tiendo.cli.output import note, progress_bar

if TYPE_CHECKING:
    from tiendo.cube.explain.evidence import Evidence
    from tiendo.ledger.looking import Looked, NotRun
    from tiendo.ledger.services import FilingDraft
    from tiendo.ledger.validation import Checked
    from tiendo.packs import Pack

MOST_LOOKED_AT = 500
"""Pairs of a place and a run that a load looks at by itself: each takes hundredths of a second."""

_SHOWN = 50


class Looking:
    """Runs the rules on what was just filed, before the transaction ends.

    Attributes:
        found: what they found; None before.
    """

    def __init__(self, pack: Pack, drafts: Sequence[FilingDraft], most: int | None) -> None:
        self.found: Looked | None = None
        self._pack = pack
        self._drafts = drafts
        self._most = most

    def without_ledger(self) -> None:
        """Look at the files alone, where there is no ledger yet."""
        from tiendo.ledger.looking import as_if_filed

        self(1, as_if_filed(self._pack, self._drafts))

    def __call__(self, first_figure: int, known: Evidence | None = None) -> None:
        """Look at the ledger as it is within the transaction, or at what is known without one."""
        from tiendo.ledger.looking import look_at

        statements = (said for draft in self._drafts for said in draft.statements)
        with progress_bar("checking against the ledger") as advance:
            self.found = look_at(
                self._pack,
                statements,
                first_figure,
                most=self._most,
                progress=advance,
                known=known,
            )


def looked_as_json(looked: Looked | None) -> dict[str, Any]:
    """Return what the rules found as plain data, and which of them could not run."""
    if looked is None:
        return {"findings": [], "rules_not_run": [], "looked_at": {"asked": 0, "done": 0}}
    return {
        "findings": [finding_as_json(one) for one in looked.findings],
        "rules_not_run": [_not_run_as_json(one) for one in looked.not_run],
        "looked_at": {"asked": looked.asked, "done": looked.looked_at},
    }


def tell_looked(looked: Looked | None) -> None:
    """Name on stderr what the rules found, with the cells of the new figures."""
    if looked is None:
        return
    for one in looked.findings[:_SHOWN]:
        note(_sentence(one))
    if len(looked.findings) > _SHOWN:
        note(f"and {len(looked.findings) - _SHOWN} more findings of rules; --json lists all")
    for failed in looked.not_run:
        note(_failure(failed))
    if looked.looked_at < looked.asked:
        note(
            f"the rules were run on the latest {looked.looked_at:,} of {looked.asked:,} pairs of a "
            "place and a run; --check-all runs them on all, `tiendo check-figures` on one"
        )


def _not_run_as_json(failed: NotRun) -> dict[str, Any]:
    return {
        "check": failed.rule.check_name,
        "error": f"{type(failed.error).__name__}: {failed.error}",
        "again": [
            {"place": place, "period": period, "command": f"tiendo check-figures {place} {period}"}
            for place, period in _asked(failed)
        ],
    }


def _asked(failed: NotRun) -> list[tuple[str, str]]:
    """Return the places and runs on which a rule failed, each once."""
    return list(dict.fromkeys((cell.place, str(cell.run)) for cell in failed.cells))


def _failure(failed: NotRun) -> str:
    places_and_runs = _asked(failed)
    place, period = places_and_runs[0]
    others = len(places_and_runs) - 1
    more = f" (and {others} more)" if others else ""
    return (
        f"warning: the rule {failed.rule.id} could not run on {place} {period}{more} "
        f"({type(failed.error).__name__}: {failed.error}); the figures do not depend on it: "
        f"`tiendo check-figures {place} {period}` runs it again, and whoever keeps the rules of "
        "the country pack should know"
    )


def _sentence(one: Checked) -> str:
    from tiendo.vocabulary.indicator import text_in

    newest = max(one.figures, key=lambda figure: figure.id)
    where = ", ".join(filter(None, (newest.filing.file_name, newest.statement.cell)))
    remedy = f"; {text_in(one.rule.remedy, 'en')}" if one.rule else ""
    return f"{one.finding.severity}: {where}: {one.finding.detail} [{one.finding.check}]{remedy}"
