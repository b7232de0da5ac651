"""The packaged register of Vietnam: the reform of 1 July 2025 as the sources tell it."""

from __future__ import annotations

import unicodedata
from collections import Counter
from datetime import date
from random import Random

import pytest

from tests.territory.counted import SERIES, counted
from tiendo.cube.explain.evaluate import explain
from tiendo.cube.explain.evidence import Evidence
from tiendo.cube.explain.source import MemoryFigures
from tiendo.packs.boundaries import boundaries_of, manifest_of, without_boundary
from tiendo.packs.loading import load_pack
from tiendo.packs.register import seal_of
from tiendo.packs.register_checks import check_register
from tiendo.vocabulary.errors import VocabularyError
from tiendo.vocabulary.folding import fold
from tiendo.vocabulary.history import Happening, history
from tiendo.vocabulary.period import Period
from tiendo.vocabulary.place_search import search_places
from tiendo.vocabulary.reform import Extent
from tiendo.vocabulary.territory import cover, successors
from tiendo.vocabulary.words import Level, State

PACK = load_pack()
REGISTER = PACK.register
BEFORE, AFTER = date(2025, 6, 30), date(2025, 7, 1)


def _level_counts(day: date) -> Counter[Level]:
    return Counter(place.level for place in REGISTER if place.span.holds(day))


def test_the_register_is_sound_and_sealed() -> None:
    check_register(REGISTER)
    assert (PACK.root / "register" / "checked.txt").read_text().strip() == seal_of(PACK.root)


def test_counts_before_and_after() -> None:
    assert _level_counts(BEFORE) == {
        Level.COUNTRY: 1, Level.PROVINCE: 63, Level.DISTRICT: 696, Level.COMMUNE: 10_036,
    }  # fmt: skip
    assert _level_counts(AFTER) == {Level.COUNTRY: 1, Level.PROVINCE: 34, Level.COMMUNE: 3_321}
    assert _level_counts(date(2026, 4, 30)) == _level_counts(AFTER)


@pytest.mark.parametrize(
    ("day", "types"),
    [
        (AFTER, {"ward": 687, "commune": 2621, "special_zone": 13}),
        (date(2026, 4, 30), {"ward": 697, "commune": 2611, "special_zone": 13}),
    ],
)
def test_types_of_the_new_units(day: date, types: dict[str, int]) -> None:
    """The list of 2026 prints 14 zones and 2,610 communes; one row contradicts its own name."""
    communes = (p for p in REGISTER if p.level is Level.COMMUNE and p.span.holds(day))
    assert Counter(place.name_on(day, "vi").type for place in communes) == types


def _heirs(key: str) -> dict[str, bool]:
    parts = cover(REGISTER, key, AFTER).parts
    return {fold(REGISTER[p.key].name("vi")).replace(" ", "-"): p.whole for p in parts}


def test_successors_of_the_three_localities() -> None:
    assert _heirs("que-son") == dict.fromkeys(
        ("que-son", "xuan-phu", "nong-son", "que-son-trung", "que-phuoc"), True
    )
    assert _heirs("binh-lieu") == {
        "binh-lieu": True, "hoanh-mo": True, "luc-hon": True, "tien-yen": False,
    }  # fmt: skip
    assert _heirs("cam-pha") == {
        "mong-duong": True, "quang-hanh": True, "cua-ong": True, "cam-pha": True,
        "hai-hoa": False, "hai-lang": False,
    }  # fmt: skip


def test_vo_ngai_is_divided_between_binh_lieu_and_tien_yen() -> None:
    given_to = {(t.target, t.extent) for t in successors(REGISTER, "vo-ngai-06853")}
    assert given_to == {
        ("binh-lieu-06838-2025", Extent.PART), ("tien-yen-06862-2025", Extent.PART),
    }  # fmt: skip


