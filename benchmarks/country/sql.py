"""The evaluation in SQL that DuckDB and PostgreSQL both understand, one temporary table a stage.

own         what each commune filed: the month, the month before, the year before, the year to date
districts, provinces, countries     bottom-up sums, each from the level below it; means times their
            weights, so that all can be added up
levels      all places; a sum says whether it is whole, a mean needs all its parts
compared    growth, contribution, structure, shares of plans and state
ranks       places of one parent, by growth
result      both

A sum of which a part is missing keeps its value and has nothing that would compare it. A mean and
its weight stand in one report form, so that one count serves both.

On the map after a reform the places are others, and the stages in their place are

communes, provinces, countries      sums of the later places: new communes from what the former
            ones filed, by the table of what became of each place, new provinces from new communes
later_plans sums of the plans of all parts; of a mean, where a place is one part alone

Former districts and provinces are no stages there. A new province is made of former provinces, but
as well of the new communes, which are asked for anyway: both are the same former communes. A sum of
sums is the sum of them all, a mean the sum of products by that of the weights, and whole is what
all communes filed. To go by former provinces takes DuckDB longer: what the former communes filed is
grouped twice. Nor did it help to group months by new communes at once, as there are more months
than cells. Nobody owes figures of a place that did not exist: `due` and `filed` are 0. A cell of
which nothing is known and nothing planned has no row; former places have plans of all series.
"""

from __future__ import annotations

from collections.abc import Iterator

COLUMNS = (
    "value",
    "year_to_date",
    "previous_period",
    "same_period",
    "growth_pct",
    "base_ratio_pct",
    "contribution_pp",
    "structure_share_pct",
    "share_of_city_plan",
    "share_of_province_plan",
    "state",
    "rank",
    "filed",
    "due",
)
"""Columns of the table `result`, behind place and series; `state` is a word."""

_OWN_FROM_ROWS = """
    SELECT place, series, value, previous, base,
        CASE WHEN NOT is_flow THEN value WHEN months = {count} THEN year_sum END AS to_date
    FROM (
        SELECT place, series,
            MAX(value) FILTER (WHERE month = {month}) AS value,
            MAX(value) FILTER (WHERE month = {month} - 1) AS previous,
            MAX(value) FILTER (WHERE month = {month} - 12) AS base,
            SUM(value) FILTER (WHERE month >= {january}) AS year_sum,
            COUNT(*) FILTER (WHERE month >= {january}) AS months
        FROM months
        WHERE month BETWEEN {month} - 12 AND {month}
        GROUP BY place, series
    ) AS filed
    JOIN series USING (series)
"""

_OWN_FROM_COLUMNS = """
    SELECT this.place, this.series, this.m{count} AS value, {previous} AS previous,
        before.m{count} AS base,
        CASE WHEN is_flow THEN {months} ELSE this.m{count} END AS to_date
    FROM years AS this
    JOIN series ON series.series = this.series
    LEFT JOIN years AS before ON before.place = this.place AND before.series = this.series
        AND before.year = {year} - 1
    WHERE this.year = {year}
"""

_PARTS = """
    SELECT place, series, value, previous, base, to_date
    FROM own JOIN series USING (series)
    WHERE weight = 0
    UNION ALL
    SELECT own.place, own.series, own.value * weights.value, own.previous * weights.previous,
        own.base * weights.base, own.to_date * weights.to_date
    FROM own
    JOIN series ON series.series = own.series AND weight <> 0
    JOIN own AS weights ON weights.place = own.place AND weights.series = weight
"""

_FROM_FILED = f"""
    SELECT {{above}} AS place, series,
        SUM(value) AS value, SUM(previous) AS previous, SUM(base) AS base,
        SUM(to_date) AS to_date, COUNT(value) AS filed, COUNT(previous) AS filed_previous,
        COUNT(base) AS filed_base, COUNT(to_date) AS filed_to_date
    FROM ({_PARTS}) AS parts JOIN {{table}} USING (place)
    GROUP BY {{above}}, series
"""

_UPWARDS = """
    SELECT parent AS place, series,
        SUM(value) AS value, SUM(previous) AS previous, SUM(base) AS base,
        SUM(to_date) AS to_date, SUM(filed) AS filed, SUM(filed_previous) AS filed_previous,
        SUM(filed_base) AS filed_base, SUM(filed_to_date) AS filed_to_date
    FROM {below} JOIN {places} USING (place)
    GROUP BY parent, series
"""

_UPPER = """
    SELECT * FROM {lowest}
    UNION ALL SELECT * FROM provinces
    UNION ALL SELECT * FROM countries
"""

_LEVELS_AS_FILED = """
    SELECT place, series, value, value IS NOT NULL AS is_whole, previous, base, to_date,
        CASE WHEN value IS NULL THEN 0 ELSE 1 END AS filed
    FROM own
    UNION ALL
"""

