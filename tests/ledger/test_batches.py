"""A large filing is written batch by batch and is yet one filing, with the digest of all of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.ledger.filing import draft, file, many, said
from tests.world import CATALOGUE, REGISTER, TODAY, planned, stated
from tiendo.config.workspace import Workspace
from tiendo.ledger import looking, writing
from tiendo.ledger.chain import GrowingDigest, figures_digest
from tiendo.ledger.columns import Columns
from tiendo.ledger.services import Recorded, record_filings, rehearse_filings
from tiendo.ledger.verification import verify_log
from tiendo.packs import Pack, load_pack

VALUES = st.lists(st.sampled_from([1, 2, "a", "ä\"'", None]), min_size=1, max_size=12)
FILING = (7, "Lan", "2026-01-01T00:00:00.000000Z", "may.csv", "ab", "")


@pytest.fixture
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    """Write seven statements at a time."""
    monkeypatch.setattr(writing, "_BATCH", 7)


@given(VALUES, VALUES, st.integers(1, 5))
def test_a_growing_digest_is_that_of_all_at_once(
    first: list[object], second: list[object], size: int
) -> None:
    rows = list(zip(first, second, strict=False))
    names = ("one", "other")
    growing = GrowingDigest()
    for start in range(0, len(rows), size):
        growing.add(Columns.of_rows(names, rows[start : start + size]))
    assert growing.of_filing(FILING) == figures_digest(FILING, Columns.of_rows(names, rows))


@pytest.mark.usefixtures("small_batches")
def test_many_figures_are_one_filing_that_verifies(any_office: Workspace) -> None:
    statements = [
        *many(30),
        stated("song-xanh", "visitors", "2024", "5", kind="growth"),
        planned("song-xanh", "output", "2025", "12.5"),
    ]
    assert file(*statements) == Recorded(filing=1, recorded=32, already_known=0)
    assert said() == statements
    report = verify_log()
    assert (report.ok, report.figures) == (True, 32)


@pytest.mark.usefixtures("small_batches")
def test_what_stands_twice_in_a_large_file_is_filed_once(any_office: Workspace) -> None:
    assert file(*many(20), *many(20)) == Recorded(filing=1, recorded=20, already_known=20)
    assert file(*many(25)) == Recorded(filing=2, recorded=5, already_known=20)
    assert file(*many(25)) == Recorded(filing=None, recorded=0, already_known=25)
    assert verify_log().ok


@pytest.mark.usefixtures("small_batches")
def test_progress_is_told_batch_by_batch(office: Workspace) -> None:
    steps: list[int] = []
    record_filings(
        drafts=[draft(*many(10)), draft(*many(3, first=10))],
        register=REGISTER,
        progress=steps.append,
    )
    assert steps == [7, 10, 13]


@pytest.fixture(scope="module")
def pack() -> Pack:
    """Return the small world with the rules of Vietnam that name no indicator."""
    shipped = load_pack()
    ids = ("cumulative-falls", "level-not-negative")
    rules = [replace(r, scope=replace(r.scope, excluded=())) for r in shipped.rules if r.id in ids]
    return replace(shipped, catalogue=CATALOGUE, register=REGISTER, rules=tuple(rules))


def test_a_look_sees_what_is_being_written_and_only_news(office: Workspace, pack: Pack) -> None:
    day = f"{TODAY - timedelta(days=9)}"
    old = stated("song-xanh", "visitors", "2026-01/2026-04", "900", known=day)
    file(old)
    fallen = stated("song-xanh", "visitors", "2026-01/2026-05", "850", known=day, cell="B7")
    found: list[looking.Looked] = []

    def look(first: int) -> None:
        found.append(looking.look_at(pack, [fallen], first))

    rehearse_filings(drafts=[draft(fallen)], register=REGISTER, look=look)
    assert said() == [old]
    [one] = found[0].findings
    assert one.finding.check == "rule:cumulative-falls"
    assert one.figures[-1].statement.cell == "B7"
    again = looking.look_at(pack, [old], 2)
    assert again.findings == ()


def test_only_the_latest_runs_of_many_are_looked_at(office: Workspace, pack: Pack) -> None:
    statements = many(8)
    file(*statements)
    looked = looking.look_at(pack, statements, 1, most=3)
    assert (looked.asked, looked.looked_at) == (8, 3)
    assert looking.look_at(pack, statements, 1).looked_at == 8


def test_what_a_look_raises_takes_everything_back(office: Workspace) -> None:
    def refuse(first: int) -> None:
        raise RuntimeError(f"figure {first}")

    with pytest.raises(RuntimeError, match="figure 1"):
        record_filings(drafts=[draft(*many(3))], register=REGISTER, look=refuse)
    assert said() == []
    assert verify_log().ok
