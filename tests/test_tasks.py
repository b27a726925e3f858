"""Task lines: sentences made up for the tests, the gold lines of the development part, and what holds for any text."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st
from pptx import Presentation
from pptx.util import Inches

from index import Library
from index.models import Paragraph, Turn
from index.tasks import LEAST_CONFIDENCE, Task, TaskFinder
from index.tasks.clauses import sentences_of
from index.tasks.judging import KINDS, Judge
from index.tasks.plain import plain
from index.tasks.wordlists import listed, table, word_file
from tests.benchmarks.tasks import judged_samples, scores_of
from tests.gold.names import same_assignees

MEETING = "2024-03-12"
# What the rules alone find: to it, nothing that they pass over is a line.
NOTHING_MORE = Judge({"line": {"": -9.0}, **{kind: {"": 0.0} for kind in KINDS}})
FINDER = TaskFinder(NOTHING_MORE)
SENTENCES = [
    json.loads(row)
    for row in (Path(__file__).parent / "fixtures" / "task_sentences.jsonl").read_text(encoding="utf-8").splitlines()
]


def paragraph(text: str, heading: str | None = None, turns: tuple[Turn, ...] = ()) -> Paragraph:
    return Paragraph(f"x:0-{len(text)}", "x", "d.txt", 0, len(text), text, None, heading, turns)


def found(text: str, **about: Any) -> list[Task]:
    return FINDER.find([paragraph(text, **about)], MEETING)


def said(text: str) -> list[Task]:
    """The lines of what Ana says to Bob and Cy, in a call's last turn; their ranges are of that turn."""
    before = "Bob: Hello.\n\nCy: Hi.\n\n"
    turns = (
        Turn(0, 11, "Bob", 0, 1),
        Turn(13, 20, "Cy", 1, 2),
        Turn(len(before), len(before) + len(text), "Ana", 2, 3),
    )
    tasks = found(before + text, turns=turns)
    return [replace(task, start=task.start - len(before), end=task.end - len(before)) for task in tasks]


def iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


@pytest.mark.parametrize("case", SENTENCES, ids=[case["text"][:60] for case in SENTENCES])
def test_the_lines_of_a_text(case: dict[str, Any]) -> None:
    tasks = said(case["text"]) if case.get("said") else found(case["text"])
    assert [case["text"][task.start : task.end] for task in tasks] == [line["line"] for line in case["lines"]]
    for task, line in zip(tasks, case["lines"], strict=True):
        assert same_assignees(task.assignees, line["assignees"]), (task.assignees, line["assignees"])
        assert (iso(task.due_from), iso(task.due_to)) == (line["due_from"], line["due_to"])


def test_a_speaker_takes_on_what_he_says_he_will_do() -> None:
    first = "Thầy Điền: Em sẽ gửi đề thi trước thứ Sáu."
    second = "Cô Lụa: Điền ơi, em gửi luôn đáp án giúp chị nhé."
    text = f"{first}\n\n{second}"
    turns = (Turn(0, len(first), "Thầy Điền", 0, 1), Turn(len(first) + 2, len(text), "Cô Lụa", 1, 2))
    own, asked = found(text, turns=turns)
    assert text[own.start : own.end] == "Em sẽ gửi đề thi trước thứ Sáu"
    assert (own.assignees, own.kind, own.due_to) == (("Thầy Điền",), "assignment", date(2024, 3, 15))
    assert text[asked.start : asked.end] == "Điền ơi, em gửi luôn đáp án giúp chị nhé"
    assert (asked.assignees, asked.kind, asked.assigned_by) == (("Điền",), "request", "Cô Lụa")


def test_a_speaker_of_english_does_the_same() -> None:
    text = "Nora: I'll send the contract by Friday.\n\nTom: Nora, could you copy me in?"
    turns = (Turn(0, 39, "Nora", 0, 1), Turn(41, len(text), "Tom", 1, 2))
    own, asked = found(text, turns=turns)
    assert (text[own.start : own.end], own.assignees) == ("I'll send the contract by Friday", ("Nora",))
    assert (text[asked.start : asked.end], asked.assignees, asked.kind) == (
        "Nora, could you copy me in",
        ("Nora",),
        "request",
    )


