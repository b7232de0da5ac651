"""Reading drawn sheets with the Vietnam pack and one invented commune."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from tests.intake.report.sheets import Drawn, book
from tiendo.ledger.intake.fault import Intake
from tiendo.ledger.intake.report import read_report
from tiendo.ledger.intake.workbook.grid import Workbook
from tiendo.packs import load_pack
from tiendo.vocabulary.figure import Statement
from tiendo.vocabulary.place import Edge, Place, PlaceName, PlaceRegister
from tiendo.vocabulary.words import Level, Status

TODAY = date(2024, 6, 30)


@lru_cache(maxsize=1)
def register() -> PlaceRegister:
    """Return the places of the pack and Đồi Chè, an invented commune of Quế Sơn."""
    commune = Place(
        id=99_999,
        key="doi-che",
        level=Level.COMMUNE,
        names=(PlaceName("vi", "Đồi Chè"),),
        parents=(Edge("que-son"),),
    )
    return PlaceRegister([*load_pack().register, commune])


def read(workbook: Workbook | Drawn, **more: object) -> Intake:
    """Return what a workbook says, as of `TODAY`."""
    if isinstance(workbook, Drawn):
        workbook = book(workbook)
    return read_report(
        workbook,
        register=register(),
        catalogue=load_pack().catalogue,
        today=TODAY,
        **more,  # type: ignore[arg-type]
    )


def told(statement: Statement) -> str:
    """Return a statement as the layouts write it: "series kind period sureness value"."""
    series = statement.series
    cut = f"/{series.breakdown}" if series.breakdown else ""
    sure = statement.modality.value
    if statement.status is Status.PRELIMINARY:
        sure = "preliminary"
    elif statement.status is Status.ESTIMATE:
        sure = "estimate"
    words = [f"{series.indicator}{cut}", statement.kind, str(statement.period), sure]
    words += [statement.assigner] if statement.assigner else []
    assert statement.value is not None
    return " ".join([*words, f"{statement.value.normalize():f}"])


def told_by_cell(intake: Intake) -> dict[str, str]:
    """Return what each cell of the only sheet states."""
    return {s.cell.rpartition("!")[2]: told(s) for s in intake.statements}


def problems(intake: Intake) -> list[str]:
    """Return faults and warnings as they are shown, without the file's name and sheet."""
    remarks = [*intake.faults, *(n for n in intake.notes if n.severity != "info")]
    return [f"{fault.cell}: {fault.message}" for fault in remarks]
