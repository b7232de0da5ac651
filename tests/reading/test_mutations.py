"""Five errors that reports are full of are found where they are put in, and nowhere else."""

from __future__ import annotations

import pytest

from tests.reading import district_mutations
from tests.reading.mutations import REPORTS, mutations
from tests.reading.reading import read
from tiendo.reading import ReadFinding
from tiendo.vocabulary.words import Verdict

BAD = (Verdict.CONTRADICTION, Verdict.SUSPECT)
CASES = [(lang, name) for lang in REPORTS for name in mutations(lang)]
DISTRICT_CASES = [
    (lang, name)
    for lang in district_mutations.REPORTS
    for name in district_mutations.mutations(lang)
]


def bad(text: str) -> list[ReadFinding]:
    """Findings that say that something is wrong."""
    return [found for found in read(text).findings if found.verdict in BAD]


@pytest.mark.parametrize("lang", list(REPORTS))
def test_a_report_whose_figures_agree_is_left_in_peace(lang: str) -> None:
    for report in (REPORTS[lang], district_mutations.REPORTS[lang]):
        assert [(found.check, found.detail) for found in bad(report)] == []


@pytest.mark.parametrize(("lang", "name"), CASES, ids=str)
def test_an_error_put_in_is_found(lang: str, name: str) -> None:
    mutation = mutations(lang)[name]
    told = bad(mutation.of(REPORTS[lang]))
    assert mutation.checks & {found.check for found in told}, [found.detail for found in told]


@pytest.mark.parametrize(("lang", "name"), DISTRICT_CASES, ids=str)
def test_other_errors_put_into_another_report_are_found(lang: str, name: str) -> None:
    mutation = district_mutations.mutations(lang)[name]
    told = bad(mutation.of(district_mutations.REPORTS[lang]))
    assert mutation.checks & {found.check for found in told}, [found.detail for found in told]


@pytest.mark.parametrize("lang", list(REPORTS))
def test_a_lost_separator_keeps_the_literal_value_and_the_other_reading(lang: str) -> None:
    reading = read(mutations(lang)["separator lost"].of(REPORTS[lang]))
    (spoilt,) = [one for one in reading.figures if one.quote.replace("VND", "").startswith("17")]
    assert spoilt.value == 17_466_000_000
    assert 17_466_000_000_000 in spoilt.alternatives
    assert "ambiguous_separator" in spoilt.flags


@pytest.mark.parametrize("lang", list(REPORTS))
def test_what_a_finding_points_to_can_be_quoted(lang: str) -> None:
    for mutation in mutations(lang).values():
        reading = read(mutation.of(REPORTS[lang]))
        quotes = {one.id: reading.text[one.start : one.end] for one in reading.figures}
        for finding in reading.findings:
            assert finding.figures and all(quotes[ident] for ident in finding.figures)
