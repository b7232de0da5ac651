"""What may be read from the ledger."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import connection
from django.utils import timezone

from tiendo.ledger.chain import EMPTY, LogHead
from tiendo.ledger.models import Event
from tiendo.ledger.models import Figure as FigureRow
from tiendo.ledger.models import Filing as FilingRow
from tiendo.ledger.models import Obligation as ObligationRow
from tiendo.ledger.rows import FIGURE_SELECT, FILING, PLACE, period_of, series_of, statement_reader
from tiendo.vocabulary.errors import TiendoError
from tiendo.vocabulary.figure import Figure, Filing
from tiendo.vocabulary.obligation import Obligation
from tiendo.vocabulary.period import Period
from tiendo.vocabulary.place import PlaceRegister, Span
from tiendo.vocabulary.series import Series

_AT_ONCE = 500


def today() -> date:
    """Return the current date in the workspace's time zone (TIENDO_TIME_ZONE)."""
    return timezone.localdate(timezone=ZoneInfo(settings.TIENDO_TIME_ZONE))


# ---- figures ----------------------------------------------------------------------


class LedgerFigures:
    """The ledger as a source of figures (`cube.explain.source`), read by places and siblings.

    What was read is kept, so one such object shows the ledger as it stood at the first question
    about each place: make a new one for a new question.
    """

    def __init__(
        self,
        *,
        register: PlaceRegister,
        as_of: date | None,
        windows: Sequence[Period],
        only: int | None = None,
    ) -> None:
        self._register = register
        self._where, self._params = _bounds(as_of, windows)
        if only is not None:
            self._where += ' AND "series_id" = %s'
            self._params.append(only)
        self._by_place: dict[str, dict[Series, list[Figure]]] = {}
        self._filings: dict[int, Filing] = {}
        self._series = _SeriesById()
        self._hidden: set[str] | None = None
        self._filing: frozenset[str] | None = None

    def filing_places(self) -> Collection[str]:
        """Return the keys of the places that ever filed anything and that the register has."""
        if self._filing is None:
            register = self._register
            ids = filing_place_ids()
            self._filing = frozenset(register.by_id(id).key for id in ids if register.has_id(id))
        return self._filing

    def series_at(self, place: str) -> Collection[Series]:
        """Return the series of which the place with this key filed anything."""
        return self._of_place(place).keys()

    def figures(self, place: str, series: Series) -> Sequence[Figure]:
        """Return all figures of a place and series, plans included."""
        return self._of_place(place).get(series, ())

    def hidden_indicators(self) -> Collection[str]:
        """Return the indicators of which any figure, of any place and date, is confidential."""
        if self._hidden is None:
            self._hidden = set(confidential_indicators())
        return self._hidden

    def load_places(self, keys: Iterable[str]) -> None:
        """Read many places in one go; those read before are not read again.

        Raises:
            TiendoError: for a key that the register does not know.
        """
        filing = self.filing_places()
        wanted = []
        for key in dict.fromkeys(keys):
            if key in filing and key not in self._by_place:
                wanted.append(key)
            elif key not in filing:
                _place_id(self._register, key)
                self._by_place.setdefault(key, {})
        for start in range(0, len(wanted), _AT_ONCE):
            self._load(wanted[start : start + _AT_ONCE])

    def numbered(self, first: int, end: int) -> tuple[Figure, ...]:
        """Return the figures with the ids from `first` up to, and without, `end`, ascending.

        Raises:
            TiendoError: if the register lacks a place of theirs.
        """
        sql = (
            f"SELECT {FIGURE_SELECT} FROM ledger_figure "  # noqa: S608 - names of ours
            f'WHERE "id" >= %s AND "id" < %s{self._where} ORDER BY "id"'
        )
        with connection.cursor() as cursor:
            cursor.execute(sql, [first, end, *self._params])
            found = cursor.fetchall()
        self._read_filings({row[FILING] for row in found})
        keys = {row[PLACE]: _place_key(self._register, row[PLACE]) for row in found}
        read = statement_reader(keys, self._series)
        return tuple(Figure(row[0], self._filings[row[FILING]], read(row)) for row in found)

    def _of_place(self, key: str) -> dict[Series, list[Figure]]:
        if key not in self._by_place:
            self.load_places([key])
        return self._by_place[key]

    def _load(self, keys: Sequence[str]) -> None:
        ids = [_place_id(self._register, key) for key in keys]
        sql = (
            f"SELECT {FIGURE_SELECT} FROM ledger_figure "  # noqa: S608 - names of ours
            f'WHERE "place_id" IN ({_marks(ids)}){self._where} ORDER BY "id"'
        )
        with connection.cursor() as cursor:
            cursor.execute(sql, [*ids, *self._params])
            found = cursor.fetchall()
        self._read_filings({row[FILING] for row in found})
        read = statement_reader(dict(zip(ids, keys, strict=True)), self._series)
        loaded: dict[str, dict[Series, list[Figure]]] = {key: {} for key in keys}
        for row in found:
            said = read(row)
            figure = Figure(row[0], self._filings[row[FILING]], said)
            loaded[said.place].setdefault(said.series, []).append(figure)
        self._by_place |= loaded

    def _read_filings(self, ids: set[int]) -> None:
        missing = sorted(ids - self._filings.keys())
        for start in range(0, len(missing), _AT_ONCE):
            for row in FilingRow.objects.filter(pk__in=missing[start : start + _AT_ONCE]):
                self._filings[row.pk] = filing_of(row)


