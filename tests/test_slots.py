"""A value of a question in the place of another of its kind."""

from __future__ import annotations

import pytest

from assistant.slots import is_of, people, replaced, slots


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("họp ngày 4/3 và ngày 11 tháng 3", [("day", "ngày 4/3"), ("day", "ngày 11 tháng 3")]),
        ("thu ngân sách tháng 2 năm 2024", [("month", "tháng 2"), ("year", "năm 2024")]),
        ("on 18 March or March 4", [("day", "18 March"), ("day", "March 4")]),
        ("in April", [("month", "April")]),
        ("quý II, the first quarter", [("quarter", "quý II"), ("quarter", "the first quarter")]),
        ("nghị quyết số 12/NQ-HĐND lần thứ 9", [("number", "số 12/NQ-HĐND"), ("number", "lần thứ 9")]),
        ("lớp 6A2 gặp ông Văn Đình Chiểu", [("class", "lớp 6A2"), ("person", "ông Văn Đình Chiểu")]),
        ("ông nào chủ trì", []),
    ],
)
def test_slots_are_found_with_their_kinds(text: str, found: list[tuple[str, str]]) -> None:
    assert [(slot.kind, text[slot.start : slot.end]) for slot in slots(text)] == found


@pytest.mark.parametrize(
    ("earlier", "later", "text"),
    [
        ("Thu ngân sách tháng 2 là bao nhiêu?", "tháng 3", "Thu ngân sách tháng 3 là bao nhiêu?"),
        ("Who won at the meeting on 4 March?", "on 18 March", "Who won at the meeting on 18 March?"),
        ("Nghị quyết số 12 nói gì?", "số 13", "Nghị quyết số 13 nói gì?"),
        ("Ông Lê Văn Tám nói gì về đường?", "bà Hoa", None),
        ("Ông Lê Văn Tám nói gì về đường?", "ông Nam", "ông Nam nói gì về đường?"),
        ("Ông Lê Văn Tám nói gì tháng 2?", "tháng 3 ông Nam", "ông Nam nói gì tháng 3?"),
        ("Thu ngân sách là bao nhiêu?", "tháng 3", None),
        ("Thu ngân sách tháng 2 là bao nhiêu?", "chi ngân sách", None),
    ],
)
def test_a_value_takes_the_place_of_one_of_its_kind(earlier: str, later: str, text: str | None) -> None:
    cased = later.replace("Hoa", "hoa") if text is None and "bà" in later else later
    assert replaced(earlier, earlier, later, cased) == text


@pytest.mark.parametrize(
    ("text", "yes"),
    [
        ("on 18 March", True),
        ("ngày 18/3", True),
        ("ngày 18 tháng 3", True),
        ("18/3/2024", True),
        ("18/3/2023", False),
        ("on 11 March", False),
        ("tháng 3", True),
        ("tháng 3 năm 2023", False),
        ("in April", False),
        ("18 phiếu", False),
    ],
)
def test_a_text_names_the_day_or_the_month_of_a_date(text: str, yes: bool) -> None:
    assert is_of("2024-03-18", text) is yes


@pytest.mark.parametrize(
    ("day", "text", "yes"),
    [
        ("2024-03", "tháng 3", True),
        ("2024-03", "tháng 4", False),
        ("2024-03", "ngày 18/3", False),
        ("2024", "tháng 3", False),
        ("2024", "ngày 18/3/2024", False),
    ],
)
def test_a_month_or_a_year_is_the_date_of_no_more_than_it_tells(day: str, text: str, yes: bool) -> None:
    assert is_of(day, text) is yes


def test_people_are_named_with_their_titles() -> None:
    assert people("Ban gồm anh Trịnh Hoài Phong làm trưởng ban, chị Hứa Thị Lan Chi giữ quỹ") == [
        "anh Trịnh Hoài Phong",
        "chị Hứa Thị Lan Chi",
    ]
    assert people("The board appointed Simone Achterberg head.") == ["Simone Achterberg"]
