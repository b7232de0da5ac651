"""Form of the packaged Vietnam data: places, cards, and every line of every figure file."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from tests.packs.vietnam_files import (
    FIGURES,
    LANGUAGES,
    STATISTICS,
    cards,
    end_of,
    parts,
    places,
    rows,
    run,
)

HEADER = (
    "place,indicator,breakdown,price_basis,period,kind,value,value_hi,unit,comparator,modality,"
    "status,state,known_at,assigner,version,operator,decision"
).split(",")
COMPARATORS = {
    "exact", "more_than", "at_least", "less_than", "at_most", "nearly", "approx", "range",
}  # fmt: skip
OPERATORS = {"", "more_than", "at_least", "less_than", "at_most", "exact", "none_left"}
WORDS = {
    "kind": {"level", "growth", "change_abs", "plan_share", "base_ratio"},
    "comparator": COMPARATORS,
    "modality": {"actual", "estimated", "expected", "target"},
    "status": {"", "estimate", "preliminary", "official"},
    "state": {""},
    "operator": OPERATORS,
    "assigner": {"", "own", "province"},
}
CARD_WORDS = {
    "nature": {"flow", "stock", "average", "index", "ratio"},
    "time_rule": {"sum", "last", "mean", "none"},
    "place_rule": {"sum", "mean", "none"},
    "direction": {"up", "down", "keep"},
    "frequency": {"monthly", "quarterly", "half_yearly", "yearly"},
}


# ---- places -------------------------------------------------------------------


def test_the_country_its_63_provinces_and_the_three_localities():
    levels = Counter(place["level"] for place in places().values())
    assert levels == {"country": 1, "province": 63, "district": 3}
    assert places()["vn"]["id"] == 1 and places()["vn"]["children_listed"]
    assert all(p.get("children_listed", True) for p in places().values())
    assert all(re.fullmatch(r"[a-z]+(-[a-z]+)*", key) for key in places())


def test_52_provinces_and_the_district_level_ended_on_1_july_2025():
    ended = {key for key, p in places().items() if p["valid_to"] == date(2025, 7, 1)}
    provinces = {key for key, place in places().items() if place["level"] == "province"}
    assert provinces - ended == {
        "cao-bang", "dien-bien", "ha-noi", "ha-tinh", "hue", "lai-chau", "lang-son", "nghe-an",
        "quang-ninh", "son-la", "thanh-hoa",
    }  # fmt: skip
    assert {"que-son", "cam-pha", "binh-lieu"} <= ended


def test_codes_and_parents():
    codes = [code["code"] for p in places().values() for code in p["codes"]]
    assert len(set(codes)) == len(codes) == 67
    assert places()["quang-ninh"]["codes"][0]["code"] == "22"
    parent = {key: p["parents"][0]["parent"] for key, p in places().items() if p["parents"]}
    assert [parent[key] for key in ("que-son", "cam-pha", "binh-lieu", "ninh-thuan")] == [
        "quang-nam", "quang-ninh", "quang-ninh", "vn",
    ]  # fmt: skip


def test_every_place_is_shown_in_vietnamese_and_english_and_no_name_is_shared():
    owners: dict[str, str] = {}
    for key, place in places().items():
        shown = {name["lang"] for name in place["names"] if not name["alias"]}
        assert {"vi", "en"} <= shown, key
        for name in place["names"]:
            assert owners.setdefault(name["text"].casefold(), key) == key, name


def test_the_spellings_of_the_source_documents_are_names():
    spelled = {name["text"] for name in places()["que-son"]["names"]}
    assert {"كيو سون", "كي سون", "Куэ Сон", "Куе Сон", "Que Son"} <= spelled
    arabic = {n["text"] for n in places()["quang-ninh"]["names"] if n["lang"] == "ar"}
    assert arabic == {"كوانغ نينه", "كوانج نينه"}


# ---- cards --------------------------------------------------------------------


def test_every_card_has_its_names_in_four_languages():
    for code, card in cards().items():
        assert set(card["names"]) == LANGUAGES, code
        assert all(text.strip() for text in card["names"].values()), code
        for field in ("purpose", "concept", "source"):
            assert {"vi", "en"} <= set(card[field]), (code, field)


def test_names_of_cards_are_unique_in_each_language():
    for language in LANGUAGES:
        names = [card["names"][language].casefold() for card in cards().values()]
        assert len(set(names)) == len(names), language


def test_words_of_the_cards():
    for code, card in cards().items():
        assert re.fullmatch(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", code)
        for field, words in CARD_WORDS.items():
            assert card[field] in words, (code, field)
        if card["place_rule"] == "mean":
            assert card["weight"] in cards(), code


def test_breakdowns_have_names_and_residuals_of_their_own():
    for code, card in cards().items():
        for tree in card["breakdowns"]:
            found = list(parts(tree["codes"]))
            assert len({part["code"] for part in found}) == len(found), code
            assert all(set(part["names"]) == LANGUAGES for part in (tree, *found)), code
            assert tree["residual"] in (None, *(part["code"] for part in tree["codes"])), code


def test_the_sectors_of_the_regional_product_close_with_product_taxes():
    for code in ("gdp", "grdp"):
        (tree,) = cards()[code]["breakdowns"]
        assert tree["residual"] == "product_taxes" and tree["additive"]
        assert [part["code"] for part in tree["codes"]] == [
            "agriculture", "industry_construction", "services", "product_taxes",
        ]  # fmt: skip


def test_formulas_name_cards():
    for code, card in cards().items():
        for formula in card["formulas"]:
            codes_alone = re.sub(r"\[[^]]*\]", "", formula["expression"])
            named = re.findall(r"[a-z]+(?:-[a-z]+)*", codes_alone)
            assert set(named) <= set(cards()), code


def test_what_was_not_seen_in_a_named_source_is_not_called_verified():
    verified = {
        law["number"]: law["verified"] for card in cards().values() for law in card["legal"]
    }
    assert verified["89/2015/QH13"] and verified["05/2023/QĐ-TTg"]
    assert not verified["13/2019/TT-BKHDT"]


# ---- figures: form ---------------------------------------------------------------


@pytest.mark.parametrize("path", FIGURES, ids=lambda path: path.name)
def test_form_of_the_file(path: Path):
    raw = path.read_bytes()
    text = raw.decode("utf-8")
    assert not raw.startswith(b"\xef\xbb\xbf") and b"\r" not in raw and text.endswith("\n")
    assert not re.search(r"https?://", text)
    lines = text.splitlines()
    comment = [line for line in lines if line.startswith("#")]
    assert len(comment) >= 4 and lines[len(comment)] == ",".join(HEADER)
    assert any("Source:" in line for line in comment)


@pytest.mark.parametrize("path", FIGURES, ids=lambda path: path.name)
def test_words_places_and_codes(path: Path):
    codes = {
        (code, tree["dimension"]): {part["code"] for part in parts(tree["codes"])}
        for code, card in cards().items()
        for tree in card["breakdowns"]
    }
    for row in rows(path.name):
        assert all(row[column] in words for column, words in WORDS.items()), row
        card, place = cards()[row["indicator"]], places()[row["place"]]
        assert place["level"] in card["levels"], row
        assert row["price_basis"] in card["price_bases"], row
        if row["breakdown"]:
            dimension, _, code = row["breakdown"].partition("=")
            assert code in codes[row["indicator"], dimension], row
        of_level = row["kind"] in ("level", "change_abs")
        assert row["unit"] == (card["unit"] if of_level else "percent"), row
        assert Decimal(row["value"]).is_finite() and date.fromisoformat(row["known_at"])
        assert bool(row["value_hi"]) == (row["comparator"] == "range")
        assert bool(row["operator"]) == (row["modality"] == "target")
        assert run(row["period"])


@pytest.mark.parametrize("path", FIGURES, ids=lambda path: path.name)
def test_no_figure_stands_twice(path: Path):
    key = ("place", "indicator", "breakdown", "price_basis", "period", "kind", "assigner")
    keys = Counter(
        tuple(row[column] for column in (*key, "status", "known_at", "modality"))
        for row in rows(path.name)
    )
    assert [found for found, times in keys.items() if times > 1] == []


@pytest.mark.parametrize("name", sorted(STATISTICS))
def test_nothing_was_known_before_it_could_be(name: str):
    """An estimate comes out in the last days of its run, a revision in the month after it."""
    for row in rows(name):
        end, known = end_of(row["period"]), date.fromisoformat(row["known_at"])
        if row["status"] == "preliminary":
            after = end + timedelta(days=1)
            assert (known.year, known.month) == (after.year, after.month), row
        else:
            assert end - timedelta(days=6) <= known <= end, row
