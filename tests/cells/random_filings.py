"""Random filings of one place: any statements, revised reports, stated comparisons."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from tests.world import filed, planned, stated
from tiendo.cube.explain.held import COMPARISONS
from tiendo.vocabulary.figure import Figure, Statement
from tiendo.vocabulary.period import Period
from tiendo.vocabulary.words import Comparator, Kind, Modality, Operator, Status

PLACE = "ben-tre-nho"
FIRST_DAY = date(2025, 1, 1)
JANUARY_2024 = 2024 * 12
STATED_IN_PERCENT = (
    Kind.GROWTH,
    Kind.BASE_RATIO,
    Kind.PLAN_SHARE,
    Kind.SHARE,
    Kind.CONTRIBUTION,
)
FLOW, STOCK, MEAN, RATE = "investment", "workers", "wage", "trained-rate"


@dataclass(frozen=True)
class Case:
    """Filings of one place, and the day as of which they are read."""

    filings: tuple[tuple[Figure, ...], ...]
    as_of: date

    @property
    def figures(self) -> list[Figure]:
        return [figure for filing in self.filings for figure in filing]


def runs() -> st.SearchStrategy[Period]:
    """Runs of 2024 and 2025, mostly between few boundaries, so that they meet; some are longer."""
    boundaries = st.lists(
        st.sampled_from([0, 1, 2, 3, 4, 6, 9, 12]), min_size=2, max_size=2, unique=True
    ).map(sorted)
    january = st.sampled_from([JANUARY_2024, JANUARY_2024 + 12])
    in_year = st.builds(lambda j, ends: Period(j + ends[0], j + ends[1] - 1), january, boundaries)
    longer = st.sampled_from(["2024/2025", "2024-10/2025-03", "2023-07/2024-06"]).map(Period.parse)
    return st.one_of(*[in_year] * 6, longer)


@st.composite
def statements(draw: st.DrawFn, indicator: str, day: str) -> Statement:
    """Any statement of an indicator, mostly of its level."""
    kinds = [Kind.LEVEL] * 12 + [Kind.COUNT, Kind.CHANGE_ABS, *STATED_IN_PERCENT, *COMPARISONS]
    kind = draw(st.sampled_from(kinds))
    run = str(draw(runs()))
    state = draw(st.sampled_from([None] * 20 + ["withdrawn", "confidential", "not_applicable"]))
    value = None if state else draw(numbers(kind))
    comparator = draw(st.sampled_from([Comparator.EXACT] * 9 + list(Comparator)))
    fields: dict[str, Any] = {
        "known": day,
        "kind": kind.value,
        "state": state,
        "comparator": comparator,
        "status": draw(st.sampled_from([None, *Status])),
        "modality": draw(st.sampled_from([Modality.ACTUAL] * 4 + [Modality.ESTIMATED])),
    }
    if kind is Kind.PLAN_SHARE:
        fields["assigner"] = draw(st.sampled_from([None, "province", "city"]))
    found = stated(PLACE, indicator, run, value, **fields)
    if value and comparator is Comparator.RANGE:
        fields["value_hi"] = Decimal(value) + 3
        found = stated(PLACE, indicator, run, value, **fields)
    return found


def numbers(kind: Kind) -> st.SearchStrategy[str]:
    """Printed numbers: small ones, so that sums of some meet others."""
    if kind in STATED_IN_PERCENT:
        return st.sampled_from(["-100", "-3.5", "0", "5", "10.0", "25", "50", "86.74", "110"])
    return st.sampled_from(["0", "1", "2", "3", "5", "6", "10", "11.5", "20", "21", "33", "-4"])


@st.composite
def targets(draw: st.DrawFn, indicator: str, day: str) -> Statement:
    """Any plan figure."""
    kind = draw(st.sampled_from([Kind.LEVEL, Kind.LEVEL, Kind.GROWTH, Kind.BASE_RATIO]))
    period = draw(st.sampled_from(["2025", "2025", "2024", "2025-Q1", "2024/2025"]))
    withdrawn = draw(st.sampled_from([False] * 9 + [True]))
    return planned(
        PLACE,
        indicator,
        period,
        None if withdrawn else draw(st.sampled_from(["0", "8", "40", "60.5", "107"])),
        known=day,
        kind=kind.value,
        state="withdrawn" if withdrawn else None,
        assigner=draw(st.sampled_from([None, "province", "city"])),
        version=draw(st.sampled_from([None, "first", "adjusted"])),
        operator=draw(st.sampled_from([None, *Operator])),
    )


@st.composite
def cases(draw: st.DrawFn, indicators: tuple[str, ...]) -> Case:
    filings = []
    for number in range(1, draw(st.integers(1, 7)) + 1):
        day = str(FIRST_DAY + timedelta(days=draw(st.integers(0, 5))))
        indicator = st.sampled_from(indicators)
        said = draw(st.lists(indicator.flatmap(lambda i: statements(i, day)), max_size=6))  # noqa: B023
        aims = draw(st.lists(indicator.flatmap(lambda i: targets(i, day)), max_size=1))  # noqa: B023
        filings.append(tuple(filed(*said, *aims, number=number)))
    as_of = FIRST_DAY + timedelta(days=draw(st.sampled_from([2, 9, 9, 9])))
    return Case(tuple(filings), as_of)


@st.composite
def reports(draw: st.DrawFn) -> Case:
    """Reports of months that change now and then, each with totals of what it knows by then."""
    months = draw(st.lists(st.integers(0, 30), min_size=6, max_size=6))
    boundaries = st.lists(st.sampled_from([0, 1, 2, 3, 6]), min_size=2, max_size=2, unique=True)
    filings = []
    for number in range(1, draw(st.integers(2, 5)) + 1):
        day = str(FIRST_DAY + timedelta(days=draw(st.integers(0, number))))
        months[draw(st.integers(0, 5))] += draw(st.sampled_from([0, 0, 7]))
        runs_told = draw(st.lists(boundaries.map(sorted), min_size=1, max_size=6))
        said = [
            stated(
                PLACE,
                FLOW,
                str(Period(JANUARY_2024 + start, JANUARY_2024 + end - 1)),
                str(sum(months[start:end])),
                known=day,
                status=draw(st.sampled_from([None, Status.ESTIMATE, Status.OFFICIAL])),
            )
            for start, end in runs_told
        ]
        filings.append(tuple(filed(*said, number=number)))
    return Case(tuple(filings), FIRST_DAY + timedelta(days=9))


@st.composite
def comparisons(draw: st.DrawFn) -> Case:
    """Growth and change stated with a level, where the base follows from parts of its run."""
    indicator, run, parts, weights = draw(
        st.sampled_from(
            [
                (FLOW, "2025-Q1", ["2024-01", "2024-02/2024-03"], []),
                (FLOW, "2024/2025", ["2022", "2023"], []),
                (STOCK, "2025-Q1", ["2024-03"], []),
                (MEAN, "2025-Q1", ["2024-01", "2024-02/2024-03"], ["2024-01", "2024-03"]),
            ]
        )
    )
    value, weight = st.sampled_from(["100", "50"]), st.sampled_from(["10", "30", "0"])
    total = draw(st.sampled_from(["100", "150", "200"]))
    earlier = [stated(PLACE, indicator, part, draw(value), known="2025-01-02") for part in parts]
    earlier += [stated(PLACE, STOCK, end, draw(weight), known="2025-01-02") for end in weights]
    report = [
        stated(PLACE, indicator, run, total, known="2025-01-03"),
        stated(PLACE, indicator, run, draw(st.sampled_from(["0", "50", "-100"])), kind="growth"),
        stated(PLACE, indicator, run, draw(st.sampled_from(["0", "50"])), kind="change_abs"),
    ]
    report[1:] = [
        replace(each, known_at=date(2025, 1, draw(st.integers(1, 4)))) for each in report[1:]
    ]
    revision = stated(PLACE, indicator, parts[0], draw(value), known="2025-01-04")
    filings = (filed(*earlier), filed(*report, number=2), filed(revision, number=3))
    return Case(tuple(map(tuple, filings)), date(2025, 1, 9))


def runs_within(year: int) -> Iterator[Period]:
    for first in range(12):
        for last in range(first, 12):
            yield Period(year * 12 + first, year * 12 + last)
