"""The library: adding, new versions, names, removal, other processes, other models. Without the real model."""

from __future__ import annotations

import shutil
import sqlite3
import threading
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from index.embed import EmbeddedPassage
from index.errors import (
    BadQuestion,
    BrokenDocument,
    DocumentNotFound,
    EmptyDocument,
    LibraryError,
    LibraryNotWritable,
    LibraryTooNew,
    ModelMismatch,
    NotUtf8,
    UnreadableDocument,
    VectorsOfOtherLength,
)
from index.files import find_files
from index.library import Library, Outcome
from index.library_file import PAGE_SIZE
from index.loaders import load
from index.models import LoadedDocument, Span
from index.reembedding import reembed
from index.store import FILE_NAME, Store
from tests import processes
from tests.nobody import as_nobody, let_through
from tests.stub_embedder import StubEmbedder

Open = Callable[..., Library]

MINUTES = """Ông Nam chủ trì cuộc họp và giới thiệu khách mời.

Bà Hà báo cáo quỹ còn ba triệu đồng.

Tổ 5 nhận quét ngõ vào sáng thứ Bảy.
"""
NEW_MINUTES = MINUTES.replace("ba triệu", "hai triệu")
OTHER = """Cô Lan mua sách cho thư viện xã.

Anh Tú sửa mái nhà kho trước mùa mưa.
"""


class Boom(Exception):
    """Stands for anything that may go wrong."""


