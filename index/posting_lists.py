"""The lists of rows that hold each term of a part, in arrays that never change.

A posting is one uint32: the row's number in the upper 24 bits, how often it holds the term in the lower 8. 255 stands
for as often or more; how often exactly, `long_counts` says. A term's postings have places from `starts[term]` to
`starts[term + 1]`, counted through all terms.

| array | |
| --- | --- |
| postings | of the terms that stand in few rows, in a part of few rows all: by term, then row |
| common_starts, common_stops | of the others: the places of each one's postings |
| common, common_bytes | its postings, packed by themselves (index/row_sets.py), and how many bytes they take |
| common_shortest | the length of the shortest row that holds it once, twice, up to 4 and 8 times, and more often |
| long_places, long_counts | the place of a posting with 255, and how often its row holds the term |

So a question reads of a common term what is its own, and of a rare one a block of neighbours'.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence
from itertools import chain
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from index import row_sets
from index.blockfile import Arrays
from index.grouped_rows import Rows

# Read a few KB here and there.
FINE = ("common",)
# A row's number has 24 bits.
MOST_ROWS = 1 << 24
ROW_SHIFT = 8
LONG = 255
# From so many rows on a term is a common one: packed by itself it takes less room, and is read as quickly.
_LEAST_COMMON = 256
# In a part of fewer rows there are none: it is small in any case, and a library of nothing but such parts does without
# Numba, which takes nearly a second to load, and 120 MB.
_LEAST_ROWS = 1 << 14
# The most that a row holds a term of each kind of rows in `common_shortest`; of the last there is no most.
TIMES = np.array([1, 2, 4, 8])
_NO_ROW = np.iinfo(np.uint32).max
# A posting has so many bits.
_ABOVE = 32

Packed = NDArray[np.uint32]
Sums = NDArray[np.float32]
Places = NDArray[np.int64]

# How far such sums may be off, as a share and as a number.
INEXACTNESS = 3e-4
_NONE_OFTEN: Places = np.empty((0, 3), np.int64)


class Listed(NamedTuple):
    """Where the postings of a term begin, in the bytes of `common` or among `postings`, and how many rows hold it.

    `number` is that among the common terms, -1 of a rare one; `start` is the first of the places.
    """

    begin: int
    rows: int
    number: int
    start: int

    @property
    def stop(self) -> int:
        """The place behind the last posting."""
        return self.start + self.rows


_NOWHERE = Listed(0, 0, -1, 0)


class Lists(NamedTuple):
    """What the compiled loops (index/posting_loops.py) get of n terms.

    All memory of `common` and `postings`, in which what is the terms' has been read; `terms` (n, 4), each as in
    `Listed`; `often` (m, 3): which of these terms, which row holds it 255 times or more, and how often.
    """

    common: row_sets.Bytes
    postings: Packed
    terms: Places
    often: Places


class PostingLists:
    """The postings of a part's terms. Raises BrokenCache from all its methods where their file is damaged."""

    def __init__(self, arrays: Arrays, rows: int) -> None:
        self._arrays = arrays
        self._rows = rows
        self._starts: NDArray[np.int64] = arrays.whole("common_starts").astype(np.int64)
        self._stops: NDArray[np.int64] = arrays.whole("common_stops").astype(np.int64)
        sizes = self._stops - self._starts
        self._before = np.concatenate((np.zeros(1, np.int64), np.cumsum(sizes)))
        self._edges = np.concatenate((np.zeros(1, np.int64), np.cumsum(arrays.whole("common_bytes"), dtype=np.int64)))
        # A few of these are asked for at a time, which takes a third of the time of asking arrays.
        self._numbers = self._starts.data, self._edges.data, self._before.data
        self._is_read = bytearray(len(self._starts))
        self.has_long = arrays.length("long_places") > 0

    def listed(self, start: int, stop: int) -> Listed:
        """The term whose postings have these places."""
        starts, edges, before = self._numbers
        number = bisect_left(starts, start)
        if number < len(starts) and starts[number] == start:
            return Listed(edges[number], stop - start, number, start)
        return Listed(start - before[number], stop - start, -1, start)

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

    @property
    def has_common(self) -> bool:
        """Whether some term is a common one. Without, there is nothing that needs Numba."""
        return len(self._starts) > 0

    def read(self, terms: Sequence[Listed | None]) -> Lists:
        """What the loops get of these terms; None is one that no row holds."""
        held = [term or _NOWHERE for term in terms]
        for begin, rows, number, _ in held:
            if number < 0:
                self._arrays.some("postings", begin, begin + rows)
            elif not self._is_read[number]:
                self._arrays.some("common", begin, self._numbers[1][number + 1])
                self._is_read[number] = True
        often = (
            [(place, *each) for place, term in enumerate(held) for each in self._long(term)] if self.has_long else []
        )
        return Lists(
            self._arrays.memory("common"),
            self._arrays.memory("postings"),
            # In a third of the time that an array of tuples takes.
            np.fromiter(chain.from_iterable(held), np.int64).reshape(-1, len(Listed._fields)),
            np.array(often, np.int64).reshape(-1, 3) if often else _NONE_OFTEN,
        )

    def sums_of_rare(self, terms: Sequence[Listed], weights: Sums, singles: Sums) -> Sums:
        """About what rare terms give each row together, (rows,); singles as in index/posting_loops.py."""
        sums = np.zeros(self._rows, np.float32)
        packed = np.concatenate([np.empty(0, np.uint32), *map(self._postings, terms)])
        rows = packed >> ROW_SHIFT
        tf = self.exact(packed, np.concatenate([np.empty(0, np.int64), *map(_places, terms)])).astype(np.float32)
        given = tf * (single := singles.take(rows)) / (1 + single * (tf - 1))
        np.add.at(sums, rows, given * np.repeat(weights, [term.rows for term in terms]))
        return sums

    def counts_of_rare(self, terms: Sequence[Listed | None], rows: Rows) -> Packed:
        """How often each of these ascending rows holds each of the terms, (terms, rows), which are rare."""
        found = np.zeros((len(terms), len(rows)), np.uint32)
        held = [(number, term) for number, term in enumerate(terms) if term is not None]
        if held:
            # Those of all terms behind one another, each term's above those of the one before.
            postings = [self._postings(term) for _, term in held]
            above = np.arange(len(held)) << _ABOVE
            packed = np.concatenate(postings) + np.repeat(above, [len(each) for each in postings])
            keys = (rows << ROW_SHIFT) + above[:, np.newaxis]
            counts = packed.take(packed.searchsorted(keys), mode="clip") - keys
            found[[number for number, _ in held]] = counts * ((counts > 0) & (counts <= LONG))
        for number, term in held if self.has_long else ():
            for row, times in self._long(term):
                found[number, rows == row] = times
        return found

    def _postings(self, term: Listed) -> Packed:
        """Those of a rare term."""
        return self._arrays.some("postings", term.begin, term.begin + term.rows)

    def _long(self, term: Listed) -> list[tuple[int, int]]:
        """The rows that hold a term more often than its postings can say, and how often."""
        places = self._arrays.whole("long_places")
        first, last = places.searchsorted((term.start, term.stop)).tolist()
        if first == last:
            return []
        rows = self.some(term.start, term.stop)[places[first:last] - term.start] >> ROW_SHIFT
        return list(zip(rows.tolist(), self._arrays.whole("long_counts")[first:last].tolist(), strict=True))

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
        if self.has_long:
            long = counts == LONG
            kept = self._arrays.whole("long_places").searchsorted(places[long])
            counts[long] = self._arrays.whole("long_counts").take(kept, mode="clip")
        return counts

    def _rare(self, start: int, stop: int, number: int) -> Packed:
        """Postings of rare terms, behind so many common ones."""
        before = int(self._before[number])
        return self._arrays.some("postings", start - before, stop - before)

    def _common(self, number: int) -> Packed:
        """The postings of the common term of this number."""
        data = self._arrays.passing("common", int(self._edges[number]), int(self._edges[number + 1]))
        count = int(self._stops[number] - self._starts[number])
        packed, repeated, counts = row_sets.unpacked(data, count, self._rows)
        places = packed.searchsorted(repeated)
        packed <<= ROW_SHIFT
        packed |= 1
        packed[places] += counts - np.uint8(1)
        return packed


