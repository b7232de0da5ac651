"""Packs are loaded whole or refused with file, card or place, and field."""

from __future__ import annotations

import time
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from tiendo.packs import Pack, load_pack, pack_names, read_pack
from tiendo.vocabulary.errors import VocabularyError
from tiendo.vocabulary.period import Period
from tiendo.vocabulary.words import Level, Rule

NAMES = {"vi": "tên", "en": "name", "ar": "اسم", "ru": "имя"}


def place(number: int, key: str, level: str, parent: str | None = None, **more: Any) -> Any:
    return {
        "id": number,
        "key": key,
        "level": level,
        "names": [{"lang": "vi", "text": key.title()}],
        "parents": [{"parent": parent}] if parent else [],
    } | more


def card(code: str, **more: Any) -> Any:
    return {
        "code": code,
        "names": NAMES,
        "topic": "growth",
        "unit": "bn VND",
        "nature": "flow",
        "time_rule": "sum",
        "place_rule": "sum",
        "direction": "up",
        "price_bases": ["current"],
        "frequency": "monthly",
        "lag_days": 10,
        "levels": ["province", "commune"],
    } | more


def tree(**more: Any) -> Any:
    codes = [
        {"code": "farming", "names": NAMES},
        {"code": "rest", "names": NAMES, "parts": [{"code": "trade", "names": NAMES}]},
    ]
    return {"dimension": "sector", "names": NAMES, "codes": codes} | more


PLACES = [place(1, "lien-ha", "country"), place(2, "song-xanh", "province", "lien-ha")]
CARDS = [card("revenue"), card("people", unit="persons")]


