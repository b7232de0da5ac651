"""A proposed mapping, confirmed as it is, reads a report as recognition does."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.intake.report.forms import FORMS, MAY
from tests.intake.report.other_layouts import OTHER_LAYOUTS
from tests.intake.report.reader import problems, read, register, told_by_cell
from tests.intake.report.sheets import Drawn, book
from tiendo.ledger.intake.mapping import Proposal, ReportMap, propose, read_mapping
from tiendo.packs import load_pack


def proposal(drawn: Drawn) -> Proposal:
    return propose(book(drawn), register=register(), catalogue=load_pack().catalogue)


def confirmed(text: str, folder: Path) -> ReportMap:
    file = folder / "map.yaml"
    file.write_text(text, encoding="utf-8")
    return read_mapping(file, register(), load_pack().catalogue)


@pytest.mark.parametrize("name", FORMS)
def test_what_was_proposed_reads_the_same(name: str, tmp_path: Path) -> None:
    drawn = FORMS[name].drawn()
    found = proposal(drawn)
    assert found.undecided == ()
    intake = read(drawn, mapping=confirmed(found.as_yaml(), tmp_path))
    assert problems(intake) == []
    assert told_by_cell(intake) == FORMS[name].expected()


@pytest.mark.parametrize("name", OTHER_LAYOUTS)
def test_other_layouts_are_proposed_so_too(name: str, tmp_path: Path) -> None:
    drawn = OTHER_LAYOUTS[name]
    found = proposal(drawn)
    assert found.undecided == ()
    intake = read(drawn, mapping=confirmed(found.as_yaml(), tmp_path))
    assert problems(intake) == []
    assert told_by_cell(intake) == told_by_cell(read(drawn))
    assert [s.place for s in intake.statements] == [s.place for s in read(drawn).statements]


def test_a_map_of_one_month_reads_the_next(tmp_path: Path) -> None:
    may = MAY.drawn()
    april = Drawn(
        [
            [_a_month_back(cell) if isinstance(cell, str) else cell for cell in row]
            for row in may.rows
        ],
        may.merges,
        may.looks,
    )
    intake = read(april, mapping=confirmed(proposal(may).as_yaml(), tmp_path))
    assert problems(intake) == []
    told = told_by_cell(intake)
    assert told["F7"] == "state-budget-revenue level 2024-04 estimate 320.75"
    assert told["N7"] == "state-budget-revenue level 2024-01/2024-05 estimate 1891.45"


def _a_month_back(text: str) -> str:
    text = text.replace("4", "{3}").replace("5", "{4}").replace("6", "{5}")
    text = text.replace("202{3}", "2024").replace("THÁNG 2024", "THÁNG {3}")
    return text.replace("{", "").replace("}", "")


def test_each_choice_is_explained() -> None:
    text = proposal(MAY.drawn()).as_yaml()
    assert "# period 2024-01/2024-05: A2 says 'TÌNH HÌNH" in text
    assert "# place ninh-thuan: A1 says 'ỦY BAN NHÂN DÂN TỈNH NINH THUẬN'" in text
    assert "# 'Ước tính tháng 6': it names 2024-06" in text
    assert "# 'Thu nội địa': it is" not in text
    assert "# 'Trong đó: Thu nội địa': it is the name of domestic-revenue" in text


def test_what_is_not_understood_is_left_to_a_person(tmp_path: Path) -> None:
    strange = MAY.drawn().with_cell("F4", "Số của anh Ba").with_cell("B14", "Khách quen")
    found = proposal(strange)
    assert [fault.cell for fault in found.undecided] == ["F4", "B14"]
    text = found.as_yaml()
    assert 'heading: "Số của anh Ba"\n        kind: "undecided"' in text
    with pytest.raises(
        ValueError, match=r"map.yaml, line \d+, field 'kind': it is not decided yet"
    ):
        confirmed(text, tmp_path)
    decided = text.replace('"undecided"', '"level"', 1).replace('"undecided"', '"tourists"')
    intake = read(strange, mapping=confirmed(decided, tmp_path))
    assert problems(intake) == []
    assert told_by_cell(intake)["F14"] == "tourists level 2024-05 actual 262000"
