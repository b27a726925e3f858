"""The vector index: exact neighbours, equal ones by id, and the parts that it is made of."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from index import blockfile
from index.blockfile import Arrays
from index.vector_parts import VectorPart, decoded, encoded
from index.vectors import VectorIndex

AXES = np.eye(4, dtype=np.float32)
FILLED = dict(zip((2, 3, 5, 8), np.array([AXES[0], AXES[1], AXES[0], [0.6, 0.8, 0, 0]], np.float32), strict=True))
# With four numbers, of which one is large, a product is off by this at most.
NEAR = 0.005


def unit_vectors(count: int, dimension: int, seed: int, distinct: int | None = None) -> NDArray[np.float32]:
    """Random unit vectors; with `distinct`, drawn from that many, so that many are equal."""
    generator = np.random.default_rng(seed)
    vectors = generator.standard_normal((distinct or count, dimension)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    return vectors if distinct is None else vectors[generator.integers(0, distinct, count)]


def filled() -> VectorIndex:
    index = VectorIndex(4)
    index.add(list(FILLED), np.stack(list(FILLED.values())))
    return index


def exact(ids: NDArray[np.int64]) -> NDArray[np.float32]:
    return np.stack([FILLED[each] for each in ids.tolist()])


def coded(vectors: NDArray[np.float32]) -> list[list[float]]:
    """The vectors as 8 bits a number hold them."""
    held: list[list[float]] = decoded(*encoded(vectors)).tolist()
    return held


def test_neighbours() -> None:
    asked = np.array([AXES[0], AXES[1], -AXES[0]])
    for vectors, off in ((None, NEAR), (exact, 1e-7)):
        ids, cosines = filled().top(asked, 3, exact=vectors)
        assert ids.dtype == np.int64
        assert cosines.dtype == np.float32
        assert ids.tolist() == [[2, 5, 8], [3, 8, 2], [3, 8, 2]]
        assert cosines == pytest.approx(np.array([[1, 1, 0.6], [1, 0.8, 0], [0, -0.6, -1]]), abs=off)


def test_those_that_are_the_same_in_8_bits_are_told_apart_by_their_own_vectors() -> None:
    near = [[0.6 + step / 5000, 0.8, 0, 0] for step in (0, 3, 1, 2)]
    vectors = np.array(near, np.float32)
    index = VectorIndex(4)
    index.add([1, 2, 3, 4], vectors)
    assert (index.vectors_of([1, 2, 3, 4]) == index.vectors_of([1])).all()
    assert index.top(AXES[:1], 4)[0].tolist() == [[1, 2, 3, 4]]
    ids, cosines = index.top(AXES[:1], 2, exact=lambda ids: vectors[ids - 1])
    assert (ids.tolist(), cosines.tolist()) == ([[2, 4]], [vectors[[1, 3], 0].tolist()])


def test_fewer_than_asked_for() -> None:
    ids, cosines = filled().top(AXES[:1], 6)
    assert ids.tolist() == [[2, 5, 8, 3, -1, -1]]
    assert cosines[0, 4:].tolist() == [-np.inf, -np.inf]
    ids, cosines = filled().top(AXES[:1], 3, among=np.array([8, 3, 3, 77]))
    assert ids.tolist() == [[8, 3, -1]]
    assert cosines[0, :2] == pytest.approx([0.6, 0], abs=NEAR)
    assert cosines[0, 2] == -np.inf
    assert filled().top(AXES[:1], 3, among=np.array([8, 3]), exact=exact)[1].tolist() == [[np.float32(0.6), 0, -np.inf]]
    assert filled().top(AXES[:2], 2, among=np.array([], np.int64))[0].tolist() == [[-1, -1], [-1, -1]]
    assert filled().top(AXES[:2], 0)[0].shape == (2, 0)
    assert filled().top(AXES[:0], 3)[0].shape == (0, 3)


def test_an_empty_index() -> None:
    empty = VectorIndex(4)
    empty.remove([1, 2])
    empty.add([], np.empty((0, 4), np.float32))
    assert len(empty) == 0
    assert empty.ids.tolist() == []
    assert empty.top(AXES[:2], 2)[0].tolist() == [[-1, -1], [-1, -1]]
    assert empty.cosines_of(AXES[0], []).tolist() == []
    assert empty.vectors_of([]).shape == (0, 4)


def test_chosen_vectors() -> None:
    index = filled()
    assert index.cosines_of(np.array([0, 1, 0, 0], np.float32), [8, 2, 3, 8]) == pytest.approx(
        [0.8, 0, 1, 0.8], abs=NEAR
    )
    assert index.vectors_of([3, 2]).tolist() == [AXES[1].tolist(), AXES[0].tolist()]
    with pytest.raises(KeyError, match="4"):
        index.vectors_of([2, 4])
    with pytest.raises(KeyError, match="9"):
        index.cosines_of(AXES[0], [9])


def test_removed_vectors_are_gone() -> None:
    index = filled()
    index.remove([2, 77])
    assert index.ids.tolist() == [3, 5, 8]
    assert index.top(AXES[:1], 2)[0].tolist() == [[5, 8]]
    assert index.vectors_of([8])[0] == pytest.approx([0.6, 0.8, 0, 0], abs=NEAR)
    index.add([9], AXES[:1])
    assert index.top(AXES[:1], 2)[0].tolist() == [[5, 9]]


def test_what_does_not_fit_is_refused_and_changes_nothing() -> None:
    index = filled()
    for ids, vectors, message in (
        ([8], AXES[:1], "ascend and be new"),
        ([10, 10], AXES[:2], "ascend"),
        ([10], AXES[:2], "1 ids and 1 groups for 2 vectors"),
        ([10], AXES[:1, :3], "shape"),
        ([10], AXES[0], "shape"),
        ([10], AXES[:1] * 2, "length 2.0"),
        ([10], AXES[:1] * np.nan, "length nan"),
    ):
        with pytest.raises(ValueError, match=message):
            index.add(ids, vectors)
    with pytest.raises(ValueError, match="length 0.5"):
        index.top(AXES[:1] / 2, 1)
    assert index.ids.tolist() == [2, 3, 5, 8]
    assert index.top(AXES[:1], 5)[0].tolist() == [[2, 5, 8, 3, -1]]


def test_a_vector_of_zeros_has_cosine_zero() -> None:
    index = filled()
    index.add([9], np.zeros((1, 4), np.float32))
    assert index.cosines_of(AXES[0], [9]).tolist() == [0]


@settings(max_examples=60, deadline=None)
@given(
    count=st.integers(1, 80),
    distinct=st.integers(1, 30),
    questions=st.sampled_from([1, 3, 25]),
    k=st.integers(1, 40),
    kept=st.none() | st.floats(0, 1),
    seed=st.integers(0, 1000),
)
def test_top_is_the_sorted_head_of_all_cosines(
    count: int, distinct: int, questions: int, k: int, kept: float | None, seed: int
) -> None:
    index = VectorIndex(8)
    ids = np.arange(count) * 3 + 1
    index.add(ids, unit_vectors(count, 8, seed, distinct))
    asked = unit_vectors(questions, 8, seed + 1)
    among = None if kept is None else ids[np.random.default_rng(seed).random(count) < kept]
    found, cosines = index.top(asked, k, among)
    pool = ids if among is None else among
    for row, question in enumerate(asked):
        held = index.cosines_of(question, pool)
        assert held == pytest.approx(index.vectors_of(pool) @ question, abs=1e-6)
        wanted = np.lexsort((pool, -held))[:k]
        assert found[row, : len(wanted)].tolist() == pool[wanted].tolist()
        assert cosines[row, : len(wanted)].tolist() == held[wanted].tolist()
        assert (found[row, len(wanted) :] == -1).all()


def test_hundreds_of_equal_vectors_stand_by_id() -> None:
    index = VectorIndex(16)
    same = unit_vectors(1, 16, 7)
    index.add(range(600), np.concatenate((unit_vectors(300, 16, 8), np.repeat(same, 300, axis=0))))
    for batch in (1, 40):
        ids, cosines = index.top(np.repeat(same, batch, axis=0), 10)
        assert ids.tolist() == [list(range(300, 310))] * batch
        assert (cosines == cosines[0, 0]).all()
        assert cosines[0, 0] == pytest.approx(1, abs=NEAR)


def test_a_cosine_is_never_above_one() -> None:
    index = VectorIndex(4)
    index.add([1, 2], np.array([AXES[0] * 1.002, AXES[0] * -1.002]))
    assert index.top(AXES[:1], 2)[1].tolist() == [[1, -1]]
    assert index.top(AXES[:1], 2, exact=lambda ids: 1.002 * AXES[:1].repeat(2, 0))[1].tolist() == [[1, 1]]


def test_a_batch_gives_what_single_questions_give() -> None:
    index = VectorIndex(384)
    index.add(range(2000), unit_vectors(2000, 384, 1, 1500))
    questions = unit_vectors(60, 384, 2)
    ids, cosines = index.top(questions, 20)
    for row, question in enumerate(questions):
        single_ids, single_cosines = index.top(question[np.newaxis], 20)
        assert single_ids[0].tolist() == ids[row].tolist()
        assert single_cosines[0].tolist() == cosines[row].tolist()


def test_parts_are_put_together_when_they_are_alike_in_size() -> None:
    index = VectorIndex(8)
    vectors = unit_vectors(300, 8, 3)
    sizes = []
    for first in range(0, 300, 20):
        index.add(range(first, first + 20), vectors[first : first + 20])
        sizes.append([part.rows for part in index.parts])
    assert sizes[:8] == [[20], [40], [60], [80], [80, 20], [120], [120, 20], [160]]
    assert len(index) == 300
    assert index.ids.tolist() == list(range(300))
    # Put together, they are no less exact.
    assert index.vectors_of(range(300)).tolist() == coded(vectors)
    assert index.top(vectors[[7, 299]], 1)[0].tolist() == [[7], [299]]


def test_groups_go_together_and_many_removed_rows_are_left_out() -> None:
    index = VectorIndex(8)
    vectors = unit_vectors(60, 8, 3)
    index.add(range(60), vectors, [row // 6 for row in range(60)])
    index.remove([3, 77])
    assert index.groups.tolist() == [0, 1, 2, 4, 5, 6, 7, 8, 9]
    assert index.ids.tolist() == [*range(18), *range(24, 60)]
    assert [part.rows for part in index.parts] == [60]
    assert 20 not in index.top(vectors[20:21], 60)[0]
    with pytest.raises(KeyError, match="20"):
        index.vectors_of([5, 20])
    assert index.group_ranges([29, 5, 59, 24]).tolist() == [[24, 29], [0, 5], [54, 59], [24, 29]]
    assert index.group_ranges([]).tolist() == []
    with pytest.raises(KeyError, match="20"):
        index.group_ranges([20])
    index.remove([9, 8])
    assert [part.rows for part in index.parts] == [42]
    assert index.vectors_of([0, 47]).tolist() == coded(vectors[[0, 47]])
    index.remove(range(10))
    assert len(index.parts) == 0


def test_what_was_removed_can_come_back_under_its_ids() -> None:
    index = VectorIndex(8)
    vectors = unit_vectors(60, 8, 3)
    index.add(range(60), vectors, [row // 6 for row in range(60)])
    index.remove([3])
    index.add(range(18, 24), vectors[:6], [3] * 6)
    assert sorted(index.groups.tolist()) == list(range(10))
    assert index.vectors_of(range(17, 25)).tolist() == coded(vectors[[17, 0, 1, 2, 3, 4, 5, 24]])
    # From two parts.
    assert index.group_ranges([24, 20, 17]).tolist() == [[24, 29], [18, 23], [12, 17]]


def test_a_part_read_from_a_file_finds_the_same(tmp_path: Path) -> None:
    index = VectorIndex(8)
    index.add(range(10, 60), unit_vectors(50, 8, 3), [each // 2 for each in range(10, 60)])
    index.remove([5])
    (part,) = index.parts
    blockfile.write(tmp_path / "part", part.arrays.all())
    loaded = VectorIndex(8)
    loaded.set_parts([VectorPart(Arrays.open(tmp_path / "part"), 8, part.removed.tolist())])
    assert loaded.ids.tolist() == index.ids.tolist() == list(range(12, 60))
    assert loaded.vectors_of(loaded.ids).tolist() == index.vectors_of(index.ids).tolist()
    assert loaded.top(unit_vectors(3, 8, 4), 7)[0].tolist() == index.top(unit_vectors(3, 8, 4), 7)[0].tolist()


@pytest.mark.parametrize("order", ["import torch, faiss", "import faiss, torch"])
def test_faiss_and_torch_share_a_process(order: str) -> None:
    program = f"""
{order}
import numpy as np
from index.vectors import VectorIndex
index = VectorIndex(32)
vectors = np.random.default_rng(0).standard_normal((3000, 32)).astype(np.float32)
index.add(range(3000), vectors / np.linalg.norm(vectors, axis=1, keepdims=True))
questions = index.vectors_of(range(100))
for _ in range(3):
    torch.randn(300, 300) @ torch.randn(300, 300)
    assert index.top(questions, 5)[0][:, 0].tolist() == list(range(100))
print("done")
"""
    root = Path(__file__).resolve().parent.parent
    result = subprocess.run([sys.executable, "-c", program], cwd=root, capture_output=True, text=True, check=False)
    assert (result.returncode, result.stdout.strip()) == (0, "done"), result.stderr
