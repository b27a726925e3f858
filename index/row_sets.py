"""Which rows hold a term and how often, in one to nine bits for each where many do: quick to unpack by itself.

A set of n rows is kept as Elias and Fano did (Vigna, Quasi-succinct indices, 2013): first the high parts of the rows'
numbers, in unary: for each value of it as many bits set as there are rows, then one that isn't; then the low bits of
each, 8 or, where that is shorter, 4. Where a bit for each row there is takes still less, it is that: a bitmap. How many
rows there are and n tell which. So are those kept that hold the term, and then those that hold it more than once, whose
number stands before all, in four bytes; at the end, how often each of these does, a byte each.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.grouped_rows import Rows

Bytes = NDArray[np.uint8]
# Rows in half of the room, which is half of the time.
ShortRows = NDArray[np.uint32]


def packed(rows: Rows, counts: NDArray[np.int64], size: int) -> Bytes:
    """The bytes that hold these ascending rows, of `size` in all, and their counts, 1 to 255."""
    more = counts > 1
    head = np.array([np.count_nonzero(more)], "<u4").view(np.uint8)
    return np.concatenate((head, *_set_of(rows, size), *_set_of(rows[more], size), counts[more].astype(np.uint8)))


def unpacked(data: Bytes, count: int, size: int) -> tuple[ShortRows, ShortRows, Bytes]:
    """The `count` rows in such bytes, those of them with a count above 1, and that of each of these."""
    more, spare = loops().repeated_in(data, 0), loops().SPARE
    rows, repeated = np.empty(count + spare, np.uint32), np.empty(more + spare, np.uint32)
    counts = np.empty(more, np.uint8)
    loops().unpack(data, count, size, rows, repeated, counts)
    return rows[:count], repeated[:more], counts


@cache
def loops() -> Any:
    """What goes through such bytes (index/row_loops.py). Numba takes a while to import."""
    from index import row_loops

    return row_loops


def _set_of(rows: Rows, size: int) -> tuple[Bytes, Bytes]:
    """The high parts of a set and the low ones. One without rows takes no room."""
    if not len(rows):
        return np.empty(0, np.uint8), np.empty(0, np.uint8)
    low_bits = loops().low_bits(len(rows), size)
    bits = np.zeros(8 * loops().high_bytes(len(rows), size), np.uint8)
    bits[(rows >> low_bits) + np.arange(len(rows)) if low_bits else rows] = 1
    if not low_bits:
        return np.packbits(bits), np.empty(0, np.uint8)
    low = rows.astype(np.uint8)
    if low_bits == 8:
        return np.packbits(bits), low
    halves = np.zeros(len(low) + len(low) % 2, np.uint8)
    halves[: len(low)] = low & 15
    return np.packbits(bits), halves[::2] | halves[1::2] * np.uint8(16)
