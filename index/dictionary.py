"""Which terms a part of a lexical index holds, and where the postings of each begin.

| array | |
| --- | --- |
| hashes | of each term, ascending: the first 64 bits of its BLAKE2b, little-endian |
| heads | every 64th of them |
| starts | where each term's postings begin (index/posting_lists.py), and the end |
| repeated, repeats | the terms that some row holds more than once, and how often all rows more than once each |

Terms are told apart by their hashes alone: among ten million, two share one with a probability below one in 300,000.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from index.blockfile import Arrays

STEP = 64

Hashes = NDArray[np.uint64]


def hash_of(terms: Iterable[str]) -> Hashes:
    """The hash of each term, (n,)."""
    digests = (hashlib.blake2b(term.encode("utf-8", "surrogatepass"), digest_size=8).digest() for term in terms)
    return np.frombuffer(b"".join(digests), "<u8")


class Dictionary:
    """The terms of a part. Raises BrokenCache from its methods where its file is damaged.

    A question asks for a few terms of each part: with so few, arrays take several times what numbers of Python's take.
    """

    def __init__(self, arrays: Arrays) -> None:
        self._arrays = arrays
        self._heads = _whole(arrays, "heads")
        self._hashes, self._starts = arrays.memory("hashes"), arrays.memory("starts")

    def find(self, term_hashes: Sequence[int]) -> list[tuple[int, int, int] | None]:
        """Of the terms with these hashes: where the postings begin and end, and the repeats; None if it isn't held."""
        hashes, starts, count = self._hashes, self._starts, len(self._hashes)
        if not count:
            return [None] * len(term_hashes)
        # What is less than all of them isn't found among the first ones either.
        firsts = [max(bisect_right(self._heads, each) - 1, 0) * STEP for each in term_hashes]
        self._arrays.need_at("hashes", firsts)
        numbers = [
            bisect_left(hashes, each, first, min(first + STEP, count))
            for each, first in zip(term_hashes, firsts, strict=True)
        ]
        numbers = [
            number if number < count and hashes[number] == each else -1
            for each, number in zip(term_hashes, numbers, strict=True)
        ]
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
        return _whole(self._arrays, "repeated"), _whole(self._arrays, "repeats")


def _whole(arrays: Arrays, name: str) -> memoryview[int]:
    arrays.whole(name)
    return arrays.memory(name)
