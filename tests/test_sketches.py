"""Large parts of the vector index: looked through by sketches, they find what a comparison with all finds."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from index import blockfile, sketches, vector_parts
from index import vectors as index_vectors
from index.blockfile import Arrays
from index.vector_parts import Exact, VectorPart
from index.vectors import VectorIndex, exact_cosines

ROWS, DIMENSION = 3000, 64


@pytest.fixture(autouse=True)
def sketched_from_a_thousand(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vector_parts, "LEAST_SKETCHED", 1000)


def vectors(count: int, seed: int) -> NDArray[np.float32]:
    found = np.random.default_rng(seed).standard_normal((count, DIMENSION)).astype(np.float32)
    found /= np.linalg.norm(found, axis=1, keepdims=True)
    return found.astype(np.float16).astype(np.float32)


def own(held: NDArray[np.float32]) -> Exact:
    """What gives the vectors under these ids: twice their rows."""
    return lambda ids: held[ids // 2]


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
        ids, cosines = index.top(question[np.newaxis], 10, exact=own(held))
        assert ids[0].tolist() == (2 * nearest(held, question, 10)).tolist()
        assert cosines[0].tolist() == exact_cosines(question, held[ids[0] // 2]).tolist()
        ids, cosines = index.top(question[np.newaxis], 10)
        assert cosines[0].tolist() == index.cosines_of(question, ids[0]).tolist()


def test_several_questions_find_what_each_finds_alone() -> None:
    index, held = large()
    questions = vectors(5, 6)
    ids, cosines = index.top(questions, 10, exact=own(held))
    for row, question in enumerate(questions):
        assert ids[row].tolist() == (2 * nearest(held, question, 10)).tolist()
        assert cosines[row].tolist() == exact_cosines(question, held[ids[row] // 2]).tolist()


def test_most_of_a_part_is_never_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    index, held = large()
    (part,) = index.parts
    monkeypatch.setattr(blockfile, "_FINE_BLOCK", 1 << 7)
    monkeypatch.setattr(index_vectors, "_SPARE_SKETCHED", 16)
    blockfile.write(tmp_path / "part", part.arrays.all(), part.arrays.fine)
    arrays = Arrays.open(tmp_path / "part")
    index.set_parts([VectorPart(arrays, DIMENSION)])
    monkeypatch.setattr(sketches, "_BEST", 60)
    question = vectors(1, 3)
    assert index.top(question, 5, exact=own(held))[0][0].tolist() == (2 * nearest(held, question[0], 5)).tolist()
    # 375 blocks hold refinements; the rest are five of one block each, and the sketches, which aren't kept here.
    assert 5 + 20 < arrays.blocks_read <= 5 + 60


def test_removed_rows_are_passed_over_however_many_of_the_best_they_are() -> None:
    index, held = large()
    question = vectors(1, 4)
    order = nearest(held, question[0], ROWS)
    index.remove(np.unique(order[:500] // 10)[:59])
    (part,) = index.parts
    assert part.alive is not None
    left = [row for row in order.tolist() if part.alive[row]]
    assert len(left) == ROWS - 590
    assert index.top(question, 40, exact=own(held))[0][0].tolist() == [2 * row for row in left[:40]]
    assert index.top(question, ROWS, exact=own(held))[0][0, : len(left)].tolist() == [2 * row for row in left]


def test_with_a_choice_of_ids_all_of_them_are_compared() -> None:
    index, held = large()
    question = vectors(1, 5)
    order = nearest(held, -question[0], 300)
    found, _ = index.top(question, 5, 2 * order, own(held))
    assert found[0].tolist() == (2 * order[::-1][:5]).tolist()


def test_the_best_of_all_large_parts_are_compared_however_many_parts_there_are(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sketches, "_BEST", 50)
    compared: list[int] = []
    compare = VectorPart.nearest

    def counting(part: VectorPart, questions: NDArray[np.float32], k: int, rows: NDArray[np.int64]) -> Any:
        compared.append(len(rows))
        return compare(part, questions, k, rows)

    monkeypatch.setattr(VectorPart, "nearest", counting)
    index, held = large()
    first, second = index.part_of(index.parts[0].arrays), VectorIndex(DIMENSION)
    second.add(range(1, 2 * ROWS, 2), -held)
    index.set_parts([first, *second.parts])
    question = vectors(1, 7)
    ids, _ = index.top(question, 20)
    # Five more for the 6,000 rows, and those that are as good as the last of them; some are of each part.
    assert 55 <= sum(compared) < 59
    assert (len(compared), min(compared) > 10) == (2, True)
    # Half a byte a number tells no better which of them are the last.
    both = np.stack((held, -held), axis=1).reshape(-1, DIMENSION)
    assert len(set(ids[0].tolist()) & set(nearest(both, question[0], 20).tolist())) >= 15
    # By several threads as by one.
    monkeypatch.setattr(index_vectors, "_ROWS_FOR_THREADS", 1)
    assert index.top(question, 20)[0].tolist() == ids.tolist()


def test_turning_keeps_products_and_never_changes() -> None:
    turning = sketches._turning(DIMENSION)
    assert np.abs(turning @ turning.T - np.eye(DIMENSION)).max() < 1e-5
    # Sketches on disk hold only with the same.
    signs = "".join("+" if each > 0 else "-" for each in sketches._turning(16)[:, 0])
    assert (signs, float(turning[3, 5])) == ("-++-+++++++--+--", pytest.approx(-0.115466, abs=1e-6))
