"""The title in the first lines of a text that marks none: it is told from what stands below it, or not at all."""

from __future__ import annotations

import io

import docx
import pytest

from index.loaders import load
from index.models import LoadedDocument
from index.paragraphs import split


def read(text: str) -> LoadedDocument:
    return load("hop.txt", text.encode())


def quoted(loaded: LoadedDocument) -> list[str]:
    return [each.text for each in split(loaded, "x", "hop.txt")]


REST = "\n\nMười hai hộ có ý kiến."


@pytest.mark.parametrize(
    ("block", "title", "paragraphs"),
    [
        (
            "BIÊN BẢN HỌP TỔ 5 - KHU TÂN LẬP\nNgày họp: 14/9/2025. Có mặt 33 hộ.",
            "BIÊN BẢN HỌP TỔ 5 - KHU TÂN LẬP",
            ["Ngày họp: 14/9/2025. Có mặt 33 hộ."],
        ),
        (
            "CÔNG TY CỔ PHẦN TÂN LẬP\nBIÊN BẢN HỌP HỘI ĐỒNG QUẢN TRỊ\nChủ tọa: ông Khải.",
            "CÔNG TY CỔ PHẦN TÂN LẬP – BIÊN BẢN HỌP HỘI ĐỒNG QUẢN TRỊ",
            ["Chủ tọa: ông Khải."],
        ),
        (
            "BIÊN BẢN HỘI NGHỊ BAN CHẤP HÀNH LÂM THỜI TỈNH\nTÂN LẬP LẦN THỨ 15\nHôm nay có mặt 33 người.",
            "BIÊN BẢN HỘI NGHỊ BAN CHẤP HÀNH LÂM THỜI TỈNH TÂN LẬP LẦN THỨ 15",
            ["Hôm nay có mặt 33 người."],
        ),
        (
            "THƯ VIỆN TỈNH TÂN LẬP\nTóm tắt nội dung họp tổ tư liệu, ngày 03/12/2025",
            "THƯ VIỆN TỈNH TÂN LẬP – Tóm tắt nội dung họp tổ tư liệu, ngày 03/12/2025",
            [],
        ),
        (
            "CITY OF TALLOW CREEK\nREGULAR COUNCIL MEETING\nMARCH 18, 2025\nPresent: Halvorsen.",
            "CITY OF TALLOW CREEK – REGULAR COUNCIL MEETING – MARCH 18, 2025",
            ["Present: Halvorsen."],
        ),
        ("HỌP HỌ PHẠM, LÀNG KÊNH\n(26 tháng Chạp)", "HỌP HỌ PHẠM, LÀNG KÊNH (26 tháng Chạp)", []),
        (
            "BIÊN BẢN HỌP TỔ 5\nPhường Tân Lập\nHôm nay có mặt 33 hộ.",
            "BIÊN BẢN HỌP TỔ 5 – Phường Tân Lập",
            ["Hôm nay có mặt 33 hộ."],
        ),
        ("BIÊN BẢN\nHỌP TỔ 5\nCó mặt 33 hộ.", "BIÊN BẢN HỌP TỔ 5", ["Có mặt 33 hộ."]),
        (
            "Họp vạn chài, tối 20/2, nhà ông Tư\n(người ghi: Lài)",
            "Họp vạn chài, tối 20/2, nhà ông Tư",
            ["(người ghi: Lài)"],
        ),
        (
            "Nông trường Tân Lập, đội 6\nSổ họp đội, tối thứ Hai 24/6. Đội trưởng: Blim.",
            "Nông trường Tân Lập, đội 6",
            ["Sổ họp đội, tối thứ Hai 24/6. Đội trưởng: Blim."],
        ),
        (
            "Dockside Branch, general meeting\nChair: Bronagh Keane. Minutes by Sol.",
            "Dockside Branch, general meeting",
            ["Chair: Bronagh Keane. Minutes by Sol."],
        ),
        (
            "Incident review: errors of 16 May\nHeld by the platform team on Tuesday. Notes by Rashid.",
            "Incident review: errors of 16 May",
            ["Held by the platform team on Tuesday. Notes by Rashid."],
        ),
        (
            "Từ: Linh\nĐến: nhóm kho\nTiêu đề: Tóm tắt họp sáng nay\nNgày: 18/06/2025",
            "Tóm tắt họp sáng nay",
            ["Từ: Linh\nĐến: nhóm kho\nTiêu đề:", "Ngày: 18/06/2025"],
        ),
        ("Subject: Where we got to", "Where we got to", ["Subject:"]),
    ],
)
def test_first_lines_that_are_a_title(block: str, title: str, paragraphs: list[str]) -> None:
    loaded = read(block + REST)
    assert loaded.title == title
    assert quoted(loaded) == [*paragraphs, REST.strip()]
    assert quoted(loaded)[-1] == REST.strip()


