"""The readers side by side: ours in this process, peers in an environment of their own."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tiendo.packs import load_pack
from tiendo.packs.reading_words import load_languages
from tiendo.reading import ReadFigure, ReadingContext, read_text

from .gold import Document
from .indicators import Names
from .scoring import Found

PEERS = {"quantulum3": "quantulum3", "Recognizers-Text": "recognizers"}
_PROGRAM = Path(__file__).with_name("peers.py")


@dataclass(frozen=True)
class Answers:
    """What a reader found in each text, in order, and the processor's seconds for all of them."""

    found: tuple[tuple[Found, ...], ...]
    seconds: float


def with_tiendo(docs: Sequence[Document], document_names: bool = True) -> Answers:
    """Read all texts as `tiendo read` does with nothing but the file: language, place and year
    are to be found in the text. Packs are loaded before the clock starts."""
    languages = load_languages()
    pack = load_pack("vietnam")
    contexts = [
        ReadingContext(
            document=doc.name if document_names else "text",
            catalogue=pack.catalogue,
            register=pack.register,
        )
        for doc in docs
    ]
    first = {doc.lang: (doc, context) for doc, context in zip(docs, contexts, strict=True)}
    for doc, context in first.values():
        read_text(doc.text, languages, context)  # words are prepared on first use
    start = time.process_time()
    readings = [
        read_text(doc.text, languages, context) for doc, context in zip(docs, contexts, strict=True)
    ]
    seconds = time.process_time() - start
    return Answers(
        tuple(tuple(found_of(figure) for figure in reading.figures) for reading in readings),
        seconds,
    )


def found_of(figure: ReadFigure) -> Found:
    """A figure of ours as the scores know it."""
    return Found(
        id=figure.id,
        start=figure.start,
        end=figure.end,
        value=float(figure.value),
        value_hi=None if figure.value_hi is None else float(figure.value_hi),
        unit=figure.unit,
        kind=figure.kind,
        modality=figure.modality.value,
        comparator=figure.comparator.value,
        period=figure.period,
        place=figure.place,
        indicator=figure.indicator,
        indicator_id=figure.indicator_id,
        phrase=figure.phrase,
        relation=dict(figure.relation),
    )


def with_peer(name: str, docs: Sequence[Document], python: str) -> Answers | None:
    """Let a peer read the texts in the environment of another Python; None where it is not there.

    Raises:
        RuntimeError: where it is installed but fails, with what it said.
    """
    done = subprocess.run(
        [python, str(_PROGRAM), PEERS[name]],
        input=json.dumps([doc.text for doc in docs]),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        if "ModuleNotFoundError" in done.stderr:
            return None
        raise RuntimeError(f"{name}: {done.stderr.strip().splitlines()[-1]}")
    told = json.loads(done.stdout)
    found = tuple(
        tuple(Found(id=f"{name}-{number}", **one) for number, one in enumerate(ones))
        for ones in told["found"]
    )
    return Answers(found, told["seconds"])


def this_python() -> str:
    """The Python that runs the benchmark."""
    return sys.executable


def names_of_cards() -> Names:
    """Card code -> its names in all languages."""
    cards = load_pack("vietnam").catalogue
    return {code: tuple(cards[code].names.values()) for code in cards}
