"""Marks in the library's file: kept over new versions, removals, backups, damage and programs of earlier versions."""

from __future__ import annotations

import json
import shutil
import sqlite3
from datetime import date
from pathlib import Path

import pytest

from index import board as board_module
from index.backup import back_up, restore
from index.board import by_urgency
from index.checking import check
from index.errors import BadName, LibraryDamaged, LibraryNotWritable, TaskGone
from index.library import Library
from index.marks import LONGEST_NAME, Mark
from index.repair import repair
from index.store import FILE_NAME
from index.without_model import board_in
from tests.stub_embedder import StubEmbedder

MINUTES = (
    "Cuộc họp giao ban ngày 12/3/2024.\n\n"
    "Giám đốc giao Phòng Kế toán nộp báo cáo trước 20/3. Hội nghị thống nhất mua hai máy in.\n\n"
    "Giám đốc giao ông Trần Nam sửa mái nhà kho.\n"
)
NAME = "giao ban.txt"
REPORT = "Giám đốc giao Phòng Kế toán nộp báo cáo trước 20/3"
ROOF = "Giám đốc giao ông Trần Nam sửa mái nhà kho"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "library"
    with Library.open(folder, StubEmbedder()) as library:
        library.add_bytes(NAME, MINUTES.encode())
    return folder


def opened(folder: Path) -> Library:
    return Library.open(folder, StubEmbedder(), create=False)


def mark(library: Library, text: str, done_by: str = "Lê An") -> Mark:
    (line,) = [each.line for each in library.board().lines if each.line.text == text]
    return library.mark_done(line, done_by)


def done(library: Library) -> dict[str, str]:
    """Who did what, as the board has it."""
    return {each.line.text: each.mark.done_by for each in library.board().lines if each.mark is not None}


def unplaced(library: Library) -> list[str]:
    return [each.text for each in library.board().unplaced]


def change(folder: Path, statement: str) -> None:
    connection = sqlite3.connect(folder / FILE_NAME, isolation_level=None)
    connection.execute(statement)
    connection.close()


