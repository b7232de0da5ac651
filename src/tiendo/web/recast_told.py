"""What an outlook has to say of a history that other places told, in the language of the page."""

from __future__ import annotations

from collections.abc import Sequence

from tiendo.ledger.outlook_recast import RecastHistory, Unrecast
from tiendo.vocabulary.languages import RIGHT_TO_LEFT
from tiendo.vocabulary.place import PlaceRegister
from tiendo.web import formats
from tiendo.web.shown import place_name
from tiendo.web.texts import comma, marked, say

_MOST_NAMED = 5
_FROM = marked("history of an outlook", "History recast from {places}: {run}.")
_SHARED = marked(
    "history of an outlook",
    "Of {places} only a known share lies here: the history is an estimate, and the range of the "
    "year end takes the share for exact.",
)
_GAPS = {
    Unrecast.SHARE_UNKNOWN: marked(
        "history of an outlook",
        "{run} is not recast: what share of {places} lies here is not known.",
    ),
    Unrecast.SILENT: marked(
        "history of an outlook", "{run} is not recast in full: it is not known of {places}."
    ),
    Unrecast.CONFIDENTIAL: marked(
        "history of an outlook",
        "{run} is not recast: figures of this indicator are confidential somewhere.",
    ),
    Unrecast.NOT_ADDITIVE: marked(
        "history of an outlook",
        "{run} is not recast: this indicator does not add up over places ({places}).",
    ),
    Unrecast.UNTOLD: marked(
        "history of an outlook",
        "{run} is not recast: the register does not tell all that this place was made of.",
    ),
}


def _apart(name: str, language: str) -> str:
    """Return a name that keeps its own direction within a sentence that runs from the right."""
    if language not in RIGHT_TO_LEFT:
        return name
    return f"\N{FIRST STRONG ISOLATE}{name}\N{POP DIRECTIONAL ISOLATE}"


def recast_told(told: RecastHistory, register: PlaceRegister, language: str) -> tuple[str, ...]:
    """Return the sentences: what was recast, of what it is an estimate, what could not be."""

    def named(keys: Sequence[str]) -> str:
        names = [
            _apart(place_name(register[key], language).text, language) for key in keys[:_MOST_NAMED]
        ]
        return comma(language).join(names + ["…"] * (len(keys) > _MOST_NAMED))

    said = []
    if told.run is not None:
        run = formats.period(told.run, language)
        said.append(say(_FROM, language).format(places=named(told.sources), run=run))
    if told.shared:
        said.append(say(_SHARED, language).format(places=named(told.shared)))
    if (gap := told.gap) is not None:
        run = formats.period(gap.run, language)
        said.append(say(_GAPS[gap.why], language).format(run=run, places=named(gap.places)))
    return tuple(said)
