"""Questions about tasks, answered from the table of task lines: complete, in time, quoted; else like any other."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from io import BytesIO

import pytest
from docx import Document
from made_conversation import CONVERSATION, exchange
from stub_embedder import StubEmbedder

from assistant.answer import Answer, FollowUp, TaskFacts, TasksAsked
from assistant.ask import ask, ask_many
from assistant.conversations.as_json import answer_from, answer_json
from assistant.export.docx import as_docx
from assistant.export.markdown import as_markdown
from assistant.export.record import record
from assistant.groups import grouped
from assistant.json_out import answer_fields
from assistant.text_out import answer_text
from assistant.ui import cards, drawer
from assistant.ui.formats import percentage, written_date
from assistant.ui.messages import Speech
from assistant.ui.task_words import task_facts
from index import Board, Filters, Library

TODAY = date(2024, 3, 20)
MEETING = """Biên bản họp Ban Quản trị

Ngày 12/3/2024

Ban Quản trị thống nhất tăng phí gửi xe lên 100.000 đồng từ ngày 1/4.

Giao Sở Tài chính trình dự toán trước ngày 15/3/2024, Sở Y tế rà soát thuốc trong tháng 4/2024.

Chị Oanh gửi thông báo cho các hộ chậm nhất ngày 25/3/2024. Anh Quyền sửa thang máy.
"""
CALL = """Harbour call

6 March 2024

Present: Nora Abbott, Huy Tran.

The group decided to award the contract to Kestrel.

