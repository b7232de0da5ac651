"""`tiendo outlook PLACE PERIOD`: the outlooks of a place's series against each of its plans."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from tiendo.cli.office import read_office
from tiendo.cli.output import note, print_json, progress_bar, say, show
from tiendo.cli.place_words import off_the_map
from tiendo.vocabulary.period import Period

if TYPE_CHECKING:
    from tiendo.cli.options import Language
    from tiendo.cli.words import Speech
    from tiendo.ledger.outlook import PlaceOutlook
    from tiendo.outlook.engines import Engine

_HEADINGS = (
    "indicator",
    "unit",
    "month",
    "year_end",
    "interval_80",
    "target",
    "chance",
    "required_growth",
    "status",
    "past_errors",
)
_TEXTS = ("indicator", "unit", "status", "past_errors")


def outlook_of_place(
    place: str,
    period: str,
    *,
    as_of: date | None,
    tree_as_of: date | None,
    engine: Engine,
    workspace: Path | None,
    lang: Language | None,
    json: bool,
) -> None:
    """Print the outlooks of a place, those that need a decision first."""
    run = Period.parse(period)
    office = read_office(workspace)
    from tiendo.ledger.outlook import place_outlooks

    found = office.pack.register.find(place)
    with progress_bar("looking ahead"):
        listed = place_outlooks(
            pack=office.pack,
            place=found,
            run=run,
            as_of=as_of,
            engine=engine,
            tree_as_of=tree_as_of,
        )
    if tree_as_of and not found.span.holds(tree_as_of):
        note(off_the_map(found, tree_as_of))
    if json:
        from tiendo.cli.options import Language as Languages
        from tiendo.ledger.outlook_record import outlook_record

        print_json([outlook_record(one, lang or Languages.VI) for one in listed])
        return
    if not listed:
        note(f"nothing is filed or planned for {found.key} in {run.year}")
        return
    from tiendo.cli.words import speech

    _show(listed, speech(lang))


def _show(listed: Sequence[PlaceOutlook], words: Speech) -> None:
    from rich.box import SIMPLE_HEAD
    from rich.table import Table
    from rich.text import Text

    from tiendo.cli.outlook_table import STATUS_STYLES
    from tiendo.outlook.json_form import remarks_on
    from tiendo.outlook.year import YearOutlook

    table = Table(box=SIMPLE_HEAD, show_edge=False)
    for name in _HEADINGS:
        table.add_column(words.word(name), justify="left" if name in _TEXTS else "right")
    remarks = []
    for one in listed:
        style = STATUS_STYLES.get(one.judgement.status.value, "") if one.judgement else ""
        table.add_row(*map(Text, _cells(one, words)), style=style)
        remarks += [f"{one.card.code}: {found.detail}" for found in one.outlook.notes]
        if not isinstance(one.outlook, YearOutlook):
            remarks.append(f"{one.card.code} {one.series.breakdown}: {one.outlook.reason}")
        remarks += remarks_on(one.judgement, one.complaint)
    show(table)
    made = [one.outlook.method for one in listed if isinstance(one.outlook, YearOutlook)]
    for method, count in Counter(made).most_common():
        remarks.append(f"{words.word('method')} ({count}): {method}")
    for remark in dict.fromkeys(remarks):
        say(f"- {remark}")


def _cells(one: PlaceOutlook, words: Speech) -> tuple[str, ...]:
    from tiendo.cli.outlook_table import number, past_errors
    from tiendo.ledger.outlook_record import target_level
    from tiendo.outlook.year import YearOutlook
    from tiendo.vocabulary.indicator import text_in

    cut = one.card.breakdown_name(one.series.breakdown, words.language)
    name = text_in(one.card.names, words.language)
    middle = interval = ""
    if isinstance(one.outlook, YearOutlook):
        low, high = one.outlook.interval(0.8)
        middle = number(one.outlook.centre, words)
        interval = f"{number(low, words)} – {number(high, words)}"
    judged = one.judgement
    pace = judged.pace if judged else None
    chance = judged.chance if judged else None
    target = number(target_level(one), words)
    if one.plan and one.plan.assigner:
        target = f"{target} ({one.plan.assigner})"
    return (
        f"{name}: {cut}" if cut else name,
        str(one.card.unit),
        "" if one.month is None else f"{one.year}-{one.month:02d}",
        middle,
        interval,
        target,
        number(None if chance is None else round(100 * chance), words),
        number(pace.growth_pct if pace else None, words),
        words.word(judged.status.value) if judged else "",
        past_errors(one.outlook, words),
    )
