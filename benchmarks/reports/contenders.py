"""Who reads the workbook: tiendo as `tiendo load` does, and pandas with the same checks by hand."""

from __future__ import annotations

import resource
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from benchmarks.reports import writing

TODAY = date(2024, 6, 30)


class Steps:
    """Seconds and memory of one step after the other, by the clock and by the processors."""

    def __init__(self) -> None:
        self.steps: dict[str, dict[str, float]] = {}

    def take(self, name: str, step: Callable[[], Any]) -> Any:
        """Do a step and keep what it took; processes that it started are counted too."""
        began, cpu_began = time.perf_counter(), _cpu()
        given = step()
        self.steps[name] = {
            "seconds": time.perf_counter() - began,
            "cpu_seconds": _cpu() - cpu_began,
            "peak_mb": _peak(resource.RUSAGE_SELF),
            "child_peak_mb": _peak(resource.RUSAGE_CHILDREN),
        }
        return given


def _cpu() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in used)


def _peak(who: int) -> float:
    return resource.getrusage(who).ru_maxrss / 1024


def with_tiendo(path: Path, communes: int, folder: Path) -> dict[str, Any]:
    """Read, recognise and check the workbook, and record it in an empty ledger."""
    _open_ledger(folder)
    from tiendo.ledger.intake.report import read_report
    from tiendo.ledger.intake.workbook import read_workbook
    from tiendo.ledger.services import FilingDraft, record_filings

    world = writing.world(communes)
    steps = Steps()
    grid = steps.take("cells (gate, two readings)", lambda: read_workbook(path))
    intake = steps.take(
        "meaning and checks",
        lambda: read_report(grid, register=world.register, catalogue=world.catalogue, today=TODAY),
    )
    assert not intake.faults and not intake.notes, (intake.faults[:3], intake.notes[:3])
    draft = FilingDraft("lan", path.name, intake.sha256, "office", intake.statements)
    (recorded,) = steps.take(
        "recording", lambda: record_filings(drafts=[draft], register=world.register)
    )
    return {"steps": steps.steps, "numbers": recorded.recorded}


def _open_ledger(folder: Path) -> None:
    import os

    from tiendo.config.workspace import open_workspace

    workspace = open_workspace(folder / "workspace", create=True)
    os.environ["TIENDO_WORKSPACE"] = str(workspace.path)
    os.environ["TIENDO_DATABASE_URL"] = ""
    os.environ["DJANGO_SETTINGS_MODULE"] = "tiendo.config.settings"
    import django

    django.setup()
    from tiendo.ledger.migrate import prepare

    prepare()


def with_pandas(path: Path, communes: int, folder: Path) -> dict[str, Any]:
    """Read the workbook and check what tiendo checks, knowing the layout beforehand.

    It finds tables, rows and columns by their positions, understands no heading, keeps no printed
    digits, has no gate and records nothing: a lower end of what a script must do.
    """
    import pandas

    steps = Steps()
    sheets = steps.take(
        "cells", lambda: pandas.read_excel(path, sheet_name=None, header=None, engine="calamine")
    )
    wrong = steps.take("checks by position", lambda: sum(map(_wrong_cells, sheets.values())))
    assert not wrong
    return {"steps": steps.steps, "numbers": communes * writing.ITEMS * len(writing.COLUMNS)}


def _wrong_cells(sheet: Any) -> int:
    import pandas

    first = len(writing.STUB)
    numbers = sheet.iloc[:, first : first + len(writing.COLUMNS)]
    numbers = numbers.apply(pandas.to_numeric, errors="coerce").dropna(how="all")
    numbers.columns = range(len(writing.COLUMNS))
    plan, _, may, to_date, may_before, before, growth, to_date_growth, share, june, half, whole = (
        numbers[column] for column in numbers
    )
    checks = (
        (may / may_before * 100 - growth).abs() > 0.2,
        (to_date / before * 100 - to_date_growth).abs() > 0.2,
        (to_date / plan * 100 - share).abs() > 0.2,
        (half / plan * 100 - whole).abs() > 0.2,
        (to_date + june - half).abs() > 0.2,
        (to_date < may) | (before < may_before),
    )
    return int(sum(check.sum() for check in checks))


CONTENDERS = {"tiendo": with_tiendo, "pandas": with_pandas}
