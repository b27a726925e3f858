"""On which line a mark stands after the document changed; a wrong line would hide a task that nobody has done."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.marks import Mark
from index.placing import beside, placed
from index.task_lines import TaskLine
from index.tasks import Task

REPORT = "Giám đốc giao Phòng Kế toán nộp báo cáo trước 20/3"
PRINTERS = "Hội nghị thống nhất mua hai máy in cho văn phòng"


def line(text: str, *people: str, document: str = "a.txt", start: int = 0, day: str | None = "2024-03-12") -> TaskLine:
    task = Task("p", start, start + len(text), people, None, None, None, "assignment", 0.9, "r")
    return TaskLine(document, day, text, task)


def marked(lines: list[TaskLine], position: int, mark_id: str = "m") -> Mark:
    """The mark that is put on a line."""
    found = lines[position]
    nth, others = beside(lines, position)
    task = found.task
    return Mark(
        mark_id,
        found.document,
        found.meeting_date,
        task.start,
        task.end,
        found.text,
        nth,
        task.assignees,
        None,
        None,
        others,
        "An",
        "2024-04-01T08:00:00+00:00",
    )


def where(after: list[TaskLine], *marks: Mark, text: str | None = "") -> dict[int, str]:
    return {position: mark.id for position, mark in placed(after, marks, lambda _: text).items()}


@pytest.mark.parametrize(
    "after",
    [
        REPORT,
        REPORT.upper(),
        f"  {REPORT}\n.",
        "Giám đốc giao Phòng Kế tóan nộp báo cáo trước 20/3",
        "Giám đốc giao Phòng Kế toán nộp bản báo cáo trước 20/3",
        f"{REPORT}, gửi văn thư",
    ],
    ids=["same", "capitals", "spaces", "a slip mended", "a word more", "longer"],
)
def test_a_corrected_line_keeps_its_mark(after: str) -> None:
    mark = marked([line(REPORT), line(PRINTERS)], 0)
    assert where([line(PRINTERS), line(after)], mark) == {1: "m"}


@pytest.mark.parametrize(
    "after",
    [
        REPORT.replace("20/3", "22/3"),
        REPORT.replace("giao", "không giao"),
        "Giám đốc giao Phòng Tổ chức dọn kho trước 20/3",
        PRINTERS,
    ],
    ids=["another day", "a negation", "another task", "none like it"],
)
def test_a_line_that_may_be_another_task_takes_no_mark(after: str) -> None:
    assert where([line(after)], marked([line(REPORT)], 0)) == {}


def test_quarters_and_initials_tell_lines_apart() -> None:
    mark = marked([line("Bên A nộp báo cáo tài chính quý II cho chủ đầu tư")], 0)
    assert where([line("Bên A nộp báo cáo tài chính quý III cho chủ đầu tư")], mark) == {}
    assert where([line("Bên B nộp báo cáo tài chính quý II cho chủ đầu tư")], mark) == {}


def test_what_stood_beside_it_unmarked_never_takes_its_mark() -> None:
    east, west = "Tổ dân phố nhận quét dọn ngõ phía đông chợ Mới", "Tổ dân phố nhận quét dọn ngõ phía đông chợ Mơi"
    mark = marked([line(east), line(west)], 0)
    assert mark.beside == (west,)
    assert where([line(west)], mark) == {}
    assert where([line(west), line(east)], mark) == {1: "m"}


def test_of_two_that_are_as_much_like_it_neither_takes_it() -> None:
    mark = marked([line("Văn phòng chuẩn bị đủ tài liệu cho kỳ họp tới")], 0)
    after = [line(f"Văn phòng chuẩn bị đủ tài liệu cho kỳ họp {word}") for word in ("tơi", "tời")]
    assert where(after, mark) == {}


def test_the_same_words_for_two_people_are_two_tasks() -> None:
    before = [line("Nộp báo cáo", "Phòng Kế toán"), line("Nộp báo cáo", "Phòng Tổ chức")]
    mark = marked(before, 1)
    assert mark.nth == 0
    assert where([before[1], before[0]], mark) == {0: "m"}
    # What is left is what the other is to do.
    assert where([before[0]], mark) == {}


def test_to_whom_a_line_is_given_may_be_corrected_where_it_is_the_only_one() -> None:
    mark = marked([line("Nộp báo cáo", "Phòng Kế toán")], 0)
    assert where([line("Nộp báo cáo", "Phòng Nhân sự")], mark) == {0: "m"}
    assert where([line("Nộp báo cáo", "Phòng Nhân sự"), line("Nộp báo cáo", "Phòng Tổ chức")], mark) == {}


def test_lines_of_the_same_words_are_told_by_their_order() -> None:
    before = [line("Nộp báo cáo"), line(PRINTERS), line("Nộp báo cáo")]
    first, second = marked(before, 0, "first"), marked(before, 2, "second")
    assert (first.nth, second.nth) == (0, 1)
    assert where(before, second) == {2: "second"}
    assert where(before, second, first) == {0: "first", 2: "second"}
    # One is left, and one mark too many.
    assert where(before[:2], second, first) == {0: "first"}
    assert where(before[:2], second) == {0: "second"}


def test_other_rules_cut_the_line_otherwise_in_the_same_text() -> None:
    text = f"Mở đầu. {REPORT}; sau đó gửi lại toàn bộ hồ sơ gốc cho ông Nam. {PRINTERS}."
    start = text.index(REPORT)
    mark = marked([line(REPORT, start=start)], 0)
    longer = text[start : text.index(". Hội")]
    after = [line(PRINTERS, start=text.index(PRINTERS)), line(longer, start=start)]
    assert where(after, mark, text=text) == {1: "m"}
    # The same place in another text is no reason.
    assert where(after, mark, text=text.replace("Mở đầu", "Bắt đầu")) == {}


def test_a_document_that_was_renamed_or_comes_back() -> None:
    mark = marked([line(REPORT)], 0)
    assert where([], mark, text=None) == {}
    assert where([line(REPORT, document="b.txt")], mark, text=None) == {0: "m"}
    # Its own document is still there, without the line; or the meeting is another; or two have it.
    assert where([line(REPORT, document="b.txt")], mark, text="x") == {}
    assert where([line(REPORT, document="b.txt", day="2024-03-19")], mark, text=None) == {}
    assert where([line(REPORT, document=name) for name in ("b.txt", "c.txt")], mark, text=None) == {}
    assert where([line(REPORT, document="b.txt"), line(REPORT)], mark) == {1: "m"}


def test_thousands_of_marks_are_placed_quickly() -> None:
    words = "một hai ba bốn năm sáu bảy tám chín mười".split()
    lines = [
        line(f"Giao {words[n % 10]} đội {words[n // 10 % 10]} việc số {n}", document=f"{n // 500}.txt")
        for n in range(5_000)
    ]
    mark = marked(lines[:1], 0)
    marks = [
        Mark(f"{n}", each.document, None, 0, 1, each.text, 0, (), None, None, (), mark.done_by, mark.done_at)
        for n, each in enumerate(lines)
    ]
    assert where(lines, *marks) == {n: f"{n}" for n in range(5_000)}


_TEXTS = st.lists(st.sampled_from([REPORT, PRINTERS, "Nộp báo cáo", f"{REPORT}, gửi văn thư", "Lưu ý: kho nghỉ"]))


@given(_TEXTS, _TEXTS, st.data())
@settings(max_examples=60, deadline=None)
def test_no_line_has_two_marks_and_nothing_changes_where_nothing_changed(
    before: list[str], after: list[str], data: st.DataObject
) -> None:
    lines = [line(text, start=100 * number) for number, text in enumerate(before)]
    chosen = data.draw(st.sets(st.sampled_from(range(len(lines))))) if lines else set()
    marks = [marked(lines, position, f"{position}") for position in chosen]
    assert where(lines, *marks) == {position: f"{position}" for position in chosen}
    found = placed([line(text) for text in after], marks, lambda _: "")
    assert len({mark.id for mark in found.values()}) == len(found)
    assert set(found.values()) <= set(marks)
