"""The search indexes on disk: whatever becomes of them, the hits are those of the library's file."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from index import caches, checked_json, vector_parts, vectors
from index.backup import back_up, restore
from index.caches import NAMES, Caches, folded_terms, word_terms
from index.library import Library
from index.models import Hit
from index.reembedding import reembed
from index.sketches import sketch_arrays
from index.store import FILE_NAME, DocumentParagraphs
from index.text import normalise
from tests.stub_embedder import StubEmbedder

Open = Callable[..., Library]

# The part is one file of any name.
FILES = tuple(f"{name}{ending}" for name in NAMES for ending in (".json", "-*.part"))
DOCUMENTS = {
    "a.txt": "Ông Nam chủ trì cuộc họp.\n\nBà Hà báo cáo quỹ còn ba triệu đồng.\n\nTổ 5 nhận quét ngõ.\n",
    "b.txt": "Cô Lan mua sách cho thư viện.\n\nAnh Tú sửa mái nhà kho trước mùa mưa.\n",
    "c.txt": "Trạm bơm Đông Mỹ hỏng hai máy.\n\nXã xin tỉnh tám trăm triệu đồng.\n",
}
QUESTIONS = ("quỹ còn bao nhiêu tiền", "ai sua mai nha kho", "Trạm bơm nào hỏng?", "who bought books")

Hits = list[list[Hit]]


def hits_of(library: Library) -> Hits:
    return [library.search(question) for question in QUESTIONS]


def file(cache: Path, name: str) -> Path:
    """The only file of that name."""
    (found,) = cache.glob(name)
    return found


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed library with its caches, to be copied."""
    folder = tmp_path_factory.mktemp("made") / "library"
    with Library.open(folder, StubEmbedder()) as library:
        for name, text in DOCUMENTS.items():
            library.add_bytes(name, text.encode())
        library.prepare()
    cache = folder / "cache"
    assert sorted(path.name for path in cache.iterdir()) == sorted(file(cache, name).name for name in FILES)
    return folder


@pytest.fixture
def folder(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "library"))


