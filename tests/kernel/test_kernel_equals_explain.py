"""The fast cube says exactly what explain says, on random worlds and for random questions.

A failure names its seed: `tests.kernel.hunting.hunt(seed, 1)` makes that world small.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.kernel.census import census
from tests.kernel.comparing import (
    mismatches,
    report_of,
    rows_of_explain,
    rows_of_kernel,
    same_findings,
    same_number,
)
from tests.kernel.hunting import shrunk
from tests.kernel.worlds import Case, random_case
from tiendo.cube.cells.codes import CHECKS

SEEDS = st.integers(0, 2**32 - 1)


@settings(max_examples=200)
@given(SEEDS)
def test_a_place_is_evaluated_as_explain_does(seed: int) -> None:
    case = random_case(seed)

    found = mismatches(case)

    assert not found, report_of(case, found)


@settings(max_examples=60)
@given(SEEDS)
def test_a_whole_country_is_evaluated_as_explain_does(seed: int) -> None:
    case = random_case(seed)

    found = mismatches(case, everywhere=True)

    assert not found, report_of(case, found)


# ---- the test itself: it sees much, and would see a difference -------------------------


@pytest.fixture(scope="module")
def seen() -> Counter[str]:
    return census(range(300))


@pytest.mark.parametrize("check", CHECKS)
def test_every_finding_happens_in_random_worlds(seen: Counter[str], check: str) -> None:
    assert any(thing.startswith(f"finding {check} ") for thing in seen)


@pytest.mark.parametrize(
    "thing",
    [
        *(f"state {state}" for state in ("value", "zero", "partial", "missing", "not_due")),
        *(f"state {state}" for state in ("not_applicable", "confidential")),
        *(f"state of the same period {state}" for state in ("refused", "partial", "zero")),
        *(f"measure {m}" for m in ("growth", "base_ratio", "change_abs", "share", "contribution")),
        *("growth_pct", "contribution_pp", "structure_share_pct", "difference"),
        *("rank 1", "rank 2 and more", "completeness", "two dimensions"),
        *("plan level", "plan growth", "plan with derived", "plan with share_pct"),
        *("value of a residual", "value of a card with a formula"),
        *("average mean/mean computed", "ratio none/none computed", "stock last/sum computed"),
    ],
)
def test_every_kind_of_row_happens_in_random_worlds(seen: Counter[str], thing: str) -> None:
    assert seen[thing] >= 5


def test_a_seed_always_gives_the_same_world() -> None:
    assert list(random_case(7).lines()) == list(random_case(7).lines())
    assert list(random_case(7).lines()) != list(random_case(8).lines())


def test_another_world_would_be_a_mismatch() -> None:
    case = next(case for case in map(random_case, range(100)) if rows_of_explain(case, case.places))
    other = replace(case, figures=case.figures[: len(case.figures) // 2])

    assert rows_of_kernel(other) != rows_of_explain(case, case.places)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (5857.0, 5857.0 + 1e-6, True),
        (5857.0, 5857.0 + 1e-4, False),
        (None, None, True),
        (None, 0.0, False),
        (0.0, None, False),
    ],
)
def test_numbers_agree_to_a_billionth(one: float | None, other: float | None, same: bool) -> None:
    assert same_number(one, other, 1e-9) is same


def test_findings_are_compared_in_any_order_and_each_once() -> None:
    def finding(expected: float) -> dict[str, object]:
        words = {"check": "sum", "verdict": "suspect", "severity": "info", "detail": "..."}
        return words | {"expected": expected, "stated": 2.0}

    one, two = finding(1.0), finding(3.0)

    assert same_findings([one, two], [two, one], scale=1)
    assert not same_findings([one, two], [one, one], scale=1)
    assert not same_findings([one], [one, two], scale=1)


def test_a_failing_world_is_made_small() -> None:
    def has_a_plan(case: Case) -> bool:
        return any(figure.statement.is_plan for figure in case.figures)

    case = next(case for case in map(random_case, range(100)) if has_a_plan(case))

    small = shrunk(case, has_a_plan)

    assert len(small.figures) == 1
    assert has_a_plan(small)
