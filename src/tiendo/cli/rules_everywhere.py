"""`tiendo check-figures --all`: how much each rule finds in the whole country."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from tiendo.cli.office import read_office
from tiendo.cli.options import Language
from tiendo.cli.output import note, print_json, progress_bar, say, show
from tiendo.validation.rule import BuiltIn
from tiendo.vocabulary.period import Period
from tiendo.vocabulary.words import Severity

if TYPE_CHECKING:
    from tiendo.cli.words import Speech
    from tiendo.packs.loading import Pack
    from tiendo.validation.finding import RuleFinding

_MOST = 3
"""Indicators that are named beside a rule."""

# vi, en, ar, ru
_HEADINGS = (
    ("Quy tắc", "Rule", "القاعدة", "Правило"),
    ("Mức độ", "Severity", "الدرجة", "Важность"),
    ("Phát hiện", "Findings", "الملاحظات", "Замечаний"),
    ("Kết luận", "Verdicts", "الأحكام", "Выводы"),
    ("Đơn vị", "Places", "الوحدات", "Единиц"),
    ("Nhiều nhất ở", "Mostly on", "أكثرها في", "Больше всего"),
)


@dataclass(slots=True)
class _OfRule:
    """What one rule found."""

    severity: Severity
    verdicts: Counter[str] = field(default_factory=Counter)
    places: set[str] = field(default_factory=set)
    indicators: Counter[str] = field(default_factory=Counter)

    @property
    def count(self) -> int:
        return self.verdicts.total()


def check_everywhere(
    period: str | None,
    *,
    as_of: date | None,
    lang: Language | None,
    workspace: Path | None,
    json: bool,
) -> None:
    """Run the rules on all places that filed, in one run or in all runs that they filed.

    Raises:
        typer.Exit: with 1 if there is a finding of severity error.
    """
    run = None if period is None else Period.parse(period)
    office = read_office(workspace)
    from tiendo.ledger.country_rules import questions, rules_everywhere

    asked = questions(office.pack, run)
    count = sum(len(runs) for _, runs in asked)
    with progress_bar("checking") as advance:
        found = list(rules_everywhere(pack=office.pack, asked=asked, as_of=as_of, progress=advance))
    if json:
        print_json(
            {
                "places": len(asked),
                "questions": count,
                "rules": _as_json(_by_rule(found), office.pack),
                "findings": [_one_as_json(one) for one in found],
            }
        )
    elif count:
        from tiendo.cli.words import speech

        _show(_by_rule(found), office.pack, speech(lang))
        say(f"{len(found):,} findings of rules on {len(asked):,} places in {count:,} questions")
    else:
        note(f"nothing is filed{f' in the year of {run}' if run else ''}, so nothing was checked")
    if any(one.severity is Severity.ERROR for one in found):
        raise typer.Exit(1)


def _by_rule(found: Iterable[RuleFinding]) -> dict[str, _OfRule]:
    """Return what was counted by check, the most frequent first."""
    counted: dict[str, _OfRule] = {}
    for one in found:
        of_rule = counted.setdefault(one.check, _OfRule(one.severity))
        of_rule.verdicts[one.verdict.value] += 1
        of_rule.places.add(one.cell.place)
        of_rule.indicators[one.cell.series.indicator] += 1
    return dict(sorted(counted.items(), key=lambda each: (-each[1].count, each[0])))


def _as_json(counted: dict[str, _OfRule], pack: Pack) -> list[dict[str, Any]]:
    """Return all rules of the pack that look for something, also those that found nothing."""
    nothing = {
        rule.check_name: _OfRule(rule.severity)
        for rule in pack.rules
        if not isinstance(rule.check, BuiltIn)
    }
    return [
        {
            "check": check,
            "severity": one.severity.value,
            "findings": one.count,
            "verdicts": dict(one.verdicts),
            "places": len(one.places),
            "indicators": dict(one.indicators.most_common()),
        }
        for check, one in (counted | {k: v for k, v in nothing.items() if k not in counted}).items()
    ]


def _one_as_json(one: RuleFinding) -> dict[str, Any]:
    from tiendo.cli.figures_check import finding_as_json
    from tiendo.ledger.validation import Checked

    return finding_as_json(Checked(one.cell, one, one.figures, one.rule))


def _show(counted: dict[str, _OfRule], pack: Pack, words: Speech) -> None:
    from rich.box import SIMPLE_HEAD
    from rich.table import Table

    at = tuple(Language).index(words.language)
    table = Table(box=SIMPLE_HEAD, show_edge=False)
    for number, heading in enumerate(_HEADINGS):
        table.add_column(heading[at], justify="right" if number in (2, 4) else "left")
    for check, one in counted.items():
        mostly = ", ".join(f"{code} {n}" for code, n in one.indicators.most_common(_MOST))
        table.add_row(
            check.removeprefix("rule:"),
            one.severity.value,
            words.filed(Decimal(one.count)),
            ", ".join(f"{verdict} {n}" for verdict, n in sorted(one.verdicts.items())),
            words.filed(Decimal(len(one.places))),
            mostly,
        )
    show(table)
    say()
    silent = [
        rule.id
        for rule in pack.rules
        if not isinstance(rule.check, BuiltIn) and rule.check_name not in counted
    ]
    if silent:
        note(f"silent: {', '.join(silent)}")
