"""A few places and cards of a fictional country, and a short way to read a table about them."""

from __future__ import annotations

from datetime import date

from tiendo.ledger.intake import Intake, read_long_csv
from tiendo.vocabulary.figure import Statement
from tiendo.vocabulary.indicator import BreakdownTree, Catalogue, Indicator, Part
from tiendo.vocabulary.place import Place, PlaceName, PlaceRegister, Span
from tiendo.vocabulary.unit import Unit
from tiendo.vocabulary.words import Level, Nature, Rule

TODAY = date(2024, 7, 15)


def place(number: int, key: str, name: str, level: Level, span: Span | None = None) -> Place:
    return Place(number, key, level, (PlaceName("vi", name),), span=span or Span())


REGISTER = PlaceRegister(
    [
        place(1, "lien-ha", "Liên Hà", Level.COUNTRY),
        place(2, "song-xanh", "Sông Xanh", Level.PROVINCE),
        place(3, "doi-che", "Đồi Chè", Level.COMMUNE),
        place(4, "doi-che-2", "Đồi Chè", Level.COMMUNE),
        place(5, "ben-cu", "Bến Cũ", Level.DISTRICT, Span(None, date(2024, 7, 1))),
    ]
)


def card(code: str, unit: str, **more: object) -> Indicator:
    facts: dict[str, object] = {
        "names": {"en": code},
        "unit": Unit.parse(unit),
        "nature": Nature.FLOW,
        "time_rule": Rule.SUM,
        "place_rule": Rule.SUM,
    }
    return Indicator(code=code, **(facts | more))  # type: ignore[arg-type]


SECTORS = BreakdownTree(
    "sector",
    {"en": "sector"},
    (Part("farming", {}), Part("services", {}, (Part("trade", {}),))),
)
CATALOGUE = Catalogue(
    [
        card("revenue", "bn VND", price_bases=("current",)),
        card(
            "output",
            "bn VND",
            price_bases=("current", "constant_2010", "not_stated"),
            breakdowns=(SECTORS,),
        ),
        card("retail", "bn VND", price_bases=("current", "constant_2010")),
        card("visitors", "visitors"),
        card("poverty-rate", "percent", nature=Nature.RATIO, time_rule=Rule.NONE),
        card("old-card", "t", valid_from=date(2020, 1, 1), valid_to=date(2022, 1, 1)),
    ]
)
HEADER = "place,indicator,period,value"


def read(text: str | bytes, *, known_at: date | None = None, name: str = "nộp.csv") -> Intake:
    content = text.encode() if isinstance(text, str) else text
    return read_long_csv(
        content,
        file_name=name,
        register=REGISTER,
        catalogue=CATALOGUE,
        today=TODAY,
        known_at=known_at,
    )


def table(*lines: dict[str, str]) -> str:
    """Return a table of lines that state a revenue of 5.0 for 2024-06, but for what they say."""
    usual = {"place": "song-xanh", "indicator": "revenue", "period": "2024-06", "value": "5.0"}
    rows = [usual | line for line in lines]
    columns = list(dict.fromkeys(name for row in rows for name in row))
    cells = [",".join(f'"{row.get(name, "")}"' for name in columns) for row in rows]
    return "\n".join([",".join(columns), *cells]) + "\n"


def one(**line: str) -> Statement:
    """Return the only statement of a line; fails with its faults if there are any."""
    intake = read(table(line))
    assert not intake.faults, [str(fault) for fault in intake.faults]
    (statement,) = intake.statements
    return statement


def faults(*lines: dict[str, str]) -> list[str]:
    """Return the faults of the lines as they are shown."""
    intake = read(table(*lines))
    refused = {fault.line for fault in intake.faults}
    assert all(int(s.cell.removeprefix("line ")) not in refused for s in intake.statements)
    return [str(fault) for fault in intake.faults]


def fault(**line: str) -> str:
    """Return the only fault of the only line, as it is shown."""
    (shown,) = faults(line)
    return shown
