"""Files of series and targets: what they may hold, and each fault with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.outlook.invented import MARKET, YEAR, history, months_of
from tiendo.outlook.backtest import backtest
from tiendo.outlook.compatibility import UNKNOWN_SHARE
from tiendo.outlook.history import OutlookError, SeriesHistory, lay_out
from tiendo.outlook.of_file import outlooks_of
from tiendo.outlook.sector_file import read_sectors
from tiendo.outlook.tables import Misfit, read_series, read_targets
from tiendo.outlook.year import YearOutlook, year_outlook
from tiendo.vocabulary.period import Period
from tiendo.vocabulary.words import Nature, Operator

HEAD = "series,period,value\n"


def market_csv(folder: Path, extra: str = "") -> Path:
    """Write the market's months as a CSV file."""
    lines = [f"market,{period},{value!r}" for period, value in months_of(MARKET)]
    file = folder / "series.csv"
    file.write_text(HEAD + "\n".join(lines) + "\n" + extra, encoding="utf-8")
    return file


def written(folder: Path, text: str, name: str = "series.csv") -> Path:
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return file


def test_csv_and_parquet_say_the_same(tmp_path: Path) -> None:
    import pyarrow as arrow
    import pyarrow.parquet as parquet

    file = tmp_path / "series.parquet"
    pairs = months_of(MARKET)
    columns = {
        "series": ["market"] * len(pairs),
        "period": [str(period) for period, _ in pairs],
        "value": [value for _, value in pairs],
    }
    parquet.write_table(arrow.table(columns), file)
    [one], [other] = read_series(market_csv(tmp_path)), read_series(file)
    assert isinstance(one, SeriesHistory) and isinstance(other, SeriesHistory)
    assert (one.values == other.values).all() and (one.values == MARKET).all()


def test_further_columns_are_read(tmp_path: Path) -> None:
    text = "series,period,value,nature,unit,price_basis\na,2024-Q1,5,stock,ha,constant_2010\n"
    [one] = read_series(written(tmp_path, text))
    assert isinstance(one, SeriesHistory)
    assert (one.nature, one.unit, one.constant_price) == (Nature.STOCK, "ha", True)


def test_an_empty_value_is_unknown_and_zero_is_a_value(tmp_path: Path) -> None:
    [one] = read_series(written(tmp_path, HEAD + "a,2024-01,\na,2024-02,0\n"))
    assert isinstance(one, SeriesHistory)
    assert str(one.values[0, :2].tolist()) == "[nan, 0.0]"


def test_arabic_digits_are_digits(tmp_path: Path) -> None:
    file = written(tmp_path, HEAD + "a,٢٠٢٤-٠١,١٢٫٥\n")
    [one] = read_series(file)
    assert isinstance(one, SeriesHistory)
    assert (one.first_year, one.values[0, 0]) == (2024, 12.5)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "series.csv is empty"),
        ("series;period;value\na;2024-01;5\n", "parted by semicolons"),
        (HEAD + "a,2024-01,inf\n", "line 2: value is infinite"),
        (HEAD + "a,January 2024,5\n", "line 2: 'January 2024' is no period"),
        (HEAD + "a,2024-13,5\n", "line 2: '2024-13'"),
        (HEAD + "a,2024-01,5\na,2024-02,five\n", "line 3: 'five' in value is no number"),
        (HEAD + ",2024-01,5\n", "line 2: no series is named"),
        ("series,value\na,5\n", "the column period is missing"),
        (HEAD + "a,2024-01\n", "line 2: it has not as many cells"),
        (HEAD.strip() + ",nature\na,2024-01,5,stok\n", "line 2: 'stok'"),
    ],
)
def test_faults_name_their_line(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(OutlookError, match=said):
        read_series(written(tmp_path, text))


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ("a,2024-01,5\na,2021/2025,6\n", "all be months, or all be quarters"),
        ("a,2024,5\n", "all be months, or all be quarters"),
    ],
)
def test_a_series_that_cannot_be_laid_out_is_refused_alone(
    tmp_path: Path, rows: str, said: str
) -> None:
    listed = read_series(market_csv(tmp_path, extra=rows))
    assert isinstance(listed[0], SeriesHistory)
    assert isinstance(listed[1], Misfit) and said in listed[1].reason
    told = outlooks_of(listed, 6)
    assert told[0].refused is None
    assert said in str(told[1].refused)


def test_a_period_given_twice_is_refused_unless_it_lies_after_the_month(tmp_path: Path) -> None:
    last_year, later = f"market,{YEAR - 1}-07,5\n", f"market,{YEAR}-09,5\n"
    [refused] = outlooks_of(read_series(market_csv(tmp_path, extra=last_year)), 6)
    assert "2023-07 is given twice" in str(refused.refused)
    [told] = outlooks_of(read_series(market_csv(tmp_path, extra=later)), 6)
    [without] = outlooks_of(read_series(market_csv(tmp_path)), 6)
    assert isinstance(told.outlook, YearOutlook) and isinstance(without.outlook, YearOutlook)
    assert told.outlook.centre == without.outlook.centre