def test_ninh_thuan_lives_on_as_a_visible_part_of_khanh_hoa() -> None:
    (formed,) = history(REGISTER, "khanh-hoa-2025")
    assert formed.happening is Happening.FORMED
    assert {t.source for t in formed.transfers} == {"khanh-hoa", "ninh-thuan"}
    within = cover(REGISTER, "ninh-thuan", AFTER)
    assert within.exact and len(within.parts) == 24
    assert all(REGISTER.is_within(p.key, "khanh-hoa-2025", AFTER) for p in within.parts)


def test_every_commune_that_ended_has_an_heir() -> None:
    ended = (p for p in REGISTER if p.level is Level.COMMUNE and p.span.end == AFTER)
    assert [place.key for place in ended if not successors(REGISTER, place.key)] == []


def test_codes_mean_what_they_should_on_each_date() -> None:
    def owner(code: str, day: date) -> list[str]:
        found = (REGISTER[key] for key in REGISTER.by_code.get(code, ()))
        return [p.key for p in found if any(c.code == code and c.span.holds(day) for c in p.codes)]

    def parent(key: str) -> str | None:
        return REGISTER[key].parent_on(BEFORE)

    assert (owner("794", BEFORE), parent("tan-an-794")) == (["tan-an-794"], "long-an")
    assert (owner("900", BEFORE), parent("ha-tien-900")) == (["ha-tien-900"], "kien-giang")
    assert owner("794", AFTER) == owner("900", AFTER) == []
    assert owner("00553", BEFORE) == ["co-bi-00553"]
    assert owner("00556", BEFORE) == ["dang-xa-00556"]
    assert owner("00553", AFTER) == []
    assert (owner("44", BEFORE), owner("44", AFTER)) == (["quang-binh"], ["quang-tri-2025"])
    assert owner("00004", BEFORE) == ["truc-bach-00004"]
    assert owner("00004", AFTER) == ["ba-dinh-00004-2025"]


def test_changes_of_unknown_date_stay_null() -> None:
    (code,) = (c for c in history(REGISTER, "ba-che-06970-2025") if c.before)
    assert (code.happening, code.before, code.after) == (Happening.RECODED, "06970", "06978")
    assert (code.day, code.known_by) == (None, date(2026, 4, 30))
    dong_nai = history(REGISTER, "dong-nai-2025")[-1]
    assert (dong_nai.happening, dong_nai.day) == (Happening.RENAMED, None)


@pytest.mark.parametrize(
    "spelling",
    ["Quế Sơn", "Que Son", "Куэ Сон", "كيو سون", "H. Quế Sơn", "huyện Quế Sơn", "QUE SƠN"],
)
def test_spellings_in_four_scripts_find_que_son(spelling: str) -> None:
    assert REGISTER.find(spelling).key == "que-son"


def test_a_type_narrows_a_name() -> None:
    assert REGISTER.find("xã Quế Sơn").key == "que-son-20641-2025"
    assert REGISTER.find("TP. Cẩm Phả").key == "cam-pha"


# ---- figures on both maps --------------------------------------------------------------

LOWEST = [
    place
    for place in REGISTER.within("vn", BEFORE)
    if place.level is Level.COMMUNE or not REGISTER.children(place.key, BEFORE)
]
"""The communes, and the five island districts that had none."""


@pytest.mark.parametrize("seed", range(2))
def test_totals_before_and_after_are_equal_to_the_last_unit(seed: int) -> None:
    """Random figures of all 10,041 lowest units: added up along either map they give the same.

    For the country, and for every group of provinces, since each new province gives what the old
    ones give that it was made of.
    """
    dice = Random(seed)
    filed = {place.key: dice.randrange(10_000) for place in LOWEST}
    known = Evidence(
        MemoryFigures(counted(filed, "2024")), PACK.catalogue, REGISTER, date(2026, 6, 1)
    )
    old, new = known.on_map(BEFORE), known.on_map(AFTER)
    total = 0
    for province in REGISTER.children("vn", AFTER):
        on_new = counted_level(new, province.key)
        former = [part.key for part in cover(REGISTER, province.key, BEFORE).parts]
        assert on_new == sum(counted_level(old, key) for key in former), province.key
        total += on_new
    assert total == sum(filed.values()) == counted_level(old, "vn") == counted_level(new, "vn")


