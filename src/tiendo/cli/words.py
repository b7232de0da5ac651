"""The words of tables in the four languages, and how each language writes numbers."""

from __future__ import annotations

import os
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal
from functools import lru_cache
from typing import Any

from tiendo.cli.options import Language
from tiendo.vocabulary.interval import Interval
from tiendo.vocabulary.words import Comparator, Operator

# vi, en, ar, ru
_WORDS: dict[str, tuple[str, str, str, str]] = {
    # headings
    "indicator": ("Chỉ tiêu", "Indicator", "المؤشر", "Показатель"),
    "unit": ("Đơn vị", "Unit", "الوحدة", "Единица"),
    "value": ("Giá trị", "Value", "القيمة", "Значение"),
    "previous_period": ("Kỳ trước", "Period before", "الفترة السابقة", "Предыдущий период"),
    "same_period": ("Cùng kỳ", "Year before", "الفترة المماثلة", "Год назад"),
    "growth_pct": ("Tăng, %", "Growth, %", "النمو، %", "Рост, %"),
    "base_ratio_pct": ("So cùng kỳ, %", "Ratio, %", "النسبة، %", "К базе, %"),
    "difference": ("Chênh lệch", "Difference", "الفرق", "Разность"),
    "year_to_date": ("Lũy kế năm", "Year to date", "منذ بداية السنة", "С начала года"),
    "plan": ("Kế hoạch", "Plan", "الخطة", "План"),
    "share_pct": ("Đạt, %", "Reached, %", "المنجز، %", "Выполнено, %"),
    "contribution_pp": (
        "Đóng góp, điểm %",
        "Contribution, pp",
        "المساهمة، نقطة مئوية",
        "Вклад, п.п.",
    ),
    "structure_share_pct": ("Tỷ trọng, %", "Share, %", "الحصة، %", "Доля, %"),
    "status": ("Tình trạng", "Status", "الحالة", "Статус"),
    "check": ("Kiểm tra", "Check", "الفحص", "Проверка"),
    "remedy": ("Cách xử lý", "What to do", "ما العمل", "Что делать"),
    "findings": ("Lưu ý", "Findings", "ملاحظات", "Замечания"),
    "known_on": ("theo số liệu biết đến ngày", "as known on", "حسب المعروف في", "по данным на"),
    "derived": (
        "* tính từ các số liệu khác",
        "* computed from other figures",
        "* محسوب من أرقام أخرى",
        "* рассчитано по другим данным",
    ),
    "expected": ("tính được", "expected", "المتوقع", "по расчёту"),
    "stated": ("đã nêu", "stated", "المذكور", "указано"),
    "answers": ("số này trả lời", "this one answers", "هذا هو الجواب", "это ответ"),
    "see_above": ("(xem ở trên)", "(see above)", "(انظر أعلاه)", "(см. выше)"),
    "level": ("mức", "level", "المستوى", "уровень"),
    "plan_share": ("tỷ lệ so kế hoạch", "share of the plan", "نسبة من الخطة", "доля плана"),
    "reached": ("đã đạt", "reached", "المنجز", "достигнуто"),
    "plus": ("cộng", "plus", "زائد", "плюс"),
    "minus": ("trừ", "minus", "ناقص", "минус"),
    "name": ("Tên", "Name", "الاسم", "Название"),
    "code": ("Mã", "Code", "الرمز", "Код"),
    "nature": ("Loại", "Nature", "الطبيعة", "Вид"),
    "frequency": ("Kỳ báo cáo", "Frequency", "الدورية", "Периодичность"),
    "price_bases": ("Giá", "Prices", "الأسعار", "Цены"),
    "breakdowns": ("Phân tổ", "Broken down by", "التقسيم حسب", "Разрезы"),
    # the outlook
    "series": ("Chuỗi", "Series", "السلسلة", "Ряд"),
    "year": ("Năm", "Year", "السنة", "Год"),
    "year_end": ("Dự báo cả năm", "Year's outlook", "توقع السنة", "Прогноз года"),
    "interval_80": ("Khoảng 80 %", "80 % interval", "مجال 80 %", "Интервал 80 %"),
    "target": ("Mục tiêu", "Target", "الهدف", "Цель"),
    "chance": ("Khả năng đạt, %", "Chance, %", "الاحتمال، %", "Вероятность, %"),
    "required_growth": ("Cần tăng, %", "Required, %", "النمو المطلوب، %", "Нужный рост, %"),
    "past_errors": ("Sai số trước đây, %", "Past errors, %", "أخطاء سابقة، %", "Прежние ошибки, %"),
    "sector": ("Ngành", "Sector", "القطاع", "Отрасль"),
    "minimum": ("Tối thiểu, %", "Minimum, %", "الحد الأدنى، %", "Минимум, %"),
    "needed": ("Cần, %", "Needed, %", "المطلوب، %", "Нужно, %"),
    "month": ("Tháng", "Month", "الشهر", "Месяц"),
    "method": ("Phương pháp", "Method", "الطريقة", "Метод"),
    "before": ("Trước", "Before", "قبل", "Раньше"),
    "after": ("Nay", "Now", "الآن", "Теперь"),
    "revised_data": ("Số liệu sửa", "Revised data", "بيانات منقحة", "Пересмотр данных"),
    "new_months": ("Tháng mới", "New months", "أشهر جديدة", "Новые месяцы"),
    "moved_method": ("Phương pháp", "Method", "الطريقة", "Метод"),
    "half_plane": (
        "{total} % được bảo đảm khi và chỉ khi tỷ trọng năm trước của {gains} ít nhất gấp {ratio} "
        "lần của {loses}",
        "{total} % is implied exactly when last year's share of {gains} is at least {ratio} times "
        "that of {loses}",
        "{total} % مضمونة فقط إذا كانت حصة {gains} في العام الماضي لا تقل عن {ratio} أضعاف حصة "
        "{loses}",
        "{total} % обеспечены тогда и только тогда, когда прошлогодняя доля «{gains}» не меньше "
        "доли «{loses}», взятой {ratio} раз",
    ),
    "untargeted": (
        "chưa kết luận được: không có mục tiêu cho {parts}",
        "nothing can be concluded: there is no target for {parts}",
        "لا يمكن الاستنتاج: لا هدف لـ {parts}",
        "вывод невозможен: нет цели для {parts}",
    ),
    "shares_unknown": (
        "chưa biết tỷ trọng năm {year}",
        "the shares of {year} are not known",
        "حصص {year} غير معروفة",
        "доли {year} года неизвестны",
    ),
    "met": ("đạt", "met", "محقق", "выполнено"),
    "missed": ("không đạt", "missed", "لم يتحقق", "не выполнено"),
    "ahead": ("vượt tiến độ", "ahead", "متقدم", "с опережением"),
    "on_track": ("đúng tiến độ", "on track", "على المسار", "по плану"),
    "at_risk": ("có nguy cơ", "at risk", "معرض للخطر", "под угрозой"),
    "off_track": ("chậm tiến độ", "off track", "خارج المسار", "отстаёт"),
    "beyond_reach": ("khó đạt", "beyond reach", "بعيد المنال", "недостижимо"),
    "no_data": ("không có số liệu", "no data", "لا توجد بيانات", "нет данных"),
    "not_comparable": (
        "không so sánh được",
        "not comparable",
        "غير قابل للمقارنة",
        "несопоставимо",
    ),
    "implied": ("bảo đảm", "implied", "مضمون", "обеспечено"),
    "reachable": ("có thể đạt", "reachable", "ممكن", "достижимо"),
    "impossible": ("không thể đạt", "impossible", "مستحيل", "невозможно"),
    # states of a cell
    "partial": ("chưa đủ", "partial", "جزئي", "неполно"),
    "missing": ("thiếu", "missing", "مفقود", "нет данных"),
    "not_due": ("chưa đến hạn", "not due", "لم يحن موعده", "срок не наступил"),
    "not_applicable": ("không áp dụng", "not applicable", "لا ينطبق", "неприменимо"),
    "confidential": ("bảo mật", "confidential", "سري", "конфиденциально"),
    "refused": ("từ chối", "refused", "مرفوض", "отказано"),
    "as_reported": ("như đã báo cáo", "as reported", "كما أُبلغ", "как сообщено"),
    "exact_recast": ("quy đổi đủ", "exact recast", "إعادة حساب تامة", "точный пересчёт"),
    "nothing": ("không có số nào", "nothing known", "لا شيء معروف", "ничего не известно"),
    "lacking": ("còn thiếu", "lacking", "ينقص", "не хватает"),
    # status and modality
    "estimate": ("ước tính", "estimate", "تقدير", "оценка"),
    "preliminary": ("sơ bộ", "preliminary", "أولي", "предварительно"),
    "official": ("chính thức", "official", "رسمي", "официально"),
    "estimated": ("ước tính", "estimated", "مقدر", "оценка"),
    "expected_modality": ("dự kiến", "expected", "متوقع", "ожидается"),
    "nearly": ("gần", "nearly", "ما يقارب", "почти"),
    "none_left": ("không còn", "none left", "لا يبقى", "не останется"),
    # measures and price bases
    "growth": ("tăng trưởng", "growth", "النمو", "рост"),
    "change_abs": ("mức thay đổi", "change", "التغير", "изменение"),
    "base_ratio": ("so với cùng kỳ", "ratio to the year before", "النسبة إلى الأساس", "к базе"),
    "share": ("tỷ trọng", "share", "الحصة", "доля"),
    "contribution": ("đóng góp", "contribution", "المساهمة", "вклад"),
    "current": ("giá hiện hành", "current prices", "بالأسعار الجارية", "в текущих ценах"),
    "constant": ("giá so sánh {}", "prices of {}", "بأسعار {} الثابتة", "в ценах {} г."),
    "not_stated": (
        "không nêu loại giá",
        "price basis not stated",
        "أساس السعر غير مذكور",
        "база цен не указана",
    ),
}
_ORDER = tuple(Language)
_CONSTANT = "constant_"
_BEFORE_NUMBER = {
    Comparator.MORE_THAN: "> ",
    Comparator.AT_LEAST: "≥ ",
    Comparator.LESS_THAN: "< ",
    Comparator.AT_MOST: "≤ ",
    Comparator.APPROX: "≈ ",
    Comparator.RANGE: "",
    Comparator.EXACT: "",
    Operator.MORE_THAN: "> ",
    Operator.AT_LEAST: "≥ ",
    Operator.LESS_THAN: "< ",
    Operator.AT_MOST: "≤ ",
    Operator.EXACT: "",
    Operator.NONE_LEFT: "",
}


