"""Every closed word of the contract can be said."""

from __future__ import annotations

import ast
from enum import StrEnum
from pathlib import Path

import pytest

import tiendo.cube.explain as explain
from tiendo.vocabulary import words as closed
from tiendo.vocabulary.words import Verdict
from tiendo.web import checks, words
from tiendo.web.operations import OPERATIONS, operation_words
from tiendo.web.texts import LANGUAGES, Marked, say

DICTIONARIES: list[tuple[dict[StrEnum, Marked], type[StrEnum]]] = [
    (words.STATES, closed.State),  # type: ignore[list-item]
    (words.FILED_STATES, closed.FiledState),  # type: ignore[list-item]
    (words.STATUSES, closed.Status),  # type: ignore[list-item]
    (words.MODALITIES, closed.Modality),  # type: ignore[list-item]
    (words.COMPARATORS, closed.Comparator),  # type: ignore[list-item]
    (words.OPERATORS, closed.Operator),  # type: ignore[list-item]
    (words.KINDS, closed.Kind),  # type: ignore[list-item]
    (words.MEASURES, closed.Measure),  # type: ignore[list-item]
    (words.NATURES, closed.Nature),  # type: ignore[list-item]
    (words.RULES, closed.Rule),  # type: ignore[list-item]
    (words.DIRECTIONS, closed.Direction),  # type: ignore[list-item]
    (words.FREQUENCIES, closed.Frequency),  # type: ignore[list-item]
    (words.LEVELS, closed.Level),  # type: ignore[list-item]
    (words.SEVERITIES, closed.Severity),  # type: ignore[list-item]
    (words.VERDICTS, closed.Verdict),  # type: ignore[list-item]
]
CHECKS_OF_THE_CONTRACT = (
    "level_change_growth ratio_or_growth implied_plan implied_base sum share_sum contribution_sum "
    "weighted_growth repeat per_unit pace index_as_growth over_plan_as_growth separator "
    "period_ambiguous cross_version reference revision price_basis"
).split()
SOURCES = sorted(Path(explain.__path__[0]).glob("*.py"))


@pytest.mark.parametrize(("said", "enumeration"), DICTIONARIES, ids=lambda each: str(each)[:20])
def test_every_word_is_said(said: dict[StrEnum, Marked], enumeration: type[StrEnum]) -> None:
    assert set(said) == set(enumeration)
    for language in LANGUAGES:
        assert all(say(text, language) for text in said.values())


def test_signs_stand_for_all_comparators_and_operators() -> None:
    assert set(words.COMPARATOR_SIGNS) == set(closed.Comparator)
    assert set(words.OPERATOR_SIGNS) == set(closed.Operator)
    assert set(words.SEVERITY_SHAPES) == set(closed.Severity)
    assert len(set(words.SEVERITY_SHAPES.values())) == len(closed.Severity)


@pytest.mark.parametrize("check", [*CHECKS_OF_THE_CONTRACT, "rule:series_break", "rule:other"])
def test_every_check_has_a_name_and_a_sentence(check: str) -> None:
    for language in LANGUAGES:
        for verdict in Verdict:
            assert checks.check_sentence(check, verdict, language).endswith(".")
        assert checks.check_name(check, language) != check


def test_a_check_that_is_explained_says_so() -> None:
    contradiction = checks.check_sentence("implied_plan", Verdict.CONTRADICTION, "vi")
    assert checks.check_sentence("implied_plan", Verdict.EXPLAINED, "vi") != contradiction


def _literal(node: ast.expr | None) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


OPERATION_ARGUMENT = {"Trace": 3, "add_up": 2, "hidden_answer": 1, "exact_number": 1, "replace": 9}


def _operations_in(file: Path) -> set[str]:
    """Return the operations that a module of explain gives its traces."""
    found: set[str | None] = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in OPERATION_ARGUMENT:
            position = OPERATION_ARGUMENT[node.func.id]  # type: ignore[attr-defined]
            named = {keyword.arg: keyword.value for keyword in node.keywords}
            positional = node.args[position] if len(node.args) > position else None
            found.add(_literal(named.get("operation", positional)))
        elif isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "operation":
            found.add(_literal(node.value))
    return {operation for operation in found if operation}


def test_every_operation_of_explain_is_said() -> None:
    used = set().union(*(_operations_in(file) for file in SOURCES))
    assert "path" in used and "filed" in used and "sum of years" in used
    assert used <= set(OPERATIONS)


def _roles_in(file: Path) -> set[str]:
    found: set[str | None] = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "named":
            found.add(_literal(node.args[0]))
    return {role for role in found if role}


def test_every_role_and_field_of_explain_is_said() -> None:
    used = set().union(*(_roles_in(file) for file in SOURCES))
    assert "plus" in used or "minus" in used
    assert used <= set(words.ROLES) | set(words.FIELDS)


def test_a_formula_is_told_with_its_text() -> None:
    said = operation_words("formula: revenue / visitors", "en")
    assert said == "computed by the formula of the indicator: revenue / visitors"
    assert operation_words("something new", "vi") == "something new"


@pytest.mark.parametrize(
    ("basis", "vi"),
    [
        ("current", "giá hiện hành"),
        ("constant_2010", "giá so sánh 2010"),
        ("not_stated", "không nêu loại giá"),
    ],
)
def test_price_bases(basis: str, vi: str) -> None:
    assert words.price_basis(basis, "vi") == vi


def test_words_that_are_data_stay_as_they_are_where_they_are_not_known() -> None:
    assert words.assigner("Bộ Tài chính", "ru") == "Bộ Tài chính"
    assert words.assigner(None, "en") == "assigner not stated"
    assert words.topic("fisheries", "en") == "fisheries"
    assert words.cell("line 12", "vi") == "dòng 12"
    assert words.cell("Sheet1!B7", "vi") == "Sheet1!B7"
