"""The command `tasks`, and what is kept of its lines beside the library."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from index import Library, checked_json, kept
from index.cli import main
from index.models import Paragraph
from index.tasks import TaskFinder
from index.without_model import remove_from, tasks_in
from tests.stub_embedder import StubEmbedder

MINUTES = (
    "Cuộc họp giao ban ngày 12/3/2024.\n\n"
    "Giám đốc giao Phòng Kế toán nộp báo cáo trước 20/3. Hội nghị thống nhất mua hai máy in.\n\n"
    "Lưu ý: kho nghỉ ngày 15/3.\n"
)
TASK = "Giám đốc giao Phòng Kế toán nộp báo cáo trước 20/3"
KEPT = Path("cache") / "tasks.json"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    with Library.open(tmp_path / "library", StubEmbedder()) as library:
        library.add_bytes("giao ban.txt", MINUTES.encode())
    return tmp_path / "library"


@pytest.fixture
def found(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The documents whose lines are found anew."""
    documents: list[str] = []
    find: Callable[..., Any] = TaskFinder.find

    def noting(self: TaskFinder, paragraphs: list[Paragraph], meeting_date: str | None) -> Any:
        documents.append(paragraphs[0].document)
        return find(self, paragraphs, meeting_date)

    monkeypatch.setattr(TaskFinder, "find", noting)
    return documents


def run(folder: Path, capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    status = main(["tasks", *arguments, "--library", str(folder)])
    return status, *capsys.readouterr()


def test_the_json_has_exactly_the_fields_of_the_contract(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, out, err = run(folder, capsys, "--json", "--today", "2024-03-21")
    assert (status, err) == (0, "")
    first, second, third = json.loads(out)
    assert 0.6 <= first.pop("confidence") < 1
    assert first.pop("paragraph_id").endswith(":35-122")
    start = MINUTES.index(TASK)
    assert first == {
        "document": "giao ban.txt",
        "start": start,
        "end": start + len(TASK),
        "task": TASK,
        "assignees": ["Phòng Kế toán"],
        "assigned_by": "Giám đốc",
        "due_from": None,
        "due_to": "2024-03-20",
        "overdue": True,
        "kind": "assignment",
    }
    assert (second["task"], second["kind"], second["due_to"], second["overdue"]) == (
        "Hội nghị thống nhất mua hai máy in",
        "decision",
        None,
        False,
    )
    assert (third["kind"], third["due_from"], third["due_to"]) == ("note", "2024-03-15", "2024-03-15")


def test_what_is_overdue_hangs_on_the_day_given(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    # The third is a note, and what is to be known is never late.
    for today, overdue in (("2024-03-20", [False, False, False]), ("2024-03-21", [True, False, False])):
        _, out, _ = run(folder, capsys, "--json", "--today", today)
        assert [task["overdue"] for task in json.loads(out)] == overdue


def test_the_table_in_both_languages(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(folder, capsys, "--today", "2024-03-18")[1] == (
        "giao ban.txt · 2024-03-12\n"
        "  giao việc · hạn 2024-03-20 · Phòng Kế toán · người giao: Giám đốc\n"
        f"      {TASK}\n"
        "  quyết định · không có hạn · người giao: Hội nghị\n"
        "      Hội nghị thống nhất mua hai máy in\n"
        "  lưu ý · 2024-03-15\n"
        "      Lưu ý: kho nghỉ ngày 15/3\n"
    )
    assert run(folder, capsys, "--language", "en", "--today", "2024-03-21")[1].splitlines()[1:3] == [
        "  assignment · by 2024-03-20 (overdue) · Phòng Kế toán · from: Giám đốc",
        f"      {TASK}",
    ]


def test_less_sure_lines_are_left_out(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert (
        run(folder, capsys, "--least", "1")[1] == "Không tìm thấy việc nào được giao, quyết định, đề nghị hay lưu ý.\n"
    )
    assert run(folder, capsys, "--least", "1", "--json")[1] == "[]\n"


@pytest.mark.parametrize("arguments", [("--today", "12/3/2024"), ("--least", "2"), ("--least", "x")])
def test_bad_use(folder: Path, capsys: pytest.CaptureFixture[str], arguments: tuple[str, str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(["tasks", *arguments, "--library", str(folder)])
    assert repr(arguments[1]) in capsys.readouterr().err


def test_where_there_is_no_library_none_is_made(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, out, err = run(tmp_path / "none", capsys)
    assert (status, out) == (1, "")
    assert "there is no library here" in err
    assert not (tmp_path / "none").exists()


def test_a_document_is_read_once_until_it_changes(folder: Path, found: list[str]) -> None:
    first = tasks_in(folder)
    assert tasks_in(folder) == first
    assert found == ["giao ban.txt"]
    with Library.open(folder, StubEmbedder()) as library:
        library.add_bytes("b.txt", b"Clerk to notify traders by 3 April 2024.")
        assert [line.document for line in library.tasks()] == ["b.txt"] + ["giao ban.txt"] * 3
        assert [line.text for line in library.tasks(["b.txt", "none.txt"])] == [
            "Clerk to notify traders by 3 April 2024"
        ]
        library.add_bytes("giao ban.txt", MINUTES.replace("20/3", "22/3").encode())
        assert library.tasks()[1].task.due_to == date(2024, 3, 22)
    assert found == ["giao ban.txt", "b.txt", "giao ban.txt"]


def test_a_date_of_the_readers_own_counts(folder: Path) -> None:
    assert tasks_in(folder)[0].task.due_to == date(2024, 3, 20)
    with Library.open(folder, StubEmbedder()) as library:
        library.edit("giao ban.txt", meeting_date="2025-01-05")
    first = tasks_in(folder)[0]
    assert (first.meeting_date, first.task.due_to) == ("2025-01-05", date(2025, 3, 20))


def test_what_is_removed_is_kept_nowhere(folder: Path) -> None:
    name = "Phòng Kế toán".encode()
    with Library.open(folder, StubEmbedder()) as library:
        library.add_bytes("b.txt", b"Clerk to notify traders by 3 April 2024.")
        library.tasks()
    assert name in (folder / KEPT).read_bytes()
    remove_from(folder, "giao ban.txt")
    assert name not in (folder / KEPT).read_bytes()
    assert b"Clerk" in (folder / KEPT).read_bytes()
    with Library.open(folder, StubEmbedder()) as library:
        library.remove("b.txt")
        assert b"Clerk" not in (folder / KEPT).read_bytes()
        assert library.tasks() == []


def test_a_broken_file_or_one_of_other_rules_is_made_anew(
    folder: Path, found: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    first = tasks_in(folder)
    whole = (folder / KEPT).read_bytes()
    (folder / KEPT).write_bytes(whole[:-3])
    assert tasks_in(folder) == first
    assert (folder / KEPT).read_bytes() == whole
    monkeypatch.setattr(kept, "rules_of", lambda _: "others")
    assert tasks_in(folder) == first
    assert len(found) == 3


def test_a_folder_that_cannot_be_written_is_no_hindrance(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(checked_json, "write", full)
    assert len(tasks_in(folder)) == 3
    assert not (folder / KEPT).exists()