def list_arrays(
    rows: Rows, counts: NDArray[np.int64], starts: NDArray[np.int64], lengths: NDArray[np.int32]
) -> dict[str, NDArray[Any]]:
    """The arrays for terms that have their postings from each of `starts` to the next; `lengths` are of all rows."""
    sizes = np.diff(starts)
    is_common = (sizes >= _LEAST_COMMON) & (len(lengths) >= _LEAST_ROWS)
    common, long = np.flatnonzero(is_common), np.flatnonzero(counts >= LONG)
    shown = np.minimum(counts, LONG)
    places = [slice(starts[term], starts[term + 1]) for term in common]
    data = [row_sets.packed(rows[place], shown[place], len(lengths)) for place in places]
    shortest = [_shortest(lengths[rows[place]], counts[place]) for place in places]
    rare = np.repeat(~is_common, sizes)
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


def _places(term: Listed) -> Places:
    """The places of a term's postings."""
    return np.arange(term.start, term.stop)


def _shortest(lengths: NDArray[np.int32], counts: NDArray[np.int64]) -> NDArray[np.uint32]:
    """The shortest of the rows with these lengths that hold a term so often, by `TIMES`."""
    shortest = np.full(len(TIMES) + 1, _NO_ROW, np.uint32)
    np.minimum.at(shortest, TIMES.searchsorted(counts), lengths.astype(np.uint32))
    return shortest
