"""Letter case of questions: the library's own, however they were typed."""

from __future__ import annotations

import unicodedata

import pytest

from index.casing import canonical, cased_terms
from index.lexical import PostingsBM25
from tests.test_accents import PARAGRAPHS

CASED = PostingsBM25([cased_terms(paragraph) for paragraph in PARAGRAPHS])


def test_the_first_word_of_a_sentence_says_nothing_of_its_case() -> None:
    assert cased_terms("Tỉnh Vĩnh Phúc họp. Bà Lan nói.") == [
        "Vĩnh",
        "Phúc",
        "họp",
        "tỉnh_Vĩnh",
        "vĩnh_Phúc",
        "phúc_họp",
        "Lan",
        "nói",
        "bà_Lan",
        "lan_nói",
    ]


def test_a_sentence_in_capitals_says_nothing() -> None:
    assert cased_terms("BIÊN BẢN HỌP. Tổ hai.") == ["hai", "tổ_hai"]
    assert cased_terms("") == []


@pytest.mark.parametrize(
    ("typed", "question"),
    [
        ("tỉnh vĩnh phúc tăng trưởng bao nhiêu", "Tỉnh Vĩnh Phúc tăng trưởng bao nhiêu?"),
        ("bà nguyễn thị hoà đề nghị gì", "Bà Nguyễn Thị Hòa đề nghị gì?"),
        ("xã phú lâm ở đâu?", "Xã Phú Lâm ở đâu?"),
        ("bệnh viện minh đức nhận mấy bác sĩ", "Bệnh viện Minh Đức nhận mấy bác sĩ?"),
        ("cầu đồng sổ", "Cầu Đồng Sổ?"),
        ("mấy đồng", "Mấy đồng?"),
        ("quý ii", "Quý II?"),
        ("Câu Chuyện Lạ", "Câu chuyện lạ?"),
        ("Hết rồi.", "Hết rồi."),
        ("Sao vậy!", "Sao vậy!"),
        ("rồi sao…", "Rồi sao…"),
    ],
)
def test_canonical(typed: str, question: str) -> None:
    assert canonical(typed, CASED) == question


def test_english_function_words_are_lower_case() -> None:
    cased = PostingsBM25([cased_terms("Họ gọi cuốn sách là What We Did In Vĩnh Phúc.")])
    assert canonical("WHAT DID VĨNH PHÚC DECIDE AND WHO WAS IN CHARGE", cased) == (
        "What did Vĩnh Phúc decide and who was in charge?"
    )


def test_the_word_before_decides_between_two_cases() -> None:
    cased = PostingsBM25([cased_terms(text) for text in ("Sở Xây dựng và ông Xây.", "Họ xây cầu, xây đường, xây nhà.")])
    assert canonical("sở xây dựng xây gì", cased) == "Sở Xây dựng xây gì?"


@pytest.mark.parametrize("question", ["Bà Hoà ở xã Phú Lâm đề nghị gì?", "Cầu Đồng Sổ sửa khi nào"])
def test_one_form_however_it_was_typed(question: str) -> None:
    expected = canonical(question, CASED)
    for typed in (
        question.upper(),
        question.lower(),
        question.title(),
        question.swapcase(),
        f" {question.replace(' ', '  ')}",
        unicodedata.normalize("NFD", question),
    ):
        assert canonical(typed, CASED) == expected


def test_an_empty_library_puts_all_in_lower_case() -> None:
    assert canonical("Bà HOÀ ở Đâu", PostingsBM25.empty()) == "Bà hòa ở đâu?"
    assert canonical("", PostingsBM25.empty()) == "?"
