"""What was acknowledged doesn't stay in SQLite's log, where a changed byte would lose it without a word."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from index.errors import LibraryDamaged
from index.library import Library
from index.store import FILE_NAME, Store
from tests.stub_embedder import StubEmbedder

Open = Callable[..., Library]
LOG, NOTE = f"{FILE_NAME}-wal", f"{FILE_NAME}-pending"


def test_after_each_change_the_file_alone_holds_it(open_library: Open, tmp_path: Path) -> None:
    library = open_library()
    changes: list[Callable[[], object]] = [
        lambda: library.add_bytes("a.txt", "Quỹ còn ba triệu.".encode()),
        lambda: library.add_bytes("a.txt", "Quỹ còn bốn triệu.".encode()),
        lambda: library.edit("a.txt", title="Quỹ"),
        lambda: library.remove("a.txt"),
    ]
    for number, change in enumerate(changes):
        change()
        assert (library.folder / LOG).stat().st_size == 0
        copy = tmp_path / str(number)
        copy.mkdir()
        shutil.copy(library.folder / FILE_NAME, copy)
        assert open_library(str(number)).documents() == library.documents()
    assert not (library.folder / NOTE).exists()


@pytest.fixture(scope="module")
def left(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The files of a library as a killed program leaves them whose last change a reader kept in the log."""
    folder, left = tmp_path_factory.mktemp("library"), tmp_path_factory.mktemp("left") / "library"
    with Library.open(folder, StubEmbedder()) as library:
        library.add_bytes("a.txt", "Quỹ còn ba triệu.".encode())
        reader = Store(folder, create=False)
        with reader.snapshot():
            assert len(reader.documents()) == 1
            library.add_bytes("b.txt", "Tổ 5 nhận quét ngõ.".encode())
            assert len(reader.documents()) == 1
            shutil.copytree(folder, left)
        reader.close()
        assert (left / LOG).stat().st_size > 0
        assert (folder / NOTE).exists()
        library.edit("a.txt", title="Quỹ")
        assert not (folder / NOTE).exists()
    return left


@pytest.fixture
def left_in_log(left: Path, tmp_path: Path) -> Path:
    """A copy of them, to be damaged."""
    return Path(shutil.copytree(left, tmp_path / "left"))


def names(folder: Path) -> list[str]:
    with Library.open(folder, StubEmbedder()) as library:
        return [each.document for each in library.documents()]


def test_a_change_that_a_reader_keeps_in_the_log_is_found_there(left_in_log: Path) -> None:
    assert names(left_in_log) == ["a.txt", "b.txt"]
    # The last to close it has moved the log.
    assert not (left_in_log / LOG).exists()
    assert names(left_in_log) == ["a.txt", "b.txt"]
    with Library.open(left_in_log, StubEmbedder()) as library:
        library.remove("a.txt")
    assert not (left_in_log / NOTE).exists()


@pytest.mark.parametrize("damage", ["gone", "empty", "cut", "header", "frame"])
def test_a_log_that_lost_it_is_missed(left_in_log: Path, damage: str) -> None:
    log = left_in_log / LOG
    data = bytearray(log.read_bytes())
    if damage == "gone":
        log.unlink()
    elif damage == "empty":
        log.write_bytes(b"")
    elif damage == "cut":
        log.write_bytes(data[:-1])
    else:
        data[5 if damage == "header" else 5000] ^= 1
        log.write_bytes(data)
    for _ in range(2):
        with pytest.raises(LibraryDamaged, match="the log that held its last changes"):
            names(left_in_log)


@pytest.mark.parametrize("note", [b"", b"17", b"17 00000000", b"\xff\xfe 1", b"x y"])
def test_a_damaged_note_is_told(left_in_log: Path, note: bytes) -> None:
    (left_in_log / NOTE).write_bytes(note)
    with pytest.raises(LibraryDamaged, match="the log that held its last changes"):
        names(left_in_log)


def test_a_note_that_cannot_be_written_keeps_nothing_from_being_stored(
    open_library: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = open_library()
    library.add_bytes("a.txt", "Quỹ còn ba triệu.".encode())

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    reader = Store(library.folder, create=False)
    with reader.snapshot():
        reader.documents()
        monkeypatch.setattr("index.log.write_whole", full)
        assert library.add_bytes("b.txt", "Tổ 5 nhận quét ngõ.".encode()).status == "added"
    reader.close()
    assert names(library.folder) == ["a.txt", "b.txt"]
