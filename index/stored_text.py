"""A document's text in UTF-8, as it is stored: a paragraph of it is made a string when it is asked for.

To make all of a text a string takes twice as long as reading it and comparing it with its checksum, and Vietnamese in a
string takes two bytes a letter. So the bytes are kept, and how many code points begin before every 64th of them.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import accumulate, pairwise

import numpy as np

# So many bytes have a bit each in a number of 8 bytes.
_STEP = 64
# The first byte that goes on with a code point is -128 as a signed number, the last one -65.
_BEGINNING = -64


class StoredText:
    """One text. Its offsets are code points."""

    __slots__ = ("_begun", "encoded")

    def __init__(self, encoded: bytes, begun: memoryview[int]) -> None:
        """`begun` says how many code points begin before each step, counted from anywhere, and before the end."""
        self.encoded = encoded
        self._begun = begun

    @classmethod
    def of(cls, texts: Sequence[bytes]) -> list[StoredText]:
        """Those of some texts. For each by itself numpy would take three times as long to begin as to count."""
        padded = b"".join([part for text in texts for part in (text, bytes(-len(text) % _STEP))])
        bits = np.packbits(np.frombuffer(padded, np.int8) >= _BEGINNING)
        begun = np.zeros(len(padded) // _STEP + 1, np.int32)
        begun[1:] = np.bitwise_count(bits.view(np.uint64))
        # In place: where each number has to be cast, it takes three times as long.
        counts = np.add.accumulate(begun, out=begun).data
        steps = accumulate([-(-len(text) // _STEP) for text in texts], initial=0)
        return [cls(text, counts[first : last + 1]) for text, (first, last) in zip(texts, pairwise(steps), strict=True)]

    def part(self, start: int, end: int) -> str:
        """The text from `start` on, to before `end`; what lies beyond the text isn't there."""
        before = self._begun[0]
        first = bisect_right(self._begun, before + start) - 1
        last = bisect_left(self._begun, before + end, first)
        # What is cut in two at the edges is none of the part; a code point goes on for 3 bytes at most.
        around, begun = self.encoded[first * _STEP : last * _STEP + 3], self._begun[first] - before
        return around.decode(errors="ignore")[start - begun : end - begun]

    def whole(self) -> str:
        """All of it."""
        return self.encoded.decode()
