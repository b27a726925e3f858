"""The timeline: which meetings and deadlines stand in it, in which order, in the chart as in the table."""

from __future__ import annotations

from datetime import UTC, date
from typing import Any

from assistant.ui.board_rows import ROWS, Want, Writing
from assistant.ui.messages import Speech
from assistant.ui.timeline import TimelineEvent, chart, events, timeline_data
from index import BoardLine, DocumentSummary, Mark, Task, TaskLine

TODAY = date(2024, 3, 21)
WRITING = Writing(Speech("vi"), TODAY, UTC, {"a.txt": "Giao ban · 12/03/2024"})
MARK = Mark("m", "a.txt", None, 0, 9, "x", 0, (), None, None, (), "An", "2024-04-01T17:30:00+00:00")


def line(text: str, begin: date | None = None, due: date | None = None, mark: Mark | None = None) -> BoardLine:
    task = Task("s:0-9", 3, 9, (), None, begin, due, "assignment", 0.9, "r")
    return BoardLine(TaskLine("a.txt", "2024-03-12", text, task), "Giao ban", mark)


def meeting(document: str, title: str | None, day: str | None) -> DocumentSummary:
    return DocumentSummary(document, title, day, "text/plain", 1, False, "")


LINES = [
    line("Nộp báo cáo", due=date(2024, 3, 20)),
    line("Sửa mái", begin=date(2024, 4, 1), due=date(2024, 6, 30)),
    line("Trực đê", begin=date(2024, 5, 2)),
    line("Quét ngõ", due=date(2024, 3, 20), mark=MARK),
    line("Không hạn"),
]
MEETINGS = [meeting("a.txt", "Giao ban", "2024-03-12"), meeting("b.txt", None, "2024-04"), meeting("c.txt", "C", None)]


def layers(data: dict[str, Any]) -> list[list[dict[str, Any]]]:
    """The values of each layer of a chart."""
    return [data["datasets"][layer["data"]["name"]] for layer in data["layer"]]


def test_meetings_and_deadlines_by_day() -> None:
    found = events(LINES, MEETINGS, WRITING)
    assert [(each.first.isoformat(), each.last.isoformat(), each.lane, each.label, each.text) for each in found] == [
        ("2024-03-12", "2024-03-12", "meeting", "12/03/2024", "Giao ban"),
        ("2024-03-20", "2024-03-20", "overdue", "Hạn 20/03/2024", "Nộp báo cáo"),
        ("2024-03-20", "2024-03-20", "done", "Hạn 20/03/2024", "Quét ngõ"),
        ("2024-04-01", "2024-04-30", "meeting", "04/2024", "b.txt"),
        ("2024-05-02", "2024-05-02", "open", "Từ 02/05/2024", "Trực đê"),
        ("2024-04-01", "2024-06-30", "open", "Từ 01/04/2024 đến 30/06/2024", "Sửa mái"),
    ]


def test_the_chart_holds_what_the_table_does() -> None:
    data = chart(events(LINES, MEETINGS, WRITING), TODAY, Speech("vi")).to_dict()
    bars, points, today = layers(data)
    assert [(each["first"], each["lane"], each["count"], each["text"]) for each in points] == [
        ("2024-03-12", "Cuộc họp", 1, "Giao ban"),
        ("2024-03-20", "Quá hạn", 1, "Nộp báo cáo"),
        ("2024-03-20", "Đã xong", 1, "Quét ngõ"),
        ("2024-05-02", "Còn hạn", 1, "Trực đê"),
        ("2024-06-30", "Còn hạn", 1, "Sửa mái"),
    ]
    # A bar ends with the end of its last day; a meeting known to the month is no day of it.
    assert [(each["first"], each["last"], each["when"]) for each in bars] == [
        ("2024-04-01", "2024-05-01", "04/2024"),
        ("2024-04-01", "2024-07-01", "Từ 01/04/2024 đến 30/06/2024"),
    ]
    assert today == [{"first": "2024-03-21", "text": "Hôm nay"}]
    assert data["description"].startswith("Biểu đồ các cuộc họp")


def test_a_day_with_many_is_one_mark_that_names_the_first() -> None:
    many = [line(f"Việc {number}", due=TODAY) for number in range(7)] + [line("d" * 200, due=date(2024, 3, 22))]
    _, points, _ = layers(chart(events(many, [], WRITING), TODAY, Speech("vi")).to_dict())
    first, second = points
    assert (first["count"], first["text"]) == (7, "Việc 0; Việc 1; Việc 2; Việc 3; và 3 việc nữa")
    assert second["text"] == "d" * 110 + "…"


def test_the_table_begins_where_today_is() -> None:
    found = [
        TimelineEvent(day, day, "open", "x", f"{number}", "a.txt")
        for number, day in enumerate([date(2024, 1, 1)] * ROWS + [TODAY] * ROWS + [date(2024, 9, 1)])
    ]
    data = timeline_data(found, "of", Want(), WRITING)
    assert (data["page"], data["pages"], data["rows"][0]["text"]) == (1, 3, f"{ROWS}")
    assert timeline_data(found, "of", Want("of", 9), WRITING)["page"] == 2
    assert timeline_data([], "of", Want("of", 9), WRITING)["rows"] == []
    (row, *_) = timeline_data(events(LINES, MEETINGS, WRITING), "", Want("", 0), WRITING)["rows"]
    assert row == {
        "id": None,
        "document": "a.txt",
        "when": "12/03/2024",
        "lane": "meeting",
        "kind": "Cuộc họp",
        "text": "Giao ban",
        "lang": "en",
        "meeting": None,
    }
