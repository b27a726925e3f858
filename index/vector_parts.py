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
from index.sketches import BEST, Sketches, sketch_arrays

Ids = NDArray[np.int64]
Rows = NDArray[np.int64]
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
    # As numpy's own conversion gives them, in a tenth of its time.
    quantizer = faiss().ScalarQuantizer(codes.shape[1], faiss().ScalarQuantizer.QT_fp16)
    vectors: Vectors = quantizer.decode(np.ascontiguousarray(codes).view(np.uint8))
    return vectors


class VectorPart:
    """Vectors of unit length, those of a group of which can be marked as removed; all else stays as it is.

    Rows are numbered from 0, in the order of their ids. Raises BrokenCache from all its methods where its file is
    damaged.
    """

    def __init__(self, arrays: Arrays, dimension: int, removed: Collection[int] = ()) -> None:
        """`removed` holds the ids of removed groups."""
        self.arrays = arrays
        self.dimension = dimension
        self._ids: Ids = arrays.whole("ids")
        self._groups: Ids = arrays.whole("groups")
        self._edges = arrays.whole("group_starts")
        self._removed = np.zeros(len(self._groups), bool)
        self.remove(np.array(sorted(removed), np.int64))

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
    def rows(self) -> int:
        """How many rows there are, removed ones too."""
        return len(self._ids)

    @property
    def live_rows(self) -> int:
        """How many rows aren't removed."""
        return self.rows if self.alive is None else int(self.alive.sum())

    @property
    def groups(self) -> Ids:
        """The ids of the groups that aren't removed, in the order of their rows."""
        return self._groups[~self._removed]

    @property
    def removed(self) -> Ids:
        """The ids of the groups that are."""
        return self._groups[self._removed]

    @property
    def all_ids(self) -> Ids:
        """The ids of all rows, removed ones too."""
        return self._ids

    @property
    def ids(self) -> Ids:
        """The ids of the rows that aren't removed."""
        return self._ids if self.alive is None else self._ids[self.alive]

    @property
    def is_sketched(self) -> bool:
        """Whether it is looked through by sketches."""
        return "sketches" in self.arrays

    @property
    def half(self) -> bool:
        """Whether the vectors are kept in half precision."""
        return self.arrays.kind("codes") == np.uint16

    @cached_property
    def alive(self) -> NDArray[np.bool_] | None:
        """Which rows aren't removed, (rows,); None if none is."""
        if not self._removed.any():
            return None
        return np.repeat(~self._removed, np.diff(self._edges))

    def remove(self, groups: Ids) -> bool:
        """Marks groups as removed, those that are held; returns whether any was."""
        gone = np.isin(self._groups, groups) & ~self._removed
        if gone.any():
            self._removed |= gone
            for name in ("alive", "_living"):
                self.__dict__.pop(name, None)
        return bool(gone.any())

    def ids_of(self, group: int) -> Ids:
        """The ids of a group's rows; none where the group isn't held."""
        places = np.flatnonzero((self._groups == group) & ~self._removed)
        return np.concatenate([np.empty(0, np.int64), *(self._ids[slice(*self._edges[[p, p + 1]])] for p in places)])

    def group_of_rows(self) -> Ids:
        """The group of each row, (rows,)."""
        return np.repeat(self._groups, np.diff(self._edges))

    def rows_of(self, ids: Ids) -> tuple[NDArray[np.int64], Rows]:
        """Of these ids, the places in `ids` of those that it holds, not removed, and their rows."""
        rows = np.minimum(np.searchsorted(self._ids, ids), max(self.rows - 1, 0))
        held = self._ids[rows] == ids if self.rows else np.zeros(len(ids), bool)
        if self.alive is not None:
            held &= self.alive[rows]
        places = np.flatnonzero(held)
        return places, rows[places]

    def codes_of(self, rows: Rows) -> Codes:
        """The codes (n, dimension) of these rows."""
        codes: Codes = self.arrays.rows_at("codes", rows, self.dimension)
        return codes

    def vectors_of(self, rows: Rows) -> Vectors:
        """The vectors (n, dimension) of these rows."""
        return decoded(self.codes_of(rows))

    def nearest(self, question: Vectors, k: int, among: Ids | None = None) -> tuple[Vectors, Rows]:
        """The approximate cosines and the rows of the k nearest to a question, (dimension,), in any order.

        Fewer where there are fewer. `among` holds the ids of those that may be found; those are all compared.
        """
        best = _Best(question, k, self)
        if among is not None:
            rows = self.rows_of(among)[1]
            best.compare(self.codes_of(rows), rows)
        elif self.is_sketched:
            rows = self._best_sketches(question, max(BEST, 2 * k))
            best.compare(self.codes_of(rows), rows)
        else:
            codes: Codes = self.arrays.whole("codes").reshape(-1, self.dimension)
            best.compare(codes, np.arange(self.rows), self._living)
        return best.found()

    def _best_sketches(self, question: Vectors, k: int) -> Rows:
        """The rows that aren't removed of the k best sketches, in their order."""
        removed = self.rows - self.live_rows
        # Of those that are, only as many are passed over as need be: most of a part's rows aren't.
        wanted = min(k, self.live_rows)
        while True:
            rows = np.sort(self._sketches.best(question, k))
            living = rows if self.alive is None else rows[self.alive[rows]]
            if len(living) >= wanted or k >= wanted + removed:
                return living
            k *= 2

    @cached_property
    def _sketches(self) -> Sketches:
        return Sketches(self.arrays, self.rows, self.dimension)

    @cached_property
    def _living(self) -> Any:
        """What tells FAISS the rows that aren't removed; None if none is."""
        if self.alive is None:
            return None
        return faiss().IDSelectorBitmap(np.packbits(self.alive, bitorder="little"))


class _Best:
    """The k nearest rows so far."""

    def __init__(self, question: Vectors, k: int, part: VectorPart) -> None:
        self._question = np.ascontiguousarray(question, np.float32)
        self._cosines = np.full(k, -np.inf, np.float32)
        self._rows = np.full(k, -1, np.int64)
        self._part = part
        self._scanners: dict[int, Any] = {}

    def compare(self, codes: Codes, rows: Rows, living: Any = None) -> None:
        """Takes in those rows (n,), with their codes (n, dimension), that are nearer; only the living ones if given."""
        if not len(rows) or not len(self._rows):
            return
        scanner = self._scanner(living)
        pointer = faiss().swig_ptr
        data, labels = np.ascontiguousarray(codes).view(np.uint8), np.ascontiguousarray(rows)
        scanner.scan_codes(
            len(labels), pointer(data), pointer(labels), pointer(self._cosines), pointer(self._rows), len(self._rows)
        )

    def found(self) -> tuple[Vectors, Rows]:
        """The cosines and rows."""
        held = self._rows >= 0
        return self._cosines[held], self._rows[held]

    def _scanner(self, living: Any) -> Any:
        key = id(living)
        if key not in self._scanners:
            self._scanners[key] = _scanning_index(self._part.dimension, self._part.half).get_InvertedListScanner(
                False, living, None
            )
            self._scanners[key].set_query(faiss().swig_ptr(self._question))
        return self._scanners[key]


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
