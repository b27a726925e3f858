"""Letter case of questions: the library's own, however they were typed."""

from __future__ import annotations

import unicodedata

import pytest

from index.caches import word_terms
from index.casing import canonical, cased_terms
from index.lexical import PostingsBM25
from tests.test_accents import PARAGRAPHS

CASED = PostingsBM25([cased_terms(paragraph) for paragraph in PARAGRAPHS])
WORDS = PostingsBM25([word_terms(paragraph) for paragraph in PARAGRAPHS])


def of_texts(*texts: str, context: str | None = None) -> tuple[PostingsBM25, PostingsBM25]:
    """What is not in lower case in the texts and all of their words, as a library that holds them has both."""
    whole = [f"{context}\n{text}" if context else text for text in texts]
    return PostingsBM25([cased_terms(text, context) for text in texts]), PostingsBM25([*map(word_terms, whole)])


def test_words_in_lower_case_are_left_to_the_index_of_words() -> None:
    assert cased_terms("Tỉnh Vĩnh Phúc họp. Bà Lan nói.") == [
        *("tỉnh", "Vĩnh", "tỉnh_Vĩnh", "Phúc", "vĩnh_Phúc"),
        # The first of a sentence, which says nothing of its case, as the index of words counts it.
        *("bà", "họp_bà", "Lan", "bà_Lan"),
    ]
    assert cased_terms("") == []


def test_what_says_nothing_of_its_case_is_counted_as_in_the_index_of_words() -> None:
    assert cased_terms("BIÊN BẢN. Tổ hai.") == ["biên", "bản", "biên_bản", "tổ", "bản_tổ"]
    assert cased_terms("Dùng iPhone cũ.", "Tổ Hai") == [
        "tổ",
        "hai",
        "tổ_hai",
        "dùng",
        "hai_dùng",
        "iphone",
        "dùng_iphone",
    ]


@pytest.mark.parametrize(
    ("text", "question"),
    [
        # Each of these would be lower case if all that the index of words counts were.
        ("Xây làng mới. Xây cầu. Ở sở Xây.", "Hỏi Xây?"),
        ("BÀN Ở SỞ XÂY. HỎI SỞ XÂY. Ông ở sở Xây.", "Ở sở Xây?"),
        ("Họ hỏi sở. Xây cầu. Đó là sở Xây.", "Là sở Xây?"),
        ("Là sở xÂy. Ông ở sở xÂy. Bà ở sở Xây.", "Ở sở Xây?"),
        ("Ở sở xây. Bà ở sở xây. Ông ở sở Xây.", "Ở sở xây?"),
        ("Làng B và chữ b, làng B.", "Chữ b làng B?"),
        ("Phòng 1A và 1A. 1a. 1a. 1a.", "Phòng 1A?"),
    ],
)
def test_only_what_stands_inside_sentences_counts(text: str, question: str) -> None:
    assert canonical(question.lower(), *of_texts(text)) == question


def test_a_heading_says_nothing() -> None:
    indexes = of_texts("Ông ở sở Xây.", "Bà đi làm.", "Bà đi chơi.", context="Việc của sở xây")
    assert canonical("bà ở sở xây", *indexes) == "Bà ở sở Xây?"


def test_a_removed_document_counts_no_more() -> None:
    cased, words = of_texts("Bà ở sở xây. Ông ở sở xây.", "Bà ở sở Xây.")
    assert canonical("sở xây", cased, words) == "Sở xây?"
    for index in (cased, words):
        index.remove([0])
    assert canonical("sở xây", cased, words) == "Sở Xây?"


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
    assert canonical(typed, CASED, WORDS) == question


def test_english_function_words_are_lower_case() -> None:
    indexes = of_texts("Họ gọi cuốn sách là What We Did In Vĩnh Phúc.")
    assert canonical("WHAT DID VĨNH PHÚC DECIDE AND WHO WAS IN CHARGE", *indexes) == (
        "What did Vĩnh Phúc decide and who was in charge?"
    )


def test_the_word_before_decides_between_two_cases() -> None:
    indexes = of_texts("Sở Xây dựng và ông Xây.", "Họ xây cầu, xây đường, xây nhà.")
    assert canonical("sở xây dựng xây gì", *indexes) == "Sở Xây dựng xây gì?"


@pytest.mark.parametrize("question", ["Bà Hoà ở xã Phú Lâm đề nghị gì?", "Cầu Đồng Sổ sửa khi nào"])
def test_one_form_however_it_was_typed(question: str) -> None:
    expected = canonical(question, CASED, WORDS)
    for typed in (
        question.upper(),
        question.lower(),
        question.title(),
        question.swapcase(),
        f" {question.replace(' ', '  ')}",
        unicodedata.normalize("NFD", question),
    ):
        assert canonical(typed, CASED, WORDS) == expected


def test_an_empty_library_puts_all_in_lower_case() -> None:
    assert canonical("Bà HOÀ ở Đâu", *of_texts()) == "Bà hòa ở đâu?"
    assert canonical("", *of_texts()) == "?"
