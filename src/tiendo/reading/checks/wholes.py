"""Parts and wholes: sums, shares, contributions, and growth that lies between that of the parts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from tiendo.reading.checks.common import HUNDRED, bounds, by_level, finding, levels, show
from tiendo.reading.figure import ReadFigure, ReadFinding
from tiendo.reading.wording import ReportFound
from tiendo.vocabulary.interval import Interval
from tiendo.vocabulary.words import Comparator, Kind, Modality, Verdict

_WITH_TAXES = ("grdp", "gdp")  # whose residual are product taxes less subsidies
_MACRO = (*_WITH_TAXES, "production-value")
_LEFT = {
    (False, False): ReportFound.SECTORS_LEAVE,
    (True, False): ReportFound.SECTORS_LEAVE_MORE,
    (False, True): ReportFound.SECTORS_LEAVE_TAXES,
    (True, True): ReportFound.SECTORS_LEAVE_MORE_TAXES,
}
"""What is said of a rest, by whether it may be more and whether taxes explain it."""
_RESIDUAL_AT_MOST = Decimal("0.15")
_SECTORS = ("agriculture", "industry_construction", "services")
_TOLERANCE = Decimal("0.6")
_Key = tuple[str, str, str | None, str | None]


def check_wholes(figures: Sequence[ReadFigure]) -> list[ReadFinding]:
    """Check sums of parts, of shares and of contributions, and weighted growth."""
    found: list[ReadFinding] = []
    found += _parts_of(figures)
    found += _sector_sums(figures)
    found += _weighted_growth(figures)
    found += _shares(figures)
    found += _contributions(figures)
    return found


def _parts_of(figures: Sequence[ReadFigure]) -> list[ReadFinding]:
    """Check levels that the text names as parts of another one: they must not exceed it."""
    own = {figure.id: figure for figure in figures}
    groups: dict[str, list[ReadFigure]] = {}
    for figure in figures:
        if "part_of" in figure.relation:
            groups.setdefault(figure.relation["part_of"], []).append(figure)
    found = []
    for key, parts in groups.items():
        whole = own.get(key)
        if whole is None or whole.value <= 0:
            continue
        if any(part.period != whole.period for part in parts):
            continue
        for part in parts:
            if _above(bounds(part), bounds(whole)):
                found.append(
                    finding(
                        "sum",
                        Verdict.SUSPECT,
                        (whole, part),
                        ReportFound.PART_EXCEEDS.said(
                            part=show(part.value, part.unit), whole=show(whole.value, whole.unit)
                        ),
                        whole.value,
                        part.value,
                    )
                )
    return found


def _above(part: Interval, whole: Interval) -> bool:
    return part.lo is not None and whole.hi is not None and part.lo > whole.hi


def _groups(
    figures: Iterable[ReadFigure],
) -> dict[_Key, tuple[list[ReadFigure], dict[str, ReadFigure]]]:
    """Return totals and sectors of one indicator, document, period and place."""
    found: dict[_Key, tuple[list[ReadFigure], dict[str, ReadFigure]]] = {}
    for figure in figures:
        if figure.indicator_id is None or "repeats" in figure.relation:
            continue
        key = (figure.document, figure.indicator_id, figure.period, figure.place)
        totals, parts = found.setdefault(key, ([], {}))
        dimension, _, code = figure.breakdown.partition("=")
        if not dimension:
            totals.append(figure)
        elif dimension in ("sector", "aggregate"):
            parts.setdefault(code, figure)
    return found


def _sector_sums(figures: Sequence[ReadFigure]) -> list[ReadFinding]:
    """Check the three sectors against the total; what is left may be a known residual."""
    found = []
    for key, (totals, parts) in _groups(levels(figures)).items():
        named = [parts[code] for code in _SECTORS if code in parts]
        whole = next((t for t in totals if named and t.unit == named[0].unit), None)
        closed = "product_taxes" in parts
        if len(named) < len(_SECTORS) or whole is None:
            continue
        if any(part.modality is Modality.TARGET for part in (*named, whole)):
            continue
        if closed:
            named = [*named, parts["product_taxes"]]
        total = sum((part.value for part in named), Decimal(0))
        span = _total([bounds(part) for part in named])
        residual = whole.value - total
        figs = (whole, *named)
        if span.meets(bounds(whole)) and (closed or whole.comparator is Comparator.EXACT):
            said = ReportFound.PARTS_MAKE_WHOLE.said()
            found.append(finding("sum", Verdict.OK, figs, said, total))
            continue
        share = residual / whole.value if whole.value else Decimal(0)
        more = whole.comparator in (Comparator.MORE_THAN, Comparator.AT_LEAST)
        of_taxes = key[1] in _WITH_TAXES and not closed and 0 <= share <= _RESIDUAL_AT_MOST
        said = _LEFT[more, of_taxes].said(
            total=show(total, whole.unit),
            whole=show(whole.value, whole.unit),
            left=show(residual, whole.unit),
            share=show(share * HUNDRED),
        )
        if of_taxes:
            found.append(finding("sum", Verdict.EXPLAINED, figs, said, residual))
        else:
            found.append(finding("sum", Verdict.CONTRADICTION, figs, said, total, whole.value))
    return found


def _total(spans: Iterable[Interval]) -> Interval:
    result = Interval.point(Decimal(0))
    for span in spans:
        result = result + span
    return result


def _weighted_growth(figures: Sequence[ReadFigure]) -> list[ReadFinding]:
    """Check that a total's growth lies between that of its sectors."""
    found = []
    growths = [figure for figure in figures if figure.is_a(Kind.GROWTH)]
    linked = by_level(figures)
    for key, (totals, parts) in _groups(growths).items():
        named = [parts[code] for code in _SECTORS if code in parts]
        if len(named) < len(_SECTORS) or not totals:
            continue
        total = totals[0]
        lows = [bounds(part).lo for part in named]
        highs = [bounds(part).hi for part in named]
        low = None if None in lows else min(lo for lo in lows if lo is not None)
        high = None if None in highs else max(hi for hi in highs if hi is not None)
        mean = _mean_growth(figures, named, linked)
        ends = {
            "total": show(total.value),
            "lowest": show(min(part.value for part in named)),
            "highest": show(max(part.value for part in named)),
        }
        told = ReportFound.GROWTH_BETWEEN.said(**ends)
        if mean is not None:
            told = ReportFound.GROWTH_BETWEEN_MEAN.said(**ends, mean=show(mean))
        inside = Interval(low, high).meets(bounds(total))
        residual = key[1] in _WITH_TAXES
        verdict = Verdict.OK if inside else (Verdict.SUSPECT if residual else Verdict.CONTRADICTION)
        found.append(finding("weighted_growth", verdict, (total, *named), told, mean, total.value))
    return found


