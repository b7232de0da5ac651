"""Indicator cards of a pack: from `indicators/*.yaml` to the catalogue, with the cross checks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from tiendo.packs.schema import Fields
from tiendo.vocabulary.errors import VocabularyError
from tiendo.vocabulary.formula import check_card, check_cycles
from tiendo.vocabulary.indicator import (
    BreakdownTree,
    Catalogue,
    FormulaVersion,
    Indicator,
    LegalReference,
    Part,
    SeriesBreak,
)
from tiendo.vocabulary.period import Period
from tiendo.vocabulary.unit import Unit
from tiendo.vocabulary.words import (
    Direction,
    Frequency,
    Level,
    Nature,
    Rule,
    parse_price_basis,
    parse_word,
)

LANGUAGES = ("vi", "en", "ar", "ru")
"""The languages in which every indicator must have its name."""

_CARD_CODE = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
_PART_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]*")


def read_cards(files: Iterable[tuple[str, list[object]]]) -> Catalogue:
    """Return the catalogue of the cards listed in several files, each given with its name.

    Raises:
        VocabularyError: naming file, card and field.
    """
    cards: dict[str, Indicator] = {}
    where_of: dict[str, str] = {}
    for file, entries in files:
        for number, entry in enumerate(entries, start=1):
            card = read_card(entry, file, number)
            if card.code in cards:
                raise VocabularyError(
                    f"{file}, card '{card.code}', field 'code': it stands already in "
                    f"{where_of[card.code]}",
                    remedy="give each card its own code",
                )
            cards[card.code] = card
            where_of[card.code] = f"{file}, card '{card.code}'"
    for card in cards.values():
        _check_weight(card, cards, where_of[card.code])
    catalogue = Catalogue(cards.values())
    for card in cards.values():
        _check_formulas(card, catalogue, where_of[card.code])
    check_cycles(catalogue)
    return catalogue


def read_card(entry: object, file: str, number: int = 1) -> Indicator:
    """Return the card of one mapping, checked for itself."""
    fields = Fields(entry, f"{file}, card {number}")
    code = fields.text("code")
    fields.where = f"{file}, card '{code}'"
    if not _CARD_CODE.fullmatch(code):
        fields.refuse(
            "code", f"'{code}' is no code", "write lower-case ASCII letters, digits and hyphens"
        )
    span = fields.span()
    card = Indicator(
        code=code,
        names=fields.languages("names", LANGUAGES),
        topic=fields.text("topic"),
        purpose=fields.languages("purpose"),
        concept=fields.languages("concept"),
        source=fields.languages("source"),
        unit=_unit(fields, "unit"),
        per=_per(fields),
        nature=fields.word("nature", Nature),
        time_rule=fields.word("time_rule", Rule),
        place_rule=fields.word("place_rule", Rule),
        weight=fields.text("weight", "") or None,
        direction=fields.word("direction", Direction),
        price_bases=_price_bases(fields),
        frequency=fields.word("frequency", Frequency),
        lag_days=fields.integer("lag_days"),
        levels=_levels(fields),
        valid_from=span.start,
        valid_to=span.end,
        breakdowns=tuple(_tree(part) for part in fields.parts("breakdowns")),
        breaks=tuple(_break(part) for part in fields.parts("breaks")),
        legal=tuple(_legal(part) for part in fields.parts("legal")),
        formulas=tuple(_formula(part) for part in fields.parts("formulas")),
    )
    fields.finish()
    _check_rules(card, fields)
    return card


def _unit(fields: Fields, field: str) -> Unit:
    text = fields.text(field)
    try:
        return Unit.parse(text)
    except VocabularyError as error:
        fields.checked(field, error)


def _per(fields: Fields) -> str:
    text = fields.text("per", "")
    if not text:
        return ""
    try:
        counted = Unit.parse(text).counts
    except VocabularyError as error:
        fields.checked("per", error)
    if not counted:
        fields.refuse(
            "per", f"'{text}' is no counted noun", "write a plural such as persons, or leave it out"
        )
    return text


def _price_bases(fields: Fields) -> tuple[str, ...]:
    texts = fields.texts_of("price_bases", required=True)
    try:
        return tuple(parse_price_basis(text) for text in texts)
    except VocabularyError as error:
        fields.checked("price_bases", error)


def _levels(fields: Fields) -> tuple[Level, ...]:
    texts = fields.texts_of("levels", required=True)
    try:
        return tuple(parse_word(Level, text) for text in texts)
    except VocabularyError as error:
        fields.checked("levels", error)


def _tree(fields: Fields) -> BreakdownTree:
    dimension = fields.text("dimension")
    if not _PART_CODE.fullmatch(dimension):
        fields.refuse("dimension", f"'{dimension}' is no name of a dimension")
    fields.where += f" '{dimension}'"
    tree = BreakdownTree(
        dimension=dimension,
        names=fields.languages("names", LANGUAGES),
        additive=fields.flag("additive", True),
        residual=fields.text("residual", "") or None,
        within=_within(fields),
        parts=tuple(_part(part) for part in fields.parts("codes", required=True)),
    )
    fields.finish()
    codes = [part.code for top in tree.parts for part in top.walk()]
    if twice := {code for code in codes if codes.count(code) > 1}:
        fields.refuse("codes", f"'{min(twice)}' stands twice", "each code stands once in a tree")
    if tree.residual is not None:
        _check_residual(tree, fields)
    return tree


def _within(fields: Fields) -> tuple[str, str] | None:
    """Return the part of another dimension in which all parts lie."""
    text = fields.text("within", "")
    dimension, equals, code = text.partition("=")
    if text and not (dimension and equals and code):
        fields.refuse("within", f"'{text}' is no part", "write dimension=code")
    return (dimension, code) if text else None


def _check_residual(tree: BreakdownTree, fields: Fields) -> None:
    top = [part.code for part in tree.parts]
    if tree.residual not in top:
        fields.refuse(
            "residual",
            f"'{tree.residual}' is none of the codes at the top",
            f"name one of: {', '.join(top)}",
        )
    if not tree.additive:
        fields.refuse(
            "residual", "parts that do not add up have no residual", "drop it, or set additive"
        )


def _part(fields: Fields) -> Part:
    code = fields.text("code")
    if not _PART_CODE.fullmatch(code):
        fields.refuse("code", f"'{code}' is no code", "write letters, digits, hyphens and dots")
    part = Part(
        code=code,
        names=fields.languages("names", LANGUAGES),
        parts=tuple(_part(child) for child in fields.parts("parts")),
    )
    fields.finish()
    return part


def _break(fields: Fields) -> SeriesBreak:
    text = fields.text("at")
    reason = fields.languages("reason", ("vi", "en"))
    fields.finish()
    try:
        return SeriesBreak(Period.parse(text), reason)
    except VocabularyError as error:
        fields.checked("at", error)


def _legal(fields: Fields) -> LegalReference:
    day = fields.day("date")
    span = fields.span()
    found = LegalReference(
        document=fields.text("document"),
        number=fields.text("number", ""),
        dated=day.isoformat() if day else "",
        valid_from=span.start,
        valid_to=span.end,
        verified=fields.flag("verified", False),
    )
    fields.finish()
    return found


def _formula(fields: Fields) -> FormulaVersion:
    span = fields.span()
    found = FormulaVersion(fields.text("expression"), span.start, span.end)
    fields.finish()
    return found


def _check_rules(card: Indicator, fields: Fields) -> None:
    """A mean over places needs a weight; a mean over time without one is weighted by months."""
    means = Rule.MEAN in (card.time_rule, card.place_rule)
    if card.place_rule is Rule.MEAN and card.weight is None:
        fields.refuse(
            "weight",
            "the mean over places has no weight",
            "name the indicator that weighs it, or set place_rule to none",
        )
    if card.weight is not None and not means:
        fields.refuse(
            "weight", "no rule of the card is a mean", "leave the weight out, or set a rule to mean"
        )
    if card.weight == card.code:
        fields.refuse("weight", "a card cannot weigh itself", "name another indicator")
    if card.place_rule is Rule.LAST:
        fields.refuse(
            "place_rule", "places have no last one", "write sum, mean (with its weight) or none"
        )


def _check_weight(card: Indicator, cards: Mapping[str, Indicator], where: str) -> None:
    if card.weight is not None and card.weight not in cards:
        raise VocabularyError(
            f"{where}, field 'weight': there is no indicator '{card.weight}'",
            remedy="write the code of a card",
        )


def _check_formulas(card: Indicator, catalogue: Catalogue, where: str) -> None:
    try:
        check_card(card, catalogue)
    except VocabularyError as error:
        raise VocabularyError(
            f"{where}, field 'formulas': {error.message}", remedy=error.remedy
        ) from None
