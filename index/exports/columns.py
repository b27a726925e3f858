"""What a spreadsheet of tasks holds, column by column, in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from index.board import BoardLine

Language = Literal["vi", "en"]
Cell = str | date | float | None


@dataclass(frozen=True, slots=True)
class Column:
    """A column by the key of its title; `width` is in characters."""

    key: str
    width: int


COLUMNS = (
    Column("state", 12),
    Column("due_from", 12),
    Column("due_to", 12),
    Column("task", 70),
    Column("assignees", 28),
    Column("assigned_by", 22),
    Column("kind", 12),
    Column("meeting", 36),
    Column("meeting_date", 12),
    Column("document", 30),
    Column("confidence", 10),
    Column("done_by", 20),
    Column("done_at", 22),
)
WORDS: Mapping[Language, Mapping[str, str]] = {
    "vi": {
        "tasks": "Việc cần làm",
        "state": "Trạng thái",
        "due_from": "Từ ngày",
        "due_to": "Hạn",
        "task": "Việc",
        "assignees": "Được giao",
        "assigned_by": "Người giao",
        "kind": "Loại",
        "meeting": "Cuộc họp",
        "meeting_date": "Ngày họp",
        "document": "Tài liệu",
        "confidence": "Độ tin cậy",
        "done_by": "Người xác nhận",
        "done_at": "Xác nhận lúc (UTC)",
        "overdue": "quá hạn",
        "open": "chưa xong",
        "done": "đã xong",
        "decision": "quyết định",
        "assignment": "giao việc",
        "request": "đề nghị",
        "note": "lưu ý",
    },
    "en": {
        "tasks": "Tasks",
        "state": "State",
        "due_from": "From",
        "due_to": "Due",
        "task": "Task",
        "assignees": "Given to",
        "assigned_by": "Given by",
        "kind": "Kind",
        "meeting": "Meeting",
        "meeting_date": "Meeting date",
        "document": "Document",
        "confidence": "Confidence",
        "done_by": "Confirmed by",
        "done_at": "Confirmed at (UTC)",
        "overdue": "overdue",
        "open": "to do",
        "done": "done",
        "decision": "decision",
        "assignment": "assignment",
        "request": "request",
        "note": "note",
    },
}


def titles(language: Language) -> list[str]:
    """The titles of the columns."""
    return [WORDS[language][column.key] for column in COLUMNS]


def cells(lines: Sequence[BoardLine], today: date, language: Language) -> list[list[Cell]]:
    """A row for each line; `task` is the document's own text. A meeting's date may be a month, "2024-03"."""
    return [_row(each, today, WORDS[language]) for each in lines]


def _row(each: BoardLine, today: date, words: Mapping[str, str]) -> list[Cell]:
    line, task, mark = each.line, each.line.task, each.mark
    row: dict[str, Cell] = {
        "state": words[each.state(today)],
        "due_from": task.due_from,
        "due_to": task.due_to,
        "task": line.text,
        "assignees": ", ".join(task.assignees) or None,
        "assigned_by": task.assigned_by,
        "kind": words[task.kind],
        "meeting": each.title,
        "meeting_date": _day(line.meeting_date),
        "document": line.document,
        "confidence": round(task.confidence, 3),
        "done_by": None if mark is None else mark.done_by,
        "done_at": None if mark is None else mark.done_at,
    }
    return [row[column.key] for column in COLUMNS]


def _day(iso_date: str | None) -> Cell:
    return iso_date if iso_date is None or len(iso_date) != len("2024-03-12") else date.fromisoformat(iso_date)
