"""From what headings say to what columns mean, each judged beside the others of its table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from tiendo.ledger.intake.report.headings import YEAR, Heading, Side
from tiendo.ledger.intake.report.table import Against, Meaning, Report
from tiendo.vocabulary.errors import VocabularyError
from tiendo.vocabulary.period import Period
from tiendo.vocabulary.words import Kind, Modality, Status

_NAME_RUN = "write in the heading which run it is: the month, or the months since January"
_MAPPING = "name the column in a mapping file"
SURENESS = {
    "estimate": (Modality.ESTIMATED, Status.ESTIMATE),
    "preliminary": (Modality.ACTUAL, Status.PRELIMINARY),
    "official": (Modality.ACTUAL, Status.OFFICIAL),
    "actual": (Modality.ACTUAL, None),
}


@dataclass(frozen=True, slots=True)
class Draft:
    """A column on its way: its heading, and its meaning as far as it is settled.

    Attributes:
        meaning: None while its run is open.
        sure: whether its heading tells how sure its numbers are.
        reason: why it means that.
    """

    heading: Heading
    meaning: Meaning | None
    sure: bool = True
    reason: str = ""


Outcome = Draft | VocabularyError


def settle(headings: Sequence[Heading], report: Report | None) -> list[Outcome]:
    """Return what each column means, or why that cannot be told.

    First the levels that name their run, then the open ones, then the ratios: "compared with the
    same period" alone means the one run that has a level and no such ratio of its own.
    """
    outcomes: list[Outcome | None] = [None] * len(headings)
    for is_ratio in (False, True):
        for closed in (True, False):
            for number, heading in enumerate(headings):
                ratio = heading.denominator is not None or "growth" in heading.signs
                if ratio is is_ratio and heading.numerator.is_open is not closed:
                    known = [o for o in outcomes if isinstance(o, Draft)]
                    outcomes[number] = _draft(heading, report, known, headings)
    settled = _as_sure_as_their_runs([o for o in outcomes if o is not None])
    return [_with_assigner(outcome, settled) for outcome in settled]


def _draft(
    heading: Heading, report: Report | None, known: Sequence[Draft], headings: Sequence[Heading]
) -> Outcome:
    try:
        if heading.denominator is None and "growth" not in heading.signs:
            return _level(heading, report, known, headings)
        return _ratio(heading, report, known)
    except VocabularyError as error:
        return error


def _level(
    heading: Heading, report: Report | None, known: Sequence[Draft], headings: Sequence[Heading]
) -> Draft:
    side = heading.numerator
    modality, status, sure = _sureness(side)
    kind = Kind.SHARE if "share" in heading.signs else Kind.LEVEL
    if "rate" in heading.signs or ("plan" in side.marks and kind is Kind.SHARE):
        raise VocabularyError("it does not say what it is a rate of", remedy=_MAPPING)
    if not side.marks and not side.runs and kind is Kind.LEVEL:
        raise VocabularyError("it names no period", remedy=_NAME_RUN)
    if "plan" in side.marks:
        return _plan(heading, report)
    if side.is_open and side.marks & {"same_period"}:
        run, why = _run_without_twin(known, report, "the same period of last year")
    elif side.is_open and kind is Kind.SHARE:
        run, why = _only_run(known, "a share of the total")
    else:
        run, why = _run_of(side, report, headings)
    if side.marks & {"same_period", "same_month"}:
        run, why = _a_year_earlier(run, side, report), f"{why}, a year earlier"
        modality, status = (modality, status) if sure else (Modality.ACTUAL, None)
        sure = True
    _check_not_ahead(run, report, modality)
    return Draft(heading, Meaning(kind, run, modality, status), sure, why)


def _sureness(side: Side) -> tuple[Modality, Status | None, bool]:
    """Return modality and status, and whether a word tells them."""
    said = [
        word for word in ("estimate", "preliminary", "official", "actual") if word in side.marks
    ]
    if len(said) > 1:
        raise VocabularyError(f"it says {' and '.join(said)} at once", remedy=_MAPPING)
    if not said:
        return Modality.ACTUAL, None, False
    return *SURENESS[said[0]], True


def _plan(heading: Heading, report: Report | None) -> Draft:
    """Return a plan: of the run that it names, else of the report's year, or of the next."""
    side = heading.numerator
    if side.marks & {"estimate", "preliminary", "official", "actual", "same_period", "cumulative"}:
        raise VocabularyError("it names a plan and something else", remedy=_MAPPING)
    if side.runs:
        run = side.runs[0]
    elif report is None:
        raise VocabularyError("the plan names no year", remedy="write its year in the heading")
    else:
        ahead = YEAR if "next_year" in side.marks else -YEAR if "last_year" in side.marks else 0
        run = report.run.whole_year().shifted(ahead)
    meaning = Meaning(Kind.LEVEL, run, Modality.TARGET, assigner=heading.assigner)
    return Draft(heading, meaning, True, f"it names the plan of {run}")


