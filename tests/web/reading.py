"""Reading a page as a browser would, far enough to check it."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from itertools import pairwise
from typing import Any

VOID = {
    "meta",
    "link",
    "input",
    "br",
    "img",
    "rect",
    "path",
    "polyline",
    "polygon",
    "circle",
    "line",
}


@dataclass
class Element:
    """A start tag with the text up to its end."""

    tag: str
    attributes: dict[str, str]
    pieces: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return " ".join("".join(self.pieces).split())


class _Parser(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[Element] = []
        self._open: list[Element] = []
        self.faults: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        if len(names) != len(set(names)):
            self.faults.append(f"<{tag}> has an attribute twice")
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.elements.append(element)
        if tag not in VOID:
            self._open.append(element)

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        if not self._open or self._open[-1].tag != tag:
            opened = self._open[-1].tag if self._open else "nothing"
            self.faults.append(f"</{tag}> closes <{opened}>")
            return
        self._open.pop()

    def handle_data(self, data: str) -> None:
        for element in self._open:
            element.pieces.append(data)


class Page:
    """A response, parsed."""

    def __init__(self, response: Any) -> None:
        self.response = response
        self.status: int = response.status_code
        self.headers = response.headers
        self.html = response.content.decode()
        parser = _Parser()
        parser.feed(self.html)
        self.elements = parser.elements
        self.faults = parser.faults

    def all(self, tag: str, **attributes: str) -> list[Element]:
        """Return the elements of a tag; a class is found among several."""
        return [
            each
            for each in self.elements
            if each.tag == tag
            and all(
                value in each.attributes.get(name.rstrip("_"), "").split()
                if name == "class_"
                else each.attributes.get(name) == value
                for name, value in attributes.items()
            )
        ]

    def one(self, tag: str, **attributes: str) -> Element:
        """Return the only such element."""
        (found,) = self.all(tag, **attributes)
        return found

    def link(self, text: str) -> str:
        """Return where the first link with this text leads."""
        found = [each.attributes["href"] for each in self.all("a") if each.text == text]
        assert found, f"no link '{text}' among {[each.text for each in self.all('a')]}"
        return found[0]

    @property
    def text(self) -> str:
        """The text of the main part."""
        return self.one("main").text

    @property
    def title(self) -> str:
        """The heading of the page."""
        return self.one("h1").text

    def row(self, name: str) -> dict[str, str]:
        """Return the cells of the table row whose head begins with `name`, by their labels."""
        cells: dict[str, str] | None = None
        for each in self.elements:
            if each.tag == "th" and each.attributes.get("scope") == "row":
                if cells is not None:
                    return cells
                if each.text.startswith(name):
                    cells = {"": each.text}
            elif each.tag == "td" and cells is not None and "data-label" in each.attributes:
                cells[each.attributes["data-label"]] = each.text
        assert cells is not None, f"no row '{name}'"
        return cells


def downloads(page: Page) -> list[Element]:
    """Return the links that hand out files."""
    return [link for link in page.all("a") if "download" in link.attributes]


def assert_sound(page: Page, language: str) -> None:
    """Assert what holds of every page."""
    assert page.faults == []
    html = page.one("html")
    assert html.attributes["lang"] == language
    assert html.attributes["dir"] == ("rtl" if language == "ar" else "ltr")
    assert len(page.all("h1")) == len(page.all("main")) == 1
    levels = [int(each.tag[1]) for each in page.elements if each.tag in ("h1", "h2", "h3", "h4")]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    ids = [each.attributes["id"] for each in page.elements if "id" in each.attributes]
    assert len(ids) == len(set(ids)), ids
    assert not page.all("style")
    for script in page.all("script"):
        assert script.text == "" and script.attributes["src"].startswith("/static/")
        assert script.attributes["nonce"]
    handlers = [name for each in page.elements for name in each.attributes if name[:2] == "on"]
    assert handlers == [] and not any("style" in each.attributes for each in page.elements)
    for name in ("aria-labelledby", "aria-describedby", "for"):
        for each in page.elements:
            assert each.attributes.get(name, ids[0]) in ids, (each.tag, name)
