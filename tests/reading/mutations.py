"""A report of Núi Vàng in four languages whose figures agree, and five ways to spoil it.

GRDP is the sum of three sectors and product taxes; the levels, growths and changes fit; the shares
add to 100; revenue is stated twice, with its plan and both ratios.
"""

from __future__ import annotations

from dataclasses import dataclass

REPORTS = {
    "vi": (
        "Năm 2024, tổng sản phẩm (GRDP) của tỉnh Núi Vàng đạt 42.600 tỷ đồng, tăng 8% so với năm "
        "2023. Trong đó: khu vực nông, lâm nghiệp và thủy sản đạt 9.372 tỷ đồng, tăng 3,5%; khu "
        "vực "
        "công nghiệp - xây dựng đạt 17.466 tỷ đồng, tăng 11,2%; khu vực dịch vụ đạt 13.632 tỷ "
        "đồng, "
        "tăng 7,4%; thuế sản phẩm trừ trợ cấp sản phẩm đạt 2.130 tỷ đồng, tăng 5,1%.\n"
        "Về cơ cấu kinh tế: nông, lâm nghiệp và thủy sản chiếm 22%; công nghiệp - xây dựng chiếm "
        "41%; dịch vụ chiếm 32%; thuế sản phẩm chiếm 5%.\n"
        "Thu ngân sách nhà nước trên địa bàn năm 2024 đạt 5.412 tỷ đồng, bằng 108,2% so với cùng "
        "kỳ "
        "và bằng 104,1% dự toán.\n"
        "Kết quả trên, nhất là thu ngân sách nhà nước trên địa bàn năm 2024 đạt 5.412 tỷ đồng, tạo "
        "đà cho năm sau.\n"
    ),
    "en": (
        "In 2024 the gross regional domestic product (GRDP) of Nui Vang province reached VND42,600 "
        "billion, up 8% from 2023. Of which: agriculture, forestry and fisheries reached VND9,372 "
        "billion, up 3.5%; industry and construction reached VND17,466 billion, up 11.2%; services "
        "reached VND13,632 billion, up 7.4%; product taxes less subsidies reached VND2,130 "
        "billion, "
        "up 5.1%.\n"
        "In the economic structure, agriculture, forestry and fisheries accounted for 22%; "
        "industry "
        "and construction accounted for 41%; services accounted for 32%; product taxes accounted "
        "for 5%.\n"
        "State budget revenue in 2024 reached VND5,412 billion, equal to 108.2% of the same period "
        "and equal to 104.1% of the plan.\n"
        "These results, above all state budget revenue in 2024, which reached VND5,412 billion, "
        "give momentum.\n"
    ),
    "ru": (
        "В 2024 году валовой региональный продукт (GRDP) провинции Нуйванг составил 42 600 млрд "
        "донгов, увеличившись на 8% по сравнению с 2023 годом. В том числе: сельское, лесное и "
        "рыбное хозяйство – 9 372 млрд донгов, рост на 3,5%; промышленность и строительство – "
        "17 466 млрд донгов, рост на 11,2%; услуги – 13 632 млрд донгов, рост на 7,4%; налоги на "
        "продукты за вычетом субсидий – 2 130 млрд донгов, рост на 5,1%.\n"
        "В структуре экономики доля сельского, лесного и рыбного хозяйства составляет 22%; доля "
        "промышленности и строительства составляет 41%; доля услуг составляет 32%; доля налогов на "
        "продукты составляет 5%.\n"
        "Доходы государственного бюджета в 2024 году составили 5 412 млрд донгов, что равно 108,2% "
        "аналогичного периода и 104,1% плана.\n"
        "Эти итоги, прежде всего доходы государственного бюджета в 2024 году, составившие 5 412 "
        "млрд донгов, дают импульс.\n"
    ),
    "ar": (
        "في عام 2024، بلغ الناتج المحلي الإجمالي للمقاطعة (GRDP) في مقاطعة نوي فانج 42,600 مليار "
        "دونج، بزيادة قدرها 8% مقارنة بعام 2023. منها: بلغت قيمة الزراعة والغابات ومصايد الأسماك "
        "9,372 مليار دونج، بزيادة 3.5%؛ وبلغت قيمة الصناعة والبناء 17,466 مليار دونج، بزيادة "
        "11.2%؛ وبلغت قيمة الخدمات 13,632 مليار دونج، بزيادة 7.4%؛ وبلغت ضرائب المنتجات ناقص "
        "الإعانات 2,130 مليار دونج، بزيادة 5.1%.\n"
        "وفي الهيكل الاقتصادي، تمثل الزراعة والغابات ومصايد الأسماك 22%؛ وتمثل الصناعة والبناء "
        "41%؛ وتمثل الخدمات 32%؛ وتمثل ضرائب المنتجات 5%.\n"
        "وبلغت إيرادات الموازنة العامة للدولة في عام 2024 5,412 مليار دونج، أي ما يعادل 108.2% من "
        "نفس الفترة، أي ما يعادل 104.1% من الخطة.\n"
        "وتعطي هذه النتائج، وخاصة إيرادات الموازنة العامة للدولة في عام 2024 التي بلغت 5,412 مليار "
        "دونج، زخمًا.\n"
    ),
}


@dataclass(frozen=True)
class Mutation:
    """What is put in the place of what, and the checks of which one must say so.

    `last` takes the last place where it stands instead of the first.
    """

    old: str
    new: str
    checks: frozenset[str]
    last: bool = False

    def of(self, text: str) -> str:
        """The text, spoilt.

        Raises:
            ValueError: where the text does not hold what is to be replaced.
        """
        at = text.rindex(self.old) if self.last else text.index(self.old)
        return text[:at] + self.new + text[at + len(self.old) :]


_GROUPS = {"vi": ".", "en": ",", "ru": " ", "ar": ","}
_POINTS = {"vi": ",", "en": ".", "ru": ",", "ar": "."}
_RATIO = {
    "vi": ("bằng 108,2%", "tăng 108,2%"),
    "en": ("equal to 108.2% of the same period", "up 108.2% over the same period"),
    "ru": (
        "что равно 108,2% аналогичного периода",
        "увеличившись на 108,2% к аналогичному периоду",
    ),
    "ar": ("أي ما يعادل 108.2% من نفس الفترة", "بزيادة قدرها 108.2% عن نفس الفترة"),
}


def mutations(lang: str) -> dict[str, Mutation]:
    """The five errors, by name, for the report in a language."""
    group, point = _GROUPS[lang], _POINTS[lang]
    ratio, growth = _RATIO[lang]
    return {
        "separator lost": Mutation(
            f"17{group}466", f"17{point}466", frozenset({"separator", "sum", "level_change_growth"})
        ),
        "ratio as growth": Mutation(
            ratio, growth, frozenset({"ratio_or_growth", "index_as_growth"})
        ),
        "sum off": Mutation(f"13{group}632", f"15{group}632", frozenset({"sum"})),
        "share above 100": Mutation("41%", "141%", frozenset({"share_sum"})),
        "repeated figure changed": Mutation(
            f"5{group}412", f"5{group}142", frozenset({"repeat"}), last=True
        ),
    }
