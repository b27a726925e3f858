"""What a question asks of the task lines, and which questions ask nothing of them."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import Period, TaskQuestion, fold, read_task_question
from index.task_questions.people import is_named

# A Wednesday.
TODAY = date(2024, 3, 20)
FEBRUARY = Period(date(2024, 2, 1), date(2024, 2, 29))


APRIL = Period(date(2024, 4, 1), date(2024, 4, 30))


def until(last: str, first: date | None = TODAY) -> Period:
    return Period(first, date.fromisoformat(last))


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("Việc nào phải xong trong tháng 2/2024?", TaskQuestion(due=FEBRUARY)),
        ("Trong tháng 2 năm 2024 có những việc gì đến hạn?", TaskQuestion(due=FEBRUARY)),
        ("Liệt kê các nhiệm vụ phải hoàn thành trong tháng 2/2024", TaskQuestion(due=FEBRUARY)),
        ("What is due in February 2024?", TaskQuestion(due=FEBRUARY)),
        ("Which tasks must be done by 30 June 2024?", TaskQuestion(due=until("2024-06-30"))),
        ("Những việc phải xong trước ngày 15/3/2024", TaskQuestion(due=until("2024-03-15", None))),
        ("Các việc tuần này", TaskQuestion(due=Period(date(2024, 3, 18), date(2024, 3, 24)))),
        (
            "Việc nào có hạn ngày 6/3?",
            TaskQuestion(due=Period(date(2024, 3, 6), date(2024, 3, 6)), yearless=True),
        ),
        ("What was due last week?", TaskQuestion(due=Period(date(2024, 3, 11), date(2024, 3, 17)))),
        (
            "Việc nào phải xong trong tháng 5?",
            TaskQuestion(due=Period(date(2024, 5, 1), date(2024, 5, 31)), yearless=True),
        ),
        ("Việc nào phải xong tháng sau?", TaskQuestion(due=APRIL)),
        ("Việc tháng tới", TaskQuestion(due=APRIL)),
        ("Tháng sau phải làm gì?", TaskQuestion(due=APRIL)),
        ("What's due next month?", TaskQuestion(due=APRIL)),
        ("Việc nào phải xong cuối tháng này?", TaskQuestion(due=until("2024-03-31"))),
        ("Việc nào phải xong cuối tuần này?", TaskQuestion(due=until("2024-03-24"))),
        ("Ai phải làm gì trước thứ Sáu?", TaskQuestion(due=until("2024-03-22"), who=True)),
        ("Who must do what by Friday?", TaskQuestion(due=until("2024-03-22"), who=True)),
        ("Ai làm gì?", TaskQuestion(who=True)),
        ("UBND tỉnh được giao những gì?", TaskQuestion(assignee="UBND tỉnh")),
        (
            "Trong quý I/2024 Sở Tài chính phải làm gì?",
            TaskQuestion(due=Period(date(2024, 1, 1), date(2024, 3, 31)), assignee="Sở Tài chính", needs_known=True),
        ),
        ("What does Nora owe?", TaskQuestion(assignee="Nora")),
        ("Nora's tasks", TaskQuestion(assignee="Nora")),
        ("What was the clerk asked to do?", TaskQuestion(assignee="the clerk")),
        ("What must the clerk do?", TaskQuestion(assignee="the clerk", needs_known=True)),
        ("Chị Mai phải làm những gì?", TaskQuestion(assignee="Chị Mai", needs_known=True)),
        ("Việc của chị Hà?", TaskQuestion(assignee="chị Hà", needs_known=True)),
        ("Những việc quá hạn", TaskQuestion(overdue=True)),
        ("Có việc nào quá hạn không?", TaskQuestion(overdue=True)),
        ("What is overdue?", TaskQuestion(overdue=True)),
        ("Nora's overdue tasks", TaskQuestion(overdue=True, assignee="Nora", needs_known=True)),
        ("What did we decide about the vendor?", TaskQuestion(kinds=("decision",), topic="the vendor")),
        ("Cuộc họp đã quyết định gì về giá gửi xe?", TaskQuestion(kinds=("decision",), topic="giá gửi xe")),
        ("Về camera, chúng ta đã chốt những gì?", TaskQuestion(kinds=("decision",), topic="camera")),
        ("decisions about Sunday deliveries", TaskQuestion(kinds=("decision",), topic="Sunday deliveries")),
        (
            "What was decided about the roof on 4 March 2024?",
            TaskQuestion(kinds=("decision",), held=Period(date(2024, 3, 4), date(2024, 3, 4)), topic="the roof"),
        ),
        (
            "Các quyết định trong tháng 2/2024",
            TaskQuestion(kinds=("decision",), held=FEBRUARY),
        ),
        ("Việc gì phải xong và hạn chót là khi nào?", TaskQuestion(due=Period(None, None))),
        ("What has to be done, and by when?", TaskQuestion(due=Period(None, None))),
        ("What are the deadlines?", TaskQuestion(due=Period(None, None))),
        ("Thay đổi gì so với cuộc họp trước?", TaskQuestion(since_meeting=True)),
        ("So với buổi họp trước có gì mới?", TaskQuestion(since_meeting=True)),
        ("What changed since the last meeting?", TaskQuestion(since_meeting=True)),
        ("What is new since the meeting before?", TaskQuestion(since_meeting=True)),
        ("Những việc liên quan đến rừng", TaskQuestion(topic="rừng")),
    ],
)
def test_what_is_asked(question: str, asked: TaskQuestion) -> None:
    assert read_task_question(question, TODAY) == asked
    without_marks = replace(
        asked,
        assignee=None if asked.assignee is None else fold(asked.assignee),
        topic=None if asked.topic is None else fold(asked.topic),
    )
    assert read_task_question(fold(question), TODAY) == without_marks


@pytest.mark.parametrize(
    "question",
    [
        "Khi nào ông Hùng nộp báo cáo?",
        "Ai lo việc dọn bãi rác Gò Mít?",
        "Cơ quan nào được giao chỉ đạo sửa hai dự thảo nghị quyết?",
        "Who must send the report by Friday?",
        "When is the report due?",
        "What did the Professor think about latency?",
        "Why did the group decide not to go for an LCD?",
        "Việc sửa mái xong khi nào?",
        "Trong tháng 2/2024 thu ngân sách đạt bao nhiêu?",
        "What is due?",
        "Tôi phải làm gì?",
        "Ai phải làm việc đó?",
        "tháng 2/2024",
        "việc",
        "",
    ],
)
def test_what_asks_for_something_else(question: str) -> None:
    assert read_task_question(question, TODAY) is None


def test_no_question_of_the_samples_is_about_tasks() -> None:
    seeds = Path(__file__).parent.parent / "seeds"
    rows = [json.loads(line) for line in (seeds / "questions.jsonl").read_text(encoding="utf-8").splitlines()]
    dialogues = [json.loads(line) for line in (seeds / "dialogues.jsonl").read_text(encoding="utf-8").splitlines()]
    asked = [row["question"] for row in rows] + [turn["question"] for row in dialogues for turn in row["turns"]]
    assert len(asked) > 200
    assert [question for question in asked if read_task_question(question, TODAY) is not None] == []


@pytest.mark.parametrize("years_back", [0, 1, 2])
def test_a_month_without_a_year_in_an_earlier_one(years_back: int) -> None:
    asked = read_task_question("việc nào phải xong trong tháng 2", TODAY, years_back)
    year = 2025 - years_back
    assert asked is not None
    assert asked.due == Period(date(year, 2, 1), date(year, 2, 29 if year == 2024 else 28))


@pytest.mark.parametrize(
    ("asked", "name", "same"),
    [
        ("UBND tỉnh", "Ủy ban nhân dân tỉnh", True),
        ("ubnd tinh", "UBND tỉnh Trường Xuyên", True),
        ("UBND tỉnh", "Chủ tịch UBND tỉnh", False),
        ("UBND tỉnh", "Ủy ban nhân dân xã", False),
        ("Sở Nông nghiệp", "Sở Nông nghiệp và Môi trường", True),
        ("Sở", "Sở Tài chính", False),
        ("chị Ngọc", "Ngọc", True),
        ("chị Khoa", "Khoa Nhi", False),
        ("ông Giang", "Đại tá Phạm Trường Giang", True),
        ("Phạm Giang", "Phạm Trường Giang", False),
        ("the clerk", "Clerk", True),
        ("Ms Vosper", "Councillor Vosper", True),
        ("Nora", "Nora Abbott", True),
        ("Abbott", "Nora Abbott", True),
        ("the committee", "Works Committee", False),
        ("Hùng", "Hưng", False),
        ("hung", "Hưng", True),
        ("giám đốc", "Tổng Giám đốc", False),
        ("kế toán Khoát", "Khoát", True),
    ],
)
def test_who_is_named(asked: str, name: str, *, same: bool) -> None:
    assert is_named(asked, [name]) is same


@given(st.text(max_size=60), st.dates(date(2000, 1, 1), date(2099, 12, 31)))
def test_any_text_is_read(text: str, today: date) -> None:
    for question in (text, f"việc nào phải xong {text}", f"what was decided about {text}", f"việc của {text}"):
        asked = read_task_question(question, today)
        for said in () if asked is None else (asked.assignee, asked.topic):
            assert said is None or said.strip()


def test_the_questions_of_the_gold_file() -> None:
    gold = Path(__file__).parent / "gold"
    rows = [json.loads(line) for line in (gold / "task-questions.jsonl").read_text(encoding="utf-8").splitlines()]
    lines = (gold / "development.jsonl").read_text(encoding="utf-8").splitlines()
    assert len(rows) >= 40
    assert sum(row["question"].isascii() for row in rows) * 2 >= len(rows)
    for row in rows:
        assert read_task_question(row["question"], date.fromisoformat(row["today"])) is not None, row["question"]
        assert row["lines"] == sorted(set(row["lines"])) and 1 <= min(row["lines"]) <= max(row["lines"]) <= len(lines)
