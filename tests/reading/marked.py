"""Reports with their figures marked inside the text, and what the marks say as a gold file.

A figure stands as `[[quote|value unit kind flags]]`, what looks like a figure and is none as
`<quote|kind>` (kind `date` where none is given; `section` is a label that must not be read), and
the words that name an indicator as `{{words|card}}`: they go for the figures behind them up to the
next such mark, `{{-words|card}}` for the figure just before them too; `{{=words|card}}` does so
and leaves no text. A line `%% place: P; period: T; modality: M` is no text; it sets what goes for
the lines after it. docs/how-to-add-a-language.md tells it all with examples.

Flags of a figure: `#a` its name; `growth>a` the figure it is about; `&a` the whole it is part of;
`=a` the figure it repeats; `~more_than` its comparator; `@2024-Q1` its period (`@null` none);
`!target` its modality; `^2020` its base period; `i:a` the indicator of a; `*2789e9` another reading
of the token; `:Sông_Xanh` its place; `u:persons` a unit that is right as well; `?` neither hit nor
miss. Where several are right they stand after one another with a comma, the first being our own.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

KINDS = {
    "level": "level",
    "growth": "growth",
    "change": "change_abs",
    "plan": "plan_share",
    "ratio": "base_ratio",
    "over": "over_plan",
    "share": "share",
    "contrib": "contribution",
    "count": "count",
}
NO_FIGURE = ("date", "document", "label", "rank", "boilerplate")
COMPARATORS = (
    *("exact", "more_than", "at_least", "less_than", "at_most"),
    *("nearly", "approx", "range"),
)
MODALITIES = ("actual", "estimated", "expected", "target")
UNITS = {"%": "percent", "pp": "percentage_points", "x": "times"}
RELATIONS = {
    "growth": "growth_of",
    "change_abs": "change_of",
    "plan_share": "plan_share_of",
    "over_plan": "plan_share_of",
    "base_ratio": "ratio_of",
    "share": "share_of",
    "contribution": "contribution_of",
}
DERIVED = frozenset({"growth", "change_abs", "plan_share", "over_plan", "base_ratio"})
LIVING = frozenset(
    """persons heads visitors visits jobs workers households pupils students teachers doctors
    passengers patients members trainees borrowers""".split()
)
"""Units of numbers that are a level, where an office that counts them is right too."""
STANDING = frozenset({"enterprises", "buildings", "houses", "schools"})

_MARK = re.compile(r"\[\[(?P<figure>.*?)\]\]|\{\{(?P<words>.*?)\}\}|<(?P<none>[^<>\n]*)>")
_YEAR = re.compile(r"(?<!\d)(\d{4})(?!\d)")


class BadMark(ValueError):
    """A mark that cannot be read; the message names it."""


@dataclass
class Setting:
    """What goes for all that follows, until a line says otherwise."""

    places: list[str | None] = field(default_factory=list)
    periods: list[str | None] = field(default_factory=lambda: [None])
    modalities: list[str] = field(default_factory=lambda: ["actual"])
    indicator: tuple[str, str | None] = ("", None)

    def change(self, line: str) -> None:
        """Take over what a line `place: P; period: T; modality: M` says."""
        for part in filter(None, (part.strip() for part in line.split(";"))):
            name, _, said = (piece.strip() for piece in part.partition(":"))
            words = [word.strip() for word in said.split("|" if name == "place" else ",")]
            if name == "place":
                self.places = [None if word == "null" else word for word in words]
            elif name == "period":
                self.periods = [None if word == "null" else word for word in words]
            elif name == "modality":
                self.modalities = _closed(words, MODALITIES, line)
            else:
                raise BadMark(f"'{name}' in the line '%% {line}': place, period or modality")


@dataclass
class Report:
    """A text as it is read, and its gold in the scheme of gold.json."""

    text: str
    annotations: list[dict[str, Any]]


def compile_report(marked: str, doc: str, lang: str) -> Report:
    """Take the marks out of a report and write down what they say.

    Offsets are code points of the text without marks. Raises BadMark for what cannot be read.
    """
    setting, text, found = Setting(), "", []
    for line in marked.splitlines(keepends=True):
        if line.startswith("%%"):
            setting.change(line[2:].strip())
            continue
        at = 0
        for mark in _MARK.finditer(line):
            text += line[at : mark.start()]
            at = mark.end()
            quote = _take(mark, setting, len(text), found)
            text += quote
        text += line[at:]
    names = _names(found)
    for number, figure in enumerate(found, 1):
        figure.gold_id = f"{doc}-{number:02}"
        figure.settle(names)
    return Report(text, [figure.gold(doc, lang) for figure in found])


@dataclass
class Marked:
    """A marked piece of text on its way to a line of gold."""

    start: int
    quote: str
    kinds: list[str]
    value: float | None = None
    value_hi: float | None = None
    units: list[str] = field(default_factory=list)
    name: str = ""
    about: str = ""
    whole: str = ""
    repeats: str = ""
    same_indicator_as: str = ""
    comparators: list[str] = field(default_factory=list)
    modalities: list[str] = field(default_factory=list)
    periods: list[str | None] = field(default_factory=list)
    bases: list[str] = field(default_factory=list)
    alternatives: list[float] = field(default_factory=list)
    indicator: tuple[str, str | None] = ("", None)
    places: list[str | None] = field(default_factory=list)
    optional: bool = False
    links: dict[str, Marked] = field(default_factory=dict)
    settled: bool = False
    gold_id: str = ""
    own_period: bool = False

    def settle(self, names: dict[str, Marked]) -> None:
        """Follow the links; take indicator, modality and period from what it is about."""
        if self.settled:
            return
        self.settled = True
        if self.kinds[0] in NO_FIGURE:
            return
        for relation, name in (
            (RELATIONS.get(self.kinds[0], ""), self.about),
            ("part_of", self.whole),
            ("repeats", self.repeats),
        ):
            if name:
                self.links[relation] = _named(names, name, self.quote)
        if self.same_indicator_as:
            self.indicator = _named(names, self.same_indicator_as, self.quote).indicator
        head = self.links.get(RELATIONS.get(self.kinds[0], "")) or self.links.get("repeats")
        if head is not None:
            head.settle(names)
            self._take_after(head)

    def _take_after(self, head: Marked) -> None:
        if self.kinds[0] != "share":
            self.indicator = head.indicator
        if not self.own_period:
            self.periods = list(head.periods)
        if self.kinds[0] in DERIVED and not self.modalities:
            self.modalities = list(head.modalities)
            if self.modalities[0] == "estimated" and "actual" not in self.modalities:
                self.modalities.append("actual")

    def gold(self, doc: str, lang: str) -> dict[str, Any]:
        """The line of gold, once it is settled."""
        line: dict[str, Any] = {
            "id": self.gold_id,
            "doc": doc,
            "lang": lang,
            "start": self.start,
            "end": self.start + len(self.quote),
            "quote": self.quote,
            "value": self.value,
            "unit": self.units[0] if self.units else None,
            "kind": self.kinds[0],
            "modality": (self.modalities or ["actual"])[0],
            "comparator": (self.comparators or ["exact"])[0],
            "indicator": self.indicator[0],
            "indicator_id": self.indicator[1],
            "sector": None,
            "place": self.places[0] if self.places else None,
            "period": self.periods[0] if self.periods else None,
            "base_period": self.bases[0] if self.bases else self._base(),
            "relation": {word: other.gold_id for word, other in self.links.items()},
            "optional": self.optional,
        }
        if self.value_hi is not None:
            line["value_hi"] = self.value_hi
        if self.alternatives:
            line["alternatives"] = self.alternatives
        for word, several in (
            ("kinds", self.kinds),
            ("units", self.units),
            ("modalities", self.modalities),
            ("comparators", self.comparators),
            ("periods", self.periods),
            ("places", self.places),
        ):
            if len(several) > 1:
                line[f"accept_{word}"] = list(several)
        return line

    def _base(self) -> str | None:
        period = self.periods[0] if self.periods else None
        if period is None or self.kinds[0] not in DERIVED | {"contribution"}:
            return None
        if self.kinds[0] in ("plan_share", "over_plan"):
            years = _YEAR.findall(period)
            return f"plan {'/'.join(dict.fromkeys(years))}"
        return _YEAR.sub(lambda year: str(int(year[1]) - 1), period)


def _take(mark: re.Match[str], setting: Setting, start: int, found: list[Marked]) -> str:
    """Take up one mark; return the text that it leaves."""
    if (words := mark["words"]) is not None:
        phrase, _, card = words.partition("|")
        sign = phrase[:1] if phrase[:1] in ("-", "=") else ""
        phrase = phrase.removeprefix(sign)
        setting.indicator = (phrase, card or None)
        if sign:
            found[-1].indicator = setting.indicator
        return "" if sign == "=" else phrase
    if (none := mark["none"]) is not None:
        quote, _, kind = none.partition("|")
        found.append(_no_figure(start, quote, kind or "date"))
        return quote
    quote, bar, spec = mark["figure"].partition("|")
    if not bar:
        raise BadMark(f"[[{mark['figure']}]] says nothing behind a bar")
    found.append(_figure(start, quote, spec.split(), setting))
    return quote


def _no_figure(start: int, quote: str, kind: str) -> Marked:
    (kind,) = _closed([kind], (*NO_FIGURE, "section"), quote)
    # A level or an ordinal may be read as a count; the number of a section never.
    return Marked(start, quote, [kind.replace("section", "label")], optional=kind == "label")


def _figure(start: int, quote: str, spec: list[str], setting: Setting) -> Marked:
    """Read `value unit kind flags` of a figure."""
    if len(spec) < 3:
        raise BadMark(f"[[{quote}|{' '.join(spec)}]]: value, unit and kind are needed")
    value, unit, kind, *flags = spec
    kind, _, about = kind.partition(">")
    made = Marked(
        start,
        quote,
        [_word(KINDS, word, quote) for word in kind.split(",")],
        about=about,
        indicator=setting.indicator,
        places=list(setting.places),
    )
    made.value, made.value_hi = _values(value, quote)
    if made.value_hi is not None:
        made.comparators = ["range"]
    _unit_and_kind(made, unit)
    for flag in flags:
        _flag(made, flag)
    if not made.periods:
        made.periods = list(setting.periods)
    if not made.modalities and not (made.about and made.kinds[0] in DERIVED):
        made.modalities = list(setting.modalities)
    return made


def _unit_and_kind(made: Marked, unit: str) -> None:
    """Write the unit, and what the conventions accept beside unit and kind."""
    if unit == "pp%":  # a rate falls by "x %": points are meant, growth in percent is accepted
        made.units, made.kinds = ["percentage_points", "percent"], ["change_abs", "growth"]
        return
    made.units = [UNITS.get(unit, unit)]
    first = made.kinds[0]
    if len(made.kinds) > 1:
        return
    if unit == "x" and first == "base_ratio":
        made.kinds = ["base_ratio", "growth"]
    elif first in ("level", "count") and unit in LIVING | STANDING:
        made.kinds = ["level", "count"] if unit in LIVING else ["count", "level"]


def _flag(made: Marked, flag: str) -> None:
    """Read one flag of a figure."""
    sign, rest = flag[0], flag[1:]
    several = rest.split(",")
    if flag == "?":
        made.optional = True
    elif flag.startswith("i:"):
        made.same_indicator_as = flag[2:]
    elif flag.startswith("u:"):
        made.units += flag[2:].split(",")
    elif sign == "@":
        made.periods = [None if word == "null" else word for word in several]
        made.own_period = True
    elif sign == "~":
        made.comparators = _closed(several, COMPARATORS, flag)
    elif sign == "!":
        made.modalities = _closed(several, MODALITIES, flag)
    elif sign == "^":
        made.bases = several
    elif sign == "*":
        made.alternatives = [float(word) for word in several]
    elif sign == ":":
        made.places = [word.replace("_", " ") for word in several]
    elif sign in "#&=":
        setattr(made, {"#": "name", "&": "whole", "=": "repeats"}[sign], rest)
    else:
        raise BadMark(f"the flag '{flag}' of [[{made.quote}|...]]")


def _values(said: str, quote: str) -> tuple[float, float | None]:
    try:
        low, _, high = said.partition("..")
        return float(low), float(high) if high else None
    except ValueError as fault:
        raise BadMark(f"[[{quote}|{said} ...]]: {said} is no number") from fault


def _word(words: dict[str, str], word: str, where: str) -> str:
    if word not in words:
        raise BadMark(f"'{word}' at [[{where}|...]]: one of {', '.join(words)}")
    return words[word]


def _closed(said: list[str], words: tuple[str, ...], where: str) -> list[str]:
    for word in said:
        if word not in words:
            raise BadMark(f"'{word}' at '{where}': one of {', '.join(words)}")
    return said


def _names(found: list[Marked]) -> dict[str, Marked]:
    names: dict[str, Marked] = {}
    for figure in found:
        if figure.name and names.setdefault(figure.name, figure) is not figure:
            raise BadMark(f"two figures are named #{figure.name}")
    return names


def _named(names: dict[str, Marked], name: str, quote: str) -> Marked:
    if name not in names:
        raise BadMark(f"[[{quote}|...]] points to #{name}, which no figure is named")
    return names[name]


def overlapping(annotations: list[dict[str, Any]]) -> list[tuple[str, str]]:
    """Pairs of marks that share text; a report has none."""
    ordered = sorted(annotations, key=lambda line: line["start"])
    return [(a["id"], b["id"]) for a, b in pairwise(ordered) if b["start"] < a["end"]]
