"""Vectors in half a byte for each pair of numbers: what a large part of a vector index is looked through by.

Product quantization (Jégou, Douze and Schmid, 2011): of each pair of a vector's numbers, the nearest of sixteen,
learned from a sample. FAISS adds up their products with a question from tables that fit into the processor's registers
(its "fast scan"; André, Kermarrec and Le Scouarnec, 2015), some ten times as fast as with the vectors themselves. The
best by their sketches are then compared by the vectors: so many are taken that hardly any of the nearest is missed,
whatever the question is like. (Lists of near vectors, as in an inverted file, miss more, because questions lie far from
all paragraphs: of 3,426 real ones, a fifth of the lists held 94 to 96 % of the ten nearest, the 320 best sketches
99.98 %. And a first pass by sketches of half the size takes 0.6 of the time, but its 2,000 best hold 0.92 of the ten.)

Vectors are turned before they are sketched, with the signs of some of their numbers changed and by a cosine transform
(as fast Johnson-Lindenstrauss transforms do; Ailon and Chazelle, 2006). That keeps all products, and spreads what is
common to all vectors, which a model puts into a few of the numbers, evenly over the pairs. It matters where few of the
best are compared: with half as many as now, 0.01 more of the ten nearest were found among 49,367 and among 171,162 real
vectors, though 0.004 less among 100,000 of these. As many as now hold 0.998 of them, in either way. (Half as many held
0.993 among 49,367, but 0.985 among 100,000.)
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.blockfile import Arrays
from index.faiss_library import faiss
from index.refinements import Refinements, halves, learned, refined

# So many of the best sketches are compared by their vectors, at least, and one more for so many rows.
_BEST = 1024
_ROWS_FOR_ONE_MORE = 1024
_BITS = 4
_SAMPLE = 1 << 14
_ITERATIONS = 8
# So many vectors are encoded at once: from a library they come out of its file.
_AT_ONCE = 4096
# FAISS keeps the sketches of so many vectors together.
_BLOCK = 32

Vectors = NDArray[np.float32]
Rows = NDArray[np.int64]


def best_of(rows: int) -> int:
    """How many of the best of so many sketches are to be compared by their vectors."""
    return _BEST + rows // _ROWS_FOR_ONE_MORE


def sketch_arrays(vectors_at: Callable[[Rows], Vectors], rows: int, dimension: int) -> dict[str, NDArray[Any]]:
    """The arrays for so many vectors, of a dimension that is a multiple of 4, with those of index/refinements.py.

    `vectors_at` gives those of rows, (n, dimension): of a sample, and then of all, so many at once.
    """
    sample = vectors_at(np.linspace(0, rows - 1, min(rows, _SAMPLE)).astype(np.int64)) @ _turning(dimension)
    index = faiss().IndexPQ(dimension, dimension // 2, _BITS, faiss().METRIC_INNER_PRODUCT)
    index.pq.cp.niter = _ITERATIONS
    index.train(sample)
    centroids = faiss().vector_to_array(index.pq.centroids)
    codebook = learned(sample, halves(index.sa_encode(sample)), centroids.reshape(-1, 1 << _BITS, 2))
    refinements = np.empty((rows, dimension // 4), np.uint8)
    zeros = [np.empty(0, np.int32)]
    for start in range(0, rows, _AT_ONCE):
        some = np.arange(start, min(start + _AT_ONCE, rows))
        vectors = vectors_at(some)
        turned = vectors @ _turning(dimension)
        sketches = index.sa_encode(turned)
        index.add_sa_codes(sketches)
        refinements[some] = refined(turned, halves(sketches), codebook)
        zeros.append(some[~vectors.any(axis=1)].astype(np.int32))
    packed = faiss().IndexPQFastScan(index)
    return {
        "codebook": centroids,
        "sketches": faiss().rev_swig_ptr(packed.codes.get(), _size(rows, dimension)).copy(),
        "refined_codebook": codebook.view(np.uint16).ravel(),
        "refinements": refinements.ravel(),
        "zeros": np.concatenate(zeros),
    }


class Sketches:
    """The sketches of n vectors."""

    def __init__(self, arrays: Arrays, rows: int, dimension: int) -> None:
        """Raises BrokenCache."""
        index = _empty(dimension)
        faiss().copy_array_to_vector(np.array(arrays.whole("codebook")), index.pq.centroids)
        index.codes.resize(_size(rows, dimension))
        arrays.copy_to("sketches", faiss().rev_swig_ptr(index.codes.get(), _size(rows, dimension)))
        index.ntotal, index.ntotal2 = rows, -(-rows // _BLOCK) * _BLOCK
        index.is_trained = True
        self._index = index
        # Of memory that FAISS keeps.
        packed = faiss().rev_swig_ptr(index.codes.get(), _size(rows, dimension))
        self._refinements = Refinements(arrays, packed, dimension)

    def best(self, questions: Vectors, k: int) -> list[tuple[Vectors, Rows]]:
        """The products and rows of the k sketches with the largest products with each question, (m, dimension).

        All questions in one thread: FAISS then goes through the sketches once for two of them.
        """
        threads = faiss().omp_get_max_threads()
        faiss().omp_set_num_threads(1)
        try:
            turned = questions @ _turning(questions.shape[1])
            products, found = self._index.search(turned, min(k, self._index.ntotal))
        finally:
            faiss().omp_set_num_threads(threads)
        return [(of_each[rows >= 0], rows[rows >= 0]) for of_each, rows in zip(products, found, strict=True)]

    def products(self, question: Vectors, rows: Rows) -> NDArray[np.float64]:
        """The products (n,) of the question, (dimension,), and these rows, by their refinements.

        Of a row always the same number.
        """
        return self._refinements.products(question @ _turning(len(question)), rows)

    def vectors_of(self, rows: Rows) -> Vectors:
        """The vectors (n, dimension) of these rows, by their refinements."""
        turned = self._refinements.vectors_of(rows)
        vectors: Vectors = turned @ _turning(turned.shape[1]).T
        return vectors


@cache
def _turning(dimension: int) -> Vectors:
    """What vectors are multiplied by to turn them, (dimension, dimension), orthogonal.

    It may never change, for it isn't kept with the sketches. What RandomState gives for a seed is fixed for good.
    """
    signs = np.random.RandomState(0).choice([-1.0, 1.0], (dimension, 1))
    place = np.arange(dimension)
    cosines = np.cos(np.pi / dimension * np.outer(place + 0.5, place)) * np.sqrt(2 / dimension)
    cosines[:, 0] /= np.sqrt(2)
    turning: Vectors = (signs * cosines).astype(np.float32)
    return turning


def _empty(dimension: int) -> Any:
    return faiss().IndexPQFastScan(dimension, dimension // 2, _BITS, faiss().METRIC_INNER_PRODUCT)


def _size(rows: int, dimension: int) -> int:
    """How many bytes the sketches of so many vectors take."""
    return -(-rows // _BLOCK) * _BLOCK * dimension // 2 * _BITS // 8
