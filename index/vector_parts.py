"""Vectors of some rows, in arrays that never change: a part of a vector index.

| array | |
| --- | --- |
| ids | of each row, ascending: its id |
| groups, group_starts | the id of each group of rows that are removed together, and where it begins; the end |
| codes, scales | in a part of few rows: the vectors, 8 bits a number (int8), and what each row's codes are times of |
| codebook, sketches | in a part of many rows: what it is looked through by (index/sketches.py) |
| refined_codebook, refinements, zeros | with the sketches, the vectors in 4 bits a number (index/refinements.py) |

A row's scale is the largest of its numbers, without its sign, over 127. So a number is off by half of that at most, a
product of two unit vectors by some 0.0003 (measured on real ones; 0.002 at most), and parts are made into one without
changing a code. Of a part of many rows a product is off by 0.002 (0.025 at most); such parts are always encoded anew.
Hardly any of their refinements are even read, one here and one there.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.blockfile import Arrays
from index.eight_bits import numbers_of, scales_of
from index.grouped_rows import GroupedRows, Ids, Rows
from index.sketches import Sketches, sketch_arrays

Vectors = NDArray[np.float32]
Codes = NDArray[np.int8]
Scales = NDArray[np.float32]
Exact = Callable[[Ids], Vectors]
"""What gives the library's own vectors (n, dimension) of ids."""

# A part of fewer rows is compared whole, which takes a few milliseconds.
LEAST_SKETCHED = 1 << 13
_ROWS_AT_ONCE = 2048
# How far products in single precision lie from those in double precision; measured: below 1e-6 at 384 dimensions.
_INEXACTNESS = 1e-5


def encoded(vectors: Vectors) -> tuple[Codes, Scales]:
    """The vectors (n, dimension) in 8 bits a number, (n, dimension), and the scale of each, (n,)."""
    scales = scales_of(vectors)
    return numbers_of(vectors, scales), scales


def _products(question: Vectors, codes: Codes, scales: Scales) -> Vectors:
    products: Vectors = (np.vecdot(codes.astype(np.float64), question.astype(np.float64)) * scales).astype(np.float32)
    return products


def _clipped(products: Vectors) -> Vectors:
    cosines: Vectors = np.clip(products, -1, 1)
    return cosines


def _largest(k: int, values: Vectors) -> Rows:
    """The places of the k largest values, and of those that are equal to the last of them."""
    least = np.partition(values, -k)[-k] if 0 < k < len(values) else -np.inf
    return np.flatnonzero(values >= least)


def decoded(codes: Codes, scales: Scales) -> Vectors:
    """The vectors (n, dimension) of such codes."""
    vectors: Vectors = codes * scales[:, np.newaxis]
    return vectors


def sketches_suit(rows: int, dimension: int) -> bool:
    """Whether a part of so many rows is to be looked through by sketches."""
    return rows >= LEAST_SKETCHED and dimension % 4 == 0


def _grouped(ids: Ids, groups: Ids) -> dict[str, NDArray[Any]]:
    begins = np.flatnonzero(np.diff(groups, prepend=-1 if not len(groups) or groups[0] != -1 else 0))
    edges = np.append(begins, len(ids)).astype(np.int32)
    return {"ids": ids, "groups": groups[begins], "group_starts": edges}