def _run_of(
    side: Side, report: Report | None, headings: Sequence[Heading] = ()
) -> tuple[Period, str]:
    """Return the run that one side names, and how it is told."""
    if side.runs:
        run = side.runs[0]
        if "cumulative" in side.marks or "previous_cumulative" in side.marks:
            in_year = report is not None and run == report.run.whole_year()
            run = (report.run if report and in_year else run).year_to_date()
            return _moved(run, side), f"it names the months since January to {run.end:%Y-%m}"
        return _moved(run, side), f"it names {run}"
    if report is None:
        raise VocabularyError(
            "it names no period, nor does the title", remedy="name the period with --period"
        )
    month = report.month
    if "previous_cumulative" in side.marks:
        if month.last_month == 1:
            raise VocabularyError("no month of the year lies before January", remedy=_MAPPING)
        return month.shifted(-1).year_to_date(), "it names the months before the report's"
    if "cumulative" in side.marks:
        return month.year_to_date(), "it names the months since January"
    if side.marks & {"last_year", "next_year"} and not side.marks & {"this_month"}:
        ahead = YEAR if "next_year" in side.marks else -YEAR
        return month.whole_year().shifted(ahead), "it names the year beside the report's"
    return _current(side, report, headings)


def _current(side: Side, report: Report, headings: Sequence[Heading]) -> tuple[Period, str]:
    """Return the report's own period, or the one before: a month, or its longer run.

    A title that names both leaves it open, unless other headings speak of the longer run.
    """
    by_month = bool(side.marks & {"this_month", "previous_month", "same_month"})
    if not by_month and report.run != report.month:
        longer = any(_is_longer_run(h.numerator, report) for h in headings)
        if longer is not report.names_month:
            raise VocabularyError(f"it may be {report.month} or {report.run}", remedy=_NAME_RUN)
    run = report.month if by_month or report.names_month else report.run
    if side.marks & {"previous_period", "previous_month"}:
        return run.previous(), "it names the period before the report's"
    return run, "it names the report's own period"


def _is_longer_run(side: Side, report: Report) -> bool:
    named = any(run.months > 1 and run.last == report.run.last for run in side.runs)
    return "plan" not in side.marks and (named or "cumulative" in side.marks)


def _moved(run: Period, side: Side) -> Period:
    return run.shifted(-YEAR) if "last_year" in side.marks else run


def _a_year_earlier(run: Period, side: Side, report: Report | None) -> Period:
    """Return the same run a year earlier; where the heading dates it there already, that one."""
    dated = side.runs and report is not None and run.year == report.run.year - 1
    earlier = run if dated else run.same_period_last_year()
    _check_year(side, earlier)
    return earlier


def _check_year(side: Side, earlier: Period) -> None:
    """Refuse "the same period of 2022" in a report of 2024."""
    if side.years and side.years != {earlier.year}:
        raise VocabularyError(
            f"it names the year {min(side.years)}, but the same period is {earlier}",
            remedy="correct the year in the heading or in the title",
        )