@pytest.fixture
def load(tmp_path: Path) -> Callable[..., Pack]:
    """Return a function that writes a pack and loads it."""

    def write_and_load(places: Any = PLACES, cards: Any = CARDS, **more: str) -> Pack:
        (tmp_path / "indicators").mkdir(exist_ok=True)
        (tmp_path / "places.yaml").write_text(
            places if isinstance(places, str) else yaml.safe_dump(places), encoding="utf-8"
        )
        (tmp_path / "indicators" / "a.yaml").write_text(
            cards if isinstance(cards, str) else yaml.safe_dump(cards), encoding="utf-8"
        )
        for name, text in more.items():
            (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")
        return read_pack(tmp_path, "lienha")

    return write_and_load


def test_a_small_pack_is_loaded(load: Callable[..., Pack], tmp_path: Path) -> None:
    (tmp_path / "figures").mkdir()
    for name in ("b.csv", "a.csv", "notes.txt"):
        (tmp_path / "figures" / name).write_text("")
    pack = load(pack="time_zone: Asia/Ho_Chi_Minh\n")
    assert pack.register["song-xanh"].parent_on(date(2024, 1, 1)) == "lien-ha"
    assert list(pack.catalogue) == ["revenue", "people"]
    assert [file.name for file in pack.figure_files] == ["a.csv", "b.csv"]
    assert pack.time_zone == "Asia/Ho_Chi_Minh"
    assert (pack.name, pack.root) == ("lienha", tmp_path)


def test_a_pack_may_be_places_alone(tmp_path: Path) -> None:
    (tmp_path / "places.yaml").write_text(yaml.safe_dump(PLACES))
    pack = read_pack(tmp_path, "lienha")
    assert (len(pack.register), len(pack.catalogue), pack.figure_files) == (2, 0, ())
    assert pack.time_zone == "UTC"


def test_a_pack_may_lie_in_an_archive(load: Callable[..., Pack], tmp_path: Path) -> None:
    load()
    with zipfile.ZipFile(tmp_path / "pack.zip", "w") as archive:
        archive.write(tmp_path / "places.yaml", "lienha/places.yaml")
        archive.write(tmp_path / "indicators" / "a.yaml", "lienha/indicators/a.yaml")
        archive.writestr("lienha/figures/a.csv", "place,indicator,period,value\n")
    pack = read_pack(zipfile.Path(tmp_path / "pack.zip", "lienha/"), "lienha")
    assert (len(pack.register), len(pack.catalogue)) == (2, 2)
    assert [file.read_bytes()[:5] for file in pack.figure_files] == [b"place"]


def test_all_fields_of_a_place(load: Callable[..., Pack]) -> None:
    text = """
- {id: 1, key: lien-ha, level: country, names: [{lang: vi, text: Liên Hà}]}
- id: 2
  key: song-xanh
  level: province
  valid_from: 1997-01-01
  valid_to: "2025-07-01"
  children_listed: false
  codes: [{scheme: gso, code: "01", valid_from: null, valid_to: 2025-07-01}]
  names:
    - {lang: vi, text: Sông Xanh, alias: false, valid_from: null, valid_to: null}
    - {lang: en, text: Blue River, alias: true}
  parents: [{parent: lien-ha, valid_from: 1997-01-01, valid_to: null}]
"""
    found = load(places=text).register.find("Blue River")
    assert (found.id, found.level, found.children_listed) == (2, Level.PROVINCE, False)
    assert (found.span.start, found.span.end) == (date(1997, 1, 1), date(2025, 7, 1))
    assert (found.codes[0].code, found.codes[0].span.end) == ("01", date(2025, 7, 1))
    assert [name.alias for name in found.names] == [False, True]
    assert found.parents[0].span.start == date(1997, 1, 1)


def test_all_fields_of_a_card(load: Callable[..., Pack]) -> None:
    full = card(
        "price",
        unit="m VND",
        per="persons",
        nature="average",
        time_rule="mean",
        place_rule="mean",
        weight="people",
        purpose={"vi": "a", "en": "b"},
        concept={"vi": "a"},
        source={"en": "office"},
        valid_from="2010-01-01",
        valid_to=None,
        breakdowns=[tree(residual="rest")],
        breaks=[{"at": "2021-01", "reason": {"vi": "a", "en": "b"}}],
        legal=[{"document": "Law", "number": "1/2", "date": date(2015, 11, 23), "verified": True}],
        formulas=[{"expression": "revenue / people", "valid_from": None, "valid_to": None}],
    )
    found = load(cards=[*CARDS, full]).catalogue["price"]
    assert (found.unit.text, found.per, found.weight) == ("m VND", "persons", "people")
    assert (found.time_rule, found.valid_from) == (Rule.MEAN, date(2010, 1, 1))
    assert found.breakdowns[0].residual == "rest"
    assert found.breakdowns[0].find("trade") is not None
    assert found.breaks[0].at == Period.parse("2021-01")
    assert (found.legal[0].dated, found.legal[0].verified) == ("2015-11-23", True)
    assert found.formulas[0].expression == "revenue / people"


def changed(base: Any, **changes: Any) -> Any:
    """Return the entry with fields changed, or left out where the change is `...`."""
    return {k: v for k, v in (base | changes).items() if v is not ...}


LIEN_HA = PLACES[0]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        (
            {"keys": 1},
            "place 'lien-ha', field 'keys': there is no such field; the fields: key, id,",
        ),
        ({"id": ...}, "place 'lien-ha', field 'id': it is missing; write it as a whole number"),
        ({"key": ...}, "place 1, field 'key': it is missing; write it as text"),
        ({"key": "Lien Ha"}, "place 'Lien Ha', field 'key': 'Lien Ha' is no key; write lower-case"),
        ({"key": "liên-hà"}, "place 'liên-hà', field 'key': 'liên-hà' is no key"),
        ({"id": "1"}, "place 'lien-ha', field 'id': '1' is text, not a whole number"),
        ({"id": True}, "place 'lien-ha', field 'id': 'True' is true or false, not a whole number"),
        ({"id": -1}, "place 'lien-ha', field 'id': -1 is below zero"),
        ({"level": "state"}, "place 'lien-ha', field 'level': 'state' is not one of the words for"),
        (
            {"valid_from": "July"},
            "place 'lien-ha', field 'valid_from': 'July' is no date; write it",
        ),
        (
            {"valid_from": "2025-07-01", "valid_to": "2025-07-01"},
            "place 'lien-ha', field 'valid_to': 2025-07-01 is not after valid_from 2025-07-01",
        ),
        (
            {"children_listed": "yes"},
            "place 'lien-ha', field 'children_listed': 'yes' is text, not",
        ),
        ({"names": []}, "place 'lien-ha', field 'names': the list is empty"),
        ({"names": "Liên Hà"}, "place 'lien-ha', field 'names': 'Liên Hà' is text, not a list"),
        (
            {"names": [{"lang": "vi", "txt": "a"}]},
            "place 'lien-ha', names[1], field 'text': it is missing; write it as text",
        ),
        (
            {"names": [{"lang": "vi", "text": "a", "alias": True}]},
            "place 'lien-ha', field 'names': every name is an alias; give it a name that is shown",
        ),
        (
            {"codes": [{"scheme": "gso", "code": 1}]},
            "place 'lien-ha', codes[1], field 'code': '1' is a whole number, not text; put it in "
            "quotation marks",
        ),
        (
            {"parents": [{"parent": "gone"}]},
            "place 'lien-ha', field 'parents': there is no place 'gone'; write the key",
        ),
        (
            {"parents": [{"parent": "song-xanh"}]},
            "place 'lien-ha', field 'parents': a country cannot belong to the province 'song-xanh'",
        ),
    ],
)
def test_a_wrong_place_is_refused_by_name(
    load: Callable[..., Pack], changes: dict[str, Any], said: str
) -> None:
    with pytest.raises(VocabularyError) as caught:
        load(places=[changed(LIEN_HA, **changes), *PLACES[1:]])
    assert str(caught.value).startswith(f"places.yaml, {said}")