class VectorPart(GroupedRows):
    """Vectors of unit length of some rows. Raises BrokenCache from all its methods where its file is damaged."""

    def __init__(self, arrays: Arrays, dimension: int, removed: Collection[int] = ()) -> None:
        """`removed` holds the ids of removed groups."""
        super().__init__(arrays, removed)
        self.dimension = dimension

    @classmethod
    def of(cls, ids: Ids, groups: Ids, vectors_of: Exact, dimension: int) -> VectorPart:
        """One of new rows; `groups` (n,) is the group of each, `vectors_of` gives the vectors of ids."""
        if sketches_suit(len(ids), dimension):
            arrays = sketch_arrays(lambda rows: vectors_of(ids[rows]), len(ids), dimension)
            return cls(Arrays({**_grouped(ids, groups), **arrays}, fine=("refinements",)), dimension)
        return cls.coded(ids, groups, *encoded(vectors_of(ids)))

    @classmethod
    def coded(cls, ids: Ids, groups: Ids, codes: Codes, scales: Scales) -> VectorPart:
        """One of few rows; `groups` (n,) is the group of each, `codes` is (n, dimension), `scales` (n,)."""
        arrays = {**_grouped(ids, groups), "codes": codes.ravel(), "scales": scales}
        return cls(Arrays(arrays, fine=("codes",)), codes.shape[1])

    @property
    def is_sketched(self) -> bool:
        """Whether it is looked through by sketches."""
        return "sketches" in self.arrays

    @property
    def live(self) -> Rows:
        """The rows that aren't removed."""
        return np.arange(self.rows) if self.alive is None else np.flatnonzero(self.alive)

    def codes_of(self, rows: Rows) -> Codes:
        """The codes (n, dimension) of these rows of a part without sketches."""
        codes: Codes = self.arrays.rows_at("codes", rows, self.dimension)
        return codes

    def scales_of(self, rows: Rows) -> Scales:
        """The scales (n,) of these rows of a part without sketches."""
        return self.arrays.at("scales", rows)

    def vectors_of(self, rows: Rows) -> Vectors:
        """The vectors (n, dimension) of these rows."""
        if self.is_sketched:
            return self._sketches.vectors_of(rows)
        return decoded(self.codes_of(rows), self.scales_of(rows))

    def products(self, question: Vectors, rows: Rows) -> Vectors:
        """The products (n,) of a vector, (dimension,), and these rows: of a row always the same number."""
        pieces = [rows[start : start + _ROWS_AT_ONCE] for start in range(0, len(rows), _ROWS_AT_ONCE)]
        if self.is_sketched:
            found = [self._sketches.products(question, some).astype(np.float32) for some in pieces]
        else:
            found = [_products(question, self.codes_of(some), self.scales_of(some)) for some in pieces]
        return np.concatenate([np.empty(0, np.float32), *found])

    def cosines(self, question: Vectors, rows: Rows) -> Vectors:
        """The cosines (n,) of the question, (dimension,), and these rows: of a row always the same number."""
        return _clipped(self.products(question, rows))

    def nearest(self, questions: Vectors, k: int, rows: Rows) -> list[tuple[Vectors, Rows]]:
        """The cosines and the rows of the k nearest to each question, (m, dimension), of these rows, in any order.

        Fewer where there are fewer; more where some are hardly less near than the last of them.
        """
        if len(rows) <= k or self.is_sketched:
            found = [self.cosines(question, rows) for question in questions]
            return [(cosines[kept], rows[kept]) for cosines in found for kept in [_largest(k, cosines)]]
        rough = np.empty((len(questions), len(rows)), np.float32)
        for start in range(0, len(rows), _ROWS_AT_ONCE):
            some = rows[start : start + _ROWS_AT_ONCE]
            codes, scales = self.codes_of(some), self.scales_of(some)
            rough[:, start : start + len(some)] = questions @ codes.astype(np.float32).T * scales
        least = np.partition(rough, len(rows) - k, axis=1)[:, len(rows) - k] - 2 * _INEXACTNESS
        kept = [np.flatnonzero(of_each >= each) for of_each, each in zip(rough, least, strict=True)]
        if len(rows) <= _ROWS_AT_ONCE:
            # They are at hand.
            pairs = zip(questions, kept, strict=True)
            return [(_clipped(_products(question, codes[each], scales[each])), rows[each]) for question, each in pairs]
        return [
            (self.cosines(question, rows[each]), rows[each]) for question, each in zip(questions, kept, strict=True)
        ]

    def best_sketches(self, questions: Vectors, k: int) -> list[tuple[Vectors, Rows]]:
        """The products and rows of the k best sketches for each question, of rows that aren't removed."""
        removed = self.rows - self.live_rows
        # Of those that are, only as many are passed over as need be: most of a part's rows aren't.
        wanted = min(k, self.live_rows)
        while True:
            found = self._sketches.best(questions, k)
            if self.alive is not None:
                alive = self.alive
                found = [(products[alive[rows]], rows[alive[rows]]) for products, rows in found]
            if min(len(rows) for _, rows in found) >= wanted or k >= wanted + removed:
                return found
            k *= 2

    @cached_property
    def _sketches(self) -> Sketches:
        return Sketches(self.arrays, self.rows, self.dimension)