def _check_not_ahead(run: Period, report: Report | None, modality: Modality) -> None:
    if report and run.last > report.run.last and modality is Modality.ACTUAL:
        raise VocabularyError(
            f"it names {run}, which ends after the report's {report.run}, and is no estimate",
            remedy="correct the period of the heading or of the title",
        )


def _run_without_twin(
    known: Sequence[Draft], report: Report | None, what: str
) -> tuple[Period, str]:
    """Return the one current run that has no level of a year earlier yet."""
    levels = [d.meaning for d in known if d.meaning and d.meaning.kind is Kind.LEVEL]
    periods = {m.period for m in levels}
    current = _current_runs(levels, report)
    open_runs = {run for run in current if run.same_period_last_year() not in periods}
    return _only(open_runs or current, what)


def _current_runs(levels: Sequence[Meaning], report: Report | None) -> set[Period]:
    """Return the runs that end with the report's, or else with the last of the table."""
    runs = {m.period for m in levels if not m.is_plan}
    last = report.run.last if report else max((run.last for run in runs), default=0)
    return {run for run in runs if run.last == last}


def _only_run(known: Sequence[Draft], what: str) -> tuple[Period, str]:
    runs = {d.meaning.period for d in known if d.meaning and not d.meaning.is_plan}
    return _only(runs, what)


def _only(runs: set[Period], what: str) -> tuple[Period, str]:
    if len(runs) == 1:
        (run,) = runs
        return run, f"{run} is the only run of the table that {what} can belong to"
    told = " or ".join(map(str, sorted(runs))) or "no run of the table"
    raise VocabularyError(f"{what} may belong to {told}", remedy=_NAME_RUN)


def _ratio(heading: Heading, report: Report | None, known: Sequence[Draft]) -> Draft:
    below = heading.denominator
    plan = below is not None and "plan" in below.marks
    if "percent" not in heading.signs:
        raise VocabularyError(
            "it compares, but does not say that it is a percentage", remedy="write (%) in it"
        )
    if "times" in heading.signs:
        raise VocabularyError("it names percent and times at once", remedy=_MAPPING)
    if plan and "growth" in heading.signs:
        raise VocabularyError("a growth over a plan is not read", remedy=_MAPPING)
    run, why = _numerator(heading, report, known, plan)
    above = heading.numerator
    if plan:
        return _plan_share(heading, run, why)
    kind = Kind.GROWTH if "growth" in heading.signs else Kind.BASE_RATIO
    against = Against(_compared_with(below, run))
    yearly = against.period == run.same_period_last_year()
    filed = yearly and "plan" not in above.marks
    modality, status, sure = _sureness(above)
    if "plan" in above.marks:
        modality, sure = Modality.TARGET, True
    compared = "the same run a year earlier" if yearly else str(against.period)
    why = f"{why}, compared with {compared}" + ("" if filed else "; checked, not filed")
    return Draft(heading, Meaning(kind, run, modality, status, None, against, filed), sure, why)


def _plan_share(heading: Heading, run: Period, why: str) -> Draft:
    below = heading.denominator
    year = below.runs[0] if below and below.runs else run.whole_year()
    if not year.covers(run):
        raise VocabularyError(f"the plan of {year} does not cover {run}", remedy=_MAPPING)
    modality, status, sure = _sureness(heading.numerator)
    against = Against(year, plan=True)
    meaning = Meaning(Kind.PLAN_SHARE, run, modality, status, heading.assigner, against)
    return Draft(heading, meaning, sure, f"{why}, compared with the plan of {year}")