def test_two_parents_or_two_owners_of_a_code_at_a_time_are_refused(
    load: Callable[..., Pack],
) -> None:
    two = [{"parent": "lien-ha", "valid_to": "2025-07-02"}, {"parent": "lien-ha"}]
    two[1]["valid_from"] = "2025-07-01"
    with pytest.raises(VocabularyError, match="belongs to 'lien-ha' and 'lien-ha' at the same"):
        load(places=[LIEN_HA, place(2, "a", "province", parents=two)])
    two[0]["valid_to"] = "2025-07-01"
    load(places=[LIEN_HA, place(2, "a", "province", parents=two)])

    def owners(end: str) -> Any:
        first = [{"scheme": "gso", "code": "01", "valid_to": end}]
        second = [{"scheme": "gso", "code": "01", "valid_from": "2025-07-01"}]
        return [place(1, "a", "province", codes=first), place(2, "b", "province", codes=second)]

    with pytest.raises(VocabularyError, match="'a' and 'b', field 'codes': both have the gso code"):
        load(places=owners("2025-07-02"))
    assert len(load(places=owners("2025-07-01")).register) == 2


def test_two_places_with_one_key_are_refused(load: Callable[..., Pack]) -> None:
    with pytest.raises(VocabularyError, match="two places have the key 'lien-ha'"):
        load(places=[*PLACES, place(3, "lien-ha", "country")])


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"unit": "furlong"}, "field 'unit': 'furlong' is no known unit; write an optional"),
        ({"unit": ...}, "field 'unit': it is missing; write it as text"),
        ({"units": "t"}, "field 'units': there is no such field; the fields: code, valid_from,"),
        ({"code": "Revenue"}, "field 'code': 'Revenue' is no code; write lower-case ASCII"),
        ({"code": "state_revenue"}, "field 'code': 'state_revenue' is no code"),
        ({"names": {"vi": "a", "en": "b"}}, "field 'names': there is no text in ar, ru; add the"),
        ({"names": NAMES | {"ru": ""}}, "field 'names.ru': it is no text; put the text in quot"),
        ({"names": NAMES | {"RU": "a"}}, "field 'names': 'RU' is no language code; write vi, en,"),
        ({"names": NAMES | {False: "a"}}, "field 'names': 'False' is no language code"),
        ({"topic": 3}, "field 'topic': '3' is a whole number, not text; put it in quotation marks"),
        ({"nature": "flux"}, "field 'nature': 'flux' is not one of the words for nature; write"),
        ({"direction": None}, "field 'direction': it is missing; write it as text"),
        ({"price_bases": []}, "field 'price_bases': the list is empty"),
        ({"price_bases": ["real"]}, "field 'price_bases': 'real' is no price basis; write current"),
        ({"price_bases": ["current", "current"]}, "field 'price_bases': a word stands twice"),
        ({"levels": ["ward"]}, "field 'levels': 'ward' is not one of the words for level"),
        ({"levels": [1]}, "field 'levels': '1' is a whole number, not text"),
        ({"lag_days": "10"}, "field 'lag_days': '10' is text, not a whole number"),
        ({"lag_days": 1.5}, "field 'lag_days': '1.5' is a number with a fraction, not a whole"),
        ({"per": "km"}, "field 'per': 'km' is no counted noun; write a plural such as persons"),
        ({"per": "head"}, "field 'per': 'head' is no known unit"),
        (
            {"place_rule": "mean"},
            "field 'weight': the mean over places has no weight; name the indicator that weighs it",
        ),
        ({"weight": "people"}, "field 'weight': no rule of the card is a mean; leave the weight"),
        (
            {"place_rule": "mean", "weight": "gone"},
            "field 'weight': there is no indicator 'gone'; write the code of a card",
        ),
        ({"place_rule": "mean", "weight": "revenue"}, "field 'weight': a card cannot weigh itself"),
        ({"place_rule": "last"}, "field 'place_rule': places have no last one; write sum, mean"),
        (
            {"breaks": [{"at": "soon", "reason": NAMES}]},
            "breaks[1], field 'at': 'soon' is no period",
        ),
        ({"breaks": [{"at": "2021-01"}]}, "breaks[1], field 'reason': it is missing"),
        ({"legal": ["Law"]}, "legal[1]: this is text, not a mapping; write field: value pairs"),
        ({"legal": [{"document": "Law", "date": "2015"}]}, "legal[1], field 'date': '2015' is no"),
    ],
)
def test_a_wrong_card_is_refused_by_name(
    load: Callable[..., Pack], changes: dict[str, Any], said: str
) -> None:
    entry = changed(card("revenue"), **changes)
    with pytest.raises(VocabularyError) as caught:
        load(cards=[CARDS[1], entry])
    where = f"indicators/a.yaml, card '{entry['code']}', "
    assert str(caught.value).startswith(where + said)


