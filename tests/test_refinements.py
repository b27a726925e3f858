"""Large parts of the vector index in 4 bits a number: how they are packed, how near they are, what they are made of."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from index import sketches, vector_parts
from index.blockfile import Arrays
from index.faiss_library import faiss
from index.refinement_loops import unpack
from index.refinements import halves
from index.sketches import Sketches, sketch_arrays
from index.vector_parts import decoded, encoded
from index.vectors import VectorIndex

# No multiple of 32, of which FAISS packs the sketches together.
ROWS, DIMENSION = 2010, 64

Vectors = NDArray[np.float32]
Ids = NDArray[np.int64]


@pytest.fixture(autouse=True)
def sketched_from_a_thousand(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vector_parts, "LEAST_SKETCHED", 1000)
    monkeypatch.setattr(sketches, "_AT_ONCE", 300)


def unit_vectors(count: int, seed: int) -> Vectors:
    found = np.random.default_rng(seed).standard_normal((count, DIMENSION)).astype(np.float32)
    return found / np.linalg.norm(found, axis=1, keepdims=True)


HELD = unit_vectors(ROWS, 1)
TURNED = HELD @ sketches._turning(DIMENSION)
ARRAYS = sketch_arrays(lambda rows: HELD[rows], ROWS, DIMENSION)
CENTROIDS = ARRAYS["codebook"].reshape(-1, 16, 2)
CODEBOOK = ARRAYS["refined_codebook"].view(np.float16).astype(np.float32).reshape(-1, 16, 16, 2)
EACH_PAIR = np.arange(DIMENSION // 2)


def sketches_of(turned: Vectors) -> NDArray[np.uint8]:
    """As a plain index of FAISS with the same centroids has them, (n, pairs)."""
    index = faiss().IndexPQ(DIMENSION, DIMENSION // 2, 4)
    faiss().copy_array_to_vector(ARRAYS["codebook"], index.pq.centroids)
    index.is_trained = True
    return halves(index.sa_encode(turned))


def made() -> Sketches:
    return Sketches(Arrays(ARRAYS), ROWS, DIMENSION)


def test_sketches_are_unpacked_as_faiss_packs_them() -> None:
    rows = np.random.default_rng(2).permutation(ROWS)
    found = np.empty((ROWS, DIMENSION // 2), np.uint8)
    unpack(ARRAYS["sketches"], rows, found)
    assert found.tolist() == sketches_of(TURNED)[rows].tolist()


def test_each_pair_has_the_nearest_of_those_of_its_sketch() -> None:
    of_sketch = CODEBOOK[EACH_PAIR, sketches_of(TURNED)]
    distances = ((TURNED.reshape(ROWS, -1, 1, 2) - of_sketch) ** 2).sum(axis=-1)
    refinements = halves(ARRAYS["refinements"].reshape(ROWS, -1))
    chosen = np.take_along_axis(distances, refinements[..., np.newaxis].astype(np.int64), axis=-1)[..., 0]
    assert (chosen <= distances.min(axis=-1) + 1e-7).all()
    held = of_sketch[np.arange(ROWS)[:, np.newaxis], EACH_PAIR, refinements].reshape(ROWS, -1)
    np.testing.assert_allclose(made().vectors_of(np.arange(ROWS)), held @ sketches._turning(DIMENSION).T, atol=1e-6)


def test_a_tenth_of_the_squared_error_of_sketches_is_left() -> None:
    of_sketches = ((TURNED - CENTROIDS[EACH_PAIR, sketches_of(TURNED)].reshape(ROWS, -1)) ** 2).sum(axis=1).mean()
    off = ((made().vectors_of(np.arange(ROWS)) - HELD) ** 2).sum(axis=1).mean()
    assert 0.1 < of_sketches < 0.12
    assert 0.005 < off < 0.1 * of_sketches


def test_products_are_those_of_the_vectors_whatever_is_asked_for_with_them() -> None:
    rows = np.array([2009, 0, 31, 32, 17, 17, 1000])
    question = 3 * unit_vectors(1, 3)[0]
    products = made().products(question, rows)
    np.testing.assert_allclose(products, made().vectors_of(rows) @ question, atol=1e-5)
    assert products.tolist() == [made().products(question, rows[each : each + 1])[0] for each in range(len(rows))]
    assert made().products(question, rows[:0]).tolist() == []


def test_zeros_stay_zeros() -> None:
    held = np.abs(unit_vectors(ROWS, 4))
    held[[5, 700]] = 0
    index = VectorIndex(DIMENSION)
    index.add(range(ROWS), held)
    assert [part.is_sketched for part in index.parts] == [True]
    question = np.full(DIMENSION, DIMENSION**-0.5, np.float32)
    cosines = index.cosines_of(question, [4, 5, 700])
    assert cosines[0] > 0.6
    assert cosines[1:].tolist() == [0, 0]
    assert not index.vectors_of([5, 700]).any()
    assert set(index.top(question[np.newaxis], ROWS)[0][0, -2:].tolist()) == {5, 700}


# What they are made of


GONE = range(670, 737)


def grown(own: vector_parts.Exact | None) -> VectorIndex:
    """In parts of 67, of which one is removed when others follow."""
    index = VectorIndex(DIMENSION, own)
    for start in range(0, ROWS, 67):
        index.add(range(start, start + 67), HELD[start : start + 67], [start] * 67)
        if start == 1005:
            index.remove([GONE.start])
    return index


def test_parts_that_are_put_together_are_encoded_from_the_library_s_own_vectors() -> None:
    asked: list[Ids] = []

    def own(ids: Ids) -> Vectors:
        asked.append(ids)
        return HELD[ids]

    index = grown(own)
    assert [(part.is_sketched, part.rows) for part in index.parts] == [(True, 1876), (False, 67)]
    largest, last = index.parts
    anew = sketch_arrays(lambda rows: HELD[largest.ids[rows]], largest.rows, DIMENSION)
    assert {name: array.tolist() for name, array in anew.items()} == {
        name: largest.arrays.whole(name).tolist() for name in anew
    }
    # Of a sample, and then so many at once.
    assert [len(ids) for ids in asked[-8:]] == [1876, *[300] * 6, 76]
    assert not np.isin(asked[-8], GONE).any()
    # A small one keeps its codes.
    assert last.codes_of(np.arange(67)).tolist() == encoded(HELD[-67:])[0].tolist()


def test_without_them_they_are_encoded_from_what_the_parts_hold() -> None:
    index = grown(None)
    found = index.vectors_of(index.ids)
    assert 0.9 < np.vecdot(found, HELD[index.ids]).min() < 0.995


def test_a_large_part_that_becomes_small_has_8_bits_a_number() -> None:
    index = VectorIndex(DIMENSION, lambda ids: HELD[ids])
    index.add(range(ROWS), HELD, [row // 201 for row in range(ROWS)])
    index.remove(range(6))
    (part,) = index.parts
    assert (part.is_sketched, part.rows) == (False, 804)
    assert index.vectors_of(range(1206, ROWS)).tolist() == decoded(*encoded(HELD[1206:])).tolist()