def confidential_indicators() -> frozenset[str]:
    """Return the indicators of which any figure, of any place and date, is confidential."""
    with connection.cursor() as cursor:
        cursor.execute(
            'SELECT DISTINCT s."indicator" FROM ledger_figure f JOIN ledger_seriesrow s '
            'ON s."id" = f."series_id" WHERE f."state" = \'confidential\''
        )
        return frozenset(row[0] for row in cursor.fetchall())


def filing_place_ids() -> list[int]:
    """Return the opaque ids of the places that ever filed anything, ascending.

    It jumps from one place to the next along the index: thousands of figures lie between.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH RECURSIVE filing(place) AS ("
            'SELECT MIN("place_id") FROM ledger_figure UNION ALL '
            'SELECT (SELECT MIN("place_id") FROM ledger_figure WHERE "place_id" > filing.place) '
            "FROM filing WHERE filing.place IS NOT NULL"
            ") SELECT place FROM filing WHERE place IS NOT NULL"
        )
        return [row[0] for row in cursor.fetchall()]


def ledger_figures(
    *, register: PlaceRegister, as_of: date | None = None, windows: Sequence[Period] = ()
) -> LedgerFigures:
    """Return the ledger as a source of figures.

    Args:
        register: the places by their opaque ids.
        as_of: only figures that the world could know on this date; None for all.
        windows: only figures whose run ends in a month of one of these; none of them for all.
    """
    return LedgerFigures(register=register, as_of=as_of, windows=windows)


def _bounds(as_of: date | None, windows: Sequence[Period]) -> tuple[str, list[Any]]:
    where, params = "", list[Any]()
    if windows:
        within = " OR ".join(['"last" BETWEEN %s AND %s'] * len(windows))
        where += f" AND ({within})"
        params += [month for window in windows for month in (window.first, window.last)]
    if as_of is not None:
        where += ' AND "known_at" <= %s'
        params.append(as_of.isoformat())
    return where, params


class _SeriesById(dict[int, Series]):
    """The series by the ids of their rows, all read at the first unknown id."""

    def __missing__(self, id: int) -> Series:
        with connection.cursor() as cursor:
            cursor.execute(
                'SELECT "id", "indicator", "breakdown", "price_basis" FROM ledger_seriesrow'
            )
            self.update({row[0]: series_of(*row[1:]) for row in cursor.fetchall()})
        if id not in self:
            raise TiendoError(
                f"figures name the series {id}, which the ledger does not hold",
                remedy="run `tiendo verify-log`",
            )
        return self[id]


def _place_id(register: PlaceRegister, key: str) -> int:
    return register[key].id if key in register else register.find(key).id


def _marks(values: Sequence[Any]) -> str:
    return ", ".join(["%s"] * len(values))


# ---- what was filed ---------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class FiledRun:
    """How many figures, of all series and vintages, a place has for one run of months."""

    place: str
    period: Period
    figures: int


@dataclass(frozen=True, slots=True)
class FiledFile:
    """A filing with what its event says of it.

    Attributes:
        filing: who filed what and when.
        file_sha256: SHA-256 of the file's bytes, in hexadecimal; empty for a form.
        figures: how many figures it brought.
        event: number of its event in the log.
    """

    filing: Filing
    file_sha256: str
    figures: int
    event: int


def filed_periods(register: PlaceRegister) -> tuple[FiledRun, ...]:
    """Return which places filed which runs, in the order of place ids, last and first months.

    Raises:
        TiendoError: if the register lacks a place that filed.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            'SELECT "place_id", "first", "last", COUNT(*) FROM ledger_figure '
            'GROUP BY "place_id", "last", "first" ORDER BY "place_id", "last", "first"'
        )
        found = cursor.fetchall()
    return tuple(
        FiledRun(_place_key(register, place), period_of(first, last), figures)
        for place, first, last, figures in found
    )


