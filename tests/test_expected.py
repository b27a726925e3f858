"""What questions ask for, and what names it."""

from __future__ import annotations

import pytest

from index.asked import has_shape, shape_of_answer
from index.expected import expected, names


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("Ai chủ trì cuộc họp?", "person"),
        ("Bao giờ xong cầu?", "date"),
        ("Họp lúc mấy giờ?", "date"),
        ("Có mấy người vắng?", "number"),
        ("Kho đặt ở đâu?", "place"),
        ("Vì sao hoãn?", None),
        ("Who signed it?", "person"),
        ("When did it open?", "date"),
        ("How old was he when he won?", "number"),
        ("What happens when the roof leaks?", None),
    ],
)
def test_kind_asked_for(question: str, kind: str | None) -> None:
    assert expected(question) == kind


def test_small_accented_letter_is_no_capital() -> None:
    assert not names("person", "ở đó ấm, ắt ổn")
    assert names("person", "gặp Ánh ở đó")


def test_speaker_is_a_person() -> None:
    assert names("person", "xong rồi", speaker="Lan")


@pytest.mark.parametrize(
    ("question", "text", "fits"),
    [
        ("Đường dài bao nhiêu mét?", "đường dài 640 m", True),
        ("Đường dài bao nhiêu mét?", "hỏng từ tháng 9 năm ngoái", False),
        ("Họp ngày nào?", "họp ngày 7/12", True),
        ("Họp ngày nào?", "họp tại hội trường", False),
        ("Xây xong năm nào?", "xây xong năm 1998", True),
        ("Xây xong năm nào?", "xây trong năm tháng", False),
        ("Công ty nào trúng thầu?", "chọn Công ty Hòa Phong", True),
        ("Công ty nào trúng thầu?", "một công ty đã trúng thầu", False),
        ("How many households moved?", "41 trong 44 hộ", True),
        ("How many households moved?", "44 chiếc xe", False),
        ("How many dogs are there?", "đàn chó toàn xã có 1.870 con", True),
        ("How much money was spent?", "up to $38,500", True),
        ("Vì sao hoãn họp?", "hoãn họp do mưa lớn", True),
        ("Vì sao hoãn họp?", "họp được dời sang chiều thứ Sáu", False),
        ("Why was it put off?", "put off because of the storm", True),
        ("Giám đốc nhà máy tên là gì?", "bà Lý Thu, giám đốc nhà máy", True),
        ("Giám đốc nhà máy tên là gì?", "Chủ tịch Lý Thu nói về nhà máy", False),
        ("Ai là thủ quỹ của lớp?", "chị Chi giữ quỹ", True),
        ("Who is the director?", "giám đốc Lý Thu", True),
        ("Who is the director?", "Ms Ly, the treasurer", False),
    ],
)
def test_shape_of_the_answer(question: str, text: str, fits: bool) -> None:
    shape = shape_of_answer(question)
    assert shape is not None
    assert has_shape(shape, text) is fits


def test_question_without_a_shape() -> None:
    assert shape_of_answer("Cuộc họp bàn gì?") is None
    assert shape_of_answer("Giám đốc nói gì?") is None
    assert shape_of_answer("How many zorbles are there?") is None


@pytest.mark.parametrize(
    ("question", "text", "named"),
    [
        ("Công ty nào trúng thầu?", "Hội đồng chọn công ty Hòa Phong.", True),
        ("Công ty nào trúng thầu?", "Hội đồng đã chọn một công ty.", False),
        ("Nhà máy Tân Kỳ tên đầy đủ tên là gì?", "nhà máy Tân Kỳ đã dừng lò", False),
        ("Which vendor was chosen?", "The board chose Northwind.", True),
        ("Which vendor was chosen?", "The board chose a vendor.", False),
    ],
)
def test_a_name_asked_for_is_not_one_of_the_question(question: str, text: str, named: bool) -> None:
    assert expected(question) == "name"
    assert names("name", text, asked=question) is named


@pytest.mark.parametrize("text", ["họp vào ngày mười lăm", "xong trước mùng mười tháng tới", "ngày mồng hai Tết"])
def test_a_date_in_words_is_a_date(text: str) -> None:
    assert names("date", text)
    assert not names("date", "họp vào một ngày đẹp trời")
