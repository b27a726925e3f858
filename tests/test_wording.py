"""The wording of follow-ups, in Vietnamese with its marks and without, and in English."""

from __future__ import annotations

import pytest

from assistant.wording import Reader

VIETNAMESE = Reader(english=False, loose=False)
UNMARKED = Reader(english=False, loose=True)
ENGLISH = Reader(english=True, loose=False)


@pytest.mark.parametrize(
    ("reader", "question", "body", "leans"),
    [
        (VIETNAMESE, "Còn tháng 3 thì sao?", "tháng 3", True),
        (VIETNAMESE, "Thế còn tiền nước uống?", "tiền nước uống", True),
        (VIETNAMESE, "Tháng 3 thì sao?", "Tháng 3", True),
        (VIETNAMESE, "Vậy ai duyệt?", "ai duyệt", True),
        (UNMARKED, "con thang 3 thi sao", "thang 3", True),
        (UNMARKED, "the con thu ky la ai", "thu ky la ai", True),
        (VIETNAMESE, "Con chó nào bị phạt?", "Con chó nào bị phạt", False),
        (VIETNAMESE, "What about ngân sách?", "ngân sách", True),
        (ENGLISH, "What about the budget?", "the budget", True),
        (ENGLISH, "And in April?", "in April", True),
        (ENGLISH, "Who pays for the ice?", "Who pays for the ice", False),
        (ENGLISH, "And?", "And", False),
    ],
)
def test_an_opening_and_an_ending_are_taken_off(reader: Reader, question: str, body: str, leans: bool) -> None:
    wording = reader.wording(question)
    assert (wording.body, wording.leans) == (body, leans)


@pytest.mark.parametrize(
    ("reader", "question", "said", "stands", "whole"),
    [
        (VIETNAMESE, "Ai chịu trách nhiệm việc đó?", "việc đó", "thing", True),
        (VIETNAMESE, "Trụ sở xã đó đặt ở đâu?", "xã đó", "thing", False),
        (VIETNAMESE, "Khoản này lấy từ đâu?", "Khoản này", "thing", True),
        (VIETNAMESE, "Máy phát của nó giá bao nhiêu?", "nó", "thing", True),
        (VIETNAMESE, "Ông ấy hứa gì?", "Ông ấy", "person", True),
        (UNMARKED, "ông ay hứa gì", "ông ay", "person", True),
        (VIETNAMESE, "Ai chủ trì cuộc họp đó?", "cuộc họp đó", "meeting", False),
        (ENGLISH, "Who is responsible for that?", "that", "thing", True),
        (ENGLISH, "When will it open?", "it", "thing", True),
        (ENGLISH, "When does that contract end?", "that", "thing", False),
        (ENGLISH, "What did he promise?", "he", "person", True),
        (ENGLISH, "Who chaired this meeting?", "this meeting", "meeting", False),
    ],
)
def test_a_pronoun_stands_for_something_said_before(
    reader: Reader, question: str, said: str, stands: str, whole: bool
) -> None:
    wording = reader.wording(question)
    assert wording.pronoun is not None
    pronoun = wording.pronoun
    assert (wording.body[pronoun.start : pronoun.end], pronoun.stands, pronoun.whole) == (said, stands, whole)


@pytest.mark.parametrize(
    ("reader", "question"),
    [
        (VIETNAMESE, "Tháng này xã họp ngày nào?"),
        (VIETNAMESE, "Hôm đó có mấy người dự?"),
        (UNMARKED, "chung cư sen xanh có mấy tầng"),
        (ENGLISH, "In which locked cupboard must pupils leave their phones?"),
        (ENGLISH, "How much will the suspension bridge repair cost, and who pays for it?"),
        (ENGLISH, "Who says the library trial shows that visits grew?"),
    ],
)
def test_what_the_question_names_itself_is_no_pronoun_for_something_before(reader: Reader, question: str) -> None:
    assert reader.wording(question).pronoun is None


@pytest.mark.parametrize(
    ("reader", "question", "subject"),
    [
        (VIETNAMESE, "Bãi rác tạm đóng cửa ngày nào?", "Bãi rác tạm đóng cửa"),
        (VIETNAMESE, "Ai giữ quỹ của lớp 6A2?", "giữ quỹ của lớp 6A2"),
        (VIETNAMESE, "Khi nào thì nó thông xe (sửa cầu treo)?", "thông xe, sửa cầu treo"),
        (ENGLISH, "How much will the repair of the bridge cost?", "repair of the bridge"),
        (ENGLISH, "By what time?", ""),
    ],
)
def test_the_subject_is_what_is_left_of_a_question(reader: Reader, question: str, subject: str) -> None:
    assert reader.subject(question) == subject


def test_a_subject_does_not_grow_with_each_question() -> None:
    assert VIETNAMESE.subject(f"Ai {'duyệt ' * 40}(sửa cầu treo)?") == "sửa cầu treo"


def test_a_question_without_words_of_its_own_has_no_content() -> None:
    assert ENGLISH.wording("By what time?").content == ()
    assert VIETNAMESE.wording("Khi nào?").content == ()
    assert VIETNAMESE.wording("Nguyên nhân là gì?").content == ("nguyên", "nhân")