_LEVELS_ADDED_UP = """
    SELECT upper.place, upper.series,
        CASE WHEN weight = 0 THEN upper.value
            WHEN upper.filed = communes THEN upper.value / weights.value END AS value,
        upper.filed = communes AS is_whole,
        CASE WHEN upper.filed_previous = communes
            THEN upper.previous / COALESCE(weights.previous, 1) END AS previous,
        CASE WHEN upper.filed_base = communes
            THEN upper.base / COALESCE(weights.base, 1) END AS base,
        CASE WHEN upper.filed_to_date = communes
            THEN upper.to_date / COALESCE(weights.to_date, 1) END AS to_date,
        upper.filed
    FROM upper
    JOIN {places} AS places ON places.place = upper.place
    JOIN series ON series.series = upper.series
    LEFT JOIN upper AS weights ON weights.place = upper.place AND weights.series = weight
"""

_LATER_PLANS = """
    SELECT place, series,
        CASE WHEN cities = parts AND (weight = 0 OR parts = 1) THEN city END AS city,
        CASE WHEN provinces = parts AND (weight = 0 OR parts = 1) THEN province END AS province
    FROM (
        SELECT heir AS place, series, SUM(city) AS city, COUNT(city) AS cities,
            SUM(province) AS province, COUNT(province) AS provinces
        FROM plans JOIN heirs USING (place)
        GROUP BY heir, series
    ) AS summed
    JOIN later_places USING (place)
    JOIN series USING (series)
"""

_COMPARED = """
    SELECT plans.place, plans.series, parent, sign,
        here.value,
        here.to_date AS year_to_date,
        here.previous AS previous_period,
        here.base AS same_period,
        CASE WHEN here.is_whole AND here.base > 0 AND weight = 0
            THEN 100 * (here.value / here.base - 1) END AS growth_pct,
        CASE WHEN here.is_whole AND total.base > 0
            THEN 100 * (here.value - here.base) / total.base END AS contribution_pp,
        CASE WHEN here.is_whole AND total.is_whole
            THEN 100 * here.value / NULLIF(total.value, 0) END AS structure_share_pct,
        100 * here.to_date / NULLIF(city, 0) AS share_of_city_plan,
        100 * here.to_date / NULLIF(province, 0) AS share_of_province_plan,
        CASE WHEN here.value IS NULL THEN 'missing' WHEN NOT here.is_whole THEN 'partial'
            WHEN here.value = 0 THEN 'zero' ELSE 'value' END AS state,
        {filed} AS filed,
        {due} AS due
    FROM {plans} AS plans
    JOIN {places} AS places ON places.place = plans.place
    JOIN series ON series.series = plans.series
    LEFT JOIN levels AS here ON here.place = plans.place AND here.series = plans.series
    LEFT JOIN levels AS total ON total.place = plans.place AND total.series = whole
"""

_IS_TOLD = """
    WHERE here.value IS NOT NULL OR city IS NOT NULL OR province IS NOT NULL
"""

_RANKS = """
    SELECT place, series,
        RANK() OVER (PARTITION BY parent, series ORDER BY sign * growth_pct DESC) AS rank
    FROM compared
    WHERE growth_pct IS NOT NULL AND sign <> 0 AND parent >= 0
"""

_RESULT = """
    SELECT compared.*, 100 + growth_pct AS base_ratio_pct, rank
    FROM compared LEFT JOIN ranks USING (place, series)
"""


def stages(
    year: int, month: int, *, side_by_side: bool = False, later: bool = False
) -> Iterator[tuple[str, str]]:
    """Yield the temporary tables of an evaluation of a month, each with its query.

    Args:
        side_by_side: read the table `years`, with twelve months in a row, instead of `months`.
        later: on the map after the reform; the tables `later_places` and `heirs` are read too.
    """
    yield "own", _own(year, month, side_by_side)
    if later:
        lowest, places, plans = "communes", "later_places", "later_plans"
        yield lowest, _FROM_FILED.format(above="heir", table="heirs")
    else:
        lowest, places, plans = "districts", "places", "plans"
        yield lowest, _FROM_FILED.format(above="parent", table=places)
    yield "provinces", _UPWARDS.format(below=lowest, places=places)
    yield "countries", _UPWARDS.format(below="provinces", places=places)
    yield "upper", _UPPER.format(lowest=lowest)
    added_up = _LEVELS_ADDED_UP.format(places=places)
    yield "levels", added_up if later else _LEVELS_AS_FILED + added_up
    if later:
        yield plans, _LATER_PLANS
    filed, due = ("0", "0") if later else ("COALESCE(here.filed, 0)", "communes")
    compared = _COMPARED.format(plans=plans, places=places, filed=filed, due=due)
    yield "compared", compared + _IS_TOLD if later else compared
    yield "ranks", _RANKS
    yield "result", _RESULT


def _own(year: int, month: int, side_by_side: bool) -> str:
    january = 12 * year
    if not side_by_side:
        return _OWN_FROM_ROWS.format(month=january + month - 1, january=january, count=month)
    months = " + ".join(f"this.m{each}" for each in range(1, month + 1))
    previous = f"this.m{month - 1}" if month > 1 else "before.m12"
    return _OWN_FROM_COLUMNS.format(year=year, count=month, months=months, previous=previous)
