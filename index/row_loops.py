"""Loops over the sets and bags that index/row_sets.py describes, compiled by Numba: to be imported when first needed.

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
    eight_at,
    ones_in,
    put_eight,
    types,
    zeros_below,
)

# How many bits of a byte are set, and where, from the highest on; behind them anything.
_SET = np.array([byte.bit_count() for byte in range(256)], np.uint8)
_WHERE = np.array([([bit for bit in range(8) if byte & 128 >> bit] + [0] * 8)[:8] for byte in range(256)], np.uint8)
_WHERE_0 = _WHERE[::-1].copy()
# So many bytes stand before a term's rows.
HEAD = 4
# `unpack` writes so many more numbers than there are.
SPARE = 8
# In place of a number of low bits.
BITMAP = -1
# Low parts of so many, each an even number of bits, begin and end with a byte, and of up to 16 bits they are one word.
_GROUP, _MOST_BITS = 4, 16
_BAG = types.boolean
_IN_EACH_BYTE = np.uint64(0x0101010101010101)


@compiled(INT(INT, INT, _BAG))
def low_bits(count: int, size: int, is_bag: bool) -> int:
    """With how many low bits a set or bag of numbers below `size` is shortest; BITMAP where a set is so as one."""
    bits, length = BITMAP, size
    for each in range(0, _MOST_BITS + 1, 2):
        other = count + (size >> each) + 1 + count * each
        if other < length or is_bag and each == 0:
            bits, length = each, other
    return bits


@compiled(INT(INT, INT, INT))
def high_bytes(count: int, size: int, bits: int) -> int:
    """How many bytes the high parts take above so many low bits, or the bitmap."""
    return (size if bits == BITMAP else count + (size >> bits) + 1) + 7 >> 3


@compiled(types.uint64(BYTES, INT))
def _word_at(data: Bytes, place: int) -> Any:
    """data[place : place + 8] as one number; what lies beyond the end is 0."""
    if place + 8 <= len(data):
        return eight_at(data, place)
    word = np.uint64(0)
    for each in range(place, len(data)):
        word |= np.uint64(data[each]) << np.uint64(8 * (each - place))
    return word


@compiled(INT(BYTES, INT, INT, INT, _BAG, NEW_ROWS))
def unpack(data: Bytes, begin: int, count: int, size: int, is_bag: bool, numbers: ShortRows) -> int:
    """Puts those of a set or bag that begins there in `numbers`, (count + SPARE,), and returns where it ends."""
    if count == 0:
        return begin
    bits, found = low_bits(count, size, is_bag), 0
    low = begin + high_bytes(count, size, bits)
    for place, byte in enumerate(data[begin:low]):
        # All eight without asking which: a wrong guess of the processor's takes longer.
        put_eight(numbers, found, np.uint32(place << 3), _WHERE, byte)
        found += _SET[byte]
    if bits == BITMAP:
        return low
    mask, shift = np.uint32((1 << bits) - 1), np.uint32(bits)
    for group in range((count + _GROUP - 1) // _GROUP):
        word, first = _word_at(data, low + group * _GROUP * bits // 8), _GROUP * group
        for each in range(_GROUP):
            # Unsigned: places that can't be below 0 are gone through in a fifth of the time.
            number, own = np.uint64(first + each), np.uint32(word >> np.uint64(each * bits)) & mask
            numbers[number] = (numbers[number] - np.uint32(number)) << shift | own
    return low + (count * bits + 7 >> 3)


@compiled(INT(BYTES, INT))
def again_in(data: Bytes, begin: int) -> int:
    """How many numbers stand in the bag behind the rows in the bytes from there on."""
    number = 0
    for each in range(HEAD):
        number |= int(data[begin + each]) << 8 * each
    return number


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
    """Puts in `places` at which bit of the high parts those begin that are each ascending number's.

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


@compiled(INT(BYTES, INT, INT, INT, _BAG, ROWS, NEW_PLACES, NEW_ROWS))
def _find(
    data: Bytes,
    begin: int,
    count: int,
    size: int,
    is_bag: bool,
    asked: ShortRows,
    places: Places,
    times: Counts,
) -> int:
    """Puts in `times` how often a set or bag has each of these ascending numbers, in `places` the place of its first.

    That is -1 where it has none. Leaves out those whose place is below 0 already. Returns the end.
    """
    times[:] = 0
    if count == 0:
        places[:] = -1
        return begin
    bits = low_bits(count, size, is_bag)
    length = high_bytes(count, size, bits)
    low = begin + length
    if bits == BITMAP:
        _find_bits(data[begin:low], asked, places)
        for number in range(len(asked)):
            times[number] = places[number] >= 0
        return low
    whole = length + 7 & -8
    if begin + whole <= len(data):
        _starts(data[begin : begin + whole].view(np.uint64), bits, asked, places)
    else:
        padded = np.zeros(whole, np.uint8)
        padded[:length] = data[begin:low]
        _starts(padded.view(np.uint64), bits, asked, places)
    highs, mask = data[begin:low], np.int64((1 << bits) - 1)
    for number in range(len(asked)):
        at = places[number]
        if at < 0:
            continue
        places[number] = -1
        high, part = np.int64(asked[number]) >> bits, np.int64(asked[number]) & mask
        while at >> 3 < length and highs[at >> 3] & 128 >> (at & 7):
            each = at - high
            own = np.int64(_word_at(data, low + (each * bits >> 3)) >> np.uint64(each * bits & 7)) & mask
            if own > part:
                break
            if own == part:
                if not times[number]:
                    places[number] = each
                times[number] += 1
            at += 1
    return low + (count * bits + 7 >> 3)


@compiled(NOTHING(BYTES, INT, INT, INT, ROWS, NEW_PLACES, NEW_ROWS))
def counts_of(data: Bytes, begin: int, count: int, size: int, rows: ShortRows, places: Places, counts: Counts) -> None:
    """Puts in `counts` how often each of the rows holds a term; `places` is room to reckon in, as long."""
    places[:] = 0
    end = _find(data, begin + HEAD, count, size, False, rows, places, counts)
    again = again_in(data, begin)
    if again:
        times = np.empty(len(rows), np.uint32)
        _find(data, end, again, count, True, places.astype(np.uint32), places, times)
        for number in range(len(rows)):
            counts[number] += times[number]
