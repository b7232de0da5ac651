"""What happened to places, in words of the four languages."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from tiendo.cli.options import Language
from tiendo.vocabulary.history import Chapter, Happening
from tiendo.vocabulary.place import Place, PlaceName, PlaceRegister
from tiendo.vocabulary.reform import Extent, Transfer

_ORDER = (Language.VI, Language.EN, Language.AR, Language.RU)
_WORDS: dict[str, tuple[str, str, str, str]] = {
    "formed": ("hình thành từ", "formed from", "تشكّلت من", "образована из"),
    "passed_on": ("chuyển thành", "passed to", "انتقلت إلى", "перешла к"),
    "began": ("bắt đầu", "began", "بدأت", "начала существовать"),
    "ended": ("kết thúc", "ended", "انتهت", "упразднена"),
    "renamed": ("đổi tên, loại", "name or type changed", "تغيّر الاسم أو النوع", "имя или тип"),
    "recoded": ("đổi mã", "code changed", "تغيّر الرمز", "код изменён"),
    "moved": ("chuyển cấp trên", "came under another unit", "انتقلت التبعية", "переподчинена"),
    "whole": ("toàn bộ", "whole", "كاملة", "целиком"),
    "part": ("một phần", "part", "جزء", "часть"),
    "part_of_area_all_people": (
        "một phần diện tích, toàn bộ dân số",
        "part of the area, all people",
        "جزء من المساحة وكل السكان",
        "часть площади, всё население",
    ),
    "all_area_part_of_people": (
        "toàn bộ diện tích, một phần dân số",
        "all of the area, part of the people",
        "كل المساحة وجزء من السكان",
        "вся площадь, часть населения",
    ),
    "part_of_people": (
        "một phần dân số",
        "part of the people",
        "جزء من السكان",
        "часть населения",
    ),
    "restored": (
        "khôi phục như trước",
        "again what it had been",
        "استعادت وضعها السابق",
        "восстановлена в прежних границах",
    ),
    "unknown_day": (
        "không rõ ngày, trước hoặc trong ngày",
        "day not known, by",
        "اليوم غير معروف، بحلول",
        "дата неизвестна, не позднее",
    ),
    "nothing": (
        "không có thay đổi nào trong dữ liệu",
        "nothing happened as far as the data tell",
        "لا تغيير في البيانات",
        "по данным изменений не было",
    ),
    "vietnamese_name": ("", "Vietnamese name", "الاسم الفيتنامي", "вьетнамское название"),
    "in": ("thuộc", "in", "في", "в составе"),
    "from": ("từ", "from", "من", "с"),
    "until": ("đến trước", "until before", "حتى ما قبل", "до"),
}


def word(key: str, language: Language) -> str:
    """Return a word in a language."""
    return _WORDS[key][_ORDER.index(language)]


def full_name(
    register: PlaceRegister, place: Place, language: Language, day: date | None = None
) -> str:
    """Return a place's name with its type; marked where it stands in another language."""
    name = place.name_on(day, language.value) if day else _latest(place, language)
    type = register.types.get(name.type)
    text = name.text
    if type and not text.casefold().startswith(type.names["vi"].casefold()):
        text = _typed(text, type.names.get(name.language, type.names["en"]), name.language)
    if name.language != language.value and name.language == "vi":
        return f"{text} ({word('vietnamese_name', language)})"
    return text


def _latest(place: Place, language: Language) -> PlaceName:
    end = place.span.stops or date.max
    return place.name_on(min(end, date.max.replace(day=1)), language.value)


def _typed(text: str, type: str, language: str) -> str:
    return f"{type} {text}" if language == "vi" else text


def chapter_lines(register: PlaceRegister, chapter: Chapter, language: Language) -> Iterator[str]:
    """Yield a chapter in words: what happened and when, then each place that it concerns."""
    when = str(chapter.day)
    if chapter.day is None:
        when = f"{word('unknown_day', language)} {chapter.known_by}"
    head = f"{when}: {word(chapter.happening.value, language)}"
    if chapter.before or chapter.after:
        head += f": {_shown(register, chapter.before)} -> {_shown(register, chapter.after)}"
    yield head
    for transfer in chapter.transfers:
        yield f"  {_transfer(register, chapter, transfer, language)}"
    if chapter.event:
        names = chapter.event.names
        documents = "; ".join(document.title for document in chapter.event.documents)
        told = names.get(language.value, names["en"])
        yield f"  [{told}{': ' + documents if documents else ''}]"


def _shown(register: PlaceRegister, text: str) -> str:
    type, _, name = text.rpartition("|")
    if type in register.types:
        return f"{register.types[type].names['vi']} {name}"
    return text


def _transfer(
    register: PlaceRegister, chapter: Chapter, transfer: Transfer, language: Language
) -> str:
    formed = chapter.happening is Happening.FORMED
    other = register[transfer.source if formed else transfer.target]
    told = f"{full_name(register, other, language)} ({other.key}): {_extent(transfer, language)}"
    own = transfer.target if formed else transfer.source
    of_itself = own in {t.source if not formed else t.target for t in chapter.transfers}
    several = len({t.source if not formed else t.target for t in chapter.transfers}) > 1
    if of_itself and several:
        return f"{full_name(register, register[own], language)} -> {told}"
    return told


def _extent(transfer: Transfer, language: Language) -> str:
    extent = word(transfer.extent.value, language)
    shares = [
        f"{share:.0%}"
        for share in (transfer.area, transfer.people)
        if share is not None and transfer.extent is not Extent.WHOLE
    ]
    return f"{extent} ({', '.join(shares)})" if shares else extent


def off_the_map(place: Place, day: date) -> str:
    """Say that a place did not exist, and how to have it recast."""
    begins, stops = place.span.begins, place.span.stops
    own = begins if begins and day < begins else (stops - timedelta(days=1) if stops else day)
    return (
        f"{place.key} is not on the map of {day}: only what it filed itself is shown; "
        f"--tree-as-of {own} recasts it"
    )
