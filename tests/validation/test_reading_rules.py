"""Rules are read from YAML; every mistake names file, rule and field."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.packs.small_pack import CARDS, PLACES
from tests.world import CATALOGUE
from tiendo.packs import read_pack
from tiendo.packs.rules import read_rule, read_rules
from tiendo.validation.rule import Comparison, Missing, PerUnit, PowerOfTen, Relation, Scope
from tiendo.vocabulary.errors import VocabularyError
from tiendo.vocabulary.words import Nature, Severity

TEXTS = {"vi": "quy tắc", "en": "rule"}
RATE: dict[str, Any] = {
    "id": "rate",
    "severity": "error",
    "names": TEXTS,
    "explanation": TEXTS,
    "remedy": TEXTS,
    "concerns": {"indicators": ["trained-rate"]},
    "check": {"kind": "range", "kinds": ["level"], "lowest": 0, "highest": 100},
}
COMPARE = {
    "kind": "compare",
    "left": "revenue",
    "relation": "at_most",
    "right": "output",
    "unit": "bn VND",
}
PER_UNIT = {
    "kind": "per_unit",
    "expression": "revenue / visitors",
    "unit": "m VND",
    "per": "visitors",
    "lowest": 0.02,
}
WITHIN = {"kind": "within", "pairs": [["workers", "workers"]]}
SLIP = {
    "kind": "power_of_ten",
    "powers": [3],
    "closeness": 0.3,
    "years": 4,
    "neighbours": 6,
    "least": 4,
    "spread": 0.2,
}


def changed(**fields: Any) -> dict[str, Any]:
    """Return the rule with fields changed, or left out where they are None."""
    return {key: value for key, value in (RATE | fields).items() if value is not None}


def with_check(check: dict[str, Any], **fields: Any) -> dict[str, Any]:
    """Return a rule without a scope that checks something else."""
    return changed(concerns=None, check={k: v for k, v in (check | fields).items() if v != ...})


def test_a_rule_says_what_it_concerns_and_how_grave_it_is() -> None:
    rule = read_rule(RATE, "rules/a.yaml", CATALOGUE)
    assert (rule.id, rule.check_name, rule.severity) == ("rate", "rule:rate", Severity.ERROR)
    assert rule.scope == Scope(indicators=("trained-rate",))
    assert (rule.left_missing, rule.right_missing) == (Missing.SKIP, Missing.SKIP)


def test_expressions_are_parsed_and_their_units_checked() -> None:
    check = read_rule(
        with_check(COMPARE, tolerance_pct=0.5) | {"missing": {"left": "zero", "right": "refuse"}},
        "rules/a.yaml",
        CATALOGUE,
    )
    assert isinstance(check.check, Comparison)
    assert (check.check.relation, check.check.tolerance_pct) == (Relation.AT_MOST, Decimal("0.5"))
    assert (check.left_missing, check.right_missing) == (Missing.ZERO, Missing.REFUSE)
    ratio = read_rule(with_check(PER_UNIT), "rules/a.yaml", CATALOGUE).check
    assert isinstance(ratio, PerUnit)
    assert (ratio.lowest, ratio.highest) == (Decimal("0.02"), None)


def test_numbers_keep_the_digits_that_were_written() -> None:
    check = read_rule(with_check(SLIP), "rules/a.yaml", CATALOGUE).check
    assert isinstance(check, PowerOfTen)
    assert check.spread == Decimal("0.2")


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        (changed(id="Rate"), "field 'id': 'Rate' is no id"),
        (changed(severity="grave"), "field 'severity': 'grave' is not one of the words"),
        (changed(names={"vi": "quy tắc"}), "field 'names': there is no text in en"),
        (changed(remedy=None), "field 'remedy': it is missing"),
        (changed(check=None), "field 'check': it is missing"),
        (changed(refuses=True, severity="warning"), "only a range with the severity error tells"),
        (changed(threshold=3), "field 'threshold': there is no such field"),
        (changed(missing={"left": "guess"}), "missing, field 'left': 'guess' is not one of"),
        (changed(missing={"left": "zero"}), "only an operand of an expression can count as zero"),
        (changed(missing={"middle": "skip"}), "field 'middle': there is no such field"),
        (changed(concerns={"indicators": ["gone"]}), "field 'indicators': no card has 'gone'"),
        (changed(concerns={"except": ["gone"]}), "field 'except': no card has 'gone'"),
        (changed(concerns={"topics": ["gone"]}), "field 'topics': no card has 'gone'"),
        (changed(concerns={"units": ["furlongs"]}), "field 'units': no card has 'furlongs'"),
        (changed(concerns={"natures": ["river"]}), "field 'natures': 'river' is not one of"),
        (with_check({"kind": "hunch"}), "check, field 'kind': there is no kind 'hunch'"),
        (with_check(RATE["check"], kinds=[]), "field 'kinds': it is missing"),
        (with_check(RATE["check"], lowest="low"), "field 'lowest': 'low' is no number"),
        (with_check(RATE["check"], lowest=True), "field 'lowest': 'True' is no number"),
        (with_check(RATE["check"], lowest=100), "field 'highest': 100 is not above the lowest"),
        (with_check(RATE["check"], lowest=..., highest=...), "the range has no end"),
        (with_check(COMPARE, right="profit"), "field 'right': there is no indicator 'profit'"),
        (with_check(COMPARE, right="output +"), "field 'right': "),
        (with_check(COMPARE, right="visitors"), "field 'right': the formula gives visitors"),
        (with_check(COMPARE, right="output[sector=sea]"), "'sea' is no sector of 'output'"),
        (with_check(COMPARE, relation="like"), "field 'relation': 'like' is not one of"),
        (with_check(COMPARE, tolerance_pct=-1), "field 'tolerance_pct': -1 is below zero"),
        (with_check(COMPARE, unit="1"), "field 'unit'"),
        (changed(check=COMPARE), "field 'concerns': this kind of rule has no scope of its own"),
        (with_check(WITHIN, pairs=[]), "field 'pairs': the list is empty"),
        (with_check(WITHIN, pairs=["visitors"]), "field 'pairs': 'visitors' is no pair"),
        (with_check(WITHIN, pairs=[["sea", "visitors"]]), "field 'pairs': no card has 'sea'"),
        (
            with_check(WITHIN, pairs=[["workers", "visitors"]]),
            "'workers' is in persons, 'visitors' in visitors",
        ),
        (with_check(SLIP, powers=[]), "field 'powers': the list is empty"),
        (with_check(SLIP, powers=[0]), "field 'powers': '0' is no exponent"),
        (with_check(SLIP, least=1), "field 'least': 1 figures are no history"),
        (with_check(SLIP, spread=None), "field 'spread': it is missing"),
        (with_check({"kind": "plan_moved"}), "field 'tolerance_pct': it is missing"),
        (with_check({"kind": "built_in", "check": "magic"}), "no evaluation makes 'magic'"),
        (with_check({"kind": "cumulative", "speed": 3}), "field 'speed': there is no such field"),
    ],
)
def test_a_mistake_is_refused_by_its_place(entry: dict[str, Any], said: str) -> None:
    with pytest.raises(VocabularyError) as refused:
        read_rule(entry, "rules/a.yaml", CATALOGUE)
    assert "rules/a.yaml, rule " in refused.value.message
    assert said in refused.value.message


def test_an_id_stands_once_in_all_files() -> None:
    with pytest.raises(VocabularyError, match=r"rules/b.yaml, rule 'rate'.*already in rules/a"):
        read_rules([("rules/a.yaml", [RATE]), ("rules/b.yaml", [RATE])], CATALOGUE)


def test_a_pack_brings_its_rules_and_needs_none(tmp_path: Path) -> None:
    (tmp_path / "indicators").mkdir()
    (tmp_path / "places.yaml").write_text(yaml.safe_dump(PLACES), encoding="utf-8")
    (tmp_path / "indicators" / "a.yaml").write_text(yaml.safe_dump(CARDS), encoding="utf-8")
    assert read_pack(tmp_path, "lienha").rules == ()
    (tmp_path / "rules").mkdir()
    flows = changed(concerns={"natures": ["flow"]})
    (tmp_path / "rules" / "a.yaml").write_text(yaml.safe_dump([flows]), encoding="utf-8")
    [rule] = read_pack(tmp_path, "lienha").rules
    assert rule.scope.natures == (Nature.FLOW,)
