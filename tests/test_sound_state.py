"""A file that was found sound isn't gone through again until it changes, or a week has passed."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest

from index import sound_state
from index.errors import LibraryDamaged
from index.library import Library
from index.sound_state import FILE_NAME, FileState, is_noted, note
from index.store import FILE_NAME as LIBRARY_FILE
from index.store import Store
from index.without_model import documents_in
from tests.stub_embedder import StubEmbedder

_SECOND = 1_000_000_000
_STATE = FileState(1, 2, 3, 10 * _SECOND, 20 * _SECOND)
_WEEK = 7 * 24 * 3600 * _SECOND


def test_what_is_noted_holds_for_that_state_and_a_week(tmp_path: Path) -> None:
    at = 22 * _SECOND
    note(tmp_path, _STATE, at)
    assert is_noted(tmp_path, _STATE, at)
    assert is_noted(tmp_path, _STATE, at + _WEEK - 1)
    assert not is_noted(tmp_path, _STATE, at + _WEEK)
    # A clock that was put back says nothing of how long ago it was.
    assert not is_noted(tmp_path, _STATE, at - 1)
    for field in ("device", "inode", "size", "modified_ns", "changed_ns"):
        assert not is_noted(tmp_path, replace(_STATE, **{field: getattr(_STATE, field) + 1}), at)


@pytest.mark.parametrize("field", ["modified_ns", "changed_ns"])
def test_a_state_that_is_too_young_to_tell_from_the_next_one_is_not_noted(tmp_path: Path, field: str) -> None:
    young = replace(_STATE, **{field: 30 * _SECOND})
    note(tmp_path, young, 32 * _SECOND - 1)
    assert list(tmp_path.iterdir()) == []
    note(tmp_path, young, 32 * _SECOND)
    assert is_noted(tmp_path, young, 32 * _SECOND)


@pytest.mark.parametrize("content", [b"", b"{}", b"[]\n", b'{"state": {}, "at_ns": 1}\n', bytes(range(256))])
def test_a_note_that_cannot_be_read_is_none(tmp_path: Path, content: bytes) -> None:
    note(tmp_path, _STATE, 30 * _SECOND)
    (tmp_path / FILE_NAME).write_bytes(content)
    assert not is_noted(tmp_path, _STATE, 30 * _SECOND)


def test_where_nothing_can_be_written_nothing_is_noted(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file in the folder's place")
    note(tmp_path / "cache", _STATE, 30 * _SECOND)
    assert not is_noted(tmp_path / "cache", _STATE, 30 * _SECOND)


@pytest.fixture
def old_files(monkeypatch: pytest.MonkeyPatch) -> None:
    """All files look as if they had been as they are for an hour."""
    of = FileState.of

    def an_hour_ago(path: Path) -> FileState:
        found = of(path)
        hour = 3600 * _SECOND
        return replace(found, modified_ns=found.modified_ns - hour, changed_ns=found.changed_ns - hour)

    monkeypatch.setattr(FileState, "of", an_hour_ago)


@pytest.mark.usefixtures("old_files")
def test_it_is_gone_through_again_after_a_change_and_while_some_of_it_is_in_the_log(tmp_path: Path) -> None:
    file, log, gone_through = tmp_path / "file", tmp_path / "log", list[str]()
    file.write_bytes(b"one")

    def compare() -> None:
        gone_through.append(file.read_text())

    def compare_while_it_changes() -> None:
        compare()
        file.write_bytes(b"another")

    sound_state.once(file, log, tmp_path / "cache", compare_while_it_changes)
    for _ in range(2):
        sound_state.once(file, log, tmp_path / "cache", compare)
    assert gone_through == ["one", "another"]
    log.write_bytes(b"a change")
    sound_state.once(file, log, tmp_path / "cache", compare)
    assert gone_through == ["one", "another", "another"]


class Opened:
    """A library, and how often its structure is compared."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder, self.compared = folder, 0
        check = Store.check_structure

        def counted(store: Store) -> None:
            self.compared += 1
            check(store)

        monkeypatch.setattr(Store, "check_structure", counted)
        with Library.open(folder, StubEmbedder()) as library:
            library.add_bytes("a.txt", "Bà Hà báo cáo quỹ còn hai triệu đồng.".encode())
        self.compared = 0

    def open(self) -> list[str]:
        with Library.open(self.folder, StubEmbedder(), create=False) as library:
            return [each.document for each in library.documents()]


@pytest.fixture
def opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, old_files: None) -> Opened:
    return Opened(tmp_path / "library", monkeypatch)


def test_a_library_is_gone_through_again_only_after_a_change(opened: Opened) -> None:
    for _ in range(3):
        assert opened.open() == ["a.txt"]
    assert [each.document for each in documents_in(opened.folder)] == ["a.txt"]
    assert opened.compared == 1
    with Library.open(opened.folder, StubEmbedder(), create=False) as library:
        library.edit("a.txt", title="Họp tổ 9")
        # Others find the change, which this one may still have in its log.
        assert opened.compared == 1
        opened.open()
        assert opened.compared == 2
    opened.open()
    opened.open()
    assert opened.compared == 2


def test_damage_is_found_though_the_size_and_the_time_of_writing_are_as_before(opened: Opened) -> None:
    opened.open()
    path = opened.folder / LIBRARY_FILE
    before, data = path.stat(), bytearray(path.read_bytes())
    # In the name's index alone, or in the row alone.
    place = data.rindex(b"a.txt")
    data[place : place + 5] = b"b.txt"
    path.write_bytes(data)
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    with pytest.raises(LibraryDamaged):
        opened.open()
    # Nothing was noted of it.
    with pytest.raises(LibraryDamaged):
        opened.open()
    assert opened.compared == 3


def test_a_copy_is_another_file(opened: Opened, tmp_path: Path) -> None:
    opened.open()
    path = opened.folder / LIBRARY_FILE
    data = path.read_bytes()
    path.unlink()
    path.write_bytes(data)
    assert opened.open() == ["a.txt"]
    assert opened.compared == 2
