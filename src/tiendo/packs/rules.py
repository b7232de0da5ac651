"""Rules of a pack: from `rules/*.yaml` to the rules that figures are checked against."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from decimal import Decimal

from tiendo.packs.schema import Fields
from tiendo.validation.rule import (
    BuiltIn,
    CardFormula,
    Check,
    Comparison,
    Cumulative,
    GrowthFromLevels,
    Measurement,
    Missing,
    MonthInCumulative,
    Outlier,
    PartsWithinWhole,
    PerUnit,
    PlanMoved,
    PlanTriangle,
    PowerOfTen,
    Relation,
    Rule,
    Scope,
    StatedRange,
    TwoSources,
    Within,
)
from tiendo.vocabulary.errors import VocabularyError
from tiendo.vocabulary.formula import check_units, parse, references
from tiendo.vocabulary.indicator import Catalogue
from tiendo.vocabulary.unit import Unit
from tiendo.vocabulary.words import Kind, Nature, Severity, Word, parse_word

LANGUAGES = ("vi", "en")
"""The languages in which every rule must be told."""

BUILT_IN = (
    "level_change_growth",
    "implied_plan",
    "implied_base",
    "sum",
    "revision",
    "price_basis",
    "rule:series_break",
    "rule:territory",
    "rule:target_territory",
)
"""Checks that every evaluation makes by itself."""

_ID = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")


def read_rules(files: Iterable[tuple[str, list[object]]], catalogue: Catalogue) -> tuple[Rule, ...]:
    """Return the rules listed in several files, each given with its name.

    Raises:
        VocabularyError: naming file, rule and field.
    """
    found: dict[str, tuple[Rule, str]] = {}
    for file, entries in files:
        for number, entry in enumerate(entries, start=1):
            rule = read_rule(entry, file, catalogue, number)
            if rule.id in found:
                raise VocabularyError(
                    f"{file}, rule '{rule.id}', field 'id': it stands already in "
                    f"{found[rule.id][1]}",
                    remedy="give each rule its own id",
                )
            found[rule.id] = rule, file
    return tuple(rule for rule, _ in found.values())


def read_rule(entry: object, file: str, catalogue: Catalogue, number: int = 1) -> Rule:
    """Return the rule of one mapping, checked against the cards.

    Raises:
        VocabularyError: naming file, rule and field.
    """
    fields = Fields(entry, f"{file}, rule {number}")
    id = fields.text("id")
    fields.where = f"{file}, rule '{id}'"
    if not _ID.fullmatch(id):
        fields.refuse(
            "id", f"'{id}' is no id", "write lower-case ASCII letters, digits and hyphens"
        )
    check = _check(fields.part("check"), catalogue)
    sides = fields.part_or_empty("missing")
    rule = Rule(
        id=id,
        severity=fields.word("severity", Severity),
        names=fields.languages("names", LANGUAGES),
        explanation=fields.languages("explanation", LANGUAGES),
        remedy=fields.languages("remedy", LANGUAGES),
        source=fields.text("source", ""),
        refuses=fields.flag("refuses", False),
        check=check,
        scope=_scope(fields.part_or_empty("concerns"), catalogue),
        left_missing=_missing(sides, "left", check),
        right_missing=_missing(sides, "right", check),
    )
    sides.finish()
    fields.finish()
    _check_scope(rule, fields)
    if rule.refuses and not (isinstance(check, StatedRange) and rule.severity is Severity.ERROR):
        fields.refuse(
            "refuses",
            "only a range with the severity error tells what cannot be",
            "leave the field out: the figure is then kept, with a finding",
        )
    return rule


def _missing(fields: Fields, side: str, check: Check) -> Missing:
    found = fields.word(side, Missing, Missing.SKIP)
    if found is Missing.ZERO and not isinstance(check, Comparison | PerUnit):
        fields.refuse(
            side,
            "only an operand of an expression can count as zero",
            "write skip (say nothing) or refuse (tell that it cannot be checked)",
        )
    return found


def _scope(fields: Fields, catalogue: Catalogue) -> Scope:
    scope = Scope(
        indicators=_codes(fields, "indicators", catalogue),
        topics=fields.texts_of("topics"),
        natures=tuple(_words(fields, "natures", Nature)),
        units=fields.texts_of("units"),
        excluded=_codes(fields, "except", catalogue),
    )
    _refuse_unknown(fields, "topics", scope.topics, {c.topic for c in catalogue.values()})
    _refuse_unknown(fields, "units", scope.units, {c.unit.text for c in catalogue.values()})
    fields.finish()
    return scope


def _codes(fields: Fields, field: str, catalogue: Catalogue) -> tuple[str, ...]:
    codes = fields.texts_of(field)
    _refuse_unknown(fields, field, codes, set(catalogue))
    return codes


def _refuse_unknown(fields: Fields, field: str, texts: Iterable[str], known: set[str]) -> None:
    for text in texts:
        if text not in known:
            fields.refuse(field, f"no card has '{text}'", "write it as a card does")


def _words(fields: Fields, field: str, words: type[Word]) -> list[Word]:
    texts = fields.texts_of(field)
    try:
        return [parse_word(words, text) for text in texts]
    except VocabularyError as error:
        fields.checked(field, error)


def _check_scope(rule: Rule, fields: Fields) -> None:
    """An expression names its own indicators; a scope beside it would be ignored."""
    if isinstance(rule.check, Comparison | Within | PerUnit | BuiltIn) and rule.scope != Scope():
        fields.refuse(
            "concerns", "this kind of rule has no scope of its own", "leave the field out"
        )


# ---- kinds ------------------------------------------------------------------------


def _check(fields: Fields, catalogue: Catalogue) -> Check:
    kind = fields.text("kind")
    if kind not in _READERS:
        fields.refuse("kind", f"there is no kind '{kind}'", f"write one of: {', '.join(_READERS)}")
    check = _READERS[kind](fields, catalogue)
    fields.finish()
    return check


def _compare(fields: Fields, catalogue: Catalogue) -> Comparison:
    unit, per = _unit(fields), fields.text("per", "")
    return Comparison(
        left=_measurement(fields, "left", unit, per, catalogue),
        relation=fields.word("relation", Relation),
        right=_measurement(fields, "right", unit, per, catalogue),
        tolerance_pct=_positive(fields, "tolerance_pct", Decimal(0)),
    )


def _within(fields: Fields, catalogue: Catalogue) -> Within:
    pairs = []
    for pair in fields.items("pairs", required=True):
        if not (isinstance(pair, list) and len(pair) == 2):
            fields.refuse("pairs", f"'{pair}' is no pair", "write [some, all]: two codes of cards")
        _refuse_unknown(fields, "pairs", map(str, pair), set(catalogue))
        part, whole = (catalogue[str(code)] for code in pair)
        if not whole.unit.converts_to(part.unit):
            fields.refuse(
                "pairs",
                f"'{part.code}' is in {part.unit}, '{whole.code}' in {whole.unit}",
                "only like is a part of like",
            )
        pairs.append((part.code, whole.code))
    return Within(tuple(pairs))


def _per_unit(fields: Fields, catalogue: Catalogue) -> PerUnit:
    unit, per = _unit(fields), fields.text("per", "")
    measured = _measurement(fields, "expression", unit, per, catalogue)
    return PerUnit(measured, *_range(fields))


def _measurement(
    fields: Fields, field: str, unit: Unit, per: str, catalogue: Catalogue
) -> Measurement:
    text = fields.text(field)
    try:
        expression = parse(text)
        named = list(references(expression))
        for reference in named:
            if reference.indicator not in catalogue:
                raise VocabularyError(
                    f"there is no indicator '{reference.indicator}'",
                    remedy="write the code of a card",
                )
            catalogue[reference.indicator].check_breakdown(reference.breakdown)
        check_units(expression, catalogue, unit, per)
    except VocabularyError as error:
        fields.checked(field, error)
    if not named:
        fields.refuse(field, "it names no indicator", "write an expression over indicators")
    return Measurement(expression, unit, per)


def _unit(fields: Fields) -> Unit:
    try:
        return Unit.parse(fields.text("unit"))
    except VocabularyError as error:
        fields.checked("unit", error)


def _range(fields: Fields) -> tuple[Decimal | None, Decimal | None]:
    lowest, highest = fields.number_or_none("lowest"), fields.number_or_none("highest")
    if lowest is None and highest is None:
        fields.refuse("lowest", "the range has no end", "write lowest, highest or both")
    if lowest is not None and highest is not None and lowest >= highest:
        fields.refuse("highest", f"{highest} is not above the lowest, {lowest}")
    return lowest, highest


def _positive(fields: Fields, field: str, default: Decimal | None = None) -> Decimal:
    found = fields.number(field, default)
    if found < 0:
        fields.refuse(field, f"{found} is below zero")
    return found


def _stated_range(fields: Fields, catalogue: Catalogue) -> StatedRange:
    return StatedRange(_kinds(fields), *_range(fields))


def _kinds(fields: Fields) -> tuple[Kind, ...]:
    kinds = tuple(_words(fields, "kinds", Kind))
    if not kinds:
        fields.refuse("kinds", "it is missing", f"name some of: {', '.join(Kind)}")
    return kinds


def _power_of_ten(fields: Fields, catalogue: Catalogue) -> PowerOfTen:
    powers = fields.items("powers", required=True)
    for power in powers:
        if type(power) is not int or power < 1:
            fields.refuse("powers", f"'{power}' is no exponent", "write whole numbers, such as 3")
    return PowerOfTen(
        powers=tuple(int(str(power)) for power in powers),
        closeness=_positive(fields, "closeness"),
        years=fields.integer("years"),
        neighbours=fields.integer("neighbours"),
        least=_at_least_two(fields),
        spread=_positive(fields, "spread"),
    )


def _outlier(fields: Fields, catalogue: Catalogue) -> Outlier:
    return Outlier(
        deviations=_positive(fields, "deviations"),
        floor_pct=_positive(fields, "floor_pct"),
        years=fields.integer("years"),
        least=_at_least_two(fields),
    )


def _at_least_two(fields: Fields) -> int:
    least = fields.integer("least")
    if least < 2:
        fields.refuse("least", f"{least} figures are no history", "write 2 or more")
    return least


def _built_in(fields: Fields, catalogue: Catalogue) -> BuiltIn:
    check = fields.text("check")
    if check not in BUILT_IN:
        fields.refuse(
            "check", f"no evaluation makes '{check}'", f"write one of: {', '.join(BUILT_IN)}"
        )
    return BuiltIn(check)


_READERS: dict[str, Callable[[Fields, Catalogue], Check]] = {
    "compare": _compare,
    "card_formula": lambda fields, catalogue: CardFormula(_positive(fields, "tolerance_pct")),
    "within": _within,
    "per_unit": _per_unit,
    "range": _stated_range,
    "parts_within_whole": lambda fields, catalogue: PartsWithinWhole(),
    "cumulative": lambda fields, catalogue: Cumulative(),
    "month_in_cumulative": lambda fields, catalogue: MonthInCumulative(
        _positive(fields, "tolerance_pct")
    ),
    "plan_triangle": lambda fields, catalogue: PlanTriangle(),
    "growth_from_levels": lambda fields, catalogue: GrowthFromLevels(),
    "plan_moved": lambda fields, catalogue: PlanMoved(_positive(fields, "tolerance_pct")),
    "power_of_ten": _power_of_ten,
    "outlier": _outlier,
    "two_sources": lambda fields, catalogue: TwoSources(_kinds(fields)),
    "built_in": _built_in,
}
"""How the parameters of each kind are read."""
