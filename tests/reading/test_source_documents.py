"""What the checks find in the five source documents, which are kept beside the project."""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache
from pathlib import Path

import pytest

from tests.reading.reading import known_pack
from tiendo.packs.reading_words import load_languages
from tiendo.reading import ReadFinding, Reading, ReadingContext, read_text
from tiendo.reading.compare import compare
from tiendo.vocabulary.words import Verdict

DOCUMENTS = Path(__file__).resolve().parents[3] / "shared" / "documents"
NAMES = (
    "binh-lieu-2025.ar.txt",
    "cam-pha-2024-h1.ar.txt",
    "ninh-thuan-2024-q1.ar.txt",
    "que-son-2023.ar.txt",
    "que-son-2023.ru.txt",
)
BN = Decimal(10**9)

pytestmark = pytest.mark.skipif(
    not all((DOCUMENTS / name).is_file() for name in NAMES),
    reason="the source documents are not beside the project",
)


@lru_cache(maxsize=len(NAMES))
def document(name: str) -> Reading:
    """A source document as it is read."""
    known = known_pack()
    context = ReadingContext(
        document=name, catalogue=known.catalogue, register=known.register, prefix=f"{name}-"
    )
    return read_text((DOCUMENTS / name).read_text(encoding="utf-8"), load_languages(), context)


def found(name: str, check: str) -> ReadFinding:
    """The one finding of a check in a document."""
    (finding,) = [one for one in document(name).findings if one.check == check]
    return finding


def test_the_arabic_text_is_supported_where_the_russian_is_a_thousandth() -> None:
    russian, arabic = document("que-son-2023.ru.txt"), document("que-son-2023.ar.txt")
    pairs, findings = compare(russian, arabic)
    (factor,) = [pair for pair in pairs if pair.difference == "factor"]
    assert factor.a is not None and factor.b is not None
    assert (factor.a.value, factor.b.value) == (Decimal("2.789") * BN, 2789 * BN)
    assert factor.a.alternatives == (2789 * BN,)
    assert "ambiguous_separator" in factor.a.flags
    assert (factor.factor, factor.supported, factor.more) == (1000, "b", ("modality",))
    assert "2,789.0 bn VND" in factor.reason
    (contradiction,) = [one for one in findings if one.verdict is Verdict.CONTRADICTION]
    assert contradiction.check == "cross_version"
    assert set(contradiction.figures) == {factor.a.id, factor.b.id}
    assert {pair.difference for pair in pairs} == {"equal", "factor", "modality"}


def test_ninh_thuan_leaves_product_taxes_and_implies_a_plan() -> None:
    name = "ninh-thuan-2024-q1.ar.txt"
    rest = found(name, "sum")
    assert (rest.verdict, rest.expected) == (Verdict.EXPLAINED, 248 * BN)
    assert "product taxes" in rest.detail and "or more" in rest.detail
    assert found(name, "weighted_growth").verdict is Verdict.OK
    plan = found(name, "implied_plan")
    assert plan.verdict is Verdict.OK and plan.expected is not None
    assert round(plan.expected / BN, 1) == Decimal("3996.7")


def test_cam_pha_has_two_plans_a_ratio_and_a_growth_of_a_doubtful_period() -> None:
    name = "cam-pha-2024-h1.ar.txt"
    plans = found(name, "implied_plan")
    assert plans.verdict is Verdict.OK and "two assigners" in plans.detail
    (ratio,) = [figure for figure in document(name).figures if figure.value == Decimal("86.74")]
    assert ratio.kind == "base_ratio"
    assert found(name, "ratio_or_growth").verdict is Verdict.OK
    doubtful = found(name, "period_ambiguous")
    assert doubtful.verdict is Verdict.SUSPECT and doubtful.stated == Decimal("7.7")
    assert "2024-H2" in doubtful.detail and "or of 2024" in doubtful.detail


def test_binh_lieu_is_told_twice_and_its_total_lies_between_its_parts() -> None:
    name = "binh-lieu-2025.ar.txt"
    repeats = [one for one in document(name).findings if one.check == "repeat"]
    assert [one.verdict for one in repeats] == [Verdict.OK, Verdict.OK]
    joined = {f.quote for f in document(name).figures if "repeats" in f.relation}
    assert joined == {"15%", "100 مليون دونج"}
    total = found(name, "weighted_growth")
    assert (total.verdict, total.stated) == (Verdict.OK, 15)
    assert "between 7 and 17 %" in total.detail


@pytest.mark.parametrize("name", NAMES)
def test_no_document_contradicts_itself(name: str) -> None:
    doubtful = {
        "cam-pha-2024-h1.ar.txt": {"period_ambiguous"},
        "que-son-2023.ru.txt": {"separator"},
    }
    findings = document(name).findings
    assert not [one for one in findings if one.verdict is Verdict.CONTRADICTION]
    suspect = {one.check for one in findings if one.verdict is Verdict.SUSPECT}
    assert suspect == doubtful.get(name, set())
