"""Where a figure is of: names that the register or a pack knows, else a name beside its type."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace

from tiendo.reading.draft import Segment
from tiendo.reading.lexicon import Hit
from tiendo.reading.place_meaning import Era, PlaceMeaning
from tiendo.reading.tokens import NUMBER, WORD
from tiendo.vocabulary.folding import fold
from tiendo.vocabulary.place import PlaceRegister

_LONGEST_NAME = 4
_LONGEST_CASELESS = 3
_LONGEST_SYLLABLE = 5
_SAMPLE = 20_000


@dataclass(frozen=True, slots=True)
class PlaceNamed:
    """A place that a text names.

    Attributes:
        start, end: tokens.
        text: its key, or its name as written with the word for its kind.
        name: its bare name; kind: what the pack calls the word for its kind, if there is one.
        usual: the key or name that the pack gives for it; known: whether `text` is a key.
    """

    start: int
    end: int
    text: str
    name: str
    typed: bool
    kind: str = ""
    usual: str = ""
    known: bool = False

    def understood(self, meaning: PlaceMeaning) -> PlaceNamed:
        """Return it with the key of what it means, where there is no doubt."""
        if self.usual and self.usual not in meaning.register:
            return replace(self, text=self.usual)
        key = meaning.key(self.name, self.text if self.typed else "", self.kind, self.usual)
        return self if key is None else replace(self, text=key, known=True)


def named_places(segment: Segment) -> list[PlaceNamed]:
    """Return the places that a segment names, in order."""
    found: dict[int, PlaceNamed] = {}
    bare = [hit for hit in segment.family("place") if _is_name(segment, hit)]
    _typed(segment, {hit.start: hit.end for hit in bare}, found)
    within = {at for place in found.values() for at in range(place.start, place.end)}
    for hit in bare:
        if hit.start not in within:
            name = _plain_form(segment, hit.start, hit.end)
            found[hit.start] = PlaceNamed(
                hit.start, hit.end, name, name, typed=False, usual=hit.value
            )
    return [found[at] for at in sorted(found)]


def understood_places(
    parts: list[list[PlaceNamed]], register: PlaceRegister, era: Era | None, main: str | None
) -> list[list[PlaceNamed]]:
    """Return the places of each segment with what they mean in this document.

    Args:
        main: the key of the place that the document is known to be about.
    """
    meaning = PlaceMeaning(register, era, () if main is None else (main,))
    certain = {
        found.text
        for places in parts
        for place in places
        if (found := place.understood(meaning)).known
    }
    meaning = PlaceMeaning(register, era, certain | set(meaning.around))
    return [[place.understood(meaning) for place in places] for places in parts]


def _is_name(segment: Segment, hit: Hit) -> bool:
    """Whether a name that a register knows is written as one: with capitals, if its script has."""
    pieces = [segment.tokens.piece(at) for at in range(hit.start, hit.end)]
    return not any(piece[0].islower() for piece in (pieces[0], pieces[-1]))


def _typed(segment: Segment, bare: Mapping[int, int], found: dict[int, PlaceNamed]) -> None:
    """Add names that stand beside a word such as "huyện" or "district".

    Args:
        bare: where names that are known begin and end.
    """
    tokens = segment.tokens
    counts: dict[str, int] = {}
    for hit in segment.family("place_before"):
        first = last = hit.end
        while last < len(tokens) and last - first < _LONGEST_NAME and _capital(segment, last):
            last += 1
        counted = hit.start > 0 and tokens.kinds[hit.start - 1] == NUMBER
        if last == first and not counted and not _article(segment, hit.start):
            last = _end_of_caseless(segment, first, counts, hit.value)
        if first < bare.get(first, first) < last and not counted:
            last = bare[first]
        if last > first and first not in found:
            _add(segment, (first, last), (hit.start, last), hit.value, found)
    for hit in segment.family("place_after"):
        last = first = hit.start
        while first > 0 and last - first < _LONGEST_NAME and _capital(segment, first - 1):
            first -= 1
        while first < last and first in segment.edges:
            first += 1
        if last - first > 1 and segment.place_endings and not _agree(segment, first):
            first += 1
        if last - first == 1 and _is_common(segment, first):
            continue
        if last > first and not any(at in found for at in range(first, last)):
            _add(segment, (first, last), (first, hit.end), hit.value, found)


def _agree(segment: Segment, at: int) -> bool:
    """Whether the first word of a sentence belongs to a name: its words are bent alike."""
    tokens = segment.tokens
    begins = at == 0 or segment.sentence_of[at - 1] != segment.sentence_of[at]
    return not begins or tokens.piece(at)[-2:] == tokens.piece(at + 1)[-2:]


def _add(
    segment: Segment,
    name: tuple[int, int],
    typed: tuple[int, int],
    kind: str,
    found: dict[int, PlaceNamed],
) -> None:
    """Add a place by the tokens of its bare name, and of its name with the word for its kind."""
    bare = _plain_form(segment, *name)
    usual = next((h.value for h in segment.between("place", *name) if (h.start, h.end) == name), "")
    text = segment.words.without_prefix(_plain_form(segment, *typed))
    found[typed[0]] = PlaceNamed(*typed, text, bare, True, kind, usual)


def _plain_form(segment: Segment, first: int, last: int) -> str:
    """Return a name with the endings that its language gives it in a sentence taken back."""
    tokens = segment.tokens
    name = tokens.text[tokens.starts[first] : tokens.ends[last - 1]]
    if name.isupper():
        name = name.title()
    endings = segment.place_endings
    return " ".join(_unbent(word, endings) for word in name.split()) if endings else name


def _unbent(word: str, endings: Mapping[str, str]) -> str:
    for length in range(min(len(word), 10), 1, -1):
        plain = endings.get(word[-length:])
        if plain is not None:
            return word[:-length] + plain
    return word


def _end_of_caseless(segment: Segment, first: int, counts: dict[str, int], kind: str) -> int:
    """Return where a name ends in a script without capitals: words that the pack does not know.

    Its words agree: all carry the article that the first one carries, or none does. How many of
    them belong to it is told by how often the text has them together.
    """
    tokens = segment.tokens
    if first >= len(tokens) or tokens.kinds[first] != WORD or tokens.piece(first)[0].islower():
        return first
    article = _article(segment, first)
    lands = {hit.start for hit in segment.family("money_of")}
    last = first
    while (
        last < len(tokens)
        and last - first < _LONGEST_CASELESS
        and tokens.kinds[last] == WORD
        and (last in lands or not segment.is_known(last))
        and _article(segment, last) == article
    ):
        last += 1
    sample = tokens.text[:_SAMPLE]
    often = []
    for end in range(first, last):
        name = tokens.text[tokens.starts[first] : tokens.ends[end]]
        if name not in counts:
            counts[name] = sample.count(name)
        often.append(counts[name])
    for size in range(len(often), 2, -1):
        if often[size - 1] < 2 or often[size - 1] < often[size - 2]:
            last = first + size - 1
    # A lone word behind a word such as "commune" may be anything; behind "governorate" a name.
    if last - first == 1 and first not in lands and kind != "province" and often[0] < 2:
        return first
    return last


def _article(segment: Segment, at: int) -> str:
    """Return the longest proclitic of two letters or more that a word begins with."""
    piece = segment.tokens.piece(at)
    found = [c for c in segment.clitics if len(c) >= 2 and piece.startswith(c)]
    return max(found, key=len, default="")


def _capital(segment: Segment, at: int) -> bool:
    tokens = segment.tokens
    if tokens.kinds[at] != WORD or not tokens.piece(at)[0].isupper():
        return False
    return not (tokens.piece(at).isupper() and at in segment.edges)


def _is_common(segment: Segment, at: int) -> bool:
    """Whether a capital only begins a sentence: a word of the pack that stands first in it."""
    begins = at == 0 or segment.sentence_of[at - 1] != segment.sentence_of[at]
    return begins and segment.is_known(at)


def _repeated_name(segments: list[tuple[Segment, list[PlaceNamed]]]) -> str | None:
    """Return a capitalised name of two words or more that stands twice, once within a sentence."""
    counts: Counter[str] = Counter()
    inside: set[str] = set()
    for segment, _ in segments:
        tokens = segment.tokens
        at = 0
        while at < len(tokens):
            end = at
            while end < len(tokens) and end - at < _LONGEST_NAME and _capital(segment, end):
                end += 1
            if end - at >= 2:
                name = tokens.text[tokens.starts[at] : tokens.ends[end - 1]]
                counts[name] += 1
                if at and segment.sentence_of[at - 1] == segment.sentence_of[at]:
                    inside.add(name)
            at = max(end, at + 1)
    likely = [name for name, count in counts.items() if count >= 2 and name in inside]
    found = max(likely, key=lambda name: counts[name], default=None)
    return found or _first_name(segments)


def _first_name(segments: list[tuple[Segment, list[PlaceNamed]]]) -> str | None:
    """Return the capitalised name of two words with which a text begins."""
    for segment, _ in segments[:1]:
        count = 0
        while count < min(3, len(segment.tokens)) and _capital(segment, count):
            count += 1
        known = all(segment.is_known(at) for at in range(count))
        if count == 2 and not known and segment.tokens.kinds[2] == WORD:
            return segment.tokens.text[segment.tokens.starts[0] : segment.tokens.ends[1]]
    return None


def _unknown_name(segments: list[tuple[Segment, list[PlaceNamed]]]) -> str | None:
    """Return the short words that no pack knows in the title of a text without capitals."""
    for segment, _ in segments[:1]:
        tokens = segment.tokens
        at = 0
        while at < len(tokens) and segment.paragraph_of[at] == segment.paragraph_of[0]:
            end = at
            while end < len(tokens) and _is_syllable(segment, end):
                end += 1
            if 2 <= end - at <= _LONGEST_CASELESS:
                return tokens.text[tokens.starts[at] : tokens.ends[end - 1]]
            at = max(end, at + 1)
    return None


def _is_syllable(segment: Segment, at: int) -> bool:
    """Whether a token may be one word of a name written syllable by syllable."""
    piece = segment.tokens.piece(at)
    caseless = piece[0] == piece[0].upper() == piece[0].lower()
    short = segment.tokens.kinds[at] == WORD and len(piece) <= _LONGEST_SYLLABLE
    return caseless and short and not segment.is_known(at) and not _article(segment, at)


def main_place(
    segments: list[tuple[Segment, list[PlaceNamed]]], hint: str, meaning: PlaceMeaning
) -> tuple[str | None, str]:
    """Return the place that a document is about, and how it was found.

    Args:
        hint: words beside the text, such as the name of its file.
    """
    votes: Counter[str] = Counter()
    for segment, named in segments:
        for place in named:
            weight = 3 if segment.sentence_of[place.start] < 3 else 1
            votes[place.text] += weight * (2 if place.typed else 1) * (2 if place.known else 1)
    if votes:
        top = max(votes.values())
        return next(text for text in votes if votes[text] == top), "the place that the text names"
    if name := _repeated_name(segments):
        return name, "a name that the text repeats"
    words = fold(hint.replace("-", " ").replace("_", " ")).split()
    for size in (4, 3, 2):
        for at in range(len(words) - size + 1):
            key = meaning.key(" ".join(words[at : at + size]))
            if key is not None:
                return key, "the document's name"
    if name := _unknown_name(segments):
        return name, "a name in the title"
    return None, ""