def test_a_target_of_another_year_is_told_and_not_compared(tmp_path: Path) -> None:
    listed = read_series(market_csv(tmp_path))
    text = "series,year,target\nmarket,2030,1700\n"
    [told] = outlooks_of(listed, 6, targets=read_targets(written(tmp_path, text, "targets.csv")))
    assert "its target is of 2030, the outlook of 2024" in told.complaint
    assert told.judgement is None


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(OutlookError, match=r"none\.csv: there is no such file"):
        read_series(tmp_path / "none.csv")


def test_values_of_any_size_have_the_same_outlook() -> None:
    [usual] = year_outlook([history("market")], 6).outlooks
    [huge] = year_outlook([history("market", MARKET * 1e15)], 6).outlooks
    assert isinstance(usual, YearOutlook) and isinstance(huge, YearOutlook)
    assert huge.quantile(0.1) == pytest.approx(1e15 * usual.quantile(0.1))


def test_a_value_that_is_no_number_cannot_be_laid_out() -> None:
    with pytest.raises(OutlookError, match="nan is no number"):
        lay_out("a", [(Period.of_month(2024, 1), float("nan"))])
    with pytest.raises(OutlookError, match="no value is known"):
        lay_out("a", [])


def test_targets_stand_beside_their_series_and_year(tmp_path: Path) -> None:
    listed = read_series(market_csv(tmp_path))
    text = f"series,year,target,operator\nmarket,{YEAR},1700,at_least\nmarket,2030,1,exact\n"
    targets = read_targets(written(tmp_path, text, "targets.csv"))
    assert targets["market", YEAR].operator is Operator.AT_LEAST
    [told] = outlooks_of(listed, 6, targets=targets)
    assert told.goal is not None and told.goal.level == 1700
    assert told.judgement is not None and told.judgement.chance is not None


@pytest.mark.parametrize("value", ["0", "1700000"])
def test_a_target_that_means_nothing_is_told_and_gets_no_chance(tmp_path: Path, value: str) -> None:
    listed = read_series(market_csv(tmp_path))
    file = written(tmp_path, f"series,year,target\nmarket,{YEAR},{value}\n", "targets.csv")
    [told] = outlooks_of(listed, 6, targets=read_targets(file))
    assert told.complaint
    assert told.judgement is not None
    assert (told.judgement.status, told.judgement.chance) == ("not_comparable", None)


def test_faults_of_targets(tmp_path: Path) -> None:
    twice = f"series,year,target\nmarket,{YEAR},5\nmarket,{YEAR},6\n"
    with pytest.raises(OutlookError, match="line 3: market has a target for 2024 already"):
        read_targets(written(tmp_path, twice, "targets.csv"))
    with pytest.raises(OutlookError, match="'soon' is no year"):
        read_targets(written(tmp_path, "series,year,target\na,soon,5\n", "targets.csv"))
    listed = read_series(market_csv(tmp_path))
    stray = read_targets(written(tmp_path, "series,year,target\nport,2024,5\n", "targets.csv"))
    with pytest.raises(OutlookError, match="no such series"):
        outlooks_of(listed, 6, targets=stray)


def test_sectors_from_a_file(tmp_path: Path) -> None:
    file = written(tmp_path, "sector,minimum,share\nservices,17,0.4\nindustry,15,\n")
    assert [one.share for one in read_sectors(file)] == [0.4, UNKNOWN_SHARE]
    with pytest.raises(OutlookError, match="line 2: 'much' in minimum"):
        read_sectors(written(tmp_path, "sector,minimum\nservices,much\n"))
    with pytest.raises(OutlookError, match="column minimum is missing"):
        read_sectors(written(tmp_path, "sector\nservices\n"))


def test_a_back_test_sees_nothing_of_the_year_it_is_tried_in(tmp_path: Path) -> None:
    [market] = read_series(market_csv(tmp_path))
    assert isinstance(market, SeriesHistory)
    scores = {one.method: one for one in backtest([market], [6], most_years=3)}
    assert set(scores) == {"outlook", "linear", "ratio", "last_rest", "profile"}
    assert scores["outlook"].count == 3
    assert scores["outlook"].mape < scores["linear"].mape
    linear = [abs(2 * row[:6].sum() / row.sum() - 1) for row in MARKET[3:]]
    assert scores["linear"].mape == pytest.approx(100 * sum(linear) / 3)
    with pytest.raises(OutlookError, match="no series has a whole year"):
        backtest([SeriesHistory("short", 2024, MARKET[:1])], [6])


def test_a_facet_may_stand_on_any_line_of_a_series(tmp_path: Path) -> None:
    text = "series,period,value,nature\na,2024-01,5,\na,2024-02,6,stock\n"

    [one] = read_series(written(tmp_path, text))

    assert isinstance(one, SeriesHistory)
    assert one.nature is Nature.STOCK


def test_two_natures_of_one_series_are_refused(tmp_path: Path) -> None:
    text = "series,period,value,nature\na,2024-01,5,flow\na,2024-02,6,stock\n"

    with pytest.raises(OutlookError, match="line 3: nature is 'stock' here and 'flow' in line 2"):
        read_series(written(tmp_path, text))