Nora sends the letter to Kestrel by 8 March 2024. Huy books the test before 28 March 2024.
"""


@pytest.fixture
def library(open_library: Callable[..., Library]) -> Library:
    library = open_library()
    assert library.add_bytes("hop-2024-03-12.txt", MEETING.encode()).status == "added"
    assert library.add_bytes("call-2024-03-06.txt", CALL.encode()).status == "added"
    return library


def words(answer: Answer) -> list[str]:
    """The words of each line that is quoted; all of them are in the text of their document."""
    return [each.paragraph.text[span.start : span.end] for each in answer.quotes for span in each.highlights]


OANH = "Chị Oanh gửi thông báo cho các hộ chậm nhất ngày 25/3/2024"
QUYEN = "Anh Quyền sửa thang máy"
FINANCE = "Giao Sở Tài chính trình dự toán trước ngày 15/3/2024"
HEALTH = "Sở Y tế rà soát thuốc trong tháng 4/2024"
NORA = "Nora sends the letter to Kestrel by 8 March 2024"
HUY = "Huy books the test before 28 March 2024"


@pytest.mark.parametrize(
    ("question", "lines"),
    [
        ("Việc nào phải xong trong tháng 3/2024?", [NORA, FINANCE, OANH, HUY]),
        ("viec nao phai xong trong thang 3", [NORA, FINANCE, OANH, HUY]),
        ("What is due by 31 March 2024?", [OANH, HUY]),
        ("What is due by end of day Monday?", [OANH]),
        ("nhung viec qua han", [NORA, FINANCE]),
        ("Sở Tài chính được giao những gì?", [FINANCE]),
        ("so y te phai lam gi", [HEALTH]),
        ("what does Nora owe?", [NORA]),
        ("việc của anh Quyền", [QUYEN]),
        ("Ai phải làm gì?", [NORA, FINANCE, OANH, HUY, HEALTH, QUYEN]),
        ("What did we decide about the contract?", ["The group decided to award the contract to Kestrel"]),
    ],
)
def test_all_lines_that_are_asked_for_in_time(library: Library, question: str, lines: list[str]) -> None:
    answer = ask(question, library, today=TODAY)
    assert words(answer) == lines
    assert (answer.answered, answer.reason, answer.nearest) == (True, None, ())
    assert answer.tasks is not None and answer.tasks.count == len(lines)
    for quote in answer.quotes:
        source = library.source(quote.paragraph.document)
        assert source.text[quote.paragraph.start : quote.paragraph.end] == quote.paragraph.text


def test_what_a_meeting_decided(library: Library) -> None:
    raised, awarded = (
        "Ban Quản trị thống nhất tăng phí gửi xe lên 100.000 đồng từ ngày 1/4",
        "The group decided to award the contract to Kestrel",
    )
    assert words(ask("các quyết định trong tháng 3/2024", library, today=TODAY)) == [raised, awarded]
    answer = ask("What was decided on 6 March?", library, today=TODAY)
    assert words(answer) == [awarded]
    assert cards.exchange("?", answer, False, True, Speech("en"))["understood"] == "decisions · meeting on 6 March 2024"


def test_what_somebody_has_done_is_no_more_overdue(library: Library) -> None:
    (nora,) = (line for line in library.tasks() if line.text == NORA)
    mark = library.mark_done(nora, "Lan")
    assert words(ask("nhung viec qua han", library, today=TODAY)) == [FINANCE]
    (quote,) = ask("what does Nora owe?", library, today=TODAY).quotes
    assert quote.task is not None
    assert (quote.task.overdue, quote.task.done_by, quote.task.done_at) == (False, "Lan", mark.done_at)
    day = written_date(mark.done_at[:10], Speech("en"))
    assert task_facts(quote.task, Speech("en")) == (
        "assignment",
        "due by 8 March 2024",
        f"Lan confirmed on {day} that this is done",
        "to be done by: Nora",
    )


def test_a_long_list_of_tasks_is_folded_behind_its_first_ones(library: Library) -> None:
    for people, first, label in ((12, 12, "Show 0 more"), (13, 10, "Show 3 more")):
        names = [f"Ông Lê Văn {chr(ord('A') + number)}" for number in range(people)]
        text = "\n\n".join(f"{name} gửi báo cáo trước ngày 2/5/2024." for name in names)
        library.add_bytes("list-2024-03-19.txt", f"Biên bản\n\n{text}\n".encode())
        answer = ask("Việc nào phải xong trong tháng 5/2024?", library, today=TODAY)
        drawn = cards.exchange("?", answer, False, True, Speech("en"))
        assert (len(answer.quotes), len(drawn["cards"]), len(drawn["rest"])) == (people, first, people - first)
        assert [each["number"] for each in (*drawn["cards"], *drawn["rest"])] == list(range(1, people + 1))
        assert drawn["rest_label"] == label


def test_what_is_overdue_depends_on_today(library: Library) -> None:
    assert ask("What is overdue?", library, today=date(2024, 3, 8)).tasks == TasksAsked(0, "2024-03-08", overdue=True)
    assert words(ask("What is overdue?", library, today=date(2024, 3, 9))) == [NORA]


def test_a_month_without_a_year_is_the_last_one_with_tasks_where_the_next_has_none(library: Library) -> None:
    answer = ask("việc nào phải xong trong tháng 4?", library, today=date(2027, 11, 28))
    assert words(answer) == [HEALTH]
    assert answer.tasks == TasksAsked(1, "2027-11-28", due_first="2024-04-01", due_last="2024-04-30")
    assert ask("việc nào phải xong trong tháng 8?", library, today=TODAY).tasks == TasksAsked(
        0, "2024-03-20", due_first="2024-08-01", due_last="2024-08-31"
    )


def test_what_a_quote_says_of_its_task(library: Library) -> None:
    (quote,) = ask("Sở Tài chính được giao những gì?", library, today=TODAY).quotes
    assert quote.task == TaskFacts("assignment", ("Sở Tài chính",), None, None, "2024-03-15", overdue=True)
    assert (quote.paragraph.document, quote.date) == ("hop-2024-03-12.txt", "2024-03-12")


def test_where_no_line_is_asked_for_the_documents_are(library: Library) -> None:
    question = "Sở Xây dựng được giao những gì?"
    answer, plain = ask(question, library, today=TODAY), ask(question, library, as_typed=True)
    assert answer.tasks == TasksAsked(0, "2024-03-20", assignee="Sở Xây dựng")
    assert (answer.quotes, answer.nearest, answer.reason) == (plain.quotes, plain.nearest, plain.reason)
    assert plain.tasks is None
    none = "Bảng việc không có dòng nào khớp (các việc · người làm: Sở Xây dựng), nên đã tìm trong các tài liệu."
    assert cards.verdict(answer, Speech("vi")).startswith(none)
    assert answer_text(answer, Speech("vi"), bold=False).startswith(f"{none}\n")


def test_other_questions_are_left_alone(library: Library) -> None:
    for question in ("Khi nào Sở Tài chính trình dự toán?", "Who must book the test?", "Cư dân phải làm gì?"):
        answer = ask(question, library, today=TODAY)
        assert answer.tasks is None
        assert answer == ask_many([question], library, today=TODAY)[0]


def test_many_questions_at_once(library: Library) -> None:
    answers = ask_many(["what does Nora owe?", "Phí gửi xe là bao nhiêu?", "nhung viec qua han"], library, today=TODAY)
    assert [each.tasks is None for each in answers] == [False, True, False]
    assert [words(answers[0]), words(answers[2])] == [[NORA], [NORA, FINANCE]]


def test_filters_hold_for_tasks(library: Library) -> None:
    def asked(filters: Filters) -> list[str]:
        return words(ask("những việc quá hạn", library, filters=filters, today=TODAY))

    assert asked(Filters(documents=("call-2024-03-06.txt",))) == [NORA]
    assert asked(Filters(first_date="2024-03-10")) == [FINANCE]
    assert asked(Filters(kinds=("pdf",))) == []
    assert words(ask("những việc quá hạn", library, within="hop-2024-03-12.txt", today=TODAY)) == [FINANCE]


def test_in_a_conversation(library: Library) -> None:
    before = ask("Phí gửi xe tăng lên bao nhiêu?", library)
    assert words(ask("what does Nora owe?", library, after=before, today=TODAY)) == [NORA]


def test_what_leans_on_a_question_about_tasks(library: Library) -> None:
    before = ask("việc nào phải xong trong tháng 3/2024?", library, today=TODAY)
    answer = ask("còn tháng 4 thì sao?", library, after=before, today=TODAY)
    assert words(answer) == [HEALTH]
    assert answer.question == "còn tháng 4 thì sao?"
    assert answer.follow_up == FollowUp("Việc nào phải xong trong tháng 4?", "việc nào phải xong trong tháng 3/2024?")
    other = ask("Sở Tài chính được giao những gì?", library, today=TODAY)
    assert words(ask("còn Sở Y tế?", library, after=other, today=TODAY)) == [HEALTH]


def test_an_empty_library_says_so(open_library: Callable[..., Library]) -> None:
    answer = ask("những việc quá hạn", open_library("empty", StubEmbedder()), today=TODAY)
    assert (answer.reason, answer.tasks) == ("empty_library", None)


def test_each_task_has_a_card(library: Library) -> None:
    answer = ask("Việc nào phải xong trong tháng 3/2024?", library, today=TODAY)
    assert [len(group.shown) for group in grouped(answer)] == [1, 1, 1, 1]
    data = cards.exchange("?", answer, False, True, Speech("vi"))
    assert data["verdict"] == "4 việc, xếp theo ngày; việc không nêu ngày ở cuối."
    assert (data["understood_label"], data["understood"]) == (
        "Lấy từ bảng việc:",
        "các việc · hạn từ 01/03/2024 đến 31/03/2024",
    )
    assert data["as_typed"] == "Tìm trong các tài liệu"
    assert [card["facts"][:3] for card in data["cards"]] == [
        ["giao việc", "hạn 08/03/2024, đã quá hạn", "người làm: Nora"],
        ["giao việc", "hạn 15/03/2024, đã quá hạn", "người làm: Sở Tài chính"],
        ["giao việc", "hạn 25/03/2024", "người làm: Oanh"],
        ["giao việc", "hạn 28/03/2024", "người làm: Huy"],
    ]
    marks = [
        [p["text"] for line in card["lines"] for p in line["pieces"] if p["kind"] == "mark"] for card in data["cards"]
    ]
    assert marks == [[NORA], [FINANCE], [OANH], [HUY]]


def test_the_drawer_marks_the_task_that_was_clicked(library: Library) -> None:
    answer = ask("Ai phải làm gì?", library, today=TODAY)
    quote = next(each for each in answer.quotes if each.task is not None and each.task.assignees == ("Oanh",))
    opened = drawer.opened_at(quote, answer)
    marked = {each.paragraph_id: each.highlights for each in opened.passages}
    assert len(marked) == 2
    assert marked[quote.paragraph.id] == quote.highlights


def test_at_a_terminal_and_as_json(library: Library) -> None:
    answer = ask("What is overdue?", library, within="call-2024-03-06.txt", today=TODAY)
    # Of the rule that found the line, and another when the rules' confidences are fitted anew.
    sure = percentage(answer.quotes[0].confidence, Speech("en"))
    assert answer_text(answer, Speech("en"), bold=False) == (
        "1 task.\n"
        "From the table of tasks: tasks · overdue on 20 March 2024\n"
        "Filters: call-2024-03-06.txt\n"
        "\n"
        "1. assignment · due by 8 March 2024, overdue · to be done by: Nora · Harbour call · call-2024-03-06.txt · "
        f"6 March 2024 · High confidence ({sure})\n"
        f"  → {NORA}\n"
        f"    {NORA}. {HUY}.\n"
    )
    fields = answer_fields(None, answer)
    assert fields["tasks"] == {
        **{"count": 1, "today": "2024-03-20", "decisions": False, "overdue": True, "due_first": None, "due_last": None},
        **{"since_meeting": False, "new": 0, "now": None, "before": None},
        **{"held_first": None, "held_last": None, "assignee": None, "topic": None},
    }
    assert fields["quotes"][0]["task"] == {
        **{"kind": "assignment", "assignees": ("Nora",), "assigned_by": None, "due_from": None},
        **{"due_to": "2024-03-08", "overdue": True, "change": None, "done_by": None, "done_at": None},
    }


def test_it_is_kept_and_exported(library: Library) -> None:
    answer = ask("Việc nào phải xong trong tháng 3/2024?", library, today=TODAY)
    again = answer_from(answer_json(answer))
    assert again == answer
    now = datetime(2026, 11, 24, tzinfo=UTC)
    kept = record(CONVERSATION, [exchange(1, answer.question, again)], Speech("vi"), now)
    markdown = as_markdown(kept).decode()
    assert "Lấy từ bảng việc: các việc · hạn từ 01/03/2024 đến 31/03/2024" in markdown.replace("\\", "")
    text = "\n".join(each.text for each in Document(BytesIO(as_docx(kept, now))).paragraphs)
    source = "[2] — giao việc · hạn 15/03/2024, đã quá hạn · người làm: Sở Tài chính · "
    for exported in (markdown.replace("\\", ""), text):
        assert source in exported
        assert exported.index(NORA) < exported.index(OANH)


EARLIER = """Harbour call, week 1

