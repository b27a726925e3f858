"""The dense side of search: unit vectors compared by codes of a few bits a number, a cache of the library's vectors.

A cosine of these is off by some 0.0003 in a small part, which has 8 bits a number, and by 0.002 in a large one, which
has 4: near enough to tell which paragraphs to weigh. What counts is then computed from the library's own vectors, here
for those who ask for it and in the evidence of a search. Either way it is computed in one way, in float64, because
float32 products differ in the last bits with the ways to multiply. So a paragraph's cosine for a question is always the
same number.

New rows come in as a part of their own (index/vector_parts.py). When the parts before aren't much larger, they are made
into one with it, a large one from the library's own vectors; that is looked through by sketches, and may miss one of
the nearest.

faiss-cpu and torch each bring an OpenMP of their own; on Linux they live side by side in one process, in either order
of import, without any setting (tests/test_vectors.py). On macOS, where they clash, set KMP_DUPLICATE_LIB_OK=TRUE.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache, partial
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from index.blockfile import Arrays
from index.grouped_rows import Ids, Rows, located
from index.growth import tidied
from index.sketches import best_of
from index.vector_parts import Exact, VectorPart, Vectors, sketches_suit

# How vectors are kept (index/vector_parts.py): parts that have them otherwise are made anew.
_FORM = 2
# So many more are compared by their own vectors than are wanted: of 171,162 real ones, the 13 nearest in 8 bits always
# held the 10 nearest. Of 100,000, the 58 nearest in 4 bits held 0.0005 of the ten less than the 106 nearest, the 42
# nearest 0.002 less. Each one more is read from the library, which takes some 10 µs.
_SPARE = 16
_SPARE_SKETCHED = 48
# From so many rows on, which take about a millisecond, large parts are looked through by threads.
_ROWS_FOR_THREADS = 1 << 15
_MOST_THREADS = 4
# Vectors stored in half precision and back are off by less than this.
_LENGTH_TOLERANCE = 0.01


class VectorIndex:
    """Vectors of unit length by external id, int64.

    A vector of zeros stands for a text that has none; its cosine is 0. Each row belongs to a group of rows that are
    removed together (a document's paragraphs); by itself each is its own. Not safe for use by several threads while one
    changes it. A damaged file of a part raises BrokenCache when it is met.
    """

    def __init__(self, dimension: int, own: Exact | None = None) -> None:
        """With `own`, parts that are made into a large one are encoded from the vectors that it gives.

        It is asked for those of rows that were added and not removed. Without it, what their codes lose adds up.
        """
        self.dimension = dimension
        self._own = own
        self._parts: list[VectorPart] = []

    def __len__(self) -> int:
        return sum(part.live_rows for part in self._parts)

    @property
    def parts(self) -> Sequence[VectorPart]:
        """What it is made of."""
        return self._parts

    def set_parts(self, parts: Iterable[VectorPart]) -> None:
        """Makes it of these parts, in place of those it had."""
        self._parts = list(parts)

    def part_of(self, arrays: Arrays, removed: Collection[int] = ()) -> VectorPart:
        """A part with these arrays."""
        return VectorPart(arrays, self.dimension, removed)

    @property
    def settings(self) -> dict[str, float]:
        """The vectors' length, and how they are kept."""
        return {"dimension": self.dimension, "form": _FORM}

    @property
    def ids(self) -> Ids:
        """The rows' ids, ascending."""
        return np.sort(np.concatenate([np.empty(0, np.int64), *(part.live_ids for part in self._parts)]))

    @property
    def groups(self) -> Ids:
        """The ids of the groups."""
        return np.concatenate([np.empty(0, np.int64), *(part.groups for part in self._parts)])

    def add(
        self, ids: ArrayLike, vectors: NDArray[np.float32], groups: ArrayLike | None = None, *, tidy: bool = True
    ) -> None:
        """Appends vectors, (len(ids), dimension). Without `tidy` as a part of their own, until `tidy` is called.

        Raises ValueError for another shape, for vectors that aren't of unit length, and unless the ids ascend and are
        new, and there is a group for each.
        """
        new_ids = np.asarray(ids, np.int64)
        of_group = new_ids if groups is None else np.asarray(groups, np.int64)
        rows = self._checked(vectors)
        if new_ids.shape != (len(rows),) or of_group.shape != new_ids.shape:
            raise ValueError(f"{new_ids.size} ids and {of_group.size} groups for {len(rows)} vectors")
        if not (np.diff(new_ids) > 0).all() or any(len(part.rows_of(new_ids)[0]) for part in self._parts):
            raise ValueError("the ids of added vectors must ascend and be new")
        if len(rows):
            new = VectorPart.of(new_ids, of_group, lambda ids: rows[new_ids.searchsorted(ids)], self.dimension)
            self.set_parts([*self._parts, new])
        if tidy:
            self.tidy()

    def remove(self, groups: ArrayLike) -> None:
        """Takes out the vectors of groups. Those that aren't held are passed over."""
        gone = np.asarray(groups, np.int64)
        removed = [part.remove(gone) for part in self._parts]
        if any(removed):
            self.set_parts(tidied(self._parts, self._merged))

    def tidy(self, added: int = 0) -> None:
        """Makes the last parts into one where that costs in proportion to so many rows that were added.

        And in any case those that are alike in size.
        """
        tidied_parts = tidied(self._parts, self._merged, added)
        if len(tidied_parts) < len(self._parts):
            self.set_parts(tidied_parts)

    def top(
        self, questions: NDArray[np.float32], k: int, among: ArrayLike | None = None, exact: Exact | None = None
    ) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """The ids, (m, k), and cosines, (m, k), of the k nearest to each of m questions, (m, dimension).

        Best first, equal ones by id. Where there are fewer than k, the rest is id -1, cosine -inf. With `among`, only
        of the vectors with these ids (those that aren't held are passed over). Without it, one of the nearest may be
        missed in a large part (index/sketches.py). With `exact`, by the vectors that it gives, else by their codes.
        """
        return self.begin(questions, k, among, exact).result()

    def begin(
        self, questions: NDArray[np.float32], k: int, among: ArrayLike | None = None, exact: Exact | None = None
    ) -> Begun:
        """Begins `top`; until its result is asked for, the index may not be changed.

        Meanwhile large parts are looked through by threads of their own.
        """
        asked = self._checked(questions)
        spare = _SPARE_SKETCHED if any(part.is_sketched for part in self._parts) else _SPARE
        more = k if exact is None else k + spare
        sketched = [part for part in self._parts if among is None and part.is_sketched and k > 0 and len(asked)]
        return Begun(self, asked, k, more, among, exact, sketched, _begin_sketches(sketched, asked, more))

    def compared(
        self, questions: Vectors, k: int, among: Ids | None, but: Sequence[VectorPart]
    ) -> list[list[tuple[Vectors, Ids]]]:
        """For each question, the cosines, by their codes, and the ids of the k nearest of each part, `but` for some."""
        found: list[list[tuple[Vectors, Ids]]] = [[] for _ in questions]
        for part in self._parts:
            if part not in but:
                rows = part.live if among is None else part.rows_of(among)[1]
                for of_question, (cosines, near) in zip(found, part.nearest(questions, k, rows), strict=True):
                    of_question.append((cosines, part.ids[near]))
        return found

    def cosines_of(self, question: NDArray[np.float32], ids: ArrayLike) -> NDArray[np.float32]:
        """The cosines of the question, (dimension,), and the vectors with these ids, (len(ids),), in their order.

        By their codes. Raises KeyError for an id not held.
        """
        asked = self._checked(np.asarray(question)[np.newaxis])[0]
        return np.clip(self.products_of(asked, ids), -1, 1)

    def products_of(self, direction: NDArray[np.float32], ids: ArrayLike) -> NDArray[np.float32]:
        """The products of any vector, (dimension,), and those with these ids, (len(ids),), in their order.

        By their codes. Raises KeyError for an id not held.
        """
        wanted = np.asarray(ids, np.int64)
        products = np.empty(len(wanted), np.float32)
        for part, places, rows in self._rows_of(wanted):
            products[places] = part.products(direction, rows)
        return products

    def vectors_of(self, ids: ArrayLike) -> NDArray[np.float32]:
        """The vectors with these ids, (len(ids), dimension), in their order, as their codes give them.

        Raises KeyError for an id not held.
        """
        return _vectors_of(self._parts, self.dimension, np.asarray(ids, np.int64))

    def group_ranges(self, ids: ArrayLike) -> Ids:
        """The first and the last id of the group that each of these ids is in, (len(ids), 2), in their order.

        Raises KeyError for an id not held.
        """
        wanted = np.asarray(ids, np.int64)
        ranges = np.empty((len(wanted), 2), np.int64)
        for part, places, rows in self._rows_of(wanted):
            ranges[places] = part.group_ranges(rows)
        return ranges

    def _checked(self, vectors: NDArray[Any]) -> NDArray[np.float32]:
        rows = np.ascontiguousarray(vectors, np.float32)
        if rows.ndim != 2 or rows.shape[1] != self.dimension:
            raise ValueError(f"vectors of shape {rows.shape} where (any, {self.dimension}) is wanted")
        lengths = np.linalg.norm(rows, axis=1)
        wrong = ~((np.abs(lengths - 1) < _LENGTH_TOLERANCE) | (lengths == 0))
        if wrong.any():
            raise ValueError(f"a vector of length {lengths[wrong][0]} where unit length is wanted")
        return rows

    def _merged(self, parts: Sequence[VectorPart]) -> VectorPart:
        """The living rows of all the parts, in the order of their ids; with sketches where they are many."""
        each_part = [(part, part.live) for part in parts]
        ids = np.concatenate([part.ids[rows] for part, rows in each_part])
        groups = np.concatenate([part.group_of_rows()[rows] for part, rows in each_part])
        order = np.argsort(ids, kind="stable")
        if sketches_suit(len(ids), self.dimension) or any(part.is_sketched for part in parts):
            own = self._own or partial(_vectors_of, parts, self.dimension)
            return VectorPart.of(ids[order], groups[order], own, self.dimension)
        codes = np.concatenate([part.codes_of(rows) for part, rows in each_part])
        scales = np.concatenate([part.scales_of(rows) for part, rows in each_part])
        return VectorPart.coded(ids[order], groups[order], codes[order], scales[order])

    def _rows_of(self, ids: Ids) -> list[tuple[VectorPart, NDArray[np.int64], NDArray[np.int64]]]:
        """Each part that holds some of the ids, their places in `ids`, and their rows."""
        return [(self._parts[number], places, rows) for number, places, rows in located(self._parts, ids)]


@dataclass(frozen=True, slots=True)
class Begun:
    """A search that `VectorIndex.begin` began: `more` of the nearest are to be compared for the k that are wanted."""

    index: VectorIndex
    asked: Vectors
    k: int
    more: int
    among: ArrayLike | None
    exact: Exact | None
    sketched: Sequence[VectorPart]
    best_sketches: Callable[[], list[list[Rows]]]

    def result(self) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """What `VectorIndex.top` gives."""
        top_ids = np.full((len(self.asked), max(self.k, 0)), -1, np.int64)
        top_cosines = np.full(top_ids.shape, -np.inf, np.float32)
        if not top_ids.size:
            return top_ids, top_cosines
        allowed = None if self.among is None else np.unique(np.asarray(self.among, np.int64))
        compared = self.index.compared(self.asked, self.more, allowed, self.sketched)
        for row, best in enumerate(self.best_sketches()):
            for part, rows in zip(self.sketched, best, strict=True):
                ((cosines, near),) = part.nearest(self.asked[row : row + 1], self.more, rows)
                compared[row].append((cosines, part.ids[near]))
        for row, found in enumerate(compared):
            ids, cosines = _best(self.more, found)
            if self.exact is not None:
                cosines = exact_cosines(self.asked[row], self.exact(ids))
            best_rows = np.lexsort((ids, -cosines))[: self.k]
            top_ids[row, : len(best_rows)] = ids[best_rows]
            top_cosines[row, : len(best_rows)] = cosines[best_rows]
        return top_ids, top_cosines


def exact_cosines(question: Vectors, vectors: Vectors) -> Vectors:
    """The cosines (n,) of unit vectors, (dimension,) and (n, dimension): of a pair always the same number."""
    cosines = np.vecdot(vectors.astype(np.float64), question.astype(np.float64))
    # Stored in half precision, a vector may be a little longer than one.
    clipped: Vectors = np.clip(cosines, -1, 1).astype(np.float32)
    return clipped


def _best(k: int, found: Sequence[tuple[Vectors, Ids]]) -> tuple[Ids, Vectors]:
    """The ids and the cosines of the k nearest of all that was found, best first, equal ones by id."""
    cosines = np.concatenate([np.empty(0, np.float32), *(each for each, _ in found)])
    ids = np.concatenate([np.empty(0, np.int64), *(each for _, each in found)])
    best = np.lexsort((ids, -cosines))[:k]
    return ids[best], cosines[best]


def _begin_sketches(parts: Sequence[VectorPart], questions: Vectors, k: int) -> Callable[[], list[list[Rows]]]:
    """Begins to look for the best sketches of all for each question, and returns what gives them.

    They are the rows of each part, in their order, that are to be compared to find the k nearest.
    """
    rows = sum(part.live_rows for part in parts)
    wanted = max(best_of(rows), 2 * k)
    each = _threads().map if rows >= _ROWS_FOR_THREADS else map
    by_part = each(lambda part: part.best_sketches(questions, wanted), parts)

    def chosen() -> list[list[Rows]]:
        best = []
        for found in zip(*by_part, strict=True):
            products = np.concatenate([of_part for of_part, _ in found])
            least = np.partition(products, -wanted)[-wanted] if len(products) > wanted else -np.inf
            best.append([np.sort(of_part[product >= least]) for product, of_part in found])
        return best

    return chosen


@cache
def _threads() -> ThreadPoolExecutor:
    """Those that look through sketches: FAISS lets others run meanwhile."""
    return ThreadPoolExecutor(min(os.cpu_count() or 1, _MOST_THREADS), "sketches")


def _vectors_of(parts: Sequence[VectorPart], dimension: int, ids: Ids) -> Vectors:
    """The vectors with these ids, (len(ids), dimension), by their codes. Raises KeyError for one that no part holds."""
    vectors = np.empty((len(ids), dimension), np.float32)
    for number, places, rows in located(parts, ids):
        vectors[places] = parts[number].vectors_of(rows)
    return vectors
