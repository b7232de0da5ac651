"""Random catalogues: two to six cards of all natures, cut, weighed and computed from each other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from random import Random

from tiendo.vocabulary.formula import check_catalogue
from tiendo.vocabulary.indicator import (
    BreakdownTree,
    Catalogue,
    FormulaVersion,
    Indicator,
    Part,
    SeriesBreak,
)
from tiendo.vocabulary.period import Period
from tiendo.vocabulary.unit import Unit
from tiendo.vocabulary.words import Direction, Frequency, Level, Nature, Rule

MONEY, PEOPLE = "bn VND", "persons"
CONSTANT = ("constant_2010", "constant_2020")
BASES = (
    ("current",),
    ("current",),
    CONSTANT,
    CONSTANT,
    ("current", "not_stated"),
    ("not_stated",),
    (*CONSTANT, "current"),
)
"""Price bases of cards in money; other cards have none."""

_ALL_LEVELS = tuple(Level)
_LEVELS = (_ALL_LEVELS, _ALL_LEVELS[:2], _ALL_LEVELS[1:], (Level.PROVINCE, Level.COMMUNE))
_FREQUENCIES = (Frequency.MONTHLY, Frequency.MONTHLY, *Frequency)
_BREAKS = ("2023-03", "2024-01", "2024-02", "2023", "2024-Q1")
_CHANGES = (date(2023, 7, 1), date(2024, 1, 1), date(2024, 2, 15))
"""Days on which a formula or a whole card begins or ends."""


def random_catalogue(dice: Random) -> Catalogue:
    """Return a catalogue whose formulas have been checked as on loading."""
    plain = [_plain_card(dice, number) for number in range(1, dice.choice((2, 2, 3)) + 1)]
    cards = list(plain)
    for number in range(1, dice.choice((0, 0, 1, 1, 2)) + 1):
        cards.append(_mean_card(dice, number, plain))
    for number in range(1, dice.choice((0, 1, 1, 2)) + 1):
        cards.append(_formula_card(dice, number, cards))
    if dice.random() < 0.3:
        dice.shuffle(cards)
    catalogue = Catalogue(cards)
    check_catalogue(catalogue)
    return catalogue


def _plain_card(dice: Random, number: int) -> Indicator:
    """Return a flow, a stock, an index or a ratio that is filed, not computed."""
    word = dice.choice(("flow",) * 5 + ("stock",) * 3 + ("index", "ratio"))
    unit = {"index": "index", "ratio": "percent"}.get(word) or dice.choice((MONEY, MONEY, PEOPLE))
    rules = {
        "flow": ((Rule.SUM, Rule.SUM),) * 6 + ((Rule.SUM, Rule.NONE), (Rule.NONE, Rule.SUM)),
        "stock": ((Rule.LAST, Rule.SUM),) * 5 + ((Rule.LAST, Rule.NONE),),
        "index": ((Rule.NONE, Rule.NONE), (Rule.LAST, Rule.NONE)),
        "ratio": ((Rule.NONE, Rule.NONE), (Rule.LAST, Rule.NONE), (Rule.NONE, Rule.SUM)),
    }
    time_rule, place_rule = dice.choice(rules[word])
    return _card(
        dice,
        code=f"{word}-{number}",
        unit=unit,
        nature=Nature(word),
        time_rule=time_rule,
        place_rule=place_rule,
        breakdowns=_trees(dice) if dice.random() < 0.6 else (),
    )


def _mean_card(dice: Random, number: int, plain: Sequence[Indicator]) -> Indicator:
    """Return a mean over time or places, weighed by another card or by months."""
    weight = dice.choice(plain)
    alike = weight.breakdowns if dice.random() < 0.7 else ()
    time_rule, place_rule = dice.choice(
        (
            (Rule.MEAN, Rule.MEAN),
            (Rule.MEAN, Rule.MEAN),
            (Rule.NONE, Rule.MEAN),
            (Rule.LAST, Rule.MEAN),
            (Rule.MEAN, Rule.NONE),
        )
    )
    by_months = place_rule is Rule.NONE and dice.random() < 0.6
    card = _card(
        dice,
        code=f"mean-{number}",
        unit=dice.choice(("m VND", "percent", "index")),
        nature=dice.choice((Nature.AVERAGE, Nature.AVERAGE, Nature.RATIO, Nature.STOCK)),
        time_rule=time_rule,
        place_rule=place_rule,
        breakdowns=alike,
    )
    same_prices = (dice.random() < 0.8 and weight.price_bases) or card.price_bases
    return replace(card, weight=None if by_months else weight.code, price_bases=same_prices)


@dataclass(frozen=True)
class _Recipe:
    """A formula with the unit of what it gives."""

    expression: str
    unit: str
    per: str = ""


def _formula_card(dice: Random, number: int, others: Sequence[Indicator]) -> Indicator:
    """Return a card that is computed from others; at times it is filed too."""
    recipes = sorted(_recipes(others), key=lambda recipe: recipe.expression)
    recipe = dice.choice(recipes)
    adds_up = recipe.unit in (MONEY, PEOPLE) and not recipe.per
    card = _card(
        dice,
        code=f"computed-{number}",
        unit=recipe.unit,
        nature=Nature.FLOW if adds_up else Nature.RATIO,
        time_rule=Rule.SUM if adds_up else Rule.NONE,
        place_rule=Rule.SUM if adds_up else Rule.NONE,
        breakdowns=dice.choice(others).breakdowns if dice.random() < 0.3 else (),
    )
    alike = [one for one in recipes if (one.unit, one.per) == (recipe.unit, recipe.per)]
    return replace(
        card,
        per=recipe.per,
        price_bases=dice.choice(others).price_bases,
        formulas=_versions(dice, recipe.expression, dice.choice(alike).expression),
    )


def _versions(dice: Random, now: str, before: str) -> tuple[FormulaVersion, ...]:
    """Return a formula that always held, or that began, ended or changed one day."""
    day = dice.choice(_CHANGES)
    match dice.choice(("always",) * 5 + ("changed", "began", "ended")):
        case "changed":
            return FormulaVersion(before, None, day), FormulaVersion(now, day)
        case "began":
            return (FormulaVersion(now, day),)
        case "ended":
            return (FormulaVersion(now, None, day),)
        case _:
            return (FormulaVersion(now),)


def _recipes(cards: Sequence[Indicator]) -> Iterator[_Recipe]:
    """Yield every formula that the units of these cards allow, and many do so twice over."""
    for a in cards:
        if a.per:
            continue
        part = f"{a.code}[{_first_cut(a)}]" if a.breakdowns else a.code
        unit = a.unit.text
        yield _Recipe(f"share({part}, lag({a.code}, 12))", "percent")
        yield _Recipe(f"{a.code} / lag({a.code}, 1)", "times")
        yield _Recipe(f"2 * {a.code} - lag({part}, 3)", unit)
        for b in cards:
            if b.per or b.code == a.code:
                continue
            if a.unit == b.unit:
                yield _Recipe(f"sum({a.code}, {b.code})", unit)
                yield _Recipe(f"{b.code} - {part}", unit)
                yield _Recipe(f"100% - share({part}, {b.code})", "percent")
                yield _Recipe(f"ratio({a.code}, {a.code} + {b.code})", "times")
            if (a.unit.text, b.unit.text) == (MONEY, PEOPLE):
                yield _Recipe(f"{part} / {b.code}", "m VND", PEOPLE)
                yield _Recipe(f"{a.code} / ({b.code} + lag({b.code}, 12))", "m VND", PEOPLE)


def _first_cut(card: Indicator) -> str:
    tree = card.breakdowns[0]
    return f"{tree.dimension}={tree.parts[0].code}"


def _card(
    dice: Random,
    *,
    code: str,
    unit: str,
    nature: Nature,
    time_rule: Rule,
    place_rule: Rule,
    breakdowns: tuple[BreakdownTree, ...],
) -> Indicator:
    """Return a card whose other fields are drawn."""
    broken = dice.random() < 0.2
    return Indicator(
        code=code,
        names={"vi": code, "en": code},
        unit=Unit.parse(unit),
        nature=nature,
        time_rule=time_rule,
        place_rule=place_rule,
        direction=dice.choice((Direction.UP, Direction.UP, Direction.DOWN, Direction.KEEP)),
        price_bases=dice.choice(BASES) if "VND" in unit else ("not_applicable",),
        frequency=dice.choice(_FREQUENCIES),
        lag_days=dice.choice((0, 10, 30)),
        levels=dice.choice(_LEVELS) if dice.random() < 0.2 else _ALL_LEVELS,
        valid_from=dice.choice(_CHANGES) if dice.random() < 0.05 else None,
        breakdowns=breakdowns,
        breaks=(_break(dice),) if broken else (),
    )


def _break(dice: Random) -> SeriesBreak:
    return SeriesBreak(Period.parse(dice.choice(_BREAKS)), {"vi": "đổi cách", "en": "new method"})


def _trees(dice: Random) -> tuple[BreakdownTree, ...]:
    """Return one dimension or two: nested or flat, adding up or not, with a residual or not."""
    nested = (_part("mines"), _part("power")) if dice.random() < 0.4 else ()
    parts = [_part("farms"), Part("works", {"en": "works"}, nested)]
    additive = dice.random() < 0.85
    closed = additive and dice.random() < 0.5
    if closed or dice.random() < 0.4:
        parts.append(_part("taxes"))
    sectors = BreakdownTree("sector", {}, tuple(parts), additive, "taxes" if closed else None)
    owners = BreakdownTree("owner", {}, (_part("public"), _part("private")))
    return dice.choice(((sectors,), (sectors,), (sectors, owners), (owners,)))


def _part(code: str) -> Part:
    return Part(code, {"en": code})
