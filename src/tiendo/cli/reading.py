"""`tiendo read` and `tiendo compare`: published reports become figures, with proof."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeAlias

import typer

from tiendo.cli.office import Office, read_office
from tiendo.cli.options import ByOption, JsonOption, WorkspaceOption, examples, read_day
from tiendo.cli.output import complain, note, print_json, progress_bar, say
from tiendo.cli.reading_filing import Done, Filed, file_proposals
from tiendo.vocabulary.errors import TiendoError

if TYPE_CHECKING:
    from tiendo.packs import Pack
    from tiendo.reading import ReadFinding, Reading

_AUTO = "auto"


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command(
        epilog=examples(
            "tiendo read report.txt",
            "tiendo read report.docx --json",
            "tiendo read january.pdf february.pdf --place cam-pha --published 2024-07-01",
            "tiendo read report.html --html marked.html --text report.txt",
            "tiendo read report.txt --to-ledger --published 2024-07-01",
        )
    )(read)
    app.command(
        epilog=examples(
            "tiendo compare report.ru.txt report.ar.txt",
            "tiendo compare first.docx second.docx --json",
        )
    )(compare)


LangOption: TypeAlias = Annotated[
    str,
    typer.Option(
        "--lang", metavar="auto|vi|en|ar|ru|...", help="Language of the text; found by itself."
    ),
]
PlaceOption: TypeAlias = Annotated[
    str | None,
    typer.Option(
        "--place",
        metavar="PLACE",
        help="Key or name of the place that the report is about, if it does not say so.",
    ),
]
PublishedOption: TypeAlias = Annotated[
    date | None,
    typer.Option(
        "--published",
        parser=read_day,
        metavar="DATE",
        help="Day of publication, which gives the year where the text names none.",
    ),
]
HtmlOption: TypeAlias = Annotated[
    Path | None,
    typer.Option(
        "--html", metavar="OUT", help="Write a page with the figures marked and the findings."
    ),
]


def read(
    files: Annotated[
        list[Path],
        typer.Argument(
            metavar="FILE",
            help="Text, HTML, Word (.docx) and PDF files with a text layer.",
            show_default=False,
        ),
    ],
    lang: LangOption = _AUTO,
    place: PlaceOption = None,
    published: PublishedOption = None,
    html: HtmlOption = None,
    text: Annotated[
        Path | None,
        typer.Option(
            "--text",
            metavar="OUT",
            help="Write the text that offsets count in; a folder where several files are read.",
        ),
    ] = None,
    everything: Annotated[
        bool,
        typer.Option(
            "--all", help="List dates, document numbers and labels too, as what they are."
        ),
    ] = False,
    to_ledger: Annotated[
        bool,
        typer.Option(
            "--to-ledger",
            help="File what is certain as proposals; their trace opens the quoted sentence.",
        ),
    ] = False,
    by: ByOption = None,
    workspace: WorkspaceOption = None,
    json: JsonOption = False,
) -> None:
    """Read the figures of published reports, and say what contradicts what.

    Each figure carries its document, offsets, unit, kind, period and place, and how each was found.
    Where the workspace holds figures of the same, they are compared too.
    """
    desk = _Desk.at(workspace)
    asked = _Asked(lang, place, published)
    read_in, failed = _read_all(files, desk.pack, asked)
    findings = _across(read_in) + desk.references([done.reading for done in read_in])
    _write_texts(read_in, text, len(files) > 1)
    readings = [done.reading for done in read_in]
    _write_page(html, readings, findings)
    filed = None
    if to_ledger and read_in:
        filed = file_proposals(desk.office, desk.folder, read_in, published, by)
    if json:
        print_json(_as_json(readings, findings, everything, filed))
    else:
        from tiendo.cli.reading_tables import show_readings

        show_readings(readings, findings, everything=everything)
        for line in filed.told if filed else ():
            say(line)
    if failed:
        raise typer.Exit(1)


def compare(
    a: Annotated[Path, typer.Argument(metavar="A", help="One version.", show_default=False)],
    b: Annotated[Path, typer.Argument(metavar="B", help="The other.", show_default=False)],
    lang: LangOption = _AUTO,
    place: PlaceOption = None,
    published: PublishedOption = None,
    html: HtmlOption = None,
    workspace: WorkspaceOption = None,
    json: JsonOption = False,
) -> None:
    """Compare two versions of a text (languages or editions), figure by figure.

    Differences are classified, and the side that the evidence supports is named with the reason.
    """
    from tiendo.reading.compare import compare as compare_readings

    desk = _Desk.at(workspace)
    asked = _Asked(lang, place, published)
    read_in, failed = _read_all([a, b], desk.pack, asked, prefixes=("a", "b"))
    if failed:
        raise typer.Exit(1)
    first, second = (done.reading for done in read_in)
    pairs, findings = compare_readings(first, second)
    _write_page(html, [first, second], findings)
    if json:
        document = _as_json([first, second], list(findings), False, None)
        document["pairs"] = [piece for pair in pairs for piece in pair.as_json()]
        print_json(document)
        return
    from tiendo.cli.reading_tables import show_pairs

    show_pairs(pairs, findings)


@dataclass(frozen=True, slots=True)
class _Asked:
    """What was asked for, beside the files."""

    lang: str
    place: str | None
    published: date | None


@dataclass(frozen=True, slots=True)
class _Desk:
    """The country pack, and the office where there is one."""

    pack: Pack
    office: Office | None
    folder: Path | None

    @classmethod
    def at(cls, folder: Path | None) -> _Desk:
        from tiendo.config.workspace import locate_workspace
        from tiendo.packs import load_pack

        try:
            if locate_workspace(folder).version() is None:
                return cls(load_pack(), None, folder)
            office = read_office(folder)
        except TiendoError as error:
            if folder is not None:
                raise
            # Reading needs no workspace; only the comparison with the ledger falls away.
            note(f"not compared with the ledger: {error.message}")
            return cls(load_pack(), None, folder)
        return cls(office.pack, office, folder)

    def references(self, readings: Sequence[Reading]) -> list[ReadFinding]:
        """Compare with the ledger, where there is one."""
        if self.office is None:
            return []
        from tiendo.ledger.published import reference_findings

        return reference_findings(
            (figure for reading in readings for figure in reading.figures), self.pack
        )


def _read_all(
    files: Sequence[Path], pack: Pack, asked: _Asked, prefixes: tuple[str, ...] = ()
) -> tuple[list[Done], bool]:
    """Read every file; a bad one is named on stderr, and the others are read all the same."""
    from tiendo.packs.reading_words import load_languages

    languages = load_languages()
    codes = [language.code for language in languages]
    if asked.lang not in (_AUTO, *codes):
        raise TiendoError(
            f"there is no language '{asked.lang}'", remedy=f"there are: auto, {', '.join(codes)}"
        )
    done: list[Done] = []
    failed = False
    with progress_bar("reading") as advance:
        for number, file in enumerate(files):
            prefix = prefixes[number] if prefixes else (f"{number + 1}f" if len(files) > 1 else "f")
            try:
                done.append(_read_one(file, pack, asked, prefix))
            except TiendoError as error:
                complain(error.message, error.remedy)
                failed = True
            advance(number + 1, len(files))
    for one in done:
        for remark in one.reading.remarks:
            note(f"{one.file}: {remark}")
    return done, failed


def _read_one(file: Path, pack: Pack, asked: _Asked, prefix: str) -> Done:
    from tiendo.packs.reading_words import load_languages
    from tiendo.reading import ReadingContext, read_text
    from tiendo.reading.intake import document_of

    data = _bytes(file)
    document = document_of(str(file), data)
    context = ReadingContext(
        document=str(file),
        language=asked.lang,
        place=_place(asked.place, pack),
        published=asked.published,
        catalogue=pack.catalogue,
        register=pack.register,
        pages=document.pages,
        prefix=prefix,
    )
    reading = read_text(document.text, load_languages(), context)
    return Done(file, reading, hashlib.sha256(data).hexdigest())


def _bytes(file: Path) -> bytes:
    if file.is_dir():
        raise TiendoError(f"{file} is a folder, not a file", remedy="name the files in it")
    try:
        return file.read_bytes()
    except FileNotFoundError:
        raise TiendoError(
            f"there is no file {file}", remedy=f"look for its name in {file.parent.absolute()}"
        ) from None
    except OSError as fault:
        raise TiendoError(f"{file} cannot be read: {fault.strerror}") from None


def _place(text: str | None, pack: Pack) -> str | None:
    """Return the key of a place; a name that the register does not know is taken as it is."""
    if text is None:
        return None
    try:
        return pack.register.find(text).key
    except TiendoError as error:
        if "names" in error.message and "places" in error.message:
            raise
        return text.strip() or None


def _across(done: Sequence[Done]) -> list[ReadFinding]:
    """Return the findings that need several documents."""
    if len(done) < 2:
        return []
    from tiendo.reading.checks.across import check_across

    return list(check_across([one.reading for one in done]))


def _as_json(
    readings: Sequence[Reading],
    findings: Sequence[ReadFinding],
    everything: bool,
    filed: Filed | None,
) -> dict[str, Any]:
    figures = [figure for reading in readings for figure in reading.figures]
    if everything:
        figures += [figure for reading in readings for figure in reading.vetoed]
    found = [finding for reading in readings for finding in reading.findings]
    document: dict[str, Any] = {
        "figures": [figure.as_json() for figure in figures],
        "findings": [finding.as_json() for finding in (*found, *findings)],
    }
    if filed is not None:
        document["filed"] = filed.files
    return document


def _write_texts(done: Sequence[Done], out: Path | None, several: bool) -> None:
    """Write the text that offsets count in, exactly: no line end is changed."""
    if out is None:
        return
    if not several:
        for one in done:
            _write(out, one.reading.text)
        return
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as fault:
        raise TiendoError(
            f"{out} is no folder: {fault.strerror}", remedy="name a folder for several texts"
        ) from None
    for one in done:
        _write(out / f"{one.file.name}.txt", one.reading.text)


def _write_page(
    out: Path | None, readings: Sequence[Reading], findings: Sequence[ReadFinding]
) -> None:
    if out is None or not readings:
        return
    from tiendo.cli.words import speech
    from tiendo.reading.page import page_of

    _write(out, page_of(readings, findings, speech(None).language.value))


def _write(out: Path, text: str) -> None:
    try:
        out.write_bytes(text.encode("utf-8", errors="surrogatepass"))
    except OSError as fault:
        raise TiendoError(
            f"{out} cannot be written: {fault.strerror}", remedy="name a file in another folder"
        ) from None