def test_a_table_gives_each_row_to_its_owner() -> None:
    text = (
        "TT | Việc | Phụ trách | Hạn\n"
        "1 | Sơn lại cổng | Tổ bảo vệ, chị Nhàn | 20/3\n"
        "2 | Mua đèn | Kho | đã xong\n"
        "3 | Thuê loa | chưa rõ | tuần sau"
    )
    first, second = found(text)
    assert text[first.start : first.end] == "Sơn lại cổng | Tổ bảo vệ, chị Nhàn | 20/3"
    assert (first.assignees, first.due_from, first.due_to) == (("Tổ bảo vệ", "Nhàn"), None, date(2024, 3, 20))
    assert text[second.start : second.end] == "Thuê loa | chưa rõ | tuần sau"
    assert (second.assignees, second.due_from, second.due_to) == ((), date(2024, 3, 18), date(2024, 3, 24))


OPEN = """
Not done, Not yet done, 80% complete, To be completed, In progress, Chưa hoàn tất, Chưa xong, Đã giao, Đã nhận,
Đang làm (đã xong 50%), Hoàn thành 80%, Đã xong một phần, Hoàn thành trước 20/3
"""
DONE = """
Done, Closed, Completed 3 March, 100%, 100% done, ✓, Đã xong, Đã hoàn thành, Đã nộp, Đã nghiệm thu 1/3, Đã, Hoàn thành,
Hoàn thành 100%, Xong, Xong (chờ duyệt), Hoàn tất, 10/3 (done)
"""


@pytest.mark.parametrize(
    ("state", "count"), [*((each, 1) for each in listed(OPEN)), *((each, 0) for each in listed(DONE))]
)
def test_what_became_of_a_task_is_told_by_how_its_cell_begins(state: str, count: int) -> None:
    text = f"Việc | Phụ trách | Hạn | Trạng thái\nSơn lại cổng | Anh Nam | 20/3 | {state}"
    assert len(found(text)) == count


@pytest.mark.parametrize(
    ("cell", "due"),
    [
        ("20/3/2024 (đã gia hạn)", [date(2024, 3, 20)]),
        ("xong trước 20/3", [date(2024, 3, 20)]),
        ("done by 20 March", [date(2024, 3, 20)]),
        ("20/3 - đã xong", []),
        ("Xong", []),
    ],
)
def test_a_deadline_may_say_that_it_is_done(cell: str, due: list[date]) -> None:
    tasks = found(f"Việc | Phụ trách | Hạn\nSơn lại cổng | Anh Nam | {cell}")
    assert [task.due_to for task in tasks] == due


@pytest.mark.parametrize(
    ("cell", "due"),
    [
        ("7/3", date(2024, 3, 7)),
        ("07/03/2024", date(2024, 3, 7)),
        ("31/1/2023", date(2023, 1, 31)),
        ("20 February", date(2024, 2, 20)),
        ("15/11", date(2024, 11, 15)),
        ("20/3", date(2024, 3, 20)),
        ("14-Jun", date(2024, 6, 14)),
        ("14-Jun-24", date(2024, 6, 14)),
        ("14-Jun-2024", date(2024, 6, 14)),
        ("T6/2024", date(2024, 6, 30)),
    ],
)
def test_a_deadline_of_a_table_may_have_passed(cell: str, due: date) -> None:
    (task,) = found(f"Việc | Phụ trách | Hạn\nSơn lại cổng | Anh Nam | {cell}")
    assert (task.due_from, task.due_to) == (None, due)


@pytest.mark.parametrize(("done", "still_open"), [("- [x]", "- [ ]"), ("* [X]", "* [ ]"), ("[x]", "[ ]"), ("☑", "☐")])
def test_what_is_ticked_is_done(done: str, still_open: str) -> None:
    text = (
        f"{done} Tom to send the invoice by 20 March. Huy to sign it.\n"
        f"{still_open} Lan to book the hall by 21 March\n{done} Huy to call Acme by 22 March"
    )
    assert [text[task.start : task.end] for task in found(text)] == ["Lan to book the hall by 21 March"]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        (
            "| Action | Owner | Due |\n|---|---|---|\n| Send it. Call legal. | Tom | 20 June |\n| Pay. | Huy | |",
            [("Send it. Call legal. | Tom | 20 June", ("Tom",)), ("Pay. | Huy", ("Huy",))],
        ),
        ("Việc | Phụ trách\nSửa máy. Thay ống. | N.V. An", [("Sửa máy. Thay ống. | N.V. An", ("N.V. An",))]),
    ],
)
def test_a_row_is_whole_whatever_points_its_cells_have(text: str, lines: list[tuple[str, tuple[str, ...]]]) -> None:
    assert [(text[task.start : task.end], task.assignees) for task in found(text)] == lines


