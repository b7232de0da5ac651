"""The packaged data of the Vietnam pack, judged by themselves: files, words, codes, known totals."""

from __future__ import annotations

import csv
import re
from calendar import monthrange
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path
from statistics import median

import pytest
import yaml

PACK = Path(__file__).parents[2] / "src" / "tiendo" / "packs" / "vietnam"
FIGURES = sorted((PACK / "figures").glob("*.csv"))
LOCALITIES = {
    "binh-lieu-2025.csv": 13,
    "cam-pha-2024-h1.csv": 15,
    "ninh-thuan-2024-q1.csv": 13,
    "que-son-2023.csv": 9,
}
STATISTICS = {path.name for path in FIGURES} - set(LOCALITIES)
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
LANGUAGES = {"vi", "en", "ar", "ru"}
NAMED = {
    "Q1": (1, 3), "Q2": (4, 6), "Q3": (7, 9), "Q4": (10, 12), "H1": (1, 6), "H2": (7, 12),
    "9M": (1, 9),
}  # fmt: skip
Row = dict[str, str]


@cache
def rows(name: str) -> tuple[Row, ...]:
    with (PACK / "figures" / name).open(encoding="utf-8", newline="") as stream:
        return tuple(csv.DictReader(line for line in stream if not line.startswith("#")))


def figures(name: str, **wanted: str) -> list[Row]:
    """The lines of a file whose cells are as `wanted`."""
    return [row for row in rows(name) if all(row[column] == w for column, w in wanted.items())]


def value(name: str, **wanted: str) -> str:
    """The value of the only line that is as `wanted`."""
    (found,) = figures(name, **wanted)
    return found["value"]


def read(name: str) -> list[dict]:
    return yaml.safe_load((PACK / name).read_text(encoding="utf-8"))


@cache
def places() -> dict[str, dict]:
    listed = read("places.yaml")
    by_key = {place["key"]: place for place in listed}
    assert len(by_key) == len(listed) == len({place["id"] for place in listed})
    return by_key


@cache
def cards() -> dict[str, dict]:
    files = sorted((PACK / "indicators").glob("*.yaml"))
    listed = [card for path in files for card in read(f"indicators/{path.name}")]
    by_code = {card["code"]: card for card in listed}
    assert len(by_code) == len(listed)
    return by_code


def parts(entries: list[dict]) -> Iterator[dict]:
    for entry in entries:
        yield entry
        yield from parts(entry["parts"])


def run(period: str) -> tuple[int, int, int]:
    """Year, first and last month; a run that has a name must be written by it."""
    if re.fullmatch(r"\d{4}", period):
        return int(period), 1, 12
    if found := re.fullmatch(r"(\d{4})-(Q\d|H\d|9M)", period):
        return int(found[1]), *NAMED[found[2]]
    if found := re.fullmatch(r"(\d{4})-(\d\d)", period):
        return int(found[1]), int(found[2]), int(found[2])
    found = re.fullmatch(r"(\d{4})-(\d\d)/\1-(\d\d)", period)
    assert found, period
    first, last = int(found[2]), int(found[3])
    assert first < last and (first, last) not in (*NAMED.values(), (1, 12)), period
    return int(found[1]), first, last


def end_of(period: str) -> date:
    year, _, last = run(period)
    return date(year, last, monthrange(year, last)[1])


# ---- places -------------------------------------------------------------------


def test_the_country_its_63_provinces_and_the_three_localities():
    levels = Counter(place["level"] for place in places().values())
    assert levels == {"country": 1, "province": 63, "district": 3}
    assert places()["vn"]["id"] == 1 and places()["vn"]["children_listed"]
    assert not any(p["children_listed"] for key, p in places().items() if key != "vn")
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
            named = re.findall(r"[a-z]+(?:-[a-z]+)*", formula["expression"])
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
    assert not re.search(r"/work/|https?://", text)
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


# ---- figures: what they say ---------------------------------------------------------


@pytest.mark.parametrize(("name", "count"), LOCALITIES.items())
def test_every_figure_of_the_documents_is_there(name: str, count: int):
    assert len(rows(name)) == count


def test_ninh_thuan_quarter():
    name = "ninh-thuan-2024-q1.csv"
    levels = {r["breakdown"]: r for r in figures(name, indicator="grdp", kind="level")}
    assert levels[""]["comparator"] == "more_than" and levels[""]["value"] == "5800"
    sectors = [int(r["value"]) for breakdown, r in levels.items() if breakdown]
    assert sum(sectors) == 5552
    assert value(name, indicator="grdp", breakdown="", kind="growth") == "8.26"
    revenue = {r["kind"]: r["value"] for r in figures(name, indicator="state-budget-revenue")}
    assert revenue == {"level": "1207", "plan_share": "30.2", "growth": "36.3"}


def test_cam_pha_names_both_plans_and_a_ratio():
    name = "cam-pha-2024-h1.csv"
    shares = figures(name, kind="plan_share")
    assert {r["assigner"]: r["value"] for r in shares} == {"province": "43.78", "own": "43.69"}
    assert value(name, kind="base_ratio") == "86.74"
    assert value(name, modality="target", period="2024-H2", kind="growth") == "7.7"
    assert all(r["status"] == "estimate" for r in rows(name) if r["modality"] == "expected")


