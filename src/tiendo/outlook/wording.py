"""What an outlook says: why there is none, what the gate mended, and how it was made."""

from __future__ import annotations

from enum import StrEnum, unique

from tiendo.vocabulary.sentence import Sentence, Wording


class ReasonKind(StrEnum):
    """What kind of reason keeps a target from having a chance, where many are told together."""

    OTHER_TERRITORY = "other_territory"
    NOTHING_YET = "nothing_yet"
    NO_BASE = "no_base"
    NO_EARLIER_YEAR = "no_earlier_year"
    MISSING = "missing"
    OTHER_UNIT = "other_unit"
    CHANGED = "changed"
    NOT_RECAST = "not_recast"
    OTHER = "other"


@unique
class OutlookReason(Wording):
    """Why a series has no outlook, or a target cannot be judged by it."""

    NOTHING_OF_YEAR = "nothing of {year} is known yet"
    NOTHING_UP_TO = "nothing of {year} is known up to {period}"
    NOTHING_BEFORE = "nothing is known before {year}"
    NOTHING_THEN = "nothing was known of it then"
    NO_QUARTER_ENDED = "no quarter of {year} has ended by month {month}"
    TWICE = "{period} is given twice; keep the row that counts, delete the other"
    SINGLE_VALUE = (
        "a single value is known, and no year to compare it with; give the months before it"
    )
    SINGLE_PERIOD = (
        "a single value is known, and no year to compare it with; give last year's months"
    )
    TERRITORY_CHANGED = (
        "the territory changed in {period}, so that the year so far does not compare with itself; "
        "file the figures recast to one side"
    )
    LEVEL_BROKE = (
        "by its card the level breaks in {period}, so that the year so far does not compare with "
        "itself; file the figures recast to one side"
    )
    MONTH_NEVER_KNOWN = (
        "month {number} is missing in every year, so that no year's figure is known; file it"
    )
    QUARTER_NEVER_KNOWN = (
        "quarter {number} is missing in every year, so that no year's figure is known; file it"
    )
    HOLE = "{period} is missing: the year so far has a hole; file it"
    NOT_KNOWN_YET = "{period} is not known yet; file it, or look ahead from a month before it"
    NOT_TO_BE_FILLED = "{period} is missing, and no other year tells what it may have been; file it"
    NO_LAST_YEAR = "too much is missing in {year}, so that there is no last year to go by; file it"
    NEGATIVE = (
        "it holds negative values, of which growth means nothing; look ahead what was subtracted "
        "to make it, such as revenue and expenditure"
    )
    ALL_ZERO = "all values are zero; leave out what has not been told"
    NOTHING_CAME = "nothing came so far, and there is no year to compare it with"
    ZERO_BASE = (
        "last year's figure is zero: from a zero base there is no growth; leave last year out if "
        "nothing was told of it"
    )
    OTHER_SIZE = (
        "{period} is hundreds of times larger or smaller than its neighbours; check its unit"
    )
    GROWTH_NOT_PUBLISHED = (
        "levels of {year} imply growth that was not published, by another factor in each period, "
        "so that the rest of last year is not known on this year's level; file last year's "
        "periods recast"
    )
    LEVEL_JUMPS = (
        "the level jumps at {period}, in each period by another factor, so that the rest of last "
        "year is not known on it; file last year's periods recast"
    )
    PARTIAL_SUM = "the sum of its places is partial: nothing is filed by {places}"
    PARTIAL_SUM_OF_MANY = (
        "the sum of its places is partial: nothing is filed by {places} and {count} more"
    )
    DO_NOT_ADD_UP = "published figures do not add up: {amount} would have to move"
    NO_LAST_YEAR_FOR_GROWTH = "a growth target needs last year's figure"
    TARGET_IN_OTHER_UNIT = "the target is in {unit}, the series in {other}"
    TARGET_OF_NOTHING = "a target of {target} is reached by doing nothing"
    TARGET_TOO_FAR = (
        "the target {target} and the outlook {outlook} are too far apart to be in one unit"
    )
    SHARE_NOT_KNOWN = "{run} cannot be recast: what share of {places} lies here is not known"
    PARTS_NOT_KNOWN = "{run} cannot be recast: it is not known of {places}"
    PARTS_CONFIDENTIAL = (
        "{run} cannot be recast: figures of this indicator are confidential somewhere"
    )
    PARTS_DO_NOT_ADD_UP = (
        "{run} cannot be recast: the indicator does not add up over places ({places})"
    )
    PARTS_UNTOLD = (
        "{run} cannot be recast: the register does not tell all that the place was made of"
    )
    WITH_GAP = "{why}; {gap}"
    OF_SERIES = "{series}: {why}"

    @property
    def kind(self) -> ReasonKind:
        """What kind of reason it is."""
        return _KINDS[self]


