"""What asks something, and what is only a few words."""

from __future__ import annotations

import numpy as np
import pytest

from index.phrases import is_phrase
from tests.benchmarks.fit_cases import Case, judgeable
from tests.benchmarks.fit_phrases import holds_as_it_stands, phrase_of
from tests.made_evidence import made_evidence


@pytest.mark.parametrize(
    "text",
    [
        "giá vàng hôm nay",
        "kinh phí lễ hội?",
        "nghị quyết 22",
        "Máy bay không người lái",
        "mái nhà hội trường",
        "salary this month",
        "drone permit",
        "the Harbour Market roof",
        "whole budget",
    ],
)
def test_names_only(text: str) -> None:
    assert is_phrase(text, 4)
    # With more concepts it is judged as a question is.
    assert not is_phrase(text, 5)


@pytest.mark.parametrize(
    "text",
    [
        "Ai chủ trì hội nghị?",
        "thu phí bao nhiêu",
        "ve xe bao nhieu tien",
        "họp lúc nào",
        "cầu xong chưa?",
        "có tăng phí không",
        "hãy tóm tắt cuộc họp",
        "Nêu các nhiệm vụ",
        "where was box 88",
        "Was the bid approved",
        "Summarise the discussion",
        "budget: how much",
    ],
)
def test_asks(text: str) -> None:
    assert not is_phrase(text, 1)


def cut(question: str, way: str = "questions", name: str = "q1") -> str | None:
    found = phrase_of({"id": name, "question": question, "answers": []}, way)
    return None if found is None else str(found["question"])


def test_question_is_cut_down_to_concepts_that_stand_together() -> None:
    # "máy bay không người lái" is one word of the dictionary; "bao nhiêu" asks.
    phrases = {cut("Chi phí sửa thang máy chung cư hết bao nhiêu?", name=str(name)) for name in range(40)}
    assert None not in phrases
    for phrase in phrases:
        assert phrase is not None
        assert f" {phrase} " in " chi phí sửa thang máy chung cư hết bao nhiêu "
        assert "bao" not in phrase.split()
        # No word is cut in two.
        assert not phrase.startswith(("phí", "máy", "cư")), phrase
        assert not phrase.endswith(("chi", "thang", "chung")), phrase
    assert len(phrases) > 3
    assert phrases == {cut("Chi phí sửa thang máy chung cư hết bao nhiêu?", name=str(name)) for name in range(40)}


def test_english_question_is_cut_between_its_words() -> None:
    phrases = {cut("How much will the suspension bridge repair cost?", name=str(name)) for name in range(40)}
    assert phrases == {
        "suspension bridge",
        "bridge repair",
        "repair cost",
        "suspension bridge repair",
        "bridge repair cost",
    }


def test_question_of_no_two_concepts_together_is_left_out() -> None:
    assert cut("Ai là thủ tướng?") is None
    assert cut("Who is it?") is None


def test_all_else_of_a_question_stays() -> None:
    question = {"id": "1", "question": "vendor price list", "answers": [{"document": "a.txt"}], "within": "a.txt"}
    found = phrase_of(question, "questions")
    assert found is not None
    assert {**found, "question": ""} == {**question, "question": ""}


def test_phrase_stands_word_by_word() -> None:
    assert holds_as_it_stands("Ban quản trị bàn giá gửi xe, rồi nghỉ.", "gia gui xe")
    assert holds_as_it_stands("giá gửi xe", "Giá gửi xe")
    assert not holds_as_it_stands("giá gửi nhiều xe", "giá gửi xe")
    assert not holds_as_it_stands("mua giá gửi xem", "giá gửi xe")


@pytest.mark.parametrize(
    ("what", "right", "named", "expected"),
    [
        # The first paragraph holds both concepts, the second one of them.
        ("answerable", [True, False], [False, False], [[True, False]]),
        ("answerable", [False, True], [False, False], []),
        ("answerable", [False, True], [True, False], []),
        ("answerable", [True, False], [False, True], [[True, True]]),
        ("answerable", [False, False], [True, True], []),
        ("stranger", [False, False], [False, False], [[False, False]]),
        ("stranger", [False, False], [False, True], []),
    ],
)
def test_phrase_is_fitted_on_where_it_is_clear_if_something_answers_it(
    what: str, right: list[bool], named: list[bool], expected: list[list[bool]]
) -> None:
    case = Case("phrases of seeds", "accented", what, 0, made_evidence(), np.array(right), ())
    assert [each.right.tolist() for each in judgeable(case, np.array(named))] == expected
