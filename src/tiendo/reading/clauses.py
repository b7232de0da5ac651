"""Sentences, clauses and paragraphs: which token stands in which."""

from __future__ import annotations

from tiendo.reading.draft import Segment
from tiendo.reading.language import Language
from tiendo.reading.lexicon import fold_word
from tiendo.reading.tokens import LINE, MARK, NUMBER, WORD

_ENDS = ".!?؟…"
_PARTS = ";؛"


def split_into_clauses(segment: Segment, language: Language, paragraph: int, sentence: int) -> None:
    """Number the sentences, clauses and paragraphs of a segment.

    Args:
        paragraph, sentence: the numbers to begin with.
    """
    tokens = segment.tokens
    breaks = {hit.start for hit in segment.family("clause_break")}
    clause = done = 0
    marks = [at for at, kind in enumerate(tokens.kinds) if kind in (LINE, MARK)]
    for at in sorted({*marks, *breaks}):
        kind = tokens.kinds[at]
        if at in breaks:
            _number(segment, at - done, sentence, clause, paragraph)
            clause, done = clause + 1, at
        if kind == WORD or kind == NUMBER:
            continue
        _number(segment, at + 1 - done, sentence, clause, paragraph)
        done = at + 1
        if kind == LINE:
            paragraph += 1
            sentence += 1
            clause += 1
        elif kind == MARK:
            mark = tokens.text[tokens.starts[at]]
            if mark in _PARTS:
                clause += 1
            elif mark in _ENDS and _ends_sentence(segment, language, at):
                sentence += 1
                clause += 1
    _number(segment, len(tokens) - done, sentence, clause, paragraph)


def _number(segment: Segment, count: int, sentence: int, clause: int, paragraph: int) -> None:
    """Number that many tokens more."""
    segment.sentence_of += [sentence] * count
    segment.clause_of += [clause] * count
    segment.paragraph_of += [paragraph] * count


def _ends_sentence(segment: Segment, language: Language, at: int) -> bool:
    """Whether the mark at a token ends a sentence: no abbreviation, no small letter behind."""
    tokens = segment.tokens
    if at + 1 < len(tokens) and tokens.joined(at, at + 1) and tokens.kinds[at + 1] != LINE:
        return False
    if tokens.text[tokens.starts[at]] != ".":
        return True
    if at and tokens.kinds[at - 1] == WORD and tokens.joined(at - 1, at):
        word = tokens.piece(at - 1)
        if fold_word(word, language) in language.abbreviations:
            return _begins_capital(segment, at + 1) and len(word) > 2
        if len(word) == 1 and word.isupper():
            return False
    if at + 1 < len(tokens) and tokens.is_mark(at + 1, ",;:)-"):
        # "in 2024 yr. - 52.3": the sentence goes on.
        return tokens.is_mark(at + 1, "-") and tokens.kinds[at + 2 : at + 3] == bytes([LINE])
    return not _begins_small(segment, at + 1)


def _begins_small(segment: Segment, at: int) -> bool:
    tokens = segment.tokens
    return at < len(tokens) and tokens.kinds[at] == WORD and tokens.piece(at)[0].islower()


def _begins_capital(segment: Segment, at: int) -> bool:
    tokens = segment.tokens
    if at >= len(tokens):
        return True
    return tokens.kinds[at] in (LINE, NUMBER) or tokens.piece(at)[0].isupper()
