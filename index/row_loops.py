"""Loops over the sets of rows that index/row_sets.py describes, compiled by Numba: to be imported when first needed.

The bytes are trusted to be what `row_sets.packed` made: whoever reads them from a file has compared their checksum.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from index.compiled_loops import (
    BYTES,
    INT,
    NEW_PLACES,
    NEW_ROWS,
    NOTHING,
    ROWS,
    Bytes,
    Counts,
    Places,
    ShortRows,
    array,
    compiled,
    ones_in,
    put_eight,
    types,
    zeros_below,
)

# How many bits of a byte are set, and where, from the highest on; behind them anything.
_SET = np.array([byte.bit_count() for byte in range(256)], np.uint8)
_WHERE = np.array([([bit for bit in range(8) if byte & 128 >> bit] + [0] * 8)[:8] for byte in range(256)], np.uint8)
_WHERE_0 = _WHERE[::-1].copy()
# So many bytes stand before a term's sets.
HEAD = 4
# `unpack` writes so many more rows than there are.
SPARE = 8
_IN_EACH_BYTE = np.uint64(0x0101010101010101)


@compiled(INT(INT, INT))
def low_bits(count: int, size: int) -> int:
    """With how many low bits a set is shortest; with none it is a bitmap."""
    bits, length = 0, size
    for more in (4, 8):
        longer = count + (size >> more) + 1 + count * more
        if longer < length:
            bits, length = more, longer
    return bits


@compiled(INT(INT, INT))
def high_bytes(count: int, size: int) -> int:
    """How many bytes the high parts of a set take."""
    bits = low_bits(count, size)
    return (size if bits == 0 else count + (size >> bits) + 1) + 7 >> 3


@compiled(INT(BYTES, INT, INT, INT, NEW_ROWS))
def unpack_set(data: Bytes, begin: int, count: int, size: int, rows: ShortRows) -> int:
    """Puts the rows of a set that begins there in `rows`, (count + SPARE,), and returns where it ends."""
    if count == 0:
        return begin
    bits, high, found = low_bits(count, size), high_bytes(count, size), 0
    for place, byte in enumerate(data[begin : begin + high]):
        # All eight without asking which: a wrong guess of the processor's takes longer.
        put_eight(rows, found, np.uint32(place << 3), _WHERE, byte)
        found += _SET[byte]
    low = begin + high
    if bits == 8:
        # A slice, whose places can't be below 0, is gone through in a fifth of the time.
        for each, own in enumerate(data[low : low + count]):
            rows[each] = (rows[each] - np.uint32(each)) << np.uint32(8) | np.uint32(own)
    elif bits == 4:
        for pair, halves in enumerate(data[low : low + (count + 1 >> 1)]):
            even, odd = np.uint64(2 * pair), np.uint64(2 * pair + 1)
            rows[even] = (rows[even] - np.uint32(even)) << np.uint32(4) | np.uint32(halves & 15)
            rows[odd] = (rows[odd] - np.uint32(odd)) << np.uint32(4) | np.uint32(halves >> 4)
    return low + (count * bits + 7 >> 3)


@compiled(INT(BYTES, INT))
def repeated_in(data: Bytes, begin: int) -> int:
    """How many rows have a count above 1 in the bytes from there on."""
    number = 0
    for each in range(HEAD):
        number |= int(data[begin + each]) << 8 * each
    return number


@compiled(NOTHING(BYTES, INT, INT, NEW_ROWS, NEW_ROWS, array(types.uint8, readonly=False)))
def unpack(data: Bytes, count: int, size: int, rows: ShortRows, repeated: ShortRows, counts: Bytes) -> None:
    """Puts in place the rows, (count + SPARE,), those with a count above 1, (n + SPARE,), and these counts, (n,)."""
    more = repeated_in(data, 0)
    end = unpack_set(data, unpack_set(data, HEAD, count, size, rows), more, size, repeated)
    for each in range(more):
        counts[each] = data[end + each]


@compiled(INT(types.uint64, types.uint64))
def _zero_in(word: Any, nth: Any) -> int:
    """Which of the bits of eight bytes is the nth, from the first on, that isn't set.

    Without a branch, by sums of all bytes at once (Vigna, Broadword implementation of rank/select queries, 2008).
    """
    left = ~word
    left -= left >> np.uint64(1) & np.uint64(0x5555555555555555)
    left = (left & np.uint64(0x3333333333333333)) + (left >> np.uint64(2) & np.uint64(0x3333333333333333))
    left = left + (left >> np.uint64(4)) & np.uint64(0x0F0F0F0F0F0F0F0F)
    # How many of each byte and those before, and in its highest bit whether these are enough.
    left *= _IN_EACH_BYTE
    enough = (left | np.uint64(128) * _IN_EACH_BYTE) - nth * _IN_EACH_BYTE & np.uint64(128) * _IN_EACH_BYTE
    bits = zeros_below(enough) & np.uint64(56)
    before = left << np.uint64(8) >> bits & np.uint64(255)
    where: int = np.int64(bits) + _WHERE_0[word >> bits & np.uint64(255), (nth - before - np.uint64(1)) & np.uint64(7)]
    return where


@compiled(NOTHING(array(types.uint64), INT, ROWS, NEW_PLACES))
def _starts(words: Any, bits: int, rows: ShortRows, places: Places) -> None:
    """Puts in `places` at which bit of a set's high parts those begin that are each ascending row's.

    Leaves out those whose place is below 0 already.
    """
    word, zeros = 0, np.int64(0)
    for number in range(len(rows)):
        if places[number] < 0:
            continue
        high = np.int64(rows[number] >> np.uint32(bits))
        more = np.int64(0)
        while word < len(words):
            more = 64 - np.int64(ones_in(words[word]))
            if zeros + more >= high:
                break
            zeros += more
            word += 1
        if word == len(words):
            places[number] = -1
        elif high == 0:
            places[number] = 0
        else:
            # Its own ones stand behind as many zeros as its high part says.
            places[number] = 64 * word + _zero_in(words[word], np.uint64(high - zeros)) + 1


@compiled(NOTHING(BYTES, ROWS, NEW_PLACES))
def _find_bits(bitmap: Bytes, rows: ShortRows, places: Places) -> None:
    """`_find` in a bitmap."""
    words, word, ones = bitmap[: len(bitmap) & -8].view(np.uint64), 0, np.int64(0)
    for number in range(len(rows)):
        row = np.int64(rows[number])
        byte = bitmap[row >> 3]
        if places[number] < 0:
            continue
        if not byte & 128 >> (row & 7):
            places[number] = -1
            continue
        while word < row >> 6:
            ones += np.int64(ones_in(words[word]))
            word += 1
        before = np.int64(_SET[byte >> np.uint8(8 - (row & 7))]) if row & 7 else 0
        for each in bitmap[8 * word : row >> 3]:
            before += _SET[each]
        places[number] = ones + before


@compiled(INT(BYTES, INT, INT, INT, ROWS, NEW_PLACES))
def _find(data: Bytes, begin: int, count: int, size: int, rows: ShortRows, places: Places) -> int:
    """Puts in `places` which of a set's rows each of these ascending ones is, -1 where it is none; returns its end.

    Leaves out those whose place is below 0 already.
    """
    bits, length = low_bits(count, size), high_bytes(count, size)
    low = begin + length
    if count == 0:
        places[:] = -1
    elif bits == 0:
        _find_bits(data[begin:low], rows, places)
    else:
        whole = length + 7 & -8
        if begin + whole <= len(data):
            _starts(data[begin : begin + whole].view(np.uint64), bits, rows, places)
        else:
            padded = np.zeros(whole, np.uint8)
            padded[:length] = data[begin:low]
            _starts(padded.view(np.uint64), bits, rows, places)
        highs, lows = data[begin:low], data[low:]
        for number in range(len(rows)):
            at = places[number]
            if at < 0:
                continue
            places[number] = -1
            row = np.int64(rows[number])
            high, part = row >> bits, row & (1 << bits) - 1
            while at >> 3 < length and highs[at >> 3] & 128 >> (at & 7):
                each = at - high
                own = np.int64(lows[each] if bits == 8 else lows[each >> 1] >> np.uint8(4 * (each & 1)) & np.uint8(15))
                if own >= part:
                    if own == part:
                        places[number] = each
                    break
                at += 1
    return low + (count * bits + 7 >> 3) if count else begin


@compiled(NOTHING(BYTES, INT, INT, INT, ROWS, NEW_PLACES, NEW_ROWS))
def counts_of(data: Bytes, begin: int, count: int, size: int, rows: ShortRows, places: Places, counts: Counts) -> None:
    """Puts in `counts` how often each of the rows holds a term; `places` is room to reckon in, as long."""
    places[:] = 0
    end = _find(data, begin + HEAD, count, size, rows, places)
    for number in range(len(rows)):
        counts[number] = places[number] >= 0
    end = _find(data, end, repeated_in(data, begin), size, rows, places)
    for number in range(len(rows)):
        if places[number] >= 0:
            counts[number] = data[end + places[number]]
