"""Vectors of some rows, in arrays that never change: a part of a vector index.

| array | |
| --- | --- |
| ids | of each row, ascending: its id |
| groups, group_starts | the id of each group of rows that are removed together, and where it begins; the end |
| codes | the vectors one behind the other: half precision (as uint16), or single where half would change one |
| codebook, sketches | in a part of many rows: what it is looked through by (index/sketches.py) |

FAISS compares straight on the codes, so nothing is copied, and of a part with sketches hardly anything is even read.
"""

from __future__ import annotations

from collections.abc import Collection
from functools import cache, cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.blockfile import Arrays
from index.faiss_library import faiss
from index.grouped_rows import GroupedRows, Ids, Rows
from index.sketches import BEST, Sketches, sketch_arrays

Vectors = NDArray[np.float32]
Codes = NDArray[np.uint16] | NDArray[np.float32]

# A part of fewer rows is compared whole, which takes a few milliseconds.
LEAST_SKETCHED = 1 << 13


def encoded(vectors: Vectors) -> Codes:
    """The vectors in half precision, as uint16, or as they are if that would change one."""
    with np.errstate(over="ignore"):
        half = vectors.astype(np.float16)
    return half.view(np.uint16) if (half == vectors).all() else np.ascontiguousarray(vectors)


def decoded(codes: Codes) -> Vectors:
    """The vectors (n, dimension) of such codes, in memory of their own."""
    if codes.dtype != np.uint16:
        return np.array(codes, np.float32)
    # As numpy's own conversion gives them, in half of its time.
    vectors: Vectors = _half_quantizer(codes.shape[1]).decode(np.ascontiguousarray(codes).view(np.uint8))
    return vectors


@cache
def _half_quantizer(dimension: int) -> Any:
    return faiss().ScalarQuantizer(dimension, faiss().ScalarQuantizer.QT_fp16)


class VectorPart(GroupedRows):
    """Vectors of unit length of some rows. Raises BrokenCache from all its methods where its file is damaged."""

    def __init__(self, arrays: Arrays, dimension: int, removed: Collection[int] = ()) -> None:
        """`removed` holds the ids of removed groups."""
        super().__init__(arrays, removed)
        self.dimension = dimension

    @classmethod
    def of(cls, ids: Ids, groups: Ids, codes: Codes) -> VectorPart:
        """One of new rows; `groups` (n,) is the group of each, `codes` is (n, dimension)."""
        sketched = len(ids) >= LEAST_SKETCHED and codes.shape[1] % 2 == 0
        begins = np.flatnonzero(np.diff(groups, prepend=-1 if not len(groups) or groups[0] != -1 else 0))
        arrays = {
            "ids": ids,
            "groups": groups[begins],
            "group_starts": np.append(begins, len(ids)).astype(np.int32),
            "codes": codes.ravel(),
            **(sketch_arrays(decoded(codes)) if sketched else {}),
        }
        return cls(Arrays(arrays), codes.shape[1])

    @property
    def is_sketched(self) -> bool:
        """Whether it is looked through by sketches."""
        return "sketches" in self.arrays

    @property
    def half(self) -> bool:
        """Whether the vectors are kept in half precision."""
        return self.arrays.kind("codes") == np.uint16

    def codes_of(self, rows: Rows) -> Codes:
        """The codes (n, dimension) of these rows."""
        codes: Codes = self.arrays.rows_at("codes", rows, self.dimension)
        return codes

    def vectors_of(self, rows: Rows) -> Vectors:
        """The vectors (n, dimension) of these rows."""
        return decoded(self.codes_of(rows))

    def nearest(self, questions: Vectors, k: int, among: Ids | None = None) -> list[tuple[Vectors, Rows]]:
        """The approximate cosines and the rows of the k nearest to each question, (m, dimension), in any order.

        Fewer where there are fewer. `among` holds the ids of those that may be found; those are all compared.
        """
        if among is None and self.is_sketched:
            sketched = self._best_sketches(questions, max(BEST, 2 * k))
            compared = [(self.codes_of(rows), rows, None) for rows in sketched]
        elif among is None:
            codes: Codes = self.arrays.whole("codes").reshape(-1, self.dimension)
            compared = [(codes, np.arange(self.rows), self._living)] * len(questions)
        else:
            rows = self.rows_of(among)[1]
            compared = [(self.codes_of(rows), rows, None)] * len(questions)
        return [_best(each, k, self, *of_each) for each, of_each in zip(questions, compared, strict=True)]

    def _best_sketches(self, questions: Vectors, k: int) -> list[Rows]:
        """The rows that aren't removed of the k best sketches for each question, in their order."""
        removed = self.rows - self.live_rows
        # Of those that are, only as many are passed over as need be: most of a part's rows aren't.
        wanted = min(k, self.live_rows)
        while True:
            found = [np.sort(rows) for rows in self._sketches.best(questions, k)]
            living = found if self.alive is None else [rows[self.alive[rows]] for rows in found]
            if min(map(len, living)) >= wanted or k >= wanted + removed:
                return living
            k *= 2

    @cached_property
    def _sketches(self) -> Sketches:
        return Sketches(self.arrays, self.rows, self.dimension)

    def _forget(self) -> None:
        super()._forget()
        self.__dict__.pop("_living", None)

    @cached_property
    def _living(self) -> Any:
        """What tells FAISS the rows that aren't removed; None if none is."""
        if self.alive is None:
            return None
        return faiss().IDSelectorBitmap(np.packbits(self.alive, bitorder="little"))


def _best(question: Vectors, k: int, part: VectorPart, codes: Codes, rows: Rows, living: Any) -> tuple[Vectors, Rows]:
    """The approximate cosines and the rows of the k nearest of these rows (n,), with their codes (n, dimension).

    Only of the living ones, if what tells FAISS which are is given.
    """
    cosines, found = np.full(k, -np.inf, np.float32), np.full(k, -1, np.int64)
    if len(rows) and k:
        pointer = faiss().swig_ptr
        scanner = _scanning_index(part.dimension, part.half).get_InvertedListScanner(False, living, None)
        scanner.set_query(pointer(np.ascontiguousarray(question, np.float32)))
        data, labels = np.ascontiguousarray(codes).view(np.uint8), np.ascontiguousarray(rows)
        scanner.scan_codes(len(labels), pointer(data), pointer(labels), pointer(cosines), pointer(found), k)
    held = found >= 0
    return cosines[held], found[held]


@cache
def _scanning_index(dimension: int, half: bool) -> Any:
    """An empty FAISS index, whose scanners compare a question with codes."""
    library = faiss()
    quantizer = library.IndexFlatIP(dimension)
    metric = library.METRIC_INNER_PRODUCT
    if half:
        kind = library.ScalarQuantizer.QT_fp16
        index = library.IndexIVFScalarQuantizer(quantizer, dimension, 1, kind, metric, False)
    else:
        index = library.IndexIVFFlat(quantizer, dimension, 1, metric)
    index.is_trained = True
    return index
