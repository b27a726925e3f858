"""A lexical index on disk: what a crash, a flipped bit or another program leaves of it is used or left out."""

from __future__ import annotations

import os
import random
import shutil
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index import parts_file
from index.errors import BrokenCache
from index.lexical import PostingsBM25
from index.parts_file import problems, save
from index.postings import Fold
from index.text import fold_word
from index.vectors import VectorIndex
from tests.test_lexical import CORPUS, in_batches, same, terms_of


def load(folder: Path, name: str, fold: Fold | None = None) -> tuple[PostingsBM25, int]:
    """The index of that name and its generation."""
    index = PostingsBM25.empty(1.2, 0.5, fold)
    return index, parts_file.load(index, folder, name)


def indexed(folder: Path, generation: int = 42) -> PostingsBM25:
    """A saved index of two parts, rows 0 to 7 and 8."""
    index = PostingsBM25.empty(k1=1.2, b=0.5)
    index.add(range(8), [*CORPUS, *CORPUS])
    index.add([8], [["mới", "họp"]])
    assert len(index.parts) == 2
    save(index, folder, "words", generation)
    return index


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_saved_index_is_read_back(tmp_path: Path) -> None:
    index = indexed(tmp_path)
    loaded, generation = load(tmp_path, "words")
    assert generation == 42
    same(loaded, index, [*terms_of(CORPUS), "mới"])
    assert [part.arrays.name for part in loaded.parts] == [part.arrays.name for part in index.parts]
    assert names(tmp_path) == sorted([*(part.arrays.name for part in index.parts), "words.json"])
    assert problems(tmp_path, "words") == []
    assert parts_file.exists(tmp_path, "words")


def test_what_did_not_change_is_not_written_again(tmp_path: Path) -> None:
    index = indexed(tmp_path)
    first, second = (part.arrays.name for part in index.parts)
    index.add([9], [["nữa"]])
    save(index, tmp_path, "words", 43)
    # The new row went into one part with the one before; the large part is the same.
    assert len(names(tmp_path)) == 3
    assert first in names(tmp_path)
    assert second not in names(tmp_path)
    index.remove([0])
    before = {name: (tmp_path / name).stat().st_mtime_ns for name in names(tmp_path) if name == first}
    save(index, tmp_path, "words", 44)
    assert {name: (tmp_path / name).stat().st_mtime_ns for name in before} == before
    loaded, generation = load(tmp_path, "words")
    assert (loaded.ids.tolist(), generation) == ([*range(1, 10)], 44)
    same(loaded, index, [*terms_of(CORPUS), "mới", "nữa"])


def test_an_empty_index(tmp_path: Path) -> None:
    save(PostingsBM25.empty(1.2, 0.5), tmp_path, "words", 5)
    loaded, generation = load(tmp_path, "words")
    assert (loaded.corpus_size, generation) == (0, 5)


def test_none_there(tmp_path: Path) -> None:
    loaded, generation = load(tmp_path / "missing", "words")
    assert (loaded.corpus_size, generation) == (0, -1)
    assert not parts_file.exists(tmp_path, "words")


@settings(max_examples=20)
@given(st.lists(st.lists(st.text(st.characters(), max_size=4), max_size=5), max_size=5))
def test_any_words_survive_the_file(tmp_path_factory: pytest.TempPathFactory, corpus: list[list[str]]) -> None:
    folder = tmp_path_factory.mktemp("words")
    index = PostingsBM25(corpus, k1=1.2, b=0.5, fold=fold_word)
    save(index, folder, "words", 1)
    loaded, _ = load(folder, "words", fold_word)
    same(loaded, PostingsBM25(corpus, k1=1.2, b=0.5), terms_of(corpus))
    words = {word for row in corpus for word in row if "_" not in word}
    assert {word for each in words for word in loaded.spellings(fold_word(each))} == words


@pytest.mark.parametrize("damage", ["deleted", "cut", "flipped", "another"])
def test_a_part_that_cannot_be_opened_is_left_out(tmp_path: Path, damage: str) -> None:
    index = indexed(tmp_path)
    path = tmp_path / index.parts[0].arrays.name
    data = bytearray(path.read_bytes())
    if damage == "deleted":
        path.unlink()
    elif damage == "cut":
        path.write_bytes(data[:-1])
    elif damage == "flipped":
        data[-60] ^= 1
        path.write_bytes(data)
    else:
        shutil.copy(tmp_path / index.parts[1].arrays.name, path)
    loaded, generation = load(tmp_path, "words")
    assert (loaded.ids.tolist(), generation) == ([8], -1)
    (problem,) = problems(tmp_path, "words")
    assert problem.startswith(f"{path.name}: ")


