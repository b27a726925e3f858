"""A document's text in UTF-8, as it is stored: a paragraph of it is made a string when it is asked for.

To make all of a text a string takes twice as long as reading it and comparing it with its checksum, and Vietnamese in a
string takes two bytes a letter. So the bytes are kept, and how many code points begin before every 64th of them.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right

import numpy as np

# So many bytes have a bit each in a number of 8 bytes.
_STEP = 64
# The first byte that goes on with a code point is -128 as a signed number, the last one -65.
_BEGINNING = -64


class StoredText:
    """One text. Its offsets are code points."""

    __slots__ = ("_begun", "encoded")

    def __init__(self, encoded: bytes) -> None:
        self.encoded = encoded
        bits = np.packbits(np.frombuffer(encoded, np.int8) >= _BEGINNING)
        begun = np.zeros(len(encoded) // _STEP + 1, np.int32)
        begun[1:] = np.bitwise_count(bits[: 8 * (len(begun) - 1)].view(np.uint64))
        # In place: where each number has to be cast, it takes three times as long.
        self._begun: memoryview[int] = np.add.accumulate(begun, out=begun).data

    def part(self, start: int, end: int) -> str:
        """The text from `start` on, to before `end`; what lies beyond the text isn't there."""
        first = bisect_right(self._begun, start) - 1
        last = bisect_left(self._begun, end, first)
        # What is cut in two at the edges is none of the part; a code point goes on for 3 bytes at most.
        around, begun = self.encoded[first * _STEP : last * _STEP + 3], self._begun[first]
        return around.decode(errors="ignore")[start - begun : end - begun]

    def whole(self) -> str:
        """All of it."""
        return self.encoded.decode()
