"""The board as it is drawn: what it is narrowed to, what it offers, and the labels of its rows."""

from __future__ import annotations

from datetime import UTC, date
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from assistant.ui.board_filter import NO_MONTH, BoardFilter, choices, counted, in_state, month_of, value_name
from assistant.ui.board_rows import ROWS, Want, Writing, line_row, mark_row, page_of, pages_of, written_due
from assistant.ui.messages import Speech
from index import Board, BoardLine, Library, Mark, Task, TaskLine
from tests.stub_embedder import StubEmbedder

TODAY = date(2024, 3, 21)
MARK = Mark(
    "m", "a.txt", None, 0, 9, "Việc cũ", 0, ("Tổ 5",), None, date(2024, 3, 1), (), "Lê An", "2024-04-01T17:30:00+00:00"
)


def line(
    text: str = "Việc",
    *people: str,
    document: str = "a.txt",
    begin: date | None = None,
    due: date | None = None,
    kind: str = "assignment",
    mark: Mark | None = None,
) -> BoardLine:
    task = Task("s:0-9", 3, 9, people, "Giám đốc", begin, due, kind, 0.9, "r")  # type: ignore[arg-type]
    return BoardLine(TaskLine(document, "2024-03-12", text, task), "Giao ban", mark)


LATE = line("Nộp báo cáo", "Phòng Kế toán", "ông Nam", due=date(2024, 3, 20))
NEXT = line("Sửa mái", "phòng kế toán", document="b.txt", begin=date(2024, 4, 1), due=date(2024, 4, 30))
NEVER = line("Mua máy in", kind="decision")
DONE = line("Quét ngõ", "Tổ 5", due=date(2024, 3, 1), mark=MARK)
LINES = [LATE, NEXT, NEVER, DONE]


def fitting(chosen: BoardFilter) -> list[str]:
    return [each.line.text for each in LINES if chosen.fits(each)]


@pytest.mark.parametrize(
    ("chosen", "found"),
    [
        (BoardFilter(), ["Nộp báo cáo", "Sửa mái", "Mua máy in", "Quét ngõ"]),
        (BoardFilter(bodies=("phòng kế toán",)), ["Nộp báo cáo", "Sửa mái"]),
        (BoardFilter(bodies=("tổ 5",), people=("ông nam",)), ["Nộp báo cáo", "Quét ngõ"]),
        (BoardFilter(documents=("b.txt",)), ["Sửa mái"]),
        (BoardFilter(months=("2024-03",)), ["Nộp báo cáo", "Quét ngõ"]),
        (BoardFilter(months=(NO_MONTH, "2024-04")), ["Sửa mái", "Mua máy in"]),
        (BoardFilter(kinds=("decision",)), ["Mua máy in"]),
        (BoardFilter(months=("2024-03",), bodies=("tổ 5",)), ["Quét ngõ"]),
    ],
)
def test_what_a_filter_leaves(chosen: BoardFilter, found: list[str]) -> None:
    assert fitting(chosen) == found


def test_states() -> None:
    assert counted(LINES, TODAY) == {"to do": 3, "overdue": 1, "done": 1, "all": 4}
    assert in_state(LINES, "to do", TODAY) == [LATE, NEXT, NEVER]
    assert in_state(LINES, "overdue", TODAY) == [LATE]
    assert in_state(LINES, "done", TODAY) == [DONE]
    assert in_state(LINES, "all", TODAY) == LINES


def test_what_is_offered() -> None:
    offered = choices([*LINES, line("x", "Phòng Kế toán")])
    assert offered.values == {
        "people": ("ông nam",),
        "bodies": ("phòng kế toán", "tổ 5"),
        "documents": ("a.txt", "b.txt"),
        "months": ("none", "2024-04", "2024-03"),
        "kinds": ("assignment", "decision", "request", "note"),
    }
    assert offered.names == {"phòng kế toán": "Phòng Kế toán", "ông nam": "ông Nam", "tổ 5": "Tổ 5"}
    assert month_of(line(begin=date(2024, 5, 2))) == "2024-05"


