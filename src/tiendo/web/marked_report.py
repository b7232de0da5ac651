"""A published report with its figures marked by kind and the findings in the margin."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from tiendo.packs.reading_words import load_languages
from tiendo.reading import ReadingContext, read_text
from tiendo.reading.figure import ReadFigure, ReadFinding, Reading
from tiendo.vocabulary.errors import VocabularyError
from tiendo.vocabulary.period import Period
from tiendo.vocabulary.words import Comparator, Kind, Modality, Severity, Verdict
from tiendo.web import formats, words
from tiendo.web.asked import Asked
from tiendo.web.checks import check_name
from tiendo.web.problems import Link
from tiendo.web.sentences import sentence_words, told_words
from tiendo.web.shown import Named, Shown, named, place_name, print_number
from tiendo.web.texts import direction, marked, say

LONGEST_REPORT = 100_000
"""Letters of a text that a page reads: some forty printed pages."""

_SAMPLE_ENDING = ".txt"
_BILLION = Decimal(10**9)
_MONEY = ("VND", "USD")
_UNKNOWN = marked("kind of number", "not told")
_GRAVEST = (Verdict.CONTRADICTION, Verdict.SUSPECT, Verdict.EXPLAINED, Verdict.OK)


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the text; one that is a figure has an anchor, a kind and what is known of it."""

    text: str
    anchor: str = ""
    kind: str = ""
    kind_words: str = ""
    told: str = ""
    flagged: bool = False


@dataclass(frozen=True, slots=True)
class Remark:
    """A finding in the margin; `figures` lead to the marks that it is about."""

    severity: str
    shape: str
    verdict: str
    check: str
    detail: Named
    figures: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class FigureLine:
    """A figure in the table beneath the text.

    Attributes:
        place: leads to the board of the period where the register knows the place.
    """

    anchor: str
    quote: str
    value: Shown
    unit: str
    kind: str
    modality: str
    subject: Named
    period: str
    place: Link


@dataclass(frozen=True, slots=True)
class MarkedReport:
    """A report as the page shows it; `language` and `direction` are those of the text."""

    name: str
    language: str
    direction: str
    pieces: tuple[Piece, ...]
    remarks: tuple[Remark, ...]
    figures: tuple[FigureLine, ...]
    kinds: tuple[tuple[str, str, int], ...]
    said: tuple[str, ...]


def sample_names(asked: Asked) -> tuple[str, ...]:
    """Return the names of the reports that the country pack brings, without their ending."""
    folder = asked.pack.root / "reports"
    if not folder.is_dir():
        return ()
    names = (file.name for file in folder.iterdir() if file.name.endswith(_SAMPLE_ENDING))
    return tuple(sorted(name.removesuffix(_SAMPLE_ENDING) for name in names))


def sample_text(name: str, asked: Asked) -> str:
    """Return the text of a report of the pack, one of `sample_names`."""
    return (asked.pack.root / "reports" / f"{name}{_SAMPLE_ENDING}").read_text(encoding="utf-8")


def read_report(name: str, text: str, asked: Asked) -> Reading:
    """Read a text with the cards and the places of the country."""
    context = ReadingContext(
        document=name, catalogue=asked.pack.catalogue, register=asked.pack.register
    )
    return read_text(text, load_languages(), context)


def report_shown(
    reading: Reading, across: Sequence[ReadFinding], asked: Asked, name: str
) -> MarkedReport:
    """Return a reading ready to be shown.

    Args:
        across: what else was found about its figures, as against the ledger.
    """
    language = asked.language
    findings = sorted([*reading.findings, *across], key=_gravity)
    flagged = {name for found in findings if _is_doubt(found) for name in found.figures}
    quotes = {figure.id: figure.quote for figure in reading.figures}
    kinds: dict[tuple[str, str], int] = {}
    for figure in reading.figures:
        key = figure.kind or "unknown", kind_words(figure, language)
        kinds[key] = kinds.get(key, 0) + 1
    return MarkedReport(
        name=name,
        language=reading.lang or "",
        direction=direction(reading.lang or ""),
        pieces=tuple(_pieces(reading, flagged, language)),
        remarks=tuple(_remark(found, quotes, asked) for found in findings),
        figures=tuple(_line(figure, asked) for figure in reading.figures),
        kinds=tuple((code, said, count) for (code, said), count in sorted(kinds.items())),
        said=tuple(sentence_words(one, asked.pack, language) for one in reading.remarks),
    )


