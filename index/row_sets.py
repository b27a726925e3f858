"""Which rows hold a term and how often, in one to nine bits for each where many do: quick to unpack by itself.

A set of n rows is kept as Elias and Fano did (Vigna, Quasi-succinct indices, 2013): first the high parts of the rows'
numbers, in unary: for each value of it as many bits set as there are rows, then one that isn't; then the low bits of
each, 8 or, where that is shorter, 4. Where a bit for each row there is takes still less, it is that: a bitmap. How many
rows there are and n tell which. So are those kept that hold the term, and then those that hold it more than once, whose
number stands before all, in four bytes; at the end, how often each of these does, a byte each.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from index.grouped_rows import Rows

Bytes = NDArray[np.uint8]
# Rows in half of the room, which is half of the time.
ShortRows = NDArray[np.uint32]

# How many low bits a set may have; with none it is a bitmap.
_LOW_BITS = (0, 4, 8)
_HEAD = 4


def packed(rows: Rows, counts: NDArray[np.int64], size: int) -> Bytes:
    """The bytes that hold these ascending rows, of `size` in all, and their counts, 1 to 255."""
    more = counts > 1
    head = np.array([np.count_nonzero(more)], "<u4").view(np.uint8)
    return np.concatenate((head, *_set_of(rows, size), *_set_of(rows[more], size), counts[more].astype(np.uint8)))


def unpacked(data: Bytes, count: int, size: int) -> tuple[ShortRows, ShortRows, Bytes]:
    """The `count` rows in such bytes, those of them with a count above 1, and that of each of these."""
    rows, begin = _rows_in(data, _HEAD, count, size)
    return rows, *_repeated(data, begin, size)


def by_row(data: Bytes, count: int, size: int) -> Bytes:
    """The count of each row, (size,), 0 of those that aren't in such bytes."""
    if count and not _low_bits(count, size):
        counts, begin = np.unpackbits(data[_HEAD:], count=size), _HEAD + _bytes_for(size)
    else:
        rows, begin = _rows_in(data, _HEAD, count, size)
        counts = np.zeros(size, np.uint8)
        counts[rows] = 1
    rows, more = _repeated(data, begin, size)
    counts[rows] = more
    return counts


def _repeated(data: Bytes, begin: int, size: int) -> tuple[ShortRows, Bytes]:
    """The rows with a count above 1, which begin there, and that of each."""
    rows, end = _rows_in(data, begin, int(data[:_HEAD].view("<u4")[0]), size)
    return rows, data[end:]


def _set_of(rows: Rows, size: int) -> tuple[Bytes, Bytes]:
    """The high parts of a set and the low ones."""
    low_bits = _low_bits(len(rows), size)
    bits = np.zeros(_high_bits(len(rows), size, low_bits), np.uint8)
    bits[(rows >> low_bits) + np.arange(len(rows)) if low_bits else rows] = 1
    if not low_bits:
        return np.packbits(bits), np.empty(0, np.uint8)
    low = rows.astype(np.uint8)
    if low_bits == 8:
        return np.packbits(bits), low
    halves = np.zeros(len(low) + len(low) % 2, np.uint8)
    halves[: len(low)] = low & 15
    return np.packbits(bits), halves[::2] | halves[1::2] * np.uint8(16)


def _rows_in(data: Bytes, begin: int, count: int, size: int) -> tuple[ShortRows, int]:
    """The rows of a set that begins there, and where it ends."""
    low_bits = _low_bits(count, size)
    bits = _high_bits(count, size, low_bits)
    # As truth values they are gone through in a tenth of the time.
    rows = np.flatnonzero(np.unpackbits(data[begin:], count=bits).view(bool)).astype(np.uint32)
    begin += _bytes_for(bits)
    if not low_bits:
        return rows, begin
    end = begin + _bytes_for(count * low_bits)
    low = data[begin:end]
    if low_bits == 4:
        halves = np.empty(2 * len(low), np.uint8)
        halves[::2], halves[1::2] = low & 15, low >> 4
        low = halves[:count]
    rows -= np.arange(count, dtype=np.uint32)
    rows <<= low_bits
    rows |= low
    return rows, end


def _low_bits(count: int, size: int) -> int:
    """With how many low bits a set is shortest."""
    return min(_LOW_BITS, key=lambda bits: _high_bits(count, size, bits) + count * bits)


def _high_bits(count: int, size: int, low_bits: int) -> int:
    """How many bits the high parts take."""
    if low_bits == 0:
        return size if count else 0
    return count + (size >> low_bits) + 1 if count else 0


def _bytes_for(bits: int) -> int:
    return -(-bits // 8)
