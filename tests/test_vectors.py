"""The FAISS index: exact neighbours, equal ones by id, and files that are damaged."""

from __future__ import annotations

import random
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from index import cachefile
from index.errors import BrokenCache
from index.vectors import VectorIndex

AXES = np.eye(4, dtype=np.float32)


def unit_vectors(count: int, dimension: int, seed: int, distinct: int | None = None) -> NDArray[np.float32]:
    """Random unit vectors; with `distinct`, drawn from that many, so that many are equal."""
    generator = np.random.default_rng(seed)
    vectors = generator.standard_normal((distinct or count, dimension)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    return vectors if distinct is None else vectors[generator.integers(0, distinct, count)]


def filled() -> VectorIndex:
    index = VectorIndex(4)
    index.add([2, 3, 5, 8], np.array([AXES[0], AXES[1], AXES[0], [0.6, 0.8, 0, 0]], np.float32))
    return index


def test_exact_neighbours() -> None:
    ids, cosines = filled().top(np.array([AXES[0], AXES[1], -AXES[0]]), 3)
    assert ids.dtype == np.int64
    assert cosines.dtype == np.float32
    assert ids.tolist() == [[2, 5, 8], [3, 8, 2], [3, 8, 2]]
    assert cosines == pytest.approx(np.array([[1, 1, 0.6], [1, 0.8, 0], [0, -0.6, -1]]), abs=1e-7)


def test_fewer_than_asked_for() -> None:
    ids, cosines = filled().top(AXES[:1], 6)
    assert ids.tolist() == [[2, 5, 8, 3, -1, -1]]
    assert cosines[0, 4:].tolist() == [-np.inf, -np.inf]
    ids, cosines = filled().top(AXES[:1], 3, among=np.array([8, 3, 3, 77]))
    assert ids.tolist() == [[8, 3, -1]]
    assert cosines[0].tolist() == [np.float32(0.6), 0, -np.inf]
    assert filled().top(AXES[:2], 2, among=np.array([], np.int64))[0].tolist() == [[-1, -1], [-1, -1]]
    assert filled().top(AXES[:2], 0)[0].shape == (2, 0)
    assert filled().top(AXES[:0], 3)[0].shape == (0, 3)


def test_an_empty_index(tmp_path: Path) -> None:
    index = VectorIndex(4)
    index.remove([1, 2])
    index.add([], np.empty((0, 4), np.float32))
    index.save(tmp_path / "vectors.npz")
    for empty in (index, VectorIndex.load(tmp_path / "vectors.npz", 4)):
        assert len(empty) == 0
        assert empty.ids.tolist() == []
        assert empty.top(AXES[:2], 2)[0].tolist() == [[-1, -1], [-1, -1]]
        assert empty.cosines_of(AXES[0], []).tolist() == []
        assert empty.vectors_of([]).shape == (0, 4)


def test_chosen_vectors() -> None:
    index = filled()
    assert index.cosines_of(np.array([0, 1, 0, 0], np.float32), [8, 2, 3, 8]) == pytest.approx([0.8, 0, 1, 0.8])
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
    assert index.vectors_of([8])[0] == pytest.approx([0.6, 0.8, 0, 0])
    index.add([9], AXES[:1])
    assert index.top(AXES[:1], 2)[0].tolist() == [[5, 9]]


def test_what_does_not_fit_is_refused_and_changes_nothing() -> None:
    index = filled()
    for ids, vectors, message in (
        ([8], AXES[:1], "ascend"),
        ([10, 10], AXES[:2], "ascend"),
        ([10], AXES[:2], "1 ids for 2 vectors"),
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
        exact = index.cosines_of(question, pool)
        assert exact == pytest.approx(index.vectors_of(pool) @ question, abs=1e-6)
        wanted = np.lexsort((pool, -exact))[:k]
        assert found[row, : len(wanted)].tolist() == pool[wanted].tolist()
        assert cosines[row, : len(wanted)].tolist() == exact[wanted].tolist()
        assert (found[row, len(wanted) :] == -1).all()


def test_hundreds_of_equal_vectors_stand_by_id() -> None:
    index = VectorIndex(16)
    same = unit_vectors(1, 16, 7)
    index.add(range(600), np.concatenate((unit_vectors(300, 16, 8), np.repeat(same, 300, axis=0))))
    for batch in (1, 40):
        ids, cosines = index.top(np.repeat(same, batch, axis=0), 10)
        assert ids.tolist() == [list(range(300, 310))] * batch
        assert (cosines == 1).all()


class LastOfEqualOnes:
    """A FAISS index that, where its choice among equal vectors is free, takes those with the highest ids."""

    def __init__(self, index: Any) -> None:
        self.index = index
        self.asked_for: list[int] = []

    def search(self, questions: NDArray[np.float32], k: int, params: object) -> tuple[NDArray[Any], NDArray[Any]]:
        self.asked_for.append(k)
        cosines, ids = self.index.search(questions, self.index.ntotal, params=params)
        order = np.lexsort((-ids, -cosines.round(6)))[:, :k]
        return np.take_along_axis(cosines, order, axis=1), np.take_along_axis(ids, order, axis=1)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.index, name)


def test_equal_vectors_stand_by_id_whichever_faiss_finds_first(monkeypatch: pytest.MonkeyPatch) -> None:
    index = VectorIndex(16)
    same = unit_vectors(1, 16, 7)
    index.add(range(600), np.concatenate((unit_vectors(300, 16, 8), np.repeat(same, 300, axis=0))))
    contrary = LastOfEqualOnes(index._index)
    monkeypatch.setattr(index, "_index", contrary)
    ids, _ = index.top(np.concatenate((unit_vectors(1, 16, 9), same)), 10)
    assert ids[1].tolist() == list(range(300, 310))
    assert contrary.asked_for == [26, 208, 600]


def test_a_cosine_is_never_above_one() -> None:
    index = VectorIndex(4)
    index.add([1, 2], np.array([AXES[0] * 1.002, AXES[0] * -1.002]))
    assert index.top(AXES[:1], 2)[1].tolist() == [[1, -1]]


def test_a_batch_gives_what_single_questions_give() -> None:
    index = VectorIndex(384)
    index.add(range(2000), unit_vectors(2000, 384, 1, 1500))
    questions = unit_vectors(60, 384, 2)
    ids, cosines = index.top(questions, 20)
    for row, question in enumerate(questions):
        single_ids, single_cosines = index.top(question[np.newaxis], 20)
        assert single_ids[0].tolist() == ids[row].tolist()
        assert single_cosines[0].tolist() == cosines[row].tolist()


def test_a_saved_index_is_read_back(tmp_path: Path) -> None:
    path = tmp_path / "vectors.npz"
    index = VectorIndex(8)
    index.add(range(10, 60), unit_vectors(50, 8, 3))
    index.remove([11, 12])
    index.generation = 42
    index.save(path)
    loaded = VectorIndex.load(path, 8)
    assert loaded.generation == 42
    assert loaded.ids.tolist() == index.ids.tolist()
    assert loaded.vectors_of(loaded.ids).tolist() == index.vectors_of(index.ids).tolist()
    assert loaded.top(unit_vectors(3, 8, 4), 7)[0].tolist() == index.top(unit_vectors(3, 8, 4), 7)[0].tolist()
    assert [file.name for file in tmp_path.iterdir()] == ["vectors.npz"]
    loaded.add([60], unit_vectors(1, 8, 5))
    assert loaded.top(unit_vectors(1, 8, 5), 1)[0].tolist() == [[60]]


def test_a_damaged_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "vectors.npz"
    filled().save(path)
    whole = path.read_bytes()
    for length in (0, 1, 39, 40, len(whole) // 2, len(whole) - 1):
        path.write_bytes(whole[:length])
        with pytest.raises(BrokenCache):
            VectorIndex.load(path, 4)
    choose = random.Random(21)
    for _ in range(300):
        damaged = bytearray(whole)
        damaged[choose.randrange(len(whole))] ^= 1 << choose.randrange(8)
        path.write_bytes(damaged)
        with pytest.raises(BrokenCache, match="its checksum differs"):
            VectorIndex.load(path, 4)
    path.unlink()
    with pytest.raises(BrokenCache, match="No such file"):
        VectorIndex.load(path, 4)


def test_another_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "vectors.npz"
    filled().save(path)
    with pytest.raises(BrokenCache, match="dimension 4 where 5 is wanted"):
        VectorIndex.load(path, 5)
    arrays = cachefile.read(path)
    for name, value, detail in (
        ("header", np.array([99, 0, 4]), "another version's"),
        ("header", np.array(1), "another version's"),
        ("ids", np.array([2, 3, 3, 8]), "ascend"),
        ("ids", np.array([2, 3, 8]), "3 ids for 4 vectors"),
        ("vectors", arrays["vectors"][:, :3], "shape"),
        ("vectors", arrays["vectors"].astype(np.float64), "other arrays"),
        ("vectors", arrays["vectors"] * 3, "length 3.0"),
        ("more", np.array([1]), "other arrays"),
    ):
        cachefile.write(path, arrays | {name: value})
        with pytest.raises(BrokenCache, match=detail):
            VectorIndex.load(path, 4)


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
