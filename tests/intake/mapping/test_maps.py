"""A mapping file is strict: what is wrong with it is named with its line; it takes nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.intake.report.reader import problems, read, register, told_by_cell
from tests.intake.report.sheets import Drawn
from tiendo.ledger.intake.fault import Intake
from tiendo.ledger.intake.mapping import ReportMap, read_mapping
from tiendo.packs import load_pack
from tiendo.vocabulary.errors import VocabularyError
from tiendo.vocabulary.period import Period

ODD = Drawn(
    [
        ["Sổ tay của phòng"],
        ["Khoản", "Đến nay", "Hơn năm ngoái bao nhiêu"],
        ["Thuế và phí", "1.240", "6,5"],
        ["  trong nước", "910", "8,25"],
        ["Quỹ khác", "77", ""],
        ["Khách", "250.000", ""],
    ]
)
MAP = """\
place: ninh-thuan
period: 2024-05
tables:
  - sheet: "Biểu 1"
    header: [2, 2]
    label_column: A
    unit: triệu đồng
    columns:
      - {column: B, heading: "Đến nay", kind: level, run: cumulative, status: preliminary}
      - {column: C, kind: growth, run: cumulative, versus: same_period}
    lines:
      - {label: thuế và phí, indicator: state-budget-revenue}
      - {label: Trong nước, indicator: domestic-revenue}
      - {label: khách, indicator: tourists, unit: lượt khách}