def test_chips_take_one_thing_away() -> None:
    chosen = BoardFilter("done", people=("a", "b"), months=("2024-03",))
    assert chosen.without("people:a") == BoardFilter("done", people=("b",), months=("2024-03",))
    assert chosen.without("shown:done") == chosen
    assert (chosen.active, BoardFilter("done").active) == (True, False)
    vi, en = Speech("vi"), Speech("en")
    assert [value_name("months", each, {}, {}, vi) for each in ("2024-03", NO_MONTH)] == ["03/2024", "Không có hạn"]
    assert value_name("kinds", "note", {}, {}, en) == "Note"
    assert value_name("documents", "a.txt", {}, {"a.txt": "Giao ban"}, vi) == "Giao ban"


def test_a_row_says_who_must_do_it_by_when() -> None:
    writing = Writing(Speech("vi"), TODAY, UTC, {"a.txt": "Giao ban · 12/03/2024"})
    assert line_row(LATE, writing) == {
        "id": "s:0-9:3 a.txt",
        "mark": None,
        "opens": True,
        "text": "Nộp báo cáo",
        "lang": "vi",
        "state": "overdue",
        "due": "Hạn 20/03/2024",
        "late": "Quá hạn 1 ngày",
        "people": [{"value": "Phòng Kế toán", "text": "Phòng Kế toán"}, {"value": "ông Nam", "text": "ông Nam"}],
        "meeting": {"value": "a.txt", "text": "Giao ban · 12/03/2024"},
        "facts": ["Giao việc", "Theo Giám đốc"],
        "done": None,
        "check": "Đánh dấu đã xong, Nộp báo cáo",
    }
    done = line_row(DONE, Writing(Speech("en"), TODAY, ZoneInfo("Asia/Ho_Chi_Minh"), {}))
    # On the reader's clock it is the next day.
    assert (done["state"], done["late"], done["mark"]) == ("done", None, "m")
    assert done["done"] == "Lê An confirmed that this is done, 2 April 2024, 00:30"


def test_a_mark_without_a_line_keeps_its_words() -> None:
    gone = mark_row(MARK, Writing(Speech("vi"), TODAY, UTC, {}))
    assert (gone["text"], gone["opens"], gone["meeting"]) == ("Việc cũ", False, None)
    assert gone["facts"] == ["a.txt, không còn trong thư viện"]
    changed = mark_row(MARK, Writing(Speech("vi"), TODAY, UTC, {"a.txt": "Giao ban"}))
    assert (changed["opens"], changed["meeting"]) == (True, {"value": "a.txt", "text": "Giao ban"})


def test_deadlines_in_words() -> None:
    first, last = date(2024, 1, 1), date(2024, 3, 31)
    assert [written_due(*days, Speech("en")) for days in ((None, None), (first, last), (first, None))] == [
        None,
        "From 1 January 2024 to 31 March 2024",
        "From 1 January 2024",
    ]
    assert written_due(first, first, Speech("vi")) == "Ngày 01/01/2024"


def test_pages() -> None:
    assert [pages_of(total) for total in (0, ROWS, ROWS + 1)] == [1, 1, 2]
    assert page_of(Want("x", 7), "x", 2) == 1
    # Of another list the first page counts.
    assert page_of(Want("y", 1), "x", 2) == 0
    assert Want.read({"want": {"of": "x", "page": 2}}) == Want("x", 2)
    assert Want.read({"want": {"of": "x", "page": -1}}) == Want("x", 0)
    assert Want.read(None) == Want.read({"want": 3}) == Want()


def test_the_same_board_stays_the_same_object_while_nothing_changes(tmp_path: Path) -> None:
    with Library.open(tmp_path, StubEmbedder()) as library:
        board = library.board()
        assert board == Board((), ())
        assert library.board() is board
