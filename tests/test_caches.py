"""The search indexes on disk: whatever becomes of them, the hits are those of the library's file."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from index.backup import back_up, restore
from index.caches import Caches, folded_terms, word_terms
from index.library import Library
from index.models import Hit
from index.store import FILE_NAME
from index.text import normalise
from tests.stub_embedder import StubEmbedder

Open = Callable[..., Library]

FILES = ("vectors.npz", "words.npz", "folded.npz", "cased.npz")
DOCUMENTS = {
    "a.txt": "Ông Nam chủ trì cuộc họp.\n\nBà Hà báo cáo quỹ còn ba triệu đồng.\n\nTổ 5 nhận quét ngõ.\n",
    "b.txt": "Cô Lan mua sách cho thư viện.\n\nAnh Tú sửa mái nhà kho trước mùa mưa.\n",
    "c.txt": "Trạm bơm Đông Mỹ hỏng hai máy.\n\nXã xin tỉnh tám trăm triệu đồng.\n",
}
QUESTIONS = ("quỹ còn bao nhiêu tiền", "ai sua mai nha kho", "Trạm bơm nào hỏng?", "who bought books")

Hits = list[list[Hit]]


def hits_of(library: Library) -> Hits:
    return [library.search(question) for question in QUESTIONS]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A closed library with its caches."""
    with Library.open(tmp_path / "library", StubEmbedder()) as library:
        for name, text in DOCUMENTS.items():
            library.add_bytes(name, text.encode())
        library.prepare()
    assert sorted(path.name for path in (tmp_path / "library/cache").iterdir()) == sorted(FILES)
    return tmp_path / "library"


@pytest.fixture
def appended(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many paragraphs each catching up took in."""
    counted: list[int] = []
    original = Caches._append

    def counting(self: Caches, ids: np.ndarray[tuple[int], np.dtype[np.int64]]) -> None:
        counted.append(len(ids))
        original(self, ids)

    monkeypatch.setattr(Caches, "_append", counting)
    return counted


@pytest.fixture
def expected(folder: Path) -> Iterator[Hits]:
    """The hits of a library that never had caches on disk."""
    copy = folder.parent / "copy"
    copy.mkdir()
    shutil.copy(folder / FILE_NAME, copy / FILE_NAME)
    with Library.open(copy, StubEmbedder()) as library:
        hits = hits_of(library)
    assert all(hits)
    yield hits


def test_whole_caches_are_used(folder: Path, expected: Hits, appended: list[int]) -> None:
    with Library.open(folder, StubEmbedder()) as library:
        assert hits_of(library) == expected
    assert appended == []


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("damage", ["deleted", "empty", "cut", "flipped", "garbage", "a folder"])
def test_a_damaged_cache_is_made_anew(
    folder: Path, expected: Hits, appended: list[int], name: str, damage: str
) -> None:
    path = folder / "cache" / name
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
    with Library.open(folder, StubEmbedder()) as library:
        assert hits_of(library) == expected
    assert appended == [7]
    if damage != "a folder":
        with Library.open(folder, StubEmbedder()) as library:
            assert hits_of(library) == expected
        assert appended == [7]


def test_without_the_folder_or_with_a_file_in_its_place(folder: Path, expected: Hits) -> None:
    shutil.rmtree(folder / "cache")
    with Library.open(folder, StubEmbedder()) as library:
        assert hits_of(library) == expected
    shutil.rmtree(folder / "cache")
    (folder / "cache").write_text("in the way")
    with Library.open(folder, StubEmbedder()) as library:
        assert hits_of(library) == expected


def test_files_of_different_times(folder: Path, tmp_path: Path, appended: list[int]) -> None:
    shutil.copytree(folder / "cache", tmp_path / "earlier")
    with Library.open(folder, StubEmbedder()) as library:
        library.add_bytes("d.txt", "Ông Bình xin nghỉ hai tuần.".encode())
        expected = hits_of(library)
    assert appended == [1]
    for name in FILES:
        shutil.copy(tmp_path / "earlier" / name, folder / "cache" / name)
        with Library.open(folder, StubEmbedder()) as library:
            assert hits_of(library) == expected
    assert appended == [1, 8, 8, 8, 8]


def test_stale_caches_catch_up(folder: Path, tmp_path: Path, appended: list[int]) -> None:
    shutil.copytree(folder / "cache", tmp_path / "earlier")
    with Library.open(folder, StubEmbedder()) as library:
        library.remove("a.txt")
        library.add_bytes("b.txt", "Cô Lan mua ghế cho thư viện.\n\nAnh Tú sửa mái nhà kho trước mùa mưa.".encode())
        expected = hits_of(library)
    shutil.rmtree(folder / "cache")
    shutil.copytree(tmp_path / "earlier", folder / "cache")
    with Library.open(folder, StubEmbedder()) as library:
        assert hits_of(library) == expected
    assert appended == [2, 2]


def test_a_change_takes_in_only_what_is_new(folder: Path, appended: list[int]) -> None:
    with Library.open(folder, StubEmbedder()) as library:
        library.search("quỹ")
        library.add_bytes("d.txt", "Ông Bình xin nghỉ hai tuần.".encode())
        library.search("quỹ")
        library.search("quỹ")
        library.remove("a.txt")
        library.search("quỹ")
    assert appended == [1, 0]


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

        def failing(*_: object) -> None:
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
        patched.setattr("index.cachefile.write", full)
        with Library.open(folder, StubEmbedder()) as library:
            assert hits_of(library) == expected
    with Library.open(folder, StubEmbedder()) as library:
        assert hits_of(library) == expected


def test_what_a_killed_program_left_is_deleted(folder: Path) -> None:
    old, new = folder / "cache/.words.npz.abc.tmp", folder / "cache/.words.npz.def.tmp"
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
        caches = library._caches
        assert caches is not None
        ids = library._store.paragraph_ids()
        texts = [text for text, _ in library._store.paragraph_texts(ids.tolist())]
        exact = library.embedder.questions([normalise(text) for text in texts])
        assert np.abs(caches.vectors.vectors_of(ids) - exact).max() < 1e-3
        for name, index, terms in (
            ("nam", caches.words, word_terms),
            ("quỹ_còn", caches.words, word_terms),
            ("quy_con", caches.folded, folded_terms),
        ):
            assert index.has(name, ids).tolist() == [name in terms(text) for text in texts]
            assert any(index.has(name, ids))


def test_headings_are_searched_with_their_paragraphs(tmp_path: Path) -> None:
    with Library.open(tmp_path, StubEmbedder()) as library:
        library.add_bytes("a.md", "# Kinh phí sửa trường\n\nHai trăm triệu.\n\n# Nhân sự\n\nBầu ông Sáu.\n".encode())
        (first, *_) = library.search("kinh phí sửa trường")
    assert (first.paragraph.text, first.paragraph.heading) == ("Hai trăm triệu.", "Kinh phí sửa trường")
    assert first.bm25 is not None


def test_terms() -> None:
    assert word_terms("Đề án Hoà Bình") == ["đề", "án", "hòa", "bình", "đề_án", "án_hòa", "hòa_bình"]
    assert folded_terms("Đề án Hoà Bình") == ["de", "an", "hoa", "binh", "de_an", "an_hoa", "hoa_binh"]
