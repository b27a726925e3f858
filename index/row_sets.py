"""Which rows hold a term and how often, in a few bits for each where many do: quick to unpack by itself.

Ascending numbers are kept as Elias and Fano did (Vigna, Quasi-succinct indices, 2013): first their high parts, in
unary: for each value of it as many bits set as there are numbers, then one that isn't; then the low bits of each, as
many, an even number, as make it shortest. Where a bit for each row there is takes still less, the rows are that: a
bitmap. How many numbers there are, and below what they are, tell which.

So are those rows kept that hold the term, and then, counted among these, those that hold it again, each once for every
time after the first: a bag, in which a number may stand several times. How many stand in it, four bytes before all say.
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
    again = np.repeat(np.arange(len(rows)), counts - 1)
    head = np.array([len(again)], "<u4").view(np.uint8)
    return np.concatenate((head, *_numbers(rows, size, is_bag=False), *_numbers(again, len(rows), is_bag=True)))


def unpacked(data: Bytes, count: int, size: int) -> tuple[ShortRows, ShortRows, Bytes]:
    """The `count` rows in such bytes, those of them with a count above 1, and that of each of these."""
    more, spare = loops().again_in(data, 0), loops().SPARE
    rows, again = np.empty(count + spare, np.uint32), np.empty(more + spare, np.uint32)
    end = loops().unpack(data, loops().HEAD, count, size, False, rows)
    loops().unpack(data, end, more, count, True, again)
    repeated, times = np.unique(again[:more], return_counts=True)
    return rows[:count], rows[repeated], (times + 1).astype(np.uint8)


@cache
def loops() -> Any:
    """What goes through such bytes (index/row_loops.py). Numba takes a while to import."""
    from index import row_loops

    return row_loops


def _numbers(numbers: Rows, size: int, *, is_bag: bool) -> tuple[Bytes, Bytes]:
    """The high parts of ascending numbers below `size`, and the low ones. None at all take no room."""
    nothing = np.empty(0, np.uint8)
    if not len(numbers):
        return nothing, nothing
    low_bits = loops().low_bits(len(numbers), size, is_bag)
    high = np.zeros(8 * loops().high_bytes(len(numbers), size, low_bits), np.uint8)
    if low_bits == loops().BITMAP:
        high[numbers] = 1
        return np.packbits(high), nothing
    high[(numbers >> low_bits) + np.arange(len(numbers))] = 1
    low = numbers[:, np.newaxis] >> np.arange(low_bits) & 1
    return np.packbits(high), np.packbits(low.astype(np.uint8), bitorder="little")