def test_que_son_ranges_and_changes():
    name = "que-son-2023.csv"
    (income,) = figures(name, comparator="range")
    assert (income["kind"], income["value"], income["value_hi"]) == ("growth", "25", "35")
    assert value(name, kind="change_abs") == "2413"
    assert value(name, comparator="nearly") == "700"
    assert value(name, breakdown="aggregate=trade_services", kind="level") == "2789"


def test_binh_lieu_has_eleven_targets():
    targets = figures("binh-lieu-2025.csv", modality="target", period="2025")
    told = sorted((r["operator"], r["kind"], r["value"]) for r in targets)
    assert told == [
        ("exact", "growth", "10"), ("exact", "level", "100"), ("exact", "level", "600"),
        ("more_than", "growth", "10"), ("more_than", "growth", "10"),
        ("more_than", "growth", "15"), ("more_than", "growth", "15"),
        ("more_than", "growth", "17"), ("more_than", "growth", "7"),
        ("more_than", "level", "87.5"), ("none_left", "level", "0"),
    ]  # fmt: skip


INVESTMENT = "state-budget-investment.csv"


@pytest.mark.parametrize(
    ("run_of", "expected"),
    [("{}-Q1", 14.6), ("{}-H1", 36.4), ("{}-9M", 59.7), ("{}", 90.3)],
    ids=["March", "June", "September", "December"],
)
def test_median_share_of_the_year_plan_2015_to_2024(run_of: str, expected: float):
    shares = [
        float(value(INVESTMENT, place="vn", breakdown="", kind="plan_share", period=period))
        for period in (run_of.format(year) for year in range(2015, 2025))
    ]
    assert round(median(shares), 1) == expected


def test_quang_ninh_2024_in_two_vintages():
    def told(**wanted: str) -> dict[tuple[str, str], str]:
        found = figures(INVESTMENT, place="quang-ninh", breakdown="management=local", **wanted)
        return {(row["status"], row["known_at"]): row["value"] for row in found}

    assert told(period="2024-01", kind="level") == {
        ("estimate", "2024-01-29"): "1139.268",
        ("preliminary", "2024-02-29"): "831.341",
    }
    to_date = "2024-01/2024-02"
    assert told(period=to_date, kind="level") == {("estimate", "2024-02-29"): "1641.846"}
    assert told(period=to_date, kind="plan_share") == {("estimate", "2024-02-29"): "9.59"}
    assert told(period="2024-01", kind="plan_share") == {("estimate", "2024-01-29"): "5.178"}
    assert told(period="2024-02", kind="level") == {
        ("estimate", "2024-02-29"): "810.505",
        ("preliminary", "2024-03-29"): "802.625",
    }


def test_investment_covers_55_provinces_and_all_levels_and_ministries():
    provinces = {row["place"] for row in rows(INVESTMENT)} - {"vn"}
    assert len(provinces) == 55
    assert not provinces & {"binh-thuan", "bac-kan", "cao-bang", "gia-lai", "kon-tum", "yen-bai"}
    of_country = {row["breakdown"] for row in rows(INVESTMENT) if row["place"] == "vn"}
    assert len(of_country) == 1 + 5 + 10


def test_retail_states_ratios_and_trade_states_growth():
    assert value("retail-sales.csv", breakdown="", kind="base_ratio", period="2025-02") == "109.426"
    assert not figures("retail-sales.csv", kind="growth")
    assert not figures("trade.csv", kind="base_ratio")
    assert not [r for r in figures("trade.csv", kind="growth") if Decimal(r["value"]) == -100]


def test_gdp_is_cumulative_until_mid_2018_and_by_quarter_afterwards():
    periods = {row["period"] for row in rows("gdp.csv")}
    assert {"2017", "2018-H1", "2018-Q3", "2018-Q4", "2024-Q4"} <= periods
    assert not {"2018-Q2", "2018-9M", "2018", "2024"} & periods
    assert [b["at"] for b in cards()["gdp"]["breaks"]] == ["2015-01", "2021-01"]


def test_parts_of_the_gdp_add_up_to_the_printed_total():
    tops = ("agriculture", "industry_construction", "services", "product_taxes")
    for period in ("2015", "2018-Q3", "2024-Q4"):
        level = {r["breakdown"]: Decimal(r["value"]) for r in figures("gdp.csv", period=period,
                                                                     kind="level")}  # fmt: skip
        assert abs(sum(level[f"sector={top}"] for top in tops) - level[""]) < 1


def test_foreign_investment_without_the_double_keys_and_without_derived_sums():
    assert not figures("fdi.csv", indicator="fdi-registered")
    virgin = {r["period"] for r in figures("fdi.csv", breakdown="partner=VG")}
    assert "2021" not in virgin and "2022-H1" not in virgin and "2020" in virgin
    total = figures("fdi.csv", place="vn", breakdown="", indicator="fdi-adjusted")
    assert min(date.fromisoformat(row["known_at"]) for row in total) == date(2019, 3, 31)


def test_month_before_of_products_is_not_a_year_to_date():
    """Preliminary months stand near the estimate of the same month, never at its year to date."""
    estimates = {
        (r["indicator"], r["period"]): Decimal(r["value"])
        for r in figures("industrial-products.csv", status="estimate", kind="level")
    }
    preliminary = figures("industrial-products.csv", status="preliminary")
    ratios = [
        Decimal(r["value"]) / estimate
        for r in preliminary
        if r["indicator"] != "output-sugar"
        and (estimate := estimates.get((r["indicator"], r["period"])))
    ]
    assert len(ratios) > 2000
    assert Decimal("0.25") < min(ratios) and max(ratios) < Decimal(2)
