"""Numbers kept by columns say what cells say; verdicts by columns are those of single relations."""

from __future__ import annotations

import gc
from datetime import date
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.intake.report.forms import FORMS
from tests.intake.report.reader import TODAY, read, register
from tests.intake.report.sheets import book
from tiendo.ledger.intake.report.entered import Statements
from tiendo.ledger.intake.report.figures import Figures, kept_decimals
from tiendo.ledger.intake.report.reading import recognised
from tiendo.ledger.intake.report.screening import FAILS, HOLDS, UNKNOWN, Screen
from tiendo.packs import load_pack
from tiendo.vocabulary.figure import Statement

CARDS = load_pack().catalogue
VERDICTS = {True: HOLDS, False: FAILS, None: UNKNOWN}


@given(st.floats(allow_nan=False, allow_infinity=False, min_value=-1e15, max_value=1e15))
def test_the_kept_digits_of_a_number_are_those_of_its_shortest_writing(number: float) -> None:
    exponent = Decimal(repr(number).removesuffix(".0")).as_tuple().exponent
    assert kept_decimals(number) == max(0, -int(exponent))


CHANGES = st.lists(
    st.tuples(
        st.integers(0, 7),
        st.integers(3, 14),
        st.sampled_from([None, 0, -5.5, 0.004, 300.1, 1e9, "-", "1.000,5"]),
    ),
    max_size=4,
)


@given(CHANGES)
def test_verdicts_by_columns_are_those_of_single_relations(
    changes: list[tuple[int, int, float | str | None]],
) -> None:
    layout = FORMS["may"]
    drawn = layout.drawn()
    rows = [list(row) for row in drawn.rows]
    for row, column, value in changes:
        rows[layout.first_row + row][column] = value
    changed = type(drawn)(rows, drawn.merges, drawn.looks)
    [table] = recognised(book(changed), register=register(), catalogue=CARDS)
    figures = Figures(register(), CARDS, today=TODAY, known_at=None)
    numbers, _ = figures.of_table(table)
    screen = Screen(table, numbers, CARDS)
    assert screen.templates
    for template, verdicts in zip(screen.templates, screen.verdicts, strict=True):
        for number, line in enumerate(table.lines):
            expected = UNKNOWN
            if screen.additive[number] or not template.additive:
                expected = VERDICTS[template.in_row(line.row).holds(screen.bounds)]
            assert verdicts[number] == expected, (template.told, line.label)


def test_statements_are_made_when_asked_for_and_the_same_each_time() -> None:
    statements = read(FORMS["may"].drawn()).statements
    assert isinstance(statements, Statements)
    first, second = list(statements), list(statements)
    assert first == second
    assert len(first) == len(statements) > 50
    assert statements[3] == first[3]
    del first, second
    gc.collect()
    assert not any(isinstance(held, Statement) for held in gc.get_referents(statements))


@pytest.mark.parametrize("name", FORMS)
def test_no_two_statements_of_a_form_have_the_same_topic(name: str) -> None:
    tables = recognised(book(FORMS[name].drawn()), register=register(), catalogue=CARDS)
    figures = Figures(register(), CARDS, today=date(2024, 6, 30), known_at=None)
    topics = np.concatenate([figures.of_table(table)[1].topics() for table in tables])
    assert len(np.unique(topics)) == len(topics)


def test_progress_is_told_to_the_end() -> None:
    told: list[tuple[int, int]] = []
    read(book(FORMS["may"].drawn(), FORMS["june"].drawn()), progress=lambda *at: told.append(at))
    assert told[-1][0] == told[-1][1]
    assert [done / total for done, total in told] == sorted(done / total for done, total in told)
