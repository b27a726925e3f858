"""The lists of rows that hold each term of a part, in arrays that never change.

A posting is one uint32: the row's number in the upper 24 bits, how often it holds the term in the lower 8. 255 stands
for as often or more; how often exactly, `long_counts` says. A term's postings have places from `starts[term]` to
`starts[term + 1]`, counted through all terms.

| array | |
| --- | --- |
| postings | of the terms that stand in few rows: by term, then row |
| common_starts, common_stops | of the others: the places of each one's postings |
| common, common_bytes | its postings, packed by themselves (index/row_sets.py), and how many bytes they take |
| common_shortest | the length of the shortest row that holds it once, twice, up to 4 and 8 times, and more often |
| long_places, long_counts | the place of a posting with 255, and how often its row holds the term |

So a question reads of a common term what is its own, and of a rare one a block of neighbours'.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index import row_sets
from index.blockfile import Arrays
from index.grouped_rows import Rows
from index.held import Held

# Read a few KB here and there.
FINE = ("common",)
# A row's number has 24 bits.
MOST_ROWS = 1 << 24
ROW_SHIFT = 8
LONG = 255
# From so many rows on a term is a common one: packed by itself it takes less room, and is read as quickly.
_LEAST_COMMON = 256
# A term in this share of the rows is looked up by row, which takes a byte for each: no more than twice the room of its
# postings, in a tenth of the time.
_FREQUENT_SHARE = 1 / 8
# The most that a row holds a term of each kind of rows in `common_shortest`; of the last there is no most.
TIMES = np.array([1, 2, 4, 8])
_NO_ROW = np.iinfo(np.uint32).max

Packed = NDArray[np.uint32]
Counts = NDArray[np.unsignedinteger[Any]]


class PostingLists:
    """The postings of a part's terms. What is unpacked for a question is held for the next ones in `held`."""

    def __init__(self, arrays: Arrays, rows: int, held: Held) -> None:
        self.held = held
        self._arrays = arrays
        self._rows = rows
        self._starts: NDArray[np.int64] = arrays.whole("common_starts").astype(np.int64)
        self._stops: NDArray[np.int64] = arrays.whole("common_stops").astype(np.int64)
        sizes = self._stops - self._starts
        self._before = np.concatenate((np.zeros(1, np.int64), np.cumsum(sizes)))
        self._edges = np.concatenate((np.zeros(1, np.int64), np.cumsum(arrays.whole("common_bytes"), dtype=np.int64)))
        self._has_long = arrays.length("long_places") > 0
        # What is held is known by this: nobody else has it.
        self._key = object()

    def some(self, start: int, stop: int) -> Packed:
        """The postings at these places, which are those of whole terms."""
        first, last = self._starts.searchsorted((start, stop)).tolist()
        pieces = []
        for number in range(first, last):
            pieces.append(self._rare(start, int(self._starts[number]), number))
            pieces.append(self._common(number))
            start = int(self._stops[number])
        pieces.append(self._rare(start, stop, last))
        filled = [piece for piece in pieces if len(piece)]
        return filled[0] if len(filled) == 1 else np.concatenate([np.empty(0, np.uint32), *filled])

    def of_term(self, start: int, stop: int) -> Packed:
        """The postings of a term, which are at these places."""
        key = (self._key, start)
        packed = self.held.get(key)
        if packed is None:
            packed = self.some(start, stop)
            self.held.put(key, packed)
        return packed

    def by_row(self, start: int, stop: int) -> Counts | None:
        """How often each row holds the term whose postings are at these places, (rows,).

        None where it stands in few of them: then that takes more room than its postings.
        """
        if stop - start < _FREQUENT_SHARE * self._rows:
            return None
        key = (self._key, start, "by row")
        counts = self.held.get(key)
        if counts is None:
            number = self.common_number(start)
            if number < 0:
                return None
            counts = row_sets.by_row(self._data(number), stop - start, self._rows)
            if self._has_long and (counts == LONG).any():
                packed = self.some(start, stop)
                exact = self.exact(packed, np.arange(start, stop))
                counts = np.zeros(self._rows, np.min_scalar_type(int(exact.max())))
                counts[packed >> ROW_SHIFT] = exact
            self.held.put(key, counts)
        return counts

    def common_number(self, start: int) -> int:
        """The number among the common terms of the one whose postings begin at this place; -1 if it is a rare one."""
        number = int(self._starts.searchsorted(start))
        return number if number < len(self._starts) and self._starts[number] == start else -1

    def most_given(self, norm_of: Callable[[NDArray[np.integer]], NDArray[np.float64]]) -> NDArray[np.float32]:
        """The most that times / (times + norm) can be in a row that holds a term, of each common one.

        `norm_of` tells the norms of rows of some lengths.
        """
        shortest = self._arrays.whole("common_shortest").reshape(-1, len(TIMES) + 1)
        most = TIMES / (TIMES + norm_of(shortest[:, :-1]))
        return np.where(shortest[:, -1] < _NO_ROW, 1.0, most.max(axis=1, initial=0.0)).astype(np.float32)

    def exact(self, packed: Packed, places: NDArray[np.int64]) -> NDArray[np.int64]:
        """How often each of the postings at these places says that its row holds the term."""
        counts = (packed & LONG).astype(np.int64)
        if self._has_long:
            long = counts == LONG
            kept = self._arrays.whole("long_places").searchsorted(places[long])
            counts[long] = self._arrays.whole("long_counts").take(kept, mode="clip")
        return counts

    def is_long(self, packed: Packed) -> bool:
        """Whether some of these postings don't say themselves how often."""
        return self._has_long and bool(((packed & LONG) == LONG).any())

    def _rare(self, start: int, stop: int, number: int) -> Packed:
        """Postings of rare terms, behind so many common ones."""
        before = int(self._before[number])
        return self._arrays.some("postings", start - before, stop - before)

    def _common(self, number: int) -> Packed:
        """The postings of the common term of this number."""
        data = self._data(number)
        count = int(self._stops[number] - self._starts[number])
        packed, repeated, counts = row_sets.unpacked(data, count, self._rows)
        places = packed.searchsorted(repeated)
        packed <<= ROW_SHIFT
        packed |= 1
        packed[places] += counts - np.uint8(1)
        return packed

    def _data(self, number: int) -> row_sets.Bytes:
        return self._arrays.passing("common", int(self._edges[number]), int(self._edges[number + 1]))


