"""What becomes of uploaded files: a name that is taken by other bytes is never overwritten unasked."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.ui.uploads import Added, Choice, Conflict, Upload, add_all, free_name
from index import Library
from tests.stub_embedder import StubEmbedder

OLD = "Bản cũ của biên bản họp tổ bảo vệ rừng xã Lũng Vân.".encode()
NEW = "Bản mới của biên bản họp tổ bảo vệ rừng xã Lũng Vân.".encode()


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library.open(tmp_path / "library", StubEmbedder()) as library:
        library.add_bytes("a.txt", OLD)
        yield library


def add(library: Library, name: str, data: bytes, choice: Choice = "ask") -> Added:
    return add_all(library, [Upload(name, data, choice)], lambda *progress: None)


def held(library: Library) -> dict[str, bytes]:
    return {summary.document: library.original(summary.document) for summary in library.documents()}


def outcomes(added: Added) -> list[tuple[str, str]]:
    return [(outcome.status, outcome.document) for outcome in added.outcomes]


def test_a_taken_name_is_a_conflict_and_changes_nothing(library: Library) -> None:
    assert add(library, "a.txt", NEW) == Added((), (Conflict("a.txt", NEW),))
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


def test_one_file_that_fails_does_not_keep_the_others_out(library: Library) -> None:
    reported: list[tuple[int, str]] = []
    uploads = [Upload("rỗng.txt", b""), Upload("b.txt", NEW), Upload("b.txt", OLD), Upload("c.txt", OLD)]
    added = add_all(library, uploads, lambda number, name, done, total: reported.append((number, name)))
    assert outcomes(added) == [("failed", "rỗng.txt"), ("added", "b.txt"), ("added", "c.txt")]
    assert added.conflicts == (Conflict("b.txt", OLD),)
    assert [number for number, name in dict.fromkeys(reported)] == [1, 2, 3, 4]
