"""French is a pack and nothing else: the reader knows no language by name."""

from __future__ import annotations

import ast
from pathlib import Path

import tiendo.reading
from tests.reading.reading import read
from tests.reading.trusted import distrust
from tiendo.packs.reading_words import load_languages

ROOM = Path(tiendo.reading.__file__).parent


def test_the_reader_asks_nowhere_which_language_it_reads() -> None:
    codes = {language.code for language in load_languages()}
    assert {"ar", "en", "fr", "ru", "vi"} <= codes
    for path in sorted(ROOM.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Compare | ast.MatchValue):
                said = {one.value for one in ast.walk(node) if isinstance(one, ast.Constant)}
                assert not said & codes, f"{path.name}, line {node.lineno}"


def test_a_french_report_is_read() -> None:
    reading = read(
        "Au premier semestre 2024, les recettes budgétaires de la province de Bac Lieu ont atteint "
        "2 318 milliards de dongs, soit 54,2 % du plan annuel et 108,4 % de la même période. "
        "Le taux de pauvreté est tombé à 2,4 %."
    )
    distrust(reading)
    revenue, plan, ratio, poverty = reading.figures
    assert reading.lang == "fr"
    assert (revenue.value, revenue.unit, revenue.period) == (2_318 * 10**9, "VND", "2024-H1")
    assert revenue.indicator_id == "state-budget-revenue"
    assert (plan.kind, plan.relation) == ("plan_share", {"plan_share_of": revenue.id})
    assert (ratio.kind, ratio.relation) == ("base_ratio", {"ratio_of": revenue.id})
    assert (poverty.kind, poverty.indicator_id) == ("share", "poor-household-rate")
