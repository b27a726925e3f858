"""Normal forms, tokens and sentences."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from index.models import Span
from index.text import clauses, fold, normalise, normalised_but_space, sentences, tokens, with_pairs

# Letters, marks and signs that the rules are about come up often, everything else sometimes.
TRICKY = st.text(
    st.one_of(
        st.sampled_from("aouyqAOUYQ hòảẽỳàéêđĐ\u0300\u0301\u0303\u0309\u0323\u0302\u0306\u031b\u200b\u00ad\ufeff"),
        st.sampled_from(" \n\t\r.!?…;:|-*()\"'”’»1234567890abcXIV\u00a0\u2028"),
        st.characters(codec="utf-8"),
    ),
    max_size=80,
)


def parts(text: str, spans: list[Span]) -> list[str]:
    return [text[span.start : span.end] for span in spans]


@pytest.mark.parametrize(
    ("typed", "normal"),
    [
        ("  Hội   nghị\t lần\n22 ", "Hội nghị lần 22"),
        ("a\u00a0b\u3000c", "a b c"),
        (unicodedata.normalize("NFD", "Nguyễn Thị Hòa"), "Nguyễn Thị Hòa"),
        ("hoà hoá hoả hoã hoạ", "hòa hóa hỏa hõa họa"),
        ("khoẻ loé thuỷ tuỳ uý", "khỏe lóe thủy tùy úy"),
        ("HOÀ Hoà hoÀ hOÀ", "HÒA Hòa hòA hÒA"),
        ("hoàn toàn khoản quý quỳ quỵ", "hoàn toàn khoản quý quỳ quỵ"),
        ("hòa, khỏe", "hòa, khỏe"),
        ("Vĩnh\u00ad Phúc\u200b\ufeff", "Vĩnh Phúc"),
        ("e\u200b\u0301", "é"),
        ("oa\u0323\u0300", "oạ\u0300"),
        ("", ""),
        (" \n\t", ""),
        ("plain ASCII;  untouched?", "plain ASCII; untouched?"),
        ("ﬁ ½ Ⅳ", "ﬁ ½ Ⅳ"),
    ],
)
def test_normalise(typed: str, normal: str) -> None:
    assert normalise(typed) == normal


@given(TRICKY)
def test_normalise_is_idempotent_and_composed(text: str) -> None:
    normal = normalise(text)
    assert normalise(normal) == normal
    assert unicodedata.is_normalized("NFC", normal)
    assert normal == " ".join(normal.split())


@given(TRICKY)
def test_normalise_takes_decomposed_and_composed_for_one(text: str) -> None:
    assert normalise(unicodedata.normalize("NFD", text)) == normalise(unicodedata.normalize("NFC", text))


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Đề án", "de an"),
        ("ĐƯỜNG Nguyễn Thị Minh Khai", "duong nguyen thi minh khai"),
        (unicodedata.normalize("NFD", "Ưu tiên ở Huế"), "uu tien o hue"),
        ("Größe café", "große cafe"),
        ("ABC-12", "abc-12"),
        ("", ""),
    ],
)
def test_fold(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(TRICKY)
def test_fold_is_idempotent(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(TRICKY)
def test_fold_sees_no_difference_between_normal_forms(text: str) -> None:
    assert fold(unicodedata.normalize("NFD", text)) == fold(unicodedata.normalize("NFC", text))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Ông Hoà, 40%: 'được'", ["ông", "hòa", "40", "được"]),
        ("TỈNH ỦY Vĩnh Phúc", ["tỉnh", "ủy", "vĩnh", "phúc"]),
        ("hoÀ", ["hòa"]),
        ("snake_case don't", ["snake_case", "don", "t"]),
        ("… -- !", []),
    ],
)
def test_tokens(text: str, words: list[str]) -> None:
    assert tokens(text) == words


def test_pairs_of_neighbours() -> None:
    assert with_pairs(["hội", "nghị", "tỉnh"]) == ["hội", "nghị", "tỉnh", "hội_nghị", "nghị_tỉnh"]
    assert with_pairs(["một"]) == ["một"]
    assert with_pairs([]) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Một câu. Hai câu! Ba câu? Bốn…", ["Một câu.", "Hai câu!", "Ba câu?", "Bốn…"]),
        ("Bà nói: “Đồng ý.” Ông Nam không.", ["Bà nói: “Đồng ý.”", "Ông Nam không."]),
        ("Đạt 10.000 tỷ, tăng 3.5%. Năm sau cao hơn.", ["Đạt 10.000 tỷ, tăng 3.5%.", "Năm sau cao hơn."]),
        ("TP. Hồ Chí Minh và TS. Lê Nam. Hết.", ["TP. Hồ Chí Minh và TS. Lê Nam.", "Hết."]),
        ("Mr. Smith met J. Doe. They agreed.", ["Mr. Smith met J. Doe.", "They agreed."]),
        ("xem vd. trang sau", ["xem vd. trang sau"]),
        ("1. Mở đầu. 2. Kết thúc.", ["1. Mở đầu.", "2.", "Kết thúc."]),
        ("Gồm:\n- một\n- hai", ["Gồm:", "- một", "- hai"]),
        ("Việc\n1) Sửa cầu\n2) Sơn tường", ["Việc", "1) Sửa cầu", "2) Sơn tường"]),
        ("  12. Giao ông Nam. Xong", ["12. Giao ông Nam.", "Xong"]),
        ("Một\nhai. ba\r\nBốn", ["Một\nhai. ba\r\nBốn"]),
        ("Một.\r\nhai", ["Một.", "hai"]),
        ("Chờ... rồi làm. Xong.", ["Chờ... rồi làm.", "Xong."]),
        ("Chờ...Rồi làm.", ["Chờ...Rồi làm."]),
        ("Hết. ", ["Hết."]),
        ("Hết. @x", ["Hết. @x"]),
        ("", []),
        (" \n ", []),
    ],
)
def test_sentences(text: str, expected: list[str]) -> None:
    assert parts(text, sentences(text)) == expected


def test_a_row_of_a_table_is_a_sentence_or_more() -> None:
    text = "Việc được giao\nViệc | Người | Hạn\nsửa cầu | ông Nam | 5/12\nsơn tường. Trát | bà Hà\r\ncòn lại\nchưa rõ"
    assert parts(text, sentences(text)) == [
        "Việc được giao",
        "Việc | Người | Hạn",
        "sửa cầu | ông Nam | 5/12",
        "sơn tường.",
        "Trát | bà Hà",
        "còn lại\nchưa rõ",
    ]


def test_a_bar_that_parts_no_cells_makes_no_row() -> None:
    text = "một |hai\nba| bốn\nnăm"
    assert parts(text, sentences(text)) == [text]


def test_clauses_cut_only_long_sentences_at_semicolons() -> None:
    short = "Giao Sở A làm; Sở B duyệt."
    assert parts(short, clauses(short)) == [short]
    first, second = "Giao Sở Giao thông " + "vận tải " * 10 + "làm;", "Sở Tài chính " + "cấp vốn " * 10 + "trước."
    long = f"{first} {second} Hết; xong."
    assert parts(long, clauses(long)) == [first, second, "Hết; xong."]
    bracketed = f"{first.replace('làm;', '(đường bộ; đường thủy) làm;')} {second}"
    assert parts(bracketed, clauses(bracketed)) == [first.replace("làm;", "(đường bộ; đường thủy) làm;"), second]
    listed = f"a) {first} {second}"
    assert parts(listed, clauses(listed)) == [f"a) {first}", second]


@given(TRICKY, st.sampled_from([sentences, clauses]))
def test_only_white_space_lies_outside_sentences(text: str, cut: object) -> None:
    assert callable(cut)
    position = 0
    for span in cut(text):
        assert position <= span.start < span.end <= len(text)
        assert not text[position : span.start].strip()
        assert text[span.start : span.end] == text[span.start : span.end].strip()
        position = span.end
    assert not text[position:].strip()


@pytest.mark.parametrize(
    "pattern",
    ["1. ", "12.\n", "..............", ". ", "a.\t", '."', ". (", "- \n", " | ", "\n | ", ";\n", ". \u00a0", "x  "],
)
def test_a_long_monotonous_text_is_cut_without_gaps(pattern: str) -> None:
    # Where the time grew with the square of the length, this took minutes.
    text = (pattern * 200_000)[:200_000] + "x"
    spans = clauses(text)
    assert spans[-1].end == len(text)
    assert sum(len(text[span.start : span.end].split()) for span in spans) == len(text.split())


@given(st.one_of(TRICKY, st.text(alphabet="oaΣİ\u0301\u200b \n\u00a0", max_size=9)))
@example("hoà \n bình")
def test_normalised_but_for_white_space(text: str) -> None:
    found = normalised_but_space(text)
    assert " ".join(found.split()) == normalise(text)
    assert [char for char in found if char.isspace()] == [char for char in text if char.isspace()]
