"""What resolving must know of each series: how its runs combine, and what weighs a mean."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tiendo.vocabulary.indicator import Catalogue
from tiendo.vocabulary.series import Series
from tiendo.vocabulary.words import Rule


@dataclass(frozen=True, slots=True)
class SeriesRules:
    """What resolving must know of one series of the axis, from its card.

    Attributes:
        time_rule: how runs combine over time.
        weight: ordinal of the series that weighs its mean over time; None if there is none.
        has_weight: whether the card names a weight. Without one months weigh; with one and no
            such series, a mean is not known.
    """

    time_rule: Rule
    weight: int | None = None
    has_weight: bool = False


def rules_of(series: Sequence[Series], catalogue: Catalogue) -> tuple[SeriesRules, ...]:
    """Return the rules of every series of an axis, by ordinal.

    The weight of a mean is of the same cut; another cut would be a guess. Figures of an indicator
    without a card wait for it: they answer for exactly their runs.
    """
    ordinal_of = {one: ordinal for ordinal, one in enumerate(series)}

    def rules(one: Series) -> SeriesRules:
        if one.indicator not in catalogue:
            return SeriesRules(Rule.NONE)
        card = catalogue[one.indicator]
        if card.weight is None:
            return SeriesRules(card.time_rule)
        weight = catalogue[card.weight].series_like(one.breakdown, one.price_basis)
        ordinal = None if weight is None else ordinal_of.get(weight)
        return SeriesRules(card.time_rule, ordinal, has_weight=True)

    return tuple(rules(one) for one in series)