@pytest.mark.parametrize(
    "block",
    [
        "Chiều nay ông Khải chủ trì cuộc họp với các\nHợp tác xã ven sông về vụ lúa tới.",
        "Cuộc họp bàn về vụ lúa và\ncác kênh dẫn nước.",
        "Họp xong lúc 9 giờ.\nCó mặt 33 hộ.",
        "Lan: Hôm nay họp gì\nAn: Họp tổ ạ.",
        "- Họp tổ 5\n- Họp tổ 6",
        "Chủ trì: ông Khải\nThư ký: bà Lan",
        "Họp tổ | 14/9\nHọp đội | 15/9",
        "ông Khải\nbà Lan",
    ],
)
def test_first_lines_that_are_none(block: str) -> None:
    loaded = read(block + REST)
    assert loaded.title is None
    assert loaded.headings == ()


def test_a_title_with_nothing_below_it_is_a_paragraph() -> None:
    assert quoted(read("BIÊN BẢN HỌP TỔ 5\nTHÔN TÂN LẬP")) == ["BIÊN BẢN HỌP TỔ 5\nTHÔN TÂN LẬP"]


def test_a_numbered_part_is_no_title_of_all() -> None:
    loaded = read("Tổ 5 họp chiều thứ Hai, có 33 hộ.\n\n2. Kinh phí\n\nThu 50.000 đồng mỗi hộ.")
    assert loaded.title is None
    assert [each.heading for each in split(loaded, "x", "hop.txt")] == [None, "2. Kinh phí"]


def test_the_paragraphs_stand_under_the_whole_title() -> None:
    loaded = read("CÔNG TY TÂN LẬP\nBIÊN BẢN HỌP QUÝ I\nChủ tọa: ông Khải.\n\n1. Kinh phí\n\nThu đủ." + REST)
    title = "CÔNG TY TÂN LẬP – BIÊN BẢN HỌP QUÝ I"
    assert [each.heading for each in split(loaded, "x", "hop.txt")] == [
        title,
        f"{title} › 1. Kinh phí",
        f"{title} › 1. Kinh phí",
    ]


def document(*paragraphs: str) -> LoadedDocument:
    """A Word document without styles."""
    made = docx.Document()
    for each in paragraphs:
        made.add_paragraph(each)
    data = io.BytesIO()
    made.save(data)
    return load("hop.docx", data.getvalue())


def test_who_met_and_the_meeting_are_one_title() -> None:
    loaded = document("CÔNG TY TÂN LẬP", "BIÊN BẢN HỌP QUÝ I", "Chủ tọa: ông Khải.", "NHÂN SỰ", "Bầu bà Lan.")
    assert loaded.title == "CÔNG TY TÂN LẬP – BIÊN BẢN HỌP QUÝ I"
    both = "CÔNG TY TÂN LẬP › BIÊN BẢN HỌP QUÝ I"
    assert [each.heading for each in split(loaded, "x", "hop.docx")] == [both, f"{both} › NHÂN SỰ"]
    assert document("ĐẢNG BỘ XÃ TÂN LẬP", "CHI BỘ THÔN 5", "BIÊN BẢN SINH HOẠT", "Có mặt 19 đồng chí.").title == (
        "ĐẢNG BỘ XÃ TÂN LẬP – CHI BỘ THÔN 5 – BIÊN BẢN SINH HOẠT"
    )


def test_headings_that_call_no_meeting_are_no_title_together() -> None:
    assert document("KINH PHÍ", "NHÂN SỰ", "Bầu bà Lan.").title == "KINH PHÍ"
    assert document("TỔ DÂN PHỐ 5", "Kính thưa bà con.", "BIÊN BẢN HỌP", "Bầu bà Lan.").title == "TỔ DÂN PHỐ 5"
    assert document("HỌP TỔ 5", "BÁO CÁO QUÝ I", "Thu đủ.").title == "HỌP TỔ 5"


def test_the_conclusions_of_an_official_document_belong_to_its_name() -> None:
    head = "VĂN PHÒNG UBND HUYỆN ĐÔNG MẠ\nSố: 212/TB-VP\n\nĐông Mạ, ngày 14 tháng 8 năm 2024\n\n"
    loaded = read(head + "THÔNG BÁO\nKết luận của Chủ tịch huyện tại cuộc họp về đê\n\nHuyện họp ngày 13/8/2024.")
    assert loaded.title == "THÔNG BÁO Kết luận của Chủ tịch huyện tại cuộc họp về đê"
    assert quoted(loaded) == ["Huyện họp ngày 13/8/2024."]
