"""Whether adopted targets can hold together: sector growths against the growth of the total.

The total grows by the sectors' growths weighed by their shares of last year, at constant prices
and with product taxes less subsidies as a sector of their own. Three verdicts: the sectors'
minima imply the total; some sector must exceed its minimum; even their most is not enough.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np

from tiendo.outlook.arrays import Floats
from tiendo.outlook.history import OutlookError
from tiendo.outlook.wording import TargetsRefused, TargetsRemedy
from tiendo.vocabulary.sentence import number

UNKNOWN_SHARE = -1.0
_ROUNDING = 1e-9
_BISECTIONS = 200


class Compatibility(StrEnum):
    """What adopted sector targets mean for the total."""

    IMPLIED = "implied"
    REACHABLE = "reachable"
    IMPOSSIBLE = "impossible"


@dataclass(frozen=True, slots=True)
class SectorTarget:
    """One sector with what was adopted for it; growths in percent.

    Attributes:
        name: of the sector.
        share: its part of last year's total, 0 to 1, or UNKNOWN_SHARE.
        minimum: the growth adopted.
        deviation: standard deviation of its yearly growth; sectors that swing more give more.
        most: the highest growth thought possible; None sets no limit.
    """

    name: str
    share: float
    minimum: float
    deviation: float = 1.0
    most: float | None = None


@dataclass(frozen=True, slots=True)
class TargetCheck:
    """The verdict on adopted targets; growths in percent.

    Attributes:
        implied: growth of the total if every sector just meets its minimum.
        gap: what is missing to the total's target, 0 if implied.
        growths: the smallest change that reaches the total, by sector; at most what is possible.
        reached: growth of the total with these growths.
    """

    verdict: Compatibility
    total: float
    implied: float
    gap: float
    growths: Mapping[str, float]
    reached: float


def check_targets(total: float, sectors: Sequence[SectorTarget]) -> TargetCheck:
    """Tell whether sector targets imply the total, can reach it, or cannot.

    Args:
        total: growth adopted for the total, percent.
        sectors: all parts of it; their shares add up to 1.

    Raises:
        OutlookError: for no sector, shares that do not add up, a deviation that is not positive
            or a most below the minimum.
    """
    _refuse_impossible(sectors)
    shares = np.array([sector.share for sector in sectors])
    minima = np.array([sector.minimum for sector in sectors])
    deviations = np.array([sector.deviation for sector in sectors])
    most = np.array([np.inf if sector.most is None else sector.most for sector in sectors])
    implied = float(shares @ minima)
    reachable = float(shares[shares > 0] @ most[shares > 0])
    if implied >= total - _ROUNDING:
        verdict, growths = Compatibility.IMPLIED, minima
    elif reachable >= total - _ROUNDING:
        verdict = Compatibility.REACHABLE
        growths = smallest_change(total, shares, minima, deviations, minima, most)
    else:
        verdict, growths = Compatibility.IMPOSSIBLE, np.where(shares > 0, most, minima)
    return TargetCheck(
        verdict=verdict,
        total=total,
        implied=implied,
        gap=max(0.0, total - implied),
        growths={
            sector.name: float(growth) for sector, growth in zip(sectors, growths, strict=True)
        },
        reached=float(shares @ growths),
    )


def smallest_change(
    total: float, shares: Floats, start: Floats, deviations: Floats, least: Floats, most: Floats
) -> Floats:
    """Return the growths nearest to `start`, in deviations squared, that give the total.

    Minimises sum(((x - start) / deviation)^2) with shares @ x >= total and least <= x <= most. At
    the optimum x = clip(start + price * share * deviation^2 / 2), so that only the price is
    searched, by bisection; exact, and faster than a solver's model of the same (docs/outlook.md).

    Raises:
        OutlookError: if even `most` does not reach the total.
    """
    pull = shares * deviations**2 / 2

    def at(price: float) -> Floats:
        moved: Floats = np.clip(start + price * pull, least, most)
        return moved

    if float(shares @ at(0.0)) >= total:
        return at(0.0)
    high = 1.0
    while float(shares @ at(high)) < total - _ROUNDING:
        high *= 2.0
        if high > 1e15:
            raise OutlookError(
                TargetsRefused.UNREACHABLE.said(total=number(total, "g")),
                remedy=TargetsRemedy.LIMITS.said(),
            )
    low = 0.0
    for _ in range(_BISECTIONS):
        middle = (low + high) / 2
        if middle in (low, high):
            break
        if float(shares @ at(middle)) < total:
            low = middle
        else:
            high = middle
    return at(high)


@dataclass(frozen=True, slots=True)
class HalfPlane:
    """For which structures sector minima imply the total, when shares are not stated.

    The total is reached exactly where sum(margin x share) >= 0.

    Attributes:
        margins: minimum less total, percentage points by sector.
        gains, loses: sectors above and below the total, if there is one of each; else empty.
        ratio: the share of `gains` must be at least so many times that of `loses`.
    """

    margins: Mapping[str, float]
    gains: str
    loses: str
    ratio: float | None

    def holds(self, shares: Mapping[str, float]) -> bool:
        """Whether a structure reaches the total with every sector at its minimum."""
        return sum(self.margins[name] * share for name, share in shares.items()) >= -_ROUNDING


def half_plane(total: float, minima: Mapping[str, float]) -> HalfPlane:
    """Return the condition on the sectors' shares under which their minima imply the total.

    With services at 17, agriculture at 7, industry and construction at 15 and a total of 15
    percent, services must be at least four times agriculture, whatever industry is.

    Raises:
        OutlookError: for no sector.
    """
    if not minima:
        raise _no_sector()
    margins = {name: minimum - total for name, minimum in minima.items()}
    above = [name for name, margin in margins.items() if margin > 0]
    below = [name for name, margin in margins.items() if margin < 0]
    if len(above) == 1 and len(below) == 1:
        ratio = -margins[below[0]] / margins[above[0]]
        return HalfPlane(margins, above[0], below[0], ratio)
    return HalfPlane(margins, "", "", None)


def what_follows(
    total: float, sectors: Sequence[SectorTarget], *, complete: bool = True
) -> tuple[TargetCheck | None, HalfPlane]:
    """Return what adopted targets mean together: the verdict, and the condition on the shares.

    Args:
        total: growth adopted for the total, percent.
        sectors: its parts; where a share is UNKNOWN_SHARE there is no verdict.
        complete: whether they are all parts of the total; without a part nothing is concluded.

    Raises:
        OutlookError: as `check_targets` and `half_plane`.
    """
    plane = half_plane(total, {sector.name: sector.minimum for sector in sectors})
    if not complete:
        return None, replace(plane, gains="", loses="", ratio=None)
    unknown = any(sector.share == UNKNOWN_SHARE for sector in sectors)
    return (None if unknown else check_targets(total, sectors)), plane


def _refuse_impossible(sectors: Sequence[SectorTarget]) -> None:
    if not sectors:
        raise _no_sector()
    summed = sum(sector.share for sector in sectors)
    if abs(summed - 1) > 0.005 or any(sector.share < 0 for sector in sectors):
        raise OutlookError(
            TargetsRefused.SHARES.said(sum=number(summed, ".4g")),
            remedy=TargetsRemedy.SHARES.said(),
        )
    for sector in sectors:
        if not sector.deviation > 0:
            raise OutlookError(
                TargetsRefused.DEVIATION.said(
                    sector=sector.name, deviation=number(sector.deviation, "g")
                ),
                remedy=TargetsRemedy.DEVIATION.said(),
            )
        if sector.most is not None and sector.most < sector.minimum:
            raise OutlookError(
                TargetsRefused.MOST_BELOW_MINIMUM.said(
                    sector=sector.name,
                    most=number(sector.most, "g"),
                    minimum=number(sector.minimum, "g"),
                ),
                remedy=TargetsRemedy.MOST.said(),
            )


def _no_sector() -> OutlookError:
    return OutlookError(TargetsRefused.NO_SECTOR.said(), remedy=TargetsRemedy.SECTORS.said())
