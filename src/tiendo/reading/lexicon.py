"""Finding the phrases of a pack in a text: a tree of words, walked once from every token.

The tree is walked word by word, so that a text of n words costs n steps whatever the number of
phrases; there is no regular expression that could run away.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from tiendo.reading.language import Language, Phrase
from tiendo.reading.patterns import SLOTS, expand
from tiendo.reading.tokens import MARK, NUMBER, WORD, Tokens

_LETTERS = str.maketrans(
    {"ё": "е", "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ی": "ي", "ة": "ه", "ک": "ك"}
)
_SLOT = {name: -1 - number for number, name in enumerate(SLOTS)}
_GAP = -100
_LONGEST_GAP = 4
_SEVERAL = ("cue", "indicator")
"""The family of which one phrase may tell several things ("increase": rise, and more)."""
_MEMORY = 50_000
_LONGEST_WORD = 40


class Hit(NamedTuple):
    """A phrase found: tokens from `start` up to `end`, and the tokens that filled its slots."""

    start: int
    end: int
    family: str
    value: str
    slots: tuple[tuple[str, int], ...] = ()

    @property
    def length(self) -> int:
        """The number of tokens."""
        return self.end - self.start


_Leaf = tuple[str, str, tuple[str, ...]]
_End = tuple[int, tuple[int, ...], list[_Leaf]]


class _Node:
    __slots__ = ("leaves", "next")

    def __init__(self) -> None:
        self.next: dict[int, _Node] = {}
        self.leaves: list[_Leaf] = []

    def goes_on(self, keys: tuple[int, ...]) -> bool:
        """Whether a longer phrase may go on with the next word."""
        following = self.next
        if not following:
            return False
        for key in keys:
            if key in following:
                return True
        return _GAP in following


class Lexicon:
    """The phrases of a language in a form that finds them fast."""

    def __init__(
        self,
        language: Language,
        phrases: Iterable[Phrase],
        *,
        stem: int = 0,
        clitics: bool = True,
    ) -> None:
        self._language = language
        self._clitics = language.prefixes if clitics else ()
        self._root = _Node()
        self._exact: dict[str, int] = {}
        self._prefixes: dict[str, int] = {}
        self._lengths: tuple[int, ...] = ()
        self._memory: dict[str, tuple[int, ...]] = {}
        self._spelled: dict[str, int | None] = {}
        self._own_keys: dict[str, tuple[int, ...]] = {}
        self._beginnings: dict[tuple[int, ...], list[tuple[_Node, bool]]] = {}
        self._cardinals = {fold_word(k, language): v for k, v in language.numerals.items()}
        ordinals = {fold_word(k, language): v for k, v in language.ordinals.items()}
        self._numerals = {**self._cardinals, **ordinals}
        self._month_names = {fold_word(k, language): v for k, v in language.months.items()}
        self.joined_months = _pairs_of(language.months)
        for phrase in phrases:
            for words in expand(phrase.pattern):
                self._add(words, phrase, stem)
        self._lengths = tuple(sorted({len(prefix) for prefix in self._prefixes}))

    def _add(self, words: list[str], phrase: Phrase, stem: int) -> None:
        node = self._root
        slots: list[str] = []
        for word in words:
            if word == "...":
                key = _GAP
            elif word.startswith("{"):
                slots.append(word[1:-1])
                key = _SLOT[word[1:-1]]
            else:
                key = self._key(word, stem)
            node = node.next.setdefault(key, _Node())
        leaf = (phrase.family, phrase.value, tuple(slots))
        if leaf not in node.leaves:
            node.leaves.append(leaf)

    def _key(self, word: str, stem: int) -> int:
        table = self._exact
        if word.endswith("*") and len(word) > 1:
            word, table = word[:-1], self._prefixes
        elif stem and len(word) > stem + 3 and word.isalpha():
            word, table = word[: max(4, len(word) - stem)], self._prefixes
        folded = fold_word(word, self._language)
        number = len(self._exact) + len(self._prefixes) + 1
        return table.setdefault(folded, number)

    def keys_of(self, tokens: Tokens, pieces: Sequence[str] | None = None) -> list[tuple[int, ...]]:
        """Return for each token the numbers of the pack's words that it may stand for.

        Args:
            pieces: the letters of the tokens, where the caller has them.
        """
        memory = self._memory
        if len(memory) > _MEMORY:
            memory.clear()
            self._own_keys.clear()
            self._beginnings.clear()
        told = tokens.pieces() if pieces is None else pieces
        for at, piece in enumerate(told):
            if piece not in memory:
                known = len(piece) <= _LONGEST_WORD
                memory[piece] = self._look_up(piece, tokens.kinds[at]) if known else ()
        return [memory[piece] for piece in told]

    def _look_up(self, piece: str, kind: int) -> tuple[int, ...]:
        folded = fold_word(piece, self._language)
        keys: list[int] = []
        if kind == NUMBER:
            keys += _number_slots(piece)
            if piece in self._exact:
                keys.append(self._exact[piece])
            return tuple(keys)
        if kind == MARK:
            return (self._exact[folded],) if folded in self._exact else ()
        for stripped, variant in enumerate(self._variants(folded)):
            if stripped == 1:
                self._own_keys[piece] = tuple(dict.fromkeys(keys))
            if variant in self._exact:
                keys.append(self._exact[variant])
            for length in self._lengths:
                if length > len(variant):
                    break
                number = self._prefixes.get(variant[:length])
                if number is not None:
                    keys.append(number)
            if variant in self._numerals:
                keys += _small_slots(self._numerals[variant])
            if variant in self._month_names:
                keys.append(_SLOT["month"])
        return tuple(dict.fromkeys(keys))

    def _variants(self, folded: str) -> Iterator[str]:
        yield folded
        for prefix in self._clitics:
            if folded.startswith(prefix) and len(folded) >= len(prefix) + 2:
                yield folded[len(prefix) :]

    def without_prefix(self, phrase: str) -> str:
        """Return a phrase of which only the rest behind a clitic is known without that clitic."""
        word = phrase.partition(" ")[0]
        variants = list(self._variants(fold_word(word, self._language)))
        if variants[0] in self._exact:
            return phrase
        known = [variant for variant in variants if variant in self._exact]
        return phrase[len(variants[0]) - len(max(known, key=len)) :] if known else phrase

    def number_at(self, piece: str) -> int | None:
        """Return what a token says that filled a slot: its digits, a numeral or a month."""
        if piece.isdecimal():
            return int(piece) if len(piece) < 10 else None
        folded = fold_word(piece, self._language)
        for variant in self._variants(folded):
            if variant in self._month_names:
                return self._month_names[variant]
            if variant in self._numerals:
                return self._numerals[variant]
        return None

    def numerals_in(self, pieces: Sequence[str], kinds: Sequence[int]) -> dict[int, int]:
        """Return the tokens that are spelled numbers, with their values."""
        spelled = self._spelled
        if len(spelled) > _MEMORY:
            spelled.clear()
        found = {}
        for at, piece in enumerate(pieces):
            if kinds[at] != WORD:
                continue
            if piece not in spelled:
                spelled[piece] = self._cardinals.get(fold_word(piece, self._language))
            if (value := spelled[piece]) is not None:
                found[at] = value
        return found

    def find(self, tokens: Tokens, keys: list[tuple[int, ...]] | None = None) -> list[Hit]:
        """Return all hits, of each family the longest at a place (of cues all); by start."""
        known = self.keys_of(tokens) if keys is None else keys
        hits: list[Hit] = []
        taken: dict[str, int] = {}
        begun = self._begun
        for at, here in enumerate(known):
            if not here or not begun(here):
                continue
            ends = self._ends(tokens, known, at)
            if not ends:
                continue
            if len(ends) == 1 and len(ends[0][2]) == 1:
                # Most phrases: one that ends in one place and tells one thing.
                end, slots, ((family, value, names),) = ends[0]
                if taken.get(family, 0) <= at:
                    taken[family] = end
                    filled = tuple(zip(names, slots, strict=True)) if names else ()
                    hits.append(Hit(at, end, family, value, filled))
                continue
            best = _longest_of(ends, at)
            if self._clitics and "cue" in best:
                best["cue"] = self._as_it_stands(tokens, known, at, best["cue"])
            for family, longest in best.items():
                if taken.get(family, 0) <= at:
                    taken[family] = longest[0].end
                    hits += longest
        return hits

    def _as_it_stands(
        self, tokens: Tokens, keys: list[tuple[int, ...]], at: int, hits: list[Hit]
    ) -> list[Hit]:
        """Return what the first word tells with its prefix on, where that tells as much."""
        own = self._own_keys.get(tokens.piece(at))
        if own is None or len(hits) < 2:
            return hits
        every, keys[at], ends = keys[at], own, hits[0].end
        kept = {h.value for h in self._walk(tokens, keys, at) if h.end == ends}
        keys[at] = every
        return [hit for hit in hits if hit.value in kept] or hits

    def longest_at(
        self, tokens: Tokens, keys: list[tuple[int, ...]], at: int, family: str = ""
    ) -> Hit | None:
        """Return the longest phrase that begins at a token, or None."""
        if at >= len(keys) or not keys[at]:
            return None
        best: Hit | None = None
        for end, slots, leaves in self._ends(tokens, keys, at):
            if best is not None and end <= best.end:
                continue
            for of, value, names in leaves:
                if not family or of == family:
                    best = Hit(
                        at, end, of, value, tuple(zip(names, slots, strict=True)) if names else ()
                    )
                    break
        return best

    def _walk(self, tokens: Tokens, keys: list[tuple[int, ...]], at: int) -> Iterator[Hit]:
        for end, slots, leaves in self._ends(tokens, keys, at):
            for family, value, names in leaves:
                yield Hit(
                    at, end, family, value, tuple(zip(names, slots, strict=True)) if names else ()
                )

    def _begun(self, keys: tuple[int, ...]) -> list[tuple[_Node, bool]]:
        """Return where phrases stand behind their first word, and whether it fills a slot."""
        known = self._beginnings.get(keys)
        if known is None:
            first = self._root.next
            known = [(first[key], key < 0) for key in reversed(keys) if key in first]
            self._beginnings[keys] = known
        return known

    def _ends(self, tokens: Tokens, keys: list[tuple[int, ...]], at: int) -> list[_End]:
        """Return where phrases that begin at a token end, and what they tell there."""
        begun = self._begun(keys[at])
        if not begun:
            return []
        length = len(keys)
        if len(begun) == 1:
            node, slotted = begun[0]
            if not node.goes_on(keys[at + 1] if at + 1 < length else ()):
                return [(at + 1, (at,) if slotted else (), node.leaves)] if node.leaves else []
        stack = [(node, at + 1, (at,) if slotted else ()) for node, slotted in begun]
        kinds = tokens.kinds
        ends: list[_End] = []
        while stack:
            node, here, slots = stack.pop()
            if node.leaves:
                ends.append((here, slots, node.leaves))
            following = node.next
            if not following or here >= length:
                continue
            # Last in, first out: the word as it stands is tried before what it is without a prefix.
            for key in reversed(keys[here]):
                if key in following:
                    slot = (*slots, here) if key < 0 else slots
                    stack.append((following[key], here + 1, slot))
            if _GAP in following:
                gap = following[_GAP]
                for skipped in range(_LONGEST_GAP + 1):
                    stack.append((gap, here + skipped, slots))
                    if here + skipped >= length or kinds[here + skipped] != WORD:
                        break
        return ends


def _longest_of(ends: list[_End], at: int) -> dict[str, list[Hit]]:
    """Return the longest hits of each family that begin at a token; of cues all of that length."""
    best: dict[str, list[Hit]] = {}
    for end, slots, leaves in ends:
        for family, value, names in leaves:
            others = best.get(family)
            if others is not None and end < others[0].end:
                continue
            if others is not None and end == others[0].end and family not in _SEVERAL:
                continue
            filled = tuple(zip(names, slots, strict=True)) if names else ()
            hit = Hit(at, end, family, value, filled)
            if others is None or end > others[0].end:
                best[family] = [hit]
            else:
                others.append(hit)
    return best


def _pairs_of(names: Iterable[str]) -> re.Pattern[str] | None:
    """Return what finds the names of two words, or None where there is none."""
    pairs = [re.escape(name) for name in names if name.count(" ") == 1]
    return re.compile("|".join(pairs)) if pairs else None


def fold_word(word: str, language: Language) -> str:
    """Return a word as it is compared: small letters, variants of letters united."""
    folded = unicodedata.normalize("NFC", word).casefold().translate(_LETTERS)
    for written, compared in language.folds.items():
        if written in folded:
            folded = folded.replace(written, compared)
    return folded


def _number_slots(piece: str) -> list[int]:
    slots = [_SLOT["n"]]
    if piece.isdecimal() and len(piece) <= 4:
        number = int(piece)
        if len(piece) == 4 and 1900 <= number <= 2199:
            slots.append(_SLOT["year"])
        elif len(piece) <= 2:
            slots += _small_slots(number)
    return slots


def _small_slots(number: int) -> list[int]:
    slots = []
    if 1 <= number <= 31:
        slots.append(_SLOT["day"])
    if 1 <= number <= 12:
        slots += [_SLOT["m"], _SLOT["count"]]
    if 1 <= number <= 4:
        slots.append(_SLOT["quarter"])
    return slots
