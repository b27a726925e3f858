"""Which terms a part of a lexical index holds, and where the postings of each begin.

| array | |
| --- | --- |
| hashes | of each term, ascending: 48 bits of BLAKE2b, little-endian |
| heads | every 64th of them |
| starts | where each term's postings begin (index/posting_lists.py), and the end |
| repeated, repeats | the terms that some row holds more than once, and how often all rows more than once each |

Terms are told apart by their hashes alone: among ten million, two share one with a probability of about one in six, and
then count as one term. (With 64 bits it would be one in 300,000, and two bytes more a term, of which there are as many
as postings nearly.)

A part of many terms has, in place of `hashes` and `heads`, what takes as much room and is read without being unpacked:

| array | |
| --- | --- |
| prefixes | where the hashes begin whose upper 16 bits are 0, 1, 2, …, and the end |
| middles, lows | the next 16 bits of each hash, and the lowest 16, as bytes, little-endian |
"""

from __future__ import annotations

import hashlib
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.blockfile import Arrays

# Those of which a little is read here and there. Not `starts`: to unpack it takes as long in many blocks as in few, and
# the first questions need nearly all of it.
FINE = ("middles", "lows")
_STEP = 64
# With fewer terms, `prefixes` takes more room than it saves.
_MANY_TERMS = 1 << 19
_PREFIXES = 1 << 16
_HASH_BYTES = 6

Hashes = NDArray[np.uint64]


def hash_of(terms: Iterable[str]) -> Hashes:
    """The hash of each term, (n,)."""
    texts = (term.encode("utf-8", "surrogatepass") for term in terms)
    digests = (hashlib.blake2b(text, digest_size=_HASH_BYTES).digest() for text in texts)
    return np.frombuffer(b"".join(digest.ljust(8, b"\x00") for digest in digests), "<u8")


def hash_arrays(hashes: Hashes) -> dict[str, NDArray[Any]]:
    """The arrays that hold these ascending hashes."""
    if len(hashes) < _MANY_TERMS:
        return {"hashes": hashes, "heads": hashes[::_STEP]}
    ends = np.bincount((hashes >> np.uint64(32)).astype(np.int64), minlength=_PREFIXES).cumsum()
    return {
        "prefixes": np.concatenate((np.zeros(1, np.int64), ends)).astype(np.uint32),
        "middles": (hashes >> np.uint64(16)).astype("<u2").view(np.uint8),
        "lows": hashes.astype("<u2").view(np.uint8),
    }


def hashes_in(arrays: Arrays) -> Hashes:
    """The hashes of all terms, ascending."""
    if "hashes" in arrays:
        return arrays.whole("hashes")
    hashes = np.repeat(np.arange(_PREFIXES, dtype=np.uint64), np.diff(arrays.whole("prefixes"))) << np.uint64(16)
    hashes |= arrays.whole("middles").view("<u2")
    hashes <<= np.uint64(16)
    hashes |= arrays.whole("lows").view("<u2")
    return hashes


class Dictionary:
    """The terms of a part. Raises BrokenCache from its methods where its file is damaged.

    A question asks for a few terms of each part: with so few, arrays take several times what numbers of Python's take.
    """

    def __init__(self, arrays: Arrays) -> None:
        self._arrays = arrays
        self._numbers: _Whole | _Split = _Whole(arrays) if "hashes" in arrays else _Split(arrays)
        self._starts = arrays.memory("starts").data

    def find(self, term_hashes: Sequence[int]) -> list[tuple[int, int, int] | None]:
        """Of the terms with these hashes: where the postings begin and end, and the repeats; None if it isn't held."""
        starts, numbers = self._starts, self._numbers.of(term_hashes)
        self._arrays.need_at("starts", [place for number in numbers if number >= 0 for place in (number, number + 1)])
        return [
            (starts[number], starts[number + 1], self._repeats_of(number)) if number >= 0 else None
            for number in numbers
        ]

    def _repeats_of(self, number: int) -> int:
        repeated, repeats = self._repeated
        place = bisect_left(repeated, number)
        return repeats[place] if place < len(repeated) and repeated[place] == number else 0

    @cached_property
    def _repeated(self) -> tuple[memoryview[int], memoryview[int]]:
        return self._arrays.whole("repeated").data, self._arrays.whole("repeats").data


class _Whole:
    """The numbers of terms by their hashes, each whole."""

    def __init__(self, arrays: Arrays) -> None:
        self._arrays = arrays
        self._heads, self._hashes = arrays.whole("heads").data, arrays.memory("hashes").data

    def of(self, term_hashes: Sequence[int]) -> list[int]:
        """The number of each term, -1 if it isn't held."""
        hashes, count = self._hashes, len(self._hashes)
        if not count:
            return [-1] * len(term_hashes)
        # What is less than all of them isn't found among the first ones either.
        firsts = [max(bisect_right(self._heads, each) - 1, 0) * _STEP for each in term_hashes]
        self._arrays.need_at("hashes", firsts)
        numbers = [
            bisect_left(hashes, each, first, min(first + _STEP, count))
            for each, first in zip(term_hashes, firsts, strict=True)
        ]
        return [
            number if number < count and hashes[number] == each else -1
            for each, number in zip(term_hashes, numbers, strict=True)
        ]


class _Split:
    """The numbers of terms by their hashes in three pieces."""

    def __init__(self, arrays: Arrays) -> None:
        self._arrays = arrays
        self._prefixes = arrays.whole("prefixes").data
        self._middles, self._lows = (arrays.memory(name).data.cast("H") for name in FINE)

    def of(self, term_hashes: Sequence[int]) -> list[int]:
        """The number of each term, -1 if it isn't held."""
        return [self._number(each >> 32, each >> 16 & 0xFFFF, each & 0xFFFF) for each in term_hashes]

    def _number(self, prefix: int, middle: int, low: int) -> int:
        first, last = self._prefixes[prefix], self._prefixes[prefix + 1]
        self._arrays.some("middles", 2 * first, 2 * last)
        number = bisect_left(self._middles, middle, first, last)
        # Those that have the middle in common too.
        while number < last and self._middles[number] == middle:
            self._arrays.need_at("lows", (2 * number,))
            if self._lows[number] == low:
                return number
            number += 1
        return -1
