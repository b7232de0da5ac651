"""The table of a whole country: how many rows each level has, in which states, and the findings."""

from __future__ import annotations

from collections import Counter
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from rich.box import SIMPLE_HEAD
from rich.table import Table
from rich.text import Text

from tiendo.cli.options import Language
from tiendo.cli.output import say, show
from tiendo.cli.words import Speech
from tiendo.vocabulary.period import Period
from tiendo.vocabulary.words import Level, State

if TYPE_CHECKING:
    from tiendo.cube.cluster import Tally

# vi, en, ar, ru
_WORDS: dict[str, tuple[str, str, str, str]] = {
    "level": ("Cấp", "Level", "المستوى الإداري", "Уровень"),
    "places": ("Đơn vị", "Places", "الوحدات", "Единиц"),
    "rows": ("Dòng", "Rows", "الصفوف", "Строк"),
    "country": ("cả nước", "country", "البلد", "страна"),
    "province": ("tỉnh", "province", "المقاطعة", "провинция"),
    "district": ("huyện", "district", "المنطقة", "район"),
    "commune": ("xã", "commune", "البلدية", "община"),
    "value": ("có số liệu", "value", "قيمة", "значение"),
    "zero": ("bằng không", "zero", "صفر", "ноль"),
}


def show_tally(tally: Tally, words: Speech, run: Period, as_of: date | None) -> None:
    """Print how many places and rows there are of each level, in which states, and the findings."""
    title = str(run) if as_of is None else f"{run} ({words.word('known_on')} {as_of})"
    show(Text(title, style="bold"))
    say()
    states = [s for s in State if any(s in each.states for each in tally.by_level.values())]
    table = Table(box=SIMPLE_HEAD, show_edge=False)
    table.add_column(_word("level", words))
    for heading in ("places", "rows", *states):
        table.add_column(_word(heading, words), justify="right")
    for level, counted in tally.by_level.items():
        numbers = (counted.places, counted.rows, *(counted.states.get(s, 0) for s in states))
        table.add_row(_word(level, words), *(words.filed(Decimal(n)) for n in numbers))
    show(table)
    say()
    _show_findings(tally, words)


def _show_findings(tally: Tally, words: Speech) -> None:
    found: Counter[str] = Counter()
    for counted in tally.by_level.values():
        found.update(counted.findings)
    if not found:
        return
    numbers = (f"{check} {words.filed(Decimal(count))}" for check, count in found.most_common())
    show(Text(f"{words.word('findings')}: {', '.join(numbers)}"))
    say()


def _word(key: str | Level | State, words: Speech) -> str:
    found = _WORDS.get(key)
    return found[tuple(Language).index(words.language)] if found else words.word(key)