@pytest.mark.parametrize(
    ("broken", "said"),
    [
        (tree(residual="trade"), "'sector', field 'residual': 'trade' is none of the codes at the"),
        (
            tree(residual="rest", additive=False),
            "'sector', field 'residual': parts that do not add",
        ),
        (tree(dimension="a b"), ", field 'dimension': 'a b' is no name of a dimension"),
        (tree(codes=[]), "'sector', field 'codes': the list is empty"),
        (
            tree(codes=[{"code": "a", "names": NAMES, "parts": [{"code": "a", "names": NAMES}]}]),
            "'sector', field 'codes': 'a' stands twice; each code stands once in a tree",
        ),
        (
            tree(codes=[{"code": "a=b", "names": NAMES}]),
            "'sector', codes[1], field 'code': 'a=b' is no code; write letters",
        ),
        (
            tree(codes=[{"code": "a", "names": {"vi": "a"}}]),
            "'sector', codes[1], field 'names': there is no text in en, ar, ru",
        ),
    ],
)
def test_a_wrong_breakdown_is_refused_by_name(
    load: Callable[..., Pack], broken: Any, said: str
) -> None:
    with pytest.raises(VocabularyError) as caught:
        load(cards=[card("revenue", breakdowns=[broken])])
    where = "indicators/a.yaml, card 'revenue', breakdowns[1]"
    assert str(caught.value).replace(" 'sector'", "'sector'", 1).startswith(where + said)


@pytest.mark.parametrize(
    ("formulas", "said"),
    [
        (["revenue +"], "field 'formulas': column 10: found the end, expected a number"),
        (["gone"], "field 'formulas': there is no indicator 'gone'"),
        (["revenue / people"], "field 'formulas': the formula gives VND / persons, its card says"),
    ],
)
def test_a_wrong_formula_is_refused_by_name(
    load: Callable[..., Pack], formulas: list[str], said: str
) -> None:
    derived = card("derived", formulas=[{"expression": text} for text in formulas])
    with pytest.raises(VocabularyError) as caught:
        load(cards=[*CARDS, derived])
    assert str(caught.value).startswith(f"indicators/a.yaml, card 'derived', {said}")