def test_a_flipped_bit_anywhere_is_found_or_harmless(tmp_path: Path) -> None:
    index = indexed(tmp_path)
    terms = [*terms_of(CORPUS), "mới"]
    chance = random.Random(20)
    files = {path: path.read_bytes() for path in tmp_path.iterdir()}
    left_out = 0
    for _ in range(150):
        path, whole = chance.choice(list(files.items()))
        data = bytearray(whole)
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
        path.write_bytes(data)
        assert [each.partition(":")[0] for each in problems(tmp_path, "words")] == [path.name]
        loaded, generation = load(tmp_path, "words")
        try:
            if generation == 42:
                same(loaded, index, terms)
            else:
                left_out += 1
        except BrokenCache:
            left_out += 1
        path.write_bytes(whole)
    assert left_out > 75


def test_a_program_that_is_stopped_between_two_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    index = indexed(tmp_path)
    before = names(tmp_path)
    index.add([9], [["nữa"]])

    def stopped(*_: object) -> None:
        raise MemoryError

    with monkeypatch.context() as patched:
        patched.setattr("index.checked_json.write_whole", stopped)
        with pytest.raises(MemoryError):
            save(index, tmp_path, "words", 43)
    assert set(before) < set(names(tmp_path))
    loaded, generation = load(tmp_path, "words")
    assert (loaded.ids.tolist(), generation) == ([*range(9)], 42)
    # What it left is deleted, once it can't be what another program is just writing.
    (left,) = set(names(tmp_path)) - set(before)
    save(index, tmp_path, "words", 43)
    assert left in names(tmp_path)
    os.utime(tmp_path / left, (1, 1))
    (tmp_path / ".words-00.part.tmp").write_bytes(b"half")
    os.utime(tmp_path / ".words-00.part.tmp", (1, 1))
    save(index, tmp_path, "words", 44)
    assert len(names(tmp_path)) == 3


def test_a_part_that_another_program_deleted_is_written_again(tmp_path: Path) -> None:
    index = indexed(tmp_path)
    other, _ = load(tmp_path, "words")
    other.remove([0, 1, 2, 3])
    save(other, tmp_path, "words", 43)
    assert not (tmp_path / index.parts[0].arrays.name).exists()
    save(index, tmp_path, "words", 44)
    loaded, generation = load(tmp_path, "words")
    assert generation == 44
    same(loaded, index, [*terms_of(CORPUS), "mới"])


def test_a_failed_save_keeps_what_was_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    index = indexed(tmp_path)
    before = names(tmp_path)
    index.add([9], [["nữa"]])

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr("os.fsync", full)
        with pytest.raises(OSError, match="No space left"):
            save(index, tmp_path, "words", 43)
    assert names(tmp_path) == before
    assert index.document_frequency("nữa") == 1
    assert load(tmp_path, "words")[1] == 42


def test_parts_of_other_settings_are_not_read(tmp_path: Path) -> None:
    indexed(tmp_path)
    other = PostingsBM25.empty(1.5, 0.5)
    assert parts_file.load(other, tmp_path, "words") == -1
    assert other.corpus_size == 0
    assert load(tmp_path, "words")[1] == 42


def test_vectors_are_kept_in_the_same_way(tmp_path: Path) -> None:
    index = VectorIndex(4)
    index.add(range(9), np.eye(4, dtype=np.float32)[[0, 1, 2, 3, 0, 1, 2, 3, 0]], [row // 3 for row in range(9)])
    index.remove([1])
    save(index, tmp_path, "vectors", 7)
    loaded = VectorIndex(4)
    assert parts_file.load(loaded, tmp_path, "vectors") == 7
    assert loaded.ids.tolist() == [0, 1, 2, 6, 7, 8]
    assert loaded.vectors_of([7])[0].tolist() == [0, 0, 0, 1]
    assert parts_file.load(VectorIndex(5), tmp_path, "vectors") == -1


def test_another_version_is_not_read(tmp_path: Path) -> None:
    indexed(tmp_path)
    monkey = pytest.MonkeyPatch()
    monkey.setattr("index.parts_file._FORMAT", 99)
    assert load(tmp_path, "words")[1] == -1
    assert problems(tmp_path, "words") == ["words.json: another version's"]
    monkey.undo()
    parts_file.clear(tmp_path, "words")
    assert names(tmp_path) == []


def test_parts_of_many_batches_are_those_of_one(tmp_path: Path) -> None:
    chance = random.Random(1)
    corpus = [[f"w{int(chance.expovariate(0.05))}" for _ in range(chance.randint(0, 30))] for _ in range(300)]
    index = PostingsBM25.empty()
    for row, words in enumerate(corpus):
        index.add([row], [words])
        if row % 20 == 0:
            save(index, tmp_path, "words", row)
    same(index, in_batches(range(300), corpus, []), terms_of(corpus))