def sources_of(ids: Iterable[int]) -> dict[int, str]:
    """Return where figures stand, by their ids: "file, line 12", or who filed them.

    Ids that the ledger does not hold are left out.
    """
    wanted, found = sorted(set(ids)), dict[int, str]()
    for start in range(0, len(wanted), _AT_ONCE):
        some = wanted[start : start + _AT_ONCE]
        with connection.cursor() as cursor:
            cursor.execute(
                'SELECT f."id", g."file_name", g."by", f."cell" FROM ledger_figure f '  # noqa: S608
                f'JOIN ledger_filing g ON g."id" = f."filing_id" WHERE f."id" IN ({_marks(some)})',
                some,
            )
            for id, file_name, by, cell in cursor.fetchall():
                pieces = file_name or f"filed by {by}", cell
                found[id] = ", ".join(piece for piece in pieces if piece)
    return found


def known_dates(*, register: PlaceRegister, place: str, window: Period) -> list[date]:
    """Return the dates on which figures of a place became known, newest first.

    Args:
        register: gives the place's opaque id.
        place: its key.
        window: only figures whose run ends in one of these months.
    """
    found = FigureRow.objects.filter(
        place_id=_place_id(register, place), last__gte=window.first, last__lte=window.last
    )
    return list(found.order_by("-known_at").values_list("known_at", flat=True).distinct())


def filings(*, newest: int | None = None) -> tuple[FiledFile, ...]:
    """Return the filings, the newest first; only the `newest` ones if that is given."""
    rows = list(FilingRow.objects.order_by("-pk")[:newest])
    events: dict[str, tuple[int, int]] = {}
    subjects = [f"filing:{row.pk}" for row in rows]
    for start in range(0, len(subjects), _AT_ONCE):
        found = Event.objects.filter(
            subject__in=subjects[start : start + _AT_ONCE], verb="filing.recorded"
        )
        for seq, subject, data in found.values_list("seq", "subject", "data"):
            events[subject] = seq, json.loads(data)["figures"]
    return tuple(_filed_file(row, *events.get(f"filing:{row.pk}", (0, 0))) for row in rows)


def _filed_file(row: FilingRow, event: int, figures: int) -> FiledFile:
    return FiledFile(filing_of(row), row.file_sha256, figures, event)


def filing_of(row: FilingRow) -> Filing:
    """Return a row of filings as who handed in what and when."""
    return Filing(row.pk, row.by, _utc(row.recorded_at), row.file_name, row.source)


def _utc(at: datetime) -> datetime:
    return at.astimezone(UTC)


def _place_key(register: PlaceRegister, id: int) -> str:
    try:
        return register.by_id(id).key
    except KeyError:
        raise TiendoError(
            f"the ledger holds figures of the place with id {id}, which the register lacks",
            remedy="use the country pack that the workspace was filled with, or a newer one",
        ) from None


# ---- who owes what ----------------------------------------------------------------


def obligations(
    *,
    register: PlaceRegister,
    place: str | None = None,
    indicator: str | None = None,
    on: date | None = None,
) -> tuple[Obligation, ...]:
    """Return who owes what, in the order in which it was imposed.

    Args:
        register: gives the places' keys.
        place: only of the place with this key.
        indicator: only of this indicator.
        on: only what is owed on this day.

    Raises:
        TiendoError: for an unknown place.
    """
    rows = ObligationRow.objects.order_by("pk")
    if place is not None:
        rows = rows.filter(place_id=_place_id(register, place))
    if indicator is not None:
        rows = rows.filter(indicator=indicator)
    owed = (
        Obligation(
            _place_key(register, row.place_id),
            row.indicator,
            row.office,
            Span(row.valid_from, row.valid_to),
        )
        for row in rows
    )
    return tuple(each for each in owed if on is None or each.span.holds(on))


# ---- the log ----------------------------------------------------------------------


def log_head() -> LogHead:
    """Return the last event of the log and its hash; (0, zeros) for an empty one."""
    found = Event.objects.order_by("-seq").values_list("seq", "hash").first()
    return LogHead(*found) if found else EMPTY


def is_empty() -> bool:
    """Return whether nothing was ever recorded."""
    return not Event.objects.exists()
