"""The parts of a workbook: its sheets, where each is kept, and what must not be among them.

After ECMA-376, part 1 (SpreadsheetML) and part 2 (packages).
"""

from __future__ import annotations

import posixpath
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from tiendo.ledger.intake.fault import FileRefused
from tiendo.ledger.intake.workbook.archive import Archive
from tiendo.ledger.intake.workbook.gate import MACROS, WITHOUT_MACROS, what_a_zip_is
from tiendo.ledger.intake.workbook.refusal import SAVE_ANEW, damaged, refused
from tiendo.ledger.intake.workbook.xml_events import elements, without_definitions

_FIRST_LINKS = "_rels/.rels"
_WORKBOOK = "xl/workbook.xml"
_WORKBOOK_LINKS = "xl/_rels/workbook.xml.rels"
_CONTENT_TYPES = "[Content_Types].xml"
_TRUE = ("1", "true", "on")


@dataclass(frozen=True, slots=True)
class SheetPart:
    """A sheet before its cells are read.

    Attributes:
        name: its name, as written.
        hidden: whether people do not see it.
        part: the entry of the archive that holds its cells.
    """

    name: str
    hidden: bool
    part: str


@dataclass(frozen=True, slots=True)
class Package:
    """What a workbook says of itself.

    Attributes:
        sheets: its sheets with cells, in their order; those that only hold a chart are left out.
        strings: the entry that holds the shared texts; empty if there is none.
        styles: the entry that holds the looks of cells; empty if there is none.
        date_1904: days are counted from 1904 and not from 1900.
        uncomputed: the program that wrote it asks for all formulas to be computed when it is
            opened, so that the results that it holds may never have been computed.
    """

    sheets: tuple[SheetPart, ...]
    strings: str
    styles: str
    date_1904: bool
    uncomputed: bool


def open_package(archive: Archive) -> Package:
    """Return what a workbook says of itself, once all of its parts are known to be harmless.

    Raises:
        FileRefused: if it is no workbook, holds macros, links to other files or definitions in its
            XML, is damaged, or has two sheets whose names look the same.
    """
    names = {name.lower() for name in archive.names}
    other = what_a_zip_is(names)
    if other is not None:
        raise other
    _refuse_macros(archive, names)
    _refuse_definitions(archive)
    _refuse_links(archive, names)
    _refuse_two_workbooks(archive)
    kinds, targets = _links(archive, _WORKBOOK_LINKS, "/xl")
    by_kind = {kinds[link]: targets[link] for link in kinds}
    settings, sheets = _workbook(archive, kinds, targets)
    _refuse_names_alike(sheets)
    return Package(
        sheets=tuple(sheets),
        strings=by_kind.get("sharedStrings", ""),
        styles=by_kind.get("styles", ""),
        date_1904=settings.get("date1904", "") in _TRUE,
        uncomputed=settings.get("fullCalcOnLoad", "") in _TRUE,
    )


def _refuse_macros(archive: Archive, names: set[str]) -> None:
    if any(name.endswith("vbaproject.bin") or "/macrosheets/" in name for name in names):
        raise refused(MACROS, WITHOUT_MACROS)
    for _, attributes in elements(archive.unpack(_CONTENT_TYPES), _CONTENT_TYPES):
        kind = attributes.get("ContentType", "").lower()
        if "macroenabled" in kind or "vbaproject" in kind or "macrosheet" in kind:
            raise refused(MACROS, WITHOUT_MACROS)


def _refuse_definitions(archive: Archive) -> None:
    """Unpack every part once, which also shows whether the headers tell the truth."""
    for name in archive.names:
        for _ in without_definitions(archive.unpack(name), name):
            pass


def _refuse_links(archive: Archive, names: set[str]) -> None:
    if any(name.startswith("xl/externallinks/") for name in names):
        raise _linked()
    for name in archive.names:
        if name.lower().endswith(".rels"):
            for _, attributes in elements(archive.unpack(name), name):
                outside = attributes.get("TargetMode", "").lower() == "external"
                if outside and not attributes.get("Type", "").endswith("/hyperlink"):
                    raise _linked()


def _linked() -> FileRefused:
    return refused(
        "the workbook takes figures or pictures from other files",
        "break its links (Data, Edit Links, Break Link), so that it holds the figures themselves,"
        " and save it",
    )


def _refuse_two_workbooks(archive: Archive) -> None:
    """See that the workbook which is read is the one that a spreadsheet program would show."""
    kinds, targets = _links(archive, _FIRST_LINKS, "/")
    if [targets[link] for link in kinds if kinds[link] == "officeDocument"] != [_WORKBOOK]:
        raise damaged("it does not say which of its parts is the workbook")


def _links(archive: Archive, part: str, folder: str) -> tuple[dict[str, str], dict[str, str]]:
    """Return kind and entry of what a part links to, by the number of the link."""
    kinds: dict[str, str] = {}
    targets: dict[str, str] = {}
    for path, attributes in elements(archive.unpack(part), part):
        if path != "Relationships/Relationship":
            continue
        link = attributes.get("Id", "")
        if link in kinds:
            raise damaged(f"two of its parts have the number '{link}'")
        kinds[link] = attributes.get("Type", "").rpartition("/")[2]
        target = posixpath.join(folder, attributes.get("Target", ""))
        targets[link] = posixpath.normpath(target).lstrip("/")
    return kinds, targets


def _workbook(
    archive: Archive, kinds: Mapping[str, str], targets: Mapping[str, str]
) -> tuple[dict[str, str], list[SheetPart]]:
    settings: dict[str, str] = {}
    sheets: list[SheetPart] = []
    for path, attributes in elements(archive.unpack(_WORKBOOK), _WORKBOOK):
        if path in ("workbook/workbookPr", "workbook/calcPr"):
            settings |= attributes
        if path == "workbook/sheets/sheet":
            sheet = _sheet(attributes, kinds, targets)
            if sheet is not None:
                sheets.append(sheet)
    if not sheets:
        raise refused("the workbook has no sheet with cells", "put the table on a sheet")
    parts = [sheet.part for sheet in sheets]
    if len(set(parts)) < len(parts):
        raise damaged("two of its sheets have the same cells")
    return settings, sheets


def _sheet(
    attributes: Mapping[str, str], kinds: Mapping[str, str], targets: Mapping[str, str]
) -> SheetPart | None:
    name = attributes.get("name", "")
    link = next(
        (value for key, value in attributes.items() if key.endswith("relationships id")), ""
    )
    kind = kinds.get(link, "")
    if not name.strip() or not kind:
        raise damaged("a sheet has no name or no cells", sheet=name)
    if kind in ("chartsheet", "dialogsheet"):
        return None
    if kind != "worksheet":
        raise refused(f"a sheet is of an unknown kind ('{kind}')", SAVE_ANEW, sheet=name)
    return SheetPart(name, attributes.get("state", "visible") != "visible", targets[link])


def _refuse_names_alike(sheets: list[SheetPart]) -> None:
    seen: dict[str, str] = {}
    for sheet in sheets:
        bare = _bare(sheet.name)
        if bare in seen:
            raise refused(
                f"the names of the sheets '{seen[bare]}' and '{sheet.name}' differ only in spaces,"
                " capitals or the way their letters are coded",
                "rename one of the two, so that they can be told apart",
            )
        seen[bare] = sheet.name


def _bare(name: str) -> str:
    """Return a name without what the eye does not see: spaces, case, and how marks are coded."""
    composed = unicodedata.normalize("NFC", name).casefold()
    return "".join(
        letter
        for letter in composed
        if not letter.isspace() and unicodedata.category(letter) != "Cf"
    )
