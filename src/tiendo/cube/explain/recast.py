"""Levels on the map of another day: what a place was made of, or what became of it, added up.

Exact where whole places lie in the territory; estimated where a share of one is known by people or
area; refused, with the places named, where none is. The reporting places' own figures stay as they
are: this is computed and says so.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from tiendo.cube.explain.answer import Answer, about, state_of, stateful_answer
from tiendo.cube.explain.evidence import Evidence
from tiendo.cube.explain.levels import Lookup, add_up, partial_sum, weighted_mean
from tiendo.cube.explain.trace import Trace
from tiendo.cube.explain.wording import RecastSaid
from tiendo.vocabulary.period import Period
from tiendo.vocabulary.sentence import Listed, Operation, PlaceKey, Sentence
from tiendo.vocabulary.series import Series
from tiendo.vocabulary.split_runs import split_at_change, split_at_parts
from tiendo.vocabulary.territory import Cover, recast_weight
from tiendo.vocabulary.words import Modality, Rule, State

EXACT = "recast: sum of places of another map"
ESTIMATED = "estimated recast: shares of places of another map"
REFUSED = "recast refused"
ACROSS = "recast: before and after the map changed"
OPERATIONS = (EXACT, ESTIMATED, REFUSED, ACROSS)
SHARED = "x "
"""Begins the operation of a part of which only a share lies in the territory."""
_ONE = Decimal(1)


def recast(
    evidence: Evidence, place: str, series: Series, run: Period, lookup: Lookup
) -> Answer | None:
    """Return the level of a place of the map in a run in which it did not exist, or only in part.

    Args:
        evidence: the figures, with the map that is asked for.
        place: key of the place.
        series: what is asked.
        run: when.
        lookup: gives the level of any cell.

    Returns:
        the answer, which may be partial or refused; None where nothing is known of any part.
    """
    if not evidence.register.reforms.events:
        return None
    parts = evidence.parts(place, run)
    found = _across_the_change(evidence, place, series, run, parts, lookup)
    if found is not None:
        return found
    return _from_parts(evidence, place, series, run, parts, lookup) if parts else None


def _across_the_change(
    evidence: Evidence,
    place: str,
    series: Series,
    run: Period,
    parts: Cover | None,
    lookup: Lookup,
) -> Answer | None:
    """Return a flow over a run in which the place began or ended: before and after, added up.

    So it is with a run in which a part of it began: before, it was made of others.
    """
    pieces = split_at_change(evidence.register[place], run)
    if pieces is None and parts is not None:
        pieces = split_at_parts(evidence.register, parts, run)
    card = evidence.card(series)
    if pieces is None or card.time_rule is not Rule.SUM or not run.within_one_year:
        return None
    on_map = evidence.map_day is None or evidence.register[place].span.holds(evidence.map_day)
    if not on_map:
        return None
    answers = [lookup(place, series, piece) for piece in pieces]
    if not all(answer.known for answer in answers):
        return None
    return add_up(answers, about(place, series, run), ACROSS)


def _from_parts(
    evidence: Evidence,
    place: str,
    series: Series,
    run: Period,
    parts: Cover,
    lookup: Lookup,
) -> Answer | None:
    card, where = evidence.card(series), about(place, series, run)
    weight = evidence.recast_by or recast_weight(card.unit.text)
    counted = [part for part in parts.parts if part.share(weight) != 0]
    answers = [lookup(part.key, series, run) for part in counted]
    if all(answer.state is State.MISSING for answer in answers):
        return None
    if not parts.same and card.place_rule not in (Rule.SUM, Rule.MEAN):
        return None
    if evidence.may_hide(series) or any(a.state is State.CONFIDENTIAL for a in answers):
        return _refused(where, RecastSaid.CONFIDENTIAL.said())
    unknown = [part.key for part in counted if part.share(weight) is None]
    if unknown:
        places = Listed.of(map(PlaceKey, unknown))
        return _refused(where, RecastSaid.SHARE_NOT_KNOWN.said(places=places))
    shares = [part.share(weight) or _ONE for part in counted]
    owed = [
        (part.key, answer, share)
        for part, answer, share in zip(counted, answers, shares, strict=True)
        if answer.state is not State.NOT_APPLICABLE
    ]
    if not any(answer.value is not None for _, answer, _ in owed):
        return None
    complete = parts.complete and all(answer.known for _, answer, _ in owed)
    if card.place_rule is Rule.MEAN and not parts.same:
        if not complete or any(share != 1 for share in shares):
            return None
        return _mean(evidence, series, run, [(key, a) for key, a, _ in owed], where, lookup)
    scaled = [_scaled(answer, share) for _, answer, share in owed]
    estimated = any(share != 1 for _, _, share in owed)
    operation = ESTIMATED if estimated else EXACT
    total = add_up(scaled, where, operation) if complete else None
    if total is None:
        partial = partial_sum(scaled, where)
        silent = [PlaceKey(key) for key, answer, _ in owed if answer.value is None]
        total = replace(
            partial, trace=replace(partial.trace, operation=_lacking(operation, silent))
        )
    return replace(total, modality=_no_fact(total)) if estimated else total


def _lacking(operation: str, places: Sequence[PlaceKey]) -> Sentence:
    done = Operation(operation)
    if not places:
        return RecastSaid.LACKING_UNTOLD.said(operation=done)
    return RecastSaid.LACKING.said(operation=done, places=Listed.of(places))


def _refused(where: str, why: Sentence) -> Answer:
    return stateful_answer(State.REFUSED, Trace("value", where, None, why))


def _no_fact(answer: Answer) -> Modality | None:
    """Return the modality of an estimated recast: an estimate, unless it is less than that."""
    return Modality.ESTIMATED if answer.modality is Modality.ACTUAL else answer.modality


def _scaled(answer: Answer, share: Decimal) -> Answer:
    """Return a share of an answer."""
    if share == 1 or answer.value is None:
        return answer
    value = answer.value * share
    trace = Trace("value", answer.trace.about, value, f"{SHARED}{share}", parts=(answer.trace,))
    return replace(
        answer,
        state=state_of(value, [value]) if answer.known else answer.state,
        value=value,
        bounds=answer.bounds.scaled(share),
        trace=trace,
        filed=False,
    )


def _mean(
    evidence: Evidence,
    series: Series,
    run: Period,
    answers: Sequence[tuple[str, Answer]],
    where: str,
    lookup: Lookup,
) -> Answer | None:
    weight = evidence.weight_series(series) if evidence.card(series).weight else None
    if weight is None:
        return None
    weights = [lookup(key, weight, run) for key, _ in answers]
    found = weighted_mean([answer for _, answer in answers], weights, where)
    return found and replace(found, trace=replace(found.trace, operation=EXACT))
