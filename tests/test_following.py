"""The chat's library in step with a folder, in a thread of the server."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from queue import Queue

import pytest

from assistant.ui import following
from assistant.ui.following import Following, begin
from index import Library, LibraryNotWritable, command
from tests.stub_embedder import StubEmbedder


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> Queue[str]:
    """What is written where the server was started."""
    lines: Queue[str] = Queue()
    monkeypatch.setattr(command, "complain", lines.put)
    return lines


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "họp").mkdir()
    (tmp_path / "họp/a.txt").write_text("Kho lúa chốt ngày mai.", "utf-8")
    return tmp_path / "họp"


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library.open(tmp_path / "library", StubEmbedder()) as library:  # type: ignore[arg-type]
        yield library


def ended(work: Following) -> bool:
    work.thread.join(30)
    return not work.thread.is_alive()


def test_it_follows_until_it_is_stopped(folder: Path, library: Library, told: Queue[str]) -> None:
    work = begin(str(folder), str(library.folder), library)
    try:
        assert told.get(timeout=60) == "added\ta.txt\t"
        # Further pages find it at work.
        assert begin(str(folder), str(library.folder), library) is work
        (folder / "a.txt").rename(folder / "b.txt")
        assert told.get(timeout=60) == "moved\ta.txt\ta.txt → b.txt"
    finally:
        work.stop.set()
        begin.clear()
    assert ended(work)
    assert told.empty()


def test_it_goes_on_after_an_error_of_the_library_and_tells_that_once(
    folder: Path, library: Library, told: Queue[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(following, "_AGAIN_SECONDS", 0)
    files_of = library.files_of
    errors = [LibraryNotWritable(folder="library", detail="the disk is full")] * 2

    def full(of: Path) -> dict[str, str]:
        if errors:
            raise errors.pop()
        return files_of(of)

    monkeypatch.setattr(library, "files_of", full)
    work = Following(folder, library)
    try:
        assert told.get(timeout=60).startswith("library: the library can't be written (the disk is full)")
        assert told.get(timeout=60) == "added\ta.txt\t"
    finally:
        work.stop.set()
    assert ended(work)


def test_a_folder_that_is_gone_ends_it(folder: Path, library: Library, told: Queue[str]) -> None:
    work = Following(folder, library)
    assert told.get(timeout=60) == "added\ta.txt\t"
    folder.rename(folder.with_name("cất"))
    assert told.get(timeout=60).startswith(f"{folder}: this folder isn't there any more")
    assert ended(work)
    assert [each.document for each in library.documents()] == ["a.txt"]
    assert ended(Following(folder, library))
    assert told.get(timeout=60) == f"{folder}: no such file or folder. Check the path."
