"""Findings on what was recast from another day's map: the number is computed, and says so."""

from __future__ import annotations

from collections.abc import Iterator

from tiendo.cube.explain import recast
from tiendo.cube.explain.answer import Answer, Where
from tiendo.cube.explain.finding import Finding
from tiendo.cube.explain.reader import Reader
from tiendo.cube.explain.wording import CheckFound
from tiendo.vocabulary.period import Period
from tiendo.vocabulary.sentence import FieldName, Listed, Operation, PlaceKey, Sentence
from tiendo.vocabulary.series import Series
from tiendo.vocabulary.words import Severity, Verdict

CHECK = "rule:territory"


def recast_findings(reader: Reader, place: str, series: Series, run: Period) -> Iterator[Finding]:
    """Yield what is recast of a cell: its value, and the same period that it is compared with."""
    yield from _on("value", Where(place, series, run), reader.level(place, series, run))
    before = Where(place, series, run.same_period_last_year())
    yield from _on("same_period", before, reader.base(place, series, run).answer)


def _on(field: str, where: Where, answer: Answer) -> Iterator[Finding]:
    operation = answer.trace.operation
    if not operation.startswith(recast.OPERATIONS):
        return
    verdict, severity = Verdict.EXPLAINED, Severity.INFO
    if operation.startswith(recast.ESTIMATED):
        verdict, severity = Verdict.SUSPECT, Severity.WARNING
    elif operation.startswith(recast.REFUSED):
        verdict, severity = Verdict.NOT_CHECKABLE, Severity.WARNING
    made_of = dict.fromkeys(part.about.split(" ")[0] for part in answer.trace.parts)
    done = operation if isinstance(operation, Sentence) else Operation(operation)
    told = {"field": FieldName(field), "where": where, "operation": done}
    said = CheckFound.RECAST.said(**told)
    if made_of:
        said = CheckFound.RECAST_FROM.said(**told, places=Listed.of(map(PlaceKey, made_of)))
    yield Finding(CHECK, verdict, severity, said)