def test_formulas_in_a_circle_are_refused(load: Callable[..., Pack]) -> None:
    cards = [
        card("a", formulas=[{"expression": "2 * b"}]),
        card("b", formulas=[{"expression": "a / 2"}]),
    ]
    with pytest.raises(VocabularyError, match="go in a circle: a -> b -> a"):
        load(cards=cards)


def test_two_cards_with_one_code_are_refused(load: Callable[..., Pack]) -> None:
    with pytest.raises(VocabularyError, match=r"already in indicators/a.yaml, card 'revenue'"):
        load(cards=[*CARDS, card("revenue")])


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("- a: 1\n  b: [", "places.yaml, line 3: "),
        ("- {id: 1, id: 2}", "places.yaml, line 1: the field 'id' stands twice"),
        ("- {<<: {id: 1}, key: a, key: b}", "places.yaml, line 1: the field 'key' stands twice"),
        ("a: 1", "places.yaml: this is no list; begin each entry with '- '"),
        ("", "places.yaml: this is no list"),
        ("- one", "places.yaml, place 1: this is text, not a mapping"),
        ("- !!python/object/apply:os.getcwd []", "places.yaml, line 1: could not determine a con"),
    ],
)
def test_what_is_no_list_of_mappings_is_refused(
    load: Callable[..., Pack], text: str, said: str
) -> None:
    with pytest.raises(VocabularyError) as caught:
        load(places=text)
    assert str(caught.value).startswith(said)


def test_a_merged_mapping_may_override_a_field(load: Callable[..., Pack]) -> None:
    text = """
- &base {id: 1, key: lien-ha, level: country, names: [{lang: vi, text: Liên Hà}]}
- {<<: *base, id: 2, key: other}
"""
    assert [place.key for place in load(places=text).register] == ["lien-ha", "other"]


def test_a_file_that_is_not_utf8_is_refused(load: Callable[..., Pack], tmp_path: Path) -> None:
    load()
    (tmp_path / "places.yaml").write_bytes(b"- \xf4")
    with pytest.raises(VocabularyError, match=r"places.yaml: byte 2 is not UTF-8; save the file"):
        read_pack(tmp_path, "lienha")


def test_a_pack_without_places_or_with_a_wrong_zone_is_refused(
    load: Callable[..., Pack], tmp_path: Path
) -> None:
    with pytest.raises(VocabularyError, match=r"the pack .lienha. has no places.yaml"):
        read_pack(tmp_path, "lienha")
    with pytest.raises(VocabularyError, match=r"pack.yaml, field 'time_zone': 'Mars' is no time"):
        load(pack="time_zone: Mars\n")


@pytest.mark.parametrize("name", ["atlantis", "../packs/vietnam", ""])
def test_only_installed_packs_are_loaded(name: str) -> None:
    with pytest.raises(
        VocabularyError, match=r"there is no country pack '.*'; there are: .*vietnam"
    ):
        load_pack(name)


def test_the_pack_of_vietnam_is_sound_and_loaded_once() -> None:
    assert "vietnam" in pack_names()
    pack = load_pack()
    assert load_pack("vietnam") is load_pack("vietnam")
    assert pack.register.find("Việt Nam").key == "vn"
    assert len(pack.catalogue) > 0
    assert all(file.name.endswith(".csv") for file in pack.figure_files)


def test_seventy_places_and_many_cards_load_quickly(load: Callable[..., Pack]) -> None:
    places = [LIEN_HA, *(place(n, f"p-{n}", "province", "lien-ha") for n in range(2, 72))]
    cards = [card(f"c-{n}", purpose=NAMES, breakdowns=[tree()]) for n in range(120)]
    started = time.perf_counter()
    load(places=places, cards=cards)
    # Half a second is the aim and a fifth is usual; the limit leaves room for a busy machine.
    assert time.perf_counter() - started < 3
