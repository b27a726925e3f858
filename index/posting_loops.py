"""What a part's terms give its rows, compiled by Numba: to be imported when first needed.

A row's sum is kept as a multiple of its `single`: what one occurrence of a term of weight 1 gives it, 1 / (1 + norm).
So a term is added to the rows that hold it once without a look at these; tf occurrences give
tf / (1 + single * (tf - 1)) singles. Sums, singles and what is reckoned from them are float32.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.compiled_loops import (
    BYTES,
    INT,
    NEW_PLACES,
    NEW_ROWS,
    NOTHING,
    ROWS,
    Counts,
    Places,
    ShortRows,
    array,
    compiled,
    types,
)
from index.posting_lists import LONG, ROW_SHIFT, Listed, Lists
from index.row_loops import HEAD, SPARE, again_in, counts_of, unpack

Sums = NDArray[np.float32]

# The columns of `Lists.terms`, and of `Lists.often`.
BEGIN, ROWS_OF, NUMBER = map(Listed._fields.index, ("begin", "rows", "number"))
_OF_TERM, _IN_ROW, _TIMES = 0, 1, 2

TABLE = array(types.int64, 2)
IN_LISTS = (BYTES, ROWS, TABLE, TABLE)
LISTS = types.NamedTuple(IN_LISTS, Lists)
FLOATS, SUMS = array(types.float32), array(types.float32, readonly=False)


@compiled(types.float32(types.float32, types.int64))
def _singles(single: Any, tf: int) -> Any:
    """So many singles, where one is so much, do tf occurrences give."""
    return np.float32(tf) / (np.float32(1) + single * np.float32(tf - 1))


@compiled(NOTHING(LISTS, INT, types.float32, FLOATS, SUMS, NEW_ROWS))
def add(lists: Lists, term: int, weight: Any, singles: Sums, sums: Sums, room: ShortRows) -> None:
    """Adds what a term gives to the sums of all rows, (rows,), that hold it; `room` is (rows + SPARE,)."""
    begin, count = lists.terms[term, BEGIN], lists.terms[term, ROWS_OF]
    if lists.terms[term, NUMBER] < 0:
        for posting in lists.postings[begin : begin + count]:
            row = posting >> np.uint32(ROW_SHIFT)
            if row < len(sums):
                sums[row] += weight * _singles(singles[row], posting & LONG)
    else:
        end = unpack(lists.common, begin + HEAD, count, len(singles), False, room)
        for row in room[:count]:
            sums[row] += weight
        more = again_in(lists.common, begin)
        again = np.empty(more + SPARE, np.uint32)
        unpack(lists.common, end, more, count, True, again)
        first = 0
        while first < more:
            behind = first + 1
            while behind < more and again[behind] == again[first]:
                behind += 1
            row = room[again[first]]
            sums[row] += weight * (_singles(singles[row], 1 + behind - first) - np.float32(1))
            first = behind
    for each in range(len(lists.often)):
        if lists.often[each, _OF_TERM] == term:
            row, tf = lists.often[each, _IN_ROW], lists.often[each, _TIMES]
            sums[row] += weight * (_singles(singles[row], tf) - _singles(singles[row], LONG))


@compiled(NOTHING(LISTS, INT, INT, ROWS, NEW_PLACES, NEW_ROWS))
def counts_in(lists: Lists, term: int, size: int, rows: ShortRows, places: Places, counts: Counts) -> None:
    """Puts in `counts` how often each of these ascending rows, of `size` in all, holds a term; `places` is room."""
    begin, count = lists.terms[term, BEGIN], lists.terms[term, ROWS_OF]
    if lists.terms[term, NUMBER] < 0:
        postings, place = lists.postings[begin : begin + count], 0
        for number, row in enumerate(rows):
            while place < len(postings) and postings[place] >> ROW_SHIFT < row:
                place += 1
            held = place < len(postings) and postings[place] >> ROW_SHIFT == row
            counts[number] = postings[place] & LONG if held else 0
    else:
        counts_of(lists.common, begin, count, size, rows, places, counts)
    for each in range(len(lists.often)):
        if lists.often[each, _OF_TERM] == term:
            for number, row in enumerate(rows):
                if row == lists.often[each, _IN_ROW]:
                    counts[number] = lists.often[each, _TIMES]


@compiled(INT(LISTS, array(types.int64), FLOATS, FLOATS, FLOATS, NEW_ROWS, SUMS))
def sift(lists: Lists, order: Places, weights: Sums, floors: Sums, singles: Sums, rows: ShortRows, scores: Sums) -> int:
    """Adds to the scores of some ascending rows what the terms in `order` give, and leaves out rows with too little.

    After each term those are left out that have less than its floor; `weights` and `floors` are (order,). Returns how
    many are left: these come first in `rows` and `scores`.
    """
    places, times, left = np.empty(len(rows), np.int64), np.empty(len(rows), np.uint32), len(rows)
    for term, weight, floor in zip(order, weights, floors):  # noqa: B905  # Numba knows no strict
        among = rows[:left]
        counts_in(lists, term, len(singles), among, places[:left], times[:left])
        left = 0
        for number in range(len(among)):
            row, score = rows[number], scores[number]
            if times[number]:
                score += weight * singles[row] * _singles(singles[row], times[number])
            if score >= floor:
                rows[left], scores[left] = row, score
                left += 1
    return left