"""


def mapping(text: str, folder: Path) -> ReportMap:
    file = folder / "sổ-tay.yaml"
    file.write_text(text, encoding="utf-8")
    return read_mapping(file, register(), load_pack().catalogue)


def following(text: str, folder: Path, drawn: Drawn = ODD, **more: object) -> Intake:
    return read(drawn, mapping=mapping(text, folder), **more)


def test_a_table_of_any_kind_is_read_as_the_map_says(tmp_path: Path) -> None:
    intake = following(MAP, tmp_path)
    assert problems(intake) == []
    assert told_by_cell(intake) == {
        "B3": "state-budget-revenue level 2024-01/2024-05 preliminary 1.24",
        "C3": "state-budget-revenue growth 2024-01/2024-05 actual 6.5",
        "B4": "domestic-revenue level 2024-01/2024-05 preliminary 0.91",
        "C4": "domestic-revenue growth 2024-01/2024-05 actual 8.25",
        "B6": "tourists level 2024-01/2024-05 preliminary 250000",
    }
    left_out = [note for note in intake.notes if "left out" in note.message]
    assert [note.cell for note in left_out] == ["A5"]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("column: B", "column: 2", "line 9, field 'column': '2' is a whole number, not text"),
        ("column: B", "column: b2", "line 9, field 'column': 'b2' is no column"),
        ("kind: level", "kind: levl", "line 9, field 'kind': 'levl' is no kind of a column"),
        ("kind: level", "kind: undecided", "line 9, field 'kind': it is not decided yet"),
        (
            "run: cumulative, st",
            "run: kumulative, st",
            "line 9, field 'run': 'kumulative' is no run",
        ),
        ("status: preliminary", "status: früh", "line 9, field 'status': 'früh' is none"),
        ("status: prel", "state: prel", "line 9, field 'state': there is no such field"),
        (", versus: same_period", "", "line 10, field 'versus': a growth needs it"),
        ("kind: growth", "kind: level", "line 10, field 'versus': a level divides by nothing"),
        (
            "versus: same_period",
            "versus: plan",
            "line 10, field 'versus': 'plan' and growth do not",
        ),
        ("state-budget-revenue", "tax", "line 12, field 'indicator': 'tax' is no indicator"),
        ("state-budget-revenue", "undecided", "line 12, field 'indicator': it is not decided"),
        ("domestic-revenue", "domestic-revenue, breakdown: a=b", "line 13, field 'breakdown'"),
        ("domestic-revenue", "domestic-revenue, price_basis: x", "line 13, field 'price_basis'"),
        (
            "unit: lượt khách",
            "unit: lít lượt",
            "line 14, field 'unit': 'lít lượt' is no known unit",
        ),
        ("header: [2, 2]", "header: 2", "line 4, field 'header': '2' is a whole number"),
        ("header: [2, 2]", "header: [2, 1]", "line 4, field 'header': [2, 1] are no rows"),
        ("unit: triệu", "decimal_mark: x\n    unit: triệu", "line 4, field 'decimal_mark'"),
        (
            "place: ninh-thuan",
            "place: nowhere",
            "line 1, field 'place': 'nowhere' is no known place",
        ),
        ("place: ninh-thuan", "place: Ninh Thuận", "line 1, field 'place': 'Ninh Thuận' is no key"),
        ("period: 2024-05", "period: May", "line 1, field 'period': 'May' is no period"),
        ("    lines:\n", "    lines: []\n    more:\n", "line 4, field 'lines': the list is empty"),
        ("tables:", "tables: [", "sổ-tay.yaml, line"),
        ("period: 2024-05", "place: x", "sổ-tay.yaml, line 2: the field 'place' stands twice"),
    ],
)
def test_a_mistake_in_the_map_is_named_with_its_line(
    old: str, new: str, told: str, tmp_path: Path
) -> None:
    assert old in MAP
    with pytest.raises(VocabularyError) as refused:
        mapping(MAP.replace(old, new, 1), tmp_path)
    assert told in refused.value.message
    assert "sổ-tay.yaml" in refused.value.message


def test_an_empty_map_is_refused(tmp_path: Path) -> None:
    with pytest.raises(VocabularyError, match="this is nothing, not a mapping"):
        mapping("", tmp_path)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("Biểu 1", "Biểu 2", ": the workbook has no visible sheet 'Biểu 2'"),
        ("Đến nay", "Cả năm", "B2: the heading is 'Đến nay', the mapping file says 'Cả năm'"),
        ("Trong nước", "Ngoài nước", ": no row has the label 'Ngoài nước' of line 13"),
        ("unit: lượt khách", "unit: tấn", "B6: 'tourists' cannot be stated in 'tấn'"),
    ],
)
def test_a_workbook_that_does_not_fit_the_map_is_refused(
    old: str, new: str, told: str, tmp_path: Path
) -> None:
    intake = following(MAP.replace(old, new), tmp_path)
    assert intake.statements == ()
    assert any(problem.startswith(told) for problem in problems(intake)), problems(intake)


def test_a_label_that_stands_twice_needs_what_it_stands_under(tmp_path: Path) -> None:
    twice = Drawn([*ODD.rows, ["Ngoài tỉnh", None], ["trong nước", "12"]])
    assert problems(following(MAP, tmp_path, twice)) == ["A8: 'trong nước' stands a second time"]
    under = MAP.replace("{label: Trong nước", "{label: Trong nước, under: thuế và phí")
    under += "      - {label: Trong nước, under: Ngoài tỉnh, indicator: local-budget-revenue}\n"
    told = told_by_cell(following(under, tmp_path, twice))
    assert told["B4"].startswith("domestic-revenue")
    assert told["B8"] == "local-budget-revenue level 2024-01/2024-05 preliminary 0.012"


def test_place_and_period_of_the_map_are_not_overruled(tmp_path: Path) -> None:
    place = load_pack().register["phu-yen"]
    assert problems(following(MAP, tmp_path, place=place)) == [
        ": sổ-tay.yaml is for 'ninh-thuan', but 'phu-yen' was asked for"
    ]
    june = Period.parse("2024-06")
    assert problems(following(MAP, tmp_path, period=june)) == [
        ": sổ-tay.yaml is for 2024-05, but 2024-06 was asked for"
    ]
    free = MAP.replace("period: 2024-05\n", "")
    april = following(free, tmp_path, period=Period.parse("2024-04"))
    assert told_by_cell(april)["B3"].startswith("state-budget-revenue level 2024-01/2024-04")


def test_a_map_without_place_and_period_needs_titles(tmp_path: Path) -> None:
    bare = MAP.replace("place: ninh-thuan\nperiod: 2024-05\n", "")
    found = problems(following(bare, tmp_path))
    assert ": no title names the place of the report" in found
    assert any("needs the period of the report" in problem for problem in found)


def test_lines_may_be_about_their_own_places(tmp_path: Path) -> None:
    bare = MAP.replace("place: ninh-thuan\n", "").replace(
        "indicator:", "place: phu-yen, indicator:"
    )
    intake = following(bare, tmp_path)
    assert {statement.place for statement in intake.statements} == {"phu-yen"}
