"""The dense side of search: unit vectors in a FAISS index, a cache of the library's vectors.

FAISS finds the candidates. Their cosines are then computed once more in one way, in float64, because those of FAISS
differ in the last bits between one question and a batch of many (it has two ways to multiply), and because which of
several equal vectors it returns is chance. So a paragraph's cosine for a question is always the same number.

faiss-cpu and torch each bring an OpenMP of their own; on Linux they live side by side in one process, in either order
of import, without any setting (tests/test_vectors.py). On macOS, where they clash, set KMP_DUPLICATE_LIB_OK=TRUE.
"""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from index import cachefile
from index.errors import BrokenCache

_FORMAT = 1
# How far a float32 cosine of FAISS may lie from the exact one; measured: below 1e-6 at 384 dimensions.
_INEXACTNESS = 1e-5
_SPARE_CANDIDATES = 16
_ROWS_AT_ONCE = 8192
# Vectors stored in half precision and back are off by less than this.
_LENGTH_TOLERANCE = 0.01


@cache
def _faiss() -> Any:
    # Read when FAISS is first imported: its threads wait asleep. Spinning, they take twice the processor's time for a
    # search, and on a machine with other work to do as much longer.
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    import faiss

    return faiss


class VectorIndex:
    """Vectors of unit length by external id, int64, ascending from row to row.

    A vector of zeros stands for a text that has none; its cosine is 0. `generation` is a number of the caller's own
    that is kept in the file. Not safe for use by several threads while one changes it.
    """

    def __init__(self, dimension: int) -> None:
        self.dimension = dimension
        self.generation = 0
        # Half as much to read as IndexFlatIP, and so twice as fast; all of a library's vectors are of half precision.
        faiss = _faiss()
        self._flat = faiss.IndexScalarQuantizer(dimension, faiss.ScalarQuantizer.QT_fp16, faiss.METRIC_INNER_PRODUCT)
        self._index = faiss.IndexIDMap2(self._flat)
        self._ids = np.empty(0, np.int64)

    def __len__(self) -> int:
        return len(self._ids)

    @property
    def ids(self) -> NDArray[np.int64]:
        """The rows' ids, ascending."""
        return self._ids

    def add(self, ids: ArrayLike, vectors: NDArray[np.float32]) -> None:
        """Appends vectors, (len(ids), dimension).

        Raises ValueError for another shape, for vectors that aren't of unit length, and unless the ids ascend, from
        above the last one held.
        """
        new_ids = np.asarray(ids, np.int64)
        rows = self._checked(vectors)
        if new_ids.shape != (len(rows),):
            raise ValueError(f"{new_ids.size} ids for {len(rows)} vectors")
        if not _ascends(np.concatenate((self._ids[-1:], new_ids))):
            raise ValueError("the ids of added vectors must ascend, and be above those held")
        if len(rows):
            if not isinstance(self._flat, _faiss().IndexFlatIP) and (rows.astype(np.float16) != rows).any():
                self._keep_single_precision()
            self._index.add_with_ids(rows, new_ids)
            self._ids = np.concatenate((self._ids, new_ids))

    def _keep_single_precision(self) -> None:
        """Goes over to an index that holds float32 as it is: a vector comes that half precision would change."""
        flat = _faiss().IndexFlatIP(self.dimension)
        index = _faiss().IndexIDMap2(flat)
        index.add_with_ids(self._vectors(self._ids), self._ids)
        self._flat, self._index = flat, index

    def remove(self, ids: ArrayLike) -> None:
        """Takes vectors out. Ids that aren't held are passed over."""
        removed = np.isin(self._ids, np.asarray(ids, np.int64))
        if removed.any():
            self._index.remove_ids(_faiss().IDSelectorBatch(self._ids[removed]))
            self._ids = self._ids[~removed]

    def top(
        self, questions: NDArray[np.float32], k: int, among: ArrayLike | None = None
    ) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """The ids, (m, k), and cosines, (m, k), of the k nearest to each of m questions, (m, dimension).

        Best first, equal ones by id. Where there are fewer than k, the rest is id -1, cosine -inf. With `among`, only
        of the vectors with these ids (those that aren't held are passed over).
        """
        asked = self._checked(questions)
        top_ids = np.full((len(asked), max(k, 0)), -1, np.int64)
        top_cosines = np.full(top_ids.shape, -np.inf, np.float32)
        pool, parameters = self._ids, None
        if among is not None:
            pool = self._ids[np.isin(self._ids, np.asarray(among, np.int64))]
            selector = _faiss().IDSelectorBatch(pool)
            parameters = _faiss().SearchParameters(sel=selector)
        found = min(top_ids.shape[1], len(pool))
        open_questions = np.arange(len(asked) if found else 0)
        candidates = found + _SPARE_CANDIDATES
        while len(open_questions):
            candidates = min(candidates, len(pool))
            rough, near = self._index.search(asked[open_questions], candidates, params=parameters)
            still_open = []
            for question, rough_cosines, candidate_ids in zip(open_questions, rough, near, strict=True):
                cosines = self._cosines(asked[question], candidate_ids)
                best = np.lexsort((candidate_ids, -cosines))[:found]
                # One that FAISS left out could be as near as the last of these.
                if candidates < len(pool) and rough_cosines[-1] > cosines[best[-1]] - _INEXACTNESS:
                    still_open.append(question)
                top_ids[question, :found] = candidate_ids[best]
                top_cosines[question, :found] = cosines[best]
            open_questions = np.array(still_open, np.int64)
            candidates *= 8
        return top_ids, top_cosines

    def cosines_of(self, question: NDArray[np.float32], ids: ArrayLike) -> NDArray[np.float32]:
        """The cosines of the question, (dimension,), and the vectors with these ids, (len(ids),), in their order.

        Raises KeyError for an id not held.
        """
        return self._cosines(self._checked(np.asarray(question)[np.newaxis])[0], self._held(ids))

    def vectors_of(self, ids: ArrayLike) -> NDArray[np.float32]:
        """The vectors with these ids, (len(ids), dimension), in their order. Raises KeyError for an id not held."""
        return self._vectors(self._held(ids))

    def save(self, path: Path) -> None:
        """Writes the index to a file, atomically. Raises OSError."""
        header = np.array([_FORMAT, self.generation, self.dimension], np.int64)
        vectors = self._flat.reconstruct_n(0, len(self)) if len(self) else self._vectors(self._ids)
        cachefile.write(path, {"header": header, "ids": self._ids, "vectors": vectors})

    @classmethod
    def load(cls, path: Path, dimension: int) -> VectorIndex:
        """Reads a file that `save` wrote.

        Raises BrokenCache for any other, for one of another dimension, for a damaged one and for a missing one.
        """
        arrays = cachefile.read(path)
        names_and_kinds = {name: array.dtype.name for name, array in arrays.items()}
        if names_and_kinds != {"header": "int64", "ids": "int64", "vectors": "float32"}:
            raise BrokenCache(path=str(path), detail="other arrays in it")
        header = arrays["header"].tolist()
        if arrays["header"].shape != (3,) or header[0] != _FORMAT:
            raise BrokenCache(path=str(path), detail="another version's")
        if header[2] != dimension:
            raise BrokenCache(path=str(path), detail=f"dimension {header[2]} where {dimension} is wanted")
        loaded = cls(dimension)
        try:
            loaded.add(arrays["ids"], arrays["vectors"])
        except ValueError as error:
            raise BrokenCache(path=str(path), detail=str(error)) from error
        loaded.generation = header[1]
        return loaded

    def _checked(self, vectors: NDArray[Any]) -> NDArray[np.float32]:
        rows = np.ascontiguousarray(vectors, np.float32)
        if rows.ndim != 2 or rows.shape[1] != self.dimension:
            raise ValueError(f"vectors of shape {rows.shape} where (any, {self.dimension}) is wanted")
        lengths = np.linalg.norm(rows, axis=1)
        wrong = ~((np.abs(lengths - 1) < _LENGTH_TOLERANCE) | (lengths == 0))
        if wrong.any():
            raise ValueError(f"a vector of length {lengths[wrong][0]} where unit length is wanted")
        return rows

    def _held(self, ids: ArrayLike) -> NDArray[np.int64]:
        asked = np.asarray(ids, np.int64)
        # np.isin goes through all ids: at 100,000 it took longer than FAISS.
        places = np.searchsorted(self._ids, asked)
        held = places < len(self._ids)
        held[held] = self._ids[places[held]] == asked[held]
        if not held.all():
            raise KeyError(int(asked[~held][0]))
        return asked

    def _vectors(self, ids: NDArray[np.int64]) -> NDArray[np.float32]:
        if not len(ids):
            return np.empty((0, self.dimension), np.float32)
        vectors: NDArray[np.float32] = self._index.reconstruct_batch(ids)
        return vectors

    def _cosines(self, question: NDArray[np.float32], ids: NDArray[np.int64]) -> NDArray[np.float32]:
        exact = question.astype(np.float64)
        cosines = np.empty(len(ids), np.float32)
        for start in range(0, len(ids), _ROWS_AT_ONCE):
            vectors = self._vectors(ids[start : start + _ROWS_AT_ONCE]).astype(np.float64)
            cosines[start : start + _ROWS_AT_ONCE] = np.vecdot(vectors, exact)
        return np.clip(cosines, -1, 1)


def _ascends(values: NDArray[np.int64]) -> bool:
    return bool((values[1:] > values[:-1]).all())
