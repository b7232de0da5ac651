"""`tiendo map`: how a file is understood, written as a mapping file and loaded with it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.door import Door, Result
from tests.intake.report.forms import MAY
from tests.intake.report.sheets import Drawn, xlsx


@pytest.fixture
def report(tmp_path: Path) -> Callable[[Drawn], Path]:
    def write(drawn: Drawn) -> Path:
        path = tmp_path / "báo-cáo.xlsx"
        path.write_bytes(xlsx(drawn))
        return path

    return write


def test_it_prints_a_mapping_file_with_reasons(door: Door, report: Callable[[Drawn], Path]) -> None:
    shown = door.run("map", report(MAY.drawn()))
    assert (shown.code, shown.err) == (0, "")
    assert "# period 2024-01/2024-05: A2 says" in shown.out
    assert '        heading: "Ước tính tháng 5"\n        kind: "level"\n' in shown.out
    assert "# 'Lũy kế 5 tháng': it names the months since January to 2024-05; estimate" in shown.out


def test_what_it_writes_is_loaded_with_map(
    door: Door, tiendo: Callable[..., Result], report: Callable[[Drawn], Path], tmp_path: Path
) -> None:
    file, out = report(MAY.drawn()), tmp_path / "monthly.yaml"
    written = door.run("map", file, "-o", out)
    assert (written.code, written.out) == (0, f"{out}: 1 table, 96 cells; 0 undecided\n")
    loaded = tiendo("load", file, "--map", out, "--by", "Lan")
    assert (loaded.code, "96 figures recorded" in loaded.out) == (0, True), loaded.err


def test_json_tells_columns_lines_and_what_is_undecided(
    door: Door, report: Callable[[Drawn], Path]
) -> None:
    shown = door.run("map", report(MAY.drawn().with_cell("F4", "Số của anh Ba")), "--json")
    assert shown.code == 0
    document = shown.json()
    [table] = document["tables"]
    assert table["told"]["place"]["cell"] == "A1"
    assert [c["kind"] for c in table["columns"] if c["column"] == "F"] == ["undecided"]
    assert len(document["undecided"]) == 1
    assert "cell F4" in document["undecided"][0]
    assert "not decided: " in shown.err


def test_a_csv_table_is_understood_too(door: Door, tmp_path: Path) -> None:
    file = tmp_path / "báo-cáo.csv"
    file.write_text(
        "UBND TỈNH NINH THUẬN;;\nTháng 5 năm 2024;;\nChỉ tiêu;ĐVT;Lũy kế\n"
        "Thu nội địa;tỷ đồng;1.151,25\n",
        encoding="utf-8",
    )
    shown = door.run("map", file, "--json")
    assert shown.code == 0, shown.err
    assert [line["indicator"] for line in shown.json()["tables"][0]["lines"]] == [
        "domestic-revenue"
    ]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["nowhere.xlsx"], "cannot be read"),
        (["{report}", "-o", "{report}"], "is there already"),
        (["{report}", "-o", "{folder}/none/map.yaml"], "cannot be written"),
        (["{report}", "--place", "Atlantis"], "'Atlantis' is no known place"),
        (["{report}", "--period", "soon"], "'soon' is no period"),
    ],
)
def test_what_cannot_be_done_is_refused(
    arguments: list[str],
    told: str,
    door: Door,
    report: Callable[[Drawn], Path],
    tmp_path: Path,
) -> None:
    names = {"report": report(MAY.drawn()), "folder": tmp_path}
    refused = door.run("map", *(argument.format(**names) for argument in arguments))
    assert refused.code == 1
    assert told in refused.err


def test_a_file_without_a_table_is_refused(door: Door, report: Callable[[Drawn], Path]) -> None:
    refused = door.run("map", report(Drawn([["Kính gửi"]])))
    assert refused.code == 1
    assert "no table with labels and numbers was found" in refused.err
