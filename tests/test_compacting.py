"""A library's file written anew: smaller, in this version's form, and whole at each moment."""

from __future__ import annotations

import shutil
import signal
import sqlite3
from collections import namedtuple
from pathlib import Path

import numpy as np
import pytest

from index import compacting, library_file
from index.checking import check
from index.cli import main
from index.compacting import compact
from index.errors import LibraryDamaged, LibraryError, LibraryInUse, LibraryNotWritable, LibraryOpen
from index.library import Library
from index.library_file import PAGE_SIZE
from index.store import FILE_NAME
from tests import processes
from tests.fixtures.make_library import DIMENSION, DOCUMENTS
from tests.stub_embedder import StubEmbedder
from tests.test_migration import assert_all_is_there, library_of, opened

MORE = "\n\n".join(f"Đoạn số {number}. " + "Nhắc lại kế hoạch. " * 40 for number in range(300))


@pytest.fixture(scope="module")
def grown(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library of version 7 that has been larger."""
    folder = library_of(7, tmp_path_factory.mktemp("grown"))
    with opened(folder) as library:
        library.add_bytes("nhiều.txt", MORE.encode())
        library.remove("nhiều.txt")
    return folder


@pytest.fixture
def folder(grown: Path, tmp_path: Path) -> Path:
    """A copy of it."""
    return Path(shutil.copytree(grown, tmp_path / "library"))


def asked(folder: Path, query: str) -> list[tuple[object, ...]]:
    connection = sqlite3.connect(f"file:{folder / FILE_NAME}?mode=ro", uri=True)
    rows = connection.execute(query).fetchall()
    connection.close()
    return rows


def test_it_is_smaller_in_the_form_of_this_version_and_all_is_there(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(compacting, "_ROWS_AT_ONCE", 3)
    before = (folder / FILE_NAME).stat().st_size
    halves = dict(asked(folder, "SELECT key, sentences FROM vector"))
    assert len(halves) == 6
    assert all(halves.values())
    assert main(["compact", "--library", str(folder)]) == 0
    after = (folder / FILE_NAME).stat().st_size
    assert capsys.readouterr().out == f"compacted\t{before}\t{after}\tbytes before and now\n"
    assert after < before
    assert asked(folder, "PRAGMA page_size") == [(PAGE_SIZE,)]
    assert asked(folder, "PRAGMA journal_mode") == [("wal",)]
    assert asked(folder, "PRAGMA freelist_count") == [(0,)]
    assert asked(folder, "SELECT DISTINCT length(sentences), sentences_id > 0 FROM vector") == [(0, 1)]
    with opened(folder) as library:
        assert_all_is_there(library, 7)
        for each in library._store.vectors_by_key(halves, DIMENSION):
            of_before = np.frombuffer(halves[each.key], "<f2").reshape(-1, DIMENSION)
            assert np.abs(each.sentences - of_before).max() < 1 / 250
    assert check(folder).sound
    assert [each.name for each in folder.iterdir() if each.name.startswith(FILE_NAME)] == [FILE_NAME]
    # Once more it changes nothing.
    assert compact(folder).after == after


def test_while_another_program_has_it_open_it_stays_as_it_is(folder: Path) -> None:
    before = (folder / FILE_NAME).read_bytes()
    with opened(folder) as library:
        with pytest.raises(LibraryOpen, match="another program, such as the chat"):
            compact(folder)
        assert (folder / FILE_NAME).read_bytes() == before
        assert_all_is_there(library, 7)
        library.remove("bien-ban.txt")
    compact(folder)
    with opened(folder) as library:
        assert len(library.documents()) == len(DOCUMENTS) - 1


@pytest.mark.parametrize(("steps", "size"), [(1, 4096), (20, 4096), (10_000_000, PAGE_SIZE)])
def test_killed_before_and_after_it_is_written_nothing_is_lost(folder: Path, steps: int, size: int) -> None:
    assert processes.ended(processes.start(processes.compact_and_die, folder, steps)) == -signal.SIGKILL
    assert_whole(folder, size)


def test_killed_while_it_is_written_nothing_is_lost(tmp_path: Path) -> None:
    # Without gaps: with its larger pages it needs more room afterwards.
    folder = library_of(7, tmp_path)
    opened(folder).close()
    size = (folder / FILE_NAME).stat().st_size + PAGE_SIZE
    assert processes.ended(processes.start(processes.compact_and_grow, folder, size)) == -signal.SIGXFSZ
    assert (folder / f"{FILE_NAME}-journal").stat().st_size > 0
    assert_whole(folder, 4096)


def assert_whole(folder: Path, size: int) -> None:
    with opened(folder) as library:
        assert_all_is_there(library, 7)
    assert check(folder).sound
    assert asked(folder, "PRAGMA page_size") == [(size,)]
    compact(folder)
    assert asked(folder, "PRAGMA page_size") == [(PAGE_SIZE,)]
    assert check(folder).sound


def test_with_too_little_room_it_stays_as_it_is(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = (folder / FILE_NAME).read_bytes()
    usage = namedtuple("usage", "free")
    with monkeypatch.context() as patched:
        patched.setattr(shutil, "disk_usage", lambda _: usage(2 * len(before) - 1))
        with pytest.raises(LibraryNotWritable, match=r"MB are needed on its disk for a while, and .* MB are free"):
            compact(folder)
    with opened(folder) as library:
        assert_all_is_there(library, 7)


def test_where_sqlite_finds_no_room_it_stays_as_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder, check_room = library_of(7, tmp_path), compacting._check_room

    def little(store: object, size: int) -> None:
        check_room(store, size)  # type: ignore[arg-type]
        store._connection.execute("PRAGMA max_page_count = 1")  # type: ignore[attr-defined]

    monkeypatch.setattr(compacting, "_check_room", little)
    with pytest.raises(LibraryNotWritable, match="full"):
        compact(folder)
    with opened(folder) as library:
        assert_all_is_there(library, 7)
    assert check(folder).sound


def test_a_damaged_vector_is_not_brought_to_another_form(folder: Path) -> None:
    connection = sqlite3.connect(folder / FILE_NAME, isolation_level=None)
    connection.execute("UPDATE vector SET sentences = zeroblob(16) WHERE rowid = (SELECT MAX(rowid) FROM vector)")
    connection.close()
    before = asked(folder, "SELECT * FROM vector")
    with pytest.raises(LibraryDamaged, match="a vector was changed"):
        compact(folder)
    assert asked(folder, "SELECT * FROM vector") == before


def test_who_comes_meanwhile_is_told_that_it_is_in_use(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    connection = sqlite3.connect(folder / FILE_NAME, isolation_level=None)
    connection.execute("PRAGMA journal_mode = DELETE")
    connection.execute("BEGIN EXCLUSIVE")
    monkeypatch.setattr(library_file, "_BUSY_SECONDS", 0.05)
    with pytest.raises(LibraryInUse):
        opened(folder)
    connection.execute("COMMIT")
    connection.close()
    with opened(folder) as library:
        assert_all_is_there(library, 7)


def test_what_was_left_half_written_is_not_read_where_it_cannot_be_put_right(folder: Path) -> None:
    with opened(folder) as library:
        library._store._connect_for_reading(sqlite3.OperationalError("no")).close()
        (folder / f"{FILE_NAME}-journal").write_bytes(b"x" * 600)
        with pytest.raises(LibraryNotWritable, match="its last changes are in a log"):
            library._store._connect_for_reading(sqlite3.OperationalError("no"))


def test_where_there_is_no_library(tmp_path: Path) -> None:
    with pytest.raises(LibraryError, match="there is no library here"):
        compact(tmp_path)


def test_a_library_of_now_is_compacted_too(tmp_path: Path) -> None:
    with Library.open(tmp_path, StubEmbedder()) as library:
        library.add_bytes("nhiều.txt", MORE.encode())
        library.add_bytes("a.txt", "Quỹ còn ba triệu.".encode())
        library.remove("nhiều.txt")
    done = compact(tmp_path)
    assert done.after < done.before
    assert check(tmp_path).sound
