"""What a mapping file says; it follows itself through a workbook."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tiendo.ledger.intake.mapping.following import Follower
from tiendo.ledger.intake.mapping.words import ColumnMap, LineMap, TableMap
from tiendo.ledger.intake.report.labels import Labels
from tiendo.ledger.intake.report.places import PlaceNames
from tiendo.ledger.intake.report.surroundings import Asked
from tiendo.ledger.intake.report.table import Table
from tiendo.ledger.intake.workbook.grid import Workbook
from tiendo.vocabulary.errors import VocabularyError
from tiendo.vocabulary.indicator import Catalogue
from tiendo.vocabulary.period import Period
from tiendo.vocabulary.place import Place, PlaceRegister

__all__ = ["ColumnMap", "LineMap", "ReportMap", "TableMap"]


@dataclass(frozen=True, slots=True)
class ReportMap:
    """A mapping file.

    Attributes:
        name: name of the file.
        place: key of the place whose report it is; None to take it from the titles.
        period: what it is about; None to take it from the titles, as a map for every month does.
        tables: its tables.
    """

    name: str
    place: str | None
    period: Period | None
    tables: tuple[TableMap, ...]

    def tables_of(
        self,
        workbook: Workbook,
        register: PlaceRegister,
        catalogue: Catalogue,
        place: Place | None,
        period: Period | None,
    ) -> Iterator[Table]:
        """Yield the tables that the map names, and nothing else of the workbook.

        Raises:
            VocabularyError: if place or period asked for are not those of the map, or if the
                workbook has no sheet that it names.
        """
        asked = Asked(self._place(register, place), self._period(period))
        labels, places = Labels(catalogue), PlaceNames(register)
        for table in self.tables:
            yield Follower(table, register, catalogue, labels, places).table(workbook, asked)

    def _place(self, register: PlaceRegister, asked: Place | None) -> Place | None:
        if self.place is None:
            return asked
        if asked is not None and asked.key != self.place:
            raise VocabularyError(
                f"{self.name} is for '{self.place}', but '{asked.key}' was asked for",
                remedy="ask for that place, or correct the field 'place' of the mapping file",
            )
        return register[self.place]

    def _period(self, asked: Period | None) -> Period | None:
        if self.period is None:
            return asked
        if asked is not None and asked != self.period:
            raise VocabularyError(
                f"{self.name} is for {self.period}, but {asked} was asked for",
                remedy="ask for that period, or drop the field 'period' of the mapping file",
            )
        return self.period
