"""What the checks say of small reports, and of two versions of one report."""

from __future__ import annotations

from decimal import Decimal

from tests.reading.reading import read
from tiendo.packs import load_pack
from tiendo.packs.reading_words import load_languages
from tiendo.reading import ReadFinding, Reading, ReadingContext, read_text
from tiendo.reading.checks.across import check_across
from tiendo.reading.compare import compare
from tiendo.reading.page import page_of
from tiendo.vocabulary.words import Verdict

PROVINCE = (
    "In the first quarter of 2024, the GRDP of Ninh Thuan province reached more than VND5,800 "
    "billion, up 8.26% over the same period. Industry and construction reached VND2,102 billion, "
    "up 13.23%; services VND2,151 billion, up 6.66%; agriculture, forestry and fisheries VND1,299 "
    "billion, up 4.34%."
)


def of(reading: Reading, check: str) -> ReadFinding:
    """The one finding of a check."""
    (found,) = [finding for finding in reading.findings if finding.check == check]
    return found


def named(text: str, document: str) -> Reading:
    """Read a text under a name."""
    pack = load_pack()
    context = ReadingContext(
        document=document, catalogue=pack.catalogue, register=pack.register, prefix=document[0]
    )
    return read_text(text, load_languages(), context)


def test_what_the_sectors_leave_is_explained_by_product_taxes() -> None:
    found = of(read(PROVINCE), "sum")
    assert (found.verdict, found.expected) == (Verdict.EXPLAINED, Decimal(248) * 10**9)
    assert "product taxes" in found.detail


def test_a_total_lies_between_its_sectors() -> None:
    assert of(read(PROVINCE), "weighted_growth").verdict is Verdict.OK
    spoilt = read(PROVINCE.replace("up 8.26%", "up 18.26%"))
    assert of(spoilt, "weighted_growth").verdict is Verdict.SUSPECT


def test_sectors_beyond_their_total_contradict() -> None:
    spoilt = read(PROVINCE.replace("VND2,151", "VND4,151"))
    assert of(spoilt, "sum").verdict is Verdict.CONTRADICTION


def test_two_plans_of_two_assigners_and_a_ratio() -> None:
    reading = read(
        "In the first half of 2024 local budget revenue of Cam Pha city reached VND5,570 billion, "
        "equal to 43.78% of the plan assigned by the province, 43.69% of the city plan and 86.74% "
        "of the same period."
    )
    plans = of(reading, "implied_plan")
    assert plans.verdict is Verdict.OK and "two assigners" in plans.detail
    ratio = of(reading, "ratio_or_growth")
    assert ratio.verdict is Verdict.OK and ratio.expected == Decimal("-13.26")


def test_a_change_and_a_growth_that_cannot_both_be_true() -> None:
    good = "Grain output in 2023 was 42,269 tonnes, up 2,413 tonnes and up 6.05% against 2022."
    assert of(read(good), "level_change_growth").verdict is Verdict.OK
    spoilt = read(good.replace("6.05%", "9.05%"))
    assert of(spoilt, "level_change_growth").verdict is Verdict.CONTRADICTION


def test_an_ambiguous_separator_keeps_both_readings() -> None:
    reading = read(
        "В 2023 году доходы бюджета составили 5 857 млрд донгов, расходы бюджета 2,789 млрд "
        "донгов, рост на 2,25%."
    )
    (doubtful,) = [f for f in reading.figures if "ambiguous_separator" in f.flags]
    assert doubtful.value == Decimal("2.789e9") and doubtful.alternatives == (Decimal("2789e9"),)
    assert of(reading, "separator").verdict is Verdict.SUSPECT


def test_versions_are_aligned_and_the_evidence_takes_a_side() -> None:
    a = named(
        "В 2023 году производство зерна составило 42 269 тонн. Доходы бюджета составили 5 857 "
        "млрд донгов. Расходы бюджета составили 2,789 млрд донгов, рост на 2,25%.",
        "a",
    )
    b = named(
        "In 2023 grain output reached 42,269 tonnes. Budget revenue reached VND5,857 billion. "
        "Budget expenditure is expected to reach VND2,789 billion, up 2.25%.",
        "b",
    )
    pairs, findings = compare(a, b)
    assert [pair.difference for pair in pairs] == ["equal", "equal", "factor", "modality"]
    factor = pairs[2]
    assert (factor.factor, factor.supported, factor.more) == (1000, "b", ("modality",))
    assert "siblings" in factor.reason or "size" in factor.reason
    assert [f.verdict for f in findings] == [Verdict.CONTRADICTION, Verdict.SUSPECT]
    assert [piece["difference"] for piece in factor.as_json()] == ["factor", "modality"]


def test_a_figure_that_one_version_lacks_is_missing() -> None:
    a = named("Revenue reached VND5 billion, up 8%. Exports rose 12%.", "a")
    b = named("Revenue reached VND5 billion. Exports rose 12%.", "b")
    pairs, _ = compare(a, b)
    assert [(p.difference, p.b is None) for p in pairs if p.difference != "equal"] == [
        ("missing", True)
    ]


def test_two_documents_that_differ_are_told_of() -> None:
    a = named("In 2023 grain output of Que Son district reached 42,269 tonnes.", "a")
    b = named("In 2023 grain output of Que Son district reached 41,000 tonnes.", "b")
    (found,) = check_across([a, b])
    assert (found.check, found.verdict, found.documents) == ("repeat", Verdict.SUSPECT, ("a", "b"))


def test_a_page_marks_every_figure_and_needs_nothing_else() -> None:
    reading = read(PROVINCE)
    page = page_of([reading])
    assert page.count("<mark ") == len(reading.figures)
    assert "http" not in page and "<script" not in page
    assert 'dir="rtl"' in page_of([read("بلغت الإيرادات 5 مليار دونج في عام 2024.")])
    assert "&lt;b&gt;" in page_of([read("<b> revenue reached VND5 billion in 2024")])
