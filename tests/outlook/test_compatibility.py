"""Adopted targets: implied, reachable or impossible; the smallest change that reaches the total."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tiendo.outlook.compatibility import (
    UNKNOWN_SHARE,
    Compatibility,
    SectorTarget,
    check_targets,
    half_plane,
    smallest_change,
    what_follows,
)
from tiendo.outlook.history import OutlookError


def binh_lieu(
    services: float, agriculture: float, most: tuple[float | None, ...] = (None, None, None)
) -> list[SectorTarget]:
    """Return the sectors of Bình Liêu's resolution: services 17, agriculture 7, industry 15 %."""
    return [
        SectorTarget("services", services, 17.0, most=most[0]),
        SectorTarget("agriculture", agriculture, 7.0, most=most[1]),
        SectorTarget("industry", 1 - services - agriculture, 15.0, most=most[2]),
    ]


@pytest.mark.parametrize(
    ("services", "agriculture", "implied", "verdict"),
    [
        (0.45, 0.10, 15.10, Compatibility.IMPLIED),
        (0.40, 0.10, 15.00, Compatibility.IMPLIED),
        (0.40, 0.25, 13.80, Compatibility.REACHABLE),
    ],
)
def test_binh_lieu(
    services: float, agriculture: float, implied: float, verdict: Compatibility
) -> None:
    check = check_targets(15.0, binh_lieu(services, agriculture))
    assert check.implied == pytest.approx(implied)
    assert check.verdict is verdict
    assert check.gap == pytest.approx(max(0.0, 15 - implied), abs=1e-9)
    assert check.reached >= 15 - 1e-6


def test_the_smallest_change_of_binh_lieu() -> None:
    growths = check_targets(15.0, binh_lieu(0.40, 0.25)).growths
    assert growths["industry"] == pytest.approx(16.22, abs=0.005)
    assert growths["services"] == pytest.approx(18.39, abs=0.005)
    assert growths["agriculture"] == pytest.approx(7.87, abs=0.005)


def test_sectors_that_swing_more_give_more() -> None:
    sectors = [
        SectorTarget("industry", 0.35, 15.0, deviation=2.5),
        SectorTarget("services", 0.40, 17.0, deviation=2.0),
        SectorTarget("agriculture", 0.25, 7.0, deviation=0.8),
    ]
    growths = check_targets(15.0, sectors).growths
    assert growths == pytest.approx(
        {"industry": 16.82, "services": 18.33, "agriculture": 7.13}, abs=0.006
    )


def test_what_even_the_most_does_not_reach_is_impossible() -> None:
    sectors = binh_lieu(0.40, 0.25, (17.5, 7.5, 15.5))
    check = check_targets(15.0, sectors)
    assert check.verdict is Compatibility.IMPOSSIBLE
    assert check.reached == pytest.approx(0.40 * 17.5 + 0.25 * 7.5 + 0.35 * 15.5)
    assert check.reached < 15.0


@given(services=st.floats(0, 1), agriculture=st.floats(0, 1))
def test_binh_lieu_is_implied_exactly_when_services_are_four_times_agriculture(
    services: float, agriculture: float
) -> None:
    assume(services + agriculture <= 1)
    plane = half_plane(15.0, {"services": 17.0, "agriculture": 7.0, "industry": 15.0})
    assert (plane.gains, plane.loses, plane.ratio) == ("services", "agriculture", 4.0)
    industry = 1 - services - agriculture
    shares = {"services": services, "agriculture": agriculture, "industry": industry}
    assert plane.holds(shares) == (2 * services - 8 * agriculture >= -1e-9)


@settings(max_examples=30)
@given(seed=st.integers(0, 10_000), size=st.integers(2, 8), lift=st.floats(0.1, 3))
def test_no_other_growths_reach_the_total_with_less_change(
    seed: int, size: int, lift: float
) -> None:
    from scipy.optimize import minimize

    chance = np.random.default_rng(seed)
    shares = chance.dirichlet(np.ones(size))
    start, deviations = chance.uniform(2, 15, size), chance.uniform(0.5, 3, size)
    most = start + chance.uniform(1, 8, size)
    total = float(shares @ start) + lift
    assume(float(shares @ most) > total + 0.01)
    ours = smallest_change(total, shares, start, deviations, start, most)
    assert shares @ ours == pytest.approx(total, abs=1e-6)
    assert (ours <= most + 1e-9).all() and (ours >= start - 1e-9).all()
    slow = minimize(
        lambda x: (((x - start) / deviations) ** 2).sum(),
        start,
        bounds=list(zip(start, most, strict=True)),
        constraints={"type": "ineq", "fun": lambda x: shares @ x - total},
        method="SLSQP",
        options={"ftol": 1e-12, "maxiter": 500},
    )
    cost = (((ours - start) / deviations) ** 2).sum()
    assert cost <= slow.fun * (1 + 1e-4) + 1e-6


def filled_step_by_step(
    total: float, shares: np.ndarray, start: np.ndarray, deviations: np.ndarray, most: np.ndarray
) -> np.ndarray:
    """Return the smallest change by raising all sectors together until the next one is full.

    Each sector moves in proportion to share x deviation squared; whoever reaches its most stays.
    """
    growths, pull = start.copy(), shares * deviations**2
    is_open = np.ones(len(start), dtype=bool)
    while (missing := total - shares @ growths) > 1e-12:
        to_full = np.where(is_open, (most - growths) / pull, np.inf)
        step = min(missing / (shares[is_open] @ pull[is_open]), to_full.min())
        growths = np.where(is_open, growths + step * pull, growths)
        is_open &= growths < most - 1e-12
    return growths


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("part", [0.05, 0.5, 0.95])
def test_200_sectors_smallest_change_is_that_of_filling_them_step_by_step(
    seed: int, part: float
) -> None:
    chance = np.random.default_rng(seed)
    shares = chance.dirichlet(np.ones(200))
    start, deviations = chance.uniform(2, 15, 200), chance.uniform(0.5, 3, 200)
    most = start + chance.uniform(0.1, 8, 200)
    total = float((1 - part) * shares @ start + part * shares @ most)
    ours = smallest_change(total, shares, start, deviations, start, most)
    expected = filled_step_by_step(total, shares, start, deviations, most)
    assert shares @ ours == pytest.approx(total, abs=1e-9)
    assert ours == pytest.approx(expected, abs=1e-6)


@pytest.mark.parametrize(
    ("sectors", "said"),
    [
        ([], "no sector"),
        ([SectorTarget("a", 0.5, 5.0)], "add up to 0.5"),
        ([SectorTarget("a", 1.0, 5.0, deviation=0.0)], "deviation of 0"),
        ([SectorTarget("a", 1.0, 5.0, most=4.0)], "below its minimum"),
    ],
)
def test_sectors_that_are_none_are_refused(sectors: list[SectorTarget], said: str) -> None:
    with pytest.raises(OutlookError, match=said):
        check_targets(5.0, sectors)


def test_what_follows_without_shares_or_with_a_part_missing_is_no_verdict() -> None:
    told = [SectorTarget("services", 0.4, 17), SectorTarget("agriculture", 0.6, 7)]
    unknown = [replace(one, share=UNKNOWN_SHARE) for one in told]
    check, plane = what_follows(15, told)
    assert check is not None and check.verdict is Compatibility.REACHABLE
    assert plane.ratio == pytest.approx(4)
    assert (
        what_follows(15, unknown)[0] is None and what_follows(15, unknown)[1].ratio == plane.ratio
    )
    check, plane = what_follows(15, told, complete=False)
    assert (check, plane.ratio) == (None, None)
