"""What is wrong in a register is refused, by the row and with the remedy."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.country import FOLDER
from tiendo.packs.register import read_register, seal_of
from tiendo.vocabulary.errors import VocabularyError

Change = Callable[[str], str]


def _refusal(tmp_path: Path, file: str, change: Change) -> VocabularyError:
    root = tmp_path / "veloria"
    shutil.copytree(FOLDER, root)
    text = (root / file).read_text("utf-8")
    assert change(text) != text
    (root / file).write_text(change(text), "utf-8")
    with pytest.raises(VocabularyError) as refused:
        read_register(root)
    return refused.value


def _line(text: str, old: str) -> int:
    return text[: text.index(old)].count("\n") + 1


TRANSFERS, UNITS, PARENTS = "register/transfers.csv", "register/units.csv", "register/parents.csv"


@pytest.mark.parametrize(
    ("file", "old", "new", "said", "remedy"),
    [
        (TRANSFERS, "cedar-west,part,0.6,0.7", "cedar-west,part,0.5,0.7",
         "lines 4, 5: the area shares of 'cedar' add up to 0.9, not 1", "correct the shares"),
        (TRANSFERS, "cedar-east,part,0.4", "cedar-east,part,1.4",
         "line 4: '1.4' is no share", "a number from 0 to 1"),
        (TRANSFERS, "alder,alderbirch,whole", "alder,alder,whole",
         "line 2: 'alder' gives something to itself", "needs no transfer"),
        (TRANSFERS, "alder,alderbirch,whole", "alder,atlantis,whole",
         "line 2: there is no place 'atlantis'", "of this country"),
        (TRANSFERS, "shift-2022,elm,elm-2022,whole", "shift-2022,elm-2022,elm,whole",
         "line 8: 'elm-2022' gives something on 2022-04-01, before it exists", "existed then"),
        (TRANSFERS, "merger-2021,alder,", "merger-2020,alder,",
         "line 2: there is no event 'merger-2020'", "there are: merger-2021"),
        (TRANSFERS, "dale,elm-2022,part", "dale,elm-2022,whole",
         "'dale' goes whole to one place and gives to another", "write part"),
        (TRANSFERS, "split-2022,cedar,cedar-west", "split-2022,cedar,cedar-east",
         "'cedar' gives twice to one place", "one line"),
        (TRANSFERS, "extent,", "how,", "line 1: the columns are", "first line"),
        (TRANSFERS, "alder,alderbirch,whole", "alder,alderbirch,wholly",
         "line 2: 'wholly' is not one of the words for extent", "write one of: whole"),
        (TRANSFERS, "2023,alder,alder-2023,restored", "2023,cedar,alder-2023,restored",
         "takes back no event in which 'cedar' ended", "undoes"),
        (TRANSFERS, "provinces-2022,isle,south-2022", "provinces-2022,isle,north",
         "line 10: 'north' receives territory on 2022-07-01 but begins earlier", "another place"),
        (UNITS, "13,alderbirch,commune,village,Alnobetulo,Alderbirch,01,north,2021-01-01",
         "13,alderbirch,commune,village,Alnobetulo,Alderbirch,01,north,2020-01-01",
         "code 01", "dates from and to"),
        (UNITS, "12,birch,", "11,birch,", "the id '11' stands twice", "no id is used again"),
        (UNITS, "12,birch,", "12,alder,", "the key 'alder' stands twice", "one line"),
        (UNITS, "12,birch,commune", "12,birch,hamlet",
         "'hamlet' is not one of the words", "its line"),
        (UNITS, "02,north,,2021-01-01", "02,atlantis,,2021-01-01",
         "there is no place 'atlantis'", "key of the parent"),
        (UNITS, "12,birch,commune,village,Betulo,Birch,02,north,,2021-01-01",
         "12,birch,commune,village,Betulo,Birch,02,,,2021-01-01",
         "'birch' never belonged to 'veloria'", "another country"),
        (UNITS, "birch,commune,village,Betulo,Birch,02,north,,2021-01-01",
         "birch,commune,village,Betulo,Birch,02,north,,2021-13-01",
         "place 'birch': month must be in 1..12", "dates"),
        (UNITS, "12,birch,commune,", "12,birch,", "line 3: 9 cells instead of 10", "quotes"),
        (PARENTS, "ford,south,,2022-07-01", "ford,south,,2023-07-01",
         "parents.csv, lines 8, 9, place 'ford', field 'parents': it belongs to 'south' and "
         "'south-2022' at the same time", "end one span"),
        (PARENTS, "ford,south,,2022-07-01,,", "ford,alder,,2022-07-01,,",
         "a commune cannot belong to the commune 'alder'", "higher level"),
        (PARENTS, "quay,isle", "key,isle",
         "parents.csv, line 12: there is no place 'key' in units.csv",
         "another country"),
        (UNITS, "birch,commune,village,Betulo,Birch,02", "birch,commune,village,Betulo,Birch,01",
         "units.csv, line 2 and units.csv, line 3, place 'alder' and 'birch', field 'codes'",
         "dates from and to"),
        ("register/events.yaml", "  date: 2022-01-01", "  date: 2022-02-01",
         "'cedar' gives territory on 2022-02-01 but ends on 2022-01-01", "end it on 2022-02-01"),
        ("register/events.yaml", "  known_by: 2024-06-30\n", "", "no day is told", "known_by"),
        ("register/events.yaml", "key: split-2022", "key: merger-2021",
         "two events are called 'merger-2021'", "its own key"),
        ("places.yaml", "key: isle\n  level: province", "key: isle\n  level: country",
         "country", ""),
    ],
)  # fmt: skip
def test_each_fault_is_named_with_its_row_and_a_remedy(
    tmp_path: Path, file: str, old: str, new: str, said: str, remedy: str
) -> None:
    refused = _refusal(tmp_path, file, lambda text: text.replace(old, new, 1))
    assert said in refused.message
    assert remedy in refused.remedy


def test_a_unit_that_comes_of_itself_is_named_with_the_way(tmp_path: Path) -> None:
    """Only undated reforms can go in circles: dates would have shown it before."""

    def circle(text: str) -> str:
        return text + "by-2024,quay,ford-on-isle,whole,,,\nby-2024,ford-on-isle,quay,whole,,,\n"

    refused = _refusal(tmp_path, TRANSFERS, circle)
    assert "'quay'" in refused.message and "transfers.csv" in refused.message


def test_a_village_that_leaves_the_province_which_went_whole_is_named(tmp_path: Path) -> None:
    def astray(text: str) -> str:
        return text.replace("quay,south-2022,2022-07-01", "quay,north,2022-07-01")

    refused = _refusal(tmp_path, PARENTS, astray)
    assert "'isle' goes whole to 'south-2022'" in refused.message
    assert "quay" in refused.message


def test_a_sealed_register_is_not_checked_again_and_a_changed_one_is(tmp_path: Path) -> None:
    root = tmp_path / "veloria"
    shutil.copytree(FOLDER, root)
    (root / "register" / "checked.txt").write_text(seal_of(root))
    assert len(read_register(root)) == 20
    transfers = root / "register" / "transfers.csv"
    transfers.write_text(transfers.read_text("utf-8").replace("0.6,0.7", "0.5,0.7"), "utf-8")
    with pytest.raises(VocabularyError, match=r"add up to 0\.9"):
        read_register(root)
