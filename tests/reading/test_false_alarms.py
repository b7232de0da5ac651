"""No contradiction is reported that is none: the marked reports hold none that was put there."""

from __future__ import annotations

import pytest

from tests.reading.fixtures import Marked, marked_reports
from tests.reading.reading import read
from tests.reading.trusted import distrust
from tiendo.vocabulary.words import Verdict


@pytest.mark.parametrize("report", list(marked_reports()), ids=str)
def test_a_report_that_does_not_contradict_itself_is_not_accused_of_it(report: Marked) -> None:
    reading = read(report.text)
    distrust(reading)
    accused = [f for f in reading.findings if f.verdict is Verdict.CONTRADICTION]
    # Of the unseen half only the check is told, so that nobody fits to its sentences.
    assert [f.check if report.half == "unseen" else f.detail for f in accused] == []