def test_one_bar_makes_no_row_of_what_follows() -> None:
    text = "Room 3 | first floor. Tom to call Acme by 20 June."
    assert [text[task.start : task.end] for task in found(text)] == ["Tom to call Acme by 20 June"]


def test_a_table_of_other_things_gives_nothing() -> None:
    assert found("Khoản | Thu | Chi\nQuỹ lớp | 12.000.000 | 8.500.000\nPhòng A nộp | 3 | 4") == []


def test_a_lead_in_of_the_paragraph_before_counts_for_the_items_below() -> None:
    texts = ["Giám đốc giao Phòng Kỹ thuật:", "- Sửa máy nén trước 15/3.", "- Lập sổ theo dõi.", "Cuộc họp kết thúc."]
    tasks = FINDER.find([paragraph(text) for text in texts], MEETING)
    assert [(task.assignees, task.due_to) for task in tasks] == [
        (("Phòng Kỹ thuật",), date(2024, 3, 15)),
        (("Phòng Kỹ thuật",), None),
    ]


def test_who_is_meant_by_a_pronoun_is_who_was_named_before() -> None:
    text = "Bà Thạch Thị Sen trình bày kế hoạch. Chủ tịch yêu cầu bà nộp dự toán trước 20/3."
    (task,) = found(text)
    assert task.assignees == ("Thạch Thị Sen",)


def test_decomposed_text_is_read_alike_and_the_range_is_of_the_text_itself() -> None:
    text = unicodedata.normalize("NFD", "Giao Phòng Tài chính lập dự toán trước 25/3. Hết việc.")
    (task,) = found(text)
    expected = unicodedata.normalize("NFD", "Giao Phòng Tài chính lập dự toán trước 25/3")
    assert text[task.start : task.end] == expected
    assert task.assignees == ("Phòng Tài chính",)
    assert task.due_to == date(2024, 3, 25)


def test_offsets_are_of_the_document() -> None:
    text = "Giao Công an xã tuần tra."
    moved = replace(paragraph(text), start=100, end=100 + len(text))
    (task,) = FINDER.find([moved], MEETING)
    assert (task.start, task.end) == (100, 100 + len(text) - 1)


def test_overdue_is_what_should_be_done_before_today() -> None:
    (task,) = found("Giao Công an xã tuần tra trước ngày 15/3.")
    assert not task.overdue(date(2024, 3, 15))
    assert task.overdue(date(2024, 3, 16))
    assert not replace(task, due_to=None).overdue(date(2030, 1, 1))


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.sampled_from([*(case["text"] for case in SENTENCES), "|", ":\n", "- ", "\u0301", "1. "]), max_size=6)
)
def test_any_text_gives_lines_in_order_that_lie_in_it(parts: list[str]) -> None:
    text = " ".join(parts)
    end = 0
    for task in found(text):
        assert end <= task.start < task.end <= len(text)
        assert text[task.start : task.end].strip() == text[task.start : task.end]
        assert 0 < task.confidence < 1
        end = task.end


def phrases_of(lists: dict[str, Any]) -> list[str]:
    """All phrases of a table of word lists."""
    found = [phrases_of(each) if isinstance(each, dict) else sorted(each.all) for each in lists.values()]
    return [phrase for phrases in found for phrase in phrases]


GRAMMARS = {
    language: [
        *phrases_of(table(language)),
        *phrases_of(table(f"{language}_people")),
        *sorted(word_file(f"{language}_verbs.txt").all)[::4],
        *("Hoa", "Giao", "Nguyễn Văn Bình", "Mary", "Dr Smith", "15/3", ",", ":", "–", "|", "(", ")", ";", ".", "\n- "),
    ]
    for language in ("vietnamese", "english")
}


@pytest.mark.parametrize("language", GRAMMARS)
@settings(max_examples=60, deadline=None)
@given(st.data())
def test_words_of_the_grammar_in_any_order_are_read(language: str, data: st.DataObject) -> None:
    words = data.draw(st.lists(st.sampled_from(GRAMMARS[language]), min_size=1, max_size=9))
    text = " ".join(each.capitalize() if data.draw(st.booleans()) else each for each in words)
    end = 0
    for task in found(text):
        assert end <= task.start < task.end <= len(text)
        end = task.end


@pytest.mark.parametrize("text", ["Hoa cũng", "Các hộ thì", "Had instructed; it's"])
def test_what_breaks_off_is_no_line(text: str) -> None:
    assert found(text) == []