def without_series(reason: Sentence) -> Sentence:
    """Return a reason without the key of the series that it is about, for where that is known."""
    inner = reason.values.get("why")
    return (
        inner if reason.word is OutlookReason.OF_SERIES and isinstance(inner, Sentence) else reason
    )


_KINDS = {
    OutlookReason.NOTHING_OF_YEAR: ReasonKind.NOTHING_YET,
    OutlookReason.NOTHING_UP_TO: ReasonKind.NOTHING_YET,
    OutlookReason.NOTHING_BEFORE: ReasonKind.NOTHING_YET,
    OutlookReason.NOTHING_THEN: ReasonKind.NOTHING_YET,
    OutlookReason.NO_QUARTER_ENDED: ReasonKind.NOTHING_YET,
    OutlookReason.TWICE: ReasonKind.MISSING,
    OutlookReason.SINGLE_VALUE: ReasonKind.NO_EARLIER_YEAR,
    OutlookReason.SINGLE_PERIOD: ReasonKind.NO_EARLIER_YEAR,
    OutlookReason.TERRITORY_CHANGED: ReasonKind.CHANGED,
    OutlookReason.LEVEL_BROKE: ReasonKind.CHANGED,
    OutlookReason.MONTH_NEVER_KNOWN: ReasonKind.MISSING,
    OutlookReason.QUARTER_NEVER_KNOWN: ReasonKind.MISSING,
    OutlookReason.HOLE: ReasonKind.MISSING,
    OutlookReason.NOT_KNOWN_YET: ReasonKind.MISSING,
    OutlookReason.NOT_TO_BE_FILLED: ReasonKind.MISSING,
    OutlookReason.NO_LAST_YEAR: ReasonKind.MISSING,
    OutlookReason.NEGATIVE: ReasonKind.NO_BASE,
    OutlookReason.ALL_ZERO: ReasonKind.NO_BASE,
    OutlookReason.NOTHING_CAME: ReasonKind.NO_BASE,
    OutlookReason.ZERO_BASE: ReasonKind.NO_BASE,
    OutlookReason.OTHER_SIZE: ReasonKind.OTHER_UNIT,
    OutlookReason.GROWTH_NOT_PUBLISHED: ReasonKind.CHANGED,
    OutlookReason.LEVEL_JUMPS: ReasonKind.CHANGED,
    OutlookReason.PARTIAL_SUM: ReasonKind.MISSING,
    OutlookReason.PARTIAL_SUM_OF_MANY: ReasonKind.MISSING,
    OutlookReason.DO_NOT_ADD_UP: ReasonKind.OTHER,
    OutlookReason.NO_LAST_YEAR_FOR_GROWTH: ReasonKind.NO_EARLIER_YEAR,
    OutlookReason.TARGET_IN_OTHER_UNIT: ReasonKind.OTHER_UNIT,
    OutlookReason.TARGET_OF_NOTHING: ReasonKind.NO_BASE,
    OutlookReason.TARGET_TOO_FAR: ReasonKind.OTHER_UNIT,
    OutlookReason.SHARE_NOT_KNOWN: ReasonKind.NOT_RECAST,
    OutlookReason.PARTS_NOT_KNOWN: ReasonKind.NOT_RECAST,
    OutlookReason.PARTS_CONFIDENTIAL: ReasonKind.NOT_RECAST,
    OutlookReason.PARTS_DO_NOT_ADD_UP: ReasonKind.NOT_RECAST,
    OutlookReason.PARTS_UNTOLD: ReasonKind.NOT_RECAST,
    OutlookReason.WITH_GAP: ReasonKind.NOT_RECAST,
    OutlookReason.OF_SERIES: ReasonKind.OTHER,
}