@pytest.fixture
def appended(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was taken in: the index, and how many paragraphs or documents."""
    counted: list[str] = []
    original = Caches._append

    def counting(self: Caches, name: str, documents: Sequence[DocumentParagraphs]) -> None:
        if documents:
            counted.append(f"{name} {len(documents) if name == 'cased' else sum(len(each.ids) for each in documents)}")
        original(self, name, documents)

    monkeypatch.setattr(Caches, "_append", counting)
    return counted


def taken_in(paragraphs: int, documents: int) -> list[str]:
    return [f"vectors {paragraphs}", f"words {paragraphs}", f"folded {paragraphs}", f"cased {documents}"]


@pytest.fixture(scope="module")
def expected(made: Path, tmp_path_factory: pytest.TempPathFactory) -> Hits:
    """The hits of a library that never had caches on disk."""
    copy = tmp_path_factory.mktemp("copy")
    shutil.copy(made / FILE_NAME, copy / FILE_NAME)
    with Library.open(copy, StubEmbedder()) as library:
        hits = hits_of(library)
    assert all(hits)
    return hits


def test_whole_caches_are_used(folder: Path, expected: Hits, appended: list[str]) -> None:
    with Library.open(folder, StubEmbedder()) as library:
        assert hits_of(library) == expected
    assert appended == []


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("damage", ["deleted", "empty", "cut", "flipped", "garbage", "a folder"])
def test_a_damaged_cache_is_made_anew(
    folder: Path, expected: Hits, appended: list[str], name: str, damage: str
) -> None:
    path = file(folder / "cache", name)
    data = bytearray(path.read_bytes())
    path.unlink()
    if damage == "empty":
        path.write_bytes(b"")
    elif damage == "cut":
        path.write_bytes(data[: len(data) // 2])
    elif damage == "flipped":
        data[len(data) // 2] ^= 1
        path.write_bytes(data)
    elif damage == "garbage":
        path.write_bytes(b"\x93NUMPY" * 99)
    elif damage == "a folder":
        path.mkdir()
    index = name.partition(".")[0].partition("-")[0]
    anew = [f"{index} {3 if index == 'cased' else 7}"]
    with Library.open(folder, StubEmbedder()) as library:
        assert hits_of(library) == expected
    assert appended == anew
    if damage != "a folder" or "*" in name:
        with Library.open(folder, StubEmbedder()) as library:
            assert hits_of(library) == expected
        assert appended == anew


def test_a_part_that_is_damaged_while_the_library_is_open(folder: Path, expected: Hits) -> None:
    with Library.open(folder, StubEmbedder()) as library:
        library.prepare()
        for name in NAMES:
            file(folder / "cache", f"{name}-*.part").write_bytes(b"")
        assert hits_of(library) == expected
        assert hits_of(library) == expected
    with Library.open(folder, StubEmbedder()) as library:
        assert hits_of(library) == expected


def test_only_the_damaged_part_is_made_anew(folder: Path, appended: list[str]) -> None:
    with Library.open(folder, StubEmbedder()) as library:
        library.add_bytes("d.txt", "Ông Bình xin nghỉ hai tuần.".encode())
        expected = hits_of(library)
        assert library._caches is not None
        path = library._caches.words.parts[-1].arrays.path
    assert path is not None
    assert len(list((folder / "cache").glob("words-*"))) == 2
    path.write_bytes(path.read_bytes()[:-1])
    appended.clear()
    with Library.open(folder, StubEmbedder()) as library:
        assert hits_of(library) == expected
    assert appended == ["words 1"]


def test_a_library_that_was_searched_by_an_earlier_version(folder: Path, expected: Hits) -> None:
    """Its lexical indexes are files of another kind: they are made anew, and the old ones go."""
    for path in (folder / "cache").iterdir():
        path.unlink()
    for name in NAMES:
        (folder / "cache" / f"{name}.npz").write_bytes(b"PK of before")
    with Library.open(folder, StubEmbedder()) as library:
        assert hits_of(library) == expected
    assert not list((folder / "cache").glob("*.npz"))


def test_indexes_with_the_terms_of_an_earlier_version_are_made_anew(
    folder: Path, expected: Hits, appended: list[str]
) -> None:
    """Until form 4 the one of letter case had the words in lower case too."""
    for name in ("words", "folded", "cased"):
        path = folder / "cache" / f"{name}.json"
        said = checked_json.read(path)
        checked_json.write(path, {**said, "settings": {**said["settings"], "form": 3}})
    with Library.open(folder, StubEmbedder()) as library:
        assert hits_of(library) == expected
    assert appended == taken_in(7, 3)[1:]


def test_without_the_folder_or_with_a_file_in_its_place(folder: Path, expected: Hits) -> None:
    shutil.rmtree(folder / "cache")
    with Library.open(folder, StubEmbedder()) as library:
        assert hits_of(library) == expected
    shutil.rmtree(folder / "cache")
    (folder / "cache").write_text("in the way")
    with Library.open(folder, StubEmbedder()) as library:
        assert hits_of(library) == expected


def test_files_of_different_times(folder: Path, tmp_path: Path, appended: list[str]) -> None:
    shutil.copytree(folder / "cache", tmp_path / "earlier")
    with Library.open(folder, StubEmbedder()) as library:
        library.add_bytes("d.txt", "Ông Bình xin nghỉ hai tuần.".encode())
        expected = hits_of(library)
    assert appended == taken_in(1, 1)
    for path in sorted((tmp_path / "earlier").iterdir()):
        appended.clear()
        shutil.copy(path, folder / "cache")
        with Library.open(folder, StubEmbedder()) as library:
            assert hits_of(library) == expected
        name, is_part = path.name.partition(".")[0], path.suffix == ".part"
        # A part under a name that none of the others speaks of is nothing.
        assert appended == ([] if is_part else [f"{name} 1"])


def test_stale_caches_catch_up(folder: Path, tmp_path: Path, appended: list[str]) -> None:
    shutil.copytree(folder / "cache", tmp_path / "earlier")
    with Library.open(folder, StubEmbedder()) as library:
        library.remove("a.txt")
        library.add_bytes("b.txt", "Cô Lan mua ghế cho thư viện.\n\nAnh Tú sửa mái nhà kho trước mùa mưa.".encode())
        expected = hits_of(library)
    shutil.rmtree(folder / "cache")
    shutil.copytree(tmp_path / "earlier", folder / "cache")
    with Library.open(folder, StubEmbedder()) as library:
        assert hits_of(library) == expected
    assert appended == taken_in(2, 1) * 2


def test_a_change_takes_in_only_what_is_new(folder: Path, appended: list[str]) -> None:
    with Library.open(folder, StubEmbedder()) as library:
        library.search("quỹ")
        library.add_bytes("d.txt", "Ông Bình xin nghỉ hai tuần.".encode())
        library.search("quỹ")
        library.search("quỹ")
        library.remove("a.txt")
        library.search("quỹ")
    assert appended == taken_in(1, 1)


def test_catching_up_gives_what_making_anew_gives(folder: Path) -> None:
    with Library.open(folder, StubEmbedder()) as library:
        for turn in range(3):
            library.search("quỹ")
            library.add_bytes("d.txt", f"Ông Bình xin nghỉ {turn} tuần.\n\nTổ 5 nhận quét ngõ.".encode())
            library.search("quỹ")
            library.remove("ab"[turn % 2] + ".txt")
            library.search("quỹ")
            library.add_bytes("ab"[turn % 2] + ".txt", DOCUMENTS["ab"[turn % 2] + ".txt"].encode())
        hits = hits_of(library)
        restored = library.understand("quy con bao nhieu trieu dong").restored
    shutil.rmtree(folder / "cache")
    with Library.open(folder, StubEmbedder()) as library:
        assert hits_of(library) == hits
        assert library.understand("quy con bao nhieu trieu dong").restored == restored == "quỹ còn bao nhiêu triệu đồng"


def test_the_library_restored_from_an_earlier_copy(folder: Path, tmp_path: Path) -> None:
    shutil.copy(folder / FILE_NAME, tmp_path / FILE_NAME)
    with Library.open(folder, StubEmbedder()) as library:
        library.add_bytes("d.txt", "Ông Bình xin nghỉ hai tuần.".encode())
        library.prepare()
    shutil.copy(tmp_path / FILE_NAME, folder / FILE_NAME)
    # As many changes, and as many new paragraphs, as the caches hold from the other life.
    with Library.open(folder, StubEmbedder()) as library:
        library.add_bytes("e.txt", "Chợ Phú Lâm mở thêm mười quầy rau.".encode())
    with Library.open(folder, StubEmbedder()) as library:
        assert library.search("chợ mở thêm mấy quầy rau")[0].paragraph.document == "e.txt"
        assert {hit.paragraph.document for hit in library.search("Bình xin nghỉ", limit=99)} <= {*DOCUMENTS, "e.txt"}
        expected = hits_of(library)
    shutil.rmtree(folder / "cache")
    with Library.open(folder, StubEmbedder()) as library:
        assert hits_of(library) == expected


def test_the_caches_of_another_library(folder: Path, tmp_path: Path, expected: Hits) -> None:
    with Library.open(tmp_path / "other", StubEmbedder()) as other:
        for name in ("x.txt", "y.txt", "z.txt"):
            other.add_bytes(name, f"Chuyện khác hẳn của {name}.\n\nKhông liên quan gì.".encode())
        other.prepare()
    shutil.rmtree(folder / "cache")
    shutil.copytree(tmp_path / "other/cache", folder / "cache")
    with Library.open(folder, StubEmbedder()) as library:
        assert hits_of(library) == expected


@pytest.mark.parametrize("index", ["vectors", "words", "folded", "cased"])
def test_stopped_while_catching_up(folder: Path, monkeypatch: pytest.MonkeyPatch, index: str) -> None:
    with Library.open(folder, StubEmbedder()) as library:
        library.prepare()
        library.add_bytes("d.txt", "Ông Bình xin nghỉ hai tuần.".encode())
        assert library._caches is not None

        def failing(*_: object, **__: object) -> None:
            raise MemoryError

        with monkeypatch.context() as patched:
            patched.setattr(getattr(library._caches, index), "add", failing)
            with pytest.raises(MemoryError):
                library.search("quỹ")
        hits = hits_of(library)
    shutil.rmtree(folder / "cache")
    with Library.open(folder, StubEmbedder()) as library:
        assert hits_of(library) == hits


def test_a_full_disk_costs_only_the_file(folder: Path, monkeypatch: pytest.MonkeyPatch, expected: Hits) -> None:
    shutil.rmtree(folder / "cache")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr("os.fsync", full)
        with Library.open(folder, StubEmbedder()) as library:
            assert hits_of(library) == expected
    with Library.open(folder, StubEmbedder()) as library:
        assert hits_of(library) == expected


def test_what_a_killed_program_left_is_deleted(folder: Path) -> None:
    old, new = folder / "cache/.vectors-ab.part.tmp", folder / "cache/.vectors-cd.part.tmp"
    for leftover in (old, new):
        leftover.write_bytes(b"half")
    os.utime(old, (1, 1))
    with Library.open(folder, StubEmbedder()) as library:
        library.remove("a.txt")
        library.prepare()
    # The other may be what another program is just writing.
    assert (old.exists(), new.exists()) == (False, True)


def test_rows_that_a_backup_brings_back_are_searched(folder: Path, expected: Hits) -> None:
    back_up(folder, folder / "b.zip")
    with Library.open(folder, StubEmbedder()) as library:
        library.remove("b.txt")
        library.add_bytes("d.txt", "Ông Bình xin nghỉ hai tuần.".encode())
        library.prepare()
        restore(folder / "b.zip", folder, replace=True)
        assert hits_of(library) == expected
    with Library.open(folder, StubEmbedder()) as library:
        assert hits_of(library) == expected


def test_the_vectors_are_those_of_the_texts(folder: Path) -> None:
    with Library.open(folder, StubEmbedder()) as library:
        library.prepare()
        held = library._caches
        assert held is not None
        ids = library._store.paragraph_ids()
        batches = library._store.documents_by_batch(library._store.document_ids(), 99)
        texts = [text for batch in batches for document in batch for text in document.texts]
        exact = library.embedder.questions([normalise(text) for text in texts])
        # In 8 bits a number.
        assert np.abs(held.vectors.vectors_of(ids) - exact).max() < np.abs(exact).max() / 127
        for name, index, terms in (
            ("nam", held.words, word_terms),
            ("quỹ_còn", held.words, word_terms),
            ("quy_con", held.folded, folded_terms),
        ):
            assert index.has(name, ids).tolist() == [name in terms(text) for text in texts]
            assert any(index.has(name, ids))


def test_vectors_that_an_earlier_version_kept_in_another_form_are_made_anew(
    folder: Path, expected: Hits, appended: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as before:
        before.setattr(vectors, "_FORM", 1)
        with Library.open(folder, StubEmbedder()) as library:
            library.prepare()
    for taken in (["vectors 7"] * 2, []):
        with Library.open(folder, StubEmbedder()) as library:
            assert hits_of(library) == expected
        assert appended == taken
        appended.clear()
    assert len(list((folder / "cache").glob("vectors-*.part"))) == 1


def many(number: int) -> bytes:
    """A document of ten paragraphs."""
    return "\n\n".join(f"Tổ {number} nhận việc {each}{number} của xã." for each in range(10)).encode()


def test_large_parts_are_made_of_the_vectors_of_the_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vector_parts, "LEAST_SKETCHED", 20)
    with Library.open(tmp_path, StubEmbedder()) as library:
        for number in range(7):
            library.add_bytes(f"{number}.txt", many(number))
            library.search("tổ nào")
        library.remove("2.txt")
        library.remove("3.txt")
        library.search("tổ nào")
        assert library._caches is not None
        part, small = library._caches.vectors.parts
        ids = part.ids
        assert [*ids, *small.ids] == library._store.paragraph_ids().tolist()
        anew = sketch_arrays(lambda rows: library._store.vectors(ids[rows].tolist(), 64), len(ids), 64)
        assert {name: part.arrays.whole(name).tolist() for name in anew} == {
            name: array.tolist() for name, array in anew.items()
        }


def test_while_many_documents_are_taken_in_a_large_part_is_made_when_they_are_saved(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(vector_parts, "LEAST_SKETCHED", 20)
    monkeypatch.setattr(caches, "_AT_ONCE", 10)
    made: list[int] = []

    def counting(vectors_at: Callable[..., NDArray[np.float32]], rows: int, dimension: int) -> dict[str, NDArray[Any]]:
        made.append(rows)
        return sketch_arrays(vectors_at, rows, dimension)

    with Library.open(tmp_path, StubEmbedder()) as library:
        for number in range(7):
            library.add_bytes(f"{number}.txt", many(number))
    monkeypatch.setattr(vector_parts, "sketch_arrays", counting)
    with Library.open(tmp_path, StubEmbedder()) as library:
        library.prepare()
    assert made == [70]
    shutil.rmtree(tmp_path / "cache")
    monkeypatch.setattr(caches, "_BEFORE_SAVING", 30)
    made.clear()
    with Library.open(tmp_path, StubEmbedder()) as library:
        library.prepare()
    # What was put on disk meanwhile is made anew with what follows.
    assert made == [30, 60, 70]


def test_vectors_of_another_model_are_dropped_before_those_of_removed_documents_are_left_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(vector_parts, "LEAST_SKETCHED", 20)
    with Library.open(tmp_path / "library", StubEmbedder()) as library:
        for number in range(4):
            library.add_bytes(f"{number}.txt", many(number))
        library.prepare()
    shutil.copytree(tmp_path / "library/cache", tmp_path / "earlier")
    # All paragraphs have other ids then.
    reembed(tmp_path / "library", StubEmbedder("other"))
    with Library.open(tmp_path / "library", StubEmbedder("other")) as library:
        library.remove("1.txt")
        expected = hits_of(library)
    shutil.rmtree(tmp_path / "library/cache")
    shutil.copytree(tmp_path / "earlier", tmp_path / "library/cache")
    with Library.open(tmp_path / "library", StubEmbedder("other")) as library:
        assert hits_of(library) == expected


def test_headings_are_searched_with_their_paragraphs(tmp_path: Path) -> None:
    with Library.open(tmp_path, StubEmbedder()) as library:
        library.add_bytes("a.md", "# Kinh phí sửa trường\n\nHai trăm triệu.\n\n# Nhân sự\n\nBầu ông Sáu.\n".encode())
        (first, *_) = library.search("nhân sự")
    assert (first.paragraph.text, first.paragraph.heading) == ("Bầu ông Sáu.", "Nhân sự")
    assert first.bm25 is not None


def test_headings_say_nothing_of_letter_case(tmp_path: Path) -> None:
    with Library.open(tmp_path, StubEmbedder()) as library:
        library.add_bytes("a.md", "# Việc của sở xây\n\nÔng ở sở Xây.\n\nBà đi làm ở xã.\n\nBà đi chơi.\n".encode())
        assert len(library.paragraphs("a.md")) > 1
        assert library.understand("ai ở sở xây").embedded == "Ai ở sở Xây?"


def test_terms() -> None:
    assert word_terms("Đề án Hoà Bình") == ["đề", "án", "hòa", "bình", "đề_án", "án_hòa", "hòa_bình"]
    assert folded_terms("Đề án Hoà Bình") == ["de", "an", "hoa", "binh", "de_an", "an_hoa", "hoa_binh"]
