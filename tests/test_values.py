"""The values that a sentence names, and when two sentences' values differ."""

from __future__ import annotations

import pytest

from assistant.values import Value, differ, values
from index import Expected


def parts(expected: Expected, text: str, asked: str = "") -> list[tuple[object, ...]]:
    return [each.parts for each in values(expected, text, asked)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The portal is to open on 3 June 2024.", [(3, 6, 2024)]),
        ("It opens on June 3rd, 2024.", [(3, 6, 2024)]),
        ("Mở cửa ngày 3/6/2024.", [(3, 6, 2024)]),
        ("Mở cửa ngày 3 tháng 6 năm 2024.", [(3, 6, 2024)]),
        ("Mở cửa ngày 3/6.", [(3, 6, None)]),
        ("Mở cửa 2024-06-03.", [(3, 6, 2024)]),
        ("Mở cửa tháng 6/2024.", [(None, 6, 2024)]),
        ("Mở cửa năm 2024.", [(None, None, 2024)]),
        ("You may open it.", []),
        ("Chi 2.300 đồng, mục 31/13.", []),
        ("Mở cửa lúc 8 giờ 30, thứ Hai.", [(8, 30), (0,)]),
        ("Mở cửa lúc 2 giờ chiều.", [(14, 0)]),
        ("Mở cửa lúc 7h30 tối.", [(19, 30)]),
        ("Mở cửa 8 giờ tối thiểu.", [(8, 0)]),
        ("It opens at 2:30 p.m.", [(14, 30)]),
    ],
)
def test_dates_however_they_are_written(text: str, found: list[tuple[object, ...]]) -> None:
    assert parts("date", text) == found


def test_only_values_of_the_shape_that_is_asked_for_count() -> None:
    assert parts("date", "Họp lúc 14:30 ngày 5/4/2024.", "Họp lúc mấy giờ?") == [(14, 30)]
    assert parts("number", "Chi 480 triệu đồng cho 12 hộ.", "Bao nhiêu hộ được chi?") == [(12.0, "hộ")]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Kinh phí là 480 triệu đồng.", [(480_000_000.0, "đồng")]),
        ("Kinh phí là 480.000.000 đồng.", [(480_000_000.0, "đồng")]),
        ("It costs $66,400.", [(66_400.0, "dollar")]),
        ("It costs 66,400 dollars.", [(66_400.0, "dollar")]),
        ("Lãi 1,5 %.", [(1.5, "%")]),
        ("Có ba người.", [(3.0, "người")]),
        ("Có hai mươi lăm người.", []),
        ("Ngày 3/6/2024 có 9 hộ.", [(9.0, "hộ")]),
    ],
)
def test_numbers_with_their_units(text: str, found: list[tuple[object, ...]]) -> None:
    assert parts("number", text) == found


@pytest.mark.parametrize(
    ("expected", "text", "asked", "found"),
    [
        ("number", "The ceiling is lifted from 72,000 to 84,500 dollars.", "", [(84_500.0, "dollar")]),
        ("date", "Lùi từ ngày 3/6/2024 sang ngày 8/7/2024.", "", [(8, 7, 2024)]),
        ("date", "Closed from 6 May 2024 to 10 May 2024.", "", [(6, 5, 2024), (10, 5, 2024)]),
        ("name", "The group chose Kestrel Systems in place of Brightfold.", "", [("kestrel", "systems")]),
        ("person", "Giao bà Đỗ Thị Hạnh thay cho ông Lý Văn Tường.", "", [("do", "thi", "hanh")]),
    ],
)
def test_what_was_left_behind_is_no_value(
    expected: Expected, text: str, asked: str, found: list[tuple[object, ...]]
) -> None:
    assert parts(expected, text, asked) == found


def test_names_are_not_the_question_s_nor_the_first_word_of_a_sentence_nor_a_month() -> None:
    assert parts("name", "Nhóm chọn Brightfold cho Kho Bình Phú.", "Kho Bình Phú chọn ai?") == [("brightfold",)]
    assert parts("person", "Tôi họp ở đây. In June they met.") == []
    assert parts("person", "Ông Lý Văn Tường trình.") == [("ly", "van", "tuong")]


def named(expected: Expected, text: str) -> list[Value]:
    return values(expected, text, "")


@pytest.mark.parametrize(
    ("expected", "one", "other", "different"),
    [
        ("date", "ngày 3/6/2024", "on 8 July 2024", True),
        ("date", "ngày 3/6/2024", "on 3 June", False),
        ("date", "ngày 3/6/2024", "thứ Hai", False),
        ("date", "ngày 3/6", "không rõ", False),
        ("number", "chi 3 triệu đồng", "chi 4 triệu đồng", True),
        ("number", "chi 3 triệu đồng", "có 4 hộ", False),
        ("person", "giao Hứa Thị Lan", "giao Thị Lan", False),
        ("person", "giao Hứa Thị Lan", "giao Trần Minh", True),
        ("place", "ở Phú Lâm", "ở Tân Hải", False),
    ],
)
def test_values_differ_where_they_can_be_compared_and_none_is_the_same(
    expected: Expected, one: str, other: str, different: bool
) -> None:
    assert differ(named(expected, one), named(expected, other)) is different
    assert differ(named(expected, other), named(expected, one)) is different
