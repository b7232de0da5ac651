"""One self-contained page: a text with its figures marked by kind, the findings in the margin.

No script, no link, no request: the page can be mailed. Colour never speaks alone: each mark bears
its kind in words, and each finding its verdict.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from pathlib import PurePath

from tiendo.reading.figure import ReadFigure, ReadFinding, Reading

_RIGHT_TO_LEFT = frozenset(("ar", "fa", "he", "ur"))
_STYLE = """
:root{color-scheme:light dark}
body{font:16px/1.9 system-ui,"Noto Sans","Noto Naskh Arabic",sans-serif;margin:0;padding:1.5rem;
 background:#fff;color:#1b1b1b}
main{max-width:78rem;margin:auto}
article{display:grid;grid-template-columns:minmax(0,2fr) minmax(16rem,1fr);gap:2rem;
 margin-block-end:3rem}
@media(max-width:50rem){article{grid-template-columns:1fr}}
h1{font-size:1.3rem;grid-column:1/-1;margin:0}
.text{white-space:pre-wrap;overflow-wrap:anywhere}
mark{border-radius:.25rem;padding:.1rem .2rem;color:inherit;background:#e8eefc;
 border-block-end:2px solid #3b6fd4}
mark sup{font-size:.62rem;font-weight:600;margin-inline-start:.25rem;opacity:.85}
mark.growth,mark.change_abs,mark.contribution{background:#e6f4ea;border-color:#23803f}
mark.plan_share,mark.over_plan{background:#fdf1dc;border-color:#a86500}
mark.base_ratio{background:#f3e8fb;border-color:#7a34b5}
mark.share{background:#e2f4f6;border-color:#0b7285}
mark.target{border-block-end-style:dashed}
mark.flagged{outline:2px solid #b3261e;outline-offset:1px}
aside{font-size:.86rem;line-height:1.5}
aside ol{list-style:none;padding:0;margin:0}
aside li{border-inline-start:4px solid #777;padding:.35rem .7rem;margin-block-end:.7rem;
 background:#f6f6f6}
aside li.contradiction{border-color:#b3261e}
aside li.suspect{border-color:#a86500}
aside li.ok,aside li.explained{border-color:#23803f}
a{color:inherit}
@media(prefers-color-scheme:dark){body{background:#161616;color:#eee}
 mark{background:#1f2d4d}mark.growth,mark.change_abs,mark.contribution{background:#17391f}
 mark.plan_share,mark.over_plan{background:#43300f}mark.base_ratio{background:#35204a}
 mark.share{background:#0f353b}aside li{background:#232323}}
"""
_ORDER = {"contradiction": 0, "suspect": 1, "explained": 2, "ok": 3, "not_checkable": 4}

_WORDS: dict[str, Mapping[str, str]] = {
    "vi": {"title": "Các số liệu đọc được", "none": "Không có nhận xét."},
    "en": {"title": "Figures read", "none": "No findings."},
    "ar": {"title": "الأرقام المقروءة", "none": "لا ملاحظات."},
    "ru": {"title": "Прочитанные показатели", "none": "Замечаний нет."},
}


def page_of(
    readings: Sequence[Reading], findings: Sequence[ReadFinding] = (), language: str = "en"
) -> str:
    """Return a page with every text, its figures marked, its findings beside it.

    Args:
        readings: what was read, in order.
        findings: findings across several documents; those within one come with its reading.
        language: of the page's own few words.
    """
    words = _WORDS.get(language, _WORDS["en"])
    articles = "\n".join(_article(reading, findings, words) for reading in readings)
    direction = "rtl" if language in _RIGHT_TO_LEFT else "ltr"
    return (
        f'<!DOCTYPE html>\n<html lang="{escape(language)}" dir="{direction}">\n<head>\n'
        '<meta charset="utf-8">\n<meta name="viewport" content="width=device-width">\n'
        f"<title>{escape(words['title'])}</title>\n<style>{_STYLE}</style>\n</head>\n"
        f"<body>\n<main>\n{articles}\n</main>\n</body>\n</html>\n"
    )


def _article(reading: Reading, across: Sequence[ReadFinding], words: Mapping[str, str]) -> str:
    lang = reading.lang or "und"
    direction = "rtl" if lang in _RIGHT_TO_LEFT else "ltr"
    own = [*reading.findings, *(f for f in across if reading.document in f.documents)]
    own.sort(key=lambda found: _ORDER.get(found.verdict.value, 5))
    flagged = {
        name
        for found in own
        if found.verdict.value in ("contradiction", "suspect")
        for name in found.figures
    }
    quotes = {figure.id: figure.quote for figure in reading.figures}
    notes = "".join(_note(found, quotes) for found in own) or f"<li>{escape(words['none'])}</li>"
    return (
        f'<article>\n<h1 dir="auto">{escape(PurePath(reading.document).name)}</h1>\n'
        f'<div class="text" lang="{escape(lang)}" dir="{direction}">'
        f"{_marked(reading, flagged)}</div>\n<aside><ol>{notes}</ol></aside>\n</article>"
    )


def _marked(reading: Reading, flagged: set[str]) -> str:
    pieces: list[str] = []
    at = 0
    for figure in sorted(reading.figures, key=lambda figure: figure.start):
        if figure.start < at:
            continue
        pieces.append(escape(reading.text[at : figure.start]))
        pieces.append(_mark(figure, figure.id in flagged))
        at = figure.end
    pieces.append(escape(reading.text[at:]))
    return "".join(pieces)


def _mark(figure: ReadFigure, flagged: bool) -> str:
    kind = figure.kind or "unknown"
    classes = [kind, figure.modality.value, *(("flagged",) if flagged else ())]
    told = [
        f"{figure.value:,f}".rstrip("0").rstrip(".")
        if "." in f"{figure.value:f}"
        else f"{figure.value:,f}",
        figure.unit or "",
        _plain(kind),
        figure.modality.value,
        figure.comparator.value,
        figure.indicator or "",
        figure.period or "",
        figure.place or "",
    ]
    title = " · ".join(piece for piece in told if piece)
    return (
        f'<mark id="{escape(figure.id)}" class="{escape(" ".join(classes))}" '
        f'title="{escape(title)}">{escape(figure.quote)}'
        f"<sup>{escape(_plain(kind))}</sup></mark>"
    )


def _plain(word: str) -> str:
    """Return a closed word as it is read: "plan share"."""
    return word.replace("_", " ")


def _note(found: ReadFinding, quotes: Mapping[str, str]) -> str:
    """Return a finding with links to the figures it is about, told by what the text says."""
    links = " · ".join(
        f'<a href="#{escape(name)}"><bdi>{escape(quotes.get(name, name))}</bdi></a>'
        for name in found.figures
    )
    return (
        f'<li class="{escape(found.verdict.value)}" dir="ltr" lang="en">'
        f"<b>{escape(found.verdict.value)}: {escape(_plain(found.check))}</b><br>"
        f"{escape(found.detail)}<br>{links}</li>"
    )