def counted_level(known: Evidence, place: str) -> int:
    row = explain(known, place, SERIES, Period.parse("2024"))[0]
    assert row.state in (State.VALUE, State.ZERO), (place, row.state)
    assert row.value is not None
    return int(row.value)


def test_a_commune_of_divided_ones_is_refused_with_their_names() -> None:
    filed = {place.key: 5 for place in LOWEST}
    known = Evidence(
        MemoryFigures(counted(filed, "2024")), PACK.catalogue, REGISTER, date(2026, 6, 1)
    ).on_map(AFTER)
    states: Counter[State] = Counter()
    for place in REGISTER.children("quang-ninh", AFTER):
        row = explain(known, place.key, SERIES, Period.parse("2024"))[0]
        divided = cover(REGISTER, place.key, BEFORE).divided
        states[row.state] += 1
        assert (row.state is State.REFUSED) == bool(divided)
        if divided:
            assert all(key in row.findings[-1].detail for key in divided)
        else:
            assert row.value == 5 * len(cover(REGISTER, place.key, BEFORE).parts)
    assert set(states) == {State.REFUSED, State.VALUE}


# ---- boundaries ------------------------------------------------------------------------


def test_every_present_unit_has_a_boundary_that_is_attributed() -> None:
    assert without_boundary(PACK) == {Level.PROVINCE: (), Level.COMMUNE: ()}
    manifest = manifest_of(PACK)
    assert manifest is not None
    assert "Thang Le Quoc" in manifest.attribution and "states no rights" in manifest.licence


@pytest.mark.parametrize(
    ("level", "parent", "count"),
    [
        (Level.PROVINCE, "vn", 34),
        (Level.COMMUNE, "khanh-hoa-2025", 65),
        (Level.COMMUNE, "quang-ninh", 54),
    ],
)
def test_boundaries_are_joined_to_the_register(level: Level, parent: str, count: int) -> None:
    found = boundaries_of(PACK, level, parent)
    assert found is not None
    features = found.geojson("en")["features"]
    assert len(features) == count and found.without == ()
    assert {REGISTER.by_id(f["id"]).key for f in features} == {
        f["properties"]["key"] for f in features
    }


def test_there_are_no_boundaries_of_what_no_file_draws() -> None:
    assert boundaries_of(PACK, Level.COMMUNE, "vn") is None


@pytest.mark.parametrize(
    ("spelling", "key"),
    [
        *((word, "que-son") for word in ("Quế Sơn", "Que Son", "QUẾ SƠN", "Куэ Сон", "كيو سون")),
        *((word, "que-son") for word in ("H. Quế Sơn", "huyện Quế Sơn", "H.Que Son")),
        (unicodedata.normalize("NFD", "Quế Sơn"), "que-son"),
        *((word, "que-son-20641-2025") for word in ("X. Quế Sơn", "xã Quế Sơn")),
        *(
            (word, "cam-pha")
            for word in ("TP. Cẩm Phả", "TP Cẩm Phả", "TP.CẨM PHẢ", "Cam Pha City")
        ),
        ("P.Cẩm Phả", "cam-pha-06793-2025"),
        ("TX. Quảng Yên", "quang-yen-206"),
        ("Q.1", "quan-1-760"),
        ("TP.HCM", "ho-chi-minh"),
    ],
)
def test_people_s_spellings_find_the_place(spelling: str, key: str) -> None:
    assert search_places(REGISTER, spelling)[0].key == key


def test_a_town_that_became_a_city_is_found_as_it_was_written() -> None:
    assert [place.key for place in search_places(REGISTER, "TX Cẩm Phả")] == ["cam-pha"]
    with pytest.raises(VocabularyError, match="no known place"):
        REGISTER.find("TX Cẩm Phả")  # what is filed is never guessed
