"""The words of many pieces of text, such as all sentences of a question's candidates, looked at all at once.

Word by word in Python it took longer than all the rest of a search. Here the text is an array of code points, and a
word a range of it, known by a hash: the polynomial of its code points, modulo 2^64. That of two neighbours joined by
"_" follows from their own. As in the lexical index (`index.postings.hash_of`), words of one hash count as one word.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray

from index.text import (
    FIRST_OF_TONE_PLACEMENT,
    SECOND_OF_TONE_PLACEMENT,
    composed,
    fold,
    fold_word,
    with_old_tones,
)

Hashes = NDArray[np.uint64]
Codes = NDArray[np.uint32]
Places = NDArray[np.int64]
Flags = NDArray[np.bool_]
Kinds = NDArray[np.uint8]

# What parts the pieces: of no word, no white space, and nothing composes with it. Where a piece holds it itself, what
# is put in its place is as much.
_PARTING, _NO_PARTING = "\x00", "\x01"
# The hash of a word is the sum of its code points, each times _BASE ** (its place in the word).
_BASE = 0x9E3779B97F4A7C15
_INVERSE = pow(_BASE, -1, 1 << 64)
_JOINT = np.uint64(ord("_"))
# Up to here the kinds and the small letters of code points stand in tables, and of what is Latin, Greek or Cyrillic
# what it folds to.
_TABLED, _FOLDED = 1 << 16, 1 << 13
# The kinds, as bits: of a word, as `\w` has it; white space; white space that stays as it is; the letters of a tone's
# new place, in order, and the one that can't stand before; what has no small letter that is one code point, always the
# same.
_WORD, _SPACE, _PLAIN_SPACE, _FIRST, _SECOND, _NOT_BEFORE, _ODD_CASE = (1 << bit for bit in range(7))
_FILTER_BITS = 12


@dataclass(frozen=True, slots=True)
class _Spelling:
    """How n words are spelt: their hashes, (n,), and _BASE ** (the length of each), (n,)."""

    hashes: Hashes
    powers: Hashes

    @classmethod
    def of_ranges(cls, codes: Codes, starts: Places, ends: Places) -> _Spelling:
        """That of the words that are these ranges of code points."""
        powers, inverses = _powers(len(codes).bit_length())
        sums = np.zeros(len(codes) + 1, np.uint64)
        np.cumsum(codes * powers[: len(codes)], out=sums[1:])
        return cls((sums[ends] - sums[starts]) * inverses[starts], powers[ends - starts])

    @classmethod
    def of_words(cls, words: Sequence[str]) -> _Spelling:
        """That of single words."""
        edges = np.cumsum([0, *map(len, words)])
        return cls.of_ranges(_codes_of("".join(words)), edges[:-1], edges[1:])

    def pairs(self) -> Hashes:
        """The hashes of each word and the next, joined, (n - 1,)."""
        return self.hashes[:-1] + self.powers[:-1] * (_JOINT + np.uint64(_BASE) * self.hashes[1:])


class Pieces:
    """Some pieces of text, and their words as `index.text.tokens` gives them."""

    def __init__(self, pieces: Sequence[str]) -> None:
        self._count = len(pieces)
        codes = _codes_of(f"{_PARTING}{composed(_joined(pieces))}{_PARTING}")
        self._kinds = _kinds_of(codes)
        self._normal = _with_old_tones(codes, self._kinds)
        self._codes = _small_letters().take(self._normal, mode="clip")
        if (self._kinds & _ODD_CASE).any():
            self._codes = _codes_of(_text_of(self._normal).lower())
            self._kinds = _kinds_of(self._codes)
        self._parting = np.flatnonzero(self._codes == ord(_PARTING))
        self._in_word = (self._kinds & _WORD).view(bool)
        changes = np.flatnonzero(self._in_word[1:] != self._in_word[:-1]) + 1
        self._starts, self._ends = changes[::2].copy(), changes[1::2].copy()
        # How many words each piece has, (pieces,), and the piece that each word is in.
        self.words = np.diff(self._starts.searchsorted(self._parting))[: self._count]
        self._piece = np.arange(self._count).repeat(self.words)

    @cached_property
    def texts(self) -> list[str]:
        """The pieces, normalised. Their own "\x00" is another control character here."""
        texts = _text_of(self._normal).split(_PARTING)[1:]
        # Only few hold other white space than single ones between words.
        space = self._kinds & _SPACE
        odd = (self._kinds & (_SPACE | _PLAIN_SPACE)) == _SPACE
        odd[:-1] |= (space[:-1] & space[1:]) != 0
        for piece in set((self._parting.searchsorted(np.flatnonzero(odd), "right") - 1).tolist()):
            texts[piece] = " ".join(texts[piece].split())
        return texts[: self._count]

    @cached_property
    def marked(self) -> NDArray[np.int64]:
        """How many words of each piece aren't ASCII, (pieces,)."""
        beyond = np.cumsum(self._codes >= 128, dtype=np.int32)
        return np.bincount(self._piece[beyond[self._ends - 1] > beyond[self._starts - 1]], minlength=self._count)

    def holding(self, terms: Sequence[str], *, folded: bool) -> Flags:
        """Which of the terms each piece holds, (terms, pieces): as a word, or as two neighbours joined by "_".

        Each term is given once. Where `folded`, the words are taken without diacritics.
        """
        held = np.zeros((len(terms), self._count), bool)
        if terms and len(self._starts):
            spelling, wanted = self._folded if folded else self._marked, _Wanted(terms)
            within = np.flatnonzero(self._piece[1:] == self._piece[:-1])
            for hashes, pieces in (
                (spelling.hashes, self._piece),
                (spelling.pairs()[within], self._piece[within]),
            ):
                places, numbers = wanted.among(hashes)
                held[numbers, pieces[places]] = True
        return held

    @cached_property
    def _marked(self) -> _Spelling:
        return _Spelling.of_ranges(self._codes, self._starts, self._ends)

    @cached_property
    def _folded(self) -> _Spelling:
        codes = _folds().take(self._codes, mode="clip")
        spelling = _Spelling.of_ranges(codes, self._starts, self._ends)
        unknown = np.flatnonzero((codes == 0) & self._in_word)
        if len(unknown):
            words = np.unique(self._starts.searchsorted(unknown, "right") - 1)
            ranges = zip(self._starts[words].tolist(), self._ends[words].tolist(), strict=True)
            own = _Spelling.of_words([fold_word(_text_of(self._codes[start:end])) for start, end in ranges])
            spelling.hashes[words], spelling.powers[words] = own.hashes, own.powers
        return spelling


