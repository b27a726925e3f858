"""Loops over the sets of rows that index/row_sets.py describes, compiled by Numba: to be imported when first needed.

In numpy each step takes a pass of its own over all rows, and a call for each term and part: five to ten times as long.
What Numba compiled it keeps beside this file, as Python keeps what it compiled; where that can't be written, in the
user's own folder for such things.

The bytes are trusted to be what `row_sets.packed` made: whoever reads them from a file has compared their checksum.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

import numba
import numpy as np
from numba import types
from numba.extending import intrinsic
from numpy.typing import NDArray

Bytes = NDArray[np.uint8]
Places = NDArray[np.int64]
ShortRows = NDArray[np.uint32]
Counts = NDArray[np.uint32]
Sums = NDArray[np.float32]
_Function = TypeVar("_Function", bound=Callable[..., Any])


def _array(kind: types.Type, *, readonly: bool = True) -> types.Array:
    return types.Array(kind, 1, "C", readonly=readonly)


_BYTES, _FLOATS, _INTS = _array(types.uint8), _array(types.float32), _array(types.int64)
_NEW_BYTES, _NEW_ROWS = _array(types.uint8, readonly=False), _array(types.uint32, readonly=False)
_SUMS, _PLACES = _array(types.float32, readonly=False), _array(types.int64, readonly=False)
_COUNTS_BY_TERM = types.Array(types.uint32, 2, "C")
_INT, _NOTHING = types.int64, types.void


def compiled(signature: object) -> Callable[[_Function], _Function]:
    """Compiles a function for such arguments, or takes what was compiled before."""

    def compile_it(function: _Function) -> _Function:
        try:
            of_numba: Any = numba.njit(signature, cache=True, nogil=True, error_model="numpy")(function)
        except (RuntimeError, EOFError):
            # There is nowhere to keep it, or what was kept was cut short.
            of_numba = numba.njit(signature, nogil=True, error_model="numpy")(function)
        return cast(_Function, of_numba)

    return compile_it


# How many bits of a byte are set, and where, from the highest on; behind them anything.
_SET = np.array([byte.bit_count() for byte in range(256)], np.uint8)
_WHERE = np.array([([bit for bit in range(8) if byte & 128 >> bit] + [0] * 8)[:8] for byte in range(256)], np.uint8)
_WHERE_0 = _WHERE[::-1].copy()
# So many bytes stand before a term's sets.
_HEAD = 4
# `unpack` writes so many more rows than there are.
SPARE = 8


def _counting(_context: object, number: types.Type) -> Any:
    return number(number), lambda _, builder, __, values: builder.ctpop(*values)


# How many bits of a number are set.
_set_in: Any = intrinsic(_counting)


@compiled(_INT(_INT, _INT))
def low_bits(count: int, size: int) -> int:
    """With how many low bits a set is shortest; with none it is a bitmap."""
    bits, length = 0, size
    for more in (4, 8):
        longer = count + (size >> more) + 1 + count * more
        if longer < length:
            bits, length = more, longer
    return bits


@compiled(_INT(_INT, _INT))
def high_bytes(count: int, size: int) -> int:
    """How many bytes the high parts of a set take."""
    bits = low_bits(count, size)
    return (size if bits == 0 else count + (size >> bits) + 1) + 7 >> 3


@compiled(_INT(_BYTES, _INT, _INT, _INT, _NEW_ROWS))
def _unpack_set(data: Bytes, begin: int, count: int, size: int, rows: ShortRows) -> int:
    """Puts the rows of a set that begins there in `rows`, (count + SPARE,), and returns where it ends."""
    if count == 0:
        return begin
    bits, high, found = low_bits(count, size), high_bytes(count, size), 0
    for place, byte in enumerate(data[begin : begin + high]):
        first = np.uint32(place << 3)
        # All eight without asking which: a wrong guess of the processor's takes longer.
        for each in range(8):
            rows[found + each] = first + _WHERE[byte, each]
        found += _SET[byte]
    low = begin + high
    if bits == 8:
        for each in range(count):
            rows[each] = (rows[each] - np.uint32(each)) << np.uint32(8) | np.uint32(data[low + each])
    elif bits == 4:
        for pair in range(count + 1 >> 1):
            halves, each = data[low + pair], 2 * pair
            rows[each] = (rows[each] - np.uint32(each)) << np.uint32(4) | np.uint32(halves & 15)
            each += 1
            rows[each] = (rows[each] - np.uint32(each)) << np.uint32(4) | np.uint32(halves >> 4)
    return low + (count * bits + 7 >> 3)


@compiled(_INT(_BYTES, _INT))
def repeated_in(data: Bytes, begin: int) -> int:
    """How many rows have a count above 1 in the bytes from there on."""
    number = 0
    for each in range(_HEAD):
        number |= int(data[begin + each]) << 8 * each
    return number


@compiled(_NOTHING(_BYTES, _INT, _INT, _NEW_ROWS, _NEW_ROWS, _NEW_BYTES))
def unpack(data: Bytes, count: int, size: int, rows: ShortRows, repeated: ShortRows, counts: Bytes) -> None:
    """Puts in place the rows, (count + SPARE,), those with a count above 1, (n + SPARE,), and these counts, (n,)."""
    more = repeated_in(data, 0)
    end = _unpack_set(data, _unpack_set(data, _HEAD, count, size, rows), more, size, repeated)
    counts[:] = data[end : end + more]


@compiled(_NOTHING(_BYTES, _INTS, _INTS, _FLOATS, _FLOATS, _SUMS))
def add(data: Bytes, begins: Places, counts: Places, weights: Sums, norms: Sums, sums: Sums) -> None:
    """Adds weight * tf / (tf + norm) to the sum of each row, (size,), for each of n terms.

    Where each begins in `data`, how many rows hold it and what it weighs are (n,); `norms`, above 0, are of each row.
    """
    size, one = len(norms), np.float32(1)
    for term in range(len(begins)):
        count, weight, begin = counts[term], weights[term], begins[term]
        more = repeated_in(data, begin)
        rows, repeated = np.empty(count + SPARE, np.uint32), np.empty(more + SPARE, np.uint32)
        end = _unpack_set(data, begin + _HEAD, count, size, rows)
        end = _unpack_set(data, end, more, size, repeated)
        for row in rows[:count]:
            sums[row] += weight * (one / (one + norms[row]))
        for each in range(more):
            row, tf = repeated[each], np.float32(data[end + each])
            sums[row] += weight * (tf / (tf + norms[row]) - one / (one + norms[row]))


@compiled(_INT(_BYTES, _INT, _INT, _INT, _INTS, _PLACES, types.boolean))
def _find(data: Bytes, begin: int, count: int, size: int, rows: Places, places: Places, ranked: bool) -> int:
    """Puts in `places` which of a set's rows each of these ascending ones is, -1 where it is none; returns its end.

    Leaves out those whose place is below 0 already. Unless they are to be `ranked`, any number from 0 on says that a
    row is one. The high parts are gone through eight bytes at a time up to where a row's would be.
    """
    if count == 0:
        places[:] = -1
        return begin
    bits = low_bits(count, size)
    low = begin + high_bytes(count, size)
    # Eight bytes at a time.
    words = data[begin : begin + (low - begin & -8)].view(np.uint64)
    word, ones, zeros = 0, 0, 0
    for number in range(len(rows)):
        if places[number] < 0:
            continue
        places[number] = -1
        row = rows[number]
        high = row >> bits
        if bits == 0:
            # A bitmap: the row's own bit tells.
            place = begin + (high >> 3)
            if data[place] & 128 >> (high & 7):
                before = int(_SET[np.uint8(data[place] >> np.uint8(8 - (high & 7)))])
                if ranked:
                    for each in words[word : high >> 6]:
                        ones += int(_set_in(each))
                    word = high >> 6
                    for byte in data[begin + 8 * word : place]:
                        before += _SET[byte]
                places[number] = ones + before
            continue
        for each in words[word:]:
            more = 64 - int(_set_in(each))
            if zeros + more >= high:
                break
            zeros += more
            word += 1
        place, before = begin + 8 * word, zeros
        while before + 8 - _SET[data[place]] < high:
            before += 8 - _SET[data[place]]
            place += 1
        # Its own ones stand behind as many zeros as its high part says.
        at = (place - begin << 3) + _WHERE_0[data[place], high - before - 1] + 1 if high else 0
        part = row & (1 << bits) - 1
        while data[begin + (at >> 3)] & 128 >> (at & 7):
            own = data[low + (at - high if bits == 8 else at - high >> 1)]
            if bits == 4:
                own = own >> 4 if at - high & 1 else own & 15
            if own >= part:
                if own == part:
                    places[number] = at - high
                break
            at += 1
    return low + (count * bits + 7 >> 3)


@compiled(_NOTHING(_BYTES, _INT, _INT, _INT, _INTS, _PLACES, _NEW_ROWS))
def _counts_of(data: Bytes, begin: int, count: int, size: int, rows: Places, places: Places, counts: Counts) -> None:
    """Puts in `counts` how often each of the rows holds a term; `places` is room to reckon in, as long."""
    places[:] = 0
    end = _find(data, begin + _HEAD, count, size, rows, places, False)
    for number in range(len(rows)):
        counts[number] = places[number] >= 0
    end = _find(data, end, repeated_in(data, begin), size, rows, places, True)
    for number in range(len(rows)):
        if places[number] >= 0:
            counts[number] = data[end + places[number]]


@compiled(_NOTHING(_BYTES, _INTS, _INTS, _INT, _INTS, _COUNTS_BY_TERM))
def counts_at(data: Bytes, begins: Places, counts: Places, size: int, rows: Places, found: Counts) -> None:
    """Puts in `found`, (n, rows), how often each of these ascending rows holds each of n terms."""
    places = np.empty(len(rows), np.int64)
    for term in range(len(begins)):
        _counts_of(data, begins[term], counts[term], size, rows, places, found[term])


@compiled(_INT(_BYTES, _INTS, _INTS, _FLOATS, _FLOATS, _FLOATS, _PLACES, _SUMS))
def sift(
    data: Bytes,
    begins: Places,
    counts: Places,
    weights: Sums,
    floors: Sums,
    norms: Sums,
    rows: Places,
    sums: Sums,
) -> int:
    """Adds to the sums of some ascending rows what n terms give them, and leaves out those that get too little.

    After each term those are left out that have less than its floor, (n,). Returns how many are left: these come first
    in `rows` and `sums`. All else is as in `add`.
    """
    places, times, left = np.empty(len(rows), np.int64), np.empty(len(rows), np.uint32), len(rows)
    for term in range(len(begins)):
        among = rows[:left]
        _counts_of(data, begins[term], counts[term], len(norms), among, places[:left], times[:left])
        left = 0
        for number in range(len(among)):
            row, tf = rows[number], np.float32(times[number])
            total = sums[number] + weights[term] * (tf / (tf + norms[row]))
            if total >= floors[term]:
                rows[left], sums[left] = row, total
                left += 1
    return left