def language_of_terminal() -> Language:
    """Return the language of the terminal if it is one of the four, else English."""
    for variable in ("LC_ALL", "LC_MESSAGES", "LANG"):
        said = os.environ.get(variable, "")
        if said:
            code = said[:2].lower()
            return Language(code) if code in _ORDER else Language.EN
    return Language.EN


@dataclass(frozen=True, slots=True)
class Speech:
    """Words and numbers in one language."""

    language: Language

    def word(self, key: str) -> str:
        """Return the word for `key`; one that is not translated is returned as it is."""
        found = _WORDS.get(key)
        return found[_ORDER.index(self.language)] if found else key

    def price_basis(self, basis: str) -> str:
        """Return "prices of 2010" and the like; empty where prices play no part."""
        if basis == "not_applicable":
            return ""
        if basis.startswith(_CONSTANT):
            return self.word("constant").format(basis.removeprefix(_CONSTANT))
        return self.word(basis)

    def filed(self, value: Decimal | None) -> str:
        """Write a number with all its digits; empty where there is none."""
        return "" if value is None else self._written(value)

    def computed(self, value: Decimal | None) -> str:
        """Write a computed number with two decimals, or three digits where it is small."""
        if value is None:
            return ""
        places = Decimal("0.01")
        if value and abs(value) < 1:
            places = min(places, Decimal(1).scaleb(value.adjusted() - 2))
        rounded = value.quantize(places, rounding=ROUND_HALF_EVEN) if value else Decimal(0)
        return self._written(rounded.normalize())

    def signed(self, value: Decimal | None) -> str:
        """Write a computed number with its sign."""
        text = self.computed(value)
        return f"+{text}" if value is not None and value > 0 else text

    def bounds(self, bounds: Interval) -> str:
        """Write an interval as "246.5 to 248.5", "≥ 246.5" or "≤ 248.5"; empty without ends."""
        if bounds.lo is not None and bounds.hi is not None:
            return f"{self.computed(bounds.lo)} – {self.computed(bounds.hi)}"
        if bounds.lo is not None:
            return f"≥ {self.computed(bounds.lo)}"
        return f"≤ {self.computed(bounds.hi)}" if bounds.hi is not None else ""

    def compared(self, word: Comparator | Operator | None, number: str) -> str:
        """Put the sign of "more than" and the like before a number."""
        if not number or word is None:
            return number
        sign = f"{self.word('nearly')} " if word is Comparator.NEARLY else _BEFORE_NUMBER[word]
        return f"{sign}{number}"

    def _written(self, value: Decimal) -> str:
        from babel.numbers import format_decimal

        plain = Decimal(format(value, "f"))
        pattern = _pattern(max(0, -int(plain.as_tuple().exponent)))
        written: Any = format_decimal(plain, format=pattern, locale=self.language.value)
        return str(written)


@lru_cache(maxsize=64)
def _pattern(decimals: int) -> str:
    return "#,##0." + "0" * decimals if decimals else "#,##0"


def speech(language: Language | None) -> Speech:
    """Return the words of a language, by default those of the terminal."""
    return Speech(language or language_of_terminal())
