"""A document's text in UTF-8, as it is stored: a paragraph of it is made a string when it is asked for.

To make all of a text a string takes twice as long as reading it and comparing it with its checksum, and Vietnamese in a
string takes two bytes a letter. So the bytes are kept, and where every 256th code point begins.
"""

from __future__ import annotations

from array import array

import numpy as np

_STEP = 256
# The first byte that goes on with a code point is -128 as a signed number, the last one -65.
_BEGINNING = -64


class StoredText:
    """One text. Its offsets are code points."""

    __slots__ = ("_begins", "encoded")

    def __init__(self, encoded: bytes) -> None:
        self.encoded = encoded
        begins = np.flatnonzero(np.frombuffer(encoded, np.int8) >= _BEGINNING)[::_STEP]
        # Single numbers of it are looked up in a third of the time that numpy takes.
        self._begins = array("i", begins.astype(np.intc).tobytes())

    def part(self, start: int, end: int) -> str:
        """The text from `start` on, to before `end`; what lies beyond the text isn't there."""
        first, last = start // _STEP, -(-end // _STEP)
        part = self.encoded[self._byte(first) : self._byte(last)].decode()
        return part[start - first * _STEP : end - first * _STEP]

    def whole(self) -> str:
        """All of it."""
        return self.encoded.decode()

    def _byte(self, step: int) -> int:
        """Where that many steps end, in bytes."""
        return self._begins[step] if step < len(self._begins) else len(self.encoded)