def test_a_mark_keeps_who_and_when_and_the_line(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(board_module.secrets, "token_hex", lambda _: "c0ffee")
    with opened(folder) as library:
        made = mark(library, REPORT, "  Lê\tAn \n")
        start = MINUTES.index(REPORT)
        assert made == Mark(
            id="c0ffee",
            document=NAME,
            meeting_date="2024-03-12",
            start=start,
            end=start + len(REPORT),
            text=REPORT,
            nth=0,
            assignees=("Phòng Kế toán",),
            due_from=None,
            due_to=date(2024, 3, 20),
            beside=(),
            done_by="Lê An",
            done_at=made.done_at,
        )
        assert made.done_at.endswith("+00:00")
    assert {each.line.text: each.mark for each in board_in(folder).lines if each.mark} == {REPORT: made}


def test_a_second_mark_leaves_the_first(folder: Path) -> None:
    with opened(folder) as library, opened(folder) as other:
        first = mark(library, REPORT)
        (line,) = [each.line for each in other.board().lines if each.line.text == REPORT]
        assert other.mark_done(line, "Bà Hà") == first
        assert done(library) == {REPORT: "Lê An"}


def test_it_is_taken_away_and_put_back_as_it_was(folder: Path) -> None:
    with opened(folder) as library:
        made = mark(library, REPORT)
        assert library.unmark(made.id) == made
        assert library.unmark(made.id) is None
        assert done(library) == {}
        library.put_mark_back(made)
        library.put_mark_back(made)
        assert [each.mark for each in library.board().lines if each.mark] == [made]


@pytest.mark.parametrize("name", ["", " \t", "x" * (LONGEST_NAME + 1)])
def test_a_name_is_to_be_typed(folder: Path, name: str) -> None:
    with opened(folder) as library:
        with pytest.raises(BadName) as error:
            mark(library, REPORT, name)
        assert error.value.values == {"length": len(name.strip()), "limit": LONGEST_NAME}
        assert done(library) == {}


def test_a_line_that_is_gone_meanwhile_takes_no_mark(folder: Path) -> None:
    with opened(folder) as library:
        (line,) = [each.line for each in library.board().lines if each.line.text == REPORT]
        library.add_bytes(NAME, MINUTES.replace("20/3", "22/3").encode())
        with pytest.raises(TaskGone):
            library.mark_done(line, "An")
        assert (done(library), unplaced(library)) == ({}, [])


def test_it_survives_a_corrected_document_or_is_listed_with_its_words(folder: Path) -> None:
    with opened(folder) as library:
        mark(library, REPORT)
        library.add_bytes(NAME, f"BIÊN BẢN SỬA\n\nThêm một đoạn mới.\n\n{MINUTES}".encode())
        assert done(library) == {REPORT: "Lê An"}
        library.add_bytes(NAME, MINUTES.replace("báo cáo", "bản báo cáo").encode())
        assert done(library) == {REPORT.replace("báo cáo", "bản báo cáo"): "Lê An"}
        library.add_bytes(NAME, MINUTES.replace("20/3", "22/3").encode())
        assert (done(library), unplaced(library)) == ({}, [REPORT])
        library.add_bytes(NAME, MINUTES.encode())
        assert (done(library), unplaced(library)) == ({REPORT: "Lê An"}, [])


def test_it_survives_its_document(folder: Path) -> None:
    with opened(folder) as library:
        mark(library, REPORT)
        library.remove(NAME)
        assert (done(library), unplaced(library)) == ({}, [REPORT])
        library.add_bytes("khác.txt", b"Clerk to notify traders by 3 April 2024.")
        assert unplaced(library) == [REPORT]
        library.add_bytes("giao ban (ký).txt", MINUTES.encode())
        assert (done(library), unplaced(library)) == ({REPORT: "Lê An"}, [])
        library.add_bytes(NAME, MINUTES.encode())
        board = library.board()
        assert [each.line.document for each in board.lines if each.mark] == [NAME]


def test_a_document_taken_out_and_put_back_has_its_marks(folder: Path) -> None:
    with opened(folder) as library:
        mark(library, ROOF)
        (removed,) = library.take_out([NAME])
        assert unplaced(library) == [ROOF]
        library.put_back(removed)
        assert done(library) == {ROOF: "Lê An"}


def test_a_less_sure_line_is_shown_while_it_is_marked(folder: Path) -> None:
    with opened(folder) as library:
        assert library.board().sure(1) == []
        mark(library, ROOF)
        assert [each.line.text for each in library.board().sure(1)] == [ROOF]


def test_the_order_of_the_board(folder: Path) -> None:
    today = date(2024, 3, 21)
    with opened(folder) as library:
        english = b"Clerk to notify traders by 3 April 2024. Treasurer to pay the rent by 1 March 2024."
        library.add_bytes("b.txt", english)
        library.add_bytes("c.txt", "Hội nghị thống nhất tăng phí lên 8.500 đồng từ ngày 1/2/2024.".encode())
        mark(library, ROOF)
        lines = by_urgency(library.board().lines, today)
        assert [(each.state(today), each.line.text) for each in lines] == [
            ("overdue", "Treasurer to pay the rent by 1 March 2024"),
            ("overdue", REPORT),
            ("open", "Clerk to notify traders by 3 April 2024"),
            ("open", "Hội nghị thống nhất mua hai máy in"),
            ("open", "Hội nghị thống nhất tăng phí lên 8.500 đồng từ ngày 1/2/2024"),
            ("done", ROOF),
        ]


def test_a_backup_brings_the_marks(folder: Path, tmp_path: Path) -> None:
    with opened(folder) as library:
        made = mark(library, REPORT)
        library.remove(NAME)
    back_up(folder, tmp_path / "b.zip")
    restore(tmp_path / "b.zip", tmp_path / "new")
    assert board_in(tmp_path / "new").unplaced == (made,)


def test_a_damaged_mark_is_told_and_set_aside(folder: Path) -> None:
    with opened(folder) as library:
        mark(library, REPORT)
        kept = mark(library, ROOF, "Bà Hà")
    assert [(each.count, each.problems) for each in check(folder).checked if each.subject == "marks"] == [(2, ())]
    change(folder, "UPDATE mark SET done_by = 'ai đó' WHERE done_by = 'Lê An'")
    (found,) = [each for each in check(folder).checked if each.problems]
    assert (found.subject, found.count, found.problems) == ("marks", 2, (f"{NAME}: a mark on a task",))
    with opened(folder) as library, pytest.raises(LibraryDamaged, match=f"the mark on a task of {NAME}"):
        library.board()
    repaired = repair(folder)
    (aside,) = repaired.aside
    assert (repaired.documents, aside.document, aside.problem) == (1, NAME, "a mark on a task")
    assert aside.saved is not None
    (left,) = json.loads(aside.saved.read_text("utf-8"))
    assert (left["text"], left["done_by"]) == (REPORT, "ai đó")
    assert check(folder).sound
    assert [each.mark for each in board_in(folder).lines if each.mark] == [kept]


def test_repairing_documents_keeps_the_marks(folder: Path) -> None:
    with opened(folder) as library:
        made = mark(library, REPORT)
    change(folder, "UPDATE document SET text = 'x'")
    repair(folder)
    assert board_in(folder).unplaced == (made,)


def test_a_mark_is_written_wholly_or_not_at_all(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full() -> None:
        raise LibraryNotWritable(folder=str(folder), detail="disk full")

    with opened(folder) as library:
        made = mark(library, ROOF)
        monkeypatch.setattr(library._store, "next_generation", full)
        with pytest.raises(LibraryNotWritable):
            mark(library, REPORT)
        with pytest.raises(LibraryNotWritable):
            library.unmark(made.id)
    assert [each.mark for each in board_in(folder).lines if each.mark] == [made]
    assert check(folder).sound


def test_a_library_that_may_only_be_read_takes_no_mark(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with opened(folder) as library:
        library._store._not_brought_up = LibraryNotWritable(folder=str(folder), detail="x")
        with pytest.raises(LibraryNotWritable):
            mark(library, REPORT)
        assert done(library) == {}


def test_another_process_s_mark_is_seen(folder: Path, tmp_path: Path) -> None:
    with opened(folder) as library, opened(folder) as other:
        assert done(library) == {}
        mark(other, REPORT)
        assert done(library) == {REPORT: "Lê An"}
    shutil.rmtree(folder / "cache")
    assert [each.line.text for each in board_in(folder).lines if each.mark] == [REPORT]
