"""The dense side of search: unit vectors compared by FAISS, a cache of the library's vectors.

FAISS finds the candidates. Their cosines are then computed once more in one way, in float64, because those of FAISS
differ in the last bits with its ways to multiply, and because which of several equal vectors it returns is chance. So a
paragraph's cosine for a question is always the same number.

New rows come in as a part of their own (index/vector_parts.py). When the parts before aren't much larger, they are made
into one with it; a large one is looked through by sketches of its vectors, and may miss one of the nearest.

faiss-cpu and torch each bring an OpenMP of their own; on Linux they live side by side in one process, in either order
of import, without any setting (tests/test_vectors.py). On macOS, where they clash, set KMP_DUPLICATE_LIB_OK=TRUE.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from index.blockfile import Arrays
from index.grouped_rows import Ids, Rows
from index.growth import tidied
from index.vector_parts import VectorPart, Vectors, encoded

# How far a float32 cosine of FAISS may lie from the exact one; measured: below 1e-6 at 384 dimensions.
_INEXACTNESS = 1e-5
_SPARE_CANDIDATES = 16
_ROWS_AT_ONCE = 8192
# Vectors stored in half precision and back are off by less than this.
_LENGTH_TOLERANCE = 0.01


class VectorIndex:
    """Vectors of unit length by external id, int64.

    A vector of zeros stands for a text that has none; its cosine is 0. Each row belongs to a group of rows that are
    removed together (a document's paragraphs); by itself each is its own. Not safe for use by several threads while one
    changes it. A damaged file of a part raises BrokenCache when it is met.
    """

    def __init__(self, dimension: int) -> None:
        self.dimension = dimension
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
        """The vectors' length."""
        return {"dimension": self.dimension}

    @property
    def ids(self) -> Ids:
        """The rows' ids, ascending."""
        return np.sort(np.concatenate([np.empty(0, np.int64), *(part.live_ids for part in self._parts)]))

    @property
    def groups(self) -> Ids:
        """The ids of the groups."""
        return np.concatenate([np.empty(0, np.int64), *(part.groups for part in self._parts)])

    def add(self, ids: ArrayLike, vectors: NDArray[np.float32], groups: ArrayLike | None = None) -> None:
        """Appends vectors, (len(ids), dimension).

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
            new = VectorPart.of(new_ids, of_group, encoded(rows))
            self.set_parts(tidied([*self._parts, new], _merged))

    def remove(self, groups: ArrayLike) -> None:
        """Takes out the vectors of groups. Those that aren't held are passed over."""
        gone = np.asarray(groups, np.int64)
        removed = [part.remove(gone) for part in self._parts]
        if any(removed):
            self.set_parts(tidied(self._parts, _merged))

    def tidy(self, added: int) -> None:
        """Makes the last parts into one where that costs in proportion to so many rows that were added."""
        tidied_parts = tidied(self._parts, _merged, added)
        if len(tidied_parts) < len(self._parts):
            self.set_parts(tidied_parts)

    def top(
        self, questions: NDArray[np.float32], k: int, among: ArrayLike | None = None
    ) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """The ids, (m, k), and cosines, (m, k), of the k nearest to each of m questions, (m, dimension).

        Best first, equal ones by id. Where there are fewer than k, the rest is id -1, cosine -inf. With `among`, only
        of the vectors with these ids (those that aren't held are passed over). Without it, one of the nearest may be
        missed in a large part (index/sketches.py).
        """
        asked = self._checked(questions)
        top_ids = np.full((len(asked), max(k, 0)), -1, np.int64)
        top_cosines = np.full(top_ids.shape, -np.inf, np.float32)
        allowed = None if among is None else np.unique(np.asarray(among, np.int64))
        if k <= 0 or not len(asked):
            return top_ids, top_cosines
        candidates = k + _SPARE_CANDIDATES
        found = [part.nearest(asked, candidates, allowed) for part in self._parts]
        for row, question in enumerate(asked):
            ids, cosines = self._nearest(question, k, allowed, [each[row] for each in found])
            top_ids[row, : len(ids)], top_cosines[row, : len(ids)] = ids, cosines
        return top_ids, top_cosines

    def _nearest(
        self, question: Vectors, k: int, among: Ids | None, found: Sequence[tuple[Vectors, Rows]]
    ) -> tuple[Ids, Vectors]:
        """The ids and cosines of the k nearest to a question, best first, equal ones by id.

        `found` are the approximately nearest of each part.
        """
        candidates = k + _SPARE_CANDIDATES
        while True:
            each_part = list(zip(self._parts, found, strict=True))
            ids = np.concatenate([np.empty(0, np.int64), *(part.ids[rows] for part, (_, rows) in each_part)])
            cosines = np.concatenate(
                [np.empty(0, np.float32), *(_cosines(question, part, rows) for part, (_, rows) in each_part)]
            )
            best = np.lexsort((ids, -cosines))[:k]
            # One that was left out could be as near as the last of these.
            left_out = [float(rough.min()) for rough, _ in found if len(rough) == candidates]
            if not left_out or len(best) == k and max(left_out) <= cosines[best[-1]] - _INEXACTNESS:
                return ids[best], cosines[best]
            candidates *= 8
            found = [part.nearest(question[np.newaxis], candidates, among)[0] for part in self._parts]

    def cosines_of(self, question: NDArray[np.float32], ids: ArrayLike) -> NDArray[np.float32]:
        """The cosines of the question, (dimension,), and the vectors with these ids, (len(ids),), in their order.

        Raises KeyError for an id not held.
        """
        asked = self._checked(np.asarray(question)[np.newaxis])[0]
        wanted = np.asarray(ids, np.int64)
        cosines = np.empty(len(wanted), np.float32)
        for part, places, rows in self._rows_of(wanted):
            cosines[places] = _cosines(asked, part, rows)
        return cosines

    def vectors_of(self, ids: ArrayLike) -> NDArray[np.float32]:
        """The vectors with these ids, (len(ids), dimension), in their order. Raises KeyError for an id not held."""
        wanted = np.asarray(ids, np.int64)
        vectors = np.empty((len(wanted), self.dimension), np.float32)
        for part, places, rows in self._rows_of(wanted):
            vectors[places] = part.vectors_of(rows)
        return vectors

    def _checked(self, vectors: NDArray[Any]) -> NDArray[np.float32]:
        rows = np.ascontiguousarray(vectors, np.float32)
        if rows.ndim != 2 or rows.shape[1] != self.dimension:
            raise ValueError(f"vectors of shape {rows.shape} where (any, {self.dimension}) is wanted")
        lengths = np.linalg.norm(rows, axis=1)
        wrong = ~((np.abs(lengths - 1) < _LENGTH_TOLERANCE) | (lengths == 0))
        if wrong.any():
            raise ValueError(f"a vector of length {lengths[wrong][0]} where unit length is wanted")
        return rows

    def _rows_of(self, ids: Ids) -> list[tuple[VectorPart, NDArray[np.int64], NDArray[np.int64]]]:
        """Each part that holds some of the ids, their places in `ids`, and their rows."""
        found = [(part, *part.rows_of(ids)) for part in self._parts]
        found = [each for each in found if len(each[1])]
        if sum(len(places) for _, places, _ in found) < len(ids):
            held = np.concatenate([np.empty(0, np.int64), *(places for _, places, _ in found)])
            raise KeyError(int(np.delete(ids, held)[0]))
        return found


def _merged(parts: Sequence[VectorPart]) -> VectorPart:
    """The living rows of all the parts, in the order of their ids; in lists where they are many."""
    rows = [np.arange(part.rows) if part.alive is None else np.flatnonzero(part.alive) for part in parts]
    ids = np.concatenate([part.ids[each] for part, each in zip(parts, rows, strict=True)])
    groups = np.concatenate([part.group_of_rows()[each] for part, each in zip(parts, rows, strict=True)])
    codes = [part.codes_of(each) for part, each in zip(parts, rows, strict=True)]
    if len({part.half for part in parts}) > 1:
        codes = [part.vectors_of(each) for part, each in zip(parts, rows, strict=True)]
    order = np.argsort(ids, kind="stable")
    joined: Any = np.concatenate(codes)
    return VectorPart.of(ids[order], groups[order], joined[order])


def _cosines(question: Vectors, part: VectorPart, rows: NDArray[np.int64]) -> Vectors:
    exact = question.astype(np.float64)
    cosines = np.empty(len(rows), np.float32)
    for start in range(0, len(rows), _ROWS_AT_ONCE):
        vectors = part.vectors_of(rows[start : start + _ROWS_AT_ONCE]).astype(np.float64)
        cosines[start : start + _ROWS_AT_ONCE] = np.vecdot(vectors, exact)
    return np.clip(cosines, -1, 1)
