"""How often the interesting things happen in random worlds: a property test may not be blind."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from tests.kernel.comparing import LEVELS, PERCENTS, Row, rows_of_explain
from tests.kernel.worlds import Case, random_case
from tiendo.vocabulary.words import Rule

PLAN_FIELDS = ("derived", "share_pct", "assigner", "version", "value_lo")


def census(seeds: Iterable[int]) -> Counter[str]:
    """Return in how many rows of explain each thing is seen; `worlds` counts the worlds."""
    found: Counter[str] = Counter()
    for seed in seeds:
        case = random_case(seed)
        rows = rows_of_explain(case, case.places)
        found["worlds"] += 1
        found["figures"] += len(case.figures)
        found["worlds without rows"] += not rows
        for row in rows:
            found.update(_seen_in(case, row))
    return found


def _seen_in(case: Case, row: Row) -> Iterator[str]:
    """Yield what is seen in one row."""
    card = case.catalogue[row["indicator"]]
    yield "rows"
    yield f"measure {row['measure']}"
    yield f"state {row['state']}"
    yield f"state of the same period {row['same_period_state']}"
    yield f"{card.nature} {card.time_rule}/{card.place_rule} {_knowledge(row)}"
    yield f"comparator {row['comparator']}"
    for key in sorted((LEVELS | PERCENTS) - {"value_lo", "value_hi"}):
        if row[key] is not None:
            yield key
    for key in row["derived"]:
        yield f"derived {key}"
    if row["rank"] is not None:
        yield "rank 1" if row["rank"] == 1 else "rank 2 and more"
    if row["completeness"]:
        yield "completeness"
    if card.formulas and "value" in row["derived"]:
        yield "value of a card with a formula"
    if Rule.MEAN in (card.time_rule, card.place_rule) and "value" in row["derived"]:
        yield "value of a mean"
    residuals = [tree.residual for tree in card.breakdowns]
    if "value" in row["derived"] and set(residuals) & set(row["breakdown"].values()):
        yield "value of a residual"
    if len(row["breakdown"]) == 2:
        yield "two dimensions"
    for finding in row["findings"]:
        yield f"finding {finding['check']} {finding['verdict']} {finding['severity']}"
        if finding["check"] == "rule:target_territory" and finding["verdict"] == "explained":
            yield "plan recast from those of former places"
    yield from _seen_in_plans(row)


def _seen_in_plans(row: Row) -> Iterator[str]:
    for plan in row["plans"]:
        yield f"plan {plan['kind']}"
        yield from (f"plan with {key}" for key in PLAN_FIELDS if plan[key])


def _knowledge(row: Row) -> str:
    if row["value"] is None:
        return "unknown"
    return "computed" if "value" in row["derived"] else "filed"