def test_the_development_lines_are_found() -> None:
    scores = scores_of("development")
    assert (scores.line.f1 or 0) >= 0.95
    assert (scores.line.precision or 0) >= 0.95
    assert (scores.deadline.f1 or 0) >= 0.97
    assert (scores.assignees.f1 or 0) >= 0.95


def test_of_what_is_found_in_the_samples_nine_in_ten_are_right() -> None:
    judged = [right for each, right in judged_samples() if each.task.confidence >= LEAST_CONFIDENCE]
    assert len(judged) >= 90
    assert sum(judged) >= 0.88 * len(judged)


def talk(*turns: tuple[str, str]) -> tuple[str, list[Task]]:
    """What is found where these say these words."""
    text, marks = "", []
    for speaker, words in turns:
        text += "\n\n" if text else ""
        marks.append(Turn(len(text), len(text) + len(speaker) + 2 + len(words), speaker, 0, 1))
        text += f"{speaker}: {words}"
    return text, found(text, turns=tuple(marks))


@pytest.mark.parametrize(
    ("words", "assignees"),
    [
        ("Được, đổi mũi khoan, sáng mai ông đổi luôn cho tôi.", ("Vinh",)),
        ("Thì thầy cứ kê máy hư ra giấy đã.", ("Vinh",)),
        ("Tui biểu con Ngân mở sổ coi lại số điện.", ("Ngân",)),
        ("Thằng Đực mai đem thêm bốn thùng rác, nghe hông Đực?", ("Đực",)),
        ("Cô Phượng kế toán hỏi giúp giá bo mạch nghe.", ("Phượng",)),
        ("Cô Diệu với thầy Quý tối mốt chạy lên tận nhà một chuyến hỉ.", ("Diệu", "Quý")),
        ("Nước uống để em lo.", ("Hoàng",)),
    ],
)
def test_who_is_told_by_what_somebody_says(words: str, assignees: tuple[str, ...]) -> None:
    _, tasks = talk(("Vinh", "Báo cáo anh, cọc số 8 vướng đá."), ("Hoàng", words))
    assert [task.assignees for task in tasks] == [assignees]


@pytest.mark.parametrize(
    "words",
    [
        "Anh Tám ơi cho tui hỏi cái vụ tiền điện đó, sao tháng rồi lên gấp đôi?",
        "Không được bà Sáu, xe chữa cháy người ta đo rồi.",
        "Ờ để tui nhắn.",
        "Hội trại 26 tháng 3.",
        "Các thầy cô nhớ giữ tinh thần cho học trò.",
    ],
)
def test_what_is_said_and_gives_nobody_anything_to_do(words: str) -> None:
    assert talk(("Vinh", "Dạ."), ("Hoàng", words))[1] == []


def test_a_part_of_a_stand_up_is_of_whose_name_is_above() -> None:
    text = "Hà (BE)\n- Hôm qua: sửa xong lỗi trùng mã.\n- Hôm nay: viết test cho luồng hoàn tiền.\n- Vướng: thiếu khóa."
    (task,) = found(text)
    assert text[task.start : task.end] == "viết test cho luồng hoàn tiền"
    assert (task.assignees, task.due_from, task.due_to) == (("Hà",), date(2024, 3, 12), date(2024, 3, 12))


def test_the_sender_of_a_mail_is_who_writes_of_himself() -> None:
    texts = ["Từ: Nguyễn Khánh Linh\nĐến: cả nhóm", "Em sẽ viết lại hướng dẫn lắp đặt trước thứ Sáu."]
    (task,) = FINDER.find([paragraph(text) for text in texts], MEETING)
    assert (task.assignees, task.due_to) == (("Nguyễn Khánh Linh",), date(2024, 3, 15))


def test_what_is_asked_is_no_line_and_the_answer_is() -> None:
    text = "Câu 2. Đề nghị công ty nâng suất ăn ca.\nTrả lời: Công ty nâng suất ăn lên 25.000 đồng từ 01/4/2024."
    (task,) = found(text)
    assert text[task.start : task.end] == "Công ty nâng suất ăn lên 25.000 đồng từ 01/4/2024"


def test_a_heading_says_that_all_was_so_already() -> None:
    text = "Thôn làm xong nhà văn hóa. Tổ 3 quét vôi cổng chào. Trưởng thôn giao tổ 4 dọn mương trước 20/3."
    (task,) = found(text, heading="I. Đánh giá tháng 2/2024")
    assert task.assignees == ("tổ 4",)


