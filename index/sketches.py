"""Vectors in half a byte for each pair of numbers: what a large part of a vector index is looked through by.

Product quantization (Jégou, Douze and Schmid, 2011): of each pair of a vector's numbers, the nearest of sixteen,
learned from a sample. FAISS adds up their products with a question from tables that fit into the processor's registers
(its "fast scan"; André, Kermarrec and Le Scouarnec, 2015), some ten times as fast as with the vectors themselves. The
best by their sketches are then compared exactly: so many are taken that hardly any of the nearest is missed, whatever
the question is like. (Lists of near vectors, as in an inverted file, miss more, because questions lie far from all
paragraphs: of 3,426 real ones, a fifth of the lists held 94 to 96 % of the ten nearest, the 320 best sketches 99.98 %.)
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.blockfile import Arrays
from index.faiss_library import faiss

# So many of the best sketches are compared exactly, at least.
BEST = 512
_BITS = 4
_SAMPLE = 1 << 14
_ITERATIONS = 8
# FAISS keeps the sketches of so many vectors together.
_BLOCK = 32

Vectors = NDArray[np.float32]


def sketch_arrays(vectors: Vectors) -> dict[str, NDArray[Any]]:
    """The arrays "codebook" and "sketches" for vectors (n, dimension), of an even dimension."""
    index = _empty(vectors.shape[1])
    index.pq.cp.niter = _ITERATIONS
    index.train(vectors[np.linspace(0, len(vectors) - 1, min(len(vectors), _SAMPLE)).astype(np.int64)])
    index.add(vectors)
    data = faiss().rev_swig_ptr(index.codes.get(), _size(len(vectors), vectors.shape[1]))
    return {"codebook": faiss().vector_to_array(index.pq.centroids), "sketches": data.copy()}


class Sketches:
    """The sketches of n vectors."""

    def __init__(self, arrays: Arrays, rows: int, dimension: int) -> None:
        """Raises BrokenCache."""
        codebook, sketches = arrays.whole("codebook"), arrays.whole("sketches")
        index = _empty(dimension)
        faiss().copy_array_to_vector(np.array(codebook), index.pq.centroids)
        index.codes.resize(_size(rows, dimension))
        faiss().memcpy(index.codes.get(), faiss().swig_ptr(sketches), len(sketches))
        index.ntotal, index.ntotal2 = rows, -(-rows // _BLOCK) * _BLOCK
        index.is_trained = True
        self._index = index

    def best(self, questions: Vectors, k: int) -> list[NDArray[np.int64]]:
        """The rows of the k vectors whose sketches have the largest products with each question, (m, dimension).

        All questions in one thread: FAISS then goes through the sketches once for two of them.
        """
        threads = faiss().omp_get_max_threads()
        faiss().omp_set_num_threads(1)
        try:
            found: NDArray[np.int64] = self._index.search(questions, min(k, self._index.ntotal))[1]
        finally:
            faiss().omp_set_num_threads(threads)
        return [rows[rows >= 0] for rows in found]


def _empty(dimension: int) -> Any:
    return faiss().IndexPQFastScan(dimension, dimension // 2, _BITS, faiss().METRIC_INNER_PRODUCT)


def _size(rows: int, dimension: int) -> int:
    """How many bytes the sketches of so many vectors take."""
    pairs = dimension // 2 + dimension // 2 % 2
    return -(-rows // _BLOCK) * _BLOCK * pairs * _BITS // 8
