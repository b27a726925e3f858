"""Vectors in 8 bits a number: how far they are off, and what never changes them."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.typing import NDArray

from index.vector_parts import decoded, encoded
from index.vectors import VectorIndex


def vectors(count: int, dimension: int, seed: int) -> NDArray[np.float32]:
    found = np.random.default_rng(seed).standard_normal((count, dimension)).astype(np.float32)
    found /= np.linalg.norm(found, axis=1, keepdims=True)
    return found.astype(np.float16).astype(np.float32)


@given(arrays(np.float32, (3, 8), elements=st.floats(-1, 1, width=32, allow_subnormal=False)))
def test_a_number_is_off_by_half_of_a_127th_of_the_largest_at_most(given_vectors: NDArray[np.float32]) -> None:
    codes, scales = encoded(given_vectors)
    largest = np.abs(given_vectors).max(axis=1)
    assert (codes.dtype, scales.dtype, int(codes.min(initial=0)) >= -127) == (np.int8, np.float32, True)
    np.testing.assert_allclose(scales, largest / 127, rtol=1e-6)
    off = np.abs(decoded(codes, scales) - given_vectors).max(axis=1)
    assert (off <= largest * (0.5001 / 127) + 1e-30).all()


def test_zeros_stay_zeros() -> None:
    codes, scales = encoded(np.array([[0, 0], [0.6, -0.8]], np.float32))
    assert (codes.tolist(), scales.tolist()) == ([[0, 0], [95, -127]], [0, np.float32(0.8) / np.float32(127)])
    assert decoded(codes, scales)[0].tolist() == [0, 0]
    assert encoded(np.empty((0, 2), np.float32))[0].shape == (0, 2)


def test_products_are_off_by_less_than_two_thousandths() -> None:
    held, asked = vectors(2000, 384, 1), vectors(5, 384, 2)
    index = VectorIndex(384)
    index.add(range(2000), held)
    for question in asked:
        cosines = index.cosines_of(question, range(2000))
        assert 1e-5 < np.abs(cosines - held.astype(np.float64) @ question).max() < 0.002
    exact = asked.astype(np.float64) @ held.astype(np.float64).T
    ids, cosines = index.top(asked, 40, exact=lambda ids: held[ids])
    assert ids.tolist() == np.argsort(-exact, axis=1)[:, :40].tolist()
    assert np.abs(cosines - -np.sort(-exact, axis=1)[:, :40]).max() < 1e-7
    among = np.arange(0, 2000, 7)
    ids, _ = index.top(asked, 10, among, lambda ids: held[ids])
    assert ids.tolist() == among[np.argsort(-exact[:, ::7], axis=1)[:, :10]].tolist()


def test_parts_that_are_put_together_keep_every_code() -> None:
    held = vectors(60, 32, 3)
    held[7] = 0
    index = VectorIndex(32)
    for start in range(0, 60, 20):
        index.add(range(start, start + 20), held[start : start + 20])
    assert [part.rows for part in index.parts] == [60]
    (part,) = index.parts
    codes, scales = encoded(held)
    assert part.codes_of(np.arange(60)).tolist() == codes.tolist()
    assert part.scales_of(np.arange(60)).tolist() == scales.tolist()
