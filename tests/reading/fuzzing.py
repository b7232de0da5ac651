"""Fuzzing of reading, guided by coverage; run by hand, and for a few seconds by a test.

    python -m tests.reading.fuzzing [CORPUS_FOLDER] [-max_total_time=600] [-artifact_prefix=FOLDER/]

Bytes are taken for UTF-8 (what is broken in them is replaced) and read as one text; a first byte
below 16 hands them to the intake of documents instead. A crash, or a figure that does not quote its
text, stops the run and leaves the bytes behind. Seeds are the marked reports.
"""

from __future__ import annotations

import sys

import atheris

with atheris.instrument_imports(include=["tiendo.reading"]):
    from tests.reading.reading import read
    from tests.reading.trusted import distrust
    from tiendo.reading.intake import UnreadableDocument, document_of

NAMES = ("text.txt", "page.html", "paper.docx", "paper.pdf")


def try_one(data: bytes) -> None:
    """Read one input; whatever is not a refusal with its reason must hold."""
    if data[:1] and data[0] < 16:
        try:
            text = document_of(NAMES[data[0] % len(NAMES)], data[1:]).text
        except UnreadableDocument:
            return
    else:
        text = data.decode("utf-8", "replace")
    distrust(read(text))


def main() -> None:
    """Hand the arguments to the fuzzer and start it."""
    atheris.Setup(sys.argv, try_one)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
