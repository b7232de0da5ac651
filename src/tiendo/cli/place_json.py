"""Places, their history and recast cells as JSON."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from tiendo.cli.options import Language
from tiendo.vocabulary.history import Chapter
from tiendo.vocabulary.place import Place, PlaceRegister
from tiendo.vocabulary.span import Span

if TYPE_CHECKING:
    from tiendo.ledger.recasting import Recast


def _span_json(span: Span) -> dict[str, str | None]:
    found = {"valid_from": _day(span.start), "valid_to": _day(span.end)}
    if span.start_by:
        found["valid_from_by"] = _day(span.start_by)
    if span.end_by:
        found["valid_to_by"] = _day(span.end_by)
    return found


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def place_json(
    register: PlaceRegister, place: Place, language: Language, day: date | None
) -> dict[str, Any]:
    """Return a place, named as on a day."""
    name = place.name_on(day or place.span.begins or date.min, language.value)
    return {
        "id": place.id,
        "place": place.key,
        "place_name": name.text,
        "name_language": name.language,
        "type": name.type or None,
        "level": place.level.value,
        **_span_json(place.span),
        "parents": [
            {
                "place": edge.parent,
                "place_name": register[edge.parent].name(language),
                **_span_json(edge.span),
            }
            for edge in place.parents
        ],
        "codes": [
            {"scheme": code.scheme, "code": code.code, **_span_json(code.span)}
            for code in place.codes
        ],
    }


def chapter_json(register: PlaceRegister, chapter: Chapter, language: Language) -> dict[str, Any]:
    """Return one thing that happened to a place, as data and in words."""
    from tiendo.cli.place_words import chapter_lines

    event = chapter.event
    return {
        "happening": chapter.happening.value,
        "date": _day(chapter.day),
        "known_by": _day(chapter.known_by),
        "event": event.key if event else None,
        "documents": (
            [{"title": d.title, "verified": d.verified} for d in event.documents] if event else []
        ),
        "transfers": [
            {
                "from": transfer.source,
                "to": transfer.target,
                "extent": transfer.extent.value,
                "area_share": _number(transfer.area),
                "people_share": _number(transfer.people),
                "note": transfer.note or None,
            }
            for transfer in chapter.transfers
        ],
        "before": chapter.before or None,
        "after": chapter.after or None,
        "words": list(chapter_lines(register, chapter, language)),
    }


def _number(value: Any) -> float | None:
    return None if value is None else float(value)


def recast_json(cell: Recast, onto: date, language: Language) -> dict[str, Any]:
    """Return a recast cell: the number, what it is made of, which targets compare."""
    from tiendo.cube.explain.json_form import row_as_json

    row = row_as_json(cell.row, language)
    kept = (
        "place", "place_name", "indicator", "breakdown", "price_basis", "unit", "period", "value",
        "value_lo", "value_hi", "modality", "state", "known_at", "findings",
    )  # fmt: skip
    return {
        **{name: row[name] for name in kept},
        "onto": onto.isoformat(),
        "recast": kind_of(cell),
        "made_of": [
            {
                "place": part.key,
                "whole": part.whole,
                "area_share": _number(part.area),
                "people_share": _number(part.people),
            }
            for part in cell.made_of.parts
        ],
        "cannot_be_shared_out": list(cell.undivided),
        "targets": [
            {
                "comparability": target.comparability.value,
                "kind": target.kind.value,
                "period": str(target.plan.period),
                "assigner": target.plan.assigner,
                "value": _number(target.value),
                "set_for": list(target.set_for),
                "reason": target.reason or None,
            }
            for target in cell.targets
        ],
    }


def kind_of(cell: Recast) -> str | None:
    """Return how the number came about: as reported, exact, estimated, refused; None if missing."""
    from tiendo.cube.explain import recast as of

    trace = cell.row.trace("value")
    operation = trace.operation if trace else ""
    if cell.row.state.value == "refused":
        return "refused"
    if cell.row.value is None:
        return None
    if operation.startswith(of.ESTIMATED):
        return "estimated"
    if cell.row.state.value == "partial":
        return "partial"
    return "exact" if operation in (of.EXACT, of.ACROSS) else "as_reported"