def list_arrays(
    rows: Rows, counts: NDArray[np.int64], starts: NDArray[np.int64], lengths: NDArray[np.int32]
) -> dict[str, NDArray[Any]]:
    """The arrays for terms that have their postings from each of `starts` to the next; `lengths` are of all rows."""
    sizes = np.diff(starts)
    common, long = np.flatnonzero(sizes >= _LEAST_COMMON), np.flatnonzero(counts >= LONG)
    shown = np.minimum(counts, LONG)
    places = [slice(starts[term], starts[term + 1]) for term in common]
    data = [row_sets.packed(rows[place], shown[place], len(lengths)) for place in places]
    shortest = [_shortest(lengths[rows[place]], counts[place]) for place in places]
    rare = np.repeat(sizes < _LEAST_COMMON, sizes)
    return {
        "postings": (rows[rare] << ROW_SHIFT | shown[rare]).astype(np.uint32),
        "common_starts": starts[common].astype(np.uint32),
        "common_stops": starts[common + 1].astype(np.uint32),
        "common_bytes": np.array([len(each) for each in data], np.uint32),
        "common_shortest": np.concatenate([np.empty(0, np.uint32), *shortest]),
        "common": np.concatenate([np.empty(0, np.uint8), *data]),
        "long_places": long,
        "long_counts": counts[long],
    }


def _shortest(lengths: NDArray[np.int32], counts: NDArray[np.int64]) -> NDArray[np.uint32]:
    """The shortest of the rows with these lengths that hold a term so often, by `TIMES`."""
    shortest = np.full(len(TIMES) + 1, _NO_ROW, np.uint32)
    np.minimum.at(shortest, TIMES.searchsorted(counts), lengths.astype(np.uint32))
    return shortest
