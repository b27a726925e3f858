"""Missing diacritics and letter case, on a small library. What a large one reaches is measured by the benchmarks."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.accents import AccentRestorer, is_english, is_english_function_word
from index.caches import word_terms
from index.lexical import PostingsBM25
from index.library import Library
from index.text import fold, fold_word, normalise
from tests.stub_embedder import StubEmbedder

PARAGRAPHS = """Hội nghị lần thứ 22 Ban Chấp hành Đảng bộ tỉnh Vĩnh Phúc khai mạc sáng 7/12.
Đồng chí Bí thư Tỉnh ủy chủ trì và phát biểu khai mạc hội nghị.
Năm 2023, tốc độ tăng trưởng kinh tế của tỉnh đạt 2,6%.
Thu ngân sách nhà nước đạt 28.000 tỷ đồng, vượt dự toán.
Sở Tài chính được giao lập kế hoạch chi tiêu trước ngày 15/1.
Sở Giao thông vận tải sửa cầu Đồng Sổ trong quý II.
Bà Nguyễn Thị Hoà đề nghị xây thêm trường mầm non ở xã Phú Lâm.
Ông Trần Văn Sáu báo cáo về nước sạch nông thôn.
Trạm bơm Đông Mỹ hỏng hai máy từ tháng 9.
Hợp tác xã Ea Riêng mua máy sấy cà phê, giá 450 triệu đồng.
Chị Hạnh gửi bảng giá cho tổ kế toán.
Bệnh viện Minh Đức tiếp nhận thêm mười hai bác sĩ.
Phụ huynh lớp 6A2 thống nhất mức đóng quỹ lớp.
Cuộc họp kết thúc lúc 17 giờ cùng ngày.""".split("\n")


def restorer_of(paragraphs: list[str]) -> AccentRestorer:
    return AccentRestorer(PostingsBM25([word_terms(paragraph) for paragraph in paragraphs], fold=fold_word))


RESTORER = restorer_of(PARAGRAPHS)


@pytest.mark.parametrize(
    ("typed", "restored"),
    [
        ("hoi nghi khai mac khi nao?", "hội nghị khai mạc khi nào?"),
        ("thu ngan sach dat bao nhieu ty dong", "thu ngân sách đạt bao nhiêu tỷ đồng"),
        ("nuoc sach nong thon nhu the nao", "nước sạch nông thôn như thế nào"),
        ("ke hoach chi tieu duoc giao cho ai", "kế hoạch chi tiêu được giao cho ai"),
        ("so giao thong sua cau nao", "sở giao thông sửa cầu nào"),
        ("cuoc hop ket thuc luc may gio", "cuộc họp kết thúc lúc mấy giờ"),
        ("mua may say ca phe gia bao nhieu", "mua máy sấy cà phê giá bao nhiêu"),
        ("o dau", "ở đâu"),
    ],
)
def test_restored(typed: str, restored: str) -> None:
    assert RESTORER.restore(typed) == restored


@pytest.mark.parametrize(
    ("typed", "restored"),
    [
        ("Ai chu tri hoi nghi?", "Ai chủ trì hội nghị?"),
        ("Chi Hanh gui gi, cho ai?", "Chị Hạnh gửi gì, cho ai?"),
        ("TRAM BOM DONG MY", "TRẠM BƠM ĐÔNG MỸ"),
        ("  bac si -  benh vien Minh Duc (khi nao)", "bác sĩ - bệnh viện Minh Đức (khi nào)"),
        ("quy lop 6A2: bao nhieu?", "quỹ lớp 6A2: bao nhiêu?"),
    ],
)
def test_case_and_punctuation_stay(typed: str, restored: str) -> None:
    assert RESTORER.restore(typed) == restored


@pytest.mark.parametrize(
    ("typed", "restored"),
    [
        ("tỉnh vinh phuc tang truong bao nhieu", "tỉnh vĩnh phúc tăng trưởng bao nhiêu"),
        ("Hội nghị o dau", "Hội nghị ở đâu"),
        ("Thu ngân sach nhà nước đạt bao nhieu tỷ đồng?", "Thu ngân sách nhà nước đạt bao nhiêu tỷ đồng?"),
        (
            "Sở Tài chính được giao lập ke hoạch chi tiêu khi nào?",
            "Sở Tài chính được giao lập kế hoạch chi tiêu khi nào?",
        ),
        ("nước sach nông thon nhu thế nào", "nước sạch nông thôn như thế nào"),
    ],
)
def test_partly_missing_marks(typed: str, restored: str) -> None:
    assert RESTORER.restore(typed) == restored


@pytest.mark.parametrize(
    ("typed", "restored"),
    [
        ("khi nao", "khi nào"),
        ("bao nhieu", "bao nhiêu"),
        ("nhu the nao", "như thế nào"),
        ("vi sao", "vì sao"),
        ("tu dau", "từ đâu"),
        ("bao lau", "bao lâu"),
        ("co duoc khong", "có được không"),
        ("giam bao nhieu", "giảm bao nhiêu"),
        ("ai phan doi", "ai phản đối"),
        ("lop hoc da nop bao nhieu", "lớp học đã nộp bao nhiêu"),
    ],
)
def test_words_that_ask_need_no_library(typed: str, restored: str) -> None:
    assert RESTORER.restore(typed) == restored
    assert RESTORER.restore(f"{typed.upper()}?") == f"{restored.upper()}?"


@pytest.mark.parametrize(
    ("typed", "restored"),
    [
        ("tim so_gio_hop o dau", "tim so_gio_hop ở đâu"),
        ("API v2 cua so tai chinh the nao", "API v2 của sở tài chính thế nào"),
        ("file /bao/cao/quy o dau", "file /bao/cao/quy ở đâu"),
        ("xem http://bao.vn/bao/gia khi nao", "xem http://bao.vn/bao/gia khi nào"),
        ("ai gui bao.cao.xlsx cho hanh@bao.vn", "ai gửi bao.cao.xlsx cho hanh@bao.vn"),
        ("chay --bao-cao khi nao", "chay --bao-cao khi nào"),
        ("John Smith noi gi ve 450 trieu dong, 2,6% va 7/12", "John Smith nói gì về 450 triệu đồng, 2,6% và 7/12"),
        ("may say 22B hong khi nao", "máy sấy 22B hỏng khi nào"),
    ],
)
def test_code_foreign_names_and_numbers_stay(typed: str, restored: str) -> None:
    assert RESTORER.restore(typed) == restored


@pytest.mark.parametrize(
    "question",
    [
        "When did the conference open?",
        "Who repaired the pump at Dong My?",
        "list all the decisions",
        "What is the budget of the Sơn Giang project?",
        "Which contract is Trần Thị Hoa responsible for?",
        "Can staff use AI tools?",
        "Who chaired the Sơn Giang conference?",
        "Sơn Giang budget for roads?",
        "How many doctors were taken on by Minh Duc hospital?",
        "Sở Tài chính được giao việc gì?",
        "Trạm bơm Đông Mỹ hỏng mấy máy?",
        "Bà Hòa đề nghị xây gì ở đâu?",
        "xyzzy plugh",
        "22",
        "…",
    ],
)
def test_english_and_whole_questions_stay_as_typed(question: str) -> None:
    assert RESTORER.restore(question) == question


def test_a_typed_mark_is_never_changed() -> None:
    assert RESTORER.restore("tràm bom Dồng my o dau") == "tràm bơm Dồng mỹ ở đâu"


def test_one_word_that_could_have_a_mark_is_no_reason_to_change_a_question_with_all_of_its_marks() -> None:
    # A rare word that the library writes otherwise, among words that came with their marks, was meant as it is.
    assert RESTORER.restore("Chị Hạnh gửi gia vị cho ai?") == "Chị Hạnh gửi gia vị cho ai?"
    assert RESTORER.restore("gia may say ca phe") == "giá máy sấy cà phê"


def test_counts_follow_the_documents(tmp_path: Path) -> None:
    with Library.open(tmp_path, StubEmbedder()) as library:
        typed = "khoang san o dau"
        assert library.understand(typed).restored == "khoang san ở đâu"
        library.add_bytes("a.txt", "Mỏ khoáng sản mới.\n".encode())
        assert library.understand(typed).restored == "khoáng sản ở đâu"
        library.add_bytes("b.txt", "Khoang sân trước. Khoang sân sau. Khoang sân bên.\n".encode())
        assert library.understand(typed).restored == "khoang sân ở đâu"
        library.remove("b.txt")
        assert library.understand(typed).restored == "khoáng sản ở đâu"
        library.add_bytes("a.txt", "Mỏ đá mới.\n".encode())
        assert library.understand(typed).restored == "khoang san ở đâu"


def test_a_syllable_that_the_library_never_saw_stays() -> None:
    assert RESTORER.restore("hoi nghi ve khoang san o dau") == "hội nghị về khoang san ở đâu"


def test_what_the_library_names_is_likelier_than_an_everyday_phrase() -> None:
    others = ["Tháng trước và tháng này máy bơm vẫn chạy.", "Cầu thang đã sơn lại."]
    lift = restorer_of([*others, "Thang máy số 3 kẹt bốn lần trong tháng 8."])
    assert lift.restore("sua thang may het bao nhieu tien") == "sửa thang máy hết bao nhiêu tiền"
    assert restorer_of(others).restore("hop thang may") == "họp tháng mấy"


def test_everyday_phrases_need_no_library() -> None:
    empty = restorer_of([])
    assert empty.restore("nhung ai phan doi thu phi gui xe") == "những ai phản đối thu phí gửi xe"
    assert empty.restore("con cho bi mat o dau") == "con chó bị mất ở đâu"
    # Of the dictionary alone.
    assert restorer_of(["Cửa kính.", "Một cuốn sổ."]).restore("cua so nao") == "cửa sổ nào"


def test_an_everyday_syllable_by_itself_stays_as_typed() -> None:
    # "Sản" and "khoảng" are everyday syllables, which no phrase puts beside each other.
    assert restorer_of([]).restore("khoang san o dau") == "khoang san ở đâu"


def test_an_empty_library_restores_the_words_that_ask() -> None:
    empty = restorer_of([])
    assert empty.restore("bao nhieu nguoi, khi nao, nhu the nao") == "bao nhiêu người, khi nào, như thế nào"
    assert empty.restore("khoang san") == "khoang san"


@pytest.mark.parametrize("question", ["hoi nghi khai mac khi nao?", "Ai chu tri hoi nghi?", "When did it open?"])
def test_every_way_of_typing_gives_one_question(question: str) -> None:
    expected = RESTORER.restore(question).lower()
    for typed in (question.upper(), question.lower(), question.title(), f"  {question.replace(' ', '   ')} "):
        assert RESTORER.restore(typed).lower() == expected


def test_decomposed_is_composed() -> None:
    question = "Bà Hoà đề nghị gì?"
    assert RESTORER.restore(unicodedata.normalize("NFD", question)) == "Bà Hòa đề nghị gì?"


@given(st.text(st.sampled_from("abcdehiouyABĐđđấềộưỳ ỷ?!.,-1 2\u0301\u0323\n"), max_size=40))
def test_only_marks_are_added(question: str) -> None:
    restored = RESTORER.restore(question)
    assert fold(restored) == fold(normalise(question))
    typed, got = (re.findall(r"\w+", text) for text in (normalise(question), restored))
    assert [new for old, new in zip(typed, got, strict=True) if not old.isascii()] == [
        old for old in typed if not old.isascii()
    ]


@pytest.mark.parametrize(
    ("question", "english"),
    [
        ("When did the conference open?", True),
        ("what is to be done", True),
        ("budget overview", True),
        ("hoi nghi khai mac khi nao", False),
        ("ai noi gi", False),
        ("Ở đâu?", False),
        ("What did Bí thư say?", False),
        ("hop o Sơn Giang khi nao", False),
        ("Đông Mỹ", False),
        ("Đông", False),
    ],
)
def test_which_language(question: str, english: bool) -> None:
    assert is_english(question) is english
    assert is_english(question.upper()) is english


def test_english_function_words_that_are_syllables_too_speak_for_neither() -> None:
    assert is_english_function_word("the") is False
    assert is_english_function_word("which") is True
    assert is_english_function_word("nghị") is False