28 February 2024

Present: Nora Abbott, Huy Tran.

Nora sends the letter to Kestrel by 8 March 2024. Huy books the security test by 1 March 2024. Huy writes the plan.
"""
LATER = """Harbour call, week 2

6 March 2024

Present: Nora Abbott, Huy Tran.

Huy books the security test by 20 March 2024. Nora will buy two scanners. Nora sends the letter to Kestrel by 8 March.
"""


def test_what_is_new_since_the_meeting_before(open_library: Callable[..., Library]) -> None:
    library = open_library("series")
    library.add_bytes("call-2024-02-28.txt", EARLIER.encode())
    library.add_bytes("call-2024-03-06.txt", LATER.encode())
    library.add_bytes("hop-2024-03-12.txt", MEETING.encode())
    answer = ask("What changed since the last meeting?", library, today=TODAY)
    changes = [None if each.task is None else each.task.change for each in answer.quotes]
    assert list(zip(changes, words(answer), strict=True)) == [
        ("changed", "Huy books the security test by 20 March 2024"),
        ("before", "Huy books the security test by 1 March 2024"),
        ("new", "Nora will buy two scanners"),
    ]
    assert answer.tasks is not None
    assert (answer.tasks.count, answer.tasks.new) == (2, 1)
    assert answer_from(answer_json(answer)) == answer
    assert cards.verdict(answer, Speech("vi")) == "1 việc mới, 1 việc thay đổi."
    assert cards.exchange("?", answer, False, True, Speech("en"))["understood"] == (
        "new or changed in Harbour call, week 2 (6 March 2024) since Harbour call, week 1 (28 February 2024)"
    )
    assert [card["facts"][0] for card in cards.shown_cards(answer, Speech("vi"))] == [
        "thay đổi",
        "lần họp trước",
        "mới",
    ]


def test_a_document_that_comes_in_meanwhile_is_not_asked_yet(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    board = Library.board

    def later(self: Library) -> Board:
        new = "Giao Sở Y tế rà soát thuốc trước ngày 25/3/2024.\n"
        assert self.add_bytes("new.txt", new.encode()).status == "added"
        return board(self)

    monkeypatch.setattr(Library, "board", later)
    answer = ask("Việc nào phải xong trong tháng 3/2024?", library, today=TODAY)
    assert {quote.paragraph.document for quote in answer.quotes} == {"hop-2024-03-12.txt", "call-2024-03-06.txt"}


def test_no_meeting_before(library: Library) -> None:
    answer = ask("thay doi gi so voi cuoc hop truoc", library, today=TODAY)
    assert answer.tasks == TasksAsked(0, "2024-03-20", since_meeting=True)
    assert cards.verdict(answer, Speech("vi")).startswith(
        "Bảng việc không có dòng nào khớp (thay đổi so với cuộc họp trước), nên đã tìm trong các tài liệu."
    )
