"""Things told apart by their number: the 23rd conference is not the 22nd."""

from __future__ import annotations

import pytest

from assistant.answer import Quote
from assistant.numbered import speaks_of_another
from index import Paragraph


def _quote(text: str, *, title: str | None = None, heading: str | None = None) -> Quote:
    paragraph = Paragraph("a:0-1", "a", "a.txt", 0, len(text), text, None, heading)
    return Quote(paragraph, title, None, (), cosine=0.9, bm25=1.0, confidence=0.9)


@pytest.mark.parametrize(
    ("question", "text", "title", "other"),
    [
        ("Hội nghị lần thứ 23 họp ở đâu?", "Hội nghị họp ở hội trường A.", "Hội nghị lần thứ 22", True),
        ("Hội nghị lần thứ 22 họp ở đâu?", "Hội nghị họp ở hội trường A.", "Hội nghị lần thứ 22", False),
        ("Hội nghị lần thứ 23 họp ở đâu?", "Hội nghị họp ở hội trường A.", "Hội nghị tổng kết", False),
        ("Thang máy số 3 hỏng khi nào?", "Thang máy số 2 hỏng hôm qua.", None, True),
        ("Thang máy số 3 hỏng khi nào?", "Thang máy số 2 và 3 hỏng hôm qua.", None, False),
        ("Gói thầu số 03 giá bao nhiêu?", "Gói thầu số 3 giá 2 tỷ.", None, False),
        ("Báo cáo quý I nói gì?", "Báo cáo quý II đã xong.", None, True),
        ("Doanh thu quý 2 là bao nhiêu?", "Doanh thu quý II đạt 45 tỷ đồng.", None, False),
        ("Doanh thu quý 2 là bao nhiêu?", "Doanh thu quý III đạt 45 tỷ đồng.", None, True),
        ("Doanh thu quý IV là bao nhiêu?", "Doanh thu quý III và IV đạt 45 tỷ đồng.", None, False),
        ("Khóa 17 bầu ai?", "Khóa XVII bầu bà Lan.", None, False),
        ("Khóa XVI bầu ai?", "Khóa XVII bầu bà Lan.", None, True),
        ("Hội nghị lần thứ 22 họp ở đâu?", "Họp ở hội trường A.", "Hội nghị lần thứ XXII", False),
        ("Thứ 2 giao ban lúc mấy giờ?", "Giao ban 8 giờ thứ Hai, sau hội nghị lần thứ 22.", None, False),
        ("Hội nghị lần thứ 2 họp ở đâu?", "Họp ở hội trường A.", "Hội nghị lần thứ 22", True),
        ("Kỳ họp thứ 3 bàn gì?", "Kỳ họp thứ 9 bàn ngân sách.", None, True),
        ("What was decided in week 3?", "In week 2 I changed the vendor.", None, True),
        ("What was decided in week 3?", "In week 2 the vendor was changed.", None, True),
        ("What was decided?", "In week 2 the vendor was changed.", None, False),
    ],
)
def test_speaks_of_another(question: str, text: str, title: str | None, other: bool) -> None:
    assert speaks_of_another(question, _quote(text, title=title)) is other


def test_heading_is_context() -> None:
    assert not speaks_of_another("Khóa 5 bầu ai?", _quote("Khóa 4 đã hết nhiệm kỳ.", heading="Hội đồng khóa 5"))
