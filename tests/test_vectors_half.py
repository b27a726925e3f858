"""Vectors of half precision, as a library's are, and what happens when others come among them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from index.vectors import VectorIndex


def vectors(count: int, seed: int, *, half: bool) -> NDArray[np.float32]:
    found = np.random.default_rng(seed).standard_normal((count, 32)).astype(np.float32)
    found /= np.linalg.norm(found, axis=1, keepdims=True)
    return found.astype(np.float16).astype(np.float32) if half else found


def test_half_precision_changes_no_vector_and_no_neighbour() -> None:
    held, asked = vectors(500, 1, half=True), vectors(5, 2, half=False)
    index = VectorIndex(32)
    index.add(range(0, 1000, 2), held)
    index.remove([4, 8])
    kept = np.delete(np.arange(500), [2, 4])
    assert [part.half for part in index.parts] == [True]
    assert index.vectors_of(2 * kept).tolist() == held[kept].tolist()
    exact = asked.astype(np.float64) @ held[kept].astype(np.float64).T
    ids, cosines = index.top(asked, 40)
    assert ids.tolist() == (2 * kept[np.argsort(-exact, axis=1)[:, :40]]).tolist()
    assert np.abs(cosines - -np.sort(-exact, axis=1)[:, :40]).max() < 1e-7
    among = 2 * kept[::7]
    ids, _ = index.top(asked, 10, among)
    assert ids.tolist() == among[np.argsort(-exact[:, ::7], axis=1)[:, :10]].tolist()


def test_other_vectors_are_kept_as_they_are_with_those_before_them() -> None:
    half, single = vectors(20, 3, half=True), vectors(20, 4, half=False)
    index = VectorIndex(32)
    index.add(range(20), half)
    index.add(range(20, 40), single)
    assert [part.half for part in index.parts] == [False]
    assert index.vectors_of(range(40)).tolist() == np.concatenate((half, single)).tolist()
    index.add(range(40, 60), half)
    assert index.ids.tolist() == list(range(60))
    assert index.top(half[7:8], 3)[0][0, :2].tolist() == [7, 47]
