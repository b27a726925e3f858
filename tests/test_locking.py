"""Two writers queue, readers go on, and who waits too long is told."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from index import locking
from index.errors import LibraryInUse, LibraryNotWritable
from index.library import Library
from index.locking import WritersLock
from index.store import FILE_NAME, Store
from tests import processes
from tests.nobody import as_nobody, let_through

Open = Callable[..., Library]


@pytest.fixture
def library(open_library: Open) -> Library:
    library = open_library()
    library.add_bytes("a.txt", "Quỹ còn ba triệu.".encode())
    return library


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Writers wait for a twentieth of a second."""
    monkeypatch.setattr(locking, "LONGEST_WAIT_SECONDS", 0.05)


def test_who_waits_too_long_is_told_and_nothing_changes(library: Library, impatient: None) -> None:
    refused: list[BaseException] = []

    def write() -> None:
        for change in (lambda: library.add_bytes("b.txt", b"x y z"), lambda: library.remove("a.txt")):
            with pytest.raises(LibraryInUse) as caught:
                change()
            refused.append(caught.value)

    with WritersLock(library.folder).held():
        thread = threading.Thread(target=write)
        thread.start()
        thread.join()
        # Who reads has nothing to wait for.
        assert [each.document for each in library.documents()] == ["a.txt"]
        assert library.search("quỹ còn")[0].paragraph.text == "Quỹ còn ba triệu."
        Store(library.folder, create=True).close()
    assert [each.values["folder"] for each in refused] == [str(library.folder)] * 2  # type: ignore[attr-defined]
    assert [each.document for each in library.documents()] == ["a.txt"]
    assert library.add_bytes("b.txt", b"x y z").status == "added"


def test_other_threads_read_on_while_one_waits_to_write(library: Library) -> None:
    with WritersLock(library.folder).held():
        thread = threading.Thread(target=lambda: library.remove("a.txt"))
        thread.start()
        thread.join(0.1)
        assert thread.is_alive()
        assert [each.document for each in library.documents()] == ["a.txt"]
        assert library.search("quỹ còn")[0].paragraph.text == "Quỹ còn ba triệu."
        assert thread.is_alive()
    thread.join(10)
    assert library.documents() == []


def test_a_program_that_knows_only_sqlite_s_lock_is_waited_for_too(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = sqlite3.connect(library.folder / FILE_NAME, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    library._store._connection.execute("PRAGMA busy_timeout = 50")
    with pytest.raises(LibraryInUse):
        library.remove("a.txt")
    other.execute("ROLLBACK")
    other.close()
    library.remove("a.txt")


def test_writers_of_several_processes_queue(library: Library) -> None:
    names = [[f"{who}-{number}.txt" for number in range(2)] for who in ("một", "hai", "ba")]
    with WritersLock(library.folder).held():
        adding = [
            processes.start(
                processes.add_all, library.folder, [(name, f"{name} bàn việc làng.".encode()) for name in mine]
            )
            for mine in names
        ]
        for process in adding:
            process.join(0.2)
        assert [process.is_alive() for process in adding] == [True] * 3
        assert len(library.documents()) == 1
    assert [processes.ended(process) for process in adding] == [0, 0, 0]
    assert {each.document for each in library.documents()} == {"a.txt", *(name for mine in names for name in mine)}


def test_what_another_adds_in_the_last_moment_is_added_once(
    library: Library, open_library: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    other, stored = open_library(), Library._stored

    def meanwhile(self: Library, *arguments: Any, **options: Any) -> bool:
        if self is other:
            assert library.add_bytes("b.txt", b"x y z").status in ("added", "unchanged")
        return stored(self, *arguments, **options)

    monkeypatch.setattr(Library, "_stored", meanwhile)
    # Its vectors are there, so that nothing else is left to do.
    library.add_bytes("c.txt", b"x y z")
    assert other.add_bytes("b.txt", b"x y z").status == "unchanged"
    assert [each.document for each in library.documents()] == ["a.txt", "b.txt", "c.txt"]


def test_a_killed_writer_leaves_no_lock(library: Library, impatient: None) -> None:
    status = processes.ended(processes.start(processes.add_and_die, library.folder, "b.txt", b"x y z", 1))
    assert status == -9
    library.remove("a.txt")
    assert library.documents() == []


def test_where_the_lock_cannot_be_made_nothing_can_be_written(tmp_path: Path) -> None:
    let_through(tmp_path)
    with as_nobody(), pytest.raises(LibraryNotWritable, match="Permission denied"), WritersLock(tmp_path).held():
        pass
