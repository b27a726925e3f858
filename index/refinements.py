"""Vectors in a byte for each pair of numbers: a sketch (index/sketches.py), and half a byte that refines it.

| array | |
| --- | --- |
| refinements | half a byte for each pair of a row's numbers, row by row: which of sixteen near its sketch |
| refined_codebook | of each pair, for each sketch, the sixteen: bits of half-precision floats |
| zeros | the rows of vectors of zeros, which have no place among the others |

Product quantization in two steps (a tree of codes; Gersho and Gray, Vector Quantization and Signal Compression, 1992):
around each of the sixteen points that a sketch tells apart stand sixteen more, learned from those of a sample that have
this sketch. Sixteen for the differences from all sketches together would leave 1.8 times the squared error: what is
nearest to one of the sketches is an area of another size and shape than what is nearest to another.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.blockfile import Arrays

Bytes = NDArray[np.uint8]
Vectors = NDArray[np.float32]
Rows = NDArray[np.int64]

_ITERATIONS = 6
# Where the sixteen begin, in standard deviations: two numbers in four steps each, as they suit a normal distribution.
_STEPS = np.array([-1.4, -0.44, 0.44, 1.4], np.float32)
_GRID = np.stack(np.meshgrid(_STEPS, _STEPS), axis=-1).reshape(16, 2)


def _loops() -> Any:
    """They are compiled when they are first imported."""
    from index import refinement_loops

    return refinement_loops


def halves(packed: Bytes) -> Bytes:
    """The codes (n, 2 * m) of bytes (n, m), each with the first of two in its lower half."""
    return np.stack([packed & 15, packed >> 4], axis=-1).reshape(len(packed), -1)


def learned(vectors: Vectors, sketches: Bytes, centroids: Vectors) -> NDArray[np.float16]:
    """The refined codebook (pairs, 16, 16, 2) of a sample (n, 2 * pairs) with sketches (n, pairs).

    `centroids` (pairs, 16, 2) are the points that sketches stand for.
    """
    pairs = np.arange(len(centroids))
    spread = (vectors - centroids[pairs, sketches].reshape(vectors.shape)).std()
    codebook = np.ascontiguousarray(centroids[:, :, np.newaxis] + spread * _GRID)
    columns, by_pair = np.ascontiguousarray(vectors.T), np.ascontiguousarray(sketches.T)
    _loops().learn(columns, by_pair, codebook, _ITERATIONS)
    return codebook.astype(np.float16)


def refined(vectors: Vectors, sketches: Bytes, codebook: NDArray[np.float16]) -> Bytes:
    """The refinements (n, pairs / 2) of vectors (n, 2 * pairs) with sketches (n, pairs)."""
    codes = np.empty_like(sketches)
    _loops().refine(np.ascontiguousarray(vectors), sketches, codebook.astype(np.float32), codes)
    packed: Bytes = codes[:, ::2] | codes[:, 1::2] << np.uint8(4)
    return packed


class Refinements:
    """Those of n vectors beside their sketches, `packed` as FAISS has them."""

    def __init__(self, arrays: Arrays, packed: Bytes, dimension: int) -> None:
        """Raises BrokenCache, as all methods do."""
        self._arrays, self._packed, self._pairs = arrays, packed, dimension // 2
        codebook = arrays.whole("refined_codebook").view(np.float16).astype(np.float32)
        # By a byte with the sketch in its upper half.
        self._codebook = codebook.reshape(self._pairs, 256, 2)
        self._zeros: NDArray[np.int32] = arrays.whole("zeros")

    def products(self, question: Vectors, rows: Rows) -> NDArray[np.float64]:
        """The products (n,) of a turned question, (dimension,), and these rows: of a row always the same number."""
        table = np.matmul(self._codebook, question.reshape(-1, 2, 1))[..., 0]
        sums = np.empty(len(rows))
        _loops().add_up(self._packed, self._of(rows), rows, table, sums)
        sums[self._are_zeros(rows)] = 0
        return sums

    def vectors_of(self, rows: Rows) -> Vectors:
        """The turned vectors (n, dimension) of these rows."""
        codes = np.empty((len(rows), self._pairs), np.uint8)
        _loops().unpack(self._packed, rows, codes)
        both = codes << np.uint8(4) | halves(self._of(rows))
        vectors: Vectors = self._codebook[np.arange(self._pairs), both].reshape(len(rows), -1)
        vectors[self._are_zeros(rows)] = 0
        return vectors

    def _of(self, rows: Rows) -> Bytes:
        found: Bytes = self._arrays.rows_at("refinements", rows, self._pairs // 2)
        return found

    def _are_zeros(self, rows: Rows) -> NDArray[np.bool_]:
        return np.isin(rows, self._zeros)
