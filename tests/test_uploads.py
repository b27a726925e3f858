"""What becomes of uploaded files: a name that is taken by other bytes is never overwritten unasked."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.ui.intake import Intake
from assistant.ui.uploads import Choice, Conflict, Upload, add_one, free_name
from index import Library, LibraryNotWritable, Outcome
from tests.stub_embedder import StubEmbedder

OLD = "Bản cũ của biên bản họp tổ bảo vệ rừng xã Lũng Vân.".encode()
NEW = "Bản mới của biên bản họp tổ bảo vệ rừng xã Lũng Vân.".encode()


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library.open(tmp_path / "library", StubEmbedder()) as library:
        library.add_bytes("a.txt", OLD)
        yield library


def add(library: Library, name: str, data: bytes, choice: Choice = "ask") -> Outcome | Conflict:
    return add_one(library, Upload(name, data, choice))


def held(library: Library) -> dict[str, bytes]:
    return {summary.document: library.original(summary.document) for summary in library.documents()}


def outcomes(added: Outcome | Conflict) -> list[tuple[str, str]]:
    assert isinstance(added, Outcome)
    return [(added.status, added.document)]


def test_a_taken_name_is_a_conflict_and_changes_nothing(library: Library) -> None:
    assert add(library, "a.txt", NEW) == Conflict("a.txt", NEW)
    assert held(library) == {"a.txt": OLD}


def test_the_same_bytes_are_no_conflict(library: Library) -> None:
    assert outcomes(add(library, "a.txt", OLD)) == [("unchanged", "a.txt")]


def test_replacing(library: Library) -> None:
    assert outcomes(add(library, "a.txt", NEW, "replace")) == [("replaced", "a.txt")]
    assert held(library) == {"a.txt": NEW}


def test_keeping_both_takes_the_first_free_number_once(library: Library) -> None:
    assert outcomes(add(library, "a.txt", NEW, "keep_both")) == [("added", "a (2).txt")]
    assert outcomes(add(library, "a.txt", NEW, "keep_both")) == [("unchanged", "a (2).txt")]
    assert outcomes(add(library, "a.txt", NEW + b"!", "keep_both")) == [("added", "a (3).txt")]
    assert held(library) == {"a.txt": OLD, "a (2).txt": NEW, "a (3).txt": NEW + b"!"}


@pytest.mark.parametrize(
    ("name", "numbered"),
    [
        ("họp/a.b.docx", "họp/a.b (2).docx"),
        ("README", "README (2)"),
        (".ẩn", ".ẩn (2)"),
        ("a (2).txt", "a (2) (2).txt"),
    ],
)
def test_the_number_stands_before_the_suffix(library: Library, name: str, numbered: str) -> None:
    assert free_name(library, name, NEW) == numbered


def ended(intake: Intake) -> list[tuple[str, str, str | None]]:
    intake.wait(60)
    return [
        (entry.stage, entry.upload.document, entry.outcome.status if entry.outcome else None)
        for entry in intake.entries
    ]


def test_one_file_that_fails_does_not_keep_the_others_out(library: Library) -> None:
    intake = Intake()
    intake.add(library, [Upload("rỗng.txt", b""), Upload("b.txt", NEW), Upload("b.txt", OLD), Upload("c.txt", OLD)])
    assert ended(intake) == [
        ("done", "rỗng.txt", "failed"),
        ("done", "b.txt", "added"),
        ("conflict", "b.txt", None),
        ("done", "c.txt", "added"),
    ]
    assert [len(entry.upload.data) for entry in intake.entries] == [0, 0, len(OLD), 0]
    intake.hide()
    assert ended(intake) == [("conflict", "b.txt", None)]
    intake.choose(library, 0, "keep_both")
    assert ended(intake) == [("done", "b.txt", "added")]
    assert held(library) == {"a.txt": OLD, "b.txt": NEW, "b (2).txt": OLD, "c.txt": OLD}


def test_a_library_that_can_not_be_written_is_told_and_tried_again(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> Outcome:
        raise LibraryNotWritable(folder="x", detail="database or disk is full")

    intake = Intake()
    with monkeypatch.context() as patched:
        patched.setattr(Library, "add_bytes", full)
        intake.add(library, [Upload("b.txt", NEW)])
        assert ended(intake) == [("stopped", "b.txt", None)]
        assert isinstance(intake.entries[0].error, LibraryNotWritable)
    intake.again(library)
    assert ended(intake) == [("done", "b.txt", "added")]
