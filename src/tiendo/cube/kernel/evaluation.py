"""The evaluation of one family: every field of `evaluate` for all its places and series at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from tiendo.cube.cells.axes import TileSource
from tiendo.cube.cells.codes import (
    CONFIDENTIAL,
    MISSING,
    NEVER,
    NO_CODE,
    NO_INSTANT,
    PARTIAL,
    Array,
    Bytes,
    Mask,
)
from tiendo.cube.cells.tables import SLOTS
from tiendo.cube.kernel.columns import Columns
from tiendo.cube.kernel.comparison import BASE_RATIO, HUNDRED, Comparison
from tiendo.cube.kernel.duties import (
    Duties,
    absence,
    asked_columns,
    filed_columns,
    of_frequency,
    years_looked_at,
)
from tiendo.cube.kernel.family import Family
from tiendo.cube.kernel.family_trees import sums_below
from tiendo.cube.kernel.findings import Checked, Findings, findings_on
from tiendo.cube.kernel.held import HeldFigures
from tiendo.cube.kernel.levels import Levels, RollUp
from tiendo.cube.kernel.levels_of_some import SomePlaces
from tiendo.cube.kernel.numbers import Answers, without
from tiendo.cube.kernel.own import OwnLevels
from tiendo.cube.kernel.plans import Plans, plans_for
from tiendo.cube.kernel.result import DERIVABLE, Result, StatedRows
from tiendo.cube.kernel.shares import contribution, rank, structure_share
from tiendo.cube.kernel.world import Question

_ROW_SLOTS = [slot for slot in SLOTS if slot.startswith("row_")]


@dataclass(frozen=True)
class Below:
    """What a block tells the summit of one of its tops, besides levels.

    Attributes:
        filed: how many lowest-level places within have filed what they owe, (tops, columns).
        due: how many owe it.
        said: where the top or any place below filed anything of a column.
    """

    filed: Array
    due: Array
    said: Mask


class Evaluation:
    """One question asked of one family."""

    def __init__(
        self,
        source: TileSource,
        columns: Columns,
        family: Family,
        duties: Duties,
        question: Question,
        roll_up_outside: RollUp | None = None,
        below_outside: Below | None = None,
        said: Mask | None = None,
    ) -> None:
        """Take what the evaluation rests on.

        Args:
            source: the tiles.
            columns: what is evaluated.
            family: the places.
            duties: what is owed of them.
            question: what is asked.
            roll_up_outside: what lies below the outside rows of the family, if there are any.
            below_outside: duties and what was filed there.
            said: where a place or any below it filed anything; found if it is not known.
        """
        self._said = said
        self._duties = duties
        self._columns = columns
        self.question = question
        self._texts = source.axes.texts
        self._below_outside = below_outside
        self.family = family
        self._held = HeldFigures(source, family, len(columns))
        own = OwnLevels(self._held, columns, question.quality)
        self.levels = Levels(
            family,
            columns,
            own,
            source.axes.hidden,
            question.map_day,
            roll_up_outside,
            quality=question.quality,
        )
        self._owed = duties.owed(question.run)
        self._below: Below | None = None
        self.comparison = Comparison(self._held, columns, self.levels, question.quality)

    @property
    def below(self) -> Below:
        """What lies at and below each place: duties and what was filed, (places, columns)."""
        if self._below is None:
            self._below = self._find_below()
        return self._below

    @property
    def said(self) -> Mask:
        """Where a place or any below it filed anything of a column; not to be changed."""
        if self._said is None:
            years = years_looked_at(self.question.run, self._columns)
            said = filed_columns(self._held, self.family, self._columns, years)
            self._said = said | self._said_of_parts(said)
        return self._said

    def _find_below(self) -> Below:
        columns, run = self._columns, self.question.run
        shape = len(self.family), len(columns)
        said = self.said
        if not self._owed.any() and self._below_outside is None:
            nothing = np.zeros(shape, np.int32)
            return Below(nothing, nothing, said)
        due, tree = self._duties.due(run), self.family.tree(self.question.map_day)
        filed = (due & ~self.levels.shown(run).is_missing).astype(np.int32)
        if self._below_outside is None:
            return Below(sums_below(filed, tree), self._duties.due_below(run, tree), said)
        outside, counts = np.flatnonzero(self.family.outside), due.astype(np.int32)
        filed[outside], counts[outside] = self._below_outside.filed, self._below_outside.due
        said = said.copy()  # what is remembered of this family alone stays as it is
        said[outside] |= self._below_outside.said
        said |= self._said_below(said)
        return Below(sums_below(filed, tree), sums_below(counts, tree), said)

    def _said_of_parts(self, said: Mask) -> Mask:
        """Return what was filed at and below the places that others are recast from."""
        found = np.zeros(said.shape, np.bool_)
        if not said.any():
            return found
        counts = self._columns.sums_over_places | self._columns.means_over_places
        run = self.question.run
        earlier = run.same_period_last_year()
        for one in {run, run.previous(), earlier, run.year_to_date()}:
            for row, cover in self.levels.tree(one).covers.items():
                rows = [self.family.row[p.key] for p in cover.parts if p.key in self.family.row]
                found[row] |= said[rows].any(axis=0) & (counts | cover.same)
        return found

    def _said_below(self, said: Mask) -> Mask:
        """Return what was filed below the countries."""
        found = np.zeros(said.shape, np.bool_)
        for row, children in self.family.ever_below.items():
            found[row] = said[children].any(axis=0)
        counts = self._columns.sums_over_places | self._columns.means_over_places
        return found & counts[None, :]

    def result(self) -> Result:
        """Return the rows of the places that the family answers for."""
        fields = self._fields()
        answered = self._answered()
        every_plan = self._plans(answered)
        plans = every_plan
        if not self.question.every_version and not every_plan.answering.all():
            plans = every_plan.take(np.flatnonzero(every_plan.answering))
        rows = self._told(fields["state"], plans)
        told = self.below.said
        if every_plan.former is not None and self._columns.row_in_doubt.any():
            told = told.copy()
            told[every_plan.former.recast] = True
        rows &= asked_columns(told, self._columns, self._owed)
        rows &= answered[:, None]
        rows &= self._columns.have_cards
        findings = self._findings(plans, every_plan) if self.question.quality else _no_findings()
        plans = _as_shown(plans, fields["state"])
        return self._assembled(rows, fields, plans, findings)

    def _told(self, state: Bytes, plans: Plans) -> Mask:
        """Return where anything is told of a level, and put why where none is known."""
        planned = np.zeros(state.shape, np.bool_)
        plans.cells.mark(planned)
        # Looked at cell by cell: mostly few are missing.
        missing = np.flatnonzero(state == MISSING)
        columns, has_plan = missing % state.shape[1], planned.take(missing)
        owed = self._owed.take(missing)
        state.put(missing, absence(self.question, self._columns, columns, has_plan | owed))
        told = np.ones(state.shape, np.bool_)
        told.put(missing, has_plan | (owed & self._columns.are_totals[columns]))
        return told

    def _plans(self, answered: Mask, told_of: SomePlaces | None = None) -> Plans:
        """Return every version of the plans, of the places that are told of."""
        return plans_for(
            self._held, self._columns, self.levels, self.question, self._texts, answered, told_of
        )

    def _answered(self) -> Mask:
        """Return the places of which there may be rows."""
        question, answered = self.question, self.family.tree(self.question.map_day).answered
        return answered & self.family.on_map(question.map_day) if question.only_on_map else answered

    # ---- the fields -------------------------------------------------------------------

    def _fields(self) -> dict[str, Array]:
        run = self.question.run
        level = self.levels.shown(run)
        base = self.comparison.base(run).answers
        answers = {
            "value": level,
            "previous_period": self.levels.whole(run.previous()),
            "same_period": self.comparison.base(run).whole,
            "year_to_date": self.levels.whole(run.year_to_date()),
            **self._grown(level),
            "contribution_pp": contribution(self.levels, self.comparison, self._columns, run),
            "structure_share_pct": structure_share(self.levels, self._columns, run),
        }
        fields: dict[str, Array] = {name: answer.value for name, answer in answers.items()}
        fields["state"] = level.state.copy()
        fields["same_period_state"] = base.state
        growth = self.comparison.growth(run).value
        if len(self.comparison.stated(run).rows("comparison")):
            # Only stated growth stands where the level is not known.
            growth = without(growth, ~level.known)
        fields["rank"] = rank(growth, self.family.tree(self.question.map_day), self._columns)
        in_frequency = of_frequency(self.question, self._columns)
        fields["due"], fields["filed"] = self.below.due, self.below.filed
        if not in_frequency.all():
            for name in ("due", "filed"):
                fields[name] = fields[name] * in_frequency
        if self.question.quality:
            fields |= _quality_of(level, answers)
        _hide(fields, level.hidden)
        return fields

    def _grown(self, level: Answers) -> dict[str, Answers]:
        """Return growth, ratio and difference, none of them for partial sums."""
        growth = self.comparison.growth(self.question.run)
        difference = self.comparison.difference(self.question.run)
        stated = self.comparison.stated(self.question.run)
        if len(stated.rows("comparison")) or len(stated.rows("change")):
            partial = level.state == PARTIAL
            growth, difference = growth.copy(), difference.copy()
            for answers in (growth, difference):
                answers.clear_where(partial, MISSING)
        return {
            "growth_pct": growth,
            "base_ratio_pct": self._base_ratio(growth),
            "difference": difference,
        }

    def _base_ratio(self, growth: Answers) -> Answers:
        """Return 100 + growth; as stated where the ratio itself was stated."""
        found = Answers({"value": HUNDRED + growth.value})
        if growth.has_quality:
            found.columns["filed"] = np.zeros(growth.shape, np.uint8)
        stated = self.comparison.stated(self.question.run)
        rows = stated.rows("comparison")
        if len(rows):
            ratio = stated.table["kind"][rows] == BASE_RATIO
            cells = stated.cells("comparison")
            told = ratio & ~np.isnan(growth.value[cells])
            where = cells[0][told], cells[1][told]
            found.value[where] = stated.table["value"][rows][told]
            if growth.has_quality:
                found.columns["filed"][where] = 1
        return found

    # ---- what is not one a cell --------------------------------------------------------

    def _findings(self, plans: Plans, every_plan: Plans) -> Findings:
        return findings_on(
            Checked(
                self._held,
                self.family,
                self._columns,
                self.levels,
                self.comparison,
                plans,
                every_plan,
                self.comparison.growth(self.question.run),
                self.question.run,
            )
        )

    def _stated_rows(self) -> StatedRows:
        """Return the rows of what was stated without a level; hidden beside a hidden level."""
        run = self.question.run
        stated = self.comparison.stated(run)
        rows = np.concatenate([stated.rows(slot) for slot in _ROW_SLOTS])
        place, column = stated.table["place"][rows], stated.table["series"][rows]
        parts = [stated.answers(slot) for slot in _ROW_SLOTS]
        answers = Answers(
            {n: np.concatenate([part[n] for part in parts]) for n in parts[0].columns}
        )
        answers.clear_where(self.levels.shown(run).hidden[place, column], CONFIDENTIAL)
        found = StatedRows(place, column, stated.table["slot"][rows], answers)
        answered = self._answered()[place]
        answered &= self._columns.have_cards[column]
        return found.take(np.flatnonzero(answered))

    def _assembled(
        self, rows: Mask, fields: Mapping[str, Array], plans: Plans, findings: Findings
    ) -> Result:
        shown = rows & (fields["state"] != CONFIDENTIAL)
        findings = findings.take(np.flatnonzero(shown[findings.place, findings.column]))
        if not plans.cells.all_in(rows):
            plans = plans.take(np.flatnonzero(plans.cells.of(rows)))
        if self.question.quality:
            plans = plans.by_itself()
        columns = self._columns
        return Result(
            self.question.run,
            self.family.places,
            tuple(columns.series),
            columns.cards,
            rows,
            fields,
            plans,
            findings,
            self._stated_rows(),
            columns.in_card_order,
            self._texts,
        )


def _quality_of(level: Answers, answers: Mapping[str, Answers]) -> dict[str, Array]:
    names = ("comparator", "status", "modality", "known_at", "recorded_at", "figure")
    found = {name: level[name] for name in names}
    found["value_lo"], found["value_hi"] = level["lo"], level["hi"]
    derived = np.zeros(level.shape, np.uint16)
    for bit, name in enumerate(DERIVABLE):
        computed = ~np.isnan(answers[name].value) & (answers[name]["filed"] == 0)
        derived |= computed.astype(np.uint16) << np.uint16(bit)
    found["derived"] = derived
    return found


def _hide(fields: dict[str, Array], hidden: Mask) -> None:
    """Leave nothing from which a confidential level could be computed."""
    if not hidden.any():
        return
    nothing = {
        **dict.fromkeys(DERIVABLE, np.nan),
        "rank": 0,
        "same_period_state": CONFIDENTIAL,
        "comparator": NO_CODE,
        "status": 0,
        "modality": NO_CODE,
        "known_at": NEVER,
        "recorded_at": NO_INSTANT,
        "figure": 0,
        "value_lo": -np.inf,
        "value_hi": np.inf,
        "derived": 0,
    }
    for name in nothing.keys() & fields.keys():
        fields[name] = fields[name].copy()
        fields[name][hidden] = nothing[name]


def _as_shown(plans: Plans, state: Array) -> Plans:
    """Return the plans without what is reached of them, nor implied ones, on hidden cells."""
    confidential = state == CONFIDENTIAL
    if not confidential.any():
        return plans
    hidden = plans.cells.of(confidential)
    plans = plans.take(np.flatnonzero(~(hidden & (plans.columns["derived"] == 1))))
    hidden = plans.cells.of(confidential)
    return replace(
        plans,
        share_pct=np.where(hidden, np.nan, plans.share_pct),
        share_lo=np.where(hidden, np.nan, plans.share_lo),
        share_hi=np.where(hidden, np.nan, plans.share_hi),
        share_stated=plans.share_stated & ~hidden,
    )


def _no_findings() -> Findings:
    return Findings.joined([])
