"""Whose words a question asks for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.speakers import asked_speakers

OFFICIALS = ("Nguyễn Duy Thành", "Lê Thành", "Phạm Mỹ Hạnh", "Chủ tịch")
TEAM = ("Grad B", "Grad C", "Professor B", "PhD F")


@pytest.mark.parametrize(
    ("question", "named"),
    [
        # The longest part decides.
        ("Ông Duy Thành nói gì về kho lúa?", {"Nguyễn Duy Thành"}),
        ("Ông Nguyễn Duy Thành nói gì?", {"Nguyễn Duy Thành"}),
        ("Ông Lê Thành nói gì?", {"Lê Thành"}),
        ("Ông Thành nói gì?", {"Nguyễn Duy Thành", "Lê Thành"}),
        # As the whole name, or a long part of it, in small letters, and without diacritics.
        ("Ông duy thành nói gì?", {"Nguyễn Duy Thành"}),
        ("Ông nguyen duy thanh noi gi?", {"Nguyễn Duy Thành"}),
        ("Ông lê thành nói gì?", {"Lê Thành"}),
        ("Bà My Hanh nói gì?", {"Phạm Mỹ Hạnh"}),
        ("Vì sao chủ tịch không đồng ý?", {"Chủ tịch"}),
        # Both ways of placing the tone, and decomposed.
        ("Bà Phạm Mỹ Ha\u0323nh nói gì?", {"Phạm Mỹ Hạnh"}),
        # Who isn't here is none of those who are.
        ("Ông Nguyễn Duy Hùng nói gì?", set()),
        ("Bà Phạm Mỹ nói gì?", {"Phạm Mỹ Hạnh"}),
        # A short part in small letters could be any word.
        ("Cái gì đã thành công?", set()),
        ("Ai hạnh phúc?", set()),
        # So could the first word, which has its capital from the sentence.
        ("Thành công nhờ đâu?", set()),
        ("Ai chủ trì?", set()),
        ("", set()),
        # But not before a word of saying.
        ("Thành nói gì về kho lúa?", {"Nguyễn Duy Thành", "Lê Thành"}),
        ("???", set()),
    ],
)
def test_vietnamese_names(question: str, named: set[str]) -> None:
    assert asked_speakers(question, OFFICIALS) == named


@pytest.mark.parametrize(
    ("question", "named"),
    [
        ("What did Grad B say about the recorder?", {"Grad B"}),
        ("What did grad b say about the recorder?", {"Grad B"}),
        ("What did B say?", {"Grad B", "Professor B"}),
        ("What did the professor say?", {"Professor B"}),
        ("What did the grad say?", set()),
        ("What did the Grad say?", {"Grad B", "Grad C"}),
        ("Grad C said what?", {"Grad C"}),
        ("What did PhD F and Grad B agree on?", {"Grad B"}),
        ("What is a b or c?", set()),
        # Who isn't here is none of those who are.
        ("What did Grad D say about the recorder?", set()),
        ("What did Grad Bell say?", set()),
    ],
)
def test_english_names(question: str, named: set[str]) -> None:
    assert asked_speakers(question, TEAM) == named


@pytest.mark.parametrize(
    ("question", "named"),
    [
        ("Kinh phí năm 2024 là bao nhiêu?", set()),
        ("Năm 2024 kinh phí là bao nhiêu?", set()),
        ("Đã họp mấy lần?", set()),
        ("Chúng mình làm gì tiếp?", set()),
        ("Hôm qua nam nói gì?", {"Nam"}),
        ("Hôm qua anh Nam nói gì?", {"Nam"}),
        ("Chị lan và mọi người nói gì?", {"Lan"}),
        # Typed without diacritics, as a name.
        ("Ông Ky nói gì?", {"Kỳ"}),
    ],
)
def test_a_word_with_other_diacritics_is_no_name_in_small_letters(question: str, named: set[str]) -> None:
    assert asked_speakers(question, ("Nam", "Lan", "Minh", "Kỳ")) == named


def test_whose_diacritics_are_the_same_goes_before_the_others() -> None:
    speakers = ("Trần Văn Hùng", "Lê Quang Hưng", "Hưng")
    assert asked_speakers("Ông Hưng nói gì về ngân sách?", speakers) == {"Lê Quang Hưng", "Hưng"}
    assert asked_speakers("Ông Hùng nói gì về ngân sách?", speakers) == {"Trần Văn Hùng"}
    assert asked_speakers("Ông Hung nói gì về ngân sách?", speakers) == set(speakers)
    assert asked_speakers("Ông Hưng nói gì về ngân sách?", ("Tran Van Hung",)) == {"Tran Van Hung"}


def test_a_short_part_counts_where_a_longer_one_is_no_name() -> None:
    assert asked_speakers("Chị Lan anh hỏi gì?", ["Đỗ Lan Anh"]) == {"Đỗ Lan Anh"}


def test_tone_placements_are_one_name() -> None:
    assert asked_speakers("Chị thúy nói gì?", ["Thuý"]) == {"Thuý"}
    assert asked_speakers("Anh Hoà nói gì?", ["Hòa"]) == {"Hòa"}


def test_a_speaker_without_a_word_is_never_named() -> None:
    assert asked_speakers("Ai nói gì về X?", ["—", "", "Y"]) == frozenset()
    assert asked_speakers("Ai nói gì?", []) == frozenset()


NAMES = st.lists(st.sampled_from("Lê Hoàng Minh Thị Hạnh Grad B Đỗ".split()), min_size=1, max_size=4).map(" ".join)


@given(st.lists(NAMES, max_size=5), NAMES)
def test_a_whole_name_is_always_among_those_named_and_all_of_them_tie(others: list[str], name: str) -> None:
    named = asked_speakers(f"Hôm qua {name} nói gì?", [*others, name])
    assert name in named
    assert named <= {*others, name}
    # Each of them holds all of the name: none has a longer part in the question.
    assert all(f" {name} " in f" {each} " for each in named)


@given(st.lists(NAMES, max_size=5), NAMES)
def test_neither_order_nor_other_names_that_are_not_there_matter(speakers: list[str], name: str) -> None:
    question = f"Hôm qua {name} nói gì?"
    named = asked_speakers(question, speakers)
    assert asked_speakers(question, [*reversed(speakers), "Quốc Xuyên"]) == named