def contents(folder: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of the library's file."""
    connection = sqlite3.connect(folder / FILE_NAME)
    tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    rows = {name: sorted(connection.execute(f"SELECT * FROM {name}"), key=repr) for name in tables}
    assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    connection.close()
    return rows


def counts(folder: Path) -> dict[str, int]:
    rows = contents(folder)
    return {name: len(rows[name]) for name in ("document", "original", "paragraph", "vector")}


def found(library: Library, question: str) -> list[tuple[str, float]]:
    return [(hit.paragraph.id, hit.confidence) for hit in library.search(question)]


def texts_found(library: Library, question: str) -> list[str]:
    return [hit.paragraph.text for hit in library.search(question)]


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def add_folder(library: Library, folder: Path) -> list[tuple[str, str]]:
    return [(out.status, out.document) for out in (library.add_file(file) for file in find_files([folder]))]


@pytest.fixture
def closed_folder(tmp_path: Path) -> Iterator[Path]:
    """A folder that anybody may read and, once it is `chmod`ed to 0o555, nobody may write."""
    let_through(tmp_path)
    folder = tmp_path / "closed"
    folder.mkdir()
    yield folder
    folder.chmod(0o755)


# Adding and reading back


def test_add_and_read_back(open_library: Open, tmp_path: Path) -> None:
    library = open_library()
    before = datetime.now(UTC).replace(microsecond=0)
    assert library.add(write(tmp_path / "Họp tổ.txt", MINUTES)) == Outcome("added", "Họp tổ.txt", paragraphs=3)
    (summary,) = library.documents()
    assert before <= datetime.fromisoformat(summary.added_at) <= datetime.now(UTC)
    assert summary.added_at.endswith("+00:00")
    assert replace(summary, added_at="") == type(summary)("Họp tổ.txt", None, None, "text/plain", 3, False, "")
    source = library.source("Họp tổ.txt")
    assert source.id == sha256(MINUTES.encode()).hexdigest()
    assert source.text == MINUTES
    assert library.original("Họp tổ.txt") == MINUTES.encode()
    paragraphs = library.paragraphs("Họp tổ.txt")
    assert [paragraph.text for paragraph in paragraphs] == MINUTES.rstrip("\n").split("\n\n")
    for paragraph in paragraphs:
        assert paragraph.id == f"{source.id}:{paragraph.start}-{paragraph.end}"
        assert (paragraph.document, paragraph.source_id) == ("Họp tổ.txt", source.id)
        assert source.text[paragraph.start : paragraph.end] == paragraph.text


def test_everything_is_there_after_opening_again(open_library: Open) -> None:
    library = open_library()
    library.add_bytes("a.txt", MINUTES.encode())
    state = (library.documents(), library.source("a.txt"), library.paragraphs("a.txt"), found(library, "quỹ còn"))
    library.close()
    again = open_library()
    assert (again.documents(), again.source("a.txt"), again.paragraphs("a.txt"), found(again, "quỹ còn")) == state


def test_documents_are_listed_by_name(open_library: Open) -> None:
    library = open_library()
    for name in ("b.txt", "a.txt", "c/a.txt"):
        library.add_bytes(name, f"Cuộc họp {name} bàn về đường làng.".encode())
    assert [summary.document for summary in library.documents()] == ["a.txt", "b.txt", "c/a.txt"]


def test_some_documents_are_told_of_as_in_the_list(open_library: Open) -> None:
    library = open_library()
    for name in ("a.txt", "b.txt", "c.txt"):
        library.add_bytes(name, f"Cuộc họp {name} bàn về đường làng.\n\nÔng Lâm ghi biên bản.".encode())
    library.edit("b.txt", title="Họp tổ 9", meeting_date="2024-05")
    listed = {each.document: each for each in library.documents()}
    assert (listed["b.txt"].title, listed["b.txt"].date, listed["b.txt"].paragraphs) == ("Họp tổ 9", "2024-05", 2)
    assert library.summaries(["c.txt", "không có.txt", "b.txt", "c.txt"]) == {
        name: listed[name] for name in ("b.txt", "c.txt")
    }
    assert library.summaries([]) == {}


def test_the_list_of_documents_follows_each_change(open_library: Open) -> None:
    library, other = open_library(), open_library()
    library.add_bytes("a.txt", MINUTES.encode())

    def listed() -> list[tuple[str, str | None]]:
        return [(each.document, each.title) for each in library.documents()]

    before = library.documents()
    assert listed() == [("a.txt", before[0].title)]
    # The list is the caller's own.
    library.documents().clear()
    assert library.documents() == before
    other.edit("a.txt", title="Họp tổ 9")
    assert listed() == [("a.txt", "Họp tổ 9")]
    other.add_bytes("b.txt", "Tổ trưởng đọc thông báo.".encode())
    assert [name for name, _ in listed()] == ["a.txt", "b.txt"]
    (removed,) = other.take_out(["a.txt"])
    assert [name for name, _ in listed()] == ["b.txt"]
    other.put_back(removed)
    assert listed()[0] == ("a.txt", "Họp tổ 9")


def test_an_unchanged_document_embeds_and_changes_nothing(open_library: Open) -> None:
    embedder = StubEmbedder()
    library = open_library(embedder=embedder)
    library.add_bytes("a.txt", MINUTES.encode())
    before, embedded = contents(library.folder), embedder.passages_embedded
    assert library.add_bytes("a.txt", MINUTES.encode()) == Outcome("unchanged", "a.txt")
    assert contents(library.folder) == before
    assert (embedder.passages_embedded, embedded) == (3, 3)


def test_a_new_version_replaces_and_embeds_only_what_is_new(open_library: Open) -> None:
    embedder = StubEmbedder()
    library = open_library(embedder=embedder)
    library.add_bytes("a.txt", MINUTES.encode())
    old_ids = set(library._store.paragraph_ids().tolist())
    assert library.add_bytes("a.txt", NEW_MINUTES.encode()) == Outcome("replaced", "a.txt", paragraphs=3)
    assert embedder.passages_embedded == 4
    assert counts(library.folder) == {"document": 1, "original": 1, "paragraph": 3, "vector": 3}
    assert library.source("a.txt").text == NEW_MINUTES
    assert library.original("a.txt") == NEW_MINUTES.encode()
    assert old_ids.isdisjoint(library._store.paragraph_ids().tolist())
    assert "Bà Hà báo cáo quỹ còn hai triệu đồng." in texts_found(library, "quỹ còn bao nhiêu")
    assert "Bà Hà báo cáo quỹ còn ba triệu đồng." not in texts_found(library, "quỹ còn bao nhiêu")


def test_the_same_bytes_under_another_name_share_vectors(open_library: Open) -> None:
    embedder = StubEmbedder()
    library = open_library(embedder=embedder)
    library.add_bytes("a.txt", MINUTES.encode())
    assert library.add_bytes("b.txt", MINUTES.encode()) == Outcome("added", "b.txt", paragraphs=3)
    assert embedder.passages_embedded == 3
    assert counts(library.folder) == {"document": 2, "original": 1, "paragraph": 6, "vector": 3}
    assert {hit.paragraph.document for hit in library.search("quỹ còn")} == {"a.txt", "b.txt"}
    library.remove("a.txt")
    assert counts(library.folder) == {"document": 1, "original": 1, "paragraph": 3, "vector": 3}
    assert library.original("b.txt") == MINUTES.encode()
    assert {hit.paragraph.document for hit in library.search("quỹ còn")} == {"b.txt"}
    library.remove("b.txt")
    assert counts(library.folder) == {"document": 0, "original": 0, "paragraph": 0, "vector": 0}
    assert library.search("quỹ còn") == []


def test_a_paragraph_twice_in_a_document_is_embedded_once(open_library: Open) -> None:
    embedder = StubEmbedder()
    library = open_library(embedder=embedder)
    line = "Mọi người nhất trí với đề nghị của tổ trưởng."
    assert library.add_bytes("a.txt", f"{line}\n\nBà Hà ghi biên bản.\n\n{line}\n".encode()).paragraphs == 3
    assert embedder.passages_embedded == 2
    assert counts(library.folder)["vector"] == 2
    assert texts_found(library, "đề nghị của tổ trưởng")[:2] == [line, line]


def test_the_same_words_under_another_heading_have_a_vector_of_their_own(open_library: Open) -> None:
    embedder = StubEmbedder()
    library = open_library(embedder=embedder)
    library.add_bytes("a.md", "# Cầu Đồng Sổ\n\nXong trong quý II.\n\n# Trạm bơm\n\nXong trong quý II.\n".encode())
    assert embedder.passages_embedded == 2
    assert counts(library.folder)["vector"] == 2
    (first, second) = library.search("trạm bơm xong khi nào")
    assert (first.paragraph.heading, second.paragraph.heading) == ("Trạm bơm", "Cầu Đồng Sổ")


def test_progress_counts_the_passages_to_embed(open_library: Open) -> None:
    told: list[tuple[int, int]] = []
    open_library().add_bytes("a.txt", MINUTES.encode(), on_progress=lambda *at: told.append(at))
    assert told == [(1, 3), (2, 3), (3, 3)]


def test_paragraph_ids_are_never_used_again(open_library: Open) -> None:
    library = open_library()
    given: set[int] = set()
    for turn in range(4):
        library.add_bytes("a.txt", f"Phiên {turn} bàn việc thuỷ lợi.\n\nPhiên {turn} kết thúc lúc chiều.".encode())
        ids = library._store.paragraph_ids().tolist()
        assert len(ids) == 2
        assert given.isdisjoint(ids)
        assert min(ids) > max(given, default=0)
        given |= set(ids)
        if turn % 2:
            library.remove("a.txt")
            library.close()
            library = open_library()


# Files that can't be read


@pytest.mark.parametrize(
    ("name", "data", "error"),
    [
        ("a.txt", b"", EmptyDocument),
        ("a.txt", b"xin ch\xe0o", NotUtf8),
        ("a.docx", b"PK\x03\x04 cut short", BrokenDocument),
        ("a.txt", b"MZ\x00\x01\x02", BrokenDocument),
        ("a.xyz", b"text", UnreadableDocument),
    ],
)
def test_a_document_that_cannot_be_read(open_library: Open, name: str, data: bytes, error: type[Exception]) -> None:
    library = open_library()
    library.add_bytes("b.txt", OTHER.encode())
    before = contents(library.folder)
    outcome = library.add_bytes(name, data)
    assert (outcome.status, outcome.document, outcome.paragraphs) == ("failed", name, 0)
    assert isinstance(outcome.error, error)
    assert outcome.reason == str(outcome.error)
    assert name in outcome.reason
    assert contents(library.folder) == before


def test_a_broken_new_version_leaves_the_old_one(open_library: Open) -> None:
    library = open_library()
    library.add_bytes("a.txt", MINUTES.encode())
    before = contents(library.folder)
    assert library.add_bytes("a.txt", b"xin ch\xe0o").status == "failed"
    assert contents(library.folder) == before


def test_a_file_that_is_not_there_or_may_not_be_read(open_library: Open, closed_folder: Path) -> None:
    library = open_library()
    secret = write(closed_folder / "secret.txt", MINUTES)
    secret.chmod(0)
    with as_nobody():
        outcomes = [library.add(secret), library.add(closed_folder / "none.txt")]
    assert [(out.status, out.document) for out in outcomes] == [("failed", "secret.txt"), ("failed", "none.txt")]
    assert outcomes[0].reason.endswith("secret.txt: this file can't be read. Permission denied")
    assert outcomes[1].reason.endswith("none.txt: this file can't be read. No such file or directory")
    assert library.documents() == []


# All or nothing


class Refusing(StubEmbedder):
    """Fails in the middle of a batch."""

    def passages(
        self,
        texts: Sequence[str],
        sentences: Sequence[Sequence[Span]],
        on_progress: Callable[[int, int], None] | None = None,
    ) -> list[EmbeddedPassage]:
        super().passages(texts, sentences, on_progress)
        raise Boom


STORE_METHODS = [
    "find",
    "missing_vectors",
    "insert_vectors",
    "rename_document",
    "insert_document",
    "delete_document",
    "meta",
    "set_meta",
    "next_generation",
]


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize("method", STORE_METHODS)
def test_a_failure_anywhere_in_adding_changes_nothing(
    open_library: Open, monkeypatch: pytest.MonkeyPatch, method: str, after: bool
) -> None:
    library = open_library()
    library.add_bytes("a.txt", MINUTES.encode())
    before, hits = contents(library.folder), found(library, "quỹ còn ba triệu")
    original = getattr(Store, method)

    def failing(*arguments: Any, **named: Any) -> Any:
        if after:
            original(*arguments, **named)
        raise Boom

    with monkeypatch.context() as patched:
        patched.setattr(Store, method, failing)
        with pytest.raises(Boom):
            library.add_bytes("a.txt", NEW_MINUTES.encode())
    assert contents(library.folder) == before
    assert found(library, "quỹ còn ba triệu") == hits
    assert library.add_bytes("a.txt", NEW_MINUTES.encode()).status == "replaced"


def test_a_failing_model_changes_nothing(open_library: Open) -> None:
    library = open_library()
    library.add_bytes("a.txt", MINUTES.encode())
    before = contents(library.folder)
    library.embedder = Refusing()
    for name in ("a.txt", "b.txt"):
        with pytest.raises(Boom):
            library.add_bytes(name, OTHER.encode())
    assert contents(library.folder) == before


def test_sqlite_failing_at_any_step_changes_nothing(open_library: Open) -> None:
    library = open_library()
    library.add_bytes("a.txt", MINUTES.encode())
    before, failures = contents(library.folder), 0
    connection = library._store._connection

    def fail_at(step: int) -> None:
        steps = iter(range(1, step + 1))
        connection.set_progress_handler(lambda: next(steps, None) == step, 5)

    while True:
        fail_at(failures + 1)
        try:
            outcome = library.add_bytes("a.txt", NEW_MINUTES.encode())
        except LibraryError as error:
            assert "interrupted" in str(error)
            failures += 1
            connection.set_progress_handler(None, 5)
            if connection.in_transaction:
                # It was the end of a transaction that failed; only this test can make it.
                connection.execute("ROLLBACK")
            assert contents(library.folder) == before
        else:
            break
    assert outcome.status == "replaced"
    assert failures > 10
    connection.set_progress_handler(None, 5)
    assert library.source("a.txt").text == NEW_MINUTES


def test_killed_at_any_step_a_document_is_wholly_in_or_not_at_all(tmp_path: Path) -> None:
    master = tmp_path / "master"
    with Library.open(master, StubEmbedder()) as library:
        library.add_bytes("a.txt", MINUTES.encode())
        library.prepare()
    seen = set()
    for steps in (1, 7, 14, 21, 28, 35, 10_000):
        folder = tmp_path / f"killed-{steps}"
        shutil.copytree(master, folder)
        status = processes.ended(processes.start(processes.add_and_die, folder, "a.txt", NEW_MINUTES.encode(), steps))
        with Library.open(folder, StubEmbedder()) as library:
            text = library.source("a.txt").text
            assert text in (MINUTES, NEW_MINUTES)
            assert library.original("a.txt") == text.encode()
            assert [each.text for each in library.paragraphs("a.txt")] == text.rstrip("\n").split("\n\n")
            assert sorted(texts_found(library, "quỹ còn triệu đồng ông Nam tổ 5")) == sorted(
                text.rstrip("\n").split("\n\n")
            )
        assert counts(folder) == {"document": 1, "original": 1, "paragraph": 3, "vector": 3}
        seen.add((status, text == NEW_MINUTES))
    assert seen == {(-9, False), (0, True)}


# Other processes


def test_two_processes_make_a_library_and_add_to_it_at_once(tmp_path: Path) -> None:
    folder = tmp_path / "library"
    names = [[f"{who}-{number}.txt" for number in range(8)] for who in ("một", "hai", "ba")]
    adding = [
        processes.start(processes.add_all, folder, [(name, f"{name} bàn việc làng.".encode()) for name in mine])
        for mine in names
    ]
    assert [processes.ended(process) for process in adding] == [0, 0, 0]
    with Library.open(folder, StubEmbedder()) as library:
        expected = sorted(name for mine in names for name in mine)
        assert [summary.document for summary in library.documents()] == expected
        assert len(library.search("bàn việc làng", limit=100)) == 24
    assert counts(folder) == {"document": 24, "original": 24, "paragraph": 24, "vector": 24}


def test_two_processes_add_folders_with_files_of_one_name_at_once(tmp_path: Path) -> None:
    roots = [tmp_path / name for name in ("a", "b", "c")]
    for root in roots:
        for number in range(4):
            write(root / f"{number}.txt", f"Tài liệu {number} của {root.name} nói về trạm bơm.")
    adding = [processes.start(processes.add_found, tmp_path / "library", root) for root in roots]
    assert [processes.ended(process) for process in adding] == [0, 0, 0]
    with Library.open(tmp_path / "library", StubEmbedder()) as library:
        texts = sorted(library.source(summary.document).text for summary in library.documents())
    assert texts == sorted(
        f"Tài liệu {number} của {root.name} nói về trạm bơm." for number in range(4) for root in roots
    )


def test_what_another_process_adds_and_removes_is_in_the_next_search(open_library: Open) -> None:
    reader, writer = open_library(), open_library()
    assert reader.search("mái nhà kho") == []
    writer.add_bytes("b.txt", OTHER.encode())
    assert texts_found(reader, "mái nhà kho")[0] == "Anh Tú sửa mái nhà kho trước mùa mưa."
    writer.add_bytes("b.txt", OTHER.replace("Anh Tú", "Ông Sáu").encode())
    assert texts_found(reader, "mái nhà kho")[0] == "Ông Sáu sửa mái nhà kho trước mùa mưa."
    assert reader.source("b.txt").text.startswith("Cô Lan")
    writer.remove("b.txt")
    assert reader.search("mái nhà kho") == []
    assert reader.documents() == []


def test_searching_while_another_process_replaces_documents(tmp_path: Path) -> None:
    versions = [
        "\n\n".join(f"Phiên {version} mục {item} bàn về trạm bơm." for item in range(40)).encode()
        for version in range(3)
    ]
    with Library.open(tmp_path, StubEmbedder()) as library:
        library.add_bytes("a.txt", versions[2])
        flipping = processes.start(processes.flip, tmp_path, "a.txt", versions, 40)
        seen = set()
        while flipping.is_alive():
            hits = library.search("trạm bơm", limit=50)
            assert len(hits) == 40
            (version,) = {hit.paragraph.text.split()[1] for hit in hits}
            seen.add(version)
            assert len(library.paragraphs("a.txt")) == 40
        assert processes.ended(flipping) == 0
        assert len(seen) > 1


def test_searching_while_another_connection_writes(open_library: Open) -> None:
    reader, writer = open_library(), open_library()
    writer.add_bytes("a.txt", MINUTES.encode())
    hits = found(reader, "quỹ còn")
    with writer._store.transaction():
        writer._store.delete_document(writer._store.find("a.txt").id)  # type: ignore[union-attr]
        writer._store.next_generation()
        assert found(reader, "quỹ còn") == hits
        assert len(reader.documents()) == 1
    assert reader.search("quỹ còn") == []


def test_threads_share_a_library(open_library: Open) -> None:
    library = open_library()
    library.add_bytes("a.txt", MINUTES.encode())
    failures: list[BaseException] = []

    def work(number: int) -> None:
        try:
            for turn in range(5):
                library.add_bytes(f"{number}.txt", f"Luồng {number} lượt {turn} bàn chuyện khác.".encode())
                assert texts_found(library, "quỹ còn ba triệu đồng")[0] == "Bà Hà báo cáo quỹ còn ba triệu đồng."
        except BaseException as error:  # noqa: BLE001 - told to the main thread
            failures.append(error)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert len(library.documents()) == 5


# Names


def test_a_folder_gives_relative_paths_and_a_file_its_name(open_library: Open, tmp_path: Path) -> None:
    write(tmp_path / "nguồn/2024/họp.txt", MINUTES)
    write(tmp_path / "nguồn/họp.txt", OTHER)
    library = open_library()
    assert add_folder(library, tmp_path / "nguồn") == [("added", "họp.txt"), ("added", "2024/họp.txt")]
    assert library.add(tmp_path / "nguồn/2024/họp.txt", document="riêng.txt").document == "riêng.txt"
    assert library.source("2024/họp.txt").text == MINUTES
    assert library.source("họp.txt").text == OTHER


def test_two_folders_that_hold_a_file_of_one_name(open_library: Open, tmp_path: Path) -> None:
    first, second, third = tmp_path / "a/biên bản", tmp_path / "b/biên bản", tmp_path / "c/biên bản"
    for folder, text in ((first, MINUTES), (second, OTHER), (third, NEW_MINUTES)):
        write(folder / "họp.txt", text)
    library = open_library()
    assert add_folder(library, first) == [("added", "họp.txt")]
    assert add_folder(library, second) == [("added", "biên bản/họp.txt")]
    assert add_folder(library, third) == [("added", "biên bản (2)/họp.txt")]
    for folder, name in ((first, "họp.txt"), (second, "biên bản/họp.txt"), (third, "biên bản (2)/họp.txt")):
        assert add_folder(library, folder) == [("unchanged", name)]
    write(second / "họp.txt", OTHER + "\nThêm một dòng.")
    assert add_folder(library, second) == [("replaced", "biên bản/họp.txt")]
    assert [library.source(name).text for name in ("họp.txt", "biên bản (2)/họp.txt")] == [MINUTES, NEW_MINUTES]
    assert len(library.documents()) == 3


def test_a_name_that_is_taken_in_the_last_moment(
    open_library: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path / "a/họp.txt", MINUTES)
    write(tmp_path / "b/họp.txt", OTHER)
    other, library = open_library(), open_library()
    stored, calls = Library._stored, 0

    def too_late(self: Library, *arguments: Any) -> bool:
        nonlocal calls
        calls += self is library
        if self is library and calls == 2:
            assert add_folder(other, tmp_path / "b") == [("added", "họp.txt")]
        return stored(self, *arguments)

    monkeypatch.setattr(Library, "_stored", too_late)
    assert add_folder(library, tmp_path / "a") == [("added", "a/họp.txt")]
    assert [library.source(name).text for name in ("họp.txt", "a/họp.txt")] == [OTHER, MINUTES]
    assert {paragraph.document for paragraph in library.paragraphs("a/họp.txt")} == {"a/họp.txt"}


def test_a_document_is_read_once(open_library: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []

    def counting(name: str, data: bytes) -> LoadedDocument:
        read.append(name)
        return load(name, data)

    monkeypatch.setattr("index.library_adding.load", counting)
    library = open_library()
    library.add_bytes("a.txt", MINUTES.encode())
    library.add_bytes("a.txt", NEW_MINUTES.encode())
    library.add_bytes("a.txt", NEW_MINUTES.encode())
    assert read == ["a.txt", "a.txt"]


def test_the_second_folder_keeps_its_name_when_the_first_ones_document_goes(open_library: Open, tmp_path: Path) -> None:
    write(tmp_path / "a/họp.txt", MINUTES)
    write(tmp_path / "b/họp.txt", OTHER)
    library = open_library()
    add_folder(library, tmp_path / "a")
    add_folder(library, tmp_path / "b")
    library.remove("họp.txt")
    assert add_folder(library, tmp_path / "b") == [("unchanged", "b/họp.txt")]
    assert len(library.documents()) == 1


def test_a_folder_that_is_gone_loses_nothing_to_one_with_the_same_names(open_library: Open, tmp_path: Path) -> None:
    write(tmp_path / "a/họp.txt", MINUTES)
    write(tmp_path / "b/họp.txt", OTHER)
    library = open_library()
    add_folder(library, tmp_path / "a")
    add_folder(library, tmp_path / "b")
    shutil.rmtree(tmp_path / "a")
    write(tmp_path / "c/họp.txt", NEW_MINUTES)
    assert add_folder(library, tmp_path / "b") == [("unchanged", "b/họp.txt")]
    assert add_folder(library, tmp_path / "c") == [("added", "c/họp.txt")]
    assert library.source("họp.txt").text == MINUTES


def test_a_moved_folder_keeps_its_names(open_library: Open, tmp_path: Path) -> None:
    write(tmp_path / "a/1.txt", MINUTES)
    write(tmp_path / "a/2.txt", OTHER)
    write(tmp_path / "b/2.txt", NEW_MINUTES)
    library = open_library()
    add_folder(library, tmp_path / "b")
    assert add_folder(library, tmp_path / "a") == [("added", "1.txt"), ("added", "a/2.txt")]
    (tmp_path / "a").rename(tmp_path / "moved")
    write(tmp_path / "moved/2.txt", OTHER + "\nThêm.")
    write(tmp_path / "moved/0.txt", "Tài liệu mới về sân bóng.")
    assert add_folder(library, tmp_path / "moved") == [
        ("added", "0.txt"),
        ("unchanged", "1.txt"),
        ("replaced", "a/2.txt"),
    ]
    assert add_folder(library, tmp_path / "moved") == [(("unchanged", name)) for name in ("0.txt", "1.txt", "a/2.txt")]
    assert len(library.documents()) == 4


def test_a_folder_inside_a_folder_of_its_own_name(open_library: Open, tmp_path: Path) -> None:
    write(tmp_path / "a/họp.txt", MINUTES)
    write(tmp_path / "sub/họp.txt", OTHER)
    write(tmp_path / "sub/sub/họp.txt", NEW_MINUTES)
    library = open_library()
    add_folder(library, tmp_path / "a")
    assert add_folder(library, tmp_path / "sub") == [("added", "sub/họp.txt"), ("added", "sub/sub/họp.txt")]
    assert add_folder(library, tmp_path / "sub") == [("unchanged", "sub/họp.txt"), ("unchanged", "sub/sub/họp.txt")]
    assert len(library.documents()) == 3


def test_a_file_added_first_by_itself_then_with_its_folder(open_library: Open, tmp_path: Path) -> None:
    path = write(tmp_path / "a/họp.txt", MINUTES)
    write(tmp_path / "b/họp.txt", OTHER)
    library = open_library()
    assert library.add(path).status == "added"
    assert add_folder(library, tmp_path / "a") == [("unchanged", "họp.txt")]
    assert add_folder(library, tmp_path / "b") == [("added", "b/họp.txt")]


# Removing


def test_removing_what_is_not_there(open_library: Open) -> None:
    library = open_library()
    library.add_bytes("a.txt", MINUTES.encode())
    calls: list[Callable[[], object]] = [
        lambda: library.remove("b.txt"),
        lambda: library.source("b.txt"),
        lambda: library.paragraphs("b.txt"),
        lambda: library.original("b.txt"),
        lambda: library.search("quỹ", within="b.txt"),
    ]
    for call in calls:
        with pytest.raises(DocumentNotFound) as caught:
            call()
        assert caught.value.values == {"document": "b.txt"}
    assert [summary.document for summary in library.documents()] == ["a.txt"]


def test_a_failing_removal_changes_nothing(open_library: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    library = open_library()
    library.add_bytes("a.txt", MINUTES.encode())
    before = contents(library.folder)

    def failing(_: Store) -> None:
        raise Boom

    with monkeypatch.context() as patched:
        patched.setattr(Store, "next_generation", failing)
        with pytest.raises(Boom):
            library.remove("a.txt")
    assert contents(library.folder) == before


# Models


def test_another_model_is_refused_by_name(open_library: Open, tmp_path: Path) -> None:
    open_library().add_bytes("a.txt", MINUTES.encode())
    folder = tmp_path / "library"
    for create in (True, False):
        with pytest.raises(ModelMismatch) as caught:
            open_library(embedder=StubEmbedder("other"), create=create)
        assert caught.value.values == {"folder": str(folder), "found": "stub", "wanted": "other"}
        assert f"python -m index reembed --library {folder}" in str(caught.value)
        assert "model stub" in str(caught.value)
        assert "name other" in str(caught.value)


def test_a_model_that_now_gives_vectors_of_another_length_is_refused_until_all_is_embedded_anew(
    open_library: Open, tmp_path: Path
) -> None:
    """A folder's files may be others than they were; its name stays."""
    folder = tmp_path / "library"
    library = open_library()
    library.add_bytes("a.txt", MINUTES.encode())
    before = contents(folder)
    longer = StubEmbedder("stub", 96)
    for create in (True, False):
        with pytest.raises(VectorsOfOtherLength) as caught:
            open_library(embedder=longer, create=create)
        assert caught.value.values == {"folder": str(folder), "model": "stub", "found": "64", "wanted": 96}
        assert f"python -m index reembed --library {folder}" in str(caught.value)
    assert contents(folder) == before
    assert not library.outdated
    reembed(folder, longer)
    assert library.outdated
    with pytest.raises(VectorsOfOtherLength):
        library.search("mái nhà kho")
    with pytest.raises(VectorsOfOtherLength):
        library.add_bytes("b.txt", OTHER.encode())
    library.use(longer)
    assert not library.outdated
    assert texts_found(library, "mái nhà kho")


def test_reembedding_with_another_model(open_library: Open, tmp_path: Path) -> None:
    library = open_library()
    library.add_bytes("a.txt", MINUTES.encode())
    library.add_bytes("b.txt", OTHER.encode())
    hits = texts_found(library, "mái nhà kho")
    library.close()
    other = StubEmbedder("other", dimension=48)
    told: list[tuple[int, int]] = []
    assert reembed(tmp_path / "library", other, lambda *at: told.append(at)) == 5
    assert told[-1] == (5, 5)
    again = open_library(embedder=other)
    assert texts_found(again, "mái nhà kho")[0] == hits[0]
    assert sorted(texts_found(again, "mái nhà kho")) == sorted(hits)
    assert again.add_bytes("c.txt", MINUTES.encode()).status == "added"
    assert other.passages_embedded == 5
    with pytest.raises(ModelMismatch):
        open_library()


@pytest.mark.parametrize("method", ["stage_vectors", "renumber_paragraphs", "next_generation"])
def test_a_failing_reembedding_changes_nothing(
    open_library: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, method: str
) -> None:
    library = open_library()
    library.add_bytes("a.txt", MINUTES.encode())
    before = contents(library.folder)

    def failing(*_: object) -> None:
        raise Boom

    with monkeypatch.context() as patched:
        patched.setattr(Store, method, failing)
        with pytest.raises(Boom):
            reembed(tmp_path / "library", StubEmbedder("other"))
    with pytest.raises(Boom):
        reembed(tmp_path / "library", Refusing("other"))
    assert contents(library.folder) == before
    assert found(library, "quỹ còn")


def test_documents_added_during_a_reembedding_are_not_lost(open_library: Open, tmp_path: Path) -> None:
    library = open_library()
    library.add_bytes("a.txt", MINUTES.encode())

    told: list[tuple[int, int]] = []

    def add_another(done: int, total: int) -> None:
        told.append((done, total))
        if (done, total) == (1, 3):
            library.add_bytes("b.txt", OTHER.encode())

    other = StubEmbedder("other", 32)
    assert reembed(tmp_path / "library", other, add_another) == 5
    assert told == [(0, 3), (1, 3), (2, 3), (3, 3), (3, 5), (4, 5), (5, 5), (5, 5)]
    again = open_library(embedder=other)
    assert texts_found(again, "mái nhà kho")[0] == "Anh Tú sửa mái nhà kho trước mùa mưa."
    assert other.passages_embedded == 5


def test_an_open_library_notices_a_reembedding(open_library: Open, tmp_path: Path) -> None:
    library = open_library()
    library.add_bytes("a.txt", MINUTES.encode())
    assert found(library, "quỹ còn")
    reembed(tmp_path / "library", StubEmbedder("other"))
    before = contents(library.folder)
    with pytest.raises(ModelMismatch):
        library.search("quỹ còn")
    with pytest.raises(ModelMismatch):
        library.add_bytes("b.txt", OTHER.encode())
    assert contents(library.folder) == before


def test_reembedding_an_emptied_library_gives_no_old_id_again(open_library: Open, tmp_path: Path) -> None:
    library = open_library()
    library.add_bytes("a.txt", MINUTES.encode())
    last = library._store.last_paragraph_id()
    library.remove("a.txt")
    library.close()
    other = StubEmbedder("other")
    assert reembed(tmp_path / "library", other) == 0
    again = open_library(embedder=other)
    again.add_bytes("a.txt", MINUTES.encode())
    assert again._store.paragraph_ids().min() > last
    assert texts_found(again, "quỹ còn")[0] == "Bà Hà báo cáo quỹ còn ba triệu đồng."


# Libraries that can't be opened or written


def test_no_library(tmp_path: Path, open_library: Open) -> None:
    with pytest.raises(LibraryError, match="there is no library here"):
        open_library("none", create=False)
    assert not (tmp_path / "none").exists()


@pytest.mark.parametrize("data", [b"", b"This is no database at all. " * 40])
def test_a_file_that_is_no_library(tmp_path: Path, open_library: Open, data: bytes) -> None:
    (tmp_path / "library").mkdir()
    path = tmp_path / "library" / FILE_NAME
    path.write_bytes(data)
    with pytest.raises(LibraryError) as caught:
        open_library(create=False)
    assert caught.value.values["folder"] == str(tmp_path / "library")
    if data:
        with pytest.raises(LibraryError, match="file is not a database"):
            open_library()
        assert path.read_bytes() == data


def test_a_library_whose_making_was_stopped_is_made_on(tmp_path: Path, open_library: Open) -> None:
    Store(tmp_path / "library", create=True).close()
    with pytest.raises(LibraryError, match="there is no library here"):
        open_library(create=False)
    library = open_library()
    assert library.waits_for_samples
    assert library.add_bytes("a.txt", MINUTES.encode()).status == "added"


def test_a_damaged_library_is_named(tmp_path: Path, open_library: Open) -> None:
    library = open_library()
    library.add_bytes("a.txt", MINUTES.encode())
    library.close()
    path = tmp_path / "library" / FILE_NAME
    data = bytearray(path.read_bytes())
    for position in range(PAGE_SIZE, len(data)):
        data[position] ^= 0xA5
    path.write_bytes(bytes(data))
    for use in (Library.documents, lambda library: library.search("quỹ"), lambda library: library.remove("a.txt")):
        with pytest.raises(LibraryError) as caught:
            use(open_library())  # type: ignore[operator]
        assert caught.value.values["folder"] == str(tmp_path / "library")


def test_a_library_of_a_later_version(tmp_path: Path, open_library: Open) -> None:
    open_library().close()
    connection = sqlite3.connect(tmp_path / "library" / FILE_NAME)
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    with pytest.raises(LibraryTooNew) as caught:
        open_library()
    assert caught.value.values == {"folder": str(tmp_path / "library"), "found": 99, "known": 9}


def test_a_folder_that_may_not_be_written_gets_no_library(closed_folder: Path) -> None:
    closed_folder.chmod(0o555)
    with as_nobody():
        for folder in (closed_folder, closed_folder / "new"):
            with pytest.raises(LibraryNotWritable) as caught:
                Library.open(folder, StubEmbedder())
            assert caught.value.values["folder"] == str(folder)
    assert list(closed_folder.iterdir()) == []


def test_a_library_that_may_only_be_read_is_searched_and_listed(closed_folder: Path) -> None:
    with Library.open(closed_folder, StubEmbedder()) as library:
        library.add_bytes("a.txt", MINUTES.encode())
        hits = found(library, "quỹ còn")
    closed_folder.chmod(0o555)
    before = (closed_folder / FILE_NAME).read_bytes()
    for with_caches in (True, False):
        if not with_caches:
            shutil.rmtree(closed_folder / "cache")
        with as_nobody(), Library.open(closed_folder, StubEmbedder()) as library:
            assert found(library, "quỹ còn") == hits
            assert [summary.document for summary in library.documents()] == ["a.txt"]
            assert library.source("a.txt").text == MINUTES
            assert library.original("a.txt") == MINUTES.encode()
            changes: list[Callable[[], object]] = [
                lambda: library.add_bytes("b.txt", OTHER.encode()),
                lambda: library.add_bytes("a.txt", NEW_MINUTES.encode()),
                lambda: library.remove("a.txt"),
                library.remove_samples,
            ]
            for change in changes:
                with pytest.raises(LibraryNotWritable) as caught:
                    change()
                assert caught.value.values["folder"] == str(closed_folder)
            assert library.add_bytes("a.txt", MINUTES.encode()).status == "unchanged"
            assert found(library, "quỹ còn") == hits
    assert (closed_folder / FILE_NAME).read_bytes() == before


def test_changes_that_are_only_in_the_log_are_never_overlooked(closed_folder: Path) -> None:
    with Library.open(closed_folder, StubEmbedder()) as library:
        library.add_bytes("a.txt", MINUTES.encode())
    process = processes.start(processes.add_and_die, closed_folder, "b.txt", OTHER.encode(), 100_000)
    assert processes.ended(process) == 0
    copy = closed_folder / "copy"
    reader = Store(closed_folder, create=False)
    with Library.open(closed_folder, StubEmbedder()) as library, reader.snapshot():
        # One that reads what was before keeps the change in the log.
        assert len(reader.documents()) == 2
        library.add_bytes("c.txt", OTHER.encode())
        # As a killed process leaves it: the last change only in the log, and the log's index lost.
        copy.mkdir()
        for name in (FILE_NAME, f"{FILE_NAME}-wal"):
            shutil.copy(closed_folder / name, copy / name)
    reader.close()
    copy.chmod(0o555)
    with as_nobody(), pytest.raises(LibraryNotWritable, match="last changes"):
        Library.open(copy, StubEmbedder())
    copy.chmod(0o755)
    with Library.open(copy, StubEmbedder()) as library:
        assert [summary.document for summary in library.documents()] == ["a.txt", "b.txt", "c.txt"]


# Small libraries and odd questions


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("text", [None, "Bà Hà báo cáo quỹ còn ba triệu đồng.", "x"])
def test_a_library_of_one_paragraph_or_none(open_library: Open, text: str | None) -> None:
    library = open_library()
    if text is not None:
        assert library.add_bytes("a.txt", text.encode()).paragraphs == 1
    for question in ("Quỹ còn bao nhiêu?", "who", "zzz qqq", "Bà Hà báo cáo quỹ còn ba triệu đồng.", "x", "ai"):
        hits = library.search(question)
        assert [hit.paragraph.text for hit in hits] == ([] if text is None else [text])
        for hit in hits:
            assert 0 <= hit.confidence <= 1
            assert hit.cosine is not None
            # Vectors are kept in half precision.
            assert -1.001 <= hit.cosine <= 1.001
            assert hit.bm25 is None or hit.bm25 > 0


def test_a_word_that_matches_nothing_has_no_bm25(open_library: Open) -> None:
    library = open_library()
    library.add_bytes("a.txt", MINUTES.encode())
    assert {hit.bm25 for hit in library.search("zzz qqq")} == {None}
    (first, *_) = library.search("Tổ 5 quét ngõ")
    assert first.paragraph.text == "Tổ 5 nhận quét ngõ vào sáng thứ Bảy."
    assert first.bm25 is not None


def test_limit_and_within(open_library: Open) -> None:
    library = open_library()
    library.add_bytes("a.txt", MINUTES.encode())
    library.add_bytes("b.txt", OTHER.encode())
    everything = library.search("ông Nam và bà Hà", limit=100)
    assert len(everything) == 5
    assert library.search("ông Nam và bà Hà", limit=2) == everything[:2]
    assert {hit.paragraph.document for hit in library.search("ông Nam và bà Hà", within="b.txt")} == {"b.txt"}


def test_questions_that_are_none(open_library: Open) -> None:
    library = open_library()
    for question in ("", "  \n", "…?!", "x" * 2_001):
        with pytest.raises(BadQuestion):
            library.search(question)


@pytest.mark.parametrize(
    "typed",
    [
        "ÔNG HOÀ KHOẺ MẠNH VÀ CHỊ THUÝ SỬA NHÀ VĂN HOÁ?",
        "Ông Hòa khỏe mạnh và chị Thúy sửa nhà văn hóa?",
        "  ông hoà   khoẻ mạnh\tvà chị thuý sửa nhà văn hoá ?".replace(" ?", "?"),
        unicodedata.normalize("NFD", "Ông Hoà khoẻ mạnh và chị Thuý sửa nhà văn hoá?"),
        "Ông Hoà kho\u200bẻ mạnh và chị Thuý sửa nhà văn\u00a0hoá?",
    ],
)
@pytest.mark.parametrize(
    "stored", ["Ông Hoà khoẻ, chị Thuý sửa nhà văn hoá.", "Ông Hòa khỏe, chị Thúy sửa nhà văn hóa."]
)
def test_every_way_of_typing_finds_the_same(open_library: Open, stored: str, typed: str) -> None:
    library = open_library()
    library.add_bytes("a.txt", f"{stored}\n\n{MINUTES}\n{OTHER}".encode())
    expected = found(library, "Ông Hoà khoẻ mạnh và chị Thuý sửa nhà văn hoá?")
    assert found(library, typed) == expected
    assert texts_found(library, typed)[0] == stored


def test_versions_tell_whether_a_document_is_still_the_one_that_was_quoted(open_library: Open) -> None:
    library = open_library()
    library.add_bytes("a.txt", b"First.\n")
    library.add_bytes("b.txt", b"Second.\n")
    first, second, changed = (sha256(text).hexdigest() for text in (b"First.\n", b"Second.\n", b"Changed.\n"))
    assert library.media_types({"a.txt", "c.txt"}) == {"a.txt": "text/plain"}
    assert library.versions({"a.txt", "b.txt", "c.txt"}) == {"a.txt": first, "b.txt": second}
    library.add_bytes("a.txt", b"Changed.\n")
    library.remove("b.txt")
    assert library.versions(["a.txt", "b.txt"]) == {"a.txt": changed}
