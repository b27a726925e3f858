"""A part's search, from the first posting to the exact scores, compiled by Numba: to be imported when first needed.

In numpy each step takes a pass of its own over all rows, and there are some dozen calls. index/ranking.py says why what
is found is what scoring all rows finds.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.compiled_loops import INT, NEW_ROWS, NOTHING, ROWS, Bytes, Counts, Places, ShortRows, array, compiled, types
from index.posting_lists import INEXACTNESS, Lists
from index.posting_loops import (
    FLOATS,
    IN_LISTS,
    LISTS,
    NUMBER,
    ROWS_OF,
    SUMS,
    Sums,
    add,
    counts_in,
    sift,
)

_ABOVE_0 = float(np.finfo(np.float32).tiny)
# Of so many rows, whose bytes are one number, it is seen at a time whether one is above the floor.
_AT_ONCE = 8
# How many rows are likely to be left is told by so many neighbours, and so many times as far on the next.
_SAMPLE, _APART = 64, 48

_FLOAT, _FOUND = types.float32, types.Tuple((NEW_ROWS, SUMS))
_ORDER = array(types.int64)
_WEIGHTS, _LENGTHS, _NORM = array(types.float64), array(types.int32), types.UniTuple(types.float64, 3)
_SCORES = array(types.float64, readonly=False)

Floats = NDArray[np.float64]
Norm = tuple[float, float, float]


@compiled(_FLOAT(types.float64, types.float64))
def _floor(least: float, left: float) -> Any:
    """Whatever has less than this so far, and gets at most what is left, scores less than the least or 0."""
    return np.float32(max(least - left - INEXACTNESS * (1 + least + left), 0.0 if left else _ABOVE_0))


@compiled(types.float64(FLOATS, INT))
def _largest(values: Sums, k: int) -> float:
    """The k-th largest of all these, 0 if there are fewer or it is below."""
    # A heap of the best so far, the least of which stands first: each is followed by two that aren't less.
    best = np.zeros(k, np.float32)
    for value in values:
        if value > best[0]:
            place, next_one = 0, 1
            while next_one < k:
                if next_one + 1 < k and best[next_one + 1] < best[next_one]:
                    next_one += 1
                if best[next_one] >= value:
                    break
                best[place] = best[next_one]
                place, next_one = next_one, 2 * next_one + 1
            best[place] = value
    return float(best[0])


@compiled(_FOUND(SUMS, FLOATS, INT, INT, NEW_ROWS))
def _ahead(sums: Sums, singles: Sums, block: int, count: int, room: ShortRows) -> tuple[ShortRows, Sums]:
    """The best row of each block that has one with most, so many or some more, ascending, and their scores.

    The rows of a block stand apart, as the best ones often are neighbours.
    """
    size, scores, bits = len(sums), room.view(np.float32), room.view(np.int32)
    for row in range(size):
        scores[row] = sums[row] * singles[row]
    # Above 0, floats have the order of their bits as numbers, of which several are compared at a time.
    blocks = size // block + 1
    most = np.zeros(blocks, np.int32)
    for first in range(0, size, blocks):
        some = bits[first : min(first + blocks, size)]
        so_far = most[: len(some)]
        for each in range(len(some)):
            so_far[each] = max(so_far[each], some[each])
    least = max(_largest(most.view(np.float32), count), _ABOVE_0)
    ahead = np.flatnonzero(most.view(np.float32) >= least)
    rows, found = np.empty(len(ahead), np.uint32), 0
    for first in range(0, size, blocks):
        for number in ahead:
            place = first + number
            if place < size and bits[place] == most[number]:
                rows[found] = place
                found += 1
                # No row has this: of each block only the first row is wanted.
                most[number] = -1
    return rows, scores[rows]


@compiled(types.float64(SUMS, FLOATS, _FLOAT))
def _share_not_below(sums: Sums, singles: Sums, floor: Any) -> float:
    """About which share of the rows has so much: that of a sample."""
    found = seen = 0
    for first in range(0, len(sums), _SAMPLE * _APART):
        for row in range(first, min(first + _SAMPLE, len(sums))):
            found += sums[row] * singles[row] >= floor
            seen += 1
    return found / seen


@compiled(_FOUND(SUMS, FLOATS, _FLOAT, NEW_ROWS))
def _not_below(sums: Sums, singles: Sums, floor: Any, room: ShortRows) -> tuple[ShortRows, Sums]:
    """The rows that have so much, ascending, and their scores."""
    size, has = len(sums), room.view(np.uint8)
    for row in range(size):
        has[row] = sums[row] * singles[row] >= floor
    has[size : size + _AT_ONCE] = 0
    # Of this, memory is taken only as far as it is written.
    rows, found = np.empty(size + 1, np.uint32), 0
    for eight, any_has in enumerate(has[: size + _AT_ONCE - 1 & -_AT_ONCE].view(np.uint64)):
        if any_has:
            for row in range(eight * _AT_ONCE, (eight + 1) * _AT_ONCE):
                rows[found] = row
                found += has[row]
    rows = rows[:found]
    return rows, sums[rows] * singles[rows]


@compiled(NOTHING(LISTS, _WEIGHTS, _NORM, _LENGTHS, ROWS, _SCORES))
def _exact(
    lists: Lists, weights: Floats, norm: Norm, lengths: NDArray[np.int32], rows: ShortRows, scores: Floats
) -> None:
    """Puts in `scores` the BM25 of these ascending rows; `norm` is k1, b and the average length.

    Reckoned as `Ranked.scores` does without Numba, so that it is the same number.
    """
    k1, b, average = norm
    places, times = np.empty(len(rows), np.int64), np.empty(len(rows), np.uint32)
    scores[:] = 0
    for term, weight in enumerate(weights):
        counts_in(lists, term, len(lengths), rows, places, times)
        for number, row in enumerate(rows):
            if times[number]:
                tf, length = float(times[number]), float(lengths[row])
                scores[number] += tf / (tf + k1 * (1 - b + b * length / average)) * (k1 + 1) * weight


@compiled(
    types.Tuple((NEW_ROWS, _SCORES))(
        *IN_LISTS,
        _ORDER,
        _WEIGHTS,
        FLOATS,
        _NORM,
        _LENGTHS,
        FLOATS,
        array(types.boolean),
        types.float64,
        INT,
        INT,
        INT,
        types.float64,
        types.float64,
        SUMS,
        NEW_ROWS,
    )
)
def search(
    common: Bytes,
    postings: Counts,
    terms: Places,
    often: Places,
    order: Places,
    weights: Floats,
    most: Sums,
    norm: Norm,
    lengths: NDArray[np.int32],
    singles: Sums,
    forbidden: NDArray[np.bool_],
    least: float,
    k: int,
    tried: int,
    block: int,
    few: float,
    rows_for_one: float,
    sums: Sums,
    room: ShortRows,
) -> tuple[ShortRows, Floats]:
    """The rows, ascending, among which are those of the best k that score so much at least, and their BM25.

    `terms`, of which no row holds two, are in the question's order, and `order` has their places by how many rows hold
    them. `weights` are the question's; `most` tells of each common term of the part how much of its weight it gives a
    row at most. `forbidden` tells the rows that can't be found, or is empty. `sums` and `room` are room to reckon in,
    (rows,) and (rows + SPARE,).
    """
    lists, scaled = Lists(common, postings, terms, often), np.empty(len(order), np.float32)
    # What is left at most before each of the terms, and behind the last.
    left = np.zeros(len(order) + 1)
    for turn in range(len(order) - 1, -1, -1):
        term = order[turn]
        weight = weights[term] * (norm[0] + 1)
        scaled[turn] = weight
        left[turn] = left[turn + 1] + (weight * most[terms[term, NUMBER]] if terms[term, NUMBER] >= 0 else 0.0)
    sums[:] = 0
    added = 0
    while added < len(order) and (terms[order[added], NUMBER] < 0 or terms[order[added], ROWS_OF] < few):
        add(lists, order[added], scaled[added], singles, sums, room)
        added += 1
    for row in range(len(forbidden)):
        if forbidden[row]:
            sums[row] = -np.inf
    if not least:
        # Approximate, as all is here: `_floor` sees to that.
        rows, scores = _ahead(sums, singles, block, tried, room)
        sift(lists, order[added:], scaled[added:], np.zeros(len(order) - added, np.float32), singles, rows, scores)
        least = _largest(scores, k)
    while added < len(order) and _floor(least, left[added]) <= 0:
        add(lists, order[added], scaled[added], singles, sums, room)
        added += 1
    while added < len(order):
        about = _share_not_below(sums, singles, _floor(least, left[added])) * len(sums)
        if rows_for_one * about <= terms[order[added], ROWS_OF]:
            break
        add(lists, order[added], scaled[added], singles, sums, room)
        added += 1
    rows, scores = _not_below(sums, singles, _floor(least, left[added]), room)
    floors = np.empty(len(order) - added, np.float32)
    for turn in range(len(floors)):
        floors[turn] = _floor(least, left[added + turn + 1])
    count = sift(lists, order[added:], scaled[added:], floors, singles, rows, scores)
    rows, scores = rows[:count], scores[:count]
    rows = rows[scores >= _floor(max(least, _largest(scores, k)), 0.0)]
    found = np.empty(len(rows), np.float64)
    _exact(lists, weights, norm, lengths, rows, found)
    return rows, found


@compiled(NOTHING(*IN_LISTS, INT, ROWS, types.Array(types.uint32, 2, "C")))
def counts_at(
    common: Bytes, postings: Counts, terms: Places, often: Places, size: int, rows: ShortRows, counts: Counts
) -> None:
    """Puts in `counts`, (terms, rows), how often each of these ascending rows, of `size` in all, holds each term."""
    lists, places = Lists(common, postings, terms, often), np.empty(len(rows), np.int64)
    for term in range(len(terms)):
        counts_in(lists, term, size, rows, places, counts[term])


@compiled(NOTHING(*IN_LISTS, _WEIGHTS, _NORM, _LENGTHS, ROWS, _SCORES))
def scores_at(
    common: Bytes,
    postings: Counts,
    terms: Places,
    often: Places,
    weights: Floats,
    norm: Norm,
    lengths: NDArray[np.int32],
    rows: ShortRows,
    scores: Floats,
) -> None:
    """`_exact`, with the lists one by one."""
    _exact(Lists(common, postings, terms, often), weights, norm, lengths, rows, scores)
