"""The evaluation in pandas, as a careful analyst writes it: merges and groupbys on integer keys.

A cell, place and series in one number, is the key of most tables: twice as fast as two columns.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow.parquet as pq

from tiendo.cube.cells.codes import STATES

from .outcome import COUNTS, NUMBERS, Outcome
from .sides import Side, Task

LEVELS = ["value", "previous", "base", "to_date"]
_SERIES = 1000
"""More than there are series."""


@dataclass(frozen=True)
class Frames:
    """The tables of `snapshot` in memory, with the cell of each row."""

    months: pd.DataFrame
    plans: pd.DataFrame
    places: pd.DataFrame
    series: pd.DataFrame

    @classmethod
    def read(cls, folder: Path) -> Frames:
        """Read them from Parquet, the months piece by piece."""
        pieces = []
        for batch in pq.ParquetFile(folder / "months.parquet").iter_batches(1_000_000):
            piece = batch.to_pandas()
            piece.insert(0, "cell", cell_of(piece["place"], piece["series"]))
            pieces.append(piece[["cell", "month", "value"]])
        plans = pd.read_parquet(folder / "plans.parquet")
        plans["cell"] = cell_of(plans["place"], plans["series"])
        tables = (pd.read_parquet(folder / f"{name}.parquet") for name in ("places", "series"))
        return cls(pd.concat(pieces, ignore_index=True), plans, *tables)


def cell_of(place: pd.Series, series: pd.Series) -> pd.Series:
    """Return the number of a cell."""
    return place.astype("int32") * _SERIES + series


def evaluate(frames: Frames, year: int, month: int) -> pd.DataFrame:
    """Return one row for each place and series, in this order."""
    own = _own_levels(frames, year, month)
    upper = _rolled_up(frames, own)
    own["filed"] = own["value"].notna().astype("int64")
    own["is_whole"] = own["value"].notna()
    levels = pd.concat([own, upper], ignore_index=True).drop(columns=["place", "series"])
    rows = (
        frames.plans.merge(levels, on="cell", how="left")
        .merge(frames.places, on="place", how="left")
        .merge(frames.series, on="series", how="left")
    )
    rows["filed"] = rows["filed"].fillna(0).astype("int64")
    rows["is_whole"] = rows["is_whole"].eq(True)
    rows = _compared(rows)
    rows["rank"] = _ranks(rows)
    rows["state"] = _states(rows)
    return rows


def _own_levels(frames: Frames, year: int, month: int) -> pd.DataFrame:
    """Return what each commune filed: the month, those before it, and the year to date."""
    asked = 12 * year + month - 1
    months = frames.months
    needed = months[(months["month"] >= asked - 12) & (months["month"] <= asked)]
    runs: Mapping[str, int] = {"value": asked, "previous": asked - 1, "base": asked - 12}
    found = {
        name: needed[needed["month"] == number].set_index("cell")["value"]
        for name, number in runs.items()
    }
    this_year = needed[needed["month"] >= 12 * year].groupby("cell")["value"]
    found |= {"to_date": this_year.sum(), "months": this_year.size()}
    own = pd.DataFrame(found).rename_axis("cell").reset_index()
    own["place"], own["series"] = own["cell"] // _SERIES, own["cell"] % _SERIES
    own = own.merge(frames.series[["series", "is_flow"]], on="series", how="left")
    to_date = own["to_date"].where(own["months"] == month)
    own["to_date"] = to_date.where(own["is_flow"], own["value"])
    return own[["cell", "place", "series", *LEVELS]]


def _rolled_up(frames: Frames, own: pd.DataFrame) -> pd.DataFrame:
    """Return the levels of districts, provinces and the country; means need all their parts."""
    below = _weighted(frames, own)
    filed = [f"filed_{name}" for name in LEVELS]
    below[filed] = below[LEVELS].notna().astype("int64")
    generations = []
    for _ in range(3):
        below = below.merge(frames.places[["place", "parent"]], on="place", how="left")
        below["cell"] = cell_of(below["parent"], below["series"])
        sums = below.groupby("cell")
        below = sums[LEVELS].sum(min_count=1).join(sums[filed].sum()).reset_index()
        below["place"], below["series"] = below["cell"] // _SERIES, below["cell"] % _SERIES
        generations.append(below)
    upper = pd.concat(generations, ignore_index=True)
    upper = upper.merge(frames.places[["place", "communes"]], on="place", how="left")
    upper = upper.merge(frames.series[["series", "weight"]], on="series", how="left")
    is_mean = upper["weight"] > 0
    weights = upper.set_index("cell")[LEVELS]
    weights = weights.reindex(cell_of(upper["place"], upper["weight"])).reset_index(drop=True)
    for name in LEVELS:
        upper[name] = upper[name].where(~is_mean, upper[name] / weights[name])
        is_whole = upper[f"filed_{name}"] == upper["communes"]
        upper[name] = upper[name].where(is_whole | (~is_mean if name == "value" else False))
    upper["is_whole"] = upper["filed_value"] == upper["communes"]
    upper = upper.rename(columns={"filed_value": "filed"})
    return upper[["cell", "place", "series", *LEVELS, "filed", "is_whole"]]


def _weighted(frames: Frames, own: pd.DataFrame) -> pd.DataFrame:
    """Return the levels of communes, means times their weights, so that all can be added up."""
    weight_of = frames.series.loc[frames.series["weight"] > 0, ["series", "weight"]]
    means = own.merge(weight_of, on="series")
    means["weight"] = cell_of(means["place"], means["weight"])
    weights = own[["cell", *LEVELS]].rename(columns={"cell": "weight"})
    means = means.merge(weights, on="weight", suffixes=("", "_weight"))
    for name in LEVELS:
        means[name] *= means[f"{name}_weight"]
    others = own[~own["series"].isin(weight_of["series"])]
    return pd.concat([others, means[own.columns]], ignore_index=True)


def _compared(rows: pd.DataFrame) -> pd.DataFrame:
    """Add growth, contribution, structure and shares of plans; nothing of partial sums."""
    rows["whole_value"] = rows["value"].where(rows["is_whole"])
    rows["growth_pct"] = 100 * (rows["whole_value"] / rows["base"].where(rows["base"] > 0) - 1)
    rows["growth_pct"] = rows["growth_pct"].where(rows["weight"] == 0)
    rows["base_ratio_pct"] = 100 + rows["growth_pct"]
    for assigner in ("city", "province"):
        plan = rows[assigner].where(rows[assigner] != 0)
        rows[f"share_of_{assigner}_plan"] = 100 * rows["to_date"] / plan
    parts = rows.loc[rows["whole"] > 0, ["cell", "place", "whole", "whole_value", "base"]]
    parts["total"] = cell_of(parts["place"], parts["whole"])
    totals = rows.loc[rows["whole"] == 0, ["cell", "whole_value", "base"]]
    totals = totals.rename(columns={"cell": "total"})
    parts = parts.merge(totals, on="total", how="left", suffixes=("", "_total"))
    change = parts["whole_value"] - parts["base"]
    base = parts["base_total"].where(parts["base_total"] > 0)
    total = parts["whole_value_total"].where(parts["whole_value_total"] != 0)
    parts["contribution_pp"] = 100 * change / base
    parts["structure_share_pct"] = 100 * parts["whole_value"] / total
    shares = parts[["cell", "contribution_pp", "structure_share_pct"]]
    return rows.merge(shares, on="cell", how="left")


def _ranks(rows: pd.DataFrame) -> pd.Series:
    """Return 1 + the number of places of the same parent that grew strictly better."""
    ranked = rows[rows["growth_pct"].notna() & (rows["sign"] != 0) & (rows["parent"] >= 0)]
    better_first = -ranked["sign"] * ranked["growth_pct"]
    return better_first.groupby(cell_of(ranked["parent"], ranked["series"])).rank(method="min")


def _states(rows: pd.DataFrame) -> pd.Series:
    words = np.select(
        [rows["value"].isna(), ~rows["is_whole"], rows["value"] == 0],
        ["missing", "partial", "zero"],
        "value",
    )
    return pd.Series(words, index=rows.index)


class Pandas(Side):
    """pandas on frames in memory."""

    def open(self, task: Task) -> None:
        self._task = task
        self._frames = Frames.read(task.folder)

    def evaluate(self) -> None:
        self._rows = evaluate(self._frames, self._task.year, self._task.month)

    def outcome(self) -> Outcome:
        names = {"to_date": "year_to_date", "previous": "previous_period", "base": "same_period"}
        rows = self._rows.rename(columns={**names, "communes": "due"})
        rows["state"] = rows["state"].map({state.value: n for n, state in enumerate(STATES)})
        shape = self._task.country.shape
        found = {name: rows[name].to_numpy(np.float64).reshape(shape) for name in NUMBERS}
        counts = {name: rows[name].fillna(0).to_numpy(np.int64).reshape(shape) for name in COUNTS}
        return Outcome({**found, **counts})
