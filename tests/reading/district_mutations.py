"""A second report, of the commune Đồi Chè, and errors of other checks than those in mutations.py.

Grain output fits its change and growth, its plan and plan share; the sectors' contributions add up
to the growth; a share of the plan is stated of both plans.
"""

from __future__ import annotations

from tests.reading.mutations import Mutation

REPORTS = {
    "vi": (
        "Năm 2023, tổng sản lượng lương thực của xã Đồi Chè đạt 4.120 tấn/KH 4.000 tấn, đạt 103% "
        "kế "
        "hoạch, tăng 320 tấn (tăng 8,4%) so với năm 2022.\n"
        "Tổng sản phẩm (GRDP) tăng 8%, trong đó nông nghiệp đóng góp 1,5 điểm phần trăm, công "
        "nghiệp - xây dựng đóng góp 3,9 điểm phần trăm, dịch vụ đóng góp 2,6 điểm phần trăm.\n"
        "Thu ngân sách nhà nước trên địa bàn đạt 12,6 tỷ đồng, bằng 105% dự toán tỉnh giao và bằng "
        "90% dự toán xã giao.\n"
    ),
    "en": (
        "In 2023 total grain output of Doi Che commune reached 4,120 tonnes (plan 4,000 tonnes), "
        "equal to 103% of the plan, an increase of 320 tonnes (up 8.4%) from 2022.\n"
        "GRDP grew by 8%, of which agriculture contributed 1.5 percentage points, industry and "
        "construction contributed 3.9 percentage points, services contributed 2.6 percentage "
        "points.\n"
        "State budget revenue reached VND12.6 billion, equal to 105% of the plan set by the "
        "province "
        "and 90% of the commune's own plan.\n"
    ),
    "ru": (
        "В 2023 году общий урожай зерна коммуны Дойче составил 4 120 тонн (план 4 000 тонн), что "
        "равно 103% плана, увеличившись на 320 тонн (на 8,4%) по сравнению с 2022 годом.\n"
        "Валовой региональный продукт вырос на 8%, из них сельское хозяйство внесло 1,5 "
        "процентного "
        "пункта, промышленность и строительство внесли 3,9 процентного пункта, услуги внесли 2,6 "
        "процентного пункта.\n"
        "Доходы государственного бюджета составили 12,6 млрд донгов, что равно 105% плана, "
        "установленного провинцией, и 90% плана коммуны.\n"
    ),
    "ar": (
        "في عام 2023، بلغ إجمالي إنتاج الحبوب في بلدية دوي تشي 4,120 طنًا (الخطة 4,000 طن)، أي ما "
        "يعادل 103% من الخطة، بزيادة قدرها 320 طنًا (بزيادة 8.4%) مقارنة بعام 2022.\n"
        "ونما الناتج المحلي الإجمالي للمقاطعة بنسبة 8%، منها ساهمت الزراعة بـ 1.5 نقطة مئوية، "
        "وساهمت الصناعة والبناء بـ 3.9 نقطة مئوية، وساهمت الخدمات بـ 2.6 نقطة مئوية.\n"
        "وبلغت إيرادات الموازنة العامة للدولة 12.6 مليار دونج، أي ما يعادل 105% من الخطة التي "
        "حددتها "
        "المقاطعة، أي ما يعادل 90% من خطة البلدية.\n"
    ),
}


def mutations(lang: str) -> dict[str, Mutation]:
    """Errors by name, for the report in a language."""
    group, point = {"vi": ".,", "en": ",.", "ru": " ,", "ar": ",."}[lang]
    return {
        "growth does not fit the change": Mutation(
            f"8{point}4%", f"18{point}4%", frozenset({"level_change_growth"})
        ),
        "plan share does not fit the plan": Mutation("103%", "130%", frozenset({"implied_plan"})),
        "contributions do not add up": Mutation(
            f"3{point}9", f"6{point}9", frozenset({"contribution_sum"})
        ),
        "level a thousand times too small": Mutation(
            f"4{group}120", f"4{point}120", frozenset({"separator", "implied_plan"})
        ),
    }
