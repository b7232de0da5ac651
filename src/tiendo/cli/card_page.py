"""One indicator card in full, as people read it: concept, method, breakdowns, law, formulas."""

from __future__ import annotations

from collections.abc import Iterator

from rich.text import Text

from tiendo.cli.output import say, show
from tiendo.cli.words import Speech
from tiendo.vocabulary.indicator import (
    BreakdownTree,
    Catalogue,
    Indicator,
    LegalReference,
    Part,
    text_in,
)

# vi, en, ar, ru
_LABELS: dict[str, tuple[str, str, str, str]] = {
    "names": ("Tên khác", "Other names", "أسماء أخرى", "Другие названия"),
    "topic": ("Chủ đề", "Topic", "الموضوع", "Тема"),
    "purpose": ("Mục đích", "Purpose", "الغرض", "Назначение"),
    "concept": ("Khái niệm, phương pháp", "Concept and method", "المفهوم والطريقة", "Метод"),
    "per": ("trên mỗi", "per", "لكل", "на"),
    "time_rule": ("Cộng theo thời gian", "Over time", "عبر الزمن", "По времени"),
    "place_rule": ("Cộng theo địa bàn", "Over places", "عبر الأماكن", "По местам"),
    "weight": ("quyền số", "weighed by", "الوزن", "вес"),
    "direction": ("Chiều tốt", "Good direction", "الاتجاه الجيد", "Желательно"),
    "due": ("hạn sau kỳ, ngày", "days after the period", "أيام بعد الفترة", "дней после периода"),
    "levels": ("Cấp báo cáo", "Reported by", "مستويات التقرير", "Уровни"),
    "valid": ("Hiệu lực", "Valid", "السريان", "Действует"),
    "additive": ("cộng thành tổng", "adds to the total", "يُجمع إلى الإجمالي", "в сумме итог"),
    "not_additive": ("không cộng", "does not add up", "لا يُجمع", "не суммируется"),
    "residual": ("phần khép tổng", "closes the sum", "يكمل المجموع", "замыкает сумму"),
    "breaks": ("Gián đoạn chuỗi", "Breaks in series", "انقطاعات السلسلة", "Разрывы ряда"),
    "formula": ("Công thức", "Formula", "الصيغة", "Формула"),
    "source": ("Nguồn số liệu", "Source of data", "مصدر البيانات", "Источник данных"),
    "legal": ("Căn cứ pháp lý", "Legal reference", "المرجع القانوني", "Правовая основа"),
    "from": ("từ", "from", "من", "с"),
    "until": ("đến trước", "until before", "حتى ما قبل", "до"),
    "verified": ("đã kiểm chứng", "verified", "تم التحقق", "проверено"),
    "not_verified": (
        "chưa kiểm chứng với văn bản",
        "not verified",
        "لم يتم التحقق",
        "не проверено",
    ),
    "none": ("không có", "none", "لا يوجد", "нет"),
}
_LANGUAGES = ("vi", "en", "ar", "ru")


def show_card(card: Indicator, catalogue: Catalogue, words: Speech) -> None:
    """Print everything that a card says, in one language; its names in all of them."""
    show(Text(f"{text_in(card.names, words.language)} ({card.code})", style="bold"))
    for line in _lines(card, catalogue, words):
        say(line)


def _lines(card: Indicator, catalogue: Catalogue, words: Speech) -> Iterator[str]:
    language = words.language
    others = (text for code, text in card.names.items() if code != language)
    yield _line("names", "; ".join(others), words)
    yield _line("topic", card.topic, words)
    yield _line("purpose", text_in(card.purpose, language), words)
    yield _line("concept", text_in(card.concept, language), words)
    per = f" ({_label('per', words)} {card.per})" if card.per else ""
    yield f"{words.word('unit')}: {card.unit.text}{per}"
    yield f"{words.word('nature')}: {card.nature.value}"
    yield _line("time_rule", card.time_rule.value, words)
    yield _line("place_rule", card.place_rule.value + _weight(card, catalogue, words), words)
    yield _line("direction", card.direction.value, words)
    yield f"{words.word('price_bases')}: {', '.join(card.price_bases)}"
    yield (
        f"{words.word('frequency')}: {card.frequency.value}, {card.lag_days} {_label('due', words)}"
    )
    yield _line("levels", ", ".join(card.levels), words)
    if card.valid_from or card.valid_to:
        yield _line("valid", _span(card.valid_from, card.valid_to, words), words)
    yield from _breakdown_lines(card, words)
    for broken in card.breaks:
        yield _line("breaks", f"{broken.at}: {text_in(broken.reason, language)}", words)
    for formula in card.formulas:
        span = _span(formula.valid_from, formula.valid_to, words)
        yield _line("formula", f"{formula.expression}{f' ({span})' if span else ''}", words)
    yield _line("source", text_in(card.source, language), words)
    for law in card.legal:
        yield _line("legal", _law(law, words), words)
    if not card.legal:
        yield _line("legal", _label("none", words), words)


def _weight(card: Indicator, catalogue: Catalogue, words: Speech) -> str:
    if card.weight is None:
        return ""
    name = text_in(catalogue[card.weight].names, words.language)
    return f" ({_label('weight', words)}: {name})"


def _breakdown_lines(card: Indicator, words: Speech) -> Iterator[str]:
    if card.breakdowns:
        yield f"{words.word('breakdowns')}:"
    for tree in card.breakdowns:
        added = _label("additive" if tree.additive else "not_additive", words)
        yield f"  {text_in(tree.names, words.language)} ({tree.dimension}): {added}"
        for part in tree.parts:
            yield from _part_lines(part, tree, words, depth=2)


def _part_lines(part: Part, tree: BreakdownTree, words: Speech, depth: int) -> Iterator[str]:
    closing = f" ({_label('residual', words)})" if part.code == tree.residual else ""
    name = text_in(part.names, words.language)
    yield f"{'  ' * depth}{tree.dimension}={part.code}: {name}{closing}"
    for child in part.parts:
        yield from _part_lines(child, tree, words, depth + 1)


def _law(law: LegalReference, words: Speech) -> str:
    told = [law.document, law.number, law.dated, _span(law.valid_from, law.valid_to, words)]
    verified = _label("verified" if law.verified else "not_verified", words)
    return f"{', '.join(filter(None, told))} ({verified})"


def _span(start: object, end: object, words: Speech) -> str:
    pieces = (("from", start), ("until", end))
    return " ".join(f"{_label(word, words)} {day}" for word, day in pieces if day)


def _line(label: str, text: str, words: Speech) -> str:
    return f"{_label(label, words)}: {text}"


def _label(key: str, words: Speech) -> str:
    return _LABELS[key][_LANGUAGES.index(words.language)]
