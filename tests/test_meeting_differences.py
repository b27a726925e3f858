"""Where the documents of one meeting differ, side by side and quoted."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.meeting_differences import Difference, Side, meeting_differences
from index import DocumentNotFound, Library
from tests.stub_embedder import StubEmbedder

MINUTES = """BIÊN BẢN KỲ HỌP THỨ 5 HỘI ĐỒNG NHÂN DÂN HUYỆN MƯỜNG LẠ KHÓA XI

8 giờ ngày 20/6/2024, tại hội trường huyện. Chủ tọa: bà Quàng Thị Hoa, Chủ tịch HĐND huyện. Có mặt 31/33 đại biểu.

Nhà máy nước sinh hoạt Chiềng Hoa khởi công trong tháng 3/2025, tổng mức đầu tư 48 tỷ đồng, cấp nước cho 1.250 hộ.

Hội đồng thống nhất mức hỗ trợ 2 triệu đồng mỗi hộ nghèo làm nhà vệ sinh.
"""
PRESS = """HĐND huyện Mường Lạ họp kỳ thứ 5

Thứ Sáu, 21/6/2024

Hôm qua, HĐND huyện Mường Lạ khai mạc kỳ họp thứ 5, khóa XI, do bà Quàng Thị Hoa chủ trì, với 30 đại biểu dự.

Theo nghị quyết, nhà máy nước sinh hoạt Chiềng Hoa sẽ khởi công trong tháng 2/2025 với tổng mức đầu tư 48 tỷ đồng,
cấp nước cho 1.250 hộ.

Mỗi hộ nghèo làm nhà vệ sinh được hỗ trợ 2 triệu đồng.
"""


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library.open(tmp_path, StubEmbedder()) as library:
        yield library


Told = list[tuple[str, list[tuple[str, list[str]]]]]


def told(library: Library, differences: tuple[Difference, ...]) -> Told:
    """Of each difference its subject, and of each side the document and its values, quoted."""

    def side_of(side: Side) -> tuple[str, list[str]]:
        text = library.source(side.document).text
        return side.document, [text[value.start : value.end] for value in side.values]

    return [(each.subject, [side_of(side) for side in each.sides]) for each in differences]


def differing(library: Library, **documents: str) -> Told:
    for name, text in documents.items():
        library.add_bytes(name, text.encode())
    return told(library, meeting_differences(library, list(documents)))


def test_the_press_says_february_and_the_minutes_march(library: Library) -> None:
    assert differing(library, minutes=MINUTES, press=PRESS) == [
        ("present", [("minutes", ["31/33 đại biểu"]), ("press", ["30 đại biểu"])]),
        ("date", [("minutes", ["tháng 3/2025"]), ("press", ["tháng 2/2025"])]),
    ]


def test_each_side_is_quoted(library: Library) -> None:
    differing(library, minutes=MINUTES, press=PRESS)
    for difference in meeting_differences(library, ["minutes", "press"]):
        for side in difference.sides:
            assert library.source(side.document).text[side.start : side.end] == side.text
            assert side.paragraph is not None
            assert side.paragraph.start <= side.start < side.end <= side.paragraph.end
    text = difference.sides[1].text
    assert text.startswith("Theo nghị quyết, nhà máy nước")
    assert text.endswith("1.250 hộ.")


def test_where_nothing_differs_nothing_is_told(library: Library) -> None:
    same = PRESS.replace("tháng 2/2025", "tháng 3/2025").replace("30 đại biểu", "31 đại biểu")
    assert differing(library, minutes=MINUTES, press=same) == []
    assert meeting_differences(library, ["minutes"]) == ()


def test_a_number_of_the_same_unit(library: Library) -> None:
    press = PRESS.replace("48 tỷ", "52 tỷ").replace("tháng 2/2025", "tháng 3/2025").replace("30 đại", "31 đại")
    assert differing(library, minutes=MINUTES, press=press) == [
        ("number", [("minutes", ["48 tỷ đồng"]), ("press", ["52 tỷ đồng"])])
    ]


def test_what_speaks_of_something_else_does_not_differ(library: Library) -> None:
    one = "Minutes\n\nThe council will repair the bridge over the mill stream by 3 May 2024.\n"
    other = "Press\n\nThe council will open the new library in the market square on 9 June 2024.\n"
    assert differing(library, one=one, other=other) == []


def test_english_time_place_and_chair(library: Library) -> None:
    one = "Minutes of the Hill Club\n\nHeld on 3 May 2024 at 6 pm in the reading room. Chair: Ann Fox\n\nWe met.\n"
    other = "Hill Club meeting\n\nHeld on 3 May 2024 at 6.30 pm in the library. Chair: Bo Reed\n\nWe met.\n"
    assert differing(library, one=one, other=other) == [
        ("time", [("one", ["6 pm"]), ("other", ["6.30 pm"])]),
        ("place", [("one", ["the reading room"]), ("other", ["the library"])]),
        ("chair", [("one", ["Ann Fox"]), ("other", ["Bo Reed"])]),
    ]


def test_three_documents_stand_side_by_side(library: Library) -> None:
    words = "The council will repair the old stone bridge over the mill stream by {}."
    texts = {
        name: f"Report\n\n{words.format(day)}\n" for name, day in {"a": "3 May", "b": "4 May", "c": "5 May"}.items()
    }
    assert differing(library, **texts) == [("date", [("a", ["3 May"]), ("b", ["4 May"]), ("c", ["5 May"])])]


def test_other_forms_of_the_letters_are_the_same(library: Library) -> None:
    found = differing(library, minutes=MINUTES, press=unicodedata.normalize("NFD", PRESS))
    assert [subject for subject, _ in found] == ["present", "date"]
    assert unicodedata.normalize("NFC", found[0][1][1][1][0]) == "30 đại biểu"


def test_an_unknown_document(library: Library) -> None:
    library.add_bytes("minutes", MINUTES.encode())
    with pytest.raises(DocumentNotFound):
        meeting_differences(library, ["minutes", "none"])
