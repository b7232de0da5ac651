"""Published reports with their figures marked: a text of the reader's, or one of the pack's."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from tiendo.ledger.published import reference_findings
from tiendo.web import pages
from tiendo.web.asked import Asked
from tiendo.web.marked_report import (
    LONGEST_REPORT,
    MarkedReport,
    read_report,
    report_shown,
    sample_names,
    sample_text,
)
from tiendo.web.problems import Link, Problem
from tiendo.web.texts import marked, say
from tiendo.web.views.common import form_page, page

_PASTED = marked("name of a report", "Your text")


@form_page
def pasted(request: HttpRequest, asked: Asked) -> HttpResponse:
    """Show the form; a text that was sent with it is shown marked, and kept nowhere."""
    if request.method != "POST":
        return _answer(request, asked, None)
    # A browser sends line ends as CR LF; figures are counted in the text as it was typed.
    text = request.POST.get("text", "").replace("\r\n", "\n")
    if not text.strip():
        return _answer(request, asked, None, is_empty=True)
    if len(text) > LONGEST_REPORT:
        raise Problem(
            413,
            marked("problem", "This text has more than {text} letters"),
            marked("problem", "Paste it in parts, or read the file with: tiendo read FILE"),
            text=f"{LONGEST_REPORT:,}",
        )
    return _answer(request, asked, _marked(say(_PASTED, asked.language), text, asked), text=text)


@page
def sample(request: HttpRequest, asked: Asked, name: str) -> HttpResponse:
    """Show one of the reports that the country pack brings."""
    if name not in sample_names(asked):
        raise Problem(
            404,
            marked("problem", "There is no report “{text}”"),
            marked("problem", "Choose one of these, or paste a text of your own."),
            text=name,
            links=(*_samples(asked), Link(say(_PASTED, asked.language), asked.link("read"))),
        )
    return _answer(request, asked, _marked(name, sample_text(name, asked), asked), chosen=name)


def _marked(name: str, text: str, asked: Asked) -> MarkedReport:
    reading = read_report(name, text, asked)
    against = reference_findings(reading.figures, asked.pack, as_of=asked.as_of)
    return report_shown(reading, against, asked, name)


def _samples(asked: Asked) -> tuple[Link, ...]:
    return tuple(Link(name, asked.link("report", name)) for name in sample_names(asked))


def _answer(
    request: HttpRequest,
    asked: Asked,
    report: MarkedReport | None,
    *,
    text: str = "",
    chosen: str = "",
    is_empty: bool = False,
) -> HttpResponse:
    context = pages.frame(request, asked) | {
        "report": report,
        "samples": _samples(asked),
        "chosen": chosen,
        "text": text,
        "is_empty": is_empty,
        "longest": LONGEST_REPORT,
        "read_href": asked.link("read"),
    }
    return render(request, "web/report.html", context, status=422 if is_empty else 200)
