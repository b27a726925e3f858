"""Finding in a document: what a reader types finds what a reader means, at its place in the text as it is."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.ui.find import Finder

TEXT = "Hạn chót: thứ Sáu. HẠN CHÓT cũ là hàn chọt. Đường dây, con dê."


def found(text: str, query: str) -> list[str]:
    return [text[span.start : span.end] for span in Finder(text).find(query)]


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize("typed", ["NFC", "NFD"])
@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("han chot", ["Hạn chót", "HẠN CHÓT", "hàn chọt"]),
        ("HAN  chot ", ["Hạn chót", "HẠN CHÓT", "hàn chọt"]),
        ("hạn chót", ["Hạn chót", "HẠN CHÓT"]),
        ("hạn chot", ["Hạn chót", "HẠN CHÓT"]),
        ("han chọt", ["hàn chọt"]),
        ("hãn", []),
        ("d", ["Đ", "d", "d"]),
        ("đ", ["Đ"]),
        ("de", ["dê"]),
        ("(", []),
        (".", [".", ".", "."]),
        ("", []),
        (" \n", []),
        ("\u0301", []),
    ],
)
def test_plain_letters_find_all_and_letters_with_marks_only_themselves(
    form: str, typed: str, query: str, expected: list[str]
) -> None:
    text = unicodedata.normalize(form, TEXT)  # type: ignore[arg-type]
    query = unicodedata.normalize(typed, query)  # type: ignore[arg-type]
    assert found(text, query) == [unicodedata.normalize(form, each) for each in expected]  # type: ignore[arg-type]


def test_offsets_are_code_points_of_the_text_as_it_is() -> None:
    text = unicodedata.normalize("NFD", "😀 Ngày hạn\u00ad chót\u0301 ạ")
    (span,) = Finder(text).find("han chot")
    assert span.start == text.index("h", 4)
    assert text[span.start : span.end] == unicodedata.normalize("NFD", "hạn\u00ad chót\u0301")


def test_a_space_finds_the_end_of_a_printed_line() -> None:
    assert found("nộp trước hạn\nchót là\t mai", "hạn chót là mai") == ["hạn\nchót là\t mai"]


@pytest.mark.parametrize(
    ("text", "query", "expected"),
    [
        ("xã Hòa Bình", "hoà bình", ["Hòa Bình"]),
        ("xã Hoà Bình", "hòa", ["Hoà"]),
        ("khỏe", "khoẻ", ["khỏe"]),
        ("hoàn thành", "hoàn", ["hoàn"]),
        ("hoàn thành", "hoà", ["hoà"]),
        ("hoàn thành", "hòa", []),
    ],
)
def test_the_tone_may_stand_on_either_vowel(text: str, query: str, expected: list[str]) -> None:
    assert found(text, query) == expected


def test_letters_that_fold_to_several_or_none() -> None:
    assert found("İstanbul 한국 ß", "istanbul") == ["İstanbul"]
    assert found("İstanbul 한국 ß", "국") == ["국"]
    assert found("a\u200bb", "ab") == ["a\u200bb"]


@given(st.text(alphabet="aạàâậđd \n\u0301\u0323\u200bİ한.", max_size=40), st.text(alphabet="aạâđd .", max_size=4))
def test_what_is_found_reads_as_what_was_typed(text: str, query: str) -> None:
    finder = Finder(text)
    spans = finder.find(query)
    assert all(one.end <= other.start for one, other in zip(spans, spans[1:], strict=False))
    plain = "".join(query.split())
    for span in spans:
        assert Finder("".join(text[span.start : span.end].split())).find(plain) != []
