"""The ranges of a paragraph's sentences as the library's file keeps them: how far each edge lies behind the one before.

The edges are where the first sentence begins and ends, then the next one, and so on; the first lies behind the
paragraph's beginning. Each takes 1, 2 or 4 bytes, little-endian, as the farthest needs; how many, the first byte of all
says. Most sentences are shorter than 256 letters, and take 2 bytes in place of the 8 that two int32 would.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from itertools import accumulate, chain, pairwise, starmap

import numpy as np
from numpy.typing import NDArray

from index.models import Span

# By how many bytes they are, how `struct` names such numbers.
_KINDS = {1: "B", 2: "H", 4: "I"}
# What versions before 9 of the file have of each sentence: where it begins and ends, as int32.
_PAIR_BYTES = 8


def encoded(ranges: Sequence[Span]) -> bytes:
    """Ranges as they are stored. Raises struct.error where one begins before the end of the one before."""
    edges = [edge for span in ranges for edge in (span.start, span.end)]
    steps = [after - before for before, after in pairwise([0, *edges])]
    width = next(width for width in _KINDS if max(steps, default=0) >> 8 * width == 0)
    return struct.pack(f"<B{len(steps)}{_KINDS[width]}", width, *steps)


def spans_of(stored: bytes | None, pairs: bytes) -> tuple[Span, ...]:
    """The ranges that are stored; as pairs where there are none of this form."""
    edges = iter(_edges_of(stored, pairs))
    return tuple(starmap(Span, zip(edges, edges, strict=True)))


def ranges_of(rows: Sequence[tuple[bytes | None, bytes]]) -> list[NDArray[np.int32]]:
    """The same of several paragraphs, (n, 2) each."""
    edges = [_edges_of(stored, pairs) for stored, pairs in rows]
    # Made one array, and that cut: to make one of each would take several times as long.
    joined = np.fromiter(chain.from_iterable(edges), np.int32).reshape(-1, 2)
    cuts = accumulate([len(each) // 2 for each in edges], initial=0)
    return [joined[start:end] for start, end in pairwise(cuts)]


def _edges_of(stored: bytes | None, pairs: bytes) -> Sequence[int]:
    if stored is None:
        return struct.unpack(f"<{len(pairs) // _PAIR_BYTES * 2}i", pairs)
    width = stored[0]
    return list(accumulate(struct.unpack_from(f"<{(len(stored) - 1) // width}{_KINDS[width]}", stored, 1)))