class _Wanted:
    """Terms that are looked for."""

    def __init__(self, terms: Sequence[str]) -> None:
        hashes = _Spelling.of_words(terms).hashes
        self._order = np.argsort(hashes)
        self._sorted = hashes[self._order]
        # Most words fail here, which takes less time than to search for them.
        self._possible = np.zeros(1 << _FILTER_BITS, bool)
        self._possible[_top_bits(hashes)] = True

    def among(self, hashes: Hashes) -> tuple[Places, Places]:
        """The places of the hashes that are a term's, and the number of each one's term."""
        places = np.flatnonzero(self._possible[_top_bits(hashes)])
        found = np.minimum(self._sorted.searchsorted(hashes[places]), len(self._sorted) - 1)
        same = self._sorted[found] == hashes[places]
        return places[same], self._order[found[same]]


def _top_bits(hashes: Hashes) -> NDArray[np.int64]:
    return (hashes >> np.uint64(64 - _FILTER_BITS)).astype(np.int64)


@lru_cache(maxsize=4)
def _powers(bits: int) -> tuple[Hashes, Hashes]:
    """_BASE ** 0, _BASE ** 1 and so on, modulo 2^64, up to 2^bits of them, and what takes each back to 1."""
    powers, inverses = np.full(1 << bits, _BASE, np.uint64), np.full(1 << bits, _INVERSE, np.uint64)
    powers[0] = inverses[0] = 1
    return np.cumprod(powers, out=powers), np.cumprod(inverses, out=inverses)


def _joined(pieces: Sequence[str]) -> str:
    joined = _PARTING.join(pieces)
    if joined.count(_PARTING) < len(pieces):
        return joined
    return _PARTING.join(piece.replace(_PARTING, _NO_PARTING) for piece in pieces)


def _codes_of(text: str) -> Codes:
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)


def _text_of(codes: Codes) -> str:
    return codes.tobytes().decode("utf-32-le", "surrogatepass")


def _with_old_tones(codes: Codes, kinds: Kinds) -> Codes:
    """As `with_old_tones` of the text, which begins and ends with a sign."""
    # Where it may change something; few places are left.
    places = kinds[2:-1] & (kinds[1:-2] << 1) & ~(kinds[:-3] >> 1) & ~(kinds[3:] << 4) & _SECOND
    codes = codes.copy()
    for place in np.flatnonzero(places).tolist():
        around = slice(place, place + 4)
        codes[around] = _codes_of(with_old_tones(_text_of(codes[around])))
    return codes


def _kinds_of(codes: Codes) -> Kinds:
    """The kind of each code point."""
    kinds = _kinds().take(codes, mode="clip")
    beyond = np.flatnonzero(codes >= _TABLED)
    kinds[beyond] = [_ODD_CASE | (_WORD if chr(code).isalnum() else 0) for code in codes[beyond].tolist()]
    return kinds


@cache
def _kinds() -> Kinds:
    """The kind of each code point, (_TABLED + 1,); the last stands for all beyond."""
    kinds = [_WORD if char.isalnum() else _SPACE if char.isspace() else 0 for char in map(chr, range(_TABLED))]
    kinds[ord("_")], kinds[ord(_PARTING)], kinds[ord(" ")] = _WORD, _SPACE | _PLAIN_SPACE, _SPACE | _PLAIN_SPACE
    for letters, kind in (
        (FIRST_OF_TONE_PLACEMENT, _FIRST),
        (SECOND_OF_TONE_PLACEMENT, _SECOND),
        ("qQ", _NOT_BEFORE),
        # The second's depends on where it stands in its word; the last is only there in other forms than NFC.
        ("\u0130\u03a3\u212a", _ODD_CASE),
    ):
        for letter in letters:
            kinds[ord(letter)] |= kind
    return np.array([*kinds, 0], np.uint8)


@cache
def _small_letters() -> Codes:
    """The small letter of each code point, (_TABLED + 1,), but of those of _ODD_CASE."""
    small = [char.lower() for char in map(chr, range(_TABLED))]
    return np.array([*(ord(each) if len(each) == 1 else 0 for each in small), 0], np.uint32)


@cache
def _folds() -> Codes:
    """What `fold` makes of each code point, (_FOLDED + 1,), 0 where it isn't one; the last stands for all beyond."""
    folded = map(fold, map(chr, range(_FOLDED)))
    return np.array([*(ord(each) if len(each) == 1 else 0 for each in folded), 0], np.uint32)