@pytest.mark.parametrize(
    ("text", "assignees", "due_to"),
    [
        ("Giao bà Lan hoàn tất thanh lý máy in, thời hạn: 20/6/2024", ("Lan",), date(2024, 6, 20)),
        ("Phòng Kế toán lập dự toán (hạn: 20/6)", ("Phòng Kế toán",), date(2024, 6, 20)),
        ("Phòng Kế toán lập dự toán, deadline: 20/6", ("Phòng Kế toán",), date(2024, 6, 20)),
        ("Anh Nam sửa máy bơm, thời gian hoàn thành: 20/6", ("Nam",), date(2024, 6, 20)),
        ("Prepare the budget, due: 20 June", (), date(2024, 6, 20)),
        ("Tom to prepare the budget, deadline: 20 June", ("Tom",), date(2024, 6, 20)),
        ("Tom to prepare the budget (due: 20 June)", ("Tom",), date(2024, 6, 20)),
    ],
)
def test_a_colon_before_the_deadline_makes_no_label(text: str, assignees: tuple[str, ...], due_to: date) -> None:
    (task,) = found(f"{text}.")
    assert text[task.start : task.end] == text
    assert (task.assignees, task.due_from, task.due_to) == (assignees, None, due_to)


@pytest.mark.parametrize(("first", "second", "blank"), [("I", "II", "\n\n"), ("I", "II", "\n"), ("A", "B", "\n\n")])
def test_the_second_part_is_not_told_as_the_first_is(library: Library, first: str, second: str, blank: str) -> None:
    text = (
        f"BIÊN BẢN HỌP GIAO BAN\nNgày 10/06/2024\n\n{first}. KẾT QUẢ CÔNG VIỆC TUẦN 22\n"
        f"1. Phòng Kỹ thuật đã nghiệm thu trạm bơm.{blank}{second}. KẾ HOẠCH TUẦN 23\n"
        "1. Phòng HCNS tuyển 02 kỹ sư, xong trước ngày 30/06.\n2. Chị Lan đặt phòng họp trước 15/6.\n"
    )
    assert lines_in(library, "a.txt", text.encode()) == [
        ("Phòng HCNS tuyển 02 kỹ sư, xong trước ngày 30/06", ("Phòng HCNS",), date(2024, 6, 30)),
        ("Chị Lan đặt phòng họp trước 15/6", ("Lan",), date(2024, 6, 15)),
    ]


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("I. One\nII. Two\nV. Five\nX. Ten", ["article"] * 4),
        ("G. One\nH. Two\nI. Three\nK. Four", ["letter"] * 4),
        ("a) one\nb) two\ni) nine", ["letter"] * 3),
    ],
)
def test_a_roman_number_is_told_from_a_letter(text: str, kinds: list[str]) -> None:
    assert [sentence.mark for sentence in sentences_of(plain(text), 0, len(text))] == kinds


# --- Tables of whole documents, in which each row is a paragraph, or a long table several

HEADER = ("Action", "Owner", "Due date")
ROWS = [HEADER, ("Send the contract to Acme", "Tom", "20 June 2024"), ("Book the hall", "Lan", "25 June 2024")]
LINES = [
    ("Send the contract to Acme | Tom | 20 June 2024", ("Tom",), date(2024, 6, 20)),
    ("Book the hall | Lan | 25 June 2024", ("Lan",), date(2024, 6, 25)),
]
TITLE = "Board meeting 10 June 2024"


def docx(rows: Sequence[Sequence[str]]) -> bytes:
    document = Document()
    document.add_paragraph(TITLE)
    table = document.add_table(len(rows), len(rows[0]))
    for row, cells in zip(table.rows, rows, strict=True):
        for cell, words in zip(row.cells, cells, strict=True):
            cell.text = words
    document.add_paragraph("Tea.")
    target = BytesIO()
    document.save(target)
    return target.getvalue()


def html(rows: Sequence[Sequence[str]]) -> bytes:
    table = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    return f"<h1>{TITLE}</h1><table>{table}</table>".encode()


def rtf(rows: Sequence[Sequence[str]]) -> bytes:
    cells = ("".join(rf"{cell}\cell " for cell in row) for row in rows)
    lines = (rf"\trowd\cellx2000\cellx4000\cellx6000 \intbl {row}\row" for row in cells)
    return "\n".join([rf"{{\rtf1\ansi {TITLE}\par", *lines, r"\pard Closed.\par}"]).encode()


