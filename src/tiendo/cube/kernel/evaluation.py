"""The evaluation of one family: every field of `evaluate` for all its places and series at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

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
from tiendo.cube.kernel.duties import Duties, absence, asked_columns, of_frequency
from tiendo.cube.kernel.filings import Below, Filings
from tiendo.cube.kernel.findings import Checked, Findings, findings_on
from tiendo.cube.kernel.held import HeldFigures
from tiendo.cube.kernel.levels import Levels, RollUp
from tiendo.cube.kernel.numbers import Answers, without
from tiendo.cube.kernel.own import OwnLevels
from tiendo.cube.kernel.plans import Plans, plans_for
from tiendo.cube.kernel.result import DERIVABLE, Result, StatedRows
from tiendo.cube.kernel.shares import contribution, rank, structure_share
from tiendo.cube.kernel.world import Question

_ROW_SLOTS = [slot for slot in SLOTS if slot.startswith("row_")]


class Evaluation:
    """One question asked of one family.

    Attributes:
        held: the figures of the places.
        columns: what is evaluated.
        levels: the levels of the places.
        filings: what they filed and owe.
        question: what is asked.
        family: the places.
        comparison: the levels compared with those of a year earlier.
    """

    def __init__(
        self,
        held: HeldFigures,
        columns: Columns,
        levels: Levels,
        filings: Filings,
        question: Question,
    ) -> None:
        self.held = held
        self.columns = columns
        self.levels = levels
        self.filings = filings
        self.question = question
        self.family = levels.family
        self.comparison = Comparison(held, columns, levels, question.quality)

    def result(self) -> Result:
        """Return the rows of the places that the family answers for."""
        fields = self._fields()
        answered = self.answered
        every_plan = self.plans()
        plans = every_plan
        if not self.question.every_version and not every_plan.answering.all():
            plans = every_plan.take(np.flatnonzero(every_plan.answering))
        rows = self._told(fields["state"], plans)
        told = self.filings.below.said
        if every_plan.former is not None and self.columns.row_in_doubt.any():
            told = told.copy()
            told[every_plan.former.recast] = True
        rows &= asked_columns(told, self.columns, self.filings.owed)
        rows &= answered[:, None]
        rows &= self.columns.have_cards
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
        owed = self.filings.owed.take(missing)
        state.put(missing, absence(self.question, self.columns, columns, has_plan | owed))
        told = np.ones(state.shape, np.bool_)
        told.put(missing, has_plan | (owed & self.columns.are_totals[columns]))
        return told

    def plans(self) -> Plans:
        """Return every version of the plans of the places that are answered for."""
        return plans_for(
            self.held, self.columns, self.levels, self.question, self.texts, self.answered
        )

    @property
    def answered(self) -> Mask:
        """The places of which there may be rows."""
        question, answered = self.question, self.family.tree(self.question.map_day).answered
        return answered & self.family.on_map(question.map_day) if question.only_on_map else answered

    @property
    def texts(self) -> tuple[str, ...]:
        """Assigners, versions and decisions by their numbers."""
        return self.held.axes.texts

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
            "contribution_pp": contribution(self.levels, self.comparison, self.columns, run),
            "structure_share_pct": structure_share(self.levels, self.columns, run),
        }
        fields: dict[str, Array] = {name: answer.value for name, answer in answers.items()}
        fields["state"] = level.state.copy()
        fields["same_period_state"] = base.state
        growth = self.comparison.growth(run).value
        if len(self.comparison.stated(run).rows("comparison")):
            # Only stated growth stands where the level is not known.
            growth = without(growth, ~level.known)
        fields["rank"] = rank(growth, self.family.tree(self.question.map_day), self.columns)
        in_frequency = of_frequency(self.question, self.columns)
        fields["due"], fields["filed"] = self.filings.below.due, self.filings.below.filed
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
                self.held,
                self.family,
                self.columns,
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
        answered = self.answered[place]
        answered &= self.columns.have_cards[column]
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
        columns = self.columns
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
            self.texts,
        )


def evaluation_of(
    held: HeldFigures,
    columns: Columns,
    duties: Duties,
    question: Question,
    *,
    roll_up_outside: RollUp | None = None,
    below_outside: Below | None = None,
    said: Mask | None = None,
) -> Evaluation:
    """Return the evaluation of a family whose levels are found from what it holds.

    Args:
        held: the figures of the family.
        columns: what is evaluated.
        duties: what is owed of the family.
        question: what is asked.
        roll_up_outside: what lies below the outside rows of the family, if there are any.
        below_outside: what was filed and is owed there.
        said: where a place or any below it filed anything; found if it is not known.
    """
    levels = Levels(
        held.family,
        columns,
        OwnLevels(held, columns, question.quality),
        held.axes.hidden,
        question.map_day,
        roll_up_outside,
        quality=question.quality,
    )
    filings = Filings(held, columns, levels, duties, question, below_outside, said)
    return Evaluation(held, columns, levels, filings, question)


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
