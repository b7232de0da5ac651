"""The small world of the tests: one fictional country, its places, cards and people.

Liên Hà has two provinces. Sông Xanh has the communes Bến Tre Nhỏ and Đồi Chè; Núi Vàng has one
commune, which is also called Đồi Chè, so that the name alone is ambiguous. Lan is the clerk of Bến
Tre Nhỏ, Minh plans for Sông Xanh, Tuấn audits.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime
from decimal import Decimal

from tiendo.cube.explain.evidence import Evidence
from tiendo.cube.explain.source import MemoryFigures
from tiendo.vocabulary.figure import Figure, Filing, Statement
from tiendo.vocabulary.indicator import (
    BreakdownTree,
    Catalogue,
    FormulaVersion,
    Indicator,
    Part,
    SeriesBreak,
)
from tiendo.vocabulary.obligation import Obligation
from tiendo.vocabulary.period import Period
from tiendo.vocabulary.place import Edge, Place, PlaceCode, PlaceName, PlaceRegister
from tiendo.vocabulary.series import Breakdown, Series
from tiendo.vocabulary.unit import Unit
from tiendo.vocabulary.words import (
    Direction,
    FiledState,
    Frequency,
    Kind,
    Level,
    Modality,
    Nature,
    Rule,
)

LAN, MINH, TUAN = "Lan", "Minh", "Tuấn"
TODAY = date(2026, 6, 30)
RECORDED = datetime(2026, 1, 15, 8, 30, tzinfo=UTC)

LIEN_HA = Place(id=1, key="lien-ha", level=Level.COUNTRY, names=(PlaceName("vi", "Liên Hà"),))
SONG_XANH = Place(
    id=2,
    key="song-xanh",
    level=Level.PROVINCE,
    names=(PlaceName("vi", "Sông Xanh"), PlaceName("en", "Blue River")),
    codes=(PlaceCode("office", "01"),),
    parents=(Edge("lien-ha"),),
)
NUI_VANG = Place(
    id=3,
    key="nui-vang",
    level=Level.PROVINCE,
    names=(PlaceName("vi", "Núi Vàng"), PlaceName("ar", "نوي فانج")),
    codes=(PlaceCode("office", "02"),),
    parents=(Edge("lien-ha"),),
)
BEN_TRE_NHO = Place(
    id=4,
    key="ben-tre-nho",
    level=Level.COMMUNE,
    names=(PlaceName("vi", "Bến Tre Nhỏ"),),
    parents=(Edge("song-xanh"),),
)
DOI_CHE = Place(
    id=5,
    key="doi-che",
    level=Level.COMMUNE,
    names=(PlaceName("vi", "Đồi Chè"),),
    parents=(Edge("song-xanh"),),
)
DOI_CHE_2 = Place(
    id=6,
    key="doi-che-2",
    level=Level.COMMUNE,
    names=(PlaceName("vi", "Đồi Chè"),),
    parents=(Edge("nui-vang"),),
)
REGISTER = PlaceRegister([LIEN_HA, SONG_XANH, NUI_VANG, BEN_TRE_NHO, DOI_CHE, DOI_CHE_2])

ALL_LEVELS = (Level.COUNTRY, Level.PROVINCE, Level.COMMUNE)


def _names(vi: str, en: str) -> dict[str, str]:
    return {"vi": vi, "en": en, "ar": en, "ru": en}


def _part(code: str, *parts: Part) -> Part:
    return Part(code, _names(code, code), parts)


SECTORS = BreakdownTree(
    dimension="sector",
    names=_names("khu vực", "sector"),
    parts=(_part("farming"), _part("industry"), _part("services"), _part("taxes")),
    residual="taxes",
)
MANAGEMENT = BreakdownTree(
    dimension="management",
    names=_names("cấp quản lý", "management"),
    parts=(_part("central"), _part("local", _part("province"), _part("commune"))),
)

OUTPUT = Indicator(
    code="output",
    names=_names("Tổng sản phẩm", "Output"),
    unit=Unit.parse("bn VND"),
    nature=Nature.FLOW,
    time_rule=Rule.SUM,
    place_rule=Rule.SUM,
    price_bases=("constant_2010", "constant_2020", "current", "not_stated"),
    frequency=Frequency.QUARTERLY,
    levels=ALL_LEVELS,
    breakdowns=(SECTORS,),
    breaks=(SeriesBreak(Period.parse("2021-01"), _names("đánh giá lại", "re-evaluated")),),
)
INVESTMENT = Indicator(
    code="investment",
    names=_names("Vốn đầu tư", "Investment"),
    unit=Unit.parse("bn VND"),
    nature=Nature.FLOW,
    time_rule=Rule.SUM,
    place_rule=Rule.SUM,
    price_bases=("current",),
    levels=ALL_LEVELS,
    lag_days=10,
    breakdowns=(MANAGEMENT,),
)
REVENUE = Indicator(
    code="revenue",
    names=_names("Thu ngân sách", "Revenue"),
    unit=Unit.parse("bn VND"),
    nature=Nature.FLOW,
    time_rule=Rule.SUM,
    place_rule=Rule.SUM,
    price_bases=("current",),
    levels=ALL_LEVELS,
)
VISITORS = Indicator(
    code="visitors",
    names=_names("Khách du lịch", "Visitors"),
    unit=Unit.parse("visitors"),
    nature=Nature.FLOW,
    time_rule=Rule.SUM,
    place_rule=Rule.SUM,
    levels=ALL_LEVELS,
)
SPEND = Indicator(
    code="spend-per-visitor",
    names=_names("Chi tiêu bình quân", "Spend per visitor"),
    unit=Unit.parse("m VND"),
    per="visitors",
    nature=Nature.RATIO,
    time_rule=Rule.NONE,
    place_rule=Rule.NONE,
    levels=ALL_LEVELS,
    price_bases=("current",),
    formulas=(FormulaVersion("revenue / visitors"),),
)
POOR = Indicator(
    code="poor-households",
    names=_names("Hộ nghèo", "Poor households"),
    unit=Unit.parse("households"),
    nature=Nature.STOCK,
    time_rule=Rule.LAST,
    place_rule=Rule.SUM,
    direction=Direction.DOWN,
    frequency=Frequency.YEARLY,
    levels=ALL_LEVELS,
)
WORKERS = Indicator(
    code="workers",
    names=_names("Lao động", "Workers"),
    unit=Unit.parse("persons"),
    nature=Nature.STOCK,
    time_rule=Rule.LAST,
    place_rule=Rule.SUM,
    levels=ALL_LEVELS,
)
WAGE = Indicator(
    code="wage",
    names=_names("Tiền lương bình quân", "Average wage"),
    unit=Unit.parse("m VND"),
    per="persons",
    nature=Nature.AVERAGE,
    time_rule=Rule.MEAN,
    place_rule=Rule.MEAN,
    weight="workers",
    levels=ALL_LEVELS,
    price_bases=("current",),
)
TRAINED = Indicator(
    code="trained-rate",
    names=_names("Tỷ lệ qua đào tạo", "Trained rate"),
    unit=Unit.parse("percent"),
    nature=Nature.RATIO,
    time_rule=Rule.NONE,
    place_rule=Rule.NONE,
    levels=ALL_LEVELS,
)
CATALOGUE = Catalogue([OUTPUT, INVESTMENT, REVENUE, VISITORS, SPEND, POOR, WORKERS, WAGE, TRAINED])


def stated(
    place: str,
    indicator: str,
    period: str,
    value: str | None,
    *,
    kind: str = "level",
    known: str = "2026-01-10",
    cut: str = "",
    basis: str = "",
    **fields: object,
) -> Statement:
    """Return a statement; the printed decimals are those of `value`, the first basis is default."""
    card = CATALOGUE[indicator]
    if isinstance(state := fields.get("state"), str):
        fields["state"] = FiledState(state)
    return Statement(
        place=place,
        series=Series(indicator, Breakdown.parse(cut), basis or card.price_bases[0]),
        period=Period.parse(period),
        kind=Kind(kind),
        value=None if value is None else Decimal(value),
        known_at=date.fromisoformat(known),
        decimals=0 if value is None else max(0, -int(Decimal(value).as_tuple().exponent)),
        stated_unit=card.unit.text if kind == "level" else "percent",
        **fields,  # type: ignore[arg-type]
    )


def planned(
    place: str, indicator: str, period: str, value: str | None, **fields: object
) -> Statement:
    """Return a plan figure."""
    return stated(place, indicator, period, value, modality=Modality.TARGET, **fields)  # type: ignore[arg-type]


def filed(*statements: Statement, by: str = LAN, number: int = 1) -> list[Figure]:
    """Return the figures of one filing; ids go up with the filing's number and the order."""
    filing = Filing(id=number, by=by, recorded_at=RECORDED, file_name=f"filing-{number}.csv")
    return [Figure(1000 * number + i, filing, each) for i, each in enumerate(statements, 1)]


def evidence(
    *filings: Iterable[Figure],
    as_of: str | date = TODAY,
    obligations: Iterable[Obligation] = (),
) -> Evidence:
    """Return what was known of these filings on a date."""
    day = date.fromisoformat(as_of) if isinstance(as_of, str) else as_of
    figures = MemoryFigures(figure for filing in filings for figure in filing)
    return Evidence(figures, CATALOGUE, REGISTER, day, obligations)
