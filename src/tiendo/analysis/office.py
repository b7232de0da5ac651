"""An office's workspace as an analyst works on it."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Self

import pandas as pd
import xarray as xr

from tiendo.analysis.desk import Desk
from tiendo.config.starting import open_office
from tiendo.vocabulary.period import Period
from tiendo.vocabulary.words import Level

if TYPE_CHECKING:
    from tiendo.analysis.questions import Questions, When


class Office:
    """A workspace, opened for analysis. Every question sees what was recorded until then.

    It may be asked from any thread and inside a notebook; see `desk.Desk`.
    """

    def __init__(self, workspace: str | os.PathLike[str] | None = None) -> None:
        """Open a workspace.

        Args:
            workspace: its folder; None for where the command `tiendo` looks.

        Raises:
            TiendoError: if there is none, it cannot be used, or this process works on another one.
        """
        self._desk = Desk()
        try:
            self._questions = self._desk.do(_opened, None if workspace is None else Path(workspace))
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Close the database; the office cannot be asked any more."""
        self._desk.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"tiendo.open({str(self._questions.workspace)!r})"

    def _when(self, as_of: str | date | None, tree_as_of: str | date | None) -> When:
        from tiendo.analysis.questions import When

        return When(as_of, tree_as_of)

    # ---- evaluations ---------------------------------------------------------------------

    def evaluate(
        self,
        place: str,
        period: str | Period,
        as_of: str | date | None = None,
        *,
        tree_as_of: str | date | None = None,
        rules: bool = True,
    ) -> xr.Dataset:
        """Return everything that is known and computed of a place for a period, by series.

        Args:
            place: its key or name.
            period: such as "2024-03", "2024-Q1", "2024-9M" or "2024".
            as_of: what was known on that day; None for today.
            tree_as_of: the day whose map places are added up on; None for that of the period's
                end. What a place of that map was made of is recast onto it (docs/places.md).
            rules: whether what the rules of the pack find is counted too. It takes several times as
                long as the rest.

        Returns:
            A dataset over `series`, with the contract's fields as variables, and unit, names,
            indicator, breakdown, price basis and measure of each series as coordinates. NaN, NaT
            and "" are unknown. Plans are told by `plans`, contradictions by `findings`.

        Raises:
            TiendoError: for an unknown place, a text that is no period or day, or a cube that has
                to be rebuilt.
        """
        when = self._when(as_of, tree_as_of)
        return self._desk.do(self._questions.evaluate, place, period, when, rules)

    def evaluate_all(
        self,
        period: str | Period,
        level: str = Level.PROVINCE,
        as_of: str | date | None = None,
        *,
        tree_as_of: str | date | None = None,
        rules: bool = True,
    ) -> xr.Dataset:
        """Return the evaluation of all places of a level, over `place` and `series`.

        Args:
            period: as for `evaluate`.
            level: country, province, district or commune.
            as_of: what was known on that day; None for today. For a day of the past a cube of the
                whole country is built first, which takes as long as `tiendo rebuild`.
            tree_as_of: as for `evaluate`; the places are those of that day's map.
            rules: as for `evaluate`.

        Raises:
            TiendoError: as `evaluate`; also for an unknown level.
        """
        when = self._when(as_of, tree_as_of)
        return self._desk.do(self._questions.evaluate_all, period, level, when, rules)

    def plans(
        self,
        place: str,
        period: str | Period,
        as_of: str | date | None = None,
        *,
        tree_as_of: str | date | None = None,
        every_version: bool = False,
    ) -> pd.DataFrame:
        """Return the plans that concern a place's period, and what is reached of them in percent.

        Args:
            place, period, as_of, tree_as_of: as for `evaluate`.
            every_version: list also the versions that were replaced.

        Raises:
            TiendoError: as `evaluate`.
        """
        when = self._when(as_of, tree_as_of)
        return self._desk.do(self._questions.plans, place, period, when, every_version)

    def findings(
        self,
        place: str,
        period: str | Period,
        as_of: str | date | None = None,
        *,
        tree_as_of: str | date | None = None,
    ) -> pd.DataFrame:
        """Return the contradictions and remarks on a place's period.

        Args:
            place, period, as_of, tree_as_of: as for `evaluate`.

        Raises:
            TiendoError: as `evaluate`.
        """
        return self._desk.do(self._questions.findings, place, period, self._when(as_of, tree_as_of))

    # ---- what was filed --------------------------------------------------------------------

    @property
    def cube(self) -> xr.Dataset:
        """The months of all places and series as they stand now; computed only when asked.

        A dataset over `place`, `series` and `month` of what each place itself filed: `value`, the
        level of the single month (of a stock: at its end), `year_to_date`, `state`, bounds, status
        and dates. One chunk is one block of places in one year.

        Raises:
            TiendoError: for a cube that has to be rebuilt.
        """
        return self._desk.do(self._questions.cube)

    def cube_on(self, tree_as_of: str | date, level: str = Level.PROVINCE) -> xr.Dataset:
        """Return the months of all places of one day's map, recast where they were others then.

        A dataset over `place`, `series` and `month`, computed only when asked: `value`, the level
        of the single month (of a stock: at its end), `year_to_date`, `state`, bounds, status,
        modality and dates, each as `evaluate` gives it on that map. What was shared out has the
        modality `estimated`, what lacks a part the state `partial`, what nobody can share out
        `refused`. One chunk is one year.

        Args:
            tree_as_of: the day whose map is asked for, such as "2025-07-01".
            level: country, province, district or commune.

        Raises:
            TiendoError: for a text that is no day, an unknown level, or a cube that has to be
                rebuilt.
        """
        return self._desk.do(self._questions.cube_on, tree_as_of, level)

    def figures(self, place: str, indicator: str | None = None) -> pd.DataFrame:
        """Return what was filed of a place, every vintage, plans included.

        Args:
            place: its key or name.
            indicator: code or name; None for all.

        Raises:
            TiendoError: for an unknown place or indicator.
        """
        return self._desk.do(self._questions.figures, place, indicator)


def _opened(folder: Path | None) -> Questions:
    office = open_office(folder)
    # Django's models can be imported only now.
    from tiendo.analysis.questions import Questions

    return Questions(office)