def kind_words(figure: ReadFigure, language: str) -> str:
    """Return what a figure states, in words."""
    known = {kind.value for kind in words.KINDS}
    if figure.kind not in known:
        return say(_UNKNOWN, language)
    return say(words.KINDS[Kind(figure.kind)], language)


def _is_doubt(found: ReadFinding) -> bool:
    return found.severity is not Severity.INFO


def _gravity(found: ReadFinding) -> int:
    return _GRAVEST.index(found.verdict) if found.verdict in _GRAVEST else len(_GRAVEST)


def _pieces(reading: Reading, flagged: set[str], language: str) -> Iterator[Piece]:
    at = 0
    for figure in sorted(reading.figures, key=lambda figure: figure.start):
        if figure.start < at:
            continue
        yield Piece(reading.text[at : figure.start])
        yield Piece(
            figure.quote,
            anchor=figure.id,
            kind=figure.kind or "unknown",
            kind_words=kind_words(figure, language),
            told=_told(figure, language),
            flagged=figure.id in flagged,
        )
        at = figure.end
    yield Piece(reading.text[at:])


def _period(figure: ReadFigure, language: str) -> str:
    """Return a period in words; what is no run of months, as a school year, as it was read."""
    try:
        return formats.period_text(figure.period, language) if figure.period else ""
    except VocabularyError:
        return figure.period or ""


def _told(figure: ReadFigure, language: str) -> str:
    number = _number(figure, language)
    modality = _modality(figure, language)
    known = (
        f"{number.sign_words} {number.text}".strip(),
        number.unit,
        modality,
        _period(figure, language),
    )
    return " · ".join(piece for piece in known if piece)


def _number(figure: ReadFigure, language: str) -> Shown:
    """Return the number of a figure; money of billions is told in billions."""
    value, value_hi, unit = figure.value, figure.value_hi, figure.unit or ""
    if unit in _MONEY and abs(value) >= _BILLION:
        value, unit = value / _BILLION, f"bn {unit}"
        value_hi = None if value_hi is None else value_hi / _BILLION
    known = figure.comparator is Comparator.RANGE or figure.comparator in words.COMPARATORS
    comparator = figure.comparator if known else Comparator.EXACT
    return print_number(
        value, _decimals(value), unit, language, comparator=comparator, value_hi=value_hi
    )


def _decimals(value: Decimal) -> int:
    exponent = value.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _modality(figure: ReadFigure, language: str) -> str:
    if figure.modality is Modality.ACTUAL or figure.modality not in words.MODALITIES:
        return ""
    return say(words.MODALITIES[figure.modality], language)


def _remark(found: ReadFinding, quotes: dict[str, str], asked: Asked) -> Remark:
    language = asked.language
    return Remark(
        severity=found.severity.value,
        shape=words.SEVERITY_SHAPES[found.severity],
        verdict=say(words.VERDICTS[found.verdict], language),
        check=check_name(found.check, language),
        detail=told_words(found.detail, asked.pack, language),
        figures=tuple(
            Link(" ".join(quotes[name].split()), f"#{name}")
            for name in found.figures
            if name in quotes
        ),
    )


def _line(figure: ReadFigure, asked: Asked) -> FigureLine:
    language = asked.language
    number = _number(figure, language)
    return FigureLine(
        anchor=figure.id,
        quote=" ".join(figure.quote.split()),
        value=number,
        unit=number.unit,
        kind=kind_words(figure, language),
        modality=_modality(figure, language),
        subject=_subject(figure, asked),
        period=_period(figure, language),
        place=_place(figure, asked),
    )


def _subject(figure: ReadFigure, asked: Asked) -> Named:
    card = asked.pack.catalogue.get(figure.indicator_id or "")
    if card is None:
        return Named(figure.indicator or "", figure.lang or "")
    return named(card.names, asked.language)


def _place(figure: ReadFigure, asked: Asked) -> Link:
    if figure.place is None:
        return Link("", "")
    if figure.place not in asked.pack.register:
        return Link(figure.place, "")
    place = asked.pack.register[figure.place]
    text = place_name(place, asked.language).text
    try:
        run = Period.parse(figure.period or "")
    except VocabularyError:
        return Link(text, asked.link_to_place(place))
    return Link(text, asked.link_to_run(place, run))
