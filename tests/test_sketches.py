"""Large parts of the vector index: looked through by sketches, they find what a comparison with all finds."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from index import blockfile, vector_parts
from index.blockfile import Arrays
from index.vector_parts import VectorPart
from index.vectors import VectorIndex

ROWS, DIMENSION = 3000, 64


@pytest.fixture(autouse=True)
def sketched_from_a_thousand(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vector_parts, "LEAST_SKETCHED", 1000)


def vectors(count: int, seed: int) -> NDArray[np.float32]:
    found = np.random.default_rng(seed).standard_normal((count, DIMENSION)).astype(np.float32)
    found /= np.linalg.norm(found, axis=1, keepdims=True)
    return found.astype(np.float16).astype(np.float32)


def large() -> tuple[VectorIndex, NDArray[np.float32]]:
    held = vectors(ROWS, 1)
    index = VectorIndex(DIMENSION)
    index.add(range(0, 2 * ROWS, 2), held, [row // 10 for row in range(ROWS)])
    return index, held


def nearest(held: NDArray[np.float32], question: NDArray[np.float32], k: int) -> NDArray[np.int64]:
    return np.argsort(-(held.astype(np.float64) @ question.astype(np.float64)), kind="stable")[:k]


def test_the_nearest_are_found_with_their_exact_cosines() -> None:
    index, held = large()
    assert [part.is_sketched for part in index.parts] == [True]
    for question in vectors(30, 2):
        ids, cosines = index.top(question[np.newaxis], 10)
        assert ids[0].tolist() == (2 * nearest(held, question, 10)).tolist()
        assert cosines[0].tolist() == index.cosines_of(question, ids[0]).tolist()


def test_several_questions_find_what_each_finds_alone() -> None:
    index, held = large()
    questions = vectors(5, 6)
    ids, cosines = index.top(questions, 10)
    for row, question in enumerate(questions):
        assert ids[row].tolist() == (2 * nearest(held, question, 10)).tolist()
        assert cosines[row].tolist() == index.cosines_of(question, ids[row]).tolist()


def test_most_of_a_part_is_never_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    index, held = large()
    (part,) = index.parts
    monkeypatch.setattr(blockfile, "_BLOCK", 1 << 10)
    blockfile.write(tmp_path / "part", part.arrays.all())
    arrays = Arrays.open(tmp_path / "part")
    index.set_parts([VectorPart(arrays, DIMENSION)])
    monkeypatch.setattr(vector_parts, "BEST", 60)
    question = vectors(1, 3)
    assert index.top(question, 5)[0][0].tolist() == (2 * nearest(held, question[0], 5)).tolist()
    # 384 blocks hold vectors, 96 sketches; the rest are small.
    assert 96 < arrays.blocks_read < 96 + 60 + 60


def test_removed_rows_are_passed_over_however_many_of_the_best_they_are() -> None:
    index, held = large()
    question = vectors(1, 4)
    order = nearest(held, question[0], ROWS)
    index.remove(np.unique(order[:500] // 10)[:59])
    (part,) = index.parts
    assert part.alive is not None
    left = [row for row in order.tolist() if part.alive[row]]
    assert len(left) == ROWS - 590
    assert index.top(question, 40)[0][0].tolist() == [2 * row for row in left[:40]]
    assert index.top(question, ROWS)[0][0, : len(left)].tolist() == [2 * row for row in left]


def test_with_a_choice_of_ids_all_of_them_are_compared() -> None:
    index, held = large()
    question = vectors(1, 5)
    order = nearest(held, -question[0], 300)
    found, _ = index.top(question, 5, among=2 * order)
    assert found[0].tolist() == (2 * order[::-1][:5]).tolist()


def test_vectors_of_single_precision_are_kept_as_they_are() -> None:
    held = vectors(ROWS, 1)
    held[7] = vectors(1, 9)[0] * np.float32(1.0001)
    index = VectorIndex(DIMENSION)
    index.add(range(ROWS), held)
    assert index.vectors_of(range(ROWS)).tolist() == held.tolist()
    assert index.top(held[7:8], 1)[0].tolist() == [[7]]
