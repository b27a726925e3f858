"""A title and a date of the reader's own, and documents that are taken out and put back."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from index.edits import LONGEST_TITLE, Edit
from index.errors import BadMeetingDate, BadTitle, DocumentNotFound, NameTaken
from index.library import Library
from index.reembedding import reembed
from index.store import FILE_NAME, VERSION
from index.without_model import edit_in
from tests import processes
from tests.stub_embedder import StubEmbedder

Open = Callable[..., Library]

MINUTES = """# Họp tổ dân phố 6

Ngày 12/3/2024, bà Tạ Thị Ngân thu tiền đèn đường của tổ.

Ông Nghiêm Xuân Phả sửa cống thoát nước ngõ 9.
"""
NEW_MINUTES = MINUTES.replace("ngõ 9", "ngõ 7")
NAME = "tổ-6.md"


@pytest.fixture
def library(open_library: Open) -> Library:
    library = open_library()
    library.add_bytes(NAME, MINUTES.encode())
    return library


def shown(library: Library) -> tuple[str | None, str | None]:
    (summary,) = library.documents()
    source = library.source(NAME)
    assert (summary.title, summary.date) == (source.title, source.meeting_date)
    return summary.title, summary.date


def rows(library: Library) -> dict[str, list[Any]]:
    """All rows but the ids and the generation."""
    connection = sqlite3.connect(library.folder / FILE_NAME)
    queries = {
        "document": "SELECT name, source_id, title, meeting_date, media_type, text, added_at, sample, root, path",
        "paragraph": "SELECT start, end, page, heading, speaker, start_ms, end_ms, turns, sentences, vector_key",
        "vector": "SELECT key, paragraph, vector.sentences, checksum, sentences_checksum",
        "sentence_vector": "SELECT codes",
        "original": "SELECT *",
        "edit": "SELECT document, title, meeting_date",
    }
    found = {table: sorted(connection.execute(f"{query} FROM {table}"), key=repr) for table, query in queries.items()}
    connection.close()
    return found


def test_an_own_title_and_date_count_and_nothing_else_changes(library: Library) -> None:
    before = rows(library)
    assert shown(library) == ("Họp tổ dân phố 6", "2024-03-12")
    library.edit(NAME, title="  Tổ 6:\n họp quý I ", meeting_date=" 2024-03 ")
    assert shown(library) == ("Tổ 6: họp quý I", "2024-03")
    assert library.document_says(NAME) == Edit("Họp tổ dân phố 6", "2024-03-12")
    assert rows(library) == {**before, "edit": [(NAME, "Tổ 6: họp quý I", "2024-03")]}


def test_each_field_is_changed_and_taken_back_by_itself(library: Library) -> None:
    library.edit(NAME, title="Tổ 6")
    library.edit(NAME, meeting_date="2024-03-13")
    assert shown(library) == ("Tổ 6", "2024-03-13")
    library.edit(NAME, title=" ")
    assert shown(library) == ("Họp tổ dân phố 6", "2024-03-13")
    library.edit(NAME, meeting_date="")
    assert shown(library) == ("Họp tổ dân phố 6", "2024-03-12")
    assert rows(library)["edit"] == []


def test_the_own_title_and_date_outlive_a_new_version_and_go_with_the_document(library: Library) -> None:
    library.edit(NAME, title="Tổ 6", meeting_date="2024-03-13")
    assert library.add_bytes(NAME, NEW_MINUTES.encode()).status == "replaced"
    assert shown(library) == ("Tổ 6", "2024-03-13")
    library.remove(NAME)
    library.add_bytes(NAME, MINUTES.encode())
    assert shown(library) == ("Họp tổ dân phố 6", "2024-03-12")


@pytest.mark.parametrize(
    "value", ["12/3/2024", "2024-02-30", "2023-02-29", "2024-13", "2024", "20240312", "2024-W10", "2024-3-1", "hôm qua"]
)
def test_a_date_that_is_none_changes_nothing(library: Library, value: str) -> None:
    with pytest.raises(BadMeetingDate) as caught:
        library.edit(NAME, title="Tổ 6", meeting_date=value)
    assert caught.value.values == {"document": NAME, "value": value}
    assert shown(library) == ("Họp tổ dân phố 6", "2024-03-12")


def test_a_title_has_a_limit_and_the_document_must_be_there(library: Library) -> None:
    library.edit(NAME, title="ô" * LONGEST_TITLE)
    with pytest.raises(BadTitle) as caught:
        library.edit(NAME, title="ô" * (LONGEST_TITLE + 1))
    assert caught.value.values == {"document": NAME, "length": LONGEST_TITLE + 1, "limit": LONGEST_TITLE}
    for edit in (lambda: library.edit("b.md", title="x"), lambda: edit_in(library.folder, "b.md", "x", None)):
        with pytest.raises(DocumentNotFound):
            edit()


def test_another_process_sees_an_edit_at_once(library: Library, open_library: Open) -> None:
    other = open_library()
    edit_in(library.folder, NAME, "Tổ 6", None)
    assert shown(library) == shown(other) == ("Tổ 6", "2024-03-12")


# Taking out and putting back


def test_what_is_put_back_is_as_it_was_and_not_embedded_again(library: Library) -> None:
    library.edit(NAME, title="Tổ 6")
    library.add_bytes("b.txt", "Một văn bản khác của tổ.".encode())
    before, question = rows(library), "Ai sửa cống thoát nước ngõ 9?"
    hits = [(hit.paragraph.id, round(hit.confidence, 6)) for hit in library.search(question)]
    embedded = library.embedder.passages_embedded  # type: ignore[attr-defined]
    (removed,) = library.take_out([NAME])
    assert (removed.document, removed.title) == (NAME, "Tổ 6")
    assert [summary.document for summary in library.documents()] == ["b.txt"]
    assert {table: len(found) for table, found in rows(library).items()} == {
        **{"document": 1, "paragraph": 1, "vector": 1, "sentence_vector": 1, "original": 1, "edit": 0}
    }
    assert all(hit.paragraph.document == "b.txt" for hit in library.search(question))
    library.put_back(removed)
    assert rows(library) == before
    assert [(hit.paragraph.id, round(hit.confidence, 6)) for hit in library.search(question)] == hits
    assert library.embedder.passages_embedded == embedded  # type: ignore[attr-defined]
    library.put_back(removed)
    assert rows(library) == before


def test_a_document_of_a_folder_is_its_folder_s_again(library: Library, tmp_path: Path) -> None:
    from index.files import find_files

    (tmp_path / "họp").mkdir()
    (tmp_path / "họp" / "a.txt").write_text("Bà Hà giữ quỹ.", "utf-8")
    (file,) = find_files([tmp_path / "họp"])
    library.add_file(file)
    before = rows(library)
    library.put_back(library.take_out(["a.txt"])[0])
    assert rows(library) == before
    assert library.add_file(file).status == "unchanged"


def test_all_are_taken_out_or_none(library: Library) -> None:
    before = rows(library)
    with pytest.raises(DocumentNotFound):
        library.take_out([NAME, "b.md"])
    assert rows(library) == before


def test_another_document_of_that_name_is_never_overwritten(library: Library) -> None:
    (removed,) = library.take_out([NAME])
    library.add_bytes(NAME, NEW_MINUTES.encode())
    before = rows(library)
    with pytest.raises(NameTaken) as caught:
        library.put_back(removed)
    assert caught.value.values == {"document": NAME}
    assert rows(library) == before


def test_what_comes_back_to_another_model_is_embedded_with_it(library: Library, open_library: Open) -> None:
    library.add_bytes("b.txt", "Một văn bản khác của tổ.".encode())
    (removed,) = library.take_out([NAME])
    reembed(library.folder, StubEmbedder("other", 32))
    other = open_library(embedder=StubEmbedder("other", 32))
    other.put_back(removed)
    assert other.embedder.passages_embedded == 2  # type: ignore[attr-defined]
    assert "sửa cống" in other.search("Ai sửa cống thoát nước ngõ 9?")[0].paragraph.text


def test_nothing_of_what_was_taken_out_stays_in_the_file(open_library: Open) -> None:
    library = open_library()
    word = "Khuỷu-Lạng-Phách"
    library.add_bytes("giữ.txt", "Tổ dân phố họp thường kỳ.".encode())
    library.add_bytes("bỏ.txt", f"Bà {word} thu tiền đèn đường.".encode())
    library.take_out(["bỏ.txt"])
    library.close()
    assert word.encode() not in (library.folder / FILE_NAME).read_bytes()
    assert not (library.folder / f"{FILE_NAME}-wal").exists()


def test_killed_at_any_step_a_document_is_wholly_back_or_not_at_all(tmp_path: Path) -> None:
    seen = set()
    for steps in (1, 5, 10, 20, 10_000):
        folder = tmp_path / f"killed-{steps}"
        with Library.open(folder, StubEmbedder()) as library:
            library.add_bytes(NAME, MINUTES.encode())
            library.edit(NAME, title="Tổ 6")
            before = rows(library)
        status = processes.ended(processes.start(processes.put_back_and_die, folder, NAME, steps))
        with Library.open(folder, StubEmbedder()) as library:
            there = bool(library.documents())
            empty: dict[str, list[Any]] = {table: [] for table in before}
            assert rows(library) == (before if there else empty)
        seen.add((status, there))
    assert seen == {(-9, False), (0, True)}


def test_the_file_says_its_version(library: Library) -> None:
    connection = sqlite3.connect(library.folder / FILE_NAME)
    assert connection.execute("PRAGMA user_version").fetchone() == (VERSION,)
    connection.close()


def test_filters_go_by_the_own_title_and_date(library: Library) -> None:
    library.edit(NAME, title="Tổ 6", meeting_date="2025-01")
    (facet,) = library.facets().documents
    assert (facet.document, facet.title, facet.date) == (NAME, "Tổ 6", "2025-01")
