"""What a follow-up could mean, and which reading is taken."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.answer import Answer, FollowUp
from assistant.ask import ask
from assistant.followup import Earlier, readings, searched_text
from index import Filters, Library, Understood
from tests.stub_embedder import StubEmbedder

COUNCIL = """Biên bản họp xã Phú Lâm

Ngày 4/3/2024

Bãi rác tạm thôn Gò Mít phải đóng cửa hẳn vào ngày 10/5. Ông Nguyễn Bá Lộc chịu trách nhiệm việc đóng cửa bãi rác tạm.

Thu ngân sách tháng 2 của xã Phú Lâm là 120 triệu đồng.

Thu ngân sách tháng 3 của xã Phú Lâm là 95 triệu đồng.
"""
LIBRARY = """Library board

18 March 2024

The board of Millbrook library set the budget for new books at 9,000 dollars.
"""


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library.open(tmp_path / "library", StubEmbedder()) as opened:
        assert opened.add_bytes("phu-lam.txt", COUNCIL.encode()).status == "added"
        assert opened.add_bytes("millbrook.txt", LIBRARY.encode()).status == "added"
        yield opened


def asked(text: str, *, english: bool = False, restored: str | None = None) -> Understood:
    shown = restored or text
    return Understood(text, shown, shown, english)


def earlier(text: str, document: str | None = None, said: str = "", *, english: bool = False) -> Earlier:
    return Earlier(asked(text, english=english), document, said, None)


def meant(question: Understood, before: Earlier) -> list[tuple[str, str | None]]:
    return [(each.text, each.within) for each in readings(question, before).choices]


def test_a_month_stands_in_for_a_month() -> None:
    before = earlier("Thu ngân sách tháng 2 của xã Phú Lâm là bao nhiêu?")
    found = readings(asked("Còn tháng 3 thì sao?"), before)
    assert (found.lean, found.empty) == ("surely", False)
    assert found.choices[0].text == "Thu ngân sách tháng 3 của xã Phú Lâm là bao nhiêu?"
    assert found.choices[0].how == "slot"
    assert found.choices[-1].text == "Còn tháng 3 thì sao?"


def test_the_document_of_the_day_that_is_named_is_searched_first() -> None:
    before = replace(
        earlier("Who won the contract on 4 March?", "week-1.md", english=True),
        dates={"week-1.md": "2024-03-04", "week-3.md": "2024-03-18"},
    )
    assert meant(asked("And on 18 March?", english=True), before)[:2] == [
        ("Who won the contract on 18 March?", "week-3.md"),
        ("Who won the contract on 18 March?", None),
    ]


def test_a_pronoun_is_explained_by_the_earlier_subject() -> None:
    before = earlier("Bãi rác tạm thôn Gò Mít đóng cửa ngày nào?", "phu-lam.txt")
    assert meant(asked("Ai chịu trách nhiệm việc đó?"), before) == [
        ("Ai chịu trách nhiệm việc đó (bãi rác tạm thôn Gò Mít đóng cửa)?", None),
        ("Ai chịu trách nhiệm bãi rác tạm thôn Gò Mít đóng cửa?", None),
        ("Ai chịu trách nhiệm việc đó (thôn Gò Mít)?", None),
        ("Ai chịu trách nhiệm việc đó?", "phu-lam.txt"),
        ("Ai chịu trách nhiệm việc đó?", None),
    ]


def test_he_is_the_man_who_was_named() -> None:
    before = earlier("Ai chịu trách nhiệm?", "a.txt", "Bà Trần Thị Hoa giao ông Lưu Xuân Trường nhận trách nhiệm.")
    assert "Ông Lưu Xuân Trường hứa gì?" in [text for text, _ in meant(asked("Ông ấy hứa gì?"), before)]
    assert "Bà Trần Thị Hoa hứa gì?" in [text for text, _ in meant(asked("Bà ấy hứa gì?"), before)]
    nobody = [text for text, _ in meant(asked("Chú ấy hứa gì?"), before)]
    assert not [text for text in nobody if "Hoa" in text or "Trường" in text]


def test_a_bare_phrase_takes_the_place_of_what_was_asked_about() -> None:
    before = earlier("Giá suất ăn của lớp 6A2 là bao nhiêu?")
    texts = [text for text, _ in meant(asked("Thế còn tiền nước uống?"), before)]
    assert texts[:2] == ["Tiền nước uống là bao nhiêu (lớp 6A2)?", "Tiền nước uống là bao nhiêu?"]


def test_that_meeting_is_searched_and_nothing_else() -> None:
    before = earlier("Bãi rác tạm đóng cửa ngày nào?", "phu-lam.txt")
    assert meant(asked("Ai chủ trì cuộc họp đó?"), before) == [("Ai chủ trì cuộc họp đó?", "phu-lam.txt")]
    english = earlier("When does it open?", "board.md", english=True)
    assert meant(asked("Who chaired that meeting?", english=True), english) == [
        ("Who chaired that meeting?", "board.md")
    ]


def test_two_languages_are_not_put_into_one_question() -> None:
    before = earlier("Port Ellery mời đoàn bài chòi khi nào?", "a.md")
    assert meant(asked("what about the books?", english=True), before) == [
        ("The books (Port Ellery)?", None),
        ("The books?", "a.md"),
        ("what about the books?", None),
    ]


def test_a_full_question_leans_on_nothing() -> None:
    before = earlier("Bãi rác tạm đóng cửa ngày nào?")
    assert readings(asked("Thu ngân sách tháng 3 của xã là bao nhiêu?"), before).lean == "no"
    assert readings(asked("Khi nào?"), before) == replace(
        readings(asked("Khi nào?"), before), lean="surely", empty=True
    )


def test_a_follow_up_is_searched_with_the_earlier_subject(library: Library) -> None:
    first = ask("Thu ngân sách tháng 2 của xã Phú Lâm là bao nhiêu?", library)
    answer = ask("Còn tháng 3 thì sao?", library, after=first)
    assert answer.quotes[0].paragraph.text == "Thu ngân sách tháng 3 của xã Phú Lâm là 95 triệu đồng."
    assert (answer.question, answer.understood_as) == ("Còn tháng 3 thì sao?", None)
    searched = "Thu ngân sách tháng 3 của xã Phú Lâm là bao nhiêu?"
    assert answer.follow_up is not None
    assert (answer.follow_up.searched, answer.follow_up.because_of) == (searched, first.question)
    assert searched_text(answer) == searched


def test_typed_without_diacritics_it_is_the_same(library: Library) -> None:
    first = ask("thu ngan sach thang 2 cua xa phu lam la bao nhieu", library)
    answer = ask("con thang 3 thi sao", library, after=first)
    assert answer.quotes[0].paragraph.text == "Thu ngân sách tháng 3 của xã Phú Lâm là 95 triệu đồng."
    assert answer.follow_up is not None
    assert answer.follow_up.searched == "Thu ngân sách tháng 3 của xã Phú Lâm là bao nhiêu?"


def test_the_third_question_leans_on_the_second_as_it_was_searched(library: Library) -> None:
    first = ask("Thu ngân sách tháng 2 của xã Phú Lâm là bao nhiêu?", library)
    second = ask("Còn tháng 3 thì sao?", library, after=first)
    third = ask("Thế còn tháng 2?", library, after=second)
    assert third.follow_up is not None
    assert third.follow_up.searched == first.question
    assert third.quotes[0].paragraph.text == "Thu ngân sách tháng 2 của xã Phú Lâm là 120 triệu đồng."


def test_a_change_of_subject_is_searched_unchanged(library: Library) -> None:
    first = ask("Thu ngân sách tháng 2 của xã Phú Lâm là bao nhiêu?", library)
    question = "What did the board of Millbrook library set the budget for new books at?"
    assert ask(question, library, after=first) == ask(question, library)


def test_as_typed_leans_on_nothing(library: Library) -> None:
    first = ask("Thu ngân sách tháng 2 của xã Phú Lâm là bao nhiêu?", library)
    question = "Còn tháng 3 thì sao?"
    assert ask(question, library, as_typed=True, after=first) == ask(question, library, as_typed=True)


def test_a_long_question_is_no_subject(library: Library) -> None:
    first = ask("Thu ngân sách tháng 2 của xã Phú Lâm " * 45, library)
    answer = ask("Còn việc đó thì sao?", library, after=first)
    assert answer.follow_up is None or len(answer.follow_up.searched) <= 600


def test_a_question_that_leans_is_not_lightly_answered_by_another_meeting(library: Library) -> None:
    library.add_bytes("khac.txt", "Ai chịu trách nhiệm việc đó thì báo cáo Chủ tịch, là ông Tám.".encode())
    first = ask("Bãi rác tạm thôn Gò Mít đóng cửa ngày nào?", library)
    question = "Ai chịu trách nhiệm việc đó?"
    assert ask(question, library).quotes[0].paragraph.document == "khac.txt"
    answer = ask(question, library, after=first)
    assert answer.follow_up is not None
    assert answer.quotes[0].paragraph.document == "phu-lam.txt"


def test_a_document_that_has_gone_is_not_searched(library: Library) -> None:
    first = ask("Bãi rác tạm thôn Gò Mít đóng cửa ngày nào?", library)
    library.remove("phu-lam.txt")
    assert Earlier.of(first, library).document is None
    answer = ask("Ai chủ trì cuộc họp đó?", library, after=first)
    assert answer.follow_up is None or answer.follow_up.within is None


def test_an_answer_tells_what_was_searched() -> None:
    plain = Answer("a?", None, False, 0.0, "no_evidence", (), ())
    assert searched_text(plain) == "a?"
    assert searched_text(replace(plain, understood_as="à?")) == "à?"
    assert searched_text(replace(plain, follow_up=FollowUp("à (b)?", "b?"))) == "à (b)?"


def test_one_document_stays_the_only_one(library: Library) -> None:
    first = ask("Thu ngân sách tháng 2 của xã Phú Lâm là bao nhiêu?", library)
    answer = ask("Ai chủ trì cuộc họp đó?", library, within="millbrook.txt", after=first)
    assert {quote.paragraph.document for quote in (*answer.quotes, *answer.nearest)} == {"millbrook.txt"}


def test_no_reading_of_a_follow_up_leaves_the_filters(library: Library) -> None:
    first = ask("Thu ngân sách tháng 2 của xã Phú Lâm là bao nhiêu?", library)
    only = Filters(documents=("millbrook.txt",))
    answer = ask("Ai chủ trì cuộc họp đó?", library, filters=only, after=first)
    assert answer.filters == only
    assert {quote.paragraph.document for quote in (*answer.quotes, *answer.nearest)} == {"millbrook.txt"}