def pptx(rows: Sequence[Sequence[str]]) -> bytes:
    show = Presentation()
    slide = show.slides.add_slide(show.slide_layouts[5])
    slide.shapes.title.text = TITLE
    table = slide.shapes.add_table(len(rows), len(rows[0]), 0, 0, Inches(5), Inches(2)).table
    for number, row in enumerate(rows):
        for column, words in enumerate(row):
            table.cell(number, column).text = words
    target = BytesIO()
    show.save(target)
    return target.getvalue()


def lines_in(library: Library, name: str, data: bytes) -> list[tuple[str, tuple[str, ...], date | None]]:
    assert library.add_bytes(name, data).status == "added"
    return [(line.text, line.task.assignees, line.task.due_to) for line in library.tasks()]


@pytest.fixture
def library(open_library: Callable[..., Library]) -> Library:
    return open_library()


@pytest.mark.parametrize(
    ("name", "make"),
    [("a.docx", docx), ("a.html", html), ("a.rtf", rtf), ("a.pptx", pptx)],
    ids=["docx", "html", "rtf", "pptx"],
)
def test_each_row_of_a_table_in_a_file_is_a_line(
    name: str, make: Callable[[Sequence[Sequence[str]]], bytes], library: Library
) -> None:
    assert lines_in(library, name, make(ROWS)) == LINES


def test_a_long_markdown_table_is_read_to_its_end(library: Library) -> None:
    rows = "".join(
        f"| Send contract number {n} to Acme for signature there | Tom | 20 June 2024 |\n" for n in range(40)
    )
    found = lines_in(library, "a.md", f"# {TITLE}\n\n| Action | Owner | Due date |\n|---|---|---|\n{rows}".encode())
    assert [line[0] for line in found] == [
        f"Send contract number {n} to Acme for signature there | Tom | 20 June 2024" for n in range(40)
    ]
    assert {line[1:] for line in found} == {(("Tom",), date(2024, 6, 20))}


def test_a_table_whose_header_is_not_told_from_its_rows(library: Library) -> None:
    rows = [("Action", "Owner", "When"), ("Send the contract", "Tom", "next week"), ("Book the hall", "", "25 June")]
    assert lines_in(library, "a.docx", docx(rows)) == [
        ("Send the contract | Tom | next week", ("Tom",), date(2024, 6, 23)),
        ("Book the hall |  | 25 June", (), date(2024, 6, 25)),
    ]


def test_empty_cells_move_no_column(library: Library) -> None:
    rows = [
        ("TT", *HEADER),
        ("", "Book the hall", "", "25 June"),
        ("2", "", "Lan", "26 June"),
        ("3", "Paint", "Tom", ""),
    ]
    assert lines_in(library, "a.docx", docx(rows)) == [
        ("Book the hall |  | 25 June", (), date(2024, 6, 25)),
        ("Paint | Tom", ("Tom",), None),
    ]


def test_numbers_below_an_empty_cell_move_no_column(library: Library) -> None:
    rows = [("", *HEADER), ("1", "Book the hall", "Huy", "25 June"), ("2.", "Paint", "Tom", "")]
    assert lines_in(library, "a.docx", docx(rows)) == [
        ("Book the hall | Huy | 25 June", ("Huy",), date(2024, 6, 25)),
        ("Paint | Tom", ("Tom",), None),
    ]


def test_the_header_tells_the_language_of_a_short_row(library: Library) -> None:
    rows = [("Nội dung công việc", "Phụ trách", "Hạn"), ("Mua loa", "Anh Nam", "20/6")]
    assert lines_in(library, "a.docx", docx(rows)) == [("Mua loa | Anh Nam | 20/6", ("Nam",), date(2024, 6, 20))]


def test_a_table_of_something_else_gives_nothing(library: Library) -> None:
    assert (
        lines_in(library, "a.docx", docx([("Name", "Phone", "Room"), ("Tom", "12 34", "5"), ("Lan", "56 78", "9")]))
        == []
    )


def test_the_next_table_has_columns_of_its_own(library: Library) -> None:
    tables = "| Action | Owner |\n|---|---|\n| Book the hall | Lan |\n\n| Item | Price |\n|---|---|\n| Lamp | 20 |\n"
    assert lines_in(library, "a.md", f"# {TITLE}\n\n{tables}".encode()) == [("Book the hall | Lan", ("Lan",), None)]
