"""What the words around a table tell of its period, place, unit, indicator and date."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from tiendo.ledger.intake.fault import Fault
from tiendo.ledger.intake.report.area import Area
from tiendo.ledger.intake.report.labels import Labels
from tiendo.ledger.intake.report.places import PlaceNames
from tiendo.ledger.intake.report.table import Report, Told, fault_in
from tiendo.ledger.intake.report.titles import (
    Text,
    dateline,
    is_sure_unit_mark,
    price_basis_of,
    report_period,
    stated_unit,
    unit_words,
)
from tiendo.ledger.intake.report.units import StatedUnit
from tiendo.ledger.intake.workbook.grid import Sheet
from tiendo.vocabulary.errors import VocabularyError
from tiendo.vocabulary.indicator import Indicator
from tiendo.vocabulary.period import Period
from tiendo.vocabulary.place import Place
from tiendo.vocabulary.words import Severity


@dataclass(frozen=True, slots=True)
class Asked:
    """What the loader says of a file beforehand.

    Attributes:
        place: whose report it is; None to take it from the titles.
        period: what it is about; None to take it from the titles.
    """

    place: Place | None = None
    period: Period | None = None


@dataclass(slots=True)
class Title:
    """What the words around a table tell.

    Attributes:
        report: the period it is about.
        place: whose table it is.
        unit: unit of what names none of its own.
        card: the only indicator that a title names.
        basis: the price basis that a title names.
        told: the same with the cells that told it.
    """

    report: Report | None = None
    place: Place | None = None
    unit: StatedUnit | None = None
    card: Indicator | None = None
    basis: str | None = None
    told: dict[str, Told[str]] = field(default_factory=dict)


class Surroundings:
    """The rows above a table, and those below it.

    Attributes:
        faults, notes: what is wrong with them, and what was noticed.
    """

    def __init__(
        self, area: Area, titles: range, below: range, labels: Labels, places: PlaceNames
    ) -> None:
        self.faults: list[Fault] = []
        self.notes: list[Fault] = []
        self._area = area
        self._titles = titles
        self._below = below
        self._labels = labels
        self._places = places

    @property
    def sheet(self) -> Sheet:
        """The sheet that they stand on."""
        return self._area.sheet

    def read(self, asked: Asked, above: Title | None = None, *, needs_unit: bool = True) -> Title:
        """Return what they tell, after what was asked for beforehand.

        Args:
            asked: place and period that the loader names.
            above: what is told of the table above; its place and period hold where none is told.
            needs_unit: whether the table's unit is to be looked for.
        """
        texts = self._area.texts(self._titles)
        title = Title()
        self._tell_period(texts, title, asked.period)
        if above is not None and title.report is None:
            title.report = above.report
            title.told |= {k: v for k, v in above.told.items() if k == "period"}
        self._tell_place(texts, title, asked.place)
        if above is not None and title.place is None:
            title.place = above.place
            title.told |= {k: v for k, v in above.told.items() if k == "place"}
        unit, strange = stated_unit(texts) if needs_unit else (None, None)
        if unit:
            title.unit = unit.meaning
            title.told["unit"] = Told(unit.meaning.text, unit.address, unit.words)
        elif strange:
            self._judge_strange_unit(strange)
        for text in texts:
            title.basis = title.basis or price_basis_of(text.words)[0]
            if card := self._labels.card_in(text.words):
                title.card = card
                title.told["indicator"] = Told(card.code, text.address, text.words)
        below = self._area.texts(self._below)
        if day := dateline([*texts, *below]):
            title.told["date"] = Told(day.meaning.isoformat(), day.address, day.words)
        return title

    def _tell_period(self, texts: Sequence[Text], title: Title, asked: Period | None) -> None:
        try:
            told = report_period(texts)
        except VocabularyError as error:
            if asked is None:
                self._refuse("", error.message, error.remedy)
            told = None
        if told is not None:
            title.report = told.meaning
            title.told["period"] = Told(str(told.meaning.run), told.address, told.words)
        if asked is None:
            return
        if told is not None and told.meaning.run.last != asked.last:
            message = f"the title names {told.meaning.run}, but {asked} was asked for"
            self._refuse(told.address, message, "correct the title, or the period asked for")
        elif told is None:
            title.report = Report(asked, asked.months == 1, asked.months > 1)

    def _tell_place(self, texts: Sequence[Text], title: Title, asked: Place | None) -> None:
        run = title.report.run if title.report else None
        try:
            told = self._places.named_in(texts, run)
        except VocabularyError as error:
            told = None
            if asked is None:
                self._refuse("", error.message, error.remedy)
        if told is not None:
            title.place = told.meaning
            title.told["place"] = Told(told.meaning.key, told.address, told.words)
        if asked is None:
            return
        if told is not None and not self._places.is_within(asked.key, told.meaning.key):
            message = f"the title names '{told.meaning.key}', but '{asked.key}' was asked for"
            self._refuse(told.address, message, "correct the title, or the place asked for")
        title.place = asked

    def _judge_strange_unit(self, strange: Text) -> None:
        """Refuse a unit that is not known; a word that may name an office is no unit."""
        mark, words = unit_words(strange.words) or ("", "")
        if is_sure_unit_mark(mark):
            message = f"'{words}' is no known unit"
            self._refuse(strange.address, message, "correct it, or name it in a mapping file")
        else:
            message = f"'{words}' is no known unit and is taken for the name of an office"
            self.notes.append(
                fault_in(self._area.sheet, strange.address, message, "", Severity.INFO)
            )

    def _refuse(self, address: str, message: str, remedy: str) -> None:
        self.faults.append(fault_in(self._area.sheet, address, message, remedy))