def _numerator(
    heading: Heading, report: Report | None, known: Sequence[Draft], plan: bool
) -> tuple[Period, str]:
    """Return the run that is compared; an open one is the only run of the table left for it."""
    side = heading.numerator
    if "plan" in side.marks:
        if not side.runs and report is None:
            raise VocabularyError("the plan names no year", remedy="write its year in the heading")
        if not side.runs and report is not None:
            ahead = YEAR if "next_year" in side.marks else 0
            return report.run.whole_year().shifted(ahead), "it compares the plan"
        return side.runs[0], f"it compares the plan of {side.runs[0]}"
    if not side.is_open:
        return _run_of(side, report, [d.heading for d in known])
    below = heading.denominator
    if report and below and below.marks & {"previous_period", "previous_month"}:
        return _current(side, report, [d.heading for d in known])
    levels = [d.meaning for d in known if d.meaning and d.meaning.kind is Kind.LEVEL]
    ratios = [d.meaning for d in known if d.meaning and d.meaning.against]
    taken = {m.period for m in ratios if m.against and _is_like(m, m.against, plan)}
    runs = _current_runs(levels, report)
    if plan:
        runs = {run for run in runs if run.first % YEAR == 0}
    what = "a share of the plan" if plan else "the comparison"
    return _only((runs - taken) or runs, what)


def _is_like(meaning: Meaning, against: Against, plan: bool) -> bool:
    """Whether a ratio divides by the plan, or else by the same run a year earlier."""
    return against.plan if plan else against.period == meaning.period.same_period_last_year()


def _compared_with(below: Side | None, run: Period) -> Period:
    """Return the run that a ratio of `run` divides by."""
    if below is None:
        return run.same_period_last_year()
    if below.marks & {"same_period", "same_month"}:
        earlier = run.same_period_last_year()
        _check_year(below, earlier)
        if below.runs and below.runs[0] not in (run, earlier):
            raise VocabularyError(
                f"the same period of {run} is not {below.runs[0]}", remedy=_MAPPING
            )
        return earlier
    if below.marks & {"previous_period", "previous_month"}:
        return run.previous()
    if "last_year" in below.marks and not below.runs:
        if run.months == YEAR:
            return run.same_period_last_year()
        raise VocabularyError(
            "last year may be its same run or all of it", remedy="write the same period of it"
        )
    if below.runs and not below.marks & {"next_year"}:
        return below.runs[0]
    raise VocabularyError("it does not say what it compares with", remedy=_MAPPING)


def _as_sure_as_their_runs(outcomes: list[Outcome]) -> list[Outcome]:
    """Give columns that tell no modality that of the level of their run, or of their last month.

    What is added up from an estimated month is an estimate.
    """
    told = [o.meaning for o in outcomes if isinstance(o, Draft) and o.meaning and o.sure]
    levels = [m for m in told if m.kind is Kind.LEVEL and not m.is_plan]
    for number, outcome in enumerate(outcomes):
        if not isinstance(outcome, Draft) or outcome.meaning is None or outcome.sure:
            continue
        meaning = outcome.meaning
        same = [m for m in levels if m.period == meaning.period]
        part = [m for m in levels if m.period.last == meaning.period.last]
        if found := (same or part):
            given = replace(meaning, modality=found[0].modality, status=found[0].status)
            word = found[0].status or found[0].modality
            why = f"{outcome.reason}; {word}, as {found[0].period} is"
            outcomes[number] = replace(outcome, meaning=given, reason=why)
    return outcomes


def _with_assigner(outcome: Outcome, outcomes: Sequence[Outcome]) -> Outcome:
    """Give a share of the plan the assigner of the only plan that stands in the table."""
    if isinstance(outcome, VocabularyError) or outcome.meaning is None:
        return outcome
    meaning = outcome.meaning
    if meaning.kind is not Kind.PLAN_SHARE or meaning.assigner or not meaning.against:
        return outcome
    plans = [o.meaning for o in outcomes if isinstance(o, Draft) and o.meaning]
    assigners = {m.assigner for m in plans if m.is_plan and m.period == meaning.against.period}
    if len(assigners) > 1:
        told = " or ".join(sorted(assigner or "nobody" for assigner in assigners))
        return VocabularyError(
            f"the plan may be that assigned by {told}", remedy="write in the heading whose plan"
        )
    given = replace(meaning, assigner=next(iter(assigners), None))
    return replace(outcome, meaning=given)
