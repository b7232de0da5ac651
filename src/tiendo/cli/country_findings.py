"""What the rules find in one run of the whole country, beside the rows of `evaluate --all`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from tiendo.cli.output import progress_bar
from tiendo.vocabulary.period import Period
from tiendo.vocabulary.words import Level

if TYPE_CHECKING:
    from pyarrow import Table  # type: ignore[import-untyped]

    from tiendo.cube.cluster import Tally
    from tiendo.cube.parquet import Key
    from tiendo.packs.loading import Pack
    from tiendo.validation.finding import RuleFinding


@dataclass(frozen=True)
class RulesOfCountry:
    """The findings of rules in a run, by the rows that they stand on.

    Attributes:
        by_row: the findings as a row holds them, by place, indicator, breakdown and price basis.
        by_level: how many each rule found, by level of government.
    """

    by_row: Mapping[Key, list[dict[str, Any]]] = field(default_factory=dict)
    by_level: Mapping[Level, Counter[str]] = field(default_factory=dict)

    def on_rows(self, rows: Table) -> Table:
        """Return rows with these findings among theirs."""
        from tiendo.cube.parquet import with_findings

        return with_findings(rows, self.by_row)

    def counted_in(self, tally: Tally) -> Tally:
        """Return what was counted, with these findings, of the levels that have rows."""
        from tiendo.cube.cluster import Tally

        return Tally(
            {
                level: replace(
                    counted,
                    findings=Counter(counted.findings) + self.by_level.get(level, Counter()),
                )
                for level, counted in tally.by_level.items()
            }
        )


def rules_of_country(
    pack: Pack, run: Period, as_of: date | None, levels: Iterable[Level] | None
) -> RulesOfCountry:
    """Run the rules on every place that filed anything for the year of a run.

    Args:
        as_of: as known on that day; None for today.
        levels: only on places of these levels; None for all.
    """
    from tiendo.ledger.country_rules import questions, rules_everywhere

    asked = questions(pack, run)
    if levels is not None:
        asked = [one for one in asked if pack.register[one[0]].level in levels]
    by_row: dict[Key, list[dict[str, Any]]] = {}
    by_level: dict[Level, Counter[str]] = {}
    with progress_bar("checking") as advance:
        for one in rules_everywhere(pack=pack, asked=asked, as_of=as_of, progress=advance):
            series = one.cell.series
            key = (one.cell.place, series.indicator, str(series.breakdown), series.price_basis)
            by_row.setdefault(key, []).append(_of_row(one))
            level = pack.register[one.cell.place].level
            by_level.setdefault(level, Counter())[one.check] += 1
    return RulesOfCountry(by_row, by_level)


def _of_row(one: RuleFinding) -> dict[str, Any]:
    """Return a finding with the fields that a row's findings have."""
    return {
        "check": one.check,
        "verdict": one.verdict.value,
        "severity": one.severity.value,
        "detail": one.detail,
        "expected": None if one.expected is None else float(one.expected),
        "stated": None if one.stated is None else float(one.stated),
    }