def _mean_growth(
    figures: Sequence[ReadFigure],
    named: list[ReadFigure],
    linked: Mapping[str, list[ReadFigure]],
) -> Decimal | None:
    """Return the growth of the sectors together, weighted by the bases that their levels imply."""
    own = {figure.id: figure for figure in figures}
    now = before = Decimal(0)
    for growth in named:
        level = own.get(growth.relation.get("growth_of", ""))
        if level is None or growth.value <= -HUNDRED:
            return None
        now += level.value
        before += level.value / (1 + growth.value / HUNDRED)
    return (now / before - 1) * HUNDRED if before else None


def _shares(figures: Sequence[ReadFigure]) -> list[ReadFinding]:
    """Find shares beyond 0 and 100 %, and structures that do not add up to 100."""
    found = []
    structures: dict[_Key, dict[str, ReadFigure]] = {}
    for figure in figures:
        if not figure.is_a(Kind.SHARE) or figure.unit != "percent":
            continue
        span = bounds(figure)
        if (span.lo is not None and span.lo > HUNDRED) or figure.value < 0:
            found.append(
                finding(
                    "share_sum",
                    Verdict.SUSPECT,
                    (figure,),
                    ReportFound.SHARE_BEYOND.said(share=show(figure.value)),
                    HUNDRED,
                    figure.value,
                )
            )
        if figure.sector in (*_SECTORS, "product_taxes"):
            key = (figure.document, figure.indicator_id or "", figure.period, figure.place)
            structures.setdefault(key, {}).setdefault(figure.sector or "", figure)
    for parts in structures.values():
        if all(code in parts for code in _SECTORS):
            found.append(_structure(list(parts.values())))
    return found


def _structure(parts: list[ReadFigure]) -> ReadFinding:
    total = sum((part.value for part in parts), Decimal(0))
    complete = any(part.sector == "product_taxes" for part in parts)
    told = ReportFound.SHARES_ADD_UP.said(total=show(total))
    if abs(total - HUNDRED) <= _TOLERANCE:
        verdict = Verdict.OK
    elif total < HUNDRED and not complete and total > HUNDRED * (1 - _RESIDUAL_AT_MOST):
        verdict = Verdict.EXPLAINED
        told = ReportFound.SHARES_LEAVE_TAXES.said(total=show(total))
    else:
        verdict = Verdict.CONTRADICTION if total > HUNDRED else Verdict.SUSPECT
    return finding("share_sum", verdict, parts, told, HUNDRED, total)


def _contributions(figures: Sequence[ReadFigure]) -> list[ReadFinding]:
    """Check that the sectors' contributions make the growth of the whole."""
    parts: dict[str, dict[str, ReadFigure]] = {}
    totals: dict[str, ReadFigure] = {}
    for figure in figures:
        if figure.is_a(Kind.CONTRIBUTION) and figure.unit == "percentage_points":
            if figure.sector:
                parts.setdefault(figure.document, {}).setdefault(figure.sector, figure)
        elif figure.is_a(Kind.GROWTH) and figure.indicator_id in _MACRO:
            if not figure.breakdown:
                totals.setdefault(figure.document, figure)
    found = []
    for document, named in parts.items():
        whole = totals.get(document)
        if whole is None or not all(code in named for code in _SECTORS):
            continue
        total = sum((part.value for part in named.values()), Decimal(0))
        fits = _total(bounds(part) for part in named.values()).meets(bounds(whole))
        if "product_taxes" not in named and not fits:
            left = whole.value - total
            fits = 0 <= left <= _RESIDUAL_AT_MOST * abs(whole.value)
        found.append(
            finding(
                "contribution_sum",
                Verdict.OK if fits else Verdict.CONTRADICTION,
                (whole, *named.values()),
                ReportFound.CONTRIBUTIONS.said(total=show(total), whole=show(whole.value)),
                total,
                whole.value,
            )
        )
    return found
