"""Random worlds and a question to each: everything follows from one seed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

from tests.kernel.random_cards import random_catalogue
from tests.kernel.random_figures import random_figures
from tests.kernel.random_places import REFORMS, random_register
from tests.kernel.random_runs import random_run
from tiendo.vocabulary.figure import Figure
from tiendo.vocabulary.indicator import Catalogue, Indicator
from tiendo.vocabulary.obligation import Obligation
from tiendo.vocabulary.period import Period
from tiendo.vocabulary.place import Place, PlaceRegister, Span
from tiendo.vocabulary.reform import Transfer
from tiendo.vocabulary.words import Level

_REFORMING = 0x5EED
"""Reforms of territory are drawn apart, so that worlds without any stay what they were."""

_ASKED_AFTER = (-15, 0, 5, 12, 12, 30, 60, 60, 120, 200, 400, 900)
"""Days from the end of the run to the day on which it is asked for."""


@dataclass(frozen=True)
class Case:
    """A world with what is asked of it: one run on one day, of some places."""

    seed: int
    register: PlaceRegister
    catalogue: Catalogue
    obligations: tuple[Obligation, ...]
    figures: tuple[Figure, ...]
    places: tuple[str, ...]
    run: Period
    as_of: date
    every_version: bool
    tree_as_of: date | None = None

    def with_figures(self, figures: tuple[Figure, ...]) -> Case:
        """Return the same question to the same world with other figures."""
        return replace(self, figures=figures)

    def lines(self) -> Iterator[str]:
        """Yield the case in words, one line for each place, card, duty and figure."""
        yield (
            f"seed {self.seed}: {', '.join(self.places)} {self.run} as of {self.as_of}"
            f"{', every version' if self.every_version else ''}"
            f"{f', on the map of {self.tree_as_of}' if self.tree_as_of else ''}"
        )
        yield from map(_place_line, self.register)
        yield from map(_transfer_line, self.register.reforms.transfers)
        named = {figure.statement.series.indicator for figure in self.figures}
        for card in self.catalogue.values():
            if card.code in named or card.formulas:
                yield _card_line(card)
        for duty in self.obligations:
            yield f"  duty: {duty.place} {duty.indicator} {_span_text(duty.span)}"
        yield from map(_figure_line, self.figures)


def random_case(seed: int) -> Case:
    """Return the world of a seed and the question to it."""
    dice = Random(seed)
    reforming = Random(seed ^ _REFORMING)
    register = random_register(dice, reforming)
    catalogue = random_catalogue(dice)
    run = random_run(dice)
    return Case(
        seed=seed,
        register=register,
        catalogue=catalogue,
        figures=random_figures(dice, register, catalogue, run),
        obligations=_random_obligations(dice, register, catalogue),
        places=_random_places(dice, register),
        run=run,
        as_of=run.end + timedelta(dice.choice(_ASKED_AFTER)),
        every_version=dice.random() < 0.3,
        tree_as_of=reforming.choice(REFORMS) if reforming.random() < 0.4 else None,
    )


def _random_places(dice: Random, register: PlaceRegister) -> tuple[str, ...]:
    """Return up to three places, of different levels mostly."""
    places = list(register)
    tops = [place for place in places if register.all_children(place.key)]
    drawn = dice.choice(tops), dice.choice(tops), dice.choice(places)
    return tuple(dict.fromkeys(place.key for place in drawn))


def _random_obligations(
    dice: Random, register: PlaceRegister, catalogue: Catalogue
) -> tuple[Obligation, ...]:
    """Return the duties of some places, most of them communes; in half of the worlds none."""
    if dice.random() < 0.5:
        return ()
    spans = (Span(), Span(), Span(start=date(2023, 7, 1)), Span(end=date(2024, 2, 1)))
    return tuple(
        Obligation(place.key, code, "office", dice.choice(spans))
        for place in register
        for code in catalogue
        if dice.random() < (0.6 if place.level is Level.COMMUNE else 0.2)
    )


def _transfer_line(transfer: Transfer) -> str:
    return (
        f"  {transfer.event}: {transfer.source} -> {transfer.target} {transfer.extent} "
        f"{transfer.area} {transfer.people}"
    )


def _span_text(span: Span) -> str:
    return f"[{span.start or ''}..{span.end or ''})"


def _place_line(place: Place) -> str:
    above = ", ".join(f"{edge.parent} {_span_text(edge.span)}" for edge in place.parents)
    listed = "" if place.children_listed and not place.children_listed_to else ", children listed "
    listed += str(place.children_listed_to or "no") if listed else ""
    return (
        f"  place {place.id} {place.key} {place.level} {_span_text(place.span)} in {above}{listed}"
    )


def _card_line(card: Indicator) -> str:
    trees = " ".join(
        f"{tree.dimension}({'+' if tree.additive else '?'}"
        f"{' '.join(part.code for top in tree.parts for part in top.walk())}"
        f"{', residual ' + tree.residual if tree.residual else ''})"
        for tree in card.breakdowns
    )
    formulas = "; ".join(
        f"{f.expression} {_span_text(Span(f.valid_from, f.valid_to))}" for f in card.formulas
    )
    return (
        f"  card {card.code}: {card.nature} {card.time_rule}/{card.place_rule} {card.direction} "
        f"{card.unit}{' per ' + card.per if card.per else ''}, weight {card.weight}, "
        f"{'/'.join(card.price_bases)}, {card.frequency} +{card.lag_days}, "
        f"levels {'/'.join(card.levels)}, breaks {[str(b.at) for b in card.breaks]}, "
        f"from {card.valid_from}, {trees}, formulas [{formulas}]"
    )


def _figure_line(figure: Figure) -> str:
    said = figure.statement
    words = (
        said.comparator if said.comparator != "exact" else None,
        said.value_hi,
        said.state,
        said.status,
        said.modality if said.modality != "actual" else None,
        said.operator and f"operator={said.operator}",
        said.assigner and f"by={said.assigner}",
        said.version and f"version={said.version}",
    )
    series = f"{said.series.indicator}[{said.series.breakdown}] {said.series.price_basis}"
    return (
        f"  figure {figure.id} (filing {figure.filing.id}, known {said.known_at}) {said.place} "
        f"{series} {said.period} {said.kind} {said.value} .{said.decimals} "
        + " ".join(str(word) for word in words if word is not None)
    )