@unique
class GateFound(Wording):
    """What the gate before an outlook found in a series and mended, or only tells."""

    GROWTH_CAPPED = (
        "growth of {growth}% on the same months of last year is carried on to the rest of the "
        "year as {most}% at most"
    )
    ZERO = "{periods}: zero, which no year before was; if nothing has been told yet, leave it out"
    SUM_ALONE = (
        "of {run} only the sum is known, not all the months or quarters in it; it is taken alone"
    )
    SUM_BESIDE_LAST_YEAR = (
        "of {run} only the sum is known this year or last, not all the months or quarters in it; "
        "it is compared with that of last year"
    )
    SUM_BESIDE_YEARS = (
        "of {run} only the sum is known this year or last, not all the months or quarters in it; "
        "it is compared with that of {count} past years"
    )
    TERRITORY_CHANGED = "the territory changed in {period}; years before {year} are left out"
    LEVEL_BROKE = "by its card the level breaks in {period}; years before {year} are left out"
    MAY_BE_CUMULATIVE = (
        "values rise through the year as a year to date would, yet may be a season; they are "
        "taken as single periods: if they are not, give their differences"
    )
    CUMULATIVE = "values of {years} are cumulative and were taken apart into differences"
    BRIDGED = "{periods}: missing; the next year to date holds it, and is shared evenly with it"
    FILLED_BY_PROFILE = "{periods}: missing, filled by the usual profile of the year"
    FILLED_BETWEEN = "{periods}: missing, filled between its neighbours"
    LEFT_OUT = "too much is missing in {year}: the history used begins with {first}"
    NO_WHOLE_YEAR = "no whole year before this one is known"
    BETWEEN_NEIGHBOURS = "missing periods of this year lie between neighbours"
    TET = (
        "Tet falls elsewhere than in past years; their January and February are taken as though "
        "it had fallen as in {year}"
    )
    SMALL_NEGATIVE = "small negative periods are corrections of the ones before"
    OTHER_SIZE = (
        "{period} is hundreds of times larger or smaller than its neighbours, as in another unit, "
        "and is treated as missing"
    )
    GROWTH_NOT_PUBLISHED = (
        "levels of {year} imply growth that was not published; earlier years are multiplied by "
        "{factor} so that it holds"
    )
    GROWTH_NOT_PUBLISHED_EACH = (
        "levels of {year} imply growth that was not published; earlier years are multiplied by "
        "{factor} so that it holds, each period by its own factor"
    )
    PROFILE_CHANGED = (
        "level and profile of the year change at {period}; earlier values are multiplied by "
        "{least} to {most}, each period by its own factor, which leaves the series' usual growth "
        "across it"
    )
    JUMP_LEFT_OUT = "the level jumps at {period}; years before {year} are left out"
    JUMP_LINKED = (
        "the level jumps at {period}; earlier values are multiplied by {factor}, which leaves the "
        "series' usual growth across it"
    )
    RECAST = "{run}: {how}"
    RECAST_BY_SHARES = "{run}: {how}; intervals take the shares for exact"


@unique
class OutlookMethod(Wording):
    """How an outlook was made."""

    YEAR_IS_OVER = "the year is over"
    NO_HISTORY = (
        "no year of history: the year so far over the share that peers, or an even pace, give; "
        "wide intervals from packaged errors of series without history"
    )
    SUM_ONLY = "only the sum of the year so far is known; {how}"
    SUM_OF_LAST_YEAR = (
        "shrunk growth on the same sum of last year, its share and its rest; intervals from "
        "packaged errors of series with a short history"
    )
    SUM_OF_YEARS = (
        "shrunk growth on the same sum of {count} past years, its share and its rest; intervals "
        "from packaged errors of series with a short history"
    )
    ONE_YEAR = (
        "one year of history: shrunk growth, last year's share and last year's rest; {errors}"
    )
    QUICK = (
        "quick: shrunk year-to-date growth, seasonal share, dynamic theta, damped trend; {count} "
        "years of history; {errors}"
    )
    FULL = (
        "full: shrunk year-to-date growth, seasonal share, dynamic theta, damped trend, AutoETS, "
        "AutoCES; {count} years of history; {errors}"
    )
    OWN_ERRORS = "intervals from {count} past errors of these series"
    PACKAGED_ERRORS = "intervals from packaged errors only"
    FROM = "{origin}; {method}"
    RECAST_FROM = "history recast from {places}"
    RECAST_BY_SHARES = "history recast by shares of {places}, estimated"
    RECAST_BOTH_WAYS = "history recast from {places} and by shares of {shared}, estimated"
    MOVED = "{method}; moved so that parts add up to their whole"


@unique
class TargetsRefused(Wording):
    """Why adopted targets cannot be checked together, or what moved an outlook not be told."""

    UNREACHABLE = "{total} % cannot be reached within the limits of the sectors"
    NO_SECTOR = "no sector is given"
    SHARES = "the shares of the sectors add up to {sum}, not to 1"
    DEVIATION = "{sector}: a deviation of {deviation} is none"
    MOST_BELOW_MINIMUM = "{sector}: at most {most} % is below its minimum of {minimum} %"
    SINCE_TOO_LATE = "{since} is after {day}, as of which the outlook is asked"


@unique
class TargetsRemedy(Wording):
    """What helps then."""

    LIMITS = "raise a sector's most or lower the total"
    SECTORS = "give each sector with its growth"
    SHARES = "give shares of last year's total, product taxes less subsidies among them"
    DEVIATION = "give the standard deviation of past growths, above 0"
    MOST = "raise the most or lower the minimum"
    EARLIER_SINCE = "give an earlier --since"
