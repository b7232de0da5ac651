"""Whatever is recorded is read back equal, and nothing else is there."""

from __future__ import annotations

import string
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests import databases
from tests.ledger.filing import file, held
from tests.world import REGISTER
from tiendo.config.workspace import Workspace
from tiendo.ledger.verification import verify_log
from tiendo.vocabulary.figure import Statement
from tiendo.vocabulary.period import Period
from tiendo.vocabulary.series import Breakdown, Series
from tiendo.vocabulary.words import Comparator, FiledState, Kind, Modality, Operator, Status

_codes = st.text(string.ascii_letters + string.digits, min_size=1, max_size=4)
_breakdowns = st.dictionaries(_codes, _codes, max_size=2).map(lambda codes: Breakdown.of(**codes))
_numbers = st.decimals(allow_nan=False, allow_infinity=False)
# Everything that Unicode has, but surrogates, which are halves of letters, and what PostgreSQL
# cannot hold.
_texts = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0"), max_size=12)
_maybe = st.none() | _texts


@st.composite
def statements(draw: st.DrawFn) -> Statement:
    first = draw(st.integers(1900 * 12, 2199 * 12))
    state = draw(st.none() | st.sampled_from(FiledState))
    return Statement(
        place=draw(st.sampled_from([place.key for place in REGISTER])),
        series=Series(draw(_codes), draw(_breakdowns), draw(st.sampled_from(["current", "x"]))),
        period=Period(first, first + draw(st.integers(0, 60))),
        kind=draw(st.sampled_from(Kind)),
        value=draw(_numbers) if state is None else None,
        known_at=draw(st.dates(date(1900, 1, 1), date(2199, 1, 1))),
        value_hi=draw(st.none() | _numbers),
        decimals=draw(st.integers(-12, 12)),
        stated_unit=draw(_texts),
        comparator=draw(st.sampled_from(Comparator)),
        modality=draw(st.sampled_from(Modality)),
        status=draw(st.none() | st.sampled_from(Status)),
        state=state,
        assigner=draw(_maybe),
        version=draw(_maybe),
        operator=draw(st.none() | st.sampled_from(Operator)),
        decision=draw(_maybe),
        cell=draw(_texts),
    )


def _label(each: Statement) -> tuple[object, ...]:
    """What must differ for two statements to be two figures whatever else they say."""
    return (
        each.place, each.series, each.period, each.kind, each.assigner, each.is_plan, each.status,
        each.known_at,
    )  # fmt: skip


@contextmanager
def _fresh_office(django_settings, empty: Path) -> Iterator[None]:
    with tempfile.TemporaryDirectory() as name:
        django_settings.TIENDO_WORKSPACE = workspace = Workspace(Path(name))
        databases.copy(empty, workspace.database)
        with databases.using(databases.sqlite(workspace.database)):
            yield


_reset = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@_reset
@given(said=st.lists(statements(), max_size=12, unique_by=_label))
def test_any_list_of_statements_is_read_back_equal(
    settings, django_db_blocker, _empty_sqlite: Path, said: list[Statement]
) -> None:
    with django_db_blocker.unblock(), _fresh_office(settings, _empty_sqlite):
        half = len(said) // 2
        file(*said[:half])
        file(*said[half:])
        assert [figure.statement for figure in held()] == said
        assert [str(figure.statement.value) for figure in held()] == [
            str(each.value) for each in said
        ]
        assert verify_log().ok
        # A second load of it all is known, wherever it is cut.
        assert file(*said).recorded == 0
        assert verify_log().figures == len(said)


_few = st.builds(
    Statement,
    place=st.just("song-xanh"),
    series=st.just(Series("visitors")),
    period=st.just(Period.of_year(2025)),
    kind=st.sampled_from([Kind.LEVEL, Kind.PLAN_SHARE]),
    value=st.sampled_from([Decimal("1"), Decimal("1.0"), Decimal("2")]),
    known_at=st.sampled_from([date(2026, 1, 1), date(2026, 2, 1)]),
    modality=st.sampled_from([Modality.ACTUAL, Modality.ESTIMATED, Modality.TARGET]),
    status=st.sampled_from([None, Status.ESTIMATE, Status.OFFICIAL]),
    assigner=st.sampled_from([None, "province"]),
    known_at_given=st.booleans(),
)


def _what_it_says(said: Statement) -> tuple[object, ...]:
    return said.value, said.modality, said.status, said.assigner


def _recorded_by_the_rule(said: list[Statement]) -> list[Statement]:
    """The rule of sameness once more, straight from its words, on statements."""
    kept: list[Statement] = []
    for new in said:
        plan_like = new.is_plan or new.kind is Kind.PLAN_SHARE
        alike = [
            (at, old)
            for at, old in enumerate(kept)
            if (old.kind, old.is_plan) == (new.kind, new.is_plan)
        ]
        if new.known_at_given:
            alike = [
                (at, old)
                for at, old in alike
                if (old.assigner, old.status, old.known_at)
                == (new.assigner, new.status, new.known_at)
            ]
            twin = max(alike, key=lambda each: each[0], default=None)
        else:
            alike = [
                (at, old)
                for at, old in alike
                if old.known_at <= new.known_at
                and old.status == new.status
                and (not plan_like or old.assigner == new.assigner)
            ]
            twin = max(alike, key=lambda each: (each[1].known_at, each[0]), default=None)
        if twin is None or _what_it_says(twin[1]) != _what_it_says(new):
            kept.append(new)
    return kept


@_reset
@given(said=st.lists(_few, max_size=12), cut=st.integers(0, 12))
def test_what_is_known_already_follows_the_rule_wherever_a_load_is_cut(
    settings, django_db_blocker, _empty_sqlite: Path, said: list[Statement], cut: int
) -> None:
    with django_db_blocker.unblock(), _fresh_office(settings, _empty_sqlite):
        file(*said[:cut])
        file(*said[cut:])
        expected = [(each.value, each.known_at) for each in _recorded_by_the_rule(said)]
        assert [
            (figure.statement.value, figure.statement.known_at) for figure in held()
        ] == expected
        assert verify_log().ok
